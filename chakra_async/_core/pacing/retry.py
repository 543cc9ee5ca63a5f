"""Whether a failed call is tried again, and after which wait: one pure decision.

A call is repeated only if that cannot do anything twice. A wait that the server demands is a minimum; without one, the
wait comes from backoff's exponential generator with full jitter.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from chakra_async._core.answers.failure import RetrySafety
from chakra_async._core.answers.retry_after import jittered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chakra_async._core.answers.failure import Failure
    from chakra_async._core.operation import Operation
    from chakra_async.settings import Retry

__all__ = ["backoff_waits", "next_wait", "repeats"]


def repeats(operation: Operation[Any], failure: Failure) -> bool:
    """Return whether another attempt is safe for this operation after this failure."""
    return (
        failure.retry_safety is RetrySafety.ALWAYS
        or (failure.retry_safety is RetrySafety.REPEATABLE and operation.repeatable)
        or (failure.retry_safety is RetrySafety.READS and operation.reads)
    )


def next_wait(
    operation: Operation[Any],
    failure: Failure,
    *,
    attempts: int,
    retry: Retry,
    proposed: float,
    remaining: float | None,
    fraction: float = 0.0,
) -> float | None:
    """Return the seconds to wait before the next attempt, or None if the failure ends the call.

    Args:
        operation: The operation.
        failure: What went wrong just now.
        attempts: How many attempts were made.
        retry: The settings.
        proposed: The wait, in seconds, if the server demands none or 0 s.
        remaining: Seconds left until the call's deadline, or None without one.
        fraction: 0 to 1; how much of its jitter is added to a wait that the server demands, see `jittered`.

    """
    if attempts >= retry.attempts or not repeats(operation, failure):
        return None
    if failure.retry_after is not None and failure.retry_after > retry.max_retry_after:
        return None
    wait = jittered(failure.retry_after, fraction) if failure.retry_after else proposed
    if remaining is not None and wait >= remaining:
        return None
    return wait


def backoff_waits(retry: Retry) -> Iterator[float]:
    """Yield backoff delays in seconds for ever: full jitter below a doubling bound."""
    import backoff  # noqa: PLC0415 - a process whose calls succeed never needs it

    bounds = backoff.expo(base=2, factor=retry.initial_wait, max_value=retry.max_wait)
    next(bounds)  # both distributions of backoff yield nothing useful first
    for bound in bounds:
        yield random.uniform(0, bound)  # noqa: S311 - spreads load, protects nothing
