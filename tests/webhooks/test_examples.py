"""The examples run as a user starts them, against the sandbox, and answer once whatever is delivered twice."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.support.deliveries import PERSON, SECRET, pass_through, signed, text
from tests.support.ports import reserved_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from chakra_async.sandbox import Sandbox

ROOT = Path(__file__).parents[2]


@pytest.fixture
def port() -> Iterator[int]:
    with reserved_port() as number:
        yield number


@contextlib.asynccontextmanager
async def running(sandbox: Sandbox, folder: Path, *command: str, health: str) -> AsyncIterator[None]:
    settings = {
        "CHAKRA_BASE_URL": sandbox.url,
        "CHAKRA_ACCESS_TOKEN": sandbox.token,
        "CHAKRA_PLUGIN_ID": sandbox.plugin_id,
        "CHAKRA_PHONE_NUMBER_ID": sandbox.phone_number_id,
        "CHAKRA_WEBHOOK_SECRET": SECRET,
        "PYTHONPATH": str(ROOT),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *command),
        cwd=folder,
        env={**os.environ, **settings},
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with aiohttp.ClientSession() as session:
            for _ in range(600):
                assert process.returncode is None, await process.communicate()
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(health) as answer:
                        if answer.status == 200:
                            break
                await asyncio.sleep(0.05)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def deliver(sandbox: Sandbox, address: str, **lists: object) -> None:
    body = pass_through(contacts=[{"profile": {"name": "Asha"}, "wa_id": PERSON}], **lists)
    body = body.replace(b"694794789348887", sandbox.phone_number_id.encode())
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=body, headers=signed(body)) as answer,
    ):
        assert answer.status == 200, await answer.text()


async def health(session: aiohttp.ClientSession, base: str) -> object:
    async with session.get(f"{base}/health") as answer:
        return await answer.json()


def heard(sandbox: Sandbox) -> list[str]:
    """Return what the person got."""
    found: list[str] = []
    for arrival in sandbox.arrivals:
        if arrival.operation == "messages.send":
            body = json.loads(arrival.content)
            found.append(body["text"]["body"] if "text" in body else body["interactive"]["body"]["text"])
    return found


async def until(sandbox: Sandbox, count: int) -> list[str]:
    for _ in range(600):
        if len(heard(sandbox)) >= count:
            break
        await asyncio.sleep(0.05)
    return heard(sandbox)


async def test_the_echo_bot_answers_once_also_over_a_restart(
    sandbox: Sandbox, tmp_path: Path, port: int
) -> None:
    sandbox.customer(PERSON).says("hi")
    command = (str(ROOT / "examples" / "bot" / "echo_bot.py"), str(port))
    address, health = f"http://127.0.0.1:{port}/hooks", f"http://127.0.0.1:{port}/health"
    async with running(sandbox, tmp_path, *command, health=health):
        await deliver(sandbox, address, messages=[text("hi", wamid="wamid.1"), text("ho", wamid="wamid.2")])
        await deliver(sandbox, address, messages=[text("hi", wamid="wamid.1")])
        assert await until(sandbox, 2) == ["Hello Asha! I repeat what you write.", "ho"]
    async with running(sandbox, tmp_path, *command, health=health):
        image = {"from": PERSON, "id": "wamid.4", "type": "image", "image": {"id": "1"}}
        failed = {"id": "wamid.9", "status": "failed", "errors": [{"code": 131026}]}
        await deliver(sandbox, address, messages=[text("ho", wamid="wamid.2"), image], statuses=[failed])
        await deliver(sandbox, address, messages=[text("he", wamid="wamid.3")])
        assert (await until(sandbox, 4))[2:] == ["That is a file of the kind image.", "he"]


async def test_the_fastapi_service_takes_orders_and_sends(
    sandbox: Sandbox, tmp_path: Path, port: int
) -> None:
    sandbox.customer(PERSON).says("order 17")
    command = (
        "-m",
        "uvicorn",
        "service:app",
        "--app-dir",
        str(ROOT / "examples" / "service"),
        "--port",
        str(port),
        "--log-level",
        "warning",
    )
    base = f"http://127.0.0.1:{port}"
    async with running(sandbox, tmp_path, *command, health=f"{base}/health"):
        tap = {"type": "button_reply", "button_reply": {"id": "stop", "title": "Cancel it"}}
        tapped = {"from": PERSON, "id": "wamid.2", "type": "interactive", "interactive": tap}
        messages = [text("Order 17 please", wamid="wamid.1"), tapped]
        await deliver(sandbox, f"{base}/hooks/", messages=messages)
        await deliver(sandbox, f"{base}/hooks/", messages=messages)
        assert await until(sandbox, 2) == ["Order 17 is on its way.", "It is cancelled."]
        async with aiohttp.ClientSession() as session:
            async with session.post(f"{base}/send", params={"to": f"+{PERSON}", "text": "Hi"}) as answer:
                assert (answer.status, list(await answer.json())) == (200, ["message_id"])
            sandbox.fault("messages.send", reset="after", times=1)
            async with session.post(f"{base}/send", params={"to": f"+{PERSON}", "text": "Hi"}) as answer:
                assert answer.status == 502
            async with session.post(f"{base}/send", params={"to": "nonsense", "text": "Hi"}) as answer:
                assert answer.status == 422
            rests = {"waiting": 0, "parked": 0, "lag": 0.0}
            for _ in range(600):  # the statuses of what was sent may still be under way
                if (state := await health(session, base)) == rests:
                    break
                await asyncio.sleep(0.1)
            assert state == rests
