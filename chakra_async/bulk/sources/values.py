"""The value that identifies a row, as a string, out of what programs hold: numbers, missing values, scalars of NumPy. Pure."""

from __future__ import annotations

from decimal import Decimal
from math import inf
from typing import Final

from chakra_async._phone.spelling import ROUNDED_DIGITS
from chakra_async.phone import PhoneNumber

__all__ = ["WITH_DECIMALS", "as_string", "identity_problem", "is_missing", "plain", "problem_of"]

WITH_DECIMALS: Final = (
    "its value is a number with decimals, so it is not the one that was typed: use strings."
)
"""Why a number does not identify a row."""

_MISSING: Final = frozenset({"NAType", "NaTType"})
_NARROW: Final = frozenset({"float16", "float32", "FloatScalar", "HalfFloatScalar"})
_EXACT: Final = 2.0**53
"""Up to here every integer has a float of its own."""


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
    if isinstance(value, float) and abs(value) >= _EXACT:
        what = "infinite" if abs(value) == inf else "a float of more than 15 digits, whose last ones are lost"
        return f"its value is {what}: use strings or int64."
    return None


def identity_problem(value: object) -> str | None:
    """Return why a value cannot identify a row, or None; a number must be an integer with all its digits.

    Example:
        >>> identity_problem(919901258433.0), identity_problem(46354.125)
        (None, 'its value is a number with decimals, so it is not the one that was typed: use strings.')

    """
    problem = problem_of(value)
    if problem is not None or value is None or isinstance(value, str | int):
        return problem
    number = plain(value)
    if not isinstance(number, float | Decimal) or is_missing(number):
        return problem_of(number)
    if isinstance(number, Decimal):
        if not number.is_finite():
            return "its value is infinite."
        if int(number.as_tuple().exponent) >= ROUNDED_DIGITS:
            return (
                "its value is a Decimal in the form 9.19E+11, without its last digits: use strings or int64."
            )
    if number != number.__trunc__():
        return WITH_DECIMALS
    return problem_of(number)
