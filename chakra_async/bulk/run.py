"""The run itself: a fixed number of workers that take rows, announce them in the journal, send them, and settle them."""

from __future__ import annotations

import asyncio
import math
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self

from chakra_async.bulk.engine.intake import Intake
from chakra_async.bulk.engine.intents import IntentQueue
from chakra_async.bulk.engine.policy import Health, reason_of
from chakra_async.bulk.engine.results import Stream
from chakra_async.bulk.engine.workers import Sender
from chakra_async.bulk.journal.group_commit import GroupCommit
from chakra_async.bulk.journal.sqlite import Journal, identity_of, server_of
from chakra_async.bulk.report import Progress, Report
from chakra_async.bulk.sources.base import source_of
from chakra_async.errors import ChakraError, SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable

    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.journal.sqlite import Counts
    from chakra_async.bulk.rows import Result
    from chakra_async.bulk.sources.base import AnyRow, Source
    from chakra_async.client import Chakra
    from chakra_async.settings import Limits

__all__ = ["Run"]

_ANSWER_SECONDS: Final = 30
"""Longer than an answer takes: so many seconds' worth of calls are under way at a given rate at the most."""


class Run:
    """Does an action with every row, once, and keeps a journal of it.

    Started again on the same journal it goes on where it was: what is done, refused, invalid or a duplicate stays so,
    what was never sent is sent, and what was on its way when the last run ended is unknown.

    Args:
        client: The client that makes the calls.
        action: What to do with a row: `Enrol(...)` or `action(...)`.
        rows: `read(path)`, or an iterable or async iterable of phone numbers, mappings or `Row`s.
        journal: Path of the journal; it is made where it does not exist.
        on_unknown: `"hold"` leaves rows of unknown outcome alone; `"retry"` sends them again, which may do them twice.
        concurrency: Calls under way at once; by default the client's `limits.concurrency`, and with a slow
            `limits.rate` no more than can be under way in 30 seconds.
        stop_error_rate: Share of refused and unknown rows among the last `stop_window` that ends the run; None never.
        stop_window: Over how many settled rows that share is taken.

    Raises:
        SettingsError: If an argument cannot be used.
        InputError: If `rows` can give no rows.

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
        self.tally = Progress()
        """The counts up to now, for a progress display."""
        self._stream = Stream()
        health = Health(workers=self._workers, stop_error_rate=stop_error_rate, window=stop_window)
        self._sender = Sender(client, action, self.tally, self._stream, health)
        self._task: asyncio.Task[Report] | None = None
        self._workers_tasks: list[asyncio.Task[None]] = []
        self._interrupted = False

    @property
    def expected(self) -> int | None:
        """How many rows the input has, once that is known."""
        return self._source.expected

    @property
    def in_flight(self) -> int:
        """Calls under way now."""
        return self._sender.in_flight

    def stop(self) -> None:
        """Send nothing new; calls that are under way end. `finish` then gives the report."""
        self._interrupted = True
        self._sender.stop(None)

    def abort(self) -> None:
        """Stop now: rows that are on their way become unknown. `finish` then gives the report."""
        self.stop()
        self._sender.aborting = True
        for task in self._workers_tasks:
            task.cancel()

    async def finish(self) -> Report:
        """Run to the end and return the report.

        Failures of the server, of the network and of the disk end in the report. When this coroutine is
        cancelled, the run is aborted first.

        Raises:
            InputError: If the rows cannot be read; nothing was sent.
            JournalError: If the journal cannot be opened or is of something else; nothing was sent.

        """
        task = self._begun()
        self._stream.mute()
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.done():
                self.abort()
                await asyncio.wait([task])
            raise

    def __aiter__(self) -> Self:
        """Start the run and give each row's result as it settles, in any order.

        The run waits for a reader that is far behind. Leaving the loop early does not end the run; `finish` does,
        and `stop` ends it early.
        """
        if self._task is None:
            self._stream.listening = True
        self._begun()
        return self

    async def __anext__(self) -> Result:
        result = await self._stream.get()
        if result is None:
            self._begun().result()
            raise StopAsyncIteration
        return result

    def _begun(self) -> asyncio.Task[Report]:
        if self._task is None:
            self._task = asyncio.create_task(self._main(), name=f"bulk run on {self._path.name}")
            self._task.add_done_callback(lambda _: self._stream.end())
        return self._task

    async def _main(self) -> Report:
        loop = asyncio.get_running_loop()
        started = loop.time()
        executor = ThreadPoolExecutor(1, thread_name_prefix="chakra-journal")
        try:
            journal = await self._open(executor)
            writer = GroupCommit(journal, executor, workers=self._workers)
            feed = Intake(self._source, self._action, writer, self.tally, self._stream.put)
            try:
                await self._work(feed, writer, journal.counts)
            finally:
                unrecorded = await writer.close()
        finally:
            executor.shutdown(wait=False)
        unfinished = bool(self.tally.pending) or not feed.complete or self._sender.aborting
        return Report.of(
            self.tally,
            complete=feed.complete,
            elapsed=loop.time() - started,
            journal=self._path,
            stopped_because=self._sender.why,
            interrupted=self._interrupted and unfinished,
            unrecorded=unrecorded,
            timeline=self._sender.timeline.moments(),
        )

    async def _open(self, executor: ThreadPoolExecutor) -> Journal:
        loop = asyncio.get_running_loop()
        journal = await loop.run_in_executor(executor, Journal.open, self._path)
        try:
            source = await self._source.check(journal.known or None)
            identity = identity_of(self._action, self._server, source)
            await loop.run_in_executor(
                executor,
                lambda: journal.begin(identity, self._action.validation, retry_unknown=self._retry_unknown),
            )
        except BaseException:
            await loop.run_in_executor(executor, journal.discard)
            raise
        self.tally.begin(journal.counts)
        return journal

    async def _work(self, feed: Intake, writer: GroupCommit, counts: Counts) -> None:
        announcer = IntentQueue(feed, writer, workers=self._workers, failed=self._sender.journal_failed)
        reader = asyncio.create_task(self._read(feed, counts))
        self._workers_tasks = [
            asyncio.create_task(self._sender.work(feed, writer, announcer)) for _ in range(self._workers)
        ]
        try:
            await self._sender.over.wait()
            reader.cancel()
            await asyncio.wait([reader])
            announcer.end()
            await asyncio.wait(self._workers_tasks)
        finally:
            # Reached early only when the run's own task is cancelled, with its event loop for instance.
            announcer.end()
            self._stream.hurry()
            left = [task for task in (reader, *self._workers_tasks) if not task.done()]
            for task in left:
                task.cancel()
            if left:
                await asyncio.wait(left)
            await feed.finish_recording()
        for task in self._workers_tasks:
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error

    async def _read(self, feed: Intake, counts: Counts) -> None:
        try:
            await feed.read(counts)
        except ChakraError as error:
            self._sender.stop(reason_of(error).rstrip("."))
        except Exception as error:  # noqa: BLE001 - the caller's iterable; what was read before is settled
            self._sender.stop(f"the rows could not be read on: {reason_of(error)}".rstrip("."))
        except BaseException:
            self._sender.over.set()
            raise
        else:
            if not feed.underway:
                self._sender.over.set()


def _workers(limits: Limits) -> int:
    # With a slow rate more workers would only stand in line, with their time limit running.
    if isinstance(limits.rate, int | float):
        return min(limits.concurrency, max(1, math.ceil(limits.rate * _ANSWER_SECONDS)))
    return limits.concurrency


def _same_file(one: Path, other: object) -> bool:
    return isinstance(other, Path) and os.path.realpath(one) == os.path.realpath(other)
