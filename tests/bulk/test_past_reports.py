"""The report of a journal, read after its run, says what the run's own report said."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import attrs
import pytest

from chakra_async import bulk
from chakra_async.bulk import JournalError, RowState
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.reader import read_history
from chakra_async.bulk.journal.sqlite import Group, SQLiteJournal
from chakra_async.bulk.measures import RunRecord

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


def test_a_run_recorded_before_its_completeness_was_kept_has_read_its_list_if_nothing_stopped_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.journal"
    for more, complete in (
        ({"ended": True}, True),
        ({"ended": False}, False),
        ({"ended": True, "interrupted": True}, False),
        ({"ended": True, "stopped_because": "the disk is full"}, False),
    ):
        path.unlink(missing_ok=True)
        journal = SQLiteJournal.open(path)
        journal.begin(Identity(entries={"action": "x"}, validation={}))
        journal.apply(Group(added=[(1, None, "1", "pending", None, None)]))
        record = RunRecord(run=1, started_at=0, seen_at=1000, **more)
        old = {
            name: value for name, value in attrs.asdict(record).items() if name not in ("complete", "who")
        } | {"of_a_later_version": 1}
        with journal.changing() as connection:
            connection.execute("INSERT INTO runs VALUES (1, ?)", (json.dumps(old),))
        journal.close()
        assert bulk.report_of(path).complete is complete


@pytest.mark.parametrize(("given", "kept"), [("", None), ("campaign team", "campaign team")])
async def test_who_runs_it_is_kept_as_given(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, given: str, kept: str | None
) -> None:
    path = tmp_path / "a.journal"
    enrol = bulk.Enrol(campaign_id=sandbox.campaign_id)
    report = await bulk.Run(chakra, enrol, rows=["+447700900100"], journal=path, who=given).finish()
    assert [run.who for run in read_history(path)] == [kept]
    page = report.save(tmp_path / "run.html").read_text()
    assert ("run by" in page) is (kept is not None)
    assert kept is None or kept in page


async def test_who_runs_it_is_by_default_the_user_and_the_machine(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    enrol = bulk.Enrol(campaign_id=sandbox.campaign_id)
    await bulk.Run(chakra, enrol, rows=["+447700900100"], journal=tmp_path / "a.journal").finish()
    [run] = read_history(tmp_path / "a.journal")
    assert run.who is not None
    assert run.who.endswith(socket.gethostname())
