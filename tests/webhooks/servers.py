"""Real servers for a receiver: aiohttp, uvicorn alone, and FastAPI with the receiver mounted."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import TYPE_CHECKING, Any

import uvicorn
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from chakra_async.webhooks import WebhookReceiver


@contextlib.asynccontextmanager
async def aiohttp_server(receiver: WebhookReceiver) -> AsyncIterator[str]:
    app = web.Application()
    receiver.add_to(app, "/hooks")
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hooks"
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def uvicorn_server(app: Any, path: str = "/", lifespan: Any = "on") -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_level="warning", lifespan=lifespan, ws="none")
        server = uvicorn.Server(config)
        with contextlib.ExitStack() as stack:
            serving = asyncio.create_task(_serve(server, listening))
            while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.01)
            stack.callback(lambda: setattr(server, "should_exit", True))
            if serving.done():
                await serving
                raise RuntimeError("the server did not start")
            yield f"http://127.0.0.1:{listening.getsockname()[1]}{path}"
        await serving


async def _serve(server: uvicorn.Server, listening: socket.socket) -> None:
    try:
        await server._serve([listening])
    except SystemExit as end:  # what newer versions do where the application does not start
        raise RuntimeError("the server did not start") from end


@contextlib.asynccontextmanager
async def fastapi_server(receiver: WebhookReceiver) -> AsyncIterator[str]:
    from fastapi import FastAPI  # noqa: PLC0415 - only where it is tested

    app = FastAPI(lifespan=receiver.lifespan)
    app.mount("/hooks", receiver)
    async with uvicorn_server(app, "/hooks/") as address:
        yield address


SERVERS: dict[str, Callable[[WebhookReceiver], Any]] = {
    "aiohttp": aiohttp_server,
    "uvicorn": uvicorn_server,
    "fastapi": fastapi_server,
}
