"""What a receiver reports to observers, as frozen values: safe to log, count and export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import attrs

__all__ = [
    "DeliveryAccepted",
    "DeliveryRefused",
    "EventHandled",
    "EventStarted",
    "HandlingResult",
    "Health",
    "ReceiverObserver",
    "ReceiverReport",
]


HandlingResult: TypeAlias = Literal[
    "settled", "unhandled", "paused", "retry", "parked", "waiting", "released", "lost"
]
"""What came of handling an event, see `EventHandled`."""


@attrs.frozen(kw_only=True)
class Health:
    """How a receiver is.

    Attributes:
        ok: Whether it accepts deliveries and handles events.
        problem: Why not, or None.
        waiting: Events that wait to be handled.
        running: Events that are being handled, by any process on the inbox.
        parked: Events that failed for good and wait for a decision.
        lag: Seconds that the oldest event waits; 0 without one.

    """

    ok: bool
    problem: str | None = None
    waiting: int = 0
    running: int = 0
    parked: int = 0
    lag: float = 0.0


@attrs.frozen(kw_only=True)
class DeliveryAccepted:
    """A delivery was stored and answered with 200.

    Attributes:
        secret: The name of the secret that it was signed with.
        events: How many events it had.
        duplicates: How many of them had been stored before.
        size: The bytes of its body.
        duration: Seconds from the body's arrival until it was stored.

    """

    secret: str
    events: int
    duplicates: int
    size: int
    duration: float


@attrs.frozen(kw_only=True)
class DeliveryRefused:
    """A delivery was refused, or could not be stored.

    Attributes:
        status: The answer's HTTP status.
        reason: Why, in a word: `signature`, `body`, `size`, `encoding`, `method`, `cut`, `slow`, `store`, `start`, `closing`,
            `busy`.
        cause: Why in words; the sender is not given it.

    """

    status: int
    reason: str
    cause: str


@attrs.frozen(kw_only=True)
class EventStarted:
    """A worker begins to handle an event.

    Attributes:
        kind: The event's kind, such as `text`.
        key: What the event is known by; a message's id may hold a phone number.
        attempt: The number of the attempt; 1 is the first.
        lag: Seconds since it was stored.

    """

    kind: str
    key: str = attrs.field(repr=False)
    attempt: int
    lag: float


@attrs.frozen(kw_only=True)
class EventHandled:
    """A worker ended with an event.

    Attributes:
        kind: The event's kind.
        key: What the event is known by; a message's id may hold a phone number.
        handler: The handler's name, or an empty string without one.
        result: `settled`; `unhandled`, without a handler; `paused`, while a human writes; `retry`; `parked`; `waiting`, for more events to gather;
            `released`, at the receiver's end; `lost`, where another worker has taken it.
        attempt: The number of the attempt.
        duration: Seconds it took.
        error: The name of the error's class, or None.
        events: How many events were handled together.

    """

    kind: str
    key: str = attrs.field(repr=False)
    handler: str
    result: HandlingResult
    attempt: int
    duration: float
    error: str | None = None
    events: int = 1


ReceiverReport: TypeAlias = DeliveryAccepted | DeliveryRefused | EventStarted | EventHandled
"""What an observer of a receiver is called with."""

ReceiverObserver: TypeAlias = Callable[[ReceiverReport], object]
"""Any callable that takes one report; its return value is ignored."""
