"""Reports as files and as data frames: `.html`, `.xlsx`, `.csv`, each written beside its place and then moved there.

Tables are streamed from the journal, row by row. In a table no cell of a customer's can be a formula: in a CSV file what a
spreadsheet program may take for one has an apostrophe in front, and in a workbook every text cell is of the text type.
"""

from __future__ import annotations

import csv
import hashlib
import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chakra_async._core.masking import mask_numbers
from chakra_async._core.text import printable
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.reader import describe, read_rows
from chakra_async.bulk.preparing import is_same_file
from chakra_async.bulk.rows import Result, RowState
from chakra_async.bulk.safe_cells import safe_cell
from chakra_async.display.advice import sentence
from chakra_async.display.figures import shown_key
from chakra_async.display.frames import frame, module_of
from chakra_async.display.page import page_of
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chakra_async.bulk.journal.location import Location
    from chakra_async.bulk.report import Report

__all__ = ["COLUMNS", "check_target", "frame_of", "save"]

COLUMNS: Final = (
    *(
        "row",
        "line",
        "number",
        "state",
        "outcome",
        "code",
        "error",
        "reason",
        "was_created",
        "attempts",
        "at",
    ),
    *("result_id", "delivery", "delivery_at", "failed_at", "failed_reason"),
)
"""The columns of a report's table: a row's place, its number, how it ended, when, in UTC, and what became of its message."""
_TIMES: Final = ("at", "delivery_at", "failed_at")
_SHEET_ROWS: Final = 1_048_575
"""Rows of a worksheet below its header."""
_LONGEST_CELL: Final = 32_767
_WIDTHS: Final = (8, 8, 18, 11, 11, 16, 20, 60, 12, 9, 20, 30, 11, 20, 20, 40)
_STATES: Final = tuple(RowState)


def check_target(path: str | os.PathLike[str], *needed: object) -> Path:
    """Check, before a run, that a report can be saved under a path.

    Args:
        path: The path.
        needed: What must not be replaced, such as the table and the journal; what is not a path is passed over.

    Raises:
        SettingsError: It ends in something else, its directory does not exist, or it is a file that is needed.

    """
    target = Path(path)
    if any(is_same_file(target, other) for other in needed):
        raise _replaces(target)
    if target.suffix.lower() not in _WRITERS:
        raise SettingsError(
            f"A report is saved as {', '.join(_WRITERS)}; {target.name!r} ends in none of them: give the path such an ending."
        )
    try:
        is_directory, has_parent = target.is_dir(), target.parent.is_dir()
    except OSError as error:  # a name that is too long
        raise SettingsError(f"The report cannot be written to {target}: {error.strerror or error}.") from None
    if is_directory:
        raise SettingsError(f"The report cannot be written: {target} is a directory.")
    if not has_parent:
        raise SettingsError(f"The report cannot be written: the directory {target.parent} does not exist.")
    if target.suffix.lower() == ".xlsx":
        _xlsxwriter()
    return target


def save(report: Report, path: str | os.PathLike[str], *, show_numbers: bool = False) -> Path:
    """Write a report to a file; see `Report.save`."""
    target = check_target(path, report.journal)
    if _is_table_of(report.journal, target):
        raise _replaces(target)
    write = _WRITERS[target.suffix.lower()]
    try:
        # What has numbers in full is for its owner alone, like the journal.
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-", suffix=target.suffix)
        os.close(handle)
        try:
            write(report, Path(name), show_numbers)
            if not show_numbers:
                os.chmod(name, 0o666 & ~_umask())  # noqa: PTH101 - a name of this function's own
            os.replace(name, target)  # noqa: PTH105 - as above
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise SettingsError(
            f"The report cannot be written to {target}: {error.strerror or error}. Choose another path."
        ) from error
    return target


def _replaces(target: Path) -> SettingsError:
    return SettingsError(
        f"The report would replace {target.name}, which the run reads or writes: choose another path for it."
    )


def _is_table_of(journal: Location, target: Path) -> bool:
    """Return whether a file is the table that a journal's run has read."""
    if not target.is_file():
        return False
    try:
        digest = describe(journal)[0].get("sha256")
        if digest is None:
            return False
        with target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except (JournalError, OSError):
        return False


def frame_of(report: Report, library: str | None = None, *, show_numbers: bool = False) -> Any:
    """Return the rows of a report as a data frame; see `Report.to_frame`."""
    module_of(library)  # a missing library is found before the journal is read
    columns: dict[str, list[object]] = {name: [] for name in COLUMNS}
    for result in read_rows(report.journal, _STATES):
        for name, value in zip(COLUMNS, _values(result, show_numbers=show_numbers), strict=True):
            columns[name].append(value)
    return frame(columns, library, times=_TIMES)


def _values(result: Result, *, show_numbers: bool) -> tuple[object, ...]:
    return (
        result.number if result.number > 0 else None,
        result.line,
        shown_key(result, show_numbers=show_numbers) or None,
        result.state.value,
        None if result.outcome is None else result.outcome.value,
        result.code,
        result.error_class,
        result.reason,
        result.was_created,
        result.attempts,
        _moment(result.at),
        result.result_id if show_numbers or result.result_id is None else mask_numbers(result.result_id),
        result.delivery,
        _moment(result.delivery_at),
        _moment(result.failed_at),
        result.failed_reason,
    )


def _moment(milliseconds: int | None) -> datetime | None:
    if milliseconds is None:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):  # a delivery's, in another unit: it is not a date
        return None


def _cells(report: Report, *, show_numbers: bool) -> Iterator[tuple[object, ...]]:
    for result in read_rows(report.journal, _STATES):
        yield tuple(
            printable(value)[:_LONGEST_CELL] if isinstance(value, str) else value
            for value in _values(result, show_numbers=show_numbers)
        )


def _write_html(report: Report, path: Path, show_numbers: bool) -> None:  # noqa: FBT001 - one of the writers
    path.write_text(page_of(report, show_numbers=show_numbers), encoding="utf-8", errors="replace")


def _write_csv(report: Report, path: Path, show_numbers: bool) -> None:  # noqa: FBT001 - as above
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for cells in _cells(report, show_numbers=show_numbers):
            writer.writerow([_csv_cell(value) for value in cells])


def _csv_cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return safe_cell(value) if isinstance(value, str) else value


def _write_xlsx(report: Report, path: Path, show_numbers: bool) -> None:  # noqa: FBT001 - as above
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    book = _xlsxwriter().Workbook(str(path), options)
    try:
        _Workbook(book).write(report, show_numbers=show_numbers)
    finally:
        book.close()


def _xlsxwriter() -> Any:
    try:
        return import_module("xlsxwriter")
    except ImportError:
        raise SettingsError(
            "Saving a report as .xlsx needs XlsxWriter: install chakra-async[bulk], or save it as .csv."
        ) from None


class _Workbook:
    """A workbook of a summary and of as many sheets of rows as are needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._time = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def write(self, report: Report, *, show_numbers: bool) -> None:
        self._summary(report)
        sheet, line, sheets = self._sheet(1), 0, 1
        for cells in _cells(report, show_numbers=show_numbers):
            if line == _SHEET_ROWS:
                sheets += 1
                sheet, line = self._sheet(sheets), 0
            line += 1
            for column, value in enumerate(cells):
                self._cell(sheet, line, column, value)

    def _summary(self, report: Report) -> None:
        sheet = self._book.add_worksheet("Summary")
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        facts: dict[str, object] = {
            "what happened": sentence(report),
            **{key: value for key, value in report.to_dict().items() if not isinstance(value, dict | list)},
            "countries": ", ".join(f"{name} {rows}" for name, rows in report.countries.items()),
        }
        for line, (name, value) in enumerate(facts.items()):
            sheet.write_string(line, 0, name.replace("_", " "), self._bold)
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(line, 1, value)
            elif value is not None:
                sheet.write_string(line, 1, printable(str(value))[:_LONGEST_CELL], self._wrapped)

    def _sheet(self, number: int) -> Any:
        sheet = self._book.add_worksheet("Rows" if number == 1 else f"Rows {number}")
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, f"{name} (UTC)" if name in _TIMES else name, self._bold)
        return sheet

    def _cell(self, sheet: Any, line: int, column: int, value: object) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(line, column, value)
        elif isinstance(value, int):
            sheet.write_number(line, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(line, column, value.replace(tzinfo=None), self._time)
        else:
            sheet.write_string(line, column, str(value))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_WRITERS: Final[dict[str, Callable[[Report, Path, bool], None]]] = {
    ".html": _write_html,
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
}
