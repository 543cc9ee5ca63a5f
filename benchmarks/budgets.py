"""The budgets, what was measured of them, and whether it is within."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.bulk import Memory, Speed
    from benchmarks.calls import Comparison
    from benchmarks.generated import Comparison as GeneratedComparison
    from benchmarks.imports import Cost, First
    from benchmarks.machines import Machines
    from benchmarks.many_rows import ManyRows
    from benchmarks.phone import Reading
    from benchmarks.shared_gate import SharedGate
    from benchmarks.webhooks import Figures

__all__ = [
    "Budget",
    "markdown",
    "of_calls",
    "of_file",
    "of_first",
    "of_generated",
    "of_imports",
    "of_machines",
    "of_many_rows",
    "of_memory",
    "of_phone",
    "of_shared_gate",
    "of_speed",
    "of_webhooks",
    "table",
]

_CPU: Final = 0.85
_CPU_OVER_TLS: Final = 0.90
_P50: Final = 0.95
_IMPORT: Final = 3.0
_FIRST: Final = 1.12
_GENERATED: Final = {"openapi-generator": 6.0, "openapi-python-client": 10.0}
_PHONE: Final = 0.50
_RATE: Final = {False: 0.90, True: 0.97}
"""Of the bare loop's rows per second, against a server that answers at once, and against a distant one."""
_RATE_OF_FILE: Final = 1.0
_GROWTH: Final = 8.0
_PEAK: Final = 70.0
_RESUME: Final = 3.0
_DURABLE: Final = 0.5
_ANSWER: Final = 50.0
_GOODPUT: Final = 0.95
_REFUSED: Final = 0.01
_SEEN: Final = 0.2


@attrs.frozen
class Budget:
    """One budget, or a figure without one.

    Attributes:
        what: What was measured.
        measured: The figure; None where it could not be measured here.
        limit: What it may be; None where nothing is asked of it.
        unit: Its unit; empty for a ratio.
        at_least: Whether the limit is the least it may be, and not the most.

    """

    what: str
    measured: float | None
    limit: float | None
    unit: str = ""
    at_least: bool = False

    @property
    def within(self) -> bool:
        """Whether the figure keeps the limit; a figure that was left out, or has no limit, exceeds nothing."""
        if self.measured is None or self.limit is None:
            return True
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    @property
    def measured_text(self) -> str:
        """The figure with its unit, with more digits than the limit, so that a near miss shows."""
        return "none" if self.measured is None else f"{self.measured:.3f}{self._suffix}"

    @property
    def limit_text(self) -> str:
        """The limit with its unit, empty without one."""
        if self.limit is None:
            return ""
        return f"{'>=' if self.at_least else '<='} {self.limit:.2f}{self._suffix}"

    @property
    def verdict(self) -> str:
        """Whether it is within, as a word."""
        if self.measured is None:
            return "skipped"
        if self.limit is None:
            return ""
        return "within" if self.within else "OVER"

    @property
    def _suffix(self) -> str:
        return f" {self.unit}" if self.unit else ""


def of_calls(comparisons: Iterable[Comparison]) -> list[Budget]:
    """Return the budgets of a call; they hold for asyncio's own event loop."""
    found: list[Budget] = []
    for one in comparisons:
        if one.loop != "asyncio":
            continue
        if one.tls:
            what = f"CPU of a call over TLS / raw aiohttp, {one.workers} workers"
            found.append(Budget(what, one.cpu.median, _CPU_OVER_TLS))
        elif one.workers == 1:
            found.append(Budget("latency p50 of a call / raw aiohttp, 1 worker", one.p50.median, _P50))
        else:
            found.append(Budget(f"CPU of a call / raw aiohttp, {one.workers} workers", one.cpu.median, _CPU))
    return found


def of_imports(costs: Sequence[Cost]) -> list[Budget]:
    """Return the budget of the import, which stands first among the costs."""
    return [Budget("import chakra_async, over bare Python", costs[0].wall.median, _IMPORT, "ms")]


def of_first(firsts: Sequence[First]) -> list[Budget]:
    """Return the budget of the first call, ours, which stands first."""
    return [Budget("first Chakra() and one call / import aiohttp", firsts[0].ratio.median, _FIRST)]


def of_generated(comparisons: Iterable[GeneratedComparison]) -> list[Budget]:
    """Return the budgets against generated clients; they hold for asyncio's own event loop."""
    return [
        Budget(
            f"calls/s / those of {one.generator}'s client",
            None if one.ratio is None else one.ratio.median,
            _GENERATED[one.generator],
            at_least=True,
        )
        for one in comparisons
        if one.loop == "asyncio"
    ]


def of_phone(readings: Sequence[Reading]) -> list[Budget]:
    """Return the budget of reading a number in plain digits, which comes first."""
    return [Budget("reading a phone number in digits / phonenumbers.parse", readings[0].ratio.median, _PHONE)]


def of_speed(speeds: Iterable[Speed]) -> list[Budget]:
    """Return the budgets of a bulk run's speed."""
    what = "rows/s of a bulk run / bare loop, server answers "
    return [
        Budget(
            what + (f"in {speed.delay * 1000:.0f} ms" if speed.delay else "at once"),
            speed.ratio.median,
            _RATE[speed.delay > 0],
            at_least=True,
        )
        for speed in speeds
    ]


def of_file(speed: Speed) -> list[Budget]:
    """Return the budget of a bulk run on a file."""
    what = "rows/s of a bulk run with journal / naive aiohttp loop, same CSV file"
    return [Budget(what, speed.ratio.median, _RATE_OF_FILE, at_least=True)]


def of_memory(memory: Memory) -> list[Budget]:
    """Return the budgets of a long bulk run: its memory, and how soon another one goes on."""
    rows = f"{memory.rows:,} rows"
    return [
        Budget(f"resident memory, {rows}: at the end less at 10 %", memory.growth, _GROWTH, "MB"),
        Budget(f"resident memory, {rows}: peak", memory.peak, _PEAK, "MB"),
        Budget(f"resuming a journal of {rows}, until the first call", memory.resume, _RESUME, "s"),
    ]


def of_webhooks(figures: Figures) -> list[Budget]:
    """Return the budgets of a receiver: what a durable answer costs, and how soon it comes."""
    rate = f"{figures.answers.rate:g} deliveries/s"
    return [
        Budget(
            "deliveries/s stored before their answer and handled / handled, nothing stored",
            figures.ratio.median,
            _DURABLE,
            at_least=True,
        ),
        Budget("the same / neither stored nor handled", figures.deaf_ratio.median, None),
        Budget(f"answer to a delivery at {rate}, p99", figures.answers.p99, _ANSWER, "ms"),
    ]


def of_machines(machines: Machines) -> list[Budget]:
    """Return the figures of workers with a journal in PostgreSQL; each is a ratio to one process with its file, or a cost."""
    found: list[Budget] = []
    for one in machines.speeds:
        several = f"{one.workers} worker{'s' if one.workers > 1 else ''}"
        server = f"server answers in {one.delay * 1000:.0f} ms"
        found.append(
            Budget(f"rows/s of {several} / one process with its file, {server}", one.ratio.median, None)
        )
        found.append(Budget(f"CPU a row of {several} / the same, {server}", one.cpu_ratio.median, None))
    last = machines.speeds[-1]
    what = f"a row of {last.workers} workers, server answers in {last.delay * 1000:.0f} ms"
    found.append(Budget(f"PostgreSQL's CPU, {what}", last.database, None, "us"))
    found.append(Budget(f"WAL, {what}", last.wal, None, "bytes"))
    return found


def of_many_rows(found: ManyRows) -> list[Budget]:
    """Return the figures of a list of many rows in PostgreSQL."""
    budgets: list[Budget] = []
    for one in found.passes:
        what = f"{one.rows:,} rows {one.what}"
        budgets.append(Budget(f"{what}: time", one.seconds, None, "s"))
        budgets.append(Budget(f"{what}: time of the last tenth / of the first", one.slower, None))
        budgets.append(Budget(f"{what}: memory of the process, at most", one.peak, None, "MB"))
    return budgets


def of_shared_gate(found: SharedGate) -> list[Budget]:
    """Return the budgets of what workers share: a ceiling, and a pause."""
    budgets: list[Budget] = []
    for one in found.ceilings:
        what = f"shared ceiling of 240/s ({one.kind}), 3 workers of which one leaves"
        budgets.append(Budget(f"{what}: goodput / ceiling", one.goodput, _GOODPUT, at_least=True))
        budgets.append(Budget(f"{what}: share refused", one.refused, _REFUSED))
    pauses = found.pauses
    budgets.append(Budget("a pause: known to all workers after, at most", pauses.seen.greatest, _SEEN, "s"))
    budgets.append(Budget("a pause: calls in it after that", pauses.within, 0.0))
    return budgets


def table(budgets: Sequence[Budget]) -> str:
    """Return the budgets as lines of text."""
    wide = max((len(budget.what) for budget in budgets), default=0)
    lines = [f"{'budget':{wide}}  {'measured':>10}  {'limit':>12}"]
    lines += [
        f"{budget.what:{wide}}  {budget.measured_text:>10}  {budget.limit_text:>12}  {budget.verdict}"
        for budget in budgets
    ]
    return "\n".join(lines)


def markdown(budgets: Sequence[Budget]) -> str:
    """Return the budgets as a table for `docs/performance.md`."""
    lines = ["| what | measured | budget | |", "| --- | ---: | ---: | --- |"]
    lines += [
        f"| {budget.what} | {budget.measured_text} | {budget.limit_text} | {budget.verdict} |"
        for budget in budgets
    ]
    return "\n".join(lines)
