"""Chats, and the messages in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.sandbox import representations
from chakra_async.sandbox.calls import Answer, Call, integer_in
from chakra_async.sandbox.people import digits_of
from chakra_async.sandbox.replies import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.sandbox.stores.conversations import Chat

__all__ = ["list_messages", "list_messages_for_phone_number", "list_page"]

_LIMIT: Final = 25
_ORDERS: Final[dict[str, Callable[[Chat], int]]] = {
    "createdAt": lambda chat: chat.created,
    "updatedAt": lambda chat: chat.updated,
    "latestMessageTs": lambda chat: chat.messages[-1].created,
}
_DIRECTIONS: Final = ("asc", "desc")


def list_page(call: Call) -> Answer:
    """Return a page of the chats, newest first unless ordered otherwise; `_meta` has `total`, which code reads.

    The members of the body are seen in code; the fields for ordering, what `search` matches (here: the digits of
    the customer's number) and the size of a page are chosen.
    """
    body: dict[str, Any] = call.body or {}
    field, direction = body.get("orderField", "createdAt"), body.get("orderDirection", "desc").lower()
    if field not in _ORDERS or direction not in _DIRECTIONS:
        raise Refusal(400, f"chats can be ordered by {', '.join(_ORDERS)}, {' or '.join(_DIRECTIONS)}")
    found = [chat for chat in call.state.conversations.chats if chat.plugin_id == call.account.plugin_id]
    if search := body.get("search"):
        digits = digits_of(search)
        found = [chat for chat in found if digits and digits in chat.digits]
    # Reversed before sorting as well: of chats of the same time, the one created last is the newest.
    found = sorted(
        found if direction == "asc" else found[::-1], key=_ORDERS[field], reverse=direction == "desc"
    )
    return Answer([representations.chat(chat) for chat in _page(body, found)], {"total": len(found)})


def list_messages(call: Call) -> Answer:
    """Return a page of a chat's messages, newest first (the order is chosen)."""
    chat = call.state.conversations.chat(call.path["chatId"])
    if chat is None or chat.plugin_id != call.account.plugin_id:
        raise Refusal(404, f"chat {call.path['chatId']} not found")
    return _messages(call, call.state.conversations.messages_of(chat))


def list_messages_for_phone_number(call: Call) -> Answer:
    """Return a page of the messages exchanged with a phone number, newest first (the order is chosen)."""
    found = call.state.conversations.messages_for(digits_of(call.body["customerPhoneNumber"]))
    return _messages(call, [message for message in found if message.chat.plugin_id == call.account.plugin_id])


def _messages(call: Call, found: list[Any]) -> Answer:
    body: dict[str, Any] = call.body or {}
    return Answer([representations.message(message) for message in _page(body, found)], {"total": len(found)})


def _page(body: dict[str, Any], found: list[Any]) -> list[Any]:
    page, limit = integer_in(body, "page", 1), integer_in(body, "limit", _LIMIT)
    return found[(page - 1) * limit : page * limit]
