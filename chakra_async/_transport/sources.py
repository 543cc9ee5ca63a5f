"""Where the content of an upload comes from: memory, a file, or the caller's own iterable, read piece by piece.

Files are read in threads, so that a slow disk does not hold up the event loop. A source is closed by the upload, a
file only if it was opened here.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import stat
import threading
from typing import IO, TYPE_CHECKING, Any, Final, Protocol, cast

from chakra_async._core.masking import mask_numbers
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import AsyncIterable

    from chakra_async._core.forms import Multipart

__all__ = ["Source", "source_of"]

_PIECE: Final = 256 * 1024


class Source(Protocol):
    """A content that is read in pieces."""

    length: int | None
    rereadable: bool

    async def read(self, offset: int) -> bytes | memoryview[int]:
        """Return the piece that begins at `offset`, empty at the end; one that is not rereadable gives the next."""
        ...

    async def close(self) -> None:
        """Let go of everything; harmless when done twice."""
        ...


async def source_of(form: Multipart) -> Source:
    """Return the opened content of a form.

    Raises:
        InvalidRequestError: If it cannot be opened or read; the text names the argument.

    """
    file = form.file
    if isinstance(file, bytes | bytearray | memoryview):
        return _Memory(file)
    if isinstance(file, str) or hasattr(file, "__fspath__"):
        try:
            return await _kept(asyncio.ensure_future(asyncio.to_thread(_opened, file)))
        except (OSError, ValueError) as error:
            shown = mask_numbers(os.path.basename(str(file))[:80])  # noqa: PTH119 - it may be no path at all
            words = getattr(error, "strerror", None) or str(error)
            raise InvalidRequestError(f"{form.file_field}: {shown!r} cannot be read: {words}.") from None
    if hasattr(file, "__aiter__"):
        return _Iterated(file)
    if isinstance(file, io.TextIOBase):
        raise InvalidRequestError(f"{form.file_field} is opened as text: open it in binary mode, 'rb'.")
    try:
        return await asyncio.to_thread(_File, file, owned=False)
    except (OSError, ValueError) as error:
        raise InvalidRequestError(f"{form.file_field} cannot be read: {error}.") from None


class _Memory:
    rereadable = True

    def __init__(self, content: Any) -> None:
        self._view: memoryview[int] = memoryview(content).cast("B")
        self.length: int | None = self._view.nbytes

    async def read(self, offset: int) -> memoryview[int]:
        return self._view[offset : offset + _PIECE]

    async def close(self) -> None:
        self._view = memoryview(b"")


class _File:
    """An open file; a lock keeps a thread that still reads apart from closing."""

    def __init__(self, file: IO[bytes], *, owned: bool) -> None:
        self._file: IO[bytes] | None = file
        self._owned = owned
        self._lock = threading.Lock()
        self._start = 0
        self.length: int | None = None
        seekable = getattr(file, "seekable", None)
        self.rereadable = bool(seekable is not None and seekable())
        if self.rereadable:
            self._start = file.tell()
            self.length = max(0, file.seek(0, os.SEEK_END) - self._start)
            file.seek(self._start)

    async def read(self, offset: int) -> bytes:
        return await asyncio.to_thread(self._read, offset)

    async def close(self) -> None:
        file, self._file = self._file, None
        if not self._owned or file is None:
            return
        if self._lock.acquire(blocking=False):
            self._lock.release()  # nobody begins to read any more
            file.close()
        else:  # a thread is still in a read that nobody waits for
            await asyncio.shield(asyncio.to_thread(self._close, file))

    def _read(self, offset: int) -> bytes:
        with self._lock:
            file = self._file
            if file is None:
                return b""
            size = _PIECE
            if self.length is not None:
                file.seek(self._start + offset)
                size = min(size, self.length - offset)
            piece: Any = file.read(size) if size else b""
            if not isinstance(piece, bytes):
                raise TypeError(f"the file gives {type(piece).__name__} instead of bytes")
            return piece

    def close_now(self) -> None:
        """Close a file that nobody reads yet."""
        if self._file is not None:
            self._file.close()

    def _close(self, file: IO[bytes]) -> None:
        with self._lock:
            file.close()


class _Iterated:
    length: int | None = None
    rereadable = False

    def __init__(self, content: AsyncIterable[bytes]) -> None:
        self._iterator = content.__aiter__()

    async def read(self, offset: int) -> bytes:
        del offset
        while True:
            try:
                piece: Any = await anext(self._iterator)
            except StopAsyncIteration:
                return b""
            if not isinstance(piece, bytes | bytearray | memoryview):
                raise TypeError(f"the iterable gives {type(piece).__name__} instead of bytes")
            if piece:
                return bytes(cast("bytes", piece))  # a copy only of what its owner could change

    async def close(self) -> None:
        finish = getattr(self._iterator, "aclose", None)
        if finish is not None:
            with contextlib.suppress(Exception):  # the answer counts, not how the caller's own content ends
                await finish()


async def _kept(opening: asyncio.Future[_File]) -> _File:
    """Return a file that a thread opens; it is closed as well if nobody waits for it any more."""
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_close_late)
        raise


def _close_late(opening: asyncio.Future[_File]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close_now()


def _opened(path: Any) -> _File:
    mode = os.stat(path).st_mode  # noqa: PTH116 - whatever can be opened can be looked at
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(0, "it is a directory")
    if not stat.S_ISREG(mode):
        raise ValueError("it is no regular file")
    file = open(path, "rb", buffering=0)  # noqa: SIM115, PTH123 - the upload closes it
    try:
        return _File(file, owned=True)
    except BaseException:
        file.close()
        raise
