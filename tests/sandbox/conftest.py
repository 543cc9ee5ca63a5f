"""A running sandbox, its clock, and a raw aiohttp session that speaks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

import aiohttp
import attrs
import pytest

from chakra_async import Retry

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox

ENROL = "/v1/ext/procedure/lead/add-phone-number-to-campaign"


class Clock:
    """A clock that does not move by itself."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now

    @property
    def milliseconds(self) -> int:
        return int(self.now * 1000)


@attrs.frozen
class Got:
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    raw: bytes
    json: Any

    @property
    def data(self) -> Any:
        return self.json["_data"]

    @property
    def errors(self) -> Any:
        return self.json["_errors"]


Call = Callable[..., Awaitable[Got]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def chakra_sandbox_options(clock: Clock) -> dict[str, Any]:
    return {"clock": clock}


@pytest.fixture
def chakra_client_options() -> dict[str, Any]:
    return {"whatsapp_api_version": "v22.0", "strict": True, "retry": Retry(attempts=1)}


@pytest.fixture
async def session(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(
        sandbox.url, headers={"Authorization": f"Bearer {sandbox.token}"}
    ) as opened:
        yield opened


@pytest.fixture
def call(session: aiohttp.ClientSession) -> Call:
    async def send(method: str, path: str, json: Any = None, **options: Any) -> Got:
        async with session.request(method, path, json=json, **options) as answer:
            raw = await answer.read()
            is_json = answer.content_type == "application/json" and raw
            return Got(answer.status, dict(answer.headers), raw, await answer.json() if is_json else None)

    return send


@pytest.fixture
def enrol(call: Call, sandbox: Sandbox) -> Call:
    async def send(phone_number: str = "919901258433", **options: Any) -> Got:
        body = {"campaignId": sandbox.campaign_id, "phoneNumber": phone_number}
        return await call("POST", ENROL, body, **options)

    return send
