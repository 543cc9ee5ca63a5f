"""Many rows in a journal in PostgreSQL: loaded by COPY, claimed slice by slice, and read out in the order of the source.

Each of the three is a process of its own (`python -m benchmarks.many_rows WHAT ADDRESS ROWS`), which prints JSON: seconds, those of
its first and its last tenth, seconds of its CPU, and KiB that were resident after a tenth and at most.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import TYPE_CHECKING, Final

import attrs

from benchmarks.database import running
from benchmarks.fresh import start
from benchmarks.memory import peak, resident
from chakra_async import bulk
from chakra_async.bulk.distributed.slice_store import SliceStore
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.postgres.loading import load
from chakra_async.bulk.journal.postgres.session import Seen
from chakra_async.bulk.journal.reader import read_rows
from chakra_async.bulk.sources.base import source_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.database import Machine, Taken

__all__ = ["PASSES", "ManyRows", "Pass", "measure"]

PASSES: Final = {"load": "loaded by COPY", "claim": "claimed by slices", "read": "read out in order"}
_NAME: Final = "many"
_TENTHS: Final = 10
_NUMBERS: Final = 100_000_000
_STEP: Final = 61_803_399
"""Numbers of one list differ and are in no order, as those of real lists, so that the index of keys is written all over."""


@attrs.frozen
class Pass:
    """One way through the list.

    Attributes:
        what: In words.
        rows: Rows of the list.
        seconds: How long it took.
        slower: Seconds of the last tenth of the rows by those of the first; near 1 if the time grows with the rows alone.
        peak: Most MB that were resident in the process that did it.
        growth: How much more that was than after a tenth of the rows.
        cpu: Microseconds of its CPU a row.
        database: Microseconds of PostgreSQL's CPU a row.
        wal: Bytes of WAL a row.

    """

    what: str
    rows: int
    seconds: float
    slower: float
    peak: float
    growth: float
    cpu: float
    database: float
    wal: float

    @property
    def rate(self) -> float:
        """Rows per second."""
        return self.rows / self.seconds


@attrs.frozen
class ManyRows:
    """What was measured.

    Attributes:
        passes: The ways through the list.
        size: Bytes a row that the loaded rows take, indexes included.

    """

    passes: list[Pass]
    size: float


def measure(rows: int) -> ManyRows:
    """Return the figures of this machine."""
    with running() as machine:
        found = [_pass(machine, what, rows) for what in PASSES]
        ((size,),) = machine.database.execute("SELECT pg_total_relation_size('chakra.rows_1')")
    return ManyRows(found, size / rows)


def _pass(machine: Machine, what: str, rows: int) -> Pass:
    before = machine.taken()
    with start("benchmarks.many_rows", what, machine.database.address, str(rows)) as process:
        out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{what} ended with exit code {process.returncode}.")
    took: Taken = machine.taken() - before
    one = json.loads(out)
    return Pass(
        what=PASSES[what],
        rows=rows,
        seconds=one["seconds"],
        slower=one["last"] / one["first"],
        peak=one["peak"] * 1024 / 1e6,
        growth=(one["peak"] - one["tenth"]) * 1024 / 1e6,
        cpu=one["cpu"] / rows * 1e6,
        database=took.cpu / rows * 1e6,
        wal=took.wal / rows,
    )


# In a process of its own


class _Watch:
    """Notes time and memory as rows go by."""

    def __init__(self, rows: int) -> None:
        self._tenth = max(1, rows // _TENTHS)
        self.count = 0
        self._times = [time.perf_counter()]
        self._cpu = time.process_time()
        self._resident = 0

    def note(self, rows: int = 1) -> None:
        """Count rows."""
        before, self.count = self.count // self._tenth, self.count + rows
        if self.count // self._tenth > before:
            self._times.append(time.perf_counter())
            self._resident = self._resident or resident()

    def figures(self) -> dict[str, float]:
        """Return them."""
        now = time.perf_counter()
        return {
            "seconds": now - self._times[0],
            "first": self._times[1] - self._times[0],
            "last": now - self._times[-2],
            "cpu": time.process_time() - self._cpu,
            "tenth": self._resident,
            "peak": peak(),
        }


def _load(address: bulk.JournalAddress, rows: int, watch: _Watch) -> None:
    def listed() -> Iterator[bulk.Row]:
        for number in range(1, rows + 1):
            watch.note()
            yield bulk.Row(number, f"9199{number * _STEP % _NUMBERS:08}")

    journal = PostgresJournal.open(address)
    identity = Identity(entries={}, validation={}, stable=True)
    loaded = asyncio.run(load(journal, identity, source_of(listed()), lambda row: row.value))
    journal.close()
    if loaded.rows != rows:
        raise SystemExit(f"{loaded.rows} of {rows} rows were loaded")


def _claim(address: bulk.JournalAddress, rows: int, watch: _Watch) -> None:
    seen = Seen()
    number = 0
    while watch.count < rows:
        number += 1
        store = SliceStore.take(address, number, "benchmark", seen=seen)
        after = 0
        while found := store.rows(after):
            watch.note(len(found))
            after = found[-1][0].number
        store.close()
        if store.finished:
            raise SystemExit(f"slice {number} is finished")


def _read(address: bulk.JournalAddress, rows: int, watch: _Watch) -> None:
    for number, row in enumerate(read_rows(address, list(bulk.RowState)), start=1):
        if row.number != number:
            raise SystemExit(f"row {row.number} came in the place of {number}")
        watch.note()
    if watch.count != rows:
        raise SystemExit(f"{watch.count} of {rows} rows were read")


if __name__ == "__main__":
    what, place, count = sys.argv[1:]
    watching = _Watch(int(count))
    {"load": _load, "claim": _claim, "read": _read}[what](
        bulk.JournalAddress.parse(f"{place}#{_NAME}"), int(count), watching
    )
    print(json.dumps(watching.figures()))
