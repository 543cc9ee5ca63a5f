"""The progress line fits the terminal; words go before the bar, and the bar before the counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.display.bar import Counts, Speed, duration, line_of, render

COUNTS = Counts(ended=1066, expected=4000, done=1023, refused=20, unknown=8, invalid=15)


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        (8, "26 %"),
        (18, "26 % 1066/4000"),
        (24, "##------ 26 % 1066/4000"),
        (40, "##------- 26 % 1066/4000 ok 1023 bad 43"),
        (
            120,
            "######----------------- 26 % 1066 of 4000 rows, 1023 done, 20 refused, 8 unknown, 15 invalid, 45 rows/s, 1 min 5 s left",
        ),
    ],
)
def test_words_go_before_the_bar(columns: int, line: str) -> None:
    shown = render(COUNTS, 45.0, columns)
    assert shown == line
    assert "26 %" in shown
    assert ("#" in shown) == (columns >= 24)


@pytest.mark.parametrize("columns", [40, 52, 80, 120])
def test_the_bar_and_the_counts_are_there_at_usual_widths(columns: int) -> None:
    shown = render(COUNTS, 45.0, columns)
    assert shown.count("#") >= 1
    assert "1066" in shown
    assert "1023" in shown
    assert ("left" in shown) == (columns >= 80)


@given(
    columns=st.integers(1, 200),
    ended=st.integers(0, 10**7),
    expected=st.none() | st.integers(0, 10**7),
    speed=st.none() | st.floats(0, 10**6),
    bad=st.integers(0, 10**6),
)
def test_a_line_is_never_wider_than_the_terminal(
    columns: int, ended: int, expected: int | None, speed: float | None, bad: int
) -> None:
    counts = Counts(ended=ended, expected=expected, done=ended, refused=bad, unknown=0, invalid=bad)
    shown = render(counts, speed, columns)
    assert len(shown) <= max(columns - 1, 1)
    assert shown.isprintable()


def test_a_line_of_a_log_has_rate_and_time_left() -> None:
    assert line_of(COUNTS, 2.0).endswith("15 invalid, 2.0 rows/s, 24 min 27 s left")
    unknown = Counts(ended=7, expected=None, done=7, refused=0, unknown=0, invalid=0)
    assert line_of(unknown, None) == "7 rows, 7 done"
    assert render(unknown, 3.0, 80) == "7 rows, 7 done, 3.0 rows/s"


def test_the_speed_is_that_of_the_last_seconds() -> None:
    speed = Speed(seconds=10.0)
    assert speed.note(100.0, 0) is None
    assert speed.note(102.0, 100) == 50
    for second in range(103, 130):
        found = speed.note(float(second), 100)
    assert found == 0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (3599, "59 min 59 s"), (90_000, "25 h 0 min")],
)
def test_a_duration_in_words(seconds: float, text: str) -> None:
    assert duration(seconds) == text


PAUSED = Counts(
    ended=1066,
    expected=4000,
    done=1023,
    refused=20,
    unknown=8,
    invalid=15,
    pause=11.6,
    why="429 too many calls.",
)


@pytest.mark.parametrize("columns", [40, 52, 80, 130])
def test_a_pause_is_there_at_usual_widths_and_its_reason_where_there_is_room(columns: int) -> None:
    shown = render(PAUSED, 45.0, columns)
    assert "paused 12 s" in shown
    assert "#" in shown
    assert ("429 too many calls" in shown) == (columns >= 130)
    assert "left" not in shown


def test_the_ceiling_is_there_where_there_is_room() -> None:
    limited = Counts(ended=10, expected=100, done=10, refused=0, unknown=0, invalid=0, ceiling=80.0)
    assert "79 rows/s, limit 80/s, 1 s left" in render(limited, 79.0, 100)
    assert "limit" not in render(limited, 79.0, 40)
    slow = Counts(ended=10, expected=None, done=10, refused=0, unknown=0, invalid=0, ceiling=0.5)
    assert line_of(slow, 0.5) == "10 rows, 10 done, 0.5 rows/s, limit 0.5/s"
