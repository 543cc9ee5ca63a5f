"""One turn of a worker: the events that it handles together, and what is recorded when they are settled."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import attrs

from chakra_async.webhooks.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from chakra_async.client import Chakra
    from chakra_async.webhooks.events import Event
    from chakra_async.webhooks.inbox.base import Inbox
    from chakra_async.webhooks.inbox.records import Claim, Timer, Value

__all__ = ["Before", "ParkError", "Turn"]


class ParkError(DeliveryError):
    """An event must not be tried again without a person's decision: it is parked at once.

    Attributes:
        code: What it is parked with, for `chakra inbox redrive --code`.

    """

    def __init__(self, message: str, *, code: str = "ParkError") -> None:
        """Make an error with a code."""
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[object, ...]:
        """Return how it is made again."""
        return (_park_error, (self.message, self.code))


def _park_error(message: str, code: str) -> ParkError:
    return ParkError(message, code=code)


@attrs.define(kw_only=True, eq=False)
class Turn:
    """What a handler runs in.

    Attributes:
        chakra: The client, not journaled.
        inbox: The store.
        claim: The right to handle the events.
        events: The events, the oldest first; empty for a record that is not of a delivery, such as a timer.
        now: Returns the time in epoch milliseconds.
        critical: Whether the lane waits where the event is parked.
        values: What is set when the events are settled, with them.
        timers: Timers that are set when the events are settled, with them.
        cancel: The keys of timers that are cancelled when the events are settled, with them.
        noted: Those of the values that are what the events say, whatever their handler does: they are set as well when the events are parked.
        finish: Called before the events are settled, for what is known only then.
        blocked: Why the events must be parked, even if the handler ends well; None where it need not be.

    """

    chakra: Chakra
    inbox: Inbox
    claim: Claim
    events: Sequence[Event]
    now: Callable[[], int]
    critical: bool = False
    values: list[Value] = attrs.field(factory=list["Value"])
    timers: list[Timer] = attrs.field(factory=list["Timer"])
    cancel: list[str] = attrs.field(factory=list[str])
    noted: list[Value] = attrs.field(factory=list["Value"])
    finish: list[Callable[[], None]] = attrs.field(factory=list["Callable[[], None]"])
    blocked: ParkError | None = None

    @contextmanager
    def noting(self) -> Generator[None]:
        """Take the values that are set within for what the events say."""
        before, self.values = self.values, []
        try:
            yield
        finally:
            self.noted += self.values
            self.values = [*before, *self.values]

    @property
    def event(self) -> Event:
        """The last event, which the handler is for.

        Raises:
            ParkError: If the record is not of a delivery.

        """
        if not self.events:
            raise ParkError("The stored record is not of a delivery.", code="NotADelivery")
        return self.events[-1]


class Before(Protocol):
    """What comes before the handlers."""

    async def note(self, turn: Turn) -> None:
        """Note what the event of a turn says, before anything that may fail with it: a filter, a conversation, a handler."""
        ...

    async def intercept(self, turn: Turn) -> bool:
        """Do what comes before the handlers, after `note`; return whether the event is handled with that."""
        ...

    def may_take(self, turn: Turn, event: Event) -> bool:
        """Return whether a later event of the person may be handled without the handlers, so that it cannot be gathered."""
        ...

    async def take_in(self, turn: Turn, event: Event) -> None:
        """Take in a later event that a handler gets together with that of the turn."""
        ...
