# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/extras.
"""The models of the API, by domain; each is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from . import campaigns as campaigns
    from . import config as config
    from . import jobs as jobs
    from . import leads as leads
    from . import processes as processes
    from .campaigns import Enrolment as Enrolment
    from .config import Config as Config
    from .jobs import BackgroundJob as BackgroundJob
    from .jobs import BackgroundJobMeta as BackgroundJobMeta
    from .leads import LeadData as LeadData
    from .processes import AutoDial as AutoDial
    from .processes import BulkProcessChanges as BulkProcessChanges
    from .processes import BulkUpdateItem as BulkUpdateItem
    from .processes import NewProcess as NewProcess
    from .processes import NewRecord as NewRecord
    from .processes import Process as Process
    from .processes import ProcessStatus as ProcessStatus

__all__ = [
    "AutoDial",
    "BackgroundJob",
    "BackgroundJobMeta",
    "BulkProcessChanges",
    "BulkUpdateItem",
    "Config",
    "Enrolment",
    "LeadData",
    "NewProcess",
    "NewRecord",
    "Process",
    "ProcessStatus",
    "campaigns",
    "config",
    "jobs",
    "leads",
    "processes",
]

_HOMES: Final = {
    "Enrolment": "campaigns",
    "Config": "config",
    "BackgroundJob": "jobs",
    "BackgroundJobMeta": "jobs",
    "LeadData": "leads",
    "AutoDial": "processes",
    "BulkProcessChanges": "processes",
    "BulkUpdateItem": "processes",
    "NewProcess": "processes",
    "NewRecord": "processes",
    "Process": "processes",
    "ProcessStatus": "processes",
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
