"""Who may be sent anything but a template: persons who wrote in the last 24 hours, as an inbox knows it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from chakra_async.webhooks.errors import BodyError
from chakra_async.webhooks.inbox.persons import is_own_name
from chakra_async.webhooks.inbox.records import EventState
from chakra_async.webhooks.messages import MessageReceived
from chakra_async.webhooks.people import Person
from chakra_async.webhooks.stored import event_of
from chakra_async.webhooks.talk.memory import WINDOW_MS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from chakra_async.webhooks.inbox.base import Inbox
    from chakra_async.webhooks.inbox.records import Record

__all__ = ["Windows"]

_ALL: Final = tuple(EventState)
_PAGE: Final = 1000
_PHONE: Final = "phone:"


class Windows:
    """The 24-hour windows of the persons who wrote, read from an inbox. It knows messages for as long as the inbox keeps them.

    Args:
        inbox: The inbox, open.
        now: Returns the time in epoch milliseconds; by default the wall clock.

    Example:
        ```python
        windows = await receiver.windows.snapshot()
        run = bulk.Run(chakra, bulk.SendMessage("Hello!", in_window=windows), rows="people.csv", journal="hello.journal")
        ```

    """

    def __init__(self, inbox: Inbox, now: Callable[[], int] | None = None) -> None:
        self._inbox = inbox
        self._now = now or _now

    async def ends_at(self, person: str | Person, *, number: str | None = None) -> datetime | None:
        """Return until when anything but templates can be sent to a person, in UTC; None if no message of theirs is known.

        Args:
            person: A phone number with its country code, or an event's sender.
            number: The id of the number of ours that they wrote to; by default any.

        """
        if isinstance(person, str):
            person = Person(phone_number="".join(each for each in person if each.isdecimal()))
        last: int | None = None
        for identity in person.identities:
            async for record in self._messages(identity, number):
                last = _at(record) if last is None else max(last, _at(record))
        return None if last is None else datetime.fromtimestamp((last + WINDOW_MS) / 1000, UTC)

    async def snapshot(self, *, number: str | None = None) -> Callable[[str], bool | None]:
        """Read all windows; return what `SendMessage(in_window=)` takes.

        Args:
            number: The id of the number of ours that the persons wrote to; by default any.

        Returns:
            A function of a number in digits: True where the person's last message is less than 24 hours old now, False where it is
            older, None where the inbox has no message of the person.

        """
        last: dict[str, int] = {}
        phones: dict[str, str] = {}
        async for record in self._messages(None, number):
            person = record.person
            if person not in phones or not phones[person]:
                phones[person] = _phone_of(record)
            last[person] = max(_at(record), last.get(person, _at(record)))
        until = {
            phones[person].removeprefix(_PHONE): at + WINDOW_MS
            for person, at in last.items()
            if phones[person]
        }

        def is_open(person: str) -> bool | None:
            key = Person(phone_number=person.lstrip("+")).key.removeprefix(_PHONE)
            end = until.get(key)
            return None if end is None else self._now() < end

        return is_open

    async def _messages(self, person: str | None, number: str | None) -> AsyncIterator[Record]:
        after = 0
        kinds = MessageReceived.kinds()
        while page := await self._inbox.events(states=_ALL, after=after, limit=_PAGE, person=person):
            for record in page:
                if record.kind in kinds and (number is None or record.number in ("", number)):
                    yield record
            after = page[-1].id


def _at(record: Record) -> int:
    """Return when a message came in, in epoch milliseconds: at the latest when it was stored, whatever its sender says."""
    return min(record.at, record.received)


def _phone_of(record: Record) -> str:
    """Return the identity of a record's person that is a phone number, or an empty string."""
    if record.person.startswith(_PHONE) and is_own_name(record.person):
        return record.person
    try:
        key = event_of(record).sender.key
    except BodyError:
        return ""
    return key if key.startswith(_PHONE) else ""


def _now() -> int:
    return round(datetime.now(UTC).timestamp() * 1000)
