"""The limit of a run over its workers: never more rows than it, whoever comes, goes or dies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.bulk.distributed.gate_state import RampPlan, SharedState
from chakra_async.bulk.distributed.limit_state import SharedLimit


def test_workers_share_the_rows_and_the_limit_is_reached_when_none_may_come_back() -> None:
    state = SharedLimit.read({}, limit=150, since=7)
    state, first = state.grant(1, 1, used=0, pending=100)
    state, second = state.grant(2, 2, used=0, pending=100)
    state, third = state.grant(3, 3, used=0, pending=100)
    assert (first, second, third) == (100, 50, 0)
    assert not state.reached
    state = state.give_back(1, 1, used=90)
    state, third = state.grant(3, 3, used=0, pending=100)
    assert third == 10
    state = state.give_back(2, 2, used=50).give_back(3, 3, used=10)
    assert state.reached


def test_a_slice_that_is_taken_again_begins_with_what_was_used_of_it() -> None:
    state, _ = SharedLimit.read({}, limit=100, since=7).grant(1, 1, used=0, pending=100)
    state, granted = state.grant(1, 1, used=30, pending=70)
    assert (granted, state.charged) == (70, {1: 100})
    state, _ = state.grant(1, 9, used=40, pending=60)
    assert state.give_back(1, 1, used=40) == state  # the earlier worker's word does not count
    assert state.give_back(1, 9, used=45).charged == {1: 45}


def test_another_limit_begins_anew_and_what_is_not_readable_is_refused() -> None:
    state, _ = SharedLimit.read({}, limit=10, since=7).grant(1, 1, used=0, pending=10)
    data = state.to_data()
    assert SharedLimit.read(data, limit=10, since=7) == state
    assert SharedLimit.read(data, limit=10, since=8).charged == {}
    for wrong in ({**data, "charged": 3}, {**data, "held": None}, {**data, "charged": {"a": 1}}):
        with pytest.raises(ValueError, match=r"readable|invalid literal"):
            SharedLimit.read(wrong, limit=10, since=7)


@given(
    st.integers(1, 60),
    st.lists(
        st.tuples(st.integers(1, 5), st.sampled_from(["take", "send", "leave", "late", "die"])), max_size=60
    ),
)
def test_no_more_rows_end_than_the_limit(limit: int, steps: list[tuple[int, str]]) -> None:
    used = dict.fromkeys(range(1, 6), 0)
    granted = dict.fromkeys(range(1, 6), 0)
    fence = dict.fromkeys(range(1, 6), 0)
    state = SharedLimit.read({}, limit=limit, since=1)
    for slice_, step in steps:
        state = SharedLimit.read(state.to_data(), limit=limit, since=1)
        if step == "take":
            fence[slice_] += 1
            pending = 20 - used[slice_]
            state, granted[slice_] = state.grant(slice_, fence[slice_], used=used[slice_], pending=pending)
        elif step == "send" and granted[slice_]:
            granted[slice_] -= 1
            used[slice_] += 1
        elif step == "leave":
            granted[slice_] = 0
            state = state.give_back(slice_, fence[slice_], used=used[slice_])
        elif step == "late":
            state = state.give_back(slice_, fence[slice_] - 1, used=used[slice_])
        elif step == "die":
            granted[slice_] = 0
        assert sum(used.values()) + sum(granted.values()) <= limit
        assert not state.reached or sum(used.values()) == limit


def test_a_ramp_goes_on_where_another_worker_was_and_its_rate_grows() -> None:
    plan = RampPlan(run=3, rate=100.0, seconds=10.0)
    data: object = {}
    starts: list[float] = []
    now = 1_000_000.0
    while len(starts) < 300:
        state = SharedState.read(data, 100.0, plan)  # each time another worker
        starts += state.reserve(5, now)
        data = state.to_data()
        now += 0.05
    within = [sum(1_000_000.0 + n <= start < 1_000_001.0 + n for start in starts) for n in range(6)]
    assert within[0] <= 8
    assert within == sorted(within)
    assert within[-1] > 3 * within[0]


def test_ramps_of_two_runs_of_a_sender_do_not_begin_each_other_anew() -> None:
    data: object = {}
    for now in range(200):
        for run in (3, 4):
            state = SharedState.read(data, 50.0, RampPlan(run=run, rate=50.0, seconds=2.0))
            state.reserve(10, 1_000.0 + now)
            data = state.to_data()
    state = SharedState.read(data, 50.0, RampPlan(run=3, rate=50.0, seconds=2.0))
    assert state.ramp is not None
    assert state.ramp.is_over


@pytest.mark.parametrize(
    "wrong", [3, {"x": {}}, {"3": 4}, {"3": {"progress": "1", "next": None}}, {"3": {"progress": -1}}]
)
def test_a_ramp_that_is_not_readable_begins_anew(wrong: object) -> None:
    plan = RampPlan(run=3, rate=50.0, seconds=2.0)
    state = SharedState.read({"limit": 50.0, "ramps": wrong}, 50.0, plan)
    assert state.ramp is not None
    assert state.ramp.progress == 0
