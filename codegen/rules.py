"""What the generators ask of a description beyond its being valid OpenAPI, checked before anything is generated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from codegen import bodies, unions
from codegen.documents import is_list, is_object, join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.records import Schema

__all__ = ["HTTP_METHODS", "problems"]

HTTP_METHODS: Final = ("get", "post", "put", "patch", "delete")

_FREE: Final[frozenset[object]] = frozenset()
_EXTENSIONS: Final[dict[str, frozenset[object]]] = {
    "x-any-kind": frozenset({True}),
    "x-check": frozenset(
        {
            *("emoji", "file-address", "header-address", "id", "link", "message", "phone-number"),
            *("template-definition", "template-mapping", "template-text", "text", "user-id", "uuid"),
        }
    ),
    "x-default": _FREE,
    "x-envelope": frozenset({True, False}),
    "x-evidence": frozenset({"documented", "inferred", "seen-in-code"}),
    "x-exactly-one": _FREE,
    "x-extra": _FREE,
    "x-fallback": _FREE,
    "x-inline": frozenset({True}),
    "x-key": _FREE,
    "x-message-id": frozenset({True, "always"}),
    "x-meta": _FREE,
    "x-name": _FREE,
    "x-note": _FREE,
    "x-open-enum": frozenset({True, False}),
    "x-page": _FREE,
    "x-raw-extra": _FREE,
    "x-raw-only": frozenset({True}),
    "x-reads": frozenset({True, False}),
    "x-repeatable": frozenset({True, False}),
    "x-sends": frozenset({True}),
    "x-source": _FREE,
    "x-unit": frozenset({"epoch-milliseconds"}),
}
_KEYWORDS: Final = frozenset(
    {
        *(
            "$ref",
            "additionalProperties",
            "anyOf",
            "const",
            "default",
            "description",
            "discriminator",
            "enum",
            "format",
            "if",
            "items",
        ),
        *(
            "maxItems",
            "maxLength",
            "maximum",
            "minItems",
            "minLength",
            "minimum",
            "oneOf",
            "pattern",
            "properties",
            "required",
            "then",
            "type",
        ),
    }
)
"""The words a schema may use; JSON Schema itself would let a slip of the pen pass."""
_BARE_SITE: Final = re.compile(r"https?://[^/]*/?")
_OF_AN_OPERATION: Final = (
    "operationId",
    "summary",
    "tags",
    "x-evidence",
    "x-source",
    "x-envelope",
    "x-repeatable",
)
_OF_A_SCHEMA: Final = ("description", "x-evidence", "x-source")
_TAKEN: Final = frozenset(
    {
        *(
            "After",
            "Annotated",
            "Any",
            "Download",
            "FileContent",
            "Final",
            "Literal",
            "Mapping",
            "Model",
            "NextPath",
            "Operation",
            "PageNumber",
            "Pages",
            "Resource",
        ),
        *(
            "Response",
            "Sequence",
            "SkipLimit",
            "StrEnum",
            "Tagged",
            "Timeouts",
            "TypeAlias",
            "UNSET",
            "UnsetType",
        ),
    }
)
"""Names that the generated modules import."""
_VALUES: Final = ("default", "enum", "example", "examples")


def problems(document: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for each thing that the generators could not work with."""
    yield from _extensions(document, "")
    tags = {tag["name"] for tag in document.get("tags", ()) if tag.get("description")}
    for path, item in document["paths"].items():
        for method in HTTP_METHODS:
            if method in item:
                yield from _operation(item[method], f"{method.upper()} {path}", tags)
    homes: dict[str, str] = {}
    for name, item in document.get("webhooks", {}).items():
        for method, operation in item.items():
            if bodies.JSON not in operation.get("requestBody", {}).get("content", {}):
                yield f"webhook {name}, {method}: the {bodies.JSON} that it carries is missing"
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        yield from _schema(name, schema, schemas)
        cls = name.rpartition(".")[2]
        if homes.setdefault(cls, name) != name:
            yield f"schema {name}: {homes[cls]} has the same class name"


def _extensions(node: Any, pointer: str, *, names: bool = False) -> Iterator[str]:
    if is_list(node):
        for index, item in enumerate(node):
            yield from _extensions(item, join(pointer, index))
    elif is_object(node):
        for key, value in node.items():
            here = join(pointer, key)
            if not names and key.startswith("x-"):
                yield from _extension(key, value, here)
            if names or key not in _VALUES:
                yield from _extensions(value, here, names=key == "properties" and not names)


def _extension(key: str, value: Any, pointer: str) -> Iterator[str]:
    if key not in _EXTENSIONS:
        yield f"{pointer}: {key} is not known"
    elif (allowed := _EXTENSIONS[key]) and (isinstance(value, dict | list) or value not in allowed):
        yield f"{pointer}: {value!r} is none of {', '.join(sorted(map(repr, allowed)))}"
    elif key == "x-source" and _BARE_SITE.fullmatch(str(value)):
        yield f"{pointer}: {value} is a whole site: name the page, or the repository"


def _operation(operation: dict[str, Any], label: str, tags: set[str]) -> Iterator[str]:
    for key in _OF_AN_OPERATION:
        if operation.get(key) in (None, "", []):
            yield f"{label}: {key} is missing"
    name = str(operation.get("operationId", ""))
    resource = name.partition(".")[0]
    if name and not re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", name):
        yield f"{label}: the operationId {name!r} is not of the form resource.method"
    elif name and (operation.get("tags", [resource]) != [resource] or resource not in tags):
        yield f"{label}: its one tag must be {resource!r}, and the root file must describe that tag"
    body = operation.get("requestBody", {}).get("content", {})
    answer = operation.get("responses", {}).get("200", {}).get("content", {})
    yield from bodies.problems(body, answer, label)
    wrapped = operation.get("x-page", {}).get("style") == "after"
    for content in (body, answer):
        for media in content.values():
            yield from _shape(media.get("schema", {}), label, whole=content is body or wrapped)
    if "200" not in operation.get("responses", {}):
        yield f"{label}: the 200 response is missing"


def _schema(name: str, schema: Schema, schemas: dict[str, Schema]) -> Iterator[str]:
    label = f"schema {name}"
    if not re.fullmatch(r"[a-z][a-z0-9_]*\.[A-Z][A-Za-z0-9]*", name):
        yield f"{label}: the name is not of the form domain.ClassName"
    elif name.partition(".")[2] in _TAKEN:
        yield f"{label}: the generated modules use that name for something else"
    for key in _OF_A_SCHEMA:
        if not schema.get(key):
            yield f"{label}: {key} is missing"
    yield from _words(schema, label)
    if "enum" in schema:
        if schema.get("type") != "string" or not all(isinstance(value, str) for value in schema["enum"]):
            yield f"{label}: an enum must be one of strings"
    elif unions.is_union(schema):
        yield from unions.problems(schema, schemas, label)
    elif schema.get("type") != "object" or not schema.get("properties"):
        yield f"{label}: neither an object with properties nor an enum nor a union; mark it x-inline"
    for wire, member in schema.get("properties", {}).items():
        yield from _member(member, f"{label}, member {wire}")


def _member(schema: Schema, label: str) -> Iterator[str]:
    if not schema.get("description"):
        yield f"{label}: description is missing"
    if "enum" in schema or "enum" in schema.get("items", {}):
        yield f"{label}: an enum within an object must be a schema with a name, under schemas/"
    if not isinstance(schema.get("const", ""), str):
        yield f"{label}: a const must be a string"
    yield from _shape(schema, label)


def _words(schema: Schema, label: str) -> Iterator[str]:
    for key in schema:
        if key == "allOf":
            yield f"{label}: allOf can only put together schemas that are x-inline"
        elif key not in _KEYWORDS and not key.startswith("x-"):
            yield f"{label}: {key!r} is not known here"


def _shape(schema: Schema, label: str, *, whole: bool = False) -> Iterator[str]:
    """Yield what no type can be written for; a whole body may have members of its own."""
    yield from _words(schema, label)
    kinds = schema.get("type")
    others: set[object] = set(kinds) - {"null"} if is_list(kinds) else set()
    if len(others) > 1 and others & {"array", "object"}:
        yield f"{label}: a value that may be an array or an object besides something else takes anyOf"
    if (kinds == "array" or "array" in others) and "items" not in schema:
        yield f"{label}: an array needs `items`; `items: {{}}` where they are not known"
    if "properties" in schema and not whole:
        yield f"{label}: an object within an object must be a schema with a name, under schemas/"
    inner = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    inner += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
    inner += schema.get("properties", {}).values()
    for item in inner:
        yield from _shape(item, label)
