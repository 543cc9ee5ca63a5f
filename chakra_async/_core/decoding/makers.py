"""Makers of decoders: one for each kind of type; that of models is in `compiled`.

A decoder takes a JSON value and the type, and returns the value as that type. It never raises by itself: what does not
fit is reported to `on_mismatch(place, problem)`, which logs it or raises, and is kept as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, cast, get_args, get_origin

from chakra_async.model import Tagged
from chakra_async.unset import UnsetType

__all__ = [
    "Decoder",
    "Lookup",
    "Mismatch",
    "OnMismatch",
    "array_of",
    "branches",
    "enum_of",
    "is_array",
    "is_enum",
    "is_literal",
    "is_object",
    "is_tagged",
    "is_union",
    "json_type_of",
    "literal_of",
    "object_of",
    "primitive",
    "tagged_of",
    "undescribed",
    "union_of",
]

Decoder: TypeAlias = Callable[[Any, Any], Any]
Lookup: TypeAlias = Callable[[Any], Decoder]
OnMismatch: TypeAlias = Callable[[str, str], None]

_JSON_NAMES: Final[dict[Any, str]] = {
    dict: "an object",
    list: "an array",
    str: "a string",
    int: "an integer",
    bool: "a boolean",
}


class Mismatch(ValueError):  # noqa: N818 - internal; becomes a ResponseError before a user sees it
    """A value that contradicts the description, where that is to be an error."""


def is_enum(kind: Any) -> bool:
    """Return whether a type is an enumeration."""
    return isinstance(kind, type) and issubclass(kind, Enum)


def is_union(kind: Any) -> bool:
    """Return whether a type is a union."""
    return get_origin(kind) in (Union, UnionType)


def is_array(kind: Any) -> bool:
    """Return whether a type is that of an array."""
    return get_origin(kind) in (list, Sequence)


def is_object(kind: Any) -> bool:
    """Return whether a type is that of an object with any keys."""
    return get_origin(kind) in (dict, Mapping)


def is_literal(kind: Any) -> bool:
    """Return whether a type allows a few strings only."""
    return get_origin(kind) is Literal


def is_tagged(kind: Any) -> bool:
    """Return whether a type is a union of objects with a discriminating member."""
    return get_origin(kind) is Annotated and isinstance(kind.__metadata__[0], Tagged)


def branches(kind: Any) -> list[Any]:
    """Return the types that a value of a union may have, null among them.

    `UNSET` and a datetime, which callers may pass as a time, are not values of JSON. A mapping that callers may pass instead of a model is left out as well: what the
    model's own decoder cannot read stays a mapping.
    """
    options = [option for option in get_args(kind) if option not in (UnsetType, datetime)]
    objects = [option for option in options if _json_class(option) is dict]
    return [option for option in options if len(objects) < 2 or get_origin(option) is not Mapping]  # noqa: PLR2004 - itself and another one


def primitive(kind: Any, _lookup: Lookup, on_mismatch: OnMismatch) -> Decoder:
    """Return the decoder of a primitive type, which accepts that very type; an integer is accepted as a float."""
    fitting = (float, int) if kind is float else (kind,)

    def decode(value: Any, _kind: Any) -> Any:
        if value.__class__ not in fitting:
            on_mismatch(f"a value of type {kind.__name__}", f"is {json_type_of(value)}")
        return value

    return decode


def undescribed(_kind: Any, _lookup: Lookup, _on_mismatch: OnMismatch) -> Decoder:
    """Return the decoder of what is not described, which keeps it."""
    return _keep


def enum_of(kind: Any, _lookup: Lookup, on_mismatch: OnMismatch) -> Decoder:
    """Return the decoder of an open enumeration: a known value becomes its member, another one stays a string."""
    members: dict[str, Any] = {member.value: member for member in kind}

    def decode(value: Any, _kind: Any) -> Any:
        if value.__class__ is str:
            return members.get(value, value)
        on_mismatch(f"a value of {kind.__name__}", f"is {json_type_of(value)}")
        return value

    return decode


def array_of(kind: Any, lookup: Lookup, on_mismatch: OnMismatch) -> Decoder:
    """Return the decoder of a list; anything but an array is kept; a string is not an array."""
    (item,) = get_args(kind)
    inner = _member_decoder(item, lookup)

    def decode(value: Any, _kind: Any) -> Any:
        if value.__class__ is not list:
            on_mismatch("an array", f"is {json_type_of(value)}")
            return value
        return value if inner is None else [inner(member, item) for member in value]

    return decode


def object_of(kind: Any, lookup: Lookup, on_mismatch: OnMismatch) -> Decoder:
    """Return the decoder of a map with string keys."""
    _, item = get_args(kind)
    inner = _member_decoder(item, lookup)

    def decode(value: Any, _kind: Any) -> Any:
        if value.__class__ is not dict:
            on_mismatch("an object", f"is {json_type_of(value)}")
            return value
        return value if inner is None else {key: inner(member, item) for key, member in value.items()}

    return decode


def literal_of(kind: Any, _lookup: Lookup, on_mismatch: OnMismatch) -> Decoder:
    """Return the decoder of a string that can only be one of a few."""
    strings = get_args(kind)

    def decode(value: Any, _kind: Any) -> Any:
        if value not in strings:
            on_mismatch("a string that is always the same", "is another one")
        return value

    return decode


def tagged_of(kind: Any, lookup: Lookup, on_mismatch: OnMismatch) -> Decoder:
    """Return the decoder of a union of objects with a discriminating member; an object of an unknown kind is kept."""
    tagged: Tagged = kind.__metadata__[0]
    member = tagged.member
    place = f"an object with the discriminator `{member}`"
    # Looked up when the first one of its kind arrives: most unions are wide, and few of their kinds are used.
    decoders: dict[str, Decoder] = {}

    def decode(value: Any, _kind: Any) -> Any:
        if value.__class__ is not dict:
            on_mismatch(place, f"is {json_type_of(value)}")
            return value
        name = value.get(member)
        if name.__class__ is str:
            known = decoders.get(name)
            if known is not None:
                return known(value, tagged.kinds[name])
            if name in tagged.kinds:
                decoders[name] = lookup(tagged.kinds[name])
                return decoders[name](value, tagged.kinds[name])
        on_mismatch(place, "is of a kind that is not described")
        return value

    return decode


def union_of(kind: Any, lookup: Lookup, on_mismatch: OnMismatch) -> Decoder:
    """Return the decoder of a union: null passes where it is allowed, anything else is decoded by its JSON type."""
    options = branches(kind)
    by_class: dict[type, tuple[Decoder, Any]] = {}
    # Enumerations come last, so that `Status | str` reads strings as members where it can.
    for option in sorted(options, key=is_enum):
        if option is Any:
            return lambda value, _kind: value
        keep = option is type(None)
        by_class[_json_class(option)] = (_keep if keep else lookup(option), option)
    if float in by_class:  # JSON writes 1.0 as 1
        by_class.setdefault(int, by_class[float])

    def decode(value: Any, _kind: Any) -> Any:
        found = by_class.get(value.__class__)
        if found is None:
            on_mismatch("a value of several possible types", f"is {json_type_of(value)}")
            return value
        return found[0](value, found[1])

    return decode


def _member_decoder(kind: Any, lookup: Lookup) -> Decoder | None:
    return None if kind is Any else lookup(kind)


def _keep(value: Any, _kind: Any) -> Any:
    return value


def _json_class(kind: Any) -> type:
    if kind is type(None):
        return type(None)
    origin: Any = get_origin(kind) or kind
    if origin in (dict, list, int, bool, float):
        return cast("type", origin)
    if is_array(kind):
        return list
    return str if origin in (str, Literal) or is_enum(origin) else dict


def json_type_of(value: object) -> str:
    """Return the JSON type of a value in words, without the value."""
    return "null" if value is None else _JSON_NAMES.get(type(value), "a number")
