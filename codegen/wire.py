"""The description as other tools read it: answers in their form on the wire, refusals, and open enumerations.

In the files of `openapi/`, the schema of an answer is the content of `_data` where `x-envelope` is true, an enumeration
that may grow is marked `x-open-enum`, and no operation repeats how a refusal looks. A tool that does not know these
rules would find every answer invalid. Here they are written out. `chakra_async.description.routes` reads the result
back into the short form.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from codegen.documents import is_list, is_object
from codegen.rules import HTTP_METHODS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["on_the_wire"]

_JSON: Final = "application/json"
_STRING: Final = {"type": "string"}
_REFUSALS: Final[dict[str, dict[str, Any]]] = {
    "Errors": {
        "type": "object",
        "description": "Why the platform refused, in words.",
        "required": ["_errors"],
        "properties": {"_errors": {"type": "array", "minItems": 1, "items": _STRING}},
    },
    "MetaError": {
        "type": "object",
        "description": "Meta's refusal, passed on.",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["message", "code"],
                "properties": {"message": _STRING, "code": {"type": "integer"}},
            }
        },
    },
    "AccessError": {
        "type": "object",
        "description": "The refusal of a token that is missing or wrong.",
        "required": ["code", "message"],
        "properties": {"code": _STRING, "message": _STRING},
    },
}
_REFUSAL: Final[dict[str, Any]] = {
    "description": "A refusal: strings in `_errors`, Meta's `error`, or a code where the token is wrong.",
    "content": {
        _JSON: {"schema": {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in _REFUSALS]}},
        "text/plain": {"schema": _STRING},
    },
}


def on_the_wire(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a bundled description with everything written out.

    Args:
        document: The description, bundled.

    """
    written: dict[str, Any] = _opened(copy.deepcopy(dict(document)))
    components = written.setdefault("components", {})
    components["schemas"] = {**components.get("schemas", {}), **copy.deepcopy(_REFUSALS)}
    components["responses"] = {**components.get("responses", {}), "Refusal": copy.deepcopy(_REFUSAL)}
    for item in written["paths"].values():
        for method in HTTP_METHODS:
            if method in item:
                _write_out(item[method])
    return written


def _write_out(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for statuses in ("4XX", "5XX"):
        responses.setdefault(statuses, {"$ref": "#/components/responses/Refusal"})
    content = responses["200"].get("content", {})
    if "*/*" in content:
        content["application/octet-stream"] = content.pop("*/*")
    media = content.get(_JSON)
    if media is None or not operation["x-envelope"]:
        return
    media["schema"] = {
        "type": "object",
        "required": ["_data"],
        "properties": {
            "_data": media["schema"],
            "_meta": media.get("x-meta", {"type": "object"}),
            "_errors": {"type": "array", "maxItems": 0, "items": _STRING},
        },
    }


def _opened(node: Any) -> Any:
    """Return a node in which each open enumeration admits any other string as well."""
    if is_list(node):
        return [_opened(item) for item in node]
    if not is_object(node):
        return node
    if node.get("x-open-enum") is True and "enum" in node:
        listed = {key: node[key] for key in ("type", "enum") if key in node}
        others = {key: value for key, value in node.items() if key not in listed}
        return {**others, "anyOf": [listed, _STRING]}
    return {key: _opened(value) for key, value in node.items()}
