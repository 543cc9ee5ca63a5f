"""Hypothesis strategies: answers that a schema allows, and what can become of an answer when the API changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from tests.contract.sampling import resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["JSON", "altered", "answers"]

_WHOLE: Final = st.integers(-(2**63), 2**63 - 1)
_NUMBERS: Final = st.floats(allow_nan=False, allow_infinity=False) | _WHOLE
_TEXTS: Final = st.text(st.characters(codec="utf-8"), max_size=8)
JSON: Final = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)
"""Any JSON value."""
_DEEPEST: Final = 4


def answers(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Give values that a schema allows; members that need not be there are sometimes left out."""
    schema = resolved(document, schema)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    branches = schema.get("oneOf") or schema.get("anyOf")
    if branches:
        return st.one_of([st.deferred(_later(document, branch, depth)) for branch in branches])
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return st.one_of([_of_kind(document, schema, kind, depth) for kind in kinds]) if kinds else JSON


def _later(
    document: Mapping[str, Any], schema: Mapping[str, Any], depth: int
) -> Callable[[], st.SearchStrategy[Any]]:
    return lambda: answers(document, schema, depth)


def _of_kind(
    document: Mapping[str, Any], schema: Mapping[str, Any], kind: str, depth: int
) -> st.SearchStrategy[Any]:
    if kind == "object":
        return _objects(document, schema, depth)
    if kind == "array":
        if depth > _DEEPEST:
            return st.just([])
        return st.lists(answers(document, schema.get("items", {}), depth + 1), max_size=3)
    plain: dict[str, st.SearchStrategy[Any]] = {
        "string": _TEXTS,
        "integer": _WHOLE,
        "number": _NUMBERS,
        "boolean": st.booleans(),
        "null": st.none(),
    }
    return plain[kind]


def _objects(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int) -> st.SearchStrategy[Any]:
    members: dict[str, Any] = schema.get("properties", {})
    if not members:
        inner = schema.get("additionalProperties", True)
        values = answers(document, inner, depth + 1) if isinstance(inner, dict) else JSON
        return st.dictionaries(_TEXTS, values, max_size=3)
    required = set(schema.get("required", ()))
    made = {
        name: answers(document, member, depth + 1)
        for name, member in members.items()
        if name in required or depth <= _DEEPEST
    }
    return st.fixed_dictionaries(
        {name: values for name, values in made.items() if name in required},
        optional={name: values for name, values in made.items() if name not in required},
    )


@st.composite
def altered(draw: st.DrawFn, value: Any) -> Any:
    """Give a value like another one, with unknown members, and with members missing, null or of other types."""
    if isinstance(value, list):
        return [draw(altered(item)) for item in value]
    if not isinstance(value, dict):
        return value
    made: dict[str, Any] = {}
    for name, inner in value.items():
        change = draw(st.sampled_from(["none", "none", "inside", "missing", "null", "other"]))
        if change == "none":
            made[name] = inner
        elif change == "inside":
            made[name] = draw(altered(inner))
        elif change == "null":
            made[name] = None
        elif change == "other":
            made[name] = draw(JSON)
    if draw(st.booleans()):
        unknown = draw(st.dictionaries(_TEXTS | st.sampled_from(["extra", "_absent"]), JSON, max_size=2))
        made |= {name: inner for name, inner in unknown.items() if name not in value}
    return made
