"""The ChakraHQ API (WhatsApp Business and CRM) as Python coroutines: the public names, loaded on first use."""

from __future__ import annotations

TYPE_CHECKING = (
    False  # as type checkers know it; importing typing would take 15 times as long as the rest here
)

if TYPE_CHECKING:
    from typing import Final

    from chakra_async import bulk, errors, events, models, observers, sandbox, testing
    from chakra_async._core.messages.template_check import TemplateFilling
    from chakra_async._core.response import Response
    from chakra_async._version import __version__
    from chakra_async.client import Chakra
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
        WhatsAppError,
        WindowClosedError,
    )
    from chakra_async.model import Model
    from chakra_async.outcomes import Attempt, Outcome
    from chakra_async.pagination import Page, Pages
    from chakra_async.settings import Limits, Retry, Secret, Settings, Timeouts
    from chakra_async.unset import UNSET, UnsetType

__all__ = [
    "UNSET",
    "APIError",
    "Attempt",
    "AuthenticationError",
    "BadRequestError",
    "BulkJobsError",
    "Chakra",
    "ChakraError",
    "ClientClosedError",
    "ConflictError",
    "ConnectError",
    "ConnectionLostError",
    "InvalidRequestError",
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
    "TemplateFilling",
    "ThrottledError",
    "Timeouts",
    "TransportError",
    "UndeliverableError",
    "UnprocessableError",
    "UnsetType",
    "UploadError",
    "WhatsAppError",
    "WindowClosedError",
    "__version__",
    "bulk",
    "errors",
    "events",
    "models",
    "observers",
    "sandbox",
    "testing",
]

_HOMES: Final[dict[str, str]] = {
    "Attempt": "outcomes",
    "Chakra": "client",
    "Limits": "settings",
    "Model": "model",
    "Outcome": "outcomes",
    "Page": "pagination",
    "Pages": "pagination",
    "Response": "_core.response",
    "Retry": "settings",
    "Secret": "settings",
    "Settings": "settings",
    "TemplateFilling": "_core.messages.template_check",
    "Timeouts": "settings",
    "UNSET": "unset",
    "UnsetType": "unset",
    "__version__": "_version",
    "bulk": "",
    "errors": "",
    "events": "",
    "models": "",
    "observers": "",
    "sandbox": "",
    "testing": "",
}
"""The module of each public name; an error's is `errors`, and a package is its own."""


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
