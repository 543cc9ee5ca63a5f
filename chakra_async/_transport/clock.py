"""The one place where a call lets time pass, so that tests can let it pass at once.

In production nothing is listed here: a wait is a sleep, and a gate's clock is the monotonic one. While somebody
listens, a wait between attempts passes at once, and a gate that only time holds up moves its own clock on instead.
"""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Listener", "Why", "ahead", "listen", "listened", "passed", "rest", "unlisten", "utc_now"]

Why: TypeAlias = Literal["backoff", "pause", "rate"]


class Listener(Protocol):
    """Whoever wants waits to pass at once, and to know of them."""

    def passed(self, why: Why, seconds: float) -> None:
        """Take note of a wait that passed at once."""
        ...


def utc_now() -> datetime:
    """Return the present time, aware, in UTC."""
    return datetime.now(UTC)


_lock = threading.Lock()
_listeners: tuple[Listener, ...] = ()


def listen(listener: Listener) -> None:
    """Let waits pass at once from now on, and tell of each."""
    global _listeners  # noqa: PLW0603 - a switch for the whole process, replaced as a whole
    with _lock:
        _listeners = (*_listeners, listener)


def unlisten(listener: Listener) -> None:
    """Undo one `listen`."""
    global _listeners  # noqa: PLW0603 - see listen
    with _lock:
        _listeners = tuple(known for known in _listeners if known is not listener)


def listened() -> bool:
    """Return whether waits pass at once."""
    return bool(_listeners)


def passed(why: Why, seconds: float) -> None:
    """Tell of a wait that passed at once."""
    for listener in _listeners:
        listener.passed(why, seconds)


async def rest(seconds: float) -> None:
    """Wait before the next attempt."""
    if _listeners:
        passed("backoff", seconds)
        seconds = 0
    await asyncio.sleep(seconds)


def ahead(clock: Callable[[], float], seconds: float) -> Callable[[], float]:
    """Return a clock that is so many seconds ahead of another one."""
    if isinstance(clock, _Ahead):
        return _Ahead(clock.clock, clock.seconds + seconds)
    return _Ahead(clock, seconds)


class _Ahead:
    """A clock that is ahead."""

    __slots__ = ("clock", "seconds")

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self.clock = clock
        self.seconds = seconds

    def __call__(self) -> float:
        return self.clock() + self.seconds
