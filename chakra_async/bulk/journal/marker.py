"""Evidence that a journal exists: a file beside it from the first row that is sent until the journal is closed cleanly.

A journal that is deleted after a clean end starts anew: that is how users begin again. One that is missing although it
was never closed was lost, in mid-run or after a crash, and with it what was done; then a run refuses to begin, until it is
restored or the user says that all rows are to be sent anew.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from chakra_async.bulk.errors import JournalError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["JournalLostError", "check_marker", "marker_of", "remove_marker", "write_marker"]


class JournalLostError(JournalError):
    """A run was writing the journal, and it is not there any more. Nothing was sent."""


def marker_of(path: Path) -> Path:
    """Return the path of a journal's marker."""
    return path.with_name(path.name + "-open")


def check_marker(path: Path) -> None:
    """Check that a journal that is missing or empty was not lost.

    Raises:
        JournalLostError: A run that was writing it never closed it.

    """
    marker = marker_of(path)
    try:
        if path.stat().st_size:
            return
    except FileNotFoundError:
        pass
    try:
        since = marker.read_text("utf-8", "replace")[:40].strip()
    except FileNotFoundError:
        return
    raise JournalLostError(
        f"The journal {path} is missing, and {marker.name} beside it says that a run has been writing it since {since} and "
        "did not close it: restore it from a copy, or rows that are done are sent again. To send all rows anew, pass "
        "new_journal=True (--new-journal)."
    )


def write_marker(path: Path) -> None:
    """Write a journal's marker; one that is there stays."""
    try:
        file = os.open(marker_of(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    try:
        os.write(file, f"{datetime.now(UTC).isoformat(timespec='seconds')}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)


def remove_marker(path: Path) -> None:
    """Remove a journal's marker: it was closed cleanly, or a new one is wanted."""
    marker_of(path).unlink(missing_ok=True)
