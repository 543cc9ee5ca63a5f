"""Who a phone number belongs to: WhatsApp writes some numbers in two forms, which are one person."""

from __future__ import annotations

from functools import lru_cache

from chakra_async import phone

__all__ = ["digits_of", "person_of"]


def digits_of(phone_number: object) -> str:
    """Return the digits of a phone number.

    Example:
        >>> digits_of("+91 99012-58433")
        '919901258433'

    """
    if isinstance(phone_number, bool) or not isinstance(phone_number, str | int):
        return ""
    return "".join(filter(str.isdigit, str(phone_number)))


@lru_cache(maxsize=4096)
def person_of(digits: str) -> str:
    """Return what identifies the person with a phone number: equal for both forms of a number.

    Args:
        digits: The number with its country code, digits only. What is not a phone number identifies itself.

    Example:
        >>> person_of("5215555550123") == person_of("525555550123")
        True

    """
    try:
        return phone.parse(digits, international=True).key
    except phone.PhoneNumberError:
        return digits
