"""A failed attempt, with what decides whether another one is safe."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

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


@attrs.frozen(kw_only=True, eq=False)
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

    error: ChakraError
    retry_safety: RetrySafety
    throttled: bool = False
    client_wide: bool = False
    retry_after: float | None = None
    status: int | None = None
