"""People who do not want to be written to, by what they chose in WhatsApp or by a word that they sent."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import orjson

from chakra_async import phone
from chakra_async.errors import ChakraError, SettingsError
from chakra_async.outcomes import Outcome
from chakra_async.webhooks.events import Event, PreferenceChanged, UserIdChanged
from chakra_async.webhooks.inbox.records import Value
from chakra_async.webhooks.messages import ButtonTapped, ListPicked, TextReceived
from chakra_async.webhooks.people import Person, digits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from chakra_async.webhooks.inbox.base import Inbox

__all__ = ["OptOuts", "OptedOutError", "checked_words"]

_SCOPE: Final = "opt-outs"
_MARKETING: Final = "marketing_messages"
_OF_EMOJI: Final = frozenset("\ufe0e\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
"""What says how the character before it is shown: as text or an emoji, as a key, in which colour."""


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
        stop_words: Words that opt out when a person sends nothing else, such as `("STOP", "UNSUBSCRIBE")`. Case, punctuation,
            emoji around the word, and how its letters are encoded do not matter.
        start_words: Words that opt in again.

    Raises:
        SettingsError: A word is blank, is in both lists, or is not a string.

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
        self._stop = frozenset(map(_word, checked_words("stop_words", stop_words)))
        self._start = frozenset(map(_word, checked_words("start_words", start_words)))
        both = self._stop & self._start
        if both:
            raise SettingsError(f"{min(both)!r} is in stop_words and in start_words: remove it from one.")

    def wish(self, event: Event) -> bool | None:
        """Return whether an event opts out, opts in, or is about neither."""
        if isinstance(event, PreferenceChanged):
            known = event.category == _MARKETING and (event.stopped or event.resumed)
            return event.stopped if known else None
        if not self.has_words:
            return None
        if isinstance(event, TextReceived):
            said = _word(event.text)
        elif isinstance(event, ButtonTapped | ListPicked):
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
            True if the person opted out, False if they opted in, None if it is about neither, or opts in and is older than the
            opt-out.

        """
        wish = self.wish(event)
        identities = [*event.sender.identities, *known_as]
        at = min(event.at_ms, self._now())
        if isinstance(event, UserIdChanged):
            await self.join([*identities, *event.current.identities])
        if wish is True:
            at = max(at, await self._since(identities))
            await self._set(identities, orjson.dumps({"since": at, "by": event.kind}))
        elif wish is False:
            if await self._since(identities) // 1000 > at // 1000:  # some times are whole seconds
                return None  # it was on its way for longer
            await self._set(identities, None)
        return wish

    async def _since(self, identities: Iterable[str]) -> int:
        """Return when a person opted out last, in epoch milliseconds; 0 if they did not."""
        found = [await self._inbox.values(f"{_SCOPE}:{each}") for each in dict.fromkeys(identities) if each]
        return max((orjson.loads(data)["since"] for each in found for data in each.values()), default=0)

    async def join(self, identities: Iterable[str]) -> None:
        """Let an opt-out under one of some identities count under all: they turned out to be one person's."""
        identities = [each for each in dict.fromkeys(identities) if each]
        if len(identities) < 2:  # noqa: PLR2004 - nothing to join
            return
        known = {each: await self._inbox.values(f"{_SCOPE}:{each}") for each in identities}
        data = next((each for found in known.values() for each in found.values()), None)
        if data is not None:
            await self._set((each for each, found in known.items() if not found), data)

    @property
    def has_words(self) -> bool:
        """Whether there are words that opt out or in."""
        return bool(self._stop or self._start)

    async def add(self, phone_number: str) -> None:
        """Record that a person does not want to be written to.

        Raises:
            PhoneNumberError: It is not a number with its country code.

        """
        data = orjson.dumps({"since": self._now(), "by": "application"})
        await self._set(await self._identities(phone_number), data)

    async def remove(self, phone_number: str) -> None:
        """Record that a person may be written to again.

        Raises:
            PhoneNumberError: It is not a number with its country code.

        """
        await self._set(await self._identities(phone_number), None)

    async def contains(self, person: str | Person, /) -> bool:
        """Return whether a person, by phone number or as an event's sender, opted out.

        Raises:
            PhoneNumberError: What is given is neither a person nor a number with its country code.

        """
        identities = person.identities if isinstance(person, Person) else await self._identities(person)
        for identity in identities:
            if await self._inbox.values(f"{_SCOPE}:{identity}"):
                return True
        return False

    async def _identities(self, phone_number: str) -> tuple[str, ...]:
        """Return the identities of a number that the application gave; one that no person can have would not exclude anyone."""
        try:
            return Person(phone_number=digits_of(phone_number)).identities
        except phone.PhoneNumberError:
            as_written = f"phone:{phone_number}"  # that of an event, which is of no known form
            if await self._inbox.values(f"{_SCOPE}:{as_written}"):
                return (as_written,)
            raise

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


def checked_words(name: str, given: Iterable[str]) -> tuple[str, ...]:
    """Return words that a person may send.

    Raises:
        SettingsError: One is blank or not a string, or they are one string.

    """
    if isinstance(given, str):
        raise SettingsError(f"{name} must be a sequence of words, such as ({given!r},), and not one string.")
    words: tuple[Any, ...] = tuple(given)
    for word in words:
        if not isinstance(word, str) or not _word(word):
            raise SettingsError(f"{name} has {word!r}, which is not a word that a person sends.")
    return words


def _word(text: str) -> str:
    """Return a word as it is compared: composed, without case, and without what is not a letter or a digit around it.

    Example:
        >>> _word("\u00a1*Stop*\uff01 \U0001f64f") == _word("\uff33\uff34\uff2f\uff30") == "stop"
        True

    """
    composed = unicodedata.normalize("NFKC", text)
    plain = "".join(each for each in composed if each not in _OF_EMOJI and unicodedata.category(each) != "Cf")
    # A capital I with a dot and a small one without are I in Turkish, and not in other languages.
    folded = unicodedata.normalize("NFKC", plain.casefold()).replace("i\u0307", "i").replace("\u0131", "i")
    folded = " ".join(folded.split())
    first = next((n for n, each in enumerate(folded) if _counts(each)), None)
    if first is None:
        return folded  # an emoji may be a word as well
    last = next(n for n in range(len(folded), 0, -1) if _counts(folded[n - 1]))
    return folded[first:last]


def _counts(character: str) -> bool:
    """Return whether a character is part of a word: a letter, a digit, or a mark on one."""
    return unicodedata.category(character)[0] in "LNM"
