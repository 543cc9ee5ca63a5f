"""Admission of calls: bounded concurrency, even rates without an initial burst, and pauses.

A pure state machine: no clock, no lock, no event loop. Times are seconds of one monotonic clock, given with each call.
The asyncio shell around it is in `_transport.gate`.

A call may carry a key, such as the id of the sending phone number. Each key has its own pause and, if set, its own rate;
the empty key is that of calls without a key, and its pause holds up all calls. Invariants:

- `in_flight` never exceeds the concurrency and never falls below zero. A waiter holds no slot.
- Planned starts are one interval apart, over all calls and within each key; see `pace`.
- A pause is a deadline that only grows; it ends by itself.
- A key that is paused or slow does not hold up another: of the eligible keys, the one with the fewest calls in flight is
  next, then the one whose last turn is longest ago; within a key, first in, first out. So no key can take all slots
  while another waits, and every eligible key has its turn.
- Keys without a call, a waiter or a running pause are forgotten once there are many.

Waiting keys are in two heaps, by their turn and by the time at which they open, so that a call costs the same however
many keys wait. An entry is valid while its version is the key's; outdated entries are dropped when they come up.
"""

from __future__ import annotations

from collections import deque
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, Final, Literal

from chakra_async._core.pacing.pace import NEVER, Pace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chakra_async.settings import Limits

__all__ = ["Gate", "Ticket"]

_MIN_OUTDATED: Final = 64


class Ticket:
    """One waiter: its key, its place in the order of arrival, and what it was made for."""

    __slots__ = ("granted", "key", "order", "owner")

    def __init__(self, key: str, order: int, owner: Any) -> None:
        self.key = key
        self.order = order
        self.owner = owner
        self.granted = False


class _Key:
    """The state of one key."""

    __slots__ = (
        "in_flight",
        "name",
        "pace",
        "paused_until",
        "queue",
        "turn",
        "used_at",
        "version",
        "waiting_since",
    )

    def __init__(self, name: str, pace: Pace | None) -> None:
        self.name = name
        self.pace = pace
        self.in_flight = 0
        self.paused_until = NEVER
        self.queue: deque[Ticket] = deque()
        self.turn = 0
        self.used_at = NEVER
        self.version = 0
        self.waiting_since = 0  # the round of admissions in which it began to wait

    @property
    def opens_at(self) -> float:
        """When its own pause and its own rate admit the next call."""
        return self.paused_until if self.pace is None else max(self.paused_until, self.pace.next_start)

    def is_idle(self, now: float) -> bool:
        """Return whether it can be forgotten without losing anything but a learned rate."""
        return not self.in_flight and not self.queue and self.opens_at <= now


class Gate:
    """The state of the gate.

    Args:
        limits: Concurrency and rates.
        max_idle: How many idle keys are remembered, with the rates that they have learned.

    """

    def __init__(self, limits: Limits, *, max_idle: int = 256) -> None:
        self.concurrency = limits.concurrency
        self.in_flight = 0
        self.learns = "adaptive" in (limits.rate, limits.rate_per_number)
        """Whether calls that were accepted have to be reported to it."""
        self._pace = None if limits.rate is None else Pace(limits.rate)
        self._key_rate: float | Literal["adaptive"] | None = limits.rate_per_number
        self._everyone = _Key("", None)
        self._keys = {"": self._everyone}
        self._waiting: dict[str, _Key] = {}
        self._open: list[
            tuple[int, int, int, int, _Key]
        ] = []  # in flight, last turn, order of arrival, version
        self._closed: list[tuple[float, int, int, _Key]] = []  # when it opens, order of arrival, version
        self._max_idle = self._forget_at = max_idle
        self._order = 0
        self._turn = 0
        self._round = 0
        self._round_at = NEVER
        self._round_left_slots = False

    def enter_at_once(self, key: str, now: float) -> bool:
        """Take a slot without waiting; False if none is free or an eligible waiter is ahead."""
        if self.in_flight >= self.concurrency:
            return False
        pace = self._pace
        if pace is not None and pace.next_start > now:
            pace.held = pace.held or not self._waiting
            return False
        if self._everyone.paused_until > now:
            return False
        mine = self._keys.get(key)
        if mine is None:
            if len(self._keys) > self._forget_at:
                self.forget_idle(now)
            mine = self._key(key)
        if key and mine.opens_at > now:
            if mine.pace is not None and not mine.queue:
                mine.pace.held = mine.pace.next_start > now
            return False
        if self._waiting and (mine.queue or self._next_key(now) is not None):
            return False
        self._grant(mine, now, waited=False)
        return True

    def queue(self, key: str, owner: Any = None) -> Ticket:
        """Return a ticket to wait with."""
        self._order += 1
        ticket = Ticket(key, self._order, owner)
        self._append(ticket)
        return ticket

    def leave(self, key: str = "") -> None:
        """Give a slot back; exactly once for each grant."""
        self.in_flight -= 1
        mine = self._keys[key]
        mine.in_flight -= 1
        if mine.queue:
            self._push(mine)

    def abandon(self, ticket: Ticket) -> None:
        """Remove a waiting ticket, or give its slot back if it was granted meanwhile."""
        if ticket.granted:
            self.leave(ticket.key)
            return
        mine = self._waiting.get(ticket.key)
        if mine is not None:
            mine.queue.remove(ticket)
            if mine.queue:
                self._push(mine)
            else:
                self._stop_waiting(mine)

    def pause(self, key: str, seconds: float, now: float) -> None:
        """Let no call on this key begin for some seconds; on the empty key, no call at all.

        A pause never shortens a running pause.
        """
        if len(self._keys) > self._forget_at:
            self.forget_idle(now)
        mine = self._key(key)
        mine.paused_until = max(mine.paused_until, now + seconds)

    def pause_left(self, key: str, now: float) -> float:
        """Return the seconds until the pauses that hold up a key are over, 0 without a pause."""
        mine = self._keys.get(key, self._everyone)
        return max(0.0, mine.paused_until - now, self._everyone.paused_until - now)

    def longest_pause(self, now: float) -> float:
        """Return the seconds until the last pause of any key is over, 0 without a pause."""
        return max(0.0, max(key.paused_until for key in self._keys.values()) - now)

    def refused(self, started: float, now: float, key: str = "", *, everyone: bool = True) -> None:
        """Record that a call begun at `started` was refused by throttling.

        Args:
            started: When the call began.
            now: The time.
            key: The call's key.
            everyone: Whether the refusal concerns all calls; else only those on the key. If no rate is learned for
                these, the other rate is lowered.

        """
        paces = [self._keys[key].pace if key in self._keys else None, self._pace]
        for pace in reversed(paces) if everyone else paces:
            if pace is not None and pace.adaptive is not None:
                pace.adaptive.refused(started, now)
                return

    def accepted(self, now: float, key: str = "") -> None:
        """Record that a call was not refused by throttling."""
        mine = self._keys.get(key)
        for pace in (self._pace, None if mine is None else mine.pace):
            if pace is not None and pace.adaptive is not None:
                pace.adaptive.accepted(now)

    def admit(self, now: float) -> list[Ticket]:
        """Grant every ticket that may go now, and return them in order."""
        admitted: list[Ticket] = []
        while self._waiting and self.in_flight < self.concurrency and self._opens_at <= now:
            mine = self._next_key(now)
            if mine is None:
                break
            ticket = mine.queue.popleft()
            if not mine.queue:
                self._stop_waiting(mine)
            ticket.granted = True
            self._mark_binding_rate(mine)
            self._grant(mine, now, waited=True)
            if mine.queue:
                self._push(mine)
            admitted.append(ticket)
        self._end_round(now)
        return admitted

    def next_change(self, now: float) -> float | None:
        """Return when time alone admits the next waiter; None if only a slot can, or no ticket waits."""
        if not self._waiting or self.in_flight >= self.concurrency:
            return None
        return max(now, self._opens_at, self._first_opening(now))

    def forget_idle(self, now: float) -> None:
        """Drop all but the last used of the idle keys, so that their number stays bounded."""
        idle = sorted(
            (key for key in self._keys.values() if key is not self._everyone and key.is_idle(now)),
            key=lambda key: key.used_at,
        )
        for key in idle[: max(0, len(idle) - self._max_idle // 2)]:
            del self._keys[key.name]
        self._forget_at = max(self._max_idle, 2 * len(self._keys))

    def restore(self, granted: Iterable[str], tickets: Iterable[Ticket]) -> None:
        """Count calls and queues again, after an exception has interrupted one of the methods.

        Args:
            granted: The key of every slot that is in use.
            tickets: The tickets that wait.

        """
        self.in_flight = 0
        self._waiting.clear()
        self._open.clear()
        self._closed.clear()
        for key in self._keys.values():
            key.in_flight = 0
            key.queue.clear()
        for name in granted:
            self._key(name).in_flight += 1
            self.in_flight += 1
        for ticket in sorted(tickets, key=lambda ticket: ticket.order):
            ticket.granted = False
            self._append(ticket)

    @property
    def waiting(self) -> int:
        """How many tickets wait."""
        return sum(len(key.queue) for key in self._waiting.values())

    @property
    def rate(self) -> float | None:
        """The limit of calls begun per second over all keys, or None without a limit."""
        return None if self._pace is None else self._pace.rate

    @property
    def keys(self) -> int:
        """How many keys are remembered."""
        return len(self._keys) - 1

    @property
    def _opens_at(self) -> float:
        """When the pause and the rate of all calls admit the next call."""
        pause = self._everyone.paused_until
        return pause if self._pace is None else max(pause, self._pace.next_start)

    def _key(self, name: str) -> _Key:
        key = self._keys.get(name)
        if key is None:
            pace = None if self._key_rate is None else Pace(self._key_rate)
            key = self._keys[name] = _Key(name, pace)
        return key

    def _append(self, ticket: Ticket) -> None:
        mine = self._key(ticket.key)
        mine.queue.append(ticket)
        if ticket.key not in self._waiting:
            mine.turn = self._turn  # behind the keys that wait already, so that new keys do not starve them
            mine.waiting_since = self._round
            self._waiting[ticket.key] = mine
            self._push(mine)

    def _stop_waiting(self, key: _Key) -> None:
        key.version += 1
        del self._waiting[key.name]

    def _push(self, key: _Key) -> None:
        """Enter a waiting key with its present turn; `_next_key` moves it if it is not open."""
        if len(self._open) > _MIN_OUTDATED + 4 * len(self._waiting):
            self._open = [entry for entry in self._open if entry[-1].version == entry[-2]]
            heapify(self._open)
        key.version += 1
        heappush(self._open, (key.in_flight, key.turn, key.queue[0].order, key.version, key))

    def _push_closed(self, key: _Key) -> None:
        if len(self._closed) > _MIN_OUTDATED + 4 * len(self._waiting):
            self._closed = [entry for entry in self._closed if entry[-1].version == entry[-2]]
            heapify(self._closed)
        key.version += 1
        heappush(self._closed, (key.opens_at, key.queue[0].order, key.version, key))

    def _next_key(self, now: float) -> _Key | None:
        """Return the waiting key whose turn it is, or None if each is held up by its own pause or rate."""
        while self._closed and self._closed[0][0] <= now:
            _, _, version, key = heappop(self._closed)
            if version == key.version:
                self._push(key)
        while self._open:
            version, key = self._open[0][-2:]
            if version == key.version:
                if key.opens_at <= now:
                    return key
                heappop(self._open)
                self._push_closed(key)
            else:
                heappop(self._open)
        return None

    def _first_opening(self, now: float) -> float:
        """Return when the first of the waiting keys opens."""
        if self._next_key(now) is not None:
            return now
        while True:  # some key waits, and all of those are in `_closed`
            opens_at, _, version, key = self._closed[0]
            if version == key.version and opens_at == key.opens_at:
                return opens_at
            heappop(self._closed)
            if version == key.version:
                self._push_closed(key)

    def _grant(self, mine: _Key, now: float, *, waited: bool) -> None:
        self.in_flight += 1
        mine.in_flight += 1
        self._turn += 1
        mine.turn = self._turn
        mine.used_at = now
        if self._pace is not None:
            self._pace.begin(now, waited=waited)
        if mine.pace is not None:
            mine.pace.begin(now, waited=waited)

    def _mark_binding_rate(self, key: _Key) -> None:
        """Note whether the key's own rate held up its waiter when the last round of admissions ended."""
        if key.pace is not None and key.waiting_since < self._round:
            key.pace.held = self._round_left_slots and key.pace.next_start > self._round_at
            key.waiting_since = self._round

    def _end_round(self, now: float) -> None:
        """Note which rates hold up a waiter, as opposed to a slot, a pause or the other rate."""
        self._round += 1
        self._round_at = now
        free = self._round_left_slots = self.in_flight < self.concurrency
        pace = self._pace
        if pace is not None:
            start = pace.next_start
            pace.held = (
                free
                and start > now
                and (not self._waiting or "" in self._waiting or self._first_opening(now) <= start)
            )
