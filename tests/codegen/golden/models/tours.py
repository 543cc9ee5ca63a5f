# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `tours`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias

import attrs

from chakra_async.model import Model, Tagged, message_id_of
from chakra_async.unset import UNSET, UnsetType

__all__ = [
    "Adult",
    "Booking",
    "BookingOptions",
    "Child",
    "Family",
    "Group",
    "Guest",
    "Invitation",
    "MealBooking",
    "School",
    "Tour",
    "TourBooking",
    "Word",
]


@attrs.define(kw_only=True, eq=False, repr=False)
class Tour(Model):
    """A tour.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    id: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "id", "bounds": {"kind": "string"}})
    """Its id."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Word(Model):
    """A word of an invitation.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    schema_property_name: str = attrs.field(
        metadata={"wire": "schemaPropertyName", "bounds": {"kind": "string"}}
    )
    """Which one it stands for."""

    schema_property_value: str = attrs.field(
        metadata={"wire": "schemaPropertyValue", "bounds": {"kind": "string"}}
    )
    """The word."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Invitation(Model):
    """An invitation that was sent.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    whatsapp_message_id: str | None = attrs.field(default=None, metadata={"wire": "whatsappMessageId"})
    """The id of the message."""

    sent_to: Guest | None = attrs.field(default=None, metadata={"wire": "sentTo"})
    """Who was invited."""

    @property
    def message_id(self) -> str | None:
        """The WhatsApp message id (wamid), wherever the answer has it, or None where it has none."""
        return message_id_of(self)


@attrs.define(kw_only=True, eq=False, repr=False)
class Child(Model):
    """A child.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    name: str = attrs.field(metadata={"wire": "name", "bounds": {"kind": "string"}})
    """The name."""

    likes: Kind | str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "likes", "bounds": {"kind": "string"}}
    )
    """What the guest wants to see."""

    kind: Literal["child"] = attrs.field(
        default="child", metadata={"wire": "kind", "bounds": {"kind": "string"}}
    )
    """The kind of peer_client."""

    with_: Guest | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "with", "bounds": {"kind": "object", "tag": "kind"}},
    )
    """Who comes along."""

    pets: list[Guest] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "pets",
            "bounds": {"kind": "array", "items": "object", "tag": "kind"},
        },
    )
    """Guests of any kind."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Adult(Model):
    """An adult.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    name: str = attrs.field(metadata={"wire": "name", "bounds": {"kind": "string"}})
    """The name."""

    likes: Kind | str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "likes", "bounds": {"kind": "string"}}
    )
    """What the guest wants to see."""

    kind: Literal["adult"] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "kind", "bounds": {"kind": "string"}}
    )
    """The kind of guest, which may be left out."""

    keeper: Keeper | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "keeper", "bounds": {"kind": "object"}}
    )
    """Whose friend it is."""


@attrs.define(kw_only=True, eq=False, repr=False)
class School(Model):
    """A class of a school.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    kind: Literal["school"] = attrs.field(
        default="school", metadata={"wire": "kind", "bounds": {"kind": "string"}}
    )
    """The kind of peer_client."""

    called: Literal["school"] = attrs.field(
        default="school", metadata={"wire": "called", "bounds": {"kind": "string"}}
    )
    """The kind of group."""

    guests: list[Guest] = attrs.field(
        metadata={
            "wire": "guests",
            "bounds": {"kind": "array", "items": "object", "tag": "kind"},
        }
    )
    """Who belongs to it."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Family(Model):
    """A family.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    kind: Literal["family"] = attrs.field(
        default="family", metadata={"wire": "kind", "bounds": {"kind": "string"}}
    )
    """The kind of peer_client."""

    called: Literal["family"] = attrs.field(
        default="family", metadata={"wire": "called", "bounds": {"kind": "string"}}
    )
    """The kind of group."""

    by_name: dict[str, Guest] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "byName", "bounds": {"kind": "object"}}
    )
    """Its members by their names."""


@attrs.define(kw_only=True, eq=False, repr=False)
class TourBooking(Model):
    """A place on a tour.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    of: Literal["tour"] = attrs.field(default="tour", metadata={"wire": "of", "bounds": {"kind": "string"}})
    """The kind of booking."""

    tour: Tour | Mapping[str, Any] = attrs.field(metadata={"wire": "tour", "bounds": {"kind": "object"}})
    """The tour."""

    options: BookingOptions | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "options", "bounds": {"kind": "object"}}
    )
    """What is wanted."""

    also: Sequence[BookingOptions | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "also", "bounds": {"kind": "array", "items": "object"}},
    )
    """What is wanted besides."""


@attrs.define(kw_only=True, eq=False, repr=False)
class BookingOptions(Model):
    """What is wanted.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    quiet: bool | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "quiet", "bounds": {"kind": "boolean"}}
    )
    """Whether it is to be quiet."""


@attrs.define(kw_only=True, eq=False, repr=False)
class MealBooking(Model):
    """A meal.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    of: Literal["meal"] = attrs.field(default="meal", metadata={"wire": "of", "bounds": {"kind": "string"}})
    """The kind of booking."""


Group: TypeAlias = Annotated[
    School | Family | Mapping[str, Any], Tagged("called", {"school": School, "family": Family})
]
"""Several who visit together, by what they are called. One of a kind that is not listed is a plain mapping.

Evidence: Inferred, not documented. Source: https://zoo.example/tours

"""

Guest: TypeAlias = Annotated[
    Child | Adult | Group | Mapping[str, Any],
    Tagged("kind", {"child": Child, "adult": Adult, "school": Group, "family": Group}),
]
"""Somebody who visits. One of a kind that is not listed is a plain mapping.

Evidence: Documented. Source: https://zoo.example/tours

"""

Booking: TypeAlias = Annotated[
    TourBooking | MealBooking | Mapping[str, Any], Tagged("of", {"tour": TourBooking, "meal": MealBooking})
]
"""What is booked. One of a kind that is not listed is a plain mapping.

Evidence: Documented. Source: https://zoo.example/tours

"""

from .animals import Kind
from .keepers import Keeper
