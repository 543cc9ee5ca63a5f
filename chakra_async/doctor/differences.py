"""The differences of an answer from its schema: unknown or missing members, other types, new values. Never a value.

A place is a path in the terms of the description, with `[]` for the items of a list and `{}` for the values of a
free-form map, whose own names may be personal and are therefore left out. So is the name of an unknown member that
does not look like a name, or that holds a long number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Difference", "differences"]

_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]{0,63}")
_NUMBER: Final = re.compile(r"[0-9]{4}")
_NAMELESS: Final = "(a name of another form)"
_TYPES: Final[dict[type, str]] = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}


@attrs.frozen(order=True)
class Difference:
    """One difference of an answer from the description.

    Attributes:
        place: Where in the answer, such as `[].profile.name`.
        kind: `unknown member`, `other type`, `missing member` or `new value`.
        described: The types or names in the description.
        seen: The type in the answer; never a value, not even a new one.

    """

    place: str
    kind: str
    described: str
    seen: str


def differences(document: Mapping[str, Any], schema: Mapping[str, Any], value: object) -> list[Difference]:
    """Return the differences of a JSON value from a schema, each once, in order of place.

    Args:
        document: The OpenAPI document that the schema's references point into.
        schema: The schema.
        value: The value, as JSON gives it.

    """
    try:
        return sorted(set(_of(document, schema, value, "")))
    except RecursionError:
        return [Difference(".", "other type", "less", "a value nested too deeply")]


def _of(
    document: Mapping[str, Any], schema: Mapping[str, Any], value: object, place: str
) -> Iterator[Difference]:
    schema = _resolved(document, schema)
    if "oneOf" in schema:
        yield from _of_union(document, schema, value, place)
        return
    if "anyOf" in schema:
        tried = [list(_of(document, one, value, place)) for one in schema["anyOf"]]
        yield from min(tried, key=len)
        return
    allowed = _allowed(schema)
    kind = _kind(value)
    if allowed and kind not in allowed and not (kind == "integer" and "number" in allowed):
        yield Difference(place or ".", "other type", " or ".join(allowed), kind)
        return
    known = [schema["const"]] if "const" in schema else schema.get("enum")
    if isinstance(value, str) and known is not None and value not in known:
        yield Difference(place or ".", "new value", ", ".join(map(str, known)), "another string")
    if isinstance(value, list) and "items" in schema:
        for item in cast("list[object]", value):
            yield from _of(document, schema["items"], item, f"{place}[]")
    if isinstance(value, dict):
        yield from _of_object(document, schema, cast("dict[str, object]", value), place)


def _of_object(
    document: Mapping[str, Any], schema: Mapping[str, Any], value: dict[str, object], place: str
) -> Iterator[Difference]:
    known: dict[str, Any] = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield Difference(_join(place, name), "missing member", name, "nothing")
    others = schema.get("additionalProperties")
    for name, inner in value.items():
        if name in known:
            yield from _of(document, known[name], inner, _join(place, name))
        elif isinstance(others, dict):
            yield from _of(document, cast("dict[str, Any]", others), inner, f"{place}{{}}")
        elif known:
            shown = name if _NAME.fullmatch(name) and not _NUMBER.search(name) else _NAMELESS
            yield Difference(_join(place, shown), "unknown member", "nothing", _kind(inner))


def _of_union(
    document: Mapping[str, Any], schema: Mapping[str, Any], value: object, place: str
) -> Iterator[Difference]:
    if not isinstance(value, dict):
        yield Difference(place or ".", "other type", "object", _kind(value))
        return
    name: str = schema["discriminator"]["propertyName"]
    kinds: dict[str, str] = schema["discriminator"]["mapping"]
    kind = cast("dict[str, object]", value).get(name)
    if isinstance(kind, str) and kind in kinds:
        yield from _of(document, {"$ref": kinds[kind]}, cast("dict[str, object]", value), place)
    elif name not in value:
        yield Difference(_join(place, name), "missing member", name, "nothing")
    else:
        seen = "another string" if isinstance(kind, str) else _kind(kind)
        yield Difference(_join(place, name), "new value", ", ".join(sorted(kinds)), seen)


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        target: Any = document
        for part in str(schema["$ref"]).removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        schema = target
    return schema


def _allowed(schema: Mapping[str, Any]) -> tuple[str, ...]:
    types = schema.get("type", ())
    return (types,) if isinstance(types, str) else tuple(types)


def _kind(value: object) -> str:
    return _TYPES.get(type(value), type(value).__name__)


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
