"""A rate that finds an unknown ceiling from what the server refuses.

Pure and deterministic: time comes in as an argument. Each refusal holds up all calls for as long as the server demands,
mostly a second, so the controller overshoots rarely and by little rather than probing quickly.

- **Search.** From 10 calls a second the rate doubles each second until the first refusal.
- **Decrease, once per epoch.** A refusal counts only if its call began more than a second after the last decrease: a
  server that counts over a second still counts what was sent before. The ceiling is then estimated as the calls
  begun in the second before the refused call, within 70 % to 100 % of the rate. The rate drops to 85 % of it if a rate
  close below was held before; else to 75 %: at the end of a search, when refused again within two seconds (or within
  the time that the pause took), or when a rate is refused that was held for long, so that the ceiling must have fallen: by
  1.5 %, or by 5 % where more than 40 calls begin in a second, since calls that are late arrive bunched.
  Refused at once a second time in a row, it drops to 72 %: the ceiling is far below, and each step towards it costs a
  pause.
- **Return.** 15 % of the ceiling a second up to what was held before.
- **Crossing** of the gap between that and the ceiling: 8 % a second if it is wide, and 0.5 % if it is narrow, since a
  server notices up to a second late, and the distance crossed in that second is the error of the next estimate.
- **Plateau** at 98 % of the ceiling: lateness of timers and of the network bunches calls by as much.
- **Probe.** From there the rate rises with the cube of time: it is back at the ceiling after 100 s, or after 50 times
  the pause that the last refusal cost, so that pauses cost at most 2 %. After a hasty estimate: 8 s.
- **Search again**, by 5 % a second, once the rate is 10 % above the ceiling unrefused: it has been raised.

The rate grows only while it is what calls wait for, and while at least half of it is used.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Final

__all__ = ["Adaptive"]

# Rates are calls per second, times seconds, speeds fractions of the ceiling per second.
_INITIAL_RATE: Final = 10.0
_MIN_RATE: Final = 0.1

_WINDOW: Final = 1.0  # what most servers count over
_MANY: Final = 40
_MIN_ESTIMATE: Final = 0.7
_LOWER: Final = 0.85
_DEEPER: Final = 0.75
_DEEPEST: Final = 0.72
_CLOSE: Final = 0.8
_MARGIN: Final = 0.02
_FALLEN: Final = 0.015  # refused by more than this below the ceiling: the ceiling has fallen
_FALLEN_MANY: Final = 0.05  # the same where there are many: lateness bunches calls by more than one call

_SEARCH: Final = 2.0
_SEARCH_AGAIN: Final = 1.05
_RETURN: Final = 0.15
_CROSS_WIDE: Final = 0.08
_CROSS_NARROW: Final = 0.005
_RAISED: Final = 1.1

_PATIENCE: Final = 100.0
_PATIENCE_PER_PAUSE: Final = 50.0
_MAX_PAUSE: Final = 120.0  # anything longer was idleness
_HASTE: Final = 8.0

_SAMPLE_INTERVAL: Final = 0.05
_MAX_STEP: Final = 1.0
_SAMPLES: Final = 640  # half a minute of them: an answer may be as late as that


class Adaptive:
    """The state of the search.

    Attributes:
        rate: The present limit of calls begun per second.

    """

    def __init__(self) -> None:
        self.rate = _INITIAL_RATE
        self._ceiling: float | None = None
        self._held_before = 0.0
        self._growth = _SEARCH
        self._on_plateau = 0.0
        self._hasty = False
        self._pause = 0.0
        self._decreased_at = -math.inf
        self._resumed_at: float | None = None
        self._sampled_at: float | None = None
        self._binding = False
        self._begun = 0
        self._began_at = -math.inf
        self._samples: deque[tuple[float, int]] = deque(maxlen=_SAMPLES)

    def began(self, now: float, *, held: bool) -> None:
        """Record that a call begins.

        Args:
            now: The time.
            held: Whether it had to wait for the rate, and not only for a slot or a pause.

        """
        self._binding = held
        if not self._samples or now - self._samples[-1][0] >= _SAMPLE_INTERVAL:
            self._samples.append((now, self._begun))
        self._begun += 1
        self._began_at = now
        if self._resumed_at is None:
            self._resumed_at = now
            if self._ceiling is not None:
                self._pause = min(now - self._decreased_at, _MAX_PAUSE)

    def accepted(self, now: float) -> None:
        """Let the rate grow by the time that has passed, if it was what calls waited for."""
        if self._sampled_at is None:
            self._sampled_at = now
            return
        passed = now - self._sampled_at
        if passed < _SAMPLE_INTERVAL:
            return
        self._sampled_at = now
        if self._binding and self.rate <= 2 * (self._count(now) + 1):
            self._grow(min(passed, max(_MAX_STEP, 1 / self.rate)))

    def refused(self, started: float, now: float) -> None:
        """Lower the rate, once for all the calls that began before the last decrease took effect.

        Args:
            started: When the refused call began.
            now: The time.

        """
        if started <= self._decreased_at + _WINDOW:
            return
        estimated, since = self._ceiling, self._resumed_at
        ceiling = min(self.rate, max(self.rate * _MIN_ESTIMATE, self._measured(started)))
        fallen = (
            estimated is not None
            and not self._hasty
            and self._on_plateau > 2 * _WINDOW
            and ceiling < estimated * (1 - (_FALLEN_MANY if estimated > _MANY else _FALLEN))
        )
        hasty_before = self._hasty
        self._hasty = since is None or started - since < max(2 * _WINDOW, self._pause)
        held_before = 0.0 if self._hasty or fallen else self._count(started - _WINDOW)
        factor = _LOWER if held_before >= ceiling * _CLOSE else _DEEPER
        if self._hasty and hasty_before:
            factor = _DEEPEST
        self.rate = max(_MIN_RATE, ceiling * factor)
        self._ceiling = ceiling
        self._held_before = min(max(held_before, self.rate), ceiling)
        self._on_plateau = 0.0
        self._decreased_at = now
        self._resumed_at = None
        self._sampled_at = None

    def _grow(self, passed: float) -> None:
        ceiling = self._ceiling
        if ceiling is None:
            self.rate *= self._growth**passed
            return
        plateau = ceiling * (1 - _MARGIN)
        if self.rate < plateau:
            if self.rate < self._held_before:
                speed = _RETURN
            else:
                speed = _CROSS_NARROW if self._held_before >= ceiling * _CLOSE else _CROSS_WIDE
            self.rate = min(plateau, self.rate + speed * ceiling * passed)
            return
        self._on_plateau += passed
        patience = _HASTE if self._hasty else max(_PATIENCE, _PATIENCE_PER_PAUSE * self._pause)
        risen = plateau + ceiling * _MARGIN * (self._on_plateau / patience) ** 3
        self.rate = max(self.rate, risen)
        if self.rate > ceiling * _RAISED:
            self._ceiling = None
            self._growth = _SEARCH_AGAIN

    def _measured(self, end: float) -> float:
        """Return how many calls began in the second before a moment, plus half of the next call.

        At a low rate half a call is a large fraction of the ceiling and would overshoot it: there it is left out.
        """
        count = self._count(end)
        return count + 0.5 if count > _MANY else count

    def _count(self, end: float) -> float:
        """Return how many calls began in the second before a moment."""
        return self._begun_until(end) - self._begun_until(end - _WINDOW)

    def _begun_until(self, moment: float) -> float:
        """Return how many calls began before a moment: exact at the samples, evenly spread between them."""
        later_at, later = self._began_at, self._begun
        if moment >= later_at:
            return later
        for at, begun in reversed(self._samples):
            if at <= moment:
                return begun + (later - begun) * (moment - at) / (later_at - at)
            later_at, later = at, begun
        return later
