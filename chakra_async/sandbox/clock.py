"""The clock of a sandbox: one time for everything in it, which a test can move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

__all__ = ["Advance", "SandboxClock", "steady_clock"]


def steady_clock() -> Callable[[], float]:
    """Return a clock in epoch seconds: the wall clock at this moment, advanced by the monotonic clock.

    Its times never go back, so the record of arrivals is sorted by time.
    """
    offset = datetime.now(UTC).timestamp() - monotonic()
    return lambda: monotonic() + offset


class Advance:
    """The clock has moved; awaiting this lets everything happen that is due by now."""

    __slots__ = ("_settled",)

    def __init__(self, settled: Callable[[], Awaitable[None]]) -> None:
        self._settled = settled

    def __await__(self) -> Generator[object, None, None]:
        return self._settled().__await__()


class SandboxClock:
    """The time of a sandbox: the 24-hour window, statuses, template reviews, jobs and deliveries follow it.

    It can be called, and returns epoch seconds.

    Args:
        source: Gives the time in epoch seconds; the wall clock by default.

    Example:
        >>> from chakra_async.sandbox import Sandbox
        >>> sandbox = Sandbox()
        >>> before = sandbox.clock.now()
        >>> moved = sandbox.clock.advance(hours=25)
        >>> (sandbox.clock.now() - before).days
        1

    """

    def __init__(self, source: Callable[[], float] | None = None) -> None:
        self._source = source or steady_clock()
        self._moved = 0.0
        self._watchers: list[Callable[[], object]] = []
        self._settle: Callable[[], Awaitable[None]] = _at_once

    def __call__(self) -> float:
        """Return the time in epoch seconds."""
        return self._source() + self._moved

    @property
    def moved(self) -> float:
        """How many seconds it was moved in all."""
        return self._moved

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return datetime.fromtimestamp(self(), UTC)

    def milliseconds(self) -> int:
        """Return the time in epoch milliseconds, as `WebhookReceiver(clock=)` takes it."""
        return int(self() * 1000)

    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> Advance:
        """Move the clock forward, at once.

        Args:
            days: How many days.
            hours: How many hours.
            minutes: How many minutes.
            seconds: How many seconds.

        Returns:
            What can be awaited: then every delivery that is due was made, and every receiver in this process has
            handled its events.

        Raises:
            ValueError: It would go back.

        """
        by = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds()
        if by < 0:
            raise ValueError("the clock of a sandbox cannot go back: advance it by a positive time")
        self._moved += by
        for watcher in tuple(self._watchers):
            watcher()
        return Advance(self._settle)

    def watch(self, watcher: Callable[[], object]) -> None:
        """Call a function after each time that the clock was moved, such as `receiver.wake`."""
        self._watchers.append(watcher)

    def settle_by(self, settle: Callable[[], Awaitable[None]]) -> None:
        """Set what an awaited `advance` waits for."""
        self._settle = settle


async def _at_once() -> None:
    pass
