"""Every table of the zoo means the same as a sheet of a workbook and as a Parquet file, and random tables come back."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from chakra_async.bulk import InputError, Row, read
from chakra_async.bulk.sources.records import UnclosedQuoteError, read_records
from tests.bulk.table_zoo import ZOO, A, Animal
from tests.support.workbooks import shared_workbook

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_CELL: Final = 32_767
"""Characters of a cell of a workbook."""

CSV_ONLY: Final = ("delimiter", "encoding", "member", "sheet")


async def rows_of(path: Path, **options: Any) -> tuple[dict[str, str], list[Row]]:
    source = read(path, **options)
    identity = await source.check(None)
    return identity, [row async for batch in source.batches(0) for row in batch]


def grid_of(text: str, delimiter: str) -> dict[int, list[str]]:
    """Return the cells of each line of a text that begins a record; none of a record whose quotes are out of place."""
    return {
        line: cells
        for line, cells, _, _ in read_records(io.StringIO(text, newline=""), delimiter)
        if not (
            line == 1 and "sep" in "".join(cells).casefold() and len(text.splitlines()) > 1 and is_hint(text)
        )
    }


def is_hint(text: str) -> bool:
    return re.match(r"""[\ufeff\s"']*sep\s*=(?!x)""", text, re.IGNORECASE) is not None


def write_sheet(path: Path, grid: dict[int, list[str]], *, shared: bool = False) -> bool:
    """Write cells as strings, in the cells or shared; whether a workbook can hold them."""
    if shared:
        if any(ILLEGAL_CHARACTERS_RE.search(text) for cells in grid.values() for text in cells):
            return False
        path.write_bytes(shared_workbook({"Notes": {1: ["Made", "by", "hand"]}, "Leads": grid}))
        return True
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line, cells in grid.items():
        for column, text in enumerate(cells, 1):
            if len(text) > LARGEST_CELL or ILLEGAL_CHARACTERS_RE.search(text):
                return False
            if text:
                cell = sheet.cell(line, column)
                cell.value = text
                cell.data_type = "s"
    book.save(path)
    return True


TEXTS: Final = [animal for animal in ZOO if not animal.error and "member" not in animal.options]


@pytest.mark.parametrize("animal", TEXTS, ids=str)
async def test_a_table_of_text_means_the_same_as_a_sheet_and_as_parquet(
    animal: Animal, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(animal.content)
    identity, expected = await rows_of(path, **animal.options)
    options = {name: value for name, value in animal.options.items() if name not in CSV_ONLY}
    if "delimiter" in identity and identity["format"] == "text" and not identity["member"]:
        content = animal.content
        try:
            text = content.decode(identity["encoding"])
        except UnicodeDecodeError:  # under gzip and the like
            text = ""
        if text:
            await compare_as_sheet(tmp_path, grid_of(text, identity["delimiter"]), expected, options)
    if identity["format"] == "text":
        await compare_as_parquet(tmp_path, identity, expected)


async def compare_as_sheet(
    folder: Path, grid: dict[int, list[str]], expected: list[Row], options: dict[str, Any]
) -> None:
    for shared in (False, True):
        path = folder / f"{shared}.xlsx"
        if write_sheet(path, grid, shared=shared):
            await compare_sheet(path, expected, options)


async def compare_sheet(path: Path, expected: list[Row], options: dict[str, Any]) -> None:
    _, rows = await rows_of(path, **options)
    whole = [row for row in expected if row.problem is None or "quotes" not in row.problem]
    assert [(row.value.strip(), row.line, bool(row.problem)) for row in rows] == [
        (row.value.strip(), row.line, bool(row.problem)) for row in whole
    ]
    for row, same in zip(rows, whole, strict=True):
        if not row.problem:
            assert [one_line(value) for value in row.fields.values()] == [
                one_line(value) for value in same.fields.values()
            ]
            assert list(row.fields) == list(same.fields)


def one_line(value: object) -> str:
    """Return a string without what XML does to line ends."""
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


async def compare_as_parquet(folder: Path, identity: dict[str, str], expected: list[Row]) -> None:
    whole = [row for row in expected if row.problem is None and row.fields]
    if not whole:
        return
    names = list(dict.fromkeys(name for row in whole for name in row.fields))
    path = folder / "leads.parquet"
    columns = [[row.fields.get(name) for row in whole] for name in names]
    texts = [[None if value is None else str(value) for value in column] for column in columns]
    pq.write_table(pa.Table.from_arrays([pa.array(column, pa.string()) for column in texts], names), path)
    index = (
        list(names).index(identity["column"]) if identity["column"] in names else int(identity["column"]) - 1
    )
    _, rows = await rows_of(path, column=index + 1)
    assert [row.value for row in rows] == [row.value for row in whole]
    assert [row.problem for row in rows] == [None] * len(rows)
    texts_of = [
        {name: None if value is None else str(value) for name, value in row.fields.items()} for row in whole
    ]
    assert [dict(row.fields) for row in rows] == [dict.fromkeys(names) | texts for texts in texts_of]


ABOUT_COLUMNS: Final = ("--column", "no column", "--header-row", "begins with data", "only blank", "no row")
BAD: Final = [
    animal
    for animal in ZOO
    if any(words in said for said in animal.error for words in ABOUT_COLUMNS)
    and not animal.content.startswith((b"[", b"{", b"PK"))
]


@pytest.mark.parametrize("animal", BAD, ids=str)
async def test_a_table_that_is_refused_is_refused_as_a_sheet_as_well(animal: Animal, tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    text = animal.content.decode("utf-8-sig")
    try:
        assert write_sheet(path, grid_of(text, animal.options.get("delimiter", ",")))
    except UnclosedQuoteError:
        return
    with pytest.raises(InputError) as caught:
        await rows_of(path, **{name: value for name, value in animal.options.items() if name not in CSV_ONLY})
    said = str(caught.value)
    words = [words for words in animal.error if words.startswith("'")]
    assert [each for each in words if each not in said] == [], said
    assert str(path) in said
    assert A not in said


def test_many_tables_are_tried_in_each_format() -> None:
    assert len(TEXTS) >= 60
    assert len(BAD) >= 10


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
)
NAMES = st.lists(
    st.text(st.sampled_from("abcdefghij \u00e9\u0928"), min_size=1, max_size=8).map(str.strip).filter(bool),
    max_size=4,
    unique=True,
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    names = [name for name in draw(NAMES) if name not in {"cell", "phone"}]
    names.insert(draw(st.integers(0, len(names))), "phone")
    phone = st.integers(10**9, 10**14).map(str)
    rows = draw(
        st.lists(st.tuples(phone, st.lists(CELLS, min_size=len(names), max_size=len(names))), max_size=8)
    )
    table = []
    for number, cells in rows:
        cells[names.index("phone")] = number
        table.append(cells)
    return names, table


def write(path: Path, names: list[str], table: list[list[str]]) -> None:
    columns = {name: [row[place] for row in table] for place, name in enumerate(names)}
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([names, *table])
    elif path.suffix == ".xlsx":
        write_sheet(path, dict(enumerate([names, *table], 1)), shared="shared" in path.name)
    elif path.suffix == ".parquet":
        pq.write_table(
            pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()}), path
        )
    elif path.suffix == ".jsonl":
        path.write_text("".join(f"{json.dumps(dict(zip(names, row, strict=True)))}\n" for row in table))
    elif path.suffix == ".json":
        path.write_text(json.dumps([dict(zip(names, row, strict=True)) for row in table], indent=1))
    else:
        frame = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
        frame.write_ipc(path)


FORMATS = ["csv", "xlsx", "shared.xlsx", "parquet", "jsonl", "json", "arrow"]


@pytest.mark.parametrize("suffix", FORMATS)
@given(table=tables())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_a_random_table_comes_back_as_it_was_written(
    suffix: str, table: tuple[list[str], list[list[str]]], tmp_path: Path
) -> None:
    names, cells = table
    path = tmp_path / f"leads.{suffix}"
    write(path, names, cells)
    if suffix == "jsonl" and not cells:
        return
    identity, rows = await rows_of(path, column="phone")
    assert identity["rows"] == str(len(cells))
    assert [row.value for row in rows] == [row[names.index("phone")] for row in cells]
    texts = [formula_free(row) if suffix.endswith(("csv", "xlsx")) else row for row in cells]
    assert [list(row.fields.values()) for row in rows] == texts
    assert [row.problem for row in rows] == [None] * len(rows)


def formula_free(row: list[str]) -> list[str]:
    return [re.sub(r'^\s*="([^"]*)"\s*$', r"\1", cell) for cell in row]
