"""The service behind a real server, with a customer on a sandbox."""

from __future__ import annotations

import asyncio
import importlib
import socket
from typing import TYPE_CHECKING

import aiohttp
import pytest
import uvicorn

from chakra_async.sandbox import Sandbox
from chakra_async.testing import instant_waits

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

CUSTOMER = "447700900123"


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def address(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[str]:
    """Run the service, set up by the environment as in production, and yield its address."""
    for name, value in {
        "BASE_URL": sandbox.url,
        "ACCESS_TOKEN": sandbox.token,
        "PLUGIN_ID": sandbox.plugin_id,
        "PHONE_NUMBER_ID": sandbox.phone_number_id,
        "WEBHOOK_SECRET": sandbox.webhooks.secret,
    }.items():
        monkeypatch.setenv(f"CHAKRA_{name}", value)
    monkeypatch.chdir(tmp_path)
    service = importlib.reload(importlib.import_module("service"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(service.app, log_level="warning", ws="none"))
        serving = asyncio.create_task(server.serve([listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await serving


async def test_an_order_is_taken_and_cancelled(sandbox: Sandbox, address: str) -> None:
    sandbox.webhooks.to(f"{address}/hooks/", formats="pass_through")
    customer = sandbox.customer(CUSTOMER)
    customer.says("order 17 please")
    await sandbox.wait_for_arrivals(1)
    assert (await customer.hears("Order 17 is on its way.")).buttons == ["Cancel it"]
    customer.taps("Cancel it")
    await sandbox.wait_for_arrivals(2)
    await customer.hears("It is cancelled.")


async def test_the_status_of_a_send_says_whether_to_try_again(sandbox: Sandbox, address: str) -> None:
    async def send(to: str) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{address}/send", params={"to": to, "text": "Hello"}) as answer,
        ):
            return answer.status

    sandbox.customer(CUSTOMER).says("hello")
    assert await send(CUSTOMER) == 200
    assert await send("nonsense") == 422
    with instant_waits():
        sandbox.fault("messages.send", status=429, retry_after=1, times=9)
        assert await send(CUSTOMER) == 503
    sandbox.faults.clear()
    sandbox.fault("messages.send", status=401, times=1)
    assert await send(CUSTOMER) == 502
    sandbox.fault("messages.send", reset="after", times=1)
    assert await send(CUSTOMER) == 502
