"""Time limits of the calls under way, kept by one recurring timer per event loop.

A timer per call, and one more per piece of an answer, would cost a tenth of the whole call. Here a call is only put
into a set; a few times a second (more often where limits are short) the timer looks at all of them and cancels those
whose time is over. A limit is therefore kept to within a tenth of itself or a quarter of a second, whichever is less.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    import asyncio

    from chakra_async.settings import Timeouts

__all__ = ["Watchdog", "Watched", "tick_interval"]

_LONGEST_LOOK: Final = 0.25
_SHORTEST_LOOK: Final = 0.002
_SHARE: Final = 0.1
_GRACE: Final = 0.05


class Watched(Protocol):
    """A call under way, as the watch sees it."""

    task: asyncio.Task[Any]
    look_every: float

    def overdue(self, now: float) -> bool:
        """Return whether a time limit has passed, once."""
        ...

    def end_on_close(self) -> bool:
        """Return whether it has to be ended now that the client is closed."""
        ...


def tick_interval(timeouts: Timeouts) -> float:
    """Return the seconds between two looks at a call with these limits."""
    limits = [limit for limit in (timeouts.read, timeouts.total) if limit is not None]
    return max(_SHORTEST_LOOK, min(_LONGEST_LOOK, *(limit * _SHARE for limit in limits), _LONGEST_LOOK))


class Watchdog:
    """The calls under way in one event loop.

    Args:
        loop: The loop.

    """

    __slots__ = ("_calls", "_due", "_every", "_late", "_loop", "_timer")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._calls: set[Watched] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._every = _LONGEST_LOOK
        self._due = 0.0
        self._late = False

    def add(self, call: Watched) -> None:
        """Keep a call's time limits from now on."""
        self._calls.add(call)
        if self._timer is None:
            self._every = call.look_every
            self._arm(self._every)
        elif call.look_every < self._every:
            self._timer.cancel()
            self._every = call.look_every
            self._arm(self._every)

    def remove(self, call: Watched) -> None:
        """Stop keeping a call's time limits. The timer runs out by itself when no call is left."""
        self._calls.discard(call)

    def stop(self) -> None:
        """Cancel the timer, and the calls under way."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for call in self._calls:
            if call.end_on_close():
                call.task.cancel()

    def _look(self) -> None:
        self._timer = None
        if not self._calls:
            return
        now = time.monotonic()
        self._late = not self._late and now - self._due > _GRACE
        if self._late:
            # The loop stood still, so answers may lie there unread: they go first.
            self._arm(_GRACE)
            return
        for call in self._calls:
            if call.overdue(now):
                call.task.cancel()
        self._every = min(call.look_every for call in self._calls)
        self._arm(self._every)

    def _arm(self, seconds: float) -> None:
        self._due = time.monotonic() + seconds
        self._timer = self._loop.call_later(seconds, self._look)
