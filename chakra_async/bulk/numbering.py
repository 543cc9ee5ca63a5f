"""What is known about the world's numbering plans: the only module that imports `phonenumbers` (extra `[bulk]`).

`plain` answers the common case from a small table made of the same data, about ten times faster than the library's own
way; it says yes only where the library would leave the digits as they are.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, ValidationResult
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE, region_code_for_country_code

if TYPE_CHECKING:
    import re

__all__ = ["CODE_LENGTH", "international", "is_country", "national", "plain"]

CODE_LENGTH: Final = 3
"""Digits of the longest country codes."""

_LONGEST: Final = 15
_AMBIGUOUS: Final = 10
_WORLD: Final = "001"
_REASONS: Final = {
    ValidationResult.TOO_SHORT: "is too short for a number of its country code",
    ValidationResult.TOO_LONG: "is too long for a number of its country code",
    ValidationResult.INVALID_LENGTH: "has a length that no number of its country code has",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "lacks its area code",
    ValidationResult.INVALID_COUNTRY_CODE: "begins with no country code there is",
}
_PARSE_REASONS: Final = {
    NumberParseException.INVALID_COUNTRY_CODE: "begins with no country code there is",
    NumberParseException.NOT_A_NUMBER: "is no phone number",
    NumberParseException.TOO_SHORT_AFTER_IDD: "is too short for a phone number",
    NumberParseException.TOO_SHORT_NSN: "is too short for a phone number",
    NumberParseException.TOO_LONG: "is too long for a phone number",
}


def is_country(code: str) -> bool:
    """Return whether there is a country of this two-letter code."""
    return code in phonenumbers.SUPPORTED_REGIONS


def plain(digits: str) -> bool:
    """Return whether these digits are surely country code and number, with nothing to strip or to complete."""
    plan = _plan(digits[:CODE_LENGTH])
    if plan is None:
        return False
    start, lengths, prefix = plan
    return len(digits) - start in lengths and (prefix is None or prefix.match(digits, start) is None)


@cache
def _plan(head: str) -> tuple[int, frozenset[int], re.Pattern[str] | None] | None:
    import re  # noqa: PLC0415 - only for the few hundred heads there are

    for size in range(1, CODE_LENGTH + 1):
        code = int(head[:size])
        if code not in COUNTRY_CODE_TO_REGION_CODE or not head.startswith(str(code)):
            continue
        region = region_code_for_country_code(code)
        if region == _WORLD:
            return None
        metadata = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
        if metadata is None or metadata.general_desc is None:
            return None
        lengths = frozenset(n for n in metadata.general_desc.possible_length if 0 < n <= _LONGEST - size)
        # A leading zero or the trunk prefix may have to go; both are left to the library.
        prefix = "|".join(["0", *filter(None, [metadata.national_prefix_for_parsing])])
        return size, lengths, re.compile(f"(?:{prefix})")
    return None


def international(digits: str, *, marked: bool) -> tuple[str, str]:
    """Return the number made of country code and number, or an empty text and why not.

    Args:
        digits: The digits without `+` or `00`.
        marked: Whether one of the two stood in front, so that it is certain that they begin with a country code.

    """
    try:
        number = phonenumbers.parse("+" + digits, None)
    except NumberParseException as error:
        return "", _PARSE_REASONS.get(error.error_type, "is no phone number")
    verdict = phonenumbers.is_possible_number_with_reason(number)
    if verdict != ValidationResult.IS_POSSIBLE:
        return "", _REASONS.get(verdict, "is no phone number")
    if not marked and len(digits) <= _AMBIGUOUS and not phonenumbers.is_valid_number(number):
        return "", "may lack its country code"
    return _written(number)


def _written(number: phonenumbers.PhoneNumber) -> tuple[str, str]:
    """Return a number's digits; some plans allow more than a number can have with its country code in front."""
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]
    return (text, "") if len(text) <= _LONGEST else ("", "is too long for a phone number")


def national(digits: str, country: str) -> tuple[str, str]:
    """Return the number that these digits make for somebody in a country, or an empty text and why not.

    A number in use in the country comes first, then one in use with its country code in front, then whatever has a
    possible length, in the same order.
    """
    try:
        home = phonenumbers.parse(digits, country)
    except NumberParseException as error:
        return "", _PARSE_REASONS.get(error.error_type, "is no phone number")
    if not phonenumbers.is_valid_number(home):
        abroad, _ = international(digits, marked=False) if not digits.startswith("0") else ("", "")
        if abroad and phonenumbers.is_valid_number(phonenumbers.parse("+" + abroad, None)):
            return abroad, ""
        verdict = phonenumbers.is_possible_number_with_reason(home)
        if verdict != ValidationResult.IS_POSSIBLE:
            return abroad, "" if abroad else _REASONS.get(verdict, "is no phone number")
    return _written(home)
