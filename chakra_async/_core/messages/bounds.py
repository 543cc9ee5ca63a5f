"""The bounds of one member of a request: how long a string, how many items, which kind of JSON value.

The bounds are in the description, and the generated models have them in their fields' metadata. Lengths are counted
in characters (code points); how Meta counts those beyond the first 65,536 is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from chakra_async.model import Model
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["bound_problems"]

_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "array": (list, tuple),
    "object": (Model, Mapping),  # a mapping is an object of a type that is not known
    "string": (str,),
}
_NAMES: Final = {"array": "a list", "object": "an object", "string": "a string"}


@attrs.frozen
class _Member:
    attribute: str
    wire: str
    required: bool
    always: str | None
    bounds: Mapping[str, Any]


_KNOWN: Final[dict[type[Model], tuple[_Member, ...]]] = {}


def bound_problems(model: Model, place: str) -> Iterator[str]:
    """Yield a sentence for each member of a model that cannot be sent, with its place.

    Args:
        model: The model, as decoded: each object of a known type inside it is a model as well.
        place: The prefix of each place.

    """
    for member in _members(type(model)):
        value: object = getattr(model, member.attribute)
        here = f"{place}.{member.wire}"
        if value is UNSET or value is None:
            if member.required:
                yield f"{here} is missing"
        elif member.always is not None and value != member.always:
            yield f"{here} must be {member.always!r}"
        else:
            yield from _broken(value, member.bounds, here)
            yield from _inside(value, here)


def _inside(value: object, place: str) -> Iterator[str]:
    if isinstance(value, Model):
        yield from bound_problems(value, place)
    elif isinstance(value, list):
        for index, item in enumerate(cast("list[object]", value)):
            yield from _inside(item, f"{place}[{index}]")


def _broken(value: object, bounds: Mapping[str, Any], place: str) -> Iterator[str]:
    kind = bounds.get("kind", "")
    if kind in _KINDS and not isinstance(value, _KINDS[kind]):
        yield f"{place} must be {_NAMES[kind]}, not {type(value).__name__}"
    elif isinstance(value, str):
        yield from _outside(len(value), bounds, "min_length", "max_length", place, "character")
    elif isinstance(value, list):
        items = cast("list[object]", value)
        yield from _outside(len(items), bounds, "min_items", "max_items", place, "item")
        for index, item in enumerate(items if "items" in bounds else ()):
            yield from _broken(item, {"kind": bounds["items"]}, f"{place}[{index}]")


def _outside(
    size: int, bounds: Mapping[str, Any], low_name: str, high_name: str, place: str, unit: str
) -> Iterator[str]:
    low: int = bounds.get(low_name, 0)
    high: int | None = bounds.get(high_name)
    if size < low:
        yield f"{place} is empty" if size == 0 else f"{place} has {size} {unit}s; at least {low} are needed"
    elif high is not None and size > high:
        yield f"{place} has {size} {unit}s; at most {high} are allowed"


def _members(model: type[Model]) -> tuple[_Member, ...]:
    found = _KNOWN.get(model)
    if found is None:
        found = _KNOWN[model] = tuple(
            _Member(
                attribute.name,
                attribute.metadata["wire"],
                attribute.default is attrs.NOTHING or isinstance(attribute.default, str),
                attribute.default if isinstance(attribute.default, str) else None,
                attribute.metadata.get("bounds", {}),
            )
            for attribute in attrs.fields(model)
            if "wire" in attribute.metadata
        )
    return found
