"""What the workers of one sender share: one pace and one pause. Pure; times are the database's, in epoch seconds.

A worker reserves starts of calls at most a quarter of a second ahead, so that one that is gone wastes no more than that. With each
reservation it reports what the server said since the last one, so that one search for the ceiling sees the calls of all.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import math
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import attrs

from chakra_async._core.pacing.as_data import pace_from, pace_to_data
from chakra_async._core.pacing.pace import NEVER, Pace
from chakra_async.bulk.engine.ramp import Ramp

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["HORIZON", "RampPlan", "Reports", "SharedState", "gate_key"]

HORIZON: Final = 0.25
"""Seconds by which a start may be reserved ahead, at most."""
_LEAD: Final = 0.1
"""Seconds in which a worker gets the intents of many rows that it begins with. Starts before that would all be late, and so begin at
once: at a ceiling that is counted within a second, ten calls too many are refused, and cost a pause."""
_RAMPS: Final = 8
_HASH_KEY: Final = b"chakra_async shared gate, version 1"


def gate_key(server: str, token: str, sender: str) -> str:
    """Return the key of the row that all workers of one sender share; the token cannot be read from it."""
    digest = hmac.new(_HASH_KEY, token.encode(), hashlib.sha256).hexdigest()[:24]
    return f"{server} {digest} {sender}"


@attrs.define
class Reports:
    """What a worker has seen since its last reservation.

    Attributes:
        accepted: Whether a call was not refused by throttling.
        refused: When the calls began that were.

    """

    accepted: bool = False
    refused: list[float] = attrs.field(factory=list[float])


@attrs.frozen(kw_only=True)
class RampPlan:
    """How the rate of a run grows at its start.

    Attributes:
        run: Distinguishes it from the ramps of other runs of the sender, and of earlier starts of this one; later ones are greater.
        rate: The full rate, calls per second.
        seconds: How long it takes to get there.

    """

    run: int
    rate: float
    seconds: float


@attrs.define
class SharedState:
    """The state that the row holds.

    Attributes:
        pace: The shared pace, or None without a rate.
        limit: The rate that was asked for: the pace begins anew when another one is.
        plan: The ramp of the run, or None.
        ramp: How far that is.
        ramps: What the row holds of the ramps of all runs, by run.

    """

    pace: Pace | None
    limit: float | Literal["adaptive"] | None = None
    plan: RampPlan | None = None
    ramp: Ramp | None = None
    ramps: dict[str, dict[str, float | None]] = attrs.field(factory=dict[str, "dict[str, float | None]"])

    @classmethod
    def read(
        cls, data: object, limit: float | Literal["adaptive"] | None, plan: RampPlan | None = None
    ) -> SharedState:
        """Return what a row holds; a row that is new, of another rate, or not readable begins anew."""
        given = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
        pace = None if limit is None else Pace(limit)
        if limit is not None and given.get("limit") == limit:
            with contextlib.suppress(ValueError):
                pace = pace_from(given.get("pace"))
        ramps = _ramps(given.get("ramps"))
        ramp = None
        if plan is not None:
            ramp = Ramp(plan.rate, plan.seconds)
            known = ramps.get(str(plan.run))
            if known is not None:
                ramp.resume(known["progress"] or 0.0, known["next"])
        return cls(pace, limit, plan, ramp, ramps)

    def to_data(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        ramps = dict(self.ramps)
        if self.plan is not None and self.ramp is not None:
            ramps[str(self.plan.run)] = {"progress": self.ramp.progress, "next": self.ramp.next_start}
        kept = sorted(ramps, key=int)[-_RAMPS:]
        data: dict[str, Any] = {
            "limit": self.limit,
            "pace": None if self.pace is None else pace_to_data(self.pace),
        }
        return {**data, "ramps": {run: ramps[run] for run in kept}} if kept else data

    def reserve(
        self, wanted: int, now: float, *, paused_until: float = NEVER, waited: bool = True
    ) -> Sequence[float]:
        """Return the starts of as many calls as may be reserved now, none during a pause.

        Args:
            wanted: How many calls are ready.
            now: The time.
            paused_until: When the pause ends.
            waited: Whether the calls had to wait; a rate that no call waits for does not grow.

        """
        pace = self.pace
        if paused_until > now or wanted < 1:
            return []
        first = now
        if pace is not None and wanted / pace.rate > _LEAD:
            first += _LEAD
        starts: list[float] = []
        for _ in range(wanted):
            start = max(first, self._next_start)
            if start > now + HORIZON:
                if pace is not None:
                    pace.held = pace.next_start > now + HORIZON
                break
            if pace is not None:
                pace.held = pace.next_start > now
                pace.begin(start, waited=waited)
            if self.ramp is not None:
                self.ramp.reserve(start)
            starts.append(start)
        return starts

    @property
    def _next_start(self) -> float:
        ramp = None if self.ramp is None else self.ramp.next_start
        return max(NEVER if self.pace is None else self.pace.next_start, NEVER if ramp is None else ramp)

    def next_in(self, now: float) -> float:
        """Return the seconds until the next start may be reserved."""
        return max(0.0, self._next_start - HORIZON - now)

    def take_in(self, reports: Reports, now: float) -> None:
        """Let the search know what the server said."""
        adaptive = None if self.pace is None else self.pace.adaptive
        if adaptive is None:
            return
        for started in sorted(reports.refused):
            adaptive.refused(min(started, now), now)
        if reports.accepted and not reports.refused:
            adaptive.accepted(now)


def _ramps(data: object) -> dict[str, dict[str, float | None]]:
    """Return the ramps that a row holds; what is not readable is left out, so that its ramp begins anew."""
    found: dict[str, dict[str, float | None]] = {}
    for run, state in cast("dict[str, Any]", data).items() if isinstance(data, dict) else ():
        given = cast("dict[str, Any]", state) if isinstance(state, dict) else {}
        progress, next_start = given.get("progress"), given.get("next")
        if run.isdecimal() and _is_time(progress) and (next_start is None or _is_time(next_start)):
            found[run] = {"progress": progress, "next": next_start}
    return found


def _is_time(value: object) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    )
