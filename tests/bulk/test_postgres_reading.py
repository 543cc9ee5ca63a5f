"""Reading a journal in PostgreSQL out: in the order of the source, as a stream that the server does not sort first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chakra_async import bulk
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.postgres.loading import load
from chakra_async.bulk.journal.reader import read_rows
from chakra_async.bulk.sources.base import source_of

if TYPE_CHECKING:
    from tests.support.postgres import Database

ROWS = 15_000


@pytest.fixture
async def address(postgres: Database) -> bulk.JournalAddress:
    found = bulk.JournalAddress.parse(f"{postgres.address}#july")
    journal = PostgresJournal.open(found)
    rows = [bulk.Row(number, f"+9199{number % 14_990:08}") for number in range(1, ROWS + 1)]
    await load(
        journal, Identity(entries={}, validation={}, stable=True), source_of(rows), lambda row: row.value
    )
    journal.close()
    return found


async def test_rows_come_in_the_order_of_the_source_wherever_they_are_stored(
    address: bulk.JournalAddress, postgres: Database
) -> None:
    # An update puts a new version of a row elsewhere; rows with negative numbers are not in the list any more.
    postgres.execute("UPDATE chakra.rows SET state = 'done' WHERE number % 7 = 3")
    postgres.execute("UPDATE chakra.rows SET number = number - 15000 WHERE number BETWEEN 100 AND 109")
    found = list(read_rows(address, list(bulk.RowState)))
    expected = [number for number in range(1, ROWS + 1) if not 100 <= number <= 109]
    assert [row.number for row in found] == [*expected, *range(-14_900, -14_890)]
    assert found[14_989 - 10 + 1].state is bulk.RowState.DUPLICATE
    assert found[14_989 - 10 + 1].key == found[0].key


async def test_only_rows_in_the_states_that_are_asked_for_come(
    address: bulk.JournalAddress, postgres: Database
) -> None:
    postgres.execute("UPDATE chakra.rows SET state = 'done' WHERE number IN (2000, 5, 800)")
    assert [row.number for row in read_rows(address, [bulk.RowState.DONE])] == [5, 800, 2000]
    both = read_rows(address, [bulk.RowState.DONE, bulk.RowState.DUPLICATE])
    assert [row.number for row in both] == [5, 800, 2000, *range(14_991, 15_001)]
    assert list(read_rows(address, [bulk.RowState.REFUSED])) == []


async def test_the_server_writes_nothing_down_to_put_rows_in_order(
    address: bulk.JournalAddress, postgres: Database
) -> None:
    if not postgres.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")[0][0]:
        pytest.skip("the role may not limit the server's temporary files")
    for setting in ("work_mem = '1MB'", "temp_file_limit = 0"):
        postgres.execute(f"ALTER DATABASE {postgres.name} SET {setting}")
    assert sum(1 for _ in read_rows(address, list(bulk.RowState))) == ROWS
