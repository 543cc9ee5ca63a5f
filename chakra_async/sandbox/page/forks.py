"""A conversation copied up to one of its messages, for another customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async.errors import SettingsError
from chakra_async.sandbox.values import is_array, is_object

if TYPE_CHECKING:
    from chakra_async.sandbox.page.sources import Sources
    from chakra_async.sandbox.stores.conversations import Message

__all__ = ["fork"]


def fork(sources: Sources, last: Message, handle: str, other: str) -> None:
    """Copy a conversation up to a message, for a customer who has no conversation yet.

    The copy has the same times, so the 24-hour window ends when it does in the first one. Nothing is delivered to the
    team's receivers: what they know of the first customer they do not know of the other one.

    Args:
        sources: The data.
        last: The newest message to copy.
        handle: The customer of the conversation.
        other: The phone number or user id of the other customer.

    Raises:
        SettingsError: The other customer has a conversation already.

    """
    conversations = sources.state.conversations
    contact = conversations.contacts.find(other)
    if conversations.chats_of(contact):
        raise SettingsError(f"{other} has a conversation already: give the number of a customer without one")
    messages = conversations.messages_for(handle)[::-1]
    ids: dict[str, str] = {}
    for message in messages[: messages.index(last) + 1]:
        copy = conversations.copy(message, other)
        ids[message.wamid] = copy.wamid
        copy.in_reply_to = ids.get(message.in_reply_to or "", message.in_reply_to)
        copy.body = _renamed(message.body, ids)
        copy.content = _renamed(message.content, ids)
    named = conversations.contacts.find(handle)
    if named.name and not contact.name:
        contact.name = f"{named.name} (fork)"


def _renamed(value: Any, ids: dict[str, str]) -> Any:
    """Return a value in which the ids of messages are those of their copies."""
    if is_object(value):
        return {name: _renamed(one, ids) for name, one in value.items()}
    if is_array(value):
        return [_renamed(one, ids) for one in value]
    return ids.get(value, value) if isinstance(value, str) else value
