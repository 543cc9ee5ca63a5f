"""Parquet and Arrow files: values as they are typed, row groups one after the other, and what cannot be read."""

from __future__ import annotations

import datetime as dt
import decimal
import gzip
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from chakra_async.bulk import InputError, Row, read

if TYPE_CHECKING:
    from pathlib import Path

A, B = "919901258431", "919901258432"


@pytest.fixture(params=["parquet", "arrow", "stream"])
def write(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    path = tmp_path / "leads.bin"

    def writing(table: pa.Table) -> Path:
        if request.param == "parquet":
            pq.write_table(table, path, row_group_size=300)
            return path
        opened = pa.ipc.new_file if request.param == "arrow" else pa.ipc.new_stream
        with opened(str(path), table.schema) as writer:
            writer.write_table(table)
        return path

    return writing


async def rows_of(path: Path, after: int = 0, **options: Any) -> list[Row]:
    source = read(path, **options)
    identity = await source.check(None)
    rows = [row async for batch in source.batches(after) for row in batch]
    assert identity["rows"] == str(len(rows) + after)
    return rows


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (pa.array([int(A)], pa.int64()), A),
        (pa.array([int(A)], pa.uint64()), A),
        (pa.array([float(A)], pa.float64()), A),
        (pa.array([decimal.Decimal(A)], pa.decimal128(20, 2)), A),
        (pa.array([A]), A),
        (pa.array([A], pa.large_string()), A),
        (pa.array([A]).dictionary_encode(), A),
        (pa.array([A.encode()], pa.binary()), A),
        (pa.array([None], pa.string()), ""),
        (pa.array([None], pa.int64()), ""),
        (pa.array([None], pa.null()), ""),
    ],
)
async def test_a_number_is_read_from_every_type(write: Any, column: Any, value: str) -> None:
    (row,) = await rows_of(write(pa.table({"phone": column, "name": ["Ann"]})))
    assert (row.number, row.value, row.problem, row.fields["name"]) == (1, value, None, "Ann")


async def test_values_are_as_they_are_typed(write: Any) -> None:
    day = dt.datetime(2026, 12, 3, 14, 30, tzinfo=dt.UTC)
    table = pa.table(
        {
            "phone": [A],
            "day": pa.array([day.date()]),
            "at": pa.array([day]),
            "exact": pa.array([1_700_000_000_123_456_789], pa.timestamp("ns")),
            "list": [[1, 2]],
            "amount": [1.5],
            "paid": [True],
        }
    )
    (row,) = await rows_of(write(table))
    exact = str(row.fields["exact"])  # of pandas where that is installed, else a string
    assert exact == "2023-11-14 22:13:20.123456789"
    assert list(row.fields.values()) == [A, day.date(), day, row.fields["exact"], [1, 2], 1.5, True]


async def test_row_groups_are_read_one_after_the_other_from_where_it_is_asked(write: Any) -> None:
    path = write(pa.table({"phone": [str(n) for n in range(1000)]}))
    assert [row.value for row in await rows_of(path)] == [str(n) for n in range(1000)]
    rows = await rows_of(path, after=777)
    assert [(row.number, row.value) for row in rows] == [(n + 1, str(n)) for n in range(777, 1000)]


async def test_columns_are_judged_before_the_first_row(write: Any) -> None:
    with pytest.raises(InputError, match=r"its columns are 'id', 'handy'.*--column"):
        await rows_of(write(pa.table({"id": [1], "handy": [A]})))
    assert [row.value for row in await rows_of(write(pa.table({"id": [1], "handy": [A]})), column=2)] == [A]
    with pytest.raises(InputError, match=r"'phone' \(column 1\), 'mobile' \(column 2\)"):
        await rows_of(write(pa.table({"phone": [A], "mobile": [B]})))
    with pytest.raises(InputError, match="cannot hold a phone number exactly"):
        await rows_of(write(pa.table({"phone": pa.array([1.0], pa.float32())})))
    with pytest.raises(InputError, match="leave out sheet="):
        await rows_of(write(pa.table({"phone": [A]})), sheet=1)


async def test_damage_is_found_before_the_first_row(write: Any) -> None:
    path = write(pa.table({"phone": [str(n * n) for n in range(5000)]}))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(InputError, match="damaged or cut off"):
        await rows_of(path)


async def test_a_frame_of_pandas_comes_back_with_its_index_beside_it(tmp_path: Path) -> None:
    frame = pd.DataFrame({"phone": [A, B], "n": [1, None]}, index=[7, 8])
    path = tmp_path / "leads.parquet.gz"
    path.write_bytes(gzip.compress(frame.to_parquet()))
    assert [(row.value, row.fields["n"]) for row in await rows_of(path)] == [(A, 1.0), (B, None)]
