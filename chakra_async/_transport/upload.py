"""Uploads: a form is opened before anything is sent, written piece by piece, and closed in every case.

The content comes from memory, a file, or the caller's own iterable. Files are read in threads, so that a slow disk does
not hold up the event loop. A file is closed only if it was opened here.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import io
import os
import secrets
import select
import stat
import threading
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar, cast

from aiohttp.payload import Payload

from chakra_async._core.answers.failure import Failure, RetrySafety
from chakra_async._core.pacing.retry import repeats
from chakra_async._transport.exchange import CURRENT_EXCHANGE
from chakra_async.errors import InvalidRequestError, UploadError
from chakra_async.outcomes import Outcome
from chakra_async.settings.secret import shown_path

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Callable, Coroutine

    from aiohttp.abc import AbstractStreamWriter

    from chakra_async._core.forms import Form, Multipart
    from chakra_async._core.operation import Operation

__all__ = ["Upload", "open_upload"]

T = TypeVar("T")

_PIECE: Final = 256 * 1024
_START: Final = 4096  # bytes from which the content's type is found
_MAX_CLEANUP: Final = 0.5  # seconds that a call waits for the content's end, which goes on in the background
_POLL_INTERVAL: Final = 0.1
_background: Final[set[asyncio.Task[None]]] = set()
_UNREADABLE: Final = "{} could not be read to its end"


async def open_upload(form: Multipart, operation: Operation[Any]) -> Upload:
    """Return a form ready to be sent, its file open and its first piece read.

    Raises:
        InvalidRequestError: If the file cannot be opened or is empty; nothing was sent.
        UploadError: If the caller's own iterable or file fails at once; nothing was sent.

    """
    boundary = f"chakra-{secrets.token_hex(16)}"
    if not form.file_field:
        return Upload(form.form(boundary, b""), None, b"")
    source = await source_of(form)
    try:
        try:
            first = await _first_piece(source)
        except Exception as error:  # any exception of the caller's own content
            raise UploadError(_UNREADABLE.format(form.file_field), operation=operation.name) from error
        _refuse_empty(form, first)
        return Upload(form.form(boundary, bytes(first[:_START])), source, first)
    except BaseException:
        await _finish(source.close())
        raise


async def _first_piece(source: Source) -> bytes | memoryview[int]:
    """Read in a task of its own, so that a cancelled call does not wait for the content's own clean-up."""
    pieces: list[bytes | memoryview[int]] = []

    async def read() -> None:
        pieces.append(await source.read(0))

    reading = asyncio.ensure_future(read())
    try:
        await asyncio.wait({reading})
    except asyncio.CancelledError:
        reading.cancel()
        await _finish(reading)
        raise
    await reading
    return pieces[0]


async def _finish(work: Coroutine[Any, Any, None] | asyncio.Task[None]) -> None:
    """Wait a moment for some clean-up; where it takes longer, it goes on in the background."""
    task = asyncio.ensure_future(work)
    _background.add(task)
    task.add_done_callback(_finished)
    await asyncio.wait({task}, timeout=_MAX_CLEANUP)


def _finished(task: asyncio.Task[None]) -> None:
    _background.discard(task)
    if not task.cancelled():
        task.exception()  # the answer counts, not how the content's own clean-up ends


def _refuse_empty(form: Multipart, first: bytes | memoryview[int]) -> None:
    if not len(first):
        raise InvalidRequestError(f"{form.file_field} is empty: there is nothing to upload.")


class Upload:
    """A form that is being sent, over as many attempts as its content allows.

    Attributes:
        form: The parts before and after the content.
        length: Bytes of the whole body, or None if unknown.
        failed: What the content raised while it was sent, or None.

    """

    def __init__(self, form: Form, source: Source | None, first: bytes | memoryview[int]) -> None:
        self.form = form
        self.length: int | None = len(form.before) + len(form.after)
        self.failed: Exception | None = None
        self._source = source
        self._first = first
        self._spent = False
        self._writer: asyncio.Task[Any] | None = None
        if source is not None:
            self.length = None if source.length is None else self.length + source.length

    def payload(self) -> Payload:
        """Return the body of one more attempt, for aiohttp."""
        self.failed = None
        return _Body(self)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Write the whole form; the content's own exception is kept in `failed`."""
        exchange = CURRENT_EXCHANGE.get()
        self._writer = asyncio.current_task()
        source = self._source
        await writer.write(self.form.before)
        exchange.progress += 1
        if source is not None:
            piece, offset = self._first, 0
            while len(piece):
                await writer.write(piece)
                exchange.progress += 1
                offset += len(piece)
                piece = await self._next(source, offset)
            if source.length is not None and offset < source.length:
                self.failed = EOFError(f"it ended after {offset} of {source.length} bytes")
                raise self.failed
        await writer.write(self.form.after)
        exchange.progress += 1

    async def _next(self, source: Source, offset: int) -> bytes | memoryview[int]:
        self._spent = True
        try:
            return await source.read(offset)
        except Exception as error:
            self.failed = error
            raise

    def failure(self, operation: Operation[Any]) -> Failure:
        """Return the failure of an attempt that ended because the content could not be read."""
        error = UploadError(
            _UNREADABLE.format("the content"),
            outcome=Outcome.UNKNOWN,  # its first piece was there before, so that bytes had left
            operation=operation.name,
        )
        error.__cause__ = self.failed
        return Failure(error=error, retry_safety=RetrySafety.NEVER)

    def judged(self, operation: Operation[Any], failure: Failure) -> Failure:
        """Return the failure, marked as not repeatable if the content cannot be read again."""
        readable = self._source is None or self._source.rereadable or not self._spent
        if readable or not repeats(operation, failure):
            return failure
        failure.error.message += (
            "; not tried again, since the content can be read only once: pass a path or bytes for that"
        )
        return failure.final()

    async def close(self) -> None:
        """Close the content after its writer has ended."""
        if self._source is not None:
            await _finish(self._close(self._source))

    async def _close(self, source: Source) -> None:
        try:
            writer = self._writer
            if writer is not None and not writer.done():
                writer.cancel()
                await asyncio.wait({writer})
        finally:
            await source.close()


class _Body(Payload):
    """The form as aiohttp takes it."""

    _autoclose = True  # the upload closes its file itself

    def __init__(self, upload: Upload) -> None:
        super().__init__(upload, content_type=f"multipart/form-data; boundary={upload.form.boundary}")
        self._upload = upload

    @property
    def size(self) -> int | None:
        return self._upload.length

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:  # noqa: ARG002 - aiohttp's own
        raise TypeError("an upload is sent in pieces and cannot be decoded")

    async def write(self, writer: AbstractStreamWriter) -> None:
        await self._upload.write(writer)

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        del content_length
        await self._upload.write(writer)


class Source(Protocol):
    """A content that is read in pieces."""

    length: int | None
    rereadable: bool

    async def read(self, offset: int) -> bytes | memoryview[int]:
        """Return the piece that begins at `offset`, empty at the end; if not rereadable, the next piece."""
        ...

    async def close(self) -> None:
        """Release everything; harmless when called twice."""
        ...


async def source_of(form: Multipart) -> Source:
    """Return the opened content of a form.

    Raises:
        InvalidRequestError: If it cannot be opened or read; the message names the argument.

    """
    file = form.file
    if isinstance(file, bytes | bytearray | memoryview):
        return _Memory(file)
    if isinstance(file, str) or hasattr(file, "__fspath__"):
        try:
            return await _in_thread(partial(_opened, file), discard=_File.close_now)
        except (OSError, ValueError) as error:
            words = getattr(error, "strerror", None) or "it is not a path"
            raise InvalidRequestError(
                f"{form.file_field}: {shown_path(file)} cannot be read: {words}."
            ) from None
    if hasattr(file, "__aiter__"):
        return _Iterated(file)
    if isinstance(file, io.TextIOBase):
        raise InvalidRequestError(f"{form.file_field} is opened as text: open it in binary mode, 'rb'.")
    try:
        return await _in_thread(partial(_File, file, owned=False))
    except (OSError, ValueError) as error:
        raise InvalidRequestError(
            f"{form.file_field} cannot be read: {getattr(error, 'strerror', None) or type(error).__name__}."
        ) from None


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
    """An open file; a lock keeps it open while a thread still reads."""

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
        self._descriptor = None if self.rereadable else _pollable(file)

    async def read(self, offset: int) -> bytes:
        return await _in_thread(partial(self._read, offset))

    async def close(self) -> None:
        file, self._file = self._file, None
        if not self._owned or file is None:
            return
        if self._lock.acquire(blocking=False):
            self._lock.release()  # no read begins any more
            file.close()
        else:  # a thread is still in a read whose result is not awaited any more
            await asyncio.shield(_in_thread(partial(self._close, file)))

    def _read(self, offset: int) -> bytes:
        with self._lock:
            file = self._file
            if file is None:
                return b""
            size = _PIECE
            if self.length is not None:
                file.seek(self._start + offset)
                size = min(size, self.length - offset)
            read: Any = file.read
            if self._descriptor is not None:
                read = getattr(file, "read1", read)
                while not _readable(self._descriptor):
                    if self._file is None:
                        return b""
            piece: Any = read(size) if size else b""
            if not isinstance(piece, bytes):
                raise TypeError(f"the file gives {type(piece).__name__} instead of bytes")
            return piece

    def close_now(self) -> None:
        """Close a file that nothing has been read from."""
        if self._file is not None:
            self._file.close()

    def _close(self, file: IO[bytes]) -> None:
        with self._lock:
            file.close()


def _pollable(file: Any) -> int | None:
    """Return the descriptor of a pipe, socket or device, so that a read does not block a thread for ever."""
    try:
        descriptor: int = file.fileno()
        mode = os.fstat(descriptor).st_mode
    except (AttributeError, OSError, ValueError):
        return None
    waits = stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISCHR(mode)
    return descriptor if waits and hasattr(select, "poll") else None


def _readable(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(_POLL_INTERVAL * 1000))


class _Handover(Generic[T]):
    """Brings a thread's result to the call that awaits it, or to `discard` where the call awaits it no longer."""

    def __init__(self, discard: Callable[[T], None] | None) -> None:
        self._discard = discard
        self._lock = threading.Lock()
        self._results: list[T] = []
        self._is_awaited = True

    def put(self, result: T) -> None:
        with self._lock:
            self._results.append(result)
            is_awaited = self._is_awaited
        if not is_awaited:
            self.abandon()

    def take(self) -> T:
        return self._results.pop()

    def abandon(self) -> None:
        with self._lock:
            self._is_awaited = False
            left, self._results = self._results, []
        if self._discard is not None:
            for result in left:
                self._discard(result)


async def _in_thread(act: Callable[[], T], *, discard: Callable[[T], None] | None = None) -> T:
    """Run in a thread that does not hold up the end of the process, unlike one of asyncio's own.

    The result is not that of a future, since asyncio's debug log would show it.

    Args:
        act: What to run.
        discard: Takes a result that is not awaited any more, because the caller was cancelled or the loop was closed.

    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    handover = _Handover(discard)
    context = contextvars.copy_context()

    def finish(error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)

    def run() -> None:
        error = None
        try:
            handover.put(context.run(act))
        except BaseException as raised:  # noqa: BLE001 - it is raised where the result is awaited
            error = raised
        try:
            loop.call_soon_threadsafe(finish, error)
        except RuntimeError:  # the loop was closed meanwhile
            handover.abandon()

    threading.Thread(target=run, name="chakra_async-upload", daemon=True).start()
    try:
        await done
    except BaseException:
        handover.abandon()
        raise
    return handover.take()


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
            with contextlib.suppress(Exception):  # the answer counts, not how the content's own clean-up ends
                await finish()


def _opened(path: Any) -> _File:
    mode = os.stat(path).st_mode  # noqa: PTH116 - whatever can be opened can be looked at
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(0, "it is a directory")
    if not stat.S_ISREG(mode):
        raise OSError(0, "it is not a regular file")
    file = open(path, "rb", buffering=0)  # noqa: SIM115, PTH123 - the upload closes it
    try:
        return _File(file, owned=True)
    except BaseException:
        file.close()
        raise
