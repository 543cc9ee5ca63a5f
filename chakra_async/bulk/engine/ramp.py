"""A rate that grows evenly at the start of a run. Pure: the time is an argument."""

from __future__ import annotations

import math
from typing import Final

from chakra_async.errors import SettingsError

__all__ = ["Ramp"]

_FIRST_RATE: Final = 1.0


class Ramp:
    """Plans when calls may begin while the rate grows from one call a second to the full rate.

    Only time in which calls begin counts: a pause does not bring the ramp forward.

    Args:
        rate: The full rate, calls per second.
        seconds: How long it takes to get there.

    Raises:
        SettingsError: A value is not a positive number.

    Example:
        >>> ramp = Ramp(rate=10.0, seconds=60.0)
        >>> ramp.reserve(0.0), ramp.reserve(0.0)
        (0.0, 1.0)

    """

    def __init__(self, rate: float, seconds: float) -> None:
        """Begin with one call a second, or with the full rate where that is slower."""
        for name, value in (("rate", rate), ("ramp", seconds)):
            if not (math.isfinite(value) and value > 0):
                raise SettingsError(f"{name} must be a positive number, not {value}.")
        self._full = rate
        self._first = min(_FIRST_RATE, rate)
        self._seconds = seconds
        self._progress = 0.0
        self._next: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether the full rate is reached, so that calls need not wait here any more."""
        return self._progress >= self._seconds

    @property
    def rate(self) -> float:
        """The present rate, calls per second."""
        return self._first + (self._full - self._first) * min(1.0, self._progress / self._seconds)

    @property
    def next_start(self) -> float | None:
        """When the next call may begin; None while none has begun, or once the full rate is reached."""
        return None if self.is_over else self._next

    @property
    def progress(self) -> float:
        """Seconds of the growth that calls have used."""
        return self._progress

    def resume(self, progress: float, next_start: float | None) -> None:
        """Go on where another process was."""
        self._progress, self._next = progress, next_start

    def reserve(self, now: float) -> float:
        """Take the next place in the plan, and return the seconds until the call may begin.

        Args:
            now: The time, in seconds.

        """
        if self.is_over:
            return 0.0
        start = now if self._next is None else max(now, self._next)
        interval = 1 / self.rate
        self._next = start + interval
        self._progress += interval
        return start - now
