"""Bulk work: an action for each of a million rows, once, with a journal that survives whatever ends the process.

```python
async with Chakra() as chakra:
    run = bulk.Run(chakra, bulk.Enrol(campaign_id="..."), rows=bulk.read("leads.csv"), journal="leads.journal")
    async for result in run: ...        # optional: each row's Result as it settles
    report = await run.finish()
```
"""

from __future__ import annotations

from chakra_async.bulk.actions import Action, Enrol, action
from chakra_async.bulk.dry_run import dry_run
from chakra_async.bulk.errors import InputError, JournalError
from chakra_async.bulk.journal.sqlite import Counts
from chakra_async.bulk.report import Interval, Progress, Report
from chakra_async.bulk.rows import Result, Row, RowState
from chakra_async.bulk.run import Run
from chakra_async.bulk.sources.base import Source
from chakra_async.bulk.sources.csv import CsvSource, read
from chakra_async.bulk.sources.iterables import AnyRow

__all__ = [
    "Action",
    "AnyRow",
    "Counts",
    "CsvSource",
    "Enrol",
    "InputError",
    "Interval",
    "JournalError",
    "Progress",
    "Report",
    "Result",
    "Row",
    "RowState",
    "Run",
    "Source",
    "action",
    "dry_run",
    "read",
]
