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
    "BodyDefinition",
    "BodyExample",
    "ButtonsDefinition",
    "CatalogButton",
    "CopyCodeButton",
    "CreatedTemplate",
    "FlowButton",
    "FooterDefinition",
    "HeaderDefinition",
    "HeaderExample",
    "HeaderFormat",
    "MultiProductButton",
    "NamedExample",
    "OtpButton",
    "ParameterFormat",
    "PhoneNumberButton",
    "QuickReplyButton",
    "SingleProductButton",
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
    """Whether a template can be sent; only an approved one can. A value that is not listed stays a plain string.

    Evidence: Seen in public code, not documented: ChakraHQ passes on what Meta answers. Source:
    https://apidocs.chakrahq.com/api-17615391

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
    """What the template is for, more exactly."""

    previous_category: str | None = attrs.field(default=None, metadata={"wire": "previous_category"})
    """The category before Meta moved the template."""

    rejected_reason: str | None = attrs.field(default=None, metadata={"wire": "rejected_reason"})
    """Why the template was rejected; `NONE` where it was not."""

    quality_score: TemplateQuality | None = attrs.field(default=None, metadata={"wire": "quality_score"})
    """How recipients take the template."""


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
class HeaderDefinition(Model):
    """The header of a template, which is text, a file or a location.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["HEADER"] = attrs.field(default="HEADER", metadata={"wire": "type"})
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

    type: Literal["BODY"] = attrs.field(default="BODY", metadata={"wire": "type"})
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
        default=UNSET, metadata={"wire": "add_security_recommendation"}
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

    param_name: str = attrs.field(metadata={"wire": "param_name"})
    """The placeholder's name."""

    example: str = attrs.field(metadata={"wire": "example"})
    """A sample value."""


@attrs.define(kw_only=True, eq=False, repr=False)
class FooterDefinition(Model):
    """The small text at the end of a template.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["FOOTER"] = attrs.field(default="FOOTER", metadata={"wire": "type"})
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

    type: Literal["BUTTONS"] = attrs.field(default="BUTTONS", metadata={"wire": "type"})
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

    type: Literal["QUICK_REPLY"] = attrs.field(default="QUICK_REPLY", metadata={"wire": "type"})
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

    type: Literal["URL"] = attrs.field(default="URL", metadata={"wire": "type"})
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


@attrs.define(kw_only=True, eq=False, repr=False)
class PhoneNumberButton(Model):
    """A button that calls a phone number.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["PHONE_NUMBER"] = attrs.field(default="PHONE_NUMBER", metadata={"wire": "type"})
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

    type: Literal["COPY_CODE"] = attrs.field(default="COPY_CODE", metadata={"wire": "type"})
    """The kind of button."""

    text: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "text"})
    """The text on the button, which Meta sets."""

    example: str | list[str] | UnsetType = attrs.field(default=UNSET, metadata={"wire": "example"})
    """A code that could be copied; a list with it, where the template is listed."""


@attrs.define(kw_only=True, eq=False, repr=False)
class FlowButton(Model):
    """A button that opens a flow, a form within WhatsApp.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/flows/guides/sendingaflow

    """

    type: Literal["FLOW"] = attrs.field(default="FLOW", metadata={"wire": "type"})
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

    flow_name: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "flow_name"})
    """The flow's name."""

    flow_json: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "flow_json"})
    """The flow itself, as JSON in a string."""

    flow_action: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "flow_action"})
    """`navigate` or `data_exchange`."""

    navigate_screen: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "navigate_screen"})
    """For `navigate`, the screen to show first."""


@attrs.define(kw_only=True, eq=False, repr=False)
class OtpButton(Model):
    """A button that hands over the code of an authentication template.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: Literal["OTP"] = attrs.field(default="OTP", metadata={"wire": "type"})
    """The kind of button."""

    otp_type: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "otp_type"})
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
        default=UNSET, metadata={"wire": "zero_tap_terms_accepted"}
    )
    """For `ZERO_TAP`, that its terms are accepted."""

    supported_apps: list[dict[str, Any]] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "supported_apps"}
    )
    """The Android apps that can take the code, each with `package_name` and `signature_hash`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CatalogButton(Model):
    """A button that opens the catalogue.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components

    """

    type: Literal["CATALOG"] = attrs.field(default="CATALOG", metadata={"wire": "type"})
    """The kind of button."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 25}},
    )
    """The text on the button; at most 25 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class MultiProductButton(Model):
    """A button that opens a list of products.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components

    """

    type: Literal["MPM"] = attrs.field(default="MPM", metadata={"wire": "type"})
    """The kind of button."""

    text: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "text", "bounds": {"kind": "string", "max_length": 25}},
    )
    """The text on the button; at most 25 characters."""


@attrs.define(kw_only=True, eq=False, repr=False)
class SingleProductButton(Model):
    """A button that opens a product.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components

    """

    type: Literal["SPM"] = attrs.field(default="SPM", metadata={"wire": "type"})
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
    https://developers.facebook.com/docs/whatsapp/cloud-api/calling

    """

    type: Literal["VOICE_CALL"] = attrs.field(default="VOICE_CALL", metadata={"wire": "type"})
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
    HeaderDefinition | BodyDefinition | FooterDefinition | ButtonsDefinition | Mapping[str, Any],
    Tagged(
        "type",
        {
            "HEADER": HeaderDefinition,
            "BODY": BodyDefinition,
            "FOOTER": FooterDefinition,
            "BUTTONS": ButtonsDefinition,
        },
    ),
]
"""A part of a template, by its `type`. One of a kind that is not listed is a plain mapping.

Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

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
        },
    ),
]
"""A button of a template, by its `type`. One of a kind that is not listed is a plain mapping.

Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

"""
