"""The value that identifies a row, as a string, out of what programs hold: numbers, missing values, scalars of NumPy. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from chakra_async.phone import PhoneNumber

__all__ = ["as_string", "is_missing", "plain", "problem_of"]

_MISSING: Final = frozenset({"NAType", "NaTType"})
_NARROW: Final = frozenset({"float16", "float32", "FloatScalar", "HalfFloatScalar"})


def plain(value: object) -> object:
    """Return a scalar of NumPy or Arrow as the value that it holds, a phone number as a string, others as they are."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, PhoneNumber):
        return value.e164
    for name in ("as_py", "item"):
        convert = getattr(value, name, None)
        if callable(convert) and getattr(value, "ndim", 0) == 0:
            return convert()
    return value


def is_missing(value: object) -> bool:
    """Return whether a value means that there is none: None, NaN, and the missing values of data frames."""
    if value is None:
        return True
    if isinstance(value, float):
        return value != value  # noqa: PLR0124 - only NaN differs from itself
    if isinstance(value, str | int):
        return False
    if isinstance(value, Decimal):
        return value.is_nan()
    return type(value).__name__ in _MISSING


def as_string(value: object) -> str:
    """Return the value that identifies a row as a string; a number without a fraction as its digits.

    Example:
        >>> as_string(919901258433.0), as_string(None)
        ('919901258433', '')

    """
    if isinstance(value, str):
        return value
    value = plain(value)
    if isinstance(value, str):
        return value
    if is_missing(value):
        return ""
    if isinstance(value, float | Decimal) and value == value.__trunc__():
        return str(value.__trunc__())
    return str(value)


def problem_of(value: object) -> str | None:
    """Return why a value cannot identify a row, or None."""
    kind = type(value).__name__
    if isinstance(value, str):
        return None
    if isinstance(value, bytes | bytearray):
        return f"its value is of type {kind}: decode it to a string."
    if isinstance(value, bool) or kind in {"bool_", "bool"}:
        return "its value is True or False, not a string or a number."
    if kind in _NARROW:
        return f"its value is of type {kind}, which cannot hold a phone number exactly: use strings or int64."
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return "its value is infinite."
    return None
