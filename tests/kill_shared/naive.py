"""What a task does without a journal: it sends the rows that it was given. It must do rows twice here, or the trial proves nothing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path

from chakra_async import Chakra
from chakra_async.errors import ChakraError
from tests.support.values import CAMPAIGN_ID


async def send_all(numbers: list[str]) -> None:
    """Enrol each number, some at once."""
    free = asyncio.Semaphore(int(os.environ["KILL_CONCURRENCY"]))

    async def send(chakra: Chakra, number: str) -> None:
        async with free:
            with contextlib.suppress(ChakraError):  # what a task without a journal knows is lost with it
                await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=f"+{number}")

    async with Chakra() as chakra:
        await asyncio.gather(*(send(chakra, number) for number in numbers))


def share_of(number: str, numbers: list[str], processes: int) -> int:
    """Return which of some processes sends a number, the first being 0."""
    return numbers.index(number) * processes // len(numbers)


def _main(path: str, place: str, processes: str) -> None:
    numbers = Path(path).read_text(encoding="utf-8").split()
    own = [number for number in numbers if share_of(number, numbers, int(processes)) == int(place)]
    asyncio.run(send_all(own))


if __name__ == "__main__":
    _main(*sys.argv[1:])
