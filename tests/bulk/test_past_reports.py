"""The report of a journal, read after its run, says what the run's own report said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from chakra_async import bulk
from chakra_async.bulk import JournalError, RowState
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.sqlite import Group, SQLiteJournal

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox


async def test_it_equals_the_report_of_the_run(chakra: Chakra, sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    enrol = bulk.Enrol(campaign_id=sandbox.campaign_id)
    rows = [f"+44770090{n:04}" for n in range(100, 130)]
    sandbox.fault("campaigns.add_phone_number", status=400, skip=3, times=2)
    sandbox.fault("campaigns.add_phone_number", reset="after", skip=3, times=1)
    ours = await bulk.Run(chakra, enrol, rows=[*rows, rows[0], "N/A"], journal=path).finish()
    read = bulk.report_of(path)
    assert attrs.evolve(read, elapsed=ours.elapsed) == ours
    assert (read.total, read.refused, read.unknown, read.invalid, read.duplicate) == (32, 2, 1, 1, 1)
    assert 0 < read.elapsed <= ours.elapsed
    again = await bulk.Run(chakra, enrol, rows=[*rows, rows[0], "N/A"], journal=path).finish()
    assert attrs.evolve(bulk.report_of(path), elapsed=again.elapsed) == again
    assert again.before == ours.done


async def test_it_equals_the_report_of_a_run_that_was_stopped(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "a.journal"
    rows = [f"+44770090{n:04}" for n in range(100, 400)]
    run = bulk.Run(chakra, bulk.Enrol(campaign_id=sandbox.campaign_id), rows=rows, journal=path)
    async for _ in run:
        break
    ours = await run.finish()
    read = bulk.report_of(path)
    assert ours.interrupted
    assert attrs.evolve(read, elapsed=ours.elapsed) == ours


def test_what_was_under_way_when_a_process_was_killed_may_have_been_done(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    journal = SQLiteJournal.open(path)
    journal.begin(Identity(entries={"action": "x"}, validation={}))
    journal.apply(Group(added=[(n, None, str(n), "pending", None, None) for n in (1, 2)], sending=[1]))
    journal.close()
    report = bulk.report_of(path)
    assert (report.rows, report.unknown, report.pending, report.total) == (2, 1, 1, 2)
    assert not report.complete
    assert [row.state for row in report.problems(RowState.SENDING)] == [RowState.SENDING]


def test_a_journal_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="does not exist"):
        bulk.report_of(tmp_path / "no.journal")
