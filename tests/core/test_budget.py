"""Repeats never exceed what calls, time and the reserve allow, in any order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.answers.failure import Failure, RetrySafety
from chakra_async._core.pacing.budget import REFILL, RESERVE, RetryBudget, costs
from chakra_async.errors import ChakraError

EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["call", "repeat", "storm"]), st.floats(0, 30), st.sampled_from([0.0, 0.1, 1.0])
    ),
    max_size=60,
)


@given(EVENTS, st.floats(-1e6, 1e6))
def test_no_period_has_more_repeats_than_the_budget_allows(events: Any, start: Any) -> None:
    budget, now = RetryBudget(), start
    paid = []  # of each moment: the time, what calls paid, how many repeats
    for what, passed, share in events:
        now += passed
        if what == "call":
            budget.balance += share
            paid.append((now, share, 0))
        else:
            paid.append((now, 0.0, sum(budget.spend(now) for _ in range(150 if what == "storm" else 1))))
    for first in range(len(paid)):
        stretch = paid[first:]
        repeats = sum(count for _, _, count in stretch)
        income = sum(share for _, share, _ in stretch) + (stretch[-1][0] - stretch[0][0]) * REFILL
        assert repeats <= RESERVE + income + 1e-6


@given(EVENTS)
def test_a_repeat_within_the_budget_is_allowed(events: Any) -> None:
    budget, now, owned = RetryBudget(), 0.0, RESERVE
    for what, passed, share in events:
        now += passed
        owned = owned + passed * REFILL
        if what == "call":
            budget.balance += share
            owned = owned + share
            continue
        owned = min(RESERVE, owned)
        for _ in range(150 if what == "storm" else 1):
            afforded = budget.spend(now)
            if abs(owned - 1) > 1e-6:
                assert afforded is (owned >= 1)
            owned -= afforded


def test_it_starts_with_the_reserve_and_a_clock_that_goes_back_gives_nothing() -> None:
    budget = RetryBudget()
    assert sum(budget.spend(100.0) for _ in range(500)) == RESERVE
    assert not budget.spend(0.0)
    assert not budget.spend(0.5)
    assert budget.spend(1.5)


@pytest.mark.parametrize(
    ("throttled", "demanded", "cost"),
    [(False, None, True), (False, 0.0, True), (False, 0.1, False), (True, None, False), (True, 5.0, False)],
)
def test_a_postponed_repeat_costs_nothing(throttled: Any, demanded: Any, cost: Any) -> None:
    failure = Failure(
        error=ChakraError("x"), retry_safety=RetrySafety.ALWAYS, throttled=throttled, retry_after=demanded
    )
    assert costs(failure) is cost
