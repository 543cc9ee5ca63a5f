"""Numbers of every country for these tests: near the ones in use, at random, and written in many ways."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

DIGITS = "0123456789"
COUNTRIES = sorted(phonenumbers.SUPPORTED_REGIONS)
CODES = sorted(COUNTRY_CODE_TO_REGION_CODE)
_CODES = {str(code) for code in CODES}
KINDS = [PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP, PhoneNumberType.TOLL_FREE]


@cache
def examples(country: str) -> tuple[str, ...]:
    """Return the library's own examples of a country, country code in front."""
    found = (phonenumbers.example_number_for_type(country, kind) for kind in KINDS)
    return tuple(dict.fromkeys(digits_of(number) for number in found if number is not None))


@cache
def mobile(country: str) -> str | None:
    number = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    return None if number is None else digits_of(number)


def digits_of(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)[1:]


def library_country(digits: str) -> str | None:
    """Return the country that the library has a number in, `001` for none in particular, None if it is not valid."""
    code = next((digits[:size] for size in (1, 2, 3) if digits[:size] in _CODES), None)
    if code is None:
        return None
    rest = digits[len(code) :]
    if not rest:
        return None
    zeros = len(rest) - len(rest.lstrip("0"))
    number = phonenumbers.PhoneNumber(
        country_code=int(code),
        national_number=int(rest),
        italian_leading_zero=zeros > 0 or None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )
    if digits_of(number) != digits or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.region_code_for_number(number)


def near(chance: random.Random, digits: str, kept: int) -> str:
    """Return digits with some behind the first ones changed, and now and then one more or one less."""
    changed = list(digits)
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        changed[chance.randrange(kept, len(changed))] = chance.choice(DIGITS)
    if chance.random() < 0.1:
        changed.append(chance.choice(DIGITS))
    elif chance.random() < 0.1:
        changed.pop()
    return "".join(changed)


def valid_numbers(chance: random.Random, country: str, count: int) -> Iterator[str]:
    """Give numbers that are valid in a country, country code in front."""
    code = len(str(phonenumbers.country_code_for_region(country)))
    given = 0
    for _ in range(count * 60):
        digits = near(chance, chance.choice(examples(country)), code)
        if library_country(digits) == country:
            given += 1
            yield digits
        if given == count:
            return
