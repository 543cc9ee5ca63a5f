"""Who works on a run, as its journal shows it: the processes that took slices, and what they made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.bulk.journal.postgres.driver import connect, postgres_errors
from chakra_async.bulk.measures import WorkerShare

if TYPE_CHECKING:
    from chakra_async.bulk.journal.location import Location

__all__ = ["workers_of"]

_WORKERS: Final = """
WITH taken AS (
    SELECT slices.owner, slices.finished, slices.fence <> runs.claim AS by_worker,
        count(rows.number) FILTER (WHERE rows.state IN ('done', 'refused', 'unknown')) AS ended,
        greatest((extract(epoch FROM slices.seen) * 1000)::bigint, max(rows.at)) AS seen
    FROM chakra.runs JOIN chakra.slices USING (run)
    LEFT JOIN chakra.rows ON rows.run = slices.run AND rows.number BETWEEN slices.lo AND slices.hi AND rows.fence = slices.fence
    WHERE runs.name = %s AND slices.owner IS NOT NULL
    GROUP BY slices.run, slices.slice, runs.run
)
SELECT owner, count(*), count(*) FILTER (WHERE finished), sum(ended)::bigint, max(seen) FROM taken
WHERE ended > 0 OR by_worker GROUP BY owner ORDER BY max(seen) DESC, owner
"""


def workers_of(journal: Location) -> list[WorkerShare]:
    """Return the processes that hold or finished slices of a run, those that were seen last first; none of a file.

    What a process did of a slice that another has taken since is not in it: the journal keeps one holder of each slice.

    Raises:
        JournalError: The journal cannot be read.

    """
    if not isinstance(journal, JournalAddress):
        return []
    connection: Any = connect(journal, writes=False)
    try:
        with postgres_errors(journal):
            found = connection.execute(_WORKERS, (journal.name,)).fetchall()
    finally:
        connection.close()
    return [
        WorkerShare(name=name, slices=slices, finished=finished, rows=rows, seen_at=seen)
        for name, slices, finished, rows, seen in found
    ]
