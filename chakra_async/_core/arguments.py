"""Checks of arguments before anything is sent; each error names the argument."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

from chakra_async import phone
from chakra_async._core.masking import mask_numbers
from chakra_async.errors import InvalidRequestError

__all__ = ["comma_list", "listed", "phone_number", "uuid"]

_UUID_PARTS: Final = [8, 4, 4, 4, 12]
_HEX_DIGITS: Final = "0123456789abcdefABCDEF"
_NATIONAL: Final = ("ambiguous", "country_missing")
_MAX_SEEN: Final = 256
_SEEN: Final[set[str]] = set()  # a run names one campaign a million times


def phone_number(value: object, name: str, country: str | None = None) -> str:
    """Return a phone number as the API takes it: country code and number, digits only.

    `chakra_async.phone` reads it, so that it is the same number everywhere; what may be somebody else's is refused.

    Args:
        value: The number as a person wrote it.
        name: The argument's name, for the error.
        country: Two-letter code of the country whose national numbers are understood; None for none.

    Raises:
        PhoneNumberError: It is not a phone number, or may be somebody else's.

    Example:
        >>> phone_number("+91 99012-58433", "to"), phone_number("099012 58433", "to", "IN")
        ('919901258433', '919901258433')

    """
    try:
        return phone.parse(value, country).digits
    except phone.PhoneNumberError as error:
        if value is None:
            raise InvalidRequestError(
                f"{name} is None; give a phone number such as '+919901258433'."
            ) from None
        advice = " Chakra(country=) names it." if country is None and error.problem in _NATIONAL else ""
        shown = f" {error.number!r}" if error.number else ""
        raise phone.PhoneNumberError(
            f"{name}{shown} {error.reason}{advice}",
            problem=error.problem,
            number=error.number,
            reason=error.reason,
        ) from None


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
