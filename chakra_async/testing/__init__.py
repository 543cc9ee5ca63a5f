"""For the tests of programs that use this library: waits that are skipped, and the fixtures of the pytest plugin.

Its names are loaded on first use, so that pytest loads the plugin without the library.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers know it

if TYPE_CHECKING:
    from chakra_async._transport.clock import WaitReason
    from chakra_async.testing.bots import Bot, Bots
    from chakra_async.testing.customers import Customers
    from chakra_async.testing.waits import Wait, Waits, instant_waits

__all__ = ["Bot", "Bots", "Customers", "Wait", "WaitReason", "Waits", "instant_waits"]

_HOMES = {
    "Bot": "chakra_async.testing.bots",
    "Bots": "chakra_async.testing.bots",
    "Customers": "chakra_async.testing.customers",
    "WaitReason": "chakra_async._transport.clock",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - part of what is put off until first use

    value = getattr(import_module(_HOMES.get(name, "chakra_async.testing.waits")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
