"""Copies of a client: what they share, what ends with them, and who closes the connections."""

from __future__ import annotations

# ruff: noqa: S106, ASYNC110 - planted tokens; what is waited for sets no event
import asyncio
import gc
import weakref
from typing import Any

import pytest

from chakra_async import Chakra, ClientClosedError, Limits, Timeouts
from tests.support import faultserver


async def connections_of(chakra: Any) -> Any:
    return await chakra._caller.pool.connections(asyncio.get_running_loop())


async def test_dropped_copies_leave_no_session_and_no_token(chakra: Any) -> None:
    await chakra.config.get()
    held = await connections_of(chakra)
    tokens = []
    for number in range(300):
        copy = chakra.with_options(token=f"token-of-tenant-{number}")
        tokens.append(weakref.ref(copy._caller.http._identity))
        await copy.config.get()
    del copy
    gc.collect()
    assert not any(token() for token in tokens)
    assert len(held.sessions) == 1
    assert len(chakra._caller.pool._identities) == 1
    assert await chakra.config.get() is not None


async def test_a_token_is_kept_while_a_copy_of_its_copy_lives(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    tenant = chakra.with_options(token="token-of-a-tenant").with_options(timeouts=Timeouts(total=9))
    await tenant.config.get()
    gc.collect()
    await tenant.config.get()
    assert server.arrivals[-1].headers["authorization"] == "Bearer token-of-a-tenant"
    again = chakra.with_options(token="token-of-a-tenant")
    await again.config.get()
    assert len((await connections_of(chakra)).sessions) == 1
    del tenant
    gc.collect()
    await again.config.get()


async def test_a_copy_with_another_address_sends_its_own_host(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    await chakra.config.get()
    await chakra.with_options(base_url=f"http://localhost:{server.port}").config.get()
    assert [arrival.headers["host"] for arrival in server.arrivals] == [
        f"127.0.0.1:{server.port}",
        f"localhost:{server.port}",
    ]


@pytest.mark.parametrize("changes", [{}, {"limits": Limits(concurrency=1)}, {"token": "token-of-a-tenant"}])
async def test_closing_a_copy_does_not_close_its_client(
    changes: Any, server: faultserver.FaultServer, chakra: Any
) -> None:
    copy = chakra.with_options(**changes)
    other = chakra.with_options(timeouts=Timeouts(total=9))
    await asyncio.gather(chakra.config.get(), copy.config.get())
    server.script = [faultserver.silent]
    under_way = asyncio.create_task(copy.config.get())
    await server.arrived(3)
    await copy.close()
    with pytest.raises(ClientClosedError):
        await under_way
    with pytest.raises(ClientClosedError):
        await copy.config.get()
    assert await chakra.config.get() is not None
    assert await other.config.get() is not None
    async with copy:
        assert await copy.config.get() is not None
    assert await chakra.config.get() is not None


async def test_closing_a_client_closes_its_copies(chakra: Any) -> None:
    copy = chakra.with_options(timeouts=Timeouts(total=9))
    await copy.config.get()
    await chakra.close()
    with pytest.raises(ClientClosedError):
        await copy.config.get()


async def test_the_last_copy_closes_the_connections_of_a_client_that_is_gone(
    server: faultserver.FaultServer,
) -> None:
    copy = Chakra(token="planted-secret", base_url=server.url).with_options(timeouts=Timeouts(total=9))
    gc.collect()
    async with copy:
        await copy.config.get()
        assert server.open == 1
    async with asyncio.timeout(20):
        while server.open:
            await asyncio.sleep(0.001)


async def test_observers_that_fail_are_remembered_up_to_a_bound(chakra: Any) -> None:
    for _ in range(200):
        copy = chakra.with_options(observers=[_Failing()])
        await copy.config.get()
    del copy
    assert len(chakra._caller.pool.failed_observers) <= 64


class _Failing:
    def __call__(self, event: Any) -> None:
        raise RuntimeError
