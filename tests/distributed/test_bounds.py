"""What bounds a run holds over all its workers, by what its journal says: a limit, the hours, the rate and its growth, opt-outs."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from chakra_async import bulk
from chakra_async.bulk.distributed.tasks import slice_task
from chakra_async.bulk.distributed.work import work
from chakra_async.errors import SettingsError
from chakra_async.settings import Limits
from chakra_async.webhooks.inbox.opening import open_as_given
from chakra_async.webhooks.opt_outs import OptOuts
from tests.distributed.test_workers import Here, LoadOnly, arrived, journal, load, made

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.sandbox import Sandbox
    from tests.support.postgres import Database

__all__ = ["journal"]  # the fixture: a database for each test, and small slices

OPERATION = "campaigns.add_phone_number"


def states(database: Database) -> dict[str, int]:
    return dict(database.execute("SELECT state, count(*) FROM chakra.rows GROUP BY 1"))


@pytest.mark.parametrize("limit", [1, 70, 199])
async def test_no_more_rows_than_the_limit_end_over_all_workers_and_the_next_run_goes_on(
    sandbox: Sandbox, journal: str, postgres: Database, limit: int
) -> None:
    sandbox.faults.add(OPERATION, latency=0.01)
    async with sandbox.client() as chakra:
        report = await made(chakra, journal, limit=limit).finish(engine=Here(sandbox, 3, concurrency=5))
        assert (report.done, report.stopped_because) == (limit, f"the limit of {limit} rows is reached")
        assert report.exit_code == 3
        assert len(arrived(sandbox)) == limit
        report = await made(chakra, journal).finish(engine=Here(sandbox, 3, concurrency=5))
    assert (report.done, report.stopped_because, report.exit_code) == (200, None, 0)
    assert len(arrived(sandbox)) == len(set(arrived(sandbox))) == 200


async def test_a_limit_of_all_rows_does_not_stop_the_run(sandbox: Sandbox, journal: str) -> None:
    async with sandbox.client() as chakra:
        report = await made(chakra, journal, limit=200).finish(engine=Here(sandbox, 2))
    assert (report.done, report.stopped_because, report.exit_code) == (200, None, 0)


async def test_a_worker_that_died_with_a_part_of_the_limit_takes_nothing_with_it(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    async with sandbox.client() as chakra:
        await made(chakra, journal, limit=60).finish(engine=LoadOnly())
        postgres.execute("UPDATE chakra.runs SET state = 'running', why = NULL")
        sandbox.faults.add(OPERATION, latency=600, skip=10)
        killed = asyncio.create_task(bulk.work_slice("july", 1, client=chakra, concurrency=5))
        while len(arrived(sandbox)) < 15:  # noqa: ASYNC110 - the sandbox has no event
            await asyncio.sleep(0.01)
        sandbox.faults.clear()
        # Another worker has the slice now; what the first one's calls come to is known to the database as rows of unknown outcome.
        end = await work("july", client=chakra)
        killed.cancel()
        await asyncio.wait([killed])
    assert end.stopped_because == "the limit of 60 rows is reached"
    # Rows that the first one had announced and gave back count as sent, so that there may be fewer, and never more.
    assert 50 <= len(arrived(sandbox)) <= 60
    assert len(arrived(sandbox)) == len(set(arrived(sandbox)))
    assert sum(states(postgres).values()) == 200


async def test_the_rate_grows_over_all_workers(sandbox: Sandbox, journal: str, postgres: Database) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with sandbox.client(limits=Limits(rate=100.0)) as chakra:
        report = await made(chakra, journal, 60, ramp=2.0).finish(engine=Here(sandbox, 3))
    assert report.done == 60
    assert loop.time() - began >= 1.0  # 0.6 s at the full rate
    ((state,),) = postgres.execute("SELECT state FROM chakra.gates WHERE state ? 'ramps'")
    assert len(state["ramps"]) == 1
    assert state["limit"] == 100.0


async def test_the_rate_and_the_hours_of_the_loader_hold_for_workers_that_are_given_none(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    now = datetime.now(UTC)
    closed = f"{now + timedelta(hours=3):%H:%M}-{now + timedelta(hours=4):%H:%M}"
    async with sandbox.client(limits=Limits(rate=77.0)) as chakra:
        await made(chakra, journal, between=closed, time_zone="UTC").finish(engine=LoadOnly())
    postgres.execute("UPDATE chakra.runs SET state = 'running', why = NULL")
    async with sandbox.client() as chakra:
        task = asyncio.create_task(bulk.work_slice("july", 1, client=chakra))
        done, _ = await asyncio.wait([task], timeout=1.0)
        task.cancel()
        await asyncio.wait([task])
        assert (done, arrived(sandbox)) == (set(), [])
        async with sandbox.client(limits=Limits(rate=77.0)) as loader:
            await made(loader, journal).finish(engine=LoadOnly())
        postgres.execute("UPDATE chakra.runs SET state = 'running', why = NULL")
        assert (await bulk.work_slice("july", 1, client=chakra)).finished
    ((state,),) = postgres.execute("SELECT state FROM chakra.gates WHERE state ? 'pace'")
    assert state["limit"] == 77.0


async def test_who_opts_out_while_the_run_is_on_is_left_out_by_workers_of_any_engine(
    sandbox: Sandbox, journal: str, postgres: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = open_as_given(tmp_path / "inbox.db")
    await inbox.open()
    try:
        opt_outs = OptOuts(inbox)
        await opt_outs.add("919900000003")
        async with sandbox.client() as chakra:
            run = made(chakra, journal, exclude=opt_outs)
            await run.finish(engine=LoadOnly())
            postgres.execute("UPDATE chakra.runs SET state = 'running', why = NULL")
            assert states(postgres) == {"excluded": 1, "pending": 199}
            await opt_outs.add("919900000007")
            monkeypatch.delenv("CHAKRA_INBOX", raising=False)
            monkeypatch.setattr("chakra_async.bulk.distributed.worker.client_of", lambda _: chakra)
            for without in ({}, {"exclude": ["+919900000099"]}):
                with pytest.raises(SettingsError, match="set CHAKRA_INBOX"):
                    await bulk.work_slice("july", 1, **without)  # type: ignore[arg-type]
            assert arrived(sandbox) == []
            monkeypatch.setenv("CHAKRA_INBOX", str(tmp_path / "inbox.db"))
            for number in range(1, 5):
                assert await slice_task("july", number, {}) is None
    finally:
        await inbox.close()
    assert {"+919900000003", "+919900000007"}.isdisjoint(arrived(sandbox))
    assert states(postgres) == {"done": 198, "excluded": 2}


async def test_a_test_send_needs_no_worker(sandbox: Sandbox, journal: str) -> None:
    async with sandbox.client() as chakra:
        report = await made(chakra, journal, only_to="+447700900123").finish(engine=LoadOnly())
    assert (report.done, arrived(sandbox)) == (1, ["447700900123"])


async def test_options_that_are_not_readable_are_refused(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    async with sandbox.client() as chakra:
        await load(chakra, postgres, journal, 10)
        for wrong in ('{"limit": "many"}', '{"rate": "-3"}', '{"ramp": "nan"}', '{"options_since": "x"}'):
            identity = "UPDATE chakra.runs SET identity = identity || %s::jsonb"
            postgres.execute(identity, wrong)
            with pytest.raises(bulk.JournalError, match="options of the run"):
                await bulk.work_slice("july", 1, client=chakra)
            undo = '{"limit": "", "rate": "", "ramp": "", "options_since": ""}'
            postgres.execute(identity, undo)
        postgres.execute(identity, '{"ramp": "60", "rate": "adaptive"}')
        with pytest.raises(SettingsError, match="not a rate to grow to"):
            await bulk.work_slice("july", 1, client=chakra)
    assert arrived(sandbox) == []
