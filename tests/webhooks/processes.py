"""What runs in processes of their own: a conversation that is killed at a chosen await, workers on one file, a whole receiver."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hashlib
import logging
import os
import signal
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from chakra_async import Chakra, Retry
from chakra_async._transport.caller import Caller
from chakra_async.webhooks import (
    MessageReceived,
    Request,
    StatusChanged,
    TextReceived,
    WebhookReceiver,
    dispatch,
    match,
)
from chakra_async.webhooks.inbox import PostgresInbox, SQLiteInbox
from chakra_async.webhooks.inbox.grouped import GroupedInbox
from chakra_async.webhooks.talk.errors import AskTimeoutError
from tests.support.deliveries import SECRET, signed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from multiprocessing.context import ForkServerProcess

    from chakra_async.webhooks.talk.talk import Talk


def run(process: ForkServerProcess) -> int:
    """Wait for a process; return its exit code, which is negative for a signal."""
    process.join(60)
    if process.is_alive():
        process.kill()
        process.join()
        raise AssertionError("the process did not end")
    return process.exitcode or 0


# A conversation that is killed at a chosen await.

QUESTIONS = ["Which day?", "Your name?", "Thank you.", "Booked, Asha: mon"]


def booking(receiver: WebhookReceiver) -> None:
    @receiver.conversation(match.text("book"))
    async def book(talk: Talk) -> None:
        day = await talk.choose("Which day?", {"mon": "Monday", "tue": "Tuesday"})
        try:
            name = await talk.ask("Your name?", timeout=timedelta(hours=2))
        except AskTimeoutError:
            return
        await talk.say("Thank you.")
        await talk.step(
            "lead", lambda: talk.chakra.processes.create("lead", data={"day": day, "name": name.text})
        )
        await talk.say(f"Booked, {name.text}: {day}")


class Points:
    """Counts the points at which the process could end, and ends it at one of them."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at = kill_at
        self.count = 0

    def reach(self) -> None:
        self.count += 1
        if self.count == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a coroutine function with a point before and behind it."""

        @functools.wraps(function)
        async def wrapped(*arguments: Any, **named: Any) -> Any:
            self.reach()
            result = await function(*arguments, **named)
            self.reach()
            return result

        return wrapped


WATCHED = (
    "append",
    "take",
    "values",
    "effects",
    "begin_effect",
    "end_effect",
    "record_effect",
    "update",
    "put",
    "settle",
)


def converse(
    path: str, options: dict[str, Any], bodies: Sequence[bytes], offset: int, kill_at: int, counted: Any
) -> None:
    logging.disable()
    points = Points(kill_at)
    for name in WATCHED:
        setattr(GroupedInbox, name, points.around(getattr(GroupedInbox, name)))
    Caller.call = points.around(Caller.call)  # type: ignore[method-assign]
    asyncio.run(_converse(path, options, bodies, offset))
    counted.value = points.count


def inbox_of(place: str) -> SQLiteInbox | PostgresInbox:
    return PostgresInbox(place) if "://" in place else SQLiteInbox(place, reserve=0, synchronous="normal")


async def _converse(path: str, options: dict[str, Any], bodies: Sequence[bytes], offset: int) -> None:
    async with Chakra(**options) as chakra:
        receiver = WebhookReceiver(
            chakra,
            secrets=SECRET,
            inbox=inbox_of(path),
            retry=Retry(attempts=3, initial_wait=0.001, max_wait=0.001),
            clock=lambda: round(time.time() * 1000) + offset,  # noqa: TID251 - the receiver's clock is a wall clock
        )
        booking(receiver)
        async with receiver:
            await receiver.settled()
            for body in bodies:
                assert await _post(receiver, body) == 200
                await receiver.settled()


async def _post(receiver: WebhookReceiver, body: bytes) -> int:
    async def chunks() -> AsyncIterator[bytes]:
        yield body

    headers = [(name.lower().encode(), value.encode()) for name, value in signed(body).items()]
    answer = await receiver.respond(Request(method="POST", query={}, headers=headers, chunks=chunks()))
    return answer.status


# Workers on one file.


def work(path: str, log: str, stop: Any) -> None:
    logging.disable()
    asyncio.run(_work(path, log, stop))


async def _work(path: str, log: str, stop: Any) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    receiver = WebhookReceiver(Chakra(token="t"), secrets=SECRET, inbox=path, concurrency=8)  # noqa: S106 - sends nothing

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        os.write(descriptor, f"begin {event.sender.phone_number} {event.text} {os.getpid()}\n".encode())
        await asyncio.sleep(0.002)
        os.write(descriptor, f"end {event.sender.phone_number} {event.text} {os.getpid()}\n".encode())

    async with receiver:
        while not stop.is_set():  # noqa: ASYNC110 - an event of another process
            await asyncio.sleep(0.05)


# Workers that answer, one of which is stopped for longer than its leases.

LEASE_MS = 1_000


def answer(path: str, log: str, options: dict[str, Any], stop: Any) -> None:
    logging.disable()
    dispatch.LEASE_MS, dispatch._RENEW_MS, dispatch._POLL = LEASE_MS, LEASE_MS // 3, 0.2  # type: ignore[misc]
    asyncio.run(_answer(path, log, options, stop))


async def _answer(path: str, log: str, options: dict[str, Any], stop: Any) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    async with Chakra(**options) as chakra:
        receiver = WebhookReceiver(chakra, secrets=SECRET, inbox=inbox_of(path), concurrency=4)

        @receiver.on(TextReceived)
        async def handle(event: TextReceived, talk: Talk) -> None:
            os.write(descriptor, f"{os.getpid()} {event.text}\n".encode())
            await talk.say(f"Answer {event.text}")

        async with receiver:
            while not stop.is_set():  # noqa: ASYNC110 - an event of another process
                await asyncio.sleep(0.05)


# A whole receiver behind a server, whose handlers answer.


def serve(path: str, log: str, options: dict[str, Any], port: int, offset: int) -> None:
    logging.disable()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(path, log, options, port, offset))


async def _serve(path: str, log: str, options: dict[str, Any], port: int, offset: int) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    failed = f"{log}.failed"
    os.makedirs(failed, exist_ok=True)  # noqa: PTH103 - before anything runs beside it

    def is_first(event: TextReceived) -> bool:
        """Return whether the handler comes to an event for the first time in the lives of all processes."""
        name = hashlib.sha256(event.id.encode()).hexdigest()
        try:
            os.close(os.open(f"{failed}/{name}", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    async with Chakra(**options) as chakra:
        receiver = WebhookReceiver(
            chakra,
            secrets=SECRET,
            inbox=path,
            concurrency=16,
            retry=Retry(attempts=4, initial_wait=0.05, max_wait=0.2),
            clock=lambda: round(time.time() * 1000) + offset,  # noqa: TID251 - the receiver's clock is a wall clock
        )

        @receiver.on(TextReceived)
        async def answer(event: TextReceived, talk: Talk) -> None:
            await talk.say(f"Answer {event.text}")
            if int(event.text.split()[-1]) % 20 == 7 and is_first(event):
                raise ValueError("one in twenty fails at first")
            os.write(descriptor, f"{event.sender.phone_number} {event.text}\n".encode())

        @receiver.on(StatusChanged)
        async def status(event: StatusChanged) -> None:
            os.write(descriptor, f"status {event.message_id} {event.status}\n".encode())

        @receiver.on(MessageReceived)
        async def other(event: MessageReceived) -> None:
            os.write(descriptor, f"other {event.id}\n".encode())

        app = web.Application()
        receiver.add_to(app, "/hooks")
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
        await asyncio.Event().wait()
