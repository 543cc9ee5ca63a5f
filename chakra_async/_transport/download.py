"""A streamed answer: its first piece is inspected, then it holds its slot until it is closed."""

from __future__ import annotations

import re
import time
import zlib
from typing import TYPE_CHECKING, Any, Final

import aiohttp

from chakra_async._core.answers.envelope import cut_short, unusable
from chakra_async._core.answers.error_answers import MAX_ERROR_BODY, has_errors
from chakra_async._core.decoding.json_reader import read_json
from chakra_async._core.http_status import REDIRECTS, SUCCESSES
from chakra_async._transport.error_mapping import TRANSPORT_ERRORS, next_piece, no_answer_in_time
from chakra_async.errors import ChakraError, ClientClosedError, RequestTimeoutError, ResponseError
from chakra_async.outcomes import Outcome
from chakra_async.settings import Timeouts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chakra_async._core.answers.failure import Failure
    from chakra_async._core.operation import Operation
    from chakra_async._transport.exchange import Exchange
    from chakra_async.outcomes import Attempt

__all__ = ["Stream", "begin_download"]

_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_BOM: Final = b"\xef\xbb\xbf"
_SNIFFED: Final = 1024  # bytes of a content that are inspected; no regex sees an unbounded body
_PIECE: Final = 256 * 1024
_WINDOWS: Final = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_VAGUE: Final = frozenset({"", "application/octet-stream", "text/plain"})


async def begin_download(
    response: aiohttp.ClientResponse, operation: Operation[Any], exchange: Exchange, largest: int
) -> Stream | bytes | Failure:
    """Return a successful answer's content as a stream, an error's whole body as bytes, or a failure.

    The first piece is read here, so that an answer that breaks at once can be asked for again.

    Args:
        response: The answer, its head read.
        operation: The operation asked for.
        exchange: The exchange.
        largest: Bytes of JSON that are read to look for an error in them.

    """
    try:
        body = _Body(response)
        successful = SUCCESSES <= response.status < REDIRECTS
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        first = await body.piece(exchange=exchange)
        problem = _problem(kind, first) if successful else None
        if problem is not None:
            response.close()
            return unusable(operation, response.status, problem)
        if (
            not successful
            or kind.endswith(("/json", "+json"))
            or (kind in _VAGUE and first.lstrip()[:1] == b"{")
        ):
            first, whole = await _gathered(body, first, exchange, largest if successful else MAX_ERROR_BODY)
            if not whole and not successful:
                response.close()
                return first  # its beginning says enough
            if whole and (not successful or _is_an_error(first)):
                response.release()
                return first
    except BaseException:
        response.close()
        raise
    exchange.streaming = True
    return Stream(response, body, first, operation)


def _problem(kind: str, first: bytes) -> str | None:
    """Return why a successful answer is not a content, or None."""
    if not first:
        return "the answer is empty"
    if kind in ("text/html", "application/xhtml+xml") or _HTML.match(
        first[:_SNIFFED].lstrip().removeprefix(_BOM).lstrip()
    ):
        return "an HTML page came instead of the content"
    return None


async def _gathered(body: _Body, first: bytes, exchange: Exchange, largest: int) -> tuple[bytes, bool]:
    """Return the body up to the piece that exceeds `largest`, and whether that is all of it."""
    pieces, total = [first], len(first)
    while total <= largest:
        piece = await body.piece(exchange=exchange)
        if not piece:
            return b"".join(pieces), True
        pieces.append(piece)
        total += len(piece)
    return b"".join(pieces), False


def _is_an_error(body: bytes) -> bool:
    try:
        return has_errors(read_json(body)[0])
    except ValueError:
        return False


class Stream:
    """A content that is being received. It holds its connection and its slot until it is closed.

    Attributes:
        status: The HTTP status.
        headers: The answer's headers.
        size: Bytes that the server announces, or None if it announces none or the content is compressed.

    """

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        body: _Body,
        first: bytes,
        operation: Operation[Any],
    ) -> None:
        self.status = response.status
        self.headers: Mapping[str, str] = response.headers
        self.size = response.content_length if body.encoding == "identity" else None
        self._body = body
        self._response = response
        self._first = first
        self._operation = operation
        self._total = 0
        self._cap: int | None = None
        self._release: Callable[[], None] | None = None
        self._is_closed: Callable[[], bool] = bool
        self._timeouts = Timeouts()
        self._started = 0.0
        self._attempts: Sequence[Attempt] = ()
        self._whole = False
        self._error: ChakraError | None = None
        self._on_end: Callable[[ChakraError | None, bool], None] | None = None

    def hold(
        self,
        *,
        release: Callable[[], None],
        is_closed: Callable[[], bool],
        timeouts: Timeouts,
        started: float,
        attempts: Sequence[Attempt],
    ) -> None:
        """Take over the slot and the time limits of the call.

        Args:
            release: Gives the slot back; called once.
            is_closed: Returns whether the client is closed.
            timeouts: The call's time limits: `read` between two pieces, `total` for all of it.
            started: When the call began, in monotonic seconds.
            attempts: The call's attempts, for an error.

        """
        self._release = release
        self._is_closed = is_closed
        self._timeouts = timeouts
        self._started = started
        self._attempts = attempts

    def notify_at_end(self, on_end: Callable[[ChakraError | None, bool], None]) -> None:
        """Call this once at the close, with the error that ended the stream or None, and whether it was whole."""
        self._on_end = on_end

    def limit(self, cap: int) -> None:
        """Hand out at most `cap` bytes.

        Raises:
            ResponseError: If the server announces more than that.

        """
        self._cap = cap
        if self.size is not None and self.size > cap:
            raise self._too_large(cap)

    async def piece(self) -> bytes:
        """Return the next piece, empty at the end.

        Raises:
            ChakraError: If the content breaks off, is too large or takes too long; the stream is closed then.

        """
        if self._error is not None:
            raise self._error
        piece, self._first = self._first, b""
        if not piece and not self._whole:
            piece = await self._received()
        self._total += len(piece)
        if self._cap is not None and self._total > self._cap:
            raise self._too_large(self._cap)
        if not piece:
            self._whole = True
            self.close()
        return piece

    def close(self) -> None:
        """Give back connection and slot; a connection with unread bytes is closed. Harmless when called twice."""
        error = self._error
        if not self._whole and error is None:
            self._error = ResponseError(
                "the download was left before its end",
                outcome=Outcome.DONE,
                operation=self._operation.name,
                status=self.status,
            )
        if self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()
        release, self._release = self._release, None
        if release is not None:
            release()
        on_end, self._on_end = self._on_end, None
        if on_end is not None:
            on_end(error, self._whole)

    def __del__(self) -> None:
        release = getattr(self, "_release", None)  # a stream that was dropped without being closed
        if release is not None:
            self._release = None
            release()

    async def _received(self) -> bytes:
        seconds = self._timeouts.read
        left = self._left()
        if left is not None:
            seconds = left if seconds is None else min(seconds, left)
        try:
            return await self._body.piece(seconds)
        except TRANSPORT_ERRORS as error:
            raise self._broken(error) from None

    def _left(self) -> float | None:
        """Return the seconds left of the total time, None without such a limit."""
        total = self._timeouts.total
        return None if total is None else max(0.0, self._started + total - time.monotonic())

    def _broken(self, error: BaseException) -> ChakraError:
        if self._is_closed():
            return self._ended(
                ClientClosedError("the client was closed while the content came", outcome=Outcome.UNKNOWN)
            )
        if not isinstance(error, TimeoutError):
            return self._ended(cut_short(self._operation, self.status).error)
        if self._left() == 0:
            late = RequestTimeoutError(
                f"the content was not whole within {self._timeouts.total:g} s (Timeouts.total)",
                outcome=Outcome.UNKNOWN,
                phase="answer",
            )
            return self._ended(late)
        return self._ended(no_answer_in_time(self._operation, self.status, None).error)

    def _too_large(self, cap: int) -> ChakraError:
        return self._ended(
            ResponseError(
                f"the content is larger than {cap} bytes (cap, or the client's download_cap)",
                outcome=Outcome.DONE,
                status=self.status,
            )
        )

    def _ended(self, error: ChakraError) -> ChakraError:
        error.operation = self._operation.name
        error.attempts = list(self._attempts)
        self._error = error
        self.close()
        return error


class _Body:
    """An answer's body in pieces, decompressed; every way of breaking off is noticed.

    aiohttp itself takes a compressed body that ends too early for a whole one; a file that is saved must be whole.

    Args:
        response: The answer; aiohttp does not decompress it.

    Raises:
        aiohttp.ClientPayloadError: If it is compressed in a way that was not asked for.

    """

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response
        self.encoding = response.headers.get("content-encoding", "").strip().lower() or "identity"
        self._decompressor = None if self.encoding == "identity" else self._new()
        self._compressed = b""
        self._more = False
        self._started = False

    async def piece(self, seconds: float | None = None, exchange: Exchange | None = None) -> bytes:
        """Return the next piece, empty at the end.

        Args:
            seconds: How long to wait at most; None without limit.
            exchange: The exchange whose progress is counted, if any.

        Raises:
            TimeoutError: If nothing came in time.
            OSError: If the connection broke.
            aiohttp.ClientError: If the body broke off.

        """
        while True:
            if self._compressed or self._more:
                piece = self._decompressed()
                if piece:
                    return piece
                continue
            came = await next_piece(self._response, seconds)
            if exchange is not None:
                exchange.progress += 1
            if self._decompressor is None:
                return came
            if not came:
                if self._started:
                    raise aiohttp.ClientPayloadError("the compressed body ended too early")
                return b""
            self._compressed = came

    def _decompressed(self) -> bytes:
        """Decompress a part of the bytes, never much at once, so that a decompression bomb does no harm."""
        decompressor = self._decompressor or self._new()
        try:
            piece = decompressor.decompress(self._compressed, _PIECE)
        except zlib.error as error:
            raise aiohttp.ClientPayloadError(f"the compressed body cannot be decompressed: {error}") from None
        self._compressed = decompressor.unconsumed_tail
        self._more = len(piece) == _PIECE and not decompressor.eof
        self._started = True
        if decompressor.eof:  # gzip may have several members
            self._compressed = decompressor.unused_data
            self._decompressor = self._new()
            self._started = False
        return bytes(piece)

    def _new(self) -> Any:
        window = _WINDOWS.get(self.encoding)
        if window is None:
            raise aiohttp.ClientPayloadError(f"compressed as {self.encoding[:20]!r}, which was not asked for")
        return zlib.decompressobj(window)
