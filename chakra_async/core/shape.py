"""Reading JSON of unknown shape without surprises: objects and arrays, or empty ones where there is something else."""

from __future__ import annotations

from typing import Any, cast

__all__ = ["array", "mapping"]


def mapping(value: object) -> dict[str, Any]:
    """Return a JSON object as it is, and an empty one for anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def array(value: object) -> list[Any]:
    """Return a JSON array as it is, and an empty one for anything else."""
    if not isinstance(value, list):
        return []
    return cast("list[Any]", value)  # type: ignore[redundant-cast] # pyright needs it
