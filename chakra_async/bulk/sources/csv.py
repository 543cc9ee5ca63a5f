"""Rows of a CSV or TSV file as spreadsheet programs write them.

The whole file is checked before the first row is used, so that what makes it unreadable (another kind of file, bytes of
another encoding, a quote that is never closed, no phone column) is reported before anything is sent. It is then read in
batches in a thread. A record that does not fit the header is an invalid row, not the end of the run.
"""

from __future__ import annotations

import asyncio
import codecs
import hashlib
import os
import re
import stat
import sys
from contextlib import aclosing, contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import Row
from chakra_async.bulk.sources.batching import BATCH, in_thread
from chakra_async.bulk.sources.columns import is_blank, is_number
from chakra_async.bulk.sources.contents import HEAD, other_kind
from chakra_async.bulk.sources.encodings import ADVICE, codec_of, encoding_of
from chakra_async.bulk.sources.layout import Layout, layout_of
from chakra_async.bulk.sources.records import UnclosedQuoteError, read_records

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import TextIO

    from chakra_async.bulk.sources.records import Record

__all__ = ["CsvSource"]

_CHUNK: Final = 1 << 20
_LONGEST_LINE: Final = 16 << 20
_LINE_END: Final = re.compile("\r\n|\r|\n")


class CsvSource:
    """The rows of a CSV or TSV file; made by `read`."""

    stable = True

    def __init__(
        self,
        path: Path,
        column: str | int | None = None,
        delimiter: str | None = None,
        encoding: str = "utf-8-sig",
        header_row: int | None = None,
    ) -> None:
        """Check that the file exists; its content is checked when the run begins."""
        self.path = path
        self.name = path.name
        self.expected: int | None = None
        self._column = column
        self._delimiter = delimiter
        self._header_row = header_row
        self._named_encoding = self._encoding = codec_of(encoding)
        self._names: tuple[str, ...] = ()
        self._index = 0
        self._used_delimiter = ""
        self._counted = 0
        self._has_nul = False
        self._stamp: tuple[int, ...] = ()
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
            raise InputError(f"The delimiter must be a single character, not {delimiter!r}.")
        if header_row is not None and header_row < 1:
            raise InputError(f"header_row must be a line of the file, from 1 on, not {header_row}.")
        if isinstance(column, int) and column < 1:
            raise InputError(f"column must be a name, or a number from 1 on, not {column}.")
        with self._os_errors():
            mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{path} is a directory, not a file.")
        if not stat.S_ISREG(mode):
            raise InputError(
                f"{path} is not a regular file; it must be one that can be read again after a stop."
            )

    async def check(self, known: Mapping[str, str] | None) -> dict[str, str]:
        """Check the whole file and return its digest. See `Source`."""
        return await asyncio.to_thread(self._check, dict(known or {}))

    async def batches(self, after: int) -> AsyncGenerator[list[Row]]:
        """Read the rows that follow record number `after`. See `Source`."""
        rows = self._rows(after)
        try:
            async with aclosing(in_thread(lambda: self._batch(rows))) as batches:
                async for batch in batches:
                    yield batch
        finally:
            rows.close()

    def _check(self, known: dict[str, str]) -> dict[str, str]:
        digest = self._scan()
        with self._os_errors(), self._open() as file:
            layout = self._layout(file)
        identity = {
            "source": "file",
            "file": self.name,
            "sha256": digest,
            "column": layout.names[layout.index] or str(layout.index + 1),
            "delimiter": layout.delimiter,
            "encoding": self._encoding,
            "header_line": str(layout.line),
        }
        same = all(known.get(name) == value for name, value in identity.items() if name != "file")
        if same and known.get("rows", "").isdigit():
            self.expected = int(known["rows"])
        else:
            for _ in self._rows(sys.maxsize):
                pass
            self.expected = self._counted
        return {**identity, "rows": str(self.expected)}

    def _scan(self) -> str:
        """Return the digest of the bytes, and check that they are text in the encoding."""
        digest = hashlib.sha256()
        with self._os_errors(), self.path.open("rb") as file:
            self._stamp = _stamp(os.fstat(file.fileno()))
            head = file.read(HEAD)
            if not head:
                raise InputError(f"{self.path} is empty; its first line must name the columns.")
            if kind := other_kind(head, self.path):
                raise InputError(f"{self.path} is {kind.name}, not a table in text: {kind.advice}.")
            self._encoding = encoding_of(head, self._named_encoding)
            self._has_nul = False
            decoder = codecs.getincrementaldecoder(self._encoding)()
            line, since = 1, 0
            for chunk in chain([head], iter(lambda: file.read(_CHUNK), b"")):
                digest.update(chunk)
                try:
                    text = decoder.decode(chunk)
                except UnicodeError as error:
                    raise self._undecodable(line, error, chunk) from None
                self._has_nul = self._has_nul or "\0" in text
                line += _line_ends(text)
                since = len(text) - text.rfind("\n") if "\n" in text else since + len(text)
                if since > _LONGEST_LINE and "\r" not in text:
                    raise InputError(f"{self.path} is not a CSV file: line {line} is longer than 16 MiB.")
            try:
                decoder.decode(b"", final=True)
            except UnicodeError as error:
                raise self._undecodable(line, error, b"") from None
        return digest.hexdigest()

    def _undecodable(self, line: int, error: UnicodeError, chunk: bytes) -> InputError:
        if isinstance(error, UnicodeDecodeError):
            line += _line_ends(error.object[: error.start].decode("latin-1"))
        if b"\0" in chunk and not self._encoding.startswith(("utf-16", "utf-32")):
            return InputError(
                f"{self.path} is not text: it has NUL bytes, and bytes that do not fit on line {line}. "
                "Export the table as CSV UTF-8."
            )
        return InputError(
            f"{self.path} is not text in {self._encoding}: line {line} has bytes that do not fit. "
            f"Name its encoding with encoding= (--encoding); try {ADVICE}."
        )

    def _open(self) -> TextIO:
        return self.path.open(encoding=self._encoding, newline="")

    def _layout(self, file: TextIO) -> Layout:
        def lines() -> Iterator[str]:
            file.seek(0)
            return iter(
                file.readline, ""
            )  # which, unlike iteration, lets the file be read from its start again

        layout = layout_of(
            lines,
            str(self.path),
            column=self._column,
            delimiter=self._delimiter,
            header_row=self._header_row,
        )
        self._names, self._index, self._used_delimiter = layout.names, layout.index, layout.delimiter
        return layout

    def _records(self, file: TextIO) -> Generator[Record]:
        """Give the records below the header, blank ones as well."""
        layout = self._layout(file)
        file.seek(0)
        for _ in range(layout.above):
            file.readline()
        records = read_records(file, layout.delimiter, layout.above)
        for line, _, _, _ in records:
            if line == layout.line:
                break
        return records

    def _rows(self, after: int) -> Generator[Row]:
        number = 0
        with self._os_errors(), self._open() as file:
            try:
                for line, cells, broken, inner in self._records(file):
                    text = "".join(cells)
                    if not broken and (
                        not text or text.isspace() or (not text.isascii() and is_blank(cells))
                    ):
                        continue
                    number += 1
                    if inner is not None and len(self._names) > 1:
                        lines = enumerate(inner, line + 1) if broken else _inside(line, cells)
                        self._refuse_swallowed(line, number, lines)
                    if number <= after:
                        continue
                    if broken:
                        where = f"line {line}" if inner is None else f"lines {line} to {line + len(inner)}"
                        problem = f"its quotes are out of place on {where}."
                        yield Row(number, "", line=line, problem=problem)
                    else:
                        yield self._row(number, line, cells)
            except UnclosedQuoteError as error:
                end = f"within {error.limit}" if error.limit else "before the end of the file"
                raise InputError(
                    f"{self.path} has a quote that is opened on line {error.line} (row {number + 1}) and not closed "
                    f"{end}: close it, or remove it."
                ) from None
        self._counted = number

    def _row(self, number: int, line: int, cells: list[str]) -> Row:
        names = self._names
        problem = None
        missing = len(names) - len(cells)
        if missing > 0:  # spreadsheet programs leave out the last cells if empty
            cells += [""] * missing
        elif missing < 0 and not is_blank(cells[len(names) :]):
            problem = f"it has {len(cells)} cells where the header names {len(names)} columns."
        if self._has_nul and "\0" in "".join(cells):
            problem = "it has a NUL character: the file is damaged there."
        return Row(number, cells[self._index], dict(zip(names, cells, strict=False)), line, problem)

    def _refuse_swallowed(self, begins: int, number: int, lines: Iterable[tuple[int, str]]) -> None:
        """Refuse a record in whose quotes there are rows: their quote was never closed, and they would be lost.

        Raises:
            InputError: If a line inside the record is a row by itself, with a number in its column.

        """
        for line, text in lines:
            cells = _cells(text, self._used_delimiter)
            if len(cells) != len(self._names) or '"' in "".join(cells) or not is_number(cells[self._index]):
                continue
            raise InputError(
                f"{self.path} has a quote that is opened on line {begins} (row {number}) and not closed before "
                f"line {line}, which is a row by itself: close it, or remove it."
            )

    def _batch(self, rows: Generator[Row]) -> list[Row]:
        batch = list(islice(rows, BATCH))
        with self._os_errors():
            now = _stamp(self.path.stat())
        if now != self._stamp:
            raise InputError(f"{self.path} was changed while it was being read; no more of it is used.")
        return batch

    @contextmanager
    def _os_errors(self) -> Generator[None]:
        try:
            yield
        except FileNotFoundError:
            raise InputError(f"The file {self.path} does not exist.") from None
        except UnicodeDecodeError:
            raise InputError(
                f"{self.path} was changed while it was being read; no more of it is used."
            ) from None
        except OSError as error:
            raise InputError(f"{self.path} cannot be read: {error.strerror or error}.") from error


def _inside(line: int, cells: list[str]) -> Iterator[tuple[int, str]]:
    """Give the lines inside a record's quotes, but the first of each cell, with their numbers."""
    for cell in cells:
        for text in _LINE_END.split(cell)[1:]:
            line += 1
            yield line, text


def _cells(text: str, delimiter: str) -> list[str]:
    """Return the cells of one line; none if its quotes are out of place."""
    try:
        return next(read_records([text], delimiter))[1]
    except UnclosedQuoteError:
        return []


def _line_ends(text: str) -> int:
    """Return the number of line ends, of whichever of the two kinds the text has."""
    return text.count("\n") or text.count("\r")


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
