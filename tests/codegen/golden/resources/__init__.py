# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resources of the API, as a client has them; each is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .animals import Animals as Animals
    from .animals import RawAnimals as RawAnimals
    from .keepers import Keepers as Keepers
    from .keepers import RawKeepers as RawKeepers
    from .tours import RawTours as RawTours
    from .tours import Tours as Tours

__all__ = [
    "Animals",
    "Keepers",
    "RawAnimals",
    "RawKeepers",
    "RawTours",
    "Tours",
]

_HOMES: Final = {
    "Animals": ".animals",
    "RawAnimals": ".animals",
    "Keepers": ".keepers",
    "RawKeepers": ".keepers",
    "RawTours": ".tours",
    "Tours": ".tours",
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
