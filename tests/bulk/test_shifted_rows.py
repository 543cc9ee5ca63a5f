# ruff: noqa: ASYNC240 - small files of the test, and no other task is waiting
"""A row whose cells are not certainly under their names is not sent: quotes behind blanks, a blank surplus, escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chakra_async.bulk import InputError, Row, read

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "Name,Address,Guardian Mobile,Mobile,Remarks\n"
SPACED = HEADER.replace(",", ", ")
GUARDIAN, OTHER = "+919800000001", "+919800000002"
ASHA, RAVI = "+919901258431", "+919901258432"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "leads.csv"


async def rows_of(table: Path, text: str, **options: str) -> list[Row]:
    table.write_text(text)
    source = read(table, **options)
    await source.check(None)
    return [row async for batch in source.batches(0) for row in batch]


def shown(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row.value, row.problem or "") for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "|"])
@pytest.mark.parametrize("hint", ["", "sep=~\n"])
async def test_quotes_behind_blanks_are_quotes_where_blanks_are_the_rule(
    table: Path, delimiter: str, hint: str
) -> None:
    text = f'{SPACED}Asha, "Pune", {GUARDIAN}, {ASHA}, ok\nRavi, "12 MG Road, Pune", {OTHER}, {RAVI}\n'
    rows = await rows_of(table, hint.replace("~", delimiter) + text.replace(",", delimiter))
    assert shown(rows) == [(ASHA, ""), (RAVI, "")]
    assert rows[1].fields["Address"] == f"12 MG Road{delimiter} Pune"
    assert rows[0].fields["Address"] == "Pune"


async def test_a_blank_behind_the_delimiters_of_a_header_may_be_missing(table: Path) -> None:
    rows = await rows_of(table, f'Mobile,Name,City\n{ASHA}, "Asha", Pune\n{RAVI}, "Rao, Ravi", "Goa"\n')
    assert shown(rows) == [(ASHA, ""), (RAVI, "")]
    assert [row.fields["Name"] for row in rows] == ["Asha", "Rao, Ravi"]


async def test_a_header_of_quotes_behind_blanks_is_read(table: Path) -> None:
    rows = await rows_of(table, f'"Mobile", "Name, first"\n"{ASHA}", "Asha"\n')
    assert rows[0].value == ASHA
    assert rows[0].fields == {"Mobile": ASHA, "Name, first": "Asha"}


async def test_a_quoted_cell_behind_a_blank_has_several_lines(table: Path) -> None:
    rows = await rows_of(
        table, f'Address, Mobile, Agent\n"Pune", {ASHA}, x\n "12 MG\nRoad", {RAVI}, {OTHER}\n'
    )
    assert shown(rows) == [(ASHA, ""), (RAVI, "")]


async def test_a_large_quoted_cell_behind_a_blank_is_read_alike(table: Path) -> None:
    large = "x, y" * 50_000
    rows = await rows_of(table, f'Mobile, Name, City\n{ASHA}, "{large}", Pune\n')
    assert rows[0].fields == {"Mobile": ASHA, "Name": large, "City": "Pune"}


@pytest.mark.parametrize(
    "row",
    [
        f'Ravi, "12 MG Road, Pune",{OTHER},{RAVI}',
        f'Ravi,\t"12 MG Road, Pune",{OTHER},{RAVI}',
        f'Ravi,\u00a0"12 MG Road, Pune",{OTHER},{RAVI}',
        f'Ravi, "12 MG Road",{OTHER},{RAVI},ok',
        f' "Ravi, Rao",12 MG Road,{OTHER},{RAVI}',
    ],
)
async def test_quotes_behind_blanks_are_out_of_place_elsewhere(table: Path, row: str) -> None:
    rows = await rows_of(table, f"{HEADER}Asha,Pune,{GUARDIAN},{ASHA},ok\n{row}\n")
    assert shown(rows) == [(ASHA, ""), ("", "its quotes are out of place on line 3.")]


async def test_quotes_behind_a_blank_are_out_of_place_between_tabs(table: Path) -> None:
    text = f'Name\tMobile\tAgent\nAsha\t{ASHA}\tx\nRavi\t "{RAVI}"\tx\nCid\t\t"y"\n'
    assert shown(await rows_of(table, text)) == [
        (ASHA, ""),
        ("", "its quotes are out of place on line 3."),
        ("", ""),
    ]


async def test_a_quote_behind_a_blank_that_is_cut_by_the_end_of_its_line_refuses_the_table(
    table: Path,
) -> None:
    text = f'Name,Address,Mobile,Agent\nAsha,Pune,{ASHA},x\nRavi, "12 MG\nRoad",{RAVI},{OTHER}\n'
    with pytest.raises(InputError, match=r"opened on line 3 \(row 2\) and not closed within its line"):
        await rows_of(table, text)


@pytest.mark.parametrize(
    "cell",
    ['5" pipe', 'the "best" one', '", ""x"""', '" ""x"""', '"a ,\n ""b"""', '"C:\\"', "C:\\\\", "a\\b"],
)
async def test_other_quotes_and_backslashes_are_text(table: Path, cell: str) -> None:
    assert shown(await rows_of(table, f"Name,Mobile\n{cell},{ASHA}\n")) == [(ASHA, "")]


@pytest.mark.parametrize(
    "row",
    [f"Ravi,12 MG Road, Pune,{OTHER},{RAVI},", f"Ravi,12 MG Road,Pune,{OTHER},{RAVI},"],
)
@pytest.mark.parametrize("before", ["", f"Asha,Pune,{GUARDIAN},{ASHA},ok\n"])
async def test_a_shifted_row_is_invalid_though_its_surplus_is_blank(
    table: Path, row: str, before: str
) -> None:
    rows = await rows_of(table, f"{HEADER}{before}{row}\n")
    assert rows[-1].problem == "it has 6 cells where the header names 5 columns."
    assert not before or rows[0].problem is None


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", [1, 3])
async def test_delimiters_at_the_end_of_all_rows_are_read_and_a_shifted_row_among_them_is_not(
    table: Path, delimiter: str, end: int
) -> None:
    good = f"Asha,Pune,{GUARDIAN},{ASHA},ok{',' * end}\n"
    text = f"{HEADER}{good * 2}Ravi,MG Road,Pune,{OTHER},{RAVI}{',' * (end + 1)}\n{good * 30}"
    rows = await rows_of(table, text.replace(",", delimiter))
    assert [row.number for row in rows if row.problem] == [3]
    assert f"it has {6 + end} cells" in str(rows[2].problem)


@pytest.mark.parametrize("end", [",", ",,", ", ,"])
async def test_a_header_with_delimiters_at_its_end_is_read(table: Path, end: str) -> None:
    head = HEADER.strip() + end
    text = f"{head}\nAsha,Pune,{GUARDIAN},{ASHA},ok{end}\nRavi,Goa,{OTHER},{RAVI}\nMG, Road,Pune,1,{RAVI},{end}\n"
    rows = await rows_of(table, text)
    assert shown(rows)[:2] == [(ASHA, ""), (RAVI, "")]
    assert "cells where the header names" in str(rows[2].problem)


@pytest.mark.parametrize("text", [f"Mobile,Name\n{ASHA},Asha,\n", f"Mobile\n{ASHA},\n{RAVI}\n"])
async def test_a_table_of_one_row_may_have_a_delimiter_at_its_end(table: Path, text: str) -> None:
    assert [row.problem for row in await rows_of(table, text)] == [None] * (text.count("\n") - 1)


async def test_a_backslash_before_a_delimiter_makes_the_row_invalid(table: Path) -> None:
    text = f"{HEADER}Ravi,12 MG Road\\, Pune,{OTHER},{RAVI}\nAsha,Pune,{GUARDIAN},{ASHA},ok\n"
    first, second = await rows_of(table, text)
    assert first.problem == "a backslash is right before a delimiter that may be part of its cell, on line 2."
    assert second.problem is None


@pytest.mark.parametrize(
    ("row", "whole"),
    [
        (f"C:\\,Pune,{OTHER},{RAVI},ok", True),
        (f"Ravi,Pune,{OTHER},{RAVI},C:\\", True),
        (f"Ravi,12 MG Road\\, Pune,{OTHER},{RAVI}", False),
        (f"Ravi,12 MG Road\\,Pune,{OTHER},{RAVI}", False),
        (f"Ravi,12 MG Road\\,Pune,{OTHER},{RAVI},", False),
        (f"C:\\,Pune,{OTHER},{RAVI}", False),
    ],
)
async def test_a_backslash_before_a_delimiter_is_text_only_in_a_row_that_is_whole(
    table: Path, row: str, *, whole: bool
) -> None:
    rows = await rows_of(table, f"{HEADER}Asha,Pune,{GUARDIAN},{ASHA},ok\n{row}\n")
    assert (rows[1].problem is None, rows[1].value) == ((True, RAVI) if whole else (False, ""))


async def test_a_blank_that_belongs_to_a_cell_is_kept(table: Path) -> None:
    rows = await rows_of(table, f"Mobile,Name\n{ASHA}, Asha\n{RAVI}, Ravi\n")
    assert [row.fields["Name"] for row in rows] == [" Asha", " Ravi"]


async def test_a_backslash_at_the_end_of_a_line_within_a_row_refuses_the_table(table: Path) -> None:
    text = f"Name,Address,Mobile,Agent\nAsha,Pune,{ASHA},C:\\\nRavi,12 MG\\\nRoad,{RAVI},{OTHER}\n"
    with pytest.raises(InputError, match="line 3 ends with a backslash in the middle of a row"):
        await rows_of(table, text)
