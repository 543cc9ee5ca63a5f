"""The table says of every number what the library says of it, and the extra sets are what they are meant to be."""

from __future__ import annotations

import random

import phonenumbers
import pytest
from phonenumbers import ValidationResult
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE

from chakra_async import phone
from chakra_async._phone import ranges, table
from tests.phone.numbering import CODES, COUNTRIES, DIGITS, examples, library_country, near

same_version = pytest.mark.skipif(
    phonenumbers.__version__ != ranges.VERSION,
    reason=f"the table is of {ranges.VERSION}, phonenumberslite {phonenumbers.__version__} is installed",
)


def table_country(digits: str) -> str | None:
    return table.country_of(digits) if table.is_valid(digits) else None


@same_version
def test_the_table_is_right_about_a_quarter_of_a_million_numbers_of_every_country() -> None:
    chance = random.Random(20261127)
    numbers = [
        near(
            chance, chance.choice(examples(country)), len(str(phonenumbers.country_code_for_region(country)))
        )
        for country in COUNTRIES
        for _ in range(560)
    ]
    numbers += [
        str(code) + "".join(chance.choices(DIGITS, k=chance.randint(4, table.LONGEST - len(str(code)))))
        for code in CODES
        for _ in range(500)
    ]
    numbers = [digits for digits in numbers if len(digits) <= table.LONGEST]
    wrong = [digits for digits in numbers if table_country(digits) != library_country(digits)]
    assert wrong == []
    assert len(numbers) >= 240_000
    in_use = sum(table.is_valid(digits) for digits in numbers)
    assert 60_000 < in_use < len(numbers) - 60_000


@same_version
@pytest.mark.parametrize("code", CODES)
def test_the_lengths_of_each_country_code_are_the_librarys(code: int) -> None:
    for size in range(1, table.LONGEST - len(str(code)) + 1):
        number = phonenumbers.PhoneNumber(country_code=code, national_number=int("5" * size))
        possible = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
        assert (size in table.lengths_of(str(code))) == possible


@same_version
def test_the_countries_and_codes_are_the_librarys() -> None:
    assert set(table.countries()) == set(phonenumbers.SUPPORTED_REGIONS)
    for country in table.countries():
        assert table.code_of(country) == str(phonenumbers.country_code_for_region(country))
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
        assert metadata is not None
        assert table.exit_code_of(country).pattern == metadata.international_prefix
        main = phonenumbers.PhoneMetadata.metadata_for_region(
            COUNTRY_CODE_TO_REGION_CODE[metadata.country_code][0]
        )
        assert main is not None
        assert table.trunk_of(str(metadata.country_code)) == (main.national_prefix or "")


def test_no_country_code_begins_with_another_one() -> None:
    codes = [str(code) for code in CODES]
    assert not [(one, other) for one in codes for other in codes if one != other and other.startswith(one)]
    assert all(table.calling_code(f"{code}555") == code for code in codes)
    assert table.calling_code("999555") is None
    assert table.calling_code("0") is None


@pytest.mark.parametrize(
    "digits",
    [
        *("447700900000", "447700900999", "441632960123"),
        *("353209100000", "353209199999"),
        *("33639980000", "33199001234", "33261911234"),
        "911100000000",
        "5215555550123",
        *("5491123456789", "541123456789"),
        *("551187654321", "553188887777", "551168887777"),
    ],
)
def test_reserved_numbers_and_whatsapps_forms_are_in_use(digits: str) -> None:
    assert table.country_of(digits)


@pytest.mark.parametrize(
    "digits",
    [
        *("441632970000", "447700901000"),
        *("353209000000", "353209200000"),
        *("911110000000", "911100010000"),
        *("5211555550123", "52155555501234", "5225555550123"),
        *("552088887777"),
        *("17800001234", "999", "", "0", "1", "4"),
    ],
)
def test_what_is_beside_them_is_not(digits: str) -> None:
    assert table.country_of(digits) is None
    assert not table.is_mistakable(digits)


@pytest.mark.parametrize(
    "text",
    [
        "4915112345678\u00b9",
        "49301234567\u00b9",
        "919901258\u2460",
        "+919901258433",
        "91 9901258433",
        "9199012584:3",
        "91990125843\u0663",
    ],
)
def test_what_is_not_all_digits_is_not_in_use(text: str) -> None:
    assert table.country_of(text) is None
    assert not table.is_valid(text)
    assert not table.is_mistakable(text)
    assert not table.is_plain(text)


@same_version
@pytest.mark.parametrize(
    ("country", "trunk", "start"),
    [
        *(("CN", "", "13"), ("CN", "", "18"), ("BR", "", "519"), ("BR", "", "849"), ("DE", "", "151")),
        *(("ID", "", "852"), ("ID", "", "853"), ("RU", "8", "495"), ("RU", "8", "499")),
    ],
)
def test_what_is_in_use_with_its_code_and_as_it_is_written_at_home_is_mistakable(
    country: str, trunk: str, start: str
) -> None:
    chance = random.Random(start)
    code = str(phonenumbers.country_code_for_region(country))
    met = 0
    for _ in range(3000):
        rest = start + "".join(chance.choices(DIGITS, k=11 - len(trunk) - len(start)))
        at_home = trunk + rest
        if table.is_valid(code + rest) and table.country_of(at_home):
            met += 1
            assert table.is_mistakable(at_home)
            assert phone.may_be_national(at_home)
            assert phone.parse(at_home, country).digits == code + rest
    assert met > 100
