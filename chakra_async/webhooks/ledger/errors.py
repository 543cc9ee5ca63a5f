"""The errors of the ledger. Each parks the event: a person has to decide."""

from __future__ import annotations

from chakra_async.outcomes import Outcome
from chakra_async.webhooks.turn import ParkError

__all__ = [
    "ConversationChangedError",
    "EffectUnknownError",
    "HandlerChangedError",
    "TooManyRecordsError",
    "UnstorableResultError",
]


class EffectUnknownError(ParkError):
    """Something may have been done already, and nothing proves whether it was: it is not done again.

    Look whether it was done. Then `redrive(resend_unknown=True)` does it again, and `resolve_effect` records that it was done.
    """

    def __init__(self, message: str, *, code: str = "EffectUnknown") -> None:
        super().__init__(message, code=code)
        self.outcome = Outcome.UNKNOWN


class HandlerChangedError(ParkError):
    """On a second run a handler did something else than on its first run, so what was done cannot be recognized."""

    def __init__(self, message: str, *, code: str = "HandlerChanged") -> None:
        super().__init__(message, code=code)


class ConversationChangedError(ParkError):
    """A conversation was changed while it was under way: what it did so far is not what its code does now."""

    def __init__(self, message: str, *, code: str = "ConversationChanged") -> None:
        super().__init__(message, code=code)


class TooManyRecordsError(ParkError):
    """A conversation has more records than it may have; each turn replays all of them."""

    def __init__(self, message: str, *, code: str = "TooManyRecords") -> None:
        super().__init__(message, code=code)


class UnstorableResultError(ParkError):
    """A step was done, but its result cannot be kept for a second run."""

    def __init__(self, message: str, *, code: str = "UnstorableResult") -> None:
        super().__init__(message, code=code)
