"""`Limits(rate="adaptive")` against a server whose ceiling it does not know: `python -m benchmarks.adaptive [--quick]`.

The server runs in a process of its own, refuses what is too much with 429 and `Retry-After: 1`, halves its ceiling midway,
and counts. Printed are ratios to its ceiling: goodput and refusals where things are steady, and the seconds from the
start, and from the halving, until three seconds in a row reach 90 % of it. Not part of `python -m benchmarks`,
since finding a ceiling takes minutes and not CPU.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import math
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

import attrs

from benchmarks.fresh import start
from benchmarks.limiting import ANSWER, WINDOWS, Limited, refusal
from benchmarks.load import TOKEN, numbers, our_way
from benchmarks.server import serve
from chakra_async import Chakra, Limits, RateLimitedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from benchmarks.limiting import Window

__all__ = ["main"]

_REFUSED: Final = refusal(1)
_LATENCY: Final = 0.02
_WORKERS: Final = 150
_RUN: Final = 3
_ENOUGH: Final = 0.9
_SMALL: Final = 50
_FOUND: Final = 20
_FOUND_AGAIN: Final = 40
"""Seconds after which things count as steady; after a fall the last tenth is gone up at half a percent a second."""


class _Counting:
    """What the server counts: passed and refused calls in each second since the first."""

    def __init__(self, window: Window, halved_after: float) -> None:
        self._window = window
        self._halved_after = halved_after
        self._first: float | None = None
        self.passed: list[int] = []
        self.refused: list[int] = []

    def judge(self) -> tuple[bytes, Callable[[], None]]:
        now = time.monotonic()
        if self._first is None:
            self._first = now
        second = int(now - self._first)
        if self._halved_after <= second:
            self._window.ceiling /= 2
            self._halved_after = math.inf
        while len(self.passed) <= second:
            self.passed.append(0)
            self.refused.append(0)
        passes = self._window.admits(now)
        (self.passed if passes else self.refused)[second] += 1
        return ANSWER if passes else _REFUSED, lambda: None


async def _serve(kind: str, ceiling: float, halved_after: float) -> None:
    counting = _Counting(WINDOWS[kind](ceiling), halved_after)
    await serve(lambda: Limited(counting.judge, _LATENCY))
    print(json.dumps([counting.passed, counting.refused]), flush=True)


@attrs.frozen
class _Counts:
    """What the server counted.

    Attributes:
        passed: Calls that passed, by second.
        refused: Calls that were refused, by second.

    """

    passed: list[int]
    refused: list[int]

    def goodput(self, ceiling: float, begin: int, end: int) -> float:
        """Return what passed between two seconds, as a share of the ceiling."""
        return sum(self.passed[begin:end]) / (end - begin) / ceiling

    def refusals(self, begin: int, end: int) -> float:
        """Return the refused share of all that arrived between two seconds."""
        refused = sum(self.refused[begin:end])
        return refused / max(1, refused + sum(self.passed[begin:end]))

    def reached(self, ceiling: float, begin: int) -> float:
        """Return the seconds until three seconds in a row reach 90 % of the ceiling."""
        for second in range(begin, len(self.passed) - _RUN):
            if sum(self.passed[second : second + _RUN]) >= _ENOUGH * _RUN * ceiling:
                return second - begin
        return math.inf


async def _load(url: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    limits = Limits(concurrency=100, rate="adaptive")
    async with Chakra(token=TOKEN, base_url=url, limits=limits) as client, asyncio.TaskGroup() as group:
        waiting = numbers(sys.maxsize)
        for _ in range(_WORKERS):
            group.create_task(_work(our_way(client), waiting, end))


async def _work(call: Callable[[str], Awaitable[object]], waiting: Iterator[str], end: float) -> None:
    while time.monotonic() < end:
        with contextlib.suppress(RateLimitedError):
            await call(next(waiting))


def _measure(kind: str, ceiling: int, before: int, after: int) -> _Counts:
    process = start("benchmarks.adaptive", "--serve", kind, str(ceiling), str(before), stdin=subprocess.PIPE)
    with process:
        assert process.stdin is not None  # noqa: S101 - it was asked for
        assert process.stdout is not None  # noqa: S101 - it was asked for
        asyncio.run(_load(process.stdout.readline().decode().strip(), before + after + 1))
        process.stdin.close()
        passed, refused = json.loads(process.stdout.readline())
    return _Counts(passed, refused)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.adaptive", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="200 calls a second only, and shorter")
    parser.add_argument(
        "--ceiling", type=int, nargs="+", help="calls a second; 20, 200 and 1000 if not given"
    )
    parser.add_argument("--kind", choices=WINDOWS, nargs="+", help="how the server counts; all if not given")
    parser.add_argument("--serve", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.serve:
        kind, ceiling, halved_after = given.serve
        asyncio.run(_serve(kind, float(ceiling), float(halved_after)))
        return 0
    ceilings, before, after = ((200,), 40, 70) if given.quick else ((20, 200, 1000), 80, 90)
    print(
        "server    ceiling   reached  goodput  refused   halved: reached  goodput  refused   refused in all"
    )
    for ceiling in given.ceiling or ceilings:
        for kind in given.kind or WINDOWS:
            # Where few calls are made, one pause is a larger share of them: more calls are needed to see.
            steady = 1 if ceiling > _SMALL else 2
            fall, end = steady * before, steady * (before + after)
            counts = _measure(kind, ceiling, fall, end - fall)
            half = ceiling / 2
            print(
                f"{kind:9} {ceiling:5}/s   {counts.reached(ceiling, 0):5.0f} s"
                f"  {counts.goodput(ceiling, _FOUND, fall):7.3f}  {counts.refusals(_FOUND, fall):7.4f}"
                f"   {counts.reached(half, fall):13.0f} s"
                f"  {counts.goodput(half, fall + _FOUND_AGAIN, end):7.3f}"
                f"  {counts.refusals(fall + _FOUND_AGAIN, end):7.4f}   {counts.refusals(0, end):14.4f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
