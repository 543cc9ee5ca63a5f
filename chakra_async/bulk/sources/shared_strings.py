"""The strings of a workbook, which its cells name by number: read as far as they are needed, and kept on disk if large."""

from __future__ import annotations

import os
import tempfile
import threading
import weakref
from array import array
from typing import TYPE_CHECKING, Final

from chakra_async.bulk.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["StringStore"]

_IN_MEMORY: Final = 1 << 20
_LARGEST: Final = 4 << 30
_RECENT: Final = 4096


class StringStore:
    """Strings by number: appended once, read in any order.

    What exceeds 1 MiB goes to a temporary file, which is removed with this object.
    """

    def __init__(self) -> None:
        """Begin with no strings."""
        self.complete = False
        self._ends = array("Q", [0])
        self._buffer = bytearray()
        self._on_disk = 0
        self._file: int | None = None
        self._recent: dict[int, str] = {}
        self._lock = threading.Lock()  # readers may be in several threads

    def __len__(self) -> int:
        return len(self._ends) - 1

    def append(self, text: str) -> None:
        """Add a string.

        Raises:
            InputError: If all of them are larger than 4 GiB.

        """
        self._buffer += text.encode("utf-8", "surrogatepass")
        self._ends.append(self._on_disk + len(self._buffer))
        if len(self._buffer) > _IN_MEMORY:
            self._write()

    def get(self, number: int, more: Iterator[tuple[int, str]]) -> str:
        """Return a string.

        Args:
            number: Its number, from 0 on.
            more: Gives all strings with their numbers, in their order; those that are here already are passed over.

        Raises:
            IndexError: There is no such string.

        """
        found = self._recent.get(number)
        if found is not None:
            return found
        with self._lock:
            while number >= len(self):
                self._take(next(more, None), number)
            text = self._read(number)
            if len(self._recent) >= _RECENT:
                self._recent.clear()
            self._recent[number] = text
        return text

    def finish(self, more: Iterator[tuple[int, str]]) -> None:
        """Read the strings that are not here yet, so that they need not be read again."""
        with self._lock:
            for item in more if not self.complete else ():
                self._take(item, item[0])
            self.complete = True

    def _take(self, item: tuple[int, str] | None, wanted: int) -> None:
        if item is None:
            raise IndexError(wanted)
        if item[0] == len(self):
            self.append(item[1])

    def _read(self, number: int) -> str:
        if number < 0:
            raise IndexError(number)
        begin, end = self._ends[number], self._ends[number + 1]
        if self._file is None or begin >= self._on_disk:
            data = bytes(self._buffer[begin - self._on_disk : end - self._on_disk])
        else:
            data = _read(self._file, end - begin, begin)
        return data.decode("utf-8", "surrogatepass")

    def _write(self) -> None:
        if self._on_disk > _LARGEST:
            raise InputError(f"its strings are larger than {_LARGEST >> 30} GiB.")
        if self._file is None:
            self._file, path = tempfile.mkstemp(prefix="chakra-")
            weakref.finalize(self, _remove, self._file, path)
        os.lseek(self._file, 0, os.SEEK_END)
        view = memoryview(self._buffer)
        while view:
            view = view[os.write(self._file, view) :]
        self._on_disk += len(self._buffer)
        self._buffer = bytearray()


def _read(file: int, size: int, begin: int) -> bytes:
    os.lseek(file, begin, os.SEEK_SET)
    data = os.read(file, size)
    while len(data) < size:
        more = os.read(file, size - len(data))
        if not more:
            raise OSError("a temporary file ended early")
        data += more
    return data


def _remove(file: int, path: str) -> None:
    os.close(file)
    os.unlink(path)  # noqa: PTH108 - at the end of the process as well, when modules may be gone
