"""Settings as frozen, checked values: the client's own, timeouts, retries and limits, with their defaults."""

from chakra_async.settings.network import Proxy
from chakra_async.settings.options import (
    ClientOptions,
    ConnectionOptions,
    Limits,
    Retry,
    Settings,
    Timeouts,
)
from chakra_async.settings.secret import Secret
from chakra_async.settings.validators import ENVIRONMENT

__all__ = [
    "ENVIRONMENT",
    "ClientOptions",
    "ConnectionOptions",
    "Limits",
    "Proxy",
    "Retry",
    "Secret",
    "Settings",
    "Timeouts",
]
