"""Chats and their messages: what was sent and received, by chat, by person and by either id of a message.

All senders (a template, a session message, a campaign of a test) add their messages here with `add_outbound`;
the chats' operations read them. There is one chat for each customer on each plugin, whichever form of the phone number
or of the user id is used; that a closed chat is followed by a new one is not simulated.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async.sandbox.ids import API_USER, Sequence
from chakra_async.sandbox.people import Contacts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Mapping

    from chakra_async.sandbox.people import Contact

__all__ = ["INBOUND", "OUTBOUND", "Chat", "Conversations", "Message"]

OUTBOUND: Final = "OUTBOUND"
INBOUND: Final = "INBOUND"


@attrs.define(kw_only=True, eq=False)
class Message:
    """One message. Times are epoch milliseconds.

    Attributes:
        id: The id ChakraHQ gives it.
        wamid: The id WhatsApp gives it, `externalId` on the wire.
        chat: The chat it belongs to.
        phone_number_id: Meta's id of the team's number that it came from or went to.
        direction: OUTBOUND or INBOUND.
        created: When it was stored.
        updated: When it last changed.
        data_type: The kind of content: text, image, template ...
        body: The content.
        text: The content as a plain string.
        status: The delivery status: SENT, DELIVERED, READ or FAILED.
        attachments: Its files, None without files.
        media_id: Meta's id of the file that a customer sent with it, empty without one.
        template_id: The id of the template it was made from, None without one.
        process: The id of the process it belongs to, None without one.
        procedure: The id of that process's procedure.
        campaign: The id of the campaign that sent it, None without one.
        in_reply_to: The id of the message it answers, None without one.
        user: The id of the user who sent it, None for a customer's message.
        source: What created it: the members `sourceId` and `sourceType`.
        content: What was sent, as the API was given it; empty where only the text is known.
        settle: What awaiting a customer's message waits for; None for nothing.
        recorded: Whether it comes from a recorded delivery, which reports it itself.

    """

    id: str
    wamid: str
    chat: Chat
    phone_number_id: str
    direction: str
    created: int
    updated: int
    data_type: str
    body: Mapping[str, Any]
    text: str
    status: str
    attachments: list[dict[str, Any]] | None = None
    media_id: str = ""
    template_id: str | None = None
    process: str | None = None
    procedure: str | None = None
    campaign: str | None = None
    in_reply_to: str | None = None
    user: str | None = None
    source: Mapping[str, str] | None = None
    content: Mapping[str, Any] = attrs.field(factory=dict[str, Any], repr=False)
    settle: Callable[[], Awaitable[None]] | None = attrs.field(default=None, repr=False)
    recorded: bool = attrs.field(default=False, repr=False)

    def __await__(self) -> Generator[object, None, Message]:
        """Wait until the team's receivers have handled the message; return it."""
        if self.settle is not None:
            yield from self.settle().__await__()
        return self


@attrs.define(kw_only=True, eq=False)
class Chat:
    """The messages exchanged with one person through one plugin. Times are epoch milliseconds.

    Attributes:
        id: The chat's id.
        contact: The customer.
        plugin_id: The plugin.
        phone_number_id: Meta's id of the team's number that the newest message used.
        created: When the first message was stored.
        updated: When a message was last added, or one of its messages last changed.
        messages: Its messages, oldest first.
        changes: How often it changed.

    """

    id: str
    contact: Contact
    plugin_id: str
    phone_number_id: str
    created: int
    updated: int
    messages: list[Message] = attrs.field(factory=list[Message], repr=False)
    changes: int = attrs.field(default=0, repr=False)

    @property
    def digits(self) -> str:
        """The customer's phone number; empty for one without a number."""
        return self.contact.digits

    @property
    def handle(self) -> str:
        """The customer's phone number, or the user id of one without a number."""
        return self.contact.handle


class Conversations:
    """All chats of a sandbox, with the lookups of chats and messages.

    Args:
        note: Called with each message that is added.

    Attributes:
        contacts: The people of the chats.
        changes: How often any chat changed.

    """

    def __init__(self, note: Callable[[Message], object] = lambda _: None) -> None:
        self._note = note
        self.changes = 0
        self._chat_ids = Sequence("chat")
        self._message_ids = Sequence("chat message")
        self._chats: list[Chat] = []
        self._messages: list[Message] = []
        self.contacts = Contacts()
        self._by_place: dict[tuple[str, Contact], Chat] = {}
        self._by_contact: dict[Contact, list[Chat]] = {}
        self._by_wamid: dict[str, Message] = {}

    @property
    def chats(self) -> list[Chat]:
        """The chats, oldest first."""
        return list(self._chats)

    @property
    def messages(self) -> list[Message]:
        """The messages of all chats, in the order they were added."""
        return list(self._messages)

    def add_outbound(
        self,
        handle: str,
        now: int,
        *,
        plugin_id: str,
        phone_number_id: str,
        data_type: str = "text",
        body: Mapping[str, Any] | None = None,
        text: str = "",
        **more: Any,
    ) -> Message:
        """Store a message that the team sent to somebody; the chat is made if there is none.

        Args:
            handle: The customer's phone number, or the user id.
            now: When, epoch milliseconds.
            plugin_id: The plugin it goes through.
            phone_number_id: Meta's id of the team's number.
            data_type: The kind of content.
            body: The content; `{"body": text}` unless given.
            text: The content as a plain string.
            more: Further attributes of `Message`, such as `template_id` and `process`.

        """
        chat = self._chat(handle, plugin_id, phone_number_id, now)
        source = {"sourceId": API_USER, "sourceType": "API"}
        more = {"user": API_USER, "source": source, **more}
        return self._add(chat, OUTBOUND, now, data_type, body, text, more)

    def add_inbound(
        self,
        handle: str,
        now: int,
        *,
        plugin_id: str,
        phone_number_id: str,
        data_type: str = "text",
        body: Mapping[str, Any] | None = None,
        text: str = "",
        **more: Any,
    ) -> Message:
        """Store a message that somebody sent to the team; the arguments are those of `add_outbound`."""
        chat = self._chat(handle, plugin_id, phone_number_id, now)
        return self._add(chat, INBOUND, now, data_type, body, text, {"status": "DELIVERED", **more})

    def copy(self, message: Message, handle: str) -> Message:
        """Add a copy of a message to the conversation with another customer, with its times; nothing is reported."""
        source = message.chat
        chat = self._chat(handle, source.plugin_id, source.phone_number_id, message.created)
        number = len(self._messages) + 1
        copied = attrs.evolve(
            message, id=self._message_ids.id(number), wamid=_wamid(chat.handle, number), chat=chat
        )
        self._store(copied)
        return copied

    def chats_of(self, contact: Contact) -> list[Chat]:
        """Return the chats of a person, one for each plugin."""
        return list(self._by_contact.get(contact, ()))

    def chat(self, identifier: str) -> Chat | None:
        """Find a chat by its id."""
        number = self._chat_ids.number(identifier)
        return None if number is None or not 0 < number <= len(self._chats) else self._chats[number - 1]

    def message(self, identifier: str) -> Message | None:
        """Find a message by ChakraHQ's id or by WhatsApp's."""
        number = self._message_ids.number(identifier)
        if number is None or not 0 < number <= len(self._messages):
            return self._by_wamid.get(identifier)
        return self._messages[number - 1]

    def messages_of(self, chat: Chat) -> list[Message]:
        """Return the messages of a chat, newest first."""
        return chat.messages[::-1]

    def messages_for(self, handle: str) -> list[Message]:
        """Return the messages exchanged with a phone number or a user id on every plugin, newest first."""
        chats = self._by_contact.get(self.contacts.find(handle), ())
        found = [message for chat in chats for message in reversed(chat.messages)]
        if len(chats) > 1:  # messages of one millisecond, in different chats, are in the order of their ids
            found.sort(key=lambda message: self._message_ids.number(message.id) or 0, reverse=True)
        return sorted(found, key=lambda message: message.created, reverse=True)

    def set_status(self, message: Message, status: str, now: int) -> None:
        """Set the delivery status of a message."""
        message.status = status
        message.updated = message.chat.updated = now
        self._changed(message.chat)

    def _changed(self, chat: Chat) -> None:
        self.changes += 1
        chat.changes += 1

    def _chat(self, handle: str, plugin_id: str, phone_number_id: str, now: int) -> Chat:
        contact = self.contacts.find(handle)
        chat = self._by_place.get((plugin_id, contact))
        if chat is None:
            chat = Chat(
                id=self._chat_ids.id(len(self._chats) + 1),
                contact=contact,
                plugin_id=plugin_id,
                phone_number_id=phone_number_id,
                created=now,
                updated=now,
            )
            self._chats.append(chat)
            self._by_place[plugin_id, contact] = chat
            self._by_contact.setdefault(contact, []).append(chat)
        chat.phone_number_id = phone_number_id
        return chat

    def _add(
        self,
        chat: Chat,
        direction: str,
        now: int,
        data_type: str,
        body: Mapping[str, Any] | None,
        text: str,
        more: dict[str, Any],
    ) -> Message:
        number = len(self._messages) + 1
        values: dict[str, Any] = {
            "id": self._message_ids.id(number),
            "wamid": _wamid(chat.handle, number),
            "chat": chat,
            "phone_number_id": chat.phone_number_id,
            "direction": direction,
            "created": now,
            "updated": now,
            "data_type": data_type,
            "body": {"body": text} if body is None else body,
            "text": text,
            "status": "SENT",
        }
        message = Message(**{**values, **more})
        self._store(message)
        self._note(message)
        return message

    def _store(self, message: Message) -> None:
        self._messages.append(message)
        self._by_wamid[message.wamid] = message
        message.chat.messages.append(message)
        message.chat.updated = message.created
        self._changed(message.chat)


def _wamid(handle: str, number: int) -> str:
    # WhatsApp's own ids are base64 of the number and a random part; here a counter replaces the random part.
    return f"wamid.{b64encode(f'{handle}/sandbox/{number:08d}'.encode()).decode()}"
