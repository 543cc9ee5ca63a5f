"""Models: the named schemas as attrs classes, one module for each domain.

datamodel-code-generator works out the types, the imports and the order, in its msgspec mode, which alone keeps
"absent" and "null" apart; the templates write attrs classes from that. What it has no notion of is handed to the
templates as data: names, docstrings, units, and whether a model is ever part of a request.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from codegen import docstrings, unions
from codegen.documents import DescriptionError, is_list, is_object
from codegen.modules import class_of, written
from codegen.naming import attribute_name
from codegen.toolchain import run
from codegen.types import TypeWriter, is_nullable, model_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codegen.records import Description, Schema

__all__ = ["TEMPLATES", "modules"]

TEMPLATES: Final = Path(__file__).parent / "templates"

_OPTIONS: Final = (
    *("-W", "error", "-W", "ignore:msgspec cannot decode the union:UserWarning"),  # cattrs decodes them
    *("-m", "datamodel_code_generator"),
    *("--input", "input.json", "--input-file-type", "openapi", "--openapi-scopes", "schemas"),
    *("--output", "models.py", "--output-model-type", "msgspec.Struct", "--target-python-version", "3.11"),
    *("--custom-template-dir", "templates", "--extra-template-data", "data.json", "--aliases", "names.json"),
    *("--base-class", "chakra_async.model.Model", "--keyword-only", "--capitalise-enum-members"),
    *("--strict-nullable", "--use-union-operator", "--use-standard-collections", "--use-exact-imports"),
    *("--type-mappings", "uuid=string", "date-time=string", "date=string", "uri=string", "email=string"),
    *("--import-overrides", '{"UnsetType":"chakra_async.unset","UNSET":"chakra_async.unset"}'),
    *("--disable-timestamp", "--custom-file-header", "#", "--formatters", "builtin"),
)

_BOUNDS: Final = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_items",
    "maxItems": "max_items",
    "minimum": "minimum",
    "maximum": "maximum",
}


def modules(description: Description) -> dict[str, str]:
    """Return the source of each domain's module by the domain's name, not yet formatted.

    Raises:
        DescriptionError: A schema is used by nothing, or a union is made of classes that refer back to it.
        ToolError: datamodel-code-generator failed.

    """
    schemas = description.schemas
    taken = set(
        _reached(
            schemas, (one.schema for operation in description.operations for one in operation.parameters)
        )
    )
    given = set(
        _reached(
            schemas,
            (
                *(one for operation in description.operations for one in (operation.returns, operation.meta)),
                *description.carried,
            ),
        )
    )
    if unused := sorted(set(schemas) - taken - given):
        raise DescriptionError(
            f"schema {name}: used by nothing; drop it, or mark it x-inline" for name in unused
        )
    with TemporaryDirectory() as folder:
        classes = _generated(schemas, taken, given, Path(folder))
    return written(schemas, classes)


def _generated(schemas: dict[str, Schema], taken: set[str], given: set[str], folder: Path) -> str:
    """Return the source of all classes, as datamodel-code-generator writes them into one module."""
    objects = {name: schema for name, schema in schemas.items() if not unions.is_union(schema)}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "models", "version": "1"},
        "paths": {},
        "components": {
            "schemas": {
                class_of(name): _prepared(schema, schemas, taken=name in taken)
                for name, schema in objects.items()
            }
        },
    }
    data = {
        class_of(name): {
            **_template_data(name, schema, schemas, taken=name in taken),
            "types": dict(_types(schema, schemas, taken=name in taken, given=name in given)),
        }
        for name, schema in objects.items()
    }
    # The template writes the names itself: datamodel-code-generator keeps some, such as `field`, for its own use.
    names = {
        f"{class_of(name)}.{wire}": f"member_{number}"
        for name, schema in objects.items()
        for number, wire in enumerate(schema.get("properties", {}))
    }
    for file, content in (("input", document), ("data", data), ("names", names)):
        (folder / f"{file}.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "templates").mkdir()
    for template in ("msgspec", "Enum"):
        source = (TEMPLATES / f"{template}.jinja2").read_text(encoding="utf-8")
        (folder / "templates" / f"{template}.jinja2").write_text(source, encoding="utf-8")
    run("datamodel-code-generator", *_OPTIONS, cwd=folder)
    return (folder / "models.py").read_text(encoding="utf-8")


def _reached(schemas: dict[str, Schema], starts: Iterable[Schema | None]) -> Iterator[str]:
    """Yield the names of the schemas that can be part of what the given ones describe."""
    pending: list[Any] = list(starts)
    seen: set[str] = set()
    while pending:
        node = pending.pop()
        if is_list(node):
            pending += node
        elif is_object(node):
            name = model_of(node)
            if name is not None and name not in seen:
                seen.add(name)
                pending.append(schemas[name])
                yield name
            pending += node.values()


_KINDS: Final = ("boolean", "integer", "object", "string")
"""Types of members of which a request is checked even where nothing else is said of them."""


def _attribute(wire: str, member: Schema) -> str:
    return member.get("x-name") or attribute_name(wire)


def _template_data(name: str, schema: Schema, schemas: dict[str, Schema], *, taken: bool) -> dict[str, Any]:
    paragraphs = [schema["description"]]
    if schema.get("x-open-enum"):
        paragraphs[0] += " A value that is not listed stays a plain string."
    known = docstrings.evidence(schema["x-evidence"], schema.get("x-note")) or "Documented."
    paragraphs.append(f"Evidence: {known} Source: {schema['x-source']}")
    members = {
        wire: {
            "doc": docstrings.literal([docstrings.member(member)], 4),
            "time": member.get("x-unit") == "epoch-milliseconds",
            "name": _attribute(wire, member),
            "wire": json.dumps(wire),
            "always": _always(wire, schema),
            "bounds": _bounds(member, schemas, any_kind=schema.get("x-any-kind", False)) if taken else None,
        }
        for wire, member in schema.get("properties", {}).items()
    }
    attributes = [_attribute(wire, member) for wire, member in schema.get("properties", {}).items()]
    attributes += [
        f"{_attribute(wire, schema['properties'][wire])}_datetime"
        for wire in members
        if members[wire]["time"]
    ]
    if schema.get("x-message-id"):
        attributes.append("message_id")
    if twice := {one for one in attributes if attributes.count(one) > 1}:
        raise DescriptionError(
            [f"schema {name}: two members are called {', '.join(sorted(twice))}; give one an x-name"]
        )
    return {
        "doc": docstrings.literal(paragraphs, 4),
        "members": members,
        "message_id": schema.get("x-message-id", False),
        "taken": taken,
    }


def _always(wire: str, schema: Schema) -> str | None:
    """Return the source of the one value that a required member has; None where it may have others."""
    member = schema["properties"].get(wire, {})
    return json.dumps(member["const"]) if "const" in member and wire in schema.get("required", ()) else None


def _bounds(member: Schema, schemas: dict[str, Schema], *, any_kind: bool) -> str | None:
    """Return the source of what a member of a request must be besides its type; None for nothing."""
    bounds: dict[str, Any] = {name: member[keyword] for keyword, name in _BOUNDS.items() if keyword in member}
    name = model_of(member)
    item = model_of(member.get("items", {}))
    if item is not None and "enum" not in schemas[item]:
        bounds["items"] = "object"
    check = member.get("x-check") or member.get("x-unit")
    if check is not None:
        bounds["check"] = check
    for union in (name, item):
        if union is not None and "discriminator" in schemas[union]:
            bounds["tag"] = schemas[union]["discriminator"]["propertyName"]
    if name is None and not bounds and (any_kind or member.get("type") not in _KINDS):
        return None
    kind = member.get("type") if name is None else "string" if "enum" in schemas[name] else "object"
    return repr({"kind": kind, **bounds} if isinstance(kind, str) else bounds)


def _types(
    schema: Schema, schemas: dict[str, Schema], *, taken: bool, given: bool
) -> Iterator[tuple[str, str]]:
    """Yield the types that datamodel-code-generator has no notion of, by the members' wire names.

    These are unions, strings that are always the same, and, in a model that only requests hold, models: there a mapping
    may replace each.
    """
    types = TypeWriter(schemas=schemas)
    for wire, member in schema.get("properties", {}).items():
        named = [schemas[name] for name in map(model_of, _nodes(member)) if name is not None]
        own = any(unions.is_union(one) or ("properties" in one and not given) for one in named)
        time = not given and "x-unit" in member
        if not own and "const" not in member and not time:
            continue
        kind = types.given(member) if given else types.taken(member)
        if time:
            kind = kind.replace("int", "int | datetime")
        if wire not in schema.get("required", ()):
            kind = f"{kind} | UnsetType" if taken else kind if is_nullable(member) else f"{kind} | None"
        yield wire, kind


def _nodes(node: Any) -> Iterator[Schema]:
    """Yield the schemas within a schema, itself first."""
    if is_list(node):
        for item in node:
            yield from _nodes(item)
    elif is_object(node):
        yield node
        for item in node.values():
            yield from _nodes(item)


def _prepared(schema: Schema, schemas: dict[str, Schema], *, taken: bool) -> Schema:
    """Return a named schema as datamodel-code-generator is to see it.

    Open enums allow any string; in a model that only answers hold, whatever may be absent may be null.
    """
    if "enum" in schema:
        return {"type": "string", "enum": schema["enum"]}
    properties = {wire: _plain(member, schemas) for wire, member in schema["properties"].items()}
    required = [wire for wire in schema.get("required", ()) if not _always(wire, schema)]
    if not taken:
        required = [wire for wire in required if not is_nullable(properties[wire])]
        properties = {
            wire: member if wire in required or not member or is_nullable(member) else _or_null(member)
            for wire, member in properties.items()
        }
    return {"type": "object", "properties": properties, "required": required}


def _plain(member: Schema, schemas: dict[str, Schema]) -> Schema:
    """Return a schema with nothing but what its type depends on."""
    name = model_of(member)
    if name is not None and unions.is_union(schemas[name]):
        return {}
    if name is not None:
        reference = {"$ref": f"#/components/schemas/{class_of(name)}"}
        return {"anyOf": [reference, {"type": "string"}]} if schemas[name].get("x-open-enum") else reference
    kinds = member.get("type")
    if is_list(kinds):
        return {"anyOf": [_plain({**member, "type": kind}, schemas) for kind in kinds]}
    if kinds == "null":
        return {"type": "null"}
    plain: Schema = {key: member[key] for key in ("type", "format", "enum") if key in member}
    for key in ("anyOf", "oneOf"):
        if key in member:
            plain[key] = [_plain(branch, schemas) for branch in member[key]]
    for key in ("items", "additionalProperties"):
        if key in member:
            inner = member[key]
            plain[key] = _plain(inner, schemas) if is_object(inner) else inner
    return plain


def _or_null(member: Schema) -> Schema:
    return {"anyOf": [*member.get("anyOf", [member]), {"type": "null"}]}
