"""Phone numbers are masked in every notation, and ids are left as they are."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.masking import mask_numbers, masked

NUMBER = st.from_regex(r"[1-9][0-9]{9,14}", fullmatch=True)
AROUND = st.text(max_size=20)


@given(AROUND, NUMBER, AROUND)
def test_no_whole_phone_number_survives_whatever_stands_around_it(
    before: Any, number: Any, after: Any
) -> None:
    text = before + number + after
    if re.search(r"wamid\.|[0-9a-fA-F]{24}", text):
        return  # ids that hold a number inside are the exception that stands
    assert number not in mask_numbers(text)
    assert number not in mask_numbers(text.encode("unicode_escape").decode())


@pytest.mark.parametrize(
    "text",
    [
        "919901258433",
        "+919901258433",
        "+91 99012 58433",
        "(91) 9901-258433",
        "to:919901258433,",
        '"919901258433"',
        "\\n919901258433",
        "\\u002B919901258433",
        "%2B919901258433",
        "phone_919901258433",
        "919901258433_1",
        "/phoneNumber/919901258433/send",
        "wa919901258433@c.us",
        "x.919901258433",
        "919901258433919901258433",
        "tel=919901258433&x",
        "919901258433x",
        "٩١٩٩٠١٢٥٨٤٣٣",
    ],
)
def test_a_phone_number_is_hidden_in_every_surrounding_met(text: Any) -> None:
    hidden = mask_numbers(text)
    assert "9901258" not in re.sub(r"\D", "", hidden)
    assert "*" in hidden


@given(st.uuids())
def test_a_uuid_survives(value: Any) -> None:
    text = f"no process {value}, sorry"
    assert mask_numbers(text) == text
    assert mask_numbers(f"/v1/{str(value).upper()}/x") == f"/v1/{str(value).upper()}/x"


@pytest.mark.parametrize(
    "text",
    [
        "wamid.HBgMOTE5OTAxMjU4NDMzFQIAERgSMTIzNDU2Nzg5MDEyMzQ1Njc4AA==",
        "error 131047",
        "(#131009) no",
        "429",
        "took 30 000 ms",
        "v22.0",
        "at 12:30",
        "9f86d081884c7d659a2feaa0c55ad015",
        "LEAD-005788",
        "1.5 s",
        "",
    ],
)
def test_what_is_no_phone_number_survives(text: Any) -> None:
    assert mask_numbers(text) == text


def test_masking_long_texts_takes_no_time_to_speak_of() -> None:
    for text in (
        "1" * 500_000,
        "1 " * 250_000,
        "a1" * 250_000,
        "f" * 500_000,
        "1" * 6 + "-" * 400_000,
        "+" * 400_000,
    ):
        assert len(mask_numbers(text)) <= len(text)


@given(st.text("0123456789", max_size=20))
def test_masking_shows_four_digits_at_most(number: Any) -> None:
    hidden = masked(number)
    assert len(hidden) == len(number)
    assert len(hidden.replace("*", "")) <= 4
