"""Counting the requests that leave while a piece of code runs, so that it is known whether anything can have been done.

A request counts from the moment it has a connection: bytes may leave only after that. The counter goes with the context, so
tasks and threads that the code starts in the usual way count as well.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import Final

__all__ = ["SENT_REQUESTS", "SentRequests"]

_READS: Final = frozenset({"GET", "HEAD"})


class SentRequests:
    """Requests that may have left.

    Attributes:
        total: All of them, repeats included.
        writes: Those that are not reads.
        last_is_write: Whether the last one is not a read.
        last_at: When the last one left, on the monotonic clock.

    """

    __slots__ = ("last_at", "last_is_write", "total", "writes")

    def __init__(self) -> None:
        self.total = 0
        self.writes = 0
        self.last_is_write = False
        self.last_at = 0.0

    def add(self, method: str) -> None:
        """Count a request that is about to leave."""
        self.total += 1
        self.last_at = time.monotonic()
        self.last_is_write = method not in _READS
        self.writes += self.last_is_write


SENT_REQUESTS: Final[ContextVar[SentRequests | None]] = ContextVar("chakra_async_sent_requests", default=None)
"""The counter of the running code, or None."""
