"""Reading JSON of unknown shape: empty objects and arrays for anything else, and read receipts recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["INTEGER_LIMIT", "as_array", "as_object", "is_receipt"]

INTEGER_LIMIT: Final = 2**64
"""Integers that are sent have a smaller absolute value; a larger one could not be written as JSON."""


def as_object(value: object) -> dict[str, Any]:
    """Return a JSON object as it is, and an empty one for anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def as_array(value: object) -> list[Any]:
    """Return a JSON array as it is, and an empty one for anything else."""
    if not isinstance(value, list):
        return []
    return cast("list[Any]", value)  # type: ignore[redundant-cast] # pyright needs it


def is_receipt(body: Mapping[str, Any]) -> bool:
    """Return whether the body of a sending call marks a message as read: it is not a message and gets no id."""
    return body.get("status") == "read" and "type" not in body
