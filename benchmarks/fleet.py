"""Worker processes that begin together: an engine of a run on several machines, measured.

`python -m benchmarks.fleet` is one of them. It reads what to do as a line of JSON, prints `ready` once its journal is open, begins
when it reads another line, and ends with what it took as JSON.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final

import attrs

from benchmarks.fresh import start
from benchmarks.load import CAMPAIGN, TOKEN, numbers
from chakra_async import Chakra, bulk
from chakra_async.bulk.distributed.slices import Share
from chakra_async.bulk.distributed.work import work

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence
    from pathlib import Path

    from chakra_async.bulk.distributed.worker import Worker

__all__ = ["Done", "Fleet", "alone"]

_READY: Final = b"ready\n"


@attrs.frozen
class Done:
    """What worker processes did.

    Attributes:
        wall: Seconds from their common beginning until the last of them had ended.
        cpu: Seconds of their CPU meanwhile, their start not among them.
        rows: Rows that they did.

    """

    wall: float
    cpu: float
    rows: int


class _Process:
    """One of them, seen from the process that measures."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self._process = start("benchmarks.fleet", stdin=subprocess.PIPE)
        self._write(json.dumps(orders))

    def wait_until_ready(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        if self._process.stdout.readline() != _READY:
            raise RuntimeError(f"A worker did not start (exit code {self._process.wait()}).")

    def begin(self) -> None:
        self._write("go")

    def result(self) -> dict[str, Any]:
        out, _ = self._process.communicate()
        if self._process.returncode:
            raise RuntimeError(f"A worker ended with exit code {self._process.returncode}.")
        found: dict[str, Any] = json.loads(out)
        return found

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _write(self, line: str) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()


class Fleet:
    """An engine of worker processes on this machine that begin together.

    Args:
        processes: How many.
        url: The server that they call.
        address: The database of the journal.
        options: Further options of `work`.
        submitted: Called when the list is in the journal.
        begun: Called when they begin.
        during: Runs while they work, with their `kill`s, in their order; when it ends, those that are left are killed too. None lets
            them work to their end.

    Attributes:
        done: What they did; None before.
        ended: Called when they have ended.

    """

    def __init__(
        self,
        processes: int,
        url: str,
        address: str,
        *,
        options: dict[str, Any] | None = None,
        submitted: Callable[[], None] = lambda: None,
        begun: Callable[[], None] = lambda: None,
        during: Callable[[Sequence[Callable[[], None]]], Any] | None = None,
    ) -> None:
        """Start nothing yet."""
        self._count = processes
        self._orders: dict[str, Any] = {"url": url, "options": options or {}}
        self._address = address
        self._submitted = submitted
        self._begun = begun
        self._during = during
        self.done: Done | None = None
        self.ended: Callable[[], None] = lambda: None

    async def submit(self, run: str, slices: Sequence[int]) -> AsyncGenerator[bulk.Ended]:
        """See `Engine`."""
        self._submitted()
        self._orders["journal"] = f"{self._address}#{run}"
        await asyncio.to_thread(self._work)
        self.ended()
        for number in slices:
            yield bulk.Ended(slice=number)

    async def cancel(self) -> None:
        """See `Engine`."""

    def _work(self) -> None:
        places = range(1, self._count + 1)
        fleet = [_Process({**self._orders, "share": f"{place}/{self._count}"}) for place in places]
        for process in fleet:
            process.wait_until_ready()
        self._begun()
        self.done = _together(fleet, self._during)


def alone(url: str, journal: Path, rows: int) -> Done:
    """Let one process do a list with its journal in a file."""
    process = _Process({"url": url, "journal": str(journal), "rows": rows})
    process.wait_until_ready()
    return _together([process], None)


def _together(
    fleet: Sequence[_Process], during: Callable[[Sequence[Callable[[], None]]], Any] | None
) -> Done:
    began = time.perf_counter()
    for process in fleet:
        process.begin()
    if during is not None:
        during([process.kill for process in fleet])
        for process in fleet:
            process.kill()
        return Done(time.perf_counter() - began, 0.0, 0)
    results = [process.result() for process in fleet]
    wall = time.perf_counter() - began
    return Done(wall, sum(each["cpu"] for each in results), sum(each["rows"] for each in results))


# In a process of its own


def _wait_for_the_others() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


async def _share(client: Chakra, journal: str, share: str, options: dict[str, Any]) -> dict[str, Any]:
    cpu = 0.0

    def started(_: Worker) -> None:
        nonlocal cpu
        _wait_for_the_others()
        cpu = time.process_time()

    end = await work(journal, Share.parse(share), started=started, client=client, **options)
    if end.stopped_because is not None:
        raise SystemExit(end.stopped_because)
    return {"rows": end.done, "cpu": time.process_time() - cpu}


async def _whole(client: Chakra, journal: str, rows: int) -> dict[str, Any]:
    _wait_for_the_others()
    cpu = time.process_time()
    run = bulk.Run(
        client, bulk.Enrol(campaign_id=CAMPAIGN), rows=numbers(rows), journal=journal, show_progress=False
    )
    report = await run.finish()
    return {"rows": report.done, "cpu": time.process_time() - cpu}


async def _main(orders: dict[str, Any]) -> dict[str, Any]:
    async with Chakra(token=TOKEN, base_url=orders["url"]) as client:
        if "rows" in orders:
            return await _whole(client, orders["journal"], orders["rows"])
        return await _share(client, orders["journal"], orders["share"], orders["options"])


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_main(json.loads(sys.stdin.readline())))))
