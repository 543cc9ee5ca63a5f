"""Every time limit in every phase, and that other people's cancellations stay theirs."""

from __future__ import annotations

# ruff: noqa: PT012, ASYNC110 - asyncio's timeout and task group are the subject; tasks set no event
import asyncio
import json
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, ClientClosedError, Limits, Outcome, RequestTimeoutError, Retry, Timeouts
from chakra_async.errors import ChakraError
from tests.support import faultserver

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT = 0.2


@pytest.fixture
def deaf() -> Iterator[Any]:
    """A port that takes TCP connections in its backlog and then none at all, so that connecting hangs."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fillers = []
        for _ in range(3):
            filler = socket.socket()
            filler.settimeout(0)
            filler.connect_ex(listener.getsockname())
            fillers.append(filler)
        yield listener.getsockname()[1]
        for filler in fillers:
            filler.close()


async def test_connecting_too_long_is_not_sent(deaf: Any, kind: Any, chakra: Chakra, failed: Any) -> None:
    client = chakra.with_options(
        base_url=f"http://127.0.0.1:{deaf}",
        timeouts=Timeouts(connect=SHORT),
        retry=Retry(attempts=2, initial_wait=0),
    )
    error = await failed(kind.call(client))
    assert type(error) is RequestTimeoutError
    assert error.phase == "connect"
    assert error.outcome is Outcome.NOT_SENT
    assert len(error.attempts) == 2
    assert "Timeouts.connect" in str(error)
    assert chakra._caller.gate.in_flight == 0


async def test_an_endless_tls_handshake_is_not_sent(
    server: faultserver.FaultServer, kind: Any, chakra: Chakra, failed: Any
) -> None:
    client = chakra.with_options(
        base_url=f"https://127.0.0.1:{server.port}", timeouts=Timeouts(connect=SHORT), retry=Retry(attempts=1)
    )
    error = await failed(kind.call(client))
    assert type(error) is RequestTimeoutError
    assert error.phase == "connect"
    assert error.outcome is Outcome.NOT_SENT
    assert server.arrivals == []


async def test_no_answer_in_time_is_unknown(
    server: faultserver.FaultServer, kind: Any, chakra: Chakra, failed: Any, at_rest: Any
) -> None:
    server.usual = faultserver.silent
    error = await failed(kind.call(chakra.with_options(timeouts=Timeouts(read=SHORT))))
    assert type(error) is RequestTimeoutError
    assert error.phase == "answer"
    assert error.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == (3 if kind.repeatable else 1)
    assert len(error.attempts) == len(server.arrivals)
    assert "Timeouts.read" in str(error)
    await at_rest()


@pytest.mark.parametrize(
    "begun",
    [
        faultserver.head(200, {"Content-Length": "50"}),
        faultserver.head(200, {"Content-Length": "50"}) + b'{"_da',
    ],
)
async def test_an_answer_that_stops_coming_is_unknown(
    begun: Any, server: faultserver.FaultServer, kind: Any, chakra: Chakra, failed: Any, at_rest: Any
) -> None:
    server.usual = faultserver.raw(begun)
    error = await failed(
        kind.call(chakra.with_options(timeouts=Timeouts(read=SHORT), retry=Retry(attempts=1)))
    )
    assert type(error) is RequestTimeoutError
    assert error.outcome is Outcome.UNKNOWN
    assert error.attempts[0].status == 200
    await at_rest()


async def test_an_answer_that_turns_into_garbage_ends_at_the_read_limit_or_before(
    server: faultserver.FaultServer, kind: Any, chakra: Chakra, failed: Any, at_rest: Any
) -> None:
    async def rubbish(connection: faultserver.Connection) -> None:
        await connection.send(faultserver.head(200, {"Transfer-Encoding": "chunked"}) + b"1\r\n{\r\n")
        await asyncio.sleep(0.03)
        await connection.send(b"zz\r\n}\r\n0\r\n\r\n")

    server.usual = rubbish
    error = await failed(
        kind.call(chakra.with_options(timeouts=Timeouts(read=SHORT), retry=Retry(attempts=1)))
    )
    assert error.outcome in (Outcome.UNKNOWN, Outcome.DONE)
    await at_rest()


async def test_a_slow_answer_passes_the_read_limit_and_is_ended_by_the_total(
    server: faultserver.FaultServer, chakra: Chakra, failed: Any, at_rest: Any
) -> None:
    server.usual = faultserver.trickle(b" ", 0.02)
    error = await failed(chakra.with_options(timeouts=Timeouts(read=SHORT, total=0.6)).config.get())
    assert type(error) is RequestTimeoutError
    assert "Timeouts.total" in str(error)
    assert len(server.arrivals) == 1
    await at_rest()


async def test_the_total_limit_interrupts_an_attempt(
    server: faultserver.FaultServer, kind: Any, chakra: Chakra, failed: Any, at_rest: Any
) -> None:
    server.usual = faultserver.silent
    error = await failed(kind.call(chakra.with_options(timeouts=Timeouts(total=SHORT))))
    assert type(error) is RequestTimeoutError
    assert error.phase == "answer"
    assert error.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == 1
    assert len(error.attempts) == 1
    await at_rest()


async def test_the_total_limit_while_connecting_is_not_sent(
    deaf: Any, kind: Any, chakra: Chakra, failed: Any
) -> None:
    client = chakra.with_options(base_url=f"http://127.0.0.1:{deaf}", timeouts=Timeouts(total=SHORT))
    error = await failed(kind.call(client))
    assert type(error) is RequestTimeoutError
    assert error.phase == "connect"
    assert error.outcome is Outcome.NOT_SENT
    assert chakra._caller.gate.in_flight == 0


async def test_the_total_limit_in_the_queue_is_not_sent(
    server: faultserver.FaultServer, kind: Any, chakra: Chakra, failed: Any, at_rest: Any
) -> None:
    server.usual = faultserver.silent
    narrow = chakra.with_options(limits=Limits(concurrency=1))
    first = asyncio.create_task(kind.call(narrow))
    await server.arrived(1)
    error = await failed(kind.call(narrow.with_options(timeouts=Timeouts(total=SHORT))))
    assert type(error) is RequestTimeoutError
    assert error.phase == "queue"
    assert error.outcome is Outcome.NOT_SENT
    assert error.attempts == []
    assert len(server.arrivals) == 1
    assert narrow._caller.gate.waiting == 0
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert narrow._caller.gate.in_flight == 0
    await at_rest()


async def test_the_total_limit_in_a_pause_keeps_the_outcome_of_the_attempts(
    server: faultserver.FaultServer, chakra: Chakra, failed: Any, at_rest: Any
) -> None:
    server.script = [faultserver.json({}, 500)]
    waiting = chakra.with_options(
        timeouts=Timeouts(total=0.5), retry=Retry(attempts=2, initial_wait=10_000, max_wait=10_000)
    )
    error = await failed(waiting.processes.delete("lead", "23a743bb-4671-440d-b491-3cac40eab852"))
    # The wait drawn is longer than what is left, all but certainly: the call ends at once, with the server's error.
    assert error.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == 1
    await at_rest()


async def test_the_total_limit_in_a_pause_of_all_calls_names_the_pause(
    server: faultserver.FaultServer, send: Any, chakra: Chakra, failed: Any, at_rest: Any
) -> None:
    patient = chakra.with_options(timeouts=Timeouts(total=0.3))
    patient._caller.gate.pause("", 60.0)
    error = await failed(send(patient))
    assert type(error) is RequestTimeoutError
    assert error.phase == "queue"
    assert error.outcome is Outcome.NOT_SENT
    assert server.arrivals == []


async def test_a_limit_of_one_call_takes_precedence_over_the_clients(
    server: faultserver.FaultServer, chakra: Chakra, failed: Any, at_rest: Any
) -> None:
    server.usual = faultserver.silent
    error = await failed(chakra.config.get(timeouts=Timeouts(total=SHORT)))
    assert type(error) is RequestTimeoutError
    await at_rest()


async def test_limits_can_be_switched_off(
    server: faultserver.FaultServer, chakra: Chakra, at_rest: Any
) -> None:
    server.script = [faultserver.later(0.3, faultserver.json(faultserver.CONFIG))]
    await chakra.config.get(timeouts=Timeouts(connect=None, read=None, total=None))
    await at_rest()


async def test_a_loop_that_stood_still_does_not_make_a_ready_answer_too_late(
    server: faultserver.FaultServer, chakra: Chakra, at_rest: Any
) -> None:
    ready = asyncio.Event()

    async def step(connection: faultserver.Connection) -> None:
        await ready.wait()
        await faultserver.json(faultserver.CONFIG)(connection)

    server.usual = step
    client = chakra.with_options(timeouts=Timeouts(read=0.3, total=60), retry=Retry(attempts=1))
    task = asyncio.create_task(client.config.get())
    await server.arrived(1)
    await asyncio.sleep(0.1)
    ready.set()
    time.sleep(0.5)  # noqa: ASYNC251 - it is the fault under test
    await task
    assert len(server.arrivals) == 1
    await at_rest()


@pytest.mark.parametrize("left", [0, 1, 20])
async def test_a_loop_that_stood_still_does_not_cut_short_an_answer_that_ends_with_its_connection(
    left: int, server: faultserver.FaultServer, chakra: Chakra, at_rest: Any
) -> None:
    body = json.dumps({**faultserver.CONFIG, "_meta": {"end": "it is"}}).encode()

    async def step(connection: faultserver.Connection) -> None:
        await connection.send(faultserver.head(200, {"Connection": "close"}) + body[: len(body) - left])
        await asyncio.sleep(0.1)
        connection.writer.write(body[len(body) - left :])
        connection.writer.write_eof()
        time.sleep(0.5)  # noqa: ASYNC251 - it is the fault under test

    server.usual = step
    response = await chakra.with_options(retry=Retry(attempts=1)).with_raw_response.config.get()
    assert response.meta == {"end": "it is"}
    server.usual = None
    await at_rest()


# Cancellation by others


async def test_a_cancelled_call_raises_cancelled_error(
    server: faultserver.FaultServer, kind: Any, chakra: Chakra, at_rest: Any
) -> None:
    server.usual = faultserver.silent
    task = asyncio.create_task(kind.call(chakra))
    await server.arrived(1)
    task.cancel("by the test")
    with pytest.raises(asyncio.CancelledError):
        await task
    assert task.cancelled()
    await at_rest()


async def test_an_outer_timeout_stays_an_outer_timeout(
    server: faultserver.FaultServer, kind: Any, chakra: Chakra, at_rest: Any
) -> None:
    server.usual = faultserver.silent
    with pytest.raises(TimeoutError) as caught:
        async with asyncio.timeout(SHORT):
            await kind.call(chakra)
    assert not isinstance(caught.value, ChakraError)
    await at_rest()


async def test_an_outer_timeout_at_the_moment_of_our_own_wins(
    server: faultserver.FaultServer, chakra: Chakra, at_rest: Any
) -> None:
    server.usual = faultserver.silent
    task = asyncio.create_task(chakra.config.get(timeouts=Timeouts(total=SHORT)))
    await server.arrived(1)
    connections = await chakra._caller.pool.connections(asyncio.get_running_loop())
    (call,) = connections.watchdog._calls
    call.expired = "total"  # as the watchdog does, in the same turn of the loop as another cancellation
    task.cancel()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert task.cancelling() == 1
    await at_rest()


async def test_our_own_timeout_leaves_no_cancellation_behind(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    server.usual = faultserver.silent
    with pytest.raises(RequestTimeoutError):
        await chakra.config.get(timeouts=Timeouts(total=SHORT))
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
    await asyncio.sleep(0)
    async with asyncio.timeout(20):
        await asyncio.sleep(0)


async def test_a_failing_task_group_cancels_its_calls_and_gives_their_slots_back(
    server: faultserver.FaultServer, kind: Any, chakra: Chakra, at_rest: Any
) -> None:
    server.usual = faultserver.silent

    async def fail() -> None:
        await server.arrived(3)
        raise KeyError

    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.TaskGroup() as group:
            for _ in range(3):
                group.create_task(kind.call(chakra))
            group.create_task(fail())
    assert len(caught.value.exceptions) == 1
    await at_rest()


async def _cancelled_after(turns: int, coroutine: Any) -> bool:
    """Cancel a call after so many turns of the loop; return whether it ended by itself before that."""
    task = asyncio.ensure_future(coroutine)
    for _ in range(turns):
        if task.done():
            break
        await asyncio.sleep(0)
    ended = task.done()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        assert not ended
    return ended


@pytest.mark.parametrize("situation", ["fresh", "kept", "queued", "repeated"])
async def test_a_call_can_be_cancelled_at_every_turn_of_the_loop(
    situation: Any, server: faultserver.FaultServer, kind: Any, chakra: Chakra, at_rest: Any
) -> None:
    before = len(asyncio.all_tasks())
    turns = 0
    while True:
        client = chakra
        if situation == "fresh":
            server.hang_up()
            await asyncio.sleep(0.002)
        if situation == "queued":
            client = chakra.with_options(limits=Limits(concurrency=1))
            gate = client._caller.gate
            asyncio.get_running_loop().call_later(0.001, gate.leave, gate.enter_at_once(""))
        if situation == "repeated":
            server.script = [faultserver.json({}, 429)]
        ended = await _cancelled_after(turns, kind.call(client))
        await asyncio.sleep(0.002 if situation == "queued" else 0)
        assert client._caller.gate.in_flight == 0
        assert client._caller.gate.waiting == 0
        if ended:
            break
        turns += 1
    assert turns > 2
    await at_rest()
    async with asyncio.timeout(20):
        while len(asyncio.all_tasks()) > before + server.open:  # the server has one for each connection
            await asyncio.sleep(0.001)


async def test_many_cancellations_leave_nothing_behind(
    server: faultserver.FaultServer, chakra: Chakra, at_rest: Any
) -> None:
    client = chakra.with_options(limits=Limits(concurrency=5))
    for round_ in range(4):
        tasks = [asyncio.create_task(client.config.get()) for _ in range(60)]
        for turn, task in enumerate(tasks):
            if turn % 5:
                asyncio.get_running_loop().call_later(0.0003 * turn + 0.001 * round_, task.cancel)
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(not isinstance(one, Exception) for one in results)
        assert client._caller.gate.in_flight == 0
        assert client._caller.gate.waiting == 0
    await at_rest()


# Closing


@pytest.mark.parametrize("copy", [False, True])
async def test_closing_ends_calls_in_the_queue_and_in_flight(
    copy: Any, server: faultserver.FaultServer, kind: Any, chakra: Chakra, failed: Any
) -> None:
    server.usual = faultserver.silent
    client = chakra.with_options(limits=Limits(concurrency=1)) if copy else chakra
    if not copy:
        client._caller.gate._gate.concurrency = 1
    flying = asyncio.create_task(failed(kind.call(client)))
    await server.arrived(1)
    queued = asyncio.create_task(failed(kind.call(client)))
    await asyncio.sleep(0.01)
    await chakra.close()
    error = await flying
    assert type(error) is ClientClosedError
    assert error.outcome is Outcome.UNKNOWN
    assert len(error.attempts) == 1
    error = await queued
    assert type(error) is ClientClosedError
    assert error.outcome is Outcome.NOT_SENT
    assert error.attempts == []
    assert client._caller.gate.in_flight == 0
    error = await failed(kind.call(client))
    assert type(error) is ClientClosedError
    assert error.outcome is Outcome.NOT_SENT
    assert len(server.arrivals) == 1


async def test_closing_ends_a_call_that_waits_between_attempts(
    server: faultserver.FaultServer, chakra: Chakra, failed: Any
) -> None:
    server.script = [faultserver.json({}, 500, {"Retry-After": "60"})]
    long = chakra.with_options(timeouts=Timeouts(total=300))
    task = asyncio.create_task(failed(long.processes.delete("lead", "23a743bb-4671-440d-b491-3cac40eab852")))
    await server.arrived(1)
    await asyncio.sleep(0.05)
    await chakra.close()
    error = await task
    assert type(error) is ClientClosedError
    assert error.outcome is Outcome.UNKNOWN
    assert len(error.attempts) == 1


async def test_closing_ends_a_call_that_is_connecting(deaf: Any, chakra: Chakra, failed: Any) -> None:
    client = chakra.with_options(base_url=f"http://127.0.0.1:{deaf}")
    task = asyncio.create_task(failed(client.config.get()))
    await asyncio.sleep(0.05)
    await chakra.close()
    error = await task
    assert type(error) is ClientClosedError
    assert error.outcome is Outcome.NOT_SENT


async def test_a_call_that_was_waiting_ends_although_the_client_is_reopened(
    server: faultserver.FaultServer, chakra: Chakra, failed: Any, at_rest: Any
) -> None:
    server.script = [faultserver.json({}, 500, {"Retry-After": "60"}), faultserver.silent]
    waiting = asyncio.create_task(failed(chakra.config.get(timeouts=Timeouts(total=300))))
    await server.arrived(1)
    flying = asyncio.create_task(failed(chakra.config.get()))
    await server.arrived(2)
    await chakra.close()
    async with chakra:
        await chakra.config.get()
        assert type(await waiting) is ClientClosedError
        assert type(await flying) is ClientClosedError
    async with chakra:
        await at_rest()
