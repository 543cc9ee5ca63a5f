"""Inside `instant_waits` time passes at once, and everything that a client decides stays as it is."""

from __future__ import annotations

# ruff: noqa: S106 - planted tokens; a thread of its own may block
import asyncio
import threading
import time
from typing import Any

import pytest

from chakra_async import Chakra, Limits, Outcome, RateLimitedError, RequestTimeoutError, Retry, Timeouts
from chakra_async.events import AttemptFinished, Waiting
from chakra_async.testing import Wait, instant_waits
from tests.support import faultserver

PATIENT = Retry(attempts=5, initial_wait=1e6, max_wait=1e6, max_retry_after=1e6)
FOREVER = Timeouts(total=None)


@pytest.fixture
def patient(chakra: Any) -> Any:
    return chakra.with_options(retry=PATIENT, timeouts=FOREVER)


async def test_a_pause_of_hours_is_skipped_and_recorded(
    server: faultserver.FaultServer, send: Any, patient: Any, at_rest: Any
) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": "7200"})]
    with instant_waits() as waits:
        await send(patient)
    assert len(server.arrivals) == 2
    (wait,) = waits
    assert wait.why == "pause"
    assert 7199 < wait.seconds <= 7201
    assert waits.total == waits[0].seconds
    await at_rest()


async def test_backoff_is_skipped_and_recorded(
    server: faultserver.FaultServer, read: Any, patient: Any
) -> None:
    server.script = [faultserver.closed] * 3
    events: list[Any] = []
    with instant_waits() as waits:
        await read(patient.with_options(observers=[events.append]))
    assert [wait.why for wait in waits] == ["backoff"] * 3
    assert list(waits) == [
        Wait("backoff", event.seconds or 0.0) for event in events if isinstance(event, Waiting)
    ]


async def test_attempts_and_outcome_of_a_refused_call_are_those_of_production(
    server: faultserver.FaultServer, kind: Any, patient: Any, failed: Any, at_rest: Any
) -> None:
    server.usual = faultserver.json({}, 429, {"Retry-After": "60"})
    with instant_waits() as waits:
        error = await failed(kind.call(patient))
        assert isinstance(error, RateLimitedError)
        assert error.outcome is Outcome.REFUSED
        assert len(error.attempts) == len(server.arrivals) == 5
        assert len(waits) == 4
        assert all(attempt.wait >= 60 for attempt in error.attempts[:-1])
        await at_rest()  # the last refusal's pause is not over: the next call waits as well


async def test_one_refusal_pauses_all_calls_once(
    server: faultserver.FaultServer, send: Any, patient: Any
) -> None:
    order: list[Any] = []
    client = patient.with_options(limits=Limits(concurrency=2), observers=[order.append])
    server.script = [
        *[faultserver.json(faultserver.ENROLLED)] * 4,
        faultserver.json({}, 429, {"Retry-After": "600"}),
    ]
    with instant_waits() as waits:
        await asyncio.gather(*(send(client) for _ in range(20)))
    assert len(server.arrivals) == 21
    assert [wait.why for wait in waits] == ["pause"]
    assert sum(isinstance(event, AttemptFinished) for event in order) == 21


async def test_calls_refused_together_resume_after_one_pause(
    server: faultserver.FaultServer, send: Any, patient: Any
) -> None:
    client = patient.with_options(limits=Limits(concurrency=10))
    refusal = faultserver.json({}, 429, {"Retry-After": "600"})
    server.script = [faultserver.later(0.01 * place, refusal) for place in range(10)]
    with instant_waits() as waits:
        await asyncio.gather(*(send(client) for _ in range(10)))
    assert len(server.arrivals) == 20
    assert sum(wait.seconds > 1 for wait in waits) == 1


async def test_a_rate_keeps_its_order_and_its_spacing(server: faultserver.FaultServer, chakra: Any) -> None:
    slow = chakra.with_options(limits=Limits(rate=0.01), timeouts=FOREVER)
    with instant_waits() as waits:
        await asyncio.gather(*(slow.request("GET", f"/v1/{number}") for number in range(6)))
    assert [arrival.target[-1] for arrival in server.arrivals] == list("012345")
    assert [wait.why for wait in waits] == ["rate"] * 5
    assert all(99 < wait.seconds <= 100 for wait in waits)


async def test_an_adaptive_rate_admits_all_calls(
    server: faultserver.FaultServer, read: Any, chakra: Any
) -> None:
    refusal = faultserver.json({}, 429, {"Retry-After": "100"})
    server.script = [*[faultserver.json(faultserver.CONFIG)] * 5, refusal]
    client = chakra.with_options(limits=Limits(rate="adaptive"), retry=PATIENT, timeouts=FOREVER)
    with instant_waits() as waits:
        await asyncio.gather(*(read(client) for _ in range(30)))
    assert len(server.arrivals) == 31
    assert waits.total > 100


async def test_a_call_under_way_holds_the_clock_until_it_ends(
    server: faultserver.FaultServer, send: Any, patient: Any
) -> None:
    server.script = [
        faultserver.later(0.2, faultserver.json(faultserver.ENROLLED)),
        faultserver.json({}, 429, {"Retry-After": "600"}),
    ]
    events: list[Any] = []
    client = patient.with_options(observers=[events.append])
    with instant_waits():
        await asyncio.gather(send(client), send(client))
    first, second, third = (event for event in events if isinstance(event, AttemptFinished))
    assert (first.status, second.status, third.status) == (429, 200, 200)
    assert second.attempt == 1


async def test_time_is_real_again_afterwards_on_the_same_client(
    server: faultserver.FaultServer, read: Any, patient: Any
) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": "7200"})]
    with instant_waits() as waits:
        await read(patient)
    noted = list(waits)
    server.script = [faultserver.json({}, 429, {"Retry-After": "0.2"})]
    await read(patient)
    before, after = (arrival.at for arrival in server.arrivals[-2:])
    assert after - before >= 0.2
    server.script = [faultserver.closed]
    await read(patient.with_options(retry=Retry(initial_wait=0.001)))
    assert list(waits) == noted


async def test_time_limits_stay_real(
    server: faultserver.FaultServer, read: Any, patient: Any, failed: Any
) -> None:
    server.usual = faultserver.silent
    with instant_waits():
        error = await failed(read(patient.with_options(timeouts=Timeouts(total=0.2))))
    assert isinstance(error, RequestTimeoutError)
    server.usual = faultserver.json({}, 429, {"Retry-After": "60"})
    with instant_waits() as waits:
        error = await failed(read(patient.with_options(timeouts=Timeouts(total=20))))
    assert len(error.attempts) == 1  # the pause would not fit into what is left
    assert not waits


async def test_nested_blocks_record_the_same_waits(
    server: faultserver.FaultServer, read: Any, patient: Any
) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": "60"})] * 2
    with instant_waits() as outer:
        with instant_waits() as inner:
            await read(patient)
        assert list(inner) == list(outer)
        server.script = [faultserver.json({}, 429, {"Retry-After": "60"})]
        await read(patient)
    assert len(outer) == len(inner) + 1
    assert "pause" in repr(outer)


def test_it_holds_in_several_loops_and_threads() -> None:
    async def in_a_loop() -> int:
        async with faultserver.FaultServer() as server:
            server.script = [faultserver.json({}, 429, {"Retry-After": "600"}), faultserver.closed]
            async with Chakra(
                token="planted-secret", base_url=server.url, retry=PATIENT, timeouts=FOREVER
            ) as chakra:
                await chakra.config.get()
            return len(server.arrivals)

    arrivals: list[int] = []
    with instant_waits() as waits:
        arrivals += [asyncio.run(in_a_loop()) for _ in range(2)]
        threads = [
            threading.Thread(target=lambda: arrivals.append(asyncio.run(in_a_loop()))) for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert arrivals == [3] * 4
    assert sorted(wait.why for wait in waits) == ["backoff"] * 4 + ["pause"] * 4


async def test_one_client_in_two_loops_waits_in_both(server: faultserver.FaultServer) -> None:
    client = Chakra(token="planted-secret", base_url=server.url, limits=Limits(rate=0.01), timeouts=FOREVER)

    async def elsewhere() -> None:
        await asyncio.gather(*(client.config.get() for _ in range(3)))

    with instant_waits() as waits:
        await asyncio.gather(
            asyncio.to_thread(asyncio.run, elsewhere()), *(client.config.get() for _ in range(3))
        )
    assert len(server.arrivals) == 6
    assert waits.total > 400
    await client.close()


@instant_waits()
async def test_it_decorates_a_coroutine_function(
    server: faultserver.FaultServer, read: Any, patient: Any
) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": "7200"})]
    await read(patient)
    assert len(server.arrivals) == 2


@instant_waits()
def test_it_decorates_a_function() -> None:
    async def wait() -> None:
        async with faultserver.FaultServer() as server:
            server.script = [faultserver.json({}, 429, {"Retry-After": "7200"})]
            async with Chakra(
                token="planted-secret", base_url=server.url, retry=PATIENT, timeouts=FOREVER
            ) as chakra:
                await chakra.config.get()

    asyncio.run(wait())


async def test_a_cancelled_wait_leaves_nothing_behind(
    server: faultserver.FaultServer, send: Any, patient: Any, at_rest: Any
) -> None:
    server.usual = faultserver.json({}, 429, {"Retry-After": "600"})
    with instant_waits():
        tasks = [asyncio.create_task(send(patient)) for _ in range(10)]
        await server.arrived(5)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await at_rest()


async def test_a_gate_without_skipped_waits_runs_on_the_monotonic_clock(chakra: Any, read: Any) -> None:
    with instant_waits() as waits:
        await read(chakra)
    assert not waits
    assert chakra._caller.gate._clock is time.monotonic
