"""The time that a server asks to wait is found in every form that was seen, and unusable values are ignored."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.answers.retry_after import jittered, retry_after_of, seconds_between

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["_data", "data", "error", "retry_after", "retryAfter", "retry_after_ms", "retryAfterMs", "x"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


def asked(header: Any = None, body: Any = None, *texts: Any) -> Any:
    headers = {} if header is None else {"retry-after": header}
    return retry_after_of(headers, body, texts, lambda: NOW)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("1", 1),
        ("1.5", 1.5),
        (" 7 ", 7),
        ("3600", 3600),
        ("1000000000000", 1e12),
        ("1e3", 1000),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 0),
        ("Mon, 23 Nov 2026 17:31:00 +0530", 60),
    ],
)
def test_the_header_gives_seconds_or_a_date(header: Any, seconds: Any) -> None:
    assert asked(header) == seconds


@pytest.mark.parametrize(
    "header",
    [
        "",
        " ",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "-1",
        "-0.5",
        "soon",
        "1,2",
        "1 s",
        "0x10",
        "9" * 400,
        "Wed, 99 Foo 2026",
        "Mon, 23 Nov 2026 12:00:00",
        "Mon, 23 Nov 99999 12:00:00 GMT",
        ",",
        "GMT",
        "\x00",
    ],
)
def test_the_body_counts_where_the_header_is_unusable(header: Any) -> None:
    assert asked(header, {"retry_after": 5}) in (5, 0)
    assert asked(header) in (None, 0)


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ({"retry_after_ms": 27160}, 27.16),
        ({"retryAfterMs": 27160}, 27.16),
        ({"retry_after": 3}, 3),
        ({"retryAfter": "3"}, 3),
        ({"_data": {"retryAfterMs": 500}}, 0.5),
        ({"data": {"retry_after": 2}}, 2),
        ({"error": {"retryAfter": 2}}, 2),
        ({"retry_after": 9, "retry_after_ms": 500}, 0.5),
        ({"retry_after_ms": "junk", "retry_after": 4}, 4),
        ({"retry_after": 0}, 0),
        ({"_data": [], "data": {"retry_after": 2}}, 2),
    ],
)
def test_the_body_gives_milliseconds_or_seconds(body: Any, seconds: Any) -> None:
    assert asked(None, body) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "retry",
        5,
        {},
        {"retry_after": None},
        {"retry_after": True},
        {"retry_after": -1},
        {"retry_after": math.nan},
        {"retry_after": math.inf},
        {"retry_after": "inf"},
        {"retry_after": 10**400},
        {"retry_after": []},
        {"retry_after": {}},
        {"_data": "x"},
        {"x": {"retry_after": 1}},
    ],
)
def test_an_unusable_body_gives_none(body: Any) -> None:
    assert asked(None, body) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Too many requests, retry after 27160 ms", 27.16),
        ("Retry-After: 5 seconds", 5),
        ("retry after 5s", 5),
        ("RETRY_AFTER 1.5 sec.", 1.5),
        ("retry after 3600000 milliseconds", 3600),
        ("retryafter 2 s", 2),
    ],
)
def test_a_message_gives_milliseconds_or_seconds(text: Any, seconds: Any) -> None:
    assert asked(None, None, "first", text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text",
    [
        "retry after a while",
        "retry after 2 minutes",
        "retry after 5",
        "after 5 ms",
        f"retry after {'9' * 400} ms",
    ],
)
def test_other_messages_give_none(text: Any) -> None:
    assert asked(None, None, text) is None


def test_the_header_wins_over_the_body_and_the_body_over_a_message() -> None:
    assert asked("1", {"retry_after": 2}, "retry after 3 s") == 1
    assert asked(None, {"retry_after": 2}, "retry after 3 s") == 2


@given(st.none() | st.text(), JSON, st.lists(st.text(), max_size=3))
def test_any_answer_gives_a_usable_number_or_none(header: Any, body: Any, texts: Any) -> None:
    seconds = asked(header, body, *texts)
    assert seconds is None or (math.isfinite(seconds) and seconds >= 0)


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_jitter_only_lengthens_a_wait(share: Any) -> None:
    for seconds in (0, 0.4, 5, 120):
        assert seconds <= jittered(seconds, share) <= seconds + min(seconds * 0.1, 1)


@pytest.mark.parametrize(
    "body",
    [
        {"_data": {"error": {"message": "slow down", "retry_after": 7}}},
        {"_errors": [{"message": "slow down", "retryAfterMs": 7000}]},
        {"_errors": ["slow down", {"retry_after_ms": "7000"}]},
    ],
)
def test_a_wait_inside_an_error_is_found(body: Any) -> None:
    assert retry_after_of({}, body, [], lambda: NOW) == 7


DATES = [
    # Retry-After, Date, seconds
    ("Mon, 23 Nov 2026 15:00:02 GMT", "Mon, 23 Nov 2026 15:00:00 GMT", 2),
    ("Mon, 23 Nov 2026 09:00:30 GMT", "Mon, 23 Nov 2026 09:00:00 GMT", 30),
    ("Sat, 01 Jan 2000 00:01:00 GMT", "Sat, 01 Jan 2000 00:00:00 GMT", 60),
    ("Mon, 23 Nov 2026 20:30:02 +0530", "Mon, 23 Nov 2026 15:00:00 GMT", 2),
    ("Monday, 23-Nov-26 15:00:02 GMT", "Mon, 23 Nov 2026 15:00:00 GMT", 2),
    ("Mon, 23 Nov 2026 14:59:00 GMT", "Mon, 23 Nov 2026 15:00:00 GMT", 0),
    ("Mon, 23 Nov 2026 12:00:09 GMT", None, 9),
    ("Mon, 23 Nov 2026 12:00:09 GMT", "nonsense", 9),
    ("Mon, 23 Nov 2026 12:00:09 GMT", "Mon, 23 Nov 2026 12:00:00", 9),
]


@pytest.mark.parametrize(("until", "sent", "seconds"), DATES)
def test_a_date_is_measured_from_the_answers_own(until: str, sent: Any, seconds: float) -> None:
    assert seconds_between(until, sent, lambda: NOW) == seconds
    headers = {"retry-after": until} if sent is None else {"retry-after": until, "date": sent}
    assert retry_after_of(headers, None, [], lambda: NOW) == seconds


@given(st.timedeltas(timedelta(days=-400), timedelta(days=400)), st.integers(0, 10**6))
def test_the_clock_of_this_machine_has_no_part_in_it(skew: timedelta, seconds: int) -> None:
    sent = format_datetime(NOW, usegmt=True)
    until = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert seconds_between(until, sent, lambda: NOW + skew) == seconds


@given(st.text() | st.sampled_from([date for date, _, _ in DATES]), st.none() | st.text())
def test_any_date_gives_a_usable_number_or_none(until: str, sent: Any) -> None:
    seconds = seconds_between(until, sent, lambda: NOW)
    assert seconds is None or (math.isfinite(seconds) and seconds >= 0)
