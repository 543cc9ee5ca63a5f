# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The models of the API, by domain; each is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from . import business_accounts as business_accounts
    from . import calling as calling
    from . import campaigns as campaigns
    from . import chats as chats
    from . import common as common
    from . import config as config
    from . import enums as enums
    from . import flows as flows
    from . import jobs as jobs
    from . import leads as leads
    from . import media as media
    from . import messages as messages
    from . import partner as partner
    from . import phone_numbers as phone_numbers
    from . import photos as photos
    from . import plugins as plugins
    from . import process_requests as process_requests
    from . import processes as processes
    from . import tasks as tasks
    from . import templates as templates
    from . import users as users
    from . import webhooks as webhooks
    from .business_accounts import BusinessAccount as BusinessAccount
    from .calling import Call as Call
    from .calling import CallAction as CallAction
    from .calling import CallHours as CallHours
    from .calling import Calling as Calling
    from .calling import CallingSettings as CallingSettings
    from .calling import CallingSwitch as CallingSwitch
    from .calling import CallPermission as CallPermission
    from .calling import CallPermissionAction as CallPermissionAction
    from .calling import CallPermissionActionName as CallPermissionActionName
    from .calling import CallPermissionLimit as CallPermissionLimit
    from .calling import CallPermissions as CallPermissions
    from .calling import CallPermissionStatus as CallPermissionStatus
    from .calling import CallRecording as CallRecording
    from .calling import CallResult as CallResult
    from .calling import CallSession as CallSession
    from .calling import DayOfWeek as DayOfWeek
    from .calling import Holiday as Holiday
    from .calling import OperatingHours as OperatingHours
    from .calling import SdpType as SdpType
    from .calling import Sip as Sip
    from .calling import SipServer as SipServer
    from .campaigns import Enrolment as Enrolment
    from .chats import Chat as Chat
    from .chats import ChatListMeta as ChatListMeta
    from .chats import ChatMessage as ChatMessage
    from .chats import ChatMessageContext as ChatMessageContext
    from .chats import ChatMessageSource as ChatMessageSource
    from .chats import DeliveryStatus as DeliveryStatus
    from .common import Success as Success
    from .config import Config as Config
    from .enums import ChatMessageDirection as ChatMessageDirection
    from .flows import PublicKey as PublicKey
    from .flows import PublicKeyResult as PublicKeyResult
    from .flows import PublicKeys as PublicKeys
    from .jobs import BackgroundJob as BackgroundJob
    from .jobs import BackgroundJobEntry as BackgroundJobEntry
    from .jobs import BackgroundJobMeta as BackgroundJobMeta
    from .jobs import EntryCompletionStatus as EntryCompletionStatus
    from .leads import LeadData as LeadData
    from .media import MediaDetails as MediaDetails
    from .media import PublicMedia as PublicMedia
    from .messages import AcceptedMessage as AcceptedMessage
    from .messages import AcceptedStatus as AcceptedStatus
    from .messages import ActionParameter as ActionParameter
    from .messages import ActionValue as ActionValue
    from .messages import AddressAction as AddressAction
    from .messages import AddressParameters as AddressParameters
    from .messages import Amount as Amount
    from .messages import AudioContent as AudioContent
    from .messages import AudioMessage as AudioMessage
    from .messages import ButtonsAction as ButtonsAction
    from .messages import CallPermissionRequestAction as CallPermissionRequestAction
    from .messages import CardBody as CardBody
    from .messages import CardReply as CardReply
    from .messages import CardReplyButton as CardReplyButton
    from .messages import CarouselAction as CarouselAction
    from .messages import CarouselCard as CarouselCard
    from .messages import CatalogAction as CatalogAction
    from .messages import CatalogParameters as CatalogParameters
    from .messages import ContactAddress as ContactAddress
    from .messages import ContactCard as ContactCard
    from .messages import ContactEmail as ContactEmail
    from .messages import ContactName as ContactName
    from .messages import ContactOrganisation as ContactOrganisation
    from .messages import ContactPhone as ContactPhone
    from .messages import ContactRequestAction as ContactRequestAction
    from .messages import ContactsMessage as ContactsMessage
    from .messages import ContactUrl as ContactUrl
    from .messages import CouponCodeParameter as CouponCodeParameter
    from .messages import CurrencyParameter as CurrencyParameter
    from .messages import CurrencyValue as CurrencyValue
    from .messages import DateTimeParameter as DateTimeParameter
    from .messages import DateTimeValue as DateTimeValue
    from .messages import DirectSendConfig as DirectSendConfig
    from .messages import DocumentContent as DocumentContent
    from .messages import DocumentHeader as DocumentHeader
    from .messages import DocumentMessage as DocumentMessage
    from .messages import DocumentParameter as DocumentParameter
    from .messages import FlowAction as FlowAction
    from .messages import FlowParameters as FlowParameters
    from .messages import GifParameter as GifParameter
    from .messages import GoodsType as GoodsType
    from .messages import ImageContent as ImageContent
    from .messages import ImageHeader as ImageHeader
    from .messages import ImageMessage as ImageMessage
    from .messages import ImageParameter as ImageParameter
    from .messages import Interactive as Interactive
    from .messages import InteractiveAddress as InteractiveAddress
    from .messages import InteractiveBody as InteractiveBody
    from .messages import InteractiveButtons as InteractiveButtons
    from .messages import InteractiveCallPermission as InteractiveCallPermission
    from .messages import InteractiveCarousel as InteractiveCarousel
    from .messages import InteractiveCatalog as InteractiveCatalog
    from .messages import InteractiveContactRequest as InteractiveContactRequest
    from .messages import InteractiveFlow as InteractiveFlow
    from .messages import InteractiveFooter as InteractiveFooter
    from .messages import InteractiveHeader as InteractiveHeader
    from .messages import InteractiveList as InteractiveList
    from .messages import InteractiveListBody as InteractiveListBody
    from .messages import InteractiveLocationRequest as InteractiveLocationRequest
    from .messages import InteractiveMessage as InteractiveMessage
    from .messages import InteractiveOrderDetails as InteractiveOrderDetails
    from .messages import InteractiveOrderStatus as InteractiveOrderStatus
    from .messages import InteractiveProduct as InteractiveProduct
    from .messages import InteractiveProductList as InteractiveProductList
    from .messages import InteractiveUrl as InteractiveUrl
    from .messages import InteractiveVoiceCall as InteractiveVoiceCall
    from .messages import LimitedTimeOfferParameter as LimitedTimeOfferParameter
    from .messages import ListAction as ListAction
    from .messages import ListRow as ListRow
    from .messages import ListSection as ListSection
    from .messages import Location as Location
    from .messages import LocationMessage as LocationMessage
    from .messages import LocationParameter as LocationParameter
    from .messages import LocationRequestAction as LocationRequestAction
    from .messages import MediaCard as MediaCard
    from .messages import MediaCardAction as MediaCardAction
    from .messages import MediaReference as MediaReference
    from .messages import OfferExpiry as OfferExpiry
    from .messages import Order as Order
    from .messages import OrderDetails as OrderDetails
    from .messages import OrderDetailsAction as OrderDetailsAction
    from .messages import OrderItem as OrderItem
    from .messages import OrderStatusAction as OrderStatusAction
    from .messages import OrderStatusParameters as OrderStatusParameters
    from .messages import OutgoingMessage as OutgoingMessage
    from .messages import PayloadParameter as PayloadParameter
    from .messages import PaymentSetting as PaymentSetting
    from .messages import PaymentType as PaymentType
    from .messages import PinAction as PinAction
    from .messages import PinContent as PinContent
    from .messages import PinMessage as PinMessage
    from .messages import ProductAction as ProductAction
    from .messages import ProductCard as ProductCard
    from .messages import ProductItem as ProductItem
    from .messages import ProductListAction as ProductListAction
    from .messages import ProductParameter as ProductParameter
    from .messages import ProductSection as ProductSection
    from .messages import Reaction as Reaction
    from .messages import ReactionMessage as ReactionMessage
    from .messages import ReadReceipt as ReadReceipt
    from .messages import ReplyButton as ReplyButton
    from .messages import ReplyButtonContent as ReplyButtonContent
    from .messages import ReplyContext as ReplyContext
    from .messages import SavedAddress as SavedAddress
    from .messages import SentContact as SentContact
    from .messages import SentMessage as SentMessage
    from .messages import StickerContent as StickerContent
    from .messages import StickerMessage as StickerMessage
    from .messages import TapTarget as TapTarget
    from .messages import TapTargetParameter as TapTargetParameter
    from .messages import TemplateCard as TemplateCard
    from .messages import TemplateCardComponent as TemplateCardComponent
    from .messages import TemplateComponent as TemplateComponent
    from .messages import TemplateContent as TemplateContent
    from .messages import TemplateLanguage as TemplateLanguage
    from .messages import TemplateMapping as TemplateMapping
    from .messages import TemplateMessage as TemplateMessage
    from .messages import TemplateParameter as TemplateParameter
    from .messages import Text as Text
    from .messages import TextHeader as TextHeader
    from .messages import TextMessage as TextMessage
    from .messages import TextParameter as TextParameter
    from .messages import TtlMinutesParameter as TtlMinutesParameter
    from .messages import TypingIndicator as TypingIndicator
    from .messages import UrlAction as UrlAction
    from .messages import UrlParameters as UrlParameters
    from .messages import VideoContent as VideoContent
    from .messages import VideoHeader as VideoHeader
    from .messages import VideoMessage as VideoMessage
    from .messages import VideoParameter as VideoParameter
    from .messages import VoiceCallAction as VoiceCallAction
    from .messages import VoiceCallParameters as VoiceCallParameters
    from .partner import ConnectToken as ConnectToken
    from .phone_numbers import HealthEntity as HealthEntity
    from .phone_numbers import HealthStatus as HealthStatus
    from .phone_numbers import PhoneNumber as PhoneNumber
    from .phone_numbers import QualityScore as QualityScore
    from .phone_numbers import Throughput as Throughput
    from .photos import Photo as Photo
    from .plugins import ChakraWebhookEvent as ChakraWebhookEvent
    from .plugins import PluginConfig as PluginConfig
    from .process_requests import BulkProcessChanges as BulkProcessChanges
    from .process_requests import BulkUpdateItem as BulkUpdateItem
    from .process_requests import NewProcess as NewProcess
    from .process_requests import NewRecord as NewRecord
    from .processes import AutoDial as AutoDial
    from .processes import Process as Process
    from .processes import ProcessStatus as ProcessStatus
    from .tasks import Task as Task
    from .tasks import TaskStatus as TaskStatus
    from .templates import AppButton as AppButton
    from .templates import BodyDefinition as BodyDefinition
    from .templates import BodyExample as BodyExample
    from .templates import ButtonsDefinition as ButtonsDefinition
    from .templates import CallPermissionDefinition as CallPermissionDefinition
    from .templates import CardDefinition as CardDefinition
    from .templates import CardDefinitionComponent as CardDefinitionComponent
    from .templates import CarouselDefinition as CarouselDefinition
    from .templates import CatalogButton as CatalogButton
    from .templates import ContactRequestButton as ContactRequestButton
    from .templates import CopyCodeButton as CopyCodeButton
    from .templates import CreatedTemplate as CreatedTemplate
    from .templates import FlowButton as FlowButton
    from .templates import FooterDefinition as FooterDefinition
    from .templates import HeaderDefinition as HeaderDefinition
    from .templates import HeaderExample as HeaderExample
    from .templates import HeaderFormat as HeaderFormat
    from .templates import LimitedTimeOffer as LimitedTimeOffer
    from .templates import LimitedTimeOfferDefinition as LimitedTimeOfferDefinition
    from .templates import MultiProductButton as MultiProductButton
    from .templates import NamedExample as NamedExample
    from .templates import OrderDetailsButton as OrderDetailsButton
    from .templates import OtpButton as OtpButton
    from .templates import ParameterFormat as ParameterFormat
    from .templates import PhoneNumberButton as PhoneNumberButton
    from .templates import QuickReplyButton as QuickReplyButton
    from .templates import SingleProductButton as SingleProductButton
    from .templates import SupportedApp as SupportedApp
    from .templates import Template as Template
    from .templates import TemplateButton as TemplateButton
    from .templates import TemplateCategory as TemplateCategory
    from .templates import TemplateDefinitionComponent as TemplateDefinitionComponent
    from .templates import TemplateQuality as TemplateQuality
    from .templates import TemplateResult as TemplateResult
    from .templates import TemplateStatus as TemplateStatus
    from .templates import UrlButton as UrlButton
    from .templates import VoiceCallButton as VoiceCallButton
    from .users import AvailabilityStatus as AvailabilityStatus
    from .users import Email as Email
    from .users import User as User
    from .webhooks import AccountAlertsChange as AccountAlertsChange
    from .webhooks import AccountAlertValue as AccountAlertValue
    from .webhooks import AccountRestriction as AccountRestriction
    from .webhooks import AccountReviewChange as AccountReviewChange
    from .webhooks import AccountReviewValue as AccountReviewValue
    from .webhooks import AccountSettingsChange as AccountSettingsChange
    from .webhooks import AccountSettingsValue as AccountSettingsValue
    from .webhooks import AccountUpdateChange as AccountUpdateChange
    from .webhooks import AccountUpdateValue as AccountUpdateValue
    from .webhooks import AppEchoesChange as AppEchoesChange
    from .webhooks import AppState as AppState
    from .webhooks import AppStateChange as AppStateChange
    from .webhooks import AppStateValue as AppStateValue
    from .webhooks import AutomaticEvent as AutomaticEvent
    from .webhooks import AutomaticEventsChange as AutomaticEventsChange
    from .webhooks import AutomaticEventsValue as AutomaticEventsValue
    from .webhooks import BusinessUsernameChange as BusinessUsernameChange
    from .webhooks import BusinessUsernameValue as BusinessUsernameValue
    from .webhooks import CallNotice as CallNotice
    from .webhooks import CallPermissionReply as CallPermissionReply
    from .webhooks import CallsChange as CallsChange
    from .webhooks import CallStatus as CallStatus
    from .webhooks import CallsValue as CallsValue
    from .webhooks import CapabilityChange as CapabilityChange
    from .webhooks import CapabilityValue as CapabilityValue
    from .webhooks import ChakraAppMessageEcho as ChakraAppMessageEcho
    from .webhooks import ChakraAppMessageEchoes as ChakraAppMessageEchoes
    from .webhooks import ChakraDeliveryStatus as ChakraDeliveryStatus
    from .webhooks import ChakraErrorContext as ChakraErrorContext
    from .webhooks import ChakraEvent as ChakraEvent
    from .webhooks import ChakraMessage as ChakraMessage
    from .webhooks import ChakraMessageEcho as ChakraMessageEcho
    from .webhooks import ChakraMessagePayload as ChakraMessagePayload
    from .webhooks import ChakraMessages as ChakraMessages
    from .webhooks import ChakraMessagesPayload as ChakraMessagesPayload
    from .webhooks import ChakraStatus as ChakraStatus
    from .webhooks import ChakraStatusPayload as ChakraStatusPayload
    from .webhooks import ChosenReply as ChosenReply
    from .webhooks import EchoesChange as EchoesChange
    from .webhooks import EditedContent as EditedContent
    from .webhooks import FlowReply as FlowReply
    from .webhooks import FlowsChange as FlowsChange
    from .webhooks import FlowsValue as FlowsValue
    from .webhooks import GroupLifecycleChange as GroupLifecycleChange
    from .webhooks import GroupNotice as GroupNotice
    from .webhooks import GroupParticipantChange as GroupParticipantChange
    from .webhooks import GroupParticipantsChange as GroupParticipantsChange
    from .webhooks import GroupSettingsChange as GroupSettingsChange
    from .webhooks import GroupStatusChange as GroupStatusChange
    from .webhooks import GroupsValue as GroupsValue
    from .webhooks import HandoversChange as HandoversChange
    from .webhooks import HandoverValue as HandoverValue
    from .webhooks import HistoryChange as HistoryChange
    from .webhooks import HistoryPart as HistoryPart
    from .webhooks import HistoryProgress as HistoryProgress
    from .webhooks import HistoryThread as HistoryThread
    from .webhooks import HistoryValue as HistoryValue
    from .webhooks import InboundAudio as InboundAudio
    from .webhooks import InboundButton as InboundButton
    from .webhooks import InboundContacts as InboundContacts
    from .webhooks import InboundContext as InboundContext
    from .webhooks import InboundDocument as InboundDocument
    from .webhooks import InboundEdit as InboundEdit
    from .webhooks import InboundImage as InboundImage
    from .webhooks import InboundInteractive as InboundInteractive
    from .webhooks import InboundLocation as InboundLocation
    from .webhooks import InboundMedia as InboundMedia
    from .webhooks import InboundMediaPlaceholder as InboundMediaPlaceholder
    from .webhooks import InboundMessage as InboundMessage
    from .webhooks import InboundOrder as InboundOrder
    from .webhooks import InboundOrderContent as InboundOrderContent
    from .webhooks import InboundPlace as InboundPlace
    from .webhooks import InboundReaction as InboundReaction
    from .webhooks import InboundReactionContent as InboundReactionContent
    from .webhooks import InboundRevoke as InboundRevoke
    from .webhooks import InboundSticker as InboundSticker
    from .webhooks import InboundSystem as InboundSystem
    from .webhooks import InboundText as InboundText
    from .webhooks import InboundTextContent as InboundTextContent
    from .webhooks import InboundUnsupported as InboundUnsupported
    from .webhooks import InboundVideo as InboundVideo
    from .webhooks import InboundWelcome as InboundWelcome
    from .webhooks import InteractiveReply as InteractiveReply
    from .webhooks import MessagesChange as MessagesChange
    from .webhooks import MessageStatus as MessageStatus
    from .webhooks import MessageStatusKind as MessageStatusKind
    from .webhooks import NotificationChange as NotificationChange
    from .webhooks import NotificationContact as NotificationContact
    from .webhooks import NotificationEntry as NotificationEntry
    from .webhooks import NotificationMetadata as NotificationMetadata
    from .webhooks import NotificationProfile as NotificationProfile
    from .webhooks import NotificationValue as NotificationValue
    from .webhooks import NumberNameChange as NumberNameChange
    from .webhooks import NumberNameValue as NumberNameValue
    from .webhooks import NumberQualityChange as NumberQualityChange
    from .webhooks import NumberQualityValue as NumberQualityValue
    from .webhooks import OrderedProduct as OrderedProduct
    from .webhooks import PartnerSolutionsChange as PartnerSolutionsChange
    from .webhooks import PartnerSolutionValue as PartnerSolutionValue
    from .webhooks import PaymentConfigurationChange as PaymentConfigurationChange
    from .webhooks import PaymentConfigurationValue as PaymentConfigurationValue
    from .webhooks import PaymentNotice as PaymentNotice
    from .webhooks import PlatformEvent as PlatformEvent
    from .webhooks import PreferencesChange as PreferencesChange
    from .webhooks import PreferencesValue as PreferencesValue
    from .webhooks import PressedButton as PressedButton
    from .webhooks import PreviousAndCurrent as PreviousAndCurrent
    from .webhooks import Referral as Referral
    from .webhooks import ReferredProduct as ReferredProduct
    from .webhooks import RevokedContent as RevokedContent
    from .webhooks import SecurityChange as SecurityChange
    from .webhooks import SecurityValue as SecurityValue
    from .webhooks import SharedCard as SharedCard
    from .webhooks import SharedName as SharedName
    from .webhooks import StandbyChange as StandbyChange
    from .webhooks import StandbyValue as StandbyValue
    from .webhooks import StatusConversation as StatusConversation
    from .webhooks import StatusPricing as StatusPricing
    from .webhooks import SystemNotice as SystemNotice
    from .webhooks import TemplateCategoryChange as TemplateCategoryChange
    from .webhooks import TemplateCategoryDetection as TemplateCategoryDetection
    from .webhooks import TemplateCategoryValue as TemplateCategoryValue
    from .webhooks import TemplateComponentsChange as TemplateComponentsChange
    from .webhooks import TemplateComponentsValue as TemplateComponentsValue
    from .webhooks import TemplateQualityChange as TemplateQualityChange
    from .webhooks import TemplateQualityValue as TemplateQualityValue
    from .webhooks import TemplateStatusChange as TemplateStatusChange
    from .webhooks import TemplateStatusValue as TemplateStatusValue
    from .webhooks import UnsupportedContent as UnsupportedContent
    from .webhooks import UserIdChange as UserIdChange
    from .webhooks import UserIdNotice as UserIdNotice
    from .webhooks import UserIdsValue as UserIdsValue
    from .webhooks import UserPreference as UserPreference
    from .webhooks import WebhookError as WebhookError
    from .webhooks import WebhookErrorData as WebhookErrorData
    from .webhooks import WhatsAppNotification as WhatsAppNotification

__all__ = [
    "AcceptedMessage",
    "AcceptedStatus",
    "AccountAlertValue",
    "AccountAlertsChange",
    "AccountRestriction",
    "AccountReviewChange",
    "AccountReviewValue",
    "AccountSettingsChange",
    "AccountSettingsValue",
    "AccountUpdateChange",
    "AccountUpdateValue",
    "ActionParameter",
    "ActionValue",
    "AddressAction",
    "AddressParameters",
    "Amount",
    "AppButton",
    "AppEchoesChange",
    "AppState",
    "AppStateChange",
    "AppStateValue",
    "AudioContent",
    "AudioMessage",
    "AutoDial",
    "AutomaticEvent",
    "AutomaticEventsChange",
    "AutomaticEventsValue",
    "AvailabilityStatus",
    "BackgroundJob",
    "BackgroundJobEntry",
    "BackgroundJobMeta",
    "BodyDefinition",
    "BodyExample",
    "BulkProcessChanges",
    "BulkUpdateItem",
    "BusinessAccount",
    "BusinessUsernameChange",
    "BusinessUsernameValue",
    "ButtonsAction",
    "ButtonsDefinition",
    "Call",
    "CallAction",
    "CallHours",
    "CallNotice",
    "CallPermission",
    "CallPermissionAction",
    "CallPermissionActionName",
    "CallPermissionDefinition",
    "CallPermissionLimit",
    "CallPermissionReply",
    "CallPermissionRequestAction",
    "CallPermissionStatus",
    "CallPermissions",
    "CallRecording",
    "CallResult",
    "CallSession",
    "CallStatus",
    "Calling",
    "CallingSettings",
    "CallingSwitch",
    "CallsChange",
    "CallsValue",
    "CapabilityChange",
    "CapabilityValue",
    "CardBody",
    "CardDefinition",
    "CardDefinitionComponent",
    "CardReply",
    "CardReplyButton",
    "CarouselAction",
    "CarouselCard",
    "CarouselDefinition",
    "CatalogAction",
    "CatalogButton",
    "CatalogParameters",
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
    "ChakraWebhookEvent",
    "Chat",
    "ChatListMeta",
    "ChatMessage",
    "ChatMessageContext",
    "ChatMessageDirection",
    "ChatMessageSource",
    "ChosenReply",
    "Config",
    "ConnectToken",
    "ContactAddress",
    "ContactCard",
    "ContactEmail",
    "ContactName",
    "ContactOrganisation",
    "ContactPhone",
    "ContactRequestAction",
    "ContactRequestButton",
    "ContactUrl",
    "ContactsMessage",
    "CopyCodeButton",
    "CouponCodeParameter",
    "CreatedTemplate",
    "CurrencyParameter",
    "CurrencyValue",
    "DateTimeParameter",
    "DateTimeValue",
    "DayOfWeek",
    "DeliveryStatus",
    "DirectSendConfig",
    "DocumentContent",
    "DocumentHeader",
    "DocumentMessage",
    "DocumentParameter",
    "EchoesChange",
    "EditedContent",
    "Email",
    "Enrolment",
    "EntryCompletionStatus",
    "FlowAction",
    "FlowButton",
    "FlowParameters",
    "FlowReply",
    "FlowsChange",
    "FlowsValue",
    "FooterDefinition",
    "GifParameter",
    "GoodsType",
    "GroupLifecycleChange",
    "GroupNotice",
    "GroupParticipantChange",
    "GroupParticipantsChange",
    "GroupSettingsChange",
    "GroupStatusChange",
    "GroupsValue",
    "HandoverValue",
    "HandoversChange",
    "HeaderDefinition",
    "HeaderExample",
    "HeaderFormat",
    "HealthEntity",
    "HealthStatus",
    "HistoryChange",
    "HistoryPart",
    "HistoryProgress",
    "HistoryThread",
    "HistoryValue",
    "Holiday",
    "ImageContent",
    "ImageHeader",
    "ImageMessage",
    "ImageParameter",
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
    "InteractiveReply",
    "InteractiveUrl",
    "InteractiveVoiceCall",
    "LeadData",
    "LimitedTimeOffer",
    "LimitedTimeOfferDefinition",
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
    "MediaDetails",
    "MediaReference",
    "MessageStatus",
    "MessageStatusKind",
    "MessagesChange",
    "MultiProductButton",
    "NamedExample",
    "NewProcess",
    "NewRecord",
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
    "OfferExpiry",
    "OperatingHours",
    "Order",
    "OrderDetails",
    "OrderDetailsAction",
    "OrderDetailsButton",
    "OrderItem",
    "OrderStatusAction",
    "OrderStatusParameters",
    "OrderedProduct",
    "OtpButton",
    "OutgoingMessage",
    "ParameterFormat",
    "PartnerSolutionValue",
    "PartnerSolutionsChange",
    "PayloadParameter",
    "PaymentConfigurationChange",
    "PaymentConfigurationValue",
    "PaymentNotice",
    "PaymentSetting",
    "PaymentType",
    "PhoneNumber",
    "PhoneNumberButton",
    "Photo",
    "PinAction",
    "PinContent",
    "PinMessage",
    "PlatformEvent",
    "PluginConfig",
    "PreferencesChange",
    "PreferencesValue",
    "PressedButton",
    "PreviousAndCurrent",
    "Process",
    "ProcessStatus",
    "ProductAction",
    "ProductCard",
    "ProductItem",
    "ProductListAction",
    "ProductParameter",
    "ProductSection",
    "PublicKey",
    "PublicKeyResult",
    "PublicKeys",
    "PublicMedia",
    "QualityScore",
    "QuickReplyButton",
    "Reaction",
    "ReactionMessage",
    "ReadReceipt",
    "Referral",
    "ReferredProduct",
    "ReplyButton",
    "ReplyButtonContent",
    "ReplyContext",
    "RevokedContent",
    "SavedAddress",
    "SdpType",
    "SecurityChange",
    "SecurityValue",
    "SentContact",
    "SentMessage",
    "SharedCard",
    "SharedName",
    "SingleProductButton",
    "Sip",
    "SipServer",
    "StandbyChange",
    "StandbyValue",
    "StatusConversation",
    "StatusPricing",
    "StickerContent",
    "StickerMessage",
    "Success",
    "SupportedApp",
    "SystemNotice",
    "TapTarget",
    "TapTargetParameter",
    "Task",
    "TaskStatus",
    "Template",
    "TemplateButton",
    "TemplateCard",
    "TemplateCardComponent",
    "TemplateCategory",
    "TemplateCategoryChange",
    "TemplateCategoryDetection",
    "TemplateCategoryValue",
    "TemplateComponent",
    "TemplateComponentsChange",
    "TemplateComponentsValue",
    "TemplateContent",
    "TemplateDefinitionComponent",
    "TemplateLanguage",
    "TemplateMapping",
    "TemplateMessage",
    "TemplateParameter",
    "TemplateQuality",
    "TemplateQualityChange",
    "TemplateQualityValue",
    "TemplateResult",
    "TemplateStatus",
    "TemplateStatusChange",
    "TemplateStatusValue",
    "Text",
    "TextHeader",
    "TextMessage",
    "TextParameter",
    "Throughput",
    "TtlMinutesParameter",
    "TypingIndicator",
    "UnsupportedContent",
    "UrlAction",
    "UrlButton",
    "UrlParameters",
    "User",
    "UserIdChange",
    "UserIdNotice",
    "UserIdsValue",
    "UserPreference",
    "VideoContent",
    "VideoHeader",
    "VideoMessage",
    "VideoParameter",
    "VoiceCallAction",
    "VoiceCallButton",
    "VoiceCallParameters",
    "WebhookError",
    "WebhookErrorData",
    "WhatsAppNotification",
    "business_accounts",
    "calling",
    "campaigns",
    "chats",
    "common",
    "config",
    "enums",
    "flows",
    "jobs",
    "leads",
    "media",
    "messages",
    "partner",
    "phone_numbers",
    "photos",
    "plugins",
    "process_requests",
    "processes",
    "tasks",
    "templates",
    "users",
    "webhooks",
]

_HOMES: Final = {
    "BusinessAccount": ".business_accounts",
    "Call": ".calling",
    "CallAction": ".calling",
    "CallHours": ".calling",
    "CallPermission": ".calling",
    "CallPermissionAction": ".calling",
    "CallPermissionActionName": ".calling",
    "CallPermissionLimit": ".calling",
    "CallPermissionStatus": ".calling",
    "CallPermissions": ".calling",
    "CallRecording": ".calling",
    "CallResult": ".calling",
    "CallSession": ".calling",
    "Calling": ".calling",
    "CallingSettings": ".calling",
    "CallingSwitch": ".calling",
    "DayOfWeek": ".calling",
    "Holiday": ".calling",
    "OperatingHours": ".calling",
    "SdpType": ".calling",
    "Sip": ".calling",
    "SipServer": ".calling",
    "Enrolment": ".campaigns",
    "Chat": ".chats",
    "ChatListMeta": ".chats",
    "ChatMessage": ".chats",
    "ChatMessageContext": ".chats",
    "ChatMessageSource": ".chats",
    "DeliveryStatus": ".chats",
    "Success": ".common",
    "Config": ".config",
    "ChatMessageDirection": ".enums",
    "PublicKey": ".flows",
    "PublicKeyResult": ".flows",
    "PublicKeys": ".flows",
    "BackgroundJob": ".jobs",
    "BackgroundJobEntry": ".jobs",
    "BackgroundJobMeta": ".jobs",
    "EntryCompletionStatus": ".jobs",
    "LeadData": ".leads",
    "MediaDetails": ".media",
    "PublicMedia": ".media",
    "AcceptedMessage": ".messages",
    "AcceptedStatus": ".messages",
    "ActionParameter": ".messages",
    "ActionValue": ".messages",
    "AddressAction": ".messages",
    "AddressParameters": ".messages",
    "Amount": ".messages",
    "AudioContent": ".messages",
    "AudioMessage": ".messages",
    "ButtonsAction": ".messages",
    "CallPermissionRequestAction": ".messages",
    "CardBody": ".messages",
    "CardReply": ".messages",
    "CardReplyButton": ".messages",
    "CarouselAction": ".messages",
    "CarouselCard": ".messages",
    "CatalogAction": ".messages",
    "CatalogParameters": ".messages",
    "ContactAddress": ".messages",
    "ContactCard": ".messages",
    "ContactEmail": ".messages",
    "ContactName": ".messages",
    "ContactOrganisation": ".messages",
    "ContactPhone": ".messages",
    "ContactRequestAction": ".messages",
    "ContactUrl": ".messages",
    "ContactsMessage": ".messages",
    "CouponCodeParameter": ".messages",
    "CurrencyParameter": ".messages",
    "CurrencyValue": ".messages",
    "DateTimeParameter": ".messages",
    "DateTimeValue": ".messages",
    "DirectSendConfig": ".messages",
    "DocumentContent": ".messages",
    "DocumentHeader": ".messages",
    "DocumentMessage": ".messages",
    "DocumentParameter": ".messages",
    "FlowAction": ".messages",
    "FlowParameters": ".messages",
    "GifParameter": ".messages",
    "GoodsType": ".messages",
    "ImageContent": ".messages",
    "ImageHeader": ".messages",
    "ImageMessage": ".messages",
    "ImageParameter": ".messages",
    "Interactive": ".messages",
    "InteractiveAddress": ".messages",
    "InteractiveBody": ".messages",
    "InteractiveButtons": ".messages",
    "InteractiveCallPermission": ".messages",
    "InteractiveCarousel": ".messages",
    "InteractiveCatalog": ".messages",
    "InteractiveContactRequest": ".messages",
    "InteractiveFlow": ".messages",
    "InteractiveFooter": ".messages",
    "InteractiveHeader": ".messages",
    "InteractiveList": ".messages",
    "InteractiveListBody": ".messages",
    "InteractiveLocationRequest": ".messages",
    "InteractiveMessage": ".messages",
    "InteractiveOrderDetails": ".messages",
    "InteractiveOrderStatus": ".messages",
    "InteractiveProduct": ".messages",
    "InteractiveProductList": ".messages",
    "InteractiveUrl": ".messages",
    "InteractiveVoiceCall": ".messages",
    "LimitedTimeOfferParameter": ".messages",
    "ListAction": ".messages",
    "ListRow": ".messages",
    "ListSection": ".messages",
    "Location": ".messages",
    "LocationMessage": ".messages",
    "LocationParameter": ".messages",
    "LocationRequestAction": ".messages",
    "MediaCard": ".messages",
    "MediaCardAction": ".messages",
    "MediaReference": ".messages",
    "OfferExpiry": ".messages",
    "Order": ".messages",
    "OrderDetails": ".messages",
    "OrderDetailsAction": ".messages",
    "OrderItem": ".messages",
    "OrderStatusAction": ".messages",
    "OrderStatusParameters": ".messages",
    "OutgoingMessage": ".messages",
    "PayloadParameter": ".messages",
    "PaymentSetting": ".messages",
    "PaymentType": ".messages",
    "PinAction": ".messages",
    "PinContent": ".messages",
    "PinMessage": ".messages",
    "ProductAction": ".messages",
    "ProductCard": ".messages",
    "ProductItem": ".messages",
    "ProductListAction": ".messages",
    "ProductParameter": ".messages",
    "ProductSection": ".messages",
    "Reaction": ".messages",
    "ReactionMessage": ".messages",
    "ReadReceipt": ".messages",
    "ReplyButton": ".messages",
    "ReplyButtonContent": ".messages",
    "ReplyContext": ".messages",
    "SavedAddress": ".messages",
    "SentContact": ".messages",
    "SentMessage": ".messages",
    "StickerContent": ".messages",
    "StickerMessage": ".messages",
    "TapTarget": ".messages",
    "TapTargetParameter": ".messages",
    "TemplateCard": ".messages",
    "TemplateCardComponent": ".messages",
    "TemplateComponent": ".messages",
    "TemplateContent": ".messages",
    "TemplateLanguage": ".messages",
    "TemplateMapping": ".messages",
    "TemplateMessage": ".messages",
    "TemplateParameter": ".messages",
    "Text": ".messages",
    "TextHeader": ".messages",
    "TextMessage": ".messages",
    "TextParameter": ".messages",
    "TtlMinutesParameter": ".messages",
    "TypingIndicator": ".messages",
    "UrlAction": ".messages",
    "UrlParameters": ".messages",
    "VideoContent": ".messages",
    "VideoHeader": ".messages",
    "VideoMessage": ".messages",
    "VideoParameter": ".messages",
    "VoiceCallAction": ".messages",
    "VoiceCallParameters": ".messages",
    "ConnectToken": ".partner",
    "HealthEntity": ".phone_numbers",
    "HealthStatus": ".phone_numbers",
    "PhoneNumber": ".phone_numbers",
    "QualityScore": ".phone_numbers",
    "Throughput": ".phone_numbers",
    "Photo": ".photos",
    "ChakraWebhookEvent": ".plugins",
    "PluginConfig": ".plugins",
    "BulkProcessChanges": ".process_requests",
    "BulkUpdateItem": ".process_requests",
    "NewProcess": ".process_requests",
    "NewRecord": ".process_requests",
    "AutoDial": ".processes",
    "Process": ".processes",
    "ProcessStatus": ".processes",
    "Task": ".tasks",
    "TaskStatus": ".tasks",
    "AppButton": ".templates",
    "BodyDefinition": ".templates",
    "BodyExample": ".templates",
    "ButtonsDefinition": ".templates",
    "CallPermissionDefinition": ".templates",
    "CardDefinition": ".templates",
    "CardDefinitionComponent": ".templates",
    "CarouselDefinition": ".templates",
    "CatalogButton": ".templates",
    "ContactRequestButton": ".templates",
    "CopyCodeButton": ".templates",
    "CreatedTemplate": ".templates",
    "FlowButton": ".templates",
    "FooterDefinition": ".templates",
    "HeaderDefinition": ".templates",
    "HeaderExample": ".templates",
    "HeaderFormat": ".templates",
    "LimitedTimeOffer": ".templates",
    "LimitedTimeOfferDefinition": ".templates",
    "MultiProductButton": ".templates",
    "NamedExample": ".templates",
    "OrderDetailsButton": ".templates",
    "OtpButton": ".templates",
    "ParameterFormat": ".templates",
    "PhoneNumberButton": ".templates",
    "QuickReplyButton": ".templates",
    "SingleProductButton": ".templates",
    "SupportedApp": ".templates",
    "Template": ".templates",
    "TemplateButton": ".templates",
    "TemplateCategory": ".templates",
    "TemplateDefinitionComponent": ".templates",
    "TemplateQuality": ".templates",
    "TemplateResult": ".templates",
    "TemplateStatus": ".templates",
    "UrlButton": ".templates",
    "VoiceCallButton": ".templates",
    "AvailabilityStatus": ".users",
    "Email": ".users",
    "User": ".users",
    "AccountAlertValue": ".webhooks",
    "AccountAlertsChange": ".webhooks",
    "AccountRestriction": ".webhooks",
    "AccountReviewChange": ".webhooks",
    "AccountReviewValue": ".webhooks",
    "AccountSettingsChange": ".webhooks",
    "AccountSettingsValue": ".webhooks",
    "AccountUpdateChange": ".webhooks",
    "AccountUpdateValue": ".webhooks",
    "AppEchoesChange": ".webhooks",
    "AppState": ".webhooks",
    "AppStateChange": ".webhooks",
    "AppStateValue": ".webhooks",
    "AutomaticEvent": ".webhooks",
    "AutomaticEventsChange": ".webhooks",
    "AutomaticEventsValue": ".webhooks",
    "BusinessUsernameChange": ".webhooks",
    "BusinessUsernameValue": ".webhooks",
    "CallNotice": ".webhooks",
    "CallPermissionReply": ".webhooks",
    "CallStatus": ".webhooks",
    "CallsChange": ".webhooks",
    "CallsValue": ".webhooks",
    "CapabilityChange": ".webhooks",
    "CapabilityValue": ".webhooks",
    "ChakraAppMessageEcho": ".webhooks",
    "ChakraAppMessageEchoes": ".webhooks",
    "ChakraDeliveryStatus": ".webhooks",
    "ChakraErrorContext": ".webhooks",
    "ChakraEvent": ".webhooks",
    "ChakraMessage": ".webhooks",
    "ChakraMessageEcho": ".webhooks",
    "ChakraMessagePayload": ".webhooks",
    "ChakraMessages": ".webhooks",
    "ChakraMessagesPayload": ".webhooks",
    "ChakraStatus": ".webhooks",
    "ChakraStatusPayload": ".webhooks",
    "ChosenReply": ".webhooks",
    "EchoesChange": ".webhooks",
    "EditedContent": ".webhooks",
    "FlowReply": ".webhooks",
    "FlowsChange": ".webhooks",
    "FlowsValue": ".webhooks",
    "GroupLifecycleChange": ".webhooks",
    "GroupNotice": ".webhooks",
    "GroupParticipantChange": ".webhooks",
    "GroupParticipantsChange": ".webhooks",
    "GroupSettingsChange": ".webhooks",
    "GroupStatusChange": ".webhooks",
    "GroupsValue": ".webhooks",
    "HandoverValue": ".webhooks",
    "HandoversChange": ".webhooks",
    "HistoryChange": ".webhooks",
    "HistoryPart": ".webhooks",
    "HistoryProgress": ".webhooks",
    "HistoryThread": ".webhooks",
    "HistoryValue": ".webhooks",
    "InboundAudio": ".webhooks",
    "InboundButton": ".webhooks",
    "InboundContacts": ".webhooks",
    "InboundContext": ".webhooks",
    "InboundDocument": ".webhooks",
    "InboundEdit": ".webhooks",
    "InboundImage": ".webhooks",
    "InboundInteractive": ".webhooks",
    "InboundLocation": ".webhooks",
    "InboundMedia": ".webhooks",
    "InboundMediaPlaceholder": ".webhooks",
    "InboundMessage": ".webhooks",
    "InboundOrder": ".webhooks",
    "InboundOrderContent": ".webhooks",
    "InboundPlace": ".webhooks",
    "InboundReaction": ".webhooks",
    "InboundReactionContent": ".webhooks",
    "InboundRevoke": ".webhooks",
    "InboundSticker": ".webhooks",
    "InboundSystem": ".webhooks",
    "InboundText": ".webhooks",
    "InboundTextContent": ".webhooks",
    "InboundUnsupported": ".webhooks",
    "InboundVideo": ".webhooks",
    "InboundWelcome": ".webhooks",
    "InteractiveReply": ".webhooks",
    "MessageStatus": ".webhooks",
    "MessageStatusKind": ".webhooks",
    "MessagesChange": ".webhooks",
    "NotificationChange": ".webhooks",
    "NotificationContact": ".webhooks",
    "NotificationEntry": ".webhooks",
    "NotificationMetadata": ".webhooks",
    "NotificationProfile": ".webhooks",
    "NotificationValue": ".webhooks",
    "NumberNameChange": ".webhooks",
    "NumberNameValue": ".webhooks",
    "NumberQualityChange": ".webhooks",
    "NumberQualityValue": ".webhooks",
    "OrderedProduct": ".webhooks",
    "PartnerSolutionValue": ".webhooks",
    "PartnerSolutionsChange": ".webhooks",
    "PaymentConfigurationChange": ".webhooks",
    "PaymentConfigurationValue": ".webhooks",
    "PaymentNotice": ".webhooks",
    "PlatformEvent": ".webhooks",
    "PreferencesChange": ".webhooks",
    "PreferencesValue": ".webhooks",
    "PressedButton": ".webhooks",
    "PreviousAndCurrent": ".webhooks",
    "Referral": ".webhooks",
    "ReferredProduct": ".webhooks",
    "RevokedContent": ".webhooks",
    "SecurityChange": ".webhooks",
    "SecurityValue": ".webhooks",
    "SharedCard": ".webhooks",
    "SharedName": ".webhooks",
    "StandbyChange": ".webhooks",
    "StandbyValue": ".webhooks",
    "StatusConversation": ".webhooks",
    "StatusPricing": ".webhooks",
    "SystemNotice": ".webhooks",
    "TemplateCategoryChange": ".webhooks",
    "TemplateCategoryDetection": ".webhooks",
    "TemplateCategoryValue": ".webhooks",
    "TemplateComponentsChange": ".webhooks",
    "TemplateComponentsValue": ".webhooks",
    "TemplateQualityChange": ".webhooks",
    "TemplateQualityValue": ".webhooks",
    "TemplateStatusChange": ".webhooks",
    "TemplateStatusValue": ".webhooks",
    "UnsupportedContent": ".webhooks",
    "UserIdChange": ".webhooks",
    "UserIdNotice": ".webhooks",
    "UserIdsValue": ".webhooks",
    "UserPreference": ".webhooks",
    "WebhookError": ".webhooks",
    "WebhookErrorData": ".webhooks",
    "WhatsAppNotification": ".webhooks",
}
_MODULES: Final = frozenset(
    {
        "business_accounts",
        "calling",
        "campaigns",
        "chats",
        "common",
        "config",
        "enums",
        "flows",
        "jobs",
        "leads",
        "media",
        "messages",
        "partner",
        "phone_numbers",
        "photos",
        "plugins",
        "process_requests",
        "processes",
        "tasks",
        "templates",
        "users",
        "webhooks",
    }
)

if not TYPE_CHECKING:  # a checker that saw it would take any name for one that exists

    def __getattr__(name: str) -> Any:
        if name in _MODULES:
            return import_module(f"{__name__}.{name}")
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOMES[name], __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
