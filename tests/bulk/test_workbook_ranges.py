# ruff: noqa: ASYNC240 - small files of the test, and no other task is waiting
"""Ranges of a sheet whose cells depend on their first one: formulas that give several cells, and merged cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from chakra_async.bulk import InputError, Row, read
from chakra_async.bulk.sources.files import FileSource
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
