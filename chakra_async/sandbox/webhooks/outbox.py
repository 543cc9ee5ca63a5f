"""What is to be delivered when: a pure state machine, with the time and the chance as arguments.

A notice becomes one delivery for each target and format, at its time. An attempt that is not answered with a 200 is made
again, at growing distances, for seven days; that is what Meta's pages say of Meta (inferred for ChakraHQ, whose pages
contradict each other).
"""

from __future__ import annotations

import heapq
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.sandbox.webhooks.notices import PASS_THROUGH, RECORDED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from random import Random

    from chakra_async.sandbox.webhooks.notices import Notice

__all__ = ["RETRY_AFTER", "Attempt", "Delivery", "Outbox", "WebhookFault"]

RETRY_AFTER: Final = (5, 30, 120, 600, 3600, 21_600)
"""Seconds after each failed attempt; the last one holds for all further ones."""
_GIVE_UP: Final = 7 * 86_400_000
_BATCH_FOR: Final = 500
_REORDER: Final = 3_000


@attrs.frozen(kw_only=True)
class Attempt:
    """One attempt of a delivery.

    Attributes:
        at: When, epoch milliseconds of the sandbox's clock.
        status: The status of the answer; None where none came.
        fault: What was done to it: drop, cut or wrong_secret; empty for nothing.
        error: Why no answer came, in words; empty otherwise.

    """

    at: int
    status: int | None
    fault: str = ""
    error: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether it was answered with 200."""
        return self.status == 200  # noqa: PLR2004 - HTTP's own number


@attrs.define(kw_only=True, eq=False)
class Delivery:
    """Something that a target is sent.

    Attributes:
        number: Its number, from 1 on.
        target: The number of its target.
        format: `pass_through`, `chakra`, `records`, or `recorded` for one that was replayed.
        notices: What it reports.
        due: When the next attempt is due, epoch milliseconds; None where there is none to come.
        attempts: The attempts that were made.
        again: Whether it repeats what another delivery reports, because of a fault.

    """

    number: int
    target: int
    format: str
    notices: tuple[Notice, ...]
    due: int | None
    attempts: list[Attempt] = attrs.field(factory=list[Attempt])
    again: bool = False

    @property
    def done(self) -> bool:
        """Whether it was answered with 200."""
        return bool(self.attempts) and self.attempts[-1].succeeded


_BESIDES: Final = frozenset({"rate", "times", "met"})


@attrs.define(kw_only=True, eq=False)
class WebhookFault:
    """What goes wrong with deliveries.

    Attributes:
        duplicate: How often each is made; 1 is once.
        reorder: Whether it is held for up to 3 seconds, so that later ones come before it.
        batch: How many notices are put into one delivery of the pass-through format.
        split: Whether a batch is delivered again, one by one.
        delay: How many seconds it is held.
        drop: Whether the first attempt is lost on its way.
        cut: Whether the first attempt breaks off in the body.
        wrong_secret: Whether the first attempt is signed with another secret.
        rate: The share of deliveries that it meets, above 0, at most 1; batches are made of all.
        times: How many deliveries it meets at most; None for all.
        met: How many it has met.

    """

    duplicate: int = 1
    reorder: bool = False
    batch: int = 1
    split: bool = False
    delay: float = 0.0
    drop: bool = False
    cut: bool = False
    wrong_secret: bool = False
    rate: float = 1.0
    times: int | None = None
    met: int = 0

    @property
    def kind(self) -> str:
        """What it does, in words."""
        own = attrs.asdict(
            self, filter=lambda member, value: member.name not in _BESIDES and value != member.default
        )
        return ", ".join(name if value is True else f"{name} {value:g}" for name, value in own.items())


@attrs.define(kw_only=True, eq=False)
class _Target:
    formats: frozenset[str]
    waba_id: str = ""
    events: frozenset[str] | None = None
    held: dict[str, list[Notice]] = attrs.field(factory=dict[str, "list[Notice]"])
    closes: int | None = None


def _is_for(target: _Target, form: str, notice: Notice) -> bool:
    if form == RECORDED:
        return True
    if form not in target.formats or (target.waba_id and notice.waba_id != target.waba_id):
        return False
    return target.events is None or notice.event is None or notice.event["event"] in target.events


def _is_left(fault: WebhookFault) -> bool:
    return fault.times is None or fault.met < fault.times


def _of_time(fault: WebhookFault) -> bool:
    return fault.duplicate > 1 or fault.reorder or fault.delay > 0


def _of_attempt(fault: WebhookFault) -> bool:
    return fault.drop or fault.cut or fault.wrong_secret


class Outbox:
    """The deliveries of all targets.

    Args:
        chance: The source of chance for faults.
        keep: How many of the newest deliveries are kept.

    Attributes:
        deliveries: The newest deliveries, oldest first.
        total: How many deliveries there have been.
        faults: What goes wrong.
        changes: How many deliveries and attempts there have been.

    """

    def __init__(self, chance: Random, keep: int = 10_000) -> None:
        self._chance = chance
        self._targets: list[_Target] = []
        self._heap: list[tuple[int, int, Delivery]] = []
        self.deliveries: deque[Delivery] = deque(maxlen=keep)
        self.total = 0
        self.changes = 0
        self.faults: list[WebhookFault] = []

    def add_target(
        self, formats: Iterable[str], *, waba_id: str = "", events: Iterable[str] | None = None
    ) -> int:
        """Add a target; return its number.

        Args:
            formats: The formats that it gets.
            waba_id: The only account that it hears of; empty for all.
            events: The only events of ChakraHQ's format that it gets; None for all.

        """
        wanted = None if events is None else frozenset(events)
        self._targets.append(_Target(formats=frozenset(formats), waba_id=waba_id, events=wanted))
        return len(self._targets) - 1

    def end_target(self, number: int) -> None:
        """Let a target get nothing that happens from now on."""
        self._targets[number].formats = frozenset()

    def newest(self, most: int) -> list[Delivery]:
        """Return the newest deliveries, newest first."""
        return list(islice(reversed(self.deliveries), most))

    def note(self, notice: Notice, now: int) -> None:
        """Take something that happened, or will happen at its time."""
        for number, target in enumerate(self._targets):
            for form in notice.formats():
                if target.formats and _is_for(target, form, notice):
                    self._take(number, target, form, notice, now)

    def _take(self, number: int, target: _Target, form: str, notice: Notice, now: int) -> None:
        size = max((fault.batch for fault in self.faults if _is_left(fault)), default=1)
        if form != PASS_THROUGH or size <= 1 or notice.at > now:
            self._schedule(number, form, (notice,), max(notice.at, now))
            return
        held = target.held.setdefault(form, [])
        held.append(notice)
        if target.closes is None:
            target.closes = now + _BATCH_FOR
        if len(held) >= size:
            self._close(number, target, now)

    def _close(self, number: int, target: _Target, now: int) -> None:
        held, target.held, target.closes = target.held, {}, None
        for form, notices in held.items():
            self._schedule(number, form, tuple(notices), now)
            if len(notices) == 1:
                continue
            if any(fault.split for fault in self.faults):
                for one in notices:
                    self._schedule(number, form, (one,), now, again=True)
            for fault in self.faults:
                fault.met += fault.batch > 1

    def _schedule(
        self, target: int, form: str, notices: Sequence[Notice], due: int, *, again: bool = False
    ) -> None:
        copies = 1
        for fault in self._meeting(_of_time):
            copies = max(copies, fault.duplicate)
            due += int(fault.delay * 1000)
            if fault.reorder:
                due += self._chance.randrange(_REORDER)
        for copy in range(copies):
            self.total += 1
            self.changes += 1
            delivery = Delivery(
                number=self.total,
                target=target,
                format=form,
                notices=tuple(notices),
                due=due,
                again=again or copy > 0,
            )
            self.deliveries.append(delivery)
            heapq.heappush(self._heap, (due, delivery.number, delivery))

    def _meeting(self, kind: Callable[[WebhookFault], bool]) -> list[WebhookFault]:
        """Return the faults of a kind that meet a delivery, and count them."""
        found: list[WebhookFault] = []
        for fault in self.faults:
            if _is_left(fault) and kind(fault) and self._chance.random() < fault.rate:
                fault.met += 1
                found.append(fault)
        return found

    def next_due(self) -> int | None:
        """Return when the next attempt is due, epoch milliseconds; None where none is to come."""
        closing = [target.closes for target in self._targets if target.closes is not None]
        times = [*closing, *(entry[0] for entry in self._heap[:1])]
        return min(times) if times else None

    def take(self, now: int) -> tuple[Delivery, int, str] | None:
        """Return a delivery that is due, when it was due, and the fault of this attempt; None where none is due."""
        for number, target in enumerate(self._targets):
            if target.closes is not None and target.closes <= now:
                self._close(number, target, now)
        if not self._heap or self._heap[0][0] > now:
            return None
        due, _, delivery = heapq.heappop(self._heap)
        delivery.due = None
        if delivery.attempts:
            return delivery, due, ""
        met = self._meeting(_of_attempt)
        kinds = [name for fault in met for name in ("drop", "cut", "wrong_secret") if getattr(fault, name)]
        return delivery, due, kinds[0] if kinds else ""

    def attempted(self, delivery: Delivery, attempt: Attempt) -> None:
        """Take the result of an attempt; one that failed is made again later."""
        delivery.attempts.append(attempt)
        self.changes += 1
        if attempt.succeeded or attempt.at - delivery.attempts[0].at >= _GIVE_UP:
            return
        wait = RETRY_AFTER[min(len(delivery.attempts), len(RETRY_AFTER)) - 1]
        delivery.due = attempt.at + wait * 1000
        heapq.heappush(self._heap, (delivery.due, delivery.number, delivery))
