"""A call is cancelled at each of its suspension points, which are counted by driving it, not sampled.

`-s` prints the counts.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest

from chakra_async import ChakraError, Limits, Retry
from chakra_async.testing import instant_waits
from tests.support import faultserver

from .call_kinds import KINDS, PROCESS
from .harness import Fault, Harness, files, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Generator

LATE: Final = "after what it waits for has come"
EARLY: Final = "while it waits"


@attrs.define
class Driven:
    """Drives a coroutine inside its task, counts where it suspends, and cancels the task at one of these points.

    Attributes:
        coroutine: What to drive.
        at: At which suspension to cancel, from 1; 0 for none.
        moment: `EARLY` cancels while the awaited thing is still open, `LATE` when it has come, but before the
            coroutine is resumed: a slot granted or an answer arrived must not be lost then.
        points: How many suspensions there were.
        armed: Whether they count by now.

    """

    coroutine: Coroutine[Any, Any, Any]
    at: int = 0
    moment: str = EARLY
    points: int = 0
    armed: bool = False

    def __await__(self) -> Generator[Any, Any, Any]:
        resume: Callable[[], Any] = lambda: self.coroutine.send(None)  # noqa: E731 - it is replaced below
        while True:
            try:
                awaited = resume()
            except StopIteration as stop:
                return stop.value
            self.points += self.armed
            if self.armed and self.points == self.at:
                self._cancel(awaited)
            try:
                came = yield awaited
            except BaseException as error:  # noqa: BLE001 - it is handed on as it is
                resume = _thrower(self.coroutine, error)
            else:
                resume = _sender(self.coroutine, came)

    def _cancel(self, awaited: Any) -> None:
        task = asyncio.current_task()
        assert task is not None
        if self.moment == EARLY:
            task.cancel()  # delivered as soon as the task waits
        elif awaited is None:
            asyncio.get_running_loop().call_soon(task.cancel)
        else:
            awaited.add_done_callback(
                lambda _: task.cancel()
            )  # runs before the task's own, which comes after it


def _thrower(coroutine: Coroutine[Any, Any, Any], error: BaseException) -> Callable[[], Any]:
    return lambda: coroutine.throw(error)


def _sender(coroutine: Coroutine[Any, Any, Any], came: Any) -> Callable[[], Any]:
    return lambda: coroutine.send(came)


@attrs.frozen(kw_only=True)
class Situation:
    """Where the call is cancelled.

    Attributes:
        fault: What the server does, and what happens right before the call.
        points: How often the call suspends at least.
        warm: Whether a connection is kept from an earlier call.
        arrivals: How many requests may reach the server at most.
        sends: The same for a send.

    """

    fault: Fault
    points: int
    warm: bool = False
    arrivals: int = 1
    sends: int = 1


async def give_the_slot_back_once_awaited(harness: Harness) -> None:
    """Take the only slot, and give it back as soon as the call waits for it."""
    slots = [harness.gate.enter_at_once("")]
    loop = asyncio.get_running_loop()

    def give_back() -> None:
        if slots:
            harness.gate.leave(slots.pop())

    def give_back_once_awaited() -> None:
        if harness.gate.waiting:
            give_back()
        elif slots:
            loop.call_later(0.001, give_back_once_awaited)

    harness.stack.callback(give_back)
    loop.call_soon(give_back_once_awaited)


async def use_up_the_rate(harness: Harness) -> None:
    while slot := harness.gate.enter_at_once(""):
        harness.gate.leave(slot)
    await asyncio.sleep(0)


async def pause_all_calls(harness: Harness) -> None:
    harness.gate.pause("", 5.0)


def body_in_pieces(count: int) -> Callable[[Harness], Awaitable[None]]:
    """Answer in `count` pieces, each sent only when the client waits for it."""

    async def arm(harness: Harness) -> None:
        body = harness.kind.content(PROCESS)
        size = -(-len(body) // count)
        acquired = harness.connections.connector._acquired

        async def answer(connection: faultserver.Connection) -> None:
            served: list[object] = []

            def awaited() -> bool:
                payloads = [getattr(protocol, "_payload", None) for protocol in acquired]
                waiting = [payload._waiter for payload in payloads if payload and payload._waiter]
                new = [waiter for waiter in waiting if waiter not in served]
                served.extend(new)
                return connection.ended or bool(new)

            await connection.send(faultserver.head(200, {"Content-Length": str(len(body))}))
            for start in range(0, len(body), size):
                await until(awaited, "the client does not wait for the next piece")
                await connection.send(body[start : start + size])

        harness.server.script = [answer]

    return arm


async def close_kept(harness: Harness) -> None:
    await harness.idle_gone()


def reply(status: int, headers: dict[str, str] | None = None) -> Callable[[Any], Any]:
    return lambda kind: [
        faultserver.json({}, status, headers),
        faultserver.answer(200, kind.content(PROCESS)),
    ]


def fault(**settings: Any) -> Fault:
    return Fault(name="", recovers=True, **settings)


WAITS: Final = Retry(attempts=3, initial_wait=0.004, max_wait=0.004)
# Pauses and rates are seconds long and skipped on the gate's clock, so that they hold until the call waits for them.
SITUATIONS: Final = {
    "plain, on a new connection": Situation(fault=fault(arm=close_kept), points=2),
    "plain, on a kept connection": Situation(fault=fault(), points=1, warm=True),
    "waiting for a slot": Situation(
        fault=fault(arm=give_the_slot_back_once_awaited, settings={"limits": Limits(concurrency=1)}), points=2
    ),
    "waiting for the rate": Situation(
        fault=fault(arm=use_up_the_rate, settings={"limits": Limits(rate=0.2)}), points=2
    ),
    "in a pause of all calls": Situation(fault=fault(arm=pause_all_calls), points=2),
    "in the pause after a refusal": Situation(
        fault=fault(steps=reply(429, {"Retry-After": "5"}), settings={"retry": WAITS}),
        points=3,
        arrivals=2,
        sends=2,
    ),
    "in a backoff wait": Situation(
        fault=fault(steps=reply(500), settings={"retry": WAITS}), points=1, arrivals=2
    ),
    "in a TLS handshake": Situation(fault=fault(arm=close_kept, tls=True), points=2),
    "reading a body in pieces": Situation(fault=fault(arm=body_in_pieces(6)), points=6),
}


@pytest.mark.parametrize("moment", [EARLY, LATE])
@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
@pytest.mark.parametrize("place", SITUATIONS)
async def test_a_call_can_be_cancelled_wherever_it_suspends(place: Any, kind: Any, moment: Any) -> None:
    situation = SITUATIONS[place]
    with instant_waits():
        for at in range(1, 100):
            points, cancelled = await _cancelled(situation, kind, moment, at)
            if points < at:  # it ended undisturbed: every point has had its turn
                break
            assert cancelled
    print(f"{place}, {kind.name}: cancelled at each of {points} points, {moment}")  # noqa: T201 - `-s` asks for it
    assert situation.points <= points < 99


async def _cancelled(situation: Situation, kind: Any, moment: str, at: int) -> tuple[int, bool]:
    """Play a call that is cancelled at one point; return its points, and whether it ended as cancelled."""
    tasks = asyncio.all_tasks()
    opened = files()
    async with Harness(situation.fault, kind) as harness:
        if situation.warm:
            await harness.client.config.get()

        async def arm() -> None:
            await harness.arm()
            driven.armed = True

        async def call() -> object:
            return await driven

        driven = Driven(kind.call(harness.client, arm), at, moment)
        harness.call = asyncio.create_task(call())
        await asyncio.wait({harness.call}, timeout=20)
        assert harness.call.done()
        if not harness.call.cancelled() and (error := harness.call.exception()) is not None:
            assert isinstance(error, ChakraError), error
        assert len(harness.server.arrivals) <= (
            situation.sends if kind.name == "send" else situation.arrivals
        )
        await harness.at_rest()
        await harness.client.close()
        await until(lambda: harness.server.open == 0, "a connection outlives its client")
    await until(lambda: asyncio.all_tasks() == tasks, "a task is left")
    await until(lambda: files() <= opened, "a file is left open")
    return driven.points, harness.call.cancelled()
