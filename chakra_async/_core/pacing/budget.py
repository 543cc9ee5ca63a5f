"""How many repeats a client may afford, so that retries never turn a server's bad minute into a storm.

Pure: time comes in as an argument. Four attempts of each call would quadruple the load on a server that fails at
everything, just when it can bear least. So a client has a budget: each call pays a share of a repeat in (a tenth by
default), each repeat takes one out, and a second gives one back, so that a client with few calls is not cut off for long.
It starts full, with a reserve of 100: that carries two repeats for each of the 50 calls that the default concurrency has
under way when a server restarts, and every retry of a small script.

A repeat that the server itself has put off costs nothing: it named a time, or it refused the call for being too much, which
pauses everyone. Such repeats are spread by the pause already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from chakra_async._core.answers.failure import Failure

__all__ = ["REFILL", "RESERVE", "RetryBudget", "costs"]

RESERVE: Final = 100.0
"""Repeats that can be saved up at the most, and that a client starts with."""
REFILL: Final = 1.0
"""Repeats that come back each second."""


class RetryBudget:
    """The state of a budget, shared by a client and its copies.

    Threads may share it: two that meet may lose count by one, which does no harm.

    Attributes:
        balance: Repeats that can be afforded; what passes the reserve is cut off by the next repeat. A call adds
            its share to it directly.

    """

    __slots__ = ("_filled_at", "balance")

    def __init__(self) -> None:
        self.balance = RESERVE
        self._filled_at: float | None = None

    def spend(self, now: float) -> bool:
        """Take one repeat out, and return whether it could be afforded.

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
    """Return whether a repeat after this failure is taken out of the budget."""
    return not failure.throttled and not failure.retry_after
