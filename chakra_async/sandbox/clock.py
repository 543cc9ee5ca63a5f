"""The default clock of a sandbox."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["steady_clock"]


def steady_clock() -> Callable[[], float]:
    """Return a clock in epoch seconds: the wall clock at this moment, advanced by the monotonic clock.

    Its times never go back, so the record of arrivals is sorted by time.
    """
    offset = datetime.now(UTC).timestamp() - monotonic()
    return lambda: monotonic() + offset
