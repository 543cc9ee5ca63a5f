# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `animals`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import attrs

from chakra_async.model import Model, datetime_of
from chakra_async.unset import UNSET, UnsetType

__all__ = ["Animal", "AnimalMeta", "Kind", "NewAnimal", "Sex"]


class Kind(StrEnum):
    """What kind of animal it is. A value that is not listed stays a plain string.

    Evidence: Documented. Source: https://zoo.example/kinds

    """

    BIRD = "BIRD"
    FISH = "FISH"
    SEA_MONSTER = "sea-monster"


class Sex(StrEnum):
    """A closed choice.

    Evidence: Documented. Source: https://zoo.example/kinds

    """

    F = "F"
    M = "M"


@attrs.define(kw_only=True, eq=False, repr=False)
class Animal(Model):
    """An animal, as answers have it.

    Evidence: Documented. Source: https://zoo.example/get

    """

    nickname: str | None = attrs.field(default=None, metadata={"wire": "nickname"})
    """Optional."""

    id: str = attrs.field(metadata={"wire": "id"})
    """Required."""

    mother: str | None = attrs.field(default=None, metadata={"wire": "mother"})
    """Required, but may be null."""

    kind: Kind | str = attrs.field(metadata={"wire": "kind"})
    """A required open enum."""

    other_kind: Kind | str | None = attrs.field(default=None, metadata={"wire": "otherKind"})
    """An optional open enum."""

    sex: Sex | None = attrs.field(default=None, metadata={"wire": "sex"})
    """A closed enum. Inferred, not documented: by its name."""

    born_at: int | None = attrs.field(default=None, metadata={"wire": "bornAt"})
    """When it was born. Epoch milliseconds."""

    died_at: int | None = attrs.field(default=None, metadata={"wire": "diedAt"})
    """When it died. Epoch milliseconds. Seen in public code, not documented."""

    class_: str | None = attrs.field(default=None, metadata={"wire": "class"})
    """A keyword."""

    data: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "_data"})
    """An underscore in front."""

    extra_: str | None = attrs.field(default=None, metadata={"wire": "extra"})
    """A name that every model has."""

    list_: list[list[int]] | None = attrs.field(default=None, metadata={"wire": "list"})
    """Arrays in an array."""

    scores: dict[str, float] | None = attrs.field(default=None, metadata={"wire": "scores"})
    """A map of numbers."""

    keeper: Keeper | None = attrs.field(default=None, metadata={"wire": "keeper"})
    """A model of another domain."""

    young: list[Animal] | None = attrs.field(default=None, metadata={"wire": "young"})
    """Models like itself."""

    text_or_number: str | int | None = attrs.field(default=None, metadata={"wire": "text-or-number"})
    """One of two types."""

    anything: Any = attrs.field(default=None, metadata={"wire": "anything"})
    """Of no known type."""

    better_name: str | None = attrs.field(default=None, metadata={"wire": "renamed"})
    """Named by hand."""

    @property
    def born_at_datetime(self) -> datetime | None:
        """`born_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.born_at)

    @property
    def died_at_datetime(self) -> datetime | None:
        """`died_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.died_at)


@attrs.define(kw_only=True, eq=False, repr=False)
class AnimalMeta(Model):
    """What stands beside an animal.

    Evidence: Inferred, not documented: seen once. Source: https://zoo.example/get

    """

    seen_by: int | None = attrs.field(default=None, metadata={"wire": "seenBy"})
    """How many saw it."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NewAnimal(Model):
    """An animal to be taken in.

    Evidence: Documented. Source: https://zoo.example/create

    """

    name: str = attrs.field(metadata={"wire": "name", "bounds": {"kind": "string"}})
    """Its name."""

    nickname: str | None | UnsetType = attrs.field(default=UNSET, metadata={"wire": "nickname"})
    """Optional and may be null."""

    from_: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "from", "bounds": {"kind": "string"}}
    )
    """A keyword. The server uses `nowhere` where it is not given."""

    kind: Kind | str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "kind", "bounds": {"kind": "string"}}
    )
    """An open enum."""

    arrived_at: int | datetime | None | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "arrivedAt", "bounds": {"check": "epoch-milliseconds"}},
    )
    """When it came. Epoch milliseconds."""

    parents: Sequence[NewAnimal | Mapping[str, Any]] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "parents", "bounds": {"kind": "array", "items": "object"}},
    )
    """Its parents, if they come too."""

    keeper: Keeper | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "keeper", "bounds": {"kind": "object"}}
    )
    """Who will look after it."""

    notes: dict[str, str] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "notes", "bounds": {"kind": "object"}}
    )
    """Free notes."""

    arguments: bool | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "arguments", "bounds": {"kind": "boolean"}}
    )
    """A name that the stub needs for itself."""

    @property
    def arrived_at_datetime(self) -> datetime | None:
        """`arrived_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.arrived_at)


from .keepers import Keeper
