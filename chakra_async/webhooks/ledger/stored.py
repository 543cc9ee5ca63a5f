"""Results and errors of calls as JSON, and back, so that a second run gets what the first one got. Pure."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import orjson

from chakra_async import errors
from chakra_async._core.decoding.decoder import decode, encode
from chakra_async._core.response import Response
from chakra_async.errors import ChakraError
from chakra_async.model import Model, message_id_of, plain
from chakra_async.outcomes import Outcome
from chakra_async.webhooks.opt_outs import OptedOutError

if TYPE_CHECKING:
    from chakra_async._core.operation import Operation

__all__ = [
    "error_json",
    "message_id_in",
    "response_json",
    "stored_error",
    "stored_response",
    "stored_value",
    "value_json",
]

T = TypeVar("T")

_MODELS: Final = "chakra_async.models."
_KEPT: Final = (
    "status",
    "code",
    "messages",
    "meta_code",
    "meta_subcode",
    "body",
    "retry_after",
    "phase",
)
"""Attributes of errors that programs look at."""


def response_json(response: Response[Any]) -> bytes:
    """Return an answer as it is kept."""
    return encode({"data": plain(response.data), "meta": response.meta, "status": response.status})


def stored_response(operation: Operation[T], result: bytes) -> Response[T]:
    """Return an answer that was kept. Its headers and attempts were not."""
    kept = orjson.loads(result)
    return Response(
        data=decode(operation.returns, kept["data"]),
        meta=kept.get("meta") or {},
        status=kept.get("status") or 200,
        headers={},
        attempts=[],
        elapsed=0.0,
    )


def message_id_in(data: object) -> str:
    """Return the id of the message that an answer is about, or an empty string."""
    return (message_id_of(data) or "") if isinstance(data, Model) else ""


def error_json(error: BaseException) -> bytes:
    """Return an error as it is kept: class, message and what programs look at."""
    known = error if isinstance(error, ChakraError) else ChakraError(str(error), outcome=Outcome.UNKNOWN)
    details = {name: getattr(error, name) for name in _KEPT if getattr(error, name, None) is not None}
    return encode(
        {
            "error": type(error).__name__,
            "message": known.message,
            "outcome": known.outcome,
            "operation": known.operation,
            "details": details,
        }
    )


def stored_error(result: bytes | None) -> ChakraError | None:
    """Return an error that was kept, or None if what was kept is not an error."""
    kept = None if result is None else orjson.loads(result)
    if not isinstance(kept, dict) or "error" not in kept:
        return None
    found = cast("dict[str, Any]", kept)
    if found["error"] == OptedOutError.__name__:
        return OptedOutError(str(found["message"]))
    kind: object = getattr(errors, str(found["error"]), None)
    if not (isinstance(kind, type) and issubclass(kind, ChakraError)):
        kind = ChakraError
    error = kind(str(found["message"]), outcome=Outcome(found["outcome"]), operation=found["operation"])
    for name, value in found["details"].items():
        if hasattr(error, name):
            setattr(error, name, value)
    return error


def value_json(value: object) -> bytes:
    """Return what a step gave as it is kept; models are models again when they are read.

    Raises:
        TypeError: If it is not JSON, a model, or a list of them.
        ValueError: If a number in it cannot be written as JSON.

    """
    if isinstance(value, Model) and type(value).__module__.startswith(_MODELS):
        return encode(
            {"model": f"{type(value).__module__}:{type(value).__qualname__}", "value": value.to_dict()}
        )
    return encode({"value": value})


def stored_value(result: bytes) -> Any:
    """Return what a step gave."""
    kept = orjson.loads(result)
    name: str = kept.get("model") or ""
    if not name.startswith(_MODELS):
        return kept["value"]
    module, _, kind = name.partition(":")
    found: object = getattr(import_module(module), kind, None)
    if not (isinstance(found, type) and issubclass(found, Model)):
        return kept["value"]
    return decode(found, kept["value"])
