"""What is remembered of a person between events: the window, a pause, the application's state, the open conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
import orjson

from chakra_async.webhooks.inbox.records import Value
from chakra_async.webhooks.ledger.stored import structured, unstructured

if TYPE_CHECKING:
    from chakra_async.webhooks.inbox.base import Inbox
    from chakra_async.webhooks.messages import MessageReceived
    from chakra_async.webhooks.turn import Turn

__all__ = ["WINDOW_MS", "Memory", "Waiting"]

S = TypeVar("S")

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
        number = self._turn.claim.event.number
        windows: dict[str, int] = dict(self._values.get("windows") or {})
        windows[number] = max(event.at_ms, windows.get(number, 0))
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
        return found

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

    # The open conversation.

    @property
    def waiting(self) -> Waiting | None:
        """The open conversation, or None."""
        stored: dict[str, Any] | None = self._values.get("conversation")
        return None if stored is None else Waiting(**stored)

    async def begin(self, waiting: Waiting) -> None:
        """Record that a conversation is open before it does anything: later messages are then its, whatever becomes of this one."""
        turn = self._turn
        before = len(turn.values)
        self.wait(waiting)
        await turn.inbox.put(turn.values[before:], now=turn.now())

    def wait(self, waiting: Waiting | None) -> None:
        """Record the open conversation, or that there is none."""
        before = self.waiting
        person = self._turn.claim.event.person
        if before is not None and (waiting is None or waiting.id != before.id):
            self._turn.values.append(Value(scope=before.id, name="open", data=None, person=person))
        if waiting is not None:
            self._turn.values.append(Value(scope=waiting.id, name="open", data=b"1", person=person))
        self._set("conversation", None if waiting is None else attrs.asdict(waiting))


def _scope(turn: Turn) -> str:
    return f"talk:{turn.claim.lane}"
