"""Arguments are understood or refused by name, and no error shows a whole phone number."""

from __future__ import annotations

# ruff: noqa: PT017 - a property of whichever of the two comes
import re
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import InvalidRequestError, Outcome
from chakra_async._core import arguments

DIGITS = st.from_regex(r"[1-9][0-9]{6,14}", fullmatch=True)
FORMATTING = st.lists(
    st.sampled_from([" ", "-", ".", "/", "(", ")", "\u00a0", "\u200b", "\u2011", "\u202a", "\ufeff", "\t"]),
    max_size=3,
).map("".join)


@given(DIGITS, st.sampled_from(["+", " +", "\u200e+"]), st.data())
def test_formatting_is_stripped_from_a_phone_number(digits: Any, prefix: Any, data: st.DataObject) -> None:
    written = prefix + "".join(digit + data.draw(FORMATTING) for digit in digits)
    try:
        number = arguments.phone_number(written, "phone_number")
    except InvalidRequestError:
        return  # no country has such numbers, or it begins with a trunk prefix
    trunk_zeros = {digits[:code] + digits[code + 1 :] for code in (1, 2, 3) if digits[code] == "0"}
    assert number == digits or number in trunk_zeros


@given(st.text() | st.text("+0123456789 x-", max_size=30))
def test_a_phone_number_is_digits_or_refused(text: Any) -> None:
    try:
        number = arguments.phone_number(text, "phone_number")
    except InvalidRequestError as error:
        assert error.outcome is Outcome.NOT_SENT
        assert "phone_number" in str(error)
        assert not any(run in str(error) for run in re.findall(r"[0-9]{7,}", text))
    else:
        assert re.fullmatch(r"[1-9][0-9]{6,14}", number)


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "+",
        "00",
        "123456",
        "1234567890123456",
        "09901258433",
        "+0919901258433",
        "0000919901258433",
        "9.19901E+11",
        "call me",
        "91990125843x",
        "+91+9901258433",
        "919901258433 ext 5",
    ],
)
def test_what_cannot_be_a_phone_number_is_refused_by_name(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="the_number"):
        arguments.phone_number(value, "the_number")


@pytest.mark.parametrize("value", [None, b"919901258433", ["919901258433"], True])
def test_a_phone_number_that_is_not_a_string_or_a_number_is_refused(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="phone_number is") as caught:
        arguments.phone_number(value, "phone_number")
    assert "9901258433" not in str(caught.value)


def test_a_phone_number_is_read_with_the_country_that_is_named() -> None:
    assert arguments.phone_number("98765 43210", "to", "IN") == "919876543210"
    with pytest.raises(InvalidRequestError, match=r"^message\.to '98\*+10' "):
        arguments.phone_number("98765 43210", "message.to")


@given(st.uuids())
def test_a_uuid_is_given_back_in_its_canonical_form(value: Any) -> None:
    assert arguments.uuid(f" {str(value).upper()} ", "campaign_id") == str(value)


def test_a_uuid_object_is_taken() -> None:
    text = "5ba0e13a-ac26-4656-afdd-643ea0813137"
    assert arguments.uuid(UUID(text), "campaign_id") == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "campaign_id is None: pass a UUID such as"),
        (b"5ba0e13a-ac26-4656-afdd-643ea0813137", "campaign_id is of type bytes: pass a UUID"),
        (5, "campaign_id is of type int: pass a UUID"),
        (1.5, "campaign_id is of type float: pass a UUID"),
        (True, "campaign_id is of type bool: pass a UUID"),
        ([], "campaign_id is of type list: pass a UUID"),
        ("", "campaign_id must be a UUID such as .*; it is empty"),
        (" ", "it is empty"),
    ],
)
def test_what_is_not_a_uuid_is_named_as_what_it_is(value: Any, expected: str) -> None:
    with pytest.raises(InvalidRequestError, match=expected):
        arguments.uuid(value, "campaign_id")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "5ba0e13a",
        "5ba0e13aac264656afdd643ea0813137",
        "5ba0e13a-ac26-4656-afdd-643ea081313g",
        "{5ba0e13a-ac26-4656-afdd-643ea0813137}",
        "5ba0e13a-ac26-4656-afdd-643ea0813137/..",
        "../../x",
    ],
)
def test_what_is_no_uuid_is_refused_by_name(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="campaign_id must be a UUID"):
        arguments.uuid(value, "campaign_id")


def test_a_phone_number_in_place_of_an_id_does_not_show_in_the_error() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        arguments.uuid("+919901258433", "campaign_id")
    assert "9901258433" not in str(caught.value)


def test_the_values_of_a_query_parameter_become_a_list_or_a_text_with_commas() -> None:
    assert arguments.listed(("name", 1), "fields") == ["name", 1]
    assert arguments.comma_list(["name", 1], "fields") == "name,1"
    assert arguments.comma_list([], "fields") == ""


@pytest.mark.parametrize("value", ["name", b"name", 7, None, {"name"}, {"name": 1}])
def test_what_is_no_list_cannot_be_one(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="fields must be a list"):
        arguments.listed(value, "fields")
    with pytest.raises(InvalidRequestError, match="fields must be a list"):
        arguments.comma_list(value, "fields")


@pytest.mark.parametrize("item", ["a,b", True, None, 1.5, ["a"]])
def test_a_text_with_commas_holds_only_what_can_be_told_apart(item: Any) -> None:
    with pytest.raises(InvalidRequestError, match="fields must contain strings without a comma"):
        arguments.comma_list(["name", item], "fields")
