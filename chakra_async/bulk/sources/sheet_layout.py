"""What a sheet's XML says about its cells before and behind the rows: which columns are hidden, and which cells merged."""

from __future__ import annotations

from array import array
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.places import MOST_COLUMNS, range_of
from chakra_async.bulk.sources.xml_events import XmlError, make_parser, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chakra_async.bulk.sources.places import Range

__all__ = ["Covered", "SheetLayout", "Span", "read_layout"]

Span: TypeAlias = tuple[int, int]
"""The first and the last of several columns, from 0 on."""

_MOST_MERGED: Final = 1 << 20
_MOST_SPANS: Final = MOST_COLUMNS
_TALLEST: Final = 1 << 16
_COLUMN_BITS: Final = 14
_COLUMN: Final = (1 << _COLUMN_BITS) - 1
_TRUE: Final = frozenset({"1", "true", "on"})
_NO_WIDTH: Final = frozenset({"0", "0.0"})


class SheetLayout:
    """Which columns of a sheet are hidden, and which cells are covered by merged ones."""

    def __init__(self) -> None:
        """Begin with nothing hidden and nothing covered."""
        self._hidden: list[Span] = []
        self._covered = array("Q")
        self._sorted = True

    def hide(self, first: int, last: int) -> None:
        """Take in that columns are hidden."""
        if len(self._hidden) >= _MOST_SPANS:
            raise XmlError(f"it describes more than {_MOST_SPANS} columns")
        self._hidden.append((first, last))

    def is_hidden(self, column: int) -> bool:
        """Return whether a column, from 0 on, is hidden."""
        return any(first <= column <= last for first, last in self._hidden)

    def merge(self, cells: Range) -> None:
        """Take in that cells are merged: all but the first one are covered.

        Raises:
            InputError: There are more of them than any sheet has use for.

        """
        top, bottom, first, last = cells
        if last > first:
            self._cover(top, top, first + 1, last)
        if bottom > top:
            self._cover(top + 1, bottom, first, last)

    def _cover(self, top: int, bottom: int, first: int, last: int) -> None:
        """Keep covered cells in one number each, which needs 8 bytes and sorts by the row."""
        for begin in range(top, bottom + 1, _TALLEST):
            more = min(bottom - begin, _TALLEST - 1)
            self._covered.append((((begin - 1 << 16) + more << _COLUMN_BITS) + first << _COLUMN_BITS) + last)
        self._sorted = False
        if len(self._covered) > _MOST_MERGED:
            raise InputError(f"The sheet has more than {_MOST_MERGED} merged cells: unmerge them.")

    def covered(self) -> Covered:
        """Return the covered cells, to go through them row by row."""
        if not self._sorted:
            self._covered = array("Q", sorted(self._covered))
            self._sorted = True
        return Covered(self._covered)


class Covered:
    """The covered cells of one row after the other.

    Args:
        covered: The covered cells in their order.

    """

    def __init__(self, covered: array[int]) -> None:
        """Begin above the first row."""
        self._covered = covered
        self._place = 0
        self._next = self._row_of(0)
        self._active: list[tuple[int, int, int]] = []

    def spans(self, row: int) -> Sequence[Span]:
        """Return which columns are covered in a row, which is below the one of the last call."""
        if row < self._next and not self._active:
            return ()
        self._active = [each for each in self._active if each[0] >= row]
        while self._next <= row:
            number = self._covered[self._place]
            bottom = self._next + (number >> 2 * _COLUMN_BITS & _TALLEST - 1)
            if bottom >= row:
                self._active.append((bottom, number >> _COLUMN_BITS & _COLUMN, number & _COLUMN))
                if len(self._active) > _MOST_SPANS:
                    raise XmlError(f"row {row} has more merged cells than columns")
            self._place += 1
            self._next = self._row_of(self._place)
        return [(first, last) for _, first, last in self._active]

    def _row_of(self, place: int) -> int:
        return (self._covered[place] >> 2 * _COLUMN_BITS + 16) + 1 if place < len(self._covered) else _NEVER


_NEVER: Final = 1 << 60


def read_layout(stream: IO[bytes]) -> SheetLayout:
    """Return the layout of a sheet.

    Args:
        stream: The sheet's XML, with its rows or without them.

    Raises:
        XmlError: It cannot be read.

    """
    layout = SheetLayout()

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "mergeCell":
            text = attributes.get("ref", "")
            found = range_of(text)
            if found is None:
                raise XmlError(f"merged cells have the range {text[:20]!r}")
            layout.merge(found)
        elif local == "col" and (attributes.get("hidden") in _TRUE or attributes.get("width") in _NO_WIDTH):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if not (
                first.isdecimal() and last.isdecimal() and len(first + last) <= 2 * len(str(MOST_COLUMNS))
            ):
                raise XmlError(f"a column has the number {first[:20]!r}")
            layout.hide(int(first) - 1, int(last) - 1)

    for _ in parse(stream, make_parser(start)):
        pass
    return layout
