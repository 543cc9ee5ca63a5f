"""The people that the team writes with: who has which phone number, and which user id.

WhatsApp writes some numbers in two forms, which are one person. A user may be known by a business-scoped user id (BSUID)
alone, by a number alone, or by both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async import phone

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["USER_ID", "Contact", "Contacts", "digits_of", "person_of"]


USER_ID: Final = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
"""The form of a business-scoped user id (BSUID), or of a parent id."""


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


@attrs.define(kw_only=True, eq=False)
class Contact:
    """A person, or a group; what is not known is empty.

    Attributes:
        digits: The phone number, digits with the country code.
        user_id: The business-scoped user id (BSUID).
        name: The name in the WhatsApp profile.
        username: The name that the person chose on WhatsApp.
        group_id: The id of a group, which has no number and no user id.
        blocked: Whether the person has blocked the team's number.
        failure: The error that the team's messages to the person fail with, as Meta reports it; None for none.
        heard: How many of the team's messages a test has looked at, by the id of the team's number; an empty id is for all.

    """

    digits: str = ""
    user_id: str = ""
    name: str = ""
    username: str = ""
    group_id: str = ""
    blocked: bool = False
    failure: Mapping[str, Any] | None = None
    heard: dict[str, int] = attrs.field(factory=dict[str, int])

    @property
    def handle(self) -> str:
        """What names the person: the phone number, the user id of one without a number, or the group's id."""
        return self.digits or self.user_id or self.group_id


class Contacts:
    """The people that the team writes with, by phone number and by user id."""

    def __init__(self) -> None:
        self._by_key: dict[str, Contact] = {}

    def find(self, handle: str) -> Contact:
        """Return the person with a phone number or a user id, or the group; an unknown one is added.

        Args:
            handle: The phone number, digits only, the user id, or the group's id.

        Example:
            >>> contacts = Contacts()
            >>> contacts.find("919901258433") is contacts.find("919901258433")
            True

        """
        key = person_of(handle)
        found = self._by_key.get(key)
        if found is None:
            if USER_ID.fullmatch(handle):
                found = Contact(user_id=handle)
            else:
                found = Contact(digits=handle) if handle.isdecimal() else Contact(group_id=handle)
            self._by_key[key] = found
        return found

    def add(self, digits: str, user_id: str, *, name: str = "", username: str = "") -> Contact:
        """Return the person with a phone number, a user id, or both, with these names.

        A number and a user id that are given together belong to one person from then on, also where one of them was
        known before.
        """
        contact = self.find(digits or user_id)
        if digits and user_id:
            self._by_key[user_id] = contact
        contact.user_id = user_id or contact.user_id
        contact.name = name or contact.name
        contact.username = username or contact.username
        return contact
