"""When slices and runs are finished, and what a finished run has to do with rows that go back to pending.

A run is done when all its slices are finished and its list is loaded to its end. Whatever puts a row back to pending makes its slice
unfinished and its run running, in the same statement. Between the two is a lock of the run, shared by those who put rows back: so neither
decides by what the other is about to change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.bulk.journal.postgres import statements

if TYPE_CHECKING:
    from chakra_async.bulk.journal.postgres.session import Session

__all__ = ["GOING", "finish_all", "finish_slice", "finished_run"]

GOING: Final = ("running", "done")
"""The states of a run that nothing has stopped."""

_FINISHED: Final = """
UPDATE chakra.slices SET finished = true, seen = clock_timestamp(), counts = (
    SELECT coalesce(jsonb_object_agg(state, count), '{{}}') FROM (
        SELECT state, count(*) AS count FROM chakra.rows
        WHERE rows.run = %(run)s AND rows.number BETWEEN slices.lo AND slices.hi GROUP BY state) AS states)
WHERE run = %(run)s AND {which} AND fence = %(fence)s AND NOT EXISTS (
    SELECT 1 FROM chakra.rows WHERE rows.run = %(run)s AND rows.number BETWEEN slices.lo AND slices.hi
        AND rows.state IN ('pending', 'sending'))
RETURNING slice
"""
_ONE: Final = _FINISHED.format(which="slice = %(slice)s")
_ALL: Final = _FINISHED.format(which="NOT finished")

_DONE: Final = """
UPDATE chakra.runs SET state = 'done', why = NULL
WHERE run = %(run)s AND state = 'running' AND EXISTS (SELECT 1 FROM chakra.slices WHERE slices.run = %(run)s)
    AND NOT EXISTS (SELECT 1 FROM chakra.slices WHERE slices.run = %(run)s AND NOT finished)
    AND NOT EXISTS (SELECT 1 FROM chakra.loads WHERE loads.run = %(run)s AND NOT complete)
"""


def finish_slice(session: Session, run: int, slice_: int | None, fence: int) -> bool:
    """Mark a slice as finished, if none of its rows is pending or under way, and its run as done, if it was the last one.

    Args:
        session: The connection.
        run: The run.
        slice_: The slice.
        fence: The fence of the claim on it.

    """
    of_slice = {"run": run, "slice": slice_, "fence": fence}
    _, found, _ = session.in_one_trip([(statements.LOCK, of_slice), (_ONE, of_slice), (_DONE, of_slice)])
    return bool(found)


def finish_all(session: Session, run: int, fence: int) -> None:
    """Mark all slices of a claim on a whole run as finished that are, and the run as done, if none is left.

    Args:
        session: The connection.
        run: The run; its list was read to its end.
        fence: The fence of the claim.

    """
    of_run: dict[str, Any] = {"run": run, "fence": fence}
    session.in_one_trip([(statements.LOCK, of_run), (_ALL, of_run), (_DONE, of_run)])


def finished_run(run: int) -> list[tuple[str, dict[str, Any]]]:
    """Return the statements that mark a run as done, if it is."""
    return [(statements.LOCK, {"run": run}), (_DONE, {"run": run})]
