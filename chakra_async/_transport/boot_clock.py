"""A clock that goes on while the process is stopped and the machine sleeps, for how old an intent is."""

from __future__ import annotations

import time

__all__ = ["boot_seconds"]


def boot_seconds() -> float:
    """Return the seconds since the machine started, the time asleep included where the system counts it."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
