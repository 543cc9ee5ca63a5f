"""A file that appears under its name only when it is whole."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from pathlib import Path
from typing import Final

from chakra_async._core.masking import mask_numbers
from chakra_async.errors import InvalidRequestError

__all__ = ["AtomicFile"]

_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class AtomicFile:
    """A file under a temporary name beside the one it is to have.

    Writing may run in a thread; a lock keeps it apart from the end.

    Args:
        path: The name that it is to have; what stands there stays untouched until `put`.

    Raises:
        InvalidRequestError: If no file can be made there.

    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            self.path = Path(os.fsdecode(path))
            _look_at(self.path)
            self._part = self.path.parent / f".chakra-{secrets.token_hex(8)}.part"
            self._handle = os.open(self._part, _FLAGS, 0o666)
        except (OSError, TypeError, ValueError) as error:
            words = getattr(error, "strerror", None) or str(error)
            shown = mask_numbers(str(path)[-80:])
            raise InvalidRequestError(f"path: {shown!r} cannot be written: {words}.") from None
        self._open = True
        self._lock = threading.Lock()

    def write(self, content: bytes) -> None:
        """Append to the file.

        Raises:
            OSError: If the disk is full, for one.

        """
        left = memoryview(content)
        with self._lock:
            while left and self._open:
                left = left[os.write(self._handle, left) :]

    def sync(self) -> None:
        """See to it that what was written is on the disk."""
        with self._lock:
            if self._open:
                os.fsync(self._handle)

    def put(self) -> None:
        """Close the file and give it its name, in one step that replaces what stood there."""
        with self._lock:
            self._close()
            try:
                self._part.replace(self.path)
            except OSError:
                self._part.unlink(missing_ok=True)
                raise

    def discard(self) -> None:
        """Take the file away, unless it has its name already; harmless when done twice."""
        with self._lock:
            if not self._open:
                return
            self._close()
            with contextlib.suppress(OSError):
                self._part.unlink()

    def _close(self) -> None:
        self._open = False
        os.close(self._handle)


def _look_at(path: Path) -> None:
    if "\0" in str(path):
        raise ValueError("it holds a null character")
    if path.is_dir():
        raise IsADirectoryError(0, "it is a directory: name a file in it")
