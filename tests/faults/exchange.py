"""Faults around an answer: connecting, sending, waiting, its pace, and what the caller does meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from chakra_async import Limits, Retry, Timeouts
from tests.support import faultserver

from . import certificates
from .answers import CHUNKED, step, well
from .call_kinds import PROCESS
from .harness import Fault, clear_pauses
from .server_actions import (
    accepting,
    answering,
    arrived,
    between,
    cancel,
    close,
    close_it,
    close_the_kept,
    connecting,
    deafen,
    once,
    pause,
    queued,
    reset_it,
    say_nothing,
    showing,
    speak_plainly,
    stop_accepting,
    take_the_slot,
    warm_up,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .call_kinds import Kind

__all__ = ["CALLER", "CONNECT", "PACE", "SEND", "WAIT"]

SHORT: Final = 0.1
READ_SHORT: Final = {"timeouts": Timeouts(read=SHORT)}
TOTAL_SHORT: Final = {"timeouts": Timeouts(total=SHORT)}
CONNECT_SHORT: Final = {"timeouts": Timeouts(connect=SHORT)}
LONG_WAITS: Final = Retry(attempts=3, initial_wait=1e9, max_wait=1e9)


# What the server does


async def refuse_early(connection: faultserver.Connection) -> None:
    await faultserver.answer(413, b"{}", {"Connection": "close"})(connection)
    await connection.reader.read(2**20)
    connection.close()


async def reset_in_the_body(connection: faultserver.Connection) -> None:
    assert connection.arrival is not None
    length = int(connection.arrival.headers.get("content-length", "0"))
    await connection.reader.readexactly(length // 2)
    connection.reset()


def early(kind: Kind) -> Sequence[faultserver.Step | faultserver.Early]:
    async def answer_then_read(connection: faultserver.Connection) -> None:
        assert connection.arrival is not None
        await well(kind)(connection)
        await connection.reader.readexactly(int(connection.arrival.headers.get("content-length", "0")))

    return [faultserver.Early(answer_then_read)]


def begun(body: bytes = b"") -> faultserver.Step:
    """Promise an answer, give so much of it, and then nothing until the client goes."""

    async def begin(connection: faultserver.Connection) -> None:
        await connection.send(faultserver.head(200, {"Content-Length": "50"}) + body)
        await faultserver.silent(connection)

    return begin


async def turn_into_rubbish(connection: faultserver.Connection) -> None:
    await connection.send(faultserver.head(200, CHUNKED) + b"1\r\n{\r\n")
    await asyncio.sleep(0.03)
    await connection.send(b"zz\r\n}\r\n0\r\n\r\n")
    await faultserver.silent(connection)


def slowly(pieces: int, every: float) -> Callable[[Kind], Sequence[faultserver.Step]]:
    """Answer well, in so many pieces with a pause before each."""

    def steps(kind: Kind) -> Sequence[faultserver.Step]:
        body = kind.content(PROCESS)
        size = -(-len(body) // pieces)

        async def send(connection: faultserver.Connection) -> None:
            await connection.send(faultserver.head(200, {"Content-Length": str(len(body))}))
            for start in range(0, len(body), size):
                await asyncio.sleep(every)
                await connection.send(body[start : start + size])

        return [send]

    return steps


ONE_SLOT: Final = {"limits": Limits(concurrency=1)}

CONNECT: Final = (
    Fault(name="refused", arm=deafen),
    Fault(name="never accepted", arm=stop_accepting, settings=CONNECT_SHORT),
    Fault(name="no such host", settings={"base_url": "http://nowhere.invalid", "allow_http": True}),
    Fault(name="no possible host", settings={"base_url": "http://a..b", "allow_http": True}),
    Fault(name="TLS to a server without it", arm=accepting(speak_plainly), tls=True),
    Fault(name="TLS closed in the handshake", arm=accepting(close_it), tls=True),
    Fault(name="TLS reset in the handshake", arm=accepting(reset_it), tls=True),
    Fault(name="an endless TLS handshake", arm=accepting(say_nothing), tls=True, settings=CONNECT_SHORT),
    Fault(name="certificate of another host", arm=showing(certificates.wrong_host), tls=True),
    Fault(name="certificate that has expired", arm=showing(certificates.expired), tls=True),
    Fault(name="certificate of an unknown authority", arm=showing(certificates.stranger), tls=True),
    Fault(name="a good certificate", arm=showing(certificates.good), tls=True),
)

SEND: Final = (
    Fault(name="closed as soon as accepted", arm=accepting(close_it)),
    Fault(name="reset as soon as accepted", arm=accepting(reset_it)),
    step("reset after the head", faultserver.Early(faultserver.reset)),
    step("reset in the middle of the body", faultserver.Early(reset_in_the_body)),
    Fault(name="answered before the body was read", steps=early),
    step("refused before the body was read", faultserver.Early(refuse_early)),
    Fault(name="kept connection closed between two calls", arm=close_the_kept),
    step("kept connection closed under the request", faultserver.closed, arm=warm_up, recovers=True),
)

WAIT: Final = (
    step("no answer", faultserver.silent, settings=READ_SHORT),
    step("no answer the first time", faultserver.silent, recovers=True, settings=READ_SHORT),
    step("closed without an answer", faultserver.closed),
    step("closed without an answer the first time", faultserver.closed, recovers=True),
    step("reset without an answer", faultserver.reset),
    step("half a head", faultserver.raw(b"HTTP/1.1 200 OK\r\nConte", then="close")),
    step("an endless head", faultserver.raw(b"HTTP/1.1 200 OK\r\nConte"), settings=READ_SHORT),
    step("another protocol", faultserver.raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", then="close")),
    step("a bad status line", faultserver.raw(b"HTTP/1.1 abc\r\n\r\n", then="close")),
    step("a bad header", faultserver.raw(b"HTTP/1.1 200 OK\r\nBad\x00Header: 1\r\n\r\n", then="close")),
    step(
        "a header of 1 MB",
        faultserver.raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 2**20 + b"\r\n\r\n", then="close"),
    ),
    step("an answer after the deadline", faultserver.silent, settings=TOTAL_SHORT),
)

PACE: Final = (
    Fault(name="a pause between head and body", steps=slowly(1, 0.03)),
    Fault(name="in ten pieces", steps=slowly(10, 0.003)),
    Fault(
        name="slower than the read limit in all",
        steps=slowly(10, 0.2),
        settings={"timeouts": Timeouts(read=1.6)},
    ),
    step("no body after the head", begun(), settings=READ_SHORT),
    step("an endless wait in the body", begun(b'{"_da'), settings=READ_SHORT),
    step("an endless wait in a content", begun(b"\xff\xd8"), settings=READ_SHORT),
    step("garbage in the middle", turn_into_rubbish),
    step(
        "single bytes, endless",
        faultserver.trickle(b" ", 0.02),
        settings={"timeouts": Timeouts(read=10, total=0.3)},
    ),
)

CALLER: Final = (
    Fault(name="deadline in the queue", arm=take_the_slot, settings={**ONE_SLOT, **TOTAL_SHORT}),
    Fault(name="deadline in a pause of all calls", arm=pause, settings=TOTAL_SHORT),
    Fault(name="deadline while connecting", arm=stop_accepting, settings=TOTAL_SHORT),
    step("deadline in the middle of the body", begun(b"\xff\xd8"), settings={"timeouts": Timeouts(total=2)}),
    step(
        "deadline before the next attempt",
        faultserver.json({}, 500),
        settings={"timeouts": Timeouts(total=5), "retry": LONG_WAITS},
    ),
    Fault(
        name="cancelled in the queue", arm=take_the_slot, meanwhile=once(queued, cancel), settings=ONE_SLOT
    ),
    Fault(name="cancelled in a pause of all calls", arm=pause, meanwhile=once(queued, cancel)),
    Fault(name="cancelled while connecting", arm=stop_accepting, meanwhile=once(connecting, cancel)),
    step("cancelled while waiting", faultserver.silent, meanwhile=once(arrived, cancel)),
    step("cancelled in the middle of the body", begun(b"\xff\xd8"), meanwhile=once(answering, cancel)),
    step(
        "cancelled between two attempts",
        faultserver.json({}, 500),
        meanwhile=once(between, cancel),
        settings={"retry": LONG_WAITS, "timeouts": Timeouts(total=None)},
    ),
    step(
        "cancelled in the pause after a refusal",
        faultserver.json({}, 429),
        arm=clear_pauses,
        meanwhile=once(between, cancel),
        settings={"retry": LONG_WAITS, "timeouts": Timeouts(total=None)},
    ),
    Fault(name="closed in the queue", arm=take_the_slot, meanwhile=once(queued, close), settings=ONE_SLOT),
    Fault(name="closed while connecting", arm=stop_accepting, meanwhile=once(connecting, close)),
    step("closed while waiting", faultserver.silent, meanwhile=once(arrived, close)),
    step("closed in the middle of the body", begun(b"\xff\xd8"), meanwhile=once(answering, close)),
)
