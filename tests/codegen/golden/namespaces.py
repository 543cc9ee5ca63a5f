# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Every resource as a property of a client, made on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from chakra_async.resource import Namespaces

if TYPE_CHECKING:
    from chakra_async.resources.animals import Animals, RawAnimals
    from chakra_async.resources.keepers import Keepers, RawKeepers
    from chakra_async.resources.tours import RawTours, Tours

__all__ = ["RawResources", "Resources"]


class Resources(Namespaces):
    """Every resource; each is imported when it is first used."""

    @cached_property
    def animals(self) -> Animals:
        """The animals of a zoo."""
        return cast("Animals", self._resource("resources.animals", "Animals"))

    @cached_property
    def keepers(self) -> Keepers:
        """Those who look after them."""
        return cast("Keepers", self._resource("resources.keepers", "Keepers"))

    @cached_property
    def tours(self) -> Tours:
        """Tours through a zoo."""
        return cast("Tours", self._resource("resources.tours", "Tours"))


class RawResources(Namespaces):
    """Every resource with calls that give a `Response`: status, headers, attempts and `_meta`."""

    @cached_property
    def animals(self) -> RawAnimals:
        """The animals of a zoo."""
        return cast("RawAnimals", self._resource("resources.animals", "RawAnimals"))

    @cached_property
    def keepers(self) -> RawKeepers:
        """Those who look after them."""
        return cast("RawKeepers", self._resource("resources.keepers", "RawKeepers"))

    @cached_property
    def tours(self) -> RawTours:
        """Tours through a zoo."""
        return cast("RawTours", self._resource("resources.tours", "RawTours"))
