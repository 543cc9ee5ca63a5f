# ruff: noqa: S603, ASYNC110 - the commands are the trial's own, and it waits for files
"""A run on three worker processes that are killed again and again, and what must hold of it afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from chakra_async import Chakra, bulk
from chakra_async.bulk import RowState
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.sandbox.record import phone_number_in
from tests.kill_shared.naive import send_all, share_of
from tests.support.ports import reserved_port
from tests.support.postgres import PASSWORD
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Generator, Iterator

    from tests.support.postgres import Database

__all__ = ["ENGINES", "Outcome", "SharedTrial"]

ENGINES: Final = ("dask", "procrastinate", "work")
OPERATION: Final = "campaigns.add_phone_number"
WORKERS: Final = 3
CONCURRENCY: Final = 10
MOST_HELD: Final = 2 * CONCURRENCY
"""Rows that one worker may have announced: those under way, and as many ahead."""
_LONGEST: Final = 600.0
_INTERRUPTED: Final = "Interrupted"
_RUN: Final = "july"
_SLICE: Final = 100
_NAIVE: Final = 50


@attrs.define
class Outcome:
    """What came of a trial.

    Attributes:
        rows: Rows of the list.
        kills: Worker processes that were killed.
        arrivals: Requests that did something.
        twice: Numbers that this happened to more than once.
        missing: Numbers that it never happened to, and that no row names.
        done: Rows done.
        unknown: Rows of unknown outcome, by kills and by faults.
        held_by_kills: Those of them that were under way at a kill.
        problems: What must not be; empty where all is well.

    """

    rows: int
    kills: int = 0
    arrivals: int = 0
    twice: int = 0
    missing: int = 0
    done: int = 0
    unknown: int = 0
    held_by_kills: int = 0
    problems: list[str] = attrs.field(factory=list[str])


class SharedTrial:
    """A list, a sandbox with faults, a PostgreSQL, and three workers of an engine, each a process of its own.

    Args:
        engine: `dask`, `procrastinate`, or `work` for processes of `chakra work`.
        rows: Rows of the list.
        kills: How many workers are killed.
        seed: Where chance comes from.
        folder: An empty folder.
        database: An empty database.
        naive: Send without a journal, as a task would that does not know one.
        latency: Seconds before each answer.
        pause: Seconds from one kill to the next, at least.
        frozen: Seconds for which a worker is stopped and then woken, in the place of being killed; 0 for kills.

    """

    def __init__(
        self,
        engine: str,
        *,
        rows: int,
        kills: int,
        seed: int,
        folder: Path,
        database: Database,
        naive: bool = False,
        latency: float = 0.1,
        pause: float = 1.0,
        frozen: float = 0.0,
    ) -> None:
        self._engine, self._naive, self._seed = engine, naive, seed
        self._kills, self._latency, self._pause, self._frozen = kills, latency, pause, frozen
        self._chance = random.Random(f"{engine} {seed}")
        self._record = folder / "record.jsonl"
        self._logs = folder / "logs.txt"
        self._list = folder / "numbers.txt"
        self._database = database
        self._numbers = [f"91990{n:07}" for n in range(rows)]
        self._environment = dict(os.environ)
        self._fleet: list[subprocess.Popen[bytes]] = []
        self._commands: dict[int, list[str]] = {}
        self._over = False
        self._graph = b""
        self.outcome = Outcome(rows)

    async def run(self) -> Outcome:
        """Run the trial."""
        async with AsyncExitStack() as stack:
            exported = stack.enter_context(self._server())
            here = {
                **exported,
                "CHAKRA_JOURNAL": self._database.address,
                "KILL_QUEUE": self._database.address,
                "KILL_CONCURRENCY": str(CONCURRENCY),
                "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "60s",
                "PYTHONPATH": str(Path.cwd()),
            }
            os.environ.update(here)
            # Small slices, so that each worker takes many.
            cast("Any", PostgresJournal.open).__func__.__kwdefaults__["slice_size"] = _SLICE
            self._environment.update(here)
            try:
                async with asyncio.timeout(_LONGEST):
                    await getattr(self, f"_on_{self._engine}")(stack)
            except TimeoutError:
                self.outcome.problems.append("it did not end in time")
            finally:
                self._over = True
                self._stop_fleet()
            self._judge()
        return self.outcome

    # The engines

    async def _on_dask(self, stack: AsyncExitStack) -> None:
        import distributed  # noqa: PLC0415 - an extra

        port = stack.enter_context(reserved_port())
        address = f"tcp://127.0.0.1:{port}"
        scheduler = self._popen(
            [
                sys.executable,
                "-m",
                "distributed.cli.dask_scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
                "--no-dashboard",
            ]
        )
        stack.callback(_end, scheduler)
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60"]
        self._start_fleet(
            [[sys.executable, "-m", "distributed.cli.dask_worker", address, *options]] * WORKERS
        )
        client = await stack.enter_async_context(
            distributed.Client(address, asynchronous=True, timeout=60, set_as_default=False)
        )
        engine = bulk.Dask(client, concurrency=CONCURRENCY)
        if self._naive:
            futures = [client.submit(send_all, part, pure=False, retries=10) for part in self._parts()]
            await self._while_killing(_gathered(client, futures))
        else:
            reading = asyncio.create_task(self._read_graph(client))
            await self._while_killing(self._finish(engine))
            reading.cancel()

    async def _read_graph(self, client: Any) -> None:
        """Read what the scheduler keeps of the tasks, while it does."""
        while not self._graph:
            await asyncio.sleep(0.2)
            self._graph = await client.run_on_scheduler(_graph_of)

    async def _on_procrastinate(self, stack: AsyncExitStack) -> None:
        from tests.kill_shared import queue  # noqa: PLC0415 - it reads the environment

        queue.app.connector._pool_args["conninfo"] = self._database.address
        await stack.enter_async_context(queue.app.open_async())
        await queue.app.schema_manager.apply_schema_async()
        self._start_fleet([[sys.executable, "-m", "tests.kill_shared.queue"]] * WORKERS)
        if not self._naive:
            await self._while_killing(self._finish(queue.engine))
            return
        for part in self._parts():
            await queue.naive.defer_async(numbers=part)
        await self._while_killing(_queue_empty(queue.app))

    async def _on_work(self, stack: AsyncExitStack) -> None:
        if self._naive:
            self._list.write_text("\n".join(self._numbers), encoding="utf-8")
            naive = [sys.executable, "-m", "tests.kill_shared.naive", str(self._list)]
            self._start_fleet([[*naive, str(place), str(WORKERS)] for place in range(WORKERS)])
            await self._while_killing(self._fleet_ended())
            return
        await self._finish(_Nothing())
        commands = [
            [
                sys.executable,
                "-m",
                "chakra_async",
                "work",
                _RUN,
                "--share",
                f"{place}/{WORKERS}",
                "--concurrency",
                str(CONCURRENCY),
            ]
            for place in range(1, WORKERS + 1)
        ]
        self._database.execute("UPDATE chakra.runs SET state = 'running', why = NULL")
        self._start_fleet(commands)
        await self._while_killing(self._fleet_ended())

    async def _fleet_ended(self) -> None:
        while any(process.poll() is None or process.returncode < 0 for process in self._fleet):
            await asyncio.sleep(0.1)
        for process in self._fleet:
            if process.returncode not in (0, 1):
                self.outcome.problems.append(f"a worker ended with {process.returncode}")

    async def _finish(self, engine: Any) -> None:
        async with Chakra() as chakra:
            run = bulk.Run(
                chakra,
                bulk.Enrol(CAMPAIGN_ID),
                rows=[f"+{number}" for number in self._numbers],
                journal=f"{self._database.address}#{_RUN}",
                show_progress=False,
            )
            report = await run.finish(engine=engine)
        if not isinstance(engine, _Nothing) and report.stopped_because is not None:
            self.outcome.problems.append(f"stopped: {report.stopped_because}")

    def _parts(self) -> Iterator[list[str]]:
        for start in range(0, len(self._numbers), _NAIVE):
            yield self._numbers[start : start + _NAIVE]

    # The workers

    def _start_fleet(self, commands: list[list[str]]) -> None:
        for command in commands:
            process = self._popen(command)
            self._commands[process.pid] = command
            self._fleet.append(process)

    def _popen(self, command: list[str]) -> subprocess.Popen[bytes]:
        with self._logs.open("ab") as log:
            return subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)

    def _stop_fleet(self) -> None:
        for process in self._fleet:
            _end(process)

    async def _while_killing(self, work: Awaitable[Any]) -> None:
        killer = asyncio.create_task(self._kill())
        try:
            await work
        finally:
            self._over = True
            killer.cancel()
            await asyncio.wait([killer])
        if not killer.cancelled() and (error := killer.exception()) is not None:
            raise error

    async def _kill(self) -> None:
        while self.outcome.kills < self._kills:
            before = self._arrived()
            while self._arrived() == before and not self._over:
                await asyncio.sleep(0.01)
            await asyncio.sleep(self._pause * self._chance.uniform(0.5, 1.5))
            self._replace_ended()
            alive = [process for process in self._candidates() if process.poll() is None]
            if not alive or self._over:
                await asyncio.sleep(0.05)
                continue
            process = self._chance.choice(alive)
            if self._frozen:
                process.send_signal(signal.SIGSTOP)
                self.outcome.kills += 1
                await asyncio.sleep(self._frozen)
                process.send_signal(signal.SIGCONT)
                continue
            process.kill()
            process.wait()
            self.outcome.kills += 1
            self._replace(process)
        while self._engine != "work":
            await asyncio.sleep(0.5)
            self._replace_ended()

    def _candidates(self) -> list[subprocess.Popen[bytes]]:
        """Return who may be killed: anyone, or the naive process that sent the last row, so that it has something to repeat."""
        if self._engine != "work" or not self._naive:
            return self._fleet
        numbers = self._worked()
        return [self._fleet[share_of(numbers[-1], self._numbers, WORKERS)]] if numbers else []

    def _replace_ended(self) -> None:
        """Start workers again that ended by themselves, such as one that a busy scheduler lost."""
        if self._engine != "work":
            for process in [process for process in self._fleet if process.poll() is not None]:
                self._replace(process)

    def _replace(self, process: subprocess.Popen[bytes]) -> None:
        fresh = self._popen(self._commands[process.pid])
        self._commands[fresh.pid] = self._commands[process.pid]
        self._fleet[self._fleet.index(process)] = fresh

    def _arrived(self) -> int:
        return self._record.stat().st_size if self._record.exists() else 0

    # The server

    def _faults(self) -> Iterator[str]:
        yield f"{OPERATION}:latency={self._latency * (2 if self._naive else 1)}"
        if self._naive:
            return
        yield f"{OPERATION}:status=429,retry_after=0.05,probability=0.004,seed={self._seed}"
        yield f"{OPERATION}:reset=after,probability=0.002,seed={self._seed + 1}"
        yield f"{OPERATION}:reset=before,probability=0.002,seed={self._seed + 2}"
        yield f"{OPERATION}:status=500,work=true,probability=0.001,seed={self._seed + 3}"

    @contextmanager
    def _server(self) -> Generator[dict[str, str]]:
        faults = [part for fault in self._faults() for part in ("--fault", fault)]
        command = [
            sys.executable,
            "-m",
            "chakra_async",
            "sandbox",
            "--port",
            "0",
            "--record",
            str(self._record),
            *faults,
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(5)]
            try:
                yield dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
            finally:
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=30)

    # The judgement

    def _search(self) -> None:
        """Look for the token, the database's password and phone numbers where engines and logs keep things."""
        places = {"the logs": self._logs.read_bytes(), "the engine's graph": self._graph}
        if self._engine == "procrastinate":
            jobs = self._database.execute("SELECT row_to_json(j)::text FROM procrastinate_jobs AS j")
            places["the queue"] = "".join(text for (text,) in jobs).encode()
            if not jobs:
                self.outcome.problems.append("the queue is empty")
        if self._engine == "dask" and b"slice_task" not in self._graph:
            self.outcome.problems.append("the graph was not read")
        secrets = {
            "the token": self._environment["CHAKRA_ACCESS_TOKEN"],
            "the password": PASSWORD,
            "a phone number": self._numbers[0][:8],
        }
        for place, text in places.items():
            self.outcome.problems += [
                f"{name} is in {place}" for name, secret in secrets.items() if secret.encode() in text
            ]

    def _worked(self) -> list[str]:
        """Return the numbers of the calls that did something, in order; a line that is being written is left out."""
        found: list[str] = []
        for line in self._record.read_text(encoding="utf-8").split("\n")[:-1]:
            arrival = json.loads(line)
            if arrival["operation"] == OPERATION and arrival["worked"]:
                found.append(phone_number_in(arrival["body"], arrival["path"]))
        return found

    def _judge(self) -> None:
        worked = Counter(self._worked())
        out = self.outcome
        out.arrivals = worked.total()
        twice = [key for key, count in worked.items() if count > 1]
        out.twice = len(twice)
        if self._naive:
            out.missing = len(set(self._numbers) - set(worked))
            return
        self._search()
        found = self._database.execute("SELECT key, state, code, result FROM chakra.rows WHERE number > 0")
        rows = {key: (RowState(state), code, result) for key, state, code, result in found}
        by_state = {state: {key for key, row in rows.items() if row[0] is state} for state in RowState}
        done, unknown, refused = (by_state[s] for s in (RowState.DONE, RowState.UNKNOWN, RowState.REFUSED))
        by_kills = {key for key in unknown if rows[key][1] == _INTERRUPTED}
        out.done, out.unknown, out.held_by_kills = len(done), len(unknown), len(by_kills)
        lost = set(self._numbers) - done - unknown - refused
        out.missing = len(lost)
        late = self._database.execute("SELECT count(*) FROM chakra.late")[0][0]
        unfinished = self._database.execute("SELECT count(*) FROM chakra.slices WHERE NOT finished")[0][0]
        checks: dict[str, Any] = {
            "sent twice": twice,
            "lost": lost,
            "sent to nobody of the list": set(worked) - set(self._numbers),
            "done without having been sent": done - set(worked),
            "refused although it was done": refused & set(worked),
            "done without an id": [key for key in done if not rows[key][2]],
            "late ends of rows that had gone on": range(late),
            "slices that are not finished": range(unfinished),
            "held beyond what can be under way": range(len(by_kills))[MOST_HELD * out.kills :],
        }
        out.problems += [f"{name}: {len(each)}" for name, each in checks.items() if each]
        if sum(len(each) for each in by_state.values()) != len(self._numbers):
            out.problems.append(
                f"the sums: { ({state.value: len(each) for state, each in by_state.items()}) }"
            )


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


async def _gathered(client: Any, futures: list[Any]) -> None:
    for future in futures:
        with contextlib.suppress(Exception):
            await client.gather(future)


async def _queue_empty(app: Any) -> None:
    while True:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=2.0, queue="chakra"):
            with contextlib.suppress(Exception):
                await app.job_manager.retry_job(job)
        jobs = list(await app.job_manager.list_jobs_async(task="naive"))
        if jobs and all(job.status in ("succeeded", "failed") for job in jobs):
            return
        await asyncio.sleep(0.5)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGCONT)
        process.kill()
    process.wait()
