"""The gate's asyncio shell: a future per waiter, and a timer per loop for waiters that only time admits.

It owns no loop-bound primitive, so that one gate serves several clients, several event loops one after another, and
several threads. Each waiter's future belongs to the waiter's own loop; every change of the state wakes the waiters that
it admits.

An exception may interrupt it anywhere: a KeyboardInterrupt is raised between any two instructions, and the garbage
collector may end a call while this thread holds the lock. Therefore

- the lock is only ever taken by `with`, which releases it in every case,
- a slot is an object: giving it back, or dropping it, appends one entry to a deque, which cannot be interrupted,
- a section that was interrupted leaves its mark, and the next one counts again from the slots and waiters that exist.

What gives a slot back may run inside a section of the same thread, or after an interrupted one; it cannot know which, so
it then leaves the rest to the waiters' loops.
"""

from __future__ import annotations

import asyncio
import threading
import time
import weakref
from collections import deque
from typing import TYPE_CHECKING, Final, TypeVar

from chakra_async._core.pacing.gate import Gate
from chakra_async._transport.clock import record_skip, shifted, waits_skipped
from chakra_async._transport.fork import abandon, notify_after_fork
from chakra_async.errors import ClientClosedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async._core.pacing.gate import Ticket
    from chakra_async.settings import Limits

__all__ = ["AsyncGate", "Slot"]

T = TypeVar("T")

_CHECK_INTERVAL: Final = 1.0  # seconds after which waiters are checked although nothing has woken them


class Slot:
    """The right to make one call, from `AsyncGate.enter` until `AsyncGate.leave`, or until it is dropped."""

    __slots__ = ("__weakref__", "ref")

    ref: _SlotRef


class _SlotRef(weakref.ref[Slot]):
    """What the gate knows of a slot; it is appended to the returned ones when the slot is dropped."""

    __slots__ = ("key",)
    __hash__ = object.__hash__
    __eq__ = object.__eq__

    key: str


class _Waiter:
    """A call that waits for a slot."""

    __slots__ = ("future", "loop", "ticket")

    def __init__(self, ticket: Ticket, loop: asyncio.AbstractEventLoop) -> None:
        self.ticket = ticket
        self.loop = loop
        self.future: asyncio.Future[None] = loop.create_future()


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
        self._lock = threading.RLock()
        self._changing = False  # whether a section has begun and not ended
        self._slots: set[_SlotRef] = set()  # in use
        self._returned: deque[_SlotRef] = deque()  # given back or dropped, and not yet counted
        self._return: Callable[[_SlotRef], None] = self._returned.append
        self._waiters: dict[_SlotRef, _Waiter] = {}
        self._timers: dict[asyncio.AbstractEventLoop, asyncio.TimerHandle] = {}
        self._clock: Callable[[], float] = time.monotonic

    def after_fork(self) -> None:
        """Start afresh in a forked child: the holders of slots and of the lock, and the waiters, are not there."""
        abandon(self._waiters, self._timers)
        self._reset()

    def enter_at_once(self, key: str) -> Slot | None:
        """Take a slot without waiting; None if none is free or an eligible waiter is ahead."""
        slot = None
        with self._lock:
            behind = self._changing  # what `_begin` does, without the call
            self._changing = True
            if behind:
                self._restore()
            if self._returned:
                self._settle()
                behind = True
            if self._gate.enter_at_once(key, self._clock()):
                slot = Slot()  # what `_slot` does
                slot.ref = ref = _SlotRef(slot, self._return)
                ref.key = key
                self._slots.add(ref)
            self._changing = False
        if self._waiters and (behind or self._returned):
            self._pump()
        return slot

    async def enter(self, key: str) -> Slot:
        """Wait for a slot.

        A waiter that is cancelled gives back a slot that it was granted meanwhile.

        Raises:
            ClientClosedError: If the client is closed meanwhile.

        """
        slot = self._slot(key)
        ref = slot.ref
        waiter = None
        with self._lock:
            behind = self._begin()
            if self._gate.enter_at_once(key, self._clock()):
                self._slots.add(ref)
            else:
                loop = asyncio.get_running_loop()
                self._waiters[ref] = waiter = _Waiter(self._gate.queue(key, ref), loop)
                self._arm(loop)
            self._changing = False
        if self._waiters and (behind or self._returned):
            self._pump()
        if waiter is not None:
            try:
                await waiter.future
            except BaseException:
                self.leave(slot)
                raise
        return slot

    def leave(self, slot: Slot) -> None:
        """Give a slot back; never raises, and harmless when called twice."""
        self._return(slot.ref)
        if self._waiters:
            if self._changing:
                for loop in list(self._timers):
                    _post(loop, self._fire, loop)
            else:
                self._pump()

    def pause(self, key: str, seconds: float) -> None:
        """Let no call on this key begin for some seconds; it never shortens a pause that is running.

        Args:
            key: What the pause is shared over; the empty key is that of all calls.
            seconds: How long, at least.

        """
        with self._lock:
            self._begin()
            self._gate.pause(key, seconds, self._clock())
            self._changing = False

    def pause_left(self, key: str) -> float:
        """Return the seconds until the pauses that hold up a key are over, 0 without a pause."""
        with self._lock:
            return self._gate.pause_left(key, self._clock())

    @property
    def longest_pause(self) -> float:
        """The seconds until the last of all running pauses is over, 0 without one."""
        with self._lock:
            return self._gate.longest_pause(self._clock())

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
        for waiter in waiting:
            _on(waiter.loop, _refuse, waiter.future)

    @property
    def in_flight(self) -> int:
        """How many slots are in use."""
        with self._lock:
            self._begin()
            self._changing = False
            return self._gate.in_flight

    @property
    def waiting(self) -> int:
        """How many calls wait."""
        with self._lock:
            self._begin()
            self._changing = False
            return self._gate.waiting

    @property
    def rate(self) -> float | None:
        """The present limit of calls begun per second, over all keys, or None without a limit."""
        return self._gate.rate

    def _slot(self, key: str) -> Slot:
        slot = Slot()
        slot.ref = ref = _SlotRef(slot, self._return)
        ref.key = key
        return slot

    def _begin(self) -> bool:
        """Begin a section that changes the state, the lock being held; the section's end clears `_changing`.

        Returns whether slots came back, so that waiters may have to be admitted after the section.
        """
        interrupted = self._changing
        self._changing = True
        if interrupted:
            self._restore()
        if self._returned:
            self._settle()
            return True
        return interrupted

    def _restore(self) -> None:
        """Count again after an interrupted section, from the slots and waiters that exist."""
        for ref in [ref for ref in self._waiters if ref in self._slots]:
            self._wake(ref)  # it was granted its slot, and perhaps not woken
        self._gate.restore(
            [ref.key for ref in self._slots], [waiter.ticket for waiter in self._waiters.values()]
        )

    def _settle(self) -> None:
        """Count the slots that were given back, and remove the waiters that have gone."""
        returned = self._returned
        while returned:
            ref = returned[0]
            if ref in self._slots:
                self._slots.discard(ref)
                self._gate.leave(ref.key)
            elif (waiter := self._waiters.pop(ref, None)) is not None:
                self._gate.abandon(waiter.ticket)
            returned.popleft()

    def _pump(self) -> None:
        """Admit every eligible waiter, then re-arm the timer of each loop that has waiters."""
        while True:
            with self._lock:
                self._begin()
                for loop in [loop for loop in self._timers if loop.is_closed()]:
                    self._drop_loop(loop)
                for ticket in self._gate.admit(self._clock()):
                    self._slots.add(ticket.owner)
                    self._wake(ticket.owner)
                self._changing = False
                loops = list(self._timers)
            for loop in loops:
                _on(loop, self._rearm, loop)
            if not self._returned:
                return

    def _wake(self, ref: _SlotRef) -> None:
        """Wake a waiter that was granted its slot; the slot comes back if the waiter's loop is closed."""
        waiter = self._waiters[ref]
        if not _on(waiter.loop, _grant, waiter.future):
            self._returned.append(ref)
        del self._waiters[ref]

    def _drop_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Remove the waiters of a closed loop: they can neither use a slot nor give it back."""
        self._returned.extend(ref for ref, waiter in self._waiters.items() if waiter.loop is loop)
        self._settle()
        del self._timers[loop]

    def _rearm(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            self._begin()
            self._arm(loop)
            self._changing = False

    def _arm(self, loop: asyncio.AbstractEventLoop) -> None:
        timer = self._timers.get(loop)
        if not self._waiters:
            if timer is not None:
                timer.cancel()
                del self._timers[loop]
            return
        now = self._clock()
        change = self._gate.next_change(now)
        if change is None:
            # Only a slot admits the next waiter, and giving it back wakes it; a slot that was dropped does not.
            if timer is None:
                self._timers[loop] = loop.call_later(_CHECK_INTERVAL, self._fire, loop)
            return
        if timer is not None:
            timer.cancel()
        wait = max(0.0, change - now)
        if wait and waits_skipped() and not self._gate.in_flight:
            self._timers[loop] = loop.call_later(0.0, self._skip, loop)
        else:
            self._timers[loop] = loop.call_later(wait, self._fire, loop)

    def _fire(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            self._begin()
            self._timers.pop(loop, None)
            self._arm(loop)
            self._changing = False
        self._pump()

    def _skip(self, loop: asyncio.AbstractEventLoop) -> None:
        """Move the clock to the next change, for tests, unless a call was admitted meanwhile."""
        with self._lock:
            self._begin()
            now = self._clock()
            change = self._gate.next_change(now)
            if change is not None and change > now and waits_skipped() and not self._gate.in_flight:
                keys = {waiter.ticket.key for waiter in self._waiters.values()}
                paused = all(self._gate.pause_left(key, now) for key in keys)
                record_skip("pause" if paused else "rate", change - now)
                self._clock = shifted(self._clock, change - now)
            self._changing = False
        self._fire(loop)


def _grant(future: asyncio.Future[None]) -> None:
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


def _post(loop: asyncio.AbstractEventLoop, act: Callable[[T], None], argument: T) -> bool:
    """Schedule `act(argument)` on a loop, from any thread; False if that loop is closed."""
    try:
        loop.call_soon_threadsafe(act, argument)
    except RuntimeError:  # the loop was closed meanwhile
        return False
    return True
