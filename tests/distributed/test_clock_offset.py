"""The difference of the clocks of database and worker: looks are late by what an answer takes, and the truest counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chakra_async.bulk.distributed.clock_offset import ClockOffset


@given(
    st.floats(-1e9, 1e9),
    st.lists(st.floats(0, 0.5), min_size=1, max_size=16),
)
def test_the_look_whose_answer_came_soonest_counts(ahead: float, delays: list[float]) -> None:
    clock = ClockOffset()
    for at, delay in enumerate(delays):
        clock.look(at + ahead, at + delay)
    assert abs(clock.ahead - (ahead - min(delays))) < 1e-3


def test_an_old_look_is_forgotten_as_clocks_drift() -> None:
    clock = ClockOffset()
    for at in range(100):
        clock.look(at + 5 - at * 1e-3, at)
    assert clock.ahead < 5 - 80e-3


def test_a_clock_that_was_set_is_believed_at_once() -> None:
    clock = ClockOffset()
    clock.look(100.0, 0.0)
    for ahead in (3700.0, 50.0, 100.0):
        clock.look(ahead + 1, 1.0)
        assert clock.ahead == ahead
