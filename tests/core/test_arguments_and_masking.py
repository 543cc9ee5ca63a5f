"""Arguments are understood or refused by name, and no error shows a whole phone number."""

from __future__ import annotations

# ruff: noqa: PT017 - a property of whichever of the two comes
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import InvalidRequestError, Outcome
from chakra_async._core import arguments
from chakra_async.phone import PhoneNumberError

PUNCTUATION = st.lists(st.sampled_from([" ", "-", "\u00a0", "\u200b", "\u2011"]), max_size=1).map(
    "".join
)


@given(st.from_regex(r"9199012[0-9]{5}", fullmatch=True), st.sampled_from(["+", " +", "\u200e+"]), st.data())
def test_formatting_is_stripped_from_a_phone_number(digits: Any, prefix: Any, data: st.DataObject) -> None:
    written = prefix + "".join(digit + data.draw(PUNCTUATION) for digit in digits[:-1]) + digits[-1]
    assert arguments.phone_number(written, "phone_number") == digits


@given(st.text() | st.text("+0123456789 x-", max_size=30), st.sampled_from([None, "IN", "US"]))
def test_a_phone_number_is_digits_or_refused_by_name_and_masked(text: Any, country: Any) -> None:
    try:
        number = arguments.phone_number(text, "the_number", country)
    except InvalidRequestError as error:
        assert error.outcome is Outcome.NOT_SENT
        assert "the_number" in str(error)
        assert not any(run in str(error) for run in re.findall(r"[0-9]{7,}", text))
    else:
        assert re.fullmatch(r"[1-9][0-9]{6,14}", number)


@pytest.mark.parametrize(
    ("value", "country", "digits"),
    [
        ("+91 (990) 125-8433", None, "919901258433"),
        ("919901258433", None, "919901258433"),
        (919901258433, None, "919901258433"),
        ("9901258433", "IN", "919901258433"),
        ("099012 58433", "IN", "919901258433"),
        ("+44 20 7946 0958", "IN", "442079460958"),
        ("00 44 20 7946 0958", "IN", "442079460958"),
    ],
)
def test_a_phone_number_is_read_with_the_country_that_is_named(value: Any, country: Any, digits: str) -> None:
    assert arguments.phone_number(value, "to", country) == digits


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("9901258433", r"to '99\*{6}33' .*country code may be missing.* Chakra\(country=\) names it"),
        ("", "to is empty"),
        (None, "to is None"),
        (b"919901258433", "to is of type bytes"),
        (["919901258433"], "to is of type list"),
        (True, "to is of type bool"),
        ("9.19901E+11", "to is in the form"),
        ("call me", "to '.*letters"),
        ("+91+9901258433", "to '"),
        ("919901258433 ext 5", "to '.*extension"),
        ("+0919901258433", "to '"),
    ],
)
def test_a_refused_phone_number_has_its_place_and_a_reason(value: Any, reason: str) -> None:
    with pytest.raises(InvalidRequestError, match=reason) as caught:
        arguments.phone_number(value, "to")
    assert value is None or isinstance(caught.value, PhoneNumberError)


@given(st.uuids())
def test_a_uuid_is_given_back_in_its_canonical_form(value: Any) -> None:
    assert arguments.uuid(f" {str(value).upper()} ", "campaign_id") == str(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "5ba0e13a",
        "5ba0e13aac264656afdd643ea0813137",
        "5ba0e13a-ac26-4656-afdd-643ea081313g",
        None,
        5,
        b"x",
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
