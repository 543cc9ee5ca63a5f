"""What went wrong in one attempt, with everything needed to decide whether the call may be tried again."""

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
    """Only where nothing is changed: it was done, and only a lost answer is asked for again."""
    REPEATABLE = "repeatable"
    """Where doing it twice equals doing it once."""
    ALWAYS = "always"
    """For every operation: nothing was done."""


@attrs.frozen(kw_only=True, eq=False)
class Failure:
    """One attempt's failure.

    Attributes:
        error: The exception that ends the call if it is not tried again; it carries the outcome.
        again: For which operations another attempt is safe.
        throttled: Whether it was refused for being too much, so that others have to pause as well.
        everyone: Whether these others are all calls of the client, and not only those with the same key.
        demanded: Seconds the server asked to wait, or None.
        status: The HTTP status, or None where no answer came.

    """

    error: ChakraError
    again: RetrySafety
    throttled: bool = False
    everyone: bool = False
    demanded: float | None = None
    status: int | None = None
