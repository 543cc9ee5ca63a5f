"""The retry budget: it keeps repeats from multiplying the load on a server that fails.

Pure: time comes in as an argument. Four attempts of each call would quadruple the load on a server that fails every
call. So a client has a budget: each call adds a fraction of a repeat (a tenth by default), each repeat takes one, and
each second adds one, so that a client with few calls is not cut off for long. It starts full, with a reserve of 100: that
is two repeats for each of the 50 calls that the default concurrency has under way when a server restarts, and every retry
of a small script.

A repeat that the server itself postponed costs nothing: it named a time, or it throttled the call, which pauses all
calls. Such repeats are spread by the pause already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from chakra_async._core.answers.failure import Failure

__all__ = ["REFILL", "RESERVE", "RetryBudget", "costs"]

RESERVE: Final = 100.0
"""Most repeats that can be saved up, and those that a client starts with."""
REFILL: Final = 1.0
"""Repeats that come back each second."""


class RetryBudget:
    """The state of a budget, shared by a client and its copies.

    Threads may share it: a race may miscount by one, which does no harm.

    Attributes:
        balance: Repeats that can be afforded; the next repeat caps it to the reserve. A call adds its fraction
            to it directly.

    """

    __slots__ = ("_filled_at", "balance")

    def __init__(self) -> None:
        self.balance = RESERVE
        self._filled_at: float | None = None

    def spend(self, now: float) -> bool:
        """Take one repeat, and return whether it could be afforded.

        Args:
            now: The time, in seconds of one monotonic clock.

        """
        passed = 0.0 if self._filled_at is None else max(0.0, now - self._filled_at)
        self._filled_at = now
        self.balance = min(RESERVE, self.balance + passed * REFILL)
        if self.balance < 1:
            return False
        self.balance -= 1
        return True


def costs(failure: Failure) -> bool:
    """Return whether a repeat after this failure is charged to the budget."""
    return not failure.throttled and not failure.retry_after
