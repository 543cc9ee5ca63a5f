"""The pace that several workers share: the sum of their starts keeps to it, whoever asks, and the token cannot be read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.bulk.distributed.gate_state import HORIZON, Reports, SharedState, gate_key


def passed_on(state: SharedState) -> SharedState:
    """Return the state as the next worker reads it."""
    return SharedState.read(json.loads(json.dumps(state.to_data(), allow_nan=False)), state.limit)


@given(
    rate=st.floats(5.0, 500.0),
    asks=st.lists(st.tuples(st.integers(1, 40), st.floats(0.0, 0.3)), min_size=1, max_size=80),
)
def test_starts_of_all_workers_are_spaced_by_the_rate_and_never_far_ahead(
    rate: float, asks: list[tuple[int, float]]
) -> None:
    state, now = SharedState.read({}, rate), 1_700_000_000.0
    starts: list[float] = []
    for wanted, passed in asks:
        now += passed
        state = passed_on(state)
        given_now = list(state.reserve(wanted, now))
        assert len(given_now) <= wanted
        assert all(now <= start <= now + HORIZON for start in given_now)
        starts += given_now
    assert starts == sorted(starts)
    for begin in range(len(starts)):
        within = sum(starts[begin] <= start < starts[begin] + 1 for start in starts[begin:])
        assert within <= rate * 1.03 + 2


def test_no_start_is_given_during_a_pause() -> None:
    state = SharedState.read({}, 100.0)
    assert state.reserve(5, 10.0, paused_until=10.5) == []
    assert len(state.reserve(5, 10.6, paused_until=10.5)) == 5


def test_many_calls_that_wait_for_a_rate_begin_when_their_rows_can_be_ready_and_a_few_at_once() -> None:
    few = SharedState.read({}, 100.0).reserve(5, 10.0)
    assert few == pytest.approx([10.0, 10.01, 10.02, 10.03, 10.04])
    state = SharedState.read({}, 90.0)
    many = state.reserve(50, 10.0)
    assert many == pytest.approx([10.1 + each / 90 for each in range(14)])
    assert state.reserve(50, 10.1)[0] == pytest.approx(10.1 + 14 / 90)  # the rate goes on without a gap


def test_without_a_rate_only_a_pause_holds_calls_up() -> None:
    state = SharedState.read({"limit": 5.0}, None)
    assert state.reserve(3, 10.0) == [10.0, 10.0, 10.0]
    assert state.reserve(3, 10.0, paused_until=11.0) == []


@pytest.mark.parametrize("data", [None, [], "x", {}, {"limit": 80.0}, {"limit": 80.0, "pace": {"rate": -1}}])
def test_a_row_that_cannot_be_read_begins_anew(data: object) -> None:
    state = SharedState.read(data, 80.0)
    assert state.pace is not None
    assert state.pace.rate == 80.0


def test_another_rate_begins_anew_and_the_same_goes_on() -> None:
    state = SharedState.read({}, "adaptive")
    state.reserve(10, 5.0)
    assert passed_on(state).next_in(5.0) == state.next_in(5.0) > 0
    assert SharedState.read(state.to_data(), 80.0).limit == 80.0


def test_one_refusal_lowers_the_rate_of_all_once() -> None:
    state = SharedState.read({}, "adaptive")
    now = 100.0
    for _ in range(60):
        now += 0.1
        state = passed_on(state)
        state.reserve(50, now)
        state.take_in(Reports(accepted=True), now)
    assert state.pace is not None
    before = state.pace.rate
    assert before > 10
    state.take_in(Reports(refused=[now - 0.1]), now)
    lowered = state.pace.rate
    assert lowered < before
    passed_on(state).take_in(Reports(refused=[now - 0.05]), now + 0.05)
    assert state.pace.rate == lowered


def test_a_key_shows_the_sender_and_not_the_token() -> None:
    key = gate_key("https://api.example", "secret-token-123", "10042")
    assert "secret" not in key
    assert key.endswith(" 10042")
    assert key == gate_key("https://api.example", "secret-token-123", "10042")
    assert key != gate_key("https://api.example", "secret-token-124", "10042")
    assert key != gate_key("https://api.other", "secret-token-123", "10042")
