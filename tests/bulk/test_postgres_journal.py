# pyright: reportPrivateUsage=false
"""The journal in PostgreSQL: slices, fences, and what it refuses."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from chakra_async import bulk
from chakra_async.bulk import JournalAddress, JournalError, Result, RowState
from chakra_async.bulk.journal.base import Group, Identity, Retried
from chakra_async.bulk.journal.postgres import admin, schema
from chakra_async.bulk.journal.postgres.journal import SEND_WITHIN, PostgresJournal
from chakra_async.bulk.journal.postgres.loading import load
from chakra_async.bulk.journal.postgres.reading import run_state
from chakra_async.bulk.journal.postgres.session import Seen
from chakra_async.bulk.journal.reader import describe, read_rows
from chakra_async.bulk.sources.base import source_of
from tests.support.postgres import PASSWORD, USER, PostgresServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.postgres import Database

IDENTITY = Identity(
    entries={"action": "enrol", "server": "local"}, validation={}, source={"sha256": "1"}, stable=True
)
ROWS = [{"phone": f"9199{n:08}", "name": f"n{n}"} for n in range(1, 13)]


def key(row: bulk.Row) -> str:
    return row.value


@pytest.fixture
def address(postgres: Database) -> JournalAddress:
    return JournalAddress.parse(f"{postgres.address}#july")


@pytest.fixture
async def loaded(address: JournalAddress) -> JournalAddress:
    """Twelve rows in three slices of four."""
    journal = PostgresJournal.open(address, slice_size=4)
    rows = [bulk.Row(n, row["phone"], row) for n, row in enumerate(ROWS, 1)]
    assert (await load(journal, IDENTITY, source_of(rows), key)).rows == 12
    journal.close()
    return address


@pytest.fixture
def workers(loaded: JournalAddress) -> Iterator[list[PostgresJournal]]:
    made = [PostgresJournal.open(loaded, make=False) for _ in range(2)]
    yield made
    for each in made:
        each.close()


def states(address: JournalAddress) -> dict[str, int]:
    return {state.value: count for state, count in describe(address)[1].items()}


def done(number: int) -> Result:
    return Result(number=number, state=RowState.DONE, was_created=True, result_id=f"id-{number}")


def test_a_slice_is_worked_to_its_end(workers: list[PostgresJournal], loaded: JournalAddress) -> None:
    worker = workers[0]
    claim = worker.take(2, "w")
    assert claim is not None
    assert (claim.first, claim.last, claim.owner) == (5, 8, "w")
    rows = worker.pending_rows()
    assert [(row.number, row.key, (row.fields or {})["name"]) for row in rows] == [
        (n, f"9199{n:08}", f"n{n}") for n in (5, 6, 7, 8)
    ]
    assert not worker.finish()
    assert worker.apply(Group(sending=[5, 6, 7, 8])).refused == frozenset()
    assert worker.apply(Group(ended=[done(n) for n in (5, 6, 7, 8)])).late == []
    assert worker.finish()
    assert worker.take(2) is None
    (info,) = [each for each in admin.slices(loaded) if each.finished]
    assert (info.slice, info.counts) == (2, {"done": 4})
    assert [each.slice for each in admin.slices(loaded, unfinished=True)] == [1, 3]
    assert states(loaded) == {"pending": 8, "done": 4}


def test_intents_of_other_slices_are_not_granted(workers: list[PostgresJournal]) -> None:
    worker = workers[0]
    worker.take(1)
    assert worker.apply(Group(sending=[4, 5])).refused == {5}


def test_a_worker_that_lost_its_slice_sends_nothing_more_and_may_say_how_its_calls_ended(
    workers: list[PostgresJournal], loaded: JournalAddress
) -> None:
    old, new = workers
    old.take(1)
    old.apply(Group(sending=[1, 2]))
    new.take(1)
    assert states(loaded) == {"pending": 10, "unknown": 2}
    refused = old.apply(Group(sending=[3]))
    assert refused.refused == {3}
    assert "taken over" in str(refused.stop)
    assert new.apply(Group(sending=[1, 2, 3])).refused == {1, 2}
    assert old.apply(Group(ended=[done(1)])).late == []
    assert {row.number: row.result_id for row in read_rows(loaded, [RowState.DONE])} == {1: "id-1"}


def test_an_end_whose_row_has_gone_on_is_named(
    workers: list[PostgresJournal], loaded: JournalAddress
) -> None:
    old, new = workers
    old.take(1)
    old.apply(Group(sending=[1, 2]))
    new.take(1)
    assert admin.retry(loaded, Retried(states=frozenset({RowState.UNKNOWN})), settled_after=0) == 2
    assert new.apply(Group(sending=[1])).refused == frozenset()
    late = old.apply(Group(ended=[done(1), done(2)])).late
    assert [each.number for each in late] == [1, 2]
    assert [(number, state) for number, state, _ in admin.late_rows(loaded)] == [(1, "done"), (2, "done")]
    assert {row.number: row.state for row in read_rows(loaded, list(RowState)) if row.number < 3} == {
        1: RowState.SENDING,
        2: RowState.PENDING,
    }


def test_what_gives_a_row_back_makes_its_slice_unfinished(
    workers: list[PostgresJournal], loaded: JournalAddress
) -> None:
    old, new = workers
    old.take(1)
    old.apply(Group(sending=[1, 2, 3, 4]))
    new.take(1)
    assert new.finish()  # all four are unknown
    old.apply(Group(ended=[Result(number=4, state=RowState.PENDING)]))
    assert [each.slice for each in admin.slices(loaded, unfinished=True)] == [1, 2, 3]
    assert new.take(1) is not None
    new.apply(Group(sending=[4]))
    new.apply(Group(ended=[done(4)]))
    assert new.finish()
    assert admin.retry(loaded, Retried(states=frozenset({RowState.UNKNOWN})), settled_after=0) == 3
    assert [each.slice for each in admin.slices(loaded, unfinished=True)] == [1, 2, 3]


def test_rows_that_became_unknown_just_now_are_not_tried_again(
    workers: list[PostgresJournal], loaded: JournalAddress
) -> None:
    workers[0].take(1)
    workers[0].apply(Group(sending=[1]))
    workers[1].take(1)
    assert admin.retry(loaded, Retried(states=frozenset({RowState.UNKNOWN}))) == 0


def test_a_stopped_run_grants_nothing_and_says_why(
    workers: list[PostgresJournal], loaded: JournalAddress
) -> None:
    worker = workers[0]
    worker.take(1)
    assert worker.apply(Group(sending=[1])).refused == frozenset()
    assert admin.stop(loaded, "the token is wrong")
    assert not admin.stop(loaded, "another reason")
    applied = worker.apply(Group(sending=[2], ended=[done(1)]))
    assert (applied.refused, str(applied.stop)) == ({2}, "the token is wrong")
    assert states(loaded) == {"pending": 11, "done": 1}
    assert worker.state() == ("stopping", "the token is wrong")


def test_an_intent_is_to_be_sent_soon_after_its_commit(loaded: JournalAddress) -> None:
    journal = PostgresJournal.open(loaded, clock=lambda: 100.0)
    journal.take(1)
    assert journal.apply(Group(sending=[1])).send_before == 100.0 + SEND_WITHIN
    journal.close()


async def test_loading_goes_on_where_it_was_and_names_duplicates_by_their_first_row(
    address: JournalAddress, postgres: Database
) -> None:
    numbers = ["1", "2", "1", "3", "", "2", "4", "a\0b"]
    rows = [bulk.Row(n, value) for n, value in enumerate(numbers, 1)]
    journal = PostgresJournal.open(address, slice_size=3)

    def failing(row: bulk.Row) -> str:
        if row.number == 7:
            raise KeyboardInterrupt
        return key(row)

    with pytest.raises(KeyboardInterrupt):
        await load(journal, IDENTITY, source_of(rows), failing, chunk=3)
    assert postgres.execute("SELECT upto, complete FROM chakra.loads") == [(6, False)]
    result = await load(journal, IDENTITY, source_of(rows), key, chunk=3)
    assert (result.rows, result.before) == (8, 6)
    assert states(address) == {"pending": 4, "duplicate": 2, "invalid": 2}
    assert [(row.number, row.reason) for row in read_rows(address, [RowState.DUPLICATE])] == [
        (3, "the same as row 1"),
        (6, "the same as row 2"),
    ]
    assert [(each.slice, each.lo, each.hi) for each in admin.slices(address)] == [
        (1, 1, 3),
        (2, 4, 6),
        (3, 7, 9),
    ]
    assert (await load(journal, IDENTITY, source_of(rows), key)).before == 8
    other = Identity(entries=IDENTITY.entries, validation={}, source={"sha256": "2"}, stable=True)
    with pytest.raises(JournalError, match="another list"):
        await load(journal, other, source_of(rows), key)
    journal.close()


def test_a_purged_run_is_gone_with_its_rows(
    workers: list[PostgresJournal], loaded: JournalAddress, postgres: Database
) -> None:
    workers[0].take(1)
    workers[0].apply(Group(sending=[1]))
    with pytest.raises(JournalError, match="stop it first"):
        admin.purge(loaded)
    admin.stop(loaded)
    run = workers[0].run or 0
    keys = ["a sender's, which others use", schema.health_key(run), schema.limit_key(run)]
    postgres.execute("INSERT INTO chakra.gates (key) SELECT unnest(%s::text[])", keys)
    assert admin.purge(loaded) == 12
    for table in ("runs", "rows", "slices", "loads"):
        assert postgres.execute(f"TABLE chakra.{table}") == []
    assert postgres.execute("SELECT key FROM chakra.gates") == [(keys[0],)]
    with pytest.raises(JournalError, match="does not exist"):
        describe(loaded)


def test_a_worker_needs_few_rights(loaded: JournalAddress, postgres: Database) -> None:
    role = f"worker_{postgres.name}"
    postgres.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
    try:
        admin.grant_worker(loaded, role)
        there = JournalAddress.parse(f"{postgres.address.replace(USER, role)}#july")
        worker = PostgresJournal.open(there, make=False)
        worker.take(1)
        worker.apply(Group(sending=[1, 2]))
        worker.apply(Group(ended=[done(1), Result(number=2, state=RowState.PENDING)]))
        worker.apply(Group(ended=[done(3)]))  # late: it was never under way
        assert worker.finish() is False
        worker.stop("enough")
        worker.close()
        with psycopg.connect(there.conninfo, autocommit=True) as connection:
            for statement in (
                "DELETE FROM chakra.rows",
                "INSERT INTO chakra.rows (run, number, state) VALUES (1, 99, 'pending')",
                "UPDATE chakra.runs SET identity = '{}'",
                "DROP TABLE chakra.rows_1",
                "CREATE TABLE chakra.t (x int)",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)
        with pytest.raises(JournalError, match="lacks a right"):
            admin.purge(there)
    finally:
        postgres.execute(f"DROP OWNED BY {role}")
        postgres.execute(f"DROP ROLE {role}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("postgresql://u:{}@h/d", "does not name a run"),
        ("postgresql://u:{}@h/d#", "does not name a run"),
        ("postgresql://u:{}@h/d#a b", "must be 1 to 63"),
        ("postgresql://u:{}@h:x/d#july", "cannot be read"),
        ("postgresql://u:12/{}@h/d#july", "cannot be read"),
        ("postgresql://u:12?{}@h/d#july", "cannot be read"),
        ("postgresql://#july", "does not name a database"),
        ("postgresql://u:1%23{}@h/d#july 2", "must be 1 to 63"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_repeating_it(text: str, sentence: str) -> None:
    with pytest.raises(JournalError) as caught:
        JournalAddress.parse(text.format(PASSWORD))
    assert sentence in str(caught.value)
    assert PASSWORD not in str(caught.value)


def test_the_password_is_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    address = JournalAddress.parse(
        f"postgres://u:{PASSWORD}@127.0.0.1:1/d?password={PASSWORD}&sslmode=require#july"
    )
    assert str(address) == "postgresql://u@127.0.0.1:1/d?sslmode=require#july"
    with pytest.raises(JournalError) as caught:
        PostgresJournal.open(address)
    assert "away" in str(caught.value)
    assert caught.value.__cause__ is None
    assert PASSWORD not in f"{address!r}{caught.value!r}{caplog.text}"


def test_what_the_database_refuses_is_said_in_words(postgres: Database) -> None:
    there = postgres.address

    def message(address: str, **given: Any) -> str:
        with pytest.raises(JournalError) as caught:
            PostgresJournal.open(JournalAddress.parse(f"{address}#july"), **given).close()
        assert PASSWORD not in str(caught.value).replace(f"x{PASSWORD}", "")
        return str(caught.value)

    assert "password" in message(there.replace(PASSWORD, f"x{PASSWORD}"))
    assert "does not exist" in message(there.replace(postgres.name, "nothing_here"))
    assert "database has none" in message(there, make=False)
    assert "read-only" in message(f"{there}&options=-cdefault_transaction_read_only%3Don")
    assert "synchronous_commit is off" in message(f"{there}&options=-csynchronous_commit%3Doff")
    assert "does not speak TLS" in message(there.replace("sslmode=disable", "sslmode=require"))
    assert "parameter" in message(f"{there}&colour=red")
    PostgresJournal.open(JournalAddress.parse(f"{there}#july")).close()
    postgres.execute("UPDATE chakra.version SET version = 2")
    assert "has format 2, and this version of the library reads formats up to 1" in message(there)


@pytest.mark.parametrize("advanced", [False, True])
def test_a_database_that_was_restored_from_a_copy_is_not_gone_on_with(
    own_postgres: PostgresServer, *, advanced: bool
) -> None:
    address = JournalAddress.parse(f"{own_postgres.address()}#july")
    journal = PostgresJournal.open(address)
    journal.begin(IDENTITY)
    journal.apply(Group(added=[(1, None, "a", "pending", None, None)]))
    own_postgres.stop()
    copy = own_postgres.backup()
    own_postgres.start()
    journal.apply(Group(added=[(2, None, "b", "pending", None, None)]))
    journal.apply(Group(sending=[1, 2]))
    own_postgres.stop()
    own_postgres.restore(copy)
    own_postgres.start()
    if advanced:  # beyond where it was when it was lost
        with psycopg.connect(address.conninfo, autocommit=True) as connection:
            connection.execute("CREATE TABLE t AS SELECT generate_series(1, 100000)")
    with pytest.raises(JournalError, match="another one than before"):
        journal.apply(Group(ended=[done(1)]))
    journal.close()


def test_a_run_begun_on_another_cluster_is_refused(own_postgres: PostgresServer) -> None:
    address = JournalAddress.parse(f"{own_postgres.address()}#july")
    journal = PostgresJournal.open(address)
    journal.begin(IDENTITY)
    journal.close()
    with psycopg.connect(address.conninfo, autocommit=True) as connection:
        connection.execute("UPDATE chakra.runs SET timeline = timeline + 1")
    with pytest.raises(JournalError, match="not the one that the run began on"):
        PostgresJournal.open(address)


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_database_that_would_not_survive_a_crash_is_refused(name: str) -> None:
    server = PostgresServer({name: "off"})
    try:
        server.start()
        with pytest.raises(JournalError, match=f"{name} is off"):
            PostgresJournal.open(JournalAddress.parse(f"{server.address()}#july"))
    finally:
        server.remove()


def test_reasons_with_what_the_database_cannot_hold_are_kept(
    workers: list[PostgresJournal], loaded: JournalAddress
) -> None:
    workers[0].take(1)
    workers[0].apply(Group(sending=[1]))
    result = Result(number=1, state=RowState.REFUSED, code="x", reason="a\0b \ud800 ü")
    workers[0].apply(Group(ended=[result]))
    (row,) = read_rows(loaded, [RowState.REFUSED])
    assert row.reason == "a\ufffdb ? ü"
    assert json.dumps(row.reason)


def going_back(journal: PostgresJournal, how: str) -> None:
    seen = journal._session.seen
    if how == "position":
        seen.position += 1 << 40
    elif how == "timeline":
        seen.timeline += 1
    else:
        seen.system_id += "1"


@pytest.mark.parametrize("how", ["position", "timeline", "system_id"])
def test_a_database_that_is_another_one_without_a_new_connection_grants_nothing(
    workers: list[PostgresJournal], loaded: JournalAddress, how: str
) -> None:
    worker, other = workers
    worker.take(1)
    worker.apply(Group(sending=[1]))
    going_back(worker, how)
    with pytest.raises(JournalError, match="another one than before"):
        worker.apply(Group(ended=[done(1)], sending=[2, 3]))
    assert states(loaded)["pending"] == 11
    with pytest.raises(JournalError, match="another one than before"):
        worker.take(2)
    going_back(other, how)
    with pytest.raises(JournalError, match="another one than before"):
        other.take(3)
    assert [each.fence for each in admin.slices(loaded)[1:]] == [0, 0]


def test_what_a_process_saw_of_the_database_is_kept_from_slice_to_slice(loaded: JournalAddress) -> None:
    seen = Seen()
    worker = PostgresJournal.open(loaded, make=False, seen=seen)
    worker.take(1)
    before = seen.position
    worker.apply(Group(sending=[1]))
    assert seen.position > before
    worker.close()
    seen.position += 1 << 40
    with pytest.raises(JournalError, match="another one than before"):
        PostgresJournal.open(loaded, make=False, seen=seen)


def state_of(address: JournalAddress) -> str:
    return run_state(address)[0]


def work_off(worker: PostgresJournal, slice_: int, *, but: frozenset[int] = frozenset()) -> None:
    worker.take(slice_)
    numbers = [row.number for row in worker.pending_rows()]
    worker.apply(Group(sending=numbers))
    worker.apply(Group(ended=[done(each) for each in numbers if each not in but]))


def test_a_run_is_done_with_its_last_slice(workers: list[PostgresJournal], loaded: JournalAddress) -> None:
    for worker, slice_ in ((workers[0], 1), (workers[1], 3), (workers[0], 2)):
        assert state_of(loaded) == "running"
        work_off(worker, slice_)
        assert worker.finish()
    assert state_of(loaded) == "done"
    assert workers[1].take(1) is None


def test_a_row_that_is_tried_again_or_given_back_late_makes_a_done_run_running(
    workers: list[PostgresJournal], loaded: JournalAddress
) -> None:
    frozen, other = workers
    work_off(frozen, 1, but=frozenset({4}))
    for slice_ in (1, 2, 3):
        work_off(other, slice_)
        assert other.finish()
    assert (state_of(loaded), states(loaded)) == ("done", {"done": 11, "unknown": 1})
    # A worker that was frozen with an intent finds that it may not use it any more, and gives it back.
    assert frozen.apply(Group(ended=[Result(number=4, state=RowState.PENDING)])).late == []
    assert (state_of(loaded), states(loaded)) == ("running", {"done": 11, "pending": 1})
    work_off(other, 1, but=frozenset({4}))
    other.apply(Group(ended=[Result(number=4, state=RowState.REFUSED)]))
    assert (other.finish(), state_of(loaded)) == (True, "done")
    assert admin.retry(loaded, Retried(states=frozenset({RowState.UNKNOWN}))) == 0
    assert state_of(loaded) == "done"
    assert admin.retry(loaded, Retried(states=frozenset({RowState.REFUSED}))) == 1
    assert state_of(loaded) == "running"
    work_off(other, 1)
    assert (other.finish(), state_of(loaded)) == (True, "done")


def test_two_that_finish_at_the_same_time_leave_the_run_done(loaded: JournalAddress) -> None:
    for slice_ in (1, 2, 3):
        worker = PostgresJournal.open(loaded, make=False)
        work_off(worker, slice_)
        worker.close()
    made = [PostgresJournal.open(loaded, make=False) for _ in range(3)]
    for worker, slice_ in zip(made, (1, 2, 3), strict=True):
        worker.take(slice_)
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(PostgresJournal.finish, made)) == [True] * 3
    assert state_of(loaded) == "done"
    for worker in made:
        worker.close()


def test_a_stopped_run_does_not_become_done(workers: list[PostgresJournal], loaded: JournalAddress) -> None:
    for slice_ in (1, 2, 3):
        work_off(workers[0], slice_)
        if slice_ == 2:
            admin.stop(loaded, "enough")
        workers[0].finish()
    assert run_state(loaded) == ("stopping", "enough")


async def test_a_run_whose_list_is_not_loaded_to_its_end_is_not_done(address: JournalAddress) -> None:
    journal = PostgresJournal.open(address, slice_size=4)
    rows = [bulk.Row(n, row["phone"], row) for n, row in enumerate(ROWS, 1)]

    def keys(row: bulk.Row) -> str:
        if row.number == 9:
            for slice_ in (1, 2):
                work_off(worker, slice_)
                assert worker.finish()
            assert state_of(address) == "running"
        return row.value

    journal.register(IDENTITY)
    worker = PostgresJournal.open(address)
    await load(journal, IDENTITY, source_of(rows), keys, chunk=4)
    work_off(worker, 3)
    assert worker.finish()
    assert state_of(address) == "done"
    for each in (journal, worker):
        each.close()


async def test_a_run_in_one_process_is_done_when_all_its_rows_have_ended(
    nobody: Any, address: JournalAddress
) -> None:
    async def call(_: Any, row: bulk.Row) -> None:
        assert row.value

    numbers = [row["phone"] for row in ROWS]
    rows = len(numbers)
    report = await bulk.Run(nobody, bulk.action(call), rows=numbers, journal=address, limit=rows - 1).finish()
    assert (report.done, state_of(address)) == (rows - 1, "running")
    report = await bulk.Run(nobody, bulk.action(call), rows=numbers, journal=address).finish()
    assert (report.done, state_of(address)) == (rows, "done")
    report = await bulk.Run(nobody, bulk.action(call), rows=numbers, journal=address).finish()
    assert (report.done, report.stopped_because, state_of(address)) == (rows, None, "done")
