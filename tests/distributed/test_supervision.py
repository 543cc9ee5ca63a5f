"""Slices that an engine gives up are submitted again while the journal advances, and no longer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chakra_async.bulk.distributed.supervision import Supervision


def test_a_round_submits_what_the_journal_has_not_finished_whatever_the_engine_says() -> None:
    work = Supervision()
    assert work.begin({1: 10, 2: 10, 3: 10}) == [1, 2, 3]
    work.ended(1)
    work.ended(2)
    assert work.begin({2: 10, 3: 4}) == [2, 3]
    assert work.begin({}) == []
    assert work.stopped_because is None


def test_it_stops_when_three_rounds_end_no_further_row_and_names_slices_and_reason() -> None:
    work = Supervision()
    for _ in range(4):
        assert work.stopped_because is None
        work.begin({4: 7, 9: 1})
        work.ended(4, "KilledWorker")
    assert work.stopped_because is not None
    assert "4, 9" in work.stopped_because
    assert work.begin({4: 7}) == []


def test_a_round_that_advances_makes_the_pause_short_again() -> None:
    work = Supervision()
    assert work.pause == 0
    work.begin({1: 10})
    first = work.pause
    work.begin({1: 10})
    assert work.pause > first
    work.begin({1: 9})
    assert work.pause == first


def test_a_stop_is_kept_and_its_first_reason_counts() -> None:
    work = Supervision()
    work.begin({1: 10})
    work.stop("the token is wrong")
    work.stop("something later")
    assert work.begin({1: 9}) == []
    assert work.stopped_because == "the token is wrong"


@given(st.lists(st.dictionaries(st.integers(0, 5), st.integers(0, 20), max_size=6), min_size=1, max_size=60))
def test_it_ends_and_submits_only_what_is_left(rounds: list[dict[int, int]]) -> None:
    work = Supervision()
    idle = 0
    last = None
    for left in rounds:
        submitted = work.begin(left)
        assert set(submitted) <= set(left)
        advanced = last is None or sum(left.values()) < sum(last.values()) or len(left) < len(last)
        idle = 0 if advanced else idle + 1
        if left and idle >= 3:
            assert not submitted
        if not left or not submitted:
            break
        last = left
