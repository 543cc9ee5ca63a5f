"""A worker: it takes slices of a run one after another and does their rows, each once, whatever becomes of other workers."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, Self

import attrs

from chakra_async.bulk.actions.persons import left_out_by_person, reaches_person
from chakra_async.bulk.distributed.actions import action_of, check_action
from chakra_async.bulk.distributed.gate_state import gate_key
from chakra_async.bulk.distributed.health_state import SharedHealth
from chakra_async.bulk.distributed.places import address_of, client_of, named
from chakra_async.bulk.distributed.run_options import RunOptions, with_opt_outs
from chakra_async.bulk.distributed.shared_gate import SharedGate, WorkerGate
from chakra_async.bulk.distributed.shared_limit import SliceLimit
from chakra_async.bulk.distributed.slice_store import SliceStore
from chakra_async.bulk.engine.limits import RunLimits
from chakra_async.bulk.engine.policy import Health
from chakra_async.bulk.engine.runner import Runner
from chakra_async.bulk.engine.state import QueuedRow
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.exclusions import excluded_persons
from chakra_async.bulk.journal.group_commit import GroupCommit
from chakra_async.bulk.journal.postgres.driver import once_back
from chakra_async.bulk.journal.postgres.finishing import GOING
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.postgres.schema import health_key
from chakra_async.bulk.journal.postgres.session import Seen
from chakra_async.bulk.journal.sqlite import server_of
from chakra_async.bulk.preparing import country_of, prepared, with_country, worker_count
from chakra_async.bulk.result_ids import result_id_of
from chakra_async.bulk.sources.iterables import IterableSource
from chakra_async.client import through_gate
from chakra_async.errors import InvalidRequestError, SettingsError
from chakra_async.settings import Retry

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.exclusions import Exclude
    from chakra_async.bulk.journal.base import JournalCounts
    from chakra_async.bulk.rows import Row
    from chakra_async.client import Chakra

__all__ = ["SliceEnd", "Worker"]

_NO_REFUSAL_RETRIED = Retry(attempts=1, budget=None)
"""A row that is put off goes back to the journal; it does not wait with an intent."""
_STOP_SECONDS: Final = 10.0
_FIRST_CONTACT: Final = 15.0
_WAITED_FOR: Final = dict[str, float]()
"""Until when this process waits for a database that is away: for ever once it has reached it; else it may be a wrong address."""


@attrs.frozen(kw_only=True)
class SliceEnd:
    """How the work on a slice ended; small, since engines carry it.

    Attributes:
        slice: Its number.
        finished: Whether none of its rows is left to be sent.
        done: Rows that this worker did.
        refused: Rows that were refused.
        unknown: Rows of unknown outcome, by this worker's own calls.
        stopped_because: Why the worker stopped before the end, or None.

    """

    slice: int
    finished: bool
    done: int = 0
    refused: int = 0
    unknown: int = 0
    stopped_because: str | None = None


class Worker:
    """Does slices of one run with one client.

    Args:
        journal: The name of the run, in the database that `CHAKRA_JOURNAL` names; or its whole address.
        client: The client, or the import path of a function that returns it; by default one by the environment.
        action: The action, or the import path of a function that returns it; by default made again from the journal.
        concurrency: Calls under way at once in this process; by default the client's.
        rate: Calls begun per second by all workers together, or `"adaptive"`; by default the client's.
        between: The hours in which calls begin, such as `"09:00-20:00"`.
        time_zone: The time zone of these hours.
        stop_error_rate: Share of failed rows among the last `stop_window` of all workers that stops the run; None never.
        stop_window: Number of rows of which it is taken.
        exclude: Persons that are left out, besides those that were when the list was loaded; see `Run`. Those who opted out in
            the inbox of `CHAKRA_INBOX` are as well.

    Raises:
        SettingsError: An argument cannot be used.
        JournalError: The journal cannot be used.

    """

    def __init__(
        self,
        journal: str,
        *,
        client: Chakra | str | None = None,
        action: Action | str | None = None,
        concurrency: int | None = None,
        rate: float | Literal["adaptive"] | None = None,
        between: str | None = None,
        time_zone: str | None = None,
        stop_error_rate: float | None = 0.5,
        stop_window: int = 200,
        exclude: Exclude | None = None,
    ) -> None:
        """Check the arguments; nothing is opened yet."""
        self._address = address_of(journal)
        self._owns_client = not hasattr(client, "settings")
        self._given = client_of(client)
        settings = self._given.settings
        self._rate: float | Literal["adaptive"] | None = settings.limits.rate if rate is None else rate
        self._size = concurrency or worker_count(settings.limits)
        self._limits = RunLimits.of(
            limit=None, between=between, time_zone=time_zone, ramp=None, limits=settings.limits
        )
        self._named = named(action, "action") if isinstance(action, str) else action
        self._exclude = exclude
        self._health = None if stop_error_rate is None else SharedHealth(stop_error_rate, stop_window)
        self._owner = f"{socket.gethostname()} process {os.getpid()}"
        self._proven = False
        self._seen = Seen()
        self._runner: Runner | None = None
        self._stop_run: Callable[[str], asyncio.Future[None]] | None = None
        self._stops: list[asyncio.Future[None]] = []
        self._stopping: str | None = None
        self._aborting = self._cancelled = False
        self._journal: PostgresJournal | None = None
        self._calls: contextlib.AsyncExitStack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open the journal and the shared gate, and look up what all rows share."""
        await self._calls.__aenter__()
        self._calls.callback(self._seen.idle.close)
        try:
            if self._owns_client:
                await self._calls.enter_async_context(self._given)
            run, known = await asyncio.to_thread(once_back, self._read, self._waits_no_more)
            settings = self._given.settings
            options = RunOptions.read(known)
            if self._limits.hours is None and options.between is not None:
                self._limits = RunLimits.of(
                    limit=None,
                    between=options.between,
                    time_zone=options.time_zone,
                    ramp=None,
                    limits=settings.limits,
                )
            self._rate = options.rate if self._rate is None else self._rate
            action = self._named or action_of(known)
            check_action(action, known, server_of(settings.base_url))
            self._action: Action = await prepared(with_country(action, None), self._given)
            exclude = await self._calls.enter_async_context(
                with_opt_outs(self._exclude, needed=options.opt_outs, reaches=reaches_person(action))
            )
            if exclude is not None:
                excluded = await _excluded(exclude, self._action)
                self._limits = attrs.evolve(self._limits, excluded=excluded)
            health = None if self._health is None else (health_key(run or 0), self._health, self._stop_all)
            self._gate = await self._calls.enter_async_context(
                SharedGate(
                    self._address,
                    gate_key(
                        server_of(settings.base_url),
                        settings.token.reveal(),
                        settings.phone_number_id or "",
                    ),
                    limit=self._rate,
                    concurrency=self._size,
                    health=health,
                    ramp=options.plan(self._rate),
                )
            )
            limits = attrs.evolve(settings.limits, rate=None, rate_per_number=None, concurrency=self._size)
            self._client = through_gate(
                self._given, WorkerGate(limits, self._gate), limits=limits, retry=_NO_REFUSAL_RETRIED
            )
        except BaseException:
            self._cancelled = True
            await self._calls.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._calls.aclose()

    def interrupt(self) -> None:
        """Begin no call any more; those under way end."""
        self._stopping = "it was interrupted"
        if self._runner is not None:
            self._runner.state.interrupt()

    def abort(self) -> None:
        """End now, without waiting for calls under way or for a database: rows whose calls are under way become unknown."""
        self._aborting = True
        self.interrupt()
        if self._runner is not None:
            self._runner.abort()
        if self._journal is not None:
            self._journal.hurry()

    @property
    def aborting(self) -> bool:
        """Whether `abort` was called."""
        return self._aborting

    @property
    def in_flight(self) -> int:
        """Calls under way now."""
        return 0 if self._runner is None else self._runner.in_flight

    @property
    def interrupted(self) -> bool:
        """Whether `interrupt` or `abort` was called."""
        return self._stopping is not None

    async def work(self, slice_: int) -> SliceEnd:
        """Take a slice, also if another process has it, and do its rows.

        Raises:
            JournalError: The journal cannot be used.

        """
        loop = asyncio.get_running_loop()
        executor = ThreadPoolExecutor(1, thread_name_prefix="chakra-journal")
        taken: list[SliceStore] = []

        def take() -> SliceStore:
            taken.append(
                SliceStore.take(
                    self._address, slice_, self._owner, self._opened, self._seen, self._waits_no_more
                )
            )
            return taken[0]

        try:
            store = await loop.run_in_executor(executor, take)
            state, why = await loop.run_in_executor(executor, store.state)
        except BaseException as error:
            self._cancelled = isinstance(error, asyncio.CancelledError)
            executor.submit(_discard, taken)  # behind a take that goes on
            executor.shutdown(wait=False)
            raise
        if not store.taken or state not in GOING:
            await _leave(store, executor)
            stopped = None if state in GOING else (why or f"the run is {state}")
            return SliceEnd(slice=slice_, finished=store.finished, stopped_because=stopped)
        try:
            share = SliceLimit.of(self._address, store)
            granted = None if share is None else await share.take(lambda: self.interrupted)
        except BaseException:
            await _leave(store, executor)
            raise
        if share is not None and not granted:
            await _leave(store, executor)
            return SliceEnd(slice=slice_, finished=store.finished, stopped_because=share.reason)
        journal = GroupCommit(store, executor, workers=self._size, gather=store.gather)
        runner = self._runner = self._made(granted)
        self._stop_run = lambda reason: loop.run_in_executor(executor, store.stop, reason)
        self._stops = []
        feed = _Feed(
            lambda after: loop.run_in_executor(executor, store.rows, after), self._action.key, runner
        )
        try:
            await runner.run(
                journal,
                store.counts,
                IterableSource([]),
                key=self._action.key,
                send=partial(self._action.send, self._client),
                limits=attrs.evolve(self._limits, turn=self, clock=self._gate.now),
                feed=feed,
            )
        finally:
            await self._gate.flush()
            self._runner = None
            if self._stops:
                await asyncio.wait(self._stops, timeout=_STOP_SECONDS)
            closing = await journal.close()
        if runner.state.error is not None:
            raise runner.state.error
        progress = runner.progress
        self._proven = self._proven or runner.state.proven
        failure = None if closing.failure is None else str(closing.failure)
        stopped = runner.state.stopped_because or failure
        if share is not None:
            with contextlib.suppress(JournalError):  # it is counted anew when the slice is taken again
                await share.give_back()
            if not store.finished and granted is not None and runner.state.ended >= granted:
                stopped = share.reason
        return SliceEnd(
            slice=slice_,
            finished=store.finished,
            done=progress.done,
            refused=progress.refused,
            unknown=progress.unknown,
            stopped_because=stopped,
        )

    # What the workers of the runner ask for: `engine.limits.Turn`

    async def reserve(self) -> float | None:
        """See `Turn`."""
        return await self._gate.reserve()

    async def begins(self, start: float) -> bool:
        """See `Turn`."""
        return await self._gate.begins(start)

    def stopped(self, reason: str) -> None:
        """See `Turn`."""
        self._stop_all(reason)

    def _opened(self, journal: PostgresJournal) -> None:
        """Keep the journal of a slice, from the thread that opened it."""
        self._journal = journal
        if self._aborting:
            journal.hurry()

    def _stop_all(self, reason: str) -> None:
        if self._runner is not None and self._stop_run is not None:
            self._stops.append(self._stop_run(reason))
            self._runner.state.stop(reason)

    def _read(self) -> tuple[int | None, dict[str, str]]:
        journal = PostgresJournal.open(self._address, make=False, seen=self._seen)
        try:
            return journal.run, dict(journal.known)
        finally:
            _WAITED_FOR[self._address.conninfo] = math.inf
            journal.discard()

    def _waits_no_more(self) -> bool:
        """Return whether a database that is away is not waited for; called in other threads."""
        now = time.monotonic()
        until = _WAITED_FOR.setdefault(self._address.conninfo, now + _FIRST_CONTACT)
        return self._aborting or self._cancelled or now >= until

    def _made(self, limit: int | None) -> Runner:
        action: Any = self._action
        return Runner(
            workers=self._size,
            limit=limit,
            proven=self._proven,
            outside_effects=getattr(action, "outside_effects", None),
            concerns_every_row=getattr(action, "concerns_every_row", None),
            result_id=getattr(action, "result_id", None) or result_id_of,
            health=_WorkerHealth(self._gate, workers=self._size),
        )


def _discard(stores: list[SliceStore]) -> None:
    for each in stores:
        each.discard()


async def _leave(store: SliceStore, executor: ThreadPoolExecutor) -> None:
    try:
        await asyncio.get_running_loop().run_in_executor(executor, store.close)
    finally:
        executor.shutdown(wait=False)


async def _excluded(exclude: Exclude, action: Action) -> Callable[[Row], bool | Awaitable[bool]]:
    if not reaches_person(action):
        raise SettingsError(f"exclude is for actions that reach a person, and {action.name!r} does not.")
    return left_out_by_person(action, await excluded_persons(exclude, country_of(action)))


class _WorkerHealth(Health):
    """Judges here only whether the server can be reached; failures count over all workers."""

    def __init__(self, gate: SharedGate, *, workers: int) -> None:
        super().__init__(workers=workers, stop_error_rate=None, window=1)
        self._gate = gate

    def note_end(self, *, bad: bool) -> str | None:
        """See `Health`."""
        self._gate.note_end(failed=bad)
        return super().note_end(bad=bad)


class _Feed:
    """Hands the pending rows of a slice to the queue."""

    def __init__(
        self,
        rows: Callable[[int], asyncio.Future[list[tuple[Row, str]]]],
        key: Callable[[Row], str],
        runner: Runner,
    ) -> None:
        self._rows = rows
        self._key = key
        self._runner = runner

    async def read(self, counts: JournalCounts) -> None:  # noqa: ARG002 - the journal holds the rows
        """Read them to their end."""
        after = 0
        while rows := await self._rows(after):
            for row, key in rows:
                self._check(row, key)
            self._runner.progress.rows += len(rows)
            self._runner.state.rows_queued(QueuedRow(row, key) for row, key in rows)
            after = rows[-1][0].number
            await self._runner.wait_for_room()

    async def finish_recording(self) -> None:
        """Nothing is recorded."""

    def _check(self, row: Row, key: str) -> None:
        try:
            same = self._key(row) == key
        except InvalidRequestError as error:
            raise JournalError(
                f"Row {row.number} cannot be sent by this worker although it was valid when it was loaded: {error.message} "
                "Give the workers the code, columns and country that the run was loaded with."
            ) from None
        if not same:
            raise JournalError(
                f"Row {row.number} has another key here than when it was loaded: give the workers the code and country that "
                "the run was loaded with."
            )
