"""The adaptive rate against servers with an unknown ceiling. Time is simulated; nothing sleeps."""

from __future__ import annotations

import heapq
import math
import random
from collections import deque
from typing import TYPE_CHECKING, TypeAlias

import pytest

from chakra_async._core.answers.retry_after import jittered
from chakra_async._core.pacing.gate import Gate
from chakra_async.settings import Limits

if TYPE_CHECKING:
    from chakra_async._core.pacing.gate import Ticket


class FixedWindow:
    def __init__(self, ceiling: float) -> None:
        self.ceiling, self.second, self.passed = ceiling, -math.inf, 0

    def admits(self, now: float) -> bool:
        if self.second != math.floor(now):
            self.second, self.passed = math.floor(now), 0
        self.passed += 1
        return self.passed <= self.ceiling


class SlidingWindow:
    def __init__(self, ceiling: float) -> None:
        self.ceiling = ceiling
        self.passed: deque[float] = deque()

    def admits(self, now: float) -> bool:
        while self.passed and self.passed[0] <= now - 1:
            self.passed.popleft()
        if len(self.passed) < self.ceiling:
            self.passed.append(now)
            return True
        return False


class TokenBucket:
    def __init__(self, ceiling: float) -> None:
        self.ceiling, self.tokens, self.at = ceiling, 0.0, -math.inf

    def admits(self, now: float) -> bool:
        holds = max(5, self.ceiling / 10)
        self.tokens, self.at = min(holds, self.tokens + (now - self.at) * self.ceiling), now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


Window: TypeAlias = FixedWindow | SlidingWindow | TokenBucket
WINDOWS = [FixedWindow, SlidingWindow, TokenBucket]


class Simulation:
    """Callers that call again and again through a gate, and a server: arrivals, answers and timers in order."""

    def __init__(
        self,
        server: Window,
        *,
        hint: float | None = 1.0,
        callers: int = 150,
        concurrency: int = 100,
        latency: float = 0.02,
        start: float = 1000.3,
    ) -> None:
        self.gate = Gate(Limits(concurrency=concurrency, rate="adaptive"))
        self.server, self.hint, self.latency, self.start = server, hint, latency, start
        self.random = random.Random(1)
        self.passed: dict[int, int] = {}
        self.refused: dict[int, int] = {}
        self.failed = 0
        self._now, self._timer, self._order = start, math.inf, 0
        self._delayed_until = -math.inf
        self._events: list[tuple[float, int, str, int, float]] = []
        self._waiting: dict[Ticket, int] = {}
        self._attempts = [0] * callers
        for caller in range(callers):
            self._enter(caller)

    def run(self, until: float) -> None:
        """Go on to some seconds after the start."""
        end = self.start + until
        while True:
            now = min(self._timer, self._events[0][0] if self._events else math.inf)
            if now >= end:
                return
            self._now = now
            if now == self._timer:
                self._pump()
                continue
            _, _, what, caller, began = heapq.heappop(self._events)
            if what == "arrival":
                passes = self.server.admits(now)
                counts = self.passed if passes else self.refused
                counts[int(now - self.start)] = counts.get(int(now - self.start), 0) + 1
                self._later(self._trip(), "passed" if passes else "refused", caller, began)
            else:
                self._answered(what, caller, began)

    def delay_arrivals(self, seconds: float) -> None:
        """Let everything sent in the next seconds arrive together at their end."""
        self._delayed_until = self._now + seconds

    @property
    def rate(self) -> float:
        assert self.gate.rate is not None
        return self.gate.rate

    def goodput(self, begin: int, end: int) -> float:
        return sum(self.passed.get(second, 0) for second in range(begin, end)) / (end - begin)

    def refusals(self, begin: int, end: int) -> float:
        refused = sum(self.refused.get(second, 0) for second in range(begin, end))
        return refused / (refused + sum(self.passed.get(second, 0) for second in range(begin, end)))

    def reached(self, goodput: float, begin: int = 0) -> int:
        """Return the seconds until the goodput of three seconds in a row is so high."""
        return next(
            second for second in range(1000) if self.goodput(begin + second, begin + second + 3) >= goodput
        )

    def _answered(self, what: str, caller: int, began: float) -> None:
        self.gate.leave()
        self._pump()
        if what == "passed":
            self._attempts[caller] = 0
            self.gate.accepted(self._now)
        else:
            self.gate.refused(began, self._now)
            bound = min(8.0, 0.5 * 2 ** self._attempts[caller])
            wait = self.random.uniform(0, bound) if self.hint is None else self.hint
            self.gate.pause("", jittered(wait, self.random.random()), self._now)
            self._attempts[caller] += 1
            if self._attempts[caller] == 4:
                self.failed += 1
                self._attempts[caller] = 0
        self._enter(caller)

    def _enter(self, caller: int) -> None:
        if self.gate.enter_at_once("", self._now):
            self._send(caller)
        else:
            self._waiting[self.gate.queue("")] = caller
            self._arm()

    def _pump(self) -> None:
        for ticket in self.gate.admit(self._now):
            self._send(self._waiting.pop(ticket))
        self._arm()

    def _arm(self) -> None:
        change = self.gate.next_change(self._now)
        self._timer = math.inf if change is None else change + self.random.uniform(0, 0.0015)

    def _send(self, caller: int) -> None:
        self._later(max(self._trip(), self._delayed_until - self._now), "arrival", caller, self._now)

    def _trip(self) -> float:
        return self.latency * self.random.uniform(0.4, 0.7)

    def _later(self, seconds: float, what: str, caller: int, began: float) -> None:
        self._order += 1
        heapq.heappush(self._events, (self._now + seconds, self._order, what, caller, began))


CASES = [
    *((window, 20, hint, 200, 120, 12) for window in WINDOWS for hint in (1.0, None)),
    *((window, 200, hint, 200, 120, 10) for window in WINDOWS for hint in (1.0, None)),
    *((window, 1000, 1.0, 90, 70, 10) for window in WINDOWS),
    (FixedWindow, 1000, None, 90, 70, 10),
]


@pytest.mark.parametrize(("window", "ceiling", "hint", "before", "after", "soon"), CASES)
def test_finds_the_ceiling_keeps_to_it_and_follows_when_it_halves(
    window: type[Window], ceiling: int, hint: float | None, before: int, after: int, soon: int
) -> None:
    simulation = Simulation(window(ceiling), hint=hint)
    simulation.run(before)
    assert simulation.reached(0.9 * ceiling) <= 20
    assert simulation.goodput(30, before) >= 0.95 * ceiling
    assert simulation.refusals(0, before) < 0.02
    simulation.server.ceiling = ceiling / 2
    simulation.run(before + after)
    assert simulation.reached(0.9 * ceiling / 2, before) <= soon
    assert simulation.goodput(before + 20, before + after) >= 0.95 * ceiling / 2
    assert simulation.refusals(before, before + after) < 0.02
    assert simulation.failed == 0


def test_follows_a_small_ceiling_down_within_ten_seconds_whenever_it_halves() -> None:
    goodputs = []
    for before in (120, 131, 200):
        for phase in range(4):
            simulation = Simulation(FixedWindow(20), start=1000.3 + 0.17 * phase)
            simulation.random = random.Random(phase)
            simulation.run(before)
            simulation.server.ceiling = 10
            simulation.run(before + 120)
            assert simulation.reached(0.9 * 10, before) <= 10
            assert simulation.refusals(before, before + 120) < 0.02
            goodputs.append(simulation.goodput(before + 20, before + 120))
    assert sum(goodputs) / len(goodputs) >= 0.95 * 10


@pytest.mark.parametrize("window", WINDOWS)
def test_finds_a_ceiling_that_was_raised(window: type[Window]) -> None:
    simulation = Simulation(window(50))
    simulation.run(60)
    simulation.server.ceiling = 150
    simulation.run(500)
    assert simulation.goodput(400, 500) >= 0.95 * 150


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("ceiling", [3, 8])
def test_a_ceiling_below_the_first_rate_is_found_too(window: type[Window], ceiling: int) -> None:
    simulation = Simulation(window(ceiling))
    simulation.run(400)
    assert simulation.goodput(60, 400) >= 0.95 * ceiling
    assert simulation.refusals(60, 400) < 0.02


@pytest.mark.parametrize("window", WINDOWS)
def test_the_longer_the_pauses_a_server_demands_the_rarer_they_are_provoked(window: type[Window]) -> None:
    simulation = Simulation(window(50), hint=10.0)
    simulation.run(800)
    assert simulation.goodput(200, 800) >= 0.95 * 50


@pytest.mark.parametrize("start", [-500.2, 0.0, 1e7])
def test_where_the_clock_starts_does_not_matter(start: float) -> None:
    simulation = Simulation(SlidingWindow(100), start=start)
    simulation.run(100)
    assert simulation.goodput(30, 100) >= 0.95 * 100


@pytest.mark.parametrize("window", WINDOWS)
def test_bursts_of_latency_cost_little(window: type[Window]) -> None:
    simulation = Simulation(window(200))
    for second in range(20, 300, 20):
        simulation.run(second)
        simulation.delay_arrivals(0.1)
    simulation.run(300)
    assert simulation.goodput(30, 300) >= 0.85 * 200
    assert simulation.refusals(30, 300) < 0.02


@pytest.mark.parametrize("at", [60.0, 60.3, 60.7])
def test_a_bunch_of_late_calls_is_not_taken_for_a_lower_ceiling(at: float) -> None:
    """What was held is back two seconds after the pause, and not crossed again step by step."""
    simulation = Simulation(SlidingWindow(240))
    simulation.run(at)
    simulation.delay_arrivals(0.05)
    simulation.run(75)
    assert simulation.refusals(60, 62) > 0
    assert simulation.goodput(64, 75) >= 0.95 * 240


def test_few_callers_are_not_held_back_and_do_not_drive_the_rate_up() -> None:
    simulation = Simulation(FixedWindow(1000), callers=3, latency=0.1)
    simulation.run(300)
    used = simulation.goodput(200, 300)
    assert used >= 0.95 * 3 / 0.11
    assert simulation.rate <= 3 * used


@pytest.mark.parametrize("concurrency", [1, 10])
def test_a_concurrency_that_binds_does_not_drive_the_rate_up(concurrency: int) -> None:
    simulation = Simulation(FixedWindow(10_000), concurrency=concurrency, latency=0.1)
    simulation.run(300)
    used = simulation.goodput(200, 300)
    assert used >= 0.95 * concurrency / 0.11
    assert simulation.rate <= 3 * used


def test_waiting_for_a_slot_alone_does_not_raise_the_rate() -> None:
    simulation = Simulation(FixedWindow(1000), concurrency=1, latency=0.13)
    rate = simulation.rate
    simulation.run(60)
    assert simulation.goodput(0, 60) > 0.5 * rate
    assert simulation.rate == rate


@pytest.mark.parametrize("window", WINDOWS)
def test_a_ceiling_far_below_a_rate_that_was_not_used_is_found(window: type[Window]) -> None:
    simulation = Simulation(window(1000), concurrency=20, latency=0.1)
    simulation.run(60)
    simulation.server.ceiling = 50
    simulation.run(200)
    assert simulation.reached(0.9 * 50, 60) <= 30
    assert simulation.refusals(60, 200) < 0.02
