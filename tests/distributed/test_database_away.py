"""A user who gives a run or a worker up does not wait for a database that is away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from chakra_async.bulk.distributed.work import work
from tests.distributed.test_workers import LoadOnly, made
from tests.support.tcpproxy import TCPProxy

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator, Sequence

    from chakra_async import bulk
    from chakra_async.bulk.distributed.worker import Worker
    from chakra_async.sandbox import Sandbox
    from tests.support.postgres import Database

OPERATION = "campaigns.add_phone_number"
pytestmark = pytest.mark.timeout(90)  # less than a database that is away is waited for


@pytest.fixture
def proxy(postgres: Database) -> Iterator[TCPProxy]:
    with TCPProxy(port_of(postgres)) as proxy:
        yield proxy


@pytest.fixture
def through(postgres: Database, proxy: TCPProxy) -> str:
    return f"{proxy.address(postgres.address, port_of(postgres))}#july"


def port_of(database: Database) -> int:
    return int(database.address.split("@")[1].split("/", maxsplit=1)[0].split(":")[1])


def away(proxy: TCPProxy) -> None:
    proxy.refuses = True
    proxy.cut()


async def until_called(sandbox: Sandbox) -> None:
    while not any(each.operation == OPERATION for each in sandbox.arrivals):  # noqa: ASYNC110 - the sandbox has no event
        await asyncio.sleep(0.01)


async def test_a_run_that_is_aborted_reports_at_once(sandbox: Sandbox, proxy: TCPProxy, through: str) -> None:
    sandbox.faults.add(OPERATION, latency=0.05)
    async with sandbox.client() as chakra:
        run = made(chakra, through, 100)
        task = asyncio.create_task(run.finish())
        await until_called(sandbox)
        away(proxy)
        run.stop()
        await asyncio.sleep(0.1)
        run.abort()
        report = await task
    assert report.interrupted
    assert report.done + report.unknown + report.pending == 100
    assert report.pending


async def test_a_run_on_an_engine_that_is_aborted_reports_at_once(
    sandbox: Sandbox, proxy: TCPProxy, through: str
) -> None:
    begun, cancelled = asyncio.Event(), asyncio.Event()

    class Waits:
        async def submit(self, run: str, slices: Sequence[int]) -> AsyncGenerator[bulk.Ended]:
            begun.set()
            await cancelled.wait()
            return
            yield

        async def cancel(self) -> None:
            cancelled.set()

    async with sandbox.client() as chakra:
        run = made(chakra, through, 100)
        task = asyncio.create_task(run.finish(engine=Waits()))
        await begun.wait()
        away(proxy)
        run.stop()
        await asyncio.sleep(0.1)
        run.abort()
        report = await task
    assert cancelled.is_set()
    assert report.interrupted


async def test_a_worker_that_is_aborted_ends_at_once(
    sandbox: Sandbox, proxy: TCPProxy, through: str, postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAKRA_JOURNAL", through.partition("#")[0])
    workers: list[Worker] = []
    sandbox.faults.add(OPERATION, latency=0.05)
    async with sandbox.client() as chakra:
        await made(chakra, through, 100).finish(engine=LoadOnly())
        postgres.execute("UPDATE chakra.runs SET state = 'running', why = NULL")
        task = asyncio.create_task(work("july", client=chakra, started=workers.append))
        await until_called(sandbox)
        away(proxy)
        workers[0].interrupt()
        await asyncio.sleep(0.1)
        workers[0].abort()
        end = await task
    assert end.interrupted
