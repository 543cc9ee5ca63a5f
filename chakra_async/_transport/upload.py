"""A form on its way: it is opened before anything is sent, written piece by piece, and closed whatever happens."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any, Final

import attrs
from aiohttp.payload import Payload

from chakra_async._core.answers.failure import Failure, RetrySafety
from chakra_async._core.pacing.retry import repeats
from chakra_async._transport.connections import CURRENT_EXCHANGE
from chakra_async._transport.sources import source_of
from chakra_async.errors import InvalidRequestError, UploadError
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from aiohttp.abc import AbstractStreamWriter

    from chakra_async._core.forms import Form, Multipart
    from chakra_async._core.operation import Operation
    from chakra_async._transport.sources import Source

__all__ = ["Upload", "opened"]

_START: Final = 64
_LONGEST_END: Final = 5.0  # seconds for the caller's own iterable to take its cancellation
_WHY: Final = "{} could not be read to its end"


async def opened(form: Multipart, operation: Operation[Any]) -> Upload:
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
            first = await source.read(0)
        except Exception as error:  # whatever the caller's own content raises
            raise UploadError(_WHY.format(form.file_field), operation=operation.name) from error
        _refuse_nothing(form, first)
        return Upload(form.form(boundary, bytes(first[:_START])), source, first)
    except BaseException:
        await source.close()
        raise


def _refuse_nothing(form: Multipart, first: bytes | memoryview[int]) -> None:
    if not len(first):
        raise InvalidRequestError(f"{form.file_field} is empty: there is nothing to upload.")


class Upload:
    """A form that is being sent, over as many attempts as its content allows.

    Attributes:
        form: What stands around the content.
        length: Bytes of the whole body, or None where they are not known.
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
        flight = CURRENT_EXCHANGE.get()
        self._writer = asyncio.current_task()
        source = self._source
        await writer.write(self.form.before)
        flight.progress += 1
        if source is not None:
            piece, offset = self._first, 0
            while len(piece):
                await writer.write(piece)
                flight.progress += 1
                offset += len(piece)
                piece = await self._next(source, offset)
            if source.length is not None and offset < source.length:
                self.failed = EOFError(f"it ended after {offset} of {source.length} bytes")
                raise self.failed
        await writer.write(self.form.after)
        flight.progress += 1

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
            _WHY.format("the content"),
            outcome=Outcome.UNKNOWN,  # its first piece was there before, so that bytes had left
            operation=operation.name,
        )
        error.__cause__ = self.failed
        return Failure(error=error, retry_safety=RetrySafety.NEVER)

    def judged(self, operation: Operation[Any], failure: Failure) -> Failure:
        """Return a failure as one that is not tried again, where the content cannot be read again for it."""
        readable = self._source is None or self._source.rereadable or not self._spent
        if readable or not repeats(operation, failure):
            return failure
        failure.error.message += (
            "; not tried again, since the content can be read only once: pass a path or bytes for that"
        )
        return attrs.evolve(failure, retry_safety=RetrySafety.NEVER)

    async def close(self) -> None:
        """Close the content once nobody writes it any more."""
        try:
            writer = self._writer
            if writer is not None and not writer.done():
                writer.cancel()
                await asyncio.wait({writer}, timeout=_LONGEST_END)
        finally:
            if self._source is not None:
                await self._source.close()


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
        raise TypeError("an upload is not read whole")

    async def write(self, writer: AbstractStreamWriter) -> None:
        await self._upload.write(writer)

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        del content_length
        await self._upload.write(writer)
