"""The gate keeps its promises under any order of comings, goings, pauses and changes of mind."""

from __future__ import annotations

import math
import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from chakra_async import Limits
from chakra_async._core.pacing.gate import Gate

KEYS = st.sampled_from(["", "a", "b"])
LATE = 0.02
TINY = 1e-9


def evenly(starts: Any, rate: Any) -> None:
    """Assert that the last start is as far from the ones before as a fixed rate demands."""
    if isinstance(rate, float):
        for count, earlier in enumerate(reversed(starts[-12:-1]), start=1):
            assert starts[-1] - earlier >= count / rate - LATE - TINY


class AnyOrder(RuleBasedStateMachine):
    """Callers, slots and time, as an adversary would move them."""

    slots = Bundle("slots")
    tickets = Bundle("tickets")

    @initialize(
        concurrency=st.integers(1, 4),
        rate=st.none() | st.floats(0.5, 200) | st.just("adaptive"),
        rate_per_number=st.none() | st.floats(0.5, 50) | st.just("adaptive"),
        max_idle=st.sampled_from([0, 2, 256]),
        start=st.floats(-1e3, 1e6),
    )
    def begin(self, concurrency: Any, rate: Any, rate_per_number: Any, max_idle: Any, start: Any) -> None:
        limits = Limits(concurrency=concurrency, rate=rate, rate_per_number=rate_per_number)
        self.gate = Gate(limits, max_idle=max_idle)
        self.concurrency = concurrency
        self.rate = rate
        self.rate_per_number = rate_per_number
        self.now = start
        self.direct = []  # the keys of those who came in at once
        self.granted = set()  # tickets that were let in later
        self.waiting = {}  # ticket -> key, in the order of coming
        self.paused = {}
        self.starts = []
        self.key_starts = {}

    @property
    def held(self) -> Any:
        return len(self.direct) + len(self.granted)

    def in_flight_of(self, key: Any) -> Any:
        return self.direct.count(key) + sum(ticket.key == key for ticket in self.granted)

    def unpaused(self, key: Any) -> Any:
        return max(self.paused.get("", -math.inf), self.paused.get(key, -math.inf)) <= self.now

    def surely_open(self, key: Any) -> Any:
        """Whether a key may go as far as it alone is concerned."""
        if not key or self.rate_per_number is None:
            return self.unpaused(key)
        starts = self.key_starts.get(key)
        if self.rate_per_number == "adaptive":
            return self.unpaused(key) and not starts
        return self.unpaused(key) and (not starts or self.now >= starts[-1] + 1 / self.rate_per_number + TINY)

    def started(self, key: Any) -> None:
        assert self.unpaused(key)
        assert self.held <= self.concurrency
        self.starts.append(self.now)
        evenly(self.starts, self.rate)
        if key:
            self.key_starts.setdefault(key, []).append(self.now)
            evenly(self.key_starts[key], self.rate_per_number)

    @rule(target=tickets, key=KEYS)
    def come(self, key: Any) -> Any:
        if self.gate.enter_at_once(key, self.now):
            assert not any(self.surely_open(other) or other == key for other in self.waiting.values())
            self.direct.append(key)
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
            self.gate.leave(self.direct.pop())

    @rule(key=KEYS, seconds=st.floats(0, 50))
    def pause(self, key: Any, seconds: Any) -> None:
        self.gate.pause(key, seconds, self.now)
        self.paused[key] = max(self.paused.get(key, -math.inf), self.now + seconds)

    @rule(key=KEYS, ago=st.floats(0, 5), everyone=st.booleans())
    def refused(self, key: Any, ago: Any, everyone: Any) -> None:
        self.gate.refused(self.now - ago, self.now, key, everyone=everyone)

    @rule(key=KEYS)
    def accepted(self, key: Any) -> None:
        self.gate.accepted(self.now, key)

    @rule()
    def forget(self) -> None:
        self.gate.forget_idle(self.now)

    @rule(seconds=st.floats(0, 5))
    def time_passes(self, seconds: Any) -> None:
        self.now += seconds

    @rule()
    def admit(self) -> None:
        for ticket in self.gate.admit(self.now):
            key = self.waiting.pop(ticket)
            assert all(ticket.order < other.order for other, at in self.waiting.items() if at == key)
            for other in set(self.waiting.values()):
                if other != key and self.surely_open(other):
                    assert self.in_flight_of(key) <= self.in_flight_of(other)
            self.granted.add(ticket)
            self.started(key)

    @rule()
    def sleep_until_time_admits_a_call(self) -> None:
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
            for name, key in self.gate._keys.items():
                assert key.in_flight == self.in_flight_of(name)

    def teardown(self) -> None:
        """Everyone still waiting gets in at last, with nothing but time and slots coming back."""
        if not hasattr(self, "gate"):
            return
        while self.waiting:
            while self.direct:
                self.go()
            while self.granted:
                self.gate.leave(self.granted.pop().key)
            self.sleep_until_time_admits_a_call()  # each time at least one


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


def test_a_paused_key_does_not_hold_up_another() -> None:
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


# Keys


def test_a_pause_without_a_key_holds_all_calls_and_a_pause_of_a_key_that_key() -> None:
    gate = Gate(Limits(concurrency=9))
    gate.pause("a", 5, 0.0)
    assert not gate.enter_at_once("a", 0.0)
    assert gate.enter_at_once("b", 0.0)
    gate.pause("", 10, 0.0)
    for key in ("", "a", "b"):
        assert not gate.enter_at_once(key, 9.9)
        assert gate.enter_at_once(key, 10.0)


def test_a_waiter_on_a_paused_key_does_not_delay_another_key() -> None:
    gate = Gate(Limits(concurrency=2))
    gate.pause("a", 10, 0.0)
    gate.queue("a")
    assert gate.enter_at_once("b", 0.0)
    assert gate.enter_at_once("", 0.0)


def test_a_rate_per_key_spaces_each_key_by_itself_and_not_calls_without_a_key() -> None:
    gate = Gate(Limits(concurrency=99, rate_per_number=10))
    for key in ("a", "b"):
        assert gate.enter_at_once(key, 0.0)
        assert not gate.enter_at_once(key, 0.09)
        assert gate.enter_at_once(key, 0.1)
    assert all(gate.enter_at_once("", 0.1) for _ in range(5))


def test_both_rates_are_kept() -> None:
    gate = Gate(Limits(concurrency=99, rate=20, rate_per_number=15))
    for key in "a" * 105 + "b" * 30:
        gate.queue(key)
    now, starts = 0.0, []
    while gate.waiting:
        now = gate.next_change(now)
        for ticket in gate.admit(now):
            gate.leave(ticket.key)
            starts.append((now, ticket.key))
    assert Counter(key for at, key in starts if at < 2.99) == {"a": 30, "b": 30}
    assert now == pytest.approx(3 + 75 / 15, abs=0.15)


def test_a_long_queue_of_one_key_does_not_hold_up_another_key() -> None:
    gate = Gate(Limits(concurrency=4))
    for _ in range(1000):
        gate.queue("a")
    assert len(gate.admit(0.0)) == 4
    late = gate.queue("b")
    gate.leave("a")
    assert gate.admit(0.0) == [late]


def test_keys_that_all_want_more_get_equal_shares_of_the_slots() -> None:
    gate = Gate(Limits(concurrency=6))
    for key, count in (("a", 500), ("b", 50), ("", 10)):
        for _ in range(count):
            gate.queue(key)
    assert Counter(ticket.key for ticket in gate.admit(0.0)) == {"a": 2, "b": 2, "": 2}


def test_a_key_with_slow_answers_does_not_take_all_slots() -> None:
    gate = Gate(Limits(concurrency=10))
    for _ in range(100):
        gate.queue("slow")
        gate.queue("quick")
    flying = Counter(ticket.key for ticket in gate.admit(0.0))
    for _ in range(50):  # only the quick ones ever come back
        gate.leave("quick")
        flying["quick"] -= 1
        flying.update(ticket.key for ticket in gate.admit(0.0))
    assert flying == {"slow": 5, "quick": 5}


def test_with_one_slot_keys_take_turns() -> None:
    gate = Gate(Limits(concurrency=1))
    for key in "aaabbbccc":
        gate.queue(key)
    order = ""
    for _ in range(9):
        (ticket,) = gate.admit(0.0)
        order += ticket.key
        gate.leave(ticket.key)
    assert order == "abcabcabc"


def test_new_keys_do_not_starve_an_old_key() -> None:
    gate = Gate(Limits(concurrency=1))
    for number in range(5):
        gate.queue(str(number))
    gate.admit(0.0)
    holder, waited = "0", gate.queue("old")
    for number in range(5, 50):
        gate.queue(str(number))
        gate.leave(holder)
        (ticket,) = gate.admit(0.0)
        if ticket is waited:
            break
        holder = ticket.key
    assert waited.granted
    assert number <= 10


def test_only_unused_keys_are_forgotten() -> None:
    gate = Gate(Limits(concurrency=10**6, rate_per_number=5), max_idle=50)
    assert gate.enter_at_once("flying", 0.0)
    gate.pause("paused", 10**6, 0.0)
    gate.pause("waiting", 5000.0, 0.0)
    queued = gate.queue("waiting")
    for number in range(5000):
        assert gate.enter_at_once(str(number), float(number))
        gate.leave(str(number))
        assert gate.keys <= 60
    assert not gate.enter_at_once("paused", 5000.0)
    assert gate.admit(5000.0) == [queued]
    gate.leave("waiting")
    gate.leave("flying")


def test_the_keys_used_last_keep_what_they_learned() -> None:
    gate = Gate(Limits(concurrency=9, rate_per_number="adaptive"), max_idle=20)
    for number in range(200):
        now = float(number)
        for key in (str(number), "mine"):
            assert gate.enter_at_once(key, now)
            gate.leave(key)
        if number == 0:
            gate.refused(now, now, "mine", everyone=False)
            lowered = gate._keys["mine"].pace.rate
    assert lowered < 10
    assert gate._keys["mine"].pace.rate == lowered


@pytest.mark.parametrize(
    ("limits", "everyone", "lowered"),
    [
        (Limits(rate="adaptive", rate_per_number="adaptive"), True, "client"),
        (Limits(rate="adaptive", rate_per_number="adaptive"), False, "key"),
        (Limits(rate="adaptive"), False, "client"),
        (Limits(rate_per_number="adaptive"), True, "key"),
        (Limits(rate=50, rate_per_number="adaptive"), True, "key"),
        (Limits(rate=50), True, None),
    ],
)
def test_a_refusal_lowers_the_rate_that_it_concerns(limits: Any, everyone: Any, lowered: Any) -> None:
    gate = Gate(limits)
    assert gate.enter_at_once("a", 0.0)
    assert gate.enter_at_once("b", 5.0)

    def rates() -> Any:
        paces = {"client": gate._pace, "key": gate._keys["a"].pace, "other": gate._keys["b"].pace}
        return {name: pace.rate for name, pace in paces.items() if pace is not None}

    before = rates()
    gate.refused(5.0, 5.1, "a", everyone=everyone)
    assert [name for name, rate in rates().items() if rate < before[name]] == ([lowered] if lowered else [])


def test_each_key_finds_its_own_ceiling() -> None:
    gate = Gate(Limits(concurrency=1000, rate_per_number="adaptive"))
    ceilings = {"a": 20, "b": 100}
    noise = random.Random(3)
    passed = {key: Counter() for key in ceilings}
    for key in ceilings:
        for _ in range(30_000):
            gate.queue(key)
    now = 0.0
    while now < 120:
        now = gate.next_change(now) + noise.uniform(0, 0.001)
        for ticket in gate.admit(now):
            key = ticket.key
            gate.leave(key)
            if passed[key][int(now)] < ceilings[key]:
                passed[key][int(now)] += 1
                gate.accepted(now, key)
            else:
                gate.refused(now, now, key, everyone=False)
                gate.pause(key, 1.0, now)
    for key, ceiling in ceilings.items():
        used = sum(passed[key][second] for second in range(60, 120)) / 60
        assert used >= 0.9 * ceiling
