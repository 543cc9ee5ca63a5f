"""Webhook deliveries: a receiver that stores them before its 200, against the same receiver with the same handler that stores nothing.

`python -m benchmarks.webhooks [--quick] [--rate N]` prints deliveries/s of both, their ratio, and how long the answers take when
deliveries arrive at a steady rate. The receiver has a process of its own; this process is the sender.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import logging
import multiprocessing
import tempfile
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import attrs
from aiohttp import web

from benchmarks.rounds import Spread, alternate, percentile
from chakra_async import Chakra
from chakra_async.webhooks import SIGNATURE_HEADER, MemoryInbox, TextReceived, WebhookReceiver, sign
from chakra_async.webhooks.inbox import Claim, EventState, InboxStats, Record, SQLiteInbox, Taken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

    from chakra_async.webhooks.inbox import NewRecord

__all__ = ["Answers", "Figures", "measure"]

_SECRET: Final = "benchmark"  # noqa: S105 - of a receiver on this machine
_SENDERS: Final = 32
_WARM_UP: Final = 200


@attrs.frozen(kw_only=True)
class Answers:
    """How long answers took at a steady rate.

    Attributes:
        rate: Deliveries per second.
        p50: The median, in milliseconds.
        p99: What 99 of 100 do not exceed, in milliseconds.
        refused: How many were refused with 503, because too many were on their way.

    """

    rate: float
    p50: float
    p99: float
    refused: int = 0


@attrs.frozen(kw_only=True)
class Figures:
    """What was measured.

    Attributes:
        durable: Deliveries per second that were on the disk before their answer; their handlers ran meanwhile.
        nothing: Deliveries per second of the same receiver with the same handler, storing nothing.
        ratio: The one by the other, of paired rounds.
        deaf: Deliveries per second of the same receiver, which neither stores nor handles anything.
        deaf_ratio: `durable` by that.
        answers: How long answers took at a steady rate, durably.

    """

    durable: float
    nothing: float
    ratio: Spread
    deaf: float
    deaf_ratio: Spread
    answers: Answers


class _Deaf(MemoryInbox):
    """An inbox that forgets at once, so that no handler is called."""

    async def append(self, records: Sequence[NewRecord], *, now: int) -> Sequence[bool]:
        """Take events for new, and keep none."""
        del now
        return [True] * len(records)


class _Forgetful(MemoryInbox):
    """An inbox that gives each event to a handler, and stores nothing: neither the event, nor that it was seen, nor what came of it."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[Record] = deque()
        self._ids = itertools.count(1)
        self._running = 0

    async def append(self, records: Sequence[NewRecord], *, now: int) -> Sequence[bool]:
        """Take events for new."""
        self._waiting += [
            Record(
                id=next(self._ids),
                key=each.key,
                lane=each.lane,
                kind=each.kind,
                number=each.number,
                person=each.identities[0],
                at=each.at,
                received=now,
                payload=each.payload,
            )
            for each in records
        ]
        return [True] * len(records)

    async def take(self, owner: str, *, now: int, lease: int, limit: int) -> Taken:
        """Give the oldest."""
        del now, lease
        given = [self._waiting.popleft() for _ in range(min(limit, len(self._waiting)))]
        self._running += len(given)
        return Taken([Claim(owner=owner, lane=each.lane, fence=each.id, event=each) for each in given])

    async def settle(self, claim: Claim, **_: object) -> None:
        """Forget it."""
        del claim
        self._running -= 1

    async def stats(self) -> InboxStats:
        """Count what is left."""
        return InboxStats(
            states={EventState.NEW: len(self._waiting), EventState.RUNNING: self._running}, effects={}
        )


_INBOXES: Final[dict[str, type[MemoryInbox]]] = {"forgetful": _Forgetful, "deaf": _Deaf}


def _serve(path: str, ready: Connection) -> None:
    logging.disable()  # refusals are counted
    asyncio.run(_served(path, ready))


async def _served(path: str, ready: Connection) -> None:
    receiver = WebhookReceiver(
        Chakra(token="t"),  # noqa: S106 - nothing is sent
        secrets=_SECRET,
        inbox=_INBOXES[path]() if path in _INBOXES else SQLiteInbox(path),
    )

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        del event

    app = web.Application()
    receiver.add_to(app, "/hooks")
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ready.send(runner.addresses[0][1])
    while not ready.poll():  # noqa: ASYNC110 - another process says when
        await asyncio.sleep(0.05)
    started = time.monotonic()
    while True:
        states = (await receiver.inbox.stats()).states
        if not states.get(EventState.NEW) and not states.get(EventState.RUNNING):
            break
        await asyncio.sleep(0.02)
    ready.send(time.monotonic() - started)
    await runner.cleanup()


class _Deliveries:
    """Signed deliveries, each of another message, of a thousand people."""

    def __init__(self) -> None:
        self._count = 0

    def next(self) -> tuple[bytes, dict[str, str]]:
        """Return the next body and its headers."""
        self._count += 1
        message = {
            "from": f"9198{self._count % 1000:08}",
            "id": f"wamid.HBgMBENCHMARK{self._count}",
            "timestamp": "1756322278",
            "type": "text",
            "text": {"body": "Hi, can you please help me out with an issue"},
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "917259775805", "phone_number_id": "694794789348887"},
            "contacts": [{"profile": {"name": "John"}, "wa_id": message["from"]}],
            "messages": [message],
        }
        change = {"field": "messages", "value": value}
        entry = {"id": "83784929738012", "changes": [change]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        return body, {SIGNATURE_HEADER: sign(body, _SECRET)}


async def _post(
    session: aiohttp.ClientSession, address: str, body: bytes, headers: dict[str, str]
) -> float | None:
    """Return how long the answer took, or None if the delivery was refused with 503."""
    started = time.perf_counter()
    async with session.post(address, data=body, headers=headers) as answer:
        if answer.status == 503:  # noqa: PLR2004 - the status
            return None
        if answer.status != 200:  # noqa: PLR2004 - the status
            raise RuntimeError(f"the receiver answered {answer.status}")
    return time.perf_counter() - started


async def _saturated(address: str, count: int) -> float:
    """Return deliveries per second with many senders at once."""
    deliveries = _Deliveries()
    prepared = [deliveries.next() for _ in range(count + _WARM_UP)]

    async def sender(session: aiohttp.ClientSession) -> None:
        while prepared:
            await _post(session, address, *prepared.pop())

    async with aiohttp.ClientSession() as session:
        warm_up, prepared[:] = prepared[:_WARM_UP], prepared[_WARM_UP:]
        for each in warm_up:
            await _post(session, address, *each)
        started = time.perf_counter()
        await asyncio.gather(*(sender(session) for _ in range(_SENDERS)))
        return count / (time.perf_counter() - started)


async def _paced(address: str, rate: float, seconds: float) -> Answers:
    """Return how long answers take when deliveries arrive at a rate, whatever the answers do."""
    deliveries = _Deliveries()
    prepared = [deliveries.next() for _ in range(round(rate * seconds))]
    loop = asyncio.get_running_loop()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await _post(session, address, *deliveries.next())
        begin = loop.time()
        tasks: list[asyncio.Task[float | None]] = []
        for number, each in enumerate(prepared):
            await asyncio.sleep(max(0.0, begin + number / rate - loop.time()))
            tasks.append(asyncio.create_task(_post(session, address, *each)))
        answers = await asyncio.gather(*tasks)
    found = sorted(each for each in answers if each is not None)
    return Answers(
        rate=rate,
        p50=percentile(found, 0.5) * 1000,
        p99=percentile(found, 0.99) * 1000,
        refused=len(answers) - len(found),
    )


async def _with_receiver(path: str, measured: Any) -> Any:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(path, theirs))
    process.start()
    loop = asyncio.get_running_loop()
    try:
        port = await loop.run_in_executor(None, ours.recv)
        result = await measured(f"http://127.0.0.1:{port}/hooks")
        ours.send("end")
        await loop.run_in_executor(None, ours.recv)
    finally:
        await loop.run_in_executor(None, process.join, 30)
        process.kill()
    return result


def measure(*, quick: bool = False, rate: float = 500.0, directory: Path | None = None) -> Figures:
    """Return the figures of this machine; the inboxes are in a directory, else in the current one."""
    return asyncio.run(_measure(quick=quick, rate=rate, directory=directory or Path.cwd()))


async def _measure(*, quick: bool, rate: float, directory: Path) -> Figures:
    count, rounds, seconds = (1000, 2, 4.0) if quick else (5000, 5, 20.0)
    with tempfile.TemporaryDirectory(dir=directory) as place:
        number = 0

        def fresh() -> str:
            nonlocal number
            number += 1
            return str(Path(place, f"{number}.db"))

        async def durable() -> float:
            found: float = await _with_receiver(fresh(), lambda address: _saturated(address, count))
            return found

        async def nothing() -> float:
            found: float = await _with_receiver("forgetful", lambda address: _saturated(address, count))
            return found

        async def deaf() -> float:
            found: float = await _with_receiver("deaf", lambda address: _saturated(address, count))
            return found

        ours, theirs = await alternate(rounds, durable, nothing)
        again, deafs = await alternate(rounds, durable, deaf)
        answers = await _with_receiver(fresh(), lambda address: _paced(address, rate, seconds))
    return Figures(
        durable=Spread.of([*ours, *again]).median,
        nothing=Spread.of(theirs).median,
        ratio=Spread.of_ratios(ours, theirs),
        deaf=Spread.of(deafs).median,
        deaf_ratio=Spread.of_ratios(again, deafs),
        answers=answers,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.webhooks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer deliveries")
    parser.add_argument(
        "--rate", type=float, default=500.0, help="deliveries per second for the answers' times"
    )
    options = parser.parse_args()
    found = measure(quick=options.quick, rate=options.rate)
    print(
        f"deliveries/s, durable and handled: {found.durable:.0f}; handled and not stored: {found.nothing:.0f}, ratio {found.ratio.text()}"
    )
    print(f"neither stored nor handled: {found.deaf:.0f}, ratio {found.deaf_ratio.text()}")
    print(
        f"answers at {found.answers.rate:g} deliveries/s: p50 {found.answers.p50:.1f} ms, p99 {found.answers.p99:.1f} ms, "
        f"refused with 503: {found.answers.refused}"
    )


if __name__ == "__main__":
    main()
