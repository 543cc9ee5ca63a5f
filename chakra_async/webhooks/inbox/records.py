"""The rows of an inbox as values: events, claims, effects, timers, values and counts. Pure."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "EVERY",
    "NEVER",
    "Claim",
    "Effect",
    "EffectState",
    "EventState",
    "InboxStats",
    "NewEffect",
    "NewRecord",
    "Problem",
    "Purged",
    "Record",
    "Taken",
    "Timer",
    "Value",
    "storable",
]

EVERY: Final = 2**31 - 1
"""A limit that leaves out nothing."""
NEVER: Final = 2**62
"""A time that does not come: a lane that is held until its event is redriven."""

_LATEST: Final = 2**53


class EventState(enum.StrEnum):
    """Where an event is: `new -> running -> settled | parked`."""

    NEW = "new"
    """It waits for its turn, or for the time of its next attempt."""
    RUNNING = "running"
    """A worker handles it, or did when it ended without a word."""
    SETTLED = "settled"
    """It was handled."""
    PARKED = "parked"
    """It could not be handled, and waits for a person's decision: `redrive` or `discard`."""


class EffectState(enum.StrEnum):
    """Where an effect is: `intent -> done | not_sent | refused | unknown`."""

    INTENT = "intent"
    """It is about to be done, or was when its worker ended."""
    DONE = "done"
    NOT_SENT = "not_sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """It may have been done: it is not done again unless a person asks for it."""


def storable(value: str) -> str:
    """Return a string that every store can keep: without NUL and halves of surrogate pairs."""
    if value.isascii() and "\0" not in value:
        return value
    return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _cleaned(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(storable(each) for each in values if each)


def _time(value: int) -> int:
    """Return a time that every store can keep: senders may write any number."""
    return max(-_LATEST, min(_LATEST, int(value)))


def _utf8(value: bytes) -> bytes:
    return value.decode("utf-8", "replace").replace("\0", "\ufffd").encode()


@attrs.frozen(kw_only=True)
class NewRecord:
    """An event to be stored.

    The lane in which it is handled is that of its person within `lane`: the events of one lane are handled one at a time, in
    order of arrival. Without identities all records of `lane` form one lane.

    Attributes:
        key: What it is known by; a record whose key the inbox has seen is a duplicate and is not stored again.
        lane: Which order it belongs to, such as the id of our number; statuses have a lane of their own.
        kind: Its kind, such as `text`.
        number: The id of our number that it concerns, or an empty string.
        identities: What its person is known by, such as a phone number and a user id, the preferred one first. Records
            with one of them in common are of the same person.
        gains: What the person is known by from now on as well, unless it is somebody else's: another number.
        leaves: Which of the numbers the person has no more: who writes from it later is somebody else.
        at: When it happened, in epoch milliseconds.
        payload: The event as UTF-8 JSON.

    """

    key: str = attrs.field(converter=storable)
    lane: str = attrs.field(converter=storable)
    kind: str = attrs.field(converter=storable)
    number: str = attrs.field(default="", converter=storable)
    identities: tuple[str, ...] = attrs.field(default=(), converter=_cleaned)
    gains: tuple[str, ...] = attrs.field(default=(), converter=_cleaned)
    leaves: tuple[str, ...] = attrs.field(default=(), converter=_cleaned)
    at: int = attrs.field(default=0, converter=_time)
    payload: bytes = attrs.field(default=b"{}", repr=False, converter=_utf8)


@attrs.frozen(kw_only=True)
class Problem:
    """Why an event was not handled.

    Attributes:
        code: The class of the error, such as `BadRequestError`.
        reason: The error's message, with phone numbers masked.

    """

    code: str = attrs.field(converter=storable)
    reason: str = attrs.field(converter=storable)


@attrs.frozen(kw_only=True)
class Record:
    """A stored event.

    Attributes:
        id: Its position in the order of arrival.
        key: What it is known by.
        lane: The lane in which it is handled, its person included.
        kind: Its kind.
        number: The id of our number that it concerns, or an empty string.
        person: The identity that its person was first known by, or an empty string.
        at: When it happened, in epoch milliseconds.
        received: When it was stored, in epoch milliseconds.
        payload: The event as UTF-8 JSON; empty once its person's data was erased.
        state: Where it is.
        attempts: How often it was taken by a worker.
        unended: How many of these attempts ended without a word, because their worker or the store was away. They say
            nothing about the event, and are not counted where it fails.
        problem: Why the last attempt failed, or None.
        ended: When it was settled or parked, in epoch milliseconds, or None.

    """

    id: int
    key: str
    lane: str
    kind: str
    number: str
    person: str
    at: int
    received: int
    payload: bytes = attrs.field(repr=False)
    state: EventState = EventState.NEW
    attempts: int = 0
    problem: Problem | None = None
    ended: int | None = None
    unended: int = 0

    @property
    def tried(self) -> int:
        """How many attempts say something about the event, the one that is under way included."""
        return self.attempts - self.unended


@attrs.frozen(kw_only=True)
class Claim:
    """The right of a worker to handle the first event of a lane.

    Attributes:
        owner: The worker.
        lane: The lane.
        fence: Differs for every claim; what is recorded under an older one is refused.
        event: The event.
        joined: Later events of the lane that are handled together with it.

    """

    owner: str
    lane: str
    fence: int
    event: Record
    joined: tuple[Record, ...] = ()

    @property
    def ids(self) -> list[int]:
        """The ids of all its events."""
        return [self.event.id, *(each.id for each in self.joined)]


@attrs.frozen
class Taken:
    """The answer to a worker that asked for work.

    Attributes:
        claims: What it got.
        next_at: When it is worth asking again though nothing arrives, in epoch milliseconds: a retry, an expired lease or a timer.
            None if there is nothing of the kind.

    """

    claims: Sequence[Claim] = ()
    next_at: int | None = None


@attrs.frozen(kw_only=True)
class NewEffect:
    """Something that is about to be done because of an event.

    Attributes:
        scope: What it belongs to: an event or a conversation.
        ordinal: Its place among the effects of the scope, from 0.
        kind: `call` of the API, `step` of the application, or what a conversation records: `wait`, `now`.
        name: The operation or the step.
        fingerprint: What it is recognized by on a second run.
        target: The phone number that a message goes to, or an empty string.
        number: The id of our number that it is sent from, or an empty string.
        content: The text of a message, to be found again in a chat's messages; empty for others.
        repeatable: Whether doing it twice equals doing it once.

    """

    scope: str
    ordinal: int
    kind: str
    name: str
    fingerprint: str
    target: str = attrs.field(default="", repr=False)
    number: str = ""
    content: str = attrs.field(default="", repr=False)
    repeatable: bool = False


@attrs.frozen(kw_only=True)
class Effect(NewEffect):
    """A recorded effect.

    Attributes:
        event: The id of the event whose handling began it last.
        person: The person of that event, or an empty string.
        state: Where it is.
        fence: The fence of the claim under which it was begun last.
        attempts: How often it was begun.
        began: When it was begun last, in epoch milliseconds.
        ended: When its outcome was recorded, in epoch milliseconds, or None.
        result: What it gave, as JSON, or the error of one that failed; None if it has not ended.
        message_id: The id (wamid) of a message that was sent, or an empty string.

    """

    event: int
    person: str = ""
    state: EffectState = EffectState.INTENT
    fence: int = 0
    attempts: int = 1
    began: int = 0
    ended: int | None = None
    result: bytes | None = attrs.field(default=None, repr=False)
    message_id: str = ""


@attrs.frozen(kw_only=True)
class Timer:
    """An event that is to arrive at a time.

    Attributes:
        key: What it is set again and cancelled by.
        due: When, in epoch milliseconds.
        record: The event. Its lane is taken as it is: that of a stored record, without identities.
        person: The person whose data it is, or an empty string.

    """

    key: str
    due: int
    record: NewRecord
    person: str = ""


@attrs.frozen(kw_only=True)
class Value:
    """Something that is kept beside the events, such as the state of a conversation.

    Attributes:
        scope: What it belongs to, such as a lane.
        name: Its name in there.
        data: The value as JSON; None removes it.
        person: The person whose data it is, so that it can be erased; an empty string if it must stay.

    """

    scope: str
    name: str
    data: bytes | None = attrs.field(repr=False)
    person: str = ""


@attrs.frozen(kw_only=True)
class Purged:
    """What was removed.

    Attributes:
        events: Settled events.
        effects: Records of effects.
        keys: Keys of events; a duplicate that arrives later is a new event.

    """

    events: int = 0
    effects: int = 0
    keys: int = 0


@attrs.frozen(kw_only=True)
class InboxStats:
    """Counts of an inbox.

    Attributes:
        states: Events by state.
        effects: Effects by state.
        lanes: Lanes with an event that is not settled.
        timers: Timers that are not due.
        oldest: When the oldest event that waits was stored, in epoch milliseconds, or None.

    """

    states: Mapping[EventState, int]
    effects: Mapping[EffectState, int]
    lanes: int = 0
    timers: int = 0
    oldest: int | None = None
