"""Records of a CSV text, each with its line: cells of any size, and quotes that are out of place. Pure.

The standard library's reader does the work. It refuses cells above a limit that is one for the whole process; such a
record is read again here. What bounds a record is its own size, so that a quote that is never closed is found soon.
"""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

__all__ = ["Record", "UnclosedQuoteError", "read_records"]

MOST_LINES: Final = 10_000
"""Lines of the longest record."""
LARGEST_RECORD: Final = 16 << 20
"""Characters of the largest record of more than one line."""

_UNCLOSED: Final = "unexpected end of data"
_TOO_LARGE: Final = "field larger than field limit"
_CHECK_FROM: Final = 256


Record: TypeAlias = tuple[int, list[str], bool, list[str] | None]
"""One record: the line that it begins on, from 1 on; its cells, none for a blank line; whether its quotes are out of
place, so that its cells are not known; its lines but the first, if it has several."""


class UnclosedQuoteError(Exception):
    """A quote that is opened in a record and not closed; the arguments are the record's line and how far was read."""

    def __init__(self, line: int, limit: str) -> None:
        """Keep the line that the record begins on, and the limit that was reached, empty at the end of the text."""
        super().__init__(line, limit)
        self.line = line
        self.limit = limit


def read_records(lines: Iterable[str], delimiter: str, before: int = 0) -> Generator[Record]:
    """Give the records of lines that keep their line ends.

    Args:
        lines: The lines.
        delimiter: The character between cells.
        before: How many lines came before these.

    Raises:
        UnclosedQuoteError: If a quote is not closed within the largest record or the text.

    """
    held: list[str] = []
    source = _held(lines, held)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    line = before + 1
    while True:
        broken = False
        try:
            cells = next(reader, None)
        except _TooLongError as error:
            raise UnclosedQuoteError(line, str(error)) from None
        except csv.Error as error:
            cells, broken = _again(str(error), held, source, delimiter, line)
        if cells is None:
            return
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


def _again(
    error: str, held: list[str], source: Iterator[str], delimiter: str, line: int
) -> tuple[list[str], bool]:
    """Return the cells of a record that the reader refused, and whether it is broken."""
    if _UNCLOSED in error:
        raise UnclosedQuoteError(line, "")
    if _TOO_LARGE not in error:
        return [], True
    known = list(held)
    try:
        return _split(chain(known, source), delimiter), False
    except _TooLongError as too_long:
        raise UnclosedQuoteError(line, str(too_long)) from None
    except StopIteration:
        raise UnclosedQuoteError(line, "") from None
    except csv.Error:
        return [], True


def _split(lines: Iterator[str], delimiter: str) -> list[str]:
    """Return the cells of one record by the rules of the reader, without its limit."""
    cells: list[str] = []
    text, place = next(lines), 0
    while True:
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
