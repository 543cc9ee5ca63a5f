# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/extras.
"""The models of the API, by domain; each is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from . import animals as animals
    from . import keepers as keepers
    from . import tours as tours
    from .animals import Animal as Animal
    from .animals import AnimalMeta as AnimalMeta
    from .animals import Kind as Kind
    from .animals import NewAnimal as NewAnimal
    from .animals import Sex as Sex
    from .keepers import Keeper as Keeper
    from .tours import Invitation as Invitation
    from .tours import Tour as Tour
    from .tours import Word as Word

__all__ = [
    "Animal",
    "AnimalMeta",
    "Invitation",
    "Keeper",
    "Kind",
    "NewAnimal",
    "Sex",
    "Tour",
    "Word",
    "animals",
    "keepers",
    "tours",
]

_HOMES: Final = {
    "Animal": "animals",
    "AnimalMeta": "animals",
    "Kind": "animals",
    "NewAnimal": "animals",
    "Sex": "animals",
    "Keeper": "keepers",
    "Invitation": "tours",
    "Tour": "tours",
    "Word": "tours",
}
_MODULES: Final = frozenset(
    {
        "animals",
        "keepers",
        "tours",
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
