"""The server that both sides of a comparison talk to, in a process of its own.

It reads as little of a request as keeps the connection in step, and answers each with the same documented enrolment, so
that it is never what a figure measures. `serving` starts it and gives its address. It ends by itself when the
process that started it does, because its standard input ends then.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from benchmarks.fresh import start

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["serving"]

_BODY: Final = (Path(__file__).parent / "data" / "enrolment.json").read_bytes()
_ANSWER: Final = (
    b"HTTP/1.1 200 OK\r\n"
    b"Date: Mon, 15 Dec 2025 09:21:25 GMT\r\n"
    b"Content-Type: application/json; charset=utf-8\r\n"
    b"Content-Length: %d\r\n"
    b"Connection: keep-alive\r\n\r\n%b"
) % (len(_BODY), _BODY)
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END_OF_HEAD: Final = b"\r\n\r\n"


class _Answering(asyncio.Protocol):
    """One kept connection."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._waiting = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        waiting = self._waiting + data
        while (end := waiting.find(_END_OF_HEAD)) >= 0:
            length = _LENGTH.search(waiting, 0, end)
            size = end + len(_END_OF_HEAD) + (int(length[1]) if length else 0)
            if len(waiting) < size or self._transport is None:
                break
            waiting = waiting[size:]
            if self._delay:
                asyncio.get_running_loop().call_later(self._delay, self._transport.write, _ANSWER)
            else:
                self._transport.write(_ANSWER)
        self._waiting = waiting


@contextlib.contextmanager
def serving(delay: float = 0.0) -> Generator[str]:
    """Run the server while the block runs, and give its address; it answers after so many seconds."""
    process = start("benchmarks.server", str(delay), stdin=subprocess.PIPE)
    with process:  # on leaving, its standard input is closed and its end is awaited
        assert process.stdout is not None  # noqa: S101 - it was asked for
        line = process.stdout.readline().decode().strip()
        if not line:
            raise RuntimeError(f"The benchmark's server did not start (exit code {process.wait()}).")
        yield line


async def _serve(delay: float) -> None:
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    server = await loop.create_server(lambda: _Answering(delay), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(f"http://{host}:{port}", flush=True)
    loop.add_reader(sys.stdin.fileno(), over.set)
    await over.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
