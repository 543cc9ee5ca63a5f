# ruff: noqa: ASYNC110 - what is waited for is in other processes
"""The engines of a trial: how their workers are started, how the run is finished on them, and what a task without a journal does there."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chakra_async import Chakra, bulk
from chakra_async.bulk.distributed.local import LocalWorkers
from chakra_async.bulk.journal.postgres.address import JournalAddress
from tests.kill_shared.fleet import Command, end
from tests.kill_shared.naive import send_all
from tests.kill_shared.outcome import CONCURRENCY, RUN, WORKERS
from tests.support.pages import blocks
from tests.support.ports import reserved_port
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator
    from contextlib import AsyncExitStack

    from tests.kill_shared.fleet import Process
    from tests.kill_shared.stage import Stage

__all__ = ["ENGINES", "Place"]

_NAIVE: Final = 50
_STARTED_AGAIN: Final = 50
"""How often one worker of a share may end by itself."""


class Place:
    """An engine, and the workers on it."""

    def __init__(self, stage: Stage) -> None:
        """Begin with nothing running."""
        self.stage = stage
        self.stops: list[str] = []

    async def start(self, stack: AsyncExitStack) -> None:
        """Start what the engine needs."""
        raise NotImplementedError

    async def finish(self) -> None:
        """Finish the run, or as much of it as one call can."""
        raise NotImplementedError

    async def naive(self) -> None:
        """Do the list without a journal."""
        raise NotImplementedError

    def keep(self) -> None:
        """Start workers again that ended by themselves, as whatever runs them does."""
        fleet, doomed = self.stage.fleet, self.stage.doomed
        for process in [each for each in fleet.processes if each.poll() is not None]:
            if process.pid not in doomed and self.ended(process):
                self.stage.outcome.restarts += 1
                fleet.replace(process)

    def ended(self, process: Process) -> bool:
        """Return whether a worker that ended by itself is to be started again."""
        return True

    def kept(self) -> dict[str, bytes]:
        """Return what the engine keeps, for a search in it."""
        return {}

    async def run_on(self, engine: Any) -> None:
        """Call `Run.finish` once."""
        counting = engine if isinstance(engine, _Nothing) else _Counting(engine, self.stage)
        async with Chakra() as chakra:
            run = bulk.Run(
                chakra,
                bulk.Enrol(CAMPAIGN_ID),
                rows=[f"+{number}" for number in self.stage.numbers],
                journal=f"{self.stage.database.address}#{RUN}",
                show_progress=False,
            )
            report = await run.finish(engine=counting)
        if report.stopped_because is not None and not isinstance(engine, _Nothing):
            self.stops.append(report.stopped_because)

    def parts(self) -> Iterator[list[str]]:
        """Return the tasks without a journal."""
        for start in range(0, len(self.stage.numbers), _NAIVE):
            yield self.stage.numbers[start : start + _NAIVE]


class _Dask(Place):
    _graph = b""
    _address = ""

    async def start(self, stack: AsyncExitStack) -> None:
        port = stack.enter_context(reserved_port())
        self._address = f"tcp://127.0.0.1:{port}"
        arguments = ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
        program = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
        self.stage.scheduler = self.stage.fleet.popen(Command((*program, *arguments)))
        stack.callback(lambda: end(self.stage.scheduler) if self.stage.scheduler is not None else None)
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60"]
        # An import in a worker's event loop, on a busy machine, must not look like a worker that is frozen.
        options += ["--preload", "chakra_async.bulk.distributed.tasks"]
        worker = (sys.executable, "-m", "distributed.cli.dask_worker", self._address, *options)
        self.stage.fleet.start([Command(worker)] * WORKERS)

    def _client(self) -> Any:
        import distributed  # noqa: PLC0415 - an extra

        # On a busy machine a scheduler needs minutes to be there again.
        return distributed.Client(self._address, asynchronous=True, timeout=300, set_as_default=False)

    async def finish(self) -> None:
        async with self._client() as client:
            reading = asyncio.create_task(self._read_graph(client))
            try:
                await self.run_on(bulk.Dask(client, concurrency=CONCURRENCY))
            finally:
                reading.cancel()
                await asyncio.wait([reading])

    async def _read_graph(self, client: Any) -> None:
        """Read what the scheduler keeps of the tasks, while it does."""
        while not self._graph:
            await asyncio.sleep(0.2)
            with contextlib.suppress(Exception):  # it may be away
                self._graph = await client.run_on_scheduler(_graph_of)

    async def naive(self) -> None:
        async with self._client() as client:

            def submit(part: list[str]) -> Any:
                return client.submit(send_all, part, pure=False, retries=10)

            left = [(part, submit(part)) for part in self.parts()]
            while left:
                part, future = left.pop(0)
                try:
                    await future
                except (Exception, asyncio.CancelledError):  # noqa: BLE001 - it is given up, or the scheduler forgot it
                    await asyncio.sleep(0.1)
                    left.append((part, submit(part)))

    def kept(self) -> dict[str, bytes]:
        if b"slice_task" not in self._graph:
            self.stage.outcome.problems.append("the graph was not read")
        return {"the engine's graph": self._graph}


class _Procrastinate(Place):
    async def start(self, stack: AsyncExitStack) -> None:
        from tests.kill_shared import queue  # noqa: PLC0415 - it reads the environment

        self._queue = queue
        queue.app.connector._pool_args["conninfo"] = self.stage.database.address
        await stack.enter_async_context(queue.app.open_async())
        await queue.app.schema_manager.apply_schema_async()
        self.stage.fleet.start([Command((sys.executable, "-m", "tests.kill_shared.queue"))] * WORKERS)

    async def finish(self) -> None:
        await self.run_on(self._queue.engine)

    async def naive(self) -> None:
        manager = self._queue.app.job_manager
        parts = {await self._queue.naive.defer_async(numbers=part): part for part in self.parts()}
        while parts:
            await asyncio.sleep(0.5)
            for job in await manager.get_stalled_jobs(seconds_since_heartbeat=2.0, queue="chakra"):
                with contextlib.suppress(Exception):
                    await manager.retry_job(job)
            for job in await manager.list_jobs_async(task="naive"):
                if job.id in parts and job.status not in ("todo", "doing"):
                    part = parts.pop(job.id)
                    if job.status != "succeeded":
                        parts[await self._queue.naive.defer_async(numbers=part)] = part

    def kept(self) -> dict[str, bytes]:
        jobs = self.stage.database.execute("SELECT row_to_json(j)::text FROM procrastinate_jobs AS j")
        if not jobs:
            self.stage.outcome.problems.append("the queue is empty")
        return {"the queue": "".join(text for (text,) in jobs).encode()}


class _Work(Place):
    """Processes of `chakra work`, each with a share."""

    _over: tuple[int, ...] = (0, 1)
    """Exit codes after which a worker is not started again."""
    _ends = 0

    def command(self, place: int) -> Command:
        share = ("--share", f"{place}/{WORKERS}", "--concurrency", str(CONCURRENCY))
        return Command((sys.executable, "-m", "chakra_async", "work", RUN, *share))

    async def start(self, stack: AsyncExitStack) -> None:
        if self.stage.naive:
            path = self.stage.folder / "numbers.txt"
            path.write_text("\n".join(self.stage.numbers), encoding="utf-8")
            naive = (sys.executable, "-m", "tests.kill_shared.naive", str(path))
            self.stage.fleet.start(Command((*naive, str(place), str(WORKERS))) for place in range(WORKERS))
            return
        await self.run_on(_Nothing())
        self.stage.database.execute("UPDATE chakra.runs SET state = 'running', why = NULL")
        self.stage.fleet.start(self.command(place) for place in range(1, WORKERS + 1))

    async def finish(self) -> None:
        fleet = self.stage.fleet
        for process in [each for each in fleet.processes if each.returncode in self._over]:
            fleet.replace(process)  # a second call, for rows that were given back after the first
        while any(
            process.poll() is None or process.returncode not in self._over for process in fleet.processes
        ):
            await asyncio.sleep(0.1)

    async def naive(self) -> None:
        while any(process.poll() is None or process.returncode < 0 for process in self.stage.fleet.processes):
            await asyncio.sleep(0.1)

    def ended(self, process: Process) -> bool:
        if process.returncode in self._over:
            return False
        self._ends += 1
        if self._ends > _STARTED_AGAIN * WORKERS:
            raise RuntimeError(f"Workers end by themselves again and again, with {process.returncode}.")
        return True


class _Kubernetes(_Work):
    """The recipe of the documentation for an indexed job, its pods being processes here."""

    _over = (0,)

    def command(self, place: int) -> Command:
        (line,) = (
            line.strip().removeprefix("- ")
            for block in blocks("docs/machines.md")
            if block.language == "yaml"
            for line in block.code.splitlines()
            if "JOB_COMPLETION_INDEX" in line
        )
        assert line.endswith("/40")
        line = f"{line.removesuffix('/40')}/{WORKERS} --concurrency {CONCURRENCY}"
        path = f"{Path(sys.executable).parent}:{self.stage.environment['PATH']}"
        return Command(("sh", "-c", line), {"JOB_COMPLETION_INDEX": str(place - 1), "PATH": path})


class _Local(Place):
    """`bulk.LocalWorkers`: it gives the slices of a process up that dies, and starts it again in the next round."""

    async def start(self, stack: AsyncExitStack) -> None:
        address = JournalAddress.parse(f"{self.stage.database.address}#{RUN}")
        self.stage.local = LocalWorkers(WORKERS, address, concurrency=CONCURRENCY)

    async def finish(self) -> None:
        await self.run_on(self.stage.local)

    def keep(self) -> None:
        pass


class _Counting:
    """Counts the slices that an engine gives up."""

    def __init__(self, engine: Any, stage: Stage) -> None:
        self._engine = engine
        self._stage = stage

    async def submit(self, run: str, slices: Any) -> AsyncGenerator[bulk.Ended]:
        async with aclosing(self._engine.submit(run, slices)) as ends:
            async for each in ends:
                self._stage.outcome.given_up += each.problem is not None
                yield each

    async def cancel(self) -> None:
        await self._engine.cancel()


class _Nothing:
    """An engine that only lets the list be loaded."""

    async def submit(self, run: str, slices: Any) -> AsyncGenerator[bulk.Ended]:
        for number in slices:
            yield bulk.Ended(slice=number, problem="loaded only")

    async def cancel(self) -> None:
        pass


def _graph_of(dask_scheduler: Any) -> bytes:
    """Return the tasks of a scheduler, in which this runs."""
    import pickle  # noqa: PLC0415 - it runs elsewhere

    return b"".join(pickle.dumps(task.run_spec) + task.key.encode() for task in dask_scheduler.tasks.values())


ENGINES: Final[dict[str, type[Place]]] = {
    "dask": _Dask,
    "procrastinate": _Procrastinate,
    "work": _Work,
    "local": _Local,
    "kubernetes": _Kubernetes,
}
"""What a trial can be of, by name."""
