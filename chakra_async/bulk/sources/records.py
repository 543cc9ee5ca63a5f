"""Records of a CSV text, each with its line: cells of any size, and quotes that are out of place. Pure.

The standard library's reader does the work. It refuses cells above a limit that is one for the whole process; such a
record is read again here. What bounds a record is its own size, so that a quote that is never closed is found soon.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

__all__ = ["CUT_QUOTE", "ESCAPED_DELIMITER", "Record", "UnclosedQuoteError", "is_escaping", "read_records"]

MISPLACED_QUOTES: Final = "its quotes are out of place"
CUT_QUOTE: Final = "a quote is opened behind a blank and not closed within its line"
"""The record goes on below, so that what is read there begins in the middle of it."""
ESCAPED_DELIMITER: Final = "a backslash is right before a delimiter that may be part of its cell,"

MOST_LINES: Final = 10_000
"""Lines of the longest record."""
LARGEST_RECORD: Final = 16 << 20
"""Characters of the largest record of more than one line."""

_UNCLOSED: Final = "unexpected end of data"
_TOO_LARGE: Final = "field larger than field limit"
_CHECK_FROM: Final = 256


Record: TypeAlias = tuple[int, list[str], str, list[str] | None]
"""One record: the line that it begins on, from 1 on; its cells, none for a blank line; why its cells are not certain,
such as quotes that are out of place, or nothing; its lines but the first, if it has several."""


class UnclosedQuoteError(Exception):
    """A quote that is opened in a record and not closed; the arguments are the record's line and how far was read."""

    def __init__(self, line: int, limit: str) -> None:
        """Keep the line that the record begins on, and the limit that was reached, empty at the end of the text."""
        super().__init__(line, limit)
        self.line = line
        self.limit = limit


def read_records(
    lines: Iterable[str], delimiter: str, before: int = 0, *, spaced: bool = False
) -> Generator[Record]:
    """Give the records of lines that keep their line ends.

    Args:
        lines: The lines.
        delimiter: The character between cells.
        before: How many lines came before these.
        spaced: A blank behind a delimiter is not part of the cell, so that a quote may follow it.

    Raises:
        UnclosedQuoteError: If a quote is not closed within the largest record or the text.

    """
    held: list[str] = []
    source = _held(lines, held)
    reader = csv.reader(source, delimiter=delimiter, skipinitialspace=spaced, strict=True)
    find_doubt = _doubts(delimiter).search
    tab_and_quote = '\t"' if delimiter != "\t" else ' "'
    line = before + 1
    while True:
        broken = ""
        try:
            cells = next(reader, None)
        except _TooLongError as error:
            raise UnclosedQuoteError(line, str(error)) from None
        except csv.Error as error:
            cells, broken = _again(str(error), held, source, delimiter, line, spaced=spaced)
        if cells is None:
            return
        text = held[0] if len(held) == 1 else "".join(held)
        # most texts are passed over without a search by an expression
        quoted = '"' in text and (' "' in text or tab_and_quote in text or not text.isascii())
        if (quoted or "\\" in text) and not broken and find_doubt(text):
            broken = _doubt(text, delimiter, spaced=spaced)
        if len(held) == 1:
            yield line, cells, broken, None
            line += 1
        else:
            yield line, cells, broken, held[1:]
            line += len(held)
        held.clear()


class _TooLongError(Exception):
    """The record is longer than any may be."""


def _held(lines: Iterable[str], held: list[str]) -> Generator[str]:
    """Give the lines, and hold those of the present record."""
    for line in lines:
        held.append(line)
        if len(held) >= _CHECK_FROM and len(held) % _CHECK_FROM == 0:
            _check(held)
        yield line


def _check(held: list[str]) -> None:
    if len(held) > MOST_LINES:
        raise _TooLongError(f"{MOST_LINES} lines")
    if len(held) > 1 and sum(map(len, held)) > LARGEST_RECORD:
        raise _TooLongError(f"{LARGEST_RECORD >> 20} MiB")


def is_escaping(cell: str) -> bool:
    """Return whether a cell ends in a backslash that would escape what follows, rather than in escaped ones."""
    return cell.endswith("\\") and (len(cell) - len(cell.rstrip("\\"))) % 2 == 1


@cache
def _doubts(delimiter: str) -> re.Pattern[str]:
    """Return what a record must have for `_doubt`: a quote behind a blank, or a backslash before a delimiter."""
    mark = re.escape(delimiter)
    return re.compile(rf'[^\S\r\n{mark}]"|\\{mark}')


def _doubt(text: str, delimiter: str, *, spaced: bool) -> str:
    """Return why a record that the reader took is in doubt, or nothing."""
    place = 0
    while True:
        if spaced:
            while text.startswith(" ", place):
                place += 1
        if text.startswith('"', place):
            place = text.find('"', place + 1)
            while text.startswith('""', place):
                place = text.find('"', place + 2)
            end = text.find(delimiter, place)
        else:
            end = text.find(delimiter, place)
            cell = text[place:] if end < 0 else text[place:end]
            if cell.lstrip().startswith('"'):
                return CUT_QUOTE if text.count('"', place) % 2 else MISPLACED_QUOTES
            if end >= 0 and is_escaping(cell):
                return ESCAPED_DELIMITER
        if end < 0:
            return ""
        place = end + 1


def _again(
    error: str, held: list[str], source: Iterator[str], delimiter: str, line: int, *, spaced: bool
) -> tuple[list[str], str]:
    """Return the cells of a record that the reader refused, and why it is broken, or nothing."""
    if _UNCLOSED in error:
        raise UnclosedQuoteError(line, "")
    if _TOO_LARGE not in error:
        return [], MISPLACED_QUOTES
    known = list(held)
    try:
        return _split(chain(known, source), delimiter, spaced=spaced), ""
    except _TooLongError as too_long:
        raise UnclosedQuoteError(line, str(too_long)) from None
    except StopIteration:
        raise UnclosedQuoteError(line, "") from None
    except csv.Error:
        return [], MISPLACED_QUOTES


def _split(lines: Iterator[str], delimiter: str, *, spaced: bool) -> list[str]:
    """Return the cells of one record by the rules of the reader, without its limit."""
    cells: list[str] = []
    text, place = next(lines), 0
    while True:
        if spaced:
            while text.startswith(" ", place):
                place += 1
        if text.startswith('"', place):
            cell, text, place = _quoted(text, place + 1, lines)
            cells.append(cell)
            if not text[place:].strip("\r\n"):
                return cells
            if not text.startswith(delimiter, place):
                raise csv.Error("a delimiter is expected after a quote")
            place += 1
            continue
        end = text.find(delimiter, place)
        if end < 0:
            cells.append(text[place:].rstrip("\r\n"))
            return cells
        cells.append(text[place:end])
        place = end + 1


def _quoted(text: str, place: int, lines: Iterator[str]) -> tuple[str, str, int]:
    """Return a quoted cell, the line in which it ends, and the place behind its quote."""
    parts: list[str] = []
    size = count = 0
    while True:
        end = text.find('"', place)
        if end < 0:
            parts.append(text[place:])
            size += len(text)
            count += 1
            if count > MOST_LINES:
                raise _TooLongError(f"{MOST_LINES} lines")
            if count > 1 and size > LARGEST_RECORD:
                raise _TooLongError(f"{LARGEST_RECORD >> 20} MiB")
            text, place = next(lines), 0
        elif text.startswith('""', end):
            parts.append(text[place : end + 1])
            place = end + 2
        else:
            parts.append(text[place:end])
            return "".join(parts), text, end + 1
