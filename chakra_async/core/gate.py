"""Who may go next: bounded concurrency, an even rate without a first burst, and pauses that everyone keeps.

A pure state machine: no clock, no lock, no event loop. Times are seconds of one monotonic clock, given with each call.
The asyncio shell around it stands in the transport.

What always holds:

- `in_flight` never passes the concurrency and never falls below zero.
- While a rate is set, planned starts are one interval apart. A start may come up to 20 ms after its plan without moving
  the next one, since timers are late; after a longer lull the plan begins anew, so idle time is never saved up.
  An adaptive rate, which lives close to the server's ceiling, catches up on 10 ms only.
- A pause is a deadline that only grows; nobody has to lift it, so nobody can forget to.
- Whoever waits longest on a key that may go is granted first. A paused key holds up no other key.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Final

from chakra_async.core.adaptive import Adaptive

if TYPE_CHECKING:
    from chakra_async.settings import Limits

__all__ = ["Gate", "Ticket"]

_SMEAR: Final = 0.1
_NEVER: Final = -math.inf
_CATCH_UP: Final = 0.02
_SMALL_CATCH_UP: Final = 0.01
_LONGEST_SMEAR: Final = 1.0


class Ticket:
    """One caller at the gate: its key, and when it came."""

    __slots__ = ("granted", "key", "order")

    def __init__(self, key: str, order: int) -> None:
        self.key = key
        self.order = order
        self.granted = False


class Gate:
    """The state of the gate.

    Args:
        limits: Concurrency and rate.

    """

    def __init__(self, limits: Limits) -> None:
        self.concurrency = limits.concurrency
        self.in_flight = 0
        self._adaptive = Adaptive() if limits.rate == "adaptive" else None
        self._rate = limits.rate if isinstance(limits.rate, int | float) else None
        self._paced = limits.rate is not None
        self._catch_up = _CATCH_UP if self._adaptive is None else _SMALL_CATCH_UP
        self._next_start = _NEVER
        self._held = False  # whether the rate keeps out somebody whom a slot waits for
        self._paused_until: dict[str, float] = {}
        self._queues: dict[str, deque[Ticket]] = {}
        self._order = 0

    def enter_at_once(self, key: str, now: float) -> bool:
        """Return whether the caller may go now, before anyone waits; it has a slot then."""
        if self._queues or self.in_flight >= self.concurrency:
            return False
        if self._next_start > now:
            self._held = True
            return False
        if self._paused_until and self._paused_until.get(key, _NEVER) > now:
            return False
        self._grant(now)
        return True

    def queue(self, key: str) -> Ticket:
        """Return a ticket to wait with."""
        self._order += 1
        ticket = Ticket(key, self._order)
        self._queues.setdefault(key, deque()).append(ticket)
        return ticket

    def leave(self) -> None:
        """Give a slot back; for every grant exactly once."""
        self.in_flight -= 1

    def abandon(self, ticket: Ticket) -> None:
        """Take a waiting ticket out, or give its slot back where it was granted meanwhile."""
        if ticket.granted:
            self.leave()
            return
        queue = self._queues.get(ticket.key)
        if queue is not None:
            queue.remove(ticket)
            if not queue:
                del self._queues[ticket.key]

    def pause(self, key: str, seconds: float, now: float) -> None:
        """Let nobody on this key begin for some seconds; a pause never shortens one that is running."""
        self._paused_until[key] = max(self._paused_until.get(key, _NEVER), now + seconds)

    def pause_left(self, key: str, now: float) -> float:
        """Return the seconds until the pause on a key is over, 0 without one."""
        return max(0.0, self._paused_until.get(key, _NEVER) - now)

    def refused(self, started: float, now: float) -> None:
        """Take note that a call begun at `started` was refused for being too much."""
        if self._adaptive is not None:
            self._adaptive.refused(started, now)

    def accepted(self, now: float) -> None:
        """Take note that a call was not refused for being too much."""
        if self._adaptive is not None:
            self._adaptive.accepted(now)

    def admit(self, now: float) -> list[Ticket]:
        """Return the tickets that may go now, granted and in order."""
        admitted: list[Ticket] = []
        while self._queues and self.in_flight < self.concurrency and self._next_start <= now:
            open_keys = [key for key in self._queues if self._paused_until.get(key, _NEVER) <= now]
            if not open_keys:
                break
            queue = min((self._queues[key] for key in open_keys), key=lambda waiting: waiting[0].order)
            ticket = queue.popleft()
            if not queue:
                del self._queues[ticket.key]
            ticket.granted = True
            self._grant(now, waited=True)
            admitted.append(ticket)
        self._held = self._next_start > now and self.in_flight < self.concurrency
        return admitted

    def next_change(self, now: float) -> float | None:
        """Return the time at which time alone lets somebody in, or None where only a slot can, or nobody waits."""
        if not self._queues or self.in_flight >= self.concurrency:
            return None
        return max(now, min(self._opens_at(key, now) for key in self._queues))

    def smear(self, seconds: float, share: float) -> float:
        """Return a pause lengthened by a share (0 to 1) of its smear, so that not all callers come back at once."""
        return seconds + share * min(seconds * _SMEAR, _LONGEST_SMEAR)

    def forget_pauses(self, now: float) -> None:
        """Drop pauses that are over, so that keys do not pile up."""
        self._paused_until = {key: until for key, until in self._paused_until.items() if until > now}

    @property
    def learns(self) -> bool:
        """Whether it has to be told of calls that were accepted."""
        return self._adaptive is not None

    @property
    def waiting(self) -> int:
        """How many tickets wait."""
        return sum(map(len, self._queues.values()))

    @property
    def rate(self) -> float | None:
        """Calls begun per second at the most, or None without a limit."""
        return self._adaptive.rate if self._adaptive is not None else self._rate

    def _opens_at(self, key: str, now: float) -> float:
        if self.in_flight >= self.concurrency:
            return float("inf")
        return max(self._next_start, self._paused_until.get(key, _NEVER), now)

    def _grant(self, now: float, *, waited: bool = False) -> None:
        self.in_flight += 1
        if not self._paced:
            return
        if self._adaptive is not None:
            self._adaptive.began(now, held=waited and self._held)
        rate = self.rate
        if rate is not None:
            late = now - self._next_start
            self._next_start = (self._next_start if 0 <= late <= self._catch_up else now) + 1 / rate
