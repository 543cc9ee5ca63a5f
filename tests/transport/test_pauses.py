"""A server's demand to wait holds up everyone, once; and what is too long is not waited for."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import pytest

from chakra_async import Limits, Outcome, RateLimitedError, Retry, Timeouts
from tests.support import faultserver

PATIENT = Retry(attempts=4, initial_wait=0.001, max_wait=0.002, max_retry_after=60)


@pytest.mark.parametrize(
    "step",
    [
        faultserver.json({}, 429, {"Retry-After": "0.4"}),
        faultserver.json({"_errors": ["(#130429) slow down"], "_data": {"retryAfterMs": 400}}, 400),
        faultserver.json({}, 503, {"Retry-After": "0.4"}),
        faultserver.json({"_data": [], "_errors": ["(#4) retry after 400 ms"]}),
    ],
    ids=["429", "throttled 400", "503", "200"],
)
async def test_one_refusal_pauses_everyone_once(
    step: Any, server: faultserver.FaultServer, send: Any, chakra: Any, at_rest: Any
) -> None:
    client = chakra.with_options(retry=PATIENT, limits=Limits(concurrency=2))
    server.script = [faultserver.json(faultserver.ENROLLED)] * 4 + [step]
    await asyncio.gather(*(send(client) for _ in range(20)))
    assert len(server.arrivals) == 21
    times = [arrival.at for arrival in server.arrivals]
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert sum(gap >= 0.35 for gap in gaps) == 1
    # Of the two that may fly at once, the other one may have left before the refusal came.
    assert max(range(len(gaps)), key=gaps.__getitem__) <= 6
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
async def test_a_pause_longer_than_obeyed_raises_at_once(
    hint: Any, server: faultserver.FaultServer, kind: Any, chakra: Any, failed: Any, at_rest: Any
) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": hint})]
    error = await failed(kind.call(chakra.with_options(retry=PATIENT)))
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == float(hint)
    assert error.outcome is Outcome.REFUSED
    assert len(server.arrivals) == 1
    await at_rest()


async def test_an_hour_told_in_words_is_not_taken_for_nothing(
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
async def test_a_useless_hint_does_no_harm(
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
async def test_a_demand_counts_although_the_body_never_came(
    broken: Any, status: Any, server: faultserver.FaultServer, kind: Any, chakra: Any, at_rest: Any
) -> None:
    server.script = [broken(status)]
    await kind.call(chakra.with_options(retry=PATIENT, timeouts=Timeouts(read=0.2)))
    first, second = (arrival.at for arrival in server.arrivals)
    assert second - first >= 0.3
    await at_rest()


async def test_a_refusal_whose_text_stops_coming_is_a_refusal(
    server: faultserver.FaultServer, chakra: Any, send: Any, failed: Any
) -> None:
    server.script = [stalled(400)]
    error = await failed(send(chakra.with_options(timeouts=Timeouts(read=0.2))))
    assert error.outcome is Outcome.REFUSED
    assert len(server.arrivals) == 1


async def test_no_time_demanded_is_a_wait_all_the_same(server: faultserver.FaultServer, chakra: Any) -> None:
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


async def test_a_rate_spaces_the_calls_of_everyone(server: faultserver.FaultServer, chakra: Any) -> None:
    client = chakra.with_options(limits=Limits(concurrency=50, rate=50))
    await asyncio.gather(*(client.config.get() for _ in range(20)))
    times = [arrival.at for arrival in server.arrivals]
    assert times[-1] - times[0] >= 19 / 50 - 0.05


async def test_concurrency_is_kept_at_the_server(
    server: faultserver.FaultServer, chakra: Any, at_rest: Any
) -> None:
    flying = most = 0

    async def count(connection: faultserver.Connection) -> None:
        nonlocal flying, most
        flying += 1
        most = max(most, flying)
        await asyncio.sleep(0.01)
        flying -= 1
        await faultserver.json(faultserver.CONFIG)(connection)

    server.usual = count
    client = chakra.with_options(limits=Limits(concurrency=3))
    await asyncio.gather(*(client.config.get() for _ in range(20)))
    assert most == 3
    await at_rest()


async def test_everyone_in_a_long_queue_gets_through_in_order(chakra: Any) -> None:
    gate = chakra.with_options(limits=Limits(concurrency=1))._caller.gate
    done = []

    async def one(number: Any) -> None:
        await gate.enter("")
        done.append(number)
        gate.leave()

    await asyncio.gather(*(one(number) for number in range(500)))
    assert done == list(range(500))
    assert gate.in_flight == 0
