"""What is done to a journal from outside: stop its run, try rows again, remove it, and give a role the rights to work."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.postgres import schema, statements
from chakra_async.bulk.journal.postgres.driver import connect, postgres_errors

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    import psycopg

    from chakra_async.bulk.journal.base import Retried
    from chakra_async.bulk.journal.postgres.address import JournalAddress

__all__ = ["SETTLED_AFTER", "SliceInfo", "grant_worker", "late_rows", "purge", "retry", "slices", "stop"]

SETTLED_AFTER: Final = 400.0
"""Seconds for which a row must have been unknown before it is tried again: longer than a worker that was frozen may still send it."""

_SLICES: Final = """
SELECT slice, lo, hi, fence, owner, seen, finished, counts FROM chakra.slices WHERE run = %s ORDER BY slice
"""
_LATE: Final = "SELECT number, state, at FROM chakra.late WHERE run = %s ORDER BY at"
_STOP: Final = (
    "UPDATE chakra.runs SET state = 'stopping', why = %s WHERE run = %s AND state = 'running' RETURNING run"
)


@attrs.frozen
class SliceInfo:
    """What is known of a slice.

    Attributes:
        slice: Its number, from 1 on.
        lo: The number of its first row.
        hi: The number of its last row; the list may end before.
        fence: The fence of its newest claim; 0 where there was none.
        owner: Who has claimed it last.
        seen: When that was, by the database's clock.
        finished: Whether all its rows have ended.
        counts: Its rows by state, from when it was finished.

    """

    slice: int
    lo: int
    hi: int
    fence: int
    owner: str | None
    seen: datetime | None
    finished: bool
    counts: dict[str, int]


@contextmanager
def _opened(address: JournalAddress) -> Generator[tuple[psycopg.Connection[Any], int, int]]:
    connection = connect(address)
    try:
        with postgres_errors(address):
            schema.check(connection, address, make=False)
            record = connection.execute(statements.RUN, (address.name,)).fetchone()
            if record is None:
                raise JournalError(f"The journal {address} does not exist.")
            with connection.transaction():
                yield connection, record[0], record[4]
    finally:
        connection.close()


def stop(address: JournalAddress, why: str = "it was stopped") -> bool:
    """Let no worker of a run begin a call any more, and return whether it was running; calls under way end.

    Raises:
        JournalError: There is no such journal, or it cannot be written.

    """
    with _opened(address) as (connection, run, _):
        found = connection.execute(_STOP, (why, run)).fetchone()
        connection.execute("SELECT pg_notify('chakra_run', %s::text)", (run,))
        return found is not None


def retry(address: JournalAddress, retried: Retried, *, settled_after: float = SETTLED_AFTER) -> int:
    """Make rows that have ended pending again, and return how many.

    Rows of unknown outcome are only taken when they have been so for a while: a worker that was frozen meanwhile may still
    have their calls before it.

    Args:
        address: The journal.
        retried: Which rows.
        settled_after: Seconds for which a row must have been unknown.

    Raises:
        JournalError: There is no such journal, or it cannot be written.

    """
    parameters = {
        "states": sorted(map(str, retried.states)),
        "codes": sorted(retried.codes) or None,
        "older": int(settled_after * 1000),
    }
    with _opened(address) as (connection, run, size):
        connection.execute(statements.LOCK.encode(), {"run": run})
        record = connection.execute(
            statements.RETRY.encode(), {"run": run, "size": size, **parameters}
        ).fetchone()
        return int(record[0]) if record else 0


def purge(address: JournalAddress) -> int:
    """Remove a run with all its rows, and return how many rows it had. What was done under it is forgotten.

    Raises:
        JournalError: There is no such journal, it is running, or it cannot be written.

    """
    with _opened(address) as (connection, run, _):
        connection.execute("SET LOCAL lock_timeout = '10s'")
        connection.execute(statements.LOCK.encode(), {"run": run})
        record = connection.execute(
            "SELECT state = 'running' AND EXISTS (SELECT 1 FROM chakra.rows WHERE rows.run = runs.run AND state = 'sending') "
            "FROM chakra.runs WHERE run = %s FOR UPDATE",
            (run,),
        ).fetchone()
        if record is not None and record[0]:
            raise JournalError(f"The run of the journal {address} has calls under way: stop it first.")
        counted = connection.execute("SELECT count(*) FROM chakra.rows WHERE run = %s", (run,)).fetchone()
        connection.execute(schema.drop_partition(run).encode())
        connection.execute("DELETE FROM chakra.runs WHERE run = %s", (run,))
        connection.execute(
            "DELETE FROM chakra.gates WHERE key = ANY(%s)", ([schema.health_key(run), schema.limit_key(run)],)
        )
        return int(counted[0]) if counted else 0


def slices(address: JournalAddress, *, unfinished: bool = False) -> list[SliceInfo]:
    """Return the slices of a run, or those that are not finished.

    Raises:
        JournalError: There is no such journal, or it cannot be read.

    """
    with _opened(address) as (connection, run, _):
        found = [SliceInfo(*record) for record in connection.execute(_SLICES, (run,))]
        return [each for each in found if not (unfinished and each.finished)]


def late_rows(address: JournalAddress) -> list[tuple[int, str, datetime]]:
    """Return number, state and time of the ends that came for rows which had gone on without them: perhaps done twice.

    Raises:
        JournalError: There is no such journal, or it cannot be read.

    """
    with _opened(address) as (connection, run, _):
        return connection.execute(_LATE, (run,)).fetchall()


def grant_worker(address: JournalAddress, role: str) -> None:
    """Give a role the rights that a worker needs: it can send and record, and cannot add, delete or load rows.

    Raises:
        JournalError: The role does not exist, or the address's own role may not grant.

    """
    connection = connect(address)
    try:
        with postgres_errors(address):
            schema.check(connection, address, make=True)
            with connection.transaction():
                found = connection.execute(
                    "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = %s", (role,)
                ).fetchone()
                if found is None:
                    raise JournalError(
                        f"The database of the journal {address} does not have the role {role!r}."
                    )
                connection.execute(schema.GRANTS.format(role=found[0]).encode())
    finally:
        connection.close()
