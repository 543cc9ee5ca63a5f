"""Reports as tables: all rows, numbers masked, no cell a formula, bounded memory, and errors that say what to do."""

from __future__ import annotations

import csv
import os
import stat
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import polars as pl
import pytest

from chakra_async import SettingsError
from chakra_async.bulk import JournalError, Report, RowState
from chakra_async.display import frames, saving
from chakra_async.display.saving import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://x","y")',
    "\uff1d1",
    "http://example.com",
]


def test_a_csv_file_has_every_row(report: Report, tmp_path: Path) -> None:
    assert report.save(tmp_path / "run.csv") == tmp_path / "run.csv"
    with (tmp_path / "run.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["state"] for row in rows] == [
        *("done", "done", "refused", "refused", "unknown", "invalid", "duplicate", "pending")
    ]
    assert rows[0]["number"] == "91********33"
    assert rows[0]["was_created"] == "true"
    assert rows[6]["number"] == "91********33"
    at = datetime.fromisoformat(rows[0]["at"])
    assert at.utcoffset() is not None
    assert rows[5]["at"] == ""


def test_a_workbook_has_a_summary_and_every_row(report: Report, tmp_path: Path) -> None:
    report.save(tmp_path / "run.xlsx", show_numbers=True)
    book = openpyxl.load_workbook(tmp_path / "run.xlsx")
    assert book.sheetnames == ["Summary", "Rows"]
    rows = list(book["Rows"].iter_rows(values_only=True))
    assert rows[0][:11] == (*COLUMNS[:10], "at (UTC)")
    assert [row[3] for row in rows[1:]][:3] == ["done", "done", "refused"]
    assert rows[1][2] == "919901258433"
    assert isinstance(rows[1][10], datetime)
    assert book["Summary"]["B1"].value.startswith("2 of 8 rows are done")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_or_a_link(report_of: Callable[..., Report], tmp_path: Path, text: str) -> None:
    report = report_of([(RowState.REFUSED, text, text, text)])
    report.save(tmp_path / "run.xlsx", show_numbers=True)
    book = openpyxl.load_workbook(tmp_path / "run.xlsx")
    cells = [cell for row in book["Rows"].iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert all(
        cell.data_type in ("s", "n", "d", "b", "inlineStr") and cell.hyperlink is None for cell in cells
    )
    report.save(tmp_path / "run.csv", show_numbers=True)
    with (tmp_path / "run.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert not row["reason"].startswith(("=", "+", "-", "@", "\t", "\uff1d"))


def test_a_long_report_goes_on_in_another_sheet(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "_SHEET_ROWS", 3)
    report.save(tmp_path / "run.xlsx")
    book = openpyxl.load_workbook(tmp_path / "run.xlsx")
    assert book.sheetnames == ["Summary", "Rows", "Rows 2", "Rows 3"]
    assert [book[name].max_row for name in book.sheetnames[1:]] == [4, 4, 3]


def test_a_frame_has_aware_datetimes_and_masked_numbers(report: Report) -> None:
    for library, frame in (("polars", report.to_frame("polars")), ("pandas", report.to_frame("pandas"))):
        assert list(frame.columns) == list(COLUMNS)
        assert frame["number"][0] == "91********33"
        assert frame["at"][0].utcoffset() == UTC.utcoffset(None)
        assert len(frame) == 8, library
    assert report.to_frame("polars", show_numbers=True)["number"][0] == "919901258433"
    assert report.to_frame("polars").schema["at"] == pl.Datetime("us", "UTC")
    assert str(report.to_frame("pandas")["at"].dtype) == "datetime64[us, UTC]"


def test_a_frame_is_of_the_library_that_is_there(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", pd)
    monkeypatch.delitem(sys.modules, "polars")
    assert isinstance(report.to_frame(), pd.DataFrame)
    monkeypatch.setitem(sys.modules, "polars", pl)
    assert isinstance(report.to_frame(), pl.DataFrame)
    monkeypatch.setattr(frames, "find_spec", lambda name: None if name == "polars" else object())
    assert isinstance(report.to_frame(), pd.DataFrame)
    monkeypatch.setattr(frames, "find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"chakra-async\[notebook\]"):
        report.to_frame()
    with pytest.raises(SettingsError, match="polars"):
        report.to_frame("arrow")  # type: ignore[arg-type]


def test_a_file_that_was_there_is_replaced_and_numbers_are_for_the_owner_alone(
    report: Report, tmp_path: Path
) -> None:
    path = tmp_path / "run.csv"
    path.write_text("old", encoding="utf-8")
    report.save(path, show_numbers=True)
    assert "old" not in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    report.save(path)
    assert stat.S_IMODE(path.stat().st_mode) & 0o044 == 0o044 & ~os.umask(os.umask(0o022))
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("run.pdf", ".html"),
        ("run", ".html"),
        ("no/run.html", "does not exist"),
        ("there.html", "is a directory"),
        (f"{'x' * 300}.html", "too long"),
    ],
)
def test_a_path_that_cannot_be_written_is_named(
    report: Report, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "there.html").mkdir()
    with pytest.raises(SettingsError, match=words):
        report.save(tmp_path / name)


def test_a_time_that_is_not_a_date_is_left_out(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = next(iter(report.problems(RowState.DONE)))
    row.delivery_at = 1_767_225_600_000_000_000  # nanoseconds
    monkeypatch.setattr(saving, "read_rows", lambda *_: iter([row]))
    for name in ("run.csv", "run.xlsx"):
        report.save(tmp_path / name)
    (saved,) = csv.DictReader((tmp_path / "run.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (saved["state"], saved["delivery_at"]) == ("done", "")
    assert report.to_frame("pandas")["delivery_at"].isna().all()


def test_a_failure_leaves_what_was_there(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    path.write_text("old", encoding="utf-8")
    report.journal.unlink()
    with pytest.raises(JournalError, match="does not exist"):
        report.save(path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["run.csv"]


def test_without_xlsxwriter_the_extra_is_named(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing: Any = None
    monkeypatch.setitem(sys.modules, "xlsxwriter", missing)
    with pytest.raises(SettingsError, match=r"chakra-async\[bulk\]"):
        report.save(tmp_path / "run.xlsx")
