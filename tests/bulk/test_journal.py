# ruff: noqa: S603 - the commands are the test's own
# pyright: reportPrivateUsage=false
"""The journal: only one run at a time, only the run it belongs to, and what is in it after whatever happened."""

from __future__ import annotations

import pickle
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chakra_async.bulk import InputError, JournalError, Result, RowState
from chakra_async.bulk.journal.base import Identity, KnownRow, Retried
from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.reader import describe, read_rows
from chakra_async.bulk.journal.sqlite import Group, SQLiteJournal
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from chakra_async.bulk.journal.location import Location

UNKNOWN = Retried(states=frozenset({RowState.UNKNOWN}))
IDENTITY = {"action": "enrol", "campaign_id": "c", "server": "local"}
SOURCE = {"source": "file", "sha256": "1", "column": "phone", "delimiter": ","}


@overload
def opened(path: Path, **given: Any) -> SQLiteJournal: ...
@overload
def opened(path: Location, **given: Any) -> SQLiteJournal | PostgresJournal: ...
def opened(
    path: Location, *, retry: bool = False, validation: str = "", other: dict[str, str] | None = None
) -> SQLiteJournal | PostgresJournal:
    journal = SQLiteJournal.open(path) if isinstance(path, Path) else PostgresJournal.open(path, slice_size=4)
    try:
        given = {**IDENTITY, **SOURCE, **(other or {})}
        source = {name: value for name, value in given.items() if name in SOURCE}
        entries = {name: value for name, value in given.items() if name not in SOURCE}
        identity = Identity(entries=entries, source=source, validation={"country": validation}, stable=True)
        journal.begin(identity, retry=UNKNOWN if retry else Retried())
    except BaseException:
        journal.close()
        raise
    return journal


def pending(number: int, key: str) -> tuple[int, int | None, str | None, str, str | None, str | None]:
    return number, None, key, "pending", None, None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.journal"


@pytest.fixture(params=["file", "postgres"])
def place(request: pytest.FixtureRequest, path: Path) -> Location:
    """A journal of each kind, to be made."""
    if request.param == "file":
        return path
    return JournalAddress.parse(f"{request.getfixturevalue('postgres').address}#july")


def test_a_row_on_its_way_when_the_process_ended_is_unknown(place: Location) -> None:
    journal = opened(place)
    journal.apply(Group(added=[pending(n, str(n)) for n in (1, 2, 3)]))
    journal.apply(Group(sending=[1, 2]))
    journal.apply(Group(ended=[Result(number=1, state=RowState.DONE, was_created=True)]))
    journal.close()
    journal = opened(place)
    assert journal.counts.states == {RowState.DONE: 1, RowState.UNKNOWN: 1, RowState.PENDING: 1}
    assert (journal.counts.created, journal.counts.last, journal.counts.first_pending) == (1, 3, 3)
    journal.close()
    (unknown,) = read_rows(place, [RowState.UNKNOWN])
    assert (unknown.number, unknown.outcome, unknown.attempts) == (2, Outcome.UNKNOWN, 1)


def test_unknown_rows_are_pending_again_only_when_asked_for(place: Location) -> None:
    journal = opened(place)
    journal.apply(Group(added=[pending(1, "1")], sending=[1]))
    journal.close()
    opened(place).close()
    assert describe(place)[1] == {RowState.UNKNOWN: 1}
    opened(place, retry=True).close()
    assert describe(place)[1] == {RowState.PENDING: 1}


def test_duplicates_are_found_in_the_group_and_across_groups(place: Location) -> None:
    journal = opened(place)
    added = journal.apply(Group(added=[pending(1, "a"), pending(2, "b"), pending(3, "a")])).added
    assert added.duplicates == {3: 1}
    added = journal.apply(Group(added=[pending(4, "b"), pending(5, "c"), pending(6, "c")])).added
    assert added.duplicates == {4: 2, 6: 5}
    journal.close()
    assert [(row.number, row.key, row.reason) for row in read_rows(place, [RowState.DUPLICATE])] == [
        (3, "a", "the same as row 1"),
        (4, "b", "the same as row 2"),
        (6, "c", "the same as row 5"),
    ]


@pytest.mark.parametrize(
    ("other", "validation", "compare"),
    [({}, "", False), ({}, "IN", True), ({"sha256": "2"}, "", True), ({"delimiter": ";"}, "", True)],
)
def test_a_list_is_compared_when_it_or_what_decides_about_its_keys_has_changed(
    place: Location, other: dict[str, str], validation: str, *, compare: bool
) -> None:
    opened(place).close()
    journal = opened(place, other=other, validation=validation)
    assert journal.counts.compare is compare
    journal.close()
    journal = opened(place, other=other, validation=validation)
    assert journal.counts.compare is compare  # until it has been read to its end
    journal.list_ended(0)
    journal.close()
    journal = opened(place, other=other, validation=validation)
    assert journal.counts.compare is False
    journal.close()


def test_rows_that_left_the_list_keep_their_state_and_bring_it_back_with_their_key(place: Location) -> None:
    journal = opened(place)
    journal.apply(Group(added=[pending(n, str(n)) for n in (1, 2, 3, 4)], sending=[2, 3]))
    ends = [Result(number=2, state=RowState.DONE, was_created=True), Result(number=3, state=RowState.UNKNOWN)]
    journal.apply(Group(ended=ends))
    journal.close()
    journal = opened(place, other={"sha256": "2"})
    added = journal.apply(
        Group(displaced=[1, 2, 3], added=[pending(1, "9"), pending(2, "3"), pending(3, "4")])
    ).added
    assert added.known == {2: KnownRow(RowState.UNKNOWN, None, None)}
    journal.list_ended(3)
    assert {n: row.key for n, row in journal.known_rows(1, 9).items()} == {1: "9", 2: "3", 3: "4"}
    counts, absent, _ = journal.summary()
    assert (counts.states, absent) == ({RowState.PENDING: 2, RowState.UNKNOWN: 1}, 2)
    added = journal.apply(Group(added=[pending(4, "2")])).added
    assert added.known == {4: KnownRow(RowState.DONE, None, was_created=True)}
    journal.close()


def test_only_pending_rows_are_marked_as_being_sent(path: Path) -> None:
    journal = opened(path)
    journal.apply(Group(added=[pending(1, "1"), pending(2, "2")], sending=[1]))
    with pytest.raises(JournalError, match="not pending any more"):
        journal.apply(Group(sending=[1, 2]))
    assert journal.known_rows(1, 2)[2].state is RowState.PENDING
    journal.close()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("campaign_id", "d", "its campaign id is c, not d"),
        ("action", "greet", "its action is enrol, not greet"),
        ("server", "https://x", "its server is local, not https://x"),
        ("column", "mobile", "its column is phone, not mobile"),
    ],
)
def test_a_journal_of_another_run_is_refused_and_not_changed(
    path: Path, name: str, value: str, sentence: str
) -> None:
    opened(path).close()
    before = path.read_bytes()
    with pytest.raises(JournalError) as caught:
        opened(path, other={name: value})
    assert sentence in str(caught.value)
    assert path.read_bytes() == before


def test_its_summary_is_sorted_in_a_file_and_not_in_memory(path: Path) -> None:
    """In memory a million keys take 63 MB more at the end of a run."""
    journal = opened(path)
    journal.summary()
    assert journal._connection.execute("PRAGMA temp_store").fetchone() == (0,)
    journal.close()


def test_only_one_run_at_a_time_has_it(path: Path) -> None:
    journal = opened(path)
    with pytest.raises(JournalError, match="in use by another run"):
        SQLiteJournal.open(path)
    link = path.with_name("link.journal")
    link.symlink_to(path)
    with pytest.raises(JournalError, match="in use by another run"):
        SQLiteJournal.open(link)
    journal.close()
    opened(path).close()
    assert not list(path.parent.glob("*-lock"))


def test_the_lock_goes_with_a_killed_process(path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.sqlite import Group, SQLiteJournal
journal = SQLiteJournal.open(Path({str(path)!r}))
journal.begin(Identity(entries={IDENTITY!r}, validation={{"country": ""}}))
journal.apply(Group(added=[(1, None, "a", "pending", None, None)], sending=[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -9
    journal = opened(path)
    assert journal.counts.states == {RowState.UNKNOWN: 1}
    journal.close()


@pytest.mark.parametrize("content", [b"name,phone\n" * 200, b"SQLite format 3\0" + b"x" * 5000, b"\0" * 4096])
def test_another_kind_of_file_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(JournalError, match=r"a\.journal"):
        SQLiteJournal.open(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises(JournalError, match="another program"):
        SQLiteJournal.open(path)


def test_another_format_is_refused_with_what_to_do(path: Path) -> None:
    opened(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 3")
    with pytest.raises(JournalError, match=r"has format 3.*up to 2"):
        SQLiteJournal.open(path)


def test_places_where_no_journal_can_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="is a directory"):
        SQLiteJournal.open(tmp_path)
    with pytest.raises(JournalError, match="does not exist"):
        SQLiteJournal.open(tmp_path / "none" / "a.journal")
    with pytest.raises(JournalError, match="cannot be written"):
        SQLiteJournal.open(Path("/proc/a.journal"))


def test_a_journal_that_is_not_there_cannot_be_read(path: Path) -> None:
    with pytest.raises(JournalError, match="does not exist"):
        describe(path)


def test_it_can_be_read_while_it_is_written(place: Location) -> None:
    journal = opened(place)
    journal.apply(Group(added=[pending(1, "a")]))
    assert describe(place)[1] == {RowState.PENDING: 1}
    journal.close()


def test_only_its_owner_may_read_it(path: Path) -> None:
    opened(path).close()
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_a_group_that_does_not_fit_on_the_disk_leaves_nothing_of_it(path: Path) -> None:
    journal = opened(path)
    journal.apply(Group(added=[pending(1, "a")]))
    (pages,) = journal._connection.execute("PRAGMA page_count").fetchone()
    journal._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalError, match="the disk is full"):
        journal.apply(Group(added=[pending(n, f"{n:0200}") for n in range(2, 500)], sending=[1]))
    journal.close()
    assert describe(path)[1] == {RowState.PENDING: 1}


def test_an_unfinished_new_journal_is_removed_and_an_old_one_kept(path: Path) -> None:
    SQLiteJournal.open(path).discard()
    assert not list(path.parent.iterdir())
    opened(path).close()
    SQLiteJournal.open(path).discard()
    assert path.exists()


@pytest.mark.parametrize("kind", [JournalError, InputError])
def test_its_errors_survive_a_pickle(kind: type[JournalError]) -> None:
    copy = pickle.loads(pickle.dumps(kind("no disk")))  # noqa: S301 - made in the same line
    assert (type(copy), str(copy), copy.outcome) == (kind, "no disk", Outcome.NOT_SENT)


class Histories(RuleBasedStateMachine):
    """Rows in any order of events and crashes: the journal says of each row what a plain dictionary says."""

    @initialize(folder=st.uuids())
    def begin(self, folder: object) -> None:
        import tempfile  # noqa: PLC0415 - only here

        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.path = Path(self.folder.name) / "a.journal"
        self.journal = opened(self.path)
        self.model: dict[int, str] = {}
        self.first: dict[str, int] = {}

    @rule(keys=st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6))
    def add(self, keys: list[str]) -> None:
        start = len(self.model) + 1
        self.journal.apply(Group(added=[pending(number, key) for number, key in enumerate(keys, start)]))
        for number, key in enumerate(keys, start):
            self.model[number] = "pending" if self.first.setdefault(key, number) == number else "duplicate"

    @precondition(lambda self: "pending" in self.model.values())
    @rule(data=st.data())
    def send(self, data: st.DataObject) -> None:
        number = data.draw(
            st.sampled_from(sorted(n for n, state in self.model.items() if state == "pending"))
        )
        self.journal.apply(Group(sending=[number]))
        self.model[number] = "sending"

    @precondition(lambda self: "sending" in self.model.values())
    @rule(data=st.data(), state=st.sampled_from(["done", "refused", "unknown", "pending", "invalid"]))
    def settle(self, data: st.DataObject, state: str) -> None:
        number = data.draw(
            st.sampled_from(sorted(n for n, state in self.model.items() if state == "sending"))
        )
        self.journal.apply(Group(ended=[Result(number=number, state=RowState(state))]))
        self.model[number] = state

    @rule(retry=st.booleans())
    def restart(self, retry: bool) -> None:  # noqa: FBT001 - the form of a rule
        self.journal.close()
        self.journal = opened(self.path, retry=retry)
        lost = {"sending", "unknown"} if retry else {"sending"}
        self.model = {
            number: ("pending" if retry else "unknown") if state in lost else state
            for number, state in self.model.items()
        }

    @invariant()
    def the_journal_says_what_happened(self) -> None:
        if hasattr(self, "journal"):
            found = self.journal.known_rows(1, 10_000)
            assert {number: row.state for number, row in found.items()} == self.model
            firsts = {row.key: number for number, row in found.items() if row.state != "duplicate"}
            assert firsts == self.first

    def teardown(self) -> None:
        if hasattr(self, "journal"):
            self.journal.close()
            self.folder.cleanup()


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
