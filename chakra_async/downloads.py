"""Downloads: content that is streamed into a file, read under a cap, or walked through piece by piece."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async._atomic_file import AtomicFile
from chakra_async._core.media_types import name_from_disposition
from chakra_async._core.request import build
from chakra_async.errors import InvalidRequestError, ResponseError
from chakra_async.outcomes import Outcome
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncGenerator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from chakra_async._core.operation import Operation, Options
    from chakra_async._transport.download import Stream
    from chakra_async.outcomes import Attempt
    from chakra_async.resource import Resource

__all__ = ["Download", "DownloadAnswer"]

_WRITTEN: Final = 256 * 1024


class DownloadAnswer:
    """An answer whose content is coming in; iterate over it with `async for` to get the content in pieces.

    An error in the middle is raised there; what was given before is then only a part.

    Attributes:
        content_type: The content's type without parameters, such as `image/jpeg`; empty where the server names none.
        size: Bytes of the content, or None where the server does not say.
        filename: The name that the server gives, without folders, or None. It is the sender's choice: do not trust it.
        status: The HTTP status.
        headers: The answer's headers; names compare without case.
        attempts: Every attempt, first to last; the last one succeeded.

    """

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
    """A content that can be downloaded; nothing is asked for before `save`, `read` or `async with`.

    Until its first piece is there the call is repeated like any read. The content is counted after unpacking and is
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

    def __init__(
        self,
        resource: Resource,
        operation: Operation[bytes],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, Any] | None = None,
        options: Options,
    ) -> None:
        build(operation, path=path, query=query, body=UNSET, options=options)  # refuses bad arguments here
        self._resource = resource
        self._operation = operation
        self._path = path
        self._query = query
        self._options = options
        self._stream: Stream | None = None

    async def save(self, path: str | os.PathLike[str], *, cap: int | None = None) -> Path:
        """Save the content as a file, which appears under its name only when it is whole.

        On any failure, and when cancelled, what stood there before stays as it was and nothing else is left.

        Args:
            path: The file. Its folder must be there.
            cap: Bytes at the most, instead of the client's `download_cap`.

        Returns:
            The file's path.

        Raises:
            InvalidRequestError: If no file can be written there; nothing was sent.
            ResponseError: If the content is no content, cut, larger than the cap, or cannot be written to the disk.
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
            cap: Bytes at the most, instead of the client's `download_cap`.

        Raises:
            ResponseError: If the content is no content, cut, or larger than the cap.
            ChakraError: As any call does.

        """
        _check(cap)
        async with self._opened(cap) as answer:
            return b"".join([piece async for piece in answer])

    async def __aenter__(self) -> DownloadAnswer:
        if self._stream is not None:
            raise InvalidRequestError("this download is open already: make another one.")
        answer, self._stream = await self._asked(None)
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

    @asynccontextmanager
    async def _opened(self, cap: int | None) -> AsyncGenerator[DownloadAnswer, None]:
        """Open the download apart from `async with`, so that several may run at once."""
        answer, stream = await self._asked(cap)
        try:
            yield answer
        finally:
            stream.close()

    async def _asked(self, cap: int | None) -> tuple[DownloadAnswer, Stream]:
        resource = self._resource
        response = await resource._call(  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            self._operation, path=self._path, query=self._query, options=self._options
        )
        stream = cast("Stream", response.data)
        settings = resource._caller.settings  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        stream.limit(settings.download_cap if cap is None else cap)
        return DownloadAnswer(stream, response.attempts), stream

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


def _check(cap: object) -> None:
    if cap is not None and (isinstance(cap, bool) or not isinstance(cap, int) or cap < 1):
        raise InvalidRequestError(f"cap must be a whole number of bytes above 0, not {cap!r}.")
