"""A run without sending: every row goes as far as the door, so that its problems are known beforehand."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from chakra_async.bulk.engine.intake import Intake
from chakra_async.bulk.journal.group_commit import GroupCommit
from chakra_async.bulk.journal.reader import said, stored
from chakra_async.bulk.journal.sqlite import Journal, identity_of
from chakra_async.bulk.report import Progress, Report
from chakra_async.bulk.rows import RowState
from chakra_async.bulk.sources.base import source_of

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterable, Callable, Iterable

    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.rows import Result
    from chakra_async.bulk.sources.base import AnyRow, Source

__all__ = ["dry_run"]


async def dry_run(
    action: Action,
    rows: Source | Iterable[AnyRow] | AsyncIterable[AnyRow],
    *,
    journal: str | os.PathLike[str] | None = None,
    problem: Callable[[Result], None] | None = None,
) -> Report:
    """Read all rows and judge them, without sending anything.

    Args:
        action: What would be done with each row.
        rows: The rows, as for `Run`.
        journal: A journal that may know some of the rows already; it is copied, and not touched.
        problem: Called at the end with every row that is invalid, refused or of unknown outcome.

    Returns:
        A report whose `pending` rows are the ones a run would send.

    Raises:
        InputError: If the rows cannot be read.
        JournalError: If the journal is of something else.

    Example:
        ```python
        report = await bulk.dry_run(bulk.Enrol(campaign_id="..."), bulk.read("leads.csv"))
        print(report.pending, "rows would be sent,", report.invalid, "cannot be")
        ```

    """
    loop = asyncio.get_running_loop()
    started = loop.time()
    source = source_of(rows)
    with TemporaryDirectory(prefix="chakra-") as folder, ThreadPoolExecutor(1) as executor:
        path = Path(folder) / "dry-run.journal"
        if journal is not None:
            await asyncio.to_thread(_copy, Path(journal), path)
        opened = await loop.run_in_executor(executor, Journal.open, path)
        tally = Progress()
        writer = GroupCommit(opened, executor, workers=1)
        try:
            identity = identity_of(
                action, opened.known.get("server", ""), await source.check(opened.known or None)
            )
            await writer.run(lambda: opened.begin(identity, action.validation, retry_unknown=False))
            tally.begin(opened.counts)
            feed = Intake(source, action, writer, tally, _ignore)
            feed.arrived = feed.drop
            try:
                await feed.read(opened.counts)
            finally:
                await feed.finish_recording()
        finally:
            await writer.close()
        if problem is not None:
            for result in stored(path, (RowState.INVALID, RowState.REFUSED, RowState.UNKNOWN)):
                problem(result)
    return Report.of(tally, complete=True, elapsed=loop.time() - started, journal=path)


async def _ignore(result: Result) -> None:
    pass


def _copy(path: Path, to: Path) -> None:
    if not path.exists():
        return
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with said(path), closing(sqlite3.connect(uri, uri=True)) as old, closing(sqlite3.connect(to)) as new:
        old.backup(new)
