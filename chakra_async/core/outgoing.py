"""What is sent, checked and brought into the shape of the wire before it leaves: messages and template values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from chakra_async.errors import InvalidRequestError
from chakra_async.model import Model

__all__ = ["message", "template_mapping"]


def message(value: Any, name: str) -> Any:
    """Return a message as the body of a request.

    Args:
        value: A model of a message, or a mapping of wire names.
        name: The argument's name, for the error.

    Raises:
        InvalidRequestError: If it is neither a model nor a mapping.

    """
    if isinstance(value, Model | Mapping):
        return cast("Any", value)
    raise InvalidRequestError(f"{name} must be a message or a mapping, not {type(value).__name__}.")


def template_mapping(value: Any, name: str) -> Sequence[Any]:
    """Return the values of a template's placeholders as the API takes them: one item for each placeholder.

    Args:
        value: The placeholder's value by its name or number; or the items, which pass as they are.
        name: The argument's name, for the error.

    Raises:
        InvalidRequestError: If it is neither.

    Example:
        >>> template_mapping({"1": "John"}, "template_mapping")
        [{'schemaPropertyName': '1', 'schemaPropertyValue': 'John'}]

    """
    if isinstance(value, Mapping):
        texts = cast("Mapping[Any, Any]", value)  # type: ignore[redundant-cast] # pyright needs it
        return [{"schemaPropertyName": key, "schemaPropertyValue": text} for key, text in texts.items()]
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return cast("Sequence[Any]", value)  # type: ignore[redundant-cast] # pyright needs it
    raise InvalidRequestError(f"{name} must be a mapping or a list of items, not {type(value).__name__}.")
