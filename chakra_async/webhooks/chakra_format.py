"""ChakraHQ's own format, `{event, payload}`, its spellings that were met, and the platform's record events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async.webhooks.events import (
    Event,
    RecordChanged,
    StatusChanged,
)
from chakra_async.webhooks.items import (
    Broken,
    Context,
    People,
    echo_event,
    errors_of,
    message_event,
    person,
    status_event,
    unknown,
)
from chakra_async.webhooks.json_values import (
    as_mapping,
    digest,
    is_array,
    is_object,
    string,
    utc,
)
from chakra_async.webhooks.people import BusinessNumber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

__all__ = ["events", "is_known", "other"]

_ECHOES: Final = ("message_echoes", "messageEchoes")
_STATUS_MEMBERS: Final = ("deliveryStatus", "status")
_RECORD_EVENT: Final = re.compile(r"process|record|task|lead|procedure", re.IGNORECASE)
_RECORD_MEMBERS: Final = (
    "procedureId",
    "procedureShortId",
    "process",
    "processId",
    "record",
    "recordId",
    "task",
    "taskId",
)


def is_known(delivery: Mapping[str, Any]) -> bool:
    """Return whether an object is a delivery in ChakraHQ's format, or the payload of one."""
    if isinstance(delivery.get("event"), str) and is_object(delivery.get("payload")):
        return True
    return _kind_of(delivery) is not None


def events(delivery: Mapping[str, Any], when: datetime) -> Iterator[Event]:
    """Yield the events of a delivery."""
    if isinstance(delivery.get("event"), str) and is_object(delivery.get("payload")):
        name = cast("str", delivery["event"])
        payload = as_mapping(delivery["payload"])
    else:
        name = _kind_of(delivery) or ""
        payload = delivery
    lists = _lists(name, payload)
    if lists is None:
        yield from other(delivery, when)
        return
    number = BusinessNumber(
        phone_number_id=string(payload.get("phoneNumberId")), waba_id=string(payload.get("wabaId"))
    )
    people = People(payload.get("contacts"))
    rest = {key: value for key, value in payload.items() if key not in _ITEMS}
    found = False
    for own, items, read in lists:
        found = True

        def alone(
            item: Any, contacts: Sequence[Mapping[str, Any]], own: str = own, items: object = items
        ) -> dict[str, Any]:
            kept = {"contacts": list(contacts)} if contacts else {}
            inside = {own: [item] if is_array(items) else item} if own else dict(item)
            return {"event": name, "payload": {**rest, **kept, **inside}}

        context = Context(
            number=number, people=people, received_at=when, sent_at=utc(payload.get("timestamp")), alone=alone
        )
        given = items if is_array(items) else [items]
        for item in given:
            yield _read(read, _with_id(item, payload) if own == "message" else item, context, name)
    if not found:
        raw = {"event": name, "payload": dict(payload)}
        yield unknown(
            raw, when, number, reason="the payload contains neither a message nor a status", name=name
        )


def other(delivery: Mapping[str, Any], when: datetime) -> Iterator[Event]:
    """Yield the event of an object that is a delivery in no format that is known: of a record, or unknown."""
    name = (
        string(delivery.get("event"))
        or string(delivery.get("eventType"))
        or string(delivery.get("type"))
        or ""
    )
    payload = as_mapping(delivery.get("payload")) or as_mapping(delivery.get("data")) or delivery
    raw = dict(delivery)
    of_record = bool(_RECORD_EVENT.search(name)) or any(member in payload for member in _RECORD_MEMBERS)
    if not of_record:
        yield unknown(raw, when, BusinessNumber(), name=name)
        return
    record = next(
        (as_mapping(payload[one]) for one in ("record", "process", "task") if as_mapping(payload.get(one))),
        payload,
    )
    at = next(
        (utc(record.get(one)) for one in ("updatedAt", "timestamp", "createdAt") if utc(record.get(one))),
        None,
    )
    yield RecordChanged(
        id=string(record.get("id")) or digest(raw), at=at or when, raw=raw, event=name, record=record
    )


def _with_id(message: Any, payload: Mapping[str, Any]) -> Any:
    """Return a message with the id that the payload has for it, where it has none itself."""
    if not is_object(message) or string(message.get("id")) is not None:
        return message
    found = string(payload.get("externalId")) or string(payload.get("messageId"))
    return message if found is None else {**message, "id": found}


def _kind_of(payload: Mapping[str, Any]) -> str | None:
    """Return the event's name for a payload that came without it."""
    if is_object(payload.get("message")) and "type" in payload["message"]:
        return "message"
    if isinstance(payload.get("deliveryStatus"), str):
        return "status"
    if any(is_array(payload.get(name)) for name in _ECHOES):
        return "smb_message_echoes"
    return None


def _lists(
    name: str, payload: Mapping[str, Any]
) -> list[tuple[str, object, Callable[[Mapping[str, Any], Context], Event]]] | None:
    """Return where the items of an event are, by its name; None for an event that is not known."""
    in_app = name.startswith("smb_")
    echo = _app_echo if in_app else _echo
    if name in ("message", "messages"):
        places = [("message", message_event), ("messages", message_event), ("statuses", _listed_status)]
    elif name in ("message_echo", "message_echoes", "smb_message_echo", "smb_message_echoes"):
        places = [("message", echo), *((one, echo) for one in _ECHOES)]
    elif name in ("status", "statuses", "deliveryStatus"):
        places = [("statuses", _listed_status)]
        if not is_array(payload.get("statuses")):
            return [("", payload, _status)]
    else:
        return None
    return [(own, payload[own], read) for own, read in places if payload.get(own) is not None]


_ITEMS: Final = frozenset({"message", "messages", "statuses", "contacts", *_ECHOES})


def _read(
    read: Callable[[Mapping[str, Any], Context], Event], item: Any, context: Context, name: str
) -> Event:
    """Return the event of an item; what cannot be read is an `UnknownEvent`."""
    if not is_object(item):
        raw = context.alone(item, [])
        return unknown(raw, context.at({}), context.number, reason="it is not an object", name=name)
    one = item
    try:
        return read(one, context)
    except Broken as broken:
        reason = str(broken)
    except Exception as error:  # noqa: BLE001 - what a stranger wrote must not cost its neighbours
        reason = f"reading it failed: {type(error).__name__}"
    return unknown(context.alone(one, []), context.at(one), context.number, reason=reason, name=name)


def _echo(item: Mapping[str, Any], context: Context) -> Event:
    return echo_event(item, context, from_app=False)


def _app_echo(item: Mapping[str, Any], context: Context) -> Event:
    return echo_event(item, context, from_app=True)


def _listed_status(item: Mapping[str, Any], context: Context) -> Event:
    """Return the event of a status in a list: in Meta's form, or in ChakraHQ's."""
    return _status(item, context) if "deliveryStatus" in item else status_event(item, context)


def _status(item: Mapping[str, Any], context: Context) -> Event:
    status = next((string(item.get(name)) for name in _STATUS_MEMBERS if string(item.get(name))), None)
    own = string(item.get("id")) or string(item.get("messageId"))
    message_id = string(item.get("externalId"))
    if message_id is None:  # some deliveries have the wamid in one of the others
        named = (string(item.get("messageId")), string(item.get("id")))
        message_id = next((one for one in named if one is not None and one.startswith("wamid.")), own)
    if status is None or message_id is None:
        raise Broken("the status has no `deliveryStatus`, or the message no id")
    context_of_error = as_mapping(item.get("errorContext"))
    errors = errors_of(
        item.get("errors"),
        item.get("error"),
        context_of_error.get("providerPayload"),
        context_of_error or None,
    )
    recipient = person(item.get("recipientId"), item.get("recipientUserId"))
    common = context.common(item, recipient, message_id)
    chakra_id = own if own != message_id else None
    return StatusChanged(**common, status=status.lower(), errors=errors, chakra_id=chakra_id)
