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
from chakra_async.bulk.check import check
from chakra_async.bulk.csvfile import CsvSource, read
from chakra_async.bulk.errors import InputError, JournalError
from chakra_async.bulk.report import Moment, Report
from chakra_async.bulk.runner import Run
from chakra_async.bulk.states import Result, Row, RowState

__all__ = [
    "Action",
    "CsvSource",
    "Enrol",
    "InputError",
    "JournalError",
    "Moment",
    "Report",
    "Result",
    "Row",
    "RowState",
    "Run",
    "action",
    "check",
    "read",
]
