# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resources of the API, as a client has them; each is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .._extras.calling import Calling as Calling
    from .._extras.calling import RawCalling as RawCalling
    from .._extras.jobs import Jobs as Jobs
    from .._extras.jobs import RawJobs as RawJobs
    from .._extras.messages import Messages as Messages
    from .._extras.messages import RawMessages as RawMessages
    from .._extras.processes import Processes as Processes
    from .._extras.templates import RawTemplates as RawTemplates
    from .._extras.templates import Templates as Templates
    from .business_accounts import BusinessAccounts as BusinessAccounts
    from .business_accounts import RawBusinessAccounts as RawBusinessAccounts
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
    from .leads import Leads as Leads
    from .leads import RawLeads as RawLeads
    from .media import Media as Media
    from .media import RawMedia as RawMedia
    from .partner import Partner as Partner
    from .partner import RawPartner as RawPartner
    from .phone_numbers import PhoneNumbers as PhoneNumbers
    from .phone_numbers import RawPhoneNumbers as RawPhoneNumbers
    from .photos import Photos as Photos
    from .photos import RawPhotos as RawPhotos
    from .plugins import Plugins as Plugins
    from .plugins import RawPlugins as RawPlugins
    from .processes import RawProcesses as RawProcesses
    from .tasks import RawTasks as RawTasks
    from .tasks import Tasks as Tasks
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
]

_HOMES: Final = {
    "Calling": ".._extras.calling",
    "RawCalling": ".._extras.calling",
    "Jobs": ".._extras.jobs",
    "RawJobs": ".._extras.jobs",
    "Messages": ".._extras.messages",
    "RawMessages": ".._extras.messages",
    "Processes": ".._extras.processes",
    "RawTemplates": ".._extras.templates",
    "Templates": ".._extras.templates",
    "BusinessAccounts": ".business_accounts",
    "RawBusinessAccounts": ".business_accounts",
    "Campaigns": ".campaigns",
    "RawCampaigns": ".campaigns",
    "Chats": ".chats",
    "RawChats": ".chats",
    "Config": ".config",
    "RawConfig": ".config",
    "Flows": ".flows",
    "RawFlows": ".flows",
    "Health": ".health",
    "RawHealth": ".health",
    "Leads": ".leads",
    "RawLeads": ".leads",
    "Media": ".media",
    "RawMedia": ".media",
    "Partner": ".partner",
    "RawPartner": ".partner",
    "PhoneNumbers": ".phone_numbers",
    "RawPhoneNumbers": ".phone_numbers",
    "Photos": ".photos",
    "RawPhotos": ".photos",
    "Plugins": ".plugins",
    "RawPlugins": ".plugins",
    "RawProcesses": ".processes",
    "RawTasks": ".tasks",
    "Tasks": ".tasks",
    "RawUsers": ".users",
    "Users": ".users",
}

if not TYPE_CHECKING:  # a checker that saw it would take any name for one that exists

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOMES[name], __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
