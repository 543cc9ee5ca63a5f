"""The ASGI side of a receiver: requests, and the lifespan where it is the outermost application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any, Protocol, TypeAlias
from urllib.parse import parse_qsl

from chakra_async.errors import ChakraError
from chakra_async.webhooks.intake import Answer, Cut, Request

__all__ = ["Receive", "Scope", "Send", "Served", "serve"]

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Served(Protocol):
    """What is served."""

    async def start(self) -> None:
        """Start."""
        ...

    async def close(self) -> None:
        """Close."""
        ...

    async def respond(self, request: Request) -> Answer:
        """Return the answer to a request."""
        ...


async def serve(served: Served, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one ASGI connection: a request, or the lifespan. A websocket is refused."""
    if scope["type"] == "http":
        await _request(served, scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(served, receive, send)
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1003})


async def _request(served: Served, scope: Scope, receive: Receive, send: Send) -> None:
    query = parse_qsl(
        scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True, max_num_fields=None
    )
    request = Request(
        method=scope["method"].upper(),
        query=dict(query),
        headers=[(bytes(name).lower(), bytes(value)) for name, value in scope["headers"]],
        chunks=_chunks(receive),
    )
    answer = await served.respond(request)
    body = answer.text.encode()
    headers = {
        "content-type": "text/plain; charset=utf-8",
        "content-length": str(len(body)),
        "x-content-type-options": "nosniff",
        **{name.lower(): value for name, value in answer.headers.items()},
    }
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Cut
        yield message.get("body", b"")
        more = message.get("more_body", False)


async def _lifespan(served: Served, receive: Receive, send: Send) -> None:
    await receive()
    try:
        await served.start()
    except ChakraError as error:
        await send({"type": "lifespan.startup.failed", "message": str(error)})
        return
    await send({"type": "lifespan.startup.complete"})
    await receive()
    try:
        await served.close()
    except ChakraError as error:
        await send({"type": "lifespan.shutdown.failed", "message": str(error)})
        return
    await send({"type": "lifespan.shutdown.complete"})
