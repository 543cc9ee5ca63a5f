"""Throttling of one sending number pauses that number alone, and throttling of one recipient only the call."""

from __future__ import annotations

# ruff: noqa: ASYNC110 - the gate sets no event
import asyncio
import random
import time
from typing import Any

import pytest

from chakra_async import Limits, RateLimitedError, Retry, ThrottledError, Timeouts
from chakra_async._core.operation import NO_OPTIONS, Operation
from chakra_async._core.request import build
from chakra_async.resource import Resource, send
from tests.support import faultserver
from tests.support.values import CAMPAIGN_ID

SEND = Operation[Any](
    name="test.send",
    method="POST",
    path="/v1/{phoneNumberId}/messages",
    repeatable=False,
    key="phoneNumberId",
)
PATIENT = Retry(attempts=4, initial_wait=0.001, max_wait=0.002, max_retry_after=60)


class Sender(Resource):
    async def send(self, number: object) -> Any:
        return await send(self._caller, SEND, path={"phoneNumberId": number}, body={})


@pytest.fixture
def sender(chakra: Any) -> Any:
    return Sender(
        chakra.with_options(retry=PATIENT, timeouts=Timeouts(), limits=Limits(concurrency=4))._caller
    )


def said(code: Any) -> Any:
    return {"_errors": [f"(#{code}) too much"], "_data": {"retryAfterMs": 60_000}}


ON_ONE = {
    "429": faultserver.json({}, 429, {"Retry-After": "60"}),
    "a 429 of the number's": faultserver.json(said(130429), 429),
    "the number's throughput": faultserver.json(said(130429), 400),
}
ON_ALL = {
    "503": faultserver.json({}, 503, {"Retry-After": "60"}),
    "503 with the number's code": faultserver.json(said(130429), 503, {"Retry-After": "60"}),
    "the app": faultserver.json(said(4), 400),
    "the app in a 429": faultserver.json(said(4), 429),
    "the account": faultserver.json(said(80007), 400),
}


@pytest.mark.parametrize("step", ON_ONE.values(), ids=ON_ONE)
async def test_a_refusal_of_one_number_pauses_that_number_alone(
    step: Any, server: faultserver.FaultServer, sender: Any
) -> None:
    server.script = [step]
    held = [asyncio.create_task(sender.send(1)) for _ in range(20)]
    await server.arrived(1)
    async with asyncio.timeout(10):
        while sender._caller.gate.in_flight or not sender._caller.gate.waiting:
            await asyncio.sleep(0.002)
        before = len(server.arrivals)
        for _ in range(30):
            await sender.send(2)
            await sender._caller.call(SEND, request_without_key())
    assert not [arrival for arrival in server.arrivals[before:] if "/1/" in arrival.target]
    assert len(server.arrivals) == before + 60
    assert sender._caller.gate.in_flight == 0
    assert not all(task.done() for task in held)
    await cancelled(held)


@pytest.mark.parametrize("step", ON_ALL.values(), ids=ON_ALL)
async def test_a_refusal_of_all_calls_pauses_all_calls(
    step: Any, server: faultserver.FaultServer, sender: Any
) -> None:
    await held_up_by(step, sender.send(1), server, sender)


async def test_a_429_on_a_call_without_a_key_pauses_all_calls(
    server: faultserver.FaultServer, sender: Any
) -> None:
    call = sender._caller.call(SEND, request_without_key())
    await held_up_by(ON_ONE["429"], call, server, sender)


async def held_up_by(step: Any, call: Any, server: faultserver.FaultServer, sender: Any) -> None:
    server.script = [step]
    tasks = [asyncio.create_task(call)]
    await server.arrived(1)
    async with asyncio.timeout(20):
        while not sender._caller.gate.waiting:
            await asyncio.sleep(0.002)
    tasks += [asyncio.create_task(sender.send(number)) for number in range(10)]
    await asyncio.sleep(0.05)
    assert len(server.arrivals) == 1
    assert sender._caller.gate.waiting == 11
    await cancelled(tasks)


@pytest.mark.parametrize("status", [400, 429, 200])
@pytest.mark.parametrize("rate", [None, "adaptive"])
async def test_throttling_of_one_recipient_pauses_no_other_call_and_lowers_no_rate(
    rate: Any, status: Any, server: faultserver.FaultServer, chakra: Any
) -> None:
    sender = Sender(chakra.with_options(retry=PATIENT, limits=Limits(rate=rate))._caller)
    gate = sender._caller.gate
    server.script = [faultserver.json({"_errors": ["(#131056) too much"]}, status, {"Retry-After": "0.3"})]
    waiting = asyncio.create_task(sender.send(1))
    await server.arrived(1)
    before = gate.rate
    async with asyncio.timeout(10):
        while gate.in_flight:
            await asyncio.sleep(0.001)
    assert not waiting.done()
    assert (gate.pause_left("1"), gate.pause_left("")) == (0, 0)
    await sender.send(1)
    assert gate.rate == before
    await waiting
    assert server.arrivals[2].at - server.arrivals[0].at >= 0.3


async def test_lasting_throttling_of_one_recipient_is_an_error_of_that_call(
    server: faultserver.FaultServer, sender: Any
) -> None:
    server.usual = faultserver.json({"_errors": ["(#131056) pair rate limit"], "_data": []}, 400)
    with pytest.raises(ThrottledError) as caught:
        await sender.send(1)
    assert len(caught.value.attempts) == 4
    assert caught.value.outcome == "refused"


async def test_a_rate_per_key_lets_each_number_send_at_its_own(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    sender = Sender(chakra.with_options(limits=Limits(concurrency=2, rate_per_number=0.01))._caller)
    slow = [asyncio.create_task(sender.send("slow")) for _ in range(9)]
    await server.arrived(1)
    await asyncio.gather(*(sender.send(f"quick-{number}") for number in range(100)))
    assert sum("/slow/" in arrival.target for arrival in server.arrivals) == 1
    await cancelled(slow)
    sender = Sender(chakra.with_options(limits=Limits(concurrency=2, rate_per_number=20))._caller)
    began = time.monotonic()
    await asyncio.gather(*(sender.send("steady") for _ in range(9)))
    times = [arrival.at for arrival in server.arrivals if "/steady/" in arrival.target]
    assert max(times) - began >= 0.99 * 8 / 20


async def test_many_numbers_leave_little_behind(server: faultserver.FaultServer, sender: Any) -> None:
    for begin in range(0, 1000, 50):
        await asyncio.gather(*(sender.send(begin + number) for number in range(50)))
    assert sender._caller.gate._gate.keys <= 300


async def test_a_key_is_the_string_of_its_path_parameter(
    server: faultserver.FaultServer, sender: Any
) -> None:
    sender._caller.gate.pause("12", 60)
    for number in (12, "12"):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await sender.send(number)
    assert server.arrivals == []


async def test_a_request_to_any_path_may_carry_a_key(server: faultserver.FaultServer, chakra: Any) -> None:
    chakra._caller.gate.pause("1", 60)
    await chakra.request("POST", "/v1/x", limit_key="2")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await chakra.request("POST", "/v1/x", limit_key="1")
    assert len(server.arrivals) == 1


async def test_cancelling_anywhere_gives_back_every_slot_of_every_key(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    limits = Limits(concurrency=5, rate=2000, rate_per_number=500)
    sender = Sender(chakra.with_options(retry=PATIENT, limits=limits)._caller)
    dice = random.Random(7)

    async def sometimes(connection: faultserver.Connection) -> None:
        step = (
            faultserver.json({}, 429, {"Retry-After": "0.003"})
            if dice.random() < 0.1
            else faultserver.json({"_data": {}})
        )
        await step(connection)

    async def one(number: int) -> None:
        try:
            async with asyncio.timeout(dice.choice([0.001, 0.005, 0.02, 0.1, 5])):
                await sender.send(dice.choice("abc"))
        except (TimeoutError, RateLimitedError):
            pass

    server.usual = sometimes
    async with asyncio.timeout(60):
        for _ in range(5):
            await asyncio.gather(*(one(number) for number in range(100)))
    gate = sender._caller.gate
    assert (gate.in_flight, gate.waiting) == (0, 0)
    assert all(key.in_flight == 0 and not key.queue for key in gate._gate._keys.values())
    server.usual = None
    await asyncio.gather(*(sender.send(key) for key in "abc"))


def request_without_key() -> Any:
    return build(SEND, path={"phoneNumberId": "x"}, query=None, body={}, options=NO_OPTIONS)


async def cancelled(tasks: Any) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_number_that_the_caller_puts_into_the_body_is_the_one_that_pauses(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": "60"})]
    once = chakra.with_options(retry=Retry(attempts=1), plugin_id=CAMPAIGN_ID, phone_number_id="111")
    with pytest.raises(RateLimitedError):
        await once.messages.send_template(
            "919901258433", template_name="hello", extra_body={"whatsappPhoneNumberId": "222"}
        )
    assert server.arrivals[0].json["whatsappPhoneNumberId"] == "222"
    gate = chakra._caller.gate
    assert (gate.pause_left("111"), gate.pause_left("222") > 0) == (0, True)
