# ruff: noqa: ASYNC240 - small files of the test, and no other task is waiting
"""Ranges of a sheet whose cells depend on their first one: formulas that give several cells, and merged cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.bulk import InputError, Row, read
from chakra_async.bulk.sources.files import FileSource
from chakra_async.bulk.sources.sheet_layout import SheetLayout
from tests.support.workbooks import workbook

if TYPE_CHECKING:
    from pathlib import Path

A, B, C, D = (f"91990125843{n}" for n in range(1, 5))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "leads.xlsx"


async def rows_of(path: Path, content: bytes | None = None, **options: Any) -> list[Row]:
    """Read the rows of a workbook, and hold that a run which goes on behind any of them finds the same ones."""
    if content is not None:
        path.write_bytes(content)
    identity = await read(path, **options).check(None)
    rows: list[Row] = []
    for after in range(int(identity["rows"]) + 1):
        again = read(path, **options)
        await again.check(identity)
        assert isinstance(again, FileSource)
        if after:
            again.pass_over(after, rows[after - 1].line or 0)
        found = [row async for batch in again.batches(after) for row in batch]
        rows = rows or found
        assert found == rows[after:]
    return rows


def sheet(*rows: str, header: str = "phone note more", **parts: Any) -> bytes:
    """Return a workbook of rows that are the XML of their cells; the words of the header are the first one."""
    names = "".join(f'<c t="str"><v>{name}</v></c>' for name in header.split())
    return workbook(
        "".join(f'<row r="{n}">{cells}</row>' for n, cells in enumerate((names, *rows), 1)), **parts
    )


def cell(place: str, value: str = "0", formula: str = "") -> str:
    return f'<c r="{place}">{formula}{f"<v>{value}</v>" if value else ""}</c>'


UNTRUSTED: dict[str, Any] = {"book": '<calcPr fullCalcOnLoad="1"/>'}


@pytest.mark.parametrize("write", ["write_array_formula", "write_dynamic_array_formula"])
async def test_every_cell_of_an_array_that_a_program_wrote_is_without_its_value(
    path: Path, write: str
) -> None:
    book = xlsxwriter.Workbook(str(path))
    leads = book.add_worksheet("Leads")
    leads.write_row(0, 0, ["Phone", "Name", "Amount"])
    for n in range(4):
        leads.write_row(n + 1, 0, [f"+91990125843{n}", f"N{n}"])
    getattr(leads, write)("C2:C4", "{=ROW(A2:A4)*100}")
    leads.write("C5", 7)
    book.close()
    rows = await rows_of(path)
    for row in rows[:3]:
        assert f"cell C{row.line} of sheet 'Leads' has a formula whose value is not in" in str(row.problem)
    assert (rows[3].problem, rows[3].fields["Amount"]) == (None, "7")


@pytest.mark.parametrize(
    ("formula", "without"),
    [
        ('<f t="array" ref="B2:B3">x</f>', ["B2", "B3", None]),
        ('<f ref="B2:C4" t="array">x</f>', ["B2", "B3", "B4"]),
        ('<f t="dataTable" ref="B2:C3" dt2D="1" r1="E1" r2="E2"/>', ["B2", "B3", None]),
        ('<f t="array" ref="B2:B9">x</f>', ["B2", "B3", "B4"]),
        ('<f t="array" ref="B2">x</f>', ["B2", None, None]),
        ('<f t="array">x</f>', ["B2", None, None]),
        ('<f t="shared" ref="B2:B4" si="0">x</f>', ["B2", None, None]),
    ],
)
@pytest.mark.parametrize("trusted", [True, False])
async def test_what_a_range_without_values_has_below_its_first_cell_is_no_value(
    path: Path,
    formula: str,
    without: list[str | None],
    trusted: bool,  # noqa: FBT001 - a column of the table
) -> None:
    content = sheet(
        cell("A2", A) + cell("B2", "" if trusted else "0", formula) + cell("C2"),
        cell("A3", B) + cell("B3") + cell("C3"),
        cell("A4", C) + cell("B4") + cell("C4"),
        **({} if trusted else UNTRUSTED),
    )
    rows = await rows_of(path, content)
    for row, place in zip(rows, without, strict=True):
        assert (row.problem is None) is (place is None)
        assert place is None or f"cell {place} of" in str(row.problem)


async def test_a_range_of_several_columns_has_no_value_in_any_of_them(path: Path) -> None:
    content = sheet(
        cell("A2", A) + cell("B2", "", '<f t="array" ref="B2:C3">x</f>') + cell("C2"),
        cell("A3", B) + cell("C3"),
        cell("A4", C) + cell("B4", "5") + cell("C4", "6"),
    )
    rows = await rows_of(path, content)
    assert ["formula" in str(row.problem) for row in rows] == [True, True, False]
    only_second = sheet(
        cell("A2", A) + cell("C2", "", '<f t="array" ref="C2:C3">x</f>'), cell("A3", B) + cell("B3", "1")
    )
    rows = await rows_of(path, only_second)
    assert "cell C3 of" in str(rows[1].problem)  # which the file leaves out


async def test_a_range_whose_values_were_computed_is_read(path: Path) -> None:
    content = sheet(
        cell("A2", A) + cell("B2", "5", '<f t="array" ref="B2:B3">x</f>'), cell("A3", B) + cell("B3", "6")
    )
    assert [(row.problem, row.fields["note"]) for row in await rows_of(path, content)] == [
        (None, "5"),
        (None, "6"),
    ]


async def test_a_formula_with_a_range_that_is_none_is_a_damaged_workbook(path: Path) -> None:
    content = sheet(cell("A2", A) + cell("B2", "", '<f t="array" ref="B2:B">x</f>'))
    with pytest.raises(InputError, match="a formula has the range 'B2:B'"):
        await rows_of(path, content)


async def test_what_is_below_a_merge_is_empty_and_no_phone_number(path: Path) -> None:
    content = sheet(
        cell("A2", A) + cell("B2", "1") + cell("C2", "2"),
        cell("A3", B) + cell("B3", "3") + cell("C3", "4"),
        cell("A4", C) + cell("B4", "5") + cell("C4", "6"),
        cell("A5", D) + cell("B5", "", "<f>x</f>") + cell("C5", "8"),
        after='<mergeCells count="3"><mergeCell ref="B5:B6"/><mergeCell ref="A2:A3"/><mergeCell ref="B4:C5"/></mergeCells>',
    )
    rows = await rows_of(path, content)
    assert [list(row.fields.values()) for row in rows] == [
        *([A, "1", "2"], ["", "3", "4"], [C, "5", ""], [D, "", ""]),
    ]
    assert [bool(row.problem) for row in rows] == [False, True, False, False]
    assert "cell A3 of sheet 'Leads' is merged with one above or to the left" in str(rows[1].problem)


async def test_a_cell_below_a_merge_that_is_blank_is_as_one_that_is_not_there(path: Path) -> None:
    content = sheet(
        cell("A2", A) + cell("B2", "1"),
        cell("A3", " ") + cell("B3", "3"),
        cell("B4", "3"),
        after='<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="C1:C1"/></mergeCells>',
    )
    assert [(row.value, row.problem) for row in await rows_of(path, content)] == [
        *((A, None), ("", None), ("", None)),
    ]


async def test_a_name_below_a_merged_header_names_no_column(path: Path) -> None:
    content = sheet(
        cell("A2", "1") + cell("B2", A),
        header="id phone",
        after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    )
    with pytest.raises(InputError, match="has no column named like phone"):
        await rows_of(path, content)


def test_merged_cells_of_every_shape_cover_all_but_their_first_one() -> None:
    layout = SheetLayout()
    whole = (5, 1_048_576, 3, 16_383)
    for merged in [(2, 3, 1, 2), whole, (1, 1, 0, 16_383), (4, 4, 7, 7), (2, 900_000, 0, 0)]:
        layout.merge(merged)
    covered = layout.covered()
    assert covered.spans(1) == [(1, 16_383)]
    assert covered.spans(2) == [(2, 2)]
    assert sorted(covered.spans(3)) == [(0, 0), (1, 2)]
    assert covered.spans(4) == [(0, 0)]
    assert sorted(covered.spans(5)) == [(0, 0), (4, 16_383)]
    assert sorted(covered.spans(6)) == [(0, 0), (3, 16_383)]
    assert sorted(covered.spans(500_000)) == [(0, 0), (3, 16_383)]
    assert covered.spans(900_001) == covered.spans(1_048_576) == [(3, 16_383)]
    assert covered.spans(1_048_577) == []
    assert sorted(layout.covered().spans(700_000)) == [(0, 0), (3, 16_383)]


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 4), st.integers(0, 6), st.integers(0, 3))))
def test_a_cell_is_covered_if_it_is_in_a_merge_and_not_its_first(
    merges: list[tuple[int, int, int, int]],
) -> None:
    layout = SheetLayout()
    expected: set[tuple[int, int]] = set()
    for top, height, first, width in merges:
        layout.merge((top, top + height, first, first + width))
        expected |= {
            (row, column)
            for row in range(top, top + height + 1)
            for column in range(first, first + width + 1)
            if (row, column) != (top, first)
        }
    covered = layout.covered()
    found = {
        (row, column)
        for row in range(1, 20)
        for first, last in covered.spans(row)
        for column in range(first, last + 1)
    }
    assert found == expected


@pytest.mark.parametrize("form", ["comment", "prefix", "utf-16", "plain"])
async def test_merges_are_found_in_every_form_of_xml(path: Path, form: str) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = (
        f'<worksheet xmlns="{main}"><cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c t="str">'
        '<v>mobile</v></c><c t="str"><v>phone</v></c></row>'
        + "".join(
            f'<row r="{n}"><c r="A{n}"><v>{int(A) + n}</v></c><c r="B{n}"><v>{B}</v></c></row>'
            for n in range(2, 6)
        )
        + '</sheetData><mergeCells><mergeCell ref="A3:A4"/></mergeCells></worksheet>'
    )
    if form == "comment":
        xml = xml.replace("<sheetData>", "<sheetData><!-- </sheetData> -->")
    elif form == "prefix":
        for name in ("worksheet", "cols", "col", "sheetData", "row", "c", "v", "mergeCells", "mergeCell"):
            for end in (" ", ">", "/"):
                xml = xml.replace(f"<{name}{end}", f"<x:{name}{end}").replace(
                    f"</{name}{end}", f"</x:{name}{end}"
                )
        xml = xml.replace("xmlns=", "xmlns:x=")
    data = xml.encode("utf-16" if form == "utf-16" else "utf-8")
    rows = await rows_of(path, workbook("", parts={"xl/worksheets/sheet1.xml": data}))
    assert [(row.line, row.value, bool(row.problem)) for row in rows] == [
        *((2, f"{int(A) + 2}", False), (3, f"{int(A) + 3}", False), (4, "", True)),
        (5, f"{int(A) + 5}", False),
    ]


@pytest.mark.parametrize("ref", ["", "A1:", "B2:A1", "A1:B1048577", "A0:A2", "A1:XFE1", "A1:A2:A3", "A:A"])
async def test_merged_cells_that_are_no_range_are_a_damaged_workbook(path: Path, ref: str) -> None:
    content = sheet(cell("A2", A), after=f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>')
    with pytest.raises(InputError, match=f"merged cells have the range '{ref}'"):
        await rows_of(path, content)


def test_more_merged_cells_than_can_be_kept_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chakra_async.bulk.sources.sheet_layout._MOST_MERGED", 3)
    layout = SheetLayout()
    layout.merge((1, 2, 0, 1))
    with pytest.raises(InputError, match="more than 3 merged cells: unmerge them"):
        layout.merge((3, 4, 0, 1))


HIDDEN = (
    '<cols><col min="2" max="2" width="9" hidden="1"/></cols>',
    '<cols><col min="1" max="1" width="9"/><col min="2" max="2" width="0"/></cols>',
    '<cols><col min="2" max="16384" hidden="true" outlineLevel="1"/></cols>',
)


@pytest.mark.parametrize("cols", HIDDEN)
async def test_a_hidden_column_is_used_only_where_it_is_named(path: Path, cols: str) -> None:
    content = sheet(cell("A2", "1") + cell("B2", A) + cell("C2", B), header="id phone contact", before=cols)
    with pytest.raises(
        InputError,
        match=r"sheet 'Leads' has its column for the phone number hidden, 'phone' \(column B\): show it.*--column",
    ):
        await rows_of(path, content)
    for column, value in [("phone", A), ("Phone", A), ("B", A), (2, A), ("contact", B), ("C", B)]:
        (row,) = await rows_of(path, column=column)
        assert (row.value, row.fields["phone"]) == (value, A)


async def test_of_several_phone_columns_those_that_are_shown_count(path: Path) -> None:
    cells = cell("A2", A) + cell("B2", B) + cell("C2", C)
    content = sheet(cells, header="mobile phone whatsapp", before=HIDDEN[0])
    with pytest.raises(
        InputError, match=r"may hold the phone number, 'mobile' \(column 1\), 'whatsapp' \(column 3\)"
    ):
        await rows_of(path, content)
    (row,) = await rows_of(path, sheet(cells, header="mobile phone note", before=HIDDEN[0]))
    assert (row.value, row.fields["phone"]) == (A, B)


async def test_a_hidden_column_of_a_template_is_read(path: Path) -> None:
    content = sheet(cell("A2", A) + cell("B2", "5"), before=HIDDEN[0])
    (row,) = await rows_of(path, content)
    assert row.fields["note"] == "5"
