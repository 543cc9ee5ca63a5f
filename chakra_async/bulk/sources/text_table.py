"""Rows of a CSV or TSV file as spreadsheet programs write them.

The whole file is checked before the first row is used, so that what makes it unreadable (bytes of another encoding, a
quote that is never closed, no phone column) is reported before anything is sent. A record that does not fit the header
is an invalid row, not the end of the run.
"""

from __future__ import annotations

import codecs
import io
import re
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Final

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import Row
from chakra_async.bulk.sources.archives import reading
from chakra_async.bulk.sources.columns import is_blank, is_number, without_formula
from chakra_async.bulk.sources.encodings import ADVICE, Utf8Trace, encoding_of
from chakra_async.bulk.sources.headings import BEGINS_A_NUMBER
from chakra_async.bulk.sources.layout import Layout, layout_of
from chakra_async.bulk.sources.records import (
    CUT_QUOTE,
    ESCAPED_DELIMITER,
    UnclosedQuoteError,
    is_escaping,
    read_records,
)

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from typing import TextIO

    from chakra_async.bulk.sources.contained import Content
    from chakra_async.bulk.sources.records import Record
    from chakra_async.bulk.sources.tables import Options

__all__ = ["TextTable"]

_CHUNK: Final = 1 << 20
_LONGEST_LINE: Final = 16 << 20
_LINE_END: Final = re.compile("\r\n|\r|\n")


class TextTable:
    """A table of lines and delimiters.

    Args:
        content: The content of the file.
        options: What the caller says about it.

    """

    def __init__(self, content: Content, options: Options) -> None:
        """Begin with nothing read."""
        self.counted = 0
        self._content = content
        self._where = content.where
        self._options = options
        self._encoding = encoding_of(content.head, options.encoding)
        self._names: tuple[str, ...] = ()
        self._index = 0
        self._has_nul = True
        options.refuse(f"{content.where} is text and has no sheets", "sheet")

    def open(self, *, checked: bool) -> dict[str, str]:
        """Check the text and find its layout. See `Table`."""
        if not checked:
            self._scan()
        layout = self._layout()
        return {
            "column": layout.names[layout.index] or str(layout.index + 1),
            "delimiter": layout.delimiter,
            "encoding": self._encoding,
            "header_line": str(layout.line),
        }

    def _scan(self) -> None:
        """Check that the bytes are text in the encoding."""
        has_nul = False
        decoder = codecs.getincrementaldecoder(self._encoding)()
        trace = Utf8Trace(self._encoding)
        line, since = 1, 0
        with self._content.open() as file, reading(self._where):
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                try:
                    text = decoder.decode(chunk)
                except UnicodeError as error:
                    raise self._undecodable(line, error, chunk) from None
                trace.take(chunk)
                has_nul = has_nul or "\0" in text
                line += _line_ends(text)
                since = len(text) - text.rfind("\n") if "\n" in text else since + len(text)
                if since > _LONGEST_LINE and "\r" not in text:
                    raise InputError(f"{self._where} is not a CSV file: line {line} is longer than 16 MiB.")
            try:
                decoder.decode(b"", final=True)
            except UnicodeError as error:
                raise self._undecodable(line, error, b"") from None
        trace.take(b"", final=True)
        if trace.is_utf8():
            raise InputError(
                f"{self._where} is not text in {self._encoding}: all of its letters beyond ASCII are UTF-8. "
                "Leave out encoding= (--encoding)."
            )
        self._has_nul = has_nul

    def _undecodable(self, line: int, error: UnicodeError, chunk: bytes) -> InputError:
        if isinstance(error, UnicodeDecodeError):
            line += _line_ends(error.object[: error.start].decode("latin-1"))
        if b"\0" in chunk and not self._encoding.startswith(("utf-16", "utf-32")):
            return InputError(
                f"{self._where} is not text: it has NUL bytes, and bytes that do not fit on line {line}. "
                "Export the table as CSV UTF-8."
            )
        return InputError(
            f"{self._where} is not text in {self._encoding}: line {line} has bytes that do not fit. "
            f"Name its encoding with encoding= (--encoding); try {ADVICE}."
        )

    @contextmanager
    def _open(self) -> Generator[TextIO]:
        with self._content.open() as stream, reading(self._where):
            # not closed by itself, so that the stream below is closed by its owner, however this ends
            text = io.TextIOWrapper(stream, encoding=self._encoding, newline="")
            try:
                yield text
            except UnicodeDecodeError:
                raise InputError(
                    f"{self._where} was changed while it was being read; no more of it is used."
                ) from None
            finally:
                text.detach()

    def _lines(self) -> Generator[str]:
        with self._open() as file:
            for line in file:  # noqa: UP028 - `yield from` would close the file before its owner does
                yield line

    def _layout(self) -> Layout:
        opened: list[Generator[str]] = []

        def lines() -> Iterator[str]:
            opened.append(self._lines())
            return opened[-1]

        try:
            layout = layout_of(
                lines,
                self._where,
                column=self._options.column,
                delimiter=self._options.delimiter,
                header_row=self._options.header_row,
            )
        finally:
            for each in opened:
                each.close()
        self._names, self._index = layout.names, layout.index
        return layout

    def _records(self, lines: Iterator[str], layout: Layout) -> Generator[Record]:
        """Give the records below the header, blank ones as well."""
        for _ in range(layout.above):
            next(lines)
        records = read_records(lines, layout.delimiter, layout.above, spaced=layout.spaced)
        for line, _, _, _ in records:
            if line == layout.line:
                break
        return records

    def rows(self, after: int, line: int | None = None) -> Generator[Row]:
        """Give the rows that follow row number `after`. See `Table`."""
        layout = self._layout()
        index = layout.index
        number = 0 if line is None else after - 1
        with self._open() as lines:
            try:
                records = (
                    self._records(lines, layout)
                    if line is None
                    else read_records(
                        islice(lines, line - 1, None), layout.delimiter, line - 1, spaced=layout.spaced
                    )
                )
                for line, cells, broken, inner in records:  # noqa: PLR1704 - the line of each row from here on
                    text = "".join(cells)
                    if not broken and (not text or text.isspace() or is_blank(cells, text)):
                        continue
                    if '="' in text:
                        cells = list(map(without_formula, cells))  # noqa: PLW2901 - what the cells mean
                    if broken or text[-1] == "\\":
                        self._refuse_cut(line, cells, broken, inner)
                    if len(cells) <= index or cells[index][:1] not in BEGINS_A_NUMBER:
                        layout.headings.check(
                            cells, f"{self._where}, line {line}", "put the two tables in two files"
                        )
                    number += 1
                    if inner is not None and len(self._names) > 1:
                        held = enumerate(inner, line + 1) if broken else _inside(line, cells)
                        self._refuse_swallowed(line, number, held, layout)
                    if number <= after:
                        continue
                    if broken and not (broken == ESCAPED_DELIMITER and layout.is_whole(cells)):
                        where = f"line {line}" if inner is None else f"lines {line} to {line + len(inner)}"
                        problem = f"{broken} on {where}."
                        yield Row(number, "", line=line, problem=problem)
                    else:
                        yield self._row(number, line, cells, layout)
            except UnclosedQuoteError as error:
                end = f"within {error.limit}" if error.limit else "before the end of the file"
                raise InputError(
                    f"{self._where} has a quote that is opened on line {error.line} (row {number + 1}) and not closed "
                    f"{end}: close it, or remove it."
                ) from None
        self.counted = number

    def _row(self, number: int, line: int, cells: list[str], layout: Layout) -> Row:
        names = self._names
        problem = None
        missing = len(names) - len(cells)
        if missing > 0:  # spreadsheet programs leave out the last cells if empty
            cells += [""] * missing
        elif missing < 0 and (layout.is_shifted(cells) or not is_blank(cells[len(names) :])):
            problem = f"it has {len(cells)} cells where the header names {len(names)} columns."
        if self._has_nul and "\0" in "".join(cells):
            problem = "it has a NUL character: the file is damaged there."
        return Row(number, cells[self._index], dict(zip(names, cells, strict=False)), line, problem)

    def _refuse_cut(self, line: int, cells: list[str], broken: str, inner: list[str] | None) -> None:
        """Refuse a record that may go on below its last line, so that what is read there may begin in its middle."""
        if broken == CUT_QUOTE:
            raise UnclosedQuoteError(line, "its line")
        if cells and len(cells) < len(self._names) and is_escaping(cells[-1]):
            raise InputError(
                f"{self._where}, line {line + len(inner or ())} ends with a backslash in the middle of a row, which may go "
                "on below: write the table without escapes, with quotes around such cells."
            )

    def _refuse_swallowed(
        self, begins: int, number: int, lines: Iterable[tuple[int, str]], layout: Layout
    ) -> None:
        """Refuse a record in whose quotes there are rows: their quote was never closed, and they would be lost.

        Raises:
            InputError: If a line inside the record is a row by itself, with a number in its column.

        """
        for line, text in lines:
            cells = _cells(text, layout)
            if len(cells) != len(self._names) or '"' in "".join(cells) or not is_number(cells[self._index]):
                continue
            raise InputError(
                f"{self._where} has a quote that is opened on line {begins} (row {number}) and not closed before "
                f"line {line}, which is a row by itself: close it, or remove it."
            )


def _inside(line: int, cells: list[str]) -> Iterator[tuple[int, str]]:
    """Give the lines inside a record's quotes, but the first of each cell, with their numbers."""
    for cell in cells:
        for text in _LINE_END.split(cell)[1:]:
            line += 1
            yield line, text


def _cells(text: str, layout: Layout) -> list[str]:
    """Return the cells of one line; none if its quotes are out of place."""
    try:
        return next(read_records([text], layout.delimiter, spaced=layout.spaced))[1]
    except UnclosedQuoteError:
        return []


def _line_ends(text: str) -> int:
    """Return the number of line ends, of whichever of the two kinds the text has."""
    return text.count("\n") or text.count("\r")
