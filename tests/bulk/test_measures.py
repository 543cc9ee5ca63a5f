# pyright: reportPrivateUsage=false
"""What a run measures: bounded in size, right within what is promised, and in the journal of every run."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import Limits, bulk
from chakra_async.bulk import RowState
from chakra_async.bulk.journal.reader import read_history
from chakra_async.bulk.measures import EDGES, Interval, Latency, Pauses, Timeline

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox


@given(
    st.lists(
        st.tuples(
            st.sampled_from([RowState.DONE, RowState.REFUSED, RowState.UNKNOWN, RowState.PENDING]),
            st.floats(0, 1e6),
        )
    ),
    st.integers(1, 40),
)
def test_a_timeline_keeps_every_count_in_bounded_size(calls: list[tuple[RowState, float]], most: int) -> None:
    timeline = Timeline(most)
    for state, at in calls:
        if state is RowState.DONE:
            timeline.note_done(at)
        else:
            timeline.note(state, at, again=state is RowState.PENDING)
    found = timeline.intervals()
    assert len(found) <= most
    for state, name in ((RowState.DONE, "done"), (RowState.REFUSED, "refused"), (RowState.PENDING, "again")):
        assert sum(getattr(each, name) for each in found) == sum(call[0] is state for call in calls)
    assert all(later.start == each.start + each.seconds for each, later in pairwise(found))


@given(st.lists(st.floats(0.001, 500), min_size=1), st.floats(0.01, 1))
def test_a_quantile_is_within_a_bucket_of_the_true_one(seconds: list[float], share: float) -> None:
    latency = Latency()
    for each in seconds:
        latency.note(each)
    true = sorted(seconds)[max(0, -int(-share * len(seconds) // 1) - 1)]
    found = latency.quantile(share)
    assert found is not None
    assert true <= found <= max(true * 2**0.5 * 1.0001, EDGES[0])
    assert latency.total == len(seconds)


def test_latency_without_answers_and_with_very_long_ones() -> None:
    assert Latency().quantile(0.5) is None
    latency = Latency()
    latency.note(1e9)
    assert latency.quantile(0.5) == EDGES[-1]


@given(
    st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 100), st.sampled_from("ab"))),
    st.integers(1, 10),
)
def test_pauses_are_bounded_and_keep_the_longest_time(
    noted: list[tuple[float, float, str]], most: int
) -> None:
    pauses = Pauses(most)
    for start, seconds, why in sorted(noted):
        pauses.note(start, start + seconds, why)
    found = pauses.ended(2000)
    assert len(found) <= most
    assert all(each.seconds >= 0 for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)


def test_a_pause_that_goes_on_is_one_and_ends_with_the_run() -> None:
    pauses = Pauses()
    for tick in range(8):
        pauses.note(tick / 4, 5.0, "asked")
    pauses.note(9.0, 12.0, "asked")
    assert [(each.start, each.seconds) for each in pauses.ended(10.0)] == [(0.0, 5.0), (9.0, 1.0)]


async def test_each_run_of_a_journal_is_recorded(chakra: Chakra, sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    enrol = bulk.Enrol(campaign_id=sandbox.campaign_id)
    numbers = [f"+44770090{n:04}" for n in range(100, 140)]
    sandbox.fault("campaigns.add_phone_number", status=429, headers={"retry-after": "1"}, times=3)
    run = bulk.Run(chakra, enrol, rows=numbers[:30], journal=path, concurrency=4)
    report = await run.finish()
    assert report.done == 30
    await bulk.Run(chakra, enrol, rows=numbers, journal=path).finish()
    first, second = read_history(path)
    assert (first.run, first.sent, first.ended, first.stopped_because) == (1, report.sent, True, None)
    assert (second.run, second.sent) == (2, 10)
    assert first.requests == report.requests == 33
    assert sum(first.latency) == report.sent
    assert sum(each.done for each in first.timeline) == 30
    assert first.started_at < first.seen_at <= second.started_at
    assert sum(pause.seconds for pause in first.pauses) > 0.5
    assert len(orjson.dumps([list(first.latency)])) < 200


async def test_a_run_shows_its_ceiling_and_its_pause(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    limited = chakra.with_options(limits=Limits(rate=500))
    sandbox.fault("campaigns.add_phone_number", status=429, headers={"retry-after": "1"}, times=2)
    seen: list[bulk.Pace] = []
    enrol = bulk.Enrol(campaign_id=sandbox.campaign_id)
    run = bulk.Run(limited, enrol, rows=["+447700900123", "+447700900124"], journal=tmp_path / "a.journal")
    assert run.pace.pause == 0
    original: Any = run._runner.sampler._client_pace

    def watch() -> bulk.Pace:
        seen.append(original())
        return seen[-1]

    run._runner.sampler._client_pace = watch
    await run.finish()
    assert {each.ceiling for each in seen} == {500.0}
    assert max(each.pause for each in seen) > 0.5


def test_an_interval_has_calls_that_are_made_again_by_name() -> None:
    assert Interval(0.0, 1.0, again=2).again == 2
