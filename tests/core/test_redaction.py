"""The token is removed from a server's strings in every spelling, and what is kept is one printable line."""

from __future__ import annotations

import html
import json
from base64 import b64encode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.plain_text import PlainText
from chakra_async._core.redaction import Cleaner
from chakra_async._core.text import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKENS = ["SECRETtoken+/x9x9x9x9", "planted/secret+Zq7", "aaaaaaaaaB", "eyJhbGciOi.JIUzI1NiJ9.abc-_=" * 20]


def in_each_character(token: str, form: str) -> str:
    return "".join(form.format(ord(character)) for character in token)


def spellings(token: str) -> Iterator[str]:
    yield from (token, token.upper(), token.lower(), json.dumps(token)[1:-1], token.replace("/", "\\/"))
    yield from (quote(token, safe=""), quote(token, safe="").lower(), quote(quote(token, safe=""), safe=""))
    yield from (html.escape(token), token.encode().hex(), token.encode().hex().upper())
    for form in (
        "\\u{:04x}",
        "\\u{:04X}",
        "\\\\u{:04x}",
        "\\x{:02x}",
        "%{:02x}",
        "%{:02X}",
        "%25{:02X}",
        "&#{};",
        "&#x{:x};",
    ):
        yield in_each_character(token, form)
    for before in ("", "a", "ab", "abc", "Bearer ", "Authorization: Bearer "):
        for behind in ("", "z", "zz", "\r\n"):
            whole = (before + token + behind).encode()
            for encoded in (b64encode(whole).decode(), urlsafe_b64encode(whole).decode()):
                yield from (encoded, encoded.rstrip("="), quote(encoded, safe=""), encoded.lower())


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token[:10])
def test_the_token_is_removed_in_every_spelling(token: str) -> None:
    cleaner = Cleaner(lambda: token)
    for written in spellings(token):
        cleaned = cleaner.clean(f"before {written} after", 10**6)
        rest = cleaned.removeprefix("before ").removesuffix(" after")
        assert rest != cleaned
        assert "******" in rest
        assert len(rest.replace("*", "")) <= 40, written  # no more than `Authorization: Bearer ` in base64


@pytest.mark.parametrize("token", TOKENS[:3], ids=lambda token: token[:10])
def test_a_token_that_is_cut_off_leaves_no_part_of_itself(token: str) -> None:
    cleaner = Cleaner(lambda: token)
    for written in (
        token,
        quote(token, safe=""),
        in_each_character(token, "\\u{:04x}"),
        b64encode(token.encode()).decode(),
    ):
        for limit in range(2 * len(written) + 10):
            kept = cleaner.without_token(f"xy {written} {written}", limit)
            assert set(kept) <= set("xy *="), (written, limit)


@given(st.text(), st.integers(0, 50))
def test_a_string_without_the_token_is_only_cut(text: str, limit: int) -> None:
    assert Cleaner(lambda: TOKENS[0]).without_token(text, limit) == text[:limit]


@given(st.text(), st.text())
def test_the_token_is_removed_whatever_is_around_it(before: str, behind: str) -> None:
    cleaned = Cleaner(lambda: TOKENS[0]).without_token(before + TOKENS[0] + behind, 10**6)
    assert TOKENS[0].lower() not in cleaned.lower()


def test_a_short_token_is_a_placeholder_and_not_looked_for() -> None:
    assert Cleaner(lambda: "t").clean("wait at it", 100) == "wait at it"
    assert Cleaner().clean("wait at it", 100) == "wait at it"


def test_a_cleaner_does_not_hold_the_token() -> None:
    cleaner = Cleaner(lambda: TOKENS[0]).showing(["1"])
    assert TOKENS[0] not in repr([getattr(cleaner, name) for name in Cleaner.__slots__])


@pytest.mark.parametrize(
    "character",
    "\x00\x07\x08\t\n\r\x1b\x7f\x85\x9b\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\u061c\ud83d\udfff\u200b\u00ad\U000e0041",
    ids=ascii,
)
def test_what_a_terminal_or_a_log_acts_on_is_escaped(character: str) -> None:
    shown = printable(f"a{character}b")
    assert character not in shown
    assert shown.startswith("a\\")
    assert shown.endswith("b")
    shown.encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "\u00e9",
        "\u4f60\u597d",
        "\u0928\u092e\u0938\u094d\u200d\u0924\u0947",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "a\u00a0b",
        "\\n",
    ],
)
def test_what_people_write_is_left_alone(text: str) -> None:
    assert printable(text) == text


@given(st.text(st.characters()))
def test_what_is_printable_is_one_line_and_can_be_encoded(text: str) -> None:
    for shown in (printable(text), one_line(text)):
        assert len(shown.splitlines()) <= 1
        shown.encode()
        assert printable(shown) == shown


@given(st.text(st.sampled_from("\\%&u0x2B5;#amp9n ")), st.data())
def test_a_part_of_an_unescaped_string_is_replaced_where_it_is_written(written: str, data: Any) -> None:
    view = PlainText(written)
    assert view.replaced([]) == written
    if view.text:
        start = data.draw(st.integers(0, len(view.text) - 1))
        end = data.draw(st.integers(start + 1, len(view.text)))
        assert "<>" in view.replaced([(start, end, "<>")])
        assert PlainText(view.replaced([(0, len(view.text), "!")])).text == "!"


def test_an_escape_that_stands_for_nothing_is_left_at_the_ends() -> None:
    view = PlainText("&#2;12&#2;3&#2")
    assert view.text == "123"
    assert view.replaced([(0, 3, "!")]) == "&#2;!&#2"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("\\u002B91", "+91"),
        ("%2B91%20", "+91 "),
        ("%252B", "+"),
        ("%C3%A9%F0%9F%98%80", "\u00e9\U0001f600"),
        ("&#43;&amp;#43;&plus;", "+++"),
        ("a\\/b\\nc", "a/b\nc"),
        ("100% \\", "100% \\"),
    ],
)
def test_escapes_are_read(written: str, text: str) -> None:
    assert PlainText(written).text == text


def with_zero_width(text: str) -> str:
    return "\u200b".join(text)


def full_width(text: str) -> str:
    return "".join(
        chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text
    )


def wrapped(text: str) -> str:
    return "\r\n    ".join(text[start : start + 5] for start in range(0, len(text), 5))


def with_colons(token: str) -> str:
    return ":".join(f"{byte:02X}" for byte in token.encode())


def percent_encoded(text: str, times: int) -> str:
    for _ in range(times):
        text = quote(text, safe="")
    return text


ODD_SPELLINGS = [
    lambda token: percent_encoded(token, 3),
    lambda token: percent_encoded(token, 7),
    lambda token: token.replace("+", " "),
    wrapped,
    lambda token: wrapped(b64encode(token.encode()).decode()),
    lambda token: json.dumps(wrapped(token)),
    with_colons,
    lambda token: with_colons(token).replace(":", " "),
    full_width,
    with_zero_width,
    "\u00ad".join,
    lambda token: "<wbr>".join(token.partition("x")),
    lambda token: quote(html.escape(json.dumps(token)), safe=""),
    lambda token: in_each_character(token, "\\u{{{:x}}}"),
    lambda token: in_each_character(token, "%u{:04x}"),
    lambda token: in_each_character(token, "&amp;#{};"),
    lambda token: f"'{token[:4]}' + '{token[4:]}'",
]


@pytest.mark.parametrize("token", TOKENS[:2], ids=lambda token: token[:10])
@pytest.mark.parametrize("spelling", ODD_SPELLINGS)
def test_the_token_is_removed_whatever_is_between_its_characters(token: str, spelling: Any) -> None:
    cleaned = Cleaner(lambda: token).clean(f"before {spelling(token)} after", 10**6)
    assert "******" in cleaned
    assert len(PlainText(cleaned).text.replace("*", "")) <= len("before  after") + 12


@pytest.mark.parametrize("length", [8, 9, 12, 17])
def test_the_beginning_or_end_of_the_token_is_removed_where_the_rest_is_cut_off(length: int) -> None:
    token = TOKENS[0]
    for part in (token[:length], token[-length:]):
        for written in (part, f"{part}...", f"'{part}'", quote(part, safe=""), part.upper()):
            assert Cleaner(lambda: token).clean(f"bad token {written}", 1000).startswith("bad token ")
            assert part.lower() not in Cleaner(lambda: token).clean(f"bad token {written}", 1000).lower()


@pytest.mark.parametrize("length", [14, 20])
def test_the_beginning_of_an_encoded_token_is_removed(length: int) -> None:
    token = TOKENS[0]
    for encoded in (b64encode(token.encode()).decode()[:length], token.encode().hex()[:length]):
        assert Cleaner(lambda: token).clean(f"bad {encoded}", 1000) == "bad ******"


def test_a_token_of_few_letters_is_removed_as_a_whole_only() -> None:
    assert Cleaner(lambda: "--------ab").clean("ab --------ab ab", 100) == "ab ****** ab"


def test_a_string_of_many_megabytes_is_read_as_far_as_it_is_kept() -> None:
    for part in ("a", "%25", TOKENS[0], "\u0661", "\u0130"):
        assert len(Cleaner(lambda: TOKENS[0]).clean(part * 2_000_000, 1000)) <= 1000
