"""The headings of a table's columns, and rows below them that are another header. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.columns import is_blank, plain_name

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BEGINS_A_NUMBER", "Headings"]

BEGINS_A_NUMBER: Final = frozenset("+0123456789")
"""First characters of most cells that identify a row, so that their rows need no look at their other cells."""

_LEAST: Final = 2


class Headings:
    """The headings of a table's columns.

    Args:
        cells: The cells of the header.
        index: Which of them is the column that identifies a row.

    """

    def __init__(self, cells: Sequence[str], index: int) -> None:
        """Take in where each heading is."""
        self._index = index
        self._places: dict[str, set[int]] = {}
        for place, cell in enumerate(cells):
            if not is_blank([cell]):
                self._places.setdefault(plain_name(cell), set()).add(place)
        self._seen = {each for cell in cells for each in (cell.strip().casefold(), plain_name(cell)) if each}

    def check(self, cells: Sequence[str], where: str, apart: str) -> None:
        """Refuse a row that is another header, below which the columns are others than those of the table's.

        Args:
            cells: The row.
            where: Its place, for the message.
            apart: What to do with the two tables.

        Raises:
            InputError: It is one.

        """
        if self._are_moved(cells):
            raise InputError(f"{where}, is another header, whose columns are in another order: {apart}.")

    def _are_moved(self, cells: Sequence[str]) -> bool:
        """Return whether a row is a header whose columns are in another order, as below a table that was appended.

        It is, if most of its cells, and at least two, are headings, and one of them has another place here, or something
        else is in the place of the column that identifies a row.
        """
        if self._seen.isdisjoint([cell.strip().casefold() for cell in cells]):
            return False
        filled = [(place, plain_name(cell)) for place, cell in enumerate(cells) if not is_blank([cell])]
        named = [(place, name) for place, name in filled if name in self._places]
        if len(named) < _LEAST or 2 * len(named) <= len(filled):
            return False
        return any(
            place not in self._places[name] if name in self._places else place == self._index
            for place, name in filled
        )
