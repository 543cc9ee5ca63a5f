"""Whether anything stays behind: many calls among faults and cancellations, and a look at memory, files and tasks.

`python -m benchmarks.leaks [--calls N] [--quick]`. The server, in another process, fails one request in
twenty, and one call in twenty is cancelled at a random moment. The exit code is 1 if memory grew by more than
`GROWTH` after the warm-up, or if a file, a task or a slot did not come back.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import resource
import statistics
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from benchmarks.load import CAMPAIGN, TOKEN, numbers
from benchmarks.server import serving
from chakra_async import Chakra, ChakraError, Retry, Timeouts

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Awaitable, Callable, Iterator, Sequence

__all__ = ["GROWTH", "Left", "faulty_server", "main", "run"]

GROWTH: Final = 4.0
"""MB by which the resident memory may grow after the warm-up."""

_CALLS: Final = 200_000
_QUICK: Final = 10_000
_WORKERS: Final = 16
_CANCELLED: Final = 0.105  # of which some come too late, so that one call in twenty is cancelled
_LATEST: Final = 0.0015  # seconds; about as long as a call takes, so that most come in time
_SAMPLES: Final = 40
_WARM_UP: Final = 0.2
_SECONDS_TO_SETTLE: Final = 5.0
_STATUS: Final = Path("/proc/self/status")


@attrs.frozen
class Left:
    """What was found after so many calls.

    Attributes:
        ends: How often each end was met: `answer`, `cancelled`, or an error's name.
        memory: MB resident, as the run went on.
        files: How many more files are open than before.
        tasks: How many more tasks there are than before.
        slots: How many slots at the gate are out, or waited for.

    """

    ends: Counter[str]
    memory: list[float]
    files: int
    tasks: int
    slots: int

    @property
    def growth(self) -> float:
        """MB by which the last quarter after the warm-up lies above the first one, median against median."""
        after = self.memory[round(len(self.memory) * _WARM_UP) :]
        quarter = max(1, len(after) // 4)
        return statistics.median(after[-quarter:]) - statistics.median(after[:quarter])

    @property
    def slope(self) -> float:
        """MB per tenth of the run after the warm-up, by least squares."""
        after = self.memory[round(len(self.memory) * _WARM_UP) :]
        return statistics.linear_regression(range(len(after)), after).slope * len(self.memory) / 10


def faulty_server(seed: int) -> contextlib.AbstractContextManager[str]:
    """Return the server with faults, to be run while a block runs."""
    return serving(seed, program="benchmarks.faulty")


async def run(url: str, *, calls: int, seed: int) -> Left:
    """Make calls and return what is left of them."""
    chance = random.Random(seed)
    tasks = asyncio.all_tasks()
    files = _files()
    ends: Counter[str] = Counter()
    memory: list[float] = []
    client = Chakra(
        token=TOKEN,
        base_url=url,
        retry=Retry(attempts=3, initial_wait=0.001, max_wait=0.004),
        timeouts=Timeouts(connect=5, read=0.2, total=10),
    )
    made = iter(range(calls))

    async def work(call: Callable[[], Awaitable[object]]) -> None:
        for number in made:
            if number % max(1, calls // _SAMPLES) == 0:
                memory.append(_resident())
            ends[await _end(call, chance)] += 1

    async with asyncio.TaskGroup() as group:
        for call in _calls(client, calls):
            group.create_task(work(call))
    memory.append(_resident())
    gate = client._caller.gate  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] # nothing public counts its slots
    slots = gate.in_flight + gate.waiting
    await client.close()
    await _settled(lambda: _files() <= files and asyncio.all_tasks() <= tasks)
    gc.collect()
    left = len(asyncio.all_tasks() - tasks)
    return Left(ends=ends, memory=memory, files=_files() - files, tasks=left, slots=slots)


def _calls(client: Chakra, count: int) -> Iterator[Callable[[], Awaitable[object]]]:
    """Return what each worker does again and again: a send, or something that is repeated after a fault."""
    phone_numbers = numbers(count + _WORKERS)

    async def send() -> object:
        return await client.campaigns.add_phone_number(campaign_id=CAMPAIGN, phone_number=next(phone_numbers))

    async def read() -> object:
        return await client.request("GET", "/v1/ext/anything")

    for worker in range(_WORKERS):
        yield read if worker % 2 else send


async def _end(call: Callable[[], Awaitable[object]], chance: random.Random) -> str:
    task = asyncio.ensure_future(call())
    timer = None
    if chance.random() < _CANCELLED:
        timer = asyncio.get_running_loop().call_later(chance.uniform(0, _LATEST), task.cancel)
    await asyncio.wait({task})
    if timer is not None:
        timer.cancel()
    if task.cancelled():
        return "cancelled"
    error = task.exception()
    if error is not None and not isinstance(error, ChakraError):
        raise error
    return "answer" if error is None else type(error).__name__


def _resident() -> float:
    """Return the MB that are resident; or the peak where the system does not report it."""
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1000)


def _files() -> int:
    """Return how many files are open."""
    return len(os.listdir("/dev/fd"))  # noqa: PTH208 - a count


async def _settled(true: Callable[[], bool]) -> None:
    """Wait until something is true, or for long enough."""
    until = asyncio.get_running_loop().time() + _SECONDS_TO_SETTLE
    while not true() and asyncio.get_running_loop().time() < until:  # noqa: ASYNC110 - nothing sets an event
        await asyncio.sleep(0.01)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the calls, print what was found, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.leaks", description="Look for what calls leave behind."
    )
    parser.add_argument("--calls", type=int, default=_CALLS, help=f"how many; by default {_CALLS:,}")
    parser.add_argument(
        "--quick", action="store_true", help=f"{_QUICK:,} calls, too few for a verdict on memory"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="what the faults and cancellations are drawn from"
    )
    given = parser.parse_args(arguments)
    calls: int = _QUICK if given.quick else given.calls
    with faulty_server(given.seed) as url:
        left = asyncio.run(run(url, calls=calls, seed=given.seed))
    print(f"{calls:,} calls: {', '.join(f'{count:,} {end}' for end, count in left.ends.most_common())}")
    print(f"memory, MB: {' '.join(f'{one:.1f}' for one in left.memory[:: len(left.memory) // 20 or 1])}")
    print(f"after the warm-up it grew by {left.growth:+.2f} MB ({left.slope:+.2f} MB per tenth of the run)")
    print(f"left behind: {left.files} files, {left.tasks} tasks, {left.slots} slots")
    grew = left.growth > GROWTH and not given.quick
    return int(grew or left.files > 0 or left.tasks > 0 or left.slots > 0)


if __name__ == "__main__":
    sys.exit(main())
