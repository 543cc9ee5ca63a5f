"""Events of a call, as frozen values for observers.

They contain only what is safe to log, count and export: no bodies, headers, queries, tokens or ids from a path; digits
that may be a phone number are masked. Durations are seconds. `chakra_async.observers` has ready-made observers, and any
callable that takes one event is an observer.
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
"""The `RequestFinished.error` of a call whose task was cancelled, and of a download left before its end."""


@attrs.frozen(kw_only=True)
class CallEvent:
    """The call that an event is about; the base of all events.

    Attributes:
        call_id: The call's number, increasing within this process; it joins the events of one call.
        operation: The call's name, such as `campaigns.add_phone_number`; for a free request, method and path.
        method: The HTTP method.
        path: The path's template, such as `/v1/ext/config`, with `{name}` for each parameter. A free request
            has no template: every segment of its path that is not a plain word becomes `{}`.
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
        why: `pause`: the server asked all calls on the key to wait. `queue`: for a slot or for the rate.
            `backoff`: between two attempts.
        seconds: How long, if known beforehand; None if it depends on the end of another call.
        attempt: The number of the attempt that is waited for; 1 is the first.
        key: What a pause is shared over, digits masked; empty if all of the client's calls share it.

    """

    why: Literal["backoff", "pause", "queue"]
    seconds: float | None
    attempt: int
    key: str = ""


@attrs.frozen(kw_only=True)
class AttemptFinished(CallEvent):
    """One attempt of a call ended, with or without success; that of a download ends where its content begins.

    Attributes:
        attempt: Its number; 1 is the first.
        duration: Seconds it took.
        status: The HTTP status, or None if no answer came.
        cause: What went wrong in words, or None; the answer may be quoted, digits masked.
        outcome: What is known of this attempt alone; `DONE` if it succeeded.

    """

    attempt: int
    duration: float
    status: int | None
    cause: str | None
    outcome: Outcome


@attrs.frozen(kw_only=True)
class RequestFinished(CallEvent):
    """A call ended: with an answer, with an error, or cancelled; a download, when its content is complete or left.

    Attributes:
        duration: Seconds from its start to its end, waits included.
        attempts: How many attempts were made.
        status: The HTTP status of the last attempt, or None if no answer came.
        outcome: What is known of the whole call; `DONE` if it succeeded.
        error: The name of the error's class, `cancelled`, or None if it succeeded.
        cause: What went wrong in words, or None; the answer may be quoted, digits masked.
        meta_code: Meta's error code, if the answer contained one.

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
"""Any callable that takes one event; its return value is ignored."""
