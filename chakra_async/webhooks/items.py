"""One item of a delivery, a message or a status in Meta's form, as an event. Pure: what is missing comes as an argument."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

import attrs
import orjson

from chakra_async._core.decoding.decoder import decode
from chakra_async.models.webhooks import InboundMedia, InboundMessage, SharedCard, WebhookError
from chakra_async.webhooks import messages as kinds
from chakra_async.webhooks.events import (
    Event,
    MessageEcho,
    MessageEdited,
    MessageRevoked,
    PaymentStatusChanged,
    StatusChanged,
    UnknownEvent,
    UserIdChanged,
)
from chakra_async.webhooks.json_values import (
    as_mapping,
    digest,
    is_array,
    is_object,
    objects,
    string,
    utc,
)
from chakra_async.webhooks.people import BusinessNumber, Person

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from chakra_async.model import Model

__all__ = [
    "Broken",
    "Context",
    "People",
    "echo_event",
    "errors_of",
    "id_of",
    "message_event",
    "number_in_digits",
    "person",
    "status_event",
    "unknown",
]

_USER_ID: Final = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,150}")
_LONGEST_NUMBER: Final = 20


class Broken(Exception):  # noqa: N818 - internal; becomes an UnknownEvent
    """An item that cannot be read; the message says why."""


def number_in_digits(value: object) -> str | None:
    """Return a phone number as digits, or None for anything else."""
    text = (string(value) or "").strip().removeprefix("+").replace(" ", "")
    return text if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def person(
    number: object = None, user_id: object = None, *, username: object = None, name: object = None
) -> Person:
    """Return a person of what a delivery says; a user id in the place of a number is understood."""
    digits = number_in_digits(number)
    known = string(user_id)
    if digits is None and known is None and isinstance(number, str) and _USER_ID.fullmatch(number):
        known = number
    return Person(phone_number=digits, user_id=known, username=string(username), name=string(name))


class People:
    """The contacts of a delivery, found by number or user id.

    Args:
        contacts: The contacts as they came.

    """

    def __init__(self, contacts: object) -> None:
        self._known: dict[str, tuple[Person, Mapping[str, Any]]] = {}
        self._all = objects(contacts)
        for contact in self._all:
            profile = as_mapping(contact.get("profile"))
            one = person(
                contact.get("wa_id"),
                contact.get("user_id"),
                username=profile.get("username"),
                name=profile.get("name"),
            )
            for identity in one.identities:
                self._known.setdefault(identity, (one, contact))

    @property
    def only(self) -> Person:
        """The only contact, if there is exactly one, else a person without any identity."""
        known = list(self._known.values())
        return known[0][0] if len(self._all) == 1 and known else Person()

    def complete(self, one: Person) -> tuple[Person, list[Mapping[str, Any]]]:
        """Return a person with what a contact adds, and the contact as it came."""
        found = next((self._known[key] for key in one.identities if key in self._known), None)
        if found is None:
            return one, []
        more, contact = found
        return Person(
            phone_number=one.phone_number or more.phone_number,
            user_id=one.user_id or more.user_id,
            username=one.username or more.username,
            name=one.name or more.name,
        ), [contact]


@attrs.frozen(kw_only=True)
class Context:
    """What an item is in.

    Attributes:
        number: Which of our numbers the delivery is about.
        people: The contacts of the delivery.
        received_at: When it was received, for what does not say when it happened.
        sent_at: When the delivery says that it happened, outside the item.
        alone: Makes a delivery of the item only, with the contacts that belong to it.

    """

    number: BusinessNumber
    people: People
    received_at: datetime
    alone: Callable[[Mapping[str, Any], Sequence[Mapping[str, Any]]], Mapping[str, Any]]
    sent_at: datetime | None = None

    def at(self, item: Mapping[str, Any]) -> datetime:
        """Return when an item happened."""
        return utc(item.get("timestamp")) or self.sent_at or self.received_at

    def common(self, item: Mapping[str, Any], of: Person, identity: str | None = None) -> dict[str, Any]:
        """Return what all events have in common.

        Args:
            item: The item.
            of: The person as the item alone says.
            identity: The event's id; by default that of the item.

        """
        sender, contacts = self.people.complete(of)
        found: dict[str, Any] = {"id": id_of(item) if identity is None else identity}
        found |= {"at": self.at(item), "number": self.number}
        return found | {"sender": sender, "raw": self.alone(item, contacts)}


def id_of(item: Mapping[str, Any]) -> str:
    """Return an item's id, or the hash of its content where it has none."""
    return string(item.get("id")) or digest(item)


def unknown(
    raw: Mapping[str, Any], at: datetime, number: BusinessNumber, *, reason: str = "", name: str = ""
) -> UnknownEvent:
    """Return the event for what is of no known kind, or could not be read."""
    return UnknownEvent(id=digest(raw), at=at, number=number, raw=raw, reason=reason, name=name)


def errors_of(*places: object) -> tuple[WebhookError, ...]:
    """Return the errors that an item has, under any of the names that they come under."""
    for place in places:
        found = objects(place) if is_array(place) else objects([place])
        if found:
            return tuple(decode(WebhookError, error) for error in found)
    return ()


def _needed(content: Mapping[str, Any], name: str) -> str:
    found = string(content.get(name))
    if found is None:
        raise Broken(f"it has no string in `{name}`")
    return found


def message_event(item: Mapping[str, Any], context: Context) -> Event:
    """Return the event of a message that came in.

    Raises:
        Broken: If its content is not what its type says.

    """
    sender = person(item.get("from"), item.get("from_user_id"))
    common = context.common(item, sender if sender.identities else context.people.only)
    kind = string(item.get("type")) or ""
    notice = _notice(item, kind, common)
    if notice is not None:
        return notice
    about = as_mapping(item.get("context"))
    common |= {
        "type": kind,
        "message": decode(InboundMessage, item),
        "reply_to": string(about.get("id")),
        "forwarded": about.get("forwarded") is True or about.get("frequently_forwarded") is True,
        "group_id": string(item.get("group_id")),
    }
    content = item.get(kind) if kind else None
    reader = _READERS.get(kind)
    if reader is None:
        return kinds.MessageReceived(**common)
    if content is not None and not is_array(content) and not is_object(content):
        raise Broken(f"`{kind}` is not an object")
    return reader(item, common, as_mapping(content))


def _notice(
    item: Mapping[str, Any], kind: str, common: dict[str, Any], *, echo: bool = False
) -> Event | None:
    """Return the event of what is delivered as a message and is not one."""
    content = as_mapping(item.get(kind))
    if kind == "edit":
        original = _needed(content, "original_message_id")
        return MessageEdited(
            **common, original_id=original, message=as_mapping(content.get("message")), echo=echo
        )
    if kind == "revoke":
        return MessageRevoked(**common, original_id=_needed(content, "original_message_id"), echo=echo)
    if kind == "system" and not echo:
        previous: Person = common["sender"]
        number = number_in_digits(content.get("new_wa_id")) or number_in_digits(content.get("wa_id"))
        user_id = string(content.get("user_id"))
        current = Person(
            phone_number=number or previous.phone_number,
            user_id=user_id or previous.user_id,
            username=previous.username,
            name=previous.name,
        )
        changed = content.get("type") in (
            "user_changed_number",
            "user_changed_user_id",
            "customer_changed_number",
        )
        if changed and current.identities != previous.identities:
            return UserIdChanged(**common, previous=previous, current=current)
    return None


def _text(_item: Mapping[str, Any], common: dict[str, Any], content: Mapping[str, Any]) -> Event:
    body = content.get("body")
    if not isinstance(body, str):
        raise Broken("`text` has no string in `body`")
    return kinds.TextReceived(**common, text=body)


def _media(kind: type[kinds.MediaReceived]) -> Callable[..., Event]:
    def read(_item: Mapping[str, Any], common: dict[str, Any], content: Mapping[str, Any]) -> Event:
        if not content:
            raise Broken(f"it has no object in `{common['type']}`")
        return kind(**common, media=decode(InboundMedia, content))

    return read


def _degrees(content: Mapping[str, Any], name: str) -> float:
    try:
        found = float(content[name])
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Broken(f"it has no number in `{name}`") from None
    if not math.isfinite(found):
        raise Broken(f"`{name}` is not finite")
    return found


def _location(_item: Mapping[str, Any], common: dict[str, Any], content: Mapping[str, Any]) -> Event:
    return kinds.LocationReceived(
        **common,
        latitude=_degrees(content, "latitude"),
        longitude=_degrees(content, "longitude"),
        name=string(content.get("name")),
        address=string(content.get("address")),
    )


def _contacts(item: Mapping[str, Any], common: dict[str, Any], _content: Mapping[str, Any]) -> Event:
    cards = objects(item.get("contacts"))
    return kinds.ContactsReceived(**common, contacts=tuple(decode(SharedCard, card) for card in cards))


def _reaction(_item: Mapping[str, Any], common: dict[str, Any], content: Mapping[str, Any]) -> Event:
    return kinds.ReactionReceived(
        **common, message_id=_needed(content, "message_id"), emoji=string(content.get("emoji"))
    )


def _button(_item: Mapping[str, Any], common: dict[str, Any], content: Mapping[str, Any]) -> Event:
    title = string(content.get("text")) or ""
    payload = string(content.get("payload")) or title
    if not payload:
        raise Broken("`button` has neither `payload` nor `text`")
    return kinds.ButtonTapped(**common, button_id=payload, title=title)


def _interactive(_item: Mapping[str, Any], common: dict[str, Any], content: Mapping[str, Any]) -> Event:
    named = string(content.get("type"))
    known = ("button_reply", "list_reply", "nfm_reply", "call_permission_reply")
    kind = named or next((name for name in known if name in content), "")
    reply = as_mapping(content.get(kind))
    if kind in ("button_reply", "list_reply"):
        chosen = string(reply.get("id"))
        title = string(reply.get("title")) or ""
        if chosen is None and not title:
            raise Broken(f"`{kind}` has neither `id` nor `title`")
        if kind == "button_reply":
            return kinds.ButtonTapped(**common, button_id=chosen or title, title=title)
        description = string(reply.get("description"))
        return kinds.ListPicked(**common, row_id=chosen or title, title=title, description=description)
    if kind == "nfm_reply":
        written = string(reply.get("response_json")) or ""
        name = string(reply.get("name")) or "flow"
        return kinds.FlowSubmitted(**common, name=name, answers=_answers(written), response_json=written)
    if kind == "call_permission_reply":
        return kinds.CallPermissionReplied(
            **common,
            accepted=reply.get("response") == "accept",
            permanent=reply.get("is_permanent") is True,
        )
    return kinds.MessageReceived(**common)


def _answers(written: str) -> Mapping[str, Any]:
    try:
        return as_mapping(orjson.loads(written))
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return {}


def _unsupported(_item: Mapping[str, Any], common: dict[str, Any], content: Mapping[str, Any]) -> Event:
    kind = string(content.get("type")) or string(content.get("raw_type"))
    return kinds.UnsupportedReceived(**common, unsupported_type=kind)


def _plain(kind: type[kinds.MessageReceived]) -> Callable[..., Event]:
    def read(_item: Mapping[str, Any], common: dict[str, Any], _content: Mapping[str, Any]) -> Event:
        return kind(**common)

    return read


_READERS: Final[Mapping[str, Callable[..., Event]]] = {
    "text": _text,
    "image": _media(kinds.ImageReceived),
    "video": _media(kinds.VideoReceived),
    "audio": _media(kinds.AudioReceived),
    "voice": _media(kinds.AudioReceived),
    "document": _media(kinds.DocumentReceived),
    "sticker": _media(kinds.StickerReceived),
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "button": _button,
    "interactive": _interactive,
    "order": _plain(kinds.OrderReceived),
    "system": _plain(kinds.SystemReceived),
    "request_welcome": _plain(kinds.WelcomeRequested),
    "unsupported": _unsupported,
}
"""How the content of each type of message is read; another type is a `MessageReceived`."""


def echo_event(item: Mapping[str, Any], context: Context, *, from_app: bool) -> Event:
    """Return the event of a message that the business sent.

    Raises:
        Broken: If its content is not what its type says.

    """
    recipient = person(item.get("to"), item.get("to_user_id"))
    common = context.common(item, recipient)
    notice = _notice(item, string(item.get("type")) or "", common, echo=True)
    message: Model | Mapping[str, Any] = decode(InboundMessage, item)
    return notice or MessageEcho(**common, message=message, from_app=from_app)


def status_event(item: Mapping[str, Any], context: Context) -> Event:
    """Return the event of a status in Meta's form.

    Raises:
        Broken: If it has no id or no status.

    """
    status = _needed(item, "status").lower()
    message_id = _needed(item, "id")
    in_group = item.get("recipient_type") == "group"
    one = person(
        *(
            (
                item.get("recipient_participant_id") or item.get("participant_recipient_id"),
                item.get("recipient_participant_user_id"),
            )
            if in_group
            else (item.get("recipient_id"), item.get("recipient_user_id"))
        )
    )
    if not one.identities and item.get("type") == "payment":
        one = person(item.get("from"), item.get("from_user_id"))
    common = context.common(item, one, message_id)
    errors = errors_of(item.get("errors"), item.get("error"))
    if item.get("type") == "payment":
        payment = as_mapping(item.get("payment"))
        reference = string(payment.get("reference_id"))
        return PaymentStatusChanged(
            **common, status=status, reference_id=reference, payment=payment, errors=errors
        )
    data = string(item.get("biz_opaque_callback_data"))
    participant = one.key if in_group and one.key else None
    return StatusChanged(**common, status=status, errors=errors, callback_data=data, participant=participant)
