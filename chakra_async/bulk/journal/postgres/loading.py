"""Loading a whole list into a journal before workers send it: by COPY, in chunks, each with its slices, and resumed where it was."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

import attrs
import orjson

from chakra_async.bulk.engine.intake import judged
from chakra_async.bulk.errors import InputError, JournalError
from chakra_async.bulk.journal.postgres import statements
from chakra_async.bulk.journal.postgres.driver import postgres_errors
from chakra_async.bulk.journal.postgres.finishing import finished_run
from chakra_async.bulk.journal.postgres.schema import statistics
from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chakra_async.bulk.journal.base import Identity
    from chakra_async.bulk.journal.postgres.journal import PostgresJournal
    from chakra_async.bulk.rows import Row
    from chakra_async.bulk.sources.base import Source

__all__ = ["CHUNK", "VALUE", "Loaded", "fields_of", "load"]

CHUNK: Final = 50_000
"""Rows of a transaction: smaller ones load at a third of the speed."""

VALUE: Final = ""
"""The name under which the row's own value is kept among its fields."""

_EXCLUDED: Final = "the person is on the list of those to leave out"
_TABLE: Final = """
CREATE TEMPORARY TABLE chakra_new (number bigint, line bigint, key text, state text, reason text, fields json) ON COMMIT DROP
"""
_COPY: Final = "COPY chakra_new (number, line, key, state, reason, fields) FROM STDIN"
_INSERT: Final = """
INSERT INTO chakra.rows (run, number, line, key, state, reason, fields)
SELECT %(run)s, number, line, key, state, reason, fields FROM chakra_new ORDER BY number
ON CONFLICT DO NOTHING
"""
_DUPLICATES: Final = """
INSERT INTO chakra.rows (run, number, line, state, first)
SELECT %(run)s, new.number, new.line, 'duplicate', earlier.number
FROM chakra_new AS new JOIN chakra.rows AS earlier ON earlier.run = %(run)s AND earlier.key = new.key
WHERE NOT EXISTS (SELECT 1 FROM chakra.rows AS known WHERE known.run = %(run)s AND known.number = new.number)
"""
_FIELDS: Final = """
UPDATE chakra.rows SET fields = new.fields FROM chakra_new AS new
WHERE rows.run = %(run)s AND rows.number = new.number AND rows.key = new.key AND rows.state = 'pending' AND rows.fields IS NULL
"""
_UPTO: Final = "SELECT upto, digest, complete FROM chakra.loads WHERE run = %s FOR UPDATE"
_BEGIN: Final = "INSERT INTO chakra.loads (run, upto, digest) VALUES (%s, 0, %s) ON CONFLICT (run) DO NOTHING"
_ADVANCE: Final = "UPDATE chakra.loads SET upto = %s, complete = %s WHERE run = %s AND upto = %s"


@attrs.frozen
class Loaded:
    """What was loaded.

    Attributes:
        rows: The rows of the list.
        before: How many of them had been loaded before.

    """

    rows: int
    before: int


async def load(
    journal: PostgresJournal,
    identity: Identity,
    source: Source,
    key: Callable[[Row], str],
    *,
    chunk: int = CHUNK,
    columns: Sequence[str] | None = None,
    excluded: Callable[[Row], bool] | None = None,
) -> Loaded:
    """Load a list; one that was loaded before is not read again, and one that was loaded in part is gone on with.

    Args:
        journal: The open journal; nothing else may use it meanwhile.
        identity: The run.
        source: The rows.
        key: Makes a row's key; raises `InvalidRequestError` for a row that cannot be sent.
        chunk: Rows of a transaction.
        columns: The columns that the action reads; None for all.
        excluded: Whether a row's person is left out.

    Raises:
        JournalError: The journal is of another run or list, or cannot be written.
        InputError: The rows cannot be read.

    """
    content = {name: value for name, value in identity.source.items() if name != "file"}
    digest = orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()
    await asyncio.to_thread(journal.register, identity)
    upto, complete = await asyncio.to_thread(_begin, journal, digest)
    if complete:
        await asyncio.to_thread(_finish, journal)
        return Loaded(upto, upto)
    last = before = upto
    waiting: list[Row] = []

    async def write(rows: Sequence[Row], *, complete: bool) -> None:
        records = _records(rows, key, columns, excluded)
        await asyncio.to_thread(_write, journal, records, last, complete=complete)

    async with aclosing(source.batches(upto)) as batches:
        async for batch in batches:
            waiting += batch
            while len(waiting) >= chunk:
                now, waiting = waiting[:chunk], waiting[chunk:]
                await write(now, complete=False)
                last = now[-1].number
    if last == 0 and not waiting:
        raise InputError(f"{source.name} does not have a row. Nothing was loaded.")
    await write(waiting, complete=True)
    return Loaded(waiting[-1].number if waiting else last, before)


def _begin(journal: PostgresJournal, digest: str) -> tuple[int, bool]:
    with journal.changing() as connection:
        connection.execute(_BEGIN, (journal.run, digest))
        upto, known, complete = connection.execute(_UPTO, (journal.run,)).fetchone()
    if known != digest:
        raise JournalError(
            f"The journal {journal.address} was loaded with another list, or another version of it: load the new one under "
            "another name, or run it in one process, which compares the two row by row."
        )
    return upto, complete


def fields_of(row: Row, columns: Sequence[str] | None) -> str:
    """Return what a worker needs of a row as JSON: the cells of some columns, None for all, and the row's own value."""
    wanted = row.fields if columns is None else columns
    kept = {name: row.fields[name] for name in wanted if name in row.fields}
    text = orjson.dumps({**kept, VALUE: row.value}, default=str, option=orjson.OPT_NON_STR_KEYS)
    return text.decode().replace("\\u0000", "\\ufffd")


def _records(
    rows: Sequence[Row],
    key: Callable[[Row], str],
    columns: Sequence[str] | None,
    excluded: Callable[[Row], bool] | None,
) -> list[tuple[Any, ...]]:
    records: list[tuple[Any, ...]] = []
    for row in rows:
        made, reason = judged(row, key)
        state = RowState.INVALID if made is None else RowState.PENDING
        if reason is not None:
            reason = reason.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
        if made is not None and excluded is not None and excluded(row):
            state, reason = RowState.EXCLUDED, _EXCLUDED
        fields = fields_of(row, columns) if state is RowState.PENDING else None
        records.append((row.number, row.line, made, state.value, reason, fields))
    return records


def _write(
    journal: PostgresJournal, records: Sequence[tuple[Any, ...]], after: int, *, complete: bool
) -> None:
    """Write a chunk; one that another loader has written meanwhile is left as it is."""
    upto = records[-1][0] if records else after

    def write() -> None:
        with journal.changing() as connection, postgres_errors(journal.address):
            if connection.execute(_ADVANCE, (upto, complete, journal.run, after)).rowcount == 0:
                return
            if records:
                _insert(connection, journal, records, upto)
            if after == 0 or complete:
                connection.execute(statistics(journal.run or 0).encode())
        if complete:
            _finish(journal)

    journal.again(write)


def _finish(journal: PostgresJournal) -> None:
    """Mark the run as done if it is: workers may have been faster than its loading."""
    with journal.changing() as connection:
        for statement, parameters in finished_run(journal.run or 0):
            connection.execute(statement, parameters)


def _insert(connection: Any, journal: PostgresJournal, records: Sequence[tuple[Any, ...]], upto: int) -> None:
    connection.execute(_TABLE)
    with connection.cursor().copy(_COPY) as copy:
        for record in records:
            copy.write_row(record)
    inserted = connection.execute(_INSERT, {"run": journal.run}).rowcount
    if inserted < len(records):
        connection.execute(_DUPLICATES, {"run": journal.run})
        connection.execute(_FIELDS, {"run": journal.run})  # of a run that one process began
    size = journal.slice_size
    slices = range((records[0][0] - 1) // size + 1, (upto - 1) // size + 2)
    connection.execute(
        statements.SLICES,
        {"run": journal.run, "size": size, "slices": list(slices), "fence": 0, "owner": None},
    )
