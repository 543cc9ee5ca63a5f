# ruff: noqa: ASYNC240 - small files of the test, and no other task is waiting
"""Reading tables: files of spreadsheet programs are read, and an unreadable file is one sentence with its place."""

from __future__ import annotations

import asyncio
import csv
import os
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.bulk import InputError, Row, read
from chakra_async.bulk.sources.delimiters import sniff_delimiter

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.bulk import FileSource


async def rows_of(source: FileSource, after: int = 0) -> list[Row]:
    await source.check(None)
    return [row async for batch in source.batches(after) for row in batch]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "leads.csv"


async def test_quoted_delimiters_and_line_breaks_do_not_shift_rows_or_lines(table: Path) -> None:
    table.write_bytes(
        b'\xef\xbb\xbfname;Phone\r\n"Rao; Asha";1\r\n"two\r\nlines";2\r\n\r\n"said ""hi""";3\r\n'
    )
    rows = await rows_of(read(table))
    assert [(row.number, row.line, row.value, row.fields["name"]) for row in rows] == [
        (1, 2, "1", "Rao; Asha"),
        (2, 3, "2", "two\r\nlines"),
        (3, 6, "3", 'said "hi"'),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
async def test_the_delimiter_is_taken_from_the_header_alone(table: Path, delimiter: str) -> None:
    other = ";" if delimiter == "," else ","
    table.write_text(f"name{delimiter}phone\n{other * 9}{delimiter}1\n")
    assert [row.value for row in await rows_of(read(table))] == ["1"]


def test_delimiters_inside_quotes_do_not_count() -> None:
    assert sniff_delimiter('"a,b,c";phone') == ";"
    assert sniff_delimiter("phone") == ","


async def test_a_delimiter_hint_in_the_first_line_is_used(table: Path) -> None:
    table.write_text("sep=|\nphone|a;b;c\n1|2\n")
    assert [(row.value, row.line) for row in await rows_of(read(table))] == [("1", 3)]


@pytest.mark.parametrize(
    "header", ["phone", "Phone Number", "MOBILE_NO", " whatsapp ", "Cell-Phone", "msisdn"]
)
async def test_the_phone_column_is_found_by_its_name(table: Path, header: str) -> None:
    table.write_text(f"id,{header},name\n1,2,3\n")
    assert [row.value for row in await rows_of(read(table))] == ["2"]


async def test_a_column_named_is_found_whatever_its_case(table: Path) -> None:
    table.write_text("Lead ID,phone\n7,2\n")
    assert [row.value for row in await rows_of(read(table, column="lead id"))] == ["7"]


async def test_a_column_may_have_a_number_as_its_name(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("20261128,phone\nx,919901258433\n")
    source = read(path, column="20261128")
    assert [row.value async for batch in source.batches(0) for row in batch] == ["x"]


async def test_a_header_alone_gives_zero_rows(table: Path) -> None:
    table.write_text("phone\n")
    assert await rows_of(read(table)) == []


async def test_rows_that_do_not_fit_the_header_are_named_and_the_rest_is_read(table: Path) -> None:
    table.write_text('name,phone\na\nb,2,3\nc,4,\n"d"e,5\nf,6\n')
    rows = await rows_of(read(table))
    assert [(row.number, row.problem is None) for row in rows] == [
        (1, True),
        (2, False),
        (3, True),
        (4, False),
        (5, True),
    ]
    assert rows[0].value == ""
    assert "3 cells where the header names 2" in str(rows[1].problem)
    assert "quotes are out of place on line 5" in str(rows[3].problem)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n", "only blank lines"),
        (b"phone,name\n1,Jos\xe9\n", "line 2 has bytes that do not fit"),
        (b"phone\n1\n2\n\xff", "line 4 has bytes"),
        (b"phone\n1\n2\xe2", "line 3 has bytes"),
        (b"id,name\n1,2\n", "its columns are 'id', 'name'"),
        (b"phone,mobile\n1,2\n", "'phone' (column 1), 'mobile' (column 2)"),
        (b"919901258433,Asha\n919901258434,Ravi\n", "begins with data"),
        (b'phone\n1\n"2\n3\n4\n', "opened on line 3 (row 2) and not closed"),
        (b'"phone"x\n1\n', "header line that cannot be read"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_before_its_first_row(
    table: Path, content: bytes, sentence: str
) -> None:
    table.write_bytes(content)
    with pytest.raises(InputError) as caught:
        await read(table).check(None)
    assert sentence in str(caught.value)
    assert str(table) in str(caught.value)
    assert "919901258433" not in str(caught.value)


async def test_a_missing_column_is_refused_with_the_columns_there_are(table: Path) -> None:
    table.write_text("id,phone\n1,2\n")
    with pytest.raises(InputError, match="no column 'number'; its columns are 'id', 'phone'"):
        await read(table, column="number").check(None)


def test_a_path_that_is_not_a_file_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a directory"):
        read(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="not a regular file"):
        read(tmp_path / "pipe")


@pytest.mark.parametrize(
    ("argument", "value"), [("encoding", "klingon"), ("encoding", "hex"), ("delimiter", ";;")]
)
def test_arguments_that_cannot_be_used_are_refused_at_once(table: Path, argument: str, value: str) -> None:
    table.write_text("phone\n")
    with pytest.raises(InputError):
        read(table, **{argument: value})


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8", "latin-1"])
async def test_other_encodings_are_read_when_named(table: Path, encoding: str) -> None:
    table.write_text("name,phone\nJosé,1\n", encoding=encoding)
    assert [row.fields["name"] for row in await rows_of(read(table, encoding=encoding))] == ["José"]


async def test_a_file_changed_while_it_is_read_is_not_used_further(table: Path) -> None:
    table.write_text("phone\n" + "".join(f"{n}\n" for n in range(1000)))
    source = read(table)
    await source.check(None)
    batches = source.batches(0)
    await anext(batches)
    table.write_text("phone\n" + "1\n" * 5000)
    with pytest.raises(InputError, match="was changed while it was being read"):
        async for _ in batches:
            pass


async def test_the_identity_changes_with_the_content_and_not_with_the_name(
    table: Path, tmp_path: Path
) -> None:
    table.write_text("phone\n1\n")
    first = await read(table).check(None)
    copy = tmp_path / "copy.csv"
    copy.write_text("phone\n1\n")
    second = await read(copy).check(None)
    assert {**first, "file": ""} == {**second, "file": ""}
    copy.write_text("phone\n2\n")
    assert (await read(copy).check(None))["sha256"] != first["sha256"]


async def test_reading_does_not_hold_the_file(table: Path) -> None:
    with table.open("w") as file:
        file.write("phone,name\n")
        for n in range(60_000):
            file.write(f"9199{n:08},{'x' * 40}\n")
    source = read(table)
    tracemalloc.start()
    try:
        await source.check(None)
        async for _ in source.batches(0):
            pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert table.stat().st_size > 3_000_000
    assert peak < 6_000_000


cells = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(
    rows=st.lists(st.tuples(cells.map("n{}".format), cells), max_size=20),
    delimiter=st.sampled_from(",;\t|"),
    after=st.integers(0, 9),
)
def test_what_the_csv_module_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str, after: int
) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([("name", "phone"), *rows])
    source = read(path)
    found = asyncio.run(rows_of(source, after))
    assert source.expected == len(rows)
    assert [(row.number, row.fields["name"], row.value) for row in found] == [
        (number, *row) for number, row in enumerate(rows, 1) if number > after
    ]
