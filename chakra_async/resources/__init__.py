# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/extras.
"""The resources of the API; each is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from . import business_accounts as business_accounts
    from . import calling as calling
    from . import campaigns as campaigns
    from . import chats as chats
    from . import config as config
    from . import flows as flows
    from . import health as health
    from . import jobs as jobs
    from . import leads as leads
    from . import media as media
    from . import messages as messages
    from . import partner as partner
    from . import phone_numbers as phone_numbers
    from . import photos as photos
    from . import plugins as plugins
    from . import processes as processes
    from . import tasks as tasks
    from . import templates as templates
    from . import users as users
    from .business_accounts import BusinessAccounts as BusinessAccounts
    from .business_accounts import RawBusinessAccounts as RawBusinessAccounts
    from .calling import Calling as Calling
    from .calling import RawCalling as RawCalling
    from .campaigns import Campaigns as Campaigns
    from .campaigns import RawCampaigns as RawCampaigns
    from .chats import Chats as Chats
    from .chats import RawChats as RawChats
    from .config import Config as Config
    from .config import RawConfig as RawConfig
    from .flows import Flows as Flows
    from .flows import RawFlows as RawFlows
    from .health import Health as Health
    from .health import RawHealth as RawHealth
    from .jobs import Jobs as Jobs
    from .jobs import RawJobs as RawJobs
    from .leads import Leads as Leads
    from .leads import RawLeads as RawLeads
    from .media import Media as Media
    from .media import RawMedia as RawMedia
    from .messages import Messages as Messages
    from .messages import RawMessages as RawMessages
    from .partner import Partner as Partner
    from .partner import RawPartner as RawPartner
    from .phone_numbers import PhoneNumbers as PhoneNumbers
    from .phone_numbers import RawPhoneNumbers as RawPhoneNumbers
    from .photos import Photos as Photos
    from .photos import RawPhotos as RawPhotos
    from .plugins import Plugins as Plugins
    from .plugins import RawPlugins as RawPlugins
    from .processes import Processes as Processes
    from .processes import RawProcesses as RawProcesses
    from .tasks import RawTasks as RawTasks
    from .tasks import Tasks as Tasks
    from .templates import RawTemplates as RawTemplates
    from .templates import Templates as Templates
    from .users import RawUsers as RawUsers
    from .users import Users as Users

__all__ = [
    "BusinessAccounts",
    "Calling",
    "Campaigns",
    "Chats",
    "Config",
    "Flows",
    "Health",
    "Jobs",
    "Leads",
    "Media",
    "Messages",
    "Partner",
    "PhoneNumbers",
    "Photos",
    "Plugins",
    "Processes",
    "RawBusinessAccounts",
    "RawCalling",
    "RawCampaigns",
    "RawChats",
    "RawConfig",
    "RawFlows",
    "RawHealth",
    "RawJobs",
    "RawLeads",
    "RawMedia",
    "RawMessages",
    "RawPartner",
    "RawPhoneNumbers",
    "RawPhotos",
    "RawPlugins",
    "RawProcesses",
    "RawTasks",
    "RawTemplates",
    "RawUsers",
    "Tasks",
    "Templates",
    "Users",
    "business_accounts",
    "calling",
    "campaigns",
    "chats",
    "config",
    "flows",
    "health",
    "jobs",
    "leads",
    "media",
    "messages",
    "partner",
    "phone_numbers",
    "photos",
    "plugins",
    "processes",
    "tasks",
    "templates",
    "users",
]

_HOMES: Final = {
    "BusinessAccounts": "business_accounts",
    "RawBusinessAccounts": "business_accounts",
    "Calling": "calling",
    "RawCalling": "calling",
    "Campaigns": "campaigns",
    "RawCampaigns": "campaigns",
    "Chats": "chats",
    "RawChats": "chats",
    "Config": "config",
    "RawConfig": "config",
    "Flows": "flows",
    "RawFlows": "flows",
    "Health": "health",
    "RawHealth": "health",
    "Jobs": "jobs",
    "RawJobs": "jobs",
    "Leads": "leads",
    "RawLeads": "leads",
    "Media": "media",
    "RawMedia": "media",
    "Messages": "messages",
    "RawMessages": "messages",
    "Partner": "partner",
    "RawPartner": "partner",
    "PhoneNumbers": "phone_numbers",
    "RawPhoneNumbers": "phone_numbers",
    "Photos": "photos",
    "RawPhotos": "photos",
    "Plugins": "plugins",
    "RawPlugins": "plugins",
    "Processes": "processes",
    "RawProcesses": "processes",
    "RawTasks": "tasks",
    "Tasks": "tasks",
    "RawTemplates": "templates",
    "Templates": "templates",
    "RawUsers": "users",
    "Users": "users",
}
_MODULES: Final = frozenset(
    {
        "business_accounts",
        "calling",
        "campaigns",
        "chats",
        "config",
        "flows",
        "health",
        "jobs",
        "leads",
        "media",
        "messages",
        "partner",
        "phone_numbers",
        "photos",
        "plugins",
        "processes",
        "tasks",
        "templates",
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
