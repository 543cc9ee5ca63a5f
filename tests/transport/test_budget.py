"""A client whose calls all fail repeats a share of them only, and says why it stopped."""

from __future__ import annotations

import asyncio
import pickle
from typing import Any

import pytest

from chakra_async import Limits, Outcome, RateLimitedError, Retry, ServerError, SettingsError
from chakra_async._core.pacing.budget import RESERVE
from tests.support import faultserver

QUICK: Any = {"attempts": 4, "initial_wait": 0.001, "max_wait": 0.002}


async def test_a_server_that_fails_every_call_gets_few_repeats(
    server: faultserver.FaultServer, read: Any, chakra: Any, at_rest: Any
) -> None:
    server.usual = faultserver.json({}, 500)
    client = chakra.with_options(retry=Retry(**QUICK, budget=0.1), limits=Limits(concurrency=20))
    errors = await asyncio.gather(*(read(client) for _ in range(200)), return_exceptions=True)
    assert {type(error) for error in errors} == {ServerError}
    # A second or so of refill may come on top; 800 would arrive without a budget.
    assert 200 + RESERVE <= len(server.arrivals) <= 200 + RESERVE + 20 + 10
    single = [error for error in errors if len(error.attempts) == 1]
    assert single
    for error in single:
        assert "retry budget is used up (Retry.budget)" in str(error)
        assert error.attempts[-1].wait == 0
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert str(again) == str(error)
    assert sum(len(error.attempts) for error in errors) == len(server.arrivals)
    await at_rest()


async def test_copies_share_the_budget(server: faultserver.FaultServer, read: Any, chakra: Any) -> None:
    chakra._caller.pool.budget.balance = 0.0
    server.usual = faultserver.json({}, 500)
    for copy in (chakra, chakra.with_options(limits=Limits()), chakra.with_options(retry=Retry(**QUICK))):
        before = len(server.arrivals)
        with pytest.raises(ServerError, match=r"Retry\.budget"):
            await read(copy)
        assert len(server.arrivals) == before + 1


async def test_a_budget_of_none_does_not_limit_repeats(
    server: faultserver.FaultServer, read: Any, chakra: Any
) -> None:
    chakra._caller.pool.budget.balance = 0.0
    server.usual = faultserver.json({}, 500)
    with pytest.raises(ServerError) as caught:
        await read(chakra.with_options(retry=Retry(**QUICK, budget=None)))
    assert len(caught.value.attempts) == 4


async def test_a_postponed_call_is_repeated_with_an_empty_budget(
    server: faultserver.FaultServer, send: Any, chakra: Any
) -> None:
    chakra._caller.pool.budget.balance = 0.0
    server.script = [faultserver.json({}, 429), faultserver.json({}, 503, {"Retry-After": "0.01"})]
    assert await send(chakra)
    server.usual = faultserver.json({}, 429)
    with pytest.raises(RateLimitedError) as caught:
        await send(chakra)
    assert "budget" not in str(caught.value)


async def test_each_call_adds_to_the_budget(server: faultserver.FaultServer, read: Any, chakra: Any) -> None:
    client = chakra.with_options(retry=Retry(**QUICK, budget=0.25))
    client._caller.pool.budget.balance = 0.0
    for _ in range(3):
        await read(client)
    server.script = [faultserver.json({}, 500)]
    await read(client)  # the fourth share makes it one
    assert server.script == []


async def test_an_empty_budget_does_not_change_the_outcome(
    server: faultserver.FaultServer, kind: Any, chakra: Any, failed: Any
) -> None:
    chakra._caller.pool.budget.balance = -100.0
    server.script = [faultserver.closed]
    error = await failed(kind.call(chakra))
    assert error.outcome is Outcome.UNKNOWN
    assert len(error.attempts) == 1


@pytest.mark.parametrize("budget", [-0.1, "0.1", float("nan"), float("inf"), True])
def test_an_invalid_budget_is_refused(budget: Any) -> None:
    with pytest.raises(SettingsError, match=r"Retry\.budget"):
        Retry(budget=budget)
