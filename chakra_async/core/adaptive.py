"""A rate that finds an unknown ceiling from what the server refuses.

Pure: time comes in as an argument. It doubles from a slow start until the first refusal. After that, one decrease per
epoch of refusals (a refusal counts only if its call began after the last decrease), a quick way back to just below
the rate that was refused, and from there a slow search upward. It grows only while callers really wait for it.
"""

from __future__ import annotations

from typing import Final

__all__ = ["Adaptive"]

_FIRST_RATE: Final = 10.0
_LEAST_RATE: Final = 0.1
_DECREASE: Final = 0.9
_DEEP_DECREASE: Final = 0.6
_NEAR_CEILING: Final = 0.97
_QUICK_GROWTH: Final = 0.02
_SLOW_GROWTH: Final = 0.001
_LONGEST_STEP: Final = 1.0


class Adaptive:
    """The state of the search.

    Attributes:
        rate: Calls begun per second at the most, at present.

    """

    def __init__(self) -> None:
        self.rate = _FIRST_RATE
        self._ceiling: float | None = None
        self._decreased_at = float("-inf")
        self._moved_at: float | None = None

    def accepted(self, now: float, *, binding: bool) -> None:
        """Let the rate grow by the time that has passed, if it was what callers waited for."""
        passed = 0.0 if self._moved_at is None else min(now - self._moved_at, _LONGEST_STEP)
        self._moved_at = now
        if not binding or passed <= 0:
            return
        if self._ceiling is None:
            self.rate *= 2.0**passed
        elif self.rate < self._ceiling * _NEAR_CEILING:
            grown = self.rate + self._ceiling * _QUICK_GROWTH * passed
            self.rate = min(grown, self._ceiling * _NEAR_CEILING)
        else:
            self.rate += self.rate * _SLOW_GROWTH * passed

    def refused(self, started: float, now: float) -> None:
        """Lower the rate, once for all the calls that began before the last decrease took effect."""
        if started <= self._decreased_at:
            return
        again_soon = self._ceiling is not None and now - self._decreased_at < 2 * _LONGEST_STEP
        self._ceiling = self.rate
        self.rate = max(_LEAST_RATE, self.rate * (_DEEP_DECREASE if again_soon else _DECREASE))
        self._decreased_at = now
        self._moved_at = now
