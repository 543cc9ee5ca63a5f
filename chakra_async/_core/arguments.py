"""Checks of arguments before anything is sent; each error names the argument."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from chakra_async import phone
from chakra_async._core import values
from chakra_async._phone import table
from chakra_async.errors import InvalidRequestError
from chakra_async.settings.secret import shown

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "comma_list",
    "epoch_milliseconds",
    "header_address",
    "listed",
    "number",
    "phone_number",
    "string",
    "template_text",
    "user_id",
    "uuid",
]

_UUID_PARTS: Final = [8, 4, 4, 4, 12]
_HEX_DIGITS: Final = "0123456789abcdefABCDEF"
_UUID_EXAMPLE: Final = "'5ba0e13a-ac26-4656-afdd-643ea0813137'"
_MAX_SEEN: Final = 256
_SEEN: Final[set[str]] = set()  # a run names one campaign a million times


def phone_number(value: object, name: str, country: str | None = None) -> str:
    """Return a phone number as the API takes it: country code and number, digits only.

    Args:
        value: The number, as `chakra_async.phone.parse` reads it.
        name: The argument's name, for the error.
        country: Two-letter code of the country whose national numbers are understood.

    Raises:
        PhoneNumberError: It is not a phone number, or may be somebody else's.

    Example:
        >>> phone_number("+91 99012-58433", "phone_number")
        '919901258433'

    """
    if value.__class__ is str:  # the usual forms, which need no reading
        text = str(value)
        plain = text[1:] if text[:1] == "+" else text if country is None else ""
        if table.is_plain(plain):
            return plain
    try:
        return phone.parse(value, country).digits
    except phone.PhoneNumberError as error:
        if values.is_user_id(value):
            raise phone.PhoneNumberError(
                f"{name} is a business-scoped user id (BSUID), not a phone number: pass it as recipient, which "
                "messages and calls take.",
                problem="letters",
                reason="is a business-scoped user id (BSUID): pass it as recipient.",
            ) from None
        number = f" {error.number!r}" if error.number else ""
        reason = error.reason.removeprefix("phone number ")
        if country is None and error.problem in ("ambiguous", "country_missing"):
            reason += " Chakra(country=), --country or CHAKRA_COUNTRY names it."
        raise phone.PhoneNumberError(
            f"{name}{number} {reason}", problem=error.problem, number=error.number, reason=error.reason
        ) from None


def uuid(value: object, name: str) -> str:
    """Return a UUID in its canonical form, lower case.

    Args:
        value: A string, or a `uuid.UUID`.
        name: The argument's name, for the error.

    Raises:
        InvalidRequestError: If it does not have the form of a UUID.

    Example:
        >>> uuid("5BA0E13A-ac26-4656-afdd-643ea0813137", "campaign_id")
        '5ba0e13a-ac26-4656-afdd-643ea0813137'

    """
    if isinstance(value, str) and value in _SEEN:
        return value
    if isinstance(value, UUID):
        return str(value)
    if not isinstance(value, str):
        raise InvalidRequestError(f"{name} {_instead(value, f'a UUID such as {_UUID_EXAMPLE}')}.")
    text = value.strip()
    parts = text.split("-")
    if [len(part) for part in parts] != _UUID_PARTS or any(part.strip(_HEX_DIGITS) for part in parts):
        raise InvalidRequestError(
            f"{name} must be a UUID such as {_UUID_EXAMPLE}; it is {shown(value) if text else 'empty'}."
        )
    text = text.lower()
    if len(_SEEN) < _MAX_SEEN:
        _SEEN.add(text)
    return text


def _instead(value: object, wanted: str) -> str:
    """Return that a value is of another type, and what to pass, as the rest of a sentence."""
    if isinstance(value, bytes | bytearray):
        return f"is of type {type(value).__name__}: pass {wanted}, such as value.decode()"
    kind = values.type_name(value)
    return f"is {kind}: pass {wanted}" if kind in ("None", "UNSET") else f"is of type {kind}: pass {wanted}"


def string(value: object, name: str, min_length: int = 0, max_length: int | None = None) -> str:
    """Return a string that is not too short and not too long.

    Raises:
        InvalidRequestError: It is not a string, too short, too long, or contains a lone surrogate.

    Example:
        >>> string("order_update", "template_name", 1, 512)
        'order_update'

    """
    if not isinstance(value, str):
        raise InvalidRequestError(f"{name} {_instead(value, 'a string')}.")
    if len(value) < min_length:
        raise InvalidRequestError(
            f"{name} is empty; it must have at least {min_length} character{'s' if min_length > 1 else ''}."
        )
    if max_length is not None and len(value) > max_length:
        raise InvalidRequestError(f"{name} has {len(value)} characters; at most {max_length} are allowed.")
    _refuse(values.surrogate_problem(value), name)
    return value


def number(value: object, name: str, low: float | None = None, high: float | None = None) -> float:
    """Return a finite number between two bounds.

    Raises:
        InvalidRequestError: It is not a number, not finite, or out of bounds.

    Example:
        >>> number(12.97, "location_latitude", -90, 90)
        12.97

    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidRequestError(f"{name} {_instead(value, 'a number')}.")
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidRequestError(f"{name} must be a finite number, not {value}.")
    if (low is not None and value < low) or (high is not None and value > high):
        allowed = " and ".join(
            [
                *([f"at least {low}"] if low is not None else []),
                *([f"at most {high}"] if high is not None else []),
            ]
        )
        raise InvalidRequestError(f"{name} must be {allowed}; it is {shown(value)}.")
    return value


def epoch_milliseconds(value: int | datetime, name: str) -> int:
    """Return a time in epoch milliseconds.

    Args:
        value: Integer epoch milliseconds from 1990 until 2100, or an aware datetime.
        name: The argument's name, for the error.

    Raises:
        InvalidRequestError: It is neither; seconds are refused, and so is a datetime without a time zone.

    Example:
        >>> epoch_milliseconds(1790000000000, "next_action_at")
        1790000000000

    """
    found, problem = values.milliseconds(value)
    if found is None:
        raise InvalidRequestError(f"{name} {problem}.")
    return found


def header_address(value: object, name: str) -> str:
    """Return the address of a header's file, which Meta must be able to fetch.

    Raises:
        InvalidRequestError: It is not a public https address.

    Example:
        >>> header_address("https://example.com/a.png", "image_url")
        'https://example.com/a.png'

    """
    _refuse(values.CHECKS["header-address"](value), name)
    return cast("str", value)


def template_text(value: object, name: str) -> str:
    """Return a string that Meta takes as the value of a template's placeholder.

    Raises:
        InvalidRequestError: It is not a string, empty, or contains a line break, a tab or more than four consecutive
            spaces.

    Example:
        >>> template_text("4711", "otp_code")
        '4711'

    """
    _refuse(values.template_text_problem(value), name)
    return cast("str", value)


def user_id(value: object, name: str) -> str:
    """Return a business-scoped user id (BSUID), or a parent id.

    Raises:
        InvalidRequestError: It does not have the form of one.

    Example:
        >>> user_id("IN.13491208655302741918", "recipient")
        'IN.13491208655302741918'

    """
    _refuse(values.user_id_problem(value), name)
    return cast("str", value)


def _refuse(problem: str | None, name: str) -> None:
    if problem is not None:
        raise InvalidRequestError(f"{name} {problem}.")


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
    raise InvalidRequestError(f"{name} must be a list, not {values.type_name(value)}.")


def comma_list(value: object, name: str) -> str:
    """Return the values of a query parameter as one string with commas between them.

    Raises:
        InvalidRequestError: If it is not a sequence of strings and integers, or a string in it contains a comma.

    Example:
        >>> comma_list(["name", "status"], "fields")
        'name,status'

    """
    items = listed(value, name)
    for item in items:
        if isinstance(item, bool) or not isinstance(item, str | int) or "," in str(item):
            raise InvalidRequestError(
                f"{name} must contain strings without a comma, or integers; one item is neither."
            )
    return ",".join(map(str, items))
