"""What is remembered of a person between events: the window, a pause, the application's state, the open conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
import orjson

from chakra_async.webhooks.inbox.records import Value
from chakra_async.webhooks.ledger.stored import structured, unstructured
from chakra_async.webhooks.people import Person

if TYPE_CHECKING:
    from chakra_async.webhooks.inbox.base import Inbox
    from chakra_async.webhooks.messages import MessageReceived
    from chakra_async.webhooks.turn import Turn

__all__ = ["WINDOW_MS", "Memory", "Waiting"]

S = TypeVar("S")

_CONVERSATION: Final = "conversation"

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
        state: The person's state when it began, or None.
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


class Memory:
    """What is remembered of the person of a lane. Changes are recorded with the event, or not at all.

    Args:
        turn: The turn.
        values: The stored values.

    """

    def __init__(self, turn: Turn, values: dict[str, Any]) -> None:
        self._turn = turn
        self._values = values
        self._state: object = None
        turn.finish.append(self.keep_state)

    @classmethod
    async def load(cls, inbox: Inbox, turn: Turn) -> Memory:
        """Read what is remembered."""
        stored = await inbox.values(_scope(turn))
        return cls(turn, {name: orjson.loads(data) for name, data in stored.items()})

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

    # The person.

    def note(self, event: MessageReceived) -> bool:
        """Remember that the person wrote: it opens the window; return whether it shows a number that was not known."""
        record = self._turn.claim.event
        number, at = record.number, min(event.at_ms, record.received)  # the sender's clock may be ahead
        windows: dict[str, int] = dict(self._values.get("windows") or {})
        windows[number] = max(at, windows.get(number, 0))
        self._set("windows", windows)
        shown = event.sender.phone_number
        if not shown or shown == self._values.get("phone_number"):
            return False
        self._set("phone_number", shown)
        return True

    @property
    def is_known(self) -> bool:
        """Whether the person wrote before."""
        return "windows" in self._values

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
            self._set("phone_number", phone_number or "")

    def has_left(self, phone_number: str) -> bool:
        """Return whether the person had a number before, and has another one now."""
        known: str | None = self._values.get("phone_number")
        return known is not None and Person(phone_number=known).key != Person(phone_number=phone_number).key

    # A pause.

    @property
    def paused_until(self) -> int | None:
        """Until when nothing is said, in epoch milliseconds, or None."""
        until: int | None = self._values.get("paused_until")
        return until if until is not None and until > self._turn.now() else None

    def pause(self, until: int | None) -> None:
        """Say nothing until a time; None for going on."""
        self._set("paused_until", until)

    # The application's state.

    def state(self, kind: type[S]) -> S:
        """Return the state of the person as an attrs class: the stored one, or a new one."""
        if isinstance(self._state, kind):
            return self._state
        stored = self._values.get("state")
        made = kind() if stored is None else structured(kind, stored)
        self._state = made
        return made

    @property
    def stored_state(self) -> Any:
        """The state as it was stored last."""
        return self._values.get("state")

    @property
    def has_used_state(self) -> bool:
        """Whether the state was asked for since it began."""
        return self._state is not None

    def begin_with_state(self, state: Any) -> None:
        """Take the state that a replay begins with."""
        self._state = None
        if state is None:
            self._values.pop("state", None)
        else:
            self._values["state"] = state

    def keep_state(self) -> None:
        """Record the state with the event, if it was used."""
        if self._state is not None:
            self._set("state", unstructured(self._state))

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
        before = {id(each) for each in turn.values}
        if instead_of is not None:
            self.end(instead_of)
        self.wait(waiting)
        await turn.inbox.put([each for each in turn.values if id(each) not in before], now=turn.now())

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
        """Record that no conversation is open."""
        for each in self._waiting():
            self.end(each)

    def _keep_records(self, waiting: Waiting, *, keep: bool) -> None:
        data, person = b"1" if keep else None, self._turn.claim.event.person
        self._turn.values.append(Value(scope=waiting.id, name="open", data=data, person=person))


def _name(number: str) -> str:
    return f"{_CONVERSATION}/{number}" if number else _CONVERSATION


def _scope(turn: Turn) -> str:
    return f"talk:{turn.claim.lane}"
