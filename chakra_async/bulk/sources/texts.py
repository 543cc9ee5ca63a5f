"""The values of cells as text that a person reads: numbers without the noise of binary fractions, and nothing that is of a program. Pure."""

from __future__ import annotations

import struct
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final
from uuid import UUID

from chakra_async.bulk.sources.number_formats import general
from chakra_async.bulk.sources.values import as_string, is_missing, plain, problem_of

__all__ = ["text_of"]

_READABLE: Final = (str, int, float, Decimal, date, time, timedelta, UUID, Enum)
_READABLE_NAMES: Final = frozenset({"Period"})
"""Of pandas, which is not imported."""
_NARROW: Final = frozenset({"float16", "float32", "FloatScalar", "HalfFloatScalar"})
_TICKS: Final = frozenset({"datetime64", "timedelta64"})
_DIGITS: Final = 9
"""A float with more digits than a 32-bit float has, and the value of one, was one."""


def text_of(value: object) -> tuple[str, str | None]:
    """Return the text of a value, or why it has none.

    Floats have at most 15 digits and no exponent. One that was a 32-bit float has the six digits that those hold for certain.

    Example:
        >>> text_of(0.1 + 0.2), text_of(1499.0), text_of(19.989999771118164)
        (('0.3', None), ('1499', None), ('19.99', None))
        >>> text_of(["Ravi"])
        ('', 'its value is of type list: make it a string.')

    """
    if isinstance(value, str) or value.__class__ is int:
        return str(value), None
    held = plain(value)
    if is_missing(held):
        return "", None
    problem = _problem(value, held)
    if problem is not None:
        return "", problem
    if isinstance(held, float) and not held.is_integer():
        return _fraction(held)
    if isinstance(held, Decimal) and held != held.to_integral_value():
        return f"{held:f}", None
    return as_string(held), None


def _problem(value: object, held: object) -> str | None:
    """Return why a value, or what a scalar of a library holds, is not for a person to read."""
    kind = type(value).__name__
    problem = problem_of(held if kind in _NARROW else value)
    if problem is not None and not isinstance(value, bool):
        return problem
    if isinstance(held, Decimal) and not held.is_finite():
        return "its value is infinite."
    if kind in _READABLE_NAMES or (
        isinstance(held, _READABLE) and not (kind in _TICKS and isinstance(held, int))
    ):
        return None
    return f"its value is of type {kind}: make it a string."


def _fraction(value: float) -> tuple[str, str | None]:
    text = float.__repr__(value)  # not that of NumPy
    if len(text) <= _DIGITS and "e" not in text:  # nearly every one
        return text, None
    if len(text.partition("e")[0].lstrip("-0.").replace(".", "")) > _DIGITS and _narrowed(value) == value:
        text = f"{value:.6g}"
        if _narrowed(float(text)) != value:
            return "", "its value is a 32-bit float, whose last digits are lost: make it a string or float64."
    shown = general(text)
    if "E" in shown:
        return "", f"its value is {shown}, a number with too many zeros: make it a string."
    return shown, None


def _narrowed(value: float) -> float | None:
    """Return the nearest 32-bit float, or None beyond those."""
    try:
        (found,) = struct.unpack("f", struct.pack("f", value))
    except OverflowError:
        return None
    return float(found)
