"""Counting the requests that leave while a piece of code runs, and holding back those that would leave too late or not be right any more.

A request counts from the moment it has a connection: bytes may leave only after that. The counter goes with the context, so
tasks and threads that the code starts in the usual way count as well.

Where the code may begin only until some time, each request that is not a read is looked at again right before its bytes are written:
whatever it waited for, and however long its process was stopped, nothing leaves after that time.

Where a call of the code has to wait for its turn, what allowed it may not hold any more when the turn comes: an `Admission` is asked
again then, and can end the wait at any time. A call whose turn has come at once is not asked about.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

__all__ = ["GOES_ON", "SENT_REQUESTS", "Admission", "SentRequests", "WaitingCall"]

_READS: Final = frozenset({"GET", "HEAD"})
GOES_ON: Final = 60.0
"""Seconds for which code whose first write has succeeded may begin others after the time by which it had to begin."""


class WaitingCall(Protocol):
    """A call that waits for its turn, or for its next attempt."""

    def hold_back(self) -> None:
        """End the wait: the call is not made."""
        ...


class Admission:
    """Says of calls that had to wait whether they may still be made; it belongs to the running loop.

    Args:
        ask: Called with the purpose of a call whose turn has come; returns why the call is not to be made, or None if it is.

    Attributes:
        closed: Whether no call that has to wait is made any more.
        waiting: The calls that wait.

    """

    __slots__ = ("_ask", "_loop", "closed", "waiting")

    def __init__(self, ask: Callable[[object], Awaitable[object]]) -> None:
        self._ask = ask
        self._loop = asyncio.get_running_loop()
        self.closed = False
        self.waiting: set[WaitingCall] = set()

    def concerns(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Return whether the calls of a loop are asked about."""
        return loop is self._loop

    def close(self) -> None:
        """Hold back the calls that wait, now and from now on."""
        self.closed = True
        for call in self.waiting:
            call.hold_back()

    @contextmanager
    def wait(self, call: WaitingCall, sent: SentRequests) -> Generator[None]:
        """Let the wait of a call for `sent` be ended from outside."""
        self.waiting.add(call)
        try:
            yield
        finally:
            self.waiting.discard(call)
            if self.closed and sent.held_back is None:
                sent.held_back = True

    async def admits(self, sent: SentRequests) -> bool:
        """Return whether a call may be made now; if not, `sent` says why."""
        if not self.closed:
            sent.held_back = await self._ask(sent.purpose)
        return not self.closed and sent.held_back is None


class SentRequests:
    """Requests that may have left.

    Args:
        begin_before: When it is too late for a request that is not a read, by `clock`; None for never.
        clock: The time in seconds; one that goes on while the process is stopped or the machine sleeps.
        admission: What is asked again about a call that had to wait; None where nothing is.
        purpose: What the requests are made for; the admission is asked about it.

    Attributes:
        total: All of them, repeats included.
        writes: Those that are not reads.
        last_is_write: Whether the last one is not a read.
        last_at: When the last one left, on the monotonic clock.
        expired: Whether a request was held back, since it was too late for it.
        is_bounded: Whether there is a time from which on it is too late.
        admission: What is asked again about a call that had to wait.
        purpose: What the requests are made for.
        held_back: Why a call that had to wait was not made, as the admission said; None where none was held back.

    """

    __slots__ = (
        "_begin_before",
        "_clock",
        "_succeeded",
        "admission",
        "expired",
        "held_back",
        "is_bounded",
        "last_at",
        "last_is_write",
        "purpose",
        "total",
        "writes",
    )

    def __init__(
        self,
        begin_before: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        admission: Admission | None = None,
        purpose: object = None,
    ) -> None:
        self.admission = admission
        self.purpose = purpose
        self.held_back: object = None
        self._begin_before = begin_before
        self.is_bounded = begin_before is not None
        self._clock = clock
        self._succeeded = False
        self.total = 0
        self.writes = 0
        self.last_is_write = False
        self.last_at = 0.0
        self.expired = False

    def add(self, method: str) -> None:
        """Count a request that is about to leave."""
        self.total += 1
        self.last_at = time.monotonic()
        self.last_is_write = method not in _READS
        self.writes += self.last_is_write

    def remove(self) -> None:
        """Take back the last request: it is a write, and nothing of it has left."""
        self.total -= 1
        self.writes -= 1

    def succeeded(self, method: str) -> None:
        """Take in that a request was answered with success."""
        self._succeeded = self._succeeded or method not in _READS

    def has_written(self, method: str, refused: int) -> bool:
        """Return whether a write may have left besides those of a call.

        Args:
            method: The call's method.
            refused: How many of the call's attempts were refused.

        """
        return self.writes > (0 if method in _READS else refused)

    def is_too_late(self, method: str) -> bool:
        """Return whether it is too late for a request."""
        if self._begin_before is None or method in _READS:
            return False
        late = self._clock() >= self._begin_before + (GOES_ON if self._succeeded else 0.0)
        self.expired = self.expired or late
        return late


SENT_REQUESTS: Final[ContextVar[SentRequests | None]] = ContextVar("chakra_async_sent_requests", default=None)
"""The counter of the running code, or None."""
