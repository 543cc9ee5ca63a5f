"""`chakra sandbox`: a local server that behaves like ChakraHQ."""

from __future__ import annotations

import asyncio
import importlib.util
import signal
import sys
import webbrowser
from pathlib import Path  # noqa: TC003 - read by typer from the annotations
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from chakra_async.cli import output
from chakra_async.cli.fault_options import WEBHOOKS, parse_fault
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from chakra_async.sandbox import Sandbox

__all__ = ["command"]

_LAST_PORT: Final = 65_535


def command(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=_LAST_PORT, help="Port to listen on; 0 takes a free one.")
    ] = 8787,
    ceiling: Annotated[
        int | None, typer.Option(min=1, help="Requests per second; more get 429 with Retry-After.")
    ] = None,
    latency: Annotated[float, typer.Option(min=0.0, help="Seconds before each answer.")] = 0.0,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            help="A fault as OPERATION:NAME=VALUE,..., such as messages.send:status=429,retry_after=1,times=2, or one of "
            "deliveries, such as webhooks:duplicate=2,rate=0.1; may be repeated."
        ),
    ] = None,
    record: Annotated[
        Path | None, typer.Option(help="File to which each request is appended as a line of JSON.")
    ] = None,
    webhook: Annotated[
        list[str] | None,
        typer.Option(help="Address to which what happens is delivered, signed; may be repeated."),
    ] = None,
    webhook_host: Annotated[
        list[str] | None,
        typer.Option(
            help="Host besides this machine that webhooks may go to when a client sets their address in the plugin's "
            "configuration; may be repeated."
        ),
    ] = None,
    replay: Annotated[
        Path | None,
        typer.Option(help="File of `chakra inbox export` whose deliveries are played at the start."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of chance for the faults of webhooks.")] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            help="Further name of this server that requests may name as their host, such as a container's; may be repeated."
        ),
    ] = None,
    page: Annotated[
        bool | None,
        typer.Option("--page/--no-page", help="Serve the page; by default where its packages are installed."),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> int:
    """Run a sandbox until Ctrl-C. Its address, token and campaign are printed; a page to be the customer on is at its address."""
    from chakra_async.sandbox import Sandbox  # noqa: PLC0415 - a server, loaded only on request

    if open_ and page is False:
        raise SettingsError("--open needs the page: leave --no-page out")
    with_page = True if open_ or page else page is None and _has_page()
    if replay is not None:
        from chakra_async.webhooks.recordings import read_recording  # noqa: PLC0415 - for this option alone

        read_recording(replay)  # what cannot be played is an error before anything listens
    sandbox = Sandbox(
        host=host,
        port=port,
        allowed_hosts=allow_host or (),
        webhook_hosts=webhook_host or (),
        rate_ceiling=ceiling,
        record_path=record,
        seed=seed,
        page=with_page,
    )
    for address in webhook or []:
        sandbox.webhooks.to(address)
    for text in fault or []:
        operation, options = parse_fault(text)
        if operation == WEBHOOKS:
            sandbox.webhooks.fault(**options)
        else:
            sandbox.faults.add(operation, **options)
    if latency:
        sandbox.faults.add(latency=latency)
    asyncio.run(_serve(sandbox, f"{host} port {port}", record, replay, with_page=with_page, opens=open_))
    return 0


def _has_page() -> bool:
    """Return whether the packages of the page are installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("htpy", "aiohttp_sse"))


async def _serve(
    sandbox: Sandbox, address: str, record: Path | None, replay: Path | None, *, with_page: bool, opens: bool
) -> None:
    ended = _interrupted()
    try:
        await sandbox.start()
    except OSError as error:
        reason = _reason(error)
        if record is not None and error.filename is not None:
            raise SettingsError(f"--record {record} cannot be written: {reason}.") from None
        raise SettingsError(
            f"The sandbox cannot listen on {address}: {reason}. Choose another with --port or --host; "
            "--port 0 takes a free port."
        ) from None
    try:
        output.line(f"export CHAKRA_BASE_URL={sandbox.url}")
        output.line(f"export CHAKRA_ACCESS_TOKEN={sandbox.token}")
        output.line(f"export CHAKRA_PLUGIN_ID={sandbox.plugin_id}")
        output.line(f"export CHAKRA_PHONE_NUMBER_ID={sandbox.phone_number_id}")
        output.line(f"export CHAKRA_WABA_ID={sandbox.waba_id}")
        if sandbox.webhooks.active:
            output.line(f"export CHAKRA_WEBHOOK_SECRET={sandbox.webhooks.secret}")
        if with_page:
            output.line(f"# page to be a customer on: {sandbox.url}/")
        else:
            output.line("# no page: pip install 'chakra-async[sandbox]'")
        output.line(f"# campaign {sandbox.campaign_id}; stop with Ctrl-C")
        samples = sandbox.add_samples()
        output.line(f"# from the customer {samples.phone_number}: message {samples.message_id}")
        output.line(f"# image {samples.media_id}; ringing call {samples.call_id}")
        if replay is not None:
            count = await _unless(ended, sandbox.webhooks.replay(replay, move_clock=False))
            if count is None:
                return
            output.line(f"# deliveries played from {replay}: {count}")
        output.flush()
        if opens:
            await asyncio.to_thread(webbrowser.open, f"{sandbox.url}/?customer={samples.phone_number}")
        await ended.wait()
    finally:
        await sandbox.stop()


def _reason(error: OSError) -> str:
    """Return the reason of an operating system's error, without the address that asyncio puts before it."""
    text = error.strerror or str(error)
    if "error while attempting to bind" in text:
        text = text.rpartition("): ")[2].removeprefix(f"[errno {error.errno}] ")  # which Python 3.13 adds
    return text


def _interrupted() -> asyncio.Event:
    """Return what is set when the sandbox is to end, from now on: what is printed may be answered with a signal at once."""
    ended = asyncio.Event()
    if sys.platform != "win32":
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, ended.set)
    return ended


async def _unless(ended: asyncio.Event, work: Coroutine[Any, Any, int]) -> int | None:
    """Return what the work gives, or None if the sandbox is to end before."""
    task = asyncio.create_task(work)
    waiting = asyncio.create_task(ended.wait())
    try:
        await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for each in (task, waiting):
            each.cancel()
        await asyncio.gather(task, waiting, return_exceptions=True)
