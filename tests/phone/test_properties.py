"""For numbers of every country in many spellings: that number or a refusal, never another one."""

from __future__ import annotations

import random
import re

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from chakra_async import phone
from chakra_async._phone import ranges, table
from tests.phone.numbering import COUNTRIES, DIGITS, examples, library_country, near, valid_numbers

SEPARATORS = (" ", "-", "\u00a0", "\u2013", "\u202f", "  ", " - ")
SCRIPTS = "\u0660\u06f0\u0966\u09e6\uff10"
EXITS = {
    "US": "011",
    "CA": "011",
    "JM": "011",
    "AU": "0011",
    "RU": "810",
    "KZ": "810",
    "GB": "00",
    "IN": "00",
    "JP": "010",
    "SG": "001",
    "BR": "0015",
    "HK": "001",
    "KE": "000",
    "CO": "009",
    "TH": "001",
    "NG": "009",
    "MX": "00",
    "CU": "119",
    "KR": "00700",
    "IL": "013",
    "DE": "00",
    "CL": "1220",
}


def read(value: object, country: str | None = None) -> str | None:
    try:
        return phone.parse(value, country).digits
    except phone.PhoneNumberError:
        return None


def is_mobile_of(digits: str, country: str) -> bool:
    number = phonenumbers.parse("+" + digits)
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return library_country(digits) == country and phonenumbers.number_type(number) in kinds


def spread(chance: random.Random, text: str) -> str:
    """Return a number with separators between some of its digits."""
    return "".join(
        one + (chance.choice(SEPARATORS) if 1 < at < len(text) - 1 and chance.random() < 0.2 else "")
        for at, one in enumerate(text)
    )


def in_script(text: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(one)) if one.isdigit() else one for one in text)


def spellings(chance: random.Random, digits: str, country: str) -> list[tuple[str, object, str | None]]:
    """Return ways of writing a number, each with its name and the country that is named."""
    number = phonenumbers.parse("+" + digits)
    code = str(number.country_code)
    rest = digits[len(code) :]
    other = chance.choice(COUNTRIES)
    dialling = chance.choice(sorted(EXITS))
    found: list[tuple[str, object, str | None]] = [
        ("plus", "+" + digits, None),
        ("plus, any country", "+" + spread(chance, digits), other),
        ("international", phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL), None),
        ("tel", phonenumbers.format_number(number, PhoneNumberFormat.RFC3966), None),
        ("link", f"https://wa.me/{digits}", other),
        ("address", f"{digits}@s.whatsapp.net", None),
        ("script", in_script("+" + spread(chance, digits), chance.choice(SCRIPTS)), None),
        ("isolates", f"\u2068+{digits}\u2069", None),
        ("bare", spread(chance, digits), None),
        ("integer", int(digits), None),
        ("float", float(digits), None),
        ("bare, own country", digits, country),
        ("integer, own country", int(digits), country),
        ("00", "00" + spread(chance, digits), None),
        ("00, own country", "00" + digits, country),
        ("00, any country", "00" + digits, other),
        ("exit code", f"{EXITS[dialling]} {spread(chance, digits)}", dialling),
    ]
    if trunk := table.trunk_of(code):
        found += [
            ("trunk in brackets", f"+{code} ({trunk}) {rest}", None),
            ("trunk", f"+{code} {trunk}{rest}", None),
            ("bare, trunk in brackets", f"{code} ({trunk}) {rest}", None),
            ("bare, trunk", f"{code}{trunk}{rest}", None),
            ("bare, trunk, own country", f"{code} {trunk}{rest}", country),
        ]
    at_home = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    if (
        phonenumbers.parse(at_home, country) == number
    ):  # the library takes a few as others, for itself as well
        found += [("at home", at_home, country), ("at home, digits", re.sub(r"\D", "", at_home), country)]
    return found


SURE = {"plus", "plus, any country", "international", "tel", "link", "address", "script", "isolates"}


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_number_in_any_spelling_is_that_number_or_refused(country: str) -> None:
    chance = random.Random(country)
    for digits in valid_numbers(chance, country, 25):
        for name, value, named in spellings(chance, digits, country):
            got = read(value, named)
            assert got in (None, digits), (name, value, named)
            assert got == digits or name not in SURE or len(digits) > table.LONGEST, (name, value, named)


def test_a_national_number_without_a_country_is_refused_or_in_use_with_its_code_in_front() -> None:
    chance = random.Random(7)
    read_as_international = 0
    for country in COUNTRIES:
        for digits in valid_numbers(chance, country, 20):
            number = phonenumbers.parse("+" + digits)
            nsn = phonenumbers.national_significant_number(number)
            at_home = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
            for value in (nsn, spread(chance, nsn), at_home, re.sub(r"\D", "", at_home)):
                got = read(value)
                if got is not None:
                    read_as_international += 1
                    assert len(got) > 10
                    assert got == re.sub(r"\D", "", value)
                    assert table.country_of(got)
    assert read_as_international < 2400  # nearly all are fixed lines with more digits than they have


@pytest.mark.parametrize("country", ["CN", "BR", "DE", "ID", "RU", "IN", "US", "GB", "JP", "FR", "MX", "NG"])
def test_a_mobile_number_as_it_is_kept_at_home_is_refused_or_in_use_as_it_is(country: str) -> None:
    chance = random.Random(country)
    example_number = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    code = str(example_number.country_code)
    start = code + str(example_number.national_number)[0]
    met = 0
    for _ in range(6000):
        digits = start + "".join(chance.choices(DIGITS, k=len(str(example_number.national_number)) - 1))
        if not is_mobile_of(digits, country):
            continue
        met += 1
        rest = digits[len(code) :]
        trunk = table.trunk_of(code)
        for value in (
            (rest, trunk + rest) if trunk != code else (rest,)
        ):  # 1 in front is both in North America
            got = read(value)
            assert got is None or (got == value and table.country_of(value) and phone.may_be_national(value))
        assert read(rest, country) in (None, digits)
    assert met > 100


def test_with_a_named_country_a_number_is_that_countrys_or_has_its_code_in_front() -> None:
    chance = random.Random(11)
    for _ in range(6000):
        country, home = chance.choice(COUNTRIES), chance.choice(COUNTRIES)
        code = len(str(phonenumbers.country_code_for_region(country)))
        digits = near(chance, chance.choice(examples(country)), code)
        for value in (digits, digits[code:]):
            if not value.strip("0"):
                continue
            try:
                number = phone.parse(value, home)
            except phone.PhoneNumberError:
                continue
            if number.understood == "national":
                assert number.digits.startswith(table.code_of(home) or "?")
            elif number.understood == "unmistakable":
                assert number.digits == value or table.trunk_of(table.calling_code(value) or "") == "0"
            else:
                assert number.understood == "exit_code"
                assert value.endswith(number.digits[3:])


HOMES = ["US", "IN", "DE", "BR", "GB", "FR", "MX", "AE", "NG", "RU"]


@pytest.mark.parametrize("country", HOMES)
def test_a_number_at_home_with_a_short_extension_is_nobodys_abroad(country: str) -> None:
    chance = random.Random(country)
    for digits in valid_numbers(chance, country, 600):
        number = phonenumbers.parse("+" + digits)
        code = str(number.country_code)
        rest = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)[len(code) + 2 :]
        extension = "".join(chance.choices(DIGITS, k=chance.randint(1, 3)))
        for value in (
            f"{rest} {extension}",
            f"{rest}-{extension}",
            f"{rest} ({extension})",
            f"({rest}) {extension}",
        ):
            got = read(value, country)
            assert got is None or got.startswith(code), value


@pytest.mark.parametrize("home", HOMES)
def test_a_number_with_its_country_code_apart_is_hardly_ever_taken_for_one_with_an_extension(
    home: str,
) -> None:
    chance = random.Random(home)
    met = doubted = 0
    for country in COUNTRIES:
        if phonenumbers.country_code_for_region(country) == phonenumbers.country_code_for_region(home):
            continue
        for digits in valid_numbers(chance, country, 8):
            written = phonenumbers.format_number(
                phonenumbers.parse("+" + digits), PhoneNumberFormat.INTERNATIONAL
            )[1:]
            for value in (written, written.replace(" ", "-"), written.replace("-", " ")):
                try:
                    phone.parse(value, home)
                except phone.PhoneNumberError as error:
                    doubted += "extension" in error.reason
                met += 1
    assert met > 4000
    assert doubted < met / 50


@given(
    st.text(max_size=70)
    | st.text(alphabet=DIGITS + " +-().,/eEx'=\"@:;#\u2068\u00a0\u0661", max_size=40)
    | st.integers()
    | st.floats()
    | st.from_regex(r"\+?[0-9]{5,17}", fullmatch=True)
)
@example("/5")
@example('=""')
@example("10000000000000")
@example("@g.us")
@example("tel:;ext=")
@example("wa.me/")
@example("\ud800")
@example(1640)  # Germany has numbers of four digits, and none of them has WhatsApp
def test_any_value_gives_a_number_or_a_reason(value: object) -> None:
    reasons: list[str] = []
    for country in (None, "IN", "US", "DE", "AU", "RU"):
        try:
            number = phone.parse(value, country)
        except phone.PhoneNumberError as error:
            reasons.append(error.reason)
            continue
        assert re.fullmatch(r"[1-9][0-9]{6,14}", number.digits)
        assert phone.parse(number.e164) == number
        assert phone.parse(number.e164, country).digits == number.digits
    for reason in reasons:
        assert reason.endswith(".")
        assert not re.search(r"\d{5}", re.sub(r"\\U[0-9a-f]{8}|\\u[0-9a-f]{4}", "", reason))


@given(st.sampled_from(COUNTRIES), st.randoms(use_true_random=False))
def test_reading_again_what_was_read_changes_nothing(country: str, chance: random.Random) -> None:
    digits = chance.choice(examples(country))
    number = phone.parse("+" + digits)
    assert phone.parse(number.e164) == number
    assert read(number.digits) in (None, number.digits)
    assert read(number.digits, country) in (None, number.digits)
    assert phone.parse(phone.parse(number.digits, international=True).e164).key == number.key


def test_the_table_has_a_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", ranges.VERSION)
