"""Runs one cell of the matrix: a real server, a client, a fault, and a check of what is left afterwards."""

from __future__ import annotations

# ruff: noqa: S106, ASYNC110 - a planted token; what is waited for sets no event
import asyncio
import gc
import os
from contextlib import AsyncExitStack
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

import attrs

from chakra_async import Chakra, Retry, Timeouts
from chakra_async.errors import APIError, ChakraError, RequestTimeoutError
from tests.support import faultserver

from . import certificates
from .call_kinds import PROCESS, Kind, Made

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from chakra_async.outcomes import Attempt

__all__ = ["Fault", "Harness", "Seen", "clear_pauses", "play", "until"]

QUICK = Retry(attempts=3, initial_wait=0.001, max_wait=0.002)
PATIENT = Timeouts(connect=30, read=60, total=90)  # a busy machine can stand still for seconds


@attrs.frozen
class Seen:
    """The result of a cell: an error's name or None, the outcome or `answer`, arrivals, and each attempt's status."""

    error: str | None
    outcome: str
    arrivals: int
    statuses: tuple[int | None, ...]


@attrs.frozen(kw_only=True)
class Fault:
    """A row of the matrix.

    Attributes:
        name: Its name in `expected.txt`.
        steps: What the server does, request by request; the last step is repeated.
        recovers: Whether the server works again after the last step instead.
        arm: What else happens right before the exchange, such as that the server stops listening.
        meanwhile: What happens while the call runs, such as that its caller cancels it.
        settings: Settings of the client besides the short waits.
        tls: Whether the server speaks TLS with a certificate that the client trusts.
        least_wait: Least seconds between two attempts; negative for no minimum.
        good: What else must be true of a process that the call returns.
        check: What else must be true of the error.

    """

    name: str
    steps: Callable[[Kind], Sequence[faultserver.Step | faultserver.Early]] | None = None
    recovers: bool = False
    arm: Callable[[Harness], Awaitable[None]] | None = None
    meanwhile: Callable[[Harness], Awaitable[None]] | None = None
    settings: dict[str, Any] = attrs.field(factory=dict)
    tls: bool = False
    least_wait: float = 0.0
    good: Callable[[Any], bool] = lambda process: process.id == "p-1"
    check: Callable[[Any], bool] = lambda error: True


class Harness:
    """A server, a client, and a fault between them."""

    def __init__(self, fault: Fault, kind: Kind) -> None:
        self.fault = fault
        self.kind = kind
        self.server = faultserver.FaultServer(certificates.good() if fault.tls else None)
        self.stack = AsyncExitStack()
        self.call: asyncio.Task[Made]
        self.connections: Any
        self._meanwhile: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.server.__aenter__()
        settings = {
            "base_url": self.server.url,
            "retry": QUICK,
            "timeouts": PATIENT,
            "download_cap": 2**20,
            **self.fault.settings,
        }
        self.client = Chakra(token="planted-secret", **settings)
        self.gate = self.client._caller.gate
        await self.find_connections()
        if self.kind.first is not None:
            self.server.usual = faultserver.json(self.kind.first)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.close()
        await self.server.__aexit__()

    async def find_connections(self) -> None:
        self.connections = await self.client._caller.pool.connections(asyncio.get_running_loop())
        if self.fault.tls:
            self.connections.connector._ssl = certificates.trusting()

    async def arm(self) -> None:
        """Begin the fault, and forget what came before."""
        self.server.arrivals.clear()
        steps = [] if self.fault.steps is None else self.fault.steps(self.kind)
        self.server.script = list(steps)
        self.server.usual = faultserver.answer(200, self.kind.content(PROCESS))
        if steps and not self.fault.recovers:
            self.server.script *= 9
        if self.fault.arm is not None:
            await self.fault.arm(self)
        if self.fault.meanwhile is not None:
            self._meanwhile = asyncio.create_task(self.fault.meanwhile(self))

    async def run(self) -> Seen:
        """Make the call, and return its result."""
        self.call = asyncio.create_task(self.kind.call(self.client, self.arm))
        await asyncio.wait({self.call}, timeout=90)
        if not self.call.done():
            self.call.cancel()
            raise AssertionError("the call hangs")
        if self._meanwhile is not None:
            await self._meanwhile
        arrivals = len(self.server.arrivals)
        for one, following in pairwise(self.server.arrivals):
            assert following.at - one.at >= 0.99 * self.fault.least_wait
        if self.call.cancelled():
            return Seen("CancelledError", "cancelled", arrivals, ())
        error = self.call.exception()
        if error is None:
            made = self.call.result()
            assert self.fault.good(self.kind.process(made)), made.value
            return Seen(None, "answer", arrivals, made.statuses)
        if not isinstance(error, ChakraError):
            raise error
        self._look_at(error)
        name = type(error).__name__
        if isinstance(error, RequestTimeoutError):
            name += f"({error.phase})"
        statuses = tuple(attempt.status for attempt in error.attempts)
        return Seen(name, str(error.outcome), arrivals, statuses)

    def _look_at(self, error: ChakraError) -> None:
        """Assert what is true of every error."""
        assert type(error).__module__ == "chakra_async.errors"
        assert error.__suppress_context__ or error.__context__ is None
        assert error.operation is not None
        assert error.operation in str(error)
        assert "planted-secret" not in str(error)
        if isinstance(error, APIError):
            assert error.attempts[-1].status == error.status
        _look_at_attempts(error.attempts, self.fault.least_wait)
        assert self.fault.check(error), error

    async def heal(self) -> None:
        """Make the server work again."""
        await self.stack.aclose()
        self.server.script.clear()
        self.server.usual = None
        await self.server.listen(tls=self.server.tls)
        if self.client._caller.pool.closed:
            await self.client.__aenter__()
            await self.find_connections()

    async def at_rest(self) -> None:
        """Assert that slots and connections are back, and that the next call works."""
        await self.heal()
        assert (self.gate.in_flight, self.gate.waiting) == (0, 0)
        assert not self.connections.watchdog._calls
        await until(lambda: not self.connections.connector._acquired, "a connection is not given back")
        await until(lambda: self.server.open <= 1, "more connections are open than were ever used at once")
        well = self.client.with_options(base_url=self.server.url, timeouts=PATIENT)
        assert await well.config.get() is not None
        assert (self.gate.in_flight, self.gate.waiting) == (0, 0)

    async def idle_gone(self) -> None:
        """Close the connections that are kept, and wait until the client has seen it."""
        self.server.hang_up()
        kept = self.connections.connector._conns.values
        await until(
            lambda: not any(protocol.is_connected() for conns in kept() for protocol, _ in conns),
            "the client does not see that a connection was closed",
        )


def _look_at_attempts(attempts: Sequence[Attempt], least_wait: float) -> None:
    assert all(attempt.wait >= least_wait and (attempt.wait or least_wait < 0) for attempt in attempts[:-1])
    assert all(attempt.wait == 0 for attempt in attempts[-1:])
    assert all(attempt.cause and attempt.outcome is not None for attempt in attempts[:-1])
    assert all((attempt.cause is None) == (attempt.outcome is None) for attempt in attempts[-1:])


async def until(true: Callable[[], object], otherwise: str) -> None:
    """Wait until something is true."""
    try:
        async with asyncio.timeout(60):
            while not true():
                await asyncio.sleep(0.001)
    except TimeoutError:
        raise AssertionError(otherwise) from None


async def clear_pauses(harness: Harness) -> None:
    """End all pauses when the fault is over."""

    def clear() -> None:
        for key in harness.gate._gate._keys.values():
            key.paused_until = 0.0

    harness.stack.callback(clear)


def files() -> int:
    """Return how many files this process has open."""
    return len(os.listdir("/dev/fd"))  # noqa: PTH208 - a count


async def play(fault: Fault, kind: Kind) -> Seen:
    """Run one cell, assert that everything is released afterwards, and return its result."""
    gc.collect(0)
    tasks = asyncio.all_tasks()
    opened = files()
    async with Harness(fault, kind) as harness:
        seen = await harness.run()
        await harness.at_rest()
        await harness.client.close()
        await until(lambda: harness.server.open == 0, "a connection outlives its client")
    await until(lambda: asyncio.all_tasks() == tasks, "a task is left")
    await until(lambda: files() <= opened, "a file is left open")
    return seen
