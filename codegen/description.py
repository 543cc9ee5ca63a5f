"""The description as the generators see it: bundled, validated, and read into plain records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import attrs
from openapi_spec_validator import OpenAPIV31SpecValidator

from codegen import bodies, pages, rules
from codegen.documents import DescriptionError, bundle
from codegen.naming import parameter_name
from codegen.records import Body, Description, Operation, Parameter, Place, Schema, is_binary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["DescriptionError", "load"]


def load(root: Path) -> Description:
    """Read the description whose root file is given.

    Raises:
        DescriptionError: Something is wrong with it; the text lists every problem and its place.

    """
    document = bundle(root)
    found = [
        f"{'/'.join(map(str, error.absolute_path)) or root.name}: {error.message}"
        for error in OpenAPIV31SpecValidator(cast("Any", document)).iter_errors()
    ]
    found = found or list(rules.problems(document))
    if found:
        raise DescriptionError(found)
    return Description(document=document, operations=tuple(_operations(document)))


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in rules.HTTP_METHODS:
            if method in item:
                yield _operation(document, path, method, item)


def _operation(document: dict[str, Any], path: str, method: str, item: dict[str, Any]) -> Operation:
    raw = item[method]
    name = raw["operationId"]
    given = [*item.get("parameters", ()), *raw.get("parameters", ())]
    kind, media = _content(raw.get("requestBody", {}))
    body, members = _body(document, media, required=raw.get("requestBody", {}).get("required", False))
    answer = raw["responses"]["200"]
    _, content = _content(answer)
    content = content or {}
    parameters = [*(_parameter(one, name) for one in given), *members]
    names = [parameter.name for parameter in parameters]
    if twice := {one for one in names if names.count(one) > 1}:
        raise DescriptionError(
            [f"{name}: two parameters are called {', '.join(sorted(twice))}; give one an x-name"]
        )
    key = raw.get("x-key", "")
    if key and key not in {one.wire for one in parameters if one.place != "query"}:
        raise DescriptionError([f"{name}: the x-key {key!r} is neither a path parameter nor a body member"])
    returns = pages.items_of(raw.get("x-page"), content.get("schema"), document["components"]["schemas"])
    return Operation(
        name=name,
        method=method.upper(),
        path=path,
        summary=raw["summary"],
        description=raw.get("description", ""),
        evidence=raw["x-evidence"],
        note=raw.get("x-note"),
        source=raw["x-source"],
        envelope=raw["x-envelope"],
        repeatable=raw["x-repeatable"],
        reads=raw.get("x-reads", method == "get"),
        key=key,
        sends=raw.get("x-sends", False),
        raw_only=raw.get("x-raw-only", False),
        fallback=raw.get("x-fallback", ""),
        exactly_one=_exactly_one(raw, parameters, name),
        parameters=_in_order(parameters, path),
        body="multipart" if kind == bodies.MULTIPART else body,
        returns=returns,
        binary=is_binary(returns or {}),
        answer=answer["description"],
        answer_evidence=answer.get("x-evidence"),
        answer_note=answer.get("x-note"),
        meta=content.get("x-meta"),
        page=pages.read(raw.get("x-page"), returns, parameters, name),
        example=_example(given, media, parameters, body),
    )


def _exactly_one(raw: dict[str, Any], parameters: list[Parameter], name: str) -> tuple[str, ...]:
    wires = tuple(raw.get("x-exactly-one", ()))
    if unknown := sorted(set(wires) - {one.wire for one in parameters if not one.required}):
        raise DescriptionError(
            [f"{name}: x-exactly-one names {', '.join(unknown)}, which is not optional here"]
        )
    return wires


def _content(holder: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """Return the one media type of a request or an answer with its content."""
    content: dict[str, dict[str, Any]] = holder.get("content", {})
    for kind, media in content.items():
        return kind, media
    return "", None


def _parameter(raw: dict[str, Any], operation: str) -> Parameter:
    if raw["in"] not in ("path", "query"):
        raise DescriptionError([f"{operation}: a parameter in {raw['in']!r} is not known"])
    if raw["in"] == "path" and raw["schema"].get("type") != "string":
        raise DescriptionError([f"{operation}: the path parameter {raw['name']!r} must be a string"])
    return _argument(
        raw["name"], cast("Place", raw["in"]), raw["schema"], raw, required=raw.get("required", False)
    )


def _argument(wire: str, place: Place, schema: Schema, raw: dict[str, Any], *, required: bool) -> Parameter:
    return Parameter(
        wire=wire,
        name=raw.get("x-name") or parameter_name(wire),
        place=place,
        required=required,
        schema=schema,
        description=raw.get("description") or schema.get("description", ""),
        check=raw.get("x-check"),
        default=raw.get("x-default"),
        exploded=raw.get("explode", True),
        evidence=raw.get("x-evidence"),
        note=raw.get("x-note"),
    )


def _body(
    document: dict[str, Any], media: dict[str, Any] | None, *, required: bool
) -> tuple[Body, list[Parameter]]:
    """Return how the body is made, and the arguments it is made of.

    An object becomes one argument for each member, whether or not its schema has a name; anything else is one
    argument, named by `x-name`.
    """
    if media is None:
        return "none", []
    schema = media["schema"]
    target = document["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
    if "properties" in target:
        needed = target.get("required", ())
        return "members", [
            attrs.evolve(
                _argument(wire, "body", member, member, required=wire in needed),
                media_types=_media_types(media, wire),
            )
            for wire, member in target["properties"].items()
        ]
    return "whole", [_argument("", "body", schema, {"x-name": "body", **schema}, required=required)]


def _media_types(media: dict[str, Any], wire: str) -> tuple[str, ...]:
    """Return the content types that the part of a form may have."""
    listed: str = media.get("encoding", {}).get(wire, {}).get("contentType", "")
    return tuple(one.strip() for one in listed.split(",") if one.strip())


def _in_order(parameters: list[Parameter], path: str) -> tuple[Parameter, ...]:
    """Return a file first, then path parameters as the path has them, then what is required, then the rest."""
    places = re.findall(r"\{([^}]+)\}", path)
    in_path = {parameter.wire: parameter for parameter in parameters if parameter.place == "path"}
    files = [parameter for parameter in parameters if parameter.is_file]
    others = [parameter for parameter in parameters if parameter.place != "path" and not parameter.is_file]
    return (*files, *(in_path[wire] for wire in places), *sorted(others, key=lambda one: not one.required))


def _example(
    given: list[dict[str, Any]], media: dict[str, Any] | None, parameters: list[Parameter], body: Body
) -> dict[str, Any]:
    values = {raw["name"]: raw["example"] for raw in given if "example" in raw}
    example = (media or {}).get("example")
    if body == "whole":
        values[""] = example
    elif isinstance(example, dict):
        values.update(cast("dict[str, Any]", example))
    return {
        one.name: values[one.wire]
        for one in parameters
        if one.wire in values and values[one.wire] is not None
    }
