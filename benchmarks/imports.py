"""What importing costs over a bare interpreter, measured in fresh processes that take turns."""

from __future__ import annotations

import resource
import subprocess
import time
from typing import Final

import attrs

from benchmarks.fresh import command, environment
from benchmarks.load import TOKEN
from benchmarks.rounds import Spread

__all__ = ["Cost", "measure"]

_BARE: Final = "pass"
_PROGRAMS: Final = {
    "import chakra_async": "import chakra_async",
    "a client made": f"from chakra_async import Chakra; Chakra(token={TOKEN!r})",
    "import aiohttp": "import aiohttp",
}


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
    subprocess.run(command("-c", program), check=True, env=environment())  # noqa: S603 - a text of our own
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, cpu * 1000
