"""The clock that a sandbox has unless it is given one."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["steady_clock"]


def steady_clock() -> Callable[[], float]:
    """Return a clock in epoch seconds: the wall clock of this moment, moved on by the monotonic one.

    Its times never go back, so arrivals stand in the record in the order of their times.
    """
    offset = datetime.now(UTC).timestamp() - monotonic()
    return lambda: monotonic() + offset
