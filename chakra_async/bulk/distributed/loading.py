"""The rows of a list into a shared journal, with the cells that workers need; then an engine does them."""

from __future__ import annotations

import asyncio
import contextlib
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from chakra_async.bulk.distributed.supervising import Overview, supervise
from chakra_async.bulk.engine.intake import Intake
from chakra_async.bulk.engine.policy import reason_of
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.postgres.driver import DatabaseAwayError, connect, postgres_errors
from chakra_async.bulk.journal.postgres.loading import fields_of
from chakra_async.bulk.journal.postgres.workers import workers_of
from chakra_async.bulk.rows import Result, RowState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.distributed.engine import Engine
    from chakra_async.bulk.engine.limits import RunLimits
    from chakra_async.bulk.engine.progress import Progress
    from chakra_async.bulk.engine.runner import Runner
    from chakra_async.bulk.engine.state import QueuedRow
    from chakra_async.bulk.engine.survey import NationalCheck
    from chakra_async.bulk.journal.base import Journal, JournalCounts
    from chakra_async.bulk.journal.location import Location
    from chakra_async.bulk.journal.postgres.address import JournalAddress
    from chakra_async.bulk.measures import WorkerShare
    from chakra_async.bulk.rows import Row
    from chakra_async.bulk.sources.base import Source

__all__ = ["distribute", "load", "worked_by"]

_FIELDS: Final = """
UPDATE chakra.rows SET fields = new.fields::json
FROM unnest(%(numbers)s::bigint[], %(fields)s::text[]) AS new(number, fields)
WHERE rows.run = (SELECT run FROM chakra.runs WHERE name = %(name)s) AND rows.number = new.number
    AND rows.number = ANY(%(numbers)s::bigint[]) AND rows.state = 'pending'
"""
"""The rows of other runs are not looked at, and those of this one are found by their index."""
_LEAST_WAIT: Final = 1.0
_WAIT_PER_COST: Final = 20.0


async def load(
    source: Source,
    key: Callable[[Row], str],
    journal: Journal,
    counts: JournalCounts,
    progress: Progress,
    address: JournalAddress,
    *,
    columns: tuple[str, ...] | None,
    excluded: Callable[[Row], bool | Awaitable[bool]] | None = None,
    check: NationalCheck | None = None,
) -> None:
    """Record every row of a list, and keep of those that are to be sent what their calls are made of.

    Args:
        source: The rows.
        key: Makes a row's key.
        journal: The journal, after `begin`.
        counts: What it held then.
        progress: Counts the rows.
        address: Where the journal is.
        columns: The columns that the action reads; None for all.
        excluded: Whether a row's person is left out.
        check: Refuses rows that look national.

    Raises:
        ChakraError: The source or the journal fails.

    """
    gathered: list[QueuedRow] = []
    fields = _Fields(address, columns)

    async def flush() -> None:
        kept: list[QueuedRow] = []
        for row in gathered:
            out = False if excluded is None else excluded(row.row)
            if not isinstance(out, bool):
                out = await out
            if out:
                result = Result(
                    number=row.row.number, line=row.row.line, key=row.key, state=RowState.EXCLUDED
                )
                journal.record_end(result)
                progress.note(RowState.EXCLUDED)
            else:
                kept.append(row)
        gathered.clear()
        if kept:
            await asyncio.to_thread(fields.write, kept)

    async def ended(_: Result) -> None:
        """The journal has it."""

    intake = Intake(
        source,
        key,
        journal,
        progress,
        queue=gathered.extend,
        room=flush,
        ended=ended,
        check=None if check is None else partial(_check, check),
    )
    try:
        if not counts.compare:
            progress.begin(counts)
        await intake.read(counts)
        await flush()
    finally:
        await intake.finish_recording()
        await asyncio.to_thread(fields.close)


class _Fields:
    """Writes the cells of rows."""

    def __init__(self, address: JournalAddress, columns: tuple[str, ...] | None) -> None:
        self._address = address
        self._columns = columns
        self._connection: Any = None

    def write(self, rows: list[QueuedRow]) -> None:
        if self._connection is None:
            self._connection = connect(self._address)
        numbers = [row.row.number for row in rows]
        texts = [fields_of(row.row, self._columns) for row in rows]
        with postgres_errors(self._address):
            self._connection.execute(
                _FIELDS, {"numbers": numbers, "fields": texts, "name": self._address.name}
            )

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


async def distribute(
    engine: Engine,
    address: JournalAddress,
    source: Source,
    action: Action,
    journal: Journal,
    counts: JournalCounts,
    runner: Runner,
    *,
    limits: RunLimits,
    check: NationalCheck | None = None,
) -> None:
    """Load a list, and let an engine do its rows, until they have ended, the run stops, or it is interrupted here.

    Raises:
        ChakraError: The source or the journal fails.

    """
    columns: tuple[str, ...] | None = getattr(action, "columns", None)
    progress, state = runner.progress, runner.state
    over = asyncio.create_task(runner.wait_until_over())
    loading = asyncio.create_task(
        load(
            source,
            action.key,
            journal,
            counts,
            progress,
            address,
            columns=columns,
            excluded=limits.excluded,
            check=check,
        )
    )
    try:
        await asyncio.wait({loading, over}, return_when=asyncio.FIRST_COMPLETED)
        if not loading.done():  # it was interrupted; the next run loads the rest
            return
        await loading
    finally:
        loading.cancel()
        over.cancel()
        await asyncio.wait({loading, over})
    overview = Overview(address, lambda: state.aborting)
    before = progress.done + progress.refused + progress.unknown
    work = asyncio.create_task(
        supervise(engine, address, stopping=lambda: state.stopping, given_up=lambda: state.aborting)
    )
    watch = asyncio.create_task(_watch(Overview(address, lambda: True), progress))
    over = asyncio.create_task(runner.wait_until_over())
    try:
        await asyncio.wait({work, over}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            try:
                await asyncio.to_thread(overview.stop, state.stopped_because or "it was interrupted")
            finally:
                await engine.cancel()
        stopped = await work
        if stopped is not None and not state.interrupted:
            state.stop(stopped)
        elif stopped is None:
            state.source_ended()
    except DatabaseAwayError as error:
        state.stop(reason_of(error).rstrip("."))
    finally:
        for task in (watch, over, work):
            task.cancel()
        await asyncio.wait({watch, over, work})
    with contextlib.suppress(DatabaseAwayError):
        progress.begin(await asyncio.to_thread(overview.counts))
    progress.sent = max(0, progress.done + progress.refused + progress.unknown - before)


async def worked_by(journal: Location) -> list[WorkerShare]:
    """Return the processes that shared a run, none where that cannot be found out any more."""
    try:
        return await asyncio.to_thread(workers_of, journal)
    except JournalError:
        return []


async def _watch(overview: Overview, progress: Progress) -> None:
    """Keep the counts of the run fresh, seldom enough to cost the database little."""
    loop = asyncio.get_running_loop()
    wait = _LEAST_WAIT
    while True:
        await asyncio.sleep(wait)
        began = loop.time()
        with contextlib.suppress(DatabaseAwayError):
            progress.begin(await asyncio.to_thread(overview.counts))
        wait = max(_LEAST_WAIT, (loop.time() - began) * _WAIT_PER_COST)


def _check(check: NationalCheck, rows: list[Row]) -> None:
    check.note(rows)
    check.check()
