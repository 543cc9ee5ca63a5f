# ruff: noqa: S603 - the commands are the test's own
"""Phone numbers: what is taken, what is refused and why, and that the fast way gives the slow way's answer."""

from __future__ import annotations

import string
import subprocess
import sys

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chakra_async import InvalidRequestError, SettingsError
from chakra_async.bulk import numbering
from chakra_async.bulk.phone_numbers import check_country, digits_of

NUMBER = "919901258433"


@pytest.mark.parametrize(
    "text",
    [
        "919901258433",
        "+919901258433",
        "+91 99012 58433",
        "0091 99012-58433",
        "(91) 99012-58433",
        "(+91) 99012.58433",
        "  +91-99012-58433\t",
        "'919901258433",
        '="919901258433"',
        "919901258433.0",
        "919901258433,00",
        "919,901,258,433",
        "٩١٩٩٠١٢٥٨٤٣٣",
        "+\uff19\uff11 \uff19\uff19\uff10\uff11\uff12 \uff15\uff18\uff14\uff13\uff13",
        "\u202a+91\u00a099012\u201158433\u202c",
    ],
)
def test_a_number_is_understood_however_it_is_written(text: str) -> None:
    assert digits_of(text) == NUMBER


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("9901258433", "IN"),
        ("09901258433", "IN"),
        ("099012 58433", "IN"),
        ("919901258433", "IN"),
        (NUMBER, "GB"),
    ],
)
def test_a_number_without_country_code_is_one_of_the_country_given(text: str, country: str) -> None:
    assert digits_of(text, country) == NUMBER


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+44 7700 900123", "447700900123"),
        ("447700900123", "447700900123"),
        ("+44 (0)7700 900123", "447700900123"),
        ("+1 202-555-0123", "12025550123"),
        ("+61 491 570 006", "61491570006"),
        ("+353 20 911 1234", "353209111234"),
        ("+91 11 0000 1234", "911100001234"),
        ("+49 171/1234567", "491711234567"),
        ("+39 06 12345678", "390612345678"),
    ],
)
def test_numbers_kept_for_fiction_and_odd_ones_pass(text: str, digits: str) -> None:
    assert digits_of(text) == digits


def test_a_national_number_kept_for_fiction_passes_with_its_country() -> None:
    assert digits_of("07700 900123", "GB") == "447700900123"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        (" \t ", "is empty"),
        ("''", "holds"),
        ("-", "holds no digits"),
        ("9.19901E+11", "a spreadsheet"),
        ("9,19901E+11", "a spreadsheet"),
        ("9.19901258433E+11", "a spreadsheet"),
        ("919901258433.5", "decimals"),
        ("9901258433", "country code"),
        ("09901258433", "country code is missing"),
        ("7700900123", "country code"),
        ("00", "zeros"),
        ("+0 99012 58433", "country code"),
        ("+999 1234567", "no country code"),
        ("+91 123", "too short"),
        ("+91 99012 58433 99012", "too long"),
        ("+91 99012 58433 ext 5", "extension"),
        ("+91 99012 58433 x5", "extension"),
        ("+91 99012 58433#5", "extension"),
        ("call Asha", "letters"),
        ("99012²58433", "²"),
        ("+91 99012 58433, +91 99012 58434", "more than one"),
        ("919901258433;919901258434", "';'"),
        ("+49 30 12345/12346", "two numbers"),
        ("1" * 65, "65 characters"),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        digits_of(text)
    assert reason in str(caught.value)


def test_a_refusal_does_not_show_the_whole_number() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        digits_of("+91 99012 58433 ext 5")
    assert "99012" not in str(caught.value)


@pytest.mark.parametrize("country", ["XX", "India", "", "1"])
def test_a_country_there_is_not_is_refused(country: str) -> None:
    with pytest.raises(SettingsError, match="two-letter"):
        check_country(country)


def test_a_country_may_be_written_small() -> None:
    assert check_country(" in ") == "IN"


@given(st.text(max_size=70) | st.text(alphabet=string.digits + " +-().,/eEx'=\"", max_size=40))
@example("/5")
@example('=""')
@example("10000000000000")
def test_any_text_gives_a_number_or_a_reason(text: str) -> None:
    refusals: list[str] = []
    for country in (None, "IN", "US", "DE"):
        try:
            digits = digits_of(text, country)
        except InvalidRequestError as error:
            refusals.append(str(error))
            continue
        assert digits.isascii()
        assert digits.isdigit()
        assert digits[0] != "0"
        assert len(digits) <= 15
        assert digits_of("+" + digits) == digits
    assert all(refusal.endswith(".") for refusal in refusals)


@given(st.from_regex(r"[1-9][0-9]{6,15}", fullmatch=True))
@example("5215512345678")
@example("4402079460000")
@example("391234567890")
def test_the_fast_way_says_yes_only_where_the_library_leaves_the_digits_alone(digits: str) -> None:
    if not numbering.plain(digits):
        return
    number = phonenumbers.parse("+" + digits, None)
    assert phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == "+" + digits


@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)), st.data())
def test_a_countrys_own_example_passes_in_every_spelling(region: str, data: st.DataObject) -> None:
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    if number is None:
        return
    digits = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]
    style = data.draw(st.sampled_from([0, 1, 2, 3]))
    spelled = phonenumbers.format_number(number, style).removeprefix("tel:")
    international = style in (
        phonenumbers.PhoneNumberFormat.E164,
        phonenumbers.PhoneNumberFormat.INTERNATIONAL,
    )
    assert digits_of(spelled, None if international else region) == digits


@given(
    st.from_regex(r"\+91[6-9][0-9]{9}", fullmatch=True), st.lists(st.integers(3, 12), max_size=4), st.data()
)
def test_formatting_changes_nothing(number: str, places: list[int], data: st.DataObject) -> None:
    spelled = number
    for place in sorted(places, reverse=True):
        spelled = (
            spelled[:place]
            + data.draw(st.sampled_from([" ", "-", " - ", "\u00a0", "\u2013"]))
            + spelled[place:]
        )
    assert digits_of(spelled) == number[1:]


def test_without_the_library_the_error_names_the_extra() -> None:
    code = (
        "import sys; sys.modules['phonenumbers'] = None\n"
        "from chakra_async import bulk, SettingsError\n"
        "try: bulk.Enrol('5ba0e13a-ac26-4656-afdd-643ea0813137')\n"
        "except SettingsError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'chakra-async[bulk]'" in done.stdout
