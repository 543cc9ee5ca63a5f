"""The gate keeps its promises under any order of comings, goings, pauses and changes of mind."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from chakra_async import Limits
from chakra_async.core.gate import Gate

KEYS = st.sampled_from(["", "a", "b"])
LATE = 0.02
TINY = 1e-9


class AnyOrder(RuleBasedStateMachine):
    """Callers, slots and time, as an adversary would move them."""

    slots = Bundle("slots")
    tickets = Bundle("tickets")

    @initialize(
        concurrency=st.integers(1, 4), rate=st.none() | st.floats(0.5, 200), start=st.floats(-1e3, 1e6)
    )
    def begin(self, concurrency: Any, rate: Any, start: Any) -> None:
        self.gate = Gate(Limits(concurrency=concurrency, rate=rate))
        self.concurrency = concurrency
        self.rate = rate
        self.now = start
        self.direct = 0  # slots of those who came in at once
        self.granted = set()  # tickets that were let in later
        self.waiting = {}  # ticket -> key, in the order of coming
        self.paused = {}
        self.starts = []

    @property
    def held(self) -> Any:
        return self.direct + len(self.granted)

    def started(self, key: Any) -> None:
        assert self.paused.get(key, -math.inf) <= self.now
        self.starts.append(self.now)
        assert self.held <= self.concurrency
        if self.rate is not None:
            for count, earlier in enumerate(reversed(self.starts[-12:-1]), start=1):
                assert self.now - earlier >= count / self.rate - LATE - TINY

    @rule(target=tickets, key=KEYS)
    def come(self, key: Any) -> Any:
        if self.gate.enter_at_once(key, self.now):
            assert not self.waiting
            self.direct += 1
            self.started(key)
            return multiple()
        ticket = self.gate.queue(key)
        self.waiting[ticket] = key
        return ticket

    @rule(ticket=consumes(tickets))
    def give_up(self, ticket: Any) -> None:
        """Abandoned while waiting, or after being let in."""
        assert ticket.granted is (ticket in self.granted)
        self.waiting.pop(ticket, None)
        self.granted.discard(ticket)
        self.gate.abandon(ticket)

    @rule()
    def go(self) -> None:
        """One of those who came in at once leaves."""
        if self.direct:
            self.direct -= 1
            self.gate.leave()

    @rule(key=KEYS, seconds=st.floats(0, 50))
    def pause(self, key: Any, seconds: Any) -> None:
        self.gate.pause(key, seconds, self.now)
        self.paused[key] = max(self.paused.get(key, -math.inf), self.now + seconds)

    @rule()
    def forget(self) -> None:
        self.gate.forget_pauses(self.now)

    @rule(seconds=st.floats(0, 5))
    def time_passes(self, seconds: Any) -> None:
        self.now += seconds

    @rule()
    def admit(self) -> None:
        for ticket in self.gate.admit(self.now):
            key = self.waiting.pop(ticket)
            open_before = [
                other for other, at in self.waiting.items() if self.paused.get(at, -math.inf) <= self.now
            ]
            assert all(ticket.order < other.order for other in open_before)
            self.granted.add(ticket)
            self.started(key)

    @rule()
    def sleep_until_time_lets_somebody_in(self) -> None:
        change = self.gate.next_change(self.now)
        if change is None:
            assert not self.waiting or self.held >= self.concurrency
            return
        assert change >= self.now
        self.now = change
        before = len(self.waiting)
        self.admit()
        assert len(self.waiting) < before

    @invariant()
    def the_counts_agree(self) -> None:
        if hasattr(self, "gate"):
            assert 0 <= self.gate.in_flight == self.held <= self.concurrency
            assert self.gate.waiting == len(self.waiting)

    def teardown(self) -> None:
        """Everyone still waiting gets in at last, with nothing but time and slots coming back."""
        if not hasattr(self, "gate"):
            return
        while self.waiting:
            while self.direct:
                self.go()
            while self.granted:
                self.granted.pop()
                self.gate.leave()
            self.sleep_until_time_lets_somebody_in()  # each time one at the least


AnyOrder.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


class TestAnyOrder(AnyOrder.TestCase):
    pass


def test_the_first_calls_do_not_come_in_a_burst() -> None:
    gate = Gate(Limits(concurrency=100, rate=10))
    assert gate.enter_at_once("", 0.0)
    assert not gate.enter_at_once("", 0.0)
    assert not gate.enter_at_once("", 0.09)
    assert gate.enter_at_once("", 0.1)


def test_idle_time_is_not_saved_up() -> None:
    gate = Gate(Limits(concurrency=100, rate=10))
    assert gate.enter_at_once("", 0.0)
    assert gate.enter_at_once("", 100.0)
    assert not gate.enter_at_once("", 100.0)


def test_a_paused_key_holds_up_no_other() -> None:
    gate = Gate(Limits(concurrency=2))
    gate.pause("a", 10, 0.0)
    paused = gate.queue("a")
    free = gate.queue("b")
    assert gate.admit(0.0) == [free]
    assert gate.admit(10.0) == [paused]


def test_a_pause_never_shrinks() -> None:
    gate = Gate(Limits(concurrency=2))
    gate.pause("", 10, 0.0)
    gate.pause("", 1, 0.0)
    assert not gate.enter_at_once("", 9.9)
    assert gate.enter_at_once("", 10.0)


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_a_pause_is_only_lengthened(share: Any) -> None:
    gate = Gate(Limits())
    for seconds in (0, 0.4, 5, 120):
        assert seconds <= gate.smear(seconds, share) <= seconds + min(seconds * 0.1, 1)


def test_an_adaptive_gate_learns_and_a_refusal_lowers_its_rate() -> None:
    gate = Gate(Limits(concurrency=10, rate="adaptive"))
    assert gate.learns
    before = gate.rate
    now = 0.0
    for _ in range(30):
        gate.queue("")
        now = gate.next_change(now)
        assert len(gate.admit(now)) == 1
        gate.leave()
        gate.accepted(now)
        assert 0 < gate.rate < math.inf
    risen = gate.rate
    assert risen >= before
    gate.refused(now, now)
    assert gate.rate < risen
    assert not Gate(Limits(rate=5)).learns
