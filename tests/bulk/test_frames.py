"""Rows that a program holds: data frames and series of three libraries, rows of a database, numbers and missing values."""

from __future__ import annotations

import array
import collections
import csv
import decimal
import math
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from chakra_async import phone
from chakra_async.bulk import Enrol, InputError, Row, action, read
from chakra_async.bulk.sources.base import source_of
from chakra_async.errors import InvalidRequestError

A, B = "919901258431", "919901258432"


async def rows_of(rows: Any, **options: Any) -> list[Row]:
    source = read(rows, **options) if options else source_of(rows)
    return [row async for batch in source.batches(0) for row in batch]


async def values_of(rows: Any, **options: Any) -> list[str]:
    return [row.value for row in await rows_of(rows, **options)]


def pandas_frame(columns: dict[str, Any]) -> Any:
    return pytest.importorskip("pandas").DataFrame(columns)


def polars_frame(columns: dict[str, Any]) -> Any:
    return pytest.importorskip("polars").DataFrame(columns, strict=False)


def arrow_table(columns: dict[str, Any]) -> Any:
    return pytest.importorskip("pyarrow").table(columns)


def arrow_batch(columns: dict[str, Any]) -> Any:
    arrow = pytest.importorskip("pyarrow")
    return arrow.record_batch([arrow.array(column) for column in columns.values()], names=list(columns))


FRAMES = pytest.mark.parametrize("make", [pandas_frame, polars_frame, arrow_table, arrow_batch])


@FRAMES
async def test_a_frame_gives_its_rows(make: Any) -> None:
    frame = make({"name": ["Ann", "Bob"], "Mobile No.": [A, B]})
    rows = await rows_of(frame)
    assert [(row.number, row.value, row.problem) for row in rows] == [(1, A, None), (2, B, None)]
    assert rows[0].fields == {"name": "Ann", "Mobile No.": A}
    assert source_of(frame).expected == 2


@FRAMES
@pytest.mark.parametrize("numbers", [[int(A), int(B)], [float(A), None], [None, int(B)], [A, None]])
async def test_numbers_and_missing_values_of_a_frame(make: Any, numbers: list[Any]) -> None:
    rows = await rows_of(make({"phone": numbers, "note": ["x", None]}))
    assert [row.value for row in rows] == ["" if number is None else f"{int(number)}" for number in numbers]
    assert [row.problem for row in rows] == [None, None]
    assert rows[1].fields["note"] is None


@FRAMES
async def test_a_frame_without_a_phone_column_is_refused_with_its_columns(make: Any) -> None:
    frame = make({"id": [1], "handy": [A]})
    with pytest.raises(InputError, match=r"its columns are 'id', 'handy'.*column="):
        source_of(frame)
    assert await values_of(frame, column="handy") == [A]
    assert await values_of(frame, column=2) == [A]


@FRAMES
async def test_a_frame_with_two_phone_columns_is_refused_with_both(make: Any) -> None:
    with pytest.raises(InputError, match=r"'phone' \(column 1\), 'WhatsApp' \(column 3\)"):
        source_of(make({"phone": [A], "name": ["x"], "WhatsApp": [B]}))


@FRAMES
async def test_a_large_frame_is_read_in_batches(make: Any) -> None:
    source = source_of(make({"phone": [str(n) for n in range(1000)]}))
    batches = [batch async for batch in source.batches(500)]
    assert max(map(len, batches)) <= 250
    assert [row.value for batch in batches for row in batch] == [str(n) for n in range(500, 1000)]


async def test_series_are_values() -> None:
    pandas = pytest.importorskip("pandas")
    assert await values_of(pandas.Series([float(A), math.nan, float(B)])) == [A, "", B]
    assert await values_of(pandas.Series([A, None])) == [A, ""]
    assert await values_of(pandas.Series([int(A), None], dtype="Int64")) == [A, ""]
    polars = pytest.importorskip("polars")
    assert await values_of(polars.Series([int(A), None])) == [A, ""]
    arrow = pytest.importorskip("pyarrow")
    assert await values_of(arrow.array([int(A), None])) == [A, ""]
    assert await values_of(arrow.chunked_array([[A], [B]])) == [A, B]


async def test_missing_values_of_pandas_are_empty() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {"phone": [A, pandas.NA, pandas.NaT, math.nan, None], "n": [1, 2, 3, 4, math.nan]}
    )
    rows = await rows_of(frame)
    assert [row.value for row in rows] == [A, "", "", "", ""]
    assert rows[4].fields == {"phone": None, "n": None}
    records = frame.to_dict("records")
    assert [row.value for row in await rows_of(records)] == [A, "", "", "", ""]


async def test_numbers_of_numpy_are_values() -> None:
    numpy = pytest.importorskip("numpy")
    assert await values_of(numpy.array([int(A), int(B)])) == [A, B]
    assert await values_of(numpy.array([float(A), math.nan])) == [A, ""]
    assert await values_of(numpy.array([A, B])) == [A, B]
    with pytest.raises(InputError, match="without column names"):
        source_of(numpy.array([[1, 2], [3, 4]]))


async def test_types_that_cannot_hold_a_number_exactly_are_refused() -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    arrow = pytest.importorskip("pyarrow")
    narrow = numpy.array([float(A)], dtype="float32")
    for frame in (
        pandas.DataFrame({"phone": narrow}),
        polars.DataFrame({"phone": narrow}),
        arrow.table({"phone": arrow.array(narrow)}),
    ):
        with pytest.raises(InputError, match="cannot hold a phone number exactly"):
            source_of(frame)
    for series in (narrow, pandas.Series(narrow), polars.Series(narrow), arrow.array(narrow)):
        with pytest.raises(InputError, match="cannot hold a phone number exactly"):
            source_of(series)
    rows = await rows_of([narrow[0], {"phone": narrow[0]}])
    assert [(row.value, "exactly" in str(row.problem)) for row in rows] == [("", True), ("", True)]


async def test_narrow_numbers_are_refused_under_every_name_and_in_every_wrapping() -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    arrow = pytest.importorskip("pyarrow")
    narrow = numpy.array([float(A)], dtype="float32")
    of_arrow = arrow.array(narrow)
    for column in (
        pandas.Series(narrow, dtype=pandas.ArrowDtype(arrow.float32())),
        pandas.Series(narrow.astype(">f4")),
        pandas.Series(pandas.arrays.SparseArray(narrow)),
        pandas.Series(pandas.Categorical(narrow)),
    ):
        for rows in (column, column.to_frame("phone")):
            with pytest.raises(InputError, match="cannot hold a phone number exactly"):
                source_of(rows)
    for rows in (
        arrow.table({"phone": of_arrow.dictionary_encode()}),
        narrow.astype(">f4"),
        array.array("f", narrow),
        memoryview(narrow),
    ):
        with pytest.raises(InputError, match="cannot hold a phone number exactly"):
            source_of(rows)


async def test_a_narrow_number_in_a_column_of_objects_is_an_invalid_row() -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    held = [numpy.float32(A), numpy.float64(A), int(A), A, numpy.float32("nan")]
    rows = await rows_of(pandas.DataFrame({"phone": pandas.Series(held, dtype="object")}))
    assert [row.value for row in rows] == ["", A, A, A, ""]
    assert "float32, which cannot hold a phone number exactly" in str(rows[0].problem)
    assert [row.problem for row in rows[1:4]] == [None] * 3


async def test_wide_numbers_are_read_in_every_wrapping() -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    arrow = pytest.importorskip("pyarrow")
    wide = numpy.array([float(A)])
    held: list[Any] = [
        pandas.Series(wide, dtype=pandas.ArrowDtype(arrow.float64())),
        pandas.Series(wide.astype(">f8")),
        pandas.Series(pandas.arrays.SparseArray(wide)),
        pandas.Series(pandas.Categorical(wide)),
        pandas.Series([A], dtype="string[pyarrow]"),
        pandas.Series(pandas.Categorical([A])),
        array.array("d", wide),
        array.array("q", [int(A)]),
        memoryview(wide),
    ]
    for rows in held:
        assert await values_of(rows) == [A]
        if hasattr(rows, "to_frame"):
            assert await values_of(rows.to_frame("phone")) == [A]


def test_a_lazy_frame_is_refused_with_what_to_do() -> None:
    polars = pytest.importorskip("polars")
    with pytest.raises(InputError, match=r"collect\(\)"):
        source_of(polars.LazyFrame({"phone": [A]}))


async def test_a_phone_column_in_the_index_is_refused_with_what_to_do() -> None:
    frame = pandas_frame({"phone": [A], "name": ["x"]}).set_index("phone")
    with pytest.raises(InputError, match=r"reset_index\(\)"):
        source_of(frame)
    assert await values_of(frame.reset_index()) == [A]


async def test_columns_of_a_frame_that_have_one_name_are_kept_apart() -> None:
    frame = pandas_frame({"a": ["x"], "b": [A], "c": ["y"]})
    frame.columns = ["name", "phone", "name"]
    assert (await rows_of(frame))[0].fields == {"name (1)": "x", "phone": A, "name (2)": "y"}


async def test_rows_of_a_database_and_named_tuples_are_records() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        cursor = connection.execute("SELECT ? AS phone, ? AS name", (A, "Ann"))
        rows = await rows_of(cursor)
    assert (rows[0].value, rows[0].fields) == (A, {"phone": A, "name": "Ann"})
    lead = collections.namedtuple("lead", "name phone")  # noqa: PYI024 - what users have
    assert await values_of([lead("Ann", A), lead("Bob", None)]) == [A, ""]


async def test_scalars_are_judged_like_the_values_of_records() -> None:
    scalars = [A, int(A), float(A), decimal.Decimal(A), None, math.nan, decimal.Decimal("NaN")]
    expected = [A, A, A, A, "", "", ""]
    assert await values_of(scalars) == expected
    assert await values_of([{"phone": scalar} for scalar in scalars]) == expected
    refused = [A.encode(), True, math.inf, [A], object()]
    for items in (refused, [{"phone": scalar} for scalar in refused[:3]]):
        rows = await rows_of(items)
        assert all(row.problem and not row.value for row in rows)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (123.45678901, "with decimals"),  # the digits are a number in use in North America
        (46354.125, "with decimals"),  # a day and a time, and the digits of a Norwegian mobile number
        (decimal.Decimal("919901258433.5"), "with decimals"),
        (decimal.Decimal("9.19901E+11"), "without its last digits"),
        (decimal.Decimal("Infinity"), "infinite"),
        (1.2345678901234568e18, "whose last ones are lost"),
        (2.0**53, "whose last ones are lost"),
    ],
)
async def test_a_number_that_is_not_whole_identifies_nobody(value: object, words: str) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"phone": pandas.Series([value], dtype="object")})
    for rows in ([value], [{"phone": value}], frame):
        (row,) = await rows_of(rows)
        assert words in str(row.problem)
        assert row.value == (str(value) if "decimals" in words else "")


async def test_a_whole_number_is_read_whatever_its_zeros() -> None:
    scalars = [
        9.19901e11,
        919901000000,
        decimal.Decimal("919901000000.00"),
        decimal.Decimal("9.1990125843E+11"),
    ]
    assert await values_of(scalars) == ["919901000000"] * 3 + ["919901258430"]


async def test_phone_numbers_that_were_parsed_are_values() -> None:
    number = phone.parse("+919901258433")
    assert await values_of([number, {"phone": number}]) == ["+919901258433"] * 2


async def test_the_column_of_records_can_be_named() -> None:
    records = [{"phone": A, "whatsapp": B}, {"whatsapp": None, "phone": A}, {"other": 1}]
    assert await values_of(records) == ["", "", ""]
    assert await values_of(records, column="WhatsApp") == [B, "", ""]
    with pytest.raises(InputError, match="for files"):
        read(records, header_row=2)  # type: ignore[call-overload]
    with pytest.raises(InputError, match="bytes"):
        read(b"leads.csv")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"phone": None}, "its 'phone' is empty."),
        ({"name": "Ann", "Mobile No.": math.nan}, "its 'Mobile No.' is empty."),
        ({"WhatsApp": ""}, "its 'WhatsApp' is empty."),
        ({"phone": A, "mobile": B}, "several members may hold the phone number, 'phone', 'mobile'"),
        ({"id": 1, "name": "Ann"}, "its members are 'id', 'name'"),
    ],
)
async def test_an_enrolment_says_what_a_record_lacks(record: dict[str, object], words: str) -> None:
    row = (await rows_of([record]))[0]
    with pytest.raises(InvalidRequestError) as caught:
        Enrol("5ba0e13a-ac26-4656-afdd-643ea0813137").key(row)
    assert words in str(caught.value)
    assert A not in str(caught.value)


async def test_a_record_of_the_csv_module_with_more_cells_than_columns_is_invalid() -> None:
    lines = ["name,alternate,phone", f"Ann,{B},{A}", f"Doe, Ann,{B},{A}", f"Bob,,{B},"]
    rows = await rows_of(csv.DictReader(lines))
    assert [(row.value, bool(row.problem)) for row in rows] == [(A, False), ("", True), (B, False)]
    assert "more cells than the header names columns" in str(rows[1].problem)


async def test_a_key_that_is_a_column_is_read_like_every_value() -> None:
    async def act(client: Any, row: Row) -> None: ...

    made = action(act, key="id")
    rows = await rows_of(
        [{"id": 7.0}, {"id": None}, {"id": math.nan}, {"id": " x "}, {"id": decimal.Decimal(8)}]
    )
    assert [made.key(row) for row in rows] == ["7", "", "", "x", "8"]
    for value in (1.2345678901234568e18, b"x"):
        (row,) = await rows_of([{"id": value}])
        with pytest.raises(InvalidRequestError, match="its member 'id' cannot be its key"):
            made.key(row)
