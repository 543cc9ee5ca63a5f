"""A small body that goes out with its head is the same on the wire as what aiohttp writes by itself."""

from __future__ import annotations

# ruff: noqa: S106 - a planted token
import asyncio
import inspect
import io
from typing import TYPE_CHECKING, Any

import aiohttp
import aiohttp.client_proto
import pytest
from aiohttp.helpers import TimerNoop
from multidict import CIMultiDict
from yarl import URL

from chakra_async import Chakra, ConnectionLostError, Outcome
from chakra_async._transport import pooled, request_class, session
from tests.support import faultserver

if TYPE_CHECKING:
    from tests.support.faultserver import Arrival, FaultServer

PLUGIN = "5ba0e13a-ac26-4656-afdd-643ea0813137"
SIZES = [0, 1, 16 * 1024 - 13, 16 * 1024 - 12, 16 * 1024, 2**20, 2**20 + 1]


async def arrived(server: FaultServer, method: str, body: Any, headers: dict[str, str] | None) -> Arrival:
    async with Chakra(token="planted-secret", base_url=server.url) as chakra:
        await chakra.request(method, "/v1/ext/anything?a=%20b", json=body, extra_headers=headers)
    return server.arrivals[-1]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
@pytest.mark.parametrize("headers", [None, {"X-More": "1"}, {"content-type": "application/vnd.more+json"}])
@pytest.mark.parametrize("body", [{"name": "Zoë"}, None])
async def test_a_request_looks_as_aiohttp_would_write_it(
    server: FaultServer,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    headers: dict[str, str] | None,
    body: Any,
) -> None:
    ours = await arrived(server, method, body, headers)
    monkeypatch.setattr(request_class, "_KNOWN", False)
    monkeypatch.setattr(session, "REQUEST_CLASS", aiohttp.ClientRequest)
    theirs = await arrived(server, method, body, headers)
    assert (ours.method, ours.target, ours.body) == (theirs.method, theirs.target, theirs.body)
    assert ours.headers == theirs.headers
    assert next(iter(ours.headers)) == "host"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
async def test_a_copied_request_has_every_attribute_that_aiohttp_gives_a_new_one(method: str) -> None:
    headers = CIMultiDict({"Host": "127.0.0.1:1", "Authorization": "Bearer x", "Accept": "*/*"})
    made: list[dict[str, Any]] = []
    async with aiohttp.ClientSession() as around:
        common: dict[str, Any] = {"loop": asyncio.get_running_loop(), "session": around, "timer": TimerNoop()}
        url = URL("http://127.0.0.1:1/v1/a?b=c")
        new = request_class.DirectRequest(method, url, headers=headers, data=b'{"a":1}', **common)
        first = request_class.DirectRequest(
            method, URL("http://127.0.0.1:1/"), headers=headers, data=b"", **common
        )
        for request in (new, first.copy(url, b'{"a":1}')):
            members = dict(vars(request))
            members.pop("_source_traceback", None)  # asyncio's debug mode
            made.append(members)
    assert made[0] == made[1]
    assert list(new.headers.items()) == list(first.copy(url, b'{"a":1}').headers.items())
    assert first.headers["Content-Length"] == "0"


@pytest.mark.parametrize("method", ["POST", "HEAD"])
async def test_an_answer_is_read_with_the_parameters_of_aiohttps_own_session(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    whole = aiohttp.client_proto.ResponseHandler.set_response_params
    seen: list[dict[str, Any]] = []

    def noting(*arguments: Any, **named: Any) -> None:
        bound = inspect.signature(whole).bind(*arguments, **named)
        bound.apply_defaults()
        seen.append({name: value for name, value in bound.arguments.items() if name not in ("self", "timer")})
        whole(*arguments, **named)

    monkeypatch.setattr(aiohttp.client_proto.ResponseHandler, "set_response_params", noting)
    server.usual = faultserver.answer(204)
    await arrived(server, method, {"a": 1}, None)
    monkeypatch.setattr(session, "REQUEST_CLASS", aiohttp.ClientRequest)
    monkeypatch.setattr(request_class, "_KNOWN", False)
    await arrived(server, method, {"a": 1}, None)
    assert len(seen) == 2
    assert seen[0] == seen[1]


@pytest.mark.parametrize("size", SIZES)
async def test_a_body_of_any_size_arrives_whole(server: FaultServer, size: int) -> None:
    arrival = await arrived(server, "POST", {"text": "x" * size}, None)
    assert arrival.json == {"text": "x" * size}
    assert int(arrival.headers["content-length"]) == len(arrival.body)


async def test_a_request_with_expect_continue_waits_for_the_server(server: FaultServer) -> None:
    async def goes_on(connection: faultserver.Connection) -> None:
        assert connection.arrival is not None
        await connection.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.arrival.body = await connection.reader.readexactly(7)
        await faultserver.json({"_data": {}})(connection)

    server.script = [faultserver.Early(goes_on)]
    arrival = await arrived(server, "POST", {"a": 1}, {"Expect": "100-continue"})
    assert arrival.json == {"a": 1}


async def test_a_connection_that_is_closing_takes_nothing_more(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pooled.Connector.connect  # pyright: ignore[reportPrivateUsage]

    async def closing(*arguments: Any, **named: Any) -> Any:
        connection = await whole(*arguments, **named)
        assert connection.protocol is not None
        assert connection.protocol.transport is not None
        connection.protocol.transport.close()
        return connection

    monkeypatch.setattr(pooled.Connector, "connect", closing)  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(ConnectionLostError) as caught:
        await arrived(server, "POST", {"a": 1}, None)
    assert caught.value.outcome is Outcome.UNKNOWN
    assert not server.arrivals


@pytest.mark.parametrize("size", [1, 20_000, 2**20 + 1])
async def test_asyncios_debug_log_shows_no_body_and_no_token(
    server: FaultServer, caplog: pytest.LogCaptureFixture, size: int
) -> None:
    caplog.set_level("DEBUG", "asyncio")
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 0.0
    async with Chakra(token="planted-secret", base_url=server.url, plugin_id=PLUGIN) as chakra:
        await chakra.campaigns.add_phone_number(campaign_id=PLUGIN, phone_number="919901258433")
        await chakra.request("POST", "/v1/ext/x", json={"text": "private" * size})
        server.usual = faultserver.json({"_data": {"publicMediaUrl": "https://x.example/a.png"}})
        await chakra.media.upload_public(b"private" * size, filename="a.bin")
        await chakra.media.upload_public(io.BytesIO(b"private" * size), filename="a.bin")
    loop.slow_callback_duration = 10.0
    log = "\n".join(record.getMessage() for record in caplog.records if record.name == "asyncio")
    assert log
    for private in ("private", "1258433", "planted-secret"):
        assert private not in log
