"""The layout of a table in text: where its header is, what separates its cells, which column identifies a row. Pure."""

from __future__ import annotations

from collections import Counter
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
    is_data,
    widest_header,
)
from chakra_async.bulk.sources.delimiters import DELIMITERS, is_hint, parse_hint, sniff_delimiter
from chakra_async.bulk.sources.headings import Headings
from chakra_async.bulk.sources.records import UnclosedQuoteError, is_escaping, read_records
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
        spaced: The rule is a blank behind each delimiter, which is not part of the cell.
        headings: The columns as they are named in the header.
        width: Cells of a row as rows generally are, with those of delimiters at the end that the header does not have.

    """

    above: int
    delimiter: str
    line: int
    names: tuple[str, ...]
    index: int
    spaced: bool
    headings: Headings
    width: int

    def is_shifted(self, cells: list[str]) -> bool:
        """Return whether a row with more cells than names may be shifted to the right, though the surplus is blank.

        It is not, where rows generally have this surplus, where it is so long that no cell of the row could have been moved
        to where it begins, or where the row's column is the last one, which would then be empty.
        """
        surplus = len(cells) - self.width
        return surplus != 0 and surplus < len(self.names) and self.index + 1 < len(self.names)

    def is_whole(self, cells: list[str]) -> bool:
        """Return whether a row with backslashes before delimiters has a cell for each name, and none that seems moved.

        A program that escapes delimiters writes all cells, so that the row would have more of them.
        """
        if len(cells) != len(self.names):
            return False
        escaping = [place for place, cell in enumerate(cells[:-1]) if is_escaping(cell)]
        moved = cells[self.index + 1 : self.index + 1 + len(escaping)]
        return not any(map(is_data, moved)) and not any(cells[place + 1][:1].isspace() for place in escaping)


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
        spaced = _is_spaced(islice(lines(), max(above, (header_row or 1) - 1), None), candidate)
        rows = _first_rows(lines(), above, candidate, header_row, where, spaced=spaced)
        cells = [row for _, row in rows]
        if header_row is not None:
            found = 0 if has_column(cells[0], column) else None
        else:
            found = find_header(cells, column)
        if found is not None:
            return _layout(above, candidate, rows[found:], column, where, spaced=spaced)
        if best is None or _width(rows) > _width(best[0]):
            best = rows, candidate
    if best is None:  # there is always a delimiter to try
        raise InputError(f"{where} has no delimiter.")
    rows, candidate = best
    shown = rows[0 if header_row is not None else widest_header([row for _, row in rows])]
    _layout(above, candidate, [shown], column, where)  # says what it lacks
    raise InputError(
        f"{where} has no certain header: line {shown[0]} has the column, but the rows above it may be data. "
        "Name the header's line with header_row= (--header-row)."
    )


def _layout(
    above: int,
    delimiter: str,
    rows: list[_Row],
    column: str | int | None,
    where: str,
    *,
    spaced: bool = False,
) -> Layout:
    """Return the layout of a table whose first rows, from the header on, are known."""
    line, cells = rows[0]
    place = where if line == 1 else f"{where}, line {line},"
    if "\0" in "".join(cells):
        raise InputError(
            f"{where} is not text: its header has NUL characters. Export the table as CSV UTF-8."
        )
    index = choose_column(cells, column, place, _ADVICE)
    width = _usual_width(len(cells), index, [row for _, row in rows[1:]])
    names = tuple(column_names(cells))
    return Layout(above, delimiter, line, names, index, spaced, Headings(cells, index), width)


def _usual_width(names: int, index: int, rows: list[list[str]]) -> int:
    """Return how many cells rows generally have; that of the names, unless most have the same blank surplus.

    A row says nothing that may be shifted: with another number to which its column would have been moved, or with a blank
    behind some of its delimiters, as in prose.
    """
    widths = Counter(
        len(cells)
        for cells in rows
        if len(cells) > names
        and is_blank(cells[names:])
        and not any(map(is_data, cells[index + 1 : index + 1 + len(cells) - names]))
        and len({cell[0].isspace() for cell in cells[1:] if not is_blank([cell])}) < 2  # noqa: PLR2004
    )
    for width, count in widths.most_common(1):
        if 2 * count > len(rows):
            return width
    return names


def _is_spaced(lines: Iterator[str], delimiter: str) -> bool:
    """Return whether a blank is behind each delimiter of the first rows.

    The header may be without, where there are quotes behind the blanks of the others.
    """
    if delimiter.isspace():
        return False
    rules: list[bool] = []
    quoted = False
    for line in islice(lines, FIRST_ROWS):
        filled = [cell for cell in line[:_LONGEST_HEADER].split(delimiter)[1:] if not is_blank([cell])]
        if filled:
            rules.append(all(cell[0] == " " for cell in filled))
            quoted = quoted or any(cell.lstrip(" ")[0] == '"' for cell in filled)
    return bool(rules) and (all(rules) or (quoted and len(rules) > 1 and all(rules[1:])))


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
    lines: Iterator[str], above: int, delimiter: str, header_row: int | None, where: str, *, spaced: bool
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
        for line, cells, broken, _ in _from_line(
            read_records(lines, delimiter, above, spaced=spaced), header_row
        ):
            if broken:
                problem = f"a header line that cannot be read: {broken} on line {line}."
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
