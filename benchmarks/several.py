"""The part `machines`: several workers with a journal in PostgreSQL, measured and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import attrs

from benchmarks import machines, many_rows, sections, shared_gate
from benchmarks.database import unavailable

if TYPE_CHECKING:
    from benchmarks.machines import Machines
    from benchmarks.many_rows import ManyRows
    from benchmarks.shared_gate import SharedGate

__all__ = ["Several"]


@attrs.frozen
class Several:
    """What was measured.

    Attributes:
        machines: Workers against one process with its file.
        shared_gate: One ceiling and one pause for all.
        many_rows: A list of many rows, loaded, claimed and read out.

    """

    machines: Machines
    shared_gate: SharedGate
    many_rows: ManyRows

    @classmethod
    def measure(cls, *, quick: bool, rows: int) -> Self | None:
        """Measure and print as it goes; None where PostgreSQL is not installed.

        Args:
            quick: Smaller sizes.
            rows: Rows of the list of many.

        """
        if (why := unavailable()) is not None:
            print(f"\nSeveral machines: skipped, {why}")
            return None
        return cls(_speeds(quick=quick), _gate(quick=quick), _many(rows))

    def sections(self) -> str:
        """Return the tables of docs/performance.md, and behind them that of docs/machines.md."""
        return "\n\n".join(
            [
                sections.of_machines(self.machines),
                sections.of_many_rows(self.many_rows),
                sections.of_shared_gate(self.shared_gate),
                sections.of_paper(self.machines, self.many_rows),
            ]
        )


def _speeds(*, quick: bool) -> Machines:
    print("\nWorkers with a journal in PostgreSQL / one process with its file: median of the paired ratios")
    found = machines.measure(quick=quick)
    for one in found.speeds:
        print(
            f"  {one.workers} worker{'s' if one.workers > 1 else ' '}, server answers in {one.delay * 1000:3.0f} ms"
            f"  rows/s {one.ratio.text()}  CPU a row {one.cpu_ratio.text()}"
        )
        print(
            f"{'':20} {one.rate:.0f} rows/s against {one.file_rate:.0f}; a row takes {one.cpu:.0f} us of CPU, "
            f"{one.database:.0f} us of PostgreSQL's, {one.wal:.0f} bytes of WAL, and {one.size:.0f} bytes in the end"
        )
    load = found.loading
    print(
        f"  before that, a row was loaded for {load.cpu:.0f} us of CPU, {load.database:.0f} us of PostgreSQL's, "
        f"and {load.wal:.0f} bytes of WAL; {load.rate:.0f} rows/s, the start of the run among it"
    )
    return found


def _gate(*, quick: bool) -> SharedGate:
    print(
        f"\nThree workers under a ceiling of {shared_gate.CEILING}/s that they do not know, one of which is killed"
    )
    found = shared_gate.measure(quick=quick)
    for one in found.ceilings:
        print(
            f"  {one.kind:8} goodput {one.before:.3f} with all three, {one.after:.3f} without it;"
            f" refused {one.refused:.4f}, {one.refused_in_all:.4f} with the search"
        )
    pauses = found.pauses
    print("Three workers, one of which is asked for a pause, as the server sees it")
    print(
        f"  {pauses.count} pauses at {pauses.rate:.0f} calls/s: last call after {pauses.seen.text(3)} s,"
        f" {pauses.on_their_way} calls until {shared_gate.SEEN} s, {pauses.within} later;"
        f" the next call {pauses.resumed.text(3)} s after its end"
    )
    return found


def _many(rows: int) -> ManyRows:
    print(f"\n{rows:,} rows in PostgreSQL, each way in a process of its own")
    found = many_rows.measure(rows)
    for one in found.passes:
        print(
            f"  {one.what:18} {one.seconds:7.1f} s, {one.rate:7.0f} rows/s; last tenth {one.slower:.2f} of the first;"
            f" {one.peak:.0f} MB at most, {one.growth:.1f} MB of it after a tenth"
        )
        print(
            f"{'':20} a row: CPU {one.cpu:.1f} us, PostgreSQL's {one.database:.1f} us, WAL {one.wal:.0f} bytes"
        )
    print(f"  loaded, a row takes {found.size:.0f} bytes, indexes included")
    return found
