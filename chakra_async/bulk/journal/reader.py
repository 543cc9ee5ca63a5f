"""Reading a journal, also while a run writes it, and turning the complaints of SQLite and the system into errors."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

import orjson

from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal import schema
from chakra_async.bulk.journal.base import JournalCounts, Summary
from chakra_async.bulk.journal.integrity import check_present, check_schema, wal_of
from chakra_async.bulk.journal.location import location_of
from chakra_async.bulk.journal.postgres import reading as postgres
from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.bulk.journal.reasons import group_reasons
from chakra_async.bulk.journal.records import result_of
from chakra_async.bulk.journal.runs import RUNS_SINCE, read_runs
from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    import os
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    from chakra_async.bulk.journal.location import Location
    from chakra_async.bulk.measures import RunRecord
    from chakra_async.bulk.rows import Result

__all__ = [
    "OTHER_PATH",
    "check_format",
    "count_deliveries",
    "describe",
    "is_new",
    "journal_errors",
    "opened",
    "overview",
    "read_history",
    "read_rows",
    "row_by_result_id",
    "summarize",
]

OTHER_PATH: Final = "choose another path for the journal"
_BUSY_SECONDS: Final = 5.0
_DELIVERIES: Final = """
SELECT CASE WHEN failed_at IS NULL THEN delivery ELSE 'failed' END AS came, count(*) FROM rows
WHERE number > 0 AND came IS NOT NULL GROUP BY came
"""


def read_rows(path: Location, states: Iterable[RowState]) -> Iterator[Result]:
    """Read the rows of a journal that are in some states, in their order; a run may be writing it meanwhile.

    Raises:
        JournalError: There is no such journal, or it cannot be read.

    """
    if isinstance(path, JournalAddress):
        yield from postgres.read_rows(path, states)
        return
    wanted = orjson.dumps([str(state) for state in states]).decode()
    with _reading(path) as (connection, version):
        for record in connection.execute(schema.select(schema.IN_STATES, version), (wanted,)):
            yield result_of(record)


def row_by_result_id(path: str | os.PathLike[str] | JournalAddress, result_id: str) -> Result | None:
    """Return the row of a journal whose result has an id, such as a wamid, or None where there is none.

    Raises:
        JournalError: There is no such journal, or it cannot be read.

    """
    path = location_of(path)
    if isinstance(path, JournalAddress):
        return postgres.row_by_result_id(path, result_id)
    with _reading(path) as (connection, version):
        if version < schema.VERSION:
            return None
        record = connection.execute(schema.select(schema.WITH_RESULT), (result_id,)).fetchone()
        return None if record is None else result_of(record)


@contextmanager
def opened(path: Path) -> Generator[sqlite3.Connection]:
    """Open the file of a journal for reading only; one that was closed cleanly stays one file.

    Raises:
        JournalError: What is there is not whole, or a run began to write it meanwhile.

    """
    file = path.resolve()
    closed = not wal_of(file).exists()
    before = file.stat()
    # Without `immutable`, SQLite would leave an empty -wal and a -shm beside a journal that has none.
    uri = f"{file.as_uri()}?mode=ro{'&immutable=1' if closed else ''}"
    with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS)) as connection:
        check_present(file)
        yield connection
    after = file.stat()
    if closed and (
        wal_of(file).exists() or (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size)
    ):
        raise JournalError(f"A run began to write the journal {path} while it was read: read it again.")


@contextmanager
def _reading(path: Path) -> Generator[tuple[sqlite3.Connection, int]]:
    """Open a journal for reading only, and give the version of its format.

    Raises:
        JournalError: There is no such journal, or it cannot be read.

    """
    with journal_errors(path):  # a name that is too long
        is_there = path.is_file()
    if not is_there:
        raise JournalError(f"The journal {path} does not exist.")
    with journal_errors(path), opened(path) as connection:
        version = check_format(connection, path)
        check_schema(connection, path, version)
        yield connection, version


def describe(path: Location) -> tuple[dict[str, str], dict[RowState, int]]:
    """Return the identity of a journal's run, and how many rows are in each state.

    Raises:
        JournalError: There is no such journal, or it cannot be read.

    """
    if isinstance(path, JournalAddress):
        return postgres.describe(path)
    with _reading(path) as (connection, _):
        entries = dict(connection.execute("SELECT name, value FROM meta"))
        found = connection.execute("SELECT state, count(*) FROM rows GROUP BY state")
        return entries, {RowState(state): count for state, count in found}


def overview(path: Location) -> tuple[dict[str, str], JournalCounts, int, Summary, list[RunRecord]]:
    """Return the identity of a journal's run, its rows by state, how many are not in the list any more, reasons and runs.

    Raises:
        JournalError: There is no such journal, or it cannot be read.

    """
    if isinstance(path, JournalAddress):
        return postgres.overview(path)
    with _reading(path) as (connection, version):
        entries = dict(connection.execute("SELECT name, value FROM meta"))
        counts = JournalCounts(states={})
        for state, rows, created, answered, last, _ in connection.execute(schema.COUNTS):
            counts.states[RowState(state)] = rows
            counts.last = max(counts.last, last)
            if state == RowState.DONE:
                counts.created, counts.existing = int(created), answered - int(created)
        (absent,) = connection.execute("SELECT count(*) FROM rows WHERE number < 0").fetchone()
        runs = read_runs(connection) if version >= RUNS_SINCE else []
        return entries, counts, absent, summarize(connection), runs


def read_history(path: Location) -> list[RunRecord]:
    """Return what a journal keeps of its runs, in their order.

    Raises:
        JournalError: There is no such journal, or it cannot be read.

    """
    if isinstance(path, JournalAddress):
        return postgres.read_history(path)
    with _reading(path) as (connection, version):
        return read_runs(connection) if version >= RUNS_SINCE else []


def count_deliveries(path: Location) -> dict[str, int]:
    """Return the messages of a journal by how far they came, `failed` among them; empty where no delivery was recorded.

    Raises:
        JournalError: There is no such journal, or it cannot be read.

    """
    if isinstance(path, JournalAddress):
        return postgres.count_deliveries(path)
    with _reading(path) as (connection, version):
        return dict(connection.execute(_DELIVERIES)) if version >= RUNS_SINCE else {}


def summarize(connection: sqlite3.Connection) -> Summary:
    """Return the reasons in a journal by how often they occur, and its keys by their first digits."""

    def first_rows(state: str, code: str | None, reason: str) -> list[int]:
        return [number for (number,) in connection.execute(schema.ROWS_OF_REASON, (state, code, reason))]

    reasons = group_reasons(connection.execute(schema.REASONS), first_rows)
    return Summary(reasons=reasons, prefixes=dict(connection.execute(schema.PREFIXES).fetchall()))


def is_new(connection: sqlite3.Connection) -> bool:
    """Return whether a database is empty, so that a journal can be made in it."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    return not tables and application in (0, schema.APPLICATION)


def check_format(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of a journal's format; an older one than the present can be read, and upgraded.

    Raises:
        JournalError: It is not a journal, or of a newer format.

    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != schema.APPLICATION:
        raise JournalError(f"{path} is a database of another program, not a journal: {OTHER_PATH}.")
    if version not in range(1, schema.VERSION + 1):
        raise JournalError(
            f"The journal {path} has format {version}, and this version of the library reads formats up to "
            f"{schema.VERSION}: go on with the version of the library that wrote it last."
        )
    return int(version)


@contextmanager
def journal_errors(path: Path) -> Generator[None]:
    """Turn the errors of SQLite and the system into a `JournalError`."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        name = getattr(error, "sqlite_errorname", "")
        if name == "SQLITE_NOTADB":
            raise JournalError(f"{path} is not a journal but another kind of file: {OTHER_PATH}.") from None
        if name == "SQLITE_FULL":
            raise JournalError(f"The journal {path} cannot be written: the disk is full.") from error
        hint = (
            ": keep the journal on a disk of this machine, not on a network share"
            if "LOCK" in name or "IOERR" in name
            else ""
        )
        raise JournalError(f"The journal {path} cannot be used: {text}{hint}.") from error
    except OSError as error:
        raise JournalError(f"The journal {path} cannot be written: {error.strerror or error}.") from error
    except (ValueError, TypeError) as error:  # a state that does not exist, or text that is not UTF-8
        raise JournalError(f"The journal {path} is damaged: restore it from a copy.") from error
