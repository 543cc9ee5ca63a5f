"""When the next call may begin at a rate: evenly spaced, fixed or adaptive, pure. A client and each key may have one.

Planned starts are one interval apart. A start may come up to 20 ms after its plan without moving the next one, since timers
are late; after a longer gap the plan begins anew, so idle time is never saved up. An adaptive rate, which runs
close to the server's ceiling, catches up on 10 ms only.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from chakra_async._core.pacing.adaptive import Adaptive

__all__ = ["NEVER", "Pace"]

NEVER: Final = -math.inf
"""A time before every other time."""
_CATCH_UP: Final = 0.02
_SMALL_CATCH_UP: Final = 0.01


class Pace:
    """The plan of one rate.

    Args:
        rate: The limit of calls begun per second, or `"adaptive"`.

    Attributes:
        adaptive: The search for the ceiling, or None where the rate is fixed.
        next_start: When the next call may begin.
        held: True while the rate, not the concurrency, delays a call.

    """

    __slots__ = ("_catch_up", "_fixed", "adaptive", "held", "next_start")

    def __init__(self, rate: float | Literal["adaptive"]) -> None:
        self.adaptive = _search() if rate == "adaptive" else None
        self._fixed = 0.0 if rate == "adaptive" else rate
        self._catch_up = _CATCH_UP if self.adaptive is None else _SMALL_CATCH_UP
        self.next_start = NEVER
        self.held = False

    @property
    def rate(self) -> float:
        """The present limit of calls begun per second."""
        return self._fixed if self.adaptive is None else self.adaptive.rate

    def begin(self, now: float, *, waited: bool) -> None:
        """Record that a call begins, and plan the next start.

        Args:
            now: The time.
            waited: Whether it had to wait, for any reason.

        """
        if self.adaptive is not None:
            self.adaptive.began(now, held=waited and self.held)
        late = now - self.next_start
        self.next_start = (self.next_start if 0 <= late <= self._catch_up else now) + 1 / self.rate


def _search() -> Adaptive:
    from chakra_async._core.pacing.adaptive import Adaptive  # noqa: PLC0415 - loaded where it is used

    return Adaptive()
