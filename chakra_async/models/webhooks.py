# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `webhooks`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

import attrs

from chakra_async.model import Model, Tagged, datetime_of

from .chats import DeliveryStatus
from .messages import ContactCard

__all__ = [
    "ChakraAppMessageEcho",
    "ChakraDeliveryStatus",
    "ChakraErrorContext",
    "ChakraEvent",
    "ChakraMessage",
    "ChakraMessageEcho",
    "ChakraMessagePayload",
    "ChakraStatus",
    "ChakraStatusPayload",
    "ChosenReply",
    "FlowReply",
    "InboundAudio",
    "InboundButton",
    "InboundContacts",
    "InboundContext",
    "InboundDocument",
    "InboundImage",
    "InboundInteractive",
    "InboundLocation",
    "InboundMedia",
    "InboundMessage",
    "InboundOrder",
    "InboundOrderContent",
    "InboundPlace",
    "InboundReaction",
    "InboundReactionContent",
    "InboundSticker",
    "InboundSystem",
    "InboundText",
    "InboundTextContent",
    "InboundUnsupported",
    "InboundVideo",
    "InteractiveReply",
    "MessageStatus",
    "MessageStatusKind",
    "NotificationChange",
    "NotificationContact",
    "NotificationEntry",
    "NotificationMetadata",
    "NotificationProfile",
    "NotificationValue",
    "OrderedProduct",
    "PressedButton",
    "StatusConversation",
    "StatusPricing",
    "SystemNotice",
    "WebhookError",
    "WebhookErrorData",
    "WhatsAppNotification",
]


@attrs.define(kw_only=True, eq=False, repr=False)
class WhatsAppNotification(Model):
    """What the pass-through webhook carries, in Meta's own form. Take every entry and every change of it.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    object: str = attrs.field(metadata={"wire": "object"})
    """Always `whatsapp_business_account`."""

    entry: list[NotificationEntry] = attrs.field(metadata={"wire": "entry"})
    """What happened, by account."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NotificationEntry(Model):
    """What happened in one WhatsApp Business Account.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The account's id."""

    time: int | None = attrs.field(default=None, metadata={"wire": "time"})
    """When it happened, in epoch seconds; only some kinds of event have it. Inferred, not documented."""

    changes: list[NotificationChange] = attrs.field(metadata={"wire": "changes"})
    """What happened."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NotificationChange(Model):
    """One event, or several of a kind.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    field_name: str = attrs.field(metadata={"wire": "field"})
    """What `value` is about: `messages` (also for statuses), `smb_message_echoes`,
    `message_template_status_update`, `history`, and others."""

    value: NotificationValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NotificationValue(Model):
    """An event. Which members there are depends on the change's `field`; those of rarer events are in `extra`.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    metadata: NotificationMetadata | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """The business's number that it is about."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The users that wrote."""

    messages: list[InboundMessage] | None = attrs.field(default=None, metadata={"wire": "messages"})
    """Messages that came in."""

    statuses: list[MessageStatus] | None = attrs.field(default=None, metadata={"wire": "statuses"})
    """What became of messages that went out. Seen in public code, not documented."""

    message_echoes: list[InboundMessage] | None = attrs.field(
        default=None, metadata={"wire": "message_echoes"}
    )
    """Messages that somebody of the business typed in the phone app. Seen in public code, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """What went wrong, where it is about no one message. Inferred, not documented."""

    event: str | None = attrs.field(default=None, metadata={"wire": "event"})
    """For a template, its new status. Seen in public code, not documented."""

    message_template_id: int | str | None = attrs.field(
        default=None, metadata={"wire": "message_template_id"}
    )
    """For a template, its id. Seen in public code, not documented."""

    message_template_name: str | None = attrs.field(default=None, metadata={"wire": "message_template_name"})
    """For a template, its name. Seen in public code, not documented."""

    message_template_language: str | None = attrs.field(
        default=None, metadata={"wire": "message_template_language"}
    )
    """For a template, the code of its language. Seen in public code, not documented."""

    reason: str | None = attrs.field(default=None, metadata={"wire": "reason"})
    """For a template, why it was rejected. Seen in public code, not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NotificationMetadata(Model):
    """The business's number that an event is about.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    display_phone_number: str | None = attrs.field(default=None, metadata={"wire": "display_phone_number"})
    """The number, as it is shown."""

    phone_number_id: str = attrs.field(metadata={"wire": "phone_number_id"})
    """Meta's id of the number."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NotificationContact(Model):
    """A user that wrote.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    profile: NotificationProfile | None = attrs.field(default=None, metadata={"wire": "profile"})
    """How the user presents himself."""

    wa_id: str | None = attrs.field(default=None, metadata={"wire": "wa_id"})
    """The user's WhatsApp id, which is the phone number in digits."""

    user_id: str | None = attrs.field(default=None, metadata={"wire": "user_id"})
    """The user's id for this business; a user with a username may have no number to show. Inferred, not
    documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NotificationProfile(Model):
    """How a user presents himself.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    name: str | None = attrs.field(default=None, metadata={"wire": "name"})
    """The name."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundContext(Model):
    """What a message that came in refers to.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The id (wamid) of the message that is answered."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """Whose message that is."""

    forwarded: bool | None = attrs.field(default=None, metadata={"wire": "forwarded"})
    """Whether it was forwarded."""

    frequently_forwarded: bool | None = attrs.field(default=None, metadata={"wire": "frequently_forwarded"})
    """Whether it was forwarded more than five times."""

    referred_product: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referred_product"})
    """The product that is asked about."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundText(Model):
    """Text that came in.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["text"] = attrs.field(default="text", metadata={"wire": "type"})
    """The kind of message."""

    text: InboundTextContent = attrs.field(metadata={"wire": "text"})
    """The text."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundTextContent(Model):
    """The text of a message that came in.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    body: str | None = attrs.field(default=None, metadata={"wire": "body"})
    """The text."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundImage(Model):
    """An image that came in.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["image"] = attrs.field(default="image", metadata={"wire": "type"})
    """The kind of message."""

    image: InboundMedia = attrs.field(metadata={"wire": "image"})
    """The image."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundVideo(Model):
    """A video that came in.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["video"] = attrs.field(default="video", metadata={"wire": "type"})
    """The kind of message."""

    video: InboundMedia = attrs.field(metadata={"wire": "video"})
    """The video."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundAudio(Model):
    """A sound that came in.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["audio"] = attrs.field(default="audio", metadata={"wire": "type"})
    """The kind of message."""

    audio: InboundMedia = attrs.field(metadata={"wire": "audio"})
    """The sound."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundDocument(Model):
    """A file that came in.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["document"] = attrs.field(default="document", metadata={"wire": "type"})
    """The kind of message."""

    document: InboundMedia = attrs.field(metadata={"wire": "document"})
    """The file."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundSticker(Model):
    """A sticker that came in.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["sticker"] = attrs.field(default="sticker", metadata={"wire": "type"})
    """The kind of message."""

    sticker: InboundMedia = attrs.field(metadata={"wire": "sticker"})
    """The sticker."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundMedia(Model):
    """A file that came in; `media.download` fetches it by its id.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """Meta's media id."""

    mime_type: str | None = attrs.field(default=None, metadata={"wire": "mime_type"})
    """The file's content type."""

    sha256: str | None = attrs.field(default=None, metadata={"wire": "sha256"})
    """The file's SHA-256."""

    caption: str | None = attrs.field(default=None, metadata={"wire": "caption"})
    """The text the user wrote to it."""

    filename: str | None = attrs.field(default=None, metadata={"wire": "filename"})
    """For a document, its name."""

    voice: bool | None = attrs.field(default=None, metadata={"wire": "voice"})
    """For a sound, whether it is a voice note."""

    animated: bool | None = attrs.field(default=None, metadata={"wire": "animated"})
    """For a sticker, whether it moves."""

    url: str | None = attrs.field(default=None, metadata={"wire": "url"})
    """An address at Meta, which refuses an access token of ChakraHQ; use `media.download`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundLocation(Model):
    """A place that came in.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["location"] = attrs.field(default="location", metadata={"wire": "type"})
    """The kind of message."""

    location: InboundPlace = attrs.field(metadata={"wire": "location"})
    """The place."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundPlace(Model):
    """A place that a user sent.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    latitude: float | str | None = attrs.field(default=None, metadata={"wire": "latitude"})
    """Degrees north."""

    longitude: float | str | None = attrs.field(default=None, metadata={"wire": "longitude"})
    """Degrees east."""

    name: str | None = attrs.field(default=None, metadata={"wire": "name"})
    """The place's name."""

    address: str | None = attrs.field(default=None, metadata={"wire": "address"})
    """The place's address."""

    url: str | None = attrs.field(default=None, metadata={"wire": "url"})
    """A web address of the place."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundContacts(Model):
    """Address cards that came in.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["contacts"] = attrs.field(default="contacts", metadata={"wire": "type"})
    """The kind of message."""

    contacts: list[ContactCard] = attrs.field(metadata={"wire": "contacts"})
    """The cards."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundReaction(Model):
    """An emoji that a user put on a message, or took away.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["reaction"] = attrs.field(default="reaction", metadata={"wire": "type"})
    """The kind of message."""

    reaction: InboundReactionContent = attrs.field(metadata={"wire": "reaction"})
    """The emoji, and the message it is put on."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundReactionContent(Model):
    """An emoji that a user put on a message.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    message_id: str | None = attrs.field(default=None, metadata={"wire": "message_id"})
    """The id (wamid) of the message."""

    emoji: str | None = attrs.field(default=None, metadata={"wire": "emoji"})
    """The emoji; missing or empty where it was taken away."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundButton(Model):
    """The press of a quick reply button of a template.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["button"] = attrs.field(default="button", metadata={"wire": "type"})
    """The kind of message."""

    button: PressedButton = attrs.field(metadata={"wire": "button"})
    """The button."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PressedButton(Model):
    """A quick reply button that was pressed.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    payload: str | None = attrs.field(default=None, metadata={"wire": "payload"})
    """The text that was sent with the button."""

    text: str | None = attrs.field(default=None, metadata={"wire": "text"})
    """The text on the button."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundInteractive(Model):
    """What a user chose in an interactive message.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["interactive"] = attrs.field(default="interactive", metadata={"wire": "type"})
    """The kind of message."""

    interactive: InteractiveReply = attrs.field(metadata={"wire": "interactive"})
    """What was chosen."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveReply(Model):
    """What a user chose; which member there is, `type` says.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: str | None = attrs.field(default=None, metadata={"wire": "type"})
    """`button_reply`, `list_reply`, `nfm_reply` (a flow's answer), or another."""

    button_reply: ChosenReply | None = attrs.field(default=None, metadata={"wire": "button_reply"})
    """The reply button that was pressed."""

    list_reply: ChosenReply | None = attrs.field(default=None, metadata={"wire": "list_reply"})
    """The row that was chosen."""

    nfm_reply: FlowReply | None = attrs.field(default=None, metadata={"wire": "nfm_reply"})
    """The answer of a flow."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ChosenReply(Model):
    """The button or row that a user chose.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The id it was sent with."""

    title: str | None = attrs.field(default=None, metadata={"wire": "title"})
    """Its text."""

    description: str | None = attrs.field(default=None, metadata={"wire": "description"})
    """For a row, its smaller text."""


@attrs.define(kw_only=True, eq=False, repr=False)
class FlowReply(Model):
    """What a user entered in a flow.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/flows/guides/receiveflowresponse

    """

    name: str | None = attrs.field(default=None, metadata={"wire": "name"})
    """Always `flow`."""

    body: str | None = attrs.field(default=None, metadata={"wire": "body"})
    """The text that the user sees."""

    response_json: str | None = attrs.field(default=None, metadata={"wire": "response_json"})
    """What was entered, as JSON in a string."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundOrder(Model):
    """An order of products of the catalogue.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["order"] = attrs.field(default="order", metadata={"wire": "type"})
    """The kind of message."""

    order: InboundOrderContent = attrs.field(metadata={"wire": "order"})
    """The order."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundOrderContent(Model):
    """An order of products of the catalogue.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    catalog_id: str | None = attrs.field(default=None, metadata={"wire": "catalog_id"})
    """The catalogue's id."""

    text: str | None = attrs.field(default=None, metadata={"wire": "text"})
    """What the user wrote to it."""

    product_items: list[OrderedProduct] | None = attrs.field(default=None, metadata={"wire": "product_items"})
    """What was ordered."""


@attrs.define(kw_only=True, eq=False, repr=False)
class OrderedProduct(Model):
    """A product of an order.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    product_retailer_id: str | None = attrs.field(default=None, metadata={"wire": "product_retailer_id"})
    """The product's id in the catalogue."""

    quantity: int | str | None = attrs.field(default=None, metadata={"wire": "quantity"})
    """How many."""

    item_price: float | str | None = attrs.field(default=None, metadata={"wire": "item_price"})
    """The price of one."""

    currency: str | None = attrs.field(default=None, metadata={"wire": "currency"})
    """The currency's code."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundSystem(Model):
    """That a user changed the phone number or identity.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["system"] = attrs.field(default="system", metadata={"wire": "type"})
    """The kind of message."""

    system: SystemNotice = attrs.field(metadata={"wire": "system"})
    """What changed."""


@attrs.define(kw_only=True, eq=False, repr=False)
class SystemNotice(Model):
    """What changed about a user.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    type: str | None = attrs.field(default=None, metadata={"wire": "type"})
    """What changed, such as `user_changed_number`."""

    body: str | None = attrs.field(default=None, metadata={"wire": "body"})
    """It in words."""

    wa_id: str | None = attrs.field(default=None, metadata={"wire": "wa_id"})
    """The user's new WhatsApp id."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundUnsupported(Model):
    """A message that Meta does not pass on, such as a poll, or a button's answer in the phone app.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["unsupported"] = attrs.field(default="unsupported", metadata={"wire": "type"})
    """The kind of message."""


@attrs.define(kw_only=True, eq=False, repr=False)
class MessageStatus(Model):
    """What became of a message that went out. Statuses come in any order, and more than once.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid)."""

    status: MessageStatusKind | str = attrs.field(metadata={"wire": "status"})
    """What became of it."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When, in epoch seconds, as a string."""

    recipient_id: str | None = attrs.field(default=None, metadata={"wire": "recipient_id"})
    """The recipient's WhatsApp id."""

    biz_opaque_callback_data: str | None = attrs.field(
        default=None, metadata={"wire": "biz_opaque_callback_data"}
    )
    """The text that was sent with it."""

    conversation: StatusConversation | None = attrs.field(default=None, metadata={"wire": "conversation"})
    """The conversation it was counted to."""

    pricing: StatusPricing | None = attrs.field(default=None, metadata={"wire": "pricing"})
    """How it is charged."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it failed."""


class MessageStatusKind(StrEnum):
    """What became of a message. A value that is not listed stays a plain string.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@attrs.define(kw_only=True, eq=False, repr=False)
class StatusConversation(Model):
    """The conversation that a message was counted to.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The conversation's id."""

    expiration_timestamp: str | int | None = attrs.field(
        default=None, metadata={"wire": "expiration_timestamp"}
    )
    """When it ends, in epoch seconds."""

    origin: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "origin"})
    """What began it; its `type` is a category."""


@attrs.define(kw_only=True, eq=False, repr=False)
class StatusPricing(Model):
    """How a message is charged.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    billable: bool | None = attrs.field(default=None, metadata={"wire": "billable"})
    """Whether it costs anything."""

    pricing_model: str | None = attrs.field(default=None, metadata={"wire": "pricing_model"})
    """The way of charging, such as `PMP`."""

    category: str | None = attrs.field(default=None, metadata={"wire": "category"})
    """The category it is charged as."""

    type: str | None = attrs.field(default=None, metadata={"wire": "type"})
    """Why it is charged or free, such as `regular`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class WebhookError(Model):
    """Why something failed, in Meta's words.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    code: int | str | None = attrs.field(default=None, metadata={"wire": "code"})
    """Meta's code, such as 131042."""

    title: str | None = attrs.field(default=None, metadata={"wire": "title"})
    """The failure in short."""

    message: str | None = attrs.field(default=None, metadata={"wire": "message"})
    """The failure in words."""

    error_data: WebhookErrorData | None = attrs.field(default=None, metadata={"wire": "error_data"})
    """More about it."""

    href: str | None = attrs.field(default=None, metadata={"wire": "href"})
    """Where Meta describes it."""


@attrs.define(kw_only=True, eq=False, repr=False)
class WebhookErrorData(Model):
    """More about a failure.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    details: str | None = attrs.field(default=None, metadata={"wire": "details"})
    """The failure in more words."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ChakraMessage(Model):
    """A message came in.

    Evidence: Seen in public code, not documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    event: Literal["message"] = attrs.field(default="message", metadata={"wire": "event"})
    """The kind of event."""

    payload: ChakraMessagePayload = attrs.field(metadata={"wire": "payload"})
    """The message, and whose it is."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ChakraMessageEcho(Model):
    """A message went out.

    Evidence: Seen in public code, not documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    event: Literal["message_echo"] = attrs.field(default="message_echo", metadata={"wire": "event"})
    """The kind of event."""

    payload: ChakraMessagePayload = attrs.field(metadata={"wire": "payload"})
    """The message. That it carries more than `message` is not known."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ChakraAppMessageEcho(Model):
    """Somebody of the business typed a message in the phone app.

    Evidence: Seen in public code, not documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    event: Literal["smb_message_echo"] = attrs.field(default="smb_message_echo", metadata={"wire": "event"})
    """The kind of event."""

    payload: ChakraMessagePayload = attrs.field(metadata={"wire": "payload"})
    """The message. That it carries more than `message` is not known."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ChakraMessagePayload(Model):
    """A message, and the account it came to. Which of the business's numbers it came to is not said.

    Evidence: Seen in public code, not documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    waba_id: str | None = attrs.field(default=None, metadata={"wire": "wabaId"})
    """The id of the WhatsApp Business Account."""

    external_id: str | None = attrs.field(default=None, metadata={"wire": "externalId"})
    """The message's id (wamid)."""

    message_id: str | None = attrs.field(default=None, metadata={"wire": "messageId"})
    """The wamid again, or ChakraHQ's own id of the message; so prefer `external_id`."""

    timestamp: int | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent. Epoch milliseconds."""

    message: InboundMessage | None = attrs.field(default=None, metadata={"wire": "message"})
    """The message in Meta's form, whose own `timestamp` is in seconds."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The user that wrote."""

    @property
    def timestamp_datetime(self) -> datetime | None:
        """`timestamp` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.timestamp)


@attrs.define(kw_only=True, eq=False, repr=False)
class ChakraStatus(Model):
    """What became of a message that went out.

    Evidence: Seen in public code, not documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    event: Literal["status"] = attrs.field(default="status", metadata={"wire": "event"})
    """The kind of event."""

    payload: ChakraStatusPayload = attrs.field(metadata={"wire": "payload"})
    """The message, and what became of it."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ChakraDeliveryStatus(Model):
    """What became of a message, in the older form. Not sent for pass-through messages.

    Evidence: Documented. Source: https://docs.chakrahq.com/docs/platform/api/whatsapp/delivery-status-webhook

    """

    event: Literal["deliveryStatus"] = attrs.field(default="deliveryStatus", metadata={"wire": "event"})
    """The kind of event."""

    payload: ChakraStatusPayload = attrs.field(metadata={"wire": "payload"})
    """The message, and what became of it."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ChakraStatusPayload(Model):
    """A message, and what became of it.

    Evidence: Seen in public code, not documented. Source:
    https://docs.chakrahq.com/docs/platform/api/whatsapp/delivery-status-webhook

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """ChakraHQ's own id of the message."""

    external_id: str | None = attrs.field(default=None, metadata={"wire": "externalId"})
    """The message's id (wamid)."""

    message_id: str | None = attrs.field(default=None, metadata={"wire": "messageId"})
    """ChakraHQ's own id of the message, in some deliveries."""

    waba_id: str | None = attrs.field(default=None, metadata={"wire": "wabaId"})
    """The id of the WhatsApp Business Account."""

    delivery_status: DeliveryStatus | str | None = attrs.field(
        default=None, metadata={"wire": "deliveryStatus"}
    )
    """What became of it."""

    timestamp: int | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When. Epoch milliseconds."""

    recipient_id: str | None = attrs.field(default=None, metadata={"wire": "recipientId"})
    """The recipient's phone number."""

    error_context: ChakraErrorContext | None = attrs.field(default=None, metadata={"wire": "errorContext"})
    """Why it failed."""

    @property
    def timestamp_datetime(self) -> datetime | None:
        """`timestamp` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.timestamp)


@attrs.define(kw_only=True, eq=False, repr=False)
class ChakraErrorContext(Model):
    """Why a message failed.

    Evidence: Seen in public code, not documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    message: str | None = attrs.field(default=None, metadata={"wire": "message"})
    """The failure in words."""

    provider_payload: WebhookError | None = attrs.field(default=None, metadata={"wire": "providerPayload"})
    """What Meta said."""


InboundMessage: TypeAlias = Annotated[
    InboundText
    | InboundImage
    | InboundVideo
    | InboundAudio
    | InboundDocument
    | InboundSticker
    | InboundLocation
    | InboundContacts
    | InboundReaction
    | InboundButton
    | InboundInteractive
    | InboundOrder
    | InboundSystem
    | InboundUnsupported
    | Mapping[str, Any],
    Tagged(
        "type",
        {
            "text": InboundText,
            "image": InboundImage,
            "video": InboundVideo,
            "audio": InboundAudio,
            "document": InboundDocument,
            "sticker": InboundSticker,
            "location": InboundLocation,
            "contacts": InboundContacts,
            "reaction": InboundReaction,
            "button": InboundButton,
            "interactive": InboundInteractive,
            "order": InboundOrder,
            "system": InboundSystem,
            "unsupported": InboundUnsupported,
        },
    ),
]
"""A message that came in, by its `type`. One of a kind that is not listed is a plain mapping.

Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

"""

ChakraEvent: TypeAlias = Annotated[
    ChakraMessage
    | ChakraStatus
    | ChakraMessageEcho
    | ChakraAppMessageEcho
    | ChakraDeliveryStatus
    | Mapping[str, Any],
    Tagged(
        "event",
        {
            "message": ChakraMessage,
            "status": ChakraStatus,
            "message_echo": ChakraMessageEcho,
            "smb_message_echo": ChakraAppMessageEcho,
            "deliveryStatus": ChakraDeliveryStatus,
        },
    ),
]
"""What the Chakra webhook carries, by its `event`. One of a kind that is not listed is a plain mapping.

Evidence: Seen in public code, not documented: two unrelated receivers agree on it. Source:
https://apidocs.chakrahq.com/doc-919167

"""
