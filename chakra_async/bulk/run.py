"""`Run`: an action for every row, each once, with a journal."""

from __future__ import annotations

import asyncio
import math
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self

from chakra_async.bulk.engine.policy import Health
from chakra_async.bulk.engine.runner import Runner
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.group_commit import GroupCommit
from chakra_async.bulk.journal.sqlite import server_of
from chakra_async.bulk.report import Report
from chakra_async.bulk.sources.base import source_of
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable

    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.engine.progress import Progress
    from chakra_async.bulk.journal.base import Journal, JournalCounts
    from chakra_async.bulk.rows import Result
    from chakra_async.bulk.sources.base import AnyRow, Source
    from chakra_async.client import Chakra
    from chakra_async.settings import Limits

__all__ = ["Run"]

_ANSWER_SECONDS: Final = 30
"""Longer than an answer takes: with a given rate, at most so many seconds' worth of calls are under way."""


class Run:
    """Does an action with every row, once, and keeps a journal of it.

    Started again on the same journal it goes on where it was: what is done, refused, invalid or a duplicate stays so,
    what was never sent is sent, and what was under way when the last run ended is unknown.

    Args:
        client: The client that makes the calls.
        action: What to do with a row: `Enrol(...)` or `action(...)`.
        rows: `read(path)`, or an iterable or async iterable of phone numbers, mappings or `Row`s.
        journal: Path of the journal; it is made where it does not exist.
        on_unknown: `"hold"` leaves rows of unknown outcome alone; `"retry"` sends them again, which may do them twice.
        concurrency: Calls under way at once; by default the client's `limits.concurrency`, and with a slow
            `limits.rate` no more than can be under way in 30 seconds.
        stop_error_rate: Share of refused and unknown rows among the last `stop_window` that ends the run; None never.
        stop_window: Number of ended rows of which that share is taken.

    Raises:
        SettingsError: An argument cannot be used.
        InputError: `rows` can give no rows.

    Example:
        ```python
        async with Chakra() as chakra:
            enrol = bulk.Enrol(campaign_id="5ba0e13a-ac26-4656-afdd-643ea0813137")
            run = bulk.Run(chakra, enrol, rows=bulk.read("leads.csv"), journal="leads.journal")
            report = await run.finish()
        print(report)
        ```

    """

    def __init__(
        self,
        client: Chakra,
        action: Action,
        *,
        rows: Source | Iterable[AnyRow] | AsyncIterable[AnyRow],
        journal: str | os.PathLike[str],
        on_unknown: Literal["hold", "retry"] = "hold",
        concurrency: int | None = None,
        stop_error_rate: float | None = 0.5,
        stop_window: int = 200,
    ) -> None:
        """Check the arguments; nothing is read or opened yet."""
        if on_unknown not in ("hold", "retry"):
            raise SettingsError(f'on_unknown must be "hold" or "retry", not {on_unknown!r}.')
        self._workers = _workers(client.settings.limits) if concurrency is None else concurrency
        if self._workers < 1:
            raise SettingsError(f"concurrency must be at least 1, not {self._workers}.")
        if stop_error_rate is not None and not 0 < stop_error_rate <= 1:
            raise SettingsError(f"stop_error_rate must be above 0 and at most 1, not {stop_error_rate}.")
        if stop_window < 1:
            raise SettingsError(f"stop_window must be at least 1, not {stop_window}.")
        self._source = source_of(rows)
        self._path = Path(journal)
        if _same_file(self._path, getattr(self._source, "path", None)):
            raise SettingsError("The journal must be another file than the rows'.")
        self._action = action
        self._server = server_of(client.settings.base_url)
        self._retry_unknown = on_unknown == "retry"
        self._runner = Runner(
            self._source,
            action.key,
            partial(action.send, client),
            workers=self._workers,
            health=Health(workers=self._workers, stop_error_rate=stop_error_rate, window=stop_window),
        )
        self._task: asyncio.Task[Report] | None = None

    @property
    def progress(self) -> Progress:
        """The counts up to now, for a progress display."""
        return self._runner.progress

    @property
    def expected(self) -> int | None:
        """How many rows the input has, once that is known."""
        return self._source.expected

    @property
    def in_flight(self) -> int:
        """Calls under way now."""
        return self._runner.state.in_flight

    def stop(self) -> None:
        """Send nothing new; calls that are under way end. `finish` then gives the report."""
        self._runner.state.interrupt()

    def abort(self) -> None:
        """Stop now: rows whose calls are under way become unknown. `finish` then gives the report."""
        self._runner.abort()

    async def finish(self) -> Report:
        """Run to the end and return the report.

        Failures of the server, of the network and of the disk end in the report. When this coroutine is
        cancelled, the run is aborted first.

        Raises:
            InputError: The rows cannot be read; nothing was sent.
            JournalError: The journal cannot be opened or is of something else; nothing was sent.

        """
        task = self._begun()
        self._runner.stream.mute()
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.done():
                self.abort()
                await asyncio.wait([task])
            raise

    def __aiter__(self) -> Self:
        """Start the run and give each row's result as it ends, in any order.

        The run waits for a reader that is far behind. Leaving the loop early does not end the run; `finish` does,
        and `stop` ends it early.
        """
        if self._task is None:
            self._runner.stream.listen()
        self._begun()
        return self

    async def __anext__(self) -> Result:
        result = await self._runner.stream.get()
        if result is None:
            self._begun().result()
            raise StopAsyncIteration
        return result

    def _begun(self) -> asyncio.Task[Report]:
        if self._task is None:
            self._task = asyncio.create_task(self._main(), name=f"bulk run on {self._path.name}")
            self._task.add_done_callback(lambda _: self._runner.stream.end())
        return self._task

    async def _main(self) -> Report:
        loop = asyncio.get_running_loop()
        started = loop.time()
        journal: Journal = await GroupCommit.open(self._path, workers=self._workers)
        counts = await self._begin(journal)
        try:
            await self._runner.run(journal, counts)
        finally:
            closing = await journal.close()
        state = self._runner.state
        unfinished = bool(self.progress.pending) or not state.complete or state.aborting
        return Report.of(
            self.progress,
            complete=state.complete,
            elapsed=loop.time() - started,
            journal=self._path,
            stopped_because=state.stopped_because,
            interrupted=state.interrupted and unfinished,
            unrecorded=closing.unrecorded,
            timeline=self._runner.timeline.intervals(),
        )

    async def _begin(self, journal: Journal) -> JournalCounts:
        try:
            source = await self._source.check(journal.known or None)
            identity = identity_of(self._action, self._server, source)
            return await journal.begin(identity, retry_unknown=self._retry_unknown)
        except BaseException:
            await journal.discard()
            raise


def identity_of(action: Action, server: str, source: dict[str, str]) -> Identity:
    """Return what makes a run the same run: the action, its parameters, the server, and the rows."""
    entries = {"action": action.name, **action.identity, "server": server, **source}
    return Identity(entries=entries, validation=action.validation)


def _workers(limits: Limits) -> int:
    # With a slow rate more workers would only wait for their turn, with their time limit running.
    if isinstance(limits.rate, int | float):
        return min(limits.concurrency, max(1, math.ceil(limits.rate * _ANSWER_SECONDS)))
    return limits.concurrency


def _same_file(one: Path, other: object) -> bool:
    return isinstance(other, Path) and os.path.realpath(one) == os.path.realpath(other)
