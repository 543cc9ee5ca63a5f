"""Rows of a sheet of an Excel workbook: which sheet, where its header is, and its cells as the text that people see.

A row that is hidden, as by a filter, is an invalid row, and so is one with a formula whose value is not in the file: what
people do not see is not sent. For the same reason cells that merged ones cover are empty, and a hidden column is the phone
number's only where it is named. The sheet is read as a stream; nothing of it is held but a row.
"""

from __future__ import annotations

import zipfile
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from chakra_async._phone.spelling import ROUNDED_DIGITS
from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import Row
from chakra_async.bulk.sources.archives import reading
from chakra_async.bulk.sources.columns import (
    choose_column,
    column_names,
    find_header,
    has_column,
    is_blank,
    widest_header,
    without_formula,
)
from chakra_async.bulk.sources.date_formats import iso_text
from chakra_async.bulk.sources.headings import BEGINS_A_NUMBER, Headings
from chakra_async.bulk.sources.number_formats import (
    exact,
    general,
    is_scientific,
    may_show_nothing,
    renderer,
    shows_date,
    text_renderer,
)
from chakra_async.bulk.sources.places import letters_of
from chakra_async.bulk.sources.shared_strings import StringStore
from chakra_async.bulk.sources.sheet_layout import SheetLayout
from chakra_async.bulk.sources.sheet_xml import VALUELESS, SheetRow
from chakra_async.bulk.sources.tables import FIRST_ROWS
from chakra_async.bulk.sources.xlsx import Workbook, names_of, sheet_named
from chakra_async.bulk.sources.xml_events import XmlError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from chakra_async.bulk.sources.contained import Content
    from chakra_async.bulk.sources.sheet_layout import Span
    from chakra_async.bulk.sources.sheet_xml import Cell
    from chakra_async.bulk.sources.tables import Options
    from chakra_async.bulk.sources.xlsx import Sheet

__all__ = ["WorkbookTable"]

_SAVE: Final = "open the workbook in a spreadsheet program and save it"
_Shown: TypeAlias = tuple[int, list[str]]
"""A row that is not blank: its number and the text of its cells."""


class WorkbookTable:
    """The table on a sheet.

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
        self._store = StringStore()
        self._sheet = ""
        self._header = 0
        self._names: list[str] = []
        self._index = 0
        self._layout = SheetLayout()
        self._headings = Headings([], 0)
        options.refuse(f"{content.where} is a workbook", "delimiter")

    def open(self, *, checked: bool) -> dict[str, str]:  # noqa: ARG002 - reading the rows is the check
        """Find the sheet and its header. See `Table`."""
        with self._open() as book:
            sheet, rows = self._choose(book)
            self._sheet = sheet.name
            number, cells = self._header_of(rows, self._place(sheet.name))
            self._header = number
            self._layout = book.layout(sheet)
            for first, last in self._layout.covered().spans(number):
                cells[first : last + 1] = [""] * len(cells[first : last + 1])
            self._names = column_names(cells)
            place = self._place(sheet.name) if number == 1 else f"{self._place(sheet.name)}, row {number},"
            self._index = choose_column(
                cells if self._options.column is not None else self._without_hidden(cells, place),
                self._options.column,
                place,
                ", or the header's row with header_row= (--header-row)",
            )
            self._headings = Headings(cells, self._index)
        return {
            "column": self._names[self._index] or str(self._index + 1),
            "sheet": self._sheet,
            "header_line": str(self._header),
        }

    def rows(self, after: int, line: int | None = None) -> Generator[Row]:
        """Give the rows that follow row number `after`. See `Table`."""
        number = 0
        with self._open() as book:
            cells = _Cells(book, self._store, exact_column=self._index)
            sheet = sheet_named(book.sheets, self._sheet, self._where)
            covered = self._layout.covered()
            with closing(cells), closing(book.rows(sheet, begin=line)) as found:
                for row in found:
                    if row.number == line:
                        number = after - 1
                    if row.number <= self._header or cells.is_blank(row):
                        continue
                    number += 1
                    if number > after:
                        spans = covered.spans(row.number)
                        yield (
                            self._row(number, row, cells)
                            if not spans
                            else self._merged(number, row, cells, spans)
                        )
                cells.finish()
        self.counted = number

    def _without_hidden(self, cells: list[str], place: str) -> list[str]:
        """Return the names of the columns, without those that are hidden and could be taken for the phone number's.

        Raises:
            InputError: All that could be taken are hidden.

        """
        found = [index for index, name in enumerate(cells) if has_column([name], None)]
        hidden = {index for index in found if self._layout.is_hidden(index)}
        if hidden and len(hidden) == len(found):
            named = ", ".join(f"{self._names[index]!r} (column {letters_of(index)})" for index in found)
            raise InputError(
                f"{place} has its column for the phone number hidden, {named}: show it to use it, or name the one to use "
                "with column= (--column)."
            )
        return ["" if index in hidden else name for index, name in enumerate(cells)]

    def _merged(self, number: int, row: SheetRow, shown: _Cells, spans: Sequence[Span]) -> Row:
        """Return a row some of whose cells are covered by merged ones, so that what is in them is not seen."""
        covered = [cell for cell in row.cells if any(first <= cell[0] <= last for first, last in spans)]
        uncovered = SheetRow(row.number, [cell for cell in row.cells if cell not in covered], row.hidden)
        made = self._row(number, uncovered, shown)
        identity = [cell for cell in covered if cell[0] == self._index]
        if not identity or row.hidden or shown.is_blank(SheetRow(row.number, identity, hidden=False)):
            return made
        return attrs.evolve(
            made,
            problem=f"cell {letters_of(self._index)}{row.number} of sheet {self._sheet!r} is merged with one above or to the "
            "left, so that what is in it is not shown: unmerge the cells, or empty it.",
        )

    def _row(self, number: int, row: SheetRow, shown: _Cells) -> Row:
        names = self._names
        cells = shown.text(row)
        problem = None
        if len(cells) <= self._index or cells[self._index][:1] not in BEGINS_A_NUMBER:
            place = f"{self._place(self._sheet)}, row {row.number}"
            self._headings.check(cells, place, "put the two tables on two sheets")
        missing = len(names) - len(cells)
        if missing > 0:
            cells += [""] * missing
        elif missing < 0 and not is_blank(cells[len(names) :]):
            beyond = letters_of(
                next(i for i in range(len(names), len(cells)) if not is_blank(cells[i : i + 1]))
            )
            problem = (
                f"it has {len(cells)} cells where the header names {len(names)} columns: "
                f"cell {beyond}{row.number} of sheet {self._sheet!r} is in none of them."
            )
        unfit = shown.unfit(row)
        if unfit is not None:
            problem = f"cell {letters_of(self._index)}{row.number} of sheet {self._sheet!r} {unfit}."
        without = next((cell for cell in row.cells if cell[1] == VALUELESS), None)
        if without is not None:
            problem = (
                f"cell {letters_of(without[0])}{row.number} of sheet {self._sheet!r} has a formula whose value is not in "
                f"the file: {_SAVE}."
            )
        if row.hidden:
            problem = (
                f"row {row.number} of sheet {self._sheet!r} is hidden, by a filter or by hand: show it to use it, or "
                "delete it."
            )
        return Row(number, cells[self._index], dict(zip(names, cells, strict=False)), row.number, problem)

    def _choose(self, book: Workbook) -> tuple[Sheet, list[_Shown]]:
        """Return the sheet to read and its first rows.

        Raises:
            InputError: It is not there, or several could be meant.

        """
        if not book.sheets:
            raise InputError(f"{self._where} has no sheets with cells.")
        if self._options.sheet is not None:
            sheet = sheet_named(book.sheets, self._options.sheet, self._where)
            return sheet, self._first_rows(book, sheet)
        visible = [sheet for sheet in book.sheets if sheet.visible]
        filled = [(sheet, rows) for sheet in visible if (rows := self._first_rows(book, sheet))]
        fitting = [(sheet, rows) for sheet, rows in filled if self._find(rows) is not None]
        with_rows = [(sheet, rows) for sheet, rows in fitting if (self._find(rows) or 0) + 1 < len(rows)]
        chosen = with_rows or fitting or filled
        if len(chosen) == 1:
            return chosen[0]
        shown = names_of([sheet for sheet, _ in chosen])
        if not chosen:
            hidden = "" if len(visible) == len(book.sheets) else f"; its sheets are {names_of(book.sheets)}"
            raise InputError(f"{self._where} is empty: it has no visible sheet with cells{hidden}.")
        if fitting:
            raise InputError(
                f"{self._where} has several sheets that may be meant, {shown}: name the one to read with sheet= (--sheet)."
            )
        column = (
            "named like phone, mobile or whatsapp"
            if self._options.column is None
            else repr(self._options.column)
        )
        raise InputError(
            f"{self._where} has no sheet with a column {column}; its sheets are {shown}: name the sheet with sheet= "
            "(--sheet), and the column with column= (--column)."
        )

    def _find(self, rows: list[_Shown]) -> int | None:
        cells = [row for _, row in rows]
        if self._options.header_row is None:
            return find_header(cells, self._options.column)
        return 0 if cells and has_column(cells[0], self._options.column) else None

    def _header_of(self, rows: list[_Shown], where: str) -> _Shown:
        """Return the header among the first rows.

        Raises:
            InputError: None is surely one.

        """
        if not rows:
            wanted = self._options.header_row
            what = (
                "is empty; its first row must name the columns"
                if wanted is None
                else f"has no row {wanted} with cells"
            )
            raise InputError(f"{where} {what}.")
        found = self._find(rows)
        if found is not None:
            return rows[found]
        shown = rows[0 if self._options.header_row is not None else widest_header([row for _, row in rows])]
        if has_column(shown[1], self._options.column) and shown is not rows[0]:
            raise InputError(
                f"{where} has no certain header: row {shown[0]} has the column, but the rows above it may be data. "
                "Name the header's row with header_row= (--header-row)."
            )
        return shown  # choosing its column says what it lacks

    def _first_rows(self, book: Workbook, sheet: Sheet) -> list[_Shown]:
        """Return the first rows that are not blank, from the named header on."""
        rows: list[_Shown] = []
        wanted = self._options.header_row
        cells = _Cells(book, self._store)
        with self._named(sheet.name), closing(cells), closing(book.rows(sheet)) as found:
            for row in found:
                if wanted is not None and row.number < wanted:
                    continue
                if wanted is not None and not rows and row.number > wanted:
                    break
                if not cells.is_blank(row):
                    rows.append((row.number, cells.text(row)))
                elif wanted == row.number:
                    break
                if len(rows) == FIRST_ROWS:
                    break
        return rows

    def _place(self, sheet: str) -> str:
        return f"{self._where}, sheet {sheet!r}"

    @contextmanager
    def _open(self) -> Generator[Workbook]:
        with (
            self._content.open_seekable() as file,
            reading(self._where),
            self._named(self._sheet),
            zipfile.ZipFile(file) as archive,
        ):
            yield Workbook(archive)

    @contextmanager
    def _named(self, sheet: str) -> Generator[None]:
        """Name the sheet where its content cannot be read."""
        try:
            yield
        except XmlError as error:
            of_sheet = f", sheet {sheet!r}," if sheet else ""
            raise InputError(
                f"{self._where}{of_sheet} is a damaged workbook ({error}): {_SAVE} again."
            ) from None


class _Cells:
    """Makes the text of cells, with the workbook's strings and formats."""

    def __init__(self, book: Workbook, store: StringStore, exact_column: int | None = None) -> None:
        self._store = store
        self._strings = book.strings()
        self._more = enumerate(self._strings)
        self._exact = exact_column
        self._formats = book.formats
        self._since_1904 = book.since_1904
        self._renderers: dict[str, Callable[[str], str]] = {"": general}
        self._of_text = {
            str(style): render
            for style, code in enumerate(book.formats)
            if (render := text_renderer(code)) is not None
        }
        self._scientific: set[str] = set()
        self._hiding: set[str] = set()

    def finish(self) -> None:
        """Read the workbook's strings to their end, for the next reading of its rows."""
        self._store.finish(self._more)

    def close(self) -> None:
        """Close the workbook's strings."""
        self._strings.close()

    def is_blank(self, row: SheetRow) -> bool:
        """Return whether a row has nothing in its cells."""
        return all(kind != VALUELESS and is_blank([self._value(kind, raw)]) for _, kind, _, raw in row.cells)

    def text(self, row: SheetRow) -> list[str]:
        """Return the text of a row's cells."""
        cells: list[str] = []
        for cell in row.cells:
            column = cell[0]
            if column > len(cells):
                cells += [""] * (column - len(cells))
            cells.append(self._text(cell))
        return cells

    def _text(self, cell: Cell) -> str:
        column, kind, style, raw = cell
        if kind in _NUMBER:
            shown = (self._renderers.get(style) or self._renderer(style))(raw)
            return exact(raw, shown) if column == self._exact else shown
        if style in self._of_text and kind in _TEXT:
            return self._of_text[style](self._text((column, kind, "", raw)))
        if kind == "s":
            text = self._string(raw)
            return without_formula(text) if '="' in text else text
        if kind == "b":
            return "FALSE" if raw in {"0", "false"} else "TRUE"
        return iso_text(raw) if kind == "d" else without_formula(raw)

    def unfit(self, row: SheetRow) -> str | None:
        """Return why what identifies a row is not what was typed, or not what people see, or None."""
        cell = next((cell for cell in row.cells if cell[0] == self._exact), None)
        if cell is None:
            return None
        return self._unfit_number(cell) if cell[1] in _NUMBER else self._unfit_text(cell)

    def _unfit_text(self, cell: Cell) -> str | None:
        column, kind, style, raw = cell
        if style not in self._of_text or kind not in _TEXT:
            return None
        digits = "".join(filter(str.isdigit, self._text((column, kind, "", raw))))
        shown = self._text(cell)
        if shown.strip() and "".join(filter(str.isdigit, shown)).endswith(digits):
            return None
        return f"has text that its format hides or changes: {_RETYPE}"

    def _unfit_number(self, cell: Cell) -> str | None:
        _, _, style, raw = cell
        if raw.isdigit() and _LONGEST_DATE < len(raw) <= _SAFE and not raw.endswith(_ZEROS):
            return _HIDDEN if style in self._hiding and not self._renderers[style](raw).strip() else None
        plain = general(raw)
        shown = (self._renderers.get(style) or self._renderer(style))(raw)
        if shows_date(shown):
            return f"is a date: {_RETYPE}"
        if not shown.strip():
            return _HIDDEN
        if plain.isdigit():
            rounded = plain.endswith(_ZEROS) and style in self._scientific
            lost = len(plain) > _SAFE and not plain[_SAFE:].strip("0")
            if len(plain) > _LONGEST_DATE and (rounded or lost):
                return f"has a number that may have been rounded, without its last digits: {_RETYPE}"
        elif plain.replace(".", "", 1).removeprefix("-").isdigit() and "." in plain:
            return f"has a number with decimals: {_RETYPE}"
        return None

    def _value(self, kind: str, raw: str) -> str:
        return self._string(raw) if kind == "s" else raw

    def _string(self, raw: str) -> str:
        try:
            return self._store.get(int(raw), self._more)
        except (ValueError, IndexError):
            raise XmlError(f"a cell has the unknown string number {raw[:20]}") from None

    def _renderer(self, style: str) -> Callable[[str], str]:
        try:
            code = self._formats[int(style)]
        except (ValueError, IndexError):
            code = "General"
        if is_scientific(code):
            self._scientific.add(style)
        if may_show_nothing(code):
            self._hiding.add(style)
        made = self._renderers[style] = renderer(code, since_1904=self._since_1904)
        return made


_NUMBER: Final = frozenset({"", "n"})
_TEXT: Final = frozenset({"s", "str", "inlineStr", "b"})
"""The kinds of cells that a format's section of text shows."""
_ZEROS: Final = "0" * ROUNDED_DIGITS
_SAFE: Final = 15
"""Digits of a number that a workbook keeps."""
_LONGEST_DATE: Final = 7
"""Digits of the last day that a workbook knows."""
_RETYPE: Final = "format the column as text, and type or paste what identifies the row again"
_HIDDEN: Final = f"has a number that its format hides: {_RETYPE}"
