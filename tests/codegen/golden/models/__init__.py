# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The models of the API, by domain; each is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from . import animals as animals
    from . import keepers as keepers
    from . import news as news
    from . import tours as tours
    from .animals import Animal as Animal
    from .animals import AnimalMeta as AnimalMeta
    from .animals import Kind as Kind
    from .animals import NewAnimal as NewAnimal
    from .animals import Sex as Sex
    from .keepers import Keeper as Keeper
    from .news import Happening as Happening
    from .tours import Adult as Adult
    from .tours import Booking as Booking
    from .tours import BookingOptions as BookingOptions
    from .tours import Child as Child
    from .tours import Family as Family
    from .tours import Group as Group
    from .tours import Guest as Guest
    from .tours import Invitation as Invitation
    from .tours import MealBooking as MealBooking
    from .tours import School as School
    from .tours import Tour as Tour
    from .tours import TourBooking as TourBooking
    from .tours import Word as Word

__all__ = [
    "Adult",
    "Animal",
    "AnimalMeta",
    "Booking",
    "BookingOptions",
    "Child",
    "Family",
    "Group",
    "Guest",
    "Happening",
    "Invitation",
    "Keeper",
    "Kind",
    "MealBooking",
    "NewAnimal",
    "School",
    "Sex",
    "Tour",
    "TourBooking",
    "Word",
    "animals",
    "keepers",
    "news",
    "tours",
]

_HOMES: Final = {
    "Animal": ".animals",
    "AnimalMeta": ".animals",
    "Kind": ".animals",
    "NewAnimal": ".animals",
    "Sex": ".animals",
    "Keeper": ".keepers",
    "Happening": ".news",
    "Adult": ".tours",
    "Booking": ".tours",
    "BookingOptions": ".tours",
    "Child": ".tours",
    "Family": ".tours",
    "Group": ".tours",
    "Guest": ".tours",
    "Invitation": ".tours",
    "MealBooking": ".tours",
    "School": ".tours",
    "Tour": ".tours",
    "TourBooking": ".tours",
    "Word": ".tours",
}
_MODULES: Final = frozenset(
    {
        "animals",
        "keepers",
        "news",
        "tours",
    }
)

if not TYPE_CHECKING:  # a checker that saw it would take any name for one that exists

    def __getattr__(name: str) -> Any:
        if name in _MODULES:
            return import_module(f"{__name__}.{name}")
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOMES[name], __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
