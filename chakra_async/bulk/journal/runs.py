"""The journal's table of its runs: when each was, how long answers took, when it paused. One row for each, of bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
import orjson

from chakra_async.bulk.measures import Interval, Pause, RunRecord

if TYPE_CHECKING:
    import sqlite3

__all__ = ["CREATE", "RUNS_SINCE", "keep_run", "read_runs", "record_of", "values_of"]

CREATE: Final = "CREATE TABLE runs (run INTEGER PRIMARY KEY, measures TEXT NOT NULL)"

RUNS_SINCE: Final = 2
"""The version of the journal's format that has the table first."""

_MOST_RUNS: Final = 1000
_KEEP: Final = "REPLACE INTO runs VALUES (?, ?)"
_FORGET: Final = "DELETE FROM runs WHERE run <= ?"
_NAMES: Final = frozenset(field.name for field in attrs.fields(RunRecord))
"""What is read of a record; a later version of the library may keep more."""
_READ: Final = "SELECT measures FROM runs ORDER BY run"


def values_of(record: RunRecord) -> dict[str, Any]:
    """Return a run as plain values."""
    return {
        **{field.name: getattr(record, field.name) for field in attrs.fields(RunRecord)},
        "timeline": [attrs.astuple(each) for each in record.timeline],
        "latency": list(record.latency),
        "pauses": [attrs.astuple(each) for each in record.pauses],
    }


def keep_run(connection: sqlite3.Connection, record: RunRecord) -> None:
    """Record a run, in place of what was recorded of it before; of a journal with many runs the last 1,000 are kept."""
    connection.execute(_KEEP, (record.run, orjson.dumps(values_of(record)).decode()))
    connection.execute(_FORGET, (record.run - _MOST_RUNS,))


def read_runs(connection: sqlite3.Connection) -> list[RunRecord]:
    """Return the runs of a journal in their order."""
    return [record_of(orjson.loads(text)) for (text,) in connection.execute(_READ)]


def record_of(found: dict[str, Any]) -> RunRecord:
    """Return the run that plain values are of."""
    values = {name: value for name, value in found.items() if name in _NAMES}
    values["timeline"] = [Interval(*each) for each in values["timeline"]]
    values["pauses"] = [Pause(*each) for each in values["pauses"]]
    if (
        "complete" not in values
    ):  # recorded before this was kept: a run that nothing stopped has read its list
        values["complete"] = bool(
            values.get("ended") and not values.get("interrupted") and values.get("stopped_because") is None
        )
    return RunRecord(**values)
