"""A library that is missing is one sentence with the extra, and what needs none is read without it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from chakra_async.bulk import InputError, read
from tests.support.workbooks import workbook

if TYPE_CHECKING:
    from pathlib import Path

A = "919901258431"


@pytest.fixture
def no_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyarrow", "pyarrow.parquet", "compression.zstd"):
        monkeypatch.setitem(sys.modules, name, None)


@pytest.fixture(params=["parquet", "arrow", "csv.zst"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"leads.{request.param}"
    rows = pa.table({"phone": [A]})
    if request.param == "parquet":
        pq.write_table(rows, path)
    elif request.param == "arrow":
        with pa.ipc.new_file(str(path), rows.schema) as writer:
            writer.write_table(rows)
    else:
        path.write_bytes(pa.compress(f"phone\n{A}\n".encode(), "zstd", asbytes=True))
    return path


async def test_a_missing_library_is_one_sentence_with_the_extra(table: Path, no_arrow: None) -> None:
    with pytest.raises(InputError, match=r"read with pyarrow.*pip install 'chakra-async\[bulk\]'") as caught:
        await read(table).check(None)
    assert str(table) in str(caught.value)


async def test_workbooks_need_no_library(tmp_path: Path, no_arrow: None) -> None:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(workbook(f'<row><c t="str"><v>phone</v></c></row><row><c><v>{A}</v></c></row>'))
    assert (await read(path).check(None))["rows"] == "1"
