"""Rows of a CSV or TSV file as spreadsheets write them: `read`, and the source that it returns.

The whole file is checked before the first row is used, so that what makes it unreadable (bytes of another encoding, a
quote that is never closed, no phone column) is reported before anything is sent. It is then read in batches in a
thread. A record that does not fit the header is an invalid row, not the end of the run.
"""

from __future__ import annotations

import asyncio
import codecs
import csv
import hashlib
import os
import re
import stat
import sys
from contextlib import aclosing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import Row
from chakra_async.bulk.sources.batching import BATCH, in_thread
from chakra_async.bulk.sources.columns import choose_column, sniff_delimiter

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import AsyncGenerator, Generator, Mapping

__all__ = ["CsvSource", "read"]

_CHUNK: Final = 1 << 20
_LONGEST_LINE: Final = 16 << 20
_ENCODINGS: Final = "utf-8-sig, cp1252 (Western Windows), utf-16 (Excel's Unicode text)"
_HINT: Final = re.compile(
    r"sep=(.)[\r\n]*"
)  # a first line for spreadsheet programs, which names the delimiter
_UNCLOSED: Final = "unexpected end of data"
_TOO_LARGE: Final = "field larger than field limit"
_WIDE_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(
    path: str | os.PathLike[str],
    column: str | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8-sig",
) -> CsvSource:
    """Return the rows of a CSV or TSV file, for `Run`.

    The file is read in batches during the run, and needs a header line. A problem of the file as a whole is found
    before anything is sent.

    Args:
        path: The file.
        column: Name of the column that identifies a row; upper and lower case, spaces and punctuation are ignored. By
            default the one that is named like a phone number's (phone, mobile, whatsapp ...).
        delimiter: The character between fields; by default the one of comma, semicolon, tab and bar that the header
            uses most.
        encoding: The file's encoding; the default is UTF-8 with or without a byte order mark.

    Raises:
        InputError: If the file does not exist, or the encoding or the delimiter cannot be used.

    Example:
        >>> read("examples/leads.csv").name
        'leads.csv'

    """
    return CsvSource(Path(path), column, delimiter, encoding)


class CsvSource:
    """The rows of a CSV or TSV file; made by `read`."""

    stable = True

    def __init__(self, path: Path, column: str | None, delimiter: str | None, encoding: str) -> None:
        """Check that the file exists; its content is checked when the run begins."""
        self.path = path
        self.name = path.name
        self.expected: int | None = None
        self._column = column
        self._delimiter = delimiter
        self._used_delimiter = ""
        self._header: list[str] = []
        self._counted = 0
        self._index = 0
        self._stamp: tuple[int, ...] = ()
        try:
            _ = b"\n\n\n\n".decode(encoding, "ignore")  # refuses a codec of other data, such as hex
            self._encoding = codecs.lookup(encoding).name
        except LookupError:
            raise InputError(f"{encoding!r} is not an encoding of text; try {_ENCODINGS}.") from None
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
            raise InputError(f"The delimiter must be a single character, not {delimiter!r}.")
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
        with self._open():
            pass
        identity = {
            "source": "file",
            "file": self.name,
            "sha256": digest,
            "column": self._header[self._index],
            "delimiter": self._used_delimiter,
            "encoding": self._encoding,
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
        decoder = codecs.getincrementaldecoder(self._encoding)()
        line, since = 1, 0
        with self._os_errors(), self.path.open("rb") as file:
            self._stamp = _stamp(os.fstat(file.fileno()))
            while chunk := file.read(_CHUNK):
                if line == 1 and since == 0 and self._encoding.startswith("utf-8"):
                    self._refuse_wide(chunk)
                digest.update(chunk)
                try:
                    text = decoder.decode(chunk)
                except UnicodeDecodeError as error:
                    line += error.object[: error.start].count(b"\n")
                    raise self._undecodable(line) from None
                if "\0" in text:
                    line += text[: text.index("\0")].count("\n")
                    raise InputError(f"{self.path} is not text: it has a NUL byte on line {line}.")
                line += text.count("\n")
                since = len(text) - text.rfind("\n") if "\n" in text else since + len(text)
                if since > _LONGEST_LINE and "\r" not in text:
                    raise InputError(f"{self.path} is not a CSV file: line {line} is longer than 16 MiB.")
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                raise self._undecodable(line) from None
            if not file.tell():
                raise InputError(f"{self.path} is empty; its first line must name the columns.")
        return digest.hexdigest()

    def _refuse_wide(self, chunk: bytes) -> None:
        if chunk.startswith(_WIDE_MARKS):
            raise InputError(
                f"{self.path} is UTF-16 text: read it with encoding='utf-16' (--encoding utf-16)."
            )

    def _undecodable(self, line: int) -> InputError:
        return InputError(
            f"{self.path} is not {self._encoding} text: line {line} has bytes that do not fit. "
            f"Name its encoding with encoding= (--encoding); try {_ENCODINGS}."
        )

    @contextmanager
    def _open(self) -> Generator[tuple[Reader, int]]:
        """Open the file and read its header; give the reader and the number of lines before its first."""
        with self._os_errors(), self.path.open(encoding=self._encoding, newline="") as file:
            first = file.readline(_CHUNK)
            hidden = 0
            delimiter = self._delimiter
            if hint := _HINT.fullmatch(first):
                hidden = 1
                delimiter = delimiter or hint[1]
            else:
                while first and not first.strip():
                    first = file.readline(_CHUNK)
                delimiter = delimiter or sniff_delimiter(first)
                file.seek(0)
            self._used_delimiter = delimiter
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            self._header = self._read_header(reader)
            self._index = choose_column(self._header, self._column, str(self.path))
            yield reader, hidden

    def _read_header(self, reader: Reader) -> list[str]:
        try:
            cells = next((cells for cells in reader if any(cells)), None)
        except csv.Error as error:
            raise InputError(f"{self.path} has a header line that cannot be read: {error}.") from None
        if cells is None:
            raise InputError(f"{self.path} has only blank lines; its first line must name the columns.")
        return [cell.strip() for cell in cells]

    def _rows(self, after: int) -> Generator[Row]:
        with self._open() as (reader, hidden):
            number = 0
            begins = reader.line_num + hidden + 1
            while True:
                try:
                    for cells in reader:
                        line, begins = begins, reader.line_num + hidden + 1
                        if not cells:
                            continue
                        number += 1
                        if number > after:
                            yield self._row(number, line, cells)
                    break
                except csv.Error as error:
                    number += 1
                    row = self._broken(number, begins, reader.line_num + hidden, str(error))
                    begins = reader.line_num + hidden + 1
                    if number > after:
                        yield row
            self._counted = number

    def _row(self, number: int, line: int, cells: list[str]) -> Row:
        header = self._header
        if len(cells) != len(header):
            there, wanted = len(cells), len(header)
            while len(cells) > wanted and not cells[-1]:
                cells.pop()
            if len(cells) != wanted:
                value = cells[self._index] if self._index < len(cells) else ""
                problem = f"it has {there} cells where the header names {wanted} columns."
                return Row(number, value, dict(zip(header, cells, strict=False)), line, problem)
        return Row(number, cells[self._index], dict(zip(header, cells, strict=True)), line)

    def _broken(self, number: int, begins: int, ends: int, error: str) -> Row:
        if _UNCLOSED in error:
            raise InputError(
                f"{self.path} has a quote that is opened on line {begins} (row {number}) and never closed."
            )
        if _TOO_LARGE in error:
            raise InputError(
                f"{self.path} has a cell of more than {csv.field_size_limit()} characters that begins on line "
                f"{begins} (row {number}); probably a quote is opened there and not closed."
            )
        lines = f"line {begins}" if ends <= begins else f"lines {begins} to {ends}"
        return Row(number, "", line=begins, problem=f"its quotes are out of place on {lines}.")

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


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
