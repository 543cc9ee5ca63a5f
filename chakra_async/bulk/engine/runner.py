"""The shell around the state of a run: it connects intake, intents and workers, and waits for the end."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from chakra_async.bulk.engine.intake import Intake
from chakra_async.bulk.engine.intents import IntentQueue
from chakra_async.bulk.engine.policy import Health, reason_of
from chakra_async.bulk.engine.progress import Progress
from chakra_async.bulk.engine.results import ResultStream
from chakra_async.bulk.engine.sampler import Pace, Sampler
from chakra_async.bulk.engine.state import RunState
from chakra_async.bulk.engine.workers import Workers
from chakra_async.bulk.result_ids import result_id_of
from chakra_async.errors import ChakraError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.bulk.engine.limits import RunLimits
    from chakra_async.bulk.engine.survey import NationalCheck
    from chakra_async.bulk.errors import JournalError
    from chakra_async.bulk.journal.base import Journal, JournalCounts
    from chakra_async.bulk.rows import Row
    from chakra_async.bulk.sources.base import Source

__all__ = ["Feed", "Runner"]


class Feed(Protocol):
    """What hands rows to the queue."""

    async def read(self, counts: JournalCounts) -> None:
        """Read the rows to their end."""
        ...

    async def finish_recording(self) -> None:
        """Wait until what was read is counted."""
        ...


class Runner:
    """Sends the rows of a source.

    Args:
        workers: How many calls are under way at once.
        health: Decides when too much fails.
        limit: The most rows that end in this run, or None.
        proven: Whether it is known already that calls can work.
        outside_effects: Whether an action does anything for a row that is not a call of the client; None if it may.
        concerns_every_row: Whether the action knows an error to be the same for every row.
        client_pace: What the client's own limits and pauses admit.
        result_id: Returns the id of what a call made, or None.

    """

    def __init__(
        self,
        *,
        workers: int,
        health: Health,
        limit: int | None = None,
        proven: bool = False,
        outside_effects: bool | None = None,
        concerns_every_row: Callable[[ChakraError], bool] | None = None,
        client_pace: Callable[[], Pace] = Pace,
        result_id: Callable[[object], str | None] = result_id_of,
    ) -> None:
        """Begin with nothing read."""
        self.state = RunState(self._on_change, limit=limit, proven=proven)
        self.progress = Progress()
        self.sampler = Sampler(self.progress, client_pace)
        self.stream = ResultStream(workers)
        self._size = workers
        self._health = health
        self._outside_effects = outside_effects
        self._concerns_every_row = concerns_every_row
        self._result_id = result_id
        self._intents: IntentQueue | None = None
        self._workers: Workers | None = None
        self._over = asyncio.Event()
        self._room = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def in_flight(self) -> int:
        """Calls under way, without those that wait for their turn."""
        return self.state.in_flight - (0 if self._workers is None else self._workers.in_line)

    def abort(self) -> None:
        """Stop without waiting for calls under way."""
        self.state.abort()
        for task in self._tasks:
            task.cancel()

    async def run(
        self,
        journal: Journal,
        counts: JournalCounts,
        source: Source,
        *,
        key: Callable[[Row], str],
        send: Callable[[Row, str], Awaitable[object]],
        limits: RunLimits,
        check: NationalCheck | None = None,
        template: dict[str, Any] | None = None,
        feed: Feed | None = None,
        who: str | None = None,
    ) -> None:
        """Send every row that is to be sent.

        Args:
            journal: The journal, after `begin`.
            counts: What it held then.
            source: Where rows come from.
            key: Makes a row's key.
            send: Makes the call for a row and its key.
            limits: What bounds the run.
            check: Refuses rows that look national, where the list could not be surveyed before.
            template: The template that is sent, for the report.
            feed: Reads the rows in the place of the source, where the journal holds them.
            who: Who runs it, for the report.

        """
        if not counts.compare:  # else rows are counted as the list is compared with the journal
            self.progress.begin(counts)
        intents = IntentQueue(self.state, journal, workers=self._size, failed=self._journal_failed)
        self._intents = intents
        workers = self._workers = Workers(
            send,
            state=self.state,
            intents=intents,
            journal=journal,
            progress=self.progress,
            sampler=self.sampler,
            stream=self.stream,
            health=self._health,
            over=self._over,
            outside_effects=self._outside_effects,
            concerns_every_row=self._concerns_every_row,
            result_id=self._result_id,
            limits=limits,
        )

        intake: Feed = feed or Intake(
            source,
            key,
            journal,
            self.progress,
            queue=self.state.rows_queued,
            room=self.wait_for_room,
            ended=self.stream.put,
            check=None if check is None else partial(_check, check),
        )
        reader = asyncio.create_task(self._read(intake, counts))
        self._tasks = [asyncio.create_task(workers.work()) for _ in range(self._size)]
        self.sampler.begin(journal, template, who=who)
        sampling = asyncio.create_task(self.sampler.work())
        try:
            await self._over.wait()
            reader.cancel()
            await asyncio.wait([reader])
            intents.end()
            await asyncio.wait(self._tasks)
        finally:
            # Reached early only when the run's own task is cancelled, with its event loop for instance.
            intents.end()
            self.stream.stop_waiting()
            left = [task for task in (reader, sampling, *self._tasks) if not task.done()]
            for task in left:
                task.cancel()
            if left:
                await asyncio.wait(left)
            await intake.finish_recording()
        for task in self._tasks:
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error

    async def _read(self, intake: Feed, counts: JournalCounts) -> None:
        try:
            await intake.read(counts)
        except ChakraError as error:
            self.state.stop(reason_of(error).rstrip("."))
        except Exception as error:  # noqa: BLE001 - the caller's iterable; what was read before has ended
            self.state.stop(f"the rows could not be read on: {reason_of(error)}".rstrip("."))
        except BaseException as error:
            # Cancelled by the end of the run, unless the rows themselves raised it. A KeyboardInterrupt ends the run too.
            ours = self.state.over or _being_cancelled()
            kind = type(error).__name__
            self.state.stop(None if ours else f"the rows could not be read on: {kind}")
            if ours or isinstance(error, SystemExit):
                raise
        else:
            self.state.source_ended()

    async def wait_until_over(self) -> None:
        """Wait until nothing more is to be sent."""
        await self._over.wait()

    async def wait_for_room(self) -> None:
        """Wait until more rows may be queued."""
        while not self.state.wants_rows:
            self._room.clear()
            await self._room.wait()

    def _journal_failed(self, error: JournalError) -> None:
        self.state.stop(reason_of(error).rstrip("."))

    def _on_change(self) -> None:
        if self.state.over:
            self._over.set()
            if self.state.stopping and self._workers is not None:
                self._workers.hold_back()
        elif self._intents is not None:
            self._intents.top_up()
        if self.state.wants_rows:
            self._room.set()


def _check(check: NationalCheck, rows: list[Row]) -> None:
    check.note(rows)
    check.check()


def _being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
