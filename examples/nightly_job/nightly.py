"""Enrols a table of leads: `python nightly.py TABLE CAMPAIGN`, with CHAKRA_ACCESS_TOKEN in the environment.

The journal beside the table knows what became of every row, so it can be started again at any time.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from chakra_async import Chakra, ChakraError, bulk

DONE, LOOK, WRONG, STOPPED = 0, 1, 2, 3


async def enrol(table: Path, campaign_id: str) -> bulk.Report:
    """Enrol the rows that are not done; save the report beside the table."""
    async with Chakra() as chakra:
        action = bulk.Enrol(campaign_id=campaign_id)
        run = bulk.Run(chakra, action, rows=bulk.read(table), journal=table.with_suffix(".journal"))
        report = await run.finish()
    report.save(table.with_suffix(".html"))
    return report


def main(table: str, campaign_id: str) -> int:
    """Enrol, print what came of it, and return the exit code."""
    try:
        report = asyncio.run(enrol(Path(table), campaign_id))
    except ChakraError as error:
        print(error, file=sys.stderr)  # noqa: T201 - for the log
        return WRONG
    print(report)  # noqa: T201 - for the log
    if report.stopped_because:
        return STOPPED
    return DONE if report.done + report.duplicate == report.rows else LOOK


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
