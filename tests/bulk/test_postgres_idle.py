"""One connection serves the slices of a worker one after another, and is made anew when it broke between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chakra_async import bulk
from chakra_async.bulk.distributed.slice_store import SliceStore
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.postgres.loading import load
from chakra_async.bulk.journal.postgres.session import Seen, Session
from chakra_async.bulk.sources.base import source_of

if TYPE_CHECKING:
    from tests.support.postgres import Database


@pytest.fixture
async def address(postgres: Database) -> bulk.JournalAddress:
    found = bulk.JournalAddress.parse(f"{postgres.address}#july")
    journal = PostgresJournal.open(found, slice_size=10)
    rows = [bulk.Row(number, f"+919900000{number:03}") for number in range(1, 41)]
    identity = Identity(entries={}, validation={}, stable=True)
    await load(journal, identity, source_of(rows), lambda row: row.value)
    journal.close()
    return found


def backends(postgres: Database) -> list[int]:
    found = postgres.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'chakra'"
    )
    return [pid for (pid,) in found]


async def test_slices_are_taken_over_one_connection(address: bulk.JournalAddress, postgres: Database) -> None:
    seen = Seen()
    used = set[int]()
    for number in (1, 2, 3):
        store = SliceStore.take(address, number, "worker", seen=seen)
        assert [row.number for row, _ in store.rows(0)] == [*range(10 * number - 9, 10 * number + 1)]
        store.close()
        used.update(backends(postgres))
    assert len(used) == 1
    seen.idle.close()
    assert seen.idle.take() is None
    # What is left after that is closed at once.
    session = Session(address, seen=seen)
    session.close()
    assert session.connection.closed


async def test_a_connection_that_broke_between_two_slices_is_made_anew(
    address: bulk.JournalAddress, postgres: Database
) -> None:
    seen = Seen()
    SliceStore.take(address, 1, "worker", seen=seen).close()
    (before,) = backends(postgres)
    postgres.execute("SELECT pg_terminate_backend(%s, 10000)", before)
    store = SliceStore.take(address, 2, "worker", seen=seen)
    assert len(store.rows(0)) == 10
    assert before not in backends(postgres)
    store.close()
    seen.idle.close()


async def test_two_sessions_at_once_have_two_connections_and_one_of_them_is_kept(
    address: bulk.JournalAddress,
) -> None:
    seen = Seen()
    one, other = Session(address, seen=seen), Session(address, seen=seen)
    assert one.connection is not other.connection
    one.close()
    other.close()
    assert (one.connection.closed, other.connection.closed) == (False, True)
    again = Session(address, seen=seen)
    assert again.connection is one.connection
    again.connection.execute("BEGIN")
    again.close()
    assert again.connection.closed  # what another has begun on it is not for the next


async def test_a_session_of_its_own_closes_its_connection(address: bulk.JournalAddress) -> None:
    session = Session(address)
    session.close()
    assert session.connection.closed


async def test_a_database_that_is_another_is_noticed_on_a_kept_connection_as_well(
    address: bulk.JournalAddress,
) -> None:
    seen = Seen()
    SliceStore.take(address, 1, "worker", seen=seen).close()
    seen.position += 1 << 60
    with pytest.raises(bulk.JournalError, match="another one than before"):
        SliceStore.take(address, 2, "worker", seen=seen)
    assert seen.idle.take() is None
