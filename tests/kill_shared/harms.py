# ruff: noqa: ASYNC110 - what is waited for is in other processes
"""The kinds of harm: what is done to workers, their engine, their database and the network between, again and again during a run."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from tests.kill_shared import failpoints
from tests.kill_shared.fleet import Command
from tests.kill_shared.naive import share_of
from tests.kill_shared.outcome import WORKERS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.kill_shared.fleet import Process
    from tests.kill_shared.stage import Stage

__all__ = ["HARMS", "Harm"]

SHARES: Final = frozenset({"work", "kubernetes"})
"""Engines whose workers have a share of the slices each, so that a worker is replaced by one with the same share."""
_TAKEN_OVER_WITHIN: Final = 180.0
"""Seconds within which an engine must have given the slices of a frozen worker to another, on a busy machine too."""
_ALL: Final = ("dask", "procrastinate", "work", "kubernetes")


class _Once(Protocol):
    def __call__(self, stage: Stage, /) -> Awaitable[bool]: ...


@attrs.frozen
class Harm:
    """A kind of harm.

    Attributes:
        title: What it is, for a table.
        once: Does it once; returns whether it could be done now.
        engines: What it is done to.
        workers: How many workers one harm can make lose what they have under way.
        naive: Whether a task without a journal does rows twice by it.
        own_server: Whether it needs a PostgreSQL of its own.
        proxied: Whether workers reach the database through a proxy.
        resumes: Whether a run may stop by it and be called again, as the documentation says.
        shows: The figure of an outcome that it must have raised after several times, else it did not do what it is for.
        rows: Rows of the list for each harm, so that the list outlasts them.
        environment: Variables of the workers, by the seconds for which one is frozen.

    """

    title: str
    once: _Once
    engines: tuple[str, ...]
    workers: int = 1
    naive: bool = False
    own_server: bool = False
    proxied: bool = False
    resumes: bool = False
    shows: str | None = None
    rows: int = 150
    environment: Callable[[float], dict[str, str]] = lambda _: {}


def _any_worker(stage: Stage) -> Process | None:
    """Return a worker that runs, by chance; of naive processes with shares the one that sent last, so that it has something to repeat."""
    alive = stage.fleet.alive()
    if stage.naive and stage.engine in SHARES:
        from tests.kill_shared.judge import worked  # noqa: PLC0415 - reads the whole record

        numbers = worked(stage.record)
        last = stage.fleet.processes[share_of(numbers[-1], stage.numbers, WORKERS)] if numbers else None
        return last if last in alive else None
    return stage.chance.choice(alive) if alive else None


async def _kill(stage: Stage) -> bool:
    """Kill a worker."""
    process = _any_worker(stage)
    if process is None:
        return False
    stage.outcome.kills += 1
    stage.fleet.kill(process)
    return True


async def _freeze(stage: Stage) -> bool:
    """Freeze a worker until another has taken its slices over, and wake it."""
    process = _any_worker(stage)
    if process is None or not (stage.naive or _slices_of(stage, process)):
        return False
    stage.outcome.kills += 1
    process.send_signal(signal.SIGSTOP)
    if stage.engine in SHARES:
        stage.fleet.replace(process)
    had = {} if stage.naive else _slices_of(stage, process)
    await asyncio.sleep(stage.frozen)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_TAKEN_OVER_WITHIN):
            while _still(stage, had):
                await asyncio.sleep(0.25)
    left = _still(stage, had)
    stage.outcome.taken_over += len(had) - left
    if left:
        stage.outcome.problems.append(f"{left} slices of a frozen worker were not taken over")
    unknown = _unknown(stage, had)
    process.send_signal(signal.SIGCONT)
    for _ in range(50):
        if process.poll() is not None or (had and not _unknown(stage, had)):
            break
        await asyncio.sleep(0.1)
    stage.outcome.came_back += unknown - _unknown(stage, had)
    if stage.engine in SHARES and not stage.naive:
        await _interrupt(stage, process, signal.SIGINT)
    return True


def _slices_of(stage: Stage, process: Process) -> dict[int, int]:
    """Return the slice that a process works on, with its fence: those that it left before are done by others only in the next round."""
    return dict(
        stage.database.execute(
            "SELECT slice, fence FROM chakra.slices WHERE owner = %s AND NOT finished ORDER BY fence DESC LIMIT 1",
            f"{socket.gethostname()} process {process.pid}",
        )
    )


def _still(stage: Stage, had: dict[int, int]) -> int:
    """Return how many slices have the same fence as before, and are not finished."""
    if not had:
        return 0
    query = "SELECT count(*) FROM chakra.slices WHERE fence = ANY(%s) AND NOT finished"
    return int(stage.database.execute(query, [*had.values()])[0][0])


def _unknown(stage: Stage, had: dict[int, int]) -> int:
    """Return how many rows of these fences are unknown."""
    if not had:
        return 0
    query = "SELECT count(*) FROM chakra.rows WHERE fence = ANY(%s) AND state = 'unknown'"
    return int(stage.database.execute(query, [*had.values()])[0][0])


async def _interrupt(stage: Stage, process: Process, number: int) -> None:
    if process.poll() is None:
        process.send_signal(number)
    for _ in range(600):
        if process.poll() is not None:
            return
        await asyncio.sleep(0.1)
    stage.outcome.problems.append("a worker did not end when it was asked to")
    process.kill()
    process.wait()


async def _exhaust(stage: Stage) -> bool:
    """Make the engine give a slice up: by a kill where it allows no failure, or by a worker that ends with its job."""
    if stage.local is not None:
        running = [each for each in stage.local._running if each.returncode is None]
        if running:
            stage.outcome.kills += 1
            stage.chance.choice(running).kill()
        return bool(running)
    if stage.engine != "procrastinate":
        return await _kill(stage)
    process = _any_worker(stage)
    if process is None:
        return False
    stage.outcome.kills += 1
    stage.doomed.add(process.pid)
    await _interrupt(stage, process, signal.SIGTERM)
    stage.fleet.replace(process)
    return True


async def _kill_scheduler(stage: Stage) -> bool:
    """Kill what gives workers their tasks, and start it again, empty."""
    process = stage.scheduler
    if process is None or process.poll() is not None:
        return False
    stage.outcome.kills += 1
    process.kill()
    process.wait()
    stage.scheduler = stage.fleet.popen(Command(tuple(map(str, process.args))))  # type: ignore[arg-type, call-overload]
    return True


async def _terminate(stage: Stage) -> bool:
    """Terminate a connection to the database: a journal's, a shared gate's, or one of the queue, its listener's among them."""
    found = stage.database.execute(
        "SELECT pid, CASE WHEN application_name = 'chakra' THEN 0 WHEN query ILIKE 'listen%' THEN 1 ELSE 2 END "
        "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend' ORDER BY pid"
    )
    # The run's own, listeners of the queue, and others of the queue have their turn, where there are any.
    turn = stage.outcome.kills % 3
    backends = [pid for pid, kind in found if kind == turn] or [pid for pid, _ in found]
    if not backends:
        return False
    stage.outcome.kills += 1
    stage.database.execute("SELECT pg_terminate_backend(%s)", stage.chance.choice(backends))
    return True


async def _crash_database(stage: Stage) -> bool:
    """Stop PostgreSQL as a crash does, and start it again after a while."""
    assert stage.server is not None
    stage.outcome.kills += 1
    await asyncio.to_thread(stage.server.stop, "immediate")
    await asyncio.sleep(stage.chance.uniform(0.0, 2.0))
    await asyncio.to_thread(stage.server.start)
    return True


async def _kill_between(stage: Stage) -> bool:
    """Let a worker kill itself between a COMMIT of intents and their requests, whichever commits first."""
    fleet = stage.fleet
    stage.doomed.update(process.pid for process in fleet.alive())
    failpoints.ask(stage.folder)
    killed: list[Process] = []
    for _ in range(300):
        await asyncio.sleep(0.05)
        killed = [each for each in fleet.processes if each.poll() == -signal.SIGKILL]
        if killed:
            break
    if failpoints.take_back(stage.folder):
        killed = []
    elif not killed:
        await asyncio.sleep(1.0)  # it has just taken it up
        killed = [each for each in fleet.processes if each.poll() == -signal.SIGKILL]
    stage.outcome.kills += len(killed)
    for process in killed:
        fleet.replace(process)
    stage.doomed.clear()
    return bool(killed)


async def _harm_network(stage: Stage) -> bool:
    """Cut all connections, refuse them for a while, let them be half open for a while, or swallow answers to COMMIT; in turn."""
    proxy = stage.proxy
    assert proxy is not None
    turn = stage.outcome.kills % 4
    stage.outcome.kills += 1
    match turn:
        case 0:
            proxy.swallows = swallows = stage.chance.randint(1, WORKERS)
            for _ in range(200):
                if proxy.swallows <= 0:
                    break
                await asyncio.sleep(0.05)
            stage.outcome.swallowed += swallows - max(0, proxy.swallows)
            proxy.swallows = 0
        case 1:
            proxy.cut()
        case 2:
            proxy.silent = True
            await asyncio.sleep(stage.chance.uniform(0.2, 3.0))
            proxy.cut()
            proxy.silent = False
        case _:
            proxy.refuses = True
            proxy.cut()
            await asyncio.sleep(stage.chance.uniform(0.2, 3.0))
            proxy.refuses = False
    return True


def _with_failpoints(_: float) -> dict[str, str]:
    return {failpoints.FOLDER: ""}  # the trial puts its own folder in


def _for_frozen(seconds: float) -> dict[str, str]:
    ttl = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s"}
    # A request may begin within 10 s of its COMMIT; a worker that is frozen for less is to meet that rule as well.
    return ttl if seconds > 10 else {**ttl, failpoints.FOLDER: "", failpoints.SEND_WITHIN: "1.0"}


HARMS: Final = {
    "kill": Harm("workers killed", _kill, _ALL, naive=True, rows=100),
    "frozen": Harm(
        "workers frozen and woken",
        _freeze,
        ("dask", "procrastinate", "work"),
        naive=True,
        shows="taken_over",
        rows=700,
        environment=_for_frozen,
    ),
    "exhausted": Harm(
        "retries exhausted",
        _exhaust,
        ("dask", "procrastinate", "local"),
        naive=True,
        shows="given_up",
        environment=lambda _: {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0", "KILL_GRACE": "0"},
    ),
    "scheduler": Harm(
        "Dask's scheduler killed", _kill_scheduler, ("dask",), workers=WORKERS, naive=True, resumes=True
    ),
    "terminated": Harm("connections terminated", _terminate, _ALL, resumes=True),
    "database": Harm(
        "PostgreSQL crashed",
        _crash_database,
        ("dask", "procrastinate", "work"),
        workers=WORKERS,
        own_server=True,
        resumes=True,
        rows=300,
    ),
    "committed": Harm(
        "killed between COMMIT and send",
        _kill_between,
        ("dask", "procrastinate", "work"),
        shows="never_sent",
        environment=_with_failpoints,
    ),
    "network": Harm(
        "network to PostgreSQL cut, refused, half open, COMMIT's answer swallowed",
        _harm_network,
        ("dask", "procrastinate", "work"),
        workers=WORKERS,
        proxied=True,
        resumes=True,
        shows="swallowed",
        rows=300,
    ),
}
"""The kinds of harm by name."""
