# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `templates`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

import attrs

from chakra_async.model import Model, Tagged
from chakra_async.unset import UNSET, UnsetType

__all__ = [
    "AppButton",
    "BodyDefinition",
    "BodyExample",
    "ButtonsDefinition",
    "CallPermissionDefinition",
    "CardDefinition",
    "CardDefinitionComponent",
    "CarouselDefinition",
    "CatalogButton",
    "ContactRequestButton",
    "CopyCodeButton",
    "CreatedTemplate",
    "FlowButton",
    "FooterDefinition",
    "HeaderDefinition",
    "HeaderExample",
    "HeaderFormat",
    "LimitedTimeOffer",
    "LimitedTimeOfferDefinition",
    "MultiProductButton",
    "NamedExample",
    "OrderDetailsButton",
    "OtpButton",
    "ParameterFormat",
    "PhoneNumberButton",
    "QuickReplyButton",
    "SingleProductButton",
    "SupportedApp",
    "Template",
    "TemplateButton",
    "TemplateCategory",
    "TemplateDefinitionComponent",
    "TemplateQuality",
    "TemplateResult",
    "TemplateStatus",
    "UrlButton",
    "VoiceCallButton",
]


class TemplateStatus(StrEnum):
    """Whether a template can be sent; only an approved one can. An archived one is deleted after 28 days. A
    value that is not listed stays a plain string.

    Evidence: Seen in public code, not documented: ChakraHQ passes on what Meta answers; the last five are
    inferred from clients of Meta's API. Source: https://apidocs.chakrahq.com/api-17615391

    """

    APPROVED = "APPROVED"
    PENDING = "PENDING"
    REJECTED = "REJECTED"
    PAUSED = "PAUSED"
    DISABLED = "DISABLED"
    IN_APPEAL = "IN_APPEAL"
    PENDING_DELETION = "PENDING_DELETION"
    DELETED = "DELETED"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    ARCHIVED = "ARCHIVED"
    UNARCHIVED = "UNARCHIVED"
    LOCKED = "LOCKED"
    FLAGGED = "FLAGGED"
    REINSTATED = "REINSTATED"


class TemplateCategory(StrEnum):
    """What a template is for, which decides its price; Meta can move a template to another category. A value
    that is not listed stays a plain string.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    MARKETING = "MARKETING"
    UTILITY = "UTILITY"
    AUTHENTICATION = "AUTHENTICATION"


class ParameterFormat(StrEnum):
    """How placeholders are written, `{{1}}` or `{{first_name}}`. A value that is not listed stays a plain
    string.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    POSITIONAL = "POSITIONAL"
    NAMED = "NAMED"


class HeaderFormat(StrEnum):
    """What a template's header holds. A value that is not listed stays a plain string.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    TEXT = "TEXT"
    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
    DOCUMENT = "DOCUMENT"
    LOCATION = "LOCATION"
    GIF = "GIF"
    PRODUCT = "PRODUCT"


@attrs.define(kw_only=True, eq=False, repr=False)
class Template(Model):
    """A message template in one language.

    Evidence: Seen in public code, not documented: ChakraHQ passes on what Meta answers. Source:
    https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The template's id; each language has its own."""

    name: str | None = attrs.field(default=None, metadata={"wire": "name"})
    """The template's name, which its languages share."""

    language: str | None = attrs.field(default=None, metadata={"wire": "language"})
    """The language's code, such as `en_US`."""

    status: TemplateStatus | str | None = attrs.field(default=None, metadata={"wire": "status"})
    """Whether the template can be sent."""

    category: TemplateCategory | str | None = attrs.field(default=None, metadata={"wire": "category"})
    """What the template is for."""

    components: list[TemplateDefinitionComponent] | None = attrs.field(
        default=None, metadata={"wire": "components"}
    )
    """The parts of the template."""

    parameter_format: ParameterFormat | str | None = attrs.field(
        default=None, metadata={"wire": "parameter_format"}
    )
    """How the placeholders are written."""

    sub_category: str | None = attrs.field(default=None, metadata={"wire": "sub_category"})
    """What the template is for, more exactly. Inferred, not documented."""

    previous_category: str | None = attrs.field(default=None, metadata={"wire": "previous_category"})
    """The category before Meta moved the template."""

    rejected_reason: str | None = attrs.field(default=None, metadata={"wire": "rejected_reason"})
    """Why the template was rejected; `NONE` where it was not."""

    quality_score: TemplateQuality | None = attrs.field(default=None, metadata={"wire": "quality_score"})
    """How recipients take the template. Inferred, not documented."""

    message_send_ttl_seconds: int | None = attrs.field(
        default=None, metadata={"wire": "message_send_ttl_seconds"}
    )
    """For how many seconds delivery is tried. Inferred, not documented."""

    correct_category: str | None = attrs.field(default=None, metadata={"wire": "correct_category"})
    """The category that Meta will move the template to. Inferred, not documented."""

    library_template_name: str | None = attrs.field(default=None, metadata={"wire": "library_template_name"})
    """The template of Meta's library that it was made from. Inferred, not documented."""

    cta_url_link_tracking_opted_out: bool | None = attrs.field(
        default=None, metadata={"wire": "cta_url_link_tracking_opted_out"}
    )
    """Whether clicks on its links are left uncounted. Inferred, not documented."""

    degrees_of_freedom_spec: dict[str, Any] | None = attrs.field(
        default=None, metadata={"wire": "degrees_of_freedom_spec"}
    )
    """What Meta may change in the template by itself. Inferred, not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateQuality(Model):
    """How recipients take a template.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates

    """

    score: str | None = attrs.field(default=None, metadata={"wire": "score"})
    """`GREEN`, `YELLOW`, `RED` or `UNKNOWN`."""

    date: int | None = attrs.field(default=None, metadata={"wire": "date"})
    """When it was worked out, in epoch seconds."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CarouselDefinition(Model):
    """The cards of a template, which the user can scroll through.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/media-card-carousel-templates

    """

    type: Literal["CAROUSEL"] = attrs.field(
        default="CAROUSEL", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of part."""

    cards: list[CardDefinition] = attrs.field(
        metadata={
            "wire": "cards",
            "bounds": {
                "kind": "array",
                "min_items": 2,
                "max_items": 10,
                "items": "object",
            },
        }
    )
    """Two to ten cards, all of the same parts."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CardDefinition(Model):
    """A card of a template.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/media-card-carousel-templates

    """

    components: list[CardDefinitionComponent] = attrs.field(
        metadata={
            "wire": "components",
            "bounds": {
                "kind": "array",
                "min_items": 1,
                "items": "object",
                "tag": "type",
            },
        }
    )
    """The parts of the card; the text of its body has at most 160 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class LimitedTimeOfferDefinition(Model):
    """An offer that ends, with the time left.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/limited-time-offer-templates

    """

    type: Literal["LIMITED_TIME_OFFER"] = attrs.field(
        default="LIMITED_TIME_OFFER",
        metadata={"wire": "type", "bounds": {"kind": "string"}},
    )
    """The kind of part."""

    limited_time_offer: LimitedTimeOffer = attrs.field(
        metadata={"wire": "limited_time_offer", "bounds": {"kind": "object"}}
    )
    """The offer."""


@attrs.define(kw_only=True, eq=False, repr=False)
class LimitedTimeOffer(Model):
    """What is shown of an offer that ends.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/limited-time-offer-templates

    """

    text: str = attrs.field(
        metadata={
            "wire": "text",
            "bounds": {"kind": "string", "min_length": 1, "max_length": 16},
        }
    )
    """The text; at most 16 characters."""

    has_expiration: bool | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "has_expiration", "bounds": {"kind": "boolean"}},
    )
    """Whether the time left is shown; when it ends is given when the template is sent."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallPermissionDefinition(Model):
    """Asks the user for permission to be called.

    Evidence: Inferred, not documented: Meta's pages write it in lower case, clients of Meta's API in upper
    case. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/call-permission-request-message-template

    """

    type: Literal["CALL_PERMISSION_REQUEST"] = attrs.field(
        default="CALL_PERMISSION_REQUEST",
        metadata={"wire": "type", "bounds": {"kind": "string"}},
    )
    """The kind of part."""


@attrs.define(kw_only=True, eq=False, repr=False)
class HeaderDefinition(Model):
    """The header of a template, which is text, a file, a location or a product.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["HEADER"] = attrs.field(
        default="HEADER", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of part."""

    format: HeaderFormat | str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "format", "bounds": {"kind": "string"}}
    )
    """What the header holds."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 60}},
    )
    """The text, with one placeholder at most; at most 60 characters."""

    example: HeaderExample | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "example", "bounds": {"kind": "object"}}
    )
    """What could fill the placeholder, or a sample of the file."""


@attrs.define(kw_only=True, eq=False, repr=False)
class HeaderExample(Model):
    """What could fill a header; Meta wants it where there is something to fill.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components

    """

    header_text: list[str] | UnsetType = attrs.field(default=UNSET, metadata={"wire": "header_text"})
    """The text for a numbered placeholder."""

    header_text_named_params: list[NamedExample] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "header_text_named_params",
            "bounds": {"kind": "array", "items": "object"},
        },
    )
    """The text for a named placeholder."""

    header_handle: list[str] | UnsetType = attrs.field(default=UNSET, metadata={"wire": "header_handle"})
    """The handle of an uploaded sample; an address, where the template is listed."""


@attrs.define(kw_only=True, eq=False, repr=False)
class BodyDefinition(Model):
    """The text of a template.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["BODY"] = attrs.field(
        default="BODY", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of part."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 1024}},
    )
    """The text with its placeholders; at most 1024 characters. An authentication template has none of its own
    when it is created."""

    example: BodyExample | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "example", "bounds": {"kind": "object"}}
    )
    """What could fill the placeholders."""

    add_security_recommendation: bool | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "add_security_recommendation", "bounds": {"kind": "boolean"}},
    )
    """For an authentication template, whether it asks not to share the code."""


@attrs.define(kw_only=True, eq=False, repr=False)
class BodyExample(Model):
    """What could fill the placeholders of a body; Meta wants it where there are any.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components

    """

    body_text: list[list[str]] | UnsetType = attrs.field(default=UNSET, metadata={"wire": "body_text"})
    """For numbered placeholders, one list with a string for each."""

    body_text_named_params: list[NamedExample] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "body_text_named_params",
            "bounds": {"kind": "array", "items": "object"},
        },
    )
    """For named placeholders, a string for each name."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NamedExample(Model):
    """What could fill a named placeholder.

    Evidence: Seen in public code, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components

    """

    param_name: str = attrs.field(metadata={"wire": "param_name", "bounds": {"kind": "string"}})
    """The placeholder's name."""

    example: str = attrs.field(metadata={"wire": "example", "bounds": {"kind": "string"}})
    """A sample value."""


@attrs.define(kw_only=True, eq=False, repr=False)
class FooterDefinition(Model):
    """The small text at the end of a template.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["FOOTER"] = attrs.field(
        default="FOOTER", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of part."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 60}},
    )
    """The text, without placeholders; at most 60 characters."""

    code_expiration_minutes: int | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "code_expiration_minutes",
            "bounds": {"kind": "integer", "minimum": 1, "maximum": 90},
        },
    )
    """For an authentication template, after how many minutes the code expires; 1 to 90. From 1 to 90. Inferred,
    not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ButtonsDefinition(Model):
    """The buttons of a template.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["BUTTONS"] = attrs.field(
        default="BUTTONS", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of part."""

    buttons: list[TemplateButton] = attrs.field(
        metadata={
            "wire": "buttons",
            "bounds": {
                "kind": "array",
                "min_items": 1,
                "max_items": 10,
                "items": "object",
                "tag": "type",
            },
        }
    )
    """One to ten buttons."""


@attrs.define(kw_only=True, eq=False, repr=False)
class QuickReplyButton(Model):
    """A button that sends its text back.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["QUICK_REPLY"] = attrs.field(
        default="QUICK_REPLY", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of button."""

    text: str = attrs.field(
        metadata={
            "wire": "text",
            "bounds": {"kind": "string", "min_length": 1, "max_length": 25},
        }
    )
    """The text on the button; at most 25 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class UrlButton(Model):
    """A button that opens a web address.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["URL"] = attrs.field(default="URL", metadata={"wire": "type", "bounds": {"kind": "string"}})
    """The kind of button."""

    text: str = attrs.field(
        metadata={
            "wire": "text",
            "bounds": {"kind": "string", "min_length": 1, "max_length": 25},
        }
    )
    """The text on the button; at most 25 characters."""

    url: str = attrs.field(
        metadata={
            "wire": "url",
            "bounds": {"kind": "string", "min_length": 1, "max_length": 2000},
        }
    )
    """The address, which can end with one placeholder; at most 2000 characters."""

    example: list[str] | UnsetType = attrs.field(default=UNSET, metadata={"wire": "example"})
    """An address with the placeholder filled."""

    app_deep_link: dict[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "app_deep_link", "bounds": {"kind": "object"}}
    )
    """Where the button leads in an app, instead of the browser. Inferred, not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PhoneNumberButton(Model):
    """A button that calls a phone number.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["PHONE_NUMBER"] = attrs.field(
        default="PHONE_NUMBER", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of button."""

    text: str = attrs.field(
        metadata={
            "wire": "text",
            "bounds": {"kind": "string", "min_length": 1, "max_length": 25},
        }
    )
    """The text on the button; at most 25 characters."""

    phone_number: str = attrs.field(
        metadata={
            "wire": "phone_number",
            "bounds": {"kind": "string", "min_length": 1, "max_length": 20},
        }
    )
    """The number that is called; at most 20 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CopyCodeButton(Model):
    """A button that copies a code.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components

    """

    type: Literal["COPY_CODE"] = attrs.field(
        default="COPY_CODE", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of button."""

    text: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "text", "bounds": {"kind": "string"}}
    )
    """The text on the button, which Meta sets."""

    example: str | list[str] | UnsetType = attrs.field(default=UNSET, metadata={"wire": "example"})
    """A code that could be copied; a list with it, where the template is listed."""


@attrs.define(kw_only=True, eq=False, repr=False)
class FlowButton(Model):
    """A button that opens a flow, a form within WhatsApp.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/flows/guides/sendingaflow

    """

    type: Literal["FLOW"] = attrs.field(
        default="FLOW", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of button."""

    text: str = attrs.field(
        metadata={
            "wire": "text",
            "bounds": {"kind": "string", "min_length": 1, "max_length": 25},
        }
    )
    """The text on the button; at most 25 characters."""

    flow_id: str | int | UnsetType = attrs.field(default=UNSET, metadata={"wire": "flow_id"})
    """The flow's id; this, `flow_name` or `flow_json` is needed."""

    flow_name: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "flow_name", "bounds": {"kind": "string"}}
    )
    """The flow's name."""

    flow_json: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "flow_json", "bounds": {"kind": "string"}}
    )
    """The flow itself, as JSON in a string."""

    flow_action: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "flow_action", "bounds": {"kind": "string"}}
    )
    """`navigate` or `data_exchange`."""

    navigate_screen: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "navigate_screen", "bounds": {"kind": "string"}},
    )
    """For `navigate`, the screen to show first."""

    icon: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "icon", "bounds": {"kind": "string"}}
    )
    """The icon on the button: `DOCUMENT`, `PROMOTION` or `REVIEW`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class OtpButton(Model):
    """A button that hands over the code of an authentication template.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["OTP"] = attrs.field(default="OTP", metadata={"wire": "type", "bounds": {"kind": "string"}})
    """The kind of button."""

    otp_type: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "otp_type", "bounds": {"kind": "string"}}
    )
    """`COPY_CODE`, `ONE_TAP` or `ZERO_TAP`."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 25}},
    )
    """The text on the button; at most 25 characters."""

    autofill_text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "autofill_text",
            "bounds": {"kind": "string", "max_length": 25},
        },
    )
    """For `ONE_TAP`, the text on the button that fills the code in; at most 25 characters."""

    zero_tap_terms_accepted: bool | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "zero_tap_terms_accepted", "bounds": {"kind": "boolean"}},
    )
    """For `ZERO_TAP`, that its terms are accepted."""

    supported_apps: list[SupportedApp] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "supported_apps",
            "bounds": {
                "kind": "array",
                "min_items": 1,
                "max_items": 5,
                "items": "object",
            },
        },
    )
    """For `ONE_TAP` and `ZERO_TAP`, the Android apps that can take the code; one to five. Inferred, not
    documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class SupportedApp(Model):
    """An Android app that can take a code.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/authentication-templates/authentication-templates

    """

    package_name: str = attrs.field(
        metadata={
            "wire": "package_name",
            "bounds": {"kind": "string", "min_length": 1, "max_length": 224},
        }
    )
    """The app's package name, such as `com.example.shop`; at most 224 characters."""

    signature_hash: str = attrs.field(
        metadata={
            "wire": "signature_hash",
            "bounds": {"kind": "string", "min_length": 11, "max_length": 11},
        }
    )
    """The hash of the app's signing key; 11 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CatalogButton(Model):
    """A button that opens the catalogue.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["CATALOG"] = attrs.field(
        default="CATALOG", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of button."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 25}},
    )
    """The text on the button; at most 25 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class MultiProductButton(Model):
    """A button that opens a list of products.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["MPM"] = attrs.field(default="MPM", metadata={"wire": "type", "bounds": {"kind": "string"}})
    """The kind of button."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 25}},
    )
    """The text on the button; at most 25 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class SingleProductButton(Model):
    """A button that opens a product.

    Evidence: Inferred, not documented. Source: https://github.com/david-lev/pywa

    """

    type: Literal["SPM"] = attrs.field(default="SPM", metadata={"wire": "type", "bounds": {"kind": "string"}})
    """The kind of button."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 25}},
    )
    """The text on the button; at most 25 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class VoiceCallButton(Model):
    """A button that calls the business over WhatsApp.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-button-messages-deep-links

    """

    type: Literal["VOICE_CALL"] = attrs.field(
        default="VOICE_CALL", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of button."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 20}},
    )
    """The text on the button; at most 20 characters."""

    ttl_minutes: int | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "ttl_minutes",
            "bounds": {"kind": "integer", "minimum": 1440, "maximum": 43200},
        },
    )
    """For how many minutes the button works: 1440, which is a day, to 43200, which are 30 days. From 1440 to
    43200."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ContactRequestButton(Model):
    """A button by which the user shares the phone number.

    Evidence: Inferred, not documented. Source:
    https://support.chatarchitect.com/books/meta-whatsapp/page/business-scoped-user-ids-developer-documentation

    """

    type: Literal["REQUEST_CONTACT_INFO"] = attrs.field(
        default="REQUEST_CONTACT_INFO",
        metadata={"wire": "type", "bounds": {"kind": "string"}},
    )
    """The kind of button."""

    text: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "text", "bounds": {"kind": "string"}}
    )
    """The text on the button, which Meta sets."""


@attrs.define(kw_only=True, eq=False, repr=False)
class OrderDetailsButton(Model):
    """A button that opens an order to be paid.

    Evidence: Inferred, not documented. Source: https://github.com/david-lev/pywa

    """

    type: Literal["ORDER_DETAILS"] = attrs.field(
        default="ORDER_DETAILS", metadata={"wire": "type", "bounds": {"kind": "string"}}
    )
    """The kind of button."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 25}},
    )
    """The text on the button; at most 25 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AppButton(Model):
    """A button that opens an app; its other members are not known.

    Evidence: Inferred, not documented. Source: https://github.com/david-lev/pywa

    """

    type: Literal["APP"] = attrs.field(default="APP", metadata={"wire": "type", "bounds": {"kind": "string"}})
    """The kind of button."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 25}},
    )
    """The text on the button; at most 25 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CreatedTemplate(Model):
    """The template that was made; it can be sent once it is approved.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The template's id."""

    status: TemplateStatus | str | None = attrs.field(default=None, metadata={"wire": "status"})
    """Whether the template can be sent already."""

    category: TemplateCategory | str | None = attrs.field(default=None, metadata={"wire": "category"})
    """The category Meta gave it, which can differ from the one asked for."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateResult(Model):
    """Whether a change of a template was taken.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    success: bool | None = attrs.field(default=None, metadata={"wire": "success"})
    """Whether it was."""


TemplateDefinitionComponent: TypeAlias = Annotated[
    HeaderDefinition
    | BodyDefinition
    | FooterDefinition
    | ButtonsDefinition
    | CarouselDefinition
    | LimitedTimeOfferDefinition
    | CallPermissionDefinition
    | Mapping[str, Any],
    Tagged(
        "type",
        {
            "HEADER": HeaderDefinition,
            "BODY": BodyDefinition,
            "FOOTER": FooterDefinition,
            "BUTTONS": ButtonsDefinition,
            "CAROUSEL": CarouselDefinition,
            "LIMITED_TIME_OFFER": LimitedTimeOfferDefinition,
            "CALL_PERMISSION_REQUEST": CallPermissionDefinition,
        },
    ),
]
"""A part of a template, by its `type`. One of a kind that is not listed is a plain mapping.

Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

"""

CardDefinitionComponent: TypeAlias = Annotated[
    HeaderDefinition | BodyDefinition | ButtonsDefinition | Mapping[str, Any],
    Tagged("type", {"HEADER": HeaderDefinition, "BODY": BodyDefinition, "BUTTONS": ButtonsDefinition}),
]
"""A part of a card, by its `type`. One of a kind that is not listed is a plain mapping.

Evidence: Inferred, not documented. Source:
https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/media-card-carousel-templates

"""

TemplateButton: TypeAlias = Annotated[
    QuickReplyButton
    | UrlButton
    | PhoneNumberButton
    | CopyCodeButton
    | FlowButton
    | OtpButton
    | CatalogButton
    | MultiProductButton
    | SingleProductButton
    | VoiceCallButton
    | ContactRequestButton
    | OrderDetailsButton
    | AppButton
    | Mapping[str, Any],
    Tagged(
        "type",
        {
            "QUICK_REPLY": QuickReplyButton,
            "URL": UrlButton,
            "PHONE_NUMBER": PhoneNumberButton,
            "COPY_CODE": CopyCodeButton,
            "FLOW": FlowButton,
            "OTP": OtpButton,
            "CATALOG": CatalogButton,
            "MPM": MultiProductButton,
            "SPM": SingleProductButton,
            "VOICE_CALL": VoiceCallButton,
            "REQUEST_CONTACT_INFO": ContactRequestButton,
            "ORDER_DETAILS": OrderDetailsButton,
            "APP": AppButton,
        },
    ),
]
"""A button of a template, by its `type`. One of a kind that is not listed is a plain mapping.

Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

"""
