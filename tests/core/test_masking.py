"""Phone numbers are masked in every notation, and ids are left as they are."""

from __future__ import annotations

import json
import re
import sys
from base64 import b64decode, b64encode, urlsafe_b64encode
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.masking import is_meta_id, mask_id, mask_numbers, masked
from chakra_async._core.plain_text import PlainText

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
    ("text", "shown"),
    [
        ("off %2400000000", "off %24******00"),
        ("%24100000000", "%24*******00"),
        ("&#919901258433", "&#91********33"),
        ("&#x919901258433", "&#x91********33"),
        ("\\U919901258433", "\\U91********33"),
        ("\\x2400000000", "\\x24******00"),
        ("%22775966265503012%22", "%22775966265503012%22"),
        ("%2020261127T101500Z", "%2020261127T101500Z"),
        ("%2212345678-1234-4234-8234-123456789012%22", "%2212345678-1234-4234-8234-123456789012%22"),
        ("%2212345abc-1234-4234-8234-123456789012%22", "%2212345abc-1234-4234-8234-123456789012%22"),
        ("%2212345abcd012345678901234%22", "%2212345abcd012345678901234%22"),
    ],
)
def test_digits_that_may_be_those_of_an_escape_are_masked_where_they_may_be_a_number(
    text: str, shown: str
) -> None:
    assert mask_numbers(text, ["775966265503012"]) == shown


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


def in_digits(zero: int) -> str:
    return "".join(chr(zero + int(digit)) for digit in NUMBER_AT_HAND)


DIGITS = list(NUMBER_AT_HAND)
WAMID = b64encode(b"\x1c\x18\x0c" + NUMBER_AT_HAND.encode() + b"\x15\x02").decode()


@pytest.mark.parametrize(
    "text",
    [
        *(f"91{mark}9901{mark}258433" for mark in "_:,|~='\"`;&#@!?^$<>[]{}\\*"),
        *(
            f"91{mark}990{mark}125{mark}8433"
            for mark in (", ", "','", '", "', " | ", "**", "][", ">,<", "\u2022", "\u00d7")
        ),
        "<b>91</b><i>9901</i>258433",
        "91<br/>9901<wbr>258433",
        '<span class="d1">91</span> <span class="d2">9901258433</span>',
        '<a href="tel:+919901258433">call</a>',
        json.dumps([int(digit) for digit in DIGITS]),
        json.dumps(DIGITS),
        json.dumps(DIGITS, indent=8),
        str(DIGITS),
        "".join("\u24ea" if digit == "0" else chr(0x2460 + int(digit) - 1) for digit in DIGITS),
        "".join("\U0001f10b" if digit == "0" else chr(0x2780 + int(digit) - 1) for digit in DIGITS),
        "".join(f"{digit}\ufe0f\u20e3" for digit in DIGITS),
        "\u0336".join(DIGITS),
        "\u200b".join(DIGITS),
        "\u3164".join(DIGITS),
        in_digits(0x1D7F6),
        b64encode(b"+919901258433").decode(),
        b64encode(b"to +91 99012 58433, sorry").decode(),
        f"WAMID.{WAMID}",
        f"wamid.{WAMID}".upper(),
        f"wamid.{WAMID}".lower(),
        f"id={WAMID}&x",
        quote(WAMID, safe=""),
        NUMBER_AT_HAND.encode().hex() + "0a",
        "".join(f"%2525{ord(digit):02x}" for digit in DIGITS),
        "".join(f"%u{ord(digit):04x}" for digit in DIGITS),
        "".join(f"\\u{{{ord(digit):x}}}" for digit in DIGITS),
        "".join(f"\\\\u{ord(digit):04x}" for digit in DIGITS),
        "".join(f"&amp;#x{ord(digit):x};" for digit in DIGITS),
        quote("".join(f"&#{ord(digit)};" for digit in DIGITS), safe=""),
        "2026-11-27 919901258433",
        "12:30:45 +91 99012 58433",
        "code 919901258433",
        "919901258433.0",
        "919,901,258,433",
        "INR 919901258433",
        "429, 919901258433",
        "919901258433, 919901258433",
        "wamid.919901258433",
    ],
    ids=ascii,
)
def test_a_number_is_masked_whatever_is_between_its_digits(text: str) -> None:
    for written in (text, f"no lead with {text}, sorry"):
        hidden = mask_numbers(written)
        digits = decimal_digits(PlainText(hidden).text)
        assert "99012584" not in digits
        assert "99012584" not in "".join(digits)
        assert "*" in hidden
        readable = hidden.partition("wamid.")[2] or hidden
        for offset in range(4):
            for token in re.findall(r"[A-Za-z0-9+/]{8,}", readable):
                part = token[offset:]
                assert b"99012584" not in b64decode(part + "A" * (-len(part) % 4))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-27",
        "2026-11-27 12:30:45",
        "2026-11-27T12:30:45.123456+00:00",
        "2026-11-27T12:30:45+0530",
        "20261127T123045Z",
        "2026-11-01 - 2026-11-27",
        "2026-11-01/2026-11-27",
        "2026-11-27 429 Too many",
        "27.11.2026 12:30",
        "12/31/2026",
        "Fri, 27 Nov 2026 12:30:45 GMT",
        "[27/Nov/2026:10:00:00 +0000]",
        "Nov 27 12:30:45 2026",
        "INR 12,00,000.00",
        "$1,234,567.89",
        "1,234,567.89 EUR",
        "1,234,567",
        "12,34,567.00",
        "1234567.89",
        "error 131047, 131026",
        "codes 131047/131026/131056",
        "(#131047) 1234",
        "429, 500, 503",
        "code: 2388293",
        '{"code":131047,"error_subcode":2494102}',
        "error_code=131047 (status 400)",
        "http://127.0.0.1:44321/v1",
        "5ba0e13a-ac26-4656-afdd-643ea0813137, 5ba0e13a-ac26-4656-afdd-643ea0813138",
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "rows 1, 2 and 3",
        "Authorization/Content-Disposition/applicationOctetStream",
    ],
)
def test_dates_amounts_codes_and_ids_are_shown(text: str) -> None:
    assert mask_numbers(text) == text
    assert mask_numbers(f"({text})") == f"({text})"


def test_metas_ids_are_shown_beside_numbers() -> None:
    ids = ["775966265503012", "83784929738012"]
    for between in (", ", " ", "/", '","', " | "):
        text = f"{ids[0]}{between}{ids[1]}{between}919901258433"
        assert mask_numbers(text, ids) == f"{ids[0]}{between}{ids[1]}{between}91********33"


def test_a_string_that_is_encoded_without_end_is_not_shown() -> None:
    text = NUMBER_AT_HAND
    for _ in range(10):
        text = "".join(f"&#{ord(character)};" for character in text[:20]) + text[20:]
        text = text.replace("&", "\\u0026")
    assert "9901258" not in decimal_digits(mask_numbers(text))


@pytest.mark.parametrize(
    "part",
    [
        "1",
        "1 ",
        "<",
        "<a",
        "<a 1",
        "%25",
        "\\u0031",
        "&amp;",
        "a1",
        "f",
        "Ndew",
        "\u0661",
        "1,",
        "13",
        "1:1:",
        "12/",
        "1<b>",
    ],
    ids=ascii,
)
def test_long_strings_are_searched_in_a_number_of_steps_that_grows_with_their_length(part: str) -> None:
    def steps(size: int) -> int:
        counted = 0

        def count(frame: Any, event: str, argument: Any) -> None:
            nonlocal counted
            counted += 1

        text = part * (size // len(part))
        sys.setprofile(count)
        try:
            mask_numbers(text)
        finally:
            sys.setprofile(None)
        return counted

    few = steps(20_000)
    assert steps(80_000) <= 4 * few + 1000


@pytest.mark.parametrize("part", ["1 ", "<a 1", "&amp;", "\u0661", "a1", "1"], ids=ascii)
def test_a_megabyte_is_masked(part: str) -> None:
    assert len(mask_numbers(part * (1024 * 1024 // len(part)))) <= 1024 * 1024
