# ruff: noqa: ASYNC110 - what is waited for is in other processes
"""A run on three worker processes that come to harm again and again, and what must hold of it afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import time
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from tests.kill_shared import failpoints
from tests.kill_shared.engines import ENGINES
from tests.kill_shared.fleet import Fleet
from tests.kill_shared.harms import HARMS
from tests.kill_shared.judge import judge, judge_naive, search
from tests.kill_shared.outcome import CONCURRENCY, Outcome
from tests.kill_shared.stage import Stage, sandbox
from tests.support.postgres import PostgresServer, fresh_database, shared_address
from tests.support.tcpproxy import TCPProxy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Generator

    from tests.kill_shared.engines import Place
    from tests.support.postgres import Database

__all__ = ["SharedTrial"]

_SLICE: Final = 100
_LONG: Final = 10.0
_SEVERAL: Final = 10
_CALLS: Final = 6
"""How often a run is called, besides once for each harm, before it counts as one that does not end."""


class SharedTrial:
    """A list, a sandbox with faults, a PostgreSQL, and three workers of an engine, each a process of its own.

    Args:
        engine: A name in `ENGINES`.
        harm: A name in `HARMS`.
        rows: Rows of the list.
        kills: How often harm is done.
        seed: Where chance comes from.
        folder: An empty folder.
        naive: Send without a journal, as a task would that does not know one.
        latency: Seconds before each answer.
        pause: Seconds from one harm to the next, at least.
        frozen: Seconds for which a worker is frozen.
        longest: Seconds after which it counts as one that does not end.

    """

    def __init__(
        self,
        engine: str,
        harm: str,
        *,
        rows: int,
        kills: int,
        seed: int,
        folder: Path,
        naive: bool = False,
        latency: float = 0.1,
        pause: float = 1.0,
        frozen: float = 12.0,
        longest: float = 600.0,
    ) -> None:
        self._engine, self._harm, self._naive, self._seed = engine, HARMS[harm], naive, seed
        self._rows, self._kills, self._latency, self._longest = rows, kills, latency, longest
        self._pause, self._frozen, self._folder = pause, frozen, folder
        self._chance = random.Random(f"{engine} {harm} {seed}")
        self._harming = asyncio.Lock()
        self.outcome = Outcome(rows)

    async def run(self) -> Outcome:
        """Run the trial."""
        began = time.monotonic()
        record = self._folder / "record.jsonl"
        # A list must outlast the time for which a worker is frozen.
        slow = self._harm is HARMS["frozen"] and self._frozen > _LONG
        latency = (10 if slow else 1) * self._latency * (2 if self._naive else 1)
        async with AsyncExitStack() as stack:
            server, database = stack.enter_context(self._database())
            exported = stack.enter_context(
                sandbox(record, latency=latency, seed=self._seed, faults=not self._naive)
            )
            stage = self._stage(stack, exported, record, database, server)
            # Small slices, so that each worker takes many.
            cast("Any", PostgresJournal.open).__func__.__kwdefaults__["slice_size"] = _SLICE
            place = ENGINES[self._engine](stage)
            try:
                async with asyncio.timeout(self._longest):
                    await place.start(stack)
                    await self._while_harming(place)
            except TimeoutError:
                self.outcome.problems.append("it did not end in time")
            finally:
                stage.fleet.stop()
            self._judge(place)
        self.outcome.seconds = time.monotonic() - began
        return self.outcome

    @contextmanager
    def _database(self) -> Generator[tuple[PostgresServer | None, Database]]:
        with contextlib.ExitStack() as stack:
            server: PostgresServer | None = None
            if self._harm.own_server:
                server = PostgresServer()
                stack.callback(server.remove)
                server.start()
                address = server.address()
            else:
                address = stack.enter_context(shared_address())
            yield server, stack.enter_context(fresh_database(address))

    def _stage(
        self,
        stack: AsyncExitStack,
        exported: dict[str, str],
        record: Path,
        database: Database,
        server: PostgresServer | None,
    ) -> Stage:
        journal, proxy = database.address, None
        if self._harm.proxied:
            port = int(journal.split("@")[1].split("/", maxsplit=1)[0].split(":")[1])
            proxy = stack.enter_context(TCPProxy(port))
            journal = proxy.address(journal, port)
        path = [str(Path.cwd())]
        own = self._harm.environment(self._frozen)
        if failpoints.FOLDER in own:
            own[failpoints.FOLDER] = str(self._folder)
            path.insert(0, str(failpoints.SITE))
        environment = {
            **os.environ,
            **exported,
            "CHAKRA_JOURNAL": journal,
            "KILL_QUEUE": journal,
            "KILL_CONCURRENCY": str(CONCURRENCY),
            "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "60s",
            **own,
            "PYTHONPATH": os.pathsep.join(path),
        }
        os.environ.update(environment)
        logs = self._folder / "logs.txt"
        return Stage(
            engine=self._engine,
            naive=self._naive,
            numbers=[f"91990{n:07}" for n in range(self._rows)],
            chance=self._chance,
            pause=self._pause,
            frozen=self._frozen,
            folder=self._folder,
            record=record,
            logs=logs,
            environment=environment,
            database=database,
            server=server,
            proxy=proxy,
            fleet=Fleet(environment, logs),
            outcome=self.outcome,
        )

    async def _while_harming(self, place: Place) -> None:
        keeper = asyncio.create_task(self._keep(place))
        harmer = asyncio.create_task(self._harm_again_and_again(place.stage))
        worker = asyncio.ensure_future(self._until_finished(place))
        tasks = {keeper, harmer, worker}
        try:
            while not worker.done():
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                tasks = {task for task in tasks if not task.done()}
                if any(each.done() and each.exception() is not None for each in (keeper, harmer, worker)):
                    break
        finally:
            for task in (keeper, harmer, worker):
                task.cancel()
            ended = await asyncio.gather(keeper, harmer, worker, return_exceptions=True)
        for each in ended:
            if isinstance(each, Exception):
                raise each

    async def _until_finished(self, place: Place) -> None:
        if self._naive:
            await self._unharmed_after(place.naive())
            return
        for _ in range(_CALLS + self._kills):  # each harm may cost a call
            await self._unharmed_after(place.finish())
            if not place.stage.unfinished():
                break
            place.stops.append("rows were given back after the call")
        allowed = self._harm.resumes or self._harm is HARMS["frozen"]
        if place.stops and not allowed:
            self.outcome.problems += [f"stopped: {each}" for each in place.stops]
        self.outcome.calls = 1 + len(place.stops)

    async def _unharmed_after(self, work: Awaitable[None]) -> None:
        """Do something, and let a harm that is being done then be over."""
        await work
        async with self._harming:
            pass

    async def _keep(self, place: Place) -> None:
        while True:
            await asyncio.sleep(0.2)
            place.keep()

    async def _harm_again_and_again(self, stage: Stage) -> None:
        while self.outcome.kills < self._kills:
            before = stage.arrived()
            while stage.arrived() == before:
                await asyncio.sleep(0.01)
            await asyncio.sleep(self._pause * self._chance.uniform(0.5, 1.5))
            async with self._harming:
                done = await self._harm.once(stage)
            if not done:
                await asyncio.sleep(0.05)

    def _judge(self, place: Place) -> None:
        stage = place.stage
        if self._naive:
            judge_naive(self.outcome, stage.record, stage.numbers)
            return
        search(
            self.outcome,
            {"the logs": stage.logs.read_bytes() if stage.logs.exists() else b"", **place.kept()},
            token=stage.environment["CHAKRA_ACCESS_TOKEN"],
            numbers=stage.numbers[0][:8],
        )
        state, why = stage.database.execute("SELECT state, why FROM chakra.runs")[0]
        if state != "done":
            self.outcome.problems.append(f"the run is {state}: {why}")
        judge(
            self.outcome,
            stage.record,
            stage.numbers,
            stage.database,
            workers_harmed=self._harm.workers,
            never_sent=list(failpoints.granted(self._folder)),
        )
        shows = self._harm.shows
        if shows is not None and self.outcome.kills >= _SEVERAL and not getattr(self.outcome, shows):
            self.outcome.problems.append(f"the harm did not do what it is for: 0 {shows.replace('_', ' ')}")
