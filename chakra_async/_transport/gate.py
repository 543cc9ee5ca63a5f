"""The gate's asyncio shell: a future per waiter, and a timer per loop for waiters that only time admits.

It owns no loop-bound primitive, so that one gate serves several clients, several event loops one after another, and
several threads. Each waiter's future belongs to the waiter's own loop; every change of the state wakes the waiters that
it admits.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, TypeVar

from chakra_async._core.pacing.gate import Gate
from chakra_async._transport.clock import record_skip, shifted, waits_skipped
from chakra_async._transport.fork import abandon, notify_after_fork
from chakra_async.errors import ClientClosedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async._core.pacing.gate import Ticket
    from chakra_async.settings import Limits

__all__ = ["AsyncGate"]

T = TypeVar("T")


class AsyncGate:
    """A gate that coroutines wait at.

    Args:
        limits: Concurrency and rate.

    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._reset()
        notify_after_fork(self)

    def _reset(self) -> None:
        self._gate = Gate(self._limits)
        self._lock = threading.Lock()
        self._waiters: dict[Ticket, asyncio.Future[None]] = {}
        self._loops: dict[asyncio.AbstractEventLoop, int] = {}  # how many wait in each
        self._timers: dict[asyncio.AbstractEventLoop, asyncio.TimerHandle] = {}
        self._left: deque[str | Ticket] = deque()  # given back while the lock was held
        self._clock: Callable[[], float] = time.monotonic

    def after_fork(self) -> None:
        """Start afresh in a forked child: the holders of slots and of the lock, and the waiters, are not there."""
        abandon(self._waiters, self._loops, self._timers)
        self._reset()

    def enter_at_once(self, key: str) -> bool:
        """Take a slot without waiting if no eligible waiter is ahead; each call that returns True needs one `leave`."""
        with self._lock:
            return self._gate.enter_at_once(key, self._clock())

    async def enter(self, key: str) -> None:
        """Wait for a slot; each `enter` that returns needs one `leave`.

        A waiter that is cancelled gives back a slot that it was granted meanwhile.

        Raises:
            ClientClosedError: If the client is closed meanwhile.

        """
        with self._lock:
            if self._gate.enter_at_once(key, self._clock()):
                return
            ticket = self._gate.queue(key)
            loop = asyncio.get_running_loop()
            future: asyncio.Future[None] = loop.create_future()
            self._waiters[ticket] = future
            self._loops[loop] = self._loops.get(loop, 0) + 1
            self._arm(loop)
        if self._left:  # by a call that did not see this waiter
            self._pump()
        try:
            await future
        except BaseException:
            if self._lock.acquire(blocking=False):
                try:
                    self._settle(ticket)
                finally:
                    self._lock.release()
                self._pump()
            else:
                self._give_back_later(ticket)
            raise

    def leave(self, key: str = "") -> None:
        """Give a slot back; never raises, and never waits."""
        if not self._lock.acquire(blocking=False):
            self._give_back_later(key)
            return
        try:
            self._gate.leave(key)
            wanted = self._waiters or self._left
        finally:
            self._lock.release()
        if wanted:
            self._pump()

    def pause(self, key: str, seconds: float) -> None:
        """Let no call on this key begin for some seconds; it never shortens a pause that is running.

        Args:
            key: What the pause is shared over; the empty key is that of all calls.
            seconds: How long, at least.

        """
        with self._lock:
            self._gate.pause(key, seconds, self._clock())

    def pause_left(self, key: str) -> float:
        """Return the seconds until the pauses that hold up a key are over, 0 without a pause."""
        with self._lock:
            return self._gate.pause_left(key, self._clock())

    def refused(self, started: float, key: str = "", *, everyone: bool = True) -> None:
        """Record that a call begun at `started` (monotonic seconds) was refused by throttling.

        Args:
            started: When the call began.
            key: The call's key.
            everyone: Whether the refusal concerns all calls; else only those on the key.

        """
        with self._lock:
            now = self._clock()
            self._gate.refused(now - (time.monotonic() - started), now, key, everyone=everyone)

    def accepted(self, key: str = "") -> None:
        """Record that a call was not refused by throttling."""
        if not self._gate.learns:
            return
        with self._lock:
            self._gate.accepted(self._clock(), key)

    def close(self) -> None:
        """End all waiting with `ClientClosedError`; slots in use are given back as usual."""
        with self._lock:
            waiting = list(self._waiters.values())
        for future in waiting:
            _on(future.get_loop(), _refuse, future)

    @property
    def in_flight(self) -> int:
        """How many slots are in use."""
        return self._gate.in_flight

    @property
    def waiting(self) -> int:
        """How many calls wait."""
        return self._gate.waiting

    @property
    def rate(self) -> float | None:
        """The present limit of calls begun per second over all keys, or None without a limit."""
        return self._gate.rate

    def _give_back_later(self, what: str | Ticket) -> None:
        """Give a slot (by its key) or a ticket back as soon as the lock is free.

        The garbage collector may end a call whose loop is gone, and may run anywhere: also where this thread holds the
        lock. So giving something back never waits for the lock; the next pump completes it.
        """
        self._left.append(what)
        for loop in list(self._loops):
            _post(loop, self._pump)

    def _settle(self, what: str | Ticket) -> None:
        if isinstance(what, str):
            self._gate.leave(what)
        else:
            self._take(what)
            self._gate.abandon(what)

    def _pump(self) -> None:
        """Admit every eligible waiter, then re-arm the timer of each loop that has waiters."""
        with self._lock:
            while self._left:
                self._settle(self._left.popleft())
            if any(loop.is_closed() for loop in self._loops):
                self._drop_dead_loops()
            admitted = [(ticket.key, self._take(ticket)) for ticket in self._gate.admit(self._clock())]
            loops = list(self._loops)
        for key, future in admitted:
            if future is not None and not _on(future.get_loop(), _admit, future):
                with self._lock:
                    self._gate.leave(key)
        for loop in loops:
            _on(loop, self._rearm, loop)

    def _take(self, ticket: Ticket) -> asyncio.Future[None] | None:
        future = self._waiters.pop(ticket, None)
        if future is not None:
            loop = future.get_loop()
            self._loops[loop] -= 1
            if not self._loops[loop]:
                del self._loops[loop]
        return future

    def _drop_dead_loops(self) -> None:
        """Remove waiters whose loop was closed: they can neither use a slot nor give it back."""
        for ticket, future in list(self._waiters.items()):
            if future.get_loop().is_closed():
                self._take(ticket)
                self._gate.abandon(ticket)

    def _rearm(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            self._arm(loop)

    def _arm(self, loop: asyncio.AbstractEventLoop) -> None:
        timer = self._timers.pop(loop, None)
        if timer is not None:
            timer.cancel()
        for dead in [known for known in self._timers if known.is_closed()]:
            del self._timers[dead]
        now = self._clock()
        change = self._gate.next_change(now)
        if change is None:
            return
        wait = max(0.0, change - now)
        if wait and waits_skipped() and not self._gate.in_flight:
            self._timers[loop] = loop.call_later(0.0, self._skip, loop)
        else:
            self._timers[loop] = loop.call_later(wait, self._fire, loop)

    def _fire(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            self._timers.pop(loop, None)
        self._pump()

    def _skip(self, loop: asyncio.AbstractEventLoop) -> None:
        """Move the clock to the next change, for tests, unless a call was admitted meanwhile."""
        with self._lock:
            now = self._clock()
            change = self._gate.next_change(now)
            if change is not None and change > now and waits_skipped() and not self._gate.in_flight:
                paused = all(self._gate.pause_left(ticket.key, now) for ticket in self._waiters)
                record_skip("pause" if paused else "rate", change - now)
                self._clock = shifted(self._clock, change - now)
        self._fire(loop)


def _admit(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _refuse(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_exception(ClientClosedError("The client was closed while this call waited for its turn."))


def _on(loop: asyncio.AbstractEventLoop, act: Callable[[T], None], argument: T) -> bool:
    """Call `act(argument)` on a loop: at once on the running loop, through its queue on another; False if it is closed."""
    try:
        running = asyncio.get_running_loop()
    except RuntimeError:
        running = None
    if loop is running:
        act(argument)
        return True
    return _post(loop, act, argument)


def _post(loop: asyncio.AbstractEventLoop, act: Callable[..., None], *arguments: object) -> bool:
    """Schedule a call on a loop, from any thread; False if that loop is closed."""
    try:
        loop.call_soon_threadsafe(act, *arguments)
    except RuntimeError:  # the loop was closed meanwhile
        return False
    return True
