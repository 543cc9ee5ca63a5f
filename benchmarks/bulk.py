"""A bulk run with its journal against a bare loop of the same calls, and whether its memory grows with its rows."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from benchmarks.fresh import start
from benchmarks.load import CAMPAIGN, TOKEN, numbers, our_way, turn
from benchmarks.rounds import Spread, alternate
from benchmarks.server import serving
from chakra_async import Chakra, bulk

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Memory", "Speed", "measure_memory", "measure_speed"]

_FLUSHES: Final = 50
_NEAR: Final = 0.02


@attrs.frozen
class Speed:
    """Bulk runs against bare loops.

    Attributes:
        delay: Seconds that the server takes to answer.
        rows: Rows of each run and of each loop.
        workers: How many calls were under way at once, in both.
        ratio: Rows per second of a run over those of the loop next to it.
        cpu: CPU per row of a run over that of the loop next to it.
        run: Rows per second of the runs, for orientation.
        loop: Rows per second of the loops, for orientation.
        flush: Milliseconds that this disk takes to make a few bytes durable.

    """

    delay: float
    rows: int
    workers: int
    ratio: Spread
    cpu: Spread
    run: float
    loop: float
    flush: float


@attrs.frozen
class Memory:
    """The most memory that runs of different length held, each in a process of its own.

    Attributes:
        few: Rows of the shorter run.
        many: Rows of the longer run.
        few_peak: Peak MB in the shorter run.
        many_peak: Peak MB in the longer run.

    """

    few: int
    many: int
    few_peak: float
    many_peak: float

    @property
    def growth(self) -> float:
        """MB by which the longer run held more."""
        return self.many_peak - self.few_peak


def measure_speed(*, quick: bool, directory: Path | None) -> list[Speed]:
    """Let runs and bare loops take turns; the journals are made in a new folder of the directory given.

    The first comparison is against a server that answers at once, which does not exist: there a row costs its CPU and
    its share of the journal's flushes, and nothing hides them. The second is against one as far away as a near
    data centre.
    """
    rounds, rows = (3, 2_000) if quick else (9, 6_000)
    found: list[Speed] = []
    for delay in (0.0, _NEAR):
        with serving(delay) as url, tempfile.TemporaryDirectory(dir=directory) as folder:
            found.append(
                asyncio.run(_compare(delay, url, Path(folder), rounds, rows if not delay else rows // 2))
            )
    return found


def measure_memory(*, quick: bool, directory: Path | None) -> Memory:
    """Run twice, the second time ten times as long."""
    few = 4_000 if quick else 20_000
    many = few * 10
    with serving() as url, tempfile.TemporaryDirectory(dir=directory) as folder:
        few_peak, many_peak = (_peak(url, rows, Path(folder) / f"{rows}.journal") for rows in (few, many))
    return Memory(few, many, few_peak, many_peak)


async def _compare(delay: float, url: str, folder: Path, rounds: int, rows: int) -> Speed:
    async with Chakra(token=TOKEN, base_url=url) as client:
        workers = client.settings.limits.concurrency
        call = our_way(client)
        journals = _paths(folder)

        async def loop() -> tuple[float, float]:
            took = await turn(call, calls=rows, workers=workers)
            return took.rate, took.cpu

        async def run() -> tuple[float, float]:
            wall = time.perf_counter()
            cpu = time.process_time()
            await _run(client, rows, next(journals))
            cpu = time.process_time() - cpu
            return rows / (time.perf_counter() - wall), cpu / rows

        await turn(call, calls=rows // 4, workers=workers)
        await _run(client, rows // 4, next(journals))
        runs, loops = await alternate(rounds, run, loop)
    return Speed(
        delay,
        rows,
        workers,
        ratio=Spread.of_ratios([rate for rate, _ in runs], [rate for rate, _ in loops]),
        cpu=Spread.of_ratios([cpu for _, cpu in runs], [cpu for _, cpu in loops]),
        run=statistics.median(rate for rate, _ in runs),
        loop=statistics.median(rate for rate, _ in loops),
        flush=_flush(folder),
    )


async def _run(client: Chakra, rows: int, journal: Path) -> None:
    run = bulk.Run(client, bulk.Enrol(campaign_id=CAMPAIGN), rows=numbers(rows), journal=journal)
    report = await run.finish()
    if report.done != rows:
        raise RuntimeError(f"The run did {report.done} of {rows} rows: {report}")


def _paths(folder: Path) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        yield folder / f"{number}.journal"


def _flush(folder: Path) -> float:
    """Return the milliseconds of one small durable write."""
    took: list[float] = []
    with (folder / "flush").open("wb", buffering=0) as file:
        for _ in range(_FLUSHES):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


def _peak(url: str, rows: int, journal: Path) -> float:
    """Return the most MB that a run in a fresh process held."""
    with start("benchmarks.memory", url, str(rows), str(journal)) as process:
        out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"The run of {rows} rows ended with exit code {process.returncode}.")
    return int(out) * 1024 / 1e6
