"""The server that both sides of a comparison talk to, in a process of its own.

It reads as little of a request as keeps the connection in step, and answers each with the same documented enrolment, so
that it is never what a figure measures. `serving` starts it and gives its address. It ends by itself when the
process that started it does, because its standard input ends then.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from benchmarks.fresh import start

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["ANSWER", "Answering", "serve", "serving"]

_BODY: Final = (Path(__file__).parent / "data" / "enrolment.json").read_bytes()
ANSWER: Final = (
    b"HTTP/1.1 200 OK\r\n"
    b"Date: Mon, 15 Dec 2025 09:21:25 GMT\r\n"
    b"Content-Type: application/json; charset=utf-8\r\n"
    b"Content-Length: %d\r\n"
    b"Connection: keep-alive\r\n\r\n%b"
) % (len(_BODY), _BODY)
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END_OF_HEAD: Final = b"\r\n\r\n"


class Answering(asyncio.Protocol):
    """One kept connection.

    Args:
        delay: Seconds before each answer.

    """

    def __init__(self, delay: float = 0.0) -> None:
        self._delay = delay
        self._waiting = b""
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self.transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole by now."""
        waiting = self._waiting + data
        while (end := waiting.find(_END_OF_HEAD)) >= 0:
            length = _LENGTH.search(waiting, 0, end)
            size = end + len(_END_OF_HEAD) + (int(length[1]) if length else 0)
            if len(waiting) < size or self.transport is None:
                break
            waiting = waiting[size:]
            self.answer(self.transport)
        self._waiting = waiting

    def answer(self, transport: asyncio.WriteTransport) -> None:
        """Answer one request."""
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, transport.write, ANSWER)
        else:
            transport.write(ANSWER)


@contextlib.contextmanager
def serving(
    delay: float = 0.0, *, program: str = "benchmarks.server", certificate: Path | None = None
) -> Generator[str]:
    """Run the server while the block runs, and give its address.

    Args:
        delay: Seconds before each answer.
        program: The module to run.
        certificate: A PEM file of a key and a certificate, to serve over TLS.

    """
    more = [] if certificate is None else [str(certificate)]
    process = start(program, str(delay), *more, stdin=subprocess.PIPE)
    with process:  # on leaving, its standard input is closed and its end is awaited
        assert process.stdout is not None  # noqa: S101 - it was asked for
        line = process.stdout.readline().decode().strip()
        if not line:
            raise RuntimeError(f"The benchmark's server did not start (exit code {process.wait()}).")
        yield line


async def serve(connection: Callable[[], asyncio.Protocol], certificate: str | None = None) -> None:
    """Serve until standard input ends, each connection with a protocol of its own; over TLS with a certificate's file."""
    tls = None
    if certificate is not None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=tls)
    host, port = server.sockets[0].getsockname()
    print(f"http{'s' if tls else ''}://{host}:{port}", flush=True)
    loop.add_reader(sys.stdin.fileno(), over.set)
    await over.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(partial(Answering, float(sys.argv[1])), *sys.argv[2:3]))
