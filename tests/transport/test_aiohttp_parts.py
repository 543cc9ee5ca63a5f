"""A call works without each inside of aiohttp that reused connections need; then none is reused."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.faultserver import FaultServer

_PROGRAM = """
import asyncio, sys
import aiohttp
import aiohttp.client_proto, aiohttp.connector, aiohttp.helpers, aiohttp.http, aiohttp.http_writer, aiohttp.streams
from aiohttp.client_proto import ResponseHandler

url, part = sys.argv[1:]
{change}

from chakra_async import Chakra
from chakra_async._transport import pooled
from chakra_async._transport.pooled import Connector
{after}

async def main():
    made = Connector.__init__
    def noting(self, **options):
        made(self, **options)
        print(self.reuses)
    Connector.__init__ = noting
    async with Chakra(token="t", base_url=url) as chakra:
        await chakra.request("POST", "/v1/ext/a", json={{"a": 1}})
        await chakra.request("POST", "/v1/ext/b", json={{"a": 2}})
        await chakra.request("GET", "/v1/ext/c")

asyncio.run(main())
"""
_GONE = """
module, _, name = part.rpartition(".")
kept = getattr(sys.modules[module], name)
delattr(sys.modules[module], name)
"""
_BACK = "setattr(sys.modules[module], name, kept)  # aiohttp uses it itself"
_RENAMED = """
owner, name = {owner}, part
function = getattr(owner, name)
def another(self, *arguments, **named): return function(self, *arguments, **named)
setattr(owner, name, another)
"""


async def reuses(server: FaultServer, change: str, part: str, after: str = "") -> bool:
    """Make three calls in another process whose aiohttp was changed; return whether its connections are reused."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _PROGRAM.format(change=change, after=after),
        server.url,
        part,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    assert [(one.method, one.target) for one in server.arrivals] == [
        ("POST", "/v1/ext/a"),
        ("POST", "/v1/ext/b"),
        ("GET", "/v1/ext/c"),
    ]
    return output.decode().split() == ["True"]


async def test_connections_are_reused_with_this_aiohttp(server: FaultServer) -> None:
    assert await reuses(server, "", "")


@pytest.mark.parametrize(
    "part",
    [
        "aiohttp.streams.EMPTY_PAYLOAD",
        "aiohttp.http.HttpProcessingError",
        "aiohttp.client_proto.ResponseHandler",
    ],
)
async def test_a_call_works_without_a_name_that_reusing_needs(server: FaultServer, part: str) -> None:
    assert not await reuses(server, _GONE, part, _BACK)


@pytest.mark.parametrize(
    "part",
    [
        "aiohttp.helpers.get_env_proxy_for_url",
        "aiohttp.helpers.TimerNoop",
        "aiohttp.http_writer.StreamWriter",
    ],
)
async def test_a_call_works_without_a_name_that_other_parts_need(server: FaultServer, part: str) -> None:
    assert await reuses(server, _GONE, part, _BACK)


async def test_a_call_works_where_a_connection_is_released_in_another_way(server: FaultServer) -> None:
    assert not await reuses(server, _RENAMED.format(owner="aiohttp.TCPConnector"), "_release")


@pytest.mark.parametrize("part", ["protocol class", "protocol", "connector class", "connector"])
async def test_a_call_works_without_a_member_that_reusing_needs(server: FaultServer, part: str) -> None:
    assert not await reuses(server, "", part, "pooled.MEMBERS[part] += ('of_another_version',)")
