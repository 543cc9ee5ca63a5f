"""The pass-through format: Meta's own, in which the `field` of each change says what its value is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from chakra_async._core.decoding.decoder import decode
from chakra_async.models.webhooks import CallNotice, CallStatus, GroupNotice, NotificationChange
from chakra_async.webhooks.events import (
    AccountEvent,
    CallEvent,
    Event,
    GroupEvent,
    HistoryReceived,
    PreferenceChanged,
    TemplateStatusChanged,
    UserIdChanged,
)
from chakra_async.webhooks.items import (
    Broken,
    Context,
    People,
    echo_event,
    message_event,
    number_in_digits,
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
from chakra_async.webhooks.people import BusinessNumber, Person

if TYPE_CHECKING:
    from datetime import datetime

    from chakra_async.model import Model

__all__ = ["events", "events_of_change", "events_of_entry", "events_of_value", "is_value"]

_LISTS: Final = ("messages", "statuses", "message_echoes", "errors", "contacts")
_ACCOUNT_FIELDS: Final = frozenset(
    {
        "account_alerts",
        "account_review_update",
        "account_settings_update",
        "account_update",
        "automatic_events",
        "business_capability_update",
        "business_username_updates",
        "conversation_context",
        "flows",
        "messages.user_actions",
        "messaging_handovers",
        "partner_solutions",
        "payment_configuration_update",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
        "smb_app_state_sync",
        "standby",
    }
)

Read: TypeAlias = Callable[[Mapping[str, Any], Context], Event]


def events(delivery: Mapping[str, Any], when: datetime) -> Iterator[Event]:
    """Yield the events of a whole delivery."""
    for entry in _each(delivery["entry"], {}, "entry", when):
        yield from entry if is_array(entry) else events_of_entry(entry, when)


def events_of_entry(entry: Mapping[str, Any], when: datetime) -> Iterator[Event]:
    """Yield the events of an entry: what happened in one account."""
    about = {name: value for name, value in entry.items() if name not in ("changes", "messaging")}
    changes = entry.get("changes")
    if not is_array(changes):
        yield unknown(_delivery(about), when, _number(about, {}), reason="the entry has no list of changes")
        return
    for change in _each(changes, about, "changes", when):
        yield from change if is_array(change) else _change(change, about, when)


def events_of_change(change: Mapping[str, Any], when: datetime) -> Iterator[Event]:
    """Yield the events of a change that came without its entry."""
    yield from _change(change, {}, when)


def events_of_value(value: Mapping[str, Any], when: datetime) -> Iterator[Event]:
    """Yield the events of a value that came without its change: messages and statuses."""
    yield from _change({"field": "messages", "value": value}, {}, when)


def is_value(delivery: Mapping[str, Any]) -> bool:
    """Return whether an object is a value without its change."""
    return "messaging_product" in delivery and any(is_array(delivery.get(name)) for name in _LISTS)


def _each(items: Sequence[Any], about: Mapping[str, Any], name: str, when: datetime) -> Iterator[Any]:
    """Yield the objects of a list, and, as a list of one event, what else there is in it."""
    others: list[Any] = []
    for item in items:
        if is_object(item):
            yield item
        else:
            others.append(item)
    if others:
        raw = _delivery(about, others) if name == "changes" else {"object": "", "entry": others}
        yield [unknown(raw, when, _number(about, {}), reason=f"an item of `{name}` is not an object")]


def _delivery(about: Mapping[str, Any], changes: Sequence[Any] | None = None) -> dict[str, Any]:
    entry = dict(about) if changes is None else {**about, "changes": list(changes)}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _number(about: Mapping[str, Any], value: Mapping[str, Any]) -> BusinessNumber:
    metadata = as_mapping(value.get("metadata"))
    shown = metadata.get("display_phone_number") or value.get("display_phone_number")
    return BusinessNumber(
        phone_number_id=string(metadata.get("phone_number_id")),
        phone_number=number_in_digits(shown),
        waba_id=string(about.get("id")),
    )


def _change(change: Mapping[str, Any], about: Mapping[str, Any], when: datetime) -> Iterator[Event]:
    one = _Change(change, about, when)
    if one.value is None:
        yield one.unknown(one.whole, "`value` is not an object")
        return
    lists = _LISTED.get(one.name or "messages", _GROUPS if one.name.startswith("group_") else None)
    if lists is not None:
        yield from _listed(one, one.value, lists)
        return
    read = _template if "template" in one.name else _WHOLE.get(one.name)
    yield one.unknown(one.whole, "") if read is None else one.event(read, one.value)


def _listed(one: _Change, value: Mapping[str, Any], lists: Sequence[tuple[str, Read]]) -> Iterator[Event]:
    """Yield the events of a value that consists of lists."""
    found = False
    for name, read in lists:
        items = value.get(name)
        if items is None:
            continue
        found = True
        if not is_array(items):
            yield one.unknown(one.with_member(name, items), f"`{name}` is not a list")
            continue
        others: list[Any] = []
        for item in items:
            if is_object(item):
                yield one.event(read, item, name)
            else:
                others.append(item)
        if others:
            yield one.unknown(one.with_member(name, others), f"an item of `{name}` is not an object")
    if found:
        return
    alone = _group if one.name.startswith("group_") else _WITHOUT_LIST.get(one.name)
    if alone is None:
        yield one.unknown(one.whole, "`value` has none of " + ", ".join(f"`{name}`" for name, _ in lists))
    else:
        yield one.event(alone, value)


class _Change:
    """A change, and how an item of it becomes a delivery of its own.

    Args:
        change: The change.
        about: The members of its entry, without the changes.
        when: When it was received.

    """

    def __init__(self, change: Mapping[str, Any], about: Mapping[str, Any], when: datetime) -> None:
        field, value = change.get("field"), change.get("value")
        self.name = field if isinstance(field, str) else ""
        self.value = value if is_object(value) else None
        self.whole = _delivery(about, [change])
        self._change = change
        self._about = about
        given = self.value or {}
        self._rest = {key: member for key, member in given.items() if key not in _ALL_LISTS}
        self._number = _number(about, given)
        self._people = People(given.get("contacts"))
        self._when = when
        self._sent_at = utc(about.get("time")) or utc(given.get("timestamp"))

    def with_member(
        self, name: str, member: Any, contacts: Sequence[Mapping[str, Any]] = ()
    ) -> dict[str, Any]:
        """Return a delivery whose value has one of the lists only."""
        kept = {"contacts": list(contacts)} if contacts else {}
        return _delivery(self._about, [{**self._change, "value": {**self._rest, **kept, name: member}}])

    def unknown(self, raw: Mapping[str, Any], reason: str) -> Event:
        """Return the event for what could not be read."""
        return unknown(raw, self._sent_at or self._when, self._number, reason=reason, name=self.name)

    def event(self, read: Read, item: Mapping[str, Any], in_list: str | None = None) -> Event:
        """Return the event of an item of a list, or of the value; what cannot be read is an `UnknownEvent`."""

        def alone(item: Mapping[str, Any], contacts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
            return self.whole if in_list is None else self.with_member(in_list, [item], contacts)

        context = Context(
            number=self._number,
            people=self._people,
            received_at=self._when,
            sent_at=self._sent_at,
            alone=alone,
        )
        try:
            return read(item, context)
        except Broken as broken:
            reason = str(broken)
        except Exception as error:  # noqa: BLE001 - what a stranger wrote must not cost its neighbours
            reason = f"reading it failed: {type(error).__name__}"
        raw = alone(item, [])
        return unknown(raw, context.at(item), self._number, reason=reason, name=self.name)


def _app_echo(item: Mapping[str, Any], context: Context) -> Event:
    return echo_event(item, context, from_app=True)


def _call_status(item: Mapping[str, Any], context: Context) -> Event:
    status = string(item.get("status"))
    if status is None:
        raise Broken("it has no string in `status`")
    one = person(item.get("recipient_id"), item.get("recipient_user_id"))
    common = context.common(item, one)
    return CallEvent(**common, event=status.lower(), call=decode(CallStatus, item))


def _status(item: Mapping[str, Any], context: Context) -> Event:
    return _call_status(item, context) if item.get("type") == "call" else status_event(item, context)


def _call(item: Mapping[str, Any], context: Context) -> Event:
    event = string(item.get("event")) or string(item.get("status"))
    if event is None:
        raise Broken("it has no string in `event`")
    ours = item.get("direction") == "BUSINESS_INITIATED"
    names = ("to", "to_user_id") if ours else ("from", "from_user_id")
    common = context.common(item, person(*(item.get(name) for name in names)))
    return CallEvent(**common, event=event.lower(), call=decode(CallNotice, item))


def _preference(item: Mapping[str, Any], context: Context) -> Event:
    value, category = string(item.get("value")), string(item.get("category"))
    if value is None or category is None:
        raise Broken("it has no string in `value` and `category`")
    common = context.common(item, person(item.get("wa_id"), item.get("user_id")), digest(item))
    detail = string(item.get("detail"))
    return PreferenceChanged(**common, category=category, value=value.lower(), detail=detail)


def _user_id(item: Mapping[str, Any], context: Context) -> Event:
    user_id = as_mapping(item.get("user_id"))
    old, new = string(user_id.get("previous")), string(user_id.get("current"))
    if old is None or new is None:
        raise Broken("`user_id` has no strings in `previous` and `current`")
    common = context.common(item, person(item.get("wa_id"), old), digest(item))
    previous: Person = common["sender"]
    current = Person(
        phone_number=previous.phone_number, user_id=new, username=previous.username, name=previous.name
    )
    return UserIdChanged(**common, previous=previous, current=current)


def _group(item: Mapping[str, Any], context: Context) -> Event:
    common = _of_value(item, context)
    field = _field_of(common)
    return GroupEvent(
        **common,
        field_name=field,
        event=string(item.get("type")) or string(item.get("event")) or field,
        group_id=string(item.get("group_id")) or string(item.get("id")),
        group=decode(GroupNotice, item),
    )


def _template(value: Mapping[str, Any], context: Context) -> Event:
    common = _of_value(value, context)
    common["id"] = string(value.get("message_template_id")) or common["id"]
    reason = string(value.get("reason"))
    return TemplateStatusChanged(
        **common,
        field_name=_field_of(common),
        status=string(value.get("event")),
        name=string(value.get("message_template_name")),
        language=string(value.get("message_template_language")),
        reason=None if reason == "NONE" else reason,
        value=value,
    )


def _account(value: Mapping[str, Any], context: Context) -> Event:
    common = _of_value(value, context)
    return AccountEvent(**common, field_name=_field_of(common), value=_described(common, value))


def _value_errors(item: Mapping[str, Any], context: Context) -> Event:
    common = _of_value(item, context)
    value = as_mapping(common["raw"]["entry"][0]["changes"][0]["value"])
    return AccountEvent(**common, field_name=_field_of(common), value=_described(common, value))


def _history(value: Mapping[str, Any], context: Context) -> Event:
    common = _of_value(value, context)
    return HistoryReceived(**common, value=_described(common, value))


def _described(common: Mapping[str, Any], value: Mapping[str, Any]) -> Model | Mapping[str, Any]:
    """Return the value of a change as the model of its field; as it came where the field is not described."""
    change: object = decode(NotificationChange, common["raw"]["entry"][0]["changes"][0])
    found: Model | Mapping[str, Any] = getattr(change, "value", value)
    return found


def _of_value(item: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Return what an event has in common that has no person and no id; the id is a hash of all."""
    common = context.common(item, Person())
    return common | {"id": digest(common["raw"])}


def _field_of(common: Mapping[str, Any]) -> str:
    return string(common["raw"]["entry"][0]["changes"][0].get("field")) or "messages"


_MESSAGES: Final = (
    ("messages", message_event),
    ("statuses", _status),
    ("message_echoes", _app_echo),
    ("errors", _value_errors),
)
_LISTED: Final[Mapping[str, tuple[tuple[str, Read], ...]]] = {
    "messages": _MESSAGES,
    "smb_message_echoes": (("message_echoes", _app_echo), ("errors", _value_errors)),
    "message_echoes": (("message_echoes", _app_echo), ("errors", _value_errors)),
    "calls": (("calls", _call), ("statuses", _call_status), ("errors", _value_errors)),
    "user_preferences": (("user_preferences", _preference),),
    "user_id_update": (("user_id_update", _user_id),),
}
"""The lists in the value of a field, and how an item of each is read."""
_GROUPS: Final[tuple[tuple[str, Read], ...]] = (("groups", _group),)
_WITHOUT_LIST: Final[Mapping[str, Read]] = {"user_preferences": _preference, "user_id_update": _user_id}
"""How a value is read that is the item itself."""
_WHOLE: Final[Mapping[str, Read]] = {"history": _history, **dict.fromkeys(_ACCOUNT_FIELDS, _account)}
"""How the value of a field is read that is one event."""
_ALL_LISTS: Final = frozenset(
    {name for lists in _LISTED.values() for name, _ in lists} | {"groups", "contacts"}
)
