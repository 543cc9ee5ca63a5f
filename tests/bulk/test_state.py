"""The state of a run: any order of events keeps its books right, and nothing is handed out after it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chakra_async.bulk import Row
from chakra_async.bulk.engine.state import QueuedRow, RunState

if TYPE_CHECKING:
    from collections.abc import Callable


class Runs(RuleBasedStateMachine):
    """Rows queued, taken, sent, ended, sent again and withdrawn in any order, and a stop at any moment."""

    @initialize()
    def begin(self) -> None:
        self.changes = 0
        self.state = RunState(self.changed)
        self.queue: list[QueuedRow] = []
        self.taken: list[QueuedRow] = []
        self.calls: list[QueuedRow] = []
        self.ended = 0
        self.read = 0
        self.reasons: list[str] = []
        self.stopped = False
        self.proven = False

    def changed(self) -> None:
        self.changes += 1

    @precondition(lambda self: not self.state.complete)
    @rule(count=st.integers(0, 300))
    def read_rows(self, count: int) -> None:
        rows = [QueuedRow(Row(n, str(n)), str(n)) for n in range(self.read + 1, self.read + count + 1)]
        self.read += count
        self.state.rows_queued(rows)
        if not self.stopped:
            self.queue += rows

    @rule()
    def take(self) -> None:
        before = self.state.queued
        row = self.state.take()
        alone = not self.proven and bool(self.taken or self.calls)
        if self.stopped or not self.queue or alone:
            assert row is None
            assert self.state.queued == before
        else:
            assert row is self.queue.pop(0)  # in their order
            self.taken.append(row)

    @precondition(lambda self: bool(self.taken))
    @rule(data=st.data())
    def send(self, data: st.DataObject) -> None:
        row = self.taken.pop(data.draw(st.integers(0, len(self.taken) - 1)))
        tries = row.tries
        self.state.row_sent(row)
        assert row.tries == tries + 1
        self.calls.append(row)

    @precondition(lambda self: bool(self.taken))
    @rule()
    def withdraw(self) -> None:
        self.taken.pop()
        self.state.row_withdrawn()

    @precondition(lambda self: bool(self.calls))
    @rule(data=st.data(), again=st.booleans(), proves=st.booleans())
    def end(self, data: st.DataObject, again: bool, proves: bool) -> None:  # noqa: FBT001 - the form of a rule
        row = self.calls.pop(data.draw(st.integers(0, len(self.calls) - 1)))
        self.state.call_ended()
        if not again:
            self.state.row_ended(proves=proves)
            self.ended += 1
            self.proven = self.proven or proves
            return
        self.state.row_again(row)
        if not self.stopped:
            self.queue.append(row)

    @precondition(lambda self: bool(self.calls))
    @rule(data=st.data(), again=st.booleans())
    def end_unsent(self, data: st.DataObject, again: bool) -> None:  # noqa: FBT001 - the form of a rule
        row = self.calls.pop(data.draw(st.integers(0, len(self.calls) - 1)))
        tries = row.tries
        self.state.call_unsent(row)
        assert row.tries == tries - 1
        if not again:
            self.state.row_withdrawn()
            return
        self.state.row_again(row)
        if not self.stopped:
            self.queue.append(row)

    @precondition(lambda self: bool(self.calls))
    @rule(data=st.data())
    def end_done(self, data: st.DataObject) -> None:
        self.calls.pop(data.draw(st.integers(0, len(self.calls) - 1)))
        self.state.row_done()
        self.ended += 1
        self.proven = True

    @rule()
    def end_source(self) -> None:
        self.state.source_ended()

    @rule(reason=st.none() | st.text(max_size=3), how=st.sampled_from(["stop", "interrupt", "abort"]))
    def stop(self, reason: str | None, how: str) -> None:
        if how == "stop":
            self.state.stop(reason)
            if reason is not None:
                self.reasons.append(reason)
        else:
            getattr(self.state, how)()
            assert self.state.interrupted
        self.stopped = True
        self.queue.clear()

    @invariant()
    def the_books_are_right(self) -> None:
        if not hasattr(self, "state"):
            return
        state = self.state
        assert state.queued == len(self.queue)
        assert state.taken == len(self.taken) + len(self.calls)
        assert state.in_flight == len(self.calls)
        assert state.ended == self.ended
        assert state.proven is self.proven
        assert self.proven or state.taken <= 1
        assert state.stopping is self.stopped
        assert state.stopped_because == (self.reasons[0] if self.reasons else None)
        idle = state.complete and not self.queue and not self.taken and not self.calls
        assert state.over is (self.stopped or idle)
        if state.queued >= 500 or self.stopped:
            assert not state.wants_rows
        elif state.queued < 250:
            assert state.wants_rows


TestRuns = Runs.TestCase
TestRuns.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)


def proven(on_change: Callable[[RunState], None]) -> RunState:
    """A run whose first row is done."""
    state = RunState(lambda: on_change(state))
    state.rows_queued([QueuedRow(Row(0, ""), "")])
    row = state.take()
    assert row is not None
    state.row_sent(row)
    state.call_ended()
    state.row_ended()
    return state


def test_the_first_row_goes_alone_until_its_end_shows_that_calls_can_work() -> None:
    state = RunState()
    state.rows_queued([QueuedRow(Row(n, ""), "") for n in range(4)])
    first = state.take()
    assert first is not None
    assert state.take() is None
    state.row_again(first)
    second = state.take()
    assert second is not None
    assert state.take() is None
    state.row_ended(proves=False)
    assert state.take() is not None
    assert state.take() is None
    state.row_ended()
    assert [state.take() is not None for _ in range(3)] == [True, True, False]


def test_every_change_that_is_waited_for_is_reported() -> None:
    over: list[bool] = []
    state = proven(lambda state: over.append(state.over))
    state.rows_queued([QueuedRow(Row(n, ""), "") for n in (1, 2)])
    first, second = state.take(), state.take()
    assert first is not None
    assert second is not None
    state.row_sent(first)
    state.call_ended()
    state.row_ended()
    state.source_ended()
    assert over[-1] is False
    state.row_withdrawn()
    assert over[-1] is True


def test_an_error_that_is_to_be_raised_stops_the_run_and_the_first_one_counts() -> None:
    state = RunState()
    state.fail(KeyError("a"), "first")
    state.fail(KeyError("b"), "second")
    assert (state.over, state.stopped_because, repr(state.error)) == (True, "first", "KeyError('a')")


def test_a_reader_that_was_too_far_ahead_is_called_when_there_is_room_again() -> None:
    room: list[bool] = []
    state = proven(lambda state: room.append(state.wants_rows))
    state.rows_queued(QueuedRow(Row(n, ""), "") for n in range(500))
    assert room[-1] is False
    while not room[-1]:
        assert state.take() is not None
    assert state.queued == 249
