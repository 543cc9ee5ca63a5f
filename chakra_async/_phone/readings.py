"""What digits can be: international, behind an exit code, national or unmistakable; or why they are refused.

Only what is certain is read. Where the same digits are several persons' numbers they are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from chakra_async._phone import table
from chakra_async._phone.errors import refusal

if TYPE_CHECKING:
    import re

    from chakra_async._phone.errors import Problem
    from chakra_async._phone.spelling import Spelled

__all__ = ["Reading", "Understood", "international", "key_of", "unmistakable", "with_country"]

Understood = Literal["international", "exit_code", "national", "unmistakable"]
"""How a number was understood; more ways may be added."""

_AMBIGUOUS: Final = 10
_LONGEST_EXIT: Final = 8
_EIGHT_DIGITS: Final = 12
_LONGEST_EXTENSION: Final = 5
_SHORT_EXTENSION: Final = 3
_WITH_CODE: Final = "write it as +<country code><number>"
_OR_COUNTRY: Final = f"{_WITH_CODE}, or name the country"


class Reading(NamedTuple):
    """A number, its country (`001` for none in particular) and how it was understood."""

    digits: str
    country: str | None
    understood: Understood


def key_of(digits: str) -> str:
    """Return one form for the forms in which WhatsApp writes numbers of Mexico, Argentina and Brazil."""
    if len(digits) == _EIGHT_DIGITS + 1 and digits[:3] in ("521", "549"):
        return digits[:2] + digits[3:]
    if len(digits) == _EIGHT_DIGITS and digits[:2] == "55" and digits[4] in "6789":
        return f"{digits[:4]}9{digits[4:]}"
    return digits


def _spellings(digits: str, without_zero: str | None, *, trunk_zero_only: bool) -> list[str]:
    """Return what digits with a country code in front can be: as written, and without a trunk prefix behind the code."""
    if without_zero is not None:
        return [digits, without_zero]
    code = table.calling_code(digits)
    if code is None or (trunk_zero_only and table.trunk_of(code) != "0"):
        return [digits]
    return _without_trunk(digits, code)


def _without_trunk(digits: str, code: str) -> list[str]:
    """Return digits, and the same without the trunk prefix behind their country code if there is one."""
    trunk = table.trunk_of(code)
    if trunk and digits.startswith(trunk, len(code)):
        return [digits, code + digits[len(code) + len(trunk) :]]
    return [digits]


def _in_use(digits: str, without_zero: str | None, *, trunk_zero_only: bool = True) -> list[tuple[str, str]]:
    """Return the numbers in use that digits with a country code in front can be, each with its country."""
    if without_zero is None and len(digits) >= table.SHORTEST and (country := table.country_of(digits)):
        return [
            (digits, country)
        ]  # a zero without brackets that belongs to a number in use is not a trunk prefix
    return [
        (spelling, country)
        for spelling in _spellings(digits, without_zero, trunk_zero_only=trunk_zero_only)
        if len(spelling) >= table.SHORTEST and (country := table.country_of(spelling))
    ]


def international(spelled: Spelled, understood: Understood) -> Reading:
    """Read digits that begin with a country code for certain.

    Raises:
        PhoneNumberError: They do not, or their length is not possible.

    """
    digits, without_zero = spelled.digits, spelled.without_zero
    code = table.calling_code(digits)
    if code is None:
        raise refusal(digits, "country_code", f"does not begin with a country code: {_WITH_CODE}")
    found = _in_use(digits, without_zero, trunk_zero_only=False)
    if len(found) > 1:
        raise refusal(
            digits, "ambiguous", f"has a 0 in brackets that may or may not belong to it: {_WITH_CODE}"
        )
    if found:
        return Reading(*found[0], understood)
    again = digits[len(code) :]
    if (
        (spelled.plus or understood == "exit_code")  # and not an id of WhatsApp's, which is as it is
        and again.startswith(code)
        and table.country_of(again)
    ):
        raise refusal(digits, "country_code", f"has the country code {code} twice: give it once")
    # Not in use as far as is known: the API will say, if the length is possible and no trunk prefix is left in it.
    digits = _spellings(digits, without_zero, trunk_zero_only=True)[-1]
    size = len(digits) - len(code)
    lengths = table.lengths_of(code)
    if size not in lengths or not table.SHORTEST <= len(digits) <= table.LONGEST:
        kind, what = _wrong_length(size, lengths)
        raise refusal(digits, kind, f"{what} with the country code {code}: check its digits")
    if digits != spelled.digits:
        raise refusal(digits, "not_in_use", f"has a 0 behind the country code {code}: give it without that 0")
    return Reading(digits, table.sole_country_of(code), understood)


def _wrong_length(size: int, lengths: frozenset[int]) -> tuple[Problem, str]:
    if (
        size < min(lengths) or size in lengths
    ):  # a possible one is refused only below the least of all countries
        return "too_short", "is too short for a number"
    if size > max(lengths):
        return "too_long", "is too long for a number"
    return "not_in_use", "has a length that no number has"


def _exits(digits: str, pattern: re.Pattern[str]) -> list[int]:
    """Return the lengths of the exit codes of a pattern that digits begin with."""
    if not pattern.match(digits):
        return []
    return [
        size
        for size in range(1, min(_LONGEST_EXIT, len(digits) - 1) + 1)
        if digits[size] != "0" and pattern.fullmatch(digits, 0, size)
    ]


def _behind(spelled: Spelled, size: int) -> tuple[str, str | None]:
    """Return what is behind an exit code."""
    return spelled.digits[size:], spelled.without_zero and spelled.without_zero[size:]


def _after_zeros(spelled: Spelled) -> Reading:
    """Read a number that begins with 0 where no country is named: `00` and a number that no other exit code gives."""
    digits = spelled.digits
    found = _behind_any_zeros(spelled) if digits.startswith("00") else []
    if found and len({number for number, _ in found}) == 1 and found[0] in _behind_any_zeros(spelled, [2]):
        return Reading(*found[0], "exit_code")
    raise refusal(
        digits, "country_missing", f"begins with 0, so its country code may be missing: {_OR_COUNTRY}"
    )


def unmistakable(spelled: Spelled) -> Reading:
    """Read a number without `+` where no country is named.

    Raises:
        PhoneNumberError: It may be another one.

    """
    if spelled.digits[0] == "0":
        return _after_zeros(spelled)
    digits = spelled.digits
    if len(digits) < table.SHORTEST:
        raise refusal(
            digits,
            "too_short",
            f"has {len(digits)} digit{'s' if len(digits) > 1 else ''}, too few for a phone number: {_WITH_CODE}",
        )
    if len(digits) > table.LONGEST + 1:
        raise refusal(
            digits, "too_long", f"has {len(digits)} digits, too many for a phone number: check its digits"
        )
    found = _abroad(spelled, mistakable_too=True)
    if len(found) == 1:
        reading = Reading(*found[0], "unmistakable")
        _check_brackets(spelled, reading)
        return reading
    if found:
        raise refusal(
            digits,
            "ambiguous",
            f"is a number with its country code, and another one if that is missing: {_OR_COUNTRY}",
        )
    why = (
        f"has {_AMBIGUOUS} digits or fewer, so its country code may be missing"
        if len(digits) <= _AMBIGUOUS
        else "does not begin with a country code and a range that is in use there"
    )
    raise refusal(digits, "country_missing", f"{why}: {_OR_COUNTRY}")


def _abroad(spelled: Spelled, *, mistakable_too: bool = False) -> list[tuple[str, str]]:
    """Return the numbers that digits with a country code in front are without doubt."""
    if spelled.digits[0] == "0":
        return []
    return [
        (number, country)
        for number, country in _in_use(spelled.digits, spelled.without_zero)
        if len(number) > _AMBIGUOUS and (mistakable_too or not table.is_mistakable(number))
    ]


def _check_brackets(spelled: Spelled, reading: Reading, home_code: str | None = None) -> None:
    """Refuse a number that begins with an area code in brackets, and not with its country code.

    In North America the 1 of its country code is the trunk prefix, which is written in the area code's brackets too.
    """
    code = table.calling_code(reading.digits)
    if reading.understood != "unmistakable" or spelled.bracketed in (None, code):
        return
    if code == home_code and table.trunk_of(code or "") == code:
        return
    raise refusal(
        spelled.digits,
        "ambiguous",
        f"begins with digits in brackets that are not its country code, as an area code is written: {_WITH_CODE}",
    )


def _check_end(spelled: Spelled, home: str, abroad: list[tuple[str, str]]) -> None:
    """Refuse a number with its country code in front that may be one at home with an extension behind it.

    With the country code apart most numbers are just what they look like: such a one has to be grouped as at home.
    """
    *first, last = spelled.groups or ("",)
    if not first or len(last) > _LONGEST_EXTENSION:
        return
    from chakra_async._phone import national  # noqa: PLC0415 - for national numbers only

    number = national.number_at_home("".join(first), home)
    if number is None:
        return
    codes = {table.calling_code(each) for each, _ in abroad}
    if (first[0] not in codes and len(last) <= _SHORT_EXTENSION) or national.groups_at_home(number) == first:
        raise refusal(
            spelled.digits,
            "ambiguous",
            f"may be a number in {home} with an extension behind it, or another one with its country code in front: "
            f"{_WITH_CODE}, without an extension",
        )


def with_country(spelled: Spelled, home: str) -> Reading:
    """Read a number without `+` where a country is named: the one number in use that it can be.

    Raises:
        PhoneNumberError: There is none, or more than one.
        SettingsError: The `phonenumbers` library is needed and not installed.

    """
    digits = spelled.digits
    code = table.code_of(home) or ""
    exits = _exits(digits, table.exit_code_of(home))
    found = [
        *(Reading(*each, "exit_code") for each in _behind_exits(spelled, exits)),
        *(
            Reading(*each, "unmistakable")
            for each in _in_use(digits, spelled.without_zero)
            if digits.startswith(code)
        ),
    ]
    if found and digits[0] != "0":
        # With its own country's code in front: the table knows whether it is another number at home.
        found += [
            Reading(number, country, "national")
            for number in _without_trunk(code + digits, code)
            if (country := table.country_of(number))
        ]
    else:
        from chakra_async._phone.national import number_at_home  # noqa: PLC0415 - for national numbers only

        number = number_at_home(digits, home)
        if number is not None:
            found.append(Reading(number, table.country_of(number) or home, "national"))
        # Mexico's 1 in front is from its old mobile numbers, or the United States.
        mistakable_too = home == "MX" and number is not None and digits[0] == "1"
        abroad = _abroad(spelled, mistakable_too=mistakable_too)
        found += (Reading(*each, "unmistakable") for each in abroad)
        if abroad and number is None:
            if spelled.without_first and (number := number_at_home(spelled.without_first, home)):
                # the seventh of a list, or Russia
                found.append(Reading(number, table.country_of(number) or home, "national"))
            _check_end(spelled, home, abroad)
    if len({key_of(reading.digits) for reading in found}) == 1:
        _check_brackets(spelled, found[0], code)
        return found[0]
    if found:
        what = "with another exit code" if digits[0] == "0" else "with its country code in front"
        raise refusal(
            digits, "ambiguous", f"is one number if written in {home} and another one {what}: {_WITH_CODE}"
        )
    if exits:
        if digits.startswith("00") and spelled.without_zero is None and _behind_any_zeros(spelled):
            # Not in use behind the country's own exit code, as written: 0011 65 ... in India is Singapore behind 0011.
            raise refusal(
                digits,
                "ambiguous",
                f"is not a number in use behind the exit code of {home}, and is one behind another: {_WITH_CODE}",
            )
        rest, without_zero = _behind(spelled, exits[-1])
        return international(spelled._replace(digits=rest, without_zero=without_zero), "exit_code")
    kind: Problem = "too_short" if len(digits) < table.SHORTEST else "not_in_use"
    raise refusal(digits, kind, f"is not a number in use in {home}: check its digits, or {_WITH_CODE}")


def _behind_exits(spelled: Spelled, exits: list[int]) -> list[tuple[str, str]]:
    """Return the numbers in use behind the exit codes of a country, and behind `00` where that is none of them.

    Where none of the country's exit codes gives a number, the digits may have been dialled somewhere else: then every
    country's exit codes count, so that `001 32 ...` is refused, which is Belgium behind 001 and Florida behind 00.
    """
    found = [each for size in exits for each in _in_use(*_behind(spelled, size))]
    if 2 in exits or not spelled.digits.startswith("00"):  # noqa: PLR2004 - the length of 00
        return found
    return [*found, *(_behind_any_zeros(spelled, [2]) if found else _behind_any_zeros(spelled))]


def _behind_any_zeros(spelled: Spelled, sizes: list[int] | None = None) -> list[tuple[str, str]]:
    """Return the numbers in use behind `00` and the exit codes of all countries; the one behind `00` first."""
    digits = spelled.digits
    if sizes is None:
        every = {size for pattern in table.exit_codes() for size in _exits(digits, pattern) if size > 1}
        sizes = sorted({2, *every})
    return [
        each
        for size in sizes
        if digits[size : size + 1] not in ("", "0")
        for each in _in_use(*_behind(spelled, size))
    ]
