"""The ports that tests reserve for the programs they start."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys

import pytest

from tests.support.ports import reserved_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a port cannot be reserved")


async def test_a_program_can_serve_on_a_reserved_port_again_and_again() -> None:
    with reserved_port() as port:
        for _ in range(3):
            server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", port)
            async with server:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                assert await reader.read() == b""
                writer.close()
                await writer.wait_closed()


def test_a_reserved_port_refuses_connections_and_is_not_given_to_others() -> None:
    with reserved_port() as port, contextlib.ExitStack() as others:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
        for reuse in (0, 1) * 500:
            other = others.enter_context(socket.socket())
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
            other.bind(("127.0.0.1", 0))
            assert other.getsockname()[1] != port
