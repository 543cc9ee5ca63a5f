"""Downloads: content that is streamed into a file, read under a cap, or iterated over in chunks."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import stat
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from chakra_async._core.media_types import name_from_disposition
from chakra_async._core.operation import Options
from chakra_async._core.request import build
from chakra_async.errors import ChakraError, InvalidRequestError, NotFoundError, ResponseError
from chakra_async.outcomes import Outcome
from chakra_async.resource import send
from chakra_async.settings.options import timeouts_of
from chakra_async.settings.secret import shown, shown_path
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Coroutine, Mapping, Sequence
    from types import TracebackType
    from typing import Unpack

    from chakra_async._core.operation import Operation
    from chakra_async._core.response import Response
    from chakra_async._transport.caller import Caller
    from chakra_async._transport.download import Stream
    from chakra_async.outcomes import Attempt
    from chakra_async.resource import CallOptions

__all__ = ["Download", "DownloadAnswer"]

_WRITTEN: Final = 256 * 1024
_SHORTEST: Final = 0.001
_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class DownloadAnswer:
    """An answer whose content is coming in; iterate over it with `async for` to get the content in pieces.

    An error in the middle is raised there; what was given before is then only a part.

    Attributes:
        content_type: The content's type without parameters, such as `image/jpeg`; empty where the server does not name one.
        size: Bytes of the content, or None where the server does not say.
        filename: The name that the server gives, without folders, or None. It is the sender's choice: do not trust it.
        status: The HTTP status.
        headers: The answer's headers; names compare without case.
        attempts: Every attempt, first to last; the last one succeeded.

    """

    __module__ = "chakra_async"

    def __init__(self, stream: Stream, attempts: Sequence[Attempt]) -> None:
        self._stream = stream
        self.status = stream.status
        self.headers: Mapping[str, str] = stream.headers
        self.size = stream.size
        self.content_type = stream.headers.get("content-type", "").partition(";")[0].strip().lower()
        self.filename = name_from_disposition(stream.headers.get("content-disposition"))
        self.attempts = attempts

    async def __aiter__(self) -> AsyncGenerator[bytes, None]:
        while piece := await self._stream.piece():
            yield piece


class Download:
    """Content that can be downloaded; nothing is requested before `save`, `read` or `async with`.

    Until its first piece is there the call is retried like any read. The content is counted after unpacking and is
    refused above a cap. An HTML page instead of the content is an error, and so is JSON that holds errors.

    Example:
        ```python
        path = await chakra.media.download("1234567890").save("invoice.pdf")

        async with chakra.media.download("1234567890") as answer:
            print(answer.content_type, answer.size)
            async for chunk in answer:
                ...
        ```

    """

    __module__ = "chakra_async"

    def __init__(
        self,
        caller: Caller,
        operation: Operation[bytes],
        *,
        fallback: Operation[bytes] | None = None,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, Any] | None = None,
        **options: Unpack[CallOptions],
    ) -> None:
        added = Options(
            extra_headers=options.get("extra_headers"),
            extra_params=options.get("extra_params"),
            extra_body=options.get("extra_body"),
        )
        build(operation, path=path, query=query, body=UNSET, options=added)  # refuses bad arguments here
        self._caller = caller
        self._operation = operation
        self._fallback = fallback
        self._path = path
        self._query = query
        self._options = options
        self._stream: Stream | None = None

    async def save(self, path: str | os.PathLike[str], *, cap: int | None = None) -> Path:
        """Save the content as a file, which appears under its name only when it is whole.

        On any failure, and when cancelled, a file that was there before stays as it was and nothing else is left. A
        file that is replaced keeps its permissions, and its owner where the system allows that; a symbolic link is
        replaced, and what it points to stays as it was.

        Args:
            path: The file. Its folder must be there; a device, a pipe or a socket is refused.
            cap: Bytes at most, instead of the client's `download_cap`.

        Returns:
            The file's path.

        Raises:
            InvalidRequestError: If a file cannot be written there; nothing was sent.
            ResponseError: If the body is an error page, truncated, larger than `cap`, or cannot be written to the disk.
            ChakraError: As any call does.

        """
        _check(cap)
        target = AtomicFile(path)
        try:
            async with self._opened(cap) as answer:
                waiting: list[bytes] = []
                size = 0
                async for piece in answer:
                    waiting.append(piece)
                    size += len(piece)
                    if size >= _WRITTEN:
                        await self._written(target, b"".join(waiting), answer.status)
                        waiting, size = [], 0
                await self._written(target, b"".join(waiting), answer.status, whole=True)
        finally:
            target.discard()
        return target.path

    async def read(self, *, cap: int | None = None) -> bytes:
        """Return the whole content.

        Args:
            cap: Bytes at most, instead of the client's `download_cap`.

        Raises:
            ResponseError: If the body is an error page, truncated or larger than `cap`.
            ChakraError: As any call does.

        """
        _check(cap)
        async with self._opened(cap) as answer:
            return b"".join([piece async for piece in answer])

    async def __aenter__(self) -> DownloadAnswer:
        if self._stream is not None:
            raise InvalidRequestError("this download is open already: create another one.")
        answer, self._stream = await self._open(None)
        return answer

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    @contextlib.asynccontextmanager
    async def _opened(self, cap: int | None) -> AsyncGenerator[DownloadAnswer, None]:
        """Open the download apart from `async with`, so that several may run at once."""
        answer, stream = await self._open(cap)
        try:
            yield answer
        finally:
            stream.close()

    async def _open(self, cap: int | None) -> tuple[DownloadAnswer, Stream]:
        started = time.monotonic()
        earlier: list[Attempt] = []
        try:
            response = await self._sent(self._operation, self._options)
        except NotFoundError as error:
            if self._fallback is None or not _is_of_path(error):
                raise
            # It is a read: asking under the older path as well can do nothing twice.
            passed = time.monotonic() - started
            earlier = error.attempts
            earlier[-1].cause = f"{earlier[-1].cause or 'not found'}; {self._fallback.name} was tried next"
            response = await self._second(self._fallback, passed, earlier)
        stream = cast("Stream", response.data)
        stream.limit(self._caller.settings.download_cap if cap is None else cap)
        return DownloadAnswer(stream, [*earlier, *response.attempts]), stream

    def _sent(
        self, operation: Operation[bytes], options: CallOptions
    ) -> Coroutine[Any, Any, Response[bytes]]:
        return send(self._caller, operation, path=self._path, query=self._query, **options)

    async def _second(
        self, operation: Operation[bytes], passed: float, earlier: list[Attempt]
    ) -> Response[bytes]:
        """Ask under another path, within what is left of the time; an error lists the earlier attempts as well."""
        options: CallOptions = {**self._options}
        limits = timeouts_of(
            options.get("timeouts") or self._caller.settings.timeouts, self._caller.settings.timeouts
        )
        if limits.total is not None:
            options["timeouts"] = attrs.evolve(limits, total=max(limits.total - passed, _SHORTEST))
        try:
            response = await self._sent(operation, options)
        except ChakraError as error:
            error.attempts = [*earlier, *_later(error.attempts, passed)]
            raise
        _later(response.attempts, passed)
        return response

    async def _written(self, target: AtomicFile, content: bytes, status: int, *, whole: bool = False) -> None:
        """Write to the disk in a thread; giving the file its name is one short step that nothing can interrupt."""
        try:
            await asyncio.to_thread(target.write, content)
            if whole:
                await asyncio.to_thread(target.sync)
                target.put()
        except OSError as error:
            raise ResponseError(
                f"the content cannot be written to the disk: {error.strerror or error}",
                outcome=Outcome.DONE,
                operation=self._operation.name,
                status=status,
            ) from error


def _is_of_path(error: NotFoundError) -> bool:
    """Return whether a 404 is about the path, not about what it names: such an answer is not an API's error in JSON."""
    body = (error.body or "").lstrip()
    return not body.startswith(("{", "[")) or any(text.startswith("Cannot GET ") for text in error.messages)


def _later(attempts: Sequence[Attempt], seconds: float) -> Sequence[Attempt]:
    """Count the beginning of attempts from an earlier call's beginning."""
    for attempt in attempts:
        attempt.started += seconds
    return attempts


def _check(cap: object) -> None:
    if cap is not None and (isinstance(cap, bool) or not isinstance(cap, int) or cap < 1):
        raise InvalidRequestError(f"cap must be an integer number of bytes above 0, not {shown(cap)}.")


class AtomicFile:
    """A file that appears under its name only when it is whole; until then it has a temporary name beside it.

    Writing may run in a thread; a lock keeps it apart from the end. A file that it replaces hands on its permissions and
    owner, and what is written is readable for its own user only until then; a new file has the permissions that the
    process gives to new files.

    Args:
        path: The name that it gets; a file of that name stays untouched until `put`.

    Raises:
        InvalidRequestError: If a file cannot be created there.

    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            self.path = Path(os.fsdecode(path))
            self._replaced = _replaced(self.path)
            self._part = self.path.parent / f".chakra-{secrets.token_hex(8)}.part"
            self._handle = os.open(self._part, _FLAGS, 0o666 if self._replaced is None else 0o600)
        except (OSError, TypeError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is not a path"
            raise InvalidRequestError(f"path: {shown_path(path)} cannot be written: {reason}.") from None
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
        """Flush what was written to the disk."""
        with self._lock:
            if self._open:
                os.fsync(self._handle)

    def put(self) -> None:
        """Close the file and give it its name, in one step that replaces a file of that name."""
        with self._lock:
            try:
                replaced = _replaced(self.path) or self._replaced
                if replaced is not None:
                    _hand_on(replaced, self._part)
                self._close()
                self._part.replace(self.path)
            except OSError:
                if self._open:
                    self._close()
                self._part.unlink(missing_ok=True)
                raise

    def discard(self) -> None:
        """Remove the file, unless it has its name already; harmless when done twice."""
        with self._lock:
            if not self._open:
                return
            self._close()
            with contextlib.suppress(OSError):
                self._part.unlink()

    def _close(self) -> None:
        self._open = False
        os.close(self._handle)


def _replaced(path: Path) -> os.stat_result | None:
    """Return the properties of the file that has a name already, or None.

    Raises:
        OSError: If it is not a file that may be replaced.
        ValueError: If the name cannot be that of a file.

    """
    if "\0" in str(path):
        raise ValueError("it holds a null character")
    try:
        found = path.stat()
    except FileNotFoundError:  # also for a symbolic link to nothing
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(0, "it is a directory: name a file in it")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(0, "it is a device, a pipe or a socket: name a file")
    return found


def _hand_on(replaced: os.stat_result, path: Path) -> None:
    """Give a file the permissions of the one that it replaces, and its owner and group where that is allowed."""
    mode = stat.S_IMODE(replaced.st_mode) & 0o777
    created = path.stat()
    if hasattr(os, "chown") and created.st_uid != replaced.st_uid:
        with contextlib.suppress(OSError):
            os.chown(path, replaced.st_uid, -1)
    if hasattr(os, "chown") and created.st_gid != replaced.st_gid:
        try:
            os.chown(path, -1, replaced.st_gid)
        except OSError:  # another group gets no more than everybody has
            mode &= 0o707 | (mode & 0o007) << 3
    path.chmod(mode)
