"""Checks of arguments before anything is sent; each error names the argument."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, cast

from chakra_async._core.masking import mask_numbers, masked
from chakra_async.errors import InvalidRequestError

__all__ = ["comma_list", "listed", "phone_number", "uuid"]

_MIN_DIGITS: Final = 7
_MAX_DIGITS: Final = 15
_UUID_PARTS: Final = [8, 4, 4, 4, 12]
_HEX_DIGITS: Final = "0123456789abcdefABCDEF"
_MAX_SEEN: Final = 256
_SEEN: Final[set[str]] = set()  # a run names one campaign a million times
_FORMATTING: Final = (
    r"[\s().\-/\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060\ufeff]+"  # compiled on first use
)


def phone_number(value: str, name: str) -> str:
    """Return a phone number as the API takes it: country code and number, digits only.

    Spaces, brackets, dots, dashes and slashes are stripped, a leading `+` or `00` is understood. Nothing is
    guessed: a number written without its country code cannot be distinguished here from one with it, except that
    country codes never begin with 0.

    Args:
        value: The number as a person wrote it.
        name: The argument's name, for the error.

    Raises:
        InvalidRequestError: If it is not a string, contains letters, begins with a single 0, or has fewer than
            7 or more than 15 digits.

    Example:
        >>> phone_number("+91 99012-58433", "phone_number")
        '919901258433'

    """
    if value.__class__ is str and value.isascii() and value.isdigit() and value[0] != "0":
        digits = value
    else:
        digits = _stripped(value, name)
    if _MIN_DIGITS <= len(digits) <= _MAX_DIGITS:
        return digits
    raise InvalidRequestError(
        f"{name} has {len(digits)} digits; a phone number with its country code has {_MIN_DIGITS} to {_MAX_DIGITS}."
    )


def _stripped(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise InvalidRequestError(
            f"{name} must be a string such as '919901258433', not {type(value).__name__}: "
            "a number type loses leading zeros and digits."
        )
    digits = re.sub(_FORMATTING, "", value)
    if digits.startswith("+"):
        digits = digits[1:]
    elif digits.startswith("00"):
        digits = digits[2:]
    if not digits:
        raise InvalidRequestError(
            f"{name} is empty; it must be country code and number, such as '919901258433'."
        )
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidRequestError(f"{name} {masked(digits)!r} contains something that is not a digit.")
    if digits[0] == "0":
        raise InvalidRequestError(
            f"{name} {masked(digits)!r} begins with 0, so its country code is missing: write it as +<country><number>."
        )
    return digits


def uuid(value: object, name: str) -> str:
    """Return a UUID in its canonical form, lower case.

    Raises:
        InvalidRequestError: If it does not have the shape of a UUID.

    Example:
        >>> uuid("5BA0E13A-ac26-4656-afdd-643ea0813137", "campaign_id")
        '5ba0e13a-ac26-4656-afdd-643ea0813137'

    """
    if isinstance(value, str) and value in _SEEN:
        return value
    text = value.strip() if isinstance(value, str) else ""
    parts = text.split("-")
    if [len(part) for part in parts] != _UUID_PARTS or any(part.strip(_HEX_DIGITS) for part in parts):
        raise InvalidRequestError(
            f"{name} must be a UUID such as '5ba0e13a-ac26-4656-afdd-643ea0813137', "
            f"not {mask_numbers(str(value)[:40])!r}."
        )
    text = text.lower()
    if len(_SEEN) < _MAX_SEEN:
        _SEEN.add(text)
    return text


def listed(value: object, name: str) -> list[Any]:
    """Return the values of a query parameter that may occur several times, as a list.

    Raises:
        InvalidRequestError: If it is not a sequence; a single string is not one.

    Example:
        >>> listed(("name", "status"), "fields")
        ['name', 'status']

    """
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return list(cast("Sequence[Any]", value))  # type: ignore[redundant-cast] # pyright needs it
    raise InvalidRequestError(f"{name} must be a list, not {type(value).__name__}.")


def comma_list(value: object, name: str) -> str:
    """Return the values of a query parameter as one string with commas between them.

    Raises:
        InvalidRequestError: If it is not a sequence of strings and integers, or a string in it contains a comma.

    Example:
        >>> comma_list(["name", "status"], "fields")
        'name,status'

    """
    values = listed(value, name)
    for item in values:
        if isinstance(item, bool) or not isinstance(item, str | int) or "," in str(item):
            raise InvalidRequestError(
                f"{name} must contain strings without a comma, or integers; one item is neither."
            )
    return ",".join(map(str, values))
