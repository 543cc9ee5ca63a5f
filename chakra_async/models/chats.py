# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `chats`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import attrs

from chakra_async.model import Model, datetime_of, message_id_of

from .enums import ChatMessageDirection

__all__ = ["Chat", "ChatListMeta", "ChatMessage", "ChatMessageContext", "ChatMessageSource", "DeliveryStatus"]


class DeliveryStatus(StrEnum):
    """How far an outbound message came. What stands here right after sending is not documented. A value that is
    not listed stays a plain string.

    Evidence: Inferred, not documented: the values are those of the status webhook. Source:
    https://docs.chakrahq.com/docs/platform/api/whatsapp/delivery-status-webhook

    """

    SENT = "SENT"
    DELIVERED = "DELIVERED"
    READ = "READ"
    FAILED = "FAILED"


@attrs.define(kw_only=True, eq=False, repr=False)
class ChatMessageContext(Model):
    """What an outbound template message was made of.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    contact_identifier: str | None = attrs.field(default=None, metadata={"wire": "contactIdentifier"})
    """What names the person the message went to."""

    message_template_id: str | None = attrs.field(default=None, metadata={"wire": "messageTemplateId"})
    """The id of the template."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ChatMessageSource(Model):
    """What made a message.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    source_id: str | None = attrs.field(default=None, metadata={"wire": "sourceId"})
    """The id of what made it."""

    source_type: str | None = attrs.field(default=None, metadata={"wire": "sourceType"})
    """The kind of thing that made it; which there are is not known."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ChatMessage(Model):
    """A message as ChakraHQ keeps it. The members are those of one answer to sending a template; what was always
    null there has no known type.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """ChakraHQ's own id of the message; WhatsApp's is `external_id`."""

    created_at: int | None = attrs.field(default=None, metadata={"wire": "createdAt"})
    """When the message was stored. Epoch milliseconds. Inferred, not documented: the unit is that of the other
    operations."""

    updated_at: int | None = attrs.field(default=None, metadata={"wire": "updatedAt"})
    """When the message last changed, by a delivery status for one. Epoch milliseconds. Inferred, not documented:
    the unit is that of the other operations."""

    external_id: str | None = attrs.field(default=None, metadata={"wire": "externalId"})
    """WhatsApp's id of the message, the wamid, which delivery statuses name."""

    provider: str | None = attrs.field(default=None, metadata={"wire": "provider"})
    """The channel; which values there are is not known."""

    data_type: str | None = attrs.field(default=None, metadata={"wire": "dataType"})
    """The kind of content; which values there are is not known."""

    body: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "body"})
    """The content. For text its member `body` holds it; other kinds were not seen."""

    text: str | None = attrs.field(default=None, metadata={"wire": "text"})
    """The content as plain text."""

    attachments: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "attachments"})
    """The files of the message. What an item looks like is not known. Inferred, not documented: null in the one
    answer seen; another client reads it as an array."""

    delivery_status: DeliveryStatus | str | None = attrs.field(
        default=None, metadata={"wire": "deliveryStatus"}
    )
    """How far an outbound message came."""

    direction: ChatMessageDirection | str | None = attrs.field(default=None, metadata={"wire": "direction"})
    """Whether the team sent it or received it."""

    timestamp: int | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When the message was sent. Epoch milliseconds."""

    context: ChatMessageContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """What a template message was made of."""

    adhoc_agent: Any = attrs.field(default=None, metadata={"wire": "adhocAgent"})
    """Null in the one answer seen; what else it can hold is not known."""

    source: ChatMessageSource | None = attrs.field(default=None, metadata={"wire": "source"})
    """What made the message."""

    team: str | None = attrs.field(default=None, metadata={"wire": "team"})
    """The id of the team the message belongs to."""

    chat: str | None = attrs.field(default=None, metadata={"wire": "chat"})
    """The id of the chat of the message. Inferred, not documented: null in the one answer seen, which a send
    gave; the type follows from the name."""

    plugin: str | None = attrs.field(default=None, metadata={"wire": "plugin"})
    """The id of the WhatsApp plugin the message went through."""

    contact: Any = attrs.field(default=None, metadata={"wire": "contact"})
    """Null in the one answer seen; what else it can hold is not known."""

    user: str | None = attrs.field(default=None, metadata={"wire": "user"})
    """The id of the user who sent it. Inferred, not documented: the one answer seen has a value; that it can be
    null follows from its meaning."""

    procedure: str | None = attrs.field(default=None, metadata={"wire": "procedure"})
    """The id of the procedure of the process it belongs to. Inferred, not documented: null in the one answer
    seen; the type follows from the name."""

    process: str | None = attrs.field(default=None, metadata={"wire": "process"})
    """The id of the process, such as a lead, it belongs to. Inferred, not documented: the one answer seen has a
    value; that it can be null follows from a number without a process."""

    campaign: str | None = attrs.field(default=None, metadata={"wire": "campaign"})
    """The id of the campaign that sent it. Inferred, not documented: null in the one answer seen; the type
    follows from the name."""

    in_reply_to: Any = attrs.field(default=None, metadata={"wire": "inReplyTo"})
    """Null in the one answer seen; what else it can hold is not known."""

    @property
    def message_id(self) -> str | None:
        """The WhatsApp message id (wamid), wherever the answer has it, or None where it has none."""
        return message_id_of(self)

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.updated_at)

    @property
    def timestamp_datetime(self) -> datetime | None:
        """`timestamp` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.timestamp)


@attrs.define(kw_only=True, eq=False, repr=False)
class Chat(Model):
    """A conversation with one person on one channel; its messages are listed by `chats.messages`.

    Evidence: Seen in public code, not documented: the page's answer was not read; the members are those that
    public client code reads. Source: https://apidocs.chakrahq.com/api-23827369

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The chat's id."""

    created_at: int | None = attrs.field(default=None, metadata={"wire": "createdAt"})
    """When the chat began. Epoch milliseconds."""

    updated_at: int | None = attrs.field(default=None, metadata={"wire": "updatedAt"})
    """When the chat last changed. Epoch milliseconds."""

    provider: str | None = attrs.field(default=None, metadata={"wire": "provider"})
    """The channel; which values there are is not known."""

    provider_handle: str | None = attrs.field(default=None, metadata={"wire": "providerHandle"})
    """A handle on that channel; whose it is, is not known."""

    provider_handle_id: str | None = attrs.field(default=None, metadata={"wire": "providerHandleId"})
    """The id of that handle."""

    initiated_direction: ChatMessageDirection | str | None = attrs.field(
        default=None, metadata={"wire": "initiatedDirection"}
    )
    """Which way the first message went."""

    primary_contact: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "primaryContact"})
    """The person. The members are not known."""

    primary_contact_handle: dict[str, Any] | None = attrs.field(
        default=None, metadata={"wire": "primaryContactHandle"}
    )
    """The person's side of the chat. The members are not known."""

    latest_message: ChatMessage | None = attrs.field(default=None, metadata={"wire": "latestMessage"})
    """The newest message. Client code reads its text, direction, timestamp and data type."""

    latest_message_ts: int | None = attrs.field(default=None, metadata={"wire": "latestMessageTs"})
    """When the newest message was sent. Epoch milliseconds."""

    status: str | None = attrs.field(default=None, metadata={"wire": "status"})
    """Whether the chat is open; which values there are is not known."""

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.updated_at)

    @property
    def latest_message_ts_datetime(self) -> datetime | None:
        """`latest_message_ts` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.latest_message_ts)


@attrs.define(kw_only=True, eq=False, repr=False)
class ChatListMeta(Model):
    """What comes beside a page of chats.

    Evidence: Seen in public code, not documented: the page's answer was not read; one client reads the
    member. Source: https://apidocs.chakrahq.com/api-23827369

    """

    total: int | None = attrs.field(default=None, metadata={"wire": "total"})
    """How many chats there are in all."""
