"""The report of a journal whose run is over, or goes on in another process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chakra_async.bulk.engine.progress import Progress
from chakra_async.bulk.engine.survey import countries_of
from chakra_async.bulk.journal.location import location_of
from chakra_async.bulk.journal.postgres.workers import workers_of
from chakra_async.bulk.journal.reader import overview
from chakra_async.bulk.report import Report
from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    import os

    from chakra_async.bulk.journal.postgres.address import JournalAddress

__all__ = ["report_of"]


def report_of(journal: str | os.PathLike[str] | JournalAddress) -> Report:
    """Return the report of a journal, with what has been recorded in it since its run, such as deliveries.

    The counts are of the whole journal; `sent`, `requests` and `elapsed` are those of its last run. It reads the journal
    from the disk, also while a run writes it.

    Args:
        journal: The path of the journal, or its address in PostgreSQL.

    Raises:
        JournalError: There is no such journal, or it cannot be read.

    Example:
        ```python
        bulk.report_of("leads.journal").save("run.html")
        ```

    """
    path = location_of(journal)
    entries, counts, absent, summary, runs = overview(path)
    # What is under way in another process, or was when a process was killed, may have been done.
    under_way = counts.states.pop(RowState.SENDING, 0)
    counts.states[RowState.UNKNOWN] = counts.states.get(RowState.UNKNOWN, 0) + under_way
    progress = Progress()
    progress.begin(counts)
    last = runs[-1] if runs else None
    elapsed = 0.0
    if last is not None:
        progress.sent, progress.requests = last.sent, last.requests
        elapsed = (last.seen_at - last.started_at) / 1000
    done_in_last = sum(each.done for each in last.timeline) if last is not None else 0
    return Report.of(
        progress,
        complete=last.complete if last is not None else not progress.pending,
        elapsed=elapsed,
        journal=path,
        stopped_because=last.stopped_because if last is not None else None,
        interrupted=last is not None and last.interrupted and bool(progress.pending),
        before=max(progress.done - done_in_last, 0),
        absent=absent,
        reasons=list(summary.reasons),
        countries=countries_of(summary.prefixes) if "country" in entries.get("validation", "") else {},
        timeline=list(last.timeline) if last is not None else [],
        workers=workers_of(path),
    )
