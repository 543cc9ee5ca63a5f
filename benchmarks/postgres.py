"""Runs with a journal in PostgreSQL against runs with one in a file, in turns, and what loading and reading out take.

`python -m benchmarks.postgres [ROWS] [--loaded ROWS]` on the PostgreSQL of the tests, on this machine: it shares its processors with
what is measured, so that the ratios are a lower bound.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.load import CAMPAIGN, TOKEN, numbers
from benchmarks.rounds import Spread, alternate
from benchmarks.server import serving
from chakra_async import Chakra, bulk
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.postgres.loading import load
from chakra_async.bulk.journal.reader import read_rows
from chakra_async.bulk.sources.base import source_of
from tests.support.postgres import Database, fresh_database, shared_address

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["main"]

_ROUNDS: Final = 5
_COUNT: Final = itertools.count(1)
_DELAYS: Final = (0.0, 0.02)
_BYTES: Final = "SELECT pg_current_wal_insert_lsn() - '0/0'"


async def _speed(delay: float, database: Database, folder: Path, rows: int) -> None:
    wal: list[float] = []
    with serving(delay) as url:
        async with Chakra(token=TOKEN, base_url=url) as client:

            async def run(journal: str | Path) -> tuple[float, float]:
                wall, cpu = time.perf_counter(), time.process_time()
                action = bulk.Enrol(campaign_id=CAMPAIGN)
                report = await bulk.Run(client, action, rows=numbers(rows), journal=journal).finish()
                if report.done != rows:
                    raise RuntimeError(str(report))
                return rows / (time.perf_counter() - wall), (time.process_time() - cpu) / rows

            async def shared() -> tuple[float, float]:
                before = database.execute(_BYTES)[0][0]
                found = await run(f"{database.address}#run{next(_COUNT)}")
                wal.append(float(database.execute(_BYTES)[0][0] - before) / rows)
                return found

            async def file() -> tuple[float, float]:
                return await run(folder / f"{next(_COUNT)}.journal")

            await shared()
            await file()
            ours, theirs = await alternate(_ROUNDS, shared, file)
    rate = Spread.of_ratios([one for one, _ in ours], [one for one, _ in theirs])
    cpu = Spread.of_ratios([one for _, one in ours], [one for _, one in theirs])
    print(
        f"answers in {delay * 1000:.0f} ms: rows/s {rate.median:.2f} ({rate.least:.2f}..{rate.greatest:.2f}) of a file's, "
        f"CPU of the process {cpu.median:.2f} ({cpu.least:.2f}..{cpu.greatest:.2f}); "
        f"{Spread.of([one for one, _ in ours]).median:.0f} rows/s, {Spread.of(wal).median:.0f} bytes of WAL a row"
    )


async def _load(database: Database, rows: int) -> None:
    journal = PostgresJournal.open(bulk.JournalAddress.parse(f"{database.address}#loaded"), slice_size=10_000)
    source = source_of(bulk.Row(number, f"9199{number:08}") for number in range(1, rows + 1))
    began = time.perf_counter()
    await load(journal, Identity(entries={}, validation={}, stable=True), source, lambda row: row.value)
    took = time.perf_counter() - began
    journal.close()
    print(f"{rows} rows loaded in {took:.1f} s, {rows / took:.0f}/s")
    began = time.perf_counter()
    count = _count(read_rows(journal.address, list(bulk.RowState)))
    took = time.perf_counter() - began
    print(f"{count} rows read out in {took:.1f} s, {count / took:.0f}/s")


def _count(rows: Iterator[bulk.Result]) -> int:
    return sum(1 for _ in rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=5_000, help="rows of a run")
    parser.add_argument("--loaded", type=int, default=200_000, help="rows that are loaded and read out")
    given = parser.parse_args()
    with (
        shared_address() as address,
        fresh_database(address) as database,
        tempfile.TemporaryDirectory() as folder,
    ):
        for delay in _DELAYS:
            asyncio.run(_speed(delay, database, Path(folder), given.rows))
        asyncio.run(_load(database, given.loaded))


if __name__ == "__main__":
    main()
