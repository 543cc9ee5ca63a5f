from __future__ import annotations

# ruff: noqa: S106, ASYNC110 - planted tokens; aiohttp sets no event
import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

_TESTS = str(Path(__file__).parent.parent)
if _TESTS not in sys.path:  # the tests are not a package; what several folders share lies beside them
    sys.path.insert(0, _TESTS)

from faultserver import FaultServer  # noqa: E402 - found only now

from chakra_async import Chakra, Retry, Timeouts  # noqa: E402 - after the path
from chakra_async.errors import ChakraError  # noqa: E402 - after the path

CAMPAIGN = "5ba0e13a-ac26-4656-afdd-643ea0813137"
PROCESS_ID = "23a743bb-4671-440d-b491-3cac40eab852"
QUICK = Retry(attempts=3, initial_wait=0.001, max_wait=0.002)


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with FaultServer() as running:
        yield running


@pytest.fixture
async def chakra(server: FaultServer) -> AsyncIterator[Chakra]:
    client = Chakra(
        token="planted-secret",
        base_url=server.url,
        retry=QUICK,
        timeouts=Timeouts(connect=5, read=10, total=20),
    )
    yield client
    await client.close()


@attrs.frozen
class Kind:
    """A kind of operation: how it is called, and how it may be repeated."""

    name: str
    call: Callable[[Chakra], Awaitable[Any]]
    repeatable: bool
    reads: bool

    def __str__(self) -> str:
        return self.name


async def _read(chakra: Chakra) -> Any:
    return await chakra.config.get()


async def _write(chakra: Chakra) -> Any:
    return await chakra.processes.update("lead", PROCESS_ID, data={"city": "Goa"})


async def _send(chakra: Chakra) -> Any:
    return await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN, phone_number="919901258433")


KINDS = {
    "read": Kind("read", _read, repeatable=True, reads=True),
    "write": Kind("write", _write, repeatable=True, reads=False),
    "send": Kind("send", _send, repeatable=False, reads=False),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture
def send() -> Callable[[Chakra], Awaitable[Any]]:
    return _send


@pytest.fixture
def read() -> Callable[[Chakra], Awaitable[Any]]:
    return _read


Failed = Callable[[Awaitable[Any]], Awaitable[ChakraError]]


@pytest.fixture
def failed() -> Failed:
    """Await something that must fail with an error of ours, and give the error."""

    async def run(call: Awaitable[Any]) -> ChakraError:
        with pytest.raises(ChakraError) as caught:
            await call
        error = caught.value
        assert type(error).__module__ == "chakra_async.errors"
        assert error.__suppress_context__ or error.__context__ is None
        return error

    return run


@pytest.fixture
def at_rest(chakra: Chakra, server: FaultServer) -> Callable[[], Awaitable[None]]:
    """Assert that slots, connections and tasks are back, and that the next call works."""

    async def check() -> None:
        caller = chakra._caller
        assert caller.gate.in_flight == 0
        assert caller.gate.waiting == 0
        connections = await caller.pool.connections(asyncio.get_running_loop())
        assert not connections.watchdog._calls
        async with asyncio.timeout(5):
            while connections.connector._acquired:  # a connection goes back once its last byte was written
                await asyncio.sleep(0.001)
        server.script.clear()
        server.usual = None
        assert (await chakra.config.get()) is not None
        assert caller.gate.in_flight == 0

    return check
