"""Time limits of the calls under way, kept by one recurring timer per event loop.

A timer per call, and one more per piece of an answer, would cost a tenth of the whole call. Here a call is only added
to a set; a few times a second (more often where limits are short) the timer checks all calls and cancels those whose
time has passed. A limit is therefore kept to within a tenth of itself or a quarter of a second, whichever is less.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    import asyncio

    from chakra_async.settings import Timeouts

__all__ = ["Watchdog", "Watched", "tick_interval"]

_MAX_TICK: Final = 0.25
_MIN_TICK: Final = 0.002
_FRACTION: Final = 0.1
_GRACE: Final = 0.05


class Watched(Protocol):
    """A call under way, as the watchdog sees it."""

    task: asyncio.Task[Any]
    tick_interval: float

    @property
    def context(self) -> object:
        """What the calls of the same client or copy have in common."""
        ...

    def overdue(self, now: float) -> bool:
        """Return whether a time limit has passed; True once only."""
        ...

    def end_on_close(self) -> bool:
        """Return whether the call has to be ended now that the client is closed."""
        ...


def tick_interval(timeouts: Timeouts) -> float:
    """Return the seconds between two checks of a call with these limits."""
    limits = [limit for limit in (timeouts.read, timeouts.total) if limit is not None]
    return max(_MIN_TICK, min(_MAX_TICK, *(limit * _FRACTION for limit in limits), _MAX_TICK))


class Watchdog:
    """The calls under way in one event loop.

    Args:
        loop: The loop.

    """

    __slots__ = ("_calls", "_due", "_interval", "_late", "_loop", "_timer")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._calls: set[Watched] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._interval = _MAX_TICK
        self._due = 0.0
        self._late = False

    def add(self, call: Watched) -> None:
        """Keep a call's time limits from now on."""
        self._calls.add(call)
        if self._timer is None:
            self._interval = call.tick_interval
            self._arm(self._interval)
        elif call.tick_interval < self._interval:
            self._timer.cancel()
            self._interval = call.tick_interval
            self._arm(self._interval)

    def remove(self, call: Watched) -> None:
        """Stop keeping a call's time limits. The timer is not renewed once no call is left."""
        self._calls.discard(call)

    def stop(self) -> None:
        """Cancel the timer, and the calls under way."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.end_calls(None)

    def end_calls(self, context: object) -> None:
        """Cancel the calls under way of one context, or all of them for None."""
        for call in self._calls:
            if (context is None or call.context is context) and call.end_on_close():
                call.task.cancel()

    def _tick(self) -> None:
        self._timer = None
        if not self._calls:
            return
        now = time.monotonic()
        self._late = not self._late and now - self._due > _GRACE
        if self._late:
            # The loop stood still, so answers may be waiting unread: they go first.
            self._arm(_GRACE)
            return
        for call in self._calls:
            if call.overdue(now):
                call.task.cancel()
        self._interval = min(call.tick_interval for call in self._calls)
        self._arm(self._interval)

    def _arm(self, seconds: float) -> None:
        self._due = time.monotonic() + seconds
        self._timer = self._loop.call_later(seconds, self._tick)
