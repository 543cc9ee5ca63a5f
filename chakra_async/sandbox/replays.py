"""Recorded deliveries in a sandbox: made its own, so that they come from its account and now, and kept as conversations.

What a receiver is sent is the recorded delivery, with the ids of the sandbox's account and number in place of the recorded
ones, and its times moved. Customers' messages are added to the conversations as well, and their files to the media, with a
content of the recorded type that is made up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from chakra_async.model import Model
from chakra_async.sandbox.stores.media import PIXEL
from chakra_async.sandbox.values import is_array, is_object
from chakra_async.sandbox.webhooks.notices import Notice
from chakra_async.webhooks import MediaReceived, MessageReceived, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.sandbox.state import State
    from chakra_async.webhooks.recordings import RecordedDelivery

__all__ = ["take_in"]

_SECONDS_UNTIL: Final = 10**11
"""Times below are seconds, those above are milliseconds."""


def take_in(state: State, recorded: RecordedDelivery, now: int) -> Notice:
    """Add what a recorded delivery reports to a sandbox, as if it happened now; return what receivers are sent.

    Args:
        state: The data of the sandbox.
        recorded: The delivery.
        now: The time, epoch milliseconds.

    """
    names = _own_ids(state, recorded.delivery)
    moved = 0 if recorded.received is None else now - recorded.received
    delivery: dict[str, Any] = _changed(recorded.delivery, names, moved)
    for event in parse(orjson.dumps(delivery)):
        if isinstance(event, MessageReceived) and state.conversations.message(event.id) is None:
            _add(state, event, now)
    return Notice(at=now, kind="recorded", recorded=delivery)


def _own_ids(state: State, delivery: Mapping[str, Any]) -> dict[str, str]:
    """Return the recorded ids of accounts and numbers with those of the sandbox; its own ones stay as they are."""
    own = (state.account, *state.tenants.values())
    known = {each for one in own for each in (one.phone_number_id, one.waba_id)}
    found: dict[str, str] = {}
    for event in parse(orjson.dumps(delivery)):
        pairs = (
            (event.number.phone_number_id, state.account.phone_number_id),
            (event.number.waba_id, state.account.waba_id),
        )
        found.update((old, new) for old, new in pairs if old and old not in known)
    return found


def _changed(value: Any, names: Mapping[str, str], moved: int, member: str = "") -> Any:
    if is_object(value):
        return {key: _changed(inner, names, moved, key) for key, inner in value.items()}
    if is_array(value):
        return [_changed(inner, names, moved, member) for inner in value]
    if member == "timestamp":
        return _later(value, moved)
    return names.get(value, value) if isinstance(value, str) else value


def _later(value: Any, moved: int) -> Any:
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return str(_later(int(value), moved))
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    return value + (moved if value >= _SECONDS_UNTIL else moved // 1000)


def _add(state: State, event: MessageReceived, now: int) -> None:
    sender = event.sender
    digits = "".join(filter(str.isdigit, sender.phone_number or ""))
    if not digits and not sender.user_id:
        return
    contact = state.conversations.contacts.add(
        digits, sender.user_id or "", name=sender.name or "", username=sender.username or ""
    )
    message = event.message.to_dict() if isinstance(event.message, Model) else dict(event.message)
    media_id = ""
    if isinstance(event, MediaReceived) and isinstance(event.media.id, str):
        media_id = event.media.id
        kind = str(event.media.mime_type or "application/octet-stream")
        data = PIXEL if kind.startswith("image/") else b"recorded"
        state.whatsapp.media.keep(media_id, data, kind)
    account = state.account_of(event.number.phone_number_id or "")
    state.conversations.add_inbound(
        contact.handle,
        now,
        plugin_id=account.plugin_id,
        phone_number_id=account.phone_number_id,
        data_type=event.type,
        body={event.type: message.get(event.type)},
        text=str(
            getattr(event, "text", None)
            or getattr(event, "title", None)
            or getattr(event, "caption", None)
            or ""
        ),
        media_id=media_id,
        in_reply_to=event.reply_to,
        wamid=event.id,
        recorded=True,
    )
