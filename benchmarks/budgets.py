"""The budgets, what was measured of them, and whether it is within."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.bulk import Memory, Speed
    from benchmarks.calls import Comparison
    from benchmarks.imports import Cost

__all__ = ["Budget", "of_calls", "of_imports", "of_memory", "of_speed", "table"]

_CPU: Final = 0.95
_P50: Final = 1.10
_IMPORT: Final = 15.0
_RATE: Final = 0.90
_GROWTH: Final = 8.0


@attrs.frozen
class Budget:
    """One budget.

    Attributes:
        what: What was measured.
        measured: The figure.
        limit: What it may be.
        unit: Its unit; empty for a ratio.
        at_least: Whether the limit is the least it may be, and not the most.

    """

    what: str
    measured: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def within(self) -> bool:
        """Whether the figure keeps the limit."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def of_calls(comparisons: Iterable[Comparison]) -> list[Budget]:
    """Return the budgets of a call; they hold for asyncio's own event loop."""
    found: list[Budget] = []
    for one in comparisons:
        if one.loop != "asyncio":
            continue
        if one.workers == 1:
            found.append(Budget("latency p50 of a call / raw aiohttp, 1 worker", one.p50.median, _P50))
        else:
            found.append(Budget(f"CPU of a call / raw aiohttp, {one.workers} workers", one.cpu.median, _CPU))
    return found


def of_imports(costs: Sequence[Cost]) -> list[Budget]:
    """Return the budget of the import, which stands first among the costs."""
    return [Budget("import chakra_async, over bare Python", costs[0].wall.median, _IMPORT, "ms")]


def of_speed(speeds: Iterable[Speed]) -> list[Budget]:
    """Return the budgets of a bulk run's speed."""
    what = "rows/s of a bulk run / bare loop, server answers "
    return [
        Budget(
            what + (f"in {speed.delay * 1000:.0f} ms" if speed.delay else "at once"),
            speed.ratio.median,
            _RATE,
            at_least=True,
        )
        for speed in speeds
    ]


def of_memory(memory: Memory) -> list[Budget]:
    """Return the budget of a bulk run's memory."""
    what = f"peak memory, {memory.many:,} rows over {memory.few:,}"
    return [Budget(what, memory.growth, _GROWTH, "MB")]


def table(budgets: Sequence[Budget]) -> str:
    """Return the budgets as lines of text."""
    wide = max(len(budget.what) for budget in budgets)
    lines = [f"{'budget':{wide}}  {'measured':>10}  {'limit':>12}"]
    for budget in budgets:
        unit = f" {budget.unit}" if budget.unit else ""
        limit = f"{'>=' if budget.at_least else '<='} {budget.limit:.2f}{unit}"
        measured = f"{budget.measured:.3f}{unit}"  # more digits than the limit, so that a near miss shows
        lines.append(
            f"{budget.what:{wide}}  {measured:>10}  {limit:>12}  {'within' if budget.within else 'OVER'}"
        )
    return "\n".join(lines)
