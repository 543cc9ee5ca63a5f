"""All waiting between attempts happens here, so that tests can skip it.

In production no recorder is registered: a wait is a sleep, and a gate's clock is the monotonic one. While a recorder is
registered, a wait between attempts ends at once, and a gate that only time holds up moves its own clock forward instead.
"""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "SkipRecorder",
    "WaitReason",
    "record_skip",
    "restore_waits",
    "shifted",
    "skip_waits",
    "sleep",
    "utc_now",
    "waits_skipped",
]

WaitReason: TypeAlias = Literal["backoff", "pause", "rate"]


class SkipRecorder(Protocol):
    """Receives every wait that was skipped."""

    def record(self, why: WaitReason, seconds: float) -> None:
        """Record a wait that was skipped."""
        ...


def utc_now() -> datetime:
    """Return the present time, aware, in UTC."""
    return datetime.now(UTC)


_lock = threading.Lock()
_recorders: tuple[SkipRecorder, ...] = ()


def skip_waits(recorder: SkipRecorder) -> None:
    """Skip waits from now on, and report each to the recorder."""
    global _recorders  # noqa: PLW0603 - a switch for the whole process, replaced as a whole
    with _lock:
        _recorders = (*_recorders, recorder)


def restore_waits(recorder: SkipRecorder) -> None:
    """Undo one `skip_waits`."""
    global _recorders  # noqa: PLW0603 - see skip_waits
    with _lock:
        _recorders = tuple(known for known in _recorders if known is not recorder)


def waits_skipped() -> bool:
    """Return whether waits are skipped."""
    return bool(_recorders)


def record_skip(why: WaitReason, seconds: float) -> None:
    """Report a skipped wait to every recorder."""
    for recorder in _recorders:
        recorder.record(why, seconds)


async def sleep(seconds: float) -> None:
    """Wait before the next attempt."""
    if _recorders:
        record_skip("backoff", seconds)
        seconds = 0
    await asyncio.sleep(seconds)


def shifted(clock: Callable[[], float], seconds: float) -> Callable[[], float]:
    """Return a clock that is some seconds ahead of another clock."""
    if isinstance(clock, _ShiftedClock):
        return _ShiftedClock(clock.clock, clock.seconds + seconds)
    return _ShiftedClock(clock, seconds)


class _ShiftedClock:
    """A clock that is ahead of another clock."""

    __slots__ = ("clock", "seconds")

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self.clock = clock
        self.seconds = seconds

    def __call__(self) -> float:
        return self.clock() + self.seconds
