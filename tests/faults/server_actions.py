"""What faults do besides answering: to the server right before an exchange, and as the caller while it runs."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from tests.support import faultserver

from .harness import Scene, clear_pauses, until

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


async def deafen(scene: Scene) -> None:
    """Let nobody listen any more."""
    await scene.idle_gone()
    scene.server.deafen()


async def stop_accepting(scene: Scene) -> None:
    """Listen with a full queue, so that connecting gets no answer at all."""
    await deafen(scene)
    listener = scene.stack.enter_context(socket.socket())
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", scene.server.port))
    listener.listen(0)
    for _ in range(3):
        filler = scene.stack.enter_context(socket.socket())
        filler.settimeout(0)
        filler.connect_ex(listener.getsockname())


def accepting(accept: faultserver.Accept) -> Callable[[Scene], Awaitable[None]]:
    """Return an act after which connections are accepted by something else than the server."""

    async def arm(scene: Scene) -> None:
        await scene.idle_gone()
        await scene.server.listen(accept)

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


def showing(certificate: Callable[[], SSLContext]) -> Callable[[Scene], Awaitable[None]]:
    """Return an act after which the server shows another certificate."""

    async def arm(scene: Scene) -> None:
        await scene.idle_gone()
        await scene.server.listen(tls=certificate())

    return arm


async def warm_up(scene: Scene) -> None:
    """Have a connection kept, and used, before the exchange."""
    script, scene.server.script = scene.server.script, [faultserver.json(faultserver.CONFIG)]
    await scene.client.config.get()
    scene.server.script = script
    scene.server.arrivals.clear()


async def close_the_kept(scene: Scene) -> None:
    await warm_up(scene)
    await scene.idle_gone()


async def take_the_slot(scene: Scene) -> None:
    """Take the only slot, as another call would."""
    assert scene.gate.enter_at_once("")
    scene.stack.callback(scene.gate.leave)


async def pause(scene: Scene) -> None:
    """Hold everyone up, as after a refusal."""
    scene.gate.pause("", 60.0)
    await clear_pauses(scene)


# What happens meanwhile


def once(ready: Callable[[Scene], bool], act: Callable[[Scene], Any]) -> Callable[[Scene], Awaitable[None]]:
    async def meanwhile(scene: Scene) -> None:
        await until(lambda: scene.call.done() or ready(scene), "the call did not come so far")
        if (awaitable := act(scene)) is not None:
            await awaitable

    return meanwhile


def arrived(scene: Scene) -> bool:
    return len(scene.server.arrivals) >= 1


def queued(scene: Scene) -> bool:
    return scene.gate.waiting == 1


def connecting(scene: Scene) -> bool:
    return scene.gate.in_flight == 1


def answering(scene: Scene) -> bool:
    """Return whether a piece of the answer has reached the client."""
    calls = scene.rooms.watch._calls
    handed_out = not calls and arrived(scene) and scene.gate.in_flight == 1  # to whoever takes the pieces
    flights = [call._flight for call in calls if call._flight is not None]
    return handed_out or any(flight.status and flight.progress >= 3 for flight in flights)


def between(scene: Scene) -> bool:
    """Return whether the call waits between two attempts."""
    calls = scene.rooms.watch._calls
    return arrived(scene) and any(call._flight is None for call in calls) and scene.gate.in_flight == 0


def cancel(scene: Scene) -> None:
    scene.call.cancel()


def close(scene: Scene) -> Any:
    return scene.client.close()
