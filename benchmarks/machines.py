"""A run on several workers with its journal in PostgreSQL, against one process with its file.

Each round lets all ways do lists of one size, in turns whose order rotates; each round gives one ratio to the file. What the
server of the workers' calls takes is not counted; the processors of this machine are shared by all.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from benchmarks.database import Taken, running
from benchmarks.fleet import Done, Fleet, alone
from benchmarks.load import CAMPAIGN, TOKEN, numbers
from benchmarks.rounds import Spread
from benchmarks.server import serving
from chakra_async import Chakra, bulk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.database import Machine

__all__ = ["WORKERS", "Loading", "Machines", "Speed", "measure"]

WORKERS: Final = (1, 2, 4)
_DELAYS: Final = (0.0, 0.1)
_NOTHING: Final = Taken(0.0, 0.0)
_SIZE: Final = "SELECT pg_total_relation_size('chakra.rows_' || run) FROM chakra.runs WHERE name = %s"


@attrs.frozen
class Loading:
    """What the list took on its way into the journal, before workers did it.

    Attributes:
        rate: Rows per second.
        cpu: Microseconds of the loading process's CPU a row.
        database: Microseconds of PostgreSQL's CPU a row.
        wal: Bytes of WAL a row.

    """

    rate: float
    cpu: float
    database: float
    wal: float


@attrs.frozen
class Speed:
    """Workers against one process with its file.

    Attributes:
        workers: How many processes.
        delay: Seconds before the server's answers.
        rows: Rows of each list.
        ratio: Their rows per second by those of the process with the file.
        rate: Their rows per second.
        file_rate: Those of the process with the file.
        cpu: Microseconds of the workers' CPU a row.
        cpu_ratio: The same by that of the process with the file.
        database: Microseconds of PostgreSQL's CPU a row, all its processes.
        wal: Bytes of WAL a row.
        size: Bytes a row that the rows take in the end, indexes and old versions of rows included.

    """

    workers: int
    delay: float
    rows: int
    ratio: Spread
    rate: float
    file_rate: float
    cpu: float
    cpu_ratio: Spread
    database: float
    wal: float
    size: float


@attrs.frozen
class Machines:
    """What was measured.

    Attributes:
        speeds: Workers against one process.
        loading: The lists on their way into the journal.

    """

    speeds: list[Speed]
    loading: Loading


@attrs.frozen
class _Turn:
    done: Done
    loading: float = 0.0
    loading_cpu: float = 0.0
    loaded: Taken = _NOTHING
    worked: Taken = _NOTHING
    size: float = 0.0


def measure(*, quick: bool) -> Machines:
    """Return the figures of this machine."""
    rounds = 1 if quick else 3
    found: list[Speed] = []
    loadings: list[Loading] = []
    with running() as machine, tempfile.TemporaryDirectory() as folder:
        names = _names()
        for delay in _DELAYS:
            rows = (4_000 if quick else 12_000) * (1 if delay else 2)
            with serving(delay) as url:
                turns = _rounds(machine, Path(folder), url, rows, rounds, names)
            files = [each.done for each in turns[0]]
            for workers in WORKERS:
                found.append(_speed(workers, delay, rows, turns[workers], files))
                loadings += [_loading(each, rows) for each in turns[workers]]
    return Machines(found, _median(loadings))


def _rounds(
    machine: Machine, folder: Path, url: str, rows: int, rounds: int, names: Iterator[str]
) -> dict[int, list[_Turn]]:
    """Return the turns of each way, by how many workers it has; 0 is the file."""
    ways = [0, *WORKERS]
    turns: dict[int, list[_Turn]] = {way: [] for way in ways}
    for number in range(rounds):
        shift = number % len(ways)
        for way in [*ways[shift:], *ways[:shift]]:
            machine.settle()
            name = next(names)
            if way:
                turns[way].append(asyncio.run(_on_workers(machine, way, url, rows, name)))
            else:
                turns[way].append(_Turn(alone(url, folder / f"{name}.journal", rows)))
    return turns


async def _on_workers(machine: Machine, workers: int, url: str, rows: int, name: str) -> _Turn:
    moments = [machine.taken()]
    clocks = [(time.perf_counter(), time.process_time())]

    def note() -> None:
        moments.append(machine.taken())
        clocks.append((time.perf_counter(), time.process_time()))

    fleet = Fleet(workers, url, machine.database.address, submitted=note, begun=note)
    async with Chakra(token=TOKEN, base_url=url) as client:
        journal = f"{machine.database.address}#{name}"
        enrol = bulk.Enrol(campaign_id=CAMPAIGN)
        run = bulk.Run(client, enrol, rows=numbers(rows), journal=journal, show_progress=False)
        report = await run.finish(engine=fleet)
    note()
    before, loaded, begun, ended = moments
    if report.done != rows or fleet.done is None or fleet.done.rows != rows:
        raise RuntimeError(f"The workers did {report.done} of {rows} rows: {report}")
    return _Turn(
        fleet.done,
        loading=clocks[1][0] - clocks[0][0],
        loading_cpu=clocks[1][1] - clocks[0][1],
        loaded=loaded - before,
        worked=ended - begun,
        size=float(machine.database.execute(_SIZE, name)[0][0]),
    )


def _speed(workers: int, delay: float, rows: int, turns: list[_Turn], files: list[Done]) -> Speed:
    rates = [rows / each.done.wall for each in turns]
    file_rates = [rows / each.wall for each in files]
    return Speed(
        workers=workers,
        delay=delay,
        rows=rows,
        ratio=Spread.of_ratios(rates, file_rates),
        rate=statistics.median(rates),
        file_rate=statistics.median(file_rates),
        cpu=statistics.median(each.done.cpu / rows * 1e6 for each in turns),
        cpu_ratio=Spread.of_ratios([each.done.cpu for each in turns], [each.cpu for each in files]),
        database=statistics.median(each.worked.cpu / rows * 1e6 for each in turns),
        wal=statistics.median(each.worked.wal / rows for each in turns),
        size=statistics.median(each.size / rows for each in turns),
    )


def _loading(turn: _Turn, rows: int) -> Loading:
    return Loading(
        rate=rows / turn.loading,
        cpu=turn.loading_cpu / rows * 1e6,
        database=turn.loaded.cpu / rows * 1e6,
        wal=turn.loaded.wal / rows,
    )


def _median(loadings: list[Loading]) -> Loading:
    return Loading(
        rate=statistics.median(each.rate for each in loadings),
        cpu=statistics.median(each.cpu for each in loadings),
        database=statistics.median(each.database for each in loadings),
        wal=statistics.median(each.wal for each in loadings),
    )


def _names() -> Iterator[str]:
    return (f"run{number}" for number in itertools.count(1))
