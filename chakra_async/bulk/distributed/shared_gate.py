"""The gate that all workers of one sender share: a row in the database of the journal, reached over a connection of its own.

Starts are reserved in transactions of their own whose loss costs nothing, so they do not wait for the disk. A pause that the server asks
one worker for is written to the row and notified; the others hear it at once, and read the row again at least each second in case
they did not. Times of the row are the database's. A database that is away lets nothing new begin.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeAlias, cast

import orjson

from chakra_async._core.pacing.pace import NEVER
from chakra_async._transport.boot_clock import boot_seconds
from chakra_async._transport.gate import AsyncGate
from chakra_async.bulk.distributed.clock_offset import ClockOffset
from chakra_async.bulk.distributed.gate_state import HORIZON, RampPlan, Reports, SharedState
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.postgres.driver import DatabaseAwayError, connect, postgres_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from chakra_async.bulk.distributed.health_state import SharedHealth
    from chakra_async.bulk.journal.postgres.address import JournalAddress
    from chakra_async.settings import Limits

__all__ = ["SharedGate", "WorkerGate"]

_Health: TypeAlias = "tuple[str, SharedHealth, Callable[[str], None]]"
_CHANNEL: Final = "chakra_gate"
_MAKE: Final = "INSERT INTO chakra.gates (key) VALUES (%s) ON CONFLICT DO NOTHING"
_LOCK: Final = """
WITH locked AS MATERIALIZED (SELECT state, paused_until FROM chakra.gates WHERE key = %s FOR UPDATE)
SELECT state, extract(epoch FROM paused_until)::float8, extract(epoch FROM clock_timestamp())::float8 FROM locked
"""
_READ: Final = """
SELECT state, extract(epoch FROM paused_until)::float8, extract(epoch FROM clock_timestamp())::float8
FROM chakra.gates WHERE key = %s
"""
_WRITE: Final = "UPDATE chakra.gates SET state = %s WHERE key = %s"
_PAUSE: Final = """
UPDATE chakra.gates SET epoch = epoch + 1,
    paused_until = greatest(paused_until, clock_timestamp() + make_interval(secs => %s))
WHERE key = %s RETURNING extract(epoch FROM paused_until - clock_timestamp())::float8
"""
_CLOCK: Final = "SELECT extract(epoch FROM clock_timestamp())::float8"
_READ_AGAIN: Final = 1.0
_ENDS_AT_ONCE: Final = 20
_AT_ONCE: Final = 0.1
"""Seconds of starts that are reserved at once where workers wait for them: a transaction for each would cost more than its call."""
_AWAY_WAIT: Final = 0.25
_LATE: Final = 0.01
"""Seconds by which a call may begin after its start where the ceiling is searched for: several that begin late together are refused close to it."""
_MISSED: Final = 8.0
"""Starts that may be missed one after another for being late."""
_PER_START: Final = 0.1
"""What each start that is not missed adds to that, so that no more than one in ten is, however late timers are."""


class SharedGate:
    """One worker's way to the shared row.

    Args:
        address: The database.
        key: The row: see `gate_key`.
        limit: The rate of all workers together.
        concurrency: How many starts are reserved at once, at most.
        health: The run's row for its error rate, and what to do when it is too high; None where that is not judged.
        ramp: How the rate of all workers grows at the start of the run, or None.

    """

    def __init__(
        self,
        address: JournalAddress,
        key: str,
        *,
        limit: float | Literal["adaptive"] | None,
        concurrency: int,
        health: _Health | None = None,
        ramp: RampPlan | None = None,
    ) -> None:
        """Begin without a connection."""
        self._address = address
        self._key = key
        self._limit: float | Literal["adaptive"] | None = limit
        self._concurrency = concurrency
        self._health = health
        self._ramp = ramp
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="chakra-gate")
        self._connection: Any = None
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._waiting: deque[asyncio.Future[float | None]] = deque()
        self._reports = Reports()
        self._ends: list[bool] = []
        self._pauses: list[float] = []
        self._paused_until = NEVER  # of the loop's clock
        self._clock = ClockOffset()  # of the database to the loop
        self._boot_ahead = 0.0  # the database's clock less the time since the machine started
        self._task: asyncio.Task[None] | None = None
        self._may_miss = _MISSED
        self._closed = False

    async def __aenter__(self) -> Self:
        try:
            now = await self._loop.run_in_executor(self._executor, self._open)
            self._boot_ahead = now - boot_seconds()
        except BaseException:
            await self._loop.run_in_executor(self._executor, self._close)
            self._executor.shutdown(wait=False)
            raise
        self._listen()
        self._task = asyncio.create_task(self._work(), name="chakra shared gate")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closed = True
        self._news.set()
        if self._task is not None:
            await asyncio.wait([self._task])
        self._unlisten()
        await self._loop.run_in_executor(self._executor, self._close)
        self._executor.shutdown(wait=False)
        self._release()

    @property
    def pause_left(self) -> float:
        """Seconds until the pause is over, 0 without one."""
        return max(0.0, self._paused_until - self._loop.time())

    def now(self) -> datetime:
        """Return the time of the database: the clock of this machine may be wrong, or another one than the other workers'."""
        return datetime.fromtimestamp(boot_seconds() + self._boot_ahead, UTC)

    async def reserve(self) -> float | None:
        """Wait until a call may be planned, and return when it may begin on the loop's clock; None when the gate closes.

        No intent may be held while waiting here: it can take long.
        """
        if self._closed:
            return None
        if self._limit is None and self._ramp is None and not self.pause_left:
            return self._loop.time()
        waiter: asyncio.Future[float | None] = self._loop.create_future()
        if not self._waiting:  # else it is known when the next starts can be reserved
            self._news.set()
        self._waiting.append(waiter)
        return await waiter

    async def begins(self, start: float) -> bool:
        """Wait for a start that was reserved, a quarter of a second at most; False if a pause has begun meanwhile, or it was missed.

        A start is missed where the ceiling is searched for and this process stood still while it waited.
        """
        left = start - self._loop.time()
        if left > 0:
            await asyncio.sleep(min(left, HORIZON))
            if self._limit == "adaptive" and self._may_miss >= 1 and self._loop.time() - start > _LATE:
                self._may_miss -= 1
                return False
        self._may_miss = min(_MISSED, self._may_miss + _PER_START)
        return self.pause_left <= 0

    def pause(self, seconds: float) -> None:
        """Let no call of any worker begin for some seconds."""
        self._paused_until = max(self._paused_until, self._loop.time() + seconds)
        self._pauses.append(seconds)
        self._news.set()

    def refused(self, started: float) -> None:
        """Take in that a call begun at this time of the loop's clock was refused for the pace."""
        self._reports.refused.append(started + self._clock.ahead)

    def accepted(self) -> None:
        """Take in that a call was not refused for the pace."""
        self._reports.accepted = True

    def note_end(self, *, failed: bool) -> None:
        """Take in how a row ended, for the error rate of all workers."""
        self._ends.append(failed)
        if len(self._ends) >= _ENDS_AT_ONCE:
            self._news.set()

    async def flush(self) -> None:
        """Hand on at once what was noted."""
        if self._ends or self._pauses:
            with contextlib.suppress(JournalError):
                await self._exchange()

    # The task

    async def _work(self) -> None:
        wait = _READ_AGAIN
        while not self._closed:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._news.wait()
            self._news.clear()
            if self._closed:
                return
            try:
                wait = await self._exchange()
            except DatabaseAwayError:
                wait = _AWAY_WAIT
                await asyncio.sleep(_AWAY_WAIT)
            except JournalError:
                wait = _READ_AGAIN

    async def _exchange(self) -> float:
        """Write what was noted, reserve what is waited for, and return when to look again."""
        self._waiting = deque(waiter for waiter in self._waiting if not waiter.done())
        wanted = min(len(self._waiting), self._concurrency)
        reports, self._reports = self._reports, Reports()
        pauses, self._pauses = self._pauses, []
        ends, self._ends = self._ends, []
        self._unlisten()
        try:
            done = await self._loop.run_in_executor(self._executor, self._once, wanted, reports, pauses, ends)
        except BaseException:
            self._pauses += pauses
            self._ends = ends + self._ends
            raise
        finally:
            if not self._closed:
                self._listen()
        starts, now, at, paused_until, next_in, stop = done
        passed = time.monotonic() - at
        self._clock.look(now, self._loop.time() - passed)
        self._boot_ahead = now - (boot_seconds() - passed)
        left = paused_until - now
        if left > 0:
            self._paused_until = max(self._paused_until, self._loop.time() + left)
        if stop is not None and self._health is not None:
            self._health[2](stop)
        for start in starts:
            while self._waiting:
                waiter = self._waiting.popleft()
                if not waiter.done():
                    waiter.set_result(start - self._clock.ahead)
                    break
        if not self._waiting:
            return _READ_AGAIN
        return min(_READ_AGAIN, left if left > 0 else next_in + _AT_ONCE)

    def _listen(self) -> None:
        if self._connection is not None:
            # A connection that broke has no number any more, and some event loops cannot listen: the row is read again anyway.
            with contextlib.suppress(Exception):
                self._loop.add_reader(self._connection.fileno(), self._heard)

    def _unlisten(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(Exception):  # a connection that broke has no number any more
                self._loop.remove_reader(self._connection.fileno())

    def _heard(self) -> None:
        self._unlisten()  # until the thread has read it
        self._news.set()

    def _release(self) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)

    # In the thread

    def _open(self) -> float:
        """Connect, and return the time of the database."""
        self._connection = connect(self._address)
        with postgres_errors(self._address):
            # Lost reservations cost nothing, and a pause that is lost is asked for again.
            self._connection.execute("SET synchronous_commit = off")
            self._connection.execute(_MAKE, (self._key,))
            if self._health is not None:
                self._connection.execute(_MAKE, (self._health[0],))
            self._connection.execute(f"LISTEN {_CHANNEL}")
            return float(self._connection.execute(_CLOCK).fetchone()[0])

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _once(
        self, wanted: int, reports: Reports, pauses: list[float], ends: list[bool]
    ) -> tuple[list[float], float, float, float, float, str | None]:
        if self._connection is None or self._connection.broken or self._connection.closed:
            self._close()
            self._open()
        with postgres_errors(self._address):
            found = self._reserve(self._connection, wanted, reports, pauses)
            stop = self._judge(self._connection, ends) if ends and self._health is not None else None
        return *found, stop

    def _reserve(
        self, connection: Any, wanted: int, reports: Reports, pauses: list[float]
    ) -> tuple[list[float], float, float, float, float]:
        """Read and change the row in two round trips: others wait for it during the second one alone."""
        shares = self._limit is not None or self._ramp is not None
        changes = shares and bool(wanted or reports.accepted or reports.refused)
        starts: list[float] = []
        next_in = 0.0
        with _undone(connection):
            with connection.pipeline():
                connection.execute("BEGIN")
                if pauses:
                    connection.execute(_PAUSE, (max(pauses), self._key))
                    connection.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, self._key))
                cursor = connection.execute(_LOCK if changes else _READ, (self._key,))
                if not changes:
                    connection.execute("COMMIT")
            data, paused, now = cursor.fetchone()
            at = time.monotonic()
            paused_until = NEVER if paused is None else paused
            if changes:
                state = SharedState.read(data, self._limit, self._ramp)
                state.take_in(reports, now)
                starts = list(state.reserve(wanted, now, paused_until=paused_until))
                next_in = state.next_in(now)
                with connection.pipeline():
                    connection.execute(_WRITE, (orjson.dumps(state.to_data()).decode(), self._key))
                    connection.execute("COMMIT")
            elif wanted and paused_until <= now:
                starts = [now] * wanted
        return starts, now, at, paused_until, next_in

    def _judge(self, connection: Any, ends: list[bool]) -> str | None:
        key, health, _ = cast("_Health", self._health)
        with connection.transaction():
            data = connection.execute(_LOCK, (key,)).fetchone()[0]
            changed, stop = health.note(data, ends)
            connection.execute(_WRITE, (orjson.dumps(changed).decode(), key))
        return stop


@contextlib.contextmanager
def _undone(connection: Any) -> Generator[None]:
    """Undo the transaction that was begun in the block if it fails."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(Exception):  # a connection that broke is made anew, and its server undoes it
            connection.rollback()
        raise


class WorkerGate(AsyncGate):
    """The gate of a worker's client: what the server refuses and the pauses it asks for concern all workers.

    The client itself answers a 429, so this is where a pause is seen. It does not hold up calls here: their rows are given back.

    Args:
        limits: The client's concurrency; its rate is the shared gate's.
        shared: The shared gate.

    """

    def __init__(self, limits: Limits, shared: SharedGate) -> None:
        """Make a gate without a rate."""
        super().__init__(limits)
        self._shared = shared

    def pause(self, key: str, seconds: float) -> None:  # noqa: ARG002 - a worker sends from one number
        """Pause every worker."""
        self._shared.pause(seconds)

    def refused(self, started: float, key: str = "", *, everyone: bool = True) -> None:  # noqa: ARG002 - as above
        """Let the shared search for the ceiling know."""
        self._shared.refused(started)

    def accepted(self, key: str = "") -> None:  # noqa: ARG002 - as above
        """Let the shared search for the ceiling know."""
        self._shared.accepted()
