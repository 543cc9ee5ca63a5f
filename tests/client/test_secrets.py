"""A planted token and a planted phone number are looked for wherever a program shows things."""

from __future__ import annotations

# ruff: noqa: S105, S106 - planted tokens
import asyncio
import logging
import pickle
import traceback
from typing import TYPE_CHECKING, Any

import faultserver as says
import pytest

from chakra_async import Chakra, ChakraError, ClientClosedError, Retry, Timeouts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

TOKEN = "planted/secret+Zq7"
PHONE = "919901258433"
CAMPAIGN = "5ba0e13a-ac26-4656-afdd-643ea0813137"
ECHO = {
    "_errors": [f"no such contact {PHONE} for Bearer {TOKEN}", {"message": f"+{PHONE}\n{TOKEN}", "code": 100}]
}
ESCAPED = says.answer(400, b'{"_errors": ["planted\\/secret+Zq7 \\u002B919901258433\\n919901258433"]}')

FAULTS = {
    "said back in an error": [says.json(ECHO, 400, {"X-Echo": f"Bearer {TOKEN}"})],
    "said back, escaped": [ESCAPED],
    "said back as text": [says.answer(500, f"boom {TOKEN} {PHONE}".encode())],
    "said back in a 200": [says.json({**ECHO, "_data": []})],
    "said back, throttled": [says.json(ECHO, 429, {"Retry-After": "0.001"})] * 3,
    "redirected with it": [says.answer(302, headers={"Location": f"https://x.example/{PHONE}?t={TOKEN}"})],
    "closed": [says.closed],
    "cut": [says.cut()],
    "not JSON": [says.answer(200, f"<p>{TOKEN} {PHONE}".encode())],
    "no HTTP": [says.raw(f"{TOKEN} {PHONE}\r\n\r\n".encode(), then="close")],
    "silent": [says.silent],
}


@pytest.fixture
async def chakra(server: says.FaultServer) -> AsyncIterator[Any]:
    client = Chakra(
        token=TOKEN,
        base_url=server.url,
        retry=Retry(attempts=2, first_wait=0.001),
        timeouts=Timeouts(read=0.2),
    )
    yield client
    await client.close()


def looked_at(error: Any) -> Iterator[Any]:
    yield "str", str(error)
    yield "repr", repr(error)
    yield "pickle", repr(pickle.dumps(error))
    yield "attributes", repr({name: repr(value) for name, value in vars(error).items()})
    yield "plain traceback", "".join(traceback.format_exception(error))


@pytest.mark.parametrize("script", FAULTS.values(), ids=FAULTS)
async def test_neither_shows_in_errors_logs_or_tracebacks(
    script: Any, server: says.FaultServer, chakra: Chakra, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = list(script)
    asyncio.get_running_loop().slow_callback_duration = 0  # asyncio's debug log tells of every step
    with caplog.at_level(logging.DEBUG):
        for name in ("asyncio", "aiohttp", "aiohttp.client", "aiohttp.internal", "chakra_async"):
            caplog.set_level(logging.DEBUG, name)
        with pytest.raises(ChakraError) as caught:
            await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN, phone_number=PHONE)
        logging.getLogger("app").error("failed", exc_info=caught.value)
    error = caught.value
    for place, text in looked_at(error):
        assert "planted" not in text.replace("planted_", ""), place
        assert PHONE not in text, place
        assert TOKEN not in text, place
    assert TOKEN not in caplog.text
    assert PHONE not in caplog.text
    assert_no_token_in_frames(error)


def assert_no_token_in_frames(error: Any) -> None:
    """The token is in no variable of any frame but the test's; a phone number is, as the stub's own argument."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    chain = [shown]
    while chain:
        part = chain.pop()
        for frame in part.stack:
            if "/tests/" not in frame.filename:
                assert TOKEN not in repr(frame.locals), frame
        linked = part.__cause__ or (None if part.__suppress_context__ else part.__context__)
        if linked is not None:
            chain.append(linked)


async def test_a_cancelled_call_shows_no_token_in_the_variables_of_its_frames(
    server: says.FaultServer, chakra: Chakra
) -> None:
    server.usual = says.silent
    with pytest.raises(TimeoutError) as caught:
        async with asyncio.timeout(0.1):
            await chakra.config.get()
    assert caught.value.__cause__ is not None
    assert_no_token_in_frames(caught.value)
    task = asyncio.create_task(chakra.config.get())
    await server.arrived(2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as cancelled:
        await task
    assert_no_token_in_frames(cancelled.value)


async def test_a_closed_clients_call_shows_no_token(server: says.FaultServer, chakra: Chakra) -> None:
    server.usual = says.silent
    task = asyncio.create_task(chakra.config.get())
    await server.arrived(1)
    await chakra.close()
    with pytest.raises(ClientClosedError) as caught:
        await task
    assert_no_token_in_frames(caught.value)


async def test_nothing_the_client_is_made_of_shows_the_token(chakra: Chakra) -> None:
    await chakra.config.get()
    things = [
        chakra,
        chakra.settings,
        chakra._caller,
        chakra._caller.wire,
        chakra._caller.pool,
        chakra.config,
        chakra.with_raw_response,
        chakra._caller.gate,
        vars(chakra._caller)["settings"],
    ]
    for thing in things:
        assert TOKEN not in repr(thing)
        assert TOKEN not in str(thing)
        with pytest.raises(TypeError):
            pickle.dumps(thing)


async def test_the_name_of_a_free_request_hides_phone_numbers(
    server: says.FaultServer, chakra: Chakra
) -> None:
    server.script = [says.answer(404, b"Not Found")]
    with pytest.raises(ChakraError) as caught:
        await chakra.request("GET", f"/v1/ext/plugin/phoneNumber/{PHONE}/thing")
    assert PHONE not in str(caught.value)
    assert server.arrivals[0].target == f"/v1/ext/plugin/phoneNumber/{PHONE}/thing"


async def test_no_log_line_of_a_good_call_shows_either(
    server: says.FaultServer, chakra: Chakra, caplog: pytest.LogCaptureFixture
) -> None:
    asyncio.get_running_loop().slow_callback_duration = 0
    with caplog.at_level(logging.DEBUG):
        for name in ("asyncio", "aiohttp", "aiohttp.client", "chakra_async"):
            caplog.set_level(logging.DEBUG, name)
        await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN, phone_number=PHONE)
    assert TOKEN not in caplog.text
    assert PHONE not in caplog.text


async def test_a_stand_in_for_a_token_does_not_garble_answers(server: says.FaultServer) -> None:
    server.script = [says.json({"_errors": ["wait"], "retry_after_ms": 10}, 429)]
    async with Chakra(token="t", base_url=server.url, retry=Retry(attempts=1)) as chakra:
        with pytest.raises(ChakraError, match="429 wait") as caught:
            await chakra.config.get()
    assert vars(caught.value)["retry_after"] == 0.01
