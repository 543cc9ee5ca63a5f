"""The server with faults itself: what its steps see of a connection."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from .harness import until

if TYPE_CHECKING:
    from tests.support.faultserver import Connection, FaultServer


@pytest.mark.parametrize("end", ["a proper end", "a reset"])
async def test_a_step_sees_that_the_client_has_ended_the_connection(server: FaultServer, end: str) -> None:
    ended = asyncio.Event()

    async def step(connection: Connection) -> None:
        assert not connection.ended
        await connection.send(b"an answer")
        await until(lambda: connection.ended, "the end is not seen")
        ended.set()

    server.script = [step]
    place = urlsplit(server.url)
    with socket.create_connection((place.hostname, place.port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        client.settimeout(0)
        loop = asyncio.get_running_loop()
        if end == "a reset":  # which is what closing with unread bytes sends
            await until(lambda: server.arrivals, "the request does not arrive")
            await asyncio.sleep(0.02)
        else:
            assert await loop.sock_recv(client, 100) == b"an answer"
    async with asyncio.timeout(20):
        await ended.wait()
