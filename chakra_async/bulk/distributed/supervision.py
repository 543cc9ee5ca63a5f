"""What is done with slices that an engine gives up: they are submitted again while the journal advances. Pure.

An engine may end a slice, give it up, end it twice, or lose it. Whether a slice is finished is what the journal says, and nothing
else. A round submits every unfinished slice; while the rounds leave fewer rows to send, another follows, after a growing pause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Supervision"]

_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
_IDLE_ROUNDS: Final = 3


@attrs.define
class Supervision:
    """The state of the rounds.

    Attributes:
        idle_rounds: Rounds in a row after which the journal had not advanced.
        rounds: Rounds that have begun.
        given_up: Why the engine gave slices of the last round up, by slice.
        stopped_because: Why no further round begins, or None.

    """

    idle_rounds: int = 0
    rounds: int = 0
    given_up: dict[int, str] = attrs.field(factory=dict[int, str])
    stopped_because: str | None = None
    _left: Mapping[int, int] = attrs.field(factory=dict[int, int])

    def begin(self, left: Mapping[int, int]) -> list[int]:
        """Begin a round and return the slices to submit, none when the work is over.

        Args:
            left: The rows that are still to be sent, by unfinished slice, as the journal says.

        """
        if self.stopped_because is not None or not left:
            self._left = left
            return []
        if self.rounds:
            advanced = sum(left.values()) < sum(self._left.values()) or len(left) < len(self._left)
            self.idle_rounds = 0 if advanced else self.idle_rounds + 1
            if self.idle_rounds >= _IDLE_ROUNDS:
                self.stopped_because = self._reason(left)
                return []
        self._left = dict(left)
        self.given_up.clear()
        self.rounds += 1
        return sorted(left)

    def ended(self, number: int, problem: str | None = None) -> None:
        """Take in that the engine is done with a slice, or gave it up for a reason."""
        if problem is None:
            self.given_up.pop(number, None)
        else:
            self.given_up[number] = problem

    def stop(self, reason: str) -> None:
        """Begin no further round; the first reason counts."""
        if self.stopped_because is None:
            self.stopped_because = reason

    @property
    def pause(self) -> float:
        """Seconds to wait before the next round; 0 before the first."""
        if not self.rounds:
            return 0.0
        return min(_FIRST_PAUSE * 2.0 ** min(self.idle_rounds, 16), _LONGEST_PAUSE)

    def _reason(self, left: Mapping[int, int]) -> str:
        first = ", ".join(map(str, sorted(left)[:5]))
        more = f" and {len(left) - 5} more" if len(left) > 5 else ""  # noqa: PLR2004 - as many as are named
        why = next((self.given_up[number] for number in sorted(self.given_up)), "it says no reason")
        return (
            f"the engine gives slices up and {self.idle_rounds} rounds ended no further row: slices {first}{more} are not "
            f"finished ({why})"
        )
