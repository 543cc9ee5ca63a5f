"""An exclusive lock on a path, held by a file beside it, that vanishes with the process however it ends."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FileLock", "Locked"]


class Locked(Exception):  # noqa: N818 - an answer to the caller, never shown
    """Another run has the lock."""


class FileLock:
    """A lock on `path`, taken at once or not at all.

    The file beside the path is removed on release. A process that opened it just before that sees that it is no longer
    the one at the path, and tries again.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            Locked: Another process, or another run of this one, has it.
            OSError: The file cannot be made.

        """
        self._path = path.with_name(path.name + "-lock")
        while True:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(self._file)
                if os.fstat(self._file).st_ino == self._path.stat().st_ino:
                    return
            except FileNotFoundError:
                pass
            except BlockingIOError:
                os.close(self._file)
                raise Locked from None
            except BaseException:
                os.close(self._file)
                raise
            os.close(self._file)

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if sys.platform != "win32":  # an open file cannot be removed there
            self._path.unlink(missing_ok=True)
        os.close(self._file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            raise BlockingIOError from None

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
