"""What workers share, as the server sees it: nothing arrives in a pause, a ceiling is found by all, and no start is wasted."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Literal

import pytest

from chakra_async.bulk.distributed.shared_gate import SharedGate
from chakra_async.bulk.distributed.slices import Share
from chakra_async.bulk.distributed.work import WorkEnd, work
from chakra_async.bulk.distributed.worker import Worker
from chakra_async.bulk.journal.postgres.address import JournalAddress
from tests.distributed.test_workers import OPERATION, arrived, journal, load

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox
    from tests.support.postgres import Database

__all__ = ["journal"]

PAUSE = 4
KNOWN_AFTER = 2.5
"""Seconds after which a pause is known to all: each worker reads it again every second, whatever becomes of the notice."""


async def test_nothing_arrives_from_any_worker_in_a_pause_that_one_was_asked_for(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    sandbox.faults.add(OPERATION, status=429, retry_after=PAUSE, skip=12, times=1)
    sandbox.faults.add(
        OPERATION, latency=0.2
    )  # so that workers that did not know of the pause would call in all of it
    async with sandbox.client() as chakra:
        await load(chakra, postgres, journal, 150)
        shares = [work("july", Share(place, 3), client=chakra, concurrency=2) for place in (1, 2, 3)]
        ends = await asyncio.gather(*shares)
    assert sum(end.done for end in ends) == 150
    (refused,) = [each for each in sandbox.arrivals if each.status == 429]
    after = [each.at - refused.at for each in sandbox.arrivals if each.at > refused.at]
    assert not [seconds for seconds in after if KNOWN_AFTER < seconds < PAUSE]
    assert [seconds for seconds in after if seconds >= PAUSE]


async def test_workers_find_a_ceiling_together_and_go_on_when_one_of_them_leaves(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    sandbox.faults.add_ceiling(40, OPERATION)
    workers: list[Worker] = []

    async def leave() -> None:
        while len(arrived(sandbox)) < 60:  # noqa: ASYNC110 - the server is watched
            await asyncio.sleep(0.02)
        workers[0].interrupt()

    async with sandbox.client() as chakra:

        def working(share: Share) -> asyncio.Task[WorkEnd]:
            return asyncio.create_task(
                work("july", share, client=chakra, rate="adaptive", started=workers.append, concurrency=10)
            )

        await load(chakra, postgres, journal, 200)
        leaving = asyncio.create_task(leave())
        ends = [await task for task in [working(Share(place, 3)) for place in (1, 2, 3)]]
        await leaving
        assert [end.interrupted for end in ends].count(True) == 1
        ends.append(await working(Share()))
    assert sum(end.done for end in ends) == 200
    worked = [each.body["phoneNumber"] for each in sandbox.arrivals if each.worked]
    assert len(worked) == len(set(worked)) == 200
    assert {each.status for each in sandbox.arrivals if each.operation == OPERATION} <= {200, 201, 429}
    states = postgres.execute("SELECT state FROM chakra.gates WHERE state ? 'pace'")
    assert [state["limit"] for (state,) in states] == ["adaptive"]
    assert postgres.execute("SELECT count(*) FROM chakra.late") == [(0,)]


async def test_a_start_is_reserved_for_each_row_and_for_nothing_else(
    sandbox: Sandbox, journal: str, postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserved: list[float | None] = []
    reserve = Worker.reserve

    async def counted(worker: Worker) -> float | None:
        start = await reserve(worker)
        reserved.append(start)
        return start

    monkeypatch.setattr(Worker, "reserve", counted)
    async with sandbox.client() as chakra:
        await load(chakra, postgres, journal, 130)  # slices of 50, the last one not full
        end = await work("july", client=chakra, rate=500.0, concurrency=20)
    assert end.done == 130
    assert len(reserved) == 130


@pytest.mark.parametrize(("limit", "missed"), [("adaptive", 8), (1000.0, 0), (None, 0)])
async def test_a_start_is_missed_where_the_process_stood_still_before_it_and_only_so_often(
    limit: float | Literal["adaptive"] | None, missed: int
) -> None:
    """Else calls of all workers arrive in a bunch after it, and one of them is refused: that costs a pause."""
    loop = asyncio.get_running_loop()
    gate = SharedGate(JournalAddress.parse("postgresql://db/bulk#july"), "key", limit=limit, concurrency=50)
    assert await gate.begins(loop.time() - 1)  # its intent came late: that is not for want of attention
    loop.call_later(0.01, time.sleep, 0.1)
    begun = await asyncio.gather(*(gate.begins(loop.time() + 0.02 + place / 1000) for place in range(20)))
    assert missed <= begun.count(False) <= missed * 5 // 4
    loop.call_later(0.01, time.sleep, 0.1)
    again = await asyncio.gather(*(gate.begins(loop.time() + 0.02) for _ in range(20)))
    assert again.count(False) <= missed // 2  # however late timers are, most calls begin
