"""A run that goes on with the same bytes passes over what was read, and finds the same rows behind it as if it had read all."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from chakra_async.bulk import Row, RowState, Run, action, read
from chakra_async.bulk.sources.files import FileSource
from chakra_async.bulk.sources.sheet_skip import skipped_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CSV = (
    'Titles above\r\n\r\nname,phone,note\r\nAnn,919901258433,"two\r\nlines"\r\n\r\n   ,,\r\n'
    '"Be ""n""",919901258434,\r\nCam,919901258435\r\nDan,91 990,"a, b\nc\rd"\r\n,,only\r\nEve,919901258436,x,too many\r\n'
    'Fay,="919901258437",\r\nGus,919901258438,bad"quote"\r\nHal,919901258439,end'
)


def workbook(path: Path, *, constant_memory: bool) -> Path:
    """Write a workbook with blank rows, gaps and text that looks like rows."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": constant_memory})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Leads of May"])
    sheet.write_row(2, 2, ["name", "phone"])
    for number in range(4, 60):
        if number % 7 == 0:
            continue
        if number % 5 == 0:
            sheet.write_row(number, 2, [" ", ""])
            continue
        sheet.write_row(number, 2, [f'<row r="{number + 3}"> r="{number + 2}"', f"91990125{number:04}"])
    book.close()
    return path


async def rows_behind(path: Path, after: int, line: int | None, **options: Any) -> list[Row]:
    source = read(path, **options)
    identity = await source.check(None)
    again = read(path, **options)
    await again.check(identity)
    assert isinstance(again, FileSource)
    if line is not None:
        again.pass_over(after, line)
    return [row async for batch in again.batches(after) for row in batch]


@pytest.mark.parametrize("kind", ["csv", "shared", "inline", "openpyxl"])
async def test_the_rows_behind_are_the_same(tmp_path: Path, kind: str) -> None:
    path = tmp_path / ("a.csv" if kind == "csv" else "a.xlsx")
    if kind == "csv":
        path.write_bytes(CSV.encode())
    elif kind == "openpyxl":
        book = Workbook()
        sheet: Any = book.active
        for row in (["phone", "x"], ["919901258433", 1], [], [None, None], ["919901258434", 2], ["+91", 3]):
            sheet.append(row)
        book.save(path)
    else:
        workbook(path, constant_memory=kind == "inline")
    options = {"header_row": 3} if kind in ("csv", "shared", "inline") else {}
    everything = await rows_behind(path, 0, None, **options)
    assert len(everything) >= 3
    for row in everything:
        assert row.line is not None
        found = await rows_behind(path, row.number, row.line, **options)
        assert found == everything[row.number :], row


def with_sheet(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Rewrite the sheet of a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, change(content) if "sheet1.xml" in name else content)


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b"<row r=", b"<row collapsed='0' r="),
        lambda xml: xml.replace(b"<sheetData>", b'<sheetData><!-- <row r="30"> -->'),
        lambda xml: xml.replace(b"<row ", b"<x:row ").replace(b"</row>", b"</x:row>").replace(b"sheetData", b"x:sheetData")
        .replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>").replace(b"<v>", b"<x:v>").replace(b"</v>", b"</x:v>")
        .replace(b"<worksheet xmlns=", b"<x:worksheet xmlns:x=").replace(b"</worksheet>", b"</x:worksheet>"),
        lambda xml: xml.replace(b'" r="', b'"\nr="').replace(b'<row r="', b'<row\nr="'),
        lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ],
)  # fmt: skip
async def test_a_sheet_in_another_form_of_xml_gives_the_same_rows(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    path = workbook(tmp_path / "a.xlsx", constant_memory=False)
    expected = await rows_behind(path, 0, None, header_row=3)
    with_sheet(path, change)
    for row in expected[::9]:
        assert await rows_behind(path, row.number, row.line, header_row=3) == expected[row.number :]


def test_a_row_that_is_not_named_is_not_found(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", constant_memory=False)
    with zipfile.ZipFile(path) as archive:
        for number, is_there in ((5, True), (8, False), (999, False)):
            with archive.open("xl/worksheets/sheet1.xml") as stream:
                assert (skipped_to(stream, number) is not None) is is_there


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_a_run_goes_on_behind_the_last_row_of_the_journal(
    nobody: Any, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"a.{kind}"
    if kind == "csv":
        path.write_text("phone\n" + "".join(f"91990125{n:04}\n\n" for n in range(1000)))
    else:
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["phone", *(f"91990125{n:04}" for n in range(1000))])
        book.close()
    sent: list[str] = []

    async def note(_: object, row: Row) -> None:
        sent.append(row.value)

    done = action(note, key=lambda row: row.value)
    for limit in (300, 1, 250, None, None):
        report = await Run(nobody, done, rows=read(path), journal=tmp_path / "j", limit=limit).finish()
    assert (report.done, report.rows, report.complete) == (1000, 1000, True)
    assert sorted(sent) == [f"91990125{n:04}" for n in range(1000)]
    assert not list(report.problems(RowState.PENDING))


async def test_an_iterable_that_moved_is_compared_row_by_row(nobody: Any, tmp_path: Path) -> None:
    sent: list[str] = []

    async def note(_: object, row: Row) -> None:
        sent.append(row.value)

    done = action(note, key=lambda row: row.value)
    first = [f"{n}" for n in range(7000)]
    moved = [*first[:10], "new 1", *first[2000:4000], *first[10:2000], "new 2", *first[4000:], first[5]]
    for rows in (first, moved, moved):
        report = await Run(nobody, done, rows=iter(rows), journal=tmp_path / "j").finish()
    assert (report.done, report.duplicate, report.rows) == (7002, 1, 7003)
    assert sorted(sent) == sorted([*first, "new 1", "new 2"])
