"""Servers that refuse: by a ceiling of calls per second, or by asking for a pause now and then.

`python -m benchmarks.limiting LATENCY ceiling KIND CALLS` and `... LATENCY pauses EVERY SECONDS` serve until standard input ends, and then
print every arrival as JSON: its time, and, where it was refused, the time of its answer. `limiting` starts one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import subprocess
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from benchmarks.fresh import start
from benchmarks.server import ANSWER, Answering, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["ANSWER", "WINDOWS", "Arrival", "Limited", "Server", "Window", "limiting", "refusal"]


def refusal(seconds: int) -> bytes:
    """Return an answer that asks for a pause."""
    body = b'{"_errors":["too many requests"]}'
    head = b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nRetry-After: %d\r\nContent-Length: %d\r\n\r\n"
    return head % (seconds, len(body)) + body


class Window(Protocol):
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


WINDOWS: Final[dict[str, Callable[[float], Window]]] = {
    "fixed": _Fixed,
    "sliding": _Sliding,
    "bucket": _Bucket,
}


class Limited(Answering):
    """One kept connection to a server that may refuse.

    Args:
        judge: Gives the answer to a call that has arrived, and is called once more when it is sent.
        latency: Seconds before each answer.

    """

    def __init__(self, judge: Callable[[], tuple[bytes, Callable[[], None]]], latency: float) -> None:
        """Begin without a connection."""
        super().__init__()
        self._judge = judge
        self._latency = latency

    def answer(self, transport: asyncio.WriteTransport) -> None:
        """Answer one request."""
        answer, sent = self._judge()

        def send() -> None:
            sent()
            transport.write(answer)

        asyncio.get_running_loop().call_later(self._latency, send)


@attrs.define
class Arrival:
    """A call that arrived.

    Attributes:
        at: When, in seconds of the machine's monotonic clock.
        refused: When its refusal was sent; None if it passed, infinity if that was never sent.

    """

    at: float
    refused: float | None = None


class _Recording:
    """Records arrivals.

    Args:
        window: Refuses what is too much; None to ask for pauses instead.
        every: Seconds from the end of one pause until the next is asked for.
        pause: How many seconds are asked for.

    """

    def __init__(self, window: Window | None, every: float = math.inf, pause: int = 1) -> None:
        self._window = window
        self._every = every
        self._pause = pause
        self._refusal = refusal(pause)
        self._next: float | None = None
        self.arrivals: list[Arrival] = []

    def judge(self) -> tuple[bytes, Callable[[], None]]:
        now = time.monotonic()
        arrival = Arrival(now)
        self.arrivals.append(arrival)
        if self._passes(now):
            return ANSWER, _nothing
        arrival.refused = math.inf

        def sent() -> None:
            arrival.refused = time.monotonic()

        return self._refusal, sent

    def _passes(self, now: float) -> bool:
        if self._window is not None:
            return self._window.admits(now)
        if self._next is None:
            self._next = now + self._every
        if now < self._next:
            return True
        self._next = now + self._pause + self._every
        return False


def _nothing() -> None:
    """A call that passed needs no note."""


@attrs.define
class Server:
    """A server that was started.

    Attributes:
        url: Its address.
        arrivals: What arrived, in order, once it has ended.

    """

    url: str
    arrivals: list[Arrival] = attrs.field(factory=list[Arrival])


@contextlib.contextmanager
def limiting(*arguments: object, latency: float) -> Generator[Server]:
    """Run such a server while the block runs.

    Args:
        *arguments: `"ceiling"`, the kind of window and calls per second; or `"pauses"`, seconds between them and seconds of each.
        latency: Seconds before each answer.

    """
    given = [str(latency), *map(str, arguments)]
    with start("benchmarks.limiting", *given, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None  # noqa: S101 - it was asked for
        assert process.stdout is not None  # noqa: S101 - it was asked for
        server = Server(process.stdout.readline().decode().strip())
        if not server.url:
            raise RuntimeError(f"The benchmark's server did not start (exit code {process.wait()}).")
        yield server
        process.stdin.close()
        server.arrivals += [Arrival(at, refused) for at, refused in json.loads(process.stdout.read())]


async def _serve(latency: float, what: str, one: str, other: str) -> None:
    recording = (
        _Recording(WINDOWS[one](float(other)))
        if what == "ceiling"
        else _Recording(None, float(one), int(other))
    )
    await serve(lambda: Limited(recording.judge, latency))
    print(json.dumps([[each.at, each.refused] for each in recording.arrivals]))


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1]), *sys.argv[2:5]))
