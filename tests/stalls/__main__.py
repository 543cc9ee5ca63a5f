# ruff: noqa: S603, T201 - pytest, and a report
"""Run the suite while its processes are stopped for moments, as on a machine that is busy elsewhere.

A test that waits for a moment instead of for what is to come passes on a quiet machine, and on a busy one nearly always. A process
that stands still for some tenths of a second, in the middle of anything, shows it at once. A test that a stop makes fail depends on luck,
or on something in the library that does.

What follows on the command line is pytest's. Linux only: processes are found in /proc.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

__all__ = ["descendants", "main", "stop_for"]

STOPS: Final = (0.02, 0.05, 0.05, 0.1, 0.1, 0.2, 0.4)
"""Seconds for which a process is stopped, one of them each time."""
PAUSES: Final = (0.02, 0.25)
"""Seconds between two stops, at least and at most."""


def descendants(process_id: int) -> list[int]:
    """Return the ids of all processes that a process has started, directly or not."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):  # it has ended
                children.setdefault(int(_fields(int(folder.name))[1]), []).append(int(folder.name))
    found: list[int] = []
    left = [process_id]
    while left:
        own = children.get(left.pop(), [])
        found += own
        left += own
    return found


def stop_for(process_id: int, seconds: float) -> bool:
    """Stop a process for so many seconds, unless it has ended or something else has stopped it; return whether it was stopped."""
    with contextlib.suppress(OSError):
        if _fields(process_id)[0] in "TtZX":
            return False
        os.kill(process_id, signal.SIGSTOP)
        try:
            time.sleep(seconds)
        finally:
            os.kill(process_id, signal.SIGCONT)
        return True
    return False


def _fields(process_id: int) -> list[str]:
    """Return what /proc says of a process: its state, its parent and more."""
    return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()


def main(arguments: list[str]) -> int:
    """Run pytest beside the stops, and return its exit code."""
    chance = random.Random()
    stops = 0
    with subprocess.Popen([sys.executable, "-m", "pytest", *arguments]) as suite:
        while suite.poll() is None:
            if own := descendants(suite.pid):
                stops += stop_for(chance.choice(own), chance.choice(STOPS))
            time.sleep(chance.uniform(*PAUSES))
    print(f"{stops} stops of processes")
    return suite.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["-q", "-n", "2"]))
