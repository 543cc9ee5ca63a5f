"""What becomes of rows after they were sent: ids in the journal, deliveries, settled rows, and journals of an older version."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.bulk import (
    Checked,
    Deliveries,
    Delivery,
    JournalError,
    RowState,
    Run,
    action,
    row_by_result_id,
)
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.deliveries import STAGES
from chakra_async.bulk.journal.reader import describe, read_rows
from chakra_async.bulk.journal.sqlite import SQLiteJournal
from chakra_async.bulk.result_ids import result_id_of

if TYPE_CHECKING:
    from chakra_async import Chakra
    from chakra_async.bulk import Row

OLD = Path(__file__).parents[1] / "data" / "journal_version_1.bin"
"""A journal as the first version of the format wrote it: two rows done, one refused, one under way, two pending."""

OLD_IDENTITY = Identity(
    entries={"action": "enrol", "campaign_id": "c", "server": "local"},
    validation={"country": ""},
    source={"source": "file", "sha256": "1", "column": "phone", "delimiter": ","},
    stable=True,
)
SENT_AT = 1_767_225_600_000


async def send(_: Chakra, row: Row) -> object:
    return SimpleNamespace(message_id=f"wamid.{row.value}")


@pytest.fixture
async def journal(nobody: Any, tmp_path: Path) -> Path:
    path = tmp_path / "a.journal"
    await Run(nobody, action(send), rows=[f"k{n}" for n in range(40)], journal=path).finish()
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD, tmp_path / "old.journal"))


async def test_the_id_of_each_result_is_in_the_journal(journal: Path) -> None:
    assert [row.result_id for row in read_rows(journal, [RowState.DONE])] == [
        f"wamid.k{n}" for n in range(40)
    ]
    found = row_by_result_id(journal, "wamid.k7")
    assert found is not None
    assert (found.number, found.key, found.state) == (8, "k7", RowState.DONE)
    assert row_by_result_id(journal, "wamid.k70") is None


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (SimpleNamespace(message_id="wamid.1", id="2"), "wamid.1"),
        (SimpleNamespace(process=SimpleNamespace(id="p")), "p"),
        (SimpleNamespace(id="p"), "p"),
        (SimpleNamespace(id=5, message_id=""), None),
        (None, None),
        ("wamid.1", None),
    ],
)
def test_the_id_of_a_result_is_where_models_have_it(value: object, found: str | None) -> None:
    assert result_id_of(value) == found


@pytest.mark.parametrize("bad", ["\ud800", "a\0b", "x" * 600, "a\nb", ""])
async def test_an_id_that_cannot_be_kept_leaves_the_row_done(nobody: Any, tmp_path: Path, bad: str) -> None:
    async def odd(_: Chakra, __: Row) -> object:
        return SimpleNamespace(message_id=bad)

    report = await Run(nobody, action(odd), rows=["a", "b"], journal=tmp_path / "a.journal").finish()
    assert report.done == 2
    assert [row.result_id for row in read_rows(report.journal, [RowState.DONE])] == [None, None]


async def test_a_function_that_fails_to_find_the_id_leaves_the_row_done(nobody: Any, tmp_path: Path) -> None:
    def fails(_: object) -> str:
        raise ZeroDivisionError

    path = tmp_path / "a.journal"
    report = await Run(nobody, action(send, result_id=fails), rows=["a"], journal=path).finish()
    assert report.done == 1


@pytest.mark.parametrize("order", list(permutations(["sent", "DELIVERED", "read", "failed"])))
async def test_a_delivery_never_goes_backwards_in_whatever_order_it_comes(
    journal: Path, order: tuple[str, ...]
) -> None:
    at = {"sent": 1, "DELIVERED": 2, "read": 3, "failed": 4}
    with Deliveries(journal) as deliveries:
        for status in order:
            deliveries.record("wamid.k3", status, SENT_AT + at[status], "131026: no 919901258433")
        assert not deliveries.record("wamid.k3", "delivered", SENT_AT + 9)
        assert not deliveries.record("wamid.k3", "failed", SENT_AT + 9, "other")
        row = deliveries.row_by_result_id("wamid.k3")
    assert row is not None
    assert (row.state, row.delivery, row.delivery_at) == (RowState.DONE, "read", SENT_AT + 3)
    assert row.failed_at == SENT_AT + 4
    assert row.failed_reason == "131026: no 91********33"
    assert row_by_result_id(journal, "wamid.k3") == row


@given(st.lists(st.sampled_from([*STAGES, "failed", "deleted", "", "SENT"]), max_size=12))
def test_the_furthest_stage_is_kept(statuses: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.journal"
        journal = SQLiteJournal.open(path)
        journal.begin(OLD_IDENTITY)
        with journal.changing() as connection:
            connection.execute("INSERT INTO rows (number, key, state, result) VALUES (1, 'a', 'done', 'w')")
        journal.close()
        furthest: list[str] = []
        with Deliveries(path) as deliveries:
            for place, status in enumerate(statuses):
                deliveries.record("w", status, place)
                row = deliveries.row_by_result_id("w")
                assert row is not None
                furthest.append(row.delivery or "")
        ranks = [("", *STAGES).index(stage) for stage in furthest]
        assert ranks == sorted(ranks)
        known = [STAGES.index(status.lower()) for status in statuses if status.lower() in STAGES]
        assert (furthest or [""])[-1] == (STAGES[max(known)] if known else "")


async def test_deliveries_of_other_runs_change_nothing(journal: Path) -> None:
    given_ = [Delivery(result_id=f"wamid.k{n}", status="delivered", at=SENT_AT) for n in range(38, 45)]
    with Deliveries(journal) as deliveries:
        assert deliveries.record_all(given_) == 2
        assert deliveries.record_all(given_) == 0
    assert describe(journal)[1] == {RowState.DONE: 40}


async def test_a_run_goes_on_after_deliveries_and_sends_nothing_twice(nobody: Any, journal: Path) -> None:
    with Deliveries(journal) as deliveries:
        deliveries.record("wamid.k3", "read", SENT_AT)
    report = await Run(nobody, action(send), rows=[f"k{n}" for n in range(42)], journal=journal).finish()
    assert (report.done, report.sent) == (42, 2)
    found = row_by_result_id(journal, "wamid.k3")
    assert found is not None
    assert found.delivery == "read"
    with Deliveries(journal) as deliveries:
        assert deliveries.record("wamid.k41", "sent", SENT_AT)


async def test_deliveries_wait_for_the_end_of_a_run(nobody: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    refused: list[str] = []

    async def peek(_: Chakra, row: Row) -> object:
        with pytest.raises(JournalError, match="in use by another run") as found:
            Deliveries(path)
        refused.append(str(found.value))
        return SimpleNamespace(message_id=row.value)

    report = await Run(nobody, action(peek), rows=["a", "b", "c"], journal=path).finish()
    assert (report.done, len(refused)) == (3, 3)
    with Deliveries(path) as deliveries:
        assert deliveries.record("b", "delivered", SENT_AT)


def test_deliveries_need_a_journal(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="does not exist"):
        Deliveries(tmp_path / "a.journal")
    assert not list(tmp_path.iterdir())
    (tmp_path / "a.journal").write_bytes(b"")
    with pytest.raises(JournalError, match="is empty"):
        Deliveries(tmp_path / "a.journal")


def test_only_rows_of_unknown_outcome_are_settled(old: Path) -> None:
    with Deliveries(old) as deliveries:
        rows = [Checked(number=n, reason="found", result_id=f"w{n}", was_created=True) for n in (1, 3, 4, 9)]
        assert deliveries.settle(rows) == 1
    settled = row_by_result_id(old, "w4")
    assert settled is not None
    assert (settled.number, settled.state, settled.reason) == (4, RowState.DONE, "found")
    assert describe(old)[1] == {
        RowState.DONE: 3,
        RowState.REFUSED: 1,
        RowState.PENDING: 2,
        RowState.INVALID: 1,
        RowState.DUPLICATE: 1,
    }


def test_a_journal_of_the_first_version_can_be_read(old: Path) -> None:
    before = old.read_bytes()
    assert describe(old)[1][RowState.SENDING] == 1
    assert [(row.number, row.code, row.result_id) for row in read_rows(old, [RowState.REFUSED])] == [
        (3, "131026", None)
    ]
    assert row_by_result_id(old, "w") is None
    assert old.read_bytes() == before


def test_a_journal_of_the_first_version_goes_on_and_keeps_its_rows(old: Path) -> None:
    journal = SQLiteJournal.open(old)
    journal.begin(OLD_IDENTITY)
    assert journal.counts.states == {
        RowState.DONE: 2,
        RowState.REFUSED: 1,
        RowState.UNKNOWN: 1,
        RowState.PENDING: 2,
        RowState.INVALID: 1,
        RowState.DUPLICATE: 1,
    }
    assert not journal.counts.compare
    journal.close()
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    again = SQLiteJournal.open(old)
    again.begin(OLD_IDENTITY)
    again.close()


def test_a_refused_run_does_not_upgrade_a_journal(old: Path) -> None:
    before = old.read_bytes()
    journal = SQLiteJournal.open(old)
    with pytest.raises(JournalError, match="belongs to another run"):
        journal.begin(Identity(entries={**OLD_IDENTITY.entries, "campaign_id": "d"}, validation={}))
    journal.discard()
    assert old.read_bytes() == before


@pytest.mark.parametrize("change", ["ALTER TABLE rows ADD COLUMN result TEXT", "PRAGMA user_version = 2"])
def test_a_journal_whose_version_and_tables_differ_is_refused(old: Path, change: str) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(change)
        connection.commit()
    with pytest.raises(JournalError, match="its tables are not those"):
        SQLiteJournal.open(old)
