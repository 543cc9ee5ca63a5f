"""Reading JSON of unknown shape without surprises: empty objects and arrays for anything else, and receipts told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["array", "is_receipt", "mapping"]


def mapping(value: object) -> dict[str, Any]:
    """Return a JSON object as it is, and an empty one for anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def array(value: object) -> list[Any]:
    """Return a JSON array as it is, and an empty one for anything else."""
    if not isinstance(value, list):
        return []
    return cast("list[Any]", value)  # type: ignore[redundant-cast] # pyright needs it


def is_receipt(body: Mapping[str, Any]) -> bool:
    """Return whether the body of a sending call marks a message as read, which is no message and gets no id."""
    return body.get("status") == "read" and "type" not in body
