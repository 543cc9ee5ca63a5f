"""Phone numbers are masked in every notation, and ids are left as they are."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode, urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.masking import is_meta_id, mask_id, mask_numbers, masked

NUMBER = st.from_regex(r"[1-9][0-9]{9,14}", fullmatch=True)
AROUND = st.text(max_size=20)


@given(AROUND, NUMBER, AROUND)
def test_no_whole_phone_number_survives_whatever_stands_around_it(
    before: Any, number: Any, after: Any
) -> None:
    text = before + number + after
    if re.search(r"wamid\.|[0-9a-fA-F]{24}", text):
        return  # ids, of which only the number in a wamid is masked
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
        "(#131009) 12",
        "wamid.X1",
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


NUMBER_AT_HAND = "919901258433"
SEPARATORS = [
    *" .-/()\t\n\u00a0\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2212\u00b7\uff0d\uff0e\uff0f\u200b\u200e\u200f\u202a",
    *"\u202c\u2066\u2069\ufeff\u2060\u00ad",
    *(
        ") ",
        " - ",
        "\u202c ",
        "%20",
        "%2D",
        "%C2%A0",
        "%E2%80%91",
        "\\u00a0",
        "\\u2011",
        "\\n",
        "\\/",
        "&nbsp;",
        "&#32;",
        "+",
    ),
]
ZEROS = [0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10, 0x1D7CE]


def decimal_digits(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdecimal())


@pytest.mark.parametrize("separator", SEPARATORS, ids=ascii)
@pytest.mark.parametrize("zero", ZEROS, ids=hex)
def test_a_number_is_masked_in_any_notation_and_script(separator: str, zero: int) -> None:
    groups = ("91", "990", "12", "58433")
    number = separator.join("".join(chr(zero + int(digit)) for digit in group) for group in groups)
    for text in (number, f"no such number +{number}, sorry", f"({number})"):
        assert decimal_digits(mask_numbers(text)) == "9133"


@pytest.mark.parametrize("form", ["\\u{:04x}", "\\u{:04X}", "&#{};", "&#x{:x};"])
def test_a_number_is_masked_whose_digits_are_escaped(form: str) -> None:
    for zero in (0x30, 0x660, 0xFF10):
        text = "".join(form.format(zero + int(digit)) for digit in NUMBER_AT_HAND)
        assert decimal_digits(mask_numbers(f"to {text}!")) == "9133"


@pytest.mark.parametrize("before", [b"\x1c\x18\x0c", b"", b"a", b"ab"])
def test_the_number_inside_a_wamid_is_masked(before: bytes) -> None:
    for encode in (b64encode, urlsafe_b64encode):
        wamid = "wamid." + encode(before + NUMBER_AT_HAND.encode() + b"\x15\x02\x00\x11\x18\x12C69F").decode()
        hidden = mask_numbers(f"message {wamid} not found")
        encoded = (
            hidden.split()[1].removeprefix("wamid.").replace("*", "A").replace("-", "+").replace("_", "/")
        )
        assert len(encoded) == len(wamid) - len("wamid.")
        assert not re.search(rb"[0-9]{7}", b64decode(encoded))
        assert hidden.startswith("message wamid.")


def test_the_ids_of_a_client_are_shown_and_other_digits_masked() -> None:
    text = "phone number 775966265503012 not found for +919901258433"
    assert (
        mask_numbers(text, ["775966265503012"]) == "phone number 775966265503012 not found for +91********33"
    )
    assert (
        mask_numbers(text, ["77596626550301"]) == "phone number 77***********12 not found for +91********33"
    )


def test_a_phone_number_given_as_an_id_is_masked() -> None:
    assert NUMBER_AT_HAND not in mask_numbers(f"{NUMBER_AT_HAND} not found", [NUMBER_AT_HAND])
    assert [
        is_meta_id(value) for value in ("775966265503012", "83784929738012", NUMBER_AT_HAND, "", "x" * 15)
    ] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert mask_id(NUMBER_AT_HAND) == "91********33"
    assert mask_id("775966265503012") == "775966265503012"


@given(st.text())
def test_masking_a_masked_string_changes_nothing(text: str) -> None:
    once = mask_numbers(text)
    assert mask_numbers(once) == once
