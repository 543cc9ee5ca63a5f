"""Every way an exchange can fail, for every kind of operation.

Looked at are the error, its outcome, what reached the server, and that everything is back afterwards.
"""

from __future__ import annotations

# ruff: noqa: PT017 - either of two is right
import asyncio
import gzip
import json
import socket
import zlib
from typing import Any

import attrs
import faultserver as says
import pytest

from chakra_async import errors
from chakra_async.outcomes import Outcome

PROCESS_ID = "23a743bb-4671-440d-b491-3cac40eab852"
REFUSED, UNKNOWN, DONE = Outcome.REFUSED, Outcome.UNKNOWN, Outcome.DONE


@attrs.frozen
class Case:
    """What the server does each time, and what must follow.

    `outcomes` and `arrivals` are for a read, a repeatable write and a send.
    """

    step: object
    error: type[errors.ChakraError]
    outcomes: tuple[Outcome, Outcome, Outcome]
    arrivals: tuple[int, int, int]


def lost(step: object, error: type[errors.ChakraError]) -> Case:
    """Nothing is known: what is repeatable is repeated, a send is not."""
    return Case(step, error, (UNKNOWN, UNKNOWN, UNKNOWN), (3, 3, 1))


def unusable(step: object) -> Case:
    """It was done and the answer is lost: only a read asks again."""
    return Case(step, errors.ResponseError, (DONE, DONE, UNKNOWN), (3, 1, 1))


def final(step: object, error: type[errors.ChakraError]) -> Case:
    """The server said no, and would again."""
    return Case(step, error, (REFUSED, REFUSED, REFUSED), (1, 1, 1))


def throttled(step: object, error: type[errors.ChakraError] = errors.RateLimitedError) -> Case:
    """The server did nothing: everyone may come again."""
    return Case(step, error, (REFUSED, REFUSED, REFUSED), (3, 3, 3))


def said(text: str) -> dict[str, object]:
    return {"_data": [], "_errors": [text]}


BOMB = gzip.compress(b" " * (64 * 1024 * 1024))
GZIP = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
DEEP = b"[" * 5000 + b"]" * 5000
SOON = {"Retry-After": "0.01"}

CASES = {
    "closed without an answer": lost(says.closed, errors.ConnectionLostError),
    "reset without an answer": lost(says.reset, errors.ConnectionLostError),
    "reset before the body was read": lost(says.Early(says.reset), errors.ConnectionLostError),
    "half a head": lost(says.raw(b"HTTP/1.1 200 OK\r\nConte", then="close"), errors.ConnectionLostError),
    "no HTTP": lost(says.raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", then="close"), errors.ResponseError),
    "a bad status line": lost(says.raw(b"HTTP/1.1 abc\r\n\r\n", then="close"), errors.ResponseError),
    "a bad header": lost(
        says.raw(b"HTTP/1.1 200 OK\r\nBad\x00Header: 1\r\n\r\n", then="close"), errors.ResponseError
    ),
    "500": lost(says.json({}, 500), errors.ServerError),
    "500 with words": lost(says.json(said("boom"), 500), errors.ServerError),
    "502 in HTML": lost(
        says.answer(502, b"<html><h1>Bad Gateway</h1>", {"Content-Type": "text/html"}), errors.ServerError
    ),
    "throttling in a 500": lost(says.json({"error": {"code": 4}}, 500), errors.ServerError),
    "throttling in a 503": lost(says.json(said("(#130429) Rate limit hit"), 503), errors.ServerError),
    "503 without a hint": lost(says.json({}, 503), errors.ServerError),
    "504": lost(says.answer(504), errors.ServerError),
    "520": lost(says.answer(520), errors.ServerError),
    "999": lost(says.answer(999), errors.ServerError),
    "a 500 that is cut": lost(says.cut(500), errors.ResponseError),
    "cut": unusable(says.cut()),
    "cut by a reset": unusable(says.cut(then="reset")),
    "cut in a chunk": unusable(
        says.raw(says.head(200, {"Transfer-Encoding": "chunked"}) + b"20\r\n{", then="close")
    ),
    "a bad chunk after many": unusable(
        says.raw(
            says.head(200, {"Transfer-Encoding": "chunked"}) + b"7a120\r\n%b\r\nzz\r\n" % (b" " * 500_000),
            then="close",
        )
    ),
    "a bad chunk with the head": lost(
        says.raw(says.head(200, {"Transfer-Encoding": "chunked"}) + b"zz\r\n{}\r\n0\r\n\r\n", then="close"),
        errors.ResponseError,
    ),
    "empty": unusable(says.answer(200)),
    "204": unusable(says.raw(says.head(204))),
    "HTML with 200": unusable(says.answer(200, b"<html>Welcome</html>", {"Content-Type": "text/html"})),
    "not JSON": unusable(says.answer(200, b"{'_data': 1}")),
    "two documents": unusable(says.answer(200, b"{}{}")),
    "NaN": unusable(says.answer(200, b'{"_data": NaN}')),
    "invalid UTF-8": unusable(says.answer(200, b'{"_data": "\xff\xfe"}')),
    "too deep": unusable(says.answer(200, DEEP)),
    "wrong gzip": unusable(says.answer(200, b"this is no gzip", GZIP)),
    "an unfinished gzip": unusable(says.answer(200, gzip.compress(b'{"_data": 1}')[:-14], GZIP)),
    "a gzip bomb": Case(says.answer(200, BOMB, GZIP), errors.ResponseError, (DONE, DONE, UNKNOWN), (1, 1, 1)),
    "too large": Case(
        says.answer(200, b" " * (16 * 1024 * 1024 + 1), then="close"),
        errors.ResponseError,
        (DONE, DONE, UNKNOWN),
        (1, 1, 1),
    ),
    "a 404 that is too large": Case(
        says.answer(404, b" " * (16 * 1024 * 1024 + 1), then="close"),
        errors.ResponseError,
        (REFUSED, REFUSED, REFUSED),
        (1, 1, 1),
    ),
    "a 500 that is too large": Case(
        says.answer(500, b" " * (16 * 1024 * 1024 + 1), then="close"),
        errors.ResponseError,
        (UNKNOWN, UNKNOWN, UNKNOWN),
        (1, 1, 1),
    ),
    "400": final(says.json(said("(#131009) Parameter value is not valid"), 400), errors.WhatsAppError),
    "400 in plain text": final(says.answer(400, b"no"), errors.BadRequestError),
    "a 400 that is cut": final(says.cut(400), errors.ResponseError),
    "401": final(says.json({"code": "UNAUTHORIZED", "message": "no"}, 401), errors.AuthenticationError),
    "402": final(says.json({}, 402), errors.PlanError),
    "403": final(says.json({}, 403), errors.PermissionDeniedError),
    "404": final(says.answer(404, b"Not Found"), errors.NotFoundError),
    "405": final(says.answer(405), errors.APIError),
    "408": final(says.answer(408), errors.APIError),
    "409": final(says.json({}, 409), errors.ConflictError),
    "413": final(says.json({}, 413), errors.PayloadTooLargeError),
    "422": final(says.json({}, 422), errors.UnprocessableError),
    "425": final(says.answer(425), errors.APIError),
    "window closed": final(says.json(said("(#131047) Re-engagement"), 400), errors.WindowClosedError),
    "_errors in a 200": final(says.json(said("(#131026) Message undeliverable")), errors.UndeliverableError),
    "error in a 200": final(says.json({"error": {"message": "no", "code": 131042}}), errors.PaymentError),
    "429": throttled(says.json({}, 429)),
    "429 with a hint": throttled(says.json({}, 429, SOON)),
    "429 with a hint in the body": throttled(says.json({"retry_after_ms": 10}, 429)),
    "a 429 that is cut": throttled(says.cut(429), errors.ResponseError),
    "503 with a hint": throttled(says.json({}, 503, SOON), errors.ServerError),
    "throttling in a 400": throttled(says.json(said("(#130429) Rate limit hit"), 400), errors.ThrottledError),
    "throttling in a 403": throttled(says.json({"error": {"code": 4}}, 403), errors.ThrottledError),
    "throttling in a 200": throttled(says.json(said("(#80007) Rate limit")), errors.ThrottledError),
    "301": Case(
        says.answer(301, headers={"Location": "/elsewhere"}),
        errors.ResponseError,
        (REFUSED, UNKNOWN, UNKNOWN),
        (1, 1, 1),
    ),
    "302 to another origin": Case(
        says.answer(302, headers={"Location": "https://evil.example/steal"}),
        errors.ResponseError,
        (REFUSED, UNKNOWN, UNKNOWN),
        (1, 1, 1),
    ),
    "303": Case(
        says.answer(303, headers={"Location": "/done"}),
        errors.ResponseError,
        (REFUSED, UNKNOWN, UNKNOWN),
        (1, 1, 1),
    ),
    "307 to another origin": final(
        says.answer(307, headers={"Location": "//evil.example/steal"}), errors.ResponseError
    ),
    "308 to nonsense": final(says.answer(308, headers={"Location": "https://[bad"}), errors.ResponseError),
    "304": Case(says.raw(says.head(304)), errors.ResponseError, (REFUSED, UNKNOWN, UNKNOWN), (1, 1, 1)),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_fault_gives_our_error_with_its_outcome(
    case: Any, kind: Any, server: says.FaultServer, chakra: Any, failed: Any, at_rest: Any
) -> None:
    column = ["read", "write", "send"].index(kind.name)
    server.script = [case.step] * 9
    error = await failed(kind.call(chakra))
    assert type(error) is case.error or (
        case.error is errors.RateLimitedError and isinstance(error, case.error)
    )
    assert error.outcome is case.outcomes[column]
    assert len(server.arrivals) == case.arrivals[column]
    assert len(error.attempts) == len(server.arrivals)
    assert error.operation is not None
    assert [attempt.wait > 0 for attempt in error.attempts[:-1]] == [True] * (len(error.attempts) - 1)
    assert error.attempts[-1].wait == 0
    assert all(attempt.cause and attempt.outcome is not None for attempt in error.attempts)
    assert error.operation in str(error)
    await at_rest()


GOOD = {
    "plainly": says.answer(200, json.dumps({"_data": {"id": "p-1"}}).encode()),
    "with a BOM": says.answer(200, b"\xef\xbb\xbf" + json.dumps({"_data": {"id": "p-1"}}).encode()),
    "in one chunk per byte": says.raw(
        says.head(200, {"Transfer-Encoding": "chunked"})
        + b"".join(b"1\r\n%c\r\n" % byte for byte in b'{"_data":{"id":"p-1"}}')
        + b"0\r\n\r\n"
    ),
    "until the connection ends": says.raw(
        says.head(200, {"Connection": "close"}) + b'{"_data": {"id": "p-1"}}', then="close"
    ),
    "after a 103": says.raw(
        b"HTTP/1.1 103 Early Hints\r\n\r\n"
        + says.head(200, {"Content-Length": "22"})
        + b'{"_data":{"id":"p-1"}}'
    ),
    "in gzip though it was not asked for": says.answer(200, gzip.compress(b'{"_data":{"id":"p-1"}}'), GZIP),
    "deflated": says.answer(200, zlib.compress(b'{"_data":{"id":"p-1"}}'), {"Content-Encoding": "deflate"}),
    "with a wrong content type": says.answer(200, b'{"_data":{"id":"p-1"}}', {"Content-Type": "text/html"}),
    "with 201": says.answer(201, b'{"_data":{"id":"p-1"}}'),
    "with a key twice": says.answer(200, b'{"_data":{"id":"p-0"},"_data":{"id":"p-1"}}'),
    "with empty errors": says.answer(200, b'{"_data":{"id":"p-1"},"_errors":[],"error":null}'),
    "and closes": says.answer(200, b'{"_data":{"id":"p-1"}}', then="close"),
}


@pytest.mark.parametrize("step", GOOD.values(), ids=GOOD)
async def test_an_answer_is_never_lost_however_it_comes(
    step: Any, server: says.FaultServer, chakra: Any, at_rest: Any
) -> None:
    server.script = [step]
    assert (await chakra.processes.update("lead", PROCESS_ID, data={})).id == "p-1"
    assert len(server.arrivals) == 1
    await at_rest()


async def test_a_refused_port_is_not_sent_and_tried_again(
    kind: Any, server: says.FaultServer, chakra: Any, failed: Any
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
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
        writer.write(says.head(400, {"Content-Length": "0"}))
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as plaintext:
        port = plaintext.sockets[0].getsockname()[1]
        error = await failed(kind.call(chakra.with_options(base_url=f"https://127.0.0.1:{port}")))
    assert type(error) is errors.ConnectError
    assert "TLS" in str(error)
    assert error.outcome is Outcome.NOT_SENT


async def test_a_connection_closed_between_two_calls_is_unknown_for_a_send(
    kind: Any, server: says.FaultServer, chakra: Any, failed: Any, at_rest: Any
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
    method: Any, server: says.FaultServer, chakra: Any, failed: Any, at_rest: Any
) -> None:
    await chakra.config.get()
    server.script = [says.closed]  # as a kept connection that is just being closed looks
    error = await failed(chakra.request(method, "/v1/ext/anything"))
    assert type(error) is errors.ConnectionLostError
    assert error.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == 2
    await at_rest()


async def test_an_early_no_before_the_body_was_read_is_a_refusal(
    server: says.FaultServer, chakra: Any, failed: Any, at_rest: Any
) -> None:
    body = json.dumps({"_errors": ["too large"]}).encode()
    no = says.raw(says.head(413, {"Content-Length": str(len(body)), "Connection": "close"}) + body)

    async def step(connection: says.Connection) -> None:
        await no(connection)
        await connection.reader.read(1024)
        await asyncio.sleep(0.05)
        connection.close()

    server.script = [says.Early(step)]
    error = await failed(chakra.request("POST", "/v1/ext/anything", json={"data": "x" * 1000}))
    assert type(error) is errors.PayloadTooLargeError
    assert error.outcome is Outcome.REFUSED
    await at_rest()


async def test_an_answer_counts_although_the_large_body_was_never_read(
    server: says.FaultServer, chakra: Any, at_rest: Any
) -> None:
    body = b'{"_data": {"id": "p-1"}}'
    server.script = [says.Early(says.raw(says.head(200, {"Content-Length": str(len(body))}) + body))]
    response = await chakra.request("POST", "/v1/ext/anything", json={"data": "x" * 8_000_000})
    assert response.data == {"id": "p-1"}
    server.hang_up()
    await at_rest()


async def test_a_garbled_second_answer_does_not_reach_the_next_call(
    server: says.FaultServer, chakra: Any, at_rest: Any
) -> None:
    good = b'{"_data":{"id":"p-1"}}'
    twice = says.head(200, {"Content-Length": "22"}) + good
    server.script = [says.raw(twice + says.head(200, {"Content-Length": "22"}) + b'{"_data":{"id":"evil"}}')]
    assert (await chakra.processes.get("lead", PROCESS_ID)).id == "p-1"
    server.script = [says.answer(200, b'{"_data":{"id":"p-2"}}')]
    assert (await chakra.processes.get("lead", PROCESS_ID)).id == "p-2"
    await at_rest()


async def test_a_redirect_is_not_followed_and_names_only_the_origin(
    server: says.FaultServer, chakra: Any, failed: Any
) -> None:
    server.script = [
        says.answer(302, headers={"Location": "https://user:word@evil.example:444/steal?token=1"})
    ]
    error = await failed(chakra.config.get())
    assert "https://evil.example," in str(error)
    assert "steal" not in str(error)
    assert "word" not in str(error)
    assert len(server.arrivals) == 1


async def test_success_after_failures_tells_of_every_attempt(server: says.FaultServer, chakra: Any) -> None:
    server.script = [says.json({}, 500), says.closed]
    response = await chakra.with_raw_response.config.get()
    assert [attempt.status for attempt in response.attempts] == [500, None, 200]
    assert [attempt.outcome for attempt in response.attempts] == [Outcome.UNKNOWN, Outcome.UNKNOWN, None]
    assert response.attempts[2].started >= response.attempts[1].started >= response.attempts[0].started
    assert response.elapsed >= response.attempts[2].started


async def test_one_attempt_that_may_have_been_done_makes_the_call_unknown(
    server: says.FaultServer, chakra: Any, failed: Any
) -> None:
    server.script = [says.json({}, 500), says.json({}, 404)]
    error = await failed(chakra.processes.delete("lead", PROCESS_ID))
    assert type(error) is errors.NotFoundError
    assert error.outcome is Outcome.UNKNOWN
    assert [attempt.outcome for attempt in error.attempts] == [Outcome.UNKNOWN, Outcome.REFUSED]


async def test_data_beside_errors_in_a_successful_write_is_unknown(
    server: says.FaultServer, chakra: Any, failed: Any, send: Any
) -> None:
    server.script = [says.json({**says.ENROLLED, "_errors": ["(#130429) half of it"]})] * 2
    error = await failed(send(chakra))
    assert error.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == 1


async def test_a_refused_connection_after_a_refusal_keeps_the_worst_outcome(
    server: says.FaultServer, chakra: Any, failed: Any, send: Any
) -> None:
    server.script = [says.json({}, 429), says.closed]
    error = await failed(send(chakra))
    assert type(error) is errors.ConnectionLostError
    assert error.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == 2


async def test_the_token_and_nothing_else_goes_along(
    server: says.FaultServer, chakra: Any, send: Any
) -> None:
    await send(chakra)
    headers = server.arrivals[0].headers
    assert headers["authorization"] == "Bearer planted-secret"
    assert headers["accept-encoding"] == "identity"
    assert headers["content-type"] == "application/json"
    assert "cookie" not in headers
    server.script = [says.json(says.CONFIG, headers={"Set-Cookie": "session=1; Path=/"})]
    await chakra.config.get()
    await chakra.config.get()
    assert "cookie" not in server.arrivals[-1].headers
