"""How far the database's clock is ahead of a process's own. Pure."""

from __future__ import annotations

from collections import deque
from typing import Final

__all__ = ["ClockOffset"]

_LOOKS: Final = 16
_WAS_SET: Final = 1.0


class ClockOffset:
    """The difference of two clocks, from looks at one of them.

    Every look is late by what the answer took, so the greatest difference of the last looks is the truest. Starts of calls that were
    reserved in different exchanges stay as far apart as they are planned only if it is known more exactly than that.

    Attributes:
        ahead: Seconds by which the other clock is ahead.

    """

    def __init__(self) -> None:
        """Begin without a look."""
        self.ahead = 0.0
        self._looks = deque[float](maxlen=_LOOKS)

    def look(self, other: float, own: float) -> None:
        """Take in that the other clock showed a time shortly before the own one showed another, both in seconds."""
        ahead = other - own
        if abs(ahead - self.ahead) > _WAS_SET:  # one of the clocks was set, or this is the first look
            self._looks.clear()
        self._looks.append(ahead)
        self.ahead = max(self._looks)
