"""A failed attempt, with what decides whether another one is safe."""

from __future__ import annotations

import enum
from copy import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chakra_async.errors import ChakraError

__all__ = ["Failure", "RetrySafety"]


class RetrySafety(enum.Enum):
    """For which operations another attempt is safe after a failure."""

    NEVER = "never"
    READS = "reads"
    """For reads: the call was done, and only its lost answer is asked for again."""
    REPEATABLE = "repeatable"
    """For idempotent operations."""
    ALWAYS = "always"
    """For every operation: nothing was done."""


class Failure:
    """One attempt's failure.

    Attributes:
        error: The exception that ends the call if it is not tried again; it carries the outcome.
        retry_safety: For which operations another attempt is safe.
        throttled: Whether the server throttles, so that other calls have to pause as well.
        client_wide: Whether all calls of the client have to pause, and not only those with the same key.
        retry_after: Seconds that the server asks to wait, or None.
        status: The HTTP status, or None where no answer came.

    """

    __slots__ = ("client_wide", "error", "retry_after", "retry_safety", "status", "throttled")

    def __init__(
        self,
        *,
        error: ChakraError,
        retry_safety: RetrySafety,
        throttled: bool = False,
        client_wide: bool = False,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        self.error = error
        self.retry_safety = retry_safety
        self.throttled = throttled
        self.client_wide = client_wide
        self.retry_after = retry_after
        self.status = status

    def with_error(self, error: ChakraError) -> Failure:
        """Return the failure with another exception."""
        other = copy(self)
        other.error = error
        return other

    def final(self) -> Failure:
        """Return the failure as one after which no attempt is safe."""
        other = copy(self)
        other.retry_safety = RetrySafety.NEVER
        return other
