"""A dry run: every row is read and validated, none is sent, so that problems are known beforehand."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from chakra_async.bulk.engine.intake import Intake
from chakra_async.bulk.engine.progress import Progress
from chakra_async.bulk.journal.group_commit import GroupCommit
from chakra_async.bulk.journal.reader import journal_errors, read_rows
from chakra_async.bulk.report import Report
from chakra_async.bulk.rows import RowState
from chakra_async.bulk.run import identity_of
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
    """Read all rows and validate them, without sending anything.

    Args:
        action: What would be done with each row.
        rows: The rows, as for `Run`.
        journal: A journal that may know some of the rows already; it is copied, and not changed.
        problem: Called at the end with every row that is invalid, refused or of unknown outcome.

    Returns:
        A report whose `pending` rows are the ones a run would send.

    Raises:
        InputError: The rows cannot be read.
        JournalError: The journal is of something else.

    Example:
        ```python
        report = await bulk.dry_run(bulk.Enrol(campaign_id="..."), bulk.read("leads.csv"))
        print(report.pending, "rows would be sent,", report.invalid, "cannot be")
        ```

    """
    loop = asyncio.get_running_loop()
    started = loop.time()
    source = source_of(rows)
    with TemporaryDirectory(prefix="chakra-") as folder:
        path = Path(folder) / "dry-run.journal"
        if journal is not None:
            await asyncio.to_thread(_copy, Path(journal), path)
        progress = Progress()
        opened = await GroupCommit.open(path, workers=1)
        try:
            server = opened.known.get("server", "")
            identity = identity_of(action, server, await source.check(opened.known or None))
            counts = await opened.begin(identity, retry_unknown=False)
            progress.begin(counts)
            intake = Intake(
                source, action.key, opened, progress, queue=_ignore, room=_no_wait, ended=_ignore_result
            )
            try:
                await intake.read(counts)
            finally:
                await intake.finish_recording()
        finally:
            await opened.close()
        if problem is not None:
            for result in read_rows(path, (RowState.INVALID, RowState.REFUSED, RowState.UNKNOWN)):
                problem(result)
    return Report.of(progress, complete=True, elapsed=loop.time() - started, journal=path)


def _ignore(rows: object) -> None:
    pass


async def _ignore_result(result: Result) -> None:
    pass


async def _no_wait() -> None:
    pass


def _copy(path: Path, to: Path) -> None:
    if not path.exists():
        return
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with (
        journal_errors(path),
        closing(sqlite3.connect(uri, uri=True)) as old,
        closing(sqlite3.connect(to)) as new,
    ):
        old.backup(new)
