"""Who an event is about: the person, and which of the business's own numbers."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

import attrs

from chakra_async import phone
from chakra_async._core.masking import masked

__all__ = ["BusinessNumber", "Person", "digits_of"]


@lru_cache(maxsize=65_536)  # a receiver runs for months, and meets ever more people
def _person_of_digits(digits: str) -> str:
    try:
        return phone.parse(f"+{digits}").key
    except phone.PhoneNumberError:
        return digits


@attrs.frozen(kw_only=True, repr=False)
class Person:
    """A WhatsApp user. One of `phone_number` and `user_id` may be missing: a user with a username can hide the number.

    Attributes:
        phone_number: The number in digits, as WhatsApp wrote it, or None.
        user_id: The user's id for this business (BSUID), or None.
        username: The username, or None.
        name: The name of the user's profile, or None.

    Example:
        >>> Person(phone_number="919911223344", name="John")
        Person(phone_number='91********44')

    """

    phone_number: str | None = None
    user_id: str | None = None
    username: str | None = None
    name: str | None = None

    @property
    def identities(self) -> tuple[str, ...]:
        """What the user is recognised by: the number, then the user id, each as far as it is known.

        The number is in one form where WhatsApp writes it in two. An event that has both joins them.
        """
        number = () if self.phone_number is None else (f"phone:{_person_of_digits(self.phone_number)}",)
        return number if self.user_id is None else (*number, f"user:{self.user_id}")

    @property
    def key(self) -> str:
        """The first of `identities`, or an empty string for someone unknown."""
        return next(iter(self.identities), "")

    def __repr__(self) -> str:
        """Return the number, masked, and the user id; the names are left out."""
        number = None if self.phone_number is None else masked(self.phone_number)
        known = {"phone_number": number, "user_id": self.user_id}
        return (
            f"Person({', '.join(f'{name}={value!r}' for name, value in known.items() if value is not None)})"
        )


@attrs.frozen(kw_only=True)
class BusinessNumber:
    """Which of the business's own numbers an event is about.

    Attributes:
        phone_number_id: Meta's id of the number; None in ChakraHQ's own format, which does not contain it.
        phone_number: The number in digits, or None where it is not known.
        waba_id: The id of the WhatsApp Business Account, or None where it is not known.

    """

    phone_number_id: str | None = None
    phone_number: str | None = None
    waba_id: str | None = None


def digits_of(phone_number: object) -> str:
    """Return the digits of a number with its country code, however it is written; also without `+`, as WhatsApp writes it.

    Raises:
        PhoneNumberError: It is not one.

    """
    try:
        return phone.parse(phone_number).digits
    except phone.PhoneNumberError:
        if str(phone_number).isdecimal():
            with suppress(phone.PhoneNumberError):
                return phone.parse(phone_number, international=True).digits
        raise
