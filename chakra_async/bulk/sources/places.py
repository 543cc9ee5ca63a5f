"""Places in a sheet as a workbook writes them: the letters of columns, and ranges such as `B2:D9`. Pure functions."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "Range", "column_of", "letters_of", "range_of"]

MOST_COLUMNS: Final = 16_384
MOST_ROWS: Final = 1 << 20

Range: TypeAlias = tuple[int, int, int, int]
"""The first and the last row of a range, from 1 on, and its first and last column, from 0 on."""

_LETTERS: Final = 26
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", re.ASCII)


def column_of(letters: str) -> int | None:
    """Return the number of a column, from 0 on, or None for what is not the letters of one.

    Example:
        >>> column_of("A"), column_of("AA"), column_of("a")
        (0, 26, None)

    """
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or number > MOST_COLUMNS:
            return None
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def letters_of(column: int) -> str:
    """Return the letters of a column, from 0 on, as in the place of a cell.

    Example:
        >>> letters_of(0), letters_of(26)
        ('A', 'AA')

    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def range_of(text: str) -> Range | None:
    """Return a range or a single cell, or None for what is not one.

    Example:
        >>> range_of("B2:D9"), range_of("C3"), range_of("D9:B2")
        ((2, 9, 1, 3), (3, 3, 2, 2), None)

    """
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    first, last = column_of(found[1]), column_of(found[3] or found[1])
    top, bottom = int(found[2]), int(found[4] or found[2])
    if first is None or last is None or not first <= last < MOST_COLUMNS:
        return None
    return (top, bottom, first, last) if 1 <= top <= bottom <= MOST_ROWS else None
