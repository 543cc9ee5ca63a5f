"""The gate's asyncio shell: futures for those who wait, a timer for those whom only time lets in.

It owns no loop-bound primitive, so that one gate serves several clients, several event loops one after another, and
several threads. Each waiter's future belongs to the waiter's own loop; whoever changes the state wakes the others.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, TypeVar

from chakra_async._core.pacing.gate import Gate
from chakra_async._transport.clock import ahead, listened, passed
from chakra_async._transport.fork import abandon, tell_after_fork
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
        self._begin()
        tell_after_fork(self)

    def _begin(self) -> None:
        self._gate = Gate(self._limits)
        self._lock = threading.Lock()
        self._waiters: dict[Ticket, asyncio.Future[None]] = {}
        self._loops: dict[asyncio.AbstractEventLoop, int] = {}  # how many wait in each
        self._timers: dict[asyncio.AbstractEventLoop, asyncio.TimerHandle] = {}
        self._left: deque[str | Ticket] = deque()  # given back while the lock was held
        self._clock: Callable[[], float] = time.monotonic

    def after_fork(self) -> None:
        """Begin anew, in the child of a fork: whoever held slots or the lock, or waited, is not there."""
        abandon(self._waiters, self._loops, self._timers)
        self._begin()

    def enter_at_once(self, key: str) -> bool:
        """Take a slot if one is free and nobody waits; a `leave` belongs to each that returns True."""
        with self._lock:
            return self._gate.enter_at_once(key, self._clock())

    async def enter(self, key: str) -> None:
        """Wait for a slot; each `enter` that returns needs one `leave`.

        A waiter that is cancelled gives back whatever it was given.

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
        if self._left:  # by somebody who did not see this one wait
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
                self._later(ticket)
            raise

    def leave(self, key: str = "") -> None:
        """Give a slot back; never raises, and never waits."""
        if not self._lock.acquire(blocking=False):
            self._later(key)
            return
        try:
            self._gate.leave(key)
            wanted = self._waiters or self._left
        finally:
            self._lock.release()
        if wanted:
            self._pump()

    def pause(self, key: str, seconds: float) -> None:
        """Let nobody on this key begin for some seconds; it never shortens a pause that is running.

        Args:
            key: What the pause is shared over; the empty one is everyone.
            seconds: How long, at the least.

        """
        with self._lock:
            self._gate.pause(key, seconds, self._clock())

    def pause_left(self, key: str) -> float:
        """Return the seconds until the pauses that hold up a key are over, 0 without one."""
        with self._lock:
            return self._gate.pause_left(key, self._clock())

    def refused(self, started: float, key: str = "", *, everyone: bool = True) -> None:
        """Take note that a call begun at `started` (monotonic seconds) was refused for being too much.

        Args:
            started: When the call began.
            key: The call's key.
            everyone: Whether the refusal concerns all calls; else only those on the key.

        """
        with self._lock:
            now = self._clock()
            self._gate.refused(now - (time.monotonic() - started), now, key, everyone=everyone)

    def accepted(self, key: str = "") -> None:
        """Take note that a call was not refused for being too much."""
        if not self._gate.learns:
            return
        with self._lock:
            self._gate.accepted(self._clock(), key)

    def close(self) -> None:
        """End everyone's waiting with `ClientClosedError`; slots that are out come back as usual."""
        with self._lock:
            waiting = list(self._waiters.values())
        for future in waiting:
            _on(future.get_loop(), _refuse, future)

    @property
    def in_flight(self) -> int:
        """How many slots are out."""
        return self._gate.in_flight

    @property
    def waiting(self) -> int:
        """How many callers wait."""
        return self._gate.waiting

    @property
    def rate(self) -> float | None:
        """Calls begun per second at the most at present, over all keys, or None without a limit."""
        return self._gate.rate

    def _later(self, what: str | Ticket) -> None:
        """Have a slot, by its key, or a ticket given back as soon as the lock is free.

        The garbage collector may end a call whose loop is gone, and may break in anywhere: also where this thread
        holds the lock. So nobody waits for it who gives something back; whoever lets others in does the rest.
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
        """Let in whom the state admits, and see to it that each loop with waiters wakes when time admits more."""
        with self._lock:
            while self._left:
                self._settle(self._left.popleft())
            if any(loop.is_closed() for loop in self._loops):
                self._drop_the_dead()
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

    def _drop_the_dead(self) -> None:
        """Take out waiters whose loop was closed under them; nobody is left to use a slot or to give it back."""
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
        if wait and listened() and not self._gate.in_flight:
            self._timers[loop] = loop.call_later(0.0, self._hurry, loop)
        else:
            self._timers[loop] = loop.call_later(wait, self._fire, loop)

    def _fire(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            self._timers.pop(loop, None)
        self._pump()

    def _hurry(self, loop: asyncio.AbstractEventLoop) -> None:
        """Move the clock on to the next change, for tests, unless somebody came in meanwhile."""
        with self._lock:
            now = self._clock()
            change = self._gate.next_change(now)
            if change is not None and change > now and listened() and not self._gate.in_flight:
                paused = all(self._gate.pause_left(ticket.key, now) for ticket in self._waiters)
                passed("pause" if paused else "rate", change - now)
                self._clock = ahead(self._clock, change - now)
        self._fire(loop)


def _admit(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _refuse(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_exception(ClientClosedError("The client was closed while this call waited for its turn."))


def _on(loop: asyncio.AbstractEventLoop, act: Callable[[T], None], argument: T) -> bool:
    """Call `act(argument)` on a loop: at once on the running one, through its queue on another one.

    Returns False if that loop is closed.
    """
    try:
        running = asyncio.get_running_loop()
    except RuntimeError:
        running = None
    if loop is running:
        act(argument)
        return True
    return _post(loop, act, argument)


def _post(loop: asyncio.AbstractEventLoop, act: Callable[..., None], *arguments: object) -> bool:
    """Have a loop call something, from any thread. Returns False if that loop is closed."""
    try:
        loop.call_soon_threadsafe(act, *arguments)
    except RuntimeError:  # the loop was closed meanwhile
        return False
    return True
