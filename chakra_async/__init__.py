"""The ChakraHQ API (WhatsApp Business and CRM) as Python coroutines: the public names, loaded on first use."""

from __future__ import annotations

TYPE_CHECKING = (
    False  # as type checkers know it; importing typing would take 15 times as long as the rest here
)

if TYPE_CHECKING:
    from typing import Final

    from chakra_async import (
        bulk,
        errors,
        events,
        models,
        observers,
        resources,
        sandbox,
        settings,
        testing,
        types,
        webhooks,
    )
    from chakra_async._core.paging.job_progress import JobProgress
    from chakra_async._core.response import Response
    from chakra_async._extras.jobs import BulkJobs, BulkProgress
    from chakra_async._version import __version__
    from chakra_async.client import Chakra
    from chakra_async.downloads import Download, DownloadAnswer
    from chakra_async.errors import (
        APIError,
        AuthenticationError,
        BadRequestError,
        BulkJobsError,
        ChakraError,
        ClientClosedError,
        ConflictError,
        ConnectError,
        ConnectionLostError,
        InvalidRequestError,
        MarketingLimitError,
        NotFoundError,
        PayloadTooLargeError,
        PaymentError,
        PermissionDeniedError,
        PlanError,
        RateLimitedError,
        RequestTimeoutError,
        ResponseError,
        ServerError,
        SettingsError,
        SpamLimitError,
        TemplateError,
        ThrottledError,
        TransportError,
        UndeliverableError,
        UnprocessableError,
        UploadError,
        UserIdNotAllowedError,
        WhatsAppError,
        WindowClosedError,
    )
    from chakra_async.model import Model
    from chakra_async.outcomes import Attempt, Outcome
    from chakra_async.pagination import Page, Pages
    from chakra_async.settings import Limits, Proxy, Retry, Secret, Settings, Timeouts
    from chakra_async.unset import UNSET, UnsetType

__all__ = [
    "UNSET",
    "APIError",
    "Attempt",
    "AuthenticationError",
    "BadRequestError",
    "BulkJobs",
    "BulkJobsError",
    "BulkProgress",
    "Chakra",
    "ChakraError",
    "ClientClosedError",
    "ConflictError",
    "ConnectError",
    "ConnectionLostError",
    "Download",
    "DownloadAnswer",
    "InvalidRequestError",
    "JobProgress",
    "Limits",
    "MarketingLimitError",
    "Model",
    "NotFoundError",
    "Outcome",
    "Page",
    "Pages",
    "PayloadTooLargeError",
    "PaymentError",
    "PermissionDeniedError",
    "PlanError",
    "Proxy",
    "RateLimitedError",
    "RequestTimeoutError",
    "Response",
    "ResponseError",
    "Retry",
    "Secret",
    "ServerError",
    "Settings",
    "SettingsError",
    "SpamLimitError",
    "TemplateError",
    "ThrottledError",
    "Timeouts",
    "TransportError",
    "UndeliverableError",
    "UnprocessableError",
    "UnsetType",
    "UploadError",
    "UserIdNotAllowedError",
    "WhatsAppError",
    "WindowClosedError",
    "__version__",
    "bulk",
    "errors",
    "events",
    "models",
    "observers",
    "resources",
    "sandbox",
    "settings",
    "testing",
    "types",
    "webhooks",
]

_HOMES: Final[dict[str, str]] = {
    "Attempt": "outcomes",
    "BulkJobs": "_extras.jobs",
    "BulkProgress": "_extras.jobs",
    "Chakra": "client",
    "Download": "downloads",
    "DownloadAnswer": "downloads",
    "JobProgress": "_core.paging.job_progress",
    "Limits": "settings",
    "Model": "model",
    "Outcome": "outcomes",
    "Page": "pagination",
    "Pages": "pagination",
    "Proxy": "settings",
    "Response": "_core.response",
    "Retry": "settings",
    "Secret": "settings",
    "Settings": "settings",
    "Timeouts": "settings",
    "UNSET": "unset",
    "UnsetType": "unset",
    "__version__": "_version",
    "bulk": "",
    "errors": "",
    "events": "",
    "models": "",
    "observers": "",
    "resources": "",
    "sandbox": "",
    "settings": "",
    "testing": "",
    "types": "",
    "webhooks": "",
}
"""The module of each public name; an error's is `errors`, and a package has none."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - part of what is put off until first use

    value: object
    home = _HOMES.get(name, "errors")
    if home:
        value = getattr(import_module(f"{__name__}.{home}"), name)
    else:
        value = import_module(f"{__name__}.{name}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
