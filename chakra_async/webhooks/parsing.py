"""A delivery as events: both of ChakraHQ's formats, what relays make of them, and the platform's record events.

Every entry, change, message and status is read. An item that cannot be read becomes an `UnknownEvent` and costs its
neighbours nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from chakra_async._core.decoding.json_reader import read_json
from chakra_async.webhooks import chakra_format, pass_through
from chakra_async.webhooks.errors import BodyError
from chakra_async.webhooks.items import unknown
from chakra_async.webhooks.json_values import (
    as_mapping,
    is_array,
    is_object,
)
from chakra_async.webhooks.people import BusinessNumber

if TYPE_CHECKING:
    from chakra_async.webhooks.events import Event

__all__ = ["event_from_raw", "parse"]

_WRAPPERS: Final = ("payload", "body", "data")
_MOST_WRAPPERS: Final = 4
_MOST_EVENTS: Final = 20_000
"""Events of one delivery at most; Meta puts at most 1,000 in one."""


def parse(body: bytes | bytearray | memoryview | str, *, received_at: datetime | None = None) -> list[Event]:
    """Return the events of a delivery's body, in their order.

    Verify the signature first, over the same bytes. A body without any event gives an empty list.

    Args:
        body: The body as it came.
        received_at: When it came, for events that do not say when they happened; now by default.

    Raises:
        BodyError: If it is not JSON, nested in more than 254 levels, or has more than 20,000 events.

    Example:
        >>> body = b'{"event": "message", "payload": {"message": {"from": "919911223344", "id": "wamid.A",'
        >>> body += b' "timestamp": "1756322278", "type": "text", "text": {"body": "Hi"}}}}'
        >>> [event] = parse(body)
        >>> event.text, event.at.isoformat()
        ('Hi', '2025-08-27T19:17:58+00:00')

    """
    value = _read(body)
    when = received_at or datetime.now(UTC)
    if when.utcoffset() is None:
        raise BodyError("received_at has no time zone: pass an aware datetime, such as datetime.now(UTC).")
    found: list[Event] = []
    for event in _events(value, when.astimezone(UTC), 0):
        found.append(event)
        if len(found) > _MOST_EVENTS:
            raise BodyError(f"A delivery has more than {_MOST_EVENTS} events; none of them was read.")
    return found


def event_from_raw(raw: Mapping[str, Any] | bytes | str, *, received_at: datetime | None = None) -> Event:
    """Return the event that `Event.raw`, or `Event.to_bytes()`, was taken from.

    Args:
        raw: A delivery that contains one event.
        received_at: As for `parse`; give the stored time, for events that do not say when they happened.

    Raises:
        BodyError: If it does not contain exactly one event.

    """
    if isinstance(raw, Mapping):
        when = received_at or datetime.now(UTC)
        found = list(_events(dict(raw), when, 0))
    else:
        found = parse(raw, received_at=received_at)
    if len(found) != 1:
        raise BodyError(f"The stored delivery contains {len(found)} events, not one: it was changed.")
    return found[0]


def _read(body: bytes | bytearray | memoryview | str) -> Any:
    try:
        data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)
    except (TypeError, ValueError):
        raise BodyError(
            "The body is neither bytes nor a string: pass the request's body as it came."
        ) from None
    try:
        value, deep = read_json(data)
    except (ValueError, RecursionError) as error:
        raise BodyError(
            f"The body is not JSON: {str(error)[:200]}. Pass the request's body as it came, unpacked."
        ) from None
    if deep:
        raise BodyError("The body is nested too deeply: a delivery has at most 254 levels.")
    return value


def _events(value: Any, when: datetime, wrappers: int) -> Iterator[Event]:
    """Yield the events of a JSON value, whatever it is wrapped in."""
    if is_array(value):
        items = value
        others = [item for item in items if not is_object(item)]
        for item in items:
            if is_object(item):
                yield from _events(item, when, wrappers)
        if others:
            yield unknown(
                {"items": others}, when, BusinessNumber(), reason="the body is a list of other values"
            )
        return
    if isinstance(value, str) and wrappers < _MOST_WRAPPERS:
        yield from _events(_read(value), when, wrappers + 1)
        return
    if not is_object(value):
        yield unknown({"value": value}, when, BusinessNumber(), reason="the body is not an object")
        return
    delivery = value
    reader = _reader_of(delivery)
    if reader is not None:
        yield from reader(delivery, when)
        return
    inner = next((name for name in _WRAPPERS if isinstance(delivery.get(name), dict | list | str)), None)
    if inner is not None and wrappers < _MOST_WRAPPERS and _is_delivery(delivery[inner], wrappers + 1):
        yield from _events(delivery[inner], when, wrappers + 1)
    else:
        yield from chakra_format.other(delivery, when)


def _is_delivery(value: Any, wrappers: int) -> bool:
    """Return whether a value that is wrapped in an object is a delivery itself."""
    if isinstance(value, str):
        try:
            value = _read(value)
        except BodyError:
            return False
    if is_array(value):
        return any(_is_delivery(item, wrappers) for item in value if is_object(item))
    if _reader_of(as_mapping(value)) is not None:
        return True
    inside: list[Any] = [as_mapping(value).get(name) for name in _WRAPPERS]
    return wrappers < _MOST_WRAPPERS and any(
        _is_delivery(one, wrappers + 1) for one in inside if isinstance(one, dict | list | str)
    )


def _reader_of(
    delivery: Mapping[str, Any],
) -> Callable[[Mapping[str, Any], datetime], Iterator[Event]] | None:
    if is_array(delivery.get("entry")):
        return pass_through.events
    if is_array(delivery.get("changes")):
        return pass_through.events_of_entry
    if is_object(delivery.get("value")) and isinstance(delivery.get("field"), str):
        return pass_through.events_of_change
    if pass_through.is_value(delivery):
        return pass_through.events_of_value
    if chakra_format.is_known(delivery):
        return chakra_format.events
    return None
