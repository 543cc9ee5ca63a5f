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
from .messages import ContactAddress, ContactEmail, ContactOrganisation, ContactPhone, ContactUrl

__all__ = [
    "AccountAlertValue",
    "AccountAlertsChange",
    "AccountRestriction",
    "AccountReviewChange",
    "AccountReviewValue",
    "AccountSettingsChange",
    "AccountSettingsValue",
    "AccountUpdateChange",
    "AccountUpdateValue",
    "AppEchoesChange",
    "AppState",
    "AppStateChange",
    "AppStateValue",
    "AutomaticEvent",
    "AutomaticEventsChange",
    "AutomaticEventsValue",
    "BusinessUsernameChange",
    "BusinessUsernameValue",
    "CallNotice",
    "CallPermissionReply",
    "CallStatus",
    "CallsChange",
    "CallsValue",
    "CapabilityChange",
    "CapabilityValue",
    "ChakraAppMessageEcho",
    "ChakraAppMessageEchoes",
    "ChakraDeliveryStatus",
    "ChakraErrorContext",
    "ChakraEvent",
    "ChakraMessage",
    "ChakraMessageEcho",
    "ChakraMessagePayload",
    "ChakraMessages",
    "ChakraMessagesPayload",
    "ChakraStatus",
    "ChakraStatusPayload",
    "ChosenReply",
    "EchoesChange",
    "EditedContent",
    "FlowReply",
    "FlowsChange",
    "FlowsValue",
    "GroupLifecycleChange",
    "GroupNotice",
    "GroupParticipantChange",
    "GroupParticipantsChange",
    "GroupSettingsChange",
    "GroupStatusChange",
    "GroupsValue",
    "HandoverValue",
    "HandoversChange",
    "HistoryChange",
    "HistoryPart",
    "HistoryProgress",
    "HistoryThread",
    "HistoryValue",
    "InboundAudio",
    "InboundButton",
    "InboundContacts",
    "InboundContext",
    "InboundDocument",
    "InboundEdit",
    "InboundImage",
    "InboundInteractive",
    "InboundLocation",
    "InboundMedia",
    "InboundMediaPlaceholder",
    "InboundMessage",
    "InboundOrder",
    "InboundOrderContent",
    "InboundPlace",
    "InboundReaction",
    "InboundReactionContent",
    "InboundRevoke",
    "InboundSticker",
    "InboundSystem",
    "InboundText",
    "InboundTextContent",
    "InboundUnsupported",
    "InboundVideo",
    "InboundWelcome",
    "InteractiveReply",
    "MessageStatus",
    "MessageStatusKind",
    "MessagesChange",
    "NotificationChange",
    "NotificationContact",
    "NotificationEntry",
    "NotificationMetadata",
    "NotificationProfile",
    "NotificationValue",
    "NumberNameChange",
    "NumberNameValue",
    "NumberQualityChange",
    "NumberQualityValue",
    "OrderedProduct",
    "PartnerSolutionValue",
    "PartnerSolutionsChange",
    "PaymentConfigurationChange",
    "PaymentConfigurationValue",
    "PaymentNotice",
    "PlatformEvent",
    "PreferencesChange",
    "PreferencesValue",
    "PressedButton",
    "PreviousAndCurrent",
    "Referral",
    "ReferredProduct",
    "RevokedContent",
    "SecurityChange",
    "SecurityValue",
    "SharedCard",
    "SharedName",
    "StandbyChange",
    "StandbyValue",
    "StatusConversation",
    "StatusPricing",
    "SystemNotice",
    "TemplateCategoryChange",
    "TemplateCategoryDetection",
    "TemplateCategoryValue",
    "TemplateComponentsChange",
    "TemplateComponentsValue",
    "TemplateQualityChange",
    "TemplateQualityValue",
    "TemplateStatusChange",
    "TemplateStatusValue",
    "UnsupportedContent",
    "UserIdChange",
    "UserIdNotice",
    "UserIdsValue",
    "UserPreference",
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
class MessagesChange(Model):
    """Messages that came in, and statuses of those that went out.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    field_name: Literal["messages"] = attrs.field(default="messages", metadata={"wire": "field"})
    """What the value is about: `messages`."""

    value: NotificationValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AppEchoesChange(Model):
    """Messages that were typed in the phone app.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    field_name: Literal["smb_message_echoes"] = attrs.field(
        default="smb_message_echoes", metadata={"wire": "field"}
    )
    """What the value is about: `smb_message_echoes`."""

    value: NotificationValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class EchoesChange(Model):
    """Messages that went out.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["message_echoes"] = attrs.field(default="message_echoes", metadata={"wire": "field"})
    """What the value is about: `message_echoes`."""

    value: NotificationValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallsChange(Model):
    """Voice calls, and what became of those that went out.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["calls"] = attrs.field(default="calls", metadata={"wire": "field"})
    """What the value is about: `calls`."""

    value: CallsValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class HistoryChange(Model):
    """Old messages of the phone app, sent when the number was connected.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    field_name: Literal["history"] = attrs.field(default="history", metadata={"wire": "field"})
    """What the value is about: `history`."""

    value: HistoryValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AppStateChange(Model):
    """Contacts of the phone app.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["smb_app_state_sync"] = attrs.field(
        default="smb_app_state_sync", metadata={"wire": "field"}
    )
    """What the value is about: `smb_app_state_sync`."""

    value: AppStateValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateStatusChange(Model):
    """A template was approved, rejected, paused or disabled.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    field_name: Literal["message_template_status_update"] = attrs.field(
        default="message_template_status_update", metadata={"wire": "field"}
    )
    """What the value is about: `message_template_status_update`."""

    value: TemplateStatusValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateQualityChange(Model):
    """The quality of a template changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["message_template_quality_update"] = attrs.field(
        default="message_template_quality_update", metadata={"wire": "field"}
    )
    """What the value is about: `message_template_quality_update`."""

    value: TemplateQualityValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateComponentsChange(Model):
    """The content of a template changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["message_template_components_update"] = attrs.field(
        default="message_template_components_update", metadata={"wire": "field"}
    )
    """What the value is about: `message_template_components_update`."""

    value: TemplateComponentsValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateCategoryChange(Model):
    """The category of a template changes.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["template_category_update"] = attrs.field(
        default="template_category_update", metadata={"wire": "field"}
    )
    """What the value is about: `template_category_update`."""

    value: TemplateCategoryValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateCategoryDetection(Model):
    """The category of a template is said to be wrong.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["template_correct_category_detection"] = attrs.field(
        default="template_correct_category_detection", metadata={"wire": "field"}
    )
    """What the value is about: `template_correct_category_detection`."""

    value: TemplateCategoryValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AccountUpdateChange(Model):
    """The state of an account changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["account_update"] = attrs.field(default="account_update", metadata={"wire": "field"})
    """What the value is about: `account_update`."""

    value: AccountUpdateValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AccountAlertsChange(Model):
    """A warning about an account.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["account_alerts"] = attrs.field(default="account_alerts", metadata={"wire": "field"})
    """What the value is about: `account_alerts`."""

    value: AccountAlertValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AccountReviewChange(Model):
    """An account was reviewed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["account_review_update"] = attrs.field(
        default="account_review_update", metadata={"wire": "field"}
    )
    """What the value is about: `account_review_update`."""

    value: AccountReviewValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AccountSettingsChange(Model):
    """Settings of a number changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["account_settings_update"] = attrs.field(
        default="account_settings_update", metadata={"wire": "field"}
    )
    """What the value is about: `account_settings_update`."""

    value: AccountSettingsValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CapabilityChange(Model):
    """Limits of the business changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["business_capability_update"] = attrs.field(
        default="business_capability_update", metadata={"wire": "field"}
    )
    """What the value is about: `business_capability_update`."""

    value: CapabilityValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NumberQualityChange(Model):
    """The quality or throughput of a number changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["phone_number_quality_update"] = attrs.field(
        default="phone_number_quality_update", metadata={"wire": "field"}
    )
    """What the value is about: `phone_number_quality_update`."""

    value: NumberQualityValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NumberNameChange(Model):
    """The shown name of a number was reviewed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["phone_number_name_update"] = attrs.field(
        default="phone_number_name_update", metadata={"wire": "field"}
    )
    """What the value is about: `phone_number_name_update`."""

    value: NumberNameValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class SecurityChange(Model):
    """The two-step PIN of a number was changed or asked for.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["security"] = attrs.field(default="security", metadata={"wire": "field"})
    """What the value is about: `security`."""

    value: SecurityValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PreferencesChange(Model):
    """Users stopped or resumed marketing messages.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["user_preferences"] = attrs.field(
        default="user_preferences", metadata={"wire": "field"}
    )
    """What the value is about: `user_preferences`."""

    value: PreferencesValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class UserIdChange(Model):
    """Users have another id for this business.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["user_id_update"] = attrs.field(default="user_id_update", metadata={"wire": "field"})
    """What the value is about: `user_id_update`."""

    value: UserIdsValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class BusinessUsernameChange(Model):
    """The username of a business was approved, reserved or deleted.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["business_username_updates"] = attrs.field(
        default="business_username_updates", metadata={"wire": "field"}
    )
    """What the value is about: `business_username_updates`."""

    value: BusinessUsernameValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class GroupLifecycleChange(Model):
    """Groups were created or deleted.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["group_lifecycle_update"] = attrs.field(
        default="group_lifecycle_update", metadata={"wire": "field"}
    )
    """What the value is about: `group_lifecycle_update`."""

    value: GroupsValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class GroupParticipantsChange(Model):
    """The members of groups changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["group_participants_update"] = attrs.field(
        default="group_participants_update", metadata={"wire": "field"}
    )
    """What the value is about: `group_participants_update`."""

    value: GroupsValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class GroupParticipantChange(Model):
    """The same, in another spelling.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["group_participant_update"] = attrs.field(
        default="group_participant_update", metadata={"wire": "field"}
    )
    """What the value is about: `group_participant_update`."""

    value: GroupsValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class GroupSettingsChange(Model):
    """The settings of groups changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["group_settings_update"] = attrs.field(
        default="group_settings_update", metadata={"wire": "field"}
    )
    """What the value is about: `group_settings_update`."""

    value: GroupsValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class GroupStatusChange(Model):
    """Groups were suspended, or that ended.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["group_status_update"] = attrs.field(
        default="group_status_update", metadata={"wire": "field"}
    )
    """What the value is about: `group_status_update`."""

    value: GroupsValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class FlowsChange(Model):
    """The state or health of a flow changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["flows"] = attrs.field(default="flows", metadata={"wire": "field"})
    """What the value is about: `flows`."""

    value: FlowsValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PaymentConfigurationChange(Model):
    """The state of a payment configuration changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["payment_configuration_update"] = attrs.field(
        default="payment_configuration_update", metadata={"wire": "field"}
    )
    """What the value is about: `payment_configuration_update`."""

    value: PaymentConfigurationValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PartnerSolutionsChange(Model):
    """The state of a partner solution changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["partner_solutions"] = attrs.field(
        default="partner_solutions", metadata={"wire": "field"}
    )
    """What the value is about: `partner_solutions`."""

    value: PartnerSolutionValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AutomaticEventsChange(Model):
    """Meta recognised a lead or a purchase in a conversation.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["automatic_events"] = attrs.field(
        default="automatic_events", metadata={"wire": "field"}
    )
    """What the value is about: `automatic_events`."""

    value: AutomaticEventsValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class HandoversChange(Model):
    """The control of a conversation went to another application.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["messaging_handovers"] = attrs.field(
        default="messaging_handovers", metadata={"wire": "field"}
    )
    """What the value is about: `messaging_handovers`."""

    value: HandoverValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class StandbyChange(Model):
    """What happened in a conversation that another application controls.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    field_name: Literal["standby"] = attrs.field(default="standby", metadata={"wire": "field"})
    """What the value is about: `standby`."""

    value: StandbyValue = attrs.field(metadata={"wire": "value"})
    """The event."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NotificationValue(Model):
    """Messages, statuses or echoes of one number.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    metadata: NotificationMetadata | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """The business's number that it is about."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The users that the messages and statuses are from or about."""

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


@attrs.define(kw_only=True, eq=False, repr=False)
class CallsValue(Model):
    """Voice calls of one number. Its statuses are those of calls, not of messages.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/calling

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    metadata: NotificationMetadata | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """The business's number that it is about."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The users that it is about."""

    calls: list[CallNotice] | None = attrs.field(default=None, metadata={"wire": "calls"})
    """Calls that were offered, answered or ended."""

    statuses: list[CallStatus] | None = attrs.field(default=None, metadata={"wire": "statuses"})
    """What became of calls that went out."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """What went wrong."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallNotice(Model):
    """Something about a call.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/calling

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The call's id (wacid)."""

    event: str | None = attrs.field(default=None, metadata={"wire": "event"})
    """`connect`, `terminate`, `call_created`, `call_recording_available`, `call_transcription_available`, or
    another."""

    direction: str | None = attrs.field(default=None, metadata={"wire": "direction"})
    """`USER_INITIATED` or `BUSINESS_INITIATED`."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The caller's phone number."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The caller's id for this business."""

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The caller's id for the parent business."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """The phone number that is called."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """The id for this business of the user that is called."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """The id for the parent business of the user that is called."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When, in epoch seconds, as a string."""

    session: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "session"})
    """The WebRTC session: `sdp_type` and `sdp`."""

    status: str | None = attrs.field(default=None, metadata={"wire": "status"})
    """How it ended: `COMPLETED` or `FAILED`."""

    start_time: str | None = attrs.field(default=None, metadata={"wire": "start_time"})
    """When it was answered, in epoch seconds, as a string."""

    end_time: str | None = attrs.field(default=None, metadata={"wire": "end_time"})
    """When it ended, in epoch seconds, as a string."""

    duration: int | str | None = attrs.field(default=None, metadata={"wire": "duration"})
    """How long it took, in seconds."""

    biz_opaque_callback_data: str | None = attrs.field(
        default=None, metadata={"wire": "biz_opaque_callback_data"}
    )
    """The string that was sent with it."""

    deeplink_payload: str | None = attrs.field(default=None, metadata={"wire": "deeplink_payload"})
    """What the link held that the user called from."""

    cta_payload: str | None = attrs.field(default=None, metadata={"wire": "cta_payload"})
    """What the button held that the user called from."""

    recording: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "recording"})
    """The recording."""

    transcript: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "transcript"})
    """The transcript."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """What went wrong."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallStatus(Model):
    """What became of a call that went out.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/calling

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The call's id (wacid)."""

    type: str | None = attrs.field(default=None, metadata={"wire": "type"})
    """Always `call`."""

    status: str | None = attrs.field(default=None, metadata={"wire": "status"})
    """`RINGING`, `ACCEPTED`, `REJECTED`, or another."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When, in epoch seconds, as a string."""

    recipient_id: str | None = attrs.field(default=None, metadata={"wire": "recipient_id"})
    """The phone number that is called."""

    recipient_user_id: str | None = attrs.field(default=None, metadata={"wire": "recipient_user_id"})
    """The id for this business of the user that is called."""

    recipient_parent_user_id: str | None = attrs.field(
        default=None, metadata={"wire": "recipient_parent_user_id"}
    )
    """The id for the parent business of the user that is called."""

    biz_opaque_callback_data: str | None = attrs.field(
        default=None, metadata={"wire": "biz_opaque_callback_data"}
    )
    """The string that was sent with it."""


@attrs.define(kw_only=True, eq=False, repr=False)
class HistoryValue(Model):
    """A part of the history of the phone app. Messages in it are old.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    metadata: NotificationMetadata | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """The business's number that it is about."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The users that it is about."""

    history: list[HistoryPart] | None = attrs.field(default=None, metadata={"wire": "history"})
    """Parts of the history."""

    messages: list[InboundMessage] | None = attrs.field(default=None, metadata={"wire": "messages"})
    """Media of old messages that came in."""

    message_echoes: list[InboundMessage] | None = attrs.field(
        default=None, metadata={"wire": "message_echoes"}
    )
    """Media of old messages that went out."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """What went wrong."""


@attrs.define(kw_only=True, eq=False, repr=False)
class HistoryPart(Model):
    """A chunk of the history, or the error with which the user refused it (2593109).

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    metadata: HistoryProgress | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """Where in the history it is."""

    threads: list[HistoryThread] | None = attrs.field(default=None, metadata={"wire": "threads"})
    """Old conversations."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """What went wrong."""


@attrs.define(kw_only=True, eq=False, repr=False)
class HistoryProgress(Model):
    """Where in the history a chunk is.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    phase: int | str | None = attrs.field(default=None, metadata={"wire": "phase"})
    """Which part of the time it is from: 0, 1 or 2."""

    chunk_order: int | str | None = attrs.field(default=None, metadata={"wire": "chunk_order"})
    """Its place; chunks may arrive in another order."""

    progress: int | str | None = attrs.field(default=None, metadata={"wire": "progress"})
    """How much was sent, in percent."""


@attrs.define(kw_only=True, eq=False, repr=False)
class HistoryThread(Model):
    """An old conversation.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The user's phone number."""

    messages: list[InboundMessage] | None = attrs.field(default=None, metadata={"wire": "messages"})
    """Its messages, of both sides."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AppStateValue(Model):
    """Contacts of the phone app that were added, changed or removed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    metadata: NotificationMetadata | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """The business's number that it is about."""

    state_sync: list[AppState] | None = attrs.field(default=None, metadata={"wire": "state_sync"})
    """What changed."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AppState(Model):
    """A contact of the phone app that changed.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    type: str | None = attrs.field(default=None, metadata={"wire": "type"})
    """Always `contact`."""

    contact: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "contact"})
    """The contact: `full_name`, `first_name`, `phone_number`."""

    action: str | None = attrs.field(default=None, metadata={"wire": "action"})
    """`add` or `remove`."""

    metadata: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """When: `timestamp`, in epoch seconds, as a string."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateStatusValue(Model):
    """The new status of a template.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    event: str | None = attrs.field(default=None, metadata={"wire": "event"})
    """The status: `APPROVED`, `REJECTED`, `PAUSED`, `DISABLED`, `FLAGGED`, `PENDING_DELETION`, or another."""

    message_template_id: int | str | None = attrs.field(
        default=None, metadata={"wire": "message_template_id"}
    )
    """The template's id."""

    message_template_name: str | None = attrs.field(default=None, metadata={"wire": "message_template_name"})
    """The template's name."""

    message_template_language: str | None = attrs.field(
        default=None, metadata={"wire": "message_template_language"}
    )
    """The code of its language."""

    reason: str | None = attrs.field(default=None, metadata={"wire": "reason"})
    """Why it was rejected; `NONE` where it was not."""

    message_template_category: str | None = attrs.field(
        default=None, metadata={"wire": "message_template_category"}
    )
    """Its category."""

    disable_info: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "disable_info"})
    """When it is disabled: `disable_date`."""

    other_info: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "other_info"})
    """Why it was paused: `title`, `description`."""

    rejection_info: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "rejection_info"})
    """Why it was rejected: `reason`, `recommendation`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateQualityValue(Model):
    """The quality of a template.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    previous_quality_score: str | None = attrs.field(
        default=None, metadata={"wire": "previous_quality_score"}
    )
    """The quality before: `GREEN`, `YELLOW`, `RED` or `UNKNOWN`."""

    new_quality_score: str | None = attrs.field(default=None, metadata={"wire": "new_quality_score"})
    """The quality now."""

    message_template_id: int | str | None = attrs.field(
        default=None, metadata={"wire": "message_template_id"}
    )
    """The template's id."""

    message_template_name: str | None = attrs.field(default=None, metadata={"wire": "message_template_name"})
    """The template's name."""

    message_template_language: str | None = attrs.field(
        default=None, metadata={"wire": "message_template_language"}
    )
    """The code of its language."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateComponentsValue(Model):
    """The content of a template.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    message_template_id: int | str | None = attrs.field(
        default=None, metadata={"wire": "message_template_id"}
    )
    """The template's id."""

    message_template_name: str | None = attrs.field(default=None, metadata={"wire": "message_template_name"})
    """The template's name."""

    message_template_language: str | None = attrs.field(
        default=None, metadata={"wire": "message_template_language"}
    )
    """The code of its language."""

    message_template_title: str | None = attrs.field(
        default=None, metadata={"wire": "message_template_title"}
    )
    """The text of its header."""

    message_template_element: str | None = attrs.field(
        default=None, metadata={"wire": "message_template_element"}
    )
    """The text of its body."""

    message_template_footer: str | None = attrs.field(
        default=None, metadata={"wire": "message_template_footer"}
    )
    """The text of its footer."""

    message_template_buttons: list[dict[str, Any]] | None = attrs.field(
        default=None, metadata={"wire": "message_template_buttons"}
    )
    """Its buttons."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TemplateCategoryValue(Model):
    """The category of a template.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    message_template_id: int | str | None = attrs.field(
        default=None, metadata={"wire": "message_template_id"}
    )
    """The template's id."""

    message_template_name: str | None = attrs.field(default=None, metadata={"wire": "message_template_name"})
    """The template's name."""

    message_template_language: str | None = attrs.field(
        default=None, metadata={"wire": "message_template_language"}
    )
    """The code of its language."""

    previous_category: str | None = attrs.field(default=None, metadata={"wire": "previous_category"})
    """The category before."""

    new_category: str | None = attrs.field(default=None, metadata={"wire": "new_category"})
    """The category now."""

    correct_category: str | None = attrs.field(default=None, metadata={"wire": "correct_category"})
    """The category that Meta finds right."""

    category_update_timestamp: int | str | None = attrs.field(
        default=None, metadata={"wire": "category_update_timestamp"}
    )
    """When it changes, in epoch seconds."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AccountUpdateValue(Model):
    """The state of an account; which members there are depends on the event.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    event: str | None = attrs.field(default=None, metadata={"wire": "event"})
    """What happened, such as `VERIFIED_ACCOUNT`, `DISABLED_UPDATE`, `ACCOUNT_VIOLATION`, `ACCOUNT_RESTRICTION`,
    `PARTNER_ADDED` or `ACCOUNT_DELETED`; there are about 18."""

    phone_number: str | None = attrs.field(default=None, metadata={"wire": "phone_number"})
    """The number that it is about."""

    country: str | None = attrs.field(default=None, metadata={"wire": "country"})
    """The code of the country that it is about."""

    waba_info: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "waba_info"})
    """The account, and who owns it."""

    violation_info: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "violation_info"})
    """What was violated: `violation_type`."""

    ban_info: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "ban_info"})
    """The ban: `waba_ban_state`, `waba_ban_date`."""

    restriction_info: list[AccountRestriction] | None = attrs.field(
        default=None, metadata={"wire": "restriction_info"}
    )
    """What is restricted."""

    disconnection_info: dict[str, Any] | None = attrs.field(
        default=None, metadata={"wire": "disconnection_info"}
    )
    """Why the number was disconnected."""

    auth_international_rate_eligibility: dict[str, Any] | None = attrs.field(
        default=None, metadata={"wire": "auth_international_rate_eligibility"}
    )
    """From when prices of authentication abroad hold."""

    volume_tier_info: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "volume_tier_info"})
    """The tier of prices."""

    partner_client_certification_info: dict[str, Any] | None = attrs.field(
        default=None, metadata={"wire": "partner_client_certification_info"}
    )
    """The certification of a client."""

    partner_client_certification_needed_info: dict[str, Any] | None = attrs.field(
        default=None, metadata={"wire": "partner_client_certification_needed_info"}
    )
    """The certification that a client needs."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AccountRestriction(Model):
    """A restriction of an account.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    restriction_type: str | None = attrs.field(default=None, metadata={"wire": "restriction_type"})
    """What is restricted, such as `RESTRICTED_BIZ_INITIATED_MESSAGING`."""

    expiration: int | str | None = attrs.field(default=None, metadata={"wire": "expiration"})
    """Until when, in epoch seconds."""

    remediation: str | None = attrs.field(default=None, metadata={"wire": "remediation"})
    """What to do about it."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AccountAlertValue(Model):
    """A warning about an account.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    entity_type: str | None = attrs.field(default=None, metadata={"wire": "entity_type"})
    """What it is about."""

    entity_id: int | str | None = attrs.field(default=None, metadata={"wire": "entity_id"})
    """The id of what it is about."""

    alert_info: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "alert_info"})
    """The warning: `alert_severity`, `alert_status`, `alert_type`, `alert_description`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AccountReviewValue(Model):
    """The result of a review of an account.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    decision: str | None = attrs.field(default=None, metadata={"wire": "decision"})
    """`APPROVED`, `REJECTED`, or another."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AccountSettingsValue(Model):
    """Settings of a number.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    type: str | None = attrs.field(default=None, metadata={"wire": "type"})
    """`PHONE_NUMBER_SETTINGS`, or another."""

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    timestamp: int | str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When, in epoch seconds."""

    phone_number_settings: dict[str, Any] | None = attrs.field(
        default=None, metadata={"wire": "phone_number_settings"}
    )
    """The settings: `phone_number_id`, `calling`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CapabilityValue(Model):
    """Limits of a business.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    max_daily_conversations_per_business: int | str | None = attrs.field(
        default=None, metadata={"wire": "max_daily_conversations_per_business"}
    )
    """Conversations that it may begin in a day: a number, or the name of a tier."""

    max_daily_conversation_per_phone: int | str | None = attrs.field(
        default=None, metadata={"wire": "max_daily_conversation_per_phone"}
    )
    """The same for a number, in older versions."""

    max_phone_numbers_per_business: int | None = attrs.field(
        default=None, metadata={"wire": "max_phone_numbers_per_business"}
    )
    """Numbers that it may have."""

    max_phone_numbers_per_waba: int | None = attrs.field(
        default=None, metadata={"wire": "max_phone_numbers_per_waba"}
    )
    """Numbers that an account may have."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NumberQualityValue(Model):
    """The quality or throughput of a number.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    display_phone_number: str | None = attrs.field(default=None, metadata={"wire": "display_phone_number"})
    """The number, as it is shown."""

    event: str | None = attrs.field(default=None, metadata={"wire": "event"})
    """`ONBOARDING`, `THROUGHPUT_UPGRADE`, `FLAGGED`, or another."""

    current_limit: str | None = attrs.field(default=None, metadata={"wire": "current_limit"})
    """The tier now; gone since February 2026."""

    old_limit: str | None = attrs.field(default=None, metadata={"wire": "old_limit"})
    """The tier before; gone since February 2026."""

    max_daily_conversations_per_business: int | str | None = attrs.field(
        default=None, metadata={"wire": "max_daily_conversations_per_business"}
    )
    """Conversations that the business may begin in a day."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NumberNameValue(Model):
    """The review of the shown name of a number.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    display_phone_number: str | None = attrs.field(default=None, metadata={"wire": "display_phone_number"})
    """The number, as it is shown."""

    decision: str | None = attrs.field(default=None, metadata={"wire": "decision"})
    """`APPROVED`, `REJECTED`, `DEFERRED`, or another."""

    requested_verified_name: str | None = attrs.field(
        default=None, metadata={"wire": "requested_verified_name"}
    )
    """The name that was asked for."""

    rejection_reason: str | None = attrs.field(default=None, metadata={"wire": "rejection_reason"})
    """Why it was rejected."""


@attrs.define(kw_only=True, eq=False, repr=False)
class SecurityValue(Model):
    """The two-step PIN of a number.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    display_phone_number: str | None = attrs.field(default=None, metadata={"wire": "display_phone_number"})
    """The number, as it is shown."""

    event: str | None = attrs.field(default=None, metadata={"wire": "event"})
    """`PIN_CHANGED`, `PIN_RESET_REQUEST`, `PIN_REQUEST_SUCCESS`, or another."""

    requester: str | None = attrs.field(default=None, metadata={"wire": "requester"})
    """The id of the user that asked."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PreferencesValue(Model):
    """What users want to get.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    metadata: NotificationMetadata | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """The business's number that it is about."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The users that it is about."""

    user_preferences: list[UserPreference] | None = attrs.field(
        default=None, metadata={"wire": "user_preferences"}
    )
    """The preferences that changed."""


@attrs.define(kw_only=True, eq=False, repr=False)
class UserPreference(Model):
    """What a user wants to get. After `stop`, marketing messages to the user fail.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    wa_id: str | None = attrs.field(default=None, metadata={"wire": "wa_id"})
    """The user's WhatsApp id."""

    user_id: str | None = attrs.field(default=None, metadata={"wire": "user_id"})
    """The user's id for this business."""

    parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "parent_user_id"})
    """The user's id for the parent business."""

    detail: str | None = attrs.field(default=None, metadata={"wire": "detail"})
    """It in words."""

    category: str | None = attrs.field(default=None, metadata={"wire": "category"})
    """`marketing_messages`, or another."""

    value: str | None = attrs.field(default=None, metadata={"wire": "value"})
    """`stop`, `resume`, `signup`, or another."""

    signup_id: str | None = attrs.field(default=None, metadata={"wire": "signup_id"})
    """The id of the sign-up."""

    timestamp: int | str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When, in epoch seconds."""


@attrs.define(kw_only=True, eq=False, repr=False)
class UserIdsValue(Model):
    """The ids of users.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    metadata: NotificationMetadata | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """The business's number that it is about."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The users that it is about."""

    user_id_update: list[UserIdNotice] | None = attrs.field(default=None, metadata={"wire": "user_id_update"})
    """The ids that changed."""


@attrs.define(kw_only=True, eq=False, repr=False)
class UserIdNotice(Model):
    """The id of a user that changed, as when the phone number did.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages

    """

    wa_id: str | None = attrs.field(default=None, metadata={"wire": "wa_id"})
    """The user's WhatsApp id."""

    detail: str | None = attrs.field(default=None, metadata={"wire": "detail"})
    """It in words."""

    user_id: PreviousAndCurrent | None = attrs.field(default=None, metadata={"wire": "user_id"})
    """The user's id for this business."""

    parent_user_id: PreviousAndCurrent | None = attrs.field(default=None, metadata={"wire": "parent_user_id"})
    """The user's id for the parent business."""

    timestamp: int | str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When, in epoch seconds."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PreviousAndCurrent(Model):
    """An id before and after.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages

    """

    previous: str | None = attrs.field(default=None, metadata={"wire": "previous"})
    """The id before."""

    current: str | None = attrs.field(default=None, metadata={"wire": "current"})
    """The id now."""


@attrs.define(kw_only=True, eq=False, repr=False)
class BusinessUsernameValue(Model):
    """The username of a business.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages

    """

    display_phone_number: str | None = attrs.field(default=None, metadata={"wire": "display_phone_number"})
    """The number, as it is shown."""

    username: str | None = attrs.field(default=None, metadata={"wire": "username"})
    """The username."""

    status: str | None = attrs.field(default=None, metadata={"wire": "status"})
    """`approved`, `reserved`, `deleted`, or another."""


@attrs.define(kw_only=True, eq=False, repr=False)
class GroupsValue(Model):
    """Groups of one number.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    metadata: NotificationMetadata | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """The business's number that it is about."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The users that it is about."""

    groups: list[GroupNotice] | None = attrs.field(default=None, metadata={"wire": "groups"})
    """What happened."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """What went wrong."""


@attrs.define(kw_only=True, eq=False, repr=False)
class GroupNotice(Model):
    """Something about a group. Meta spells some types otherwise in its own schemas, such as
    `group_add_participants`.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    type: str | None = attrs.field(default=None, metadata={"wire": "type"})
    """`group_create`, `group_delete`, `group_participants_add`, `group_participants_remove`,
    `group_join_request_created`, `group_join_request_revoked`, `group_settings_update`, `group_suspend`,
    `group_suspend_cleared`, or another."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group's id."""

    request_id: str | None = attrs.field(default=None, metadata={"wire": "request_id"})
    """The id of the request that it is the answer to."""

    timestamp: int | str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When, in epoch seconds."""

    subject: str | None = attrs.field(default=None, metadata={"wire": "subject"})
    """Its name."""

    description: str | None = attrs.field(default=None, metadata={"wire": "description"})
    """Its description."""

    invite_link: str | None = attrs.field(default=None, metadata={"wire": "invite_link"})
    """The link by which users join."""

    reason: str | None = attrs.field(default=None, metadata={"wire": "reason"})
    """Why members joined or left."""

    added_participants: list[dict[str, Any]] | None = attrs.field(
        default=None, metadata={"wire": "added_participants"}
    )
    """Who joined."""

    removed_participants: list[dict[str, Any]] | None = attrs.field(
        default=None, metadata={"wire": "removed_participants"}
    )
    """Who left."""

    failed_participants: list[dict[str, Any]] | None = attrs.field(
        default=None, metadata={"wire": "failed_participants"}
    )
    """Who could not be added or removed."""

    join_request_id: str | None = attrs.field(default=None, metadata={"wire": "join_request_id"})
    """The id of a request to join."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """What went wrong."""


@attrs.define(kw_only=True, eq=False, repr=False)
class FlowsValue(Model):
    """The state or health of a flow.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    event: str | None = attrs.field(default=None, metadata={"wire": "event"})
    """`FLOW_STATUS_CHANGE`, `CLIENT_ERROR_RATE`, `ENDPOINT_ERROR_RATE`, `ENDPOINT_LATENCY`,
    `ENDPOINT_AVAILABILITY`, or another."""

    message: str | None = attrs.field(default=None, metadata={"wire": "message"})
    """It in words."""

    flow_id: str | None = attrs.field(default=None, metadata={"wire": "flow_id"})
    """The flow's id."""

    old_status: str | None = attrs.field(default=None, metadata={"wire": "old_status"})
    """The status before."""

    new_status: str | None = attrs.field(default=None, metadata={"wire": "new_status"})
    """The status now."""

    alert_state: str | None = attrs.field(default=None, metadata={"wire": "alert_state"})
    """`ACTIVATED` or `DEACTIVATED`."""

    threshold: float | str | None = attrs.field(default=None, metadata={"wire": "threshold"})
    """What was passed."""

    error_rate: float | str | None = attrs.field(default=None, metadata={"wire": "error_rate"})
    """The share of errors."""

    p50_latency: float | str | None = attrs.field(default=None, metadata={"wire": "p50_latency"})
    """The median time of an answer, in milliseconds."""

    p90_latency: float | str | None = attrs.field(default=None, metadata={"wire": "p90_latency"})
    """The 90th percentile of the time, in milliseconds."""

    requests_count: int | str | None = attrs.field(default=None, metadata={"wire": "requests_count"})
    """How many requests there were."""

    availability: float | str | None = attrs.field(default=None, metadata={"wire": "availability"})
    """The share of requests that were answered."""

    errors: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """The errors, with their counts."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PaymentConfigurationValue(Model):
    """The state of a payment configuration.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    configuration_name: str | None = attrs.field(default=None, metadata={"wire": "configuration_name"})
    """Its name."""

    provider_name: str | None = attrs.field(default=None, metadata={"wire": "provider_name"})
    """The provider."""

    provider_mid: str | None = attrs.field(default=None, metadata={"wire": "provider_mid"})
    """The provider's id of the merchant."""

    status: str | None = attrs.field(default=None, metadata={"wire": "status"})
    """Its status."""

    created_timestamp: int | str | None = attrs.field(default=None, metadata={"wire": "created_timestamp"})
    """When it was made, in epoch seconds."""

    updated_timestamp: int | str | None = attrs.field(default=None, metadata={"wire": "updated_timestamp"})
    """When it was changed, in epoch seconds."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PartnerSolutionValue(Model):
    """The state of a partner solution; the id of its entry is that of a business portfolio.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    event: str | None = attrs.field(default=None, metadata={"wire": "event"})
    """`SOLUTION_CREATED`, `SOLUTION_UPDATED`, or another."""

    solution_id: str | None = attrs.field(default=None, metadata={"wire": "solution_id"})
    """The solution's id."""

    solution_status: str | None = attrs.field(default=None, metadata={"wire": "solution_status"})
    """Its status."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AutomaticEventsValue(Model):
    """Leads and purchases that Meta recognised.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    metadata: NotificationMetadata | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """The business's number that it is about."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The users that it is about."""

    automatic_events: list[AutomaticEvent] | None = attrs.field(
        default=None, metadata={"wire": "automatic_events"}
    )
    """What was recognised."""


@attrs.define(kw_only=True, eq=False, repr=False)
class AutomaticEvent(Model):
    """A lead or purchase that Meta recognised.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The message's id (wamid)."""

    event_name: str | None = attrs.field(default=None, metadata={"wire": "event_name"})
    """`LeadSubmitted`, `Purchase`, or another."""

    timestamp: int | str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When, in epoch seconds."""

    ctwa_clid: str | None = attrs.field(default=None, metadata={"wire": "ctwa_clid"})
    """The id of the click on the advertisement."""

    custom_data: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "custom_data"})
    """For a purchase, `currency` and `value`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class HandoverValue(Model):
    """Who controls a conversation.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    metadata: NotificationMetadata | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """The business's number that it is about."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The users that it is about."""

    timestamp: int | str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When, in epoch seconds."""

    sender: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "sender"})
    """The user of the conversation."""

    recipient: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "recipient"})
    """The number of the conversation."""

    control_passed: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "control_passed"})
    """The owners before and after: `previous_owner_app_id`, `new_owner_app_id`, and their roles."""

    control_taken: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "control_taken"})
    """The owners before and after, where control was taken."""


@attrs.define(kw_only=True, eq=False, repr=False)
class StandbyValue(Model):
    """What happened in conversations that another application controls. It must not be answered.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    metadata: NotificationMetadata | None = attrs.field(default=None, metadata={"wire": "metadata"})
    """The business's number that it is about."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The users that it is about."""

    messages: list[InboundMessage] | None = attrs.field(default=None, metadata={"wire": "messages"})
    """Messages that came in."""

    message_echoes: list[InboundMessage] | None = attrs.field(
        default=None, metadata={"wire": "message_echoes"}
    )
    """Messages that went out."""

    statuses: list[MessageStatus] | None = attrs.field(default=None, metadata={"wire": "statuses"})
    """What became of them."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """What went wrong."""


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
    """A user that a message or a status is from or about. One of `wa_id` and `user_id` may be missing.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    profile: NotificationProfile | None = attrs.field(default=None, metadata={"wire": "profile"})
    """The user's profile."""

    wa_id: str | None = attrs.field(default=None, metadata={"wire": "wa_id"})
    """The user's WhatsApp id, which is the phone number in digits."""

    user_id: str | None = attrs.field(default=None, metadata={"wire": "user_id"})
    """The user's id for this business; a user with a username may have no number to show. Inferred, not
    documented."""

    parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "parent_user_id"})
    """The user's id for the parent business. Inferred, not documented."""

    identity_key_hash: str | None = attrs.field(default=None, metadata={"wire": "identity_key_hash"})
    """The hash of the identity of the user, where its check is switched on. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it is about. Inferred, not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NotificationProfile(Model):
    """A user's profile.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    name: str | None = attrs.field(default=None, metadata={"wire": "name"})
    """The name."""

    username: str | None = attrs.field(default=None, metadata={"wire": "username"})
    """The username. Inferred, not documented."""

    country_code: str | None = attrs.field(default=None, metadata={"wire": "country_code"})
    """The code of the user's country. Inferred, not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundContext(Model):
    """What a message that came in refers to.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The id (wamid) of the message that is answered."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """Whose message that is."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The id for this business of the user whose message that is. Inferred, not documented."""

    forwarded: bool | None = attrs.field(default=None, metadata={"wire": "forwarded"})
    """Whether it was forwarded."""

    frequently_forwarded: bool | None = attrs.field(default=None, metadata={"wire": "frequently_forwarded"})
    """Whether it was forwarded more than five times."""

    referred_product: ReferredProduct | None = attrs.field(
        default=None, metadata={"wire": "referred_product"}
    )
    """The product that is asked about."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ReferredProduct(Model):
    """A product that a user asks about.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    catalog_id: str | None = attrs.field(default=None, metadata={"wire": "catalog_id"})
    """The catalogue's id."""

    product_retailer_id: str | None = attrs.field(default=None, metadata={"wire": "product_retailer_id"})
    """The product's id in the catalogue."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Referral(Model):
    """An advertisement or post that a conversation began with (click to WhatsApp).

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    source_url: str | None = attrs.field(default=None, metadata={"wire": "source_url"})
    """The address of the advertisement or post."""

    source_id: str | None = attrs.field(default=None, metadata={"wire": "source_id"})
    """Its id at Meta."""

    source_type: str | None = attrs.field(default=None, metadata={"wire": "source_type"})
    """`ad`, `post`, or another."""

    body: str | None = attrs.field(default=None, metadata={"wire": "body"})
    """Its text."""

    headline: str | None = attrs.field(default=None, metadata={"wire": "headline"})
    """Its headline."""

    media_type: str | None = attrs.field(default=None, metadata={"wire": "media_type"})
    """`image` or `video`."""

    image_url: str | None = attrs.field(default=None, metadata={"wire": "image_url"})
    """The address of its image."""

    video_url: str | None = attrs.field(default=None, metadata={"wire": "video_url"})
    """The address of its video."""

    thumbnail_url: str | None = attrs.field(default=None, metadata={"wire": "thumbnail_url"})
    """The address of a preview of its video."""

    ctwa_clid: str | None = attrs.field(default=None, metadata={"wire": "ctwa_clid"})
    """The id of the click, for conversions."""

    ref: str | None = attrs.field(default=None, metadata={"wire": "ref"})
    """The string that was set in the advertisement."""

    welcome_message: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "welcome_message"})
    """The greeting that the user saw: `text`."""


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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["contacts"] = attrs.field(default="contacts", metadata={"wire": "type"})
    """The kind of message."""

    contacts: list[SharedCard] = attrs.field(metadata={"wire": "contacts"})
    """The cards."""


@attrs.define(kw_only=True, eq=False, repr=False)
class SharedCard(Model):
    """An address card that a user shared. Its name may be missing.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    name: SharedName | None = attrs.field(default=None, metadata={"wire": "name"})
    """The person's name."""

    phones: list[ContactPhone] | None = attrs.field(default=None, metadata={"wire": "phones"})
    """Phone numbers."""

    emails: list[ContactEmail] | None = attrs.field(default=None, metadata={"wire": "emails"})
    """E-mail addresses."""

    addresses: list[ContactAddress] | None = attrs.field(default=None, metadata={"wire": "addresses"})
    """Postal addresses."""

    org: ContactOrganisation | None = attrs.field(default=None, metadata={"wire": "org"})
    """Where the person works."""

    urls: list[ContactUrl] | None = attrs.field(default=None, metadata={"wire": "urls"})
    """Web addresses."""

    birthday: str | None = attrs.field(default=None, metadata={"wire": "birthday"})
    """The birthday, as `YYYY-MM-DD`."""

    vcard: str | None = attrs.field(default=None, metadata={"wire": "vcard"})
    """The card as vCard."""

    origin: str | None = attrs.field(default=None, metadata={"wire": "origin"})
    """Why it was shared: `contact_request`, or another."""


@attrs.define(kw_only=True, eq=False, repr=False)
class SharedName(Model):
    """The name on an address card that a user shared.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    formatted_name: str | None = attrs.field(default=None, metadata={"wire": "formatted_name"})
    """The whole name, as it is shown."""

    first_name: str | None = attrs.field(default=None, metadata={"wire": "first_name"})
    """The first name."""

    last_name: str | None = attrs.field(default=None, metadata={"wire": "last_name"})
    """The last name."""

    middle_name: str | None = attrs.field(default=None, metadata={"wire": "middle_name"})
    """The middle name."""

    prefix: str | None = attrs.field(default=None, metadata={"wire": "prefix"})
    """A prefix of the name, such as a title."""

    suffix: str | None = attrs.field(default=None, metadata={"wire": "suffix"})
    """A suffix of the name."""


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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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
    """`button_reply`, `list_reply`, `nfm_reply` (what was entered in a flow or an address form),
    `call_permission_reply`, or another."""

    button_reply: ChosenReply | None = attrs.field(default=None, metadata={"wire": "button_reply"})
    """The reply button that was pressed."""

    list_reply: ChosenReply | None = attrs.field(default=None, metadata={"wire": "list_reply"})
    """The row that was chosen."""

    nfm_reply: FlowReply | None = attrs.field(default=None, metadata={"wire": "nfm_reply"})
    """The answer of a flow."""

    call_permission_reply: CallPermissionReply | None = attrs.field(
        default=None, metadata={"wire": "call_permission_reply"}
    )
    """Whether the business may call. Inferred, not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallPermissionReply(Model):
    """Whether a user allows calls.

    Evidence: Inferred, not documented. Source:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/calling

    """

    response: str | None = attrs.field(default=None, metadata={"wire": "response"})
    """`accept` or `reject`."""

    is_permanent: bool | None = attrs.field(default=None, metadata={"wire": "is_permanent"})
    """Whether it holds until the user changes it."""

    expiration_timestamp: int | str | None = attrs.field(
        default=None, metadata={"wire": "expiration_timestamp"}
    )
    """Until when it holds, in epoch seconds."""

    response_source: str | None = attrs.field(default=None, metadata={"wire": "response_source"})
    """`user_action`, or `automatic` after a call of the user."""


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
    """`flow`, `address_message`, or another."""

    body: str | None = attrs.field(default=None, metadata={"wire": "body"})
    """The text that the user sees."""

    response_json: str | None = attrs.field(default=None, metadata={"wire": "response_json"})
    """What was entered, as JSON in a string; for a saved address it has `saved_address_id`."""


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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
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
    """What changed, such as `user_changed_number` or `user_changed_user_id`."""

    body: str | None = attrs.field(default=None, metadata={"wire": "body"})
    """It in words."""

    wa_id: str | None = attrs.field(default=None, metadata={"wire": "wa_id"})
    """The user's new WhatsApp id."""

    new_wa_id: str | None = attrs.field(default=None, metadata={"wire": "new_wa_id"})
    """The user's new WhatsApp id, in older versions."""

    user_id: str | None = attrs.field(default=None, metadata={"wire": "user_id"})
    """The user's new id for this business. Inferred, not documented."""

    parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "parent_user_id"})
    """The user's new id for the parent business. Inferred, not documented."""

    customer: str | None = attrs.field(default=None, metadata={"wire": "customer"})
    """The user's WhatsApp id before."""

    identity: str | None = attrs.field(default=None, metadata={"wire": "identity"})
    """The hash of the new identity."""


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

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["unsupported"] = attrs.field(default="unsupported", metadata={"wire": "type"})
    """The kind of message."""

    unsupported: UnsupportedContent | None = attrs.field(default=None, metadata={"wire": "unsupported"})
    """What it was, as far as Meta says."""


@attrs.define(kw_only=True, eq=False, repr=False)
class UnsupportedContent(Model):
    """What a message was that Meta does not pass on.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    type: str | None = attrs.field(default=None, metadata={"wire": "type"})
    """Its type, such as `poll`."""

    raw_type: str | None = attrs.field(default=None, metadata={"wire": "raw_type"})
    """Its type, in what ChakraHQ passes on."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundEdit(Model):
    """A user edited a message.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["edit"] = attrs.field(default="edit", metadata={"wire": "type"})
    """The kind of message."""

    edit: EditedContent = attrs.field(metadata={"wire": "edit"})
    """The message, and its new content."""


@attrs.define(kw_only=True, eq=False, repr=False)
class EditedContent(Model):
    """A message that was edited.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    original_message_id: str = attrs.field(metadata={"wire": "original_message_id"})
    """The id (wamid) of the message."""

    message: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "message"})
    """The new content, as that of a message that comes in."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundRevoke(Model):
    """A user deleted a message for everyone.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["revoke"] = attrs.field(default="revoke", metadata={"wire": "type"})
    """The kind of message."""

    revoke: RevokedContent = attrs.field(metadata={"wire": "revoke"})
    """The message."""


@attrs.define(kw_only=True, eq=False, repr=False)
class RevokedContent(Model):
    """A message that was deleted.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    original_message_id: str = attrs.field(metadata={"wire": "original_message_id"})
    """The id (wamid) of the message."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundWelcome(Model):
    """A user opened the chat for the first time and has not written yet.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["request_welcome"] = attrs.field(default="request_welcome", metadata={"wire": "type"})
    """The kind of message."""


@attrs.define(kw_only=True, eq=False, repr=False)
class InboundMediaPlaceholder(Model):
    """Media of the history, whose content comes later under the same id.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid); the key by which a delivery met twice is recognised."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """The sender's phone number, digits only; may be missing for a user with a username."""

    from_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_user_id"})
    """The sender's id for this business. Inferred, not documented."""

    from_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "from_parent_user_id"})
    """The sender's id for the parent business. Inferred, not documented."""

    from_logical_id: str | None = attrs.field(default=None, metadata={"wire": "from_logical_id"})
    """An id of the sender that stays when the number changes. Inferred, not documented."""

    to: str | None = attrs.field(default=None, metadata={"wire": "to"})
    """For an echo, the recipient's phone number. Seen in public code, not documented."""

    to_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_user_id"})
    """For an echo, the recipient's id for this business. Inferred, not documented."""

    to_parent_user_id: str | None = attrs.field(default=None, metadata={"wire": "to_parent_user_id"})
    """For an echo, the recipient's id for the parent business. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that it was written in. Inferred, not documented."""

    timestamp: str | None = attrs.field(default=None, metadata={"wire": "timestamp"})
    """When it was sent, in epoch seconds, as a string."""

    context: InboundContext | None = attrs.field(default=None, metadata={"wire": "context"})
    """The message it answers, or that it was forwarded."""

    referral: Referral | None = attrs.field(default=None, metadata={"wire": "referral"})
    """The advertisement or post that the conversation began with. Inferred, not documented."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it could not be read. Inferred, not documented."""

    type: Literal["media_placeholder"] = attrs.field(default="media_placeholder", metadata={"wire": "type"})
    """The kind of message."""


@attrs.define(kw_only=True, eq=False, repr=False)
class MessageStatus(Model):
    """What became of a message that went out, or of a payment for an order. Statuses come in any order, and more
    than once.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The message's id (wamid)."""

    type: str | None = attrs.field(default=None, metadata={"wire": "type"})
    """What it is about: for `payment`, the status is that of a payment, such as `captured`, and its `failed`
    does not mean that the message failed. Missing, or `message`, for a message. Inferred, not documented.
    """

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
    """The conversation it was counted to; gone since v24.0."""

    pricing: StatusPricing | None = attrs.field(default=None, metadata={"wire": "pricing"})
    """How it is charged."""

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it failed."""

    recipient_type: str | None = attrs.field(default=None, metadata={"wire": "recipient_type"})
    """`individual` or `group`. Inferred, not documented."""

    recipient_user_id: str | None = attrs.field(default=None, metadata={"wire": "recipient_user_id"})
    """The recipient's id for this business. Inferred, not documented."""

    recipient_parent_user_id: str | None = attrs.field(
        default=None, metadata={"wire": "recipient_parent_user_id"}
    )
    """The recipient's id for the parent business; older versions write `parent_recipient_user_id`. Inferred, not
    documented."""

    recipient_participant_id: str | None = attrs.field(
        default=None, metadata={"wire": "recipient_participant_id"}
    )
    """In a group, the phone number of the member that it is about; older versions write
    `participant_recipient_id`. Inferred, not documented."""

    recipient_participant_user_id: str | None = attrs.field(
        default=None, metadata={"wire": "recipient_participant_user_id"}
    )
    """In a group, the id for this business of the member that it is about. Inferred, not documented."""

    recipient_identity_key_hash: str | None = attrs.field(
        default=None, metadata={"wire": "recipient_identity_key_hash"}
    )
    """The hash of the recipient's identity. Inferred, not documented."""

    group_id: str | None = attrs.field(default=None, metadata={"wire": "group_id"})
    """The group that the message was sent to. Inferred, not documented."""

    template_id: str | None = attrs.field(default=None, metadata={"wire": "template_id"})
    """The template that it was made of. Inferred, not documented."""

    from_: str | None = attrs.field(default=None, metadata={"wire": "from"})
    """For a payment, the phone number of the user that paid. Inferred, not documented."""

    payment: PaymentNotice | None = attrs.field(default=None, metadata={"wire": "payment"})
    """For a payment, what is known of it. Inferred, not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PaymentNotice(Model):
    """What is known of a payment for an order.

    Evidence: Inferred, not documented. Source: https://github.com/vaam-apps/meta-whatsapp-rs

    """

    reference_id: str | None = attrs.field(default=None, metadata={"wire": "reference_id"})
    """The reference that the order was sent with."""

    amount: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "amount"})
    """The amount: `value`, `offset`."""

    currency: str | None = attrs.field(default=None, metadata={"wire": "currency"})
    """The code of the currency."""

    transaction: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "transaction"})
    """The transaction: `id`, `type`, `status`, `created_timestamp`, `updated_timestamp`."""


class MessageStatusKind(StrEnum):
    """What became of a message; a voice note can be played. A value that is not listed stays a plain string.

    Evidence: Seen in public code, not documented. Source: https://github.com/facebook/openapi

    """

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    PLAYED = "played"
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
    """The category it is charged as: `marketing`, `utility`, `authentication`, `service`, `marketing_lite`,
    `authentication_international`, `group_marketing`, `group_utility`, `group_service`, `general_purpose_ai`,
    `referral_conversion`, or another."""

    type: str | None = attrs.field(default=None, metadata={"wire": "type"})
    """Why it is charged or free: `regular`, `free_customer_service`, `free_entry_point`, or another. Some
    versions write `pricing_type`."""


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
class ChakraMessages(Model):
    """Statuses or messages, in Meta's form.

    Evidence: Seen in public code, not documented: one receiver reads it. Source:
    https://apidocs.chakrahq.com/doc-919167

    """

    event: Literal["messages"] = attrs.field(default="messages", metadata={"wire": "event"})
    """The kind of event."""

    payload: ChakraMessagesPayload = attrs.field(metadata={"wire": "payload"})
    """What happened."""


@attrs.define(kw_only=True, eq=False, repr=False)
class ChakraAppMessageEchoes(Model):
    """Messages that somebody of the business typed in the phone app.

    Evidence: Seen in public code, not documented: one receiver reads it. Source:
    https://apidocs.chakrahq.com/doc-919167

    """

    event: Literal["smb_message_echoes"] = attrs.field(
        default="smb_message_echoes", metadata={"wire": "event"}
    )
    """The kind of event."""

    payload: ChakraMessagePayload = attrs.field(metadata={"wire": "payload"})
    """What happened."""


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

    message_echoes: list[InboundMessage] | None = attrs.field(
        default=None, metadata={"wire": "message_echoes"}
    )
    """For an echo, the messages, where there are several. Seen in public code, not documented."""

    echoes: list[InboundMessage] | None = attrs.field(default=None, metadata={"wire": "messageEchoes"})
    """The same, in another spelling. Seen in public code, not documented."""

    @property
    def timestamp_datetime(self) -> datetime | None:
        """`timestamp` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.timestamp)


@attrs.define(kw_only=True, eq=False, repr=False)
class ChakraMessagesPayload(Model):
    """Statuses or messages, in Meta's form.

    Evidence: Seen in public code, not documented. Source: https://apidocs.chakrahq.com/doc-919167

    """

    waba_id: str | None = attrs.field(default=None, metadata={"wire": "wabaId"})
    """The id of the WhatsApp Business Account."""

    statuses: list[MessageStatus] | None = attrs.field(default=None, metadata={"wire": "statuses"})
    """What became of messages that went out."""

    messages: list[InboundMessage] | None = attrs.field(default=None, metadata={"wire": "messages"})
    """Messages that came in."""

    contacts: list[NotificationContact] | None = attrs.field(default=None, metadata={"wire": "contacts"})
    """The users that it is about."""


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

    errors: list[WebhookError] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it failed, in some deliveries. Seen in public code, not documented."""

    error: WebhookError | None = attrs.field(default=None, metadata={"wire": "error"})
    """Why it failed, in some deliveries. Seen in public code, not documented."""

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


@attrs.define(kw_only=True, eq=False, repr=False)
class PlatformEvent(Model):
    """What an outbound integration of the platform sends when a record, process or task changes. Its members are
    not known.

    Evidence: Inferred, not documented: the page names the integration; payload and signature are not
    described in what was read. Source:
    https://docs.chakrahq.com/docs/platform/integration/outbound-integration

    """

    event: str | None = attrs.field(default=None, metadata={"wire": "event"})
    """What happened."""

    process: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "process"})
    """The process."""

    task: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "task"})
    """The task."""

    record: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "record"})
    """The record."""


NotificationChange: TypeAlias = Annotated[
    MessagesChange
    | AppEchoesChange
    | EchoesChange
    | CallsChange
    | HistoryChange
    | AppStateChange
    | TemplateStatusChange
    | TemplateQualityChange
    | TemplateComponentsChange
    | TemplateCategoryChange
    | TemplateCategoryDetection
    | AccountUpdateChange
    | AccountAlertsChange
    | AccountReviewChange
    | AccountSettingsChange
    | CapabilityChange
    | NumberQualityChange
    | NumberNameChange
    | SecurityChange
    | PreferencesChange
    | UserIdChange
    | BusinessUsernameChange
    | GroupLifecycleChange
    | GroupParticipantsChange
    | GroupParticipantChange
    | GroupSettingsChange
    | GroupStatusChange
    | FlowsChange
    | PaymentConfigurationChange
    | PartnerSolutionsChange
    | AutomaticEventsChange
    | HandoversChange
    | StandbyChange
    | Mapping[str, Any],
    Tagged(
        "field",
        {
            "messages": MessagesChange,
            "smb_message_echoes": AppEchoesChange,
            "message_echoes": EchoesChange,
            "calls": CallsChange,
            "history": HistoryChange,
            "smb_app_state_sync": AppStateChange,
            "message_template_status_update": TemplateStatusChange,
            "message_template_quality_update": TemplateQualityChange,
            "message_template_components_update": TemplateComponentsChange,
            "template_category_update": TemplateCategoryChange,
            "template_correct_category_detection": TemplateCategoryDetection,
            "account_update": AccountUpdateChange,
            "account_alerts": AccountAlertsChange,
            "account_review_update": AccountReviewChange,
            "account_settings_update": AccountSettingsChange,
            "business_capability_update": CapabilityChange,
            "phone_number_quality_update": NumberQualityChange,
            "phone_number_name_update": NumberNameChange,
            "security": SecurityChange,
            "user_preferences": PreferencesChange,
            "user_id_update": UserIdChange,
            "business_username_updates": BusinessUsernameChange,
            "group_lifecycle_update": GroupLifecycleChange,
            "group_participants_update": GroupParticipantsChange,
            "group_participant_update": GroupParticipantChange,
            "group_settings_update": GroupSettingsChange,
            "group_status_update": GroupStatusChange,
            "flows": FlowsChange,
            "payment_configuration_update": PaymentConfigurationChange,
            "partner_solutions": PartnerSolutionsChange,
            "automatic_events": AutomaticEventsChange,
            "messaging_handovers": HandoversChange,
            "standby": StandbyChange,
        },
    ),
]
"""One event, or several of a kind; `field` says of which kind the value is. One of a kind that is not listed is
a plain mapping.

Evidence: The page shows `messages`; the other fields are those of Meta. Source:
https://apidocs.chakrahq.com/doc-919167

"""

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
    | InboundEdit
    | InboundRevoke
    | InboundWelcome
    | InboundMediaPlaceholder
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
            "edit": InboundEdit,
            "revoke": InboundRevoke,
            "request_welcome": InboundWelcome,
            "media_placeholder": InboundMediaPlaceholder,
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
    | ChakraMessages
    | ChakraAppMessageEchoes
    | ChakraDeliveryStatus
    | Mapping[str, Any],
    Tagged(
        "event",
        {
            "message": ChakraMessage,
            "status": ChakraStatus,
            "message_echo": ChakraMessageEcho,
            "smb_message_echo": ChakraAppMessageEcho,
            "messages": ChakraMessages,
            "smb_message_echoes": ChakraAppMessageEchoes,
            "deliveryStatus": ChakraDeliveryStatus,
        },
    ),
]
"""What the Chakra webhook carries, by its `event`. One of a kind that is not listed is a plain mapping.

Evidence: Seen in public code, not documented: two unrelated receivers agree on it. Source:
https://apidocs.chakrahq.com/doc-919167

"""
