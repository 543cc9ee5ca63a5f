"""The description for any OpenAPI tool: with the envelope and the refusals written out.

In the description, the schema of an answer is the content of `_data` where `x-envelope` is true. A tool that does not
know this extension would find every answer invalid.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async.description.routes import resolved

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["enveloped"]

_METHODS: Final = frozenset({"delete", "get", "patch", "post", "put"})
_JSON: Final = "application/json"
_REFUSAL: Final[dict[str, Any]] = {
    "description": "A refusal: strings in `_errors`, Meta's `error`, or a code where the token is wrong.",
    "content": {
        _JSON: {
            "schema": {
                "anyOf": [
                    {
                        "type": "object",
                        "required": ["_errors"],
                        "properties": {
                            "_errors": {"type": "array", "minItems": 1, "items": {"type": "string"}}
                        },
                    },
                    {
                        "type": "object",
                        "required": ["error"],
                        "properties": {
                            "error": {
                                "type": "object",
                                "required": ["message", "code"],
                                "properties": {"message": {"type": "string"}, "code": {"type": "integer"}},
                            }
                        },
                    },
                    {
                        "type": "object",
                        "required": ["code", "message"],
                        "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
                    },
                ]
            }
        },
        "text/plain": {"schema": {"type": "string"}},
    },
}


def enveloped(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a description with the answers in their form on the wire.

    Args:
        document: The description.

    Example:
        ```python
        from chakra_async.description.routes import load

        Path("chakrahq.json").write_text(json.dumps(enveloped(load())))
        ```

    """
    written = cast("dict[str, Any]", copy.deepcopy(document))
    for reference in written["paths"].values():
        item = resolved(written, reference)
        for method, operation in item.items():
            if method in _METHODS:
                _write_out(operation)
    return written


def _write_out(operation: dict[str, Any]) -> None:
    operation["responses"].setdefault("default", _REFUSAL)
    media = operation["responses"]["200"]["content"].get(_JSON)
    if media is None or not operation.get("x-envelope", True):
        return
    media["schema"] = {
        "type": "object",
        "required": ["_data"],
        "properties": {
            "_data": media["schema"],
            "_meta": media.get("x-meta", {"type": "object"}),
            "_errors": {"type": "array", "maxItems": 0},
        },
    }
