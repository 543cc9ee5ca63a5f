"""A long bulk run in a process of its own, which prints what memory it held and when.

`python -m benchmarks.memory URL FILE ROWS LEFT JOURNAL` prints JSON: KiB that were resident after a tenth of the rows and at the
end, and the most ever. The run is stopped when LEFT rows are left, so that `benchmarks.resume` can go on with its journal.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from pathlib import Path
from typing import Final

from benchmarks.load import CAMPAIGN, TOKEN
from chakra_async import Chakra, bulk

__all__ = ["peak", "resident"]

_STATUS: Final = Path("/proc/self/status")
_LOOK_SECONDS: Final = 0.02


async def _run(url: str, file: str, rows: int, left: int, journal: str) -> dict[str, int]:
    found: dict[str, int] = {}
    async with Chakra(token=TOKEN, base_url=url) as client:
        run = bulk.Run(client, bulk.Enrol(campaign_id=CAMPAIGN), rows=bulk.read(file), journal=journal)
        task = asyncio.create_task(run.finish())
        while not task.done() and run.progress.done < rows - left:
            await asyncio.sleep(_LOOK_SECONDS)
            if "tenth" not in found and run.progress.done >= rows // 10:
                found["tenth"] = resident()
        found["end"] = resident()
        run.stop()
        report = await task
    if report.done < rows - left:
        raise SystemExit(f"The run did {report.done} of {rows} rows: {report}")
    return {**found, "peak": _kib("VmHWM")}


def peak() -> int:
    """Return the most KiB that were resident."""
    return _kib("VmHWM")


def resident() -> int:
    """Return the KiB that are resident."""
    return _kib("VmRSS")


def _kib(name: str) -> int:
    """Return the KiB that are resident, or were at most.

    Linux hands `ru_maxrss` on to a started program, so that of a larger parent could be seen; `VmHWM` is this program's.
    Without /proc, both are the most.
    """
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


if __name__ == "__main__":
    url, file, rows, left, journal = sys.argv[1:]
    print(json.dumps(asyncio.run(_run(url, file, int(rows), int(left), journal))))
