"""What the server does for a few rows does not grow with the list: it finds them by their index from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from chakra_async import bulk
from chakra_async.bulk.distributed import loading
from chakra_async.bulk.journal.base import Group, Identity, NewRow
from chakra_async.bulk.journal.postgres import statements
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.postgres.loading import load
from chakra_async.bulk.rows import RowState
from chakra_async.bulk.sources.base import source_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.postgres import Database

ROWS = 5000
IDENTITY = Identity(entries={}, validation={}, stable=True)


@pytest.fixture
def journal(postgres: Database) -> PostgresJournal:
    return PostgresJournal.open(bulk.JournalAddress.parse(f"{postgres.address}#july"))


def key(number: int) -> str:
    return f"+9199{number:08}"


def by_index(postgres: Database, statement: str, parameters: Mapping[str, object]) -> bool:
    """Return whether each access to the rows of the run is by their number."""
    with psycopg.connect(postgres.address) as connection:
        plan = [line for (line,) in connection.execute(f"EXPLAIN {statement}".encode(), parameters)]
    scans = [line for line in plan if " Scan" in line and "rows_" in line and "Bitmap Heap Scan" not in line]
    return bool(scans) and all("Index Scan" in line and "_pkey" in line for line in scans)


def check(postgres: Database, journal: PostgresJournal) -> None:
    numbers = [*range(2001, 2051)]
    of_run = {"run": journal.run, "size": journal.slice_size, "numbers": numbers, "fence": 1, "slices": [3]}
    server = {"system_id": "", "timeline": 1, "position": 0}
    assert by_index(postgres, statements.INTENTS, {**of_run, **server})
    columns = ("states", "outcomes", "codes", "reasons", "errors", "results")
    ends = {name: ["done"] * 50 for name in columns} | {"fences": [1] * 50, "created": [True] * 50}
    assert by_index(postgres, statements.ENDS, {**of_run, **ends})
    assert by_index(postgres, statements.ENDS_BACK, {**of_run, **ends})
    assert by_index(postgres, statements.LATE, {**of_run, **ends})
    fields = {"numbers": numbers, "fields": ["{}"] * 50, "name": "july"}
    assert by_index(postgres, loading._FIELDS, fields)


async def test_of_a_list_that_was_loaded(postgres: Database, journal: PostgresJournal) -> None:
    rows = [bulk.Row(number, key(number)) for number in range(1, ROWS + 1)]
    await load(journal, IDENTITY, source_of(rows), lambda row: row.value, chunk=2000)
    check(postgres, journal)
    journal.close()


def test_of_a_list_that_is_read_while_it_is_sent(postgres: Database, journal: PostgresJournal) -> None:
    journal.begin(IDENTITY)
    for first in range(1, ROWS, 400):
        rows: list[NewRow] = [
            (number, None, key(number), str(RowState.PENDING), None, None)
            for number in range(first, first + 400)
        ]
        journal.apply(Group(added=rows))
    check(postgres, journal)
    journal.close()
