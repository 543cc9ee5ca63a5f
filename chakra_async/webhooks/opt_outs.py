"""People who do not want to be written to, by what they chose in WhatsApp or by a word that they sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import orjson

from chakra_async.errors import ChakraError
from chakra_async.outcomes import Outcome
from chakra_async.webhooks.events import Event, PreferenceChanged
from chakra_async.webhooks.inbox.records import Value
from chakra_async.webhooks.messages import ButtonTapped, TextReceived
from chakra_async.webhooks.people import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from chakra_async.webhooks.inbox.base import Inbox

__all__ = ["OptOuts", "OptedOutError"]

_SCOPE: Final = "opt-outs"
_MARKETING: Final = "marketing_messages"


class OptedOutError(ChakraError):
    """The person does not want to be written to. Nothing was sent."""

    def __init__(self, message: str) -> None:
        super().__init__(message, outcome=Outcome.NOT_SENT)

    def __reduce__(self) -> tuple[object, ...]:
        """Return how it is made again."""
        return (OptedOutError, (self.message,))


class OptOuts:
    """Who opted out, kept in an inbox. It stays when a person's data is erased: else they would be written to again.

    Args:
        inbox: The inbox, open.
        now: Returns the time in epoch milliseconds; by default the wall clock.
        stop_words: Words that opt out when a person sends nothing else, such as `("STOP", "UNSUBSCRIBE")`; case does not matter.
        start_words: Words that opt in again.

    Example:
        ```python
        if await receiver.opt_outs.contains("919901258433"):
            ...
        ```

    """

    def __init__(
        self,
        inbox: Inbox,
        now: Callable[[], int] | None = None,
        *,
        stop_words: Iterable[str] = (),
        start_words: Iterable[str] = (),
    ) -> None:
        self._inbox = inbox
        self._now = now or _now
        self._stop = frozenset(map(_word, stop_words))
        self._start = frozenset(map(_word, start_words))

    def _wish(self, event: Event) -> bool | None:
        """Return whether an event opts out, opts in, or is about neither."""
        if isinstance(event, PreferenceChanged):
            return event.stopped if event.category == _MARKETING else None
        if isinstance(event, TextReceived):
            said = _word(event.text)
        elif isinstance(event, ButtonTapped):
            said = _word(event.title)
        else:
            return None
        if said in self._stop:
            return True
        return False if said in self._start else None

    async def apply(self, event: Event, *, known_as: Iterable[str] = ()) -> bool | None:
        """Take an event in.

        Args:
            event: The event.
            known_as: More identities of its person, such as the number of a user who does not show it now.

        Returns:
            True if the person opted out, False if they opted in, None if it is about neither.

        """
        wish = self._wish(event)
        identities = [*event.sender.identities, *known_as]
        if wish is True:
            await self._set(identities, orjson.dumps({"since": event.at_ms, "by": event.kind}))
        elif wish is False:
            await self._set(identities, None)
        return wish

    async def add(self, phone_number: str) -> None:
        """Record that a person does not want to be written to."""
        await self._set(
            _person(phone_number).identities, orjson.dumps({"since": self._now(), "by": "application"})
        )

    async def remove(self, phone_number: str) -> None:
        """Record that a person may be written to again."""
        await self._set(_person(phone_number).identities, None)

    async def contains(self, person: str | Person, /) -> bool:
        """Return whether a person, by phone number or as an event's sender, opted out."""
        if isinstance(person, str):
            person = _person(person)
        for identity in person.identities:
            if await self._inbox.values(f"{_SCOPE}:{identity}"):
                return True
        return False

    async def phone_numbers(self) -> list[str]:
        """Return the numbers of all who opted out, in digits."""
        known = await self._inbox.values(_SCOPE)
        return [name.removeprefix("phone:") for name in known if name.startswith("phone:")]

    async def _set(self, identities: Iterable[str], data: bytes | None) -> None:
        values = [
            Value(scope=scope, name=identity, data=data)
            for identity in dict.fromkeys(each for each in identities if each)
            for scope in (_SCOPE, f"{_SCOPE}:{identity}")  # the one to list them, the other to look one up
        ]
        await self._inbox.put(values, now=self._now())


def _now() -> int:
    return round(datetime.now(UTC).timestamp() * 1000)


def _person(phone_number: str) -> Person:
    """Return the person of a number with its country code, however it is written."""
    digits = "".join(each for each in phone_number if each.isdecimal())
    return Person(phone_number=digits.removeprefix("00"))


def _word(text: str) -> str:
    return " ".join(text.split()).strip(".,!?\"'").casefold()
