"""A server's demand to wait pauses all calls once, and a pause that is too long is an error."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from chakra_async import Limits, Outcome, RateLimitedError, Retry, Timeouts
from chakra_async._transport.clock import restore_waits, skip_waits
from tests.support import faultserver

PATIENT = Retry(attempts=4, initial_wait=0.001, max_wait=0.002, max_retry_after=60)


@pytest.mark.parametrize(
    "step",
    [
        faultserver.json({}, 429, {"Retry-After": "40"}),
        faultserver.json({"_errors": ["(#130429) slow down"], "_data": {"retryAfterMs": 40_000}}, 400),
        faultserver.json({}, 503, {"Retry-After": "40"}),
        faultserver.json({"_data": [], "_errors": ["(#4) retry after 40000 ms"]}),
    ],
    ids=["429", "throttled 400", "503", "200"],
)
async def test_one_refusal_pauses_all_calls_once(
    step: Any, server: faultserver.FaultServer, send: Any, chakra: Any, at_rest: Any
) -> None:
    client = chakra.with_options(
        retry=PATIENT, limits=Limits(concurrency=2), timeouts=Timeouts(read=10, total=None)
    )
    server.script = [faultserver.json(faultserver.ENROLLED)] * 4 + [step]
    pauses: list[tuple[str, float, int]] = []

    class Recorder:
        def record(self, why: Any, seconds: float) -> None:
            pauses.append((why, seconds, len(server.arrivals)))

    recorder = Recorder()
    skip_waits(recorder)
    try:
        await asyncio.gather(*(send(client) for _ in range(20)))
    finally:
        restore_waits(recorder)
    assert len(server.arrivals) == 21
    ((why, seconds, arrived),) = pauses
    assert why == "pause"
    assert 30 < seconds <= 44
    assert 5 <= arrived < 21  # the other slot may have gone on until the refusal was received
    await at_rest()


async def test_the_wait_is_at_least_what_was_demanded(
    server: faultserver.FaultServer, send: Any, chakra: Any
) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": "0.3"})] * 2
    await send(chakra.with_options(retry=PATIENT))
    first, second, third = (arrival.at for arrival in server.arrivals)
    assert second - first >= 0.3
    assert third - second >= 0.3


@pytest.mark.parametrize("hint", ["61", "3600", "1000000000000"])
async def test_a_pause_longer_than_the_maximum_raises_at_once(
    hint: Any, server: faultserver.FaultServer, kind: Any, chakra: Any, failed: Any, at_rest: Any
) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": hint})]
    error = await failed(kind.call(chakra.with_options(retry=PATIENT)))
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == float(hint)
    assert error.outcome is Outcome.REFUSED
    assert len(server.arrivals) == 1
    await at_rest()


async def test_a_wait_of_an_hour_in_an_error_message_is_obeyed(
    server: faultserver.FaultServer, kind: Any, chakra: Any, failed: Any
) -> None:
    server.script = [faultserver.json({"_errors": ["Too many requests, retry after 3600000 ms"]}, 429)]
    error = await failed(kind.call(chakra.with_options(retry=PATIENT)))
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == 3600
    assert len(server.arrivals) == 1


async def test_a_deadline_before_the_end_of_the_pause_raises_at_once(
    server: faultserver.FaultServer, kind: Any, chakra: Any, failed: Any
) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": "30"})]
    hasty = chakra.with_options(retry=PATIENT, timeouts=Timeouts(total=20))
    async with asyncio.timeout(15):
        error = await failed(kind.call(hasty))
    assert isinstance(error, RateLimitedError)
    assert len(server.arrivals) == 1


@pytest.mark.parametrize(
    "hint", ["nan", "inf", "-1", "soon", "Wed, 99 Foo 2026", "Wed, 21 Oct 2015 07:28:00 GMT", "0"]
)
async def test_an_unreadable_retry_after_is_ignored(
    hint: Any, server: faultserver.FaultServer, kind: Any, chakra: Any, at_rest: Any
) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": hint})]
    await kind.call(chakra.with_options(retry=PATIENT))
    assert len(server.arrivals) == 2
    await at_rest()


def stalled(status: int) -> faultserver.Step:
    """Return an answer of which the head comes and no more."""

    async def step(connection: faultserver.Connection) -> None:
        await faultserver.raw(faultserver.head(status, {"Retry-After": "0.3", "Content-Length": "9"}))(
            connection
        )
        await faultserver.silent(connection)

    return step


def torn(status: int) -> faultserver.Step:
    return faultserver.raw(
        faultserver.head(status, {"Retry-After": "0.3", "Content-Length": "9"}) + b"{", then="close"
    )


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("broken", [stalled, torn])
async def test_a_retry_after_counts_without_a_body(
    broken: Any, status: Any, server: faultserver.FaultServer, kind: Any, chakra: Any, at_rest: Any
) -> None:
    server.script = [broken(status)]
    await kind.call(chakra.with_options(retry=PATIENT, timeouts=Timeouts(read=0.2)))
    first, second = (arrival.at for arrival in server.arrivals)
    assert second - first >= 0.3
    await at_rest()


async def test_a_refusal_whose_body_stops_is_a_refusal(
    server: faultserver.FaultServer, chakra: Any, send: Any, failed: Any
) -> None:
    server.script = [stalled(400)]
    error = await failed(send(chakra.with_options(timeouts=Timeouts(read=0.2))))
    assert error.outcome is Outcome.REFUSED
    assert len(server.arrivals) == 1


async def test_a_retry_after_of_zero_still_waits(server: faultserver.FaultServer, chakra: Any) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": "0"})] * 2
    answer = await chakra.with_raw_response.config.get()
    assert [attempt.wait > 0 for attempt in answer.attempts] == [True, True, False]


async def test_attempts_are_bounded(
    server: faultserver.FaultServer, kind: Any, chakra: Any, failed: Any
) -> None:
    server.usual = faultserver.json({}, 429)
    error = await failed(kind.call(chakra.with_options(retry=Retry(attempts=1))))
    assert len(server.arrivals) == 1
    assert len(error.attempts) == 1
    assert "attempts" not in str(error)


async def test_a_rate_spaces_all_calls(server: faultserver.FaultServer, chakra: Any) -> None:
    client = chakra.with_options(limits=Limits(concurrency=50, rate=50))
    began = time.monotonic()
    await asyncio.gather(*(client.config.get() for _ in range(20)))
    assert max(arrival.at for arrival in server.arrivals) - began >= 0.99 * 19 / 50


async def test_concurrency_is_kept_at_the_server(
    server: faultserver.FaultServer, chakra: Any, at_rest: Any
) -> None:
    under_way = most = 0

    async def count(connection: faultserver.Connection) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.01)
        under_way -= 1
        await faultserver.json(faultserver.CONFIG)(connection)

    server.usual = count
    client = chakra.with_options(limits=Limits(concurrency=3))
    await asyncio.gather(*(client.config.get() for _ in range(20)))
    assert most == 3
    await at_rest()


async def test_a_long_queue_is_served_in_order(chakra: Any) -> None:
    gate = chakra.with_options(limits=Limits(concurrency=1))._caller.gate
    done = []

    async def one(number: Any) -> None:
        slot = await gate.enter("")
        done.append(number)
        gate.leave(slot)

    await asyncio.gather(*(one(number) for number in range(500)))
    assert done == list(range(500))
    assert gate.in_flight == 0
