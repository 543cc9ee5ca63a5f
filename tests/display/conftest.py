"""A journal with every kind of row in it, made through the journal's own code, and its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chakra_async.bulk import Report, RowState
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.sqlite import Group, SQLiteJournal
from chakra_async.bulk.measures import Interval, Latency, Pause, RunRecord
from chakra_async.bulk.rows import Result
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STARTED = 1_795_000_000_000


def record(
    run: int = 1, *, stopped: str | None = None, why: str = "the server asked for a pause"
) -> RunRecord:
    latency = Latency()
    for seconds in (0.012, 0.02, 0.021, 0.3):
        latency.note(seconds)
    return RunRecord(
        run=run,
        started_at=STARTED + run * 100_000,
        seen_at=STARTED + run * 100_000 + 9_000,
        ended=True,
        sent=40,
        requests=44,
        stopped_because=stopped,
        timeline=[Interval(0, 1, 20, 1), Interval(1, 1, 0, 0, 0, 4), Interval(2, 1, 15, 0, 2)],
        latency=tuple(latency.counts),
        pauses=[Pause(1.0, 0.7, why)],
    )


@pytest.fixture
def report_of(tmp_path: Path) -> Callable[..., Report]:
    """Make a journal of these rows, each of a state with its key and reason, and return its report."""

    def make(
        rows: list[tuple[RowState, str | None, str | None, str | None]],
        *,
        runs: list[RunRecord] | None = None,
        entries: dict[str, str] | None = None,
        **more: object,
    ) -> Report:
        path = tmp_path / "leads.journal"
        journal = SQLiteJournal.open(path)
        journal.begin(
            Identity(
                entries=entries or {"action": "enrol", "campaign_id": "5ba0e13a-ac26-4656-afdd-643ea0813137"},
                validation={"country": "IN"},
                source={"source": "file", "file": "leads.csv", "sha256": "1"},
                stable=True,
            ),
        )
        ended: list[Result] = []
        for number, (state, key, code, reason) in enumerate(rows, 1):
            first = state if state is RowState.INVALID else RowState.PENDING
            new = (number, number + 1, key, first.value, code, reason if first is state else None)
            journal.apply(Group(added=[new]))
            if state not in (RowState.INVALID, RowState.PENDING, RowState.DUPLICATE):
                journal.apply(Group(sending=[number]))
                outcome = None if state is RowState.DONE else Outcome(state.value)
                ended.append(
                    Result(
                        number=number,
                        key=key,
                        state=state,
                        code=code,
                        reason=reason,
                        outcome=outcome,
                        was_created=True if state is RowState.DONE else None,
                    )
                )
        journal.apply(Group(ended=ended))
        for each in runs if runs is not None else [record()]:
            journal.apply(Group(ended=[], run=each))
        journal.close()
        counts = {state: sum(row[0] is state for row in rows) for state in RowState}
        values: dict[str, object] = {
            "rows": len(rows), "done": counts[RowState.DONE], "created": counts[RowState.DONE], "existing": 0,
            "refused": counts[RowState.REFUSED], "unknown": counts[RowState.UNKNOWN],
            "invalid": counts[RowState.INVALID], "duplicate": counts[RowState.DUPLICATE],
            "pending": counts[RowState.PENDING], "complete": True, "sent": 40, "requests": 44, "elapsed": 9.0,
            "stopped_because": None, "interrupted": False, "journal": path, "countries": {"IN": 4, "GB": 1},
        }  # fmt: skip
        return Report(**{**values, **more})  # type: ignore[arg-type]

    return make


@pytest.fixture
def report(report_of: Callable[..., Report]) -> Report:
    return report_of(
        [
            (RowState.DONE, "919901258433", None, None),
            (RowState.DONE, "919901258434", None, None),
            (RowState.REFUSED, "919901258435", "131026", "the message cannot reach '91********35'"),
            (RowState.REFUSED, "919901258436", "131026", "the message cannot reach '91********36'"),
            (RowState.UNKNOWN, "447700900123", "RequestTimeoutError", "no answer in 60 seconds"),
            (RowState.INVALID, None, "PhoneNumberError", "phone number '***' has letters: give digits only"),
            (RowState.DUPLICATE, "919901258433", None, None),
            (RowState.PENDING, "919901258439", None, None),
        ]
    )
