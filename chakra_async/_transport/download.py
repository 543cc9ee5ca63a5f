"""An answer that is handed out piece by piece: what it is, is found out first; then it holds its slot until closed."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, Final

import orjson

from chakra_async._core.answers.envelope import cut_short, too_large, unusable
from chakra_async._core.answers.error_answers import has_errors
from chakra_async._core.http_status import REDIRECTS, SUCCESSES
from chakra_async._transport.error_mapping import TRANSPORT_ERRORS, no_answer_in_time
from chakra_async._transport.incoming import Incoming
from chakra_async.errors import ChakraError, ClientClosedError, RequestTimeoutError, ResponseError
from chakra_async.outcomes import Outcome
from chakra_async.settings import Timeouts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import aiohttp

    from chakra_async._core.answers.failure import Failure
    from chakra_async._core.operation import Operation
    from chakra_async._transport.caller import Caller
    from chakra_async._transport.connections import Exchange
    from chakra_async.outcomes import Attempt

__all__ = ["Stream", "begin"]

_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_BOM: Final = b"\xef\xbb\xbf"
_LOOKED_AT: Final = (
    1024  # bytes of a content, to see what it is: no pattern is let loose on all that a server sends
)
_VAGUE: Final = frozenset({"", "application/octet-stream", "text/plain"})


async def begin(
    response: aiohttp.ClientResponse, operation: Operation[Any], flight: Exchange, largest: int
) -> Stream | bytes | Failure:
    """Return a successful answer's content as a stream, an error's whole body as bytes, or a failure.

    The first piece is read here, so that an answer that breaks at once can be asked for again.

    Args:
        response: The answer, its head read.
        operation: The operation asked for.
        flight: The exchange.
        largest: Bytes of JSON that are read to look for an error in them.

    """
    try:
        incoming = Incoming(response)
        successful = SUCCESSES <= response.status < REDIRECTS
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        first = await incoming.piece(flight=flight)
        problem = _problem(kind, first) if successful else None
        if problem is not None:
            response.close()
            return unusable(operation, response.status, problem)
        if (
            not successful
            or kind.endswith(("/json", "+json"))
            or (kind in _VAGUE and first.lstrip()[:1] == b"{")
        ):
            first, whole = await _gathered(incoming, first, flight, largest)
            if not whole and not successful:
                response.close()
                return too_large(operation, response.status, largest)
            if whole and (not successful or _is_an_error(first)):
                response.release()
                return first
    except BaseException:
        response.close()
        raise
    flight.held = True
    return Stream(response, incoming, first, operation)


def _problem(kind: str, first: bytes) -> str | None:
    """Return why a successful answer is no content, or None."""
    if not first:
        return "the answer is empty"
    if kind in ("text/html", "application/xhtml+xml") or _HTML.match(
        first[:_LOOKED_AT].lstrip().removeprefix(_BOM).lstrip()
    ):
        return "an HTML page came instead of the content"
    return None


async def _gathered(incoming: Incoming, first: bytes, flight: Exchange, largest: int) -> tuple[bytes, bool]:
    """Return what comes, up to the piece that makes it larger than `largest`, and whether that is all."""
    pieces, total = [first], len(first)
    while total <= largest:
        piece = await incoming.piece(flight=flight)
        if not piece:
            return b"".join(pieces), True
        pieces.append(piece)
        total += len(piece)
    return b"".join(pieces), False


def _is_an_error(body: bytes) -> bool:
    try:
        return has_errors(orjson.loads(body))
    except orjson.JSONDecodeError:
        return False


class Stream:
    """A content that is coming in. It holds its connection and its slot until it is closed.

    Attributes:
        status: The HTTP status.
        headers: The answer's headers.
        size: Bytes that the server announces, or None where it does not or where they are packed.

    """

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        incoming: Incoming,
        first: bytes,
        operation: Operation[Any],
    ) -> None:
        self.status = response.status
        self.headers: Mapping[str, str] = response.headers
        self.size = response.content_length if incoming.encoding == "identity" else None
        self._incoming = incoming
        self._response = response
        self._first = first
        self._operation = operation
        self._total = 0
        self._cap: int | None = None
        self._caller: Caller | None = None
        self._key = ""
        self._timeouts = Timeouts()
        self._started = 0.0
        self._attempts: Sequence[Attempt] = ()
        self._whole = False
        self._error: ChakraError | None = None
        self._tell: Callable[[ChakraError | None, bool], None] | None = None

    def hold(
        self, caller: Caller, key: str, timeouts: Timeouts, started: float, attempts: Sequence[Attempt]
    ) -> None:
        """Take over the slot and the time limits of the call.

        Args:
            caller: What made the call.
            key: What the slot was taken for.
            timeouts: The call's time limits: `read` between two pieces, `total` for all of it.
            started: When the call began, in monotonic seconds.
            attempts: The call's attempts, for an error.

        """
        self._caller = caller
        self._key = key
        self._timeouts = timeouts
        self._started = started
        self._attempts = attempts

    def tell_at_its_end(self, tell: Callable[[ChakraError | None, bool], None]) -> None:
        """Have this called once, when it is closed: with the error that ended it or None, and whether it was whole."""
        self._tell = tell

    def limit(self, cap: int) -> None:
        """Give no more than so many bytes, counted as they are handed out.

        Raises:
            ResponseError: If the server announces more.

        """
        self._cap = cap
        if self.size is not None and self.size > cap:
            raise self._too_large(cap)

    async def piece(self) -> bytes:
        """Return the next piece, empty at the end.

        Raises:
            ChakraError: If it breaks off, is too large or takes too long; the stream is closed then.

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
        """Give back connection and slot; a connection on which something is still to come is closed.

        Harmless when done twice.
        """
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
        caller, self._caller = self._caller, None
        if caller is not None:
            caller.gate.leave(self._key)
        tell, self._tell = self._tell, None
        if tell is not None:
            tell(error, self._whole)

    async def _received(self) -> bytes:
        seconds = self._timeouts.read
        left = self._left()
        if left is not None:
            seconds = left if seconds is None else min(seconds, left)
        try:
            return await self._incoming.piece(seconds)
        except TRANSPORT_ERRORS as error:
            raise self._broken(error) from None

    def _left(self) -> float | None:
        """Return the seconds left of the total time, None without such a limit."""
        total = self._timeouts.total
        return None if total is None else max(0.0, self._started + total - time.monotonic())

    def _broken(self, error: BaseException) -> ChakraError:
        if self._caller is not None and self._caller.pool.closed:
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
