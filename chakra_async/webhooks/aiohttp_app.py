"""A receiver as a route of an aiohttp application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.client_exceptions import ClientError
from aiohttp.http_exceptions import HttpProcessingError

from chakra_async.webhooks.intake import Cut, Request

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from chakra_async.webhooks.asgi import Served

__all__ = ["add_route"]

_CHUNK = 64 * 1024


def add_route(served: Served, app: web.Application, path: str) -> None:
    """Add the route, and let the receiver start and close with the application."""

    async def handle(request: web.Request) -> web.Response:
        answer = await served.respond(
            Request(
                method=request.method.upper(),
                query=dict(request.query),
                headers=[(name.lower(), value) for name, value in request.raw_headers],
                chunks=_chunks(request),
            )
        )
        headers = {"X-Content-Type-Options": "nosniff", **answer.headers}
        return web.Response(status=answer.status, text=answer.text, headers=headers)

    async def with_app(_app: web.Application) -> AsyncIterator[None]:
        await served.start()
        yield
        await served.close()

    app.router.add_route("*", path, handle)
    app.cleanup_ctx.append(with_app)


async def _chunks(request: web.Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.content.iter_chunked(_CHUNK):
            yield chunk
    except (ClientError, ConnectionError, HttpProcessingError, web.RequestPayloadError):
        raise Cut from None
