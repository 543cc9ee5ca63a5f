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
import re
import subprocess
import sys
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

import attrs

from benchmarks.fresh import start
from benchmarks.load import TOKEN, numbers, our_way
from chakra_async import Chakra, Limits, RateLimitedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

__all__ = ["main"]

_BODY: Final = (Path(__file__).parent / "data" / "enrolment.json").read_bytes()
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END_OF_HEAD: Final = b"\r\n\r\n"
_LATENCY: Final = 0.02
_WORKERS: Final = 150
_RUN: Final = 3
_ENOUGH: Final = 0.9
_SMALL: Final = 50
_FOUND: Final = 20
_FOUND_AGAIN: Final = 40
"""Seconds after which things count as steady; after a fall the last tenth is gone up at half a percent a second."""


def _answer(status: bytes, headers: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\n%bContent-Length: %d\r\n\r\n"
    return head % (status, headers, len(body)) + body


_DONE: Final = _answer(b"200 OK", b"", _BODY)
_REFUSED: Final = _answer(
    b"429 Too Many Requests", b"Retry-After: 1\r\n", b'{"_errors":["too many requests"]}'
)


class _Window(Protocol):
    """A way of counting calls."""

    ceiling: float

    def admits(self, now: float) -> bool:
        """Say whether a call may pass, and count it."""
        ...


class _Fixed:
    """So many in each second of the clock."""

    def __init__(self, ceiling: float) -> None:
        self.ceiling = ceiling
        self._second = -1
        self._passed = 0

    def admits(self, now: float) -> bool:
        if int(now) != self._second:
            self._second, self._passed = int(now), 0
        self._passed += 1
        return self._passed <= self.ceiling


class _Sliding:
    """So many within any second."""

    def __init__(self, ceiling: float) -> None:
        self.ceiling = ceiling
        self._passed: deque[float] = deque()

    def admits(self, now: float) -> bool:
        while self._passed and self._passed[0] <= now - 1:
            self._passed.popleft()
        if len(self._passed) >= self.ceiling:
            return False
        self._passed.append(now)
        return True


class _Bucket:
    """A bucket of tokens that holds a tenth of a second's, and five at least."""

    def __init__(self, ceiling: float) -> None:
        self.ceiling = ceiling
        self._tokens = self._holds
        self._at = -math.inf

    @property
    def _holds(self) -> float:
        return max(5.0, self.ceiling / 10)

    def admits(self, now: float) -> bool:
        self._tokens = min(self._holds, self._tokens + (now - self._at) * self.ceiling)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


_WINDOWS: Final[dict[str, Callable[[float], _Window]]] = {
    "fixed": _Fixed,
    "sliding": _Sliding,
    "bucket": _Bucket,
}


class _Counting:
    """What the server counts: passed and refused calls in each second since the first."""

    def __init__(self, window: _Window, halved_after: float) -> None:
        self._window = window
        self._halved_after = halved_after
        self._first: float | None = None
        self.passed: list[int] = []
        self.refused: list[int] = []

    def admits(self) -> bool:
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
        return passes


class _Limiting(asyncio.Protocol):
    """One kept connection."""

    def __init__(self, counting: _Counting) -> None:
        self._counting = counting
        self._waiting = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        end = self._waiting.find(_END_OF_HEAD)
        if end < 0 or self._transport is None:
            return
        length = _LENGTH.search(self._waiting, 0, end)
        size = end + len(_END_OF_HEAD) + (int(length[1]) if length else 0)
        if len(self._waiting) >= size:
            self._waiting = self._waiting[size:]
            answer = _DONE if self._counting.admits() else _REFUSED
            asyncio.get_running_loop().call_later(_LATENCY, self._transport.write, answer)


async def _serve(kind: str, ceiling: float, halved_after: float) -> None:
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    counting = _Counting(_WINDOWS[kind](ceiling), halved_after)
    server = await loop.create_server(lambda: _Limiting(counting), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(f"http://{host}:{port}", flush=True)
    loop.add_reader(sys.stdin.fileno(), over.set)
    await over.wait()
    server.close()
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
    parser.add_argument("--kind", choices=_WINDOWS, nargs="+", help="how the server counts; all if not given")
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
        for kind in given.kind or _WINDOWS:
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
