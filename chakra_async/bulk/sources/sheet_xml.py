"""The rows of a sheet out of its XML, one after the other, and the strings of a workbook. What is read is not kept."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final, TypeAlias

import attrs

from chakra_async.bulk.sources.places import MOST_COLUMNS, column_of, range_of
from chakra_async.bulk.sources.xml_events import XmlError, make_parser, parse, unescape

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["VALUELESS", "Cell", "SheetRow", "read_sheet", "read_strings"]

VALUELESS: Final = "formula"
"""The kind of a cell whose value a formula gives, and which has none in the file."""

Cell: TypeAlias = tuple[int, str, str, str]
"""A cell that is not empty: its column from 0 on, its kind as the file has it, the number of its style, its raw value."""

_LARGEST_ROW: Final = 16 << 20
_LARGEST_STRING: Final = 1 << 20
_DEEPEST: Final = 100
_LONGEST_NUMBER: Final = 9


@attrs.define
class SheetRow:
    """A row of a sheet.

    Attributes:
        number: Its number, from 1 on.
        cells: Those that are not empty, from left to right.
        hidden: Whether it is not shown, because of a filter or by hand.

    """

    number: int
    cells: list[Cell]
    hidden: bool


def read_sheet(stream: IO[bytes], *, trust_formulas: bool = True) -> Generator[SheetRow]:
    """Give the rows of a sheet that have cells.

    Args:
        stream: The sheet's XML.
        trust_formulas: Whether the values of formulas are those that a spreadsheet program has computed.

    Raises:
        XmlError: It cannot be read.

    """
    sheet = _Sheet(trust_formulas=trust_formulas)
    parser = make_parser(sheet.start, sheet.end, sheet.text)
    for _ in parse(stream, parser):
        if sheet.rows:
            rows, sheet.rows = sheet.rows, []
            yield from rows


class _Sheet:
    """Takes the events of a sheet's XML, and keeps the rows that have ended."""

    def __init__(self, *, trust_formulas: bool) -> None:
        self.rows: list[SheetRow] = []
        self._trust_formulas = trust_formulas
        self._namespace = ""
        self._cell_name = self._value_name = self._row_name = self._text_name = self._phonetic_name = ""
        self._all_hidden = False
        self._columns: dict[str, int] = {}
        self._number = 0
        self._row_text = ""
        self._hidden = False
        self._cells: list[Cell] = []
        self._size = 0
        self._column = -1
        self._kind = self._style = ""
        self._value: str | None = None
        self._formula = False
        self._range = ""
        self._valueless: dict[int, int] = {}
        self._valueless_until = 0
        self._phonetic = False
        self._text: list[str] = []
        self._inside = False
        self._in_row = False
        self._depth = 0

    def text(self, text: str) -> None:
        """Take characters."""
        if self._inside:
            self._text.append(text)
            self._size += len(text)
            if self._size > _LARGEST_ROW:
                raise XmlError(f"row {self._number} is larger than {_LARGEST_ROW >> 20} MiB")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        if name == self._cell_name:
            self._start_cell(attributes)
        elif name == self._value_name:
            self._start_text()
        elif name == self._row_name:
            self._start_row(attributes)
        else:
            self._start_other(name, attributes)

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        if not self._cell_name:
            self._namespace, _, root = name.rpartition(" ")
            if root != "worksheet":
                raise XmlError(f"it is a {root}, not a sheet")
            before = f"{self._namespace} " if self._namespace else ""
            self._cell_name, self._value_name, self._row_name = f"{before}c", f"{before}v", f"{before}row"
            self._text_name, self._phonetic_name = f"{before}t", f"{before}rPh"
            return
        self._depth += 1
        if self._depth > _DEEPEST:
            raise XmlError("it is nested too deeply")
        namespace, _, local = name.rpartition(" ")
        if namespace != self._namespace:
            return
        if local == "f":
            self._formula = True
            if attributes.get("t") in _OF_RANGES:
                self._range = attributes.get("ref", "")
        elif local == "t":
            self._start_text()
        elif local == "rPh":
            self._phonetic = True
        elif local == "sheetFormatPr":
            self._all_hidden = attributes.get("zeroHeight", "0") in _TRUE

    def _start_text(self) -> None:
        if self._inside:
            raise XmlError(f"row {self._number} has a value in a value")
        self._inside = True
        self._text.clear()

    def _start_row(self, attributes: dict[str, str]) -> None:
        if self._in_row:
            raise XmlError(f"row {self._number} has a row in it")
        self._in_row = True
        text = attributes.get("r")
        number = self._number + 1 if text is None else _whole(text)
        if number <= self._number:
            raise XmlError(f"row {number} comes after row {self._number}")
        self._number, self._row_text = number, str(number)
        hidden = attributes.get("hidden")
        self._hidden = self._all_hidden if hidden is None else hidden in _TRUE
        self._hidden = self._hidden or attributes.get("ht") in _NO_HEIGHT
        self._column = -1
        self._cells = []
        self._size = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        column = self._column + 1
        if place is not None:
            letters = place.removesuffix(self._row_text)
            known = self._columns.get(letters)
            found = known if known is not None else self._columns.setdefault(letters, _column(letters))
            if found < column:
                raise XmlError(f"cell {place} is out of its order")
            column = found
        if column >= MOST_COLUMNS:
            raise XmlError(f"row {self._number} has more than {MOST_COLUMNS} columns")
        self._column = column
        self._kind = attributes.get("t", "")
        self._style = attributes.get("s", "")
        self._value = None
        self._formula = False
        self._range = ""

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == self._value_name:
            self._value = "".join(self._text)
            self._inside = False
        elif name == self._cell_name:
            self._end_cell()
        elif name == self._row_name:
            self._in_row = False
            if self._cells:
                if self._valueless:
                    self._add_valueless()
                self.rows.append(SheetRow(self._number, self._cells, self._hidden))
        else:
            self._depth -= 1
            if name == self._text_name:
                self._inside = False
                if not self._phonetic:
                    self._value = (self._value or "") + unescape("".join(self._text))
            elif name == self._phonetic_name:
                self._phonetic = False

    def _end_cell(self) -> None:
        value = self._value
        if self._formula and (
            not self._trust_formulas or (not value and self._kind != "str") or value is None
        ):
            self._cells.append((self._column, VALUELESS, "", ""))
            if self._range:
                self._keep_range(self._range)
        elif self._valueless and self._valueless.get(self._column, 0) >= self._number:
            self._cells.append((self._column, VALUELESS, "", ""))
        elif value:
            if self._kind == "str":
                value = unescape(value)
            self._cells.append((self._column, self._kind, self._style, value))

    def _keep_range(self, text: str) -> None:
        """Keep which cells the formula of the first one gives: what the file has in the others is a placeholder."""
        found = range_of(text)
        if found is None:
            raise XmlError(f"a formula has the range {text[:20]!r}")
        _, bottom, first, last = found
        if bottom == self._number and first == last:
            return
        for column in range(first, last + 1):
            self._valueless[column] = max(bottom, self._valueless.get(column, 0))
        self._valueless_until = max(bottom, self._valueless_until)

    def _add_valueless(self) -> None:
        """Add the cells of such ranges that the row leaves out."""
        if self._number > self._valueless_until:
            self._valueless.clear()
            return
        there = {cell[0] for cell in self._cells}
        left_out = [
            (column, VALUELESS, "", "")
            for column, bottom in self._valueless.items()
            if bottom >= self._number and column not in there
        ]
        if left_out:
            self._cells = sorted(self._cells + left_out)


_OF_RANGES: Final = frozenset({"array", "dataTable"})
_NO_HEIGHT: Final = frozenset({"0", "0.0"})
_TRUE: Final = frozenset({"1", "true", "on"})


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > _LONGEST_NUMBER:
        raise XmlError(f"a row has the number {text[:20]!r}")
    return int(text)


def _column(letters: str) -> int:
    column = column_of(letters)
    if column is None:
        raise XmlError(f"a cell has the place {letters!r}")
    return column


def read_strings(stream: IO[bytes]) -> Generator[str]:
    """Give the strings that a workbook's cells name by number; of rich text the text, without its readings.

    Raises:
        XmlError: They cannot be read.

    """
    strings = _Strings()
    for _ in parse(stream, make_parser(strings.start, strings.end, strings.text)):
        if strings.done:
            done, strings.done = strings.done, []
            yield from done


class _Strings:
    """Takes the events of the XML of strings, and keeps those that have ended."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._parts: list[str] = []
        self._text: list[str] = []
        self._inside = False
        self._phonetic = False
        self._size = 0
        self._depth = 0

    def text(self, text: str) -> None:
        """Take characters."""
        if self._inside:
            self._text.append(text)
            self._size += len(text)
            if self._size > _LARGEST_STRING:
                raise XmlError(f"a string is larger than {_LARGEST_STRING >> 20} MiB")

    def start(self, name: str, _: dict[str, str]) -> None:
        """Take the start of an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise XmlError("its strings are nested too deeply")
        local = name.rpartition(" ")[2]
        if local == "si":
            self._parts.clear()
            self._size = 0
        elif local == "t":
            self._inside = not self._phonetic
            self._text.clear()
        elif local == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        self._depth -= 1
        local = name.rpartition(" ")[2]
        if local == "t":
            if self._inside:
                self._parts.append("".join(self._text))
            self._inside = False
        elif local == "si":
            self.done.append(unescape("".join(self._parts)))
        elif local == "rPh":
            self._phonetic = False
