"""`chakra sandbox`: a local server that behaves like ChakraHQ."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path  # noqa: TC003 - read by typer from the annotations
from typing import Annotated

import typer

from chakra_async.cli import output

__all__ = ["command"]


def command(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8787,
    ceiling: Annotated[
        int | None, typer.Option(help="Requests per second; more get 429 with Retry-After.")
    ] = None,
    latency: Annotated[float, typer.Option(help="Seconds before each answer.")] = 0.0,
    record: Annotated[
        Path | None, typer.Option(help="File to which each request is appended as a line of JSON.")
    ] = None,
) -> int:
    """Run a sandbox until Ctrl-C. Its address, token and campaign are printed."""
    asyncio.run(_serve(host, port, ceiling, latency, record))
    return 0


async def _serve(host: str, port: int, ceiling: int | None, latency: float, record: Path | None) -> None:
    from chakra_async.sandbox import Sandbox  # noqa: PLC0415 - a server, loaded only on request

    sandbox = Sandbox(host=host, port=port, rate_ceiling=ceiling, record_path=record)
    if latency:
        sandbox.fault("*", latency=latency)
    async with sandbox:
        output.line(f"export CHAKRA_BASE_URL={sandbox.url}")
        output.line(f"export CHAKRA_ACCESS_TOKEN={sandbox.token}")
        output.line(f"export CHAKRA_PLUGIN_ID={sandbox.plugin_id}")
        output.line(f"export CHAKRA_PHONE_NUMBER_ID={sandbox.phone_number_id}")
        output.line(f"export CHAKRA_WABA_ID={sandbox.waba_id}")
        output.line(f"# campaign {sandbox.campaign_id}; stop with Ctrl-C")
        sys.stdout.flush()
        ended = asyncio.Event()
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGINT, ended.set)
            loop.add_signal_handler(signal.SIGTERM, ended.set)
        await ended.wait()
