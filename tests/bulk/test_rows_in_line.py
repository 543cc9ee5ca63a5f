# ruff: noqa: ASYNC110 - what is waited for sets no event
"""A row whose call waits for its turn is as good as not sent: what is asked before a call is asked again when its turn comes."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, Limits, Retry
from chakra_async.bulk import Enrol, Row, RowState, Run, SendTemplate, action
from chakra_async.bulk.engine import workers as workers_module
from chakra_async.bulk.engine.hours import Hours
from chakra_async.bulk.engine.limits import RunLimits
from chakra_async.bulk.engine.policy import Health
from chakra_async.bulk.engine.runner import Runner
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.group_commit import GroupCommit
from chakra_async.bulk.journal.reader import describe
from chakra_async.bulk.preparing import worker_count
from chakra_async.bulk.sources.base import source_of
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chakra_async.sandbox import Sandbox

NUMBERS = [f"91990125{n:04}" for n in range(12)]
ADD = "campaigns.add_phone_number"


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "a.journal"


def sent(sandbox: Sandbox) -> list[str]:
    return [each.phone_number for each in sandbox.arrivals if each.method == "POST"]


def message() -> SendTemplate:
    return SendTemplate("order_update", language="pt_BR", mapping={"1": "Ann", "2": "now"})


async def two(chakra: Chakra, row: Row) -> None:
    for _ in range(2):
        await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=row.value)


async def after_a_read(chakra: Chakra, row: Row) -> None:
    await chakra.config.get()
    await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=row.value)


@pytest.mark.parametrize(
    ("limits", "make"),
    [
        (Limits(rate=2.0), lambda: Enrol(CAMPAIGN_ID)),
        (Limits(rate_per_number=2.0), message),
        (Limits(rate=4.0), lambda: action(after_a_read)),
        (Limits(concurrency=1), lambda: Enrol(CAMPAIGN_ID)),
    ],
    ids=["rate", "rate of the number", "after a read", "concurrency"],
)
async def test_a_stopped_run_takes_back_the_rows_that_wait_for_their_turn(
    sandbox: Sandbox, journal: Path, limits: Limits, make: Callable[[], Any]
) -> None:
    if limits.concurrency == 1:
        sandbox.fault(ADD, latency=0.3)
    async with sandbox.client(limits=limits) as chakra:
        run = Run(chakra, make(), rows=NUMBERS, journal=journal, concurrency=8)
        task = asyncio.create_task(run.finish())
        while run.progress.done < 2:
            await asyncio.sleep(0.01)
        run.stop()
        left = run.in_flight
        assert left <= 1
        report = await task
    assert report.done <= 2 + left
    assert (report.pending, report.unknown, report.exit_code) == (12 - report.done, 0, 130)
    assert report.sent == len(sent(sandbox)) == report.done
    assert describe(journal)[1] == {RowState.DONE: report.done, RowState.PENDING: 12 - report.done}
    sandbox.faults.clear()
    async with sandbox.client() as chakra:
        report = await Run(chakra, make(), rows=NUMBERS, journal=journal).finish()
    assert report.done == 12
    assert Counter(sent(sandbox)) == Counter(NUMBERS)


async def test_a_row_that_waits_after_a_refusal_for_the_pace_is_taken_back(
    sandbox: Sandbox, journal: Path
) -> None:
    async with sandbox.client() as chakra:
        await Run(chakra, Enrol(CAMPAIGN_ID), rows=NUMBERS, journal=journal, limit=1).finish()
        sandbox.fault(ADD, status=429, retry_after=30)
        run = Run(chakra, Enrol(CAMPAIGN_ID), rows=NUMBERS, journal=journal, concurrency=4)
        task = asyncio.create_task(run.finish())
        while not run.pace.pause:
            await asyncio.sleep(0.01)
        run.stop()
        report = await asyncio.wait_for(task, 20)
    assert (report.done, report.refused, report.pending) == (1, 0, 11)


async def test_a_row_that_waits_for_another_attempt_is_taken_back(sandbox: Sandbox, journal: Path) -> None:
    retry = Retry(attempts=50, initial_wait=100, max_wait=100)
    async with Chakra(
        base_url="http://127.0.0.1:9", token=sandbox.token, allow_http=True, retry=retry
    ) as chakra:
        run = Run(chakra, Enrol(CAMPAIGN_ID), rows=NUMBERS, journal=journal)
        task = asyncio.create_task(run.finish())
        await asyncio.sleep(0.3)
        run.stop()
        report = await asyncio.wait_for(task, 20)
    assert (report.pending, report.unknown, report.sent) == (12, 0, 0)


async def test_a_row_of_which_something_was_done_goes_on_to_its_end(sandbox: Sandbox, journal: Path) -> None:
    async with sandbox.client(limits=Limits(rate=2.0)) as chakra:
        run = Run(chakra, action(two), rows=NUMBERS, journal=journal)
        task = asyncio.create_task(run.finish())
        await sandbox.wait_for_arrivals(1)
        run.stop()
        report = await task
    assert (report.done, report.pending, report.unknown) == (1, 11, 0)
    assert sent(sandbox) == [NUMBERS[0]] * 2


async def test_an_error_that_every_row_would_meet_takes_back_those_that_wait(
    sandbox: Sandbox, journal: Path
) -> None:
    sandbox.fault(ADD, skip=2, status=402)
    async with sandbox.client(limits=Limits(rate=10.0)) as chakra:
        report = await Run(chakra, Enrol(CAMPAIGN_ID), rows=NUMBERS, journal=journal).finish()
    assert (report.done, report.pending) == (2, 10)
    assert len(sent(sandbox)) == 3


class Store:
    """Opt-outs as a store keeps them."""

    def __init__(self) -> None:
        self.stopped: set[str] = set()
        self.away = False

    async def contains(self, person: str, /) -> bool:
        await asyncio.sleep(0)
        if self.away:
            raise LookupError("the store is away")
        return person in self.stopped

    async def phone_numbers(self) -> list[str]:
        return sorted(self.stopped)


async def test_a_run_that_is_stopped_while_a_store_is_asked_sends_no_row_more(
    sandbox: Sandbox, journal: Path
) -> None:
    class Stops(Store):
        async def contains(self, person: str, /) -> bool:
            run.stop()
            return await super().contains(person)

    async with sandbox.client() as chakra:
        run = Run(chakra, Enrol(CAMPAIGN_ID), rows=NUMBERS, journal=journal, exclude=Stops())
        report = await run.finish()
    assert (report.pending, report.exit_code) == (12, 130)
    assert sent(sandbox) == []


@pytest.mark.parametrize("kind", ["function", "store"])
async def test_a_person_who_opts_out_while_the_row_waits_is_left_out(
    sandbox: Sandbox, journal: Path, kind: str
) -> None:
    store = Store()
    exclude: Any = store if kind == "store" else store.stopped.__contains__
    results: list[Any] = []
    async with sandbox.client(limits=Limits(rate_per_number=8.0)) as chakra:
        run = Run(chakra, message(), rows=NUMBERS, journal=journal, exclude=exclude)
        async for result in run:
            store.stopped.update(NUMBERS[8:10])
            results.append(result)
        report = await run.finish()
    assert (report.done, report.excluded, report.exit_code) == (10, 2, 0)
    assert Counter(sent(sandbox)) == Counter(NUMBERS[:8] + NUMBERS[10:])
    left_out = [result for result in results if result.state is RowState.EXCLUDED]
    assert sorted(str(result.key) for result in left_out) == NUMBERS[8:10]
    assert report.sent == 10


async def test_a_store_that_fails_while_rows_wait_ends_the_run_with_them_unsent(
    sandbox: Sandbox, journal: Path
) -> None:
    store = Store()
    async with sandbox.client(limits=Limits(rate=10.0)) as chakra:
        run = Run(chakra, Enrol(CAMPAIGN_ID), rows=NUMBERS, journal=journal, exclude=store)
        task = asyncio.create_task(run.finish())
        while run.progress.done < 2:
            await asyncio.sleep(0.001)
        store.away = True
        with pytest.raises(LookupError, match="away"):
            await task
    done = len(sent(sandbox))
    assert done < 12
    assert describe(journal)[1] == {RowState.DONE: done, RowState.PENDING: 12 - done}


async def test_rows_that_wait_when_the_hours_end_are_sent_when_they_begin_again(
    sandbox: Sandbox, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_module, "_LOOK_AGAIN", 0.02)
    during: list[int] = []
    evening = 3

    def clock() -> datetime:
        closed = len(sent(sandbox)) >= evening and len(during) < 10
        if closed:
            during.append(len(sent(sandbox)))
        return datetime(2026, 1, 5, 20 if closed else 19, tzinfo=UTC)

    runner = Runner(workers=8, health=Health(workers=8, stop_error_rate=None, window=10))
    journal_ = await GroupCommit.open(journal, workers=8)
    counts = await journal_.begin(Identity(entries={"action": "x"}, validation={}))
    enrol = Enrol(CAMPAIGN_ID)
    async with sandbox.client(limits=Limits(rate=10.0)) as chakra:
        await runner.run(
            journal_,
            counts,
            source_of(NUMBERS),
            key=enrol.key,
            send=partial(enrol.send, chakra),
            limits=RunLimits(hours=Hours.parse("09:00-20:00", "UTC"), clock=clock),
        )
    await journal_.close()
    assert set(during) == {evening}
    assert len(during) == 10
    assert Counter(sent(sandbox)) == Counter(NUMBERS)
    assert runner.progress.sent == 12


@pytest.mark.parametrize(
    ("limits", "workers"),
    [
        (Limits(), 50),
        (Limits(rate=1.0), 30),
        (Limits(rate_per_number=1.0), 30),
        (Limits(rate=0.5, rate_per_number=0.1), 3),
        (Limits(rate="adaptive", rate_per_number="adaptive", concurrency=7), 7),
        (Limits(rate_per_number=0.001), 1),
    ],
)
def test_a_slow_rate_of_a_number_bounds_the_rows_under_way_as_well(limits: Limits, workers: int) -> None:
    assert worker_count(limits) == workers
