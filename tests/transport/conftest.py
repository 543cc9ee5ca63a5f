from __future__ import annotations

# ruff: noqa: ASYNC110 - aiohttp sets no event
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from chakra_async.errors import ChakraError
from tests.support.clients import client_of
from tests.support.values import CAMPAIGN_ID, PROCESS_ID

if TYPE_CHECKING:
    from chakra_async import Chakra
    from tests.support.faultserver import FaultServer


@pytest.fixture
async def chakra(server: FaultServer) -> AsyncIterator[Chakra]:
    async with client_of(server) as client:
        yield client


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
    return await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number="919901258433")


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
        async with asyncio.timeout(20):
            while connections.connector._acquired:  # a connection goes back once its last byte was written
                await asyncio.sleep(0.001)
        server.script.clear()
        server.usual = None
        assert (await chakra.config.get()) is not None
        assert caller.gate.in_flight == 0

    return check
