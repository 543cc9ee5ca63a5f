"""The commands on a journal in PostgreSQL."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from chakra_async import bulk
from chakra_async.bulk import JournalAddress, Result, RowState
from chakra_async.bulk.journal.base import Group, Identity
from chakra_async.bulk.journal.postgres.claims import owner_name
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.cli import app
from tests.support.postgres import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.postgres import Database


@pytest.fixture
def journal(postgres: Database) -> str:
    """Five rows: done, refused, unknown (by a worker that is gone), pending, duplicate."""
    address = f"{postgres.address}#july"
    opened = PostgresJournal.open(JournalAddress.parse(address))
    opened.begin(Identity(entries={"action": "send-template", "server": "local"}, validation={}))
    keys = ["919900000001", "919900000002", "919900000003", "919900000004", "919900000001"]
    opened.apply(Group(added=[(n, n + 1, key, "pending", None, None) for n, key in enumerate(keys, 1)]))
    opened.apply(Group(sending=[1, 2, 3]))
    refused = Result(number=2, state=RowState.REFUSED, code="131026", reason="not on WhatsApp")
    opened.apply(Group(ended=[Result(number=1, state=RowState.DONE, result_id="wamid.1"), refused]))
    opened.take(1)
    opened.close()
    return address


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = app.run(list(arguments))
    out, err = capsys.readouterr()
    assert PASSWORD not in out + err
    return code, out, err


def test_it_is_shown_exported_and_reported(
    journal: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = run(capsys, "journal", "show", journal, "--json")
    assert code == 0
    shown = json.loads(out)
    assert shown["state"] == "running"
    assert {state: count for state, count in shown["states"].items() if count} == {
        "done": 1,
        "refused": 1,
        "unknown": 1,
        "pending": 1,
        "duplicate": 1,
    }
    code, out, _ = run(capsys, "journal", "export", journal, "--state", "done", "--state", "refused")
    assert code == 0
    assert [line.split(",")[:4] for line in out.splitlines()[1:]] == [
        ["1", "2", "919900000001", "done"],
        ["2", "3", "919900000002", "refused"],
    ]
    code, out, _ = run(capsys, "journal", "unknown", journal)
    assert (code, "row 3 (line 4)" in out) == (1, True)
    page = tmp_path / "run.html"
    assert run(capsys, "journal", "report", journal, str(page))[0] == 0
    assert "not on WhatsApp" in page.read_text()
    assert PASSWORD not in page.read_text()
    table = tmp_path / "run.csv"
    assert run(capsys, "journal", "report", journal, str(table))[0] == 0
    assert len(table.read_text().splitlines()) == 6


def test_rows_are_tried_again_and_a_run_is_stopped_and_removed(
    journal: str, capsys: pytest.CaptureFixture[str], postgres: Database
) -> None:
    assert run(capsys, "journal", "retry", journal)[1] == "1 rows are pending again.\n"
    assert run(capsys, "journal", "retry", journal, "--state", "unknown")[1] == "0 rows are pending again.\n"
    again = run(capsys, "journal", "retry", journal, "--state", "unknown", "--settled-after", "0")
    assert again[1] == "1 rows are pending again.\n"
    assert run(capsys, "journal", "stop", journal, "--why", "lunch")[1] == "The run is stopping.\n"
    assert run(capsys, "journal", "stop", journal)[1] == "The run was not running.\n"
    assert postgres.execute("SELECT state, why FROM chakra.runs") == [("stopping", "lunch")]
    code, _, err = run(capsys, "journal", "purge", journal)
    assert (code, "add --yes" in err) == (2, True)
    assert run(capsys, "journal", "purge", journal, "--yes")[1] == "5 rows were removed.\n"
    code, _, err = run(capsys, "journal", "show", journal)
    assert (code, "does not exist" in err) == (2, True)


def test_rows_that_may_have_been_done_twice_are_named(
    journal: str, capsys: pytest.CaptureFixture[str], postgres: Database
) -> None:
    assert "twice" not in run(capsys, "journal", "show", journal)[1]
    postgres.execute("INSERT INTO chakra.late (run, number, fence, state) VALUES (1, 3, 1, 'done')")
    assert "perhaps done twice" in run(capsys, "journal", "show", journal)[1]
    assert json.loads(run(capsys, "journal", "show", journal, "--json")[1])["late"] == [3]


def test_it_is_followed_until_no_row_is_pending(
    journal: str, postgres: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float] = []

    def work_meanwhile(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            postgres.execute("UPDATE chakra.rows SET state = 'done' WHERE state = 'pending'")

    monkeypatch.setattr("chakra_async.cli.shared_journal.time.sleep", work_meanwhile)
    code, out, _ = run(capsys, "journal", "show", journal, "--follow")
    assert code == 0
    counts, workers = out.splitlines()[::2], out.splitlines()[1::2]
    assert [sorted(line.split(", ")) for line in counts] == [
        ["1 done", "1 duplicate", "1 pending", "1 refused", "1 unknown"],
        ["1 duplicate", "1 refused", "1 unknown", "2 done"],
    ]
    assert len(looks) == 2
    # It took the slice after the first process was gone, and ended none of its rows.
    pattern = (
        rf"  {re.escape(owner_name())}: 0 rows, 1 slices, 1 not finished, seen \d+-\d+-\d+ \d+:\d+:\d+ UTC"
    )
    assert all(re.fullmatch(pattern, line) for line in workers)
    assert len(workers) == 1


def test_following_ends_when_the_run_is_stopped_or_at_ctrl_c(
    journal: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("chakra_async.cli.shared_journal.time.sleep", interrupt)
    code, _, err = run(capsys, "journal", "show", journal, "--follow")
    assert (code, "Traceback" in err) == (130, False)
    run(capsys, "journal", "stop", journal, "--why", "lunch")
    code, out, _ = run(capsys, "journal", "show", journal, "--follow", "--json")
    assert (code, json.loads(out)["stopped_because"]) == (3, "lunch")


def test_a_run_that_is_not_there_cannot_be_followed(journal: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "journal", "show", journal.replace("#july", "#june"), "--follow")
    assert (code, "#june does not exist" in err) == (2, True)


def test_a_file_cannot_be_followed(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "journal", "show", "leads.journal", "--follow")
    assert (code, "is for a journal in PostgreSQL" in err) == (2, True)


@pytest.mark.parametrize("command", ["stop", "retry", "purge"])
def test_for_a_file_it_is_said_what_to_do_instead(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "journal", command, "leads.journal")
    assert (code, "is for a journal in PostgreSQL" in err) == (2, True)


def test_an_address_without_a_run_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "journal", "show", f"postgresql://u:{PASSWORD}@h/d")
    assert (code, "does not name a run" in err) == (2, True)


def test_deliveries_never_go_backwards(journal: str) -> None:
    with bulk.Deliveries(journal) as deliveries:
        assert deliveries.record("wamid.1", "delivered", 5)
        assert not deliveries.record("wamid.1", "sent", 4)
        assert deliveries.record("wamid.1", "read", 6)
        assert deliveries.record("wamid.1", "failed", 7, "to 919900000001")
        assert not deliveries.record("wamid.1", "failed", 8, "again")
        assert not deliveries.record("wamid.9", "read", 8)
        assert deliveries.settle([bulk.Checked(number=3, reason="seen", result_id="wamid.3")]) == 1
        assert deliveries.settle([bulk.Checked(number=4, reason="seen")]) == 0
        row = deliveries.row_by_result_id("wamid.1")
    assert row is not None
    assert (row.delivery, row.delivery_at, row.failed_at) == ("read", 6, 7)
    assert "919900000001" not in str(row.failed_reason)
    found = bulk.row_by_result_id(journal, "wamid.3")
    assert found is not None
    assert (found.number, found.state, found.reason) == (3, RowState.DONE, "seen")


def test_a_list_is_enrolled_with_a_journal_in_the_database(
    postgres: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = tmp_path / "leads.csv"
    table.write_text("phone\n+919900000001\n+919900000002\n")
    campaign = "5ba0e13a-ac26-4656-afdd-643ea0813137"
    arguments = (
        "enrol",
        str(table),
        "--campaign",
        campaign,
        "--sandbox",
        "--journal",
        f"{postgres.address}#june",
    )
    code, out, err = run(capsys, *arguments)
    assert code == 0, err
    assert "2" in out
    assert [each.name for each in tmp_path.iterdir()] == ["leads.csv"]
    assert postgres.execute("SELECT state, count(*) FROM chakra.rows GROUP BY state") == [("done", 2)]
