"""A user who gives a run or a worker up does not wait for a database that is away."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from chakra_async.bulk.distributed import worker as worker_module
from chakra_async.bulk.distributed.work import work, work_slice
from chakra_async.bulk.distributed.worker import Worker
from chakra_async.bulk.errors import JournalError
from tests.distributed.test_workers import LoadOnly, made
from tests.support.ports import reserved_port
from tests.support.tcpproxy import TCPProxy

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator, Sequence

    from chakra_async import Chakra, bulk
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


async def load(chakra: Chakra, through: str, postgres: Database) -> None:
    await made(chakra, through, 100).finish(engine=LoadOnly())
    postgres.execute("UPDATE chakra.runs SET state = 'running', why = NULL")


async def test_a_slice_that_begins_while_the_database_is_away_waits_for_it(
    sandbox: Sandbox, proxy: TCPProxy, through: str, postgres: Database
) -> None:
    async with sandbox.client() as chakra:
        await load(chakra, through, postgres)
        async with Worker(through, client=chakra):
            pass  # this process has reached it
        away(proxy)
        begins = asyncio.create_task(work_slice(through, 1, client=chakra))
        assert not (await asyncio.wait([begins], timeout=1.0))[0]
        proxy.refuses = False
        end = await begins
    assert (end.finished, end.done) == (True, 100)


async def test_a_worker_that_has_begun_waits_with_its_next_slice(
    sandbox: Sandbox, proxy: TCPProxy, through: str, postgres: Database
) -> None:
    async with sandbox.client() as chakra:
        await load(chakra, through, postgres)
        async with Worker(through, client=chakra) as worker:
            away(proxy)
            begins = asyncio.create_task(worker.work(1))
            assert not (await asyncio.wait([begins], timeout=1.0))[0]
            proxy.refuses = False
            assert (await begins).finished


async def test_a_database_that_was_never_reached_is_waited_for_only_once(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "_FIRST_CONTACT", 0.5)
    with reserved_port() as port:
        there = f"postgresql://user@127.0.0.1:{port}/bulk#july"
        async with sandbox.client() as chakra:
            with pytest.raises(JournalError, match="is away"):
                await work_slice(there, 1, client=chakra)
            monkeypatch.setattr(worker_module, "_FIRST_CONTACT", 1000.0)
            with pytest.raises(JournalError, match="is away"):
                await work_slice(there, 2, client=chakra)


async def test_a_worker_that_starts_while_the_database_is_away_waits_for_it(
    sandbox: Sandbox, proxy: TCPProxy, through: str, postgres: Database
) -> None:
    async with sandbox.client() as chakra:
        await load(chakra, through, postgres)
        away(proxy)
        begins = asyncio.create_task(work_slice(through, 1, client=chakra))
        assert not (await asyncio.wait([begins], timeout=0.5))[0]
        proxy.refuses = False
        assert (await begins).finished


async def test_a_slice_that_waits_for_its_database_can_be_cancelled(
    sandbox: Sandbox, proxy: TCPProxy, through: str, postgres: Database
) -> None:
    async with sandbox.client() as chakra:
        await load(chakra, through, postgres)
        async with Worker(through, client=chakra) as worker:
            away(proxy)
            for waits in (worker.work(1), work_slice(through, 1, client=chakra)):
                task = asyncio.create_task(waits)
                await asyncio.sleep(0.5)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
    threads = [each for each in threading.enumerate() if each.name.startswith("chakra-journal")]
    for each in threads:
        await asyncio.to_thread(each.join, 30)
    assert not any(each.is_alive() for each in threads)


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
