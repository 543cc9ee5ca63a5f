"""The modules of the models: classes sorted into domains, with what each module imports from the others.

Two domains may refer to each other: then each imports from the other at its end, when its own names are there.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from codegen import unions
from codegen.documents import DescriptionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from codegen.records import Schema

__all__ = ["class_of", "written"]

_IMPORTS: Final = (
    "from __future__ import annotations\n"
    "from collections.abc import Mapping, Sequence\n"
    "from datetime import datetime\n"
    "from enum import StrEnum\n"
    "from typing import Annotated, Any, Literal, TypeAlias\n"
    "import attrs\n"
    "from chakra_async.model import Model, Tagged, datetime_of, message_id_of\n"
    "from chakra_async.unset import UNSET, UnsetType\n"
)


def class_of(name: str) -> str:
    """Return the class name of a schema."""
    return name.rpartition(".")[2]


def written(schemas: Mapping[str, Schema], classes: str) -> dict[str, str]:
    """Return the source of each domain's module by the domain's name, not yet formatted.

    Args:
        schemas: The named schemas.
        classes: The source of all classes, in any order.

    Raises:
        DescriptionError: A union has a class of a domain that refers back to the union's own.

    """
    sources = dict(_sources(classes))
    for name, schema in schemas.items():
        if unions.is_union(schema):
            sources[class_of(name)] = unions.alias(name, schema, class_of)
    if wrong := {class_of(name) for name in schemas} ^ set(sources):
        raise DescriptionError([f"schemas: datamodel-code-generator renamed {', '.join(sorted(wrong))}"])
    homes = {class_of(name): name.partition(".")[0] for name in schemas}
    foreign = _foreign(sources, homes)
    return {
        domain: _module(domain, schemas, sources, foreign, homes) for domain in dict.fromkeys(homes.values())
    }


def _module(
    domain: str,
    schemas: Mapping[str, Schema],
    sources: Mapping[str, str],
    foreign: Mapping[str, set[str]],
    homes: Mapping[str, str],
) -> str:
    own = [name for name in schemas if name.partition(".")[0] == domain]
    aliases = unions.in_order([name for name in own if unions.is_union(schemas[name])], schemas)
    behind = {name for name in foreign[domain] if domain in _reached(homes[name], foreign, homes)}
    for name in aliases:
        if late := behind & set(map(class_of, unions.kinds_of(schemas[name]).values())):
            raise DescriptionError(
                [
                    f"schema {name}: the domain of {', '.join(sorted(late))} refers back to {domain}; put it into {domain}"
                ]
            )
    ordered = [*(name for name in own if name not in aliases), *aliases]
    exported = ", ".join(f'"{class_of(name)}"' for name in sorted(own, key=class_of))
    return "\n".join(
        [
            f'"""Models of the domain `{domain}`."""\n',
            _IMPORTS,
            *(_import(name, homes) for name in sorted(foreign[domain] - behind)),
            f"\n__all__ = [{exported}]\n",
            *(sources[class_of(name)] for name in ordered),
            *(_import(name, homes) for name in sorted(behind)),
        ]
    )


def _import(name: str, homes: Mapping[str, str]) -> str:
    return f"from .{homes[name]} import {name}"


def _sources(classes: str) -> Iterator[tuple[str, str]]:
    lines = classes.splitlines(keepends=True)
    for node in ast.parse(classes).body:
        if isinstance(node, ast.ClassDef):
            first = min(node.lineno, *(decorator.lineno for decorator in node.decorator_list), node.lineno)
            yield node.name, "".join(lines[first - 1 : node.end_lineno])


def _foreign(sources: Mapping[str, str], homes: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the names that each domain takes from others."""
    foreign: dict[str, set[str]] = {domain: set() for domain in homes.values()}
    for cls, source in sources.items():
        named = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
        foreign[homes[cls]] |= {name for name in named if homes.get(name, homes[cls]) != homes[cls]}
    return foreign


def _reached(domain: str, foreign: Mapping[str, set[str]], homes: Mapping[str, str]) -> set[str]:
    """Return a domain and all that importing it imports."""
    pending, seen = [domain], {domain}
    while pending:
        for name in foreign[pending.pop()]:
            if homes[name] not in seen:
                seen.add(homes[name])
                pending.append(homes[name])
    return seen
