"""How an answer differs from its schema: unknown members, other types, missing members. Never a value.

A place is written as the description names it, with `[]` for the items of a list and `{}` for the values of a
free-form map, whose own names may be personal and are therefore left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Difference", "differences"]

_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]{0,63}")
_WORD: Final = re.compile(r"[A-Z][A-Z_]{0,39}|[a-z][a-z_]{0,39}")
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
    """One way in which an answer is not as described.

    Attributes:
        place: Where in the answer, such as `[].profile.name`.
        kind: `unknown member`, `other type`, `missing member` or `new value`.
        described: The types or names the description has there.
        seen: The type that came; for a new value of an enumeration, the value.

    """

    place: str
    kind: str
    described: str
    seen: str


def differences(document: Mapping[str, Any], schema: Mapping[str, Any], value: object) -> list[Difference]:
    """Return how a JSON value differs from a schema, each difference once, in order of place.

    Args:
        document: The OpenAPI document that the schema's references point into.
        schema: The schema.
        value: The value, as JSON gives it.

    """
    return sorted(set(_of(document, schema, value, "")))


def _of(
    document: Mapping[str, Any], schema: Mapping[str, Any], value: object, place: str
) -> Iterator[Difference]:
    schema = _resolved(document, schema)
    if "oneOf" in schema:
        chosen = _chosen(schema, value)
        if chosen is not None:
            yield from _of(document, chosen, value, place)
        elif not isinstance(value, dict):
            yield Difference(place or ".", "other type", "object", _kind(value))
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
    if isinstance(value, str) and "enum" in schema and value not in schema["enum"]:
        seen = value if _WORD.fullmatch(value) else "a string"
        yield Difference(place or ".", "new value", ", ".join(map(str, schema["enum"])), seen)
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
        elif known:
            shown = name if _NAME.fullmatch(name) else "(a name of another form)"
            yield Difference(_join(place, shown), "unknown member", "nothing", _kind(inner))
        elif isinstance(others, dict):
            yield from _of(document, cast("dict[str, Any]", others), inner, f"{place}{{}}")


def _chosen(schema: Mapping[str, Any], value: object) -> Mapping[str, Any] | None:
    """Return the member of a union that a value says it is; None where it says nothing that is described."""
    discriminator = schema.get("discriminator")
    if not isinstance(discriminator, dict) or not isinstance(value, dict):
        return None
    said = cast("dict[str, object]", value).get(str(cast("dict[str, Any]", discriminator)["propertyName"]))
    mapping = cast("dict[str, str]", cast("dict[str, Any]", discriminator).get("mapping", {}))
    return {"$ref": mapping[said]} if isinstance(said, str) and said in mapping else None


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        target: Any = document
        for part in str(schema["$ref"]).removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        schema = target
    return schema


def _allowed(schema: Mapping[str, Any]) -> tuple[str, ...]:
    said = schema.get("type", ())
    return (said,) if isinstance(said, str) else tuple(said)


def _kind(value: object) -> str:
    return _TYPES.get(type(value), type(value).__name__)


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
