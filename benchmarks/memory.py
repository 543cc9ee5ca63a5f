"""A bulk run in a process of its own, which prints the most memory it ever held.

`python -m benchmarks.memory URL ROWS JOURNAL` prints KiB. The rows come from a generator, so nothing but the run itself
could hold them.
"""

from __future__ import annotations

import asyncio
import resource
import sys
from pathlib import Path
from typing import Final

from benchmarks.load import CAMPAIGN, TOKEN, numbers
from chakra_async import Chakra, bulk

__all__ = ["peak"]

_STATUS: Final = Path("/proc/self/status")


async def _run(url: str, rows: int, journal: str) -> None:
    async with Chakra(token=TOKEN, base_url=url) as client:
        run = bulk.Run(client, bulk.Enrol(campaign_id=CAMPAIGN), rows=numbers(rows), journal=journal)
        report = await run.finish()
    if report.done != rows:
        raise SystemExit(f"The run did {report.done} of {rows} rows: {report}")


def peak() -> int:
    """Return the most KiB that were resident.

    Linux hands `ru_maxrss` on to a started program, so that of a larger parent could be seen; `VmHWM` is this program's.
    """
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
    print(peak())
