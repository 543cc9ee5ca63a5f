# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `messages`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

import attrs

from chakra_async.model import Model, Tagged, datetime_of, message_id_of
from chakra_async.unset import UNSET, UnsetType

__all__ = [
    "AcceptedMessage",
    "AcceptedStatus",
    "ActionParameter",
    "ActionValue",
    "AddressAction",
    "AddressParameters",
    "Amount",
    "AudioContent",
    "AudioMessage",
    "ButtonsAction",
    "CallPermissionRequestAction",
    "CardBody",
    "CardReply",
    "CardReplyButton",
    "CarouselAction",
    "CarouselCard",
    "CatalogAction",
    "CatalogParameters",
    "ContactAddress",
    "ContactCard",
    "ContactEmail",
    "ContactName",
    "ContactOrganisation",
    "ContactPhone",
    "ContactRequestAction",
    "ContactUrl",
    "ContactsMessage",
    "CouponCodeParameter",
    "CurrencyParameter",
    "CurrencyValue",
    "DateTimeParameter",
    "DateTimeValue",
    "DirectSendConfig",
    "DocumentContent",
    "DocumentHeader",
    "DocumentMessage",
    "DocumentParameter",
    "FlowAction",
    "FlowParameters",
    "GifParameter",
    "GoodsType",
    "ImageContent",
    "ImageHeader",
    "ImageMessage",
    "ImageParameter",
    "Interactive",
    "InteractiveAddress",
    "InteractiveBody",
    "InteractiveButtons",
    "InteractiveCallPermission",
    "InteractiveCarousel",
    "InteractiveCatalog",
    "InteractiveContactRequest",
    "InteractiveFlow",
    "InteractiveFooter",
    "InteractiveHeader",
    "InteractiveList",
    "InteractiveListBody",
    "InteractiveLocationRequest",
    "InteractiveMessage",
    "InteractiveOrderDetails",
    "InteractiveOrderStatus",
    "InteractiveProduct",
    "InteractiveProductList",
    "InteractiveUrl",
    "InteractiveVoiceCall",
    "LimitedTimeOfferParameter",
    "ListAction",
    "ListRow",
    "ListSection",
    "Location",
    "LocationMessage",
    "LocationParameter",
    "LocationRequestAction",
    "MediaCard",
    "MediaCardAction",
    "MediaReference",
    "OfferExpiry",
    "Order",
    "OrderDetails",
    "OrderDetailsAction",
    "OrderItem",
    "OrderStatusAction",
    "OrderStatusParameters",
    "OutgoingMessage",
    "PayloadParameter",
    "PaymentSetting",
    "PaymentType",
    "PinAction",
    "PinContent",
    "PinMessage",
    "ProductAction",
    "ProductCard",
    "ProductItem",
    "ProductListAction",
    "ProductParameter",
    "ProductSection",
    "Reaction",
    "ReactionMessage",
    "ReadReceipt",
    "ReplyButton",
    "ReplyButtonContent",
    "ReplyContext",
    "SavedAddress",
    "SentContact",
    "SentMessage",
    "StickerContent",
    "StickerMessage",
    "TapTarget",
    "TapTargetParameter",
    "TemplateCard",
    "TemplateCardComponent",
    "TemplateComponent",
    "TemplateContent",
    "TemplateLanguage",
    "TemplateMapping",
    "TemplateMessage",
    "TemplateParameter",
    "Text",
    "TextHeader",
    "TextMessage",
    "TextParameter",
    "TtlMinutesParameter",
    "TypingIndicator",
    "UrlAction",
    "UrlParameters",
    "VideoContent",
    "VideoHeader",
    "VideoMessage",
    "VideoParameter",
    "VoiceCallAction",
    "VoiceCallParameters",
]


@attrs.define(kw_only=True, eq=False, repr=False)
class DirectSendConfig(Model):
    """Which template Meta makes of a message, or uses for it, in Direct Send.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    template_name: str = attrs.field(
        metadata={
            "wire": "template_name",
            "bounds": {"kind": "string", "min_length": 1},
        }
    )
    """The exact name of the template."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ReplyContext(Model):
    """The message that a message answers; it is shown quoted above the answer.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    message_id: str = attrs.field(
        metadata={"wire": "message_id", "bounds": {"kind": "string", "min_length": 1}}
    )
    """The id (wamid) of the message that is answered."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TextMessage(Model):
    """A message of plain text.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-22547477

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["text"] = attrs.field(
        default="text", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of message."""

    text: Text | Mapping[str, Any] = attrs.field(metadata={"wire": "text", "bounds": {"kind": "object"}})
    """The text."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Text(Model):
    """The text of a message.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-22547477

    """

    body: str = attrs.field(
        metadata={
            "wire": "body",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 4096,
                "check": "text",
            },
        }
    )
    """The text; at most 4096 characters. Seen in public code, not documented."""

    preview_url: bool | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "preview_url", "bounds": {"kind": "boolean"}}
    )
    """Whether WhatsApp shows a preview of the first link in the text. Seen in public code, not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ImageMessage(Model):
    """A message that shows an image.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["image"] = attrs.field(
        default="image", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of message."""

    image: ImageContent | Mapping[str, Any] = attrs.field(
        metadata={"wire": "image", "bounds": {"kind": "object"}}
    )
    """The image."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ImageContent(Model):
    """An image, by its public address (`link`) or by Meta's media id.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "id", "bounds": {"kind": "string", "check": "id"}},
    )
    """Meta's media id. ChakraHQ has no upload that gives one."""

    link: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "link", "bounds": {"kind": "string", "check": "file-address"}},
    )
    """The public address of the file, such as `media.upload_public` gives."""

    caption: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "caption", "bounds": {"kind": "string", "max_length": 1024}},
    )
    """Text shown below; at most 1024 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class VideoMessage(Model):
    """A message that shows a video.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["video"] = attrs.field(
        default="video", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of message."""

    video: VideoContent | Mapping[str, Any] = attrs.field(
        metadata={"wire": "video", "bounds": {"kind": "object"}}
    )
    """The video."""


@attrs.define(kw_only=True, eq=False, repr=False)
class VideoContent(Model):
    """A video, by its public address (`link`) or by Meta's media id.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "id", "bounds": {"kind": "string", "check": "id"}},
    )
    """Meta's media id. ChakraHQ has no upload that gives one."""

    link: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "link", "bounds": {"kind": "string", "check": "file-address"}},
    )
    """The public address of the file, such as `media.upload_public` gives."""

    caption: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "caption", "bounds": {"kind": "string", "max_length": 1024}},
    )
    """Text shown below; at most 1024 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AudioMessage(Model):
    """A message that plays audio. It has no caption.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["audio"] = attrs.field(
        default="audio", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of message."""

    audio: AudioContent | Mapping[str, Any] = attrs.field(
        metadata={"wire": "audio", "bounds": {"kind": "object"}}
    )
    """The audio."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AudioContent(Model):
    """Audio, by its public address (`link`) or by Meta's media id.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "id", "bounds": {"kind": "string", "check": "id"}},
    )
    """Meta's media id. ChakraHQ has no upload that gives one."""

    link: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "link", "bounds": {"kind": "string", "check": "file-address"}},
    )
    """The public address of the file, which must be served with an audio content type."""

    voice: bool | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "voice", "bounds": {"kind": "boolean"}}
    )
    """Whether it is shown as a voice note. An MP3 sent this way was delivered."""


@attrs.define(kw_only=True, eq=False, repr=False)
class DocumentMessage(Model):
    """A message that carries a file.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["document"] = attrs.field(
        default="document", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of message."""

    document: DocumentContent | Mapping[str, Any] = attrs.field(
        metadata={"wire": "document", "bounds": {"kind": "object"}}
    )
    """The file."""


@attrs.define(kw_only=True, eq=False, repr=False)
class DocumentContent(Model):
    """A file, by its public address (`link`) or by Meta's media id.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "id", "bounds": {"kind": "string", "check": "id"}},
    )
    """Meta's media id. ChakraHQ has no upload that gives one."""

    link: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "link", "bounds": {"kind": "string", "check": "file-address"}},
    )
    """The public address of the file, such as `media.upload_public` gives."""

    caption: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "caption", "bounds": {"kind": "string", "max_length": 1024}},
    )
    """Text shown below; at most 1024 characters."""

    filename: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "filename", "bounds": {"kind": "string"}}
    )
    """The name the recipient sees; its ending decides which icon is shown."""


@attrs.define(kw_only=True, eq=False, repr=False)
class StickerMessage(Model):
    """A message that shows a sticker, a WebP image.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["sticker"] = attrs.field(
        default="sticker", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of message."""

    sticker: StickerContent | Mapping[str, Any] = attrs.field(
        metadata={"wire": "sticker", "bounds": {"kind": "object"}}
    )
    """The sticker."""


@attrs.define(kw_only=True, eq=False, repr=False)
class StickerContent(Model):
    """A sticker, by its public address (`link`) or by Meta's media id.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "id", "bounds": {"kind": "string", "check": "id"}},
    )
    """Meta's media id. ChakraHQ has no upload that gives one."""

    link: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "link", "bounds": {"kind": "string", "check": "file-address"}},
    )
    """The public address of the file."""


@attrs.define(kw_only=True, eq=False, repr=False)
class LocationMessage(Model):
    """A message that shows a location on a map.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["location"] = attrs.field(
        default="location", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of message."""

    location: Location | Mapping[str, Any] = attrs.field(
        metadata={"wire": "location", "bounds": {"kind": "object"}}
    )
    """The location."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Location(Model):
    """A location.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    latitude: float | str = attrs.field(
        metadata={"wire": "latitude", "bounds": {"minimum": -90, "maximum": 90}}
    )
    """Degrees north. From -90 to 90. Meta's specification types it as a string, Meta's examples hold both."""

    longitude: float | str = attrs.field(
        metadata={"wire": "longitude", "bounds": {"minimum": -180, "maximum": 180}}
    )
    """Degrees east. From -180 to 180. Meta's specification types it as a string, Meta's examples hold both.
    """

    name: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "name", "bounds": {"kind": "string"}}
    )
    """The location's name."""

    address: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "address", "bounds": {"kind": "string"}}
    )
    """The location's address; shown only together with the name."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ContactsMessage(Model):
    """A message that carries address cards.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["contacts"] = attrs.field(
        default="contacts", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of message."""

    contacts: Sequence[ContactCard | Mapping[str, Any]] = attrs.field(
        metadata={
            "wire": "contacts",
            "bounds": {
                "kind": "array",
                "min_items": 1,
                "max_items": 257,
                "items": "object",
            },
        }
    )
    """The cards; at most 257."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ContactCard(Model):
    """A person's address card.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    name: ContactName | Mapping[str, Any] = attrs.field(
        metadata={"wire": "name", "bounds": {"kind": "object"}}
    )
    """The person's name."""

    phones: Sequence[ContactPhone | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "phones", "bounds": {"kind": "array", "items": "object"}},
    )
    """Phone numbers."""

    emails: Sequence[ContactEmail | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "emails", "bounds": {"kind": "array", "items": "object"}},
    )
    """E-mail addresses."""

    addresses: Sequence[ContactAddress | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "addresses", "bounds": {"kind": "array", "items": "object"}},
    )
    """Postal addresses."""

    org: ContactOrganisation | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "org", "bounds": {"kind": "object"}}
    )
    """Where the person works."""

    urls: Sequence[ContactUrl | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "urls", "bounds": {"kind": "array", "items": "object"}},
    )
    """Web addresses."""

    birthday: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "birthday", "bounds": {"kind": "string"}}
    )
    """The birthday, as `YYYY-MM-DD`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ContactName(Model):
    """The name on an address card; Meta wants the whole name and one of the parts at least.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    formatted_name: str = attrs.field(
        metadata={
            "wire": "formatted_name",
            "bounds": {"kind": "string", "min_length": 1},
        }
    )
    """The whole name, as it is shown."""

    first_name: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "first_name", "bounds": {"kind": "string"}}
    )
    """The first name."""

    last_name: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "last_name", "bounds": {"kind": "string"}}
    )
    """The last name."""

    middle_name: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "middle_name", "bounds": {"kind": "string"}}
    )
    """The middle name."""

    prefix: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "prefix", "bounds": {"kind": "string"}}
    )
    """A prefix of the name, such as a title."""

    suffix: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "suffix", "bounds": {"kind": "string"}}
    )
    """A suffix of the name."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ContactPhone(Model):
    """A phone number on an address card.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    phone: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "phone", "bounds": {"kind": "string"}}
    )
    """The number, as it is shown."""

    type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """What kind of number it is, such as `CELL`, `HOME` or `WORK`."""

    wa_id: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "wa_id", "bounds": {"kind": "string"}}
    )
    """The number's WhatsApp id; with it, the card has a button that opens the chat."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ContactEmail(Model):
    """An e-mail address on an address card.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    email: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "email", "bounds": {"kind": "string"}}
    )
    """The e-mail address."""

    type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """What kind of address it is, such as `HOME` or `WORK`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ContactAddress(Model):
    """A postal address on an address card.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    street: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "street", "bounds": {"kind": "string"}}
    )
    """Street and number."""

    city: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "city", "bounds": {"kind": "string"}}
    )
    """The city."""

    state: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "state", "bounds": {"kind": "string"}}
    )
    """The state, or its abbreviation."""

    zip: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "zip", "bounds": {"kind": "string"}})
    """The postal code."""

    country: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "country", "bounds": {"kind": "string"}}
    )
    """The country's name."""

    country_code: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "country_code", "bounds": {"kind": "string"}}
    )
    """The country's code of two letters."""

    type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """What kind of address it is, such as `HOME` or `WORK`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ContactOrganisation(Model):
    """Where the person of an address card works.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    company: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "company", "bounds": {"kind": "string"}}
    )
    """The company's name."""

    department: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "department", "bounds": {"kind": "string"}}
    )
    """The department."""

    title: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "title", "bounds": {"kind": "string"}}
    )
    """What the person is there."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ContactUrl(Model):
    """A web address on an address card.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    url: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "url", "bounds": {"kind": "string"}})
    """The address."""

    type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """What kind of address it is, such as `HOME` or `WORK`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ReactionMessage(Model):
    """An emoji put on a message, or taken away again.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["reaction"] = attrs.field(
        default="reaction", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of message."""

    reaction: Reaction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "reaction", "bounds": {"kind": "object"}}
    )
    """The emoji, and the message it is put on."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Reaction(Model):
    """An emoji on a message.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    message_id: str = attrs.field(
        metadata={"wire": "message_id", "bounds": {"kind": "string", "min_length": 1}}
    )
    """The id (wamid) of the message."""

    emoji: str = attrs.field(metadata={"wire": "emoji", "bounds": {"kind": "string", "check": "emoji"}})
    """One emoji; an empty string removes the reaction."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PinMessage(Model):
    """Pins a message in a group, or unpins it; `recipient_type` is then `group`.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/groups-messaging

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["pin"] = attrs.field(default="pin", metadata={"wire": "type", "bounds": {"kind": "string"}})
    """The kind of message."""

    pin: PinContent | Mapping[str, Any] = attrs.field(metadata={"wire": "pin", "bounds": {"kind": "object"}})
    """What is pinned or unpinned."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PinContent(Model):
    """Which message is pinned in a group, and for how long.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/groups-messaging

    """

    type: PinAction | str = attrs.field(metadata={"wire": "type", "bounds": {"kind": "string"}})
    """Whether it is pinned or unpinned."""

    message_id: str = attrs.field(
        metadata={"wire": "message_id", "bounds": {"kind": "string", "min_length": 1}}
    )
    """The id (wamid) of the message."""

    expiration_days: int | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "expiration_days",
            "bounds": {"kind": "integer", "minimum": 1, "maximum": 30},
        },
    )
    """For `pin`, for how many days; 1 to 30. From 1 to 30."""


class PinAction(StrEnum):
    """Whether a message is pinned or unpinned. A value that is not listed stays a plain string.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/groups-messaging

    """

    PIN = "pin"
    UNPIN = "unpin"


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveMessage(Model):
    """A message with something to press or choose.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["interactive"] = attrs.field(
        default="interactive", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of message."""

    interactive: Interactive = attrs.field(
        metadata={"wire": "interactive", "bounds": {"kind": "object", "tag": "type"}}
    )
    """What is shown, and what can be chosen."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveButtons(Model):
    """Text with one to three reply buttons.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    header: InteractiveHeader | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "header", "bounds": {"kind": "object", "tag": "type"}},
    )
    """The header above the text."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    footer: InteractiveFooter | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "footer", "bounds": {"kind": "object"}}
    )
    """A small text below."""

    type: Literal["button"] = attrs.field(
        default="button", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of interactive message."""

    action: ButtonsAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The buttons."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveList(Model):
    """Text with a button that opens a list of up to ten rows.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["list"] = attrs.field(
        default="list", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of interactive message."""

    header: InteractiveHeader | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "header", "bounds": {"kind": "object", "tag": "type"}},
    )
    """What is above the text; here only text can be."""

    body: InteractiveListBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    footer: InteractiveFooter | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "footer", "bounds": {"kind": "object"}}
    )
    """A small text below."""

    action: ListAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The button and the list."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveUrl(Model):
    """Text with a button that opens a web address.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    header: InteractiveHeader | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "header", "bounds": {"kind": "object", "tag": "type"}},
    )
    """The header above the text."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    footer: InteractiveFooter | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "footer", "bounds": {"kind": "object"}}
    )
    """A small text below."""

    type: Literal["cta_url"] = attrs.field(
        default="cta_url", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of interactive message."""

    action: UrlAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The button."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveFlow(Model):
    """Text with a button that opens a flow, a form within WhatsApp.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/flows/guides/sendingaflow

    """

    header: InteractiveHeader | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "header", "bounds": {"kind": "object", "tag": "type"}},
    )
    """The header above the text."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    footer: InteractiveFooter | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "footer", "bounds": {"kind": "object"}}
    )
    """A small text below."""

    type: Literal["flow"] = attrs.field(
        default="flow", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of interactive message."""

    action: FlowAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The button and the flow."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveLocationRequest(Model):
    """Text with a button by which the user sends a location.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["location_request_message"] = attrs.field(
        default="location_request_message",
        metadata={"wire": "type", "bounds": {"kind": "string"}},
    )
    """The kind of interactive message."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    action: LocationRequestAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The button."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveProduct(Model):
    """A product of a catalogue.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["product"] = attrs.field(
        default="product", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of interactive message."""

    body: InteractiveBody | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    footer: InteractiveFooter | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "footer", "bounds": {"kind": "object"}}
    )
    """A small text below."""

    action: ProductAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The product."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveProductList(Model):
    """Up to thirty products of a catalogue, in sections.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    header: InteractiveHeader = attrs.field(
        metadata={"wire": "header", "bounds": {"kind": "object", "tag": "type"}}
    )
    """The header above the text."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    footer: InteractiveFooter | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "footer", "bounds": {"kind": "object"}}
    )
    """A small text below."""

    type: Literal["product_list"] = attrs.field(
        default="product_list", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of interactive message."""

    action: ProductListAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The products."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveCarousel(Model):
    """Text with two to ten cards beside each other, which the user can scroll through.

    Evidence: Inferred, not documented. Source:
    https://support.chatarchitect.com/books/meta-whatsapp/page/interactive-media-carousel-messages-developer-documentation

    """

    type: Literal["carousel"] = attrs.field(
        default="carousel", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of interactive message."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    action: CarouselAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The cards."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveCatalog(Model):
    """Text with a button that opens the catalogue.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/catalog-messages

    """

    type: Literal["catalog_message"] = attrs.field(
        default="catalog_message",
        metadata={"wire": "type", "bounds": {"kind": "string"}},
    )
    """The kind of interactive message."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    footer: InteractiveFooter | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "footer", "bounds": {"kind": "object"}}
    )
    """A small text below."""

    action: CatalogAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The button."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveVoiceCall(Model):
    """Text with a button that calls the business over WhatsApp.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-button-messages-deep-links

    """

    type: Literal["voice_call"] = attrs.field(
        default="voice_call", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of interactive message."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    action: VoiceCallAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The button."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveCallPermission(Model):
    """Asks the user for permission to be called.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-call-permissions

    """

    type: Literal["call_permission_request"] = attrs.field(
        default="call_permission_request",
        metadata={"wire": "type", "bounds": {"kind": "string"}},
    )
    """The kind of interactive message."""

    body: InteractiveBody | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text, which says why; it may be left out."""

    action: CallPermissionRequestAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The request."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveContactRequest(Model):
    """Asks a user whose phone number is not known to share it.

    Evidence: Inferred, not documented. Source:
    https://support.chatarchitect.com/books/meta-whatsapp/page/business-scoped-user-ids-developer-documentation

    """

    type: Literal["request_contact_info"] = attrs.field(
        default="request_contact_info",
        metadata={"wire": "type", "bounds": {"kind": "string"}},
    )
    """The kind of interactive message."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    action: ContactRequestAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The request."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveAddress(Model):
    """Asks for a postal address in a form; for businesses and users in India.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/address-messages

    """

    header: InteractiveHeader | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "header", "bounds": {"kind": "object", "tag": "type"}},
    )
    """The header above the text."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    footer: InteractiveFooter | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "footer", "bounds": {"kind": "object"}}
    )
    """A small text below."""

    type: Literal["address_message"] = attrs.field(
        default="address_message",
        metadata={"wire": "type", "bounds": {"kind": "string"}},
    )
    """The kind of interactive message."""

    action: AddressAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The form."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveOrderDetails(Model):
    """An order that the user can look at and pay for; in Brazil and India.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    header: InteractiveHeader | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "header", "bounds": {"kind": "object", "tag": "type"}},
    )
    """The header above the text."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    footer: InteractiveFooter | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "footer", "bounds": {"kind": "object"}}
    )
    """A small text below."""

    type: Literal["order_details"] = attrs.field(
        default="order_details", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of interactive message."""

    action: OrderDetailsAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The order, and how it can be paid."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveOrderStatus(Model):
    """What became of an order that was sent before.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    header: InteractiveHeader | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "header", "bounds": {"kind": "object", "tag": "type"}},
    )
    """The header above the text."""

    body: InteractiveBody | Mapping[str, Any] = attrs.field(
        metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text."""

    footer: InteractiveFooter | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "footer", "bounds": {"kind": "object"}}
    )
    """A small text below."""

    type: Literal["order_status"] = attrs.field(
        default="order_status", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of interactive message."""

    action: OrderStatusAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The order, and its status."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TextHeader(Model):
    """Text above an interactive message.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["text"] = attrs.field(
        default="text", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of header."""

    text: str = attrs.field(
        metadata={
            "wire": "text",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 60,
                "check": "text",
            },
        }
    )
    """The text; at most 60 characters."""

    sub_text: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "sub_text", "bounds": {"kind": "string"}}
    )
    """A smaller text beside it; only in Meta's reference, no page shows it. Inferred, not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ImageHeader(Model):
    """An image above an interactive message.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["image"] = attrs.field(
        default="image", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of header."""

    image: MediaReference | Mapping[str, Any] = attrs.field(
        metadata={"wire": "image", "bounds": {"kind": "object"}}
    )
    """The image."""


@attrs.define(kw_only=True, eq=False, repr=False)
class VideoHeader(Model):
    """A video above an interactive message.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["video"] = attrs.field(
        default="video", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of header."""

    video: MediaReference | Mapping[str, Any] = attrs.field(
        metadata={"wire": "video", "bounds": {"kind": "object"}}
    )
    """The video."""


@attrs.define(kw_only=True, eq=False, repr=False)
class DocumentHeader(Model):
    """A file above an interactive message.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["document"] = attrs.field(
        default="document", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of header."""

    document: MediaReference | Mapping[str, Any] = attrs.field(
        metadata={"wire": "document", "bounds": {"kind": "object"}}
    )
    """The file."""


@attrs.define(kw_only=True, eq=False, repr=False)
class MediaReference(Model):
    """A file in a header or in a template, by its public address (`link`) or by Meta's media id.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "id", "bounds": {"kind": "string", "check": "id"}},
    )
    """Meta's media id. ChakraHQ has no upload that gives one."""

    link: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "link",
            "bounds": {"kind": "string", "check": "header-address"},
        },
    )
    """The public address of the file, such as `media.upload_public` gives."""

    filename: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "filename", "bounds": {"kind": "string"}}
    )
    """The name the recipient sees, for a document."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveBody(Model):
    """The text of an interactive message.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    text: str = attrs.field(
        metadata={
            "wire": "text",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 1024,
                "check": "text",
            },
        }
    )
    """The text; at most 1024 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveListBody(Model):
    """The text of a list message.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-list-messages

    """

    text: str = attrs.field(
        metadata={
            "wire": "text",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 4096,
                "check": "text",
            },
        }
    )
    """The text; at most 4096 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InteractiveFooter(Model):
    """The small text below an interactive message.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    text: str = attrs.field(
        metadata={
            "wire": "text",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 60,
                "check": "text",
            },
        }
    )
    """The text; at most 60 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ButtonsAction(Model):
    """The reply buttons of a message.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    buttons: Sequence[ReplyButton | Mapping[str, Any]] = attrs.field(
        metadata={
            "wire": "buttons",
            "bounds": {
                "kind": "array",
                "min_items": 1,
                "max_items": 3,
                "items": "object",
            },
        }
    )
    """One to three buttons."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ReplyButton(Model):
    """A button that sends an answer.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["reply"] = attrs.field(
        default="reply", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of button."""

    reply: ReplyButtonContent | Mapping[str, Any] = attrs.field(
        metadata={"wire": "reply", "bounds": {"kind": "object"}}
    )
    """What the button says, and what comes back."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ReplyButtonContent(Model):
    """What a reply button says, and what comes back when it is pressed.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    id: str = attrs.field(
        metadata={
            "wire": "id",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 256,
                "check": "id",
            },
        }
    )
    """What comes back in the webhook; at most 256 characters, each button's its own."""

    title: str = attrs.field(
        metadata={
            "wire": "title",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 20,
                "check": "text",
            },
        }
    )
    """The text on the button; at most 20 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ListAction(Model):
    """The button that opens a list, and the list.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-list-messages

    """

    button: str = attrs.field(
        metadata={
            "wire": "button",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 20,
                "check": "text",
            },
        }
    )
    """The text on the button; at most 20 characters."""

    sections: Sequence[ListSection | Mapping[str, Any]] = attrs.field(
        metadata={
            "wire": "sections",
            "bounds": {
                "kind": "array",
                "min_items": 1,
                "max_items": 10,
                "items": "object",
            },
        }
    )
    """One to ten sections, with ten rows in total at most."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ListSection(Model):
    """A part of a list.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-list-messages

    """

    title: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "title", "bounds": {"kind": "string", "max_length": 24}},
    )
    """The section's heading, needed where there is more than one section; at most 24 characters."""

    rows: Sequence[ListRow | Mapping[str, Any]] = attrs.field(
        metadata={
            "wire": "rows",
            "bounds": {
                "kind": "array",
                "min_items": 1,
                "max_items": 10,
                "items": "object",
            },
        }
    )
    """The rows; all sections together have ten at most."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ListRow(Model):
    """A row of a list, which the user can choose.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-list-messages

    """

    id: str = attrs.field(
        metadata={
            "wire": "id",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 200,
                "check": "id",
            },
        }
    )
    """What comes back in the webhook; at most 200 characters, each row's its own."""

    title: str = attrs.field(
        metadata={
            "wire": "title",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 24,
                "check": "text",
            },
        }
    )
    """The row's text; at most 24 characters."""

    description: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "description", "bounds": {"kind": "string", "max_length": 72}},
    )
    """A smaller text below it; at most 72 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class UrlAction(Model):
    """The button that opens a web address.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    name: Literal["cta_url"] = attrs.field(
        default="cta_url", metadata={"wire": "name", "bounds": {"kind": "string"}}
    )
    """Always `cta_url`."""

    parameters: UrlParameters | Mapping[str, Any] = attrs.field(
        metadata={"wire": "parameters", "bounds": {"kind": "object"}}
    )
    """What the button says, and where it leads."""


@attrs.define(kw_only=True, eq=False, repr=False)
class UrlParameters(Model):
    """What a button says, and which address it opens.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    display_text: str = attrs.field(
        metadata={
            "wire": "display_text",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 20,
                "check": "text",
            },
        }
    )
    """The text on the button; at most 20 characters."""

    url: str = attrs.field(
        metadata={
            "wire": "url",
            "bounds": {"kind": "string", "min_length": 1, "check": "link"},
        }
    )
    """The address."""


@attrs.define(kw_only=True, eq=False, repr=False)
class FlowAction(Model):
    """The button that opens a flow.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/flows/guides/sendingaflow

    """

    name: Literal["flow"] = attrs.field(
        default="flow", metadata={"wire": "name", "bounds": {"kind": "string"}}
    )
    """Always `flow`."""

    parameters: FlowParameters | Mapping[str, Any] = attrs.field(
        metadata={"wire": "parameters", "bounds": {"kind": "object"}}
    )
    """What the button says, and which flow it opens."""


@attrs.define(kw_only=True, eq=False, repr=False)
class FlowParameters(Model):
    """What a button says, and which flow it opens.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/flows/guides/sendingaflow

    """

    flow_message_version: Literal["3"] = attrs.field(
        default="3",
        metadata={"wire": "flow_message_version", "bounds": {"kind": "string"}},
    )
    """Always `3`."""

    flow_cta: str = attrs.field(
        metadata={
            "wire": "flow_cta",
            "bounds": {"kind": "string", "min_length": 1, "check": "text"},
        }
    )
    """The text on the button."""

    flow_id: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "flow_id", "bounds": {"kind": "string", "check": "id"}},
    )
    """The flow's id; this or `flow_name` is needed."""

    flow_name: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "flow_name", "bounds": {"kind": "string"}}
    )
    """The flow's name; this or `flow_id` is needed."""

    flow_token: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "flow_token", "bounds": {"kind": "string"}}
    )
    """A string of yours that comes back with the user's answer."""

    mode: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "mode", "bounds": {"kind": "string"}}
    )
    """`published`, which is also meant when it is left out, or `draft`."""

    flow_action: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "flow_action", "bounds": {"kind": "string"}}
    )
    """`navigate`, which is also meant when it is left out, or `data_exchange`."""

    flow_action_payload: dict[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "flow_action_payload", "bounds": {"kind": "object"}},
    )
    """For `navigate`, the `screen` to show first and its `data`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class LocationRequestAction(Model):
    """The button by which the user sends a location.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    name: Literal["send_location"] = attrs.field(
        default="send_location", metadata={"wire": "name", "bounds": {"kind": "string"}}
    )
    """Always `send_location`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ProductAction(Model):
    """A product of a catalogue.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    catalog_id: str = attrs.field(
        metadata={"wire": "catalog_id", "bounds": {"kind": "string", "check": "id"}}
    )
    """The catalogue's id."""

    product_retailer_id: str = attrs.field(
        metadata={
            "wire": "product_retailer_id",
            "bounds": {"kind": "string", "check": "id"},
        }
    )
    """The product's id in the catalogue."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ProductListAction(Model):
    """Products of a catalogue, in sections.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    catalog_id: str = attrs.field(
        metadata={"wire": "catalog_id", "bounds": {"kind": "string", "check": "id"}}
    )
    """The catalogue's id."""

    sections: Sequence[ProductSection | Mapping[str, Any]] = attrs.field(
        metadata={
            "wire": "sections",
            "bounds": {
                "kind": "array",
                "min_items": 1,
                "max_items": 10,
                "items": "object",
            },
        }
    )
    """One to ten sections, with thirty products in total at most."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ProductSection(Model):
    """A part of a list of products.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    title: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "title", "bounds": {"kind": "string", "max_length": 24}},
    )
    """The section's heading, needed where there is more than one section; at most 24 characters."""

    product_items: Sequence[ProductItem | Mapping[str, Any]] = attrs.field(
        metadata={
            "wire": "product_items",
            "bounds": {
                "kind": "array",
                "min_items": 1,
                "max_items": 30,
                "items": "object",
            },
        }
    )
    """The products; all sections together have thirty at most."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ProductItem(Model):
    """A product in a list of products.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    product_retailer_id: str = attrs.field(
        metadata={
            "wire": "product_retailer_id",
            "bounds": {"kind": "string", "check": "id"},
        }
    )
    """The product's id in the catalogue."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CarouselAction(Model):
    """The cards of a carousel.

    Evidence: Inferred, not documented. Source:
    https://support.chatarchitect.com/books/meta-whatsapp/page/interactive-media-carousel-messages-developer-documentation

    """

    cards: Sequence[CarouselCard] = attrs.field(
        metadata={
            "wire": "cards",
            "bounds": {
                "kind": "array",
                "min_items": 2,
                "max_items": 10,
                "items": "object",
                "tag": "type",
            },
        }
    )
    """Two to ten cards, from left to right: all with files or all with products, with the same kind and number
    of buttons."""


@attrs.define(kw_only=True, eq=False, repr=False)
class MediaCard(Model):
    """A card with an image or a video, and with a button that opens an address, or with reply buttons.

    Evidence: Inferred, not documented. Source:
    https://support.chatarchitect.com/books/meta-whatsapp/page/interactive-media-carousel-messages-developer-documentation

    """

    card_index: int = attrs.field(
        metadata={
            "wire": "card_index",
            "bounds": {"kind": "integer", "minimum": 0, "maximum": 9},
        }
    )
    """The place of the card, counted from 0. From 0 to 9."""

    type: Literal["cta_url"] = attrs.field(
        default="cta_url", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of card; the same for cards with reply buttons."""

    header: InteractiveHeader = attrs.field(
        metadata={"wire": "header", "bounds": {"kind": "object", "tag": "type"}}
    )
    """The image or the video, by its public address."""

    body: CardBody | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "body", "bounds": {"kind": "object"}}
    )
    """The text of the card."""

    action: MediaCardAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The buttons of the card."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CardBody(Model):
    """The text of a card.

    Evidence: Inferred, not documented. Source:
    https://support.chatarchitect.com/books/meta-whatsapp/page/interactive-media-carousel-messages-developer-documentation

    """

    text: str = attrs.field(
        metadata={
            "wire": "text",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 160,
                "check": "text",
            },
        }
    )
    """The text; at most 160 characters and two line breaks."""


@attrs.define(kw_only=True, eq=False, repr=False)
class MediaCardAction(Model):
    """The buttons of a card, one that opens an address or else reply buttons.

    Evidence: Inferred, not documented. Source:
    https://support.chatarchitect.com/books/meta-whatsapp/page/interactive-media-carousel-messages-developer-documentation

    """

    name: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "name", "bounds": {"kind": "string"}}
    )
    """`cta_url`, with `parameters`; left out with `buttons`."""

    parameters: UrlParameters | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "parameters", "bounds": {"kind": "object"}}
    )
    """What the button says, and where it leads."""

    buttons: Sequence[CardReplyButton | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "buttons",
            "bounds": {"kind": "array", "min_items": 1, "items": "object"},
        },
    )
    """The reply buttons."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CardReplyButton(Model):
    """A reply button on a card.

    Evidence: Inferred, not documented. Source:
    https://support.chatarchitect.com/books/meta-whatsapp/page/interactive-media-carousel-messages-developer-documentation

    """

    type: Literal["quick_reply"] = attrs.field(
        default="quick_reply", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of button."""

    quick_reply: CardReply | Mapping[str, Any] = attrs.field(
        metadata={"wire": "quick_reply", "bounds": {"kind": "object"}}
    )
    """What the button says, and what comes back."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CardReply(Model):
    """What a reply button on a card says, and what comes back when it is pressed.

    Evidence: Inferred, not documented. Source:
    https://support.chatarchitect.com/books/meta-whatsapp/page/interactive-media-carousel-messages-developer-documentation

    """

    id: str = attrs.field(
        metadata={
            "wire": "id",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 256,
                "check": "id",
            },
        }
    )
    """What comes back in the webhook; at most 256 characters."""

    title: str = attrs.field(
        metadata={
            "wire": "title",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 20,
                "check": "text",
            },
        }
    )
    """The text on the button; at most 20 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ProductCard(Model):
    """A card with a product of a catalogue.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/interactive-product-carousel-messages

    """

    card_index: int = attrs.field(
        metadata={
            "wire": "card_index",
            "bounds": {"kind": "integer", "minimum": 0, "maximum": 9},
        }
    )
    """The place of the card, counted from 0. From 0 to 9."""

    type: Literal["product"] = attrs.field(
        default="product", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of card."""

    action: ProductAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """The product; all cards of a carousel have the same catalogue."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CatalogAction(Model):
    """The button that opens the catalogue.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/catalog-messages

    """

    name: Literal["catalog_message"] = attrs.field(
        default="catalog_message",
        metadata={"wire": "name", "bounds": {"kind": "string"}},
    )
    """Always `catalog_message`."""

    parameters: CatalogParameters | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "parameters", "bounds": {"kind": "object"}}
    )
    """What the message shows of the catalogue."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CatalogParameters(Model):
    """What a message shows of the catalogue.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/catalog-messages

    """

    thumbnail_product_retailer_id: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "thumbnail_product_retailer_id",
            "bounds": {"kind": "string", "min_length": 1, "check": "id"},
        },
    )
    """The product whose image is shown; the catalogue's first one without it."""


@attrs.define(kw_only=True, eq=False, repr=False)
class VoiceCallAction(Model):
    """The button that calls the business over WhatsApp.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-button-messages-deep-links

    """

    name: Literal["voice_call"] = attrs.field(
        default="voice_call", metadata={"wire": "name", "bounds": {"kind": "string"}}
    )
    """Always `voice_call`."""

    parameters: VoiceCallParameters | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "parameters", "bounds": {"kind": "object"}}
    )
    """What the button says, and for how long it works."""


@attrs.define(kw_only=True, eq=False, repr=False)
class VoiceCallParameters(Model):
    """What a call button says, and for how long it works.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-button-messages-deep-links

    """

    display_text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "display_text",
            "bounds": {
                "kind": "string",
                "min_length": 1,
                "max_length": 20,
                "check": "text",
            },
        },
    )
    """The text on the button; at most 20 characters."""

    ttl_minutes: int | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "ttl_minutes",
            "bounds": {"kind": "integer", "minimum": 1, "maximum": 43200},
        },
    )
    """For how many minutes the button works: 1 to 43200, which are 30 days; 10080, which are 7 days, where it is
    left out. From 1 to 43200."""

    payload: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "payload", "bounds": {"kind": "string", "max_length": 512}},
    )
    """A string of yours, of at most 512 characters, which comes back in the call's webhooks."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallPermissionRequestAction(Model):
    """The request for permission to call.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-call-permissions

    """

    name: Literal["call_permission_request"] = attrs.field(
        default="call_permission_request",
        metadata={"wire": "name", "bounds": {"kind": "string"}},
    )
    """Always `call_permission_request`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ContactRequestAction(Model):
    """The request to share the phone number.

    Evidence: Inferred, not documented. Source:
    https://support.chatarchitect.com/books/meta-whatsapp/page/business-scoped-user-ids-developer-documentation

    """

    name: Literal["request_contact_info"] = attrs.field(
        default="request_contact_info",
        metadata={"wire": "name", "bounds": {"kind": "string"}},
    )
    """Always `request_contact_info`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AddressAction(Model):
    """The form for a postal address.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/address-messages

    """

    name: Literal["address_message"] = attrs.field(
        default="address_message",
        metadata={"wire": "name", "bounds": {"kind": "string"}},
    )
    """Always `address_message`."""

    parameters: AddressParameters | Mapping[str, Any] = attrs.field(
        metadata={"wire": "parameters", "bounds": {"kind": "object"}}
    )
    """What the form is filled with."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AddressParameters(Model):
    """What the form for an address is filled with.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/address-messages

    """

    country: str = attrs.field(metadata={"wire": "country", "bounds": {"kind": "string", "min_length": 1}})
    """The country's code, `IN`."""

    values: dict[str, str] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "values", "bounds": {"kind": "object"}}
    )
    """What the fields hold already, by the fields' names."""

    saved_addresses: Sequence[SavedAddress | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "saved_addresses",
            "bounds": {"kind": "array", "items": "object"},
        },
    )
    """Addresses that the user can choose instead."""

    validation_errors: dict[str, str] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "validation_errors", "bounds": {"kind": "object"}},
    )
    """What is wrong with fields, by the fields' names; the user has to correct it."""


@attrs.define(kw_only=True, eq=False, repr=False)
class SavedAddress(Model):
    """An address that the user can choose.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/address-messages

    """

    id: str = attrs.field(
        metadata={
            "wire": "id",
            "bounds": {"kind": "string", "min_length": 1, "check": "id"},
        }
    )
    """What comes back in the webhook."""

    value: dict[str, str] = attrs.field(metadata={"wire": "value", "bounds": {"kind": "object"}})
    """The address, by the fields' names."""


@attrs.define(kw_only=True, eq=False, repr=False)
class OrderDetailsAction(Model):
    """An order, and how it can be paid.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    name: Literal["review_and_pay"] = attrs.field(
        default="review_and_pay",
        metadata={"wire": "name", "bounds": {"kind": "string"}},
    )
    """Always `review_and_pay`."""

    parameters: OrderDetails | Mapping[str, Any] = attrs.field(
        metadata={"wire": "parameters", "bounds": {"kind": "object"}}
    )
    """The order."""


@attrs.define(kw_only=True, eq=False, repr=False)
class OrderDetails(Model):
    """An order that can be paid.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    reference_id: str = attrs.field(
        metadata={
            "wire": "reference_id",
            "bounds": {"kind": "string", "min_length": 1, "max_length": 35},
        }
    )
    """Your id of the order, of at most 35 letters, digits, underscores, dashes and dots; each order has its own.
    """

    type: GoodsType | str = attrs.field(metadata={"wire": "type", "bounds": {"kind": "string"}})
    """What is sold."""

    payment_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "payment_type", "bounds": {"kind": "string"}}
    )
    """`br` in Brazil; in India by the kind of payment."""

    payment_configuration: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "payment_configuration", "bounds": {"kind": "string"}},
    )
    """The name of the payment configuration, in India."""

    payment_settings: Sequence[PaymentSetting | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "payment_settings",
            "bounds": {"kind": "array", "items": "object"},
        },
    )
    """How it can be paid."""

    currency: str = attrs.field(metadata={"wire": "currency", "bounds": {"kind": "string"}})
    """The currency's code of three letters (ISO 4217), such as `BRL` or `INR`."""

    total_amount: Amount | Mapping[str, Any] = attrs.field(
        metadata={"wire": "total_amount", "bounds": {"kind": "object"}}
    )
    """What is to be paid in all."""

    order: Order | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "order", "bounds": {"kind": "object"}}
    )
    """What was ordered; without it only the total is shown."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PaymentSetting(Model):
    """A way to pay an order, by its `type`; the member of that name holds the rest.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    type: PaymentType | str = attrs.field(metadata={"wire": "type", "bounds": {"kind": "string"}})
    """The kind."""


class GoodsType(StrEnum):
    """What an order sells. A value that is not listed stays a plain string.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    DIGITAL_GOODS = "digital-goods"
    PHYSICAL_GOODS = "physical-goods"


class PaymentType(StrEnum):
    """A way to pay an order. A value that is not listed stays a plain string.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    PIX_DYNAMIC_CODE = "pix_dynamic_code"
    PAYMENT_LINK = "payment_link"
    BOLETO = "boleto"
    PAYMENT_GATEWAY = "payment_gateway"


@attrs.define(kw_only=True, eq=False, repr=False)
class Amount(Model):
    """An amount of money, as an integer and what it is divided by.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    value: int = attrs.field(metadata={"wire": "value", "bounds": {"kind": "integer"}})
    """The amount times the offset."""

    offset: int = attrs.field(metadata={"wire": "offset", "bounds": {"kind": "integer"}})
    """What the value is divided by: 100 for cents."""

    description: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "description", "bounds": {"kind": "string"}}
    )
    """A note that is shown beside it."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Order(Model):
    """What was ordered.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    status: str = attrs.field(metadata={"wire": "status", "bounds": {"kind": "string", "min_length": 1}})
    """The status, such as `pending`; `completed` is final."""

    items: Sequence[OrderItem | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "items", "bounds": {"kind": "array", "items": "object"}},
    )
    """The products."""

    subtotal: Amount | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "subtotal", "bounds": {"kind": "object"}}
    )
    """What the products cost together."""

    tax: Amount | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "tax", "bounds": {"kind": "object"}}
    )
    """The tax."""

    shipping: Amount | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "shipping", "bounds": {"kind": "object"}}
    )
    """What sending costs."""

    discount: Amount | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "discount", "bounds": {"kind": "object"}}
    )
    """What is taken off."""

    description: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "description", "bounds": {"kind": "string"}}
    )
    """A note on the status, in an order status message."""

    catalog_id: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "catalog_id", "bounds": {"kind": "string", "check": "id"}},
    )
    """The catalogue's id."""


@attrs.define(kw_only=True, eq=False, repr=False)
class OrderItem(Model):
    """A product in an order.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    retailer_id: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "retailer_id", "bounds": {"kind": "string", "check": "id"}},
    )
    """The product's id in the catalogue."""

    name: str = attrs.field(metadata={"wire": "name", "bounds": {"kind": "string", "min_length": 1}})
    """What the product is called."""

    amount: Amount | Mapping[str, Any] = attrs.field(
        metadata={"wire": "amount", "bounds": {"kind": "object"}}
    )
    """What one costs."""

    quantity: int = attrs.field(metadata={"wire": "quantity", "bounds": {"kind": "integer", "minimum": 1}})
    """How many. At least 1."""

    sale_amount: Amount | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "sale_amount", "bounds": {"kind": "object"}}
    )
    """What one costs now."""


@attrs.define(kw_only=True, eq=False, repr=False)
class OrderStatusAction(Model):
    """An order, and what became of it.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    name: Literal["review_order"] = attrs.field(
        default="review_order", metadata={"wire": "name", "bounds": {"kind": "string"}}
    )
    """Always `review_order`."""

    parameters: OrderStatusParameters | Mapping[str, Any] = attrs.field(
        metadata={"wire": "parameters", "bounds": {"kind": "object"}}
    )
    """The order."""


@attrs.define(kw_only=True, eq=False, repr=False)
class OrderStatusParameters(Model):
    """An order, and what became of it.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders/

    """

    reference_id: str = attrs.field(
        metadata={
            "wire": "reference_id",
            "bounds": {"kind": "string", "min_length": 1, "max_length": 35},
        }
    )
    """Your id of the order, as it was sent before."""

    order: Order | Mapping[str, Any] = attrs.field(metadata={"wire": "order", "bounds": {"kind": "object"}})
    """The status."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateMessage(Model):
    """A message made from an approved template; it can be sent at any time.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11313675

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`. A message without it is refused."""

    to: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "to", "bounds": {"kind": "string", "min_length": 1}},
    )
    """The recipient's phone number, digits only, with the country code; for `recipient_type` `group`, the
    group's id. This or `recipient` is needed; where both are given, this one counts."""

    recipient: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient", "bounds": {"kind": "string", "check": "user-id"}},
    )
    """The business-scoped user id (BSUID) of a recipient whose number is not known, or that user's parent id.
    Templates whose button copies or fills in a code need a number instead; Meta refuses them with 131062.
    Inferred, not documented: Meta's page on business-scoped user ids; ChakraHQ's own client was seen to pass
    it on for calls only."""

    recipient_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "recipient_type", "bounds": {"kind": "string"}}
    )
    """`individual`, which is also meant when it is left out; Meta knows `group` besides. ChakraHQ's samples of
    session messages and templates have `individual`; other pages leave it out."""

    recipient_identity_key_hash: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "recipient_identity_key_hash", "bounds": {"kind": "string"}},
    )
    """The hash of the recipient's key, from a webhook; the message is delivered only where the key is still the
    same. Inferred, not documented."""

    context: ReplyContext | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "context", "bounds": {"kind": "object"}}
    )
    """The message that this one answers."""

    biz_opaque_callback_data: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "biz_opaque_callback_data",
            "bounds": {"kind": "string", "max_length": 512},
        },
    )
    """A string of yours that Meta returns in the message's status webhooks. Inferred, not documented."""

    category: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "category", "bounds": {"kind": "string"}}
    )
    """For Direct Send, a beta of Meta's, in which Meta makes a template of the message so that it can be sent at
    any time: `utility` or `authentication`. Without it, or with `service`, the message is an ordinary one.
    Inferred, not documented."""

    ttl_seconds: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "ttl_seconds", "bounds": {"kind": "integer"}}
    )
    """For Direct Send, for how many seconds delivery is tried. Inferred, not documented."""

    direct_send_config: DirectSendConfig | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "direct_send_config", "bounds": {"kind": "object"}},
    )
    """For Direct Send, which template Meta makes or uses. Inferred, not documented."""

    type: Literal["template"] = attrs.field(
        default="template", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of message."""

    template: TemplateContent | Mapping[str, Any] = attrs.field(
        metadata={"wire": "template", "bounds": {"kind": "object"}}
    )
    """The template, and what fills its placeholders."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateContent(Model):
    """Which template a message is made from, and what fills its placeholders.

    Evidence: The page's sample has the name, the language and a component of type body. Source:
    https://docs.chakrahq.com/docs/platform/api/whatsapp/whatsapp-messages-api

    """

    name: str = attrs.field(
        metadata={
            "wire": "name",
            "bounds": {"kind": "string", "min_length": 1, "max_length": 512},
        }
    )
    """The template's name."""

    language: TemplateLanguage | Mapping[str, Any] = attrs.field(
        metadata={"wire": "language", "bounds": {"kind": "object"}}
    )
    """Which language of the template."""

    components: Sequence[TemplateComponent | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "components",
            "bounds": {"kind": "array", "items": "object"},
        },
    )
    """The values of the placeholders, part by part; left out for a template without any."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateLanguage(Model):
    """The language of a template.

    Evidence: Documented. Source: https://docs.chakrahq.com/docs/platform/api/whatsapp/whatsapp-messages-api

    """

    code: str = attrs.field(metadata={"wire": "code", "bounds": {"kind": "string", "min_length": 1}})
    """The language's code, such as `en_US`, exactly as the template has it."""

    policy: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "policy", "bounds": {"kind": "string"}}
    )
    """`deterministic`, which is also meant when it is left out."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateComponent(Model):
    """The values of the placeholders of one part of a template.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: str = attrs.field(metadata={"wire": "type", "bounds": {"kind": "string", "min_length": 1}})
    """The part, `header`, `body`, `button`, `carousel`, `limited_time_offer` or `tap_target_configuration`; Meta
    may know more."""

    sub_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "sub_type", "bounds": {"kind": "string"}}
    )
    """For a button, its kind, such as `url`, `quick_reply`, `copy_code`, `flow`, `catalog`, `mpm`, `voice_call`
    or `order_details`."""

    index: str | int | UnsetType = attrs.field(default=UNSET, metadata={"wire": "index"})
    """For a button, its index in the template, counted from 0."""

    parameters: Sequence[TemplateParameter] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "parameters",
            "bounds": {"kind": "array", "items": "object", "tag": "type"},
        },
    )
    """The values of the placeholders, in their order or by `parameter_name`."""

    cards: Sequence[TemplateCard | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "cards",
            "bounds": {
                "kind": "array",
                "min_items": 1,
                "max_items": 10,
                "items": "object",
            },
        },
    )
    """For a carousel, its cards; at most 10. Inferred, not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateCard(Model):
    """The values of the placeholders of one card of a template.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/media-card-carousel-templates

    """

    card_index: int = attrs.field(
        metadata={
            "wire": "card_index",
            "bounds": {"kind": "integer", "minimum": 0, "maximum": 9},
        }
    )
    """The place of the card, counted from 0. From 0 to 9."""

    components: Sequence[TemplateCardComponent | Mapping[str, Any]] = attrs.field(
        metadata={"wire": "components", "bounds": {"kind": "array", "items": "object"}}
    )
    """The values of its placeholders, part by part."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateCardComponent(Model):
    """The values of the placeholders of one part of a card.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/media-card-carousel-templates

    """

    type: str = attrs.field(metadata={"wire": "type", "bounds": {"kind": "string", "min_length": 1}})
    """The part, `header`, `body` or `button`."""

    sub_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "sub_type", "bounds": {"kind": "string"}}
    )
    """For a button, its kind, such as `url` or `quick_reply`."""

    index: str | int | UnsetType = attrs.field(default=UNSET, metadata={"wire": "index"})
    """For a button, its index on the card, counted from 0."""

    parameters: Sequence[TemplateParameter] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "parameters",
            "bounds": {"kind": "array", "items": "object", "tag": "type"},
        },
    )
    """The values of the placeholders, in their order or by `parameter_name`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TextParameter(Model):
    """Text for a placeholder, or the end of the address of a URL button.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["text"] = attrs.field(
        default="text", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    text: str = attrs.field(
        metadata={
            "wire": "text",
            "bounds": {"kind": "string", "check": "template-text"},
        }
    )
    """The text."""

    parameter_name: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "parameter_name", "bounds": {"kind": "string"}}
    )
    """The placeholder's name, needed in a template with named placeholders."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CurrencyParameter(Model):
    """An amount of money for a placeholder.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["currency"] = attrs.field(
        default="currency", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    currency: CurrencyValue | Mapping[str, Any] = attrs.field(
        metadata={"wire": "currency", "bounds": {"kind": "object"}}
    )
    """The amount."""

    parameter_name: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "parameter_name", "bounds": {"kind": "string"}}
    )
    """The placeholder's name, needed in a template with named placeholders."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CurrencyValue(Model):
    """An amount of money.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    fallback_value: str = attrs.field(
        metadata={
            "wire": "fallback_value",
            "bounds": {"kind": "string", "check": "template-text"},
        }
    )
    """The text shown where the amount cannot be put into the user's language."""

    code: str = attrs.field(metadata={"wire": "code", "bounds": {"kind": "string"}})
    """The currency's code of three letters (ISO 4217)."""

    amount_1000: int = attrs.field(metadata={"wire": "amount_1000", "bounds": {"kind": "integer"}})
    """The amount in thousandths."""


@attrs.define(kw_only=True, eq=False, repr=False)
class DateTimeParameter(Model):
    """A date and time for a placeholder.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["date_time"] = attrs.field(
        default="date_time", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    date_time: DateTimeValue | Mapping[str, Any] = attrs.field(
        metadata={"wire": "date_time", "bounds": {"kind": "object"}}
    )
    """The date and time."""

    parameter_name: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "parameter_name", "bounds": {"kind": "string"}}
    )
    """The placeholder's name, needed in a template with named placeholders."""


@attrs.define(kw_only=True, eq=False, repr=False)
class DateTimeValue(Model):
    """A date and time, as text.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    fallback_value: str = attrs.field(
        metadata={
            "wire": "fallback_value",
            "bounds": {"kind": "string", "check": "template-text"},
        }
    )
    """The text that is shown."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ImageParameter(Model):
    """The image of a template's header.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["image"] = attrs.field(
        default="image", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    image: MediaReference | Mapping[str, Any] = attrs.field(
        metadata={"wire": "image", "bounds": {"kind": "object"}}
    )
    """The image."""


@attrs.define(kw_only=True, eq=False, repr=False)
class VideoParameter(Model):
    """The video of a template's header.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["video"] = attrs.field(
        default="video", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    video: MediaReference | Mapping[str, Any] = attrs.field(
        metadata={"wire": "video", "bounds": {"kind": "object"}}
    )
    """The video."""


@attrs.define(kw_only=True, eq=False, repr=False)
class DocumentParameter(Model):
    """The file of a template's header.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["document"] = attrs.field(
        default="document", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    document: MediaReference | Mapping[str, Any] = attrs.field(
        metadata={"wire": "document", "bounds": {"kind": "object"}}
    )
    """The file."""


@attrs.define(kw_only=True, eq=False, repr=False)
class LocationParameter(Model):
    """The location of a template's header.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["location"] = attrs.field(
        default="location", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    location: Location | Mapping[str, Any] = attrs.field(
        metadata={"wire": "location", "bounds": {"kind": "object"}}
    )
    """The location."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PayloadParameter(Model):
    """What comes back in the webhook when a template's quick reply button is pressed.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["payload"] = attrs.field(
        default="payload", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    payload: str = attrs.field(metadata={"wire": "payload", "bounds": {"kind": "string", "min_length": 1}})
    """The text that comes back."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CouponCodeParameter(Model):
    """The code that a template's copy button copies.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["coupon_code"] = attrs.field(
        default="coupon_code", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    coupon_code: str = attrs.field(
        metadata={
            "wire": "coupon_code",
            "bounds": {"kind": "string", "check": "template-text"},
        }
    )
    """The code."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ActionParameter(Model):
    """What a template's flow or catalogue button opens.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    type: Literal["action"] = attrs.field(
        default="action", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    action: ActionValue | Mapping[str, Any] = attrs.field(
        metadata={"wire": "action", "bounds": {"kind": "object"}}
    )
    """What the button opens."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ActionValue(Model):
    """What a template's flow, catalogue, product list or order button opens.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

    """

    flow_token: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "flow_token", "bounds": {"kind": "string"}}
    )
    """For a flow, a string of yours that comes back with the user's answer."""

    flow_action_data: dict[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "flow_action_data", "bounds": {"kind": "object"}},
    )
    """For a flow, the data of its first screen."""

    thumbnail_product_retailer_id: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "thumbnail_product_retailer_id",
            "bounds": {"kind": "string", "check": "id"},
        },
    )
    """For a catalogue, the product whose image is shown."""

    sections: Sequence[ProductSection | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "sections",
            "bounds": {
                "kind": "array",
                "min_items": 1,
                "max_items": 10,
                "items": "object",
            },
        },
    )
    """For a list of products, one to ten sections, with thirty products in total at most."""

    order_details: OrderDetails | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "order_details", "bounds": {"kind": "object"}}
    )
    """For an order, the order."""


@attrs.define(kw_only=True, eq=False, repr=False)
class LimitedTimeOfferParameter(Model):
    """When the limited time offer of a template ends.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/limited-time-offer-templates

    """

    type: Literal["limited_time_offer"] = attrs.field(
        default="limited_time_offer",
        metadata={"wire": "type", "bounds": {"kind": "string"}},
    )
    """The kind of parameter."""

    limited_time_offer: OfferExpiry | Mapping[str, Any] = attrs.field(
        metadata={"wire": "limited_time_offer", "bounds": {"kind": "object"}}
    )
    """When the offer ends."""


@attrs.define(kw_only=True, eq=False, repr=False)
class OfferExpiry(Model):
    """When a limited time offer ends.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/limited-time-offer-templates

    """

    expiration_time_ms: int | datetime = attrs.field(
        metadata={
            "wire": "expiration_time_ms",
            "bounds": {
                "kind": "integer",
                "minimum": 631152000000,
                "maximum": 4102444800000,
                "check": "epoch-milliseconds",
            },
        }
    )
    """When the offer ends. Epoch milliseconds. From 631152000000 to 4102444800000."""

    @property
    def expiration_time_ms_datetime(self) -> datetime | None:
        """`expiration_time_ms` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.expiration_time_ms)


@attrs.define(kw_only=True, eq=False, repr=False)
class ProductParameter(Model):
    """The product of a template's header.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/spm-template-messages

    """

    type: Literal["product"] = attrs.field(
        default="product", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    product: ProductAction | Mapping[str, Any] = attrs.field(
        metadata={"wire": "product", "bounds": {"kind": "object"}}
    )
    """The product."""


@attrs.define(kw_only=True, eq=False, repr=False)
class GifParameter(Model):
    """The animation of a template's header.

    Evidence: Inferred, not documented. Source: https://github.com/david-lev/pywa

    """

    type: Literal["gif"] = attrs.field(default="gif", metadata={"wire": "type", "bounds": {"kind": "string"}})
    """The kind of parameter."""

    gif: MediaReference | Mapping[str, Any] = attrs.field(
        metadata={"wire": "gif", "bounds": {"kind": "object"}}
    )
    """The animation, an MP4 file."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TapTargetParameter(Model):
    """What is opened where the message is tapped.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/tap-target-url-title-override

    """

    type: Literal["tap_target_configuration"] = attrs.field(
        default="tap_target_configuration",
        metadata={"wire": "type", "bounds": {"kind": "string"}},
    )
    """The kind of parameter."""

    tap_target_configuration: Sequence[TapTarget | Mapping[str, Any]] = attrs.field(
        metadata={
            "wire": "tap_target_configuration",
            "bounds": {"kind": "array", "min_items": 1, "items": "object"},
        }
    )
    """What is opened."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TapTarget(Model):
    """An address that is opened where a message is tapped.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/tap-target-url-title-override

    """

    url: str = attrs.field(
        metadata={
            "wire": "url",
            "bounds": {"kind": "string", "min_length": 1, "check": "link"},
        }
    )
    """The address."""

    title: str = attrs.field(metadata={"wire": "title", "bounds": {"kind": "string", "min_length": 1}})
    """What is shown of it."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TtlMinutesParameter(Model):
    """For how many minutes a template's call button works.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-button-messages-deep-links

    """

    type: Literal["ttl_minutes"] = attrs.field(
        default="ttl_minutes", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of parameter."""

    ttl_minutes: int = attrs.field(
        metadata={
            "wire": "ttl_minutes",
            "bounds": {"kind": "integer", "minimum": 1, "maximum": 43200},
        }
    )
    """For how many minutes: 1 to 43200, which are 30 days. From 1 to 43200."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ReadReceipt(Model):
    """Marks a message that came in as read, and with it all before it; it is not a message itself. Meta's answer
    has no message id.

    Evidence: Seen in public code, not documented: third parties send it through ChakraHQ; its answer there is
    not known. Source: https://developers.facebook.com/docs/whatsapp/cloud-api/guides/mark-message-as-read

    """

    messaging_product: Literal["whatsapp"] = attrs.field(
        default="whatsapp",
        metadata={"wire": "messaging_product", "bounds": {"kind": "string"}},
    )
    """Always `whatsapp`."""

    status: Literal["read"] = attrs.field(
        default="read", metadata={"wire": "status", "bounds": {"kind": "string"}}
    )
    """Always `read`."""

    message_id: str = attrs.field(
        metadata={"wire": "message_id", "bounds": {"kind": "string", "min_length": 1}}
    )
    """The id (wamid) of the message that came in."""

    typing_indicator: TypingIndicator | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "typing_indicator", "bounds": {"kind": "object"}},
    )
    """Shows the user that an answer is being written. Inferred, not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TypingIndicator(Model):
    """The sign that an answer is being written; it goes away with the answer.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/typing-indicators

    """

    type: Literal["text"] = attrs.field(
        default="text", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """Always `text`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class SentMessage(Model):
    """That a message was accepted, which is not yet delivered; what becomes of it comes by webhook.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11313675

    """

    whatsapp_message_id: str | None = attrs.field(default=None, metadata={"wire": "whatsappMessageId"})
    """The id (wamid) that webhooks name the message by. ChakraHQ was seen to answer with nothing else, so that a
    message which Meta holds is not visible here."""

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`, in Meta's own answer. Inferred, not documented."""

    contacts: list[SentContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """Who the message goes to, in Meta's own answer. Inferred, not documented."""

    messages: list[AcceptedMessage] | None = attrs.field(default=None, metadata={"wire": "messages"})
    """The accepted message, in Meta's own answer. Inferred, not documented."""

    @property
    def message_id(self) -> str:
        """The WhatsApp message id (wamid), wherever the answer has it; empty in the answer to a read receipt."""
        return message_id_of(self) or ""


@attrs.define(kw_only=True, eq=False, repr=False)
class SentContact(Model):
    """Who a message goes to, as Meta has it.

    Evidence: Inferred, not documented. Source:
    https://support.chatarchitect.com/books/meta-whatsapp/page/business-scoped-user-ids-developer-documentation

    """

    input: str | None = attrs.field(default=None, metadata={"wire": "input"})
    """What the request named the recipient by."""

    wa_id: str | None = attrs.field(default=None, metadata={"wire": "wa_id"})
    """The phone number as WhatsApp has it; only where the request named a number."""

    user_id: str | None = attrs.field(default=None, metadata={"wire": "user_id"})
    """The business-scoped user id (BSUID); only where the request named a user id."""

    parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "parent_user_id"})
    """The parent user id, for a business that has such ids."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AcceptedMessage(Model):
    """A message that Meta accepted.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The id (wamid)."""

    message_status: AcceptedStatus | str | None = attrs.field(
        default=None, metadata={"wire": "message_status"}
    )
    """Whether Meta sends it now."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The id of the group it goes to."""


class AcceptedStatus(StrEnum):
    """Whether Meta sends an accepted message now; it holds some templates while it assesses their quality. A
    value that is not listed stays a plain string.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    ACCEPTED = "accepted"
    HELD_FOR_QUALITY_ASSESSMENT = "held_for_quality_assessment"
    PAUSED = "paused"


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateMapping(Model):
    """The value of one placeholder of a template.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11312774

    """

    schema_property_name: str = attrs.field(
        metadata={
            "wire": "schemaPropertyName",
            "bounds": {"kind": "string", "min_length": 1},
        }
    )
    """The placeholder's name; `1` for `{{1}}`. A named placeholder takes its name, as third parties do it."""

    schema_property_value: str = attrs.field(
        metadata={
            "wire": "schemaPropertyValue",
            "bounds": {"kind": "string", "check": "template-text"},
        }
    )
    """What is put there."""


OutgoingMessage: TypeAlias = Annotated[
    TextMessage
    | ImageMessage
    | VideoMessage
    | AudioMessage
    | DocumentMessage
    | StickerMessage
    | LocationMessage
    | ContactsMessage
    | ReactionMessage
    | InteractiveMessage
    | TemplateMessage
    | PinMessage
    | Mapping[str, Any],
    Tagged(
        "type",
        {
            "text": TextMessage,
            "image": ImageMessage,
            "video": VideoMessage,
            "audio": AudioMessage,
            "document": DocumentMessage,
            "sticker": StickerMessage,
            "location": LocationMessage,
            "contacts": ContactsMessage,
            "reaction": ReactionMessage,
            "interactive": InteractiveMessage,
            "template": TemplateMessage,
            "pin": PinMessage,
        },
    ),
]
"""A message to a WhatsApp user, by its `type`. All but templates can be sent only within 24 hours of the user's
last message. One of a kind that is not listed is a plain mapping.

Evidence: ChakraHQ's page refers to Meta for the body. Source: https://apidocs.chakrahq.com/api-11313675

"""

Interactive: TypeAlias = Annotated[
    InteractiveButtons
    | InteractiveList
    | InteractiveUrl
    | InteractiveFlow
    | InteractiveLocationRequest
    | InteractiveProduct
    | InteractiveProductList
    | InteractiveCarousel
    | InteractiveCatalog
    | InteractiveVoiceCall
    | InteractiveCallPermission
    | InteractiveContactRequest
    | InteractiveAddress
    | InteractiveOrderDetails
    | InteractiveOrderStatus
    | Mapping[str, Any],
    Tagged(
        "type",
        {
            "button": InteractiveButtons,
            "list": InteractiveList,
            "cta_url": InteractiveUrl,
            "flow": InteractiveFlow,
            "location_request_message": InteractiveLocationRequest,
            "product": InteractiveProduct,
            "product_list": InteractiveProductList,
            "carousel": InteractiveCarousel,
            "catalog_message": InteractiveCatalog,
            "voice_call": InteractiveVoiceCall,
            "call_permission_request": InteractiveCallPermission,
            "request_contact_info": InteractiveContactRequest,
            "address_message": InteractiveAddress,
            "order_details": InteractiveOrderDetails,
            "order_status": InteractiveOrderStatus,
        },
    ),
]
"""What an interactive message shows, by its `type`. One of a kind that is not listed is a plain mapping.

Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

"""

InteractiveHeader: TypeAlias = Annotated[
    TextHeader | ImageHeader | VideoHeader | DocumentHeader | Mapping[str, Any],
    Tagged(
        "type", {"text": TextHeader, "image": ImageHeader, "video": VideoHeader, "document": DocumentHeader}
    ),
]
"""The header of an interactive message, by its `type`. One of a kind that is not listed is a plain mapping.

Evidence: Seen in public code, not documented. Source:
https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages

"""

CarouselCard: TypeAlias = Annotated[
    MediaCard | ProductCard | Mapping[str, Any],
    Tagged("type", {"cta_url": MediaCard, "product": ProductCard}),
]
"""A card of a carousel, by its `type`. One of a kind that is not listed is a plain mapping.

Evidence: Inferred, not documented. Source:
https://support.chatarchitect.com/books/meta-whatsapp/page/interactive-media-carousel-messages-developer-documentation

"""

TemplateParameter: TypeAlias = Annotated[
    TextParameter
    | CurrencyParameter
    | DateTimeParameter
    | ImageParameter
    | VideoParameter
    | DocumentParameter
    | LocationParameter
    | PayloadParameter
    | CouponCodeParameter
    | ActionParameter
    | LimitedTimeOfferParameter
    | ProductParameter
    | GifParameter
    | TapTargetParameter
    | TtlMinutesParameter
    | Mapping[str, Any],
    Tagged(
        "type",
        {
            "text": TextParameter,
            "currency": CurrencyParameter,
            "date_time": DateTimeParameter,
            "image": ImageParameter,
            "video": VideoParameter,
            "document": DocumentParameter,
            "location": LocationParameter,
            "payload": PayloadParameter,
            "coupon_code": CouponCodeParameter,
            "action": ActionParameter,
            "limited_time_offer": LimitedTimeOfferParameter,
            "product": ProductParameter,
            "gif": GifParameter,
            "tap_target_configuration": TapTargetParameter,
            "ttl_minutes": TtlMinutesParameter,
        },
    ),
]
"""The value of a placeholder, by its `type`. One of a kind that is not listed is a plain mapping.

Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

"""
