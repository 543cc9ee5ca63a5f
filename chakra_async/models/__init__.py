# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/extras.
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
    from . import jobs as jobs
    from . import leads as leads
    from . import partner as partner
    from . import phone_numbers as phone_numbers
    from . import photos as photos
    from . import plugins as plugins
    from . import processes as processes
    from . import tasks as tasks
    from . import users as users
    from .business_accounts import BusinessAccount as BusinessAccount
    from .calling import Call as Call
    from .calling import CallAction as CallAction
    from .calling import CallHours as CallHours
    from .calling import Calling as Calling
    from .calling import CallingSettings as CallingSettings
    from .calling import CallPermission as CallPermission
    from .calling import CallPermissionAction as CallPermissionAction
    from .calling import CallPermissionLimit as CallPermissionLimit
    from .calling import CallPermissions as CallPermissions
    from .calling import CallResult as CallResult
    from .calling import CallSession as CallSession
    from .calling import SdpType as SdpType
    from .campaigns import Enrolment as Enrolment
    from .chats import Chat as Chat
    from .chats import ChatMessage as ChatMessage
    from .chats import ChatMessageContext as ChatMessageContext
    from .chats import ChatMessageDirection as ChatMessageDirection
    from .chats import ChatMessageSource as ChatMessageSource
    from .chats import DeliveryStatus as DeliveryStatus
    from .common import Success as Success
    from .config import Config as Config
    from .jobs import BackgroundJob as BackgroundJob
    from .jobs import BackgroundJobEntry as BackgroundJobEntry
    from .jobs import BackgroundJobMeta as BackgroundJobMeta
    from .jobs import EntryCompletionStatus as EntryCompletionStatus
    from .leads import LeadData as LeadData
    from .partner import ConnectToken as ConnectToken
    from .phone_numbers import HealthEntity as HealthEntity
    from .phone_numbers import HealthStatus as HealthStatus
    from .phone_numbers import PhoneNumber as PhoneNumber
    from .phone_numbers import QualityScore as QualityScore
    from .phone_numbers import Throughput as Throughput
    from .photos import Photo as Photo
    from .plugins import ChakraWebhookEvent as ChakraWebhookEvent
    from .plugins import PluginConfig as PluginConfig
    from .processes import AutoDial as AutoDial
    from .processes import BulkProcessChanges as BulkProcessChanges
    from .processes import BulkUpdateItem as BulkUpdateItem
    from .processes import NewProcess as NewProcess
    from .processes import NewRecord as NewRecord
    from .processes import Process as Process
    from .processes import ProcessStatus as ProcessStatus
    from .tasks import Task as Task
    from .tasks import TaskStatus as TaskStatus
    from .users import AvailabilityStatus as AvailabilityStatus
    from .users import Email as Email
    from .users import User as User

__all__ = [
    "AutoDial",
    "AvailabilityStatus",
    "BackgroundJob",
    "BackgroundJobEntry",
    "BackgroundJobMeta",
    "BulkProcessChanges",
    "BulkUpdateItem",
    "BusinessAccount",
    "Call",
    "CallAction",
    "CallHours",
    "CallPermission",
    "CallPermissionAction",
    "CallPermissionLimit",
    "CallPermissions",
    "CallResult",
    "CallSession",
    "Calling",
    "CallingSettings",
    "ChakraWebhookEvent",
    "Chat",
    "ChatMessage",
    "ChatMessageContext",
    "ChatMessageDirection",
    "ChatMessageSource",
    "Config",
    "ConnectToken",
    "DeliveryStatus",
    "Email",
    "Enrolment",
    "EntryCompletionStatus",
    "HealthEntity",
    "HealthStatus",
    "LeadData",
    "NewProcess",
    "NewRecord",
    "PhoneNumber",
    "Photo",
    "PluginConfig",
    "Process",
    "ProcessStatus",
    "QualityScore",
    "SdpType",
    "Success",
    "Task",
    "TaskStatus",
    "Throughput",
    "User",
    "business_accounts",
    "calling",
    "campaigns",
    "chats",
    "common",
    "config",
    "jobs",
    "leads",
    "partner",
    "phone_numbers",
    "photos",
    "plugins",
    "processes",
    "tasks",
    "users",
]

_HOMES: Final = {
    "BusinessAccount": "business_accounts",
    "Call": "calling",
    "CallAction": "calling",
    "CallHours": "calling",
    "CallPermission": "calling",
    "CallPermissionAction": "calling",
    "CallPermissionLimit": "calling",
    "CallPermissions": "calling",
    "CallResult": "calling",
    "CallSession": "calling",
    "Calling": "calling",
    "CallingSettings": "calling",
    "SdpType": "calling",
    "Enrolment": "campaigns",
    "Chat": "chats",
    "ChatMessage": "chats",
    "ChatMessageContext": "chats",
    "ChatMessageDirection": "chats",
    "ChatMessageSource": "chats",
    "DeliveryStatus": "chats",
    "Success": "common",
    "Config": "config",
    "BackgroundJob": "jobs",
    "BackgroundJobEntry": "jobs",
    "BackgroundJobMeta": "jobs",
    "EntryCompletionStatus": "jobs",
    "LeadData": "leads",
    "ConnectToken": "partner",
    "HealthEntity": "phone_numbers",
    "HealthStatus": "phone_numbers",
    "PhoneNumber": "phone_numbers",
    "QualityScore": "phone_numbers",
    "Throughput": "phone_numbers",
    "Photo": "photos",
    "ChakraWebhookEvent": "plugins",
    "PluginConfig": "plugins",
    "AutoDial": "processes",
    "BulkProcessChanges": "processes",
    "BulkUpdateItem": "processes",
    "NewProcess": "processes",
    "NewRecord": "processes",
    "Process": "processes",
    "ProcessStatus": "processes",
    "Task": "tasks",
    "TaskStatus": "tasks",
    "AvailabilityStatus": "users",
    "Email": "users",
    "User": "users",
}
_MODULES: Final = frozenset(
    {
        "business_accounts",
        "calling",
        "campaigns",
        "chats",
        "common",
        "config",
        "jobs",
        "leads",
        "partner",
        "phone_numbers",
        "photos",
        "plugins",
        "processes",
        "tasks",
        "users",
    }
)

if not TYPE_CHECKING:  # a checker that saw it would take any name for one that exists

    def __getattr__(name: str) -> Any:
        if name in _MODULES:
            return import_module(f"{__name__}.{name}")
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
