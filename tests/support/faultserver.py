"""A server on real sockets that answers, or fails to, exactly as its script says, and counts what reached it."""

from __future__ import annotations

# ruff: noqa: ASYNC110 - it waits for others, which set no event
import asyncio
import contextlib
import json as jsonlib
import socket
import struct
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import attrs

if TYPE_CHECKING:
    import ssl

ENROLLED = {"_data": {"process": {"id": "p-1", "status": "OPEN"}, "wasCreated": True}}
PROCESS = {"_data": {"id": "p-1", "status": "OPEN"}}
CONFIG = {"_data": {"procedures": [], "users": []}}


@attrs.define(eq=False)
class Arrival:
    """One request as it reached the server."""

    method: str
    target: str
    headers: dict[str, str]
    connection: int
    at: float
    body: bytes = b""

    @property
    def json(self) -> Any:
        return jsonlib.loads(self.body)


@attrs.define(eq=False)
class Connection:
    """One accepted connection, as a step of the script sees it."""

    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    arrival: Arrival | None = None

    @property
    def ended(self) -> bool:
        """Whether the client has ended it, with a reset too, after which a reader is not at its end."""
        return self.reader.at_eof() or self.writer.is_closing()

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    def close(self) -> None:
        self.writer.close()

    def reset(self) -> None:
        """End the connection with a TCP reset instead of a proper end."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Step = Callable[[Connection], Awaitable[None]]


def head(status: int, headers: Mapping[str, str] | Sequence[tuple[str, str]] = ()) -> bytes:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in pairs)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def raw(data: bytes, *, then: str = "keep") -> Step:
    """Send bytes as they are, then keep, close or reset the connection."""

    async def step(connection: Connection) -> None:
        await connection.send(data)
        if then == "close":
            connection.close()
        elif then == "reset":
            await asyncio.sleep(0.02)  # the bytes are to be read before the reset discards them
            connection.reset()

    return step


def answer(
    status: int = 200, body: bytes = b"", headers: Mapping[str, str] | None = None, *, then: str = "keep"
) -> Step:
    return raw(head(status, {"Content-Length": str(len(body)), **(headers or {})}) + body, then=then)


def json(document: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Step:
    given = {"Content-Type": "application/json", **(headers or {})}
    return answer(status, jsonlib.dumps(document).encode(), given)


def cut(status: int = 200, *, then: str = "close") -> Step:
    """Promise a hundred bytes and give ten."""
    return raw(head(status, {"Content-Length": "100"}) + b'{"_data":{', then=then)


def later(seconds: float, step: Step) -> Step:
    async def waiting(connection: Connection) -> None:
        await asyncio.sleep(seconds)
        await step(connection)

    return waiting


def trickle(piece: bytes, every: float) -> Step:
    async def step(connection: Connection) -> None:
        await connection.send(head(200, {"Transfer-Encoding": "chunked"}))
        while True:
            await connection.send(b"%x\r\n%b\r\n" % (len(piece), piece))
            await asyncio.sleep(every)

    return step


async def silent(connection: Connection) -> None:
    """Say nothing until the client goes."""
    await connection.reader.read(1)


async def deaf(_connection: Connection) -> None:
    """Say nothing and read nothing more, for as long as the server stands."""
    await asyncio.sleep(3600)


async def closed(connection: Connection) -> None:
    connection.close()


async def reset(connection: Connection) -> None:
    connection.reset()


@attrs.define(eq=False)
class Early:
    """Mark of a step that runs before the request's body was read."""

    step: Step
    read: int = 0
    """Bytes of the body that it reads."""


Accept = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class FaultServer:
    """The server; `script` is taken step by step, request by request, then `usual` answers."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.script: list[Step | Early] = []
        self.usual: Step | None = None
        self.arrivals: list[Arrival] = []
        self.connections = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._open: dict[int, Connection] = {}
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"{'http' if self.tls is None else 'https'}://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        await self.listen(tls=self.tls)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.deafen()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def listen(self, accept: Accept | None = None, *, tls: ssl.SSLContext | None = None) -> None:
        """Listen on the same port as before, if there was one; `accept` takes the place of serving."""
        self.deafen()
        self._server = await asyncio.start_server(
            accept or self._accept, "127.0.0.1", self.port, limit=2**20, ssl=tls
        )
        self.port = int(self._server.sockets[0].getsockname()[1])

    def deafen(self) -> None:
        """Stop listening; connections that are open stay so."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def hang_up(self) -> None:
        """Close every open connection from the server's side."""
        for connection in self._open.values():
            connection.close()

    @property
    def open(self) -> int:
        """How many connections are open at the server's side."""
        return len(self._open)

    async def arrived(self, count: int) -> None:
        """Wait until so many requests have reached the server."""
        async with asyncio.timeout(20):
            while len(self.arrivals) < count:
                await asyncio.sleep(0.002)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        connection = Connection(self.connections, reader, writer)
        self._open[connection.number] = connection
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                while not writer.is_closing():
                    await self._serve(connection)
        except asyncio.CancelledError:
            pass
        finally:
            self._tasks.discard(task)
            del self._open[connection.number]
            writer.close()

    async def _serve(self, connection: Connection) -> None:
        arrival = await self._read_head(connection)
        connection.arrival = arrival
        self.arrivals.append(arrival)
        step = self.script.pop(0) if self.script else self.usual or _usual_answer(arrival)
        if isinstance(step, Early):
            await step.step(connection)
            # What is left of the body is no next request; closing before the client has read the answer would reset the connection.
            left = int(arrival.headers.get("content-length", "0")) - step.read
            while left > 0 and not connection.writer.is_closing():
                if not (data := await connection.reader.read(min(left, 65_536))):
                    break
                left -= len(data)
            return
        if "chunked" in arrival.headers.get("transfer-encoding", ""):
            arrival.body = await _chunked(connection.reader)
        else:
            length = int(arrival.headers.get("content-length", "0"))
            arrival.body = await connection.reader.readexactly(length)
        await step(connection)

    async def _read_head(self, connection: Connection) -> Arrival:
        text = (await connection.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = text.rstrip("\r\n").split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return Arrival(method, target, headers, connection.number, time.monotonic())


async def _chunked(reader: asyncio.StreamReader) -> bytes:
    pieces = []
    while size := int(await reader.readline(), 16):
        pieces.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(pieces)


def after_reading(count: int, step: Step) -> Early:
    """Read so many bytes of the body, then go on with a step; the rest stays unread."""

    async def reading(connection: Connection) -> None:
        await connection.reader.readexactly(count)
        await step(connection)

    return Early(reading, count)


def _usual_answer(arrival: Arrival) -> Step:
    if "add-phone-number" in arrival.target:
        return json(ENROLLED)
    return json(CONFIG if arrival.target.endswith("/config") else PROCESS)
