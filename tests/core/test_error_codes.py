"""Meta's code is read where it is the error's own, in any spelling of a number, and never where a text quotes it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.answers.error_answers import meta_codes


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (4, 4),
        ("4", 4),
        (" 4 ", 4),
        (4.0, 4),
        ("4.0", 4),
        ("130429", 130429),
        ("#131009", 131009),
        ("(#131009)", 131009),
        (0, 0),
    ],
)
def test_a_code_is_read_in_any_spelling_of_an_integer(written: Any, code: int) -> None:
    assert meta_codes([{"code": written, "error_subcode": written}]) == (code, code)


@pytest.mark.parametrize(
    "written",
    [
        "UNAUTHORIZED",
        "4 or 5",
        "E4",
        "",
        "-4",
        "4.5",
        4.5,
        -4,
        True,
        None,
        [4],
        {"code": 4},
        1e300,
        10**30,
        "9" * 40,
        float("inf"),
        float("nan"),
        "\u0664",
    ],
    ids=str,
)
def test_what_is_not_an_integer_is_not_a_code(written: Any) -> None:
    assert meta_codes([{"code": written, "message": "no"}]) == (None, None)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("(#4) Application request limit reached", 4),
        ("(#131056) (Business Account, Consumer Account) pair rate limit hit", 131056),
        ("(#130429) Rate limit hit", 130429),
        ("  (#80007) slow down", 80007),
        ("(#4)", 4),
        ("(#131009) Parameter value is not valid, unlike (#4)", 131009),
        ("(#4) limit, see (#4)", 4),
    ],
)
def test_a_message_begins_with_its_code(message: str, code: int) -> None:
    assert meta_codes([message]) == (code, None)
    assert meta_codes([{"message": message}]) == (code, None)


@pytest.mark.parametrize(
    "message",
    [
        "(#4), (#80007) and (#130429) are codes for throttling",
        "(#4), is not a valid name",
        "(#4); see the documentation",
        "(#4)/(#80007)",
        "(#4): a heading",
        "(#4). Not this",
        "(#4)' is not a street",
        '(#4)" is not a street',
        "(#4) and (#80007) are codes for throttling",
        "(#4) is not a house number",
        "(#130429) limit, or (#131009) parameter",
        "'(#4) x' is not a name",
        "Flat (#4), Main Road",
        "(#4)x",
    ],
)
def test_a_quoted_code_is_not_the_errors(message: str) -> None:
    assert meta_codes([message]) == (None, None)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists))
def test_any_code_is_read_without_an_error(code: Any) -> None:
    found, _ = meta_codes([{"code": code, "error_subcode": code}])
    assert found is None or found >= 0
    json.dumps(found)
