"""Values made from the schemas of the description: the smallest that is allowed, or one with everything in it.

What a schema cannot say, such as the id of something that is there, is given by name: `name`, or `parent.name` where
the name alone would mean several things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ANYTHING", "Sampler", "resolved"]

ANYTHING: Final = {"any": ["thing", 1, None, True]}
_CHECKED: Final = {
    "emoji": "\U0001f44d",
    "file-address": "https://example.com/file",
    "header-address": "https://example.com/file",
    "link": "https://example.com/",
}
_FORMATS: Final = {"uuid": "0c3cf2c7-9c4b-4f5b-8b12-9f2b0f0d1a11", "binary": b"content of a file"}
_CHECKED: Final = {
    "emoji": "\N{THUMBS UP SIGN}",
    "file-address": "https://example.com/file",
    "header-address": "https://example.com/file",
    "link": "https://example.com/file",
    "user-id": "IN.13491208655302741918",
}
"""A valid value for each rule of `x-check` that not every string follows."""
_DIGITS: Final = "^[0-9]+$"
_DEEPEST: Final = 12


def resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema with what it refers to put in its place; its own words win."""
    while "$ref" in schema:
        target: Any = document
        for part in str(schema["$ref"]).removeprefix("#/").split("/"):
            target = target[part]
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    return dict(schema)


@attrs.frozen(kw_only=True)
class Sampler:
    """Makes values.

    Attributes:
        document: The description.
        known: Values by name.
        full: Whether optional members are given too.
        picked: The branch of a union to take, by the value of the member that decides; else the first.
        given: Members that are given though they need not be, as `parent.member`.
        without: Members that do not go together with others, as `parent.member`.

    """

    document: dict[str, Any]
    known: dict[str, Any]
    full: bool
    picked: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def value(self, schema: Mapping[str, Any], name: str = "", parent: str = "", depth: int = 0) -> Any:
        """Return a value that a schema allows."""
        for key in (f"{parent}.{name}", name):
            if key in self.known:
                return self.known[key]
        schema = resolved(self.document, schema)
        for word in ("const", "example"):
            if word in schema:
                return schema[word]
        if "oneOf" in schema or "anyOf" in schema:
            return self.value(self._branch(schema), name, parent, depth)
        return self._of_kind(schema, name, depth)

    def _of_kind(self, schema: Mapping[str, Any], name: str, depth: int) -> Any:
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            return self._object(schema, name, depth)
        if kind == "array":
            return self._array(schema, name, depth)
        if kind == "string":
            return self._text(schema)
        plain = {"integer": max(1, schema.get("minimum", 1)), "number": 1.5, "boolean": True, None: ANYTHING}
        return plain[cast("str", kind)]

    def _object(self, schema: Mapping[str, Any], name: str, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = schema.get("properties", {})
        wanted = (*schema.get("required", ()), *schema.get("then", {}).get("required", ()))
        if self.full and depth < _DEEPEST:
            wanted = members
            if not members:
                values = schema.get("additionalProperties", True)
                if isinstance(values, dict):
                    return {"note": self.value(values, "note", name, depth + 1)}
                return {"note": "free", "count": 3}
        return {
            member: self.value(members[member], member, name, depth + 1)
            for member in members
            if (member in wanted or f"{name}.{member}" in self.given)
            and f"{name}.{member}" not in self.without
        }

    def _array(self, schema: Mapping[str, Any], name: str, depth: int) -> list[Any]:
        size = max(1, schema.get("minItems", 1))
        items = resolved(self.document, schema.get("items", {}))
        if self.full and "oneOf" in items and not self.picked & set(self._kinds(items)):
            return [self.value(branch, name, name, depth + 1) for branch in items["oneOf"]][
                : schema.get("maxItems")
            ]
        return [self.value(items, name, name, depth + 1) for _ in range(size)]

    def _text(self, schema: Mapping[str, Any]) -> Any:
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("x-check") in _CHECKED:
            return _CHECKED[schema["x-check"]]
        if "format" in schema and schema["format"] in _FORMATS:
            return _FORMATS[schema["format"]]
        if schema.get("x-check") in _CHECKED:
            return _CHECKED[schema["x-check"]]
        if schema.get("pattern") == _DIGITS:
            return "447700900123"
        return "text".ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]

    def _kinds(self, union: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        mapping = union.get("discriminator", {}).get("mapping", {})
        return {kind: {"$ref": reference} for kind, reference in mapping.items()}

    def _branch(self, union: Mapping[str, Any]) -> Mapping[str, Any]:
        for kind, branch in self._kinds(union).items():
            if kind in self.picked:
                return branch
        branches: list[dict[str, Any]] = union.get("oneOf") or union["anyOf"]
        for branch in branches:
            title = str(branch.get("$ref", "")).rpartition(".")[2]
            if title in self.picked:
                return branch
        return branches[0]
