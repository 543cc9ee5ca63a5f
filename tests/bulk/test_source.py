"""Rows of iterables: strings, mappings and rows are read in order and in batches; a slow producer delays nothing."""

from __future__ import annotations

import asyncio
import collections
import types
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import InputError, Row, read
from chakra_async.bulk.sources.base import source_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


async def rows_of(rows: Any, after: int = 0) -> list[Row]:
    return [row async for batch in source_of(rows).batches(after) for row in batch]


async def test_strings_mappings_and_rows_become_rows() -> None:
    items = [
        "1",
        {"name": "a", "Phone": "2"},
        {"Phone": 3.0, "x": None},
        {"phone": 4},
        Row(99, "5"),
        {"id": 1},
        7,
        ["8"],
    ]
    rows = await rows_of(items)
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [row.value for row in rows] == ["1", "2", "3", "4", "5", "", "7", ""]
    assert rows[-1].problem is not None


async def test_an_iterable_is_read_in_small_batches_from_where_it_is_asked() -> None:
    batches = [batch async for batch in source_of(str(n) for n in range(1000)).batches(300)]
    assert max(map(len, batches)) <= 250
    assert [row.number for batch in batches for row in batch] == list(range(301, 1001))


async def test_a_fast_async_iterable_is_batched_and_a_slow_one_is_not_delayed() -> None:
    async def produce() -> AsyncIterator[str]:
        for n in range(1000):
            yield str(n)
        await asyncio.sleep(0.05)
        yield "last"

    sizes = [len(batch) async for batch in source_of(produce()).batches(0)]
    assert sum(sizes) == 1001
    assert sizes[-1] == 1
    assert len(sizes) < 20


class Names(collections.UserDict[str, Any]):
    """A record that finds its columns in any case."""

    def __getitem__(self, name: object) -> Any:
        for known, value in self.data.items():
            if isinstance(name, str) and known.lower() == name.lower():
                return value
        raise KeyError(name)


class NamesInDict(dict[str, Any]):
    """The same, as a kind of dictionary."""

    __getitem__ = Names.__getitem__

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.items())


class Cursor:
    """A record that is no mapping, as some drivers have it."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = record

    def keys(self) -> list[str]:
        return list(self.record)

    def __getitem__(self, name: str) -> Any:
        return self.record[name]


RECORDS = {
    "dict": lambda record: record,
    "proxy": types.MappingProxyType,
    "chain": lambda record: collections.ChainMap({}, record),
    "row": lambda record: Row(0, record["phone"], record),
    "keys": Cursor,
}


@pytest.mark.parametrize("kind", RECORDS)
@pytest.mark.parametrize("asynchronous", [True, False])
async def test_a_record_that_is_changed_in_place_and_given_again_is_another_row(
    kind: str, *, asynchronous: bool
) -> None:
    people = [("919901258433", "Ann"), ("919901258434", "Ben"), ("919901258435", "Cy")] * 200
    record: dict[str, Any] = {}

    def produce() -> Iterator[Any]:
        for number, name in people:
            record.update(phone=number, name=name)
            yield RECORDS[kind](record)

    async def produce_slowly() -> AsyncIterator[Any]:
        for place, item in enumerate(produce()):
            if place % 7 == 0:
                await asyncio.sleep(0)
            yield item

    rows = await rows_of(produce_slowly() if asynchronous else produce())
    assert [(row.value, row.fields["name"]) for row in rows] == people
    record.clear()
    assert rows[0].fields["name"] == "Ann"


async def test_a_row_that_is_changed_in_place_and_given_again_is_another_row() -> None:
    row = Row(1, "919901258433")

    def produce() -> Iterator[Row]:
        for n in range(3):
            row.value = f"91990125843{n}"
            yield row

    assert [each.value for each in await rows_of(produce())] == [f"91990125843{n}" for n in range(3)]


@pytest.mark.parametrize("kind", [Names, NamesInDict])
async def test_a_copied_record_still_finds_its_columns_as_its_own_kind_does(kind: Any) -> None:
    (row,) = await rows_of([kind(Phone="919901258433", Name="Ann")])
    assert (row.value, row.fields["NAME"]) == ("919901258433", "Ann")


async def test_an_error_of_the_iterable_comes_after_the_rows_before_it() -> None:
    async def produce() -> AsyncIterator[str]:
        yield "1"
        raise OSError("gone")

    batches = source_of(produce()).batches(0)
    assert [row.value for row in await anext(batches)] == ["1"]
    with pytest.raises(OSError, match="gone"):
        await anext(batches)


async def test_leaving_early_leaves_no_task_behind() -> None:
    async def produce() -> AsyncIterator[str]:
        while True:
            yield "1"

    batches = source_of(produce()).batches(0)
    await anext(batches)
    await batches.aclose()
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize("rows", ["leads.csv", b"x", 5, {"phone": "1"}, None])
def test_an_argument_that_cannot_give_rows_is_refused(rows: Any) -> None:
    with pytest.raises(InputError, match=r"iterable|records"):
        source_of(rows)


def test_a_path_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"bulk\.read"):
        source_of(tmp_path)


def test_a_file_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("phone\n")
    source = read(tmp_path / "a.csv")
    assert source_of(source) is source


def test_the_length_is_known_where_the_iterable_knows_it() -> None:
    def generate() -> Iterator[str]:
        yield "1"

    assert source_of(["1", "2"]).expected == 2
    assert source_of(generate()).expected is None


def test_the_repr_of_a_row_masks_the_number() -> None:
    assert "919901258433" not in repr(Row(1, "919901258433", {"phone": "919901258433"}))
