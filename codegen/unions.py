"""Unions: a named schema of several kinds of object, distinguished by one member, becomes a type alias that is decoded.

The alias names the classes, and any mapping besides: one of an unknown kind stays a mapping as it came, and a mapping
may be sent instead of a model.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from codegen import docstrings
from codegen.types import model_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from codegen.records import Schema

__all__ = ["alias", "in_order", "is_union", "kinds_of", "problems"]


def is_union(schema: Schema) -> bool:
    """Return whether a named schema is a union."""
    return "oneOf" in schema


def kinds_of(schema: Schema) -> dict[str, str]:
    """Return the `<domain>.<Name>` of each kind by the value that distinguishes it."""
    mapping: dict[str, str] = schema["discriminator"]["mapping"]
    return {value: reference.rpartition("/")[2] for value, reference in mapping.items()}


def problems(schema: Schema, schemas: Mapping[str, Schema], label: str) -> Iterator[str]:
    """Yield a sentence for each reason why no alias can be made of a union.

    Args:
        schema: The union.
        schemas: The named schemas.
        label: What the sentences begin with.

    """
    discriminator = schema.get("discriminator", {})
    branches = [model_of(branch) for branch in schema["oneOf"]]
    if not discriminator.get("propertyName") or not discriminator.get("mapping"):
        yield f"{label}: a union needs a discriminator with propertyName and mapping"
        return
    if None in branches:
        yield f"{label}: each branch of a union must be a schema with a name, under schemas/"
        return
    kinds = kinds_of(schema)
    if set(kinds.values()) != set(branches):
        yield f"{label}: the mapping of the discriminator must name each branch, and nothing else"
        return
    for value, name in kinds.items():
        kind = schemas.get(name, {})
        if is_union(kind):
            continue
        if "properties" not in kind:
            yield f"{label}: {name} is not an object with properties"
            continue
        member = kind["properties"].get(discriminator["propertyName"], {})
        if "const" in member and member["const"] != value:
            yield f"{label}: {name} is mapped to {value!r}, and has {member['const']!r} itself"


def in_order(names: list[str], schemas: Mapping[str, Schema]) -> list[str]:
    """Return unions so that each one stands after those it is made of."""
    ordered: dict[str, None] = {}

    def add(name: str) -> None:
        if name in names and name not in ordered:
            for inner in kinds_of(schemas[name]).values():
                add(inner)
            ordered[name] = None

    for name in names:
        add(name)
    return list(ordered)


def alias(name: str, schema: Schema, class_of: Callable[[str], str]) -> str:
    """Return the source of a union's type alias with its docstring."""
    kinds = kinds_of(schema)
    classes = " | ".join(dict.fromkeys(class_of(kind) for kind in kinds.values()))
    table = ", ".join(f"{json.dumps(value)}: {class_of(kind)}" for value, kind in kinds.items())
    member = json.dumps(schema["discriminator"]["propertyName"])
    known = docstrings.evidence(schema["x-evidence"], schema.get("x-note")) or "Documented."
    doc = docstrings.literal(
        [
            f"{schema['description']} One of a kind that is not listed is a plain mapping.",
            f"Evidence: {known} Source: {schema['x-source']}",
        ],
        0,
    )
    return (
        f"{class_of(name)}: TypeAlias = Annotated["
        f"{classes} | Mapping[str, Any], Tagged({member}, {{{table}}})]\n{doc}\n"
    )
