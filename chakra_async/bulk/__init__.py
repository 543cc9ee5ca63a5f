"""Bulk work: an action for each of a million rows, once, with a journal that survives any end of the process.

```python
async with Chakra() as chakra:
    run = bulk.Run(chakra, bulk.Enrol(campaign_id="..."), rows=bulk.read("leads.csv"), journal="leads.journal")
    async with run:                     # leaving it early stops the run and lets calls under way end
        async for result in run: ...    # optional: each row's Result as it ends
    report = await run.finish()
```
"""

from __future__ import annotations

from chakra_async.bulk.actions import (
    Action,
    CreateLead,
    Enrol,
    SendMessage,
    SendTemplate,
    UpdateByKey,
    action,
)
from chakra_async.bulk.checking import Finding, check_unknown
from chakra_async.bulk.distributed.dask import Dask
from chakra_async.bulk.distributed.engine import Ended, Engine
from chakra_async.bulk.distributed.local import LocalWorkers
from chakra_async.bulk.distributed.options import WorkerOptions
from chakra_async.bulk.distributed.procrastinate import Procrastinate
from chakra_async.bulk.distributed.slices import Share
from chakra_async.bulk.distributed.work import work_slice
from chakra_async.bulk.distributed.worker import SliceEnd
from chakra_async.bulk.dry_run import dry_run
from chakra_async.bulk.engine.progress import Progress
from chakra_async.bulk.engine.sampler import Pace
from chakra_async.bulk.errors import InputError, JournalError
from chakra_async.bulk.exclusions import Exclude, Exclusions, OptOutStore
from chakra_async.bulk.fixing import RowToFix, rows_to_fix
from chakra_async.bulk.journal.base import JournalCounts, ReasonCount
from chakra_async.bulk.journal.deliveries import Checked, Deliveries, Delivery
from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.bulk.journal.reader import row_by_result_id
from chakra_async.bulk.measures import Interval, WorkerShare
from chakra_async.bulk.past_reports import report_of
from chakra_async.bulk.report import Report
from chakra_async.bulk.rows import Result, Row, RowState
from chakra_async.bulk.run import Run, running
from chakra_async.bulk.sources.base import AnyRow, Source
from chakra_async.bulk.sources.files import FileSource
from chakra_async.bulk.sources.reading import read

__all__ = [
    "Action",
    "AnyRow",
    "Checked",
    "CreateLead",
    "Dask",
    "Deliveries",
    "Delivery",
    "Ended",
    "Engine",
    "Enrol",
    "Exclude",
    "Exclusions",
    "FileSource",
    "Finding",
    "InputError",
    "Interval",
    "JournalAddress",
    "JournalCounts",
    "JournalError",
    "LocalWorkers",
    "OptOutStore",
    "Pace",
    "Procrastinate",
    "Progress",
    "ReasonCount",
    "Report",
    "Result",
    "Row",
    "RowState",
    "RowToFix",
    "Run",
    "SendMessage",
    "SendTemplate",
    "Share",
    "SliceEnd",
    "Source",
    "UpdateByKey",
    "WorkerOptions",
    "WorkerShare",
    "action",
    "check_unknown",
    "dry_run",
    "read",
    "report_of",
    "row_by_result_id",
    "rows_to_fix",
    "running",
    "work_slice",
]
