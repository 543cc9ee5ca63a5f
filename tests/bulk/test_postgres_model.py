"""Three workers in any interleaving of takes, sends, ends, freezes and retries: one intent per row between the user's words.

Each rule is one statement group of the protocol on a real database. A frozen worker goes on with what it believed before; the
number of times that a row was sent is counted where the request would leave, and not in the journal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chakra_async.bulk import JournalAddress, Result, RowState
from chakra_async.bulk.journal.base import Group, Identity, Retried
from chakra_async.bulk.journal.postgres import admin
from chakra_async.bulk.journal.postgres.driver import DatabaseAwayError
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.reader import read_rows

if TYPE_CHECKING:
    from tests.support.postgres import Database

ROWS = 6
SLICE = 3
WORKERS = st.integers(0, 2)
UNKNOWN = Retried(states=frozenset({RowState.UNKNOWN}))
IDENTITY = Identity(entries={"action": "enrol"}, validation={})


@attrs.define
class Worker:
    """A worker: what it has committed and not sent yet, and which calls it has under way."""

    journal: PostgresJournal
    may_send: list[int] = attrs.field(factory=list[int])
    calls: list[int] = attrs.field(factory=list[int])


class Workers(RuleBasedStateMachine):
    database: ClassVar[Any] = None
    runs: ClassVar[int] = 0

    @initialize()
    def begin(self) -> None:
        Workers.runs += 1
        self.address = JournalAddress.parse(f"{self.database.address}#run{Workers.runs}")
        loader = PostgresJournal.open(self.address, slice_size=SLICE)
        loader.begin(IDENTITY)
        loader.apply(Group(added=[(n, None, str(n), "pending", None, None) for n in range(1, ROWS + 1)]))
        loader.close()
        self.workers = [Worker(PostgresJournal.open(self.address)) for _ in range(3)]
        self.sent = dict.fromkeys(range(1, ROWS + 1), 0)
        self.allowed = dict.fromkeys(range(1, ROWS + 1), 1)
        self.late = 0

    @rule(which=WORKERS, slice_=st.integers(1, ROWS // SLICE))
    def take(self, which: int, slice_: int) -> None:
        worker = self.workers[which]
        if not worker.may_send:  # a worker asks for its next slice when it has nothing left to send
            worker.journal.take(slice_)

    @rule(which=WORKERS, numbers=st.sets(st.integers(1, ROWS), min_size=1))
    def ask(self, which: int, numbers: set[int]) -> None:
        worker = self.workers[which]
        asked = [each for each in sorted(numbers) if each not in worker.may_send + worker.calls]
        if worker.journal.claim.fence and asked:
            refused = worker.journal.apply(Group(sending=asked)).refused
            worker.may_send += [each for each in asked if each not in refused]

    @rule(which=WORKERS)
    def send(self, which: int) -> None:
        worker = self.workers[which]
        if worker.may_send:  # also after it was frozen here, and others have the slice
            number = worker.may_send.pop(0)
            worker.calls.append(number)
            self.sent[number] += 1

    @rule(which=WORKERS)
    def withdraw(self, which: int) -> None:
        worker = self.workers[which]
        if worker.may_send:
            number = worker.may_send.pop()
            worker.journal.apply(Group(ended=[Result(number=number, state=RowState.PENDING)]))

    @rule(which=WORKERS, state=st.sampled_from([RowState.DONE, RowState.REFUSED, RowState.UNKNOWN]))
    def end(self, which: int, state: RowState) -> None:
        worker = self.workers[which]
        if worker.calls:
            number = worker.calls.pop(0)
            self.late += len(worker.journal.apply(Group(ended=[Result(number=number, state=state)])).late)

    @rule(which=WORKERS)
    def end_all(self, which: int) -> None:
        """A worker does its slice to its end."""
        worker = self.workers[which]
        if worker.journal.claim.last is None or worker.may_send or worker.calls:
            return
        numbers = [row.number for row in worker.journal.pending_rows()]
        if not numbers:
            return
        refused = worker.journal.apply(Group(sending=numbers)).refused
        numbers = [each for each in numbers if each not in refused]
        for number in numbers:
            self.sent[number] += 1
        worker.journal.apply(Group(ended=[Result(number=each, state=RowState.DONE) for each in numbers]))
        if (
            worker.journal.finish()
            and not self.database_rows("pending")
            and not self.database_rows("sending")
        ):
            left = self.database.execute(
                "SELECT 1 FROM chakra.slices JOIN chakra.runs USING (run) WHERE name = %s AND NOT finished",
                self.address.name,
            )
            assert left or self.state() == "done"

    @rule(which=WORKERS)
    def finish(self, which: int) -> None:
        # Also one that was frozen, and whose slice others have.
        if self.workers[which].journal.claim.last is not None:
            self.workers[which].journal.finish()

    @rule(which=WORKERS)
    def die(self, which: int) -> None:
        worker = self.workers[which]
        worker.journal.close()
        self.workers[which] = Worker(PostgresJournal.open(self.address))

    @rule()
    def retry(self) -> None:
        unknown = [row.number for row in read_rows(self.address, [RowState.UNKNOWN])]
        admin.retry(self.address, UNKNOWN, settled_after=0)
        for number in unknown:
            self.allowed[number] += 1

    @invariant()
    def no_row_is_sent_more_often_than_the_user_said(self) -> None:
        if hasattr(self, "sent"):
            assert all(self.sent[number] <= self.allowed[number] for number in self.sent)

    @rule(which=WORKERS)
    def cut(self, which: int) -> None:
        """Its connection breaks, and it goes on with another one under a fence of its own."""
        self.workers[which].journal._session.connection.close()  # pyright: ignore[reportPrivateUsage]

    @rule(which=WORKERS)
    def commit_without_an_answer(self, which: int) -> None:
        """The database has committed what a worker asked for, and the worker does not know."""
        worker = self.workers[which]
        session = worker.journal._session  # pyright: ignore[reportPrivateUsage]
        asked = [each for each in range(1, ROWS + 1) if each not in worker.may_send + worker.calls]
        if not worker.journal.claim.fence or not asked:
            return
        in_one_trip = session.in_one_trip

        def lose(steps: Any) -> Any:
            session.in_one_trip = in_one_trip  # type: ignore[method-assign]
            in_one_trip(steps)
            session.connection.close()
            raise DatabaseAwayError("The answer was lost.")

        session.in_one_trip = lose  # type: ignore[method-assign]
        refused = worker.journal.apply(Group(sending=asked)).refused
        worker.may_send += [each for each in asked if each not in refused]

    @rule(states=st.sets(st.sampled_from([RowState.REFUSED, RowState.UNKNOWN]), min_size=1))
    def begin_again(self, states: set[RowState]) -> None:
        """The user runs the whole list in one process, and tries rows again."""
        again = [row.number for row in read_rows(self.address, states)]
        whole = PostgresJournal.open(self.address)
        # What is under way becomes unknown as the run is begun, and is tried again too where the user says so.
        if RowState.UNKNOWN in states:
            again += self.database_rows("sending")
        whole.begin(IDENTITY, retry=Retried(states=frozenset(states)))
        whole.list_ended(ROWS)
        whole.close()
        for number in again:
            self.allowed[number] += 1

    def database_rows(self, state: str) -> list[int]:
        found = self.database.execute(
            "SELECT number FROM chakra.rows JOIN chakra.runs USING (run) WHERE name = %s AND rows.state = %s",
            self.address.name,
            state,
        )
        return [number for (number,) in found]

    @invariant()
    def a_run_is_done_only_while_all_its_slices_are_finished(self) -> None:
        if hasattr(self, "sent"):
            unfinished = self.database.execute(
                "SELECT slice FROM chakra.slices JOIN chakra.runs USING (run) WHERE name = %s AND NOT finished",
                self.address.name,
            )
            assert not unfinished or self.state() != "done"

    def state(self) -> str:
        found = self.database.execute("SELECT state FROM chakra.runs WHERE name = %s", self.address.name)
        return str(found[0][0])

    @invariant()
    def no_pending_row_is_in_a_finished_slice(self) -> None:
        if hasattr(self, "sent"):
            stranded = self.database.execute(
                "SELECT number FROM chakra.rows JOIN chakra.slices USING (run) JOIN chakra.runs USING (run) WHERE name = %s "
                "AND number BETWEEN lo AND hi AND finished AND rows.state IN ('pending', 'sending')",
                self.address.name,
            )
            assert stranded == []

    def teardown(self) -> None:
        if hasattr(self, "sent"):
            for worker in self.workers:
                worker.journal.close()
            # Whatever was sent and not named as late is in the journal as perhaps done at least.
            states = {row.number: row.state for row in read_rows(self.address, list(RowState))}
            for number, times in self.sent.items():
                if times and states[number] is RowState.PENDING:
                    assert self.allowed[number] > 1, f"row {number} was sent and is pending"


@pytest.mark.timeout(600)
def test_a_row_is_sent_once_between_the_words_of_the_user(postgres: Database) -> None:
    Workers.database = postgres
    run_state_machine_as_test(
        Workers, settings=settings(max_examples=12, stateful_step_count=25, deadline=None)
    )
