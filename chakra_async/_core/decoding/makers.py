"""The decoding hooks behind `convert`: one maker per kind of type; those of models stand in `compiled`.

A hook takes a JSON value and the type, and gives the value back in that type. It never raises by itself: what does
not fit is told to `tell(place, problem)`, which notes it or raises, and is kept as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, cast, get_args, get_origin

from chakra_async.model import Tagged
from chakra_async.unset import UnsetType

__all__ = [
    "Hook",
    "Lookup",
    "Mismatch",
    "OnMismatch",
    "anything",
    "branches",
    "exact",
    "is_array",
    "is_enum",
    "is_literal",
    "is_object",
    "is_tagged",
    "is_union",
    "items_of",
    "literal_of",
    "member_of",
    "named",
    "one_of",
    "tagged_of",
    "values_of",
]

Hook: TypeAlias = Callable[[Any, Any], Any]
Lookup: TypeAlias = Callable[[Any], Hook]
OnMismatch: TypeAlias = Callable[[str, str], None]

_JSON_NAMES: Final[dict[Any, str]] = {
    dict: "an object",
    list: "an array",
    str: "a text",
    int: "a whole number",
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
    """Return whether a type allows a few texts only."""
    return get_origin(kind) is Literal


def is_tagged(kind: Any) -> bool:
    """Return whether a type is a union whose objects are told apart by a member."""
    return get_origin(kind) is Annotated and isinstance(kind.__metadata__[0], Tagged)


def branches(kind: Any) -> list[Any]:
    """Return the types that a value of a union may have, null among them.

    `UNSET` is no value of JSON. A mapping that may be given instead of a model is none to be read as: what the model's
    own hook cannot read stays a mapping.
    """
    options = [option for option in get_args(kind) if option is not UnsetType]
    objects = [option for option in options if _json_class(option) is dict]
    return [option for option in options if len(objects) < 2 or get_origin(option) is not Mapping]  # noqa: PLR2004 - itself and another one


def exact(kind: Any, _lookup: Lookup, tell: OnMismatch) -> Hook:
    """Return the hook of a primitive type, which accepts that very type; a whole number may stand for a float."""
    fitting = (float, int) if kind is float else (kind,)

    def hook(value: Any, _kind: Any) -> Any:
        if value.__class__ not in fitting:
            tell(f"a value of type {kind.__name__}", f"is {named(value)}")
        return value

    return hook


def anything(_kind: Any, _lookup: Lookup, _tell: OnMismatch) -> Hook:
    """Return the hook of what is not described, which keeps it."""
    return _keep


def member_of(kind: Any, _lookup: Lookup, tell: OnMismatch) -> Hook:
    """Return the hook of an open enumeration: a known value becomes its member, another one stays a text."""
    members: dict[str, Any] = {member.value: member for member in kind}

    def hook(value: Any, _kind: Any) -> Any:
        if value.__class__ is str:
            return members.get(value, value)
        tell(f"a value of {kind.__name__}", f"is {named(value)}")
        return value

    return hook


def items_of(kind: Any, lookup: Lookup, tell: OnMismatch) -> Hook:
    """Return the hook of a list; anything but an array is kept, a text is never taken apart."""
    (item,) = get_args(kind)
    inner = _inner(item, lookup)

    def hook(value: Any, _kind: Any) -> Any:
        if value.__class__ is not list:
            tell("an array", f"is {named(value)}")
            return value
        return value if inner is None else [inner(member, item) for member in value]

    return hook


def values_of(kind: Any, lookup: Lookup, tell: OnMismatch) -> Hook:
    """Return the hook of a map with text keys."""
    _, item = get_args(kind)
    inner = _inner(item, lookup)

    def hook(value: Any, _kind: Any) -> Any:
        if value.__class__ is not dict:
            tell("an object", f"is {named(value)}")
            return value
        return value if inner is None else {key: inner(member, item) for key, member in value.items()}

    return hook


def literal_of(kind: Any, _lookup: Lookup, tell: OnMismatch) -> Hook:
    """Return the hook of a text that can only be one of a few."""
    texts = get_args(kind)

    def hook(value: Any, _kind: Any) -> Any:
        if value not in texts:
            tell("a text that is always the same", "is another one")
        return value

    return hook


def tagged_of(kind: Any, lookup: Lookup, tell: OnMismatch) -> Hook:
    """Return the hook of a union whose objects are told apart by a member; one of no known kind is kept."""
    tagged: Tagged = kind.__metadata__[0]
    member = tagged.member
    place = f"an object told apart by `{member}`"
    # Looked up when the first one of its kind arrives: most unions are wide, and little of them is used.
    hooks: dict[str, Hook] = {}

    def hook(value: Any, _kind: Any) -> Any:
        if value.__class__ is not dict:
            tell(place, f"is {named(value)}")
            return value
        text = value.get(member)
        if text.__class__ is str:
            known = hooks.get(text)
            if known is not None:
                return known(value, tagged.kinds[text])
            if text in tagged.kinds:
                hooks[text] = lookup(tagged.kinds[text])
                return hooks[text](value, tagged.kinds[text])
        tell(place, "is of a kind that is not described")
        return value

    return hook


def one_of(kind: Any, lookup: Lookup, tell: OnMismatch) -> Hook:
    """Return the hook of a union: null passes where it is allowed, the rest goes by the JSON type of the value."""
    options = branches(kind)
    by_class: dict[type, tuple[Hook, Any]] = {}
    # Enumerations come last, so that `Status | str` reads texts as members where it can.
    for option in sorted(options, key=is_enum):
        if option is Any:
            return lambda value, _kind: value
        keep = option is type(None)
        by_class[_json_class(option)] = (_keep if keep else lookup(option), option)
    if float in by_class:  # of which JSON writes the whole ones without a point
        by_class.setdefault(int, by_class[float])

    def hook(value: Any, _kind: Any) -> Any:
        found = by_class.get(value.__class__)
        if found is None:
            tell("a value of several possible types", f"is {named(value)}")
            return value
        return found[0](value, found[1])

    return hook


def _inner(kind: Any, lookup: Lookup) -> Hook | None:
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


def named(value: object) -> str:
    """Return what a JSON value is, in words, without the value."""
    return "null" if value is None else _JSON_NAMES.get(type(value), "a number")
