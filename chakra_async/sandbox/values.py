"""Kinds of JSON values, as type guards and in words."""

from __future__ import annotations

from typing import Any, TypeGuard

__all__ = ["is_array", "is_object", "kind_of"]


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Return whether a JSON value is an array."""
    return isinstance(value, list)


def kind_of(value: object) -> str:
    """Return the kind of a JSON value, in words.

    Example:
        >>> kind_of(None), kind_of([1]), kind_of(True)
        ('null', 'an array', 'a boolean')

    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "an array" if isinstance(value, list) else "an object"
