"""When the reader of an answer's body is woken by an error of its connection."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.streams import StreamReader

from chakra_async._transport import pooled


@pytest.mark.parametrize(
    ("error", "wakes"),
    [(HttpProcessingError(code=400), True), (aiohttp.ClientOSError("the write failed"), False)],
)
async def test_only_bytes_that_are_not_http_end_a_body(error: Exception, wakes: bool) -> None:  # noqa: FBT001 - a parameter of the table
    loop = asyncio.get_running_loop()
    protocol = pooled._Protocol(loop)  # pyright: ignore[reportPrivateUsage]
    body = StreamReader(protocol, 2**16, loop=loop)
    protocol._payload = body  # pyright: ignore[reportPrivateUsage]
    body.feed_data(b"{")
    protocol.set_exception(error)
    assert isinstance(body.exception(), aiohttp.ClientPayloadError) is wakes
    assert wakes or body.exception() is None
