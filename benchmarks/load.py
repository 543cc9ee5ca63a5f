"""The two ways of enrolling phone numbers that are compared, and workers that do so and are measured."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

import attrs

from benchmarks.rounds import percentile

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    import aiohttp

    from chakra_async import Chakra

__all__ = ["CAMPAIGN", "PATH", "TOKEN", "Turn", "numbers", "our_way", "raw_way", "turn"]

CAMPAIGN: Final = "5ba0e13a-ac26-4656-afdd-643ea0813137"
TOKEN: Final = "benchmark-" + "0" * 30
PATH: Final = "/v1/ext/procedure/lead/add-phone-number-to-campaign"


@attrs.frozen
class Turn:
    """What one turn of one way took.

    Attributes:
        cpu: Seconds of this process's CPU per call.
        p50: Seconds that half of the calls took at most.
        p99: Seconds that 99 % of the calls took at most.
        rate: Calls per second.
        busy: Share of the time that this process computed; near 1 when nothing else was the bottleneck.

    """

    cpu: float
    p50: float
    p99: float
    rate: float
    busy: float


def numbers(count: int) -> Iterator[str]:
    """Return so many different phone numbers, one after another."""
    return (f"91{9_000_000_000 + number}" for number in range(count))


def our_way(client: Chakra) -> Callable[[str], Awaitable[object]]:
    """Return a call as this library's users write it."""

    async def call(number: str) -> object:
        return await client.campaigns.add_phone_number(campaign_id=CAMPAIGN, phone_number=number)

    return call


def raw_way(session: aiohttp.ClientSession, url: str) -> Callable[[str], Awaitable[object]]:
    """Return a call as one writes it with aiohttp alone."""
    address = url + PATH

    async def call(number: str) -> object:
        body = {"campaignId": CAMPAIGN, "phoneNumber": number}
        async with session.post(address, json=body) as response:
            answer: object = await response.json()
            return answer

    return call


async def turn(call: Callable[[str], Awaitable[object]], *, calls: int, workers: int) -> Turn:
    """Make so many calls with so many workers, and return what they took."""
    waiting = numbers(calls)
    took: list[float] = []

    async def work() -> None:
        for number in waiting:
            began = time.perf_counter()
            await call(number)
            took.append(time.perf_counter() - began)

    wall = time.perf_counter()
    cpu = time.process_time()
    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(work())
    cpu = time.process_time() - cpu
    wall = time.perf_counter() - wall
    took.sort()
    return Turn(
        cpu=cpu / calls,
        p50=percentile(took, 0.5),
        p99=percentile(took, 0.99),
        rate=calls / wall,
        busy=cpu / wall,
    )
