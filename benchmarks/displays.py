"""What a display costs a bulk run, and what a report of a million rows costs.

`python -m benchmarks.displays [--quick] [--rows N]`. Runs with a display and without one take turns. Each display is as a user has it:
the bar draws as for a terminal, the live line makes the outputs of a notebook, and both go to where nothing reads them. Then a journal of a
million rows is made, and its report is saved in each form, in a process of its own that prints the most memory that it held.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.fresh import start
from benchmarks.load import CAMPAIGN, TOKEN, numbers
from benchmarks.rounds import Spread, alternate
from benchmarks.server import serving
from chakra_async import Chakra, bulk
from chakra_async.display import notebook
from chakra_async.display.progress import Bar, Events, Lines, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chakra_async.display.progress import Screen

__all__: list[str] = []

_ROWS: Final = 1_000_000
_FORMS: Final = ("html", "csv", "xlsx")
_FILL: Final = """
WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?)
INSERT INTO rows (number, line, key, state, outcome, code, reason, was_created, attempts, at)
SELECT n, n + 1, CAST(919000000000 + n AS TEXT),
    CASE WHEN n % 50 = 0 THEN 'refused' WHEN n % 997 = 0 THEN 'unknown' ELSE 'done' END,
    CASE WHEN n % 50 = 0 THEN 'refused' END, CASE WHEN n % 50 = 0 THEN '131026' END,
    CASE WHEN n % 50 = 0 THEN 'the message cannot reach ''91********' || (n % 90 + 10) || '''' END, 1, 1, 1795000000000 + n
FROM counted
"""


def _screens() -> Iterator[tuple[str, type[Any] | Any]]:
    ignore = len  # takes a string and returns at once
    yield "bar", lambda _: Bar(ignore)
    yield "lines", lambda _: Lines(ignore)
    yield "events", lambda _: Events(ignore)
    yield "live line", notebook.NotebookLine


async def _compare(url: str, folder: Path, rounds: int, rows: int) -> None:
    async with Chakra(token=TOKEN, base_url=url) as client:
        number = 0

        async def run(make: Any) -> tuple[float, float]:
            nonlocal number
            number += 1
            journal = folder / f"{number}.journal"
            enrol = bulk.Enrol(campaign_id=CAMPAIGN)
            made = bulk.Run(client, enrol, rows=numbers(rows), journal=journal, show_progress=False)
            wall, cpu = time.perf_counter(), time.process_time()
            if make is None:
                await made.finish()
            else:
                screen: Screen = make(made)
                with contextlib.redirect_stdout(io.StringIO()):
                    async with shown(made, screen):
                        await made.finish()
            return rows / (time.perf_counter() - wall), time.process_time() - cpu

        await run(None)
        for name, make in _screens():
            with_it, without = await alternate(rounds, lambda make=make: run(make), lambda: run(None))
            speed = Spread.of_ratios([each[0] for each in with_it], [each[0] for each in without])
            cpu = Spread.of_ratios([each[1] for each in with_it], [each[1] for each in without])
            print(f"{name}: rows/s with it over without {speed.text(3)}, CPU {cpu.text(3)}")


async def _journal(path: Path, rows: int) -> None:
    """Make a journal of so many rows, by a run of none."""
    async with Chakra(token=TOKEN, base_url="http://localhost:9") as client:
        enrol = bulk.Enrol(campaign_id=CAMPAIGN)
        await bulk.Run(client, enrol, rows=[], journal=path, show_progress=False).finish()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_FILL, (rows,))


def _save(journal: str, path: str, rows: int) -> None:
    """Save a report of a journal; run in a process of its own."""
    from benchmarks.memory import peak  # noqa: PLC0415 - only in that process

    done = rows - rows // 50
    values = dict.fromkeys(("existing", "unknown", "invalid", "duplicate", "pending", "sent", "requests"), 0)
    report = bulk.Report(
        rows=rows, done=done, created=done, refused=rows // 50, complete=True, elapsed=1.0, stopped_because=None,
        interrupted=False, journal=Path(journal), **values,
    )  # fmt: skip
    before, began = peak(), time.perf_counter()
    report.save(path)
    took = time.perf_counter() - began
    print(f"{took:.1f} {(peak() - before) * 1024 / 1e6:.1f} {Path(path).stat().st_size / 1e6:.1f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.displays", description="What displays and reports cost."
    )
    parser.add_argument("--quick", action="store_true", help="too few rounds and rows for a verdict")
    parser.add_argument("--rows", type=int, default=_ROWS, help="rows of the report")
    parser.add_argument("--save", nargs=3, metavar=("JOURNAL", "PATH", "ROWS"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.save:
        _save(given.save[0], given.save[1], int(given.save[2]))
        return 0
    rounds, rows = (3, 2_000) if given.quick else (9, 6_000)
    reported: int = 20_000 if given.quick else given.rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serving() as url:
            asyncio.run(_compare(url, folder, rounds, rows))
        sizes = (reported // 10, reported)
        for size in sizes:
            asyncio.run(_journal(folder / f"{size}.journal", size))
        for form in _FORMS:
            for size in sizes:
                journal, path = folder / f"{size}.journal", folder / f"run.{form}"
                with start("benchmarks.displays", "--save", str(journal), str(path), str(size)) as process:
                    out, _ = process.communicate()
                took, more, large = out.decode().split()
                print(
                    f"report of {size:,} rows as {form}: {took} s, {more} MB more memory, a file of {large} MB"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
