"""What is known about a call that failed: its outcome, and a record of each attempt."""

from __future__ import annotations

import enum
from typing import Final

import attrs

__all__ = ["Attempt", "Outcome", "worst"]


class Outcome(enum.StrEnum):
    """The effect of a call at the server, as far as it is known.

    The API takes no idempotency key, so this decides whether a call may be made again.
    """

    NOT_SENT = "not_sent"
    """The request did not leave: calling again cannot do anything twice."""
    REFUSED = "refused"
    """The server refused: nothing was done."""
    UNKNOWN = "unknown"
    """It may have been done: look before calling again."""
    DONE = "done"
    """It was done; only the answer could not be used."""


_WEIGHT: Final = {Outcome.NOT_SENT: 0, Outcome.REFUSED: 1, Outcome.UNKNOWN: 2, Outcome.DONE: 3}


def worst(*outcomes: Outcome) -> Outcome:
    """Return the outcome of a call made of attempts with these outcomes.

    A call may have been done if one of its attempts may have been.

    Example:
        >>> worst(Outcome.UNKNOWN, Outcome.NOT_SENT)
        <Outcome.UNKNOWN: 'unknown'>

    """
    return max(outcomes, key=_WEIGHT.__getitem__, default=Outcome.NOT_SENT)


@attrs.define(kw_only=True)
class Attempt:
    """One try at a call.

    Attributes:
        started: Seconds from the start of the call to the start of this attempt.
        duration: Seconds the attempt took.
        status: The HTTP status, or None where no answer came.
        cause: What went wrong, or None.
        outcome: What is known of this attempt alone; None where it succeeded.
        wait: Seconds waited after it, before the next one.

    """

    started: float
    duration: float
    status: int | None = None
    cause: str | None = None
    outcome: Outcome | None = None
    wait: float = 0.0
