"""The tables of docs/performance.md and docs/machines.md about several machines, made of what was measured. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from benchmarks.machines import Machines
    from benchmarks.many_rows import ManyRows
    from benchmarks.shared_gate import SharedGate

__all__ = ["of_machines", "of_many_rows", "of_paper", "of_shared_gate"]

_ROWS: Final = 100_000_000
_WORKERS: Final = 100
_PER_NUMBER: Final = 80
_NUMBERS: Final = (1, 20, 100)
_COMMITS: Final = 1000
_SLICE: Final = 1000
_AT_ONCE: Final = 0.1


def of_machines(found: Machines) -> str:
    """Return workers against one process as a table."""
    lines = [
        (
            "| workers | server answers in | rows/s / one process with its file | rows/s | CPU a row / the same | CPU a row "
            "| PostgreSQL's CPU a row | WAL a row | in the end a row takes |"
        ),
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {one.workers} | {one.delay * 1000:.0f} ms | {one.ratio.text()} | {one.rate:,.0f} | {one.cpu_ratio.text()}"
        f" | {one.cpu:.0f} us | {one.database:.0f} us | {one.wal:,.0f} bytes | {one.size:,.0f} bytes |"
        for one in found.speeds
    ]
    rates = " and ".join(f"{rate:,.0f} rows/s at {delay * 1000:.0f} ms" for delay, rate in _file_rates(found))
    load = found.loading
    lines += [
        "",
        (
            f"The process with its file did {rates}. Before the workers began, the process that handed out the slices loaded the list, for "
            f"{load.cpu:.0f} us of its CPU a row, {load.database:.0f} us of PostgreSQL's, and {load.wal:,.0f} bytes of WAL."
        ),
    ]
    return "\n".join(lines)


def _file_rates(found: Machines) -> list[tuple[float, float]]:
    return sorted({one.delay: one.file_rate for one in found.speeds}.items())


def of_many_rows(found: ManyRows) -> str:
    """Return the ways through many rows as a table."""
    lines = [
        (
            "| rows | time | rows/s | time of the last tenth / of the first | memory, at most | of it after the first tenth | CPU a row "
            "| PostgreSQL's | WAL |"
        ),
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {one.rows:,} {one.what} | {one.seconds:.0f} s | {one.rate:,.0f} | {one.slower:.2f} | {one.peak:.0f} MB"
        f" | {max(0.0, one.growth):.1f} MB | {one.cpu:.1f} us | {one.database:.1f} us | {one.wal:.0f} bytes |"
        for one in found.passes
    ]
    return "\n".join([*lines, "", f"Loaded, a row takes {found.size:.0f} bytes of disk, indexes included."])


def of_shared_gate(found: SharedGate) -> str:
    """Return what workers share as a table."""
    lines = [
        "| how the server counts | goodput / ceiling, three workers | two of them, from the kill on | both | refused | with the search |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {one.kind} | {one.before:.3f} | {one.after:.3f} | {one.goodput:.3f} | {one.refused:.2%} | {one.refused_in_all:.2%} |"
        for one in found.ceilings
    ]
    pauses = found.pauses
    seen, resumed = (
        f"{each.median * 1000:.0f} ms ({each.least * 1000:.0f} to {each.greatest * 1000:.0f})"
        for each in (pauses.seen, pauses.resumed)
    )
    lines += [
        "",
        (
            f"In {pauses.count} pauses at {pauses.rate:.0f} calls/s, the last call of any worker arrived {seen} after the refusal was sent, "
            f"and the next one {resumed} after the pause was over. Calls in a pause later than 0.2 s after it began: {pauses.within}."
        ),
    ]
    return "\n".join(lines)


def of_paper(machines: Machines, many: ManyRows) -> str:
    """Return what a hundred million rows on a hundred workers would take, each figure with what it rests on, as a table."""
    last = machines.speeds[-1]
    load, _, read = many.passes
    claim = many.passes[1]
    busy = _PER_NUMBER * _WORKERS
    measured = f"measured: {last.workers} workers, server answers in {last.delay * 1000:.0f} ms; computed: times {busy:,} rows/s"
    of_list = f"measured: {load.rows:,} rows; computed: times {_ROWS // load.rows}"
    sending = ", ".join(
        f"{numbers} number{'s' if numbers > 1 else ''} {_hours(_ROWS / _PER_NUMBER / numbers)}"
        for numbers in _NUMBERS
    )
    parts = [
        ("sending at 80 a second for each number", f"{sending}: **the bottleneck**", "computed"),
        (
            f"CPU of the workers at {busy:,} rows/s",
            f"{last.cpu:.0f} us a row, {last.cpu * busy / 1e6:.1f} cores: 100 workers are for places, not for speed",
            measured,
        ),
        (
            f"PostgreSQL at {busy:,} rows/s",
            (
                f"{last.database:.0f} us a row, {last.database * busy / 1e6:.1f} cores, {last.wal * busy / 1e6:.1f} MB/s of WAL, at most: "
                "many workers gather more rows for a commit than a few do"
            ),
            measured,
        ),
        (
            "commits",
            f"about {_COMMITS:,} a second: each of {_WORKERS} workers gathers {_WORKERS / _COMMITS * 1000:.0f} ms of rows",
            "the rule of the workers; not measured at this number",
        ),
        (
            "loading",
            f"{_hours(_ROWS / load.rate)}, {load.peak:.0f} MB of memory",
            of_list + ", while the index of keys fits in memory",
        ),
        (
            "claiming",
            (
                f"{_ROWS // _SLICE:,} slices of {_SLICE:,} rows, {(claim.cpu + claim.database) * _SLICE / 1000:.1f} ms of CPU each, "
                "the reading of their rows among it"
            ),
            of_list,
        ),
        ("reading out", f"{_hours(_ROWS / read.rate)}, {read.peak:.0f} MB of memory", of_list),
        (
            "disk",
            (
                f"{many.size * _ROWS / 1e9:.0f} GB loaded, {last.size * _ROWS / 1e9:.0f} GB in the end; WAL {load.wal * _ROWS / 1e9:.0f} GB for "
                f"loading and {last.wal * _ROWS / 1e9:.0f} GB for the rows' ends"
            ),
            of_list + f"; in the end: {last.rows:,} rows",
        ),
        (
            "reservations of starts, with a shared rate",
            f"at most {_WORKERS / _AT_ONCE:,.0f} a second for all workers, of one row",
            "computed: a worker reserves what it needs for 0.1 s",
        ),
        ("connections", f"2 for each worker: {2 * _WORKERS}", "by design"),
        (
            "unknown after a kill",
            "what was under way, and at most as many announced: 20 for 10 calls at once",
            "by design; see the kills above",
        ),
    ]
    lines = ["| part | figure | what it rests on |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {part} | {figure} | {basis} |" for part, figure, basis in parts)])


def _hours(seconds: float) -> str:
    minutes = seconds / 60
    if minutes < 90:  # noqa: PLR2004 - below, minutes say more
        return f"{minutes:.0f} minutes"
    hours = minutes / 60
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"  # noqa: PLR2004 - above, days say more
