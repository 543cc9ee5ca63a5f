"""Who may go next: bounded concurrency, even rates without a first burst, and pauses that everyone keeps.

A pure state machine: no clock, no lock, no event loop. Times are seconds of one monotonic clock, given with each call.
The asyncio shell around it stands in the transport.

A call may carry a key, such as the id of the sending phone number. Each key has its own pause and, where one is set, its
own rate; the empty key is that of calls without one, and its pause is everyone's. What always holds:

- `in_flight` never passes the concurrency and never falls below zero. Nobody holds a slot while waiting.
- Planned starts are one interval apart, over all calls and within each key; see `core.pace`.
- A pause is a deadline that only grows; nobody has to lift it, so nobody can forget to.
- A key that is paused or slow holds up no other: of the keys that may go, the one with the fewest calls in flight is
  next, then the one whose last turn is longest ago; within a key, who came first. So no key can take all slots while
  another one waits, and every key that may go has its turn.
- Keys without a call, a waiter or a running pause are forgotten once there are many.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Literal

from chakra_async._core.pacing.pace import NEVER, Pace

if TYPE_CHECKING:
    from chakra_async.settings import Limits

__all__ = ["Gate", "Ticket"]


class Ticket:
    """One caller at the gate: its key, and when it came."""

    __slots__ = ("granted", "key", "order")

    def __init__(self, key: str, order: int) -> None:
        self.key = key
        self.order = order
        self.granted = False


class _Key:
    """What is known of one key."""

    __slots__ = ("in_flight", "name", "pace", "paused_until", "queue", "turn", "used_at")

    def __init__(self, name: str, pace: Pace | None) -> None:
        self.name = name
        self.pace = pace
        self.in_flight = 0
        self.paused_until = NEVER
        self.queue: deque[Ticket] = deque()
        self.turn = 0
        self.used_at = NEVER

    @property
    def opens_at(self) -> float:
        """When its own pause and its own rate let the next one go."""
        return self.paused_until if self.pace is None else max(self.paused_until, self.pace.next_start)

    @property
    def share(self) -> tuple[int, int, int]:
        """How much it has of what all want; the least goes first."""
        return self.in_flight, self.turn, self.queue[0].order

    def is_idle(self, now: float) -> bool:
        """Return whether nothing is lost by forgetting it, save for a learned rate."""
        return not self.in_flight and not self.queue and self.opens_at <= now


class Gate:
    """The state of the gate.

    Args:
        limits: Concurrency and rates.
        most_idle: Keys without a call, a waiter or a pause that are remembered, with the rates that they have learned.

    """

    def __init__(self, limits: Limits, *, most_idle: int = 256) -> None:
        self.concurrency = limits.concurrency
        self.in_flight = 0
        self.learns = "adaptive" in (limits.rate, limits.rate_per_number)
        """Whether it has to be told of calls that were accepted."""
        self._pace = None if limits.rate is None else Pace(limits.rate)
        self._key_rate: float | Literal["adaptive"] | None = limits.rate_per_number
        self._everyone = _Key("", None)
        self._keys = {"": self._everyone}
        self._waiting: dict[str, _Key] = {}
        self._most_idle = self._forget_at = most_idle
        self._order = 0
        self._turn = 0

    def enter_at_once(self, key: str, now: float) -> bool:
        """Return whether the caller may go now; it has a slot then. Nobody who may go as well is passed over."""
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
        if self._waiting and (mine.queue or any(other.opens_at <= now for other in self._waiting.values())):
            return False
        self._grant(mine, now, waited=False)
        return True

    def queue(self, key: str) -> Ticket:
        """Return a ticket to wait with."""
        self._order += 1
        ticket = Ticket(key, self._order)
        mine = self._key(key)
        if not mine.queue:
            mine.turn = self._turn  # behind those who wait already: newcomers must not pass them for ever
            self._waiting[key] = mine
        mine.queue.append(ticket)
        return ticket

    def leave(self, key: str = "") -> None:
        """Give a slot back; for every grant exactly once."""
        self.in_flight -= 1
        self._keys[key].in_flight -= 1

    def abandon(self, ticket: Ticket) -> None:
        """Take a waiting ticket out, or give its slot back where it was granted meanwhile."""
        if ticket.granted:
            self.leave(ticket.key)
            return
        mine = self._waiting.get(ticket.key)
        if mine is not None:
            mine.queue.remove(ticket)
            if not mine.queue:
                del self._waiting[ticket.key]

    def pause(self, key: str, seconds: float, now: float) -> None:
        """Let nobody on this key, or nobody at all for the empty one, begin for some seconds.

        A pause never shortens one that is running.
        """
        if len(self._keys) > self._forget_at:
            self.forget_idle(now)
        mine = self._key(key)
        mine.paused_until = max(mine.paused_until, now + seconds)

    def pause_left(self, key: str, now: float) -> float:
        """Return the seconds until the pauses that hold up a key are over, 0 without one."""
        mine = self._keys.get(key, self._everyone)
        return max(0.0, mine.paused_until - now, self._everyone.paused_until - now)

    def refused(self, started: float, now: float, key: str = "", *, everyone: bool = True) -> None:
        """Take note that a call begun at `started` was refused for being too much.

        Args:
            started: When the call began.
            now: The time.
            key: The call's key.
            everyone: Whether the refusal concerns all calls; else only those on the key. Where no rate is learned for
                these, the other one is lowered: better that than none.

        """
        paces = [self._keys[key].pace if key in self._keys else None, self._pace]
        for pace in reversed(paces) if everyone else paces:
            if pace is not None and pace.adaptive is not None:
                pace.adaptive.refused(started, now)
                return

    def accepted(self, now: float, key: str = "") -> None:
        """Take note that a call was not refused for being too much."""
        mine = self._keys.get(key)
        for pace in (self._pace, None if mine is None else mine.pace):
            if pace is not None and pace.adaptive is not None:
                pace.adaptive.accepted(now)

    def admit(self, now: float) -> list[Ticket]:
        """Return the tickets that may go now, granted and in order."""
        admitted: list[Ticket] = []
        while self._waiting and self.in_flight < self.concurrency and self._opens_at <= now:
            ready = [key for key in self._waiting.values() if key.opens_at <= now]
            if not ready:
                break
            mine = ready[0] if len(ready) == 1 else min(ready, key=lambda key: key.share)
            ticket = mine.queue.popleft()
            if not mine.queue:
                del self._waiting[mine.name]
            ticket.granted = True
            self._grant(mine, now, waited=True)
            admitted.append(ticket)
        self._see_whom_rates_hold(now)
        return admitted

    def next_change(self, now: float) -> float | None:
        """Return the time at which time alone lets somebody in, or None where only a slot can, or nobody waits."""
        if not self._waiting or self.in_flight >= self.concurrency:
            return None
        return max(now, self._opens_at, min(key.opens_at for key in self._waiting.values()))

    def forget_idle(self, now: float) -> None:
        """Drop all but the last used of the idle keys, so that keys do not pile up."""
        idle = sorted(
            (key for key in self._keys.values() if key is not self._everyone and key.is_idle(now)),
            key=lambda key: key.used_at,
        )
        for key in idle[: max(0, len(idle) - self._most_idle // 2)]:
            del self._keys[key.name]
        self._forget_at = max(self._most_idle, 2 * len(self._keys))

    @property
    def waiting(self) -> int:
        """How many tickets wait."""
        return sum(len(key.queue) for key in self._waiting.values())

    @property
    def rate(self) -> float | None:
        """Calls begun per second at the most over all keys, or None without a limit."""
        return None if self._pace is None else self._pace.rate

    @property
    def keys(self) -> int:
        """How many keys are remembered."""
        return len(self._keys) - 1

    @property
    def _opens_at(self) -> float:
        """When everyone's pause and everyone's rate let the next one go."""
        pause = self._everyone.paused_until
        return pause if self._pace is None else max(pause, self._pace.next_start)

    def _key(self, name: str) -> _Key:
        key = self._keys.get(name)
        if key is None:
            pace = None if self._key_rate is None else Pace(self._key_rate)
            key = self._keys[name] = _Key(name, pace)
        return key

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

    def _see_whom_rates_hold(self, now: float) -> None:
        """Note which rates are what somebody waits for, rather than a slot, a pause or the other rate."""
        free = self.in_flight < self.concurrency
        pace = self._pace
        if pace is not None:
            start = pace.next_start
            pace.held = (
                free
                and start > now
                and (
                    not self._waiting
                    or any(key is self._everyone or key.opens_at <= start for key in self._waiting.values())
                )
            )
        if self._key_rate is not None:
            for key in self._waiting.values():
                if key.pace is not None:
                    key.pace.held = free and key.pace.next_start > now
