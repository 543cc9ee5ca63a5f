# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/extras.
"""The resources of the API; each is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from . import campaigns as campaigns
    from . import config as config
    from . import jobs as jobs
    from . import leads as leads
    from . import processes as processes
    from .campaigns import Campaigns as Campaigns
    from .campaigns import RawCampaigns as RawCampaigns
    from .config import Config as Config
    from .config import RawConfig as RawConfig
    from .jobs import Jobs as Jobs
    from .jobs import RawJobs as RawJobs
    from .leads import Leads as Leads
    from .leads import RawLeads as RawLeads
    from .processes import Processes as Processes
    from .processes import RawProcesses as RawProcesses

__all__ = [
    "Campaigns",
    "Config",
    "Jobs",
    "Leads",
    "Processes",
    "RawCampaigns",
    "RawConfig",
    "RawJobs",
    "RawLeads",
    "RawProcesses",
    "campaigns",
    "config",
    "jobs",
    "leads",
    "processes",
]

_HOMES: Final = {
    "Campaigns": "campaigns",
    "RawCampaigns": "campaigns",
    "Config": "config",
    "RawConfig": "config",
    "Jobs": "jobs",
    "RawJobs": "jobs",
    "Leads": "leads",
    "RawLeads": "leads",
    "Processes": "processes",
    "RawProcesses": "processes",
}
_MODULES: Final = frozenset(
    {
        "campaigns",
        "config",
        "jobs",
        "leads",
        "processes",
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
