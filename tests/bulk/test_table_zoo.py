"""Every table of the zoo gives its rows, or is refused with its words before its first row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chakra_async.bulk import InputError, Row, read
from tests.bulk.table_zoo import ZOO, A, Animal

if TYPE_CHECKING:
    from pathlib import Path


async def rows_of(animal: Animal, path: Path) -> list[Row]:
    source = read(path, **animal.options)
    identity = await source.check(None)
    rows = [row async for batch in source.batches(0) for row in batch]
    assert identity["rows"] == str(len(rows))
    return rows


@pytest.mark.parametrize("animal", ZOO, ids=str)
async def test_a_table_gives_its_rows_or_is_refused(animal: Animal, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(animal.content)
    if animal.error:
        with pytest.raises(InputError) as caught:
            await rows_of(animal, path)
        text = str(caught.value)
        assert [words for words in animal.error if words not in text] == [], text
        assert str(path) in text
        assert A not in text
        return
    rows = await rows_of(animal, path)
    expected = [row.partition("!") for row in animal.rows]
    assert [row.value for row in rows] == [value for value, _, _ in expected]
    for row, (_, _, words) in zip(rows, expected, strict=True):
        assert bool(row.problem) == bool(words), row.problem
        assert words in (row.problem or "")
    if animal.fields is not None:
        assert rows[0].fields == animal.fields


def test_the_names_in_the_zoo_differ() -> None:
    names = [animal.name for animal in ZOO]
    assert len(set(names)) == len(names)
    assert len(names) >= 60
