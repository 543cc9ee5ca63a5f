"""The layout of a table in text: where its header is, what separates its cells, which column identifies a row. Pure."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.columns import (
    choose_column,
    column_names,
    find_header,
    has_column,
    is_blank,
    widest_header,
)
from chakra_async.bulk.sources.delimiters import DELIMITERS, is_hint, parse_hint, sniff_delimiter
from chakra_async.bulk.sources.records import UnclosedQuoteError, read_records
from chakra_async.bulk.sources.tables import FIRST_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chakra_async.bulk.sources.records import Record

__all__ = ["Layout", "layout_of"]

_LONGEST_HEADER: Final = 1 << 20
_ADVICE: Final = ", or the header's line with header_row= (--header-row)"
_Row: TypeAlias = tuple[int, list[str]]
"""A row that is not blank: the line that it begins on, and its cells."""

_BLANK: Final = "\ufeff \t\r\n"


@attrs.frozen
class Layout:
    """The layout of a table.

    Attributes:
        above: Lines above the table, such as a delimiter hint.
        delimiter: The character between cells.
        line: The line that the header begins on, from 1 on.
        names: The columns.
        index: Which of them identifies a row.

    """

    above: int
    delimiter: str
    line: int
    names: tuple[str, ...]
    index: int


def layout_of(
    lines: Callable[[], Iterator[str]],
    where: str,
    *,
    column: str | int | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
) -> Layout:
    """Find the layout of a table.

    Args:
        lines: Gives the table's lines from the first on, with their line ends; called several times.
        where: What to call the table in an error.
        column: The column that identifies a row, by name or place; None for a phone number's.
        delimiter: The delimiter, where the caller knows it.
        header_row: The line of the header, from 1 on, where the caller knows it.

    Raises:
        InputError: If no row is surely the header, or the column is not in it.

    """
    above, delimiters = _delimiters(lines(), header_row)
    if delimiter is not None:
        delimiters = [delimiter]
    best: tuple[list[_Row], str] | None = None
    for candidate in delimiters:
        rows = _first_rows(lines(), above, candidate, header_row, where)
        cells = [row for _, row in rows]
        if header_row is not None:
            found = 0 if has_column(cells[0], column) else None
        else:
            found = find_header(cells, column)
        if found is not None:
            return _layout(above, candidate, rows[found], column, where)
        if best is None or _width(rows) > _width(best[0]):
            best = rows, candidate
    if best is None:  # there is always a delimiter to try
        raise InputError(f"{where} has no delimiter.")
    rows, candidate = best
    shown = rows[0 if header_row is not None else widest_header([row for _, row in rows])]
    _layout(above, candidate, shown, column, where)  # says what it lacks
    raise InputError(
        f"{where} has no certain header: line {shown[0]} has the column, but the rows above it may be data. "
        "Name the header's line with header_row= (--header-row)."
    )


def _layout(above: int, delimiter: str, row: _Row, column: str | int | None, where: str) -> Layout:
    line, cells = row
    place = where if line == 1 else f"{where}, line {line},"
    if "\0" in "".join(cells):
        raise InputError(
            f"{where} is not text: its header has NUL characters. Export the table as CSV UTF-8."
        )
    index = choose_column(cells, column, place, _ADVICE)
    return Layout(above, delimiter, line, tuple(column_names(cells)), index)


def _width(rows: list[_Row]) -> int:
    return max(len(cells) for _, cells in rows)


def _delimiters(lines: Iterator[str], header_row: int | None) -> tuple[int, list[str]]:
    """Return the number of lines above the table, and the delimiters that it may have, the most probable first."""
    first_lines = list(islice(lines, max(FIRST_ROWS, (header_row or 0) + 1)))
    filled = [index for index, line in enumerate(first_lines) if line.strip(_BLANK)]
    above = 0
    hinted: list[str] = []
    if filled and is_hint(first_lines[filled[0]]):
        above = filled[0] + 1
        hinted = parse_hint(first_lines[filled[0]])
        filled = filled[1:]
    header = first_lines[filled[0]] if filled else ""
    if header_row is not None and header_row <= len(first_lines):
        header = first_lines[header_row - 1]
    sample = "".join(first_lines[above:])
    used = [mark for mark in hinted if mark in header]
    others = sorted((mark for mark in DELIMITERS if mark in sample), key=sample.count, reverse=True)
    return above, list(dict.fromkeys([*used, sniff_delimiter(header), *hinted, *others]))


def _first_rows(
    lines: Iterator[str], above: int, delimiter: str, header_row: int | None, where: str
) -> list[_Row]:
    """Return the first rows that are not blank, from the named header on."""
    for _ in range(above):
        next(lines, None)
    rows: list[_Row] = []
    size = 0
    problem = "only blank lines; its first line must name the columns."
    if header_row is not None:
        problem = f"no row that begins on line {header_row} and names the columns."
    try:
        for line, cells, broken, _ in _from_line(read_records(lines, delimiter, above), header_row):
            if broken:
                problem = f"a header line that cannot be read: its quotes are out of place on line {line}."
                break
            rows.append((line, cells))
            size += sum(map(len, cells))
            if len(rows) == FIRST_ROWS or size > _LONGEST_HEADER:
                break
    except UnclosedQuoteError as error:
        problem = f"a header line that cannot be read: a quote is opened on line {error.line} and not closed."
    if len(rows) == 1 and size > _LONGEST_HEADER:
        raise InputError(f"{where} has a header of more than 1 MiB on line {rows[0][0]}.")
    if not rows:
        raise InputError(f"{where} has {problem}")
    return rows


def _from_line(records: Iterator[Record], header_row: int | None) -> Iterator[Record]:
    """Give the records that are not blank, from the one on which begins on a line; none if none does."""
    begun = header_row is None
    for record in records:
        line, cells, broken, _ = record
        begun = begun or line == header_row
        if begun and (broken or not is_blank(cells)):
            yield record
        elif begun and line == header_row:
            return
