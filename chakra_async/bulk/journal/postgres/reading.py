"""Reading a journal in PostgreSQL, also while runs write it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.base import JournalCounts, Summary
from chakra_async.bulk.journal.postgres import schema, statements
from chakra_async.bulk.journal.postgres.driver import connect, postgres_errors
from chakra_async.bulk.journal.reasons import group_reasons
from chakra_async.bulk.journal.records import result_of
from chakra_async.bulk.journal.runs import record_of
from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    import psycopg

    from chakra_async.bulk.journal.postgres.address import JournalAddress
    from chakra_async.bulk.measures import RunRecord
    from chakra_async.bulk.rows import Result

__all__ = [
    "count_deliveries",
    "counts_of",
    "describe",
    "overview",
    "read_history",
    "read_rows",
    "row_by_result_id",
    "run_state",
    "summary_of",
]

_DELIVERIES = """
SELECT CASE WHEN failed_at IS NULL THEN delivery ELSE 'failed' END AS came, count(*) FROM chakra.rows
WHERE run = %s AND number > 0 AND (failed_at IS NOT NULL OR delivery IS NOT NULL) GROUP BY came
"""
_TOGETHER = 2000
_PARTS = ("rows.number > 0", "rows.number < 0")
"""The rows of the list, and then those that are not in it any more."""
_BY_INDEX = ("enable_sort", "enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_mergejoin")
"""What the server may not choose, so that rows are read in the order of their index: a sort of all would come before the first, on its disk."""


@contextmanager
def _reading(address: JournalAddress) -> Generator[tuple[psycopg.Connection[Any], int, dict[str, str]]]:
    """Connect to a journal, and give its run and identity.

    Raises:
        JournalError: There is no such journal, or it cannot be read.

    """
    connection = connect(address, writes=False)
    try:
        with postgres_errors(address):
            schema.check(connection, address, make=False)
            with connection.transaction():
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                record = connection.execute(statements.RUN, (address.name,)).fetchone()
                if record is None:
                    raise JournalError(f"The journal {address} does not exist.")
                yield connection, record[0], record[1]
    finally:
        connection.close()


def describe(address: JournalAddress) -> tuple[dict[str, str], dict[RowState, int]]:
    """Return the identity of a journal's run, and how many rows are in each state."""
    with _reading(address) as (connection, run, known):
        found = connection.execute(
            "SELECT state, count(*) FROM chakra.rows WHERE run = %s GROUP BY state", (run,)
        )
        return known, {RowState(state): count for state, count in found}


def run_state(address: JournalAddress) -> tuple[str, str | None]:
    """Return the state of a journal's run, `running`, `stopping`, `stopped` or `done`, and why it was stopped."""
    with _reading(address) as (connection, run, _):
        record = connection.execute(statements.STATE, (run,)).fetchone()
        return (record[0], record[1]) if record else ("purged", None)


def overview(address: JournalAddress) -> tuple[dict[str, str], JournalCounts, int, Summary, list[RunRecord]]:
    """Return the identity of a journal's run, its rows by state, how many are not in the list any more, reasons and runs."""
    with _reading(address) as (connection, run, known):
        return known, *summary_of(connection, run), _history(connection, run)


def read_history(address: JournalAddress) -> list[RunRecord]:
    """Return what a journal keeps of its runs, in their order."""
    with _reading(address) as (connection, run, _):
        return _history(connection, run)


def count_deliveries(address: JournalAddress) -> dict[str, int]:
    """Return the messages of a journal by how far they came, `failed` among them."""
    with _reading(address) as (connection, run, _):
        return dict(connection.execute(_DELIVERIES, (run,)).fetchall())


def read_rows(address: JournalAddress, states: Iterable[RowState]) -> Iterator[Result]:
    """Read the rows of a journal that are in some states, in their order, as a stream."""
    wanted = [str(state) for state in states]
    with _reading(address) as (connection, run, _):
        for setting in _BY_INDEX:
            connection.execute(f"SET LOCAL {setting} = off".encode())
        for part in _PARTS:
            query = statements.select(f"rows.state = ANY(%s) AND {part} ORDER BY rows.number").encode()
            with connection.cursor("chakra_rows") as cursor:
                cursor.itersize = _TOGETHER
                cursor.execute(query, (run, wanted))
                for record in cursor:
                    yield result_of(record)


def row_by_result_id(address: JournalAddress, result_id: str) -> Result | None:
    """Return the row of a journal whose result has an id, or None where there is none."""
    query = statements.select("rows.result = %s LIMIT 1").encode()
    with _reading(address) as (connection, run, _):
        record = connection.execute(query, (run, result_id)).fetchone()
        return None if record is None else result_of(record)


def counts_of(connection: psycopg.Connection[Any], run: int) -> JournalCounts:
    """Return what the journal of a run holds."""
    counts = JournalCounts(states={})
    for state, rows, created, answered, last, pending in connection.execute(statements.COUNTS, (run,)):
        counts.states[RowState(state)] = rows
        counts.last = max(counts.last, last)
        if state == RowState.DONE:
            counts.created, counts.existing = created, answered - created
        if pending is not None:
            counts.first_pending = pending
    return counts


def summary_of(connection: psycopg.Connection[Any], run: int) -> tuple[JournalCounts, int, Summary]:
    """Return what the journal of a run holds, how many rows are not in its list any more, and the summary."""
    counts = counts_of(connection, run)
    record = connection.execute(
        "SELECT count(*) FROM chakra.rows WHERE run = %s AND number < 0", (run,)
    ).fetchone()

    def first_rows(state: str, code: str | None, reason: str) -> list[int]:
        return [
            number for (number,) in connection.execute(statements.ROWS_OF_REASON, (run, state, code, reason))
        ]

    reasons = group_reasons(connection.execute(statements.REASONS, (run,)), first_rows)
    prefixes = dict(connection.execute(statements.PREFIXES, (run,)).fetchall())
    return counts, record[0] if record else 0, Summary(reasons=reasons, prefixes=prefixes)


def _history(connection: psycopg.Connection[Any], run: int) -> list[RunRecord]:
    query = "SELECT record FROM chakra.measures WHERE run = %s ORDER BY fence"
    return [record_of(values) for (values,) in connection.execute(query, (run,))]
