"""A pace as data: what is read back goes on exactly as what was written, and what is not a state is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.pacing.adaptive import Adaptive
from chakra_async._core.pacing.as_data import adaptive_from, adaptive_to_data, pace_from, pace_to_data
from chakra_async._core.pacing.pace import Pace

STEPS = st.lists(
    st.tuples(st.sampled_from(["begin", "accepted", "refused"]), st.floats(0.0, 3.0, allow_nan=False)),
    max_size=60,
)
RATES = st.one_of(st.just("adaptive"), st.floats(0.5, 1000.0))


def stepped(pace: Pace, steps: list[tuple[str, float]], now: float) -> tuple[float, list[float]]:
    """Do something with a pace, as its callers do, and return what it planned."""
    plan: list[float] = []
    for what, passed in steps:
        now += passed
        if what == "begin":
            pace.held = passed > 0.5
            pace.begin(max(now, pace.next_start), waited=True)
        elif pace.adaptive is not None:
            if what == "accepted":
                pace.adaptive.accepted(now)
            else:
                pace.adaptive.refused(now - passed / 2, now)
        plan += [pace.next_start, pace.rate]
    return now, plan


@given(rate=RATES, before=STEPS, after=STEPS)
def test_a_pace_read_back_goes_on_as_the_one_that_was_written(
    rate: Any, before: list[tuple[str, float]], after: list[tuple[str, float]]
) -> None:
    pace = Pace(rate)
    now, _ = stepped(pace, before, 1_700_000_000.0)
    again = pace_from(json.loads(json.dumps(pace_to_data(pace), allow_nan=False)))
    assert pace_to_data(again) == pace_to_data(pace)
    assert stepped(again, after, now) == stepped(pace, after, now)


def test_the_state_of_a_busy_search_stays_small() -> None:
    pace = Pace("adaptive")
    stepped(pace, [("begin", 0.06)] * 2000, 0.0)
    assert len(json.dumps(pace_to_data(pace))) < 40_000


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "x",
        {},
        {"rate": 0},
        {"rate": -1},
        {"rate": True},
        {"rate": "5"},
        {"rate": float("nan")},
        {"rate": 5, "next_start": "soon"},
        {"adaptive": {}},
        {"adaptive": []},
    ],
)
def test_what_is_not_a_state_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"(?i)\w"):
        pace_from(data)


@pytest.mark.parametrize(
    "change",
    [
        {"rate": None},
        {"rate": 0},
        {"growth": -2},
        {"begun": -1},
        {"begun": True},
        {"begun": 1.5},
        {"samples": None},
        {"samples": [[1]]},
        {"samples": [["a", "b"]]},
        {"ceiling": "high"},
        {"pause": None},
    ],
)
def test_a_search_with_a_wrong_member_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"(?i)\w"):
        adaptive_from(adaptive_to_data(Adaptive()) | change)
