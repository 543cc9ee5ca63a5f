"""What observers are told: the steps of a call as frozen values.

They hold what is safe to log, count and export. There is no body in them, no header, no query, no token and no id out
of a path; digits that may be a phone number are masked. Durations are seconds. `chakra_async.observers` has observers
that are ready to use, and any callable that takes one event is one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

if TYPE_CHECKING:
    from chakra_async.outcomes import Outcome

__all__ = [
    "CANCELLED",
    "AttemptFinished",
    "CallEvent",
    "Event",
    "Observer",
    "RequestFinished",
    "RequestStarted",
    "Waiting",
]

CANCELLED = "cancelled"
"""What `RequestFinished.error` says of a call whose task was cancelled, and of a download left before its end."""


@attrs.frozen(kw_only=True)
class CallEvent:
    """What every event tells: the call that it is about.

    Attributes:
        call_id: The call's number, growing within this process; it ties the events of one call together.
        operation: The call's name, such as `campaigns.add_phone_number`; for a free request, method and path.
        method: The HTTP method.
        path: The path's template, such as `/v1/ext/config`, with `{name}` for what is filled in. A free request
            has no template: there, every segment of its path that is not a plain word becomes `{}`.
        server: The host that is called.
        port: The port that is called.

    """

    call_id: int
    operation: str
    method: str
    path: str
    server: str
    port: int


@attrs.frozen(kw_only=True)
class RequestStarted(CallEvent):
    """A call begins. Nothing was sent yet. Exactly one `RequestFinished` follows."""


@attrs.frozen(kw_only=True)
class Waiting(CallEvent):
    """A call is about to wait.

    Attributes:
        why: `pause`: the server asked everyone on the key to wait. `queue`: for a slot or for the rate.
            `backoff`: between two attempts.
        seconds: How long, as far as it is known beforehand; None where only another call's end lets this one go on.
        attempt: The number of the attempt that is waited for; 1 is the first.
        key: What a pause is shared over, digits masked; empty where all of the client's calls share it.

    """

    why: Literal["backoff", "pause", "queue"]
    seconds: float | None
    attempt: int
    key: str = ""


@attrs.frozen(kw_only=True)
class AttemptFinished(CallEvent):
    """One attempt of a call ended, well or not; that of a download ends where its content begins.

    Attributes:
        attempt: Its number; 1 is the first.
        duration: Seconds it took.
        status: The HTTP status, or None where no answer came.
        cause: What went wrong in words, or None; an answer's own text may be quoted, digits masked.
        outcome: What is known of this attempt alone; `DONE` where it was answered well.

    """

    attempt: int
    duration: float
    status: int | None
    cause: str | None
    outcome: Outcome


@attrs.frozen(kw_only=True)
class RequestFinished(CallEvent):
    """A call ended: with an answer, with an error, or cancelled; a download, when its content is whole or left.

    Attributes:
        duration: Seconds from its start to its end, waits included.
        attempts: How many attempts were made.
        status: The HTTP status of the last attempt, or None where no answer came.
        outcome: What is known of the whole call; `DONE` where it was answered well.
        error: The name of the error's class, `cancelled`, or None where it was answered well.
        cause: What went wrong in words, or None; an answer's own text may be quoted, digits masked.
        meta_code: Meta's error code, where the answer held one.

    """

    duration: float
    attempts: int
    status: int | None
    outcome: Outcome
    error: str | None = None
    cause: str | None = None
    meta_code: int | None = None


Event: TypeAlias = RequestStarted | Waiting | AttemptFinished | RequestFinished
"""What an observer is called with."""

Observer: TypeAlias = Callable[[Event], object]
"""Any callable that takes one event; what it returns is not used."""
