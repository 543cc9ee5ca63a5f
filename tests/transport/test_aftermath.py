"""What a call that failed leaves in memory: nothing that waits for the garbage collector."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, Limits, Timeouts
from chakra_async._transport.gate import AsyncGate, Slot
from chakra_async.errors import ChakraError, RequestTimeoutError
from tests.support import faultserver

if TYPE_CHECKING:
    from collections.abc import Iterator

FAULTS = {
    "refused": faultserver.json({"_errors": ["no"]}, 404),
    "failed": faultserver.json({}, 500),
    "closed": faultserver.closed,
    "cut": faultserver.cut(),
    "not JSON": faultserver.answer(200, b"<p>"),
    "late": faultserver.silent,
}


@pytest.fixture(params=[False, True], ids=["alone", "observed"])
def client(request: pytest.FixtureRequest, chakra: Chakra) -> Chakra:
    observed = chakra.with_options(observers=[print]) if request.param else chakra
    return observed.with_options(timeouts=Timeouts(read=0.2))


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


async def error_of(task: asyncio.Task[Any]) -> weakref.ref[BaseException]:
    await asyncio.wait([task])
    error = task.exception()
    assert isinstance(error, ChakraError)
    return weakref.ref(error)


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_the_error_of_a_call_is_freed_when_it_is_no_longer_referenced(
    fault: Any, send: Any, client: Chakra, server: faultserver.FaultServer
) -> None:
    server.usual = fault
    caught: list[weakref.ref[ChakraError]] = []
    try:
        await send(client)
    except ChakraError as error:
        caught.append(weakref.ref(error))
    assert [one() for one in caught] == [None]


@pytest.mark.usefixtures("no_collector")
async def test_the_error_of_a_call_in_a_task_is_freed_when_it_is_no_longer_referenced(
    send: Any, client: Chakra, server: faultserver.FaultServer
) -> None:
    server.usual = faultserver.json({"_errors": ["no"]}, 404)
    left = await error_of(asyncio.create_task(send(client)))
    await asyncio.sleep(0)
    assert left() is None


@pytest.mark.usefixtures("no_collector")
async def test_the_error_of_a_call_that_timed_out_is_freed_when_it_is_no_longer_referenced(
    send: Any, client: Chakra, server: faultserver.FaultServer
) -> None:
    server.usual = faultserver.silent
    client = client.with_options(timeouts=Timeouts(total=0.1))
    caught: list[weakref.ref[RequestTimeoutError]] = []
    try:
        await send(client)
    except RequestTimeoutError as error:
        caught.append(weakref.ref(error))
    assert [one() for one in caught] == [None]


# The collector may end a call whose loop is gone, and so give its slot back, in the middle of what the gate does: with
# the gate's lock held by the same thread.


@pytest.fixture
def gate() -> AsyncGate:
    return AsyncGate(Limits(concurrency=1))


@pytest.fixture
def slot(gate: AsyncGate) -> Slot:
    slot = gate.enter_at_once("")
    assert slot is not None
    return slot


async def test_a_slot_given_back_while_the_gate_is_locked_admits_the_next_call(
    gate: AsyncGate, slot: Slot
) -> None:
    waiter = asyncio.create_task(gate.enter(""))
    await asyncio.sleep(0)
    with gate._lock:
        gate.leave(slot)
    async with asyncio.timeout(20):
        gate.leave(await waiter)
    assert (gate.in_flight, gate.waiting) == (0, 0)


async def test_a_slot_given_back_while_the_gate_is_locked_admits_a_later_call(
    gate: AsyncGate, slot: Slot
) -> None:
    with gate._lock:
        gate.leave(slot)
    async with asyncio.timeout(20):
        gate.leave(await gate.enter(""))
    assert (gate.in_flight, gate.waiting) == (0, 0)


@pytest.mark.parametrize("admitted", [False, True])
async def test_a_waiter_cancelled_while_the_gate_is_locked_does_not_block_others(
    gate: AsyncGate, slot: Slot, admitted: Any
) -> None:
    waiting = gate.enter("")
    waiting.send(None)
    if admitted:
        gate.leave(slot)
    with gate._lock:
        waiting.close()
    if not admitted:
        gate.leave(slot)
    async with asyncio.timeout(20):
        gate.leave(await gate.enter(""))
    assert (gate.in_flight, gate.waiting) == (0, 0)


async def test_a_waiter_gets_a_slot_that_was_dropped(gate: AsyncGate) -> None:
    slot = gate.enter_at_once("")
    waiter = asyncio.create_task(gate.enter(""))
    await asyncio.sleep(0)
    assert (gate.in_flight, gate.waiting) == (1, 1)
    del slot
    async with asyncio.timeout(20):
        gate.leave(await waiter)
    assert (gate.in_flight, gate.waiting) == (0, 0)


async def test_a_slot_given_back_twice_counts_once(gate: AsyncGate, slot: Slot) -> None:
    gate.leave(slot)
    gate.leave(slot)
    assert gate.in_flight == 0
    other = gate.enter_at_once("")
    assert other is not None
    gate.leave(slot)
    assert gate.in_flight == 1
