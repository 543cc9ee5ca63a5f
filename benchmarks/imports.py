"""What importing and the first call cost, measured in fresh processes that take turns.

Importing is compared with a bare interpreter. The first call is compared with a program that does nothing but import
aiohttp: both are whole processes by the clock, from their start to their end, and nothing is taken off. The first call
goes to a server on this machine that is already there; importing this library and all it needs, making a client,
compiling what decodes the answer, connecting and closing are all in its time.
"""

from __future__ import annotations

import resource
import subprocess
import time
from typing import Final

import attrs

from benchmarks.fresh import command, environment
from benchmarks.load import CAMPAIGN, PATH, TOKEN
from benchmarks.rounds import Spread
from benchmarks.server import serving

__all__ = ["Cost", "First", "measure", "measure_first"]

_BARE: Final = "pass"
_PROGRAMS: Final = {
    "import chakra_async": "import chakra_async",
    "a client made": f"from chakra_async import Chakra; Chakra(token={TOKEN!r})",
    "import aiohttp": "import aiohttp",
}
_FIRST: Final = f"""
import asyncio
from chakra_async import Chakra

async def main():
    async with Chakra(token={TOKEN!r}, base_url=URL) as chakra:
        await chakra.campaigns.add_phone_number(campaign_id={CAMPAIGN!r}, phone_number="919901258433")

asyncio.run(main())
"""
_RAW_FIRST: Final = f"""
import asyncio
import aiohttp

async def main():
    headers = {{"Authorization": "Bearer " + {TOKEN!r}}}
    async with aiohttp.ClientSession(headers=headers) as session:
        body = {{"campaignId": {CAMPAIGN!r}, "phoneNumber": "919901258433"}}
        async with session.post(URL + {PATH!r}, json=body) as response:
            await response.json()

asyncio.run(main())
"""


@attrs.frozen
class Cost:
    """What a program takes over a bare interpreter, as differences of paired runs.

    Attributes:
        program: What was run.
        wall: Milliseconds by the clock.
        cpu: Milliseconds of user and system CPU.

    """

    program: str
    wall: Spread
    cpu: Spread


@attrs.frozen
class First:
    """What a program takes that makes one call and ends, against one that only imports aiohttp.

    Attributes:
        program: What was run.
        ratio: By the clock, of paired runs of whole processes.
        over_bare: The same with a bare interpreter's run taken off both, for orientation.
        ours: Milliseconds by the clock, the median, for orientation.
        aiohttp: Milliseconds of importing aiohttp by the clock, the median, for orientation.

    """

    program: str
    ratio: Spread
    over_bare: Spread
    ours: float
    aiohttp: float


def measure_first(*, quick: bool) -> list[First]:
    """Compare the first call, ours and a raw one, with importing aiohttp."""
    rounds = 7 if quick else 41
    with serving() as url:
        address = f"URL = {url!r}\n"
        return [
            _first("a first call of ours", address + _FIRST, rounds),
            _first("a first raw call", address + _RAW_FIRST, rounds),
        ]


def _first(name: str, program: str, rounds: int) -> First:
    order = [program, "import aiohttp", _BARE]
    walls: dict[str, list[float]] = {text: [] for text in order}
    for text in order:
        _run(text)  # the first run may compile
    for _ in range(rounds):
        order = [*order[1:], order[0]]
        for text in order:
            walls[text].append(_run(text)[0])
    ours, imported, bare = walls[program], walls["import aiohttp"], walls[_BARE]
    return First(
        name,
        ratio=Spread.of_ratios(ours, imported),
        over_bare=Spread.of_ratios(
            [one - none for one, none in zip(ours, bare, strict=True)],
            [one - none for one, none in zip(imported, bare, strict=True)],
        ),
        ours=Spread.of(ours).median,
        aiohttp=Spread.of(imported).median,
    )


def measure(*, quick: bool) -> list[Cost]:
    """Run the programs and the bare interpreter by turns."""
    rounds = 7 if quick else 25
    return [_cost(name, program, rounds) for name, program in _PROGRAMS.items()]


def _cost(name: str, program: str, rounds: int) -> Cost:
    _run(program)  # the first run may compile
    _run(_BARE)
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    for number in range(rounds):
        order = [(program, ours), (_BARE, bare)]
        for text, runs in order if number % 2 else reversed(order):
            runs.append(_run(text))
    wall = Spread.of_differences([run[0] for run in ours], [run[0] for run in bare])
    cpu = Spread.of_differences([run[1] for run in ours], [run[1] for run in bare])
    return Cost(name, wall, cpu)


def _run(program: str) -> tuple[float, float]:
    """Return the milliseconds that a program took, by the clock and of CPU."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command("-c", program), check=True, env=environment())  # noqa: S603 - a program of our own
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, cpu * 1000
