"""A process of a run that stops itself, as SIGSTOP or a sleeping machine does, at one point on the way of a call."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from typing import Any, Final

from chakra_async import Chakra, Retry, bulk
from chakra_async._transport import gate, pooled, request_class
from chakra_async.bulk.journal.postgres import journal
from tests.support.values import CAMPAIGN_ID

__all__ = ["POINTS", "STOPS", "WITHIN"]

WITHIN = 1.0
"""Seconds from the commit of an intent within which its request must begin, here."""

POINTS = {
    "in the action, before its call": None,
    "with a connection": (pooled.Connector, "connect", "after"),
    "right before head and body are written": (request_class.DirectRequest, "_write", "before"),
    "right before aiohttp writes them": (request_class.DirectRequest, "write_bytes", "before"),
    "after a refusal, with a place at the gate again": (gate.AsyncGate, "enter", "after"),
}
"""Where the process stops."""

STOPS: Final = "stops"
_frozen = False


def freeze() -> None:
    """Say that this process stops itself, and stop it, the first time."""
    global _frozen  # noqa: PLW0603 - a process stops once
    if not _frozen:
        _frozen = True
        print(STOPS, flush=True)  # noqa: T201
        os.kill(os.getpid(), signal.SIGSTOP)


def place(point: str) -> None:
    """Let the process stop at a point."""
    if (where := POINTS[point]) is None:
        return
    owner, name, when = where
    original: Any = getattr(owner, name)

    async def after(*arguments: Any, **options: Any) -> Any:
        value = await original(*arguments, **options)
        freeze()
        return value

    def before(*arguments: Any, **options: Any) -> Any:
        freeze()
        return original(*arguments, **options)

    setattr(owner, name, after if when == "after" else before)
    if name == "write_bytes":
        request_class._SMALL = 0  # type: ignore[misc] # pyright: ignore[reportPrivateUsage, reportConstantRedefinition]


async def main(options: dict[str, Any], address: str, numbers: list[str], point: str) -> None:
    """Run a list, and write how it ended."""
    journal.SEND_WITHIN = WITHIN  # type: ignore[misc] # pyright: ignore[reportConstantRedefinition]
    place(point)

    async def call(chakra: Chakra, row: bulk.Row) -> object:
        if POINTS[point] is None:
            freeze()
        return await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=row.value)

    retry = Retry(attempts=4, initial_wait=0.05)
    async with Chakra(**options, retry=retry) as chakra:
        report = await bulk.Run(
            chakra, bulk.action(call), rows=numbers, journal=address, show_progress=False
        ).finish()
    print(json.dumps({"done": report.done, "unknown": report.unknown, "pending": report.pending}))  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]), sys.argv[4]))
