"""A pooled connection is used again only if nothing is unread on it, and an answer's head is bounded."""

from __future__ import annotations

import asyncio
import os
import socket
from typing import Any

import pytest

from chakra_async import Chakra, ChakraError, Outcome, RequestTimeoutError, Retry, Timeouts
from tests.support import faultserver
from tests.support.values import CAMPAIGN_ID

NUMBERS = [f"9199012584{number:02d}" for number in range(6)]
SECOND = faultserver.head(
    200, {"Content-Length": "90"}
) + b'{"_data": {"process": {"id": "another person"}, "wasCreated": true}}'.ljust(90)
EXTRA = {
    "a second answer": SECOND,
    "half a second answer": SECOND[:100],
    "half a head": SECOND[:25],
    "one byte": b"H",
    "garbage": b"what?\r\n\r\n",
    "an empty line": b"\r\n",
    "a 408": faultserver.head(408, {"Content-Length": "0", "Connection": "close"}),
    "an interim answer": b"HTTP/1.1 100 Continue\r\n\r\n",
    "two answers": SECOND * 2,
    "an end": b"",
}


def lead(connection: faultserver.Connection) -> faultserver.Step:
    assert connection.arrival is not None
    number = connection.arrival.json["phoneNumber"]
    return faultserver.json({"_data": {"process": {"id": number}, "wasCreated": True}})


@pytest.mark.parametrize("extra", EXTRA.values(), ids=EXTRA)
@pytest.mark.parametrize("seen", [True, False], ids=["read by the loop", "unread in the socket"])
async def test_what_lies_on_an_idle_connection_is_not_the_next_answer(
    seen: Any, extra: bytes, server: faultserver.FaultServer, chakra: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[faultserver.Connection] = []

    async def answer(connection: faultserver.Connection) -> None:
        kept.append(connection)
        await lead(connection)(connection)

    server.usual = answer
    client = chakra.with_options(retry=Retry(attempts=1))
    for number in NUMBERS:
        enrolment = await client.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=number)
        assert enrolment.process.id == number
        sock = kept[-1].writer.get_extra_info("socket")
        if extra:
            os.write(sock.fileno(), extra)  # at once: the loop has not seen it when the next call begins
        else:
            sock.shutdown(socket.SHUT_WR)
        if seen:
            await asyncio.sleep(0.01)
    assert [arrival.json["phoneNumber"] for arrival in server.arrivals] == NUMBERS
    assert server.connections == len(NUMBERS)


async def test_a_connection_without_anything_unread_is_used_again(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    for _ in range(5):
        await chakra.config.get()
        await asyncio.sleep(0.01)
    assert server.connections == 1


@pytest.mark.parametrize("size", [2**18 + 100, 2**20, 15 * 2**20])
@pytest.mark.parametrize("form", ["one line", "many lines", "no end of the status line"])
async def test_a_head_without_bounds_ends_the_call(
    size: int, form: str, server: faultserver.FaultServer, chakra: Any
) -> None:
    async def answer(connection: faultserver.Connection) -> None:
        start = b"HTTP/1.1 200 " if form == "no end of the status line" else b"HTTP/1.1 200 OK\r\n"
        line = b"X-Long: v\r\n" if form == "many lines" else b"x" * 1000
        connection.writer.write(start + (b"" if form != "one line" else b"X-Long: "))
        await connection.send(line * (size // len(line)))
        await connection.reader.read(1)

    server.usual = answer
    with pytest.raises(ChakraError) as caught:
        await chakra.with_options(retry=Retry(attempts=1), timeouts=Timeouts(read=10)).config.get()
    assert caught.value.outcome is Outcome.UNKNOWN
    assert not isinstance(caught.value, RequestTimeoutError)


async def test_a_head_of_usual_size_is_read(server: faultserver.FaultServer, chakra: Any) -> None:
    headers = {f"X-{number}": "v" * 1000 for number in range(60)}
    server.usual = faultserver.json(faultserver.CONFIG, headers=headers)
    response = await chakra.with_raw_response.config.get()
    assert response.headers["X-59"] == "v" * 1000


async def test_a_large_body_is_not_a_head(server: faultserver.FaultServer, chakra: Any) -> None:
    server.usual = faultserver.json({"_data": {"procedures": [], "users": [], "more": "x" * 2**21}})
    assert await chakra.config.get() is not None


async def test_a_client_closed_by_hand_leaves_no_connection(server: faultserver.FaultServer) -> None:
    async with Chakra(token="planted-secret", base_url=server.url) as chakra:  # noqa: S106 - planted
        await chakra.config.get()
    async with asyncio.timeout(20):
        while server.open:  # noqa: ASYNC110 - the server sets no event
            await asyncio.sleep(0.001)
