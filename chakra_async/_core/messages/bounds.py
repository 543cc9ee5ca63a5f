"""The rules of one member of a request: how long a string, how many items, which kind of JSON value, which values.

The rules are in the description, and the generated models have them in their fields' metadata; those of values are in
`values`, where arguments use them too. Lengths are counted in characters (code points); how Meta counts those beyond
the first 65,536 is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

import attrs

from chakra_async._core import values
from chakra_async.model import Model
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["bound_problems", "converted", "tag_problem"]

_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "array": (list, tuple),
    "boolean": (bool,),
    "integer": (int,),
    "object": (Model, Mapping),  # a mapping is an object of a type that is not known
    "string": (str,),
}
_WRITTEN_AS_STRINGS: Final = (date, time, UUID)
"""What JSON is written of as a string: a date of birth, an id."""
_CONVERTED: Final = ("id", "epoch-milliseconds")
"""Values that may be given as another type than they are sent as."""
_NAMES: Final = {
    "array": "a list",
    "boolean": "True or False",
    "integer": "an integer",
    "object": "an object",
    "string": "a string",
}


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


def tag_problem(value: object, tag: str, place: str) -> str | None:
    """Return why an object of one of several kinds cannot be sent: its deciding member is missing or not a string.

    Args:
        value: The object as decoded; one of a kind that is not described is a mapping, and is sent as it is.
        tag: The name of the deciding member.
        place: The object's place.

    """
    if not isinstance(value, Mapping):
        return None
    kind = cast("Mapping[str, object]", value).get(tag)
    if kind is None or kind is UNSET or kind == "":
        return f"{place}.{tag} is missing: it names the kind of the object"
    if not isinstance(kind, str):
        return f"{place}.{tag} must be a string, not {values.type_name(kind)}"
    return None if kind.strip() else f"{place}.{tag} is blank: it names the kind of the object"


def converted(model: Model, body: dict[str, Any]) -> None:
    """Convert the values of a body in place to what is sent: ids to strings, times to epoch milliseconds.

    Args:
        model: The body, as decoded, without problems.
        body: The same as plain JSON values.

    """
    for member in _members(type(model)):
        value: object = getattr(model, member.attribute)
        if value is UNSET or value is None or member.wire not in body:
            continue
        check = member.bounds.get("check")
        if check == "id":
            body[member.wire] = values.id_text(value)
        elif check == "epoch-milliseconds":
            body[member.wire] = values.milliseconds(value)[0]
        else:
            _converted_inside(value, body[member.wire])


def _converted_inside(value: object, plain: Any) -> None:
    if isinstance(value, Model):
        converted(value, plain)
    elif isinstance(value, list):
        for item, plain_item in zip(cast("list[object]", value), plain, strict=True):
            _converted_inside(item, plain_item)


def _inside(value: object, place: str) -> Iterator[str]:
    if isinstance(value, Model):
        yield from bound_problems(value, place)
    elif isinstance(value, list):
        for index, item in enumerate(cast("list[object]", value)):
            yield from _inside(item, f"{place}[{index}]")


def _broken(value: object, bounds: Mapping[str, Any], place: str) -> Iterator[str]:
    kind = bounds.get("kind", "")
    check = bounds.get("check", "")
    if check not in _CONVERTED and kind in _KINDS and not _is_of(kind, value, bounds):
        yield f"{place} must be {_NAMES[kind]}, not {values.type_name(value)}"
    elif check not in values.CHECKS and not bounds.keys().isdisjoint({"minimum", "maximum"}):
        problem = values.number_problem(value, bounds.get("minimum"), bounds.get("maximum"))
        if problem is not None:
            yield f"{place} {problem}"
    elif isinstance(value, list) and check not in values.CHECKS:
        items = cast("list[object]", value)
        yield from _outside(len(items), bounds, "min_items", "max_items", place, "item")
        inside = {"kind": bounds.get("items", ""), "tag": bounds.get("tag", "")}
        for index, item in enumerate(items if "items" in bounds else ()):
            yield from _broken(item, inside, f"{place}[{index}]")
    else:
        outside: list[str] = []
        if isinstance(value, str):
            outside += _outside(len(value), bounds, "min_length", "max_length", place, "character")
        problem = values.CHECKS[check](value) if check in values.CHECKS and not outside else None
        yield from outside
        if problem is not None:
            yield f"{place} {problem}"
        elif bounds.get("tag"):
            yield from filter(None, [tag_problem(cast("Any", value), bounds["tag"], place)])


def _is_of(kind: str, value: object, bounds: Mapping[str, Any]) -> bool:
    """Return whether a value is of a kind of JSON; where nothing else is said of a string, also what is written as one."""
    if kind == "string" and len(bounds) == 1 and isinstance(value, _WRITTEN_AS_STRINGS):
        return True
    return isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


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
