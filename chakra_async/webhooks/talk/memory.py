"""What is remembered of a person between events: the window, a pause, the application's state, the open conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
import orjson

from chakra_async.errors import SettingsError
from chakra_async.webhooks.events import Event
from chakra_async.webhooks.inbox.records import Value
from chakra_async.webhooks.people import Person
from chakra_async.webhooks.talk.states import fits, structured, unstructured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.webhooks.inbox.base import Inbox
    from chakra_async.webhooks.messages import MessageReceived
    from chakra_async.webhooks.turn import Turn

__all__ = ["WINDOW_MS", "Memory", "Waiting"]

S = TypeVar("S")

_CONVERSATION: Final = "conversation"
_STATE: Final = "state"
"""The name of the state in older versions of this library, which was that of any class; now the class is behind it."""
_BY: Final = "by"
_MOVED: Final = "moved_to"
_MOST_SEEN: Final = 20

WINDOW_MS: Final = 24 * 60 * 60 * 1000
"""How long after a person's last message anything but a template may be sent (Meta's customer service window)."""


@attrs.frozen(kw_only=True)
class Waiting:
    """An open conversation.

    Attributes:
        id: What its records belong to.
        name: Its name.
        version: The version of its code that began it.
        ordinal: The record that it waits at.
        since: When it began to wait there, in epoch milliseconds.
        deadline: Until when it waits, in epoch milliseconds, or None.
        started: The event that began it, as JSON.
        received: When that event was stored, in epoch milliseconds.
        state: The person's state when it began, in an older version of this library, or None.
        states: The person's states when it began, by what they are stored as; None of an older version of this library.
        number: The id of our number that the event was sent to; empty where its delivery did not say it.
        to: The phone number that it writes to, in digits; empty if it writes to the user id. None of an older version of this library.
        by: The id of the event in whose turn it began to wait there; 0 of an older version of this library.

    """

    id: str
    name: str
    version: int = 1
    ordinal: int = 0
    since: int = 0
    deadline: int | None = None
    started: str = ""
    received: int = 0
    state: Any = None
    number: str = ""
    to: str | None = None
    by: int = 0
    states: dict[str, Any] | None = None

    @property
    def began_with(self) -> dict[str, Any]:
        """The person's states when it began."""
        if self.states is not None:
            return self.states
        return {} if self.state is None else {_STATE: self.state}


class Memory:
    """What is remembered of the person of a lane. Changes are recorded with the event, or not at all.

    Args:
        turn: The turn.
        values: The stored values.
        kept: Whether what is changed is recorded. It is not where the event is in another lane than the person's other events.

    """

    def __init__(self, turn: Turn, values: dict[str, Any], *, kept: bool = True) -> None:
        self._turn = turn
        self._kept = kept
        self._values = values
        self._states: dict[type, object] = {}
        turn.finish.append(self.keep_states)

    @classmethod
    async def load(cls, inbox: Inbox, turn: Turn) -> Memory:
        """Read what is remembered."""
        stored = await inbox.values(_scope(turn))
        return cls(turn, {name: orjson.loads(data) for name, data in stored.items()})

    @classmethod
    async def load_beside(cls, inbox: Inbox, turn: Turn) -> Memory:
        """Read what is remembered of the person of an event whose lane is not that of the person's other events, such as a status."""
        person = turn.claim.event.person
        stored: Mapping[str, bytes] = await inbox.values(_scope_of(person)) if person else {}
        return cls(turn, {name: orjson.loads(data) for name, data in stored.items()}, kept=False)

    def _check_kept(self, what: str) -> None:
        if not self._kept:
            raise SettingsError(
                f"{what} cannot be used in a handler of statuses, which are handled beside the person's other events: use it in a handler "
                "of the person's messages."
            )

    @staticmethod
    async def phone_number_of(inbox: Inbox, person: str) -> str | None:
        """Return the number of a person, by the name that the inbox has for them, as far as any message showed it."""
        data = (await inbox.values(_scope_of(person))).get("phone_number")
        return orjson.loads(data) or None if data else None

    def _set(self, name: str, value: Any) -> None:
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value
        data = None if value is None else orjson.dumps(value)
        turn = self._turn
        kept = Value(scope=_scope(turn), name=name, data=data, person=turn.claim.event.person)
        turn.values[:] = [each for each in turn.values if (each.scope, each.name) != (kept.scope, kept.name)]
        turn.values.append(kept)

    def _set_by_event(self, name: str, value: Any) -> None:
        """Set what an event says, and remember by which it was: one that is handled later, but came earlier, does not change it."""
        by: dict[str, int] = dict(self._values.get(_BY) or {})
        event = self._turn.claim.event.id
        if event < by.get(name, 0):
            return
        if self._values.get(name) != value:
            self._set(name, value)
        if by.get(name) != event:
            self._set(_BY, {**by, name: event})

    # The person.

    def note(self, event: MessageReceived) -> bool:
        """Remember that the person wrote: it opens the window; return whether it shows a number or a user id that was not known."""
        record = self._turn.claim.event
        if not self._values.get("windows"):
            self._set("first", record.id)
        number, at = record.number, min(event.at_ms, record.received)  # the sender's clock may be ahead
        windows: dict[str, int] = dict(self._values.get("windows") or {})
        windows[number] = max(at, windows.get(number, 0))
        self._set("windows", windows)
        who, shown = event.sender, False
        if who.phone_number and who.phone_number != self._values.get("phone_number"):
            self._set_by_event("phone_number", who.phone_number)
            shown = True
        seen: list[str] = self._values.get("user_ids") or []
        if who.user_id and who.user_id not in seen:
            self._set("user_ids", [*seen, who.user_id][-_MOST_SEEN:])
            shown = True
        return shown

    def rename(self, previous: str | None, current: str | None) -> None:
        """Remember that WhatsApp gave the person another user id."""
        known: dict[str, str] = self._values.get("renamed") or {}
        if previous and current and previous != current and known.get(previous) != current:
            self._set("renamed", dict([*known.items(), (previous, current)][-_MOST_SEEN:]))

    def are_one(self, one: str, other: str) -> bool:
        """Return whether two user ids are the person's, as far as WhatsApp reported it."""
        known: dict[str, str] = self._values.get("renamed") or {}
        same, before = {one}, 0
        while before != len(same):
            before = len(same)
            same |= {each for pair in known.items() if same & set(pair) for each in pair}
        return other in same

    @property
    def is_known(self) -> bool:
        """Whether the person wrote before the turn's event."""
        return "windows" in self._values and self._values.get("first") != self._turn.claim.event.id

    def last_message(self, number: str) -> int | None:
        """When the person last wrote to one of our numbers, in epoch milliseconds, or None."""
        windows: dict[str, int] = self._values.get("windows") or {}
        return windows.get(number)

    @property
    def phone_number(self) -> str | None:
        """The person's number, as far as any message showed it."""
        found: str | None = self._values.get("phone_number")
        return found or None

    def move(self, phone_number: str | None) -> None:
        """Remember that the person has another number, or, with None, that the one that was known may be another person's now."""
        if phone_number != self.phone_number:
            self._set_by_event("phone_number", phone_number or "")

    def has_left(self, phone_number: str) -> bool:
        """Return whether the person had a number before, and has another one now."""
        known: str | None = self._values.get("phone_number")
        return known is not None and Person(phone_number=known).key != Person(phone_number=phone_number).key

    async def take_over(self, lane: str) -> None:
        """Take over what is remembered in a lane that nothing comes to any more: its person turned out to be this one.

        What is known here stays. Of open conversations those of the lane that asked last go on, and the others end without a word.
        """
        turn, scope = self._turn, f"talk:{lane}"
        stored = await turn.inbox.values(scope)
        other: dict[str, Any] = {name: orjson.loads(data) for name, data in stored.items() if name != _MOVED}
        if not other:
            return
        turn.values += [Value(scope=scope, name=name, data=None) for name in other]
        moved = orjson.dumps(turn.claim.lane)  # for timers that end there
        turn.values.append(Value(scope=scope, name=_MOVED, data=moved, person=turn.claim.event.person))
        theirs = Memory(turn, other, kept=False)
        windows: dict[str, int] = dict(other.get("windows") or {})
        own: dict[str, int] = self._values.get("windows") or {}
        for number, at in own.items():
            windows[number] = max(at, windows.get(number, 0))
        if windows != own:
            self._set("windows", windows)
        first = [each["first"] for each in (self._values, other) if "first" in each]
        if first and windows:
            self._set("first", min(first))
        for name in (*theirs.stored_states, "phone_number", "renamed"):
            if name in other and name not in self._values:
                self._set(name, other[name])
        if (other.get("paused_until") or 0) > (self._values.get("paused_until") or 0):
            self._set("paused_until", other["paused_until"])
        self._take_over_conversations(theirs)

    def _take_over_conversations(self, theirs: Memory) -> None:
        for each in theirs._waiting():
            known = self._waiting_as(_name(each.number))
            if known is None or known.since < each.since:
                self.wait(each)
            else:
                self._keep_records(each, keep=False)

    @property
    def moved_to(self) -> str | None:
        """The lane whose memory took over this one, or None."""
        found: str | None = self._values.get(_MOVED)
        return found

    def moved_from(self, identity: str) -> bool:
        """Return whether an identity is a number that the person has left."""
        known: str | None = self._values.get("phone_number")
        return (
            known is not None and identity.startswith("phone:") and Person(phone_number=known).key != identity
        )

    # A pause.

    @property
    def paused_until(self) -> int | None:
        """Until when nothing is said, in epoch milliseconds, or None."""
        until: int | None = self._values.get("paused_until")
        return until if until is not None and until > self._turn.now() else None

    def pause(self, until: int | None) -> None:
        """Say nothing until a time; None for going on.

        Raises:
            SettingsError: The event is not in the person's lane.

        """
        self._check_kept("talk.pause() and talk.resume()")
        by: dict[str, int] = self._values.get(_BY) or {}
        self._set(_BY, {**by, "paused_until": max(self._turn.claim.event.id, by.get("paused_until", 0))})
        self._set("paused_until", until)

    def leave_to_human(self, until: int) -> None:
        """Say nothing until a time, because the event says that a human writes."""
        self._set_by_event("paused_until", until)

    # The application's state.

    def state(self, kind: type[S]) -> S:
        """Return the state of the person as an attrs class: the stored one, or a new one. Each class has its own.

        Raises:
            ParkError: What is stored cannot be read as one.
            SettingsError: The event is not in the person's lane.

        """
        self._check_kept("talk.state()")
        known = self._states.get(kind)
        if isinstance(known, kind):
            return known
        stored = self._values.get(_state_of(kind))
        if stored is None and fits(kind, self._values.get(_STATE)):
            stored = self._values.get(_STATE)
        made = self._states[kind] = kind() if stored is None else structured(kind, stored)
        return made

    @property
    def stored_states(self) -> dict[str, Any]:
        """The states as they were stored last, by what they are stored as."""
        return {name: value for name, value in self._values.items() if name.partition("/")[0] == _STATE}

    def begin_with_states(self, states: dict[str, Any]) -> None:
        """Take the states that a replay begins with."""
        self._states.clear()
        self.take_other_states(states)

    def take_other_states(self, states: dict[str, Any]) -> None:
        """Take the states of the classes that were not used since it began."""
        used = {_state_of(kind) for kind in self._states}
        for name in self.stored_states.keys() - used:
            del self._values[name]
        self._values |= {name: value for name, value in states.items() if name not in used}

    def keep_states(self) -> None:
        """Record the states that were used with the event.

        Raises:
            ParkError: One of them cannot be stored.

        """
        for kind, state in self._states.items():
            self._set(_state_of(kind), unstructured(state))

    # The open conversations: one with each of our numbers.

    def waiting_at(self, number: str) -> Waiting | None:
        """Return the open conversation with one of our numbers, or None.

        Where it is not known to which number the person wrote, it is the one that asked last; one that does not know its own number goes
        on with any.
        """
        if not number:
            return max(self._waiting(), key=lambda each: each.since, default=None)
        return self._waiting_as(_name(number)) or self._waiting_as(_name(""))

    def waiting_as(self, id_: str) -> Waiting | None:
        """Return an open conversation by its id, or None."""
        return next((each for each in self._waiting() if each.id == id_), None)

    def _waiting(self) -> list[Waiting]:
        names = [name for name in self._values if name.partition("/")[0] == _CONVERSATION]
        return [each for each in map(self._waiting_as, names) if each is not None]

    def _waiting_as(self, name: str) -> Waiting | None:
        stored: dict[str, Any] | None = self._values.get(name)
        return None if stored is None else Waiting(**stored)

    async def begin(self, waiting: Waiting, *, instead_of: Waiting | None = None) -> None:
        """Record that a conversation is open before it does anything: later messages are then its, whatever becomes of this one."""
        turn = self._turn
        before, turn.values = turn.values, []
        if instead_of is not None:
            self.end(instead_of)
        self.wait(waiting)
        made, turn.values = turn.values, [*before, *turn.values]
        await turn.inbox.put(made, now=turn.now())

    def wait(self, waiting: Waiting) -> None:
        """Record an open conversation."""
        name = _name(waiting.number)
        before = self._waiting_as(name)
        if before is not None and before.id != waiting.id:
            self._keep_records(before, keep=False)
        self._keep_records(waiting, keep=True)
        self._set(name, attrs.asdict(waiting))

    def end(self, waiting: Waiting) -> None:
        """Record that a conversation is not open any more."""
        self._keep_records(waiting, keep=False)
        self._set(_name(waiting.number), None)

    def end_all(self) -> None:
        """Record that none of the conversations is open that began before the turn's event."""
        for each in self._waiting():
            if each.received <= self._turn.claim.event.received:
                self.end(each)

    def _keep_records(self, waiting: Waiting, *, keep: bool) -> None:
        data, person = b"1" if keep else None, self._turn.claim.event.person
        self._turn.values.append(Value(scope=waiting.id, name="open", data=data, person=person))


def _state_of(kind: type[object]) -> str:
    return f"{_STATE}/{kind.__module__}:{kind.__qualname__}"


def _name(number: str) -> str:
    return f"{_CONVERSATION}/{number}" if number else _CONVERSATION


def _scope(turn: Turn) -> str:
    return f"talk:{turn.claim.lane}"


def _scope_of(person: str) -> str:
    return f"talk:{Event.stream}/{person}"
