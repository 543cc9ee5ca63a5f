"""A bulk run with its journal against loops without one, whether its memory grows with its rows, and how soon it resumes."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aiohttp
import attrs

from benchmarks.fresh import start
from benchmarks.load import CAMPAIGN, TOKEN, numbers, our_way, raw_way, turn
from benchmarks.rounds import Spread, alternate
from benchmarks.server import serving
from chakra_async import Chakra, bulk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chakra_async.bulk.sources.base import Source

__all__ = ["Memory", "Speed", "measure_file", "measure_memory", "measure_speed"]

_FLUSHES: Final = 50
_NEAR: Final = 0.02
_LEFT: Final = 1_000


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
    """What a long run held in a process of its own, and how long another one took to go on with its journal.

    Attributes:
        rows: Rows of the run, all but the last thousand of which were sent.
        tenth: MB that were resident when a tenth of them was done.
        end: MB that were resident at the end.
        peak: The most MB that were ever resident.
        resume: Seconds from the start of a second run on the same journal until its first call.

    """

    rows: int
    tenth: float
    end: float
    peak: float
    resume: float

    @property
    def growth(self) -> float:
        """MB by which more was resident at the end than after a tenth."""
        return self.end - self.tenth


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


def measure_file(*, quick: bool, directory: Path | None) -> Speed:
    """Let runs on a CSV file take turns with what one would write with aiohttp and the csv module alone."""
    rounds, rows = (3, 2_000) if quick else (9, 6_000)
    with serving() as url, tempfile.TemporaryDirectory(dir=directory) as folder:
        return asyncio.run(_compare_file(url, Path(folder), rounds, rows))


def measure_memory(*, quick: bool, directory: Path | None) -> Memory:
    """Run a million rows but for the last thousand, then go on with its journal in another process."""
    rows = 20_000 if quick else 1_000_000
    with serving() as url, tempfile.TemporaryDirectory(dir=directory) as folder:
        file, journal = _leads(Path(folder), rows), str(Path(folder) / "long.journal")
        held = json.loads(_output("benchmarks.memory", url, str(file), str(rows), str(_LEFT), journal))
        resume = float(_output("benchmarks.resume", url, str(file), str(rows), journal))
    return Memory(rows, **{name: held[name] * 1024 / 1e6 for name in ("tenth", "end", "peak")}, resume=resume)


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
            await _run(client, numbers(rows), rows, next(journals))
            cpu = time.process_time() - cpu
            return rows / (time.perf_counter() - wall), cpu / rows

        await turn(call, calls=rows // 4, workers=workers)
        await _run(client, numbers(rows // 4), rows // 4, next(journals))
        return _speed(delay, rows, workers, folder, *await alternate(rounds, run, loop))


async def _compare_file(url: str, folder: Path, rounds: int, rows: int) -> Speed:
    path = _leads(folder, rows)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with aiohttp.ClientSession(headers=headers) as session, Chakra(token=TOKEN, base_url=url) as client:
        workers = client.settings.limits.concurrency
        call = raw_way(session, url)
        journals = _paths(folder)

        async def work(reader: Iterator[dict[str, str]]) -> None:
            for row in reader:
                await call(row["phone"])

        async def loop() -> tuple[float, float]:
            wall = time.perf_counter()
            cpu = time.process_time()
            with path.open(newline="") as file:
                reader = csv.DictReader(file)
                async with asyncio.TaskGroup() as group:
                    for _ in range(workers):
                        group.create_task(work(reader))
            return rows / (time.perf_counter() - wall), (time.process_time() - cpu) / rows

        async def run() -> tuple[float, float]:
            wall = time.perf_counter()
            cpu = time.process_time()
            await _run(client, bulk.read(path), rows, next(journals))
            return rows / (time.perf_counter() - wall), (time.process_time() - cpu) / rows

        await loop()
        await run()
        return _speed(0.0, rows, workers, folder, *await alternate(rounds, run, loop))


def _leads(folder: Path, rows: int) -> Path:
    """Return a new CSV file of so many rows."""
    path = folder / "leads.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "phone"])
        writer.writerows((f"Asha {number[-4:]}", number) for number in numbers(rows))
    return path


def _speed(
    delay: float,
    rows: int,
    workers: int,
    folder: Path,
    runs: list[tuple[float, float]],
    loops: list[tuple[float, float]],
) -> Speed:
    """Return the comparison of rates and CPU per row, of runs and of loops."""
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


async def _run(client: Chakra, source: Source | Iterator[str], rows: int, journal: Path) -> None:
    run = bulk.Run(client, bulk.Enrol(campaign_id=CAMPAIGN), rows=source, journal=journal)
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


def _output(module: str, *arguments: str) -> bytes:
    """Return what a program of ours prints, in a fresh process."""
    with start(module, *arguments) as process:
        out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{module} ended with exit code {process.returncode}.")
    return out
