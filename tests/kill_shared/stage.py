"""What the parts of a trial share: the server with its record, the database, the workers, and where chance comes from."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from tests.kill_shared.outcome import OPERATION

if TYPE_CHECKING:
    import random
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from chakra_async.bulk import LocalWorkers
    from tests.kill_shared.fleet import Fleet, Process
    from tests.kill_shared.outcome import Outcome
    from tests.support.postgres import Database, PostgresServer
    from tests.support.tcpproxy import TCPProxy

__all__ = ["Stage", "sandbox"]


@attrs.define(eq=False)
class Stage:
    """The state of a trial.

    Attributes:
        engine: The name of the engine.
        naive: Whether tasks send without a journal.
        numbers: The list.
        chance: Where chance comes from.
        pause: Seconds from one harm to the next.
        frozen: Seconds for which a worker is frozen.
        folder: A folder of the trial's own.
        record: The server's record.
        logs: What all processes write.
        environment: The environment of the workers.
        database: The database.
        server: A PostgreSQL of the trial's own, or None.
        proxy: What is between the workers and the database, or None.
        fleet: The workers.
        outcome: What came of it so far.
        scheduler: The process that gives the workers their tasks, where there is one.
        local: The engine whose workers are processes of its own, or None.
        doomed: Processes that end by a harm, and are replaced by it.

    """

    engine: str
    naive: bool
    numbers: list[str]
    chance: random.Random
    pause: float
    frozen: float
    folder: Path
    record: Path
    logs: Path
    environment: dict[str, str]
    database: Database
    server: PostgresServer | None
    proxy: TCPProxy | None
    fleet: Fleet
    outcome: Outcome
    scheduler: Process | None = None
    local: LocalWorkers | None = None
    doomed: set[int] = attrs.field(factory=set[int])

    def arrived(self) -> int:
        """Return a number that grows with each request."""
        return self.record.stat().st_size if self.record.exists() else 0

    def unfinished(self) -> int:
        """Return how many slices are not finished."""
        found = self.database.execute("SELECT count(*) FROM chakra.slices WHERE NOT finished")
        return int(found[0][0])


@contextmanager
def sandbox(record: Path, *, latency: float, seed: int, faults: bool) -> Generator[dict[str, str]]:
    """Run a sandbox with faults in a process of its own, and give the variables by which it is reached."""
    given = [f"{OPERATION}:latency={latency}", *(_faults(seed) if faults else ())]
    options = [part for fault in given for part in ("--fault", fault)]
    command = [sys.executable, "-m", "chakra_async", "sandbox", "--port", "0", "--record", str(record)]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        try:
            yield dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


def _faults(seed: int) -> Iterator[str]:
    yield f"{OPERATION}:status=429,retry_after=0.05,probability=0.004,seed={seed}"
    yield f"{OPERATION}:reset=after,probability=0.002,seed={seed + 1}"
    yield f"{OPERATION}:reset=before,probability=0.002,seed={seed + 2}"
    yield f"{OPERATION}:status=500,work=true,probability=0.001,seed={seed + 3}"
