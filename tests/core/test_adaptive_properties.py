"""Properties of the adaptive rate that hold for every order of events."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.pacing.adaptive import Adaptive

if TYPE_CHECKING:
    from collections.abc import Iterator


def grown(rate: float = 100.0) -> tuple[Adaptive, float]:
    """Return an adaptive rate grown to so much, and the time."""
    adaptive, now = Adaptive(), 0.0
    while adaptive.rate < rate:
        now += 1 / adaptive.rate
        adaptive.began(now, held=True)
        adaptive.accepted(now)
    return adaptive, now


def test_an_idle_hour_changes_nothing() -> None:
    adaptive, now = grown()
    rate = adaptive.rate
    adaptive.accepted(now + 3600)
    adaptive.began(now + 3600, held=False)
    adaptive.accepted(now + 3600.1)
    assert adaptive.rate == rate


def test_the_time_between_two_bursts_does_not_count_as_time_to_grow_in() -> None:
    adaptive, now = grown()
    rate = adaptive.rate
    for step in range(100):
        adaptive.began(now + 60 + step / 100, held=True)
    adaptive.accepted(now + 61)
    assert rate < adaptive.rate <= 2 * rate


def test_does_not_grow_while_no_call_waits_for_it() -> None:
    adaptive, now = grown()
    rate = adaptive.rate
    for step in range(1000):
        adaptive.began(now + step / rate, held=False)
        adaptive.accepted(now + step / rate)
    assert adaptive.rate == rate


def test_refusals_of_calls_begun_before_a_decrease_took_effect_count_once() -> None:
    adaptive, now = grown()
    adaptive.refused(now - 0.1, now)
    rate = adaptive.rate
    for late in (0.01, 0.5, 5.0, 30.0):
        adaptive.refused(now - 0.05, now + late)
        adaptive.refused(now + 1, now + 1 + late)
    assert adaptive.rate == rate
    adaptive.refused(now + 1.001, now + 40)
    assert adaptive.rate < rate


def test_a_server_that_refuses_every_call_for_long_does_not_end_the_search() -> None:
    adaptive, now = grown()
    for _ in range(100):
        now += 10
        adaptive.began(now, held=True)
        adaptive.refused(now, now)
    assert adaptive.rate == 0.1
    adaptive.began(now, held=True)
    adaptive.accepted(now)
    adaptive.accepted(now + 1)
    assert adaptive.rate >= 0.1
    for _ in range(1000):
        now += 1 / adaptive.rate
        adaptive.began(now, held=True)
        before = adaptive.rate
        adaptive.accepted(now)
        assert adaptive.rate >= before
    assert adaptive.rate > 10


Event: TypeAlias = tuple[str, int, int]
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["began", "held", "accepted", "refused"]), st.integers(0, 128), st.integers(0, 256)
    ),
    max_size=300,
)


def played(events: list[Event], start: float = 0.0) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield of each event its name, when the call began, the time, and the rate before and after it."""
    adaptive, now = Adaptive(), start
    for name, passed, ago in events:
        now += passed / 64
        before = adaptive.rate
        if name in ("began", "held"):
            adaptive.began(now, held=name == "held")
        elif name == "accepted":
            adaptive.accepted(now)
        else:
            adaptive.refused(now - ago / 64, now)
        yield name, now - ago / 64, now, before, adaptive.rate


@given(EVENTS)
def test_the_rate_stays_above_zero_and_within_twice_what_is_used(events: list[Event]) -> None:
    begun = 0
    for name, _, _, before, after in played(events):
        begun += name in ("began", "held")
        assert 0.1 <= after <= max(before, 4 * (begun + 1))
        assert 0.5 * before <= after <= 2 * before


@given(EVENTS)
def test_only_a_held_call_that_was_accepted_raises_and_only_a_refusal_lowers(events: list[Event]) -> None:
    last_began = ""
    for name, _, _, before, after in played(events):
        if name in ("began", "held"):
            last_began = name
            assert after == before
        elif name == "refused":
            assert after <= before
        else:
            assert after >= before
            assert after == before or last_began == "held"


@given(EVENTS)
def test_there_is_one_decrease_in_an_epoch(events: list[Event]) -> None:
    decreased_at = -math.inf
    for name, started, now, before, after in played(events):
        if name == "refused" and after != before:
            assert started > decreased_at + 1
            decreased_at = now


@given(EVENTS, st.sampled_from([-4096.0, 1.0, 2.0**20]))
def test_the_same_calls_at_another_time_give_the_same_rates(events: list[Event], shift: float) -> None:
    rates = [after for *_, after in played(events)]
    assert [after for *_, after in played(events, shift)] == rates
