"""Paired rounds and what is made of them: two ways of doing the same take turns, and each pair gives one ratio."""

from __future__ import annotations

import gc
import statistics
from typing import TYPE_CHECKING, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

__all__ = ["Spread", "alternate", "percentile"]

A = TypeVar("A")
B = TypeVar("B")


@attrs.frozen
class Spread:
    """The median of some figures, and the least and the greatest of them."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """Return the spread of some figures, of which there is at least one."""
        return cls(statistics.median(figures), min(figures), max(figures))

    @classmethod
    def of_ratios(cls, ours: Sequence[float], theirs: Sequence[float]) -> Spread:
        """Return the spread of the ratios of paired figures."""
        return cls.of([one / other for one, other in zip(ours, theirs, strict=True)])

    @classmethod
    def of_differences(cls, ours: Sequence[float], theirs: Sequence[float]) -> Spread:
        """Return the spread of the differences of paired figures."""
        return cls.of([one - other for one, other in zip(ours, theirs, strict=True)])

    def text(self, digits: int = 2) -> str:
        """Return it as `median (least..greatest)`."""
        return f"{self.median:.{digits}f} ({self.least:.{digits}f}..{self.greatest:.{digits}f})"


async def alternate(
    rounds: int, one: Callable[[], Awaitable[A]], other: Callable[[], Awaitable[B]]
) -> tuple[list[A], list[B]]:
    """Let two ways take turns, the order swapped each round, and return what each gave, in pairs.

    The garbage collector stays on, as it is for users, and starts each turn from the same state.
    """
    ones: list[A] = []
    others: list[B] = []
    for number in range(rounds):
        gc.collect()
        if number % 2:
            others.append(await other())
            gc.collect()
            ones.append(await one())
        else:
            ones.append(await one())
            gc.collect()
            others.append(await other())
    return ones, others


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the figure below which that share of the sorted figures lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
