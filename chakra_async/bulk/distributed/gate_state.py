"""What the workers of one sender share: one pace and one pause. Pure; times are the database's, in epoch seconds.

A worker reserves starts of calls at most a quarter of a second ahead, so that one that is gone wastes no more than that. With each
reservation it reports what the server said since the last one, so that one search for the ceiling sees the calls of all.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from chakra_async._core.pacing.as_data import pace_from, pace_to_data
from chakra_async._core.pacing.pace import NEVER, Pace

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["HORIZON", "Reports", "SharedState", "gate_key"]

HORIZON: Final = 0.25
"""Seconds by which a start may be reserved ahead, at most."""
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


@attrs.define
class SharedState:
    """The state that the row holds.

    Attributes:
        pace: The shared pace, or None without a rate.
        limit: The rate that was asked for: the pace begins anew when another one is.

    """

    pace: Pace | None
    limit: float | Literal["adaptive"] | None = None

    @classmethod
    def read(cls, data: object, limit: float | Literal["adaptive"] | None) -> SharedState:
        """Return what a row holds; a row that is new, of another rate, or not readable begins anew."""
        if limit is None:
            return cls(None)
        if isinstance(data, dict) and data.get("limit") == limit:  # pyright: ignore[reportUnknownMemberType] - JSON
            try:
                return cls(pace_from(data.get("pace")), limit)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - as above
            except ValueError:
                pass
        return cls(Pace(limit), limit)

    def to_data(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {"limit": self.limit, "pace": None if self.pace is None else pace_to_data(self.pace)}

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
        if pace is None:
            return [now] * wanted
        starts: list[float] = []
        for _ in range(wanted):
            start = max(now, pace.next_start)
            if start > now + HORIZON:
                pace.held = True
                break
            pace.held = start > now
            pace.begin(start, waited=waited)
            starts.append(start)
        return starts

    def next_in(self, now: float) -> float:
        """Return the seconds until the next start may be reserved."""
        return 0.0 if self.pace is None else max(0.0, self.pace.next_start - HORIZON - now)

    def take_in(self, reports: Reports, now: float) -> None:
        """Let the search know what the server said."""
        adaptive = None if self.pace is None else self.pace.adaptive
        if adaptive is None:
            return
        for started in sorted(reports.refused):
            adaptive.refused(min(started, now), now)
        if reports.accepted and not reports.refused:
            adaptive.accepted(now)
