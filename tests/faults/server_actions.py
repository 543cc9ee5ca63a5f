"""What faults do besides answering: to the server right before an exchange, and as the caller while it runs."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from tests.support import faultserver

from .harness import Harness, clear_pauses, until

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable
    from ssl import SSLContext

__all__ = [
    "accepting",
    "answering",
    "arrived",
    "between",
    "cancel",
    "close",
    "close_it",
    "close_the_kept",
    "connecting",
    "deafen",
    "once",
    "pause",
    "queued",
    "reset_it",
    "say_nothing",
    "showing",
    "speak_plainly",
    "stop_accepting",
    "take_the_slot",
    "warm_up",
]


# What happens right before the exchange


async def deafen(harness: Harness) -> None:
    """Stop listening."""
    await harness.idle_gone()
    harness.server.deafen()


async def stop_accepting(harness: Harness) -> None:
    """Listen with a full queue, so that connecting gets no answer at all."""
    await deafen(harness)
    listener = harness.stack.enter_context(socket.socket())
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", harness.server.port))
    listener.listen(0)
    for _ in range(3):
        filler = harness.stack.enter_context(socket.socket())
        filler.settimeout(0)
        filler.connect_ex(listener.getsockname())


def accepting(accept: faultserver.Accept) -> Callable[[Harness], Awaitable[None]]:
    """Return an action after which something else accepts the server's connections."""

    async def arm(harness: Harness) -> None:
        await harness.idle_gone()
        await harness.server.listen(accept)

    return arm


async def close_it(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def reset_it(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    faultserver.Connection(0, reader, writer).reset()


async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def speak_plainly(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(faultserver.head(400, {"Content-Length": "0"}))
    writer.close()


def showing(certificate: Callable[[], SSLContext]) -> Callable[[Harness], Awaitable[None]]:
    """Return an action after which the server shows another certificate."""

    async def arm(harness: Harness) -> None:
        await harness.idle_gone()
        await harness.server.listen(tls=certificate())

    return arm


async def warm_up(harness: Harness) -> None:
    """Have a connection kept, and used, before the exchange."""
    script, harness.server.script = harness.server.script, [faultserver.json(faultserver.CONFIG)]
    await harness.client.config.get()
    harness.server.script = script
    harness.server.arrivals.clear()


async def close_the_kept(harness: Harness) -> None:
    await warm_up(harness)
    await harness.idle_gone()


async def take_the_slot(harness: Harness) -> None:
    """Take the only slot, as another call would."""
    slot = harness.gate.enter_at_once("")
    assert slot is not None
    harness.stack.callback(harness.gate.leave, slot)


async def pause(harness: Harness) -> None:
    """Pause all calls, as after a refusal."""
    harness.gate.pause("", 60.0)
    await clear_pauses(harness)


# What happens meanwhile


def once(
    ready: Callable[[Harness], bool], act: Callable[[Harness], Any]
) -> Callable[[Harness], Awaitable[None]]:
    async def meanwhile(harness: Harness) -> None:
        await until(lambda: harness.call.done() or ready(harness), "the call did not come so far")
        if (awaitable := act(harness)) is not None:
            await awaitable

    return meanwhile


def arrived(harness: Harness) -> bool:
    return len(harness.server.arrivals) >= 1


def queued(harness: Harness) -> bool:
    return harness.gate.waiting == 1


def connecting(harness: Harness) -> bool:
    return harness.gate.in_flight == 1


def answering(harness: Harness) -> bool:
    """Return whether a piece of the answer has reached the client."""
    calls = harness.connections.watchdog._calls
    handed_out = not calls and arrived(harness) and harness.gate.in_flight == 1  # to the reader of the pieces
    exchanges = [call._exchange for call in calls if call._exchange is not None]
    return handed_out or any(exchange.status and exchange.progress >= 3 for exchange in exchanges)


def between(harness: Harness) -> bool:
    """Return whether the call waits between two attempts."""
    calls = harness.connections.watchdog._calls
    return arrived(harness) and any(call._exchange is None for call in calls) and harness.gate.in_flight == 0


def cancel(harness: Harness) -> None:
    harness.call.cancel()


def close(harness: Harness) -> Any:
    return harness.client.close()
