"""Faults of an exchange that take more than one call or one answer, or whose error says something particular.

Every fault for every kind of call, with outcome, arrivals and what is left, is in `tests/faults`.
"""

from __future__ import annotations

# ruff: noqa: PT017 - either of two is right
import asyncio
import json
from typing import Any

import pytest

from chakra_async import errors
from chakra_async.outcomes import Outcome
from tests.support import faultserver
from tests.support.ports import reserved_port

PROCESS_ID = "23a743bb-4671-440d-b491-3cac40eab852"


async def test_a_refused_port_is_not_sent_and_tried_again(
    kind: Any, server: faultserver.FaultServer, chakra: Any, failed: Any
) -> None:
    with reserved_port() as port:
        lonely = chakra.with_options(base_url=f"http://127.0.0.1:{port}")
        error = await failed(kind.call(lonely))
    assert type(error) is errors.ConnectError
    assert error.outcome is Outcome.NOT_SENT
    assert len(error.attempts) == 3
    assert "calling again is safe" in str(error)
    assert chakra._caller.gate.in_flight == 0


@pytest.mark.parametrize("url", ["http://nowhere.invalid", "http://a..b", f"http://{'a' * 80}.invalid"])
async def test_a_name_that_cannot_be_resolved_is_not_sent(
    url: Any, kind: Any, chakra: Any, failed: Any
) -> None:
    lonely = chakra.with_options(base_url=url, allow_http=True)
    error = await failed(kind.call(lonely))
    assert type(error) is errors.ConnectError
    assert error.outcome is Outcome.NOT_SENT


async def test_tls_to_a_server_without_tls_is_not_sent(kind: Any, chakra: Any, failed: Any) -> None:
    async def plain(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(faultserver.head(400, {"Content-Length": "0"}))
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as plaintext:
        port = plaintext.sockets[0].getsockname()[1]
        error = await failed(kind.call(chakra.with_options(base_url=f"https://127.0.0.1:{port}")))
    assert type(error) is errors.ConnectError
    assert "TLS" in str(error)
    assert error.outcome is Outcome.NOT_SENT


async def test_a_connection_closed_between_two_calls_is_unknown_for_a_send(
    kind: Any, server: faultserver.FaultServer, chakra: Any, failed: Any, at_rest: Any
) -> None:
    await kind.call(chakra)
    server.hang_up()  # the client has not seen it when the next call starts at once
    if kind.repeatable:
        await kind.call(chakra)
        assert len(server.arrivals) == 2
    else:
        # Whether the end arrives before the request leaves is the network's business; both must be said rightly.
        try:
            await kind.call(chakra)
        except errors.ConnectionLostError as error:
            assert error.outcome is Outcome.UNKNOWN
            assert len(server.arrivals) == 1
        else:
            assert len(server.arrivals) == 2
    await at_rest()


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_a_call_that_is_not_repeatable_is_not_repeated_by_anyone(
    method: Any, server: faultserver.FaultServer, chakra: Any, failed: Any, at_rest: Any
) -> None:
    await chakra.config.get()
    server.script = [faultserver.closed]  # as a kept connection that is just being closed looks
    error = await failed(chakra.request(method, "/v1/ext/anything"))
    assert type(error) is errors.ConnectionLostError
    assert error.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == 2
    await at_rest()


async def test_an_early_refusal_before_the_body_was_read_is_refused(
    server: faultserver.FaultServer, chakra: Any, failed: Any, at_rest: Any
) -> None:
    body = json.dumps({"_errors": ["too large"]}).encode()
    no = faultserver.raw(
        faultserver.head(413, {"Content-Length": str(len(body)), "Connection": "close"}) + body
    )

    async def step(connection: faultserver.Connection) -> None:
        await no(connection)
        await connection.reader.read(1024)
        await asyncio.sleep(0.05)
        connection.close()

    server.script = [faultserver.Early(step)]
    error = await failed(chakra.request("POST", "/v1/ext/anything", json={"data": "x" * 1000}))
    assert type(error) is errors.PayloadTooLargeError
    assert error.outcome is Outcome.REFUSED
    await at_rest()


async def test_an_answer_counts_although_the_large_body_was_never_read(
    server: faultserver.FaultServer, chakra: Any, at_rest: Any
) -> None:
    body = b'{"_data": {"id": "p-1"}}'
    server.script = [
        faultserver.Early(faultserver.raw(faultserver.head(200, {"Content-Length": str(len(body))}) + body))
    ]
    response = await chakra.request("POST", "/v1/ext/anything", json={"data": "x" * 8_000_000})
    assert response.data == {"id": "p-1"}
    server.hang_up()
    await at_rest()


async def test_a_garbled_second_answer_does_not_reach_the_next_call(
    server: faultserver.FaultServer, chakra: Any, at_rest: Any
) -> None:
    good = b'{"_data":{"id":"p-1"}}'
    twice = faultserver.head(200, {"Content-Length": "22"}) + good
    server.script = [
        faultserver.raw(twice + faultserver.head(200, {"Content-Length": "22"}) + b'{"_data":{"id":"evil"}}')
    ]
    assert (await chakra.processes.get("lead", PROCESS_ID)).id == "p-1"
    server.script = [faultserver.answer(200, b'{"_data":{"id":"p-2"}}')]
    assert (await chakra.processes.get("lead", PROCESS_ID)).id == "p-2"
    await at_rest()


async def test_a_redirect_is_not_followed_and_names_only_the_origin(
    server: faultserver.FaultServer, chakra: Any, failed: Any
) -> None:
    server.script = [
        faultserver.answer(302, headers={"Location": "https://user:word@evil.example:444/steal?token=1"})
    ]
    error = await failed(chakra.config.get())
    assert "https://evil.example," in str(error)
    assert "steal" not in str(error)
    assert "word" not in str(error)
    assert len(server.arrivals) == 1


async def test_success_after_failures_lists_every_attempt(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    server.script = [faultserver.json({}, 500), faultserver.closed]
    response = await chakra.with_raw_response.config.get()
    assert [attempt.status for attempt in response.attempts] == [500, None, 200]
    assert [attempt.outcome for attempt in response.attempts] == [Outcome.UNKNOWN, Outcome.UNKNOWN, None]
    assert response.attempts[2].started >= response.attempts[1].started >= response.attempts[0].started
    assert response.elapsed >= response.attempts[2].started


async def test_one_attempt_that_may_have_been_done_makes_the_call_unknown(
    server: faultserver.FaultServer, chakra: Any, failed: Any
) -> None:
    server.script = [faultserver.json({}, 500), faultserver.json({}, 404)]
    error = await failed(chakra.processes.delete("lead", PROCESS_ID))
    assert type(error) is errors.NotFoundError
    assert error.outcome is Outcome.UNKNOWN
    assert [attempt.outcome for attempt in error.attempts] == [Outcome.UNKNOWN, Outcome.REFUSED]


async def test_data_beside_errors_in_a_successful_write_is_unknown(
    server: faultserver.FaultServer, chakra: Any, failed: Any, send: Any
) -> None:
    server.script = [faultserver.json({**faultserver.ENROLLED, "_errors": ["(#130429) half of it"]})] * 2
    error = await failed(send(chakra))
    assert error.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == 1


async def test_a_refused_connection_after_a_refusal_keeps_the_worst_outcome(
    server: faultserver.FaultServer, chakra: Any, failed: Any, send: Any
) -> None:
    server.script = [faultserver.json({}, 429), faultserver.closed]
    error = await failed(send(chakra))
    assert type(error) is errors.ConnectionLostError
    assert error.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == 2


async def test_only_the_expected_headers_are_sent(
    server: faultserver.FaultServer, chakra: Any, send: Any
) -> None:
    await send(chakra)
    headers = server.arrivals[0].headers
    assert headers["authorization"] == "Bearer planted-secret"
    assert headers["accept-encoding"] == "identity"
    assert headers["content-type"] == "application/json"
    assert "cookie" not in headers
    server.script = [faultserver.json(faultserver.CONFIG, headers={"Set-Cookie": "session=1; Path=/"})]
    await chakra.config.get()
    await chakra.config.get()
    assert "cookie" not in server.arrivals[-1].headers
