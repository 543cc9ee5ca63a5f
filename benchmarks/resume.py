"""How long a run takes to go on with a long journal: from a process that has imported everything until its first call.

`python -m benchmarks.resume URL FILE ROWS JOURNAL` prints seconds. The file is checked to be the same, and read from the first
row that is left. (The rows of an iterable, which could be others now, are compared with the journal one by one instead.)
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.load import CAMPAIGN, TOKEN
from chakra_async import Chakra, bulk

if TYPE_CHECKING:
    from chakra_async.bulk import Row

__all__: list[str] = []


class _Enrol(bulk.Enrol):
    """Enrols, and notes when it was first asked to."""

    first: float | None = None

    async def send(self, client: Chakra, row: Row, key: str) -> object:
        if self.first is None:
            self.first = time.perf_counter()
        return await super().send(client, row, key)


async def _run(url: str, file: str, rows: int, journal: str) -> float:
    async with Chakra(token=TOKEN, base_url=url) as client:
        began = time.perf_counter()
        action = _Enrol(CAMPAIGN)
        report = await bulk.Run(client, action, rows=bulk.read(file), journal=journal).finish()
    if report.done != rows or action.first is None:
        raise SystemExit(f"The run did {report.done} of {rows} rows: {report}")
    return action.first - began


if __name__ == "__main__":
    url, file, rows, journal = sys.argv[1:]
    print(asyncio.run(_run(url, file, int(rows), journal)))
