"""Counting the requests that leave while a piece of code runs, and holding back those that would leave too late.

A request counts from the moment it has a connection: bytes may leave only after that. The counter goes with the context, so
tasks and threads that the code starts in the usual way count as well.

Where the code may begin only until some time, each request that is not a read is looked at again right before its bytes are written:
whatever it waited for, and however long its process was stopped, nothing leaves after that time.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["GOES_ON", "SENT_REQUESTS", "SentRequests"]

_READS: Final = frozenset({"GET", "HEAD"})
GOES_ON: Final = 60.0
"""Seconds for which code whose first write has succeeded may begin others after the time by which it had to begin."""


class SentRequests:
    """Requests that may have left.

    Args:
        begin_before: When it is too late for a request that is not a read, by `clock`; None for never.
        clock: The time in seconds; one that goes on while the process is stopped or the machine sleeps.

    Attributes:
        total: All of them, repeats included.
        writes: Those that are not reads.
        last_is_write: Whether the last one is not a read.
        last_at: When the last one left, on the monotonic clock.
        expired: Whether a request was held back, since it was too late for it.
        is_bounded: Whether there is a time from which on it is too late.

    """

    __slots__ = (
        "_begin_before",
        "_clock",
        "_succeeded",
        "expired",
        "is_bounded",
        "last_at",
        "last_is_write",
        "total",
        "writes",
    )

    def __init__(
        self, begin_before: float | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
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

    def is_too_late(self, method: str) -> bool:
        """Return whether it is too late for a request."""
        if self._begin_before is None or method in _READS:
            return False
        late = self._clock() >= self._begin_before + (GOES_ON if self._succeeded else 0.0)
        self.expired = self.expired or late
        return late


SENT_REQUESTS: Final[ContextVar[SentRequests | None]] = ContextVar("chakra_async_sent_requests", default=None)
"""The counter of the running code, or None."""
