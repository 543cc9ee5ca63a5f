"""The one place where aiohttp's errors become ours, with the outcome that follows from what had left by then."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.http import HttpProcessingError

from chakra_async.core.envelope import cut_short
from chakra_async.core.failure import Again, Failure
from chakra_async.core.masking import mask_numbers
from chakra_async.errors import ConnectError, ConnectionLostError, RequestTimeoutError, ResponseError
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from chakra_async.core.operation import Operation

__all__ = ["TRANSPORT_ERRORS", "failure_of", "next_piece", "no_answer_in_time"]

TRANSPORT_ERRORS = (
    aiohttp.ClientError,
    HttpProcessingError,
    OSError,
    UnicodeError,
    asyncio.IncompleteReadError,
)
"""What an exchange may raise besides cancellation; everything else is a fault of our own."""


async def next_piece(content: aiohttp.StreamReader) -> bytes:
    """Return the next piece of an answer's body, empty at its end.

    Raises:
        TRANSPORT_ERRORS: If it breaks off.

    """
    try:
        return await content.readany()
    except RuntimeError as error:  # aiohttp's word for a connection that went while nobody was reading
        raise aiohttp.ClientConnectionError(str(error)) from None


def failure_of(
    error: BaseException, operation: Operation[Any], *, connected: bool, status: int | None
) -> Failure:
    """Return what an exchange's exception means.

    Args:
        error: The exception.
        operation: The operation under way.
        connected: Whether a connection had been handed out, so that bytes may have left.
        status: The answer's status, if its head had arrived.

    """
    if not connected:
        return _not_sent(error, operation)
    if isinstance(error, TimeoutError):
        return no_answer_in_time(operation, status)
    if status is not None:
        return cut_short(operation, status)
    if isinstance(error, aiohttp.ClientResponseError):
        garbled = ResponseError(
            "what came back is no HTTP answer", outcome=Outcome.UNKNOWN, operation=operation.name
        )
        return Failure(error=garbled, again=Again.REPEATABLE)
    lost = ConnectionLostError(
        f"the connection broke before an answer came ({_cause(error)})",
        outcome=Outcome.UNKNOWN,
        operation=operation.name,
    )
    return Failure(error=lost, again=Again.REPEATABLE)


def no_answer_in_time(operation: Operation[Any], status: int | None) -> Failure:
    """Return the failure of an exchange in which nothing moved for too long after bytes may have left."""
    what = "no answer came" if status is None else "the answer stopped coming"
    error = RequestTimeoutError(
        f"{what} in time (Timeouts.read)", outcome=Outcome.UNKNOWN, operation=operation.name, phase="answer"
    )
    return Failure(error=error, again=Again.REPEATABLE, status=status)


def _not_sent(error: BaseException, operation: Operation[Any]) -> Failure:
    if isinstance(error, TimeoutError):
        timeout = RequestTimeoutError(
            "no connection was made in time (Timeouts.connect)", operation=operation.name, phase="connect"
        )
        return Failure(error=timeout, again=Again.ALWAYS)
    return Failure(error=ConnectError(_reason(error), operation=operation.name), again=Again.ALWAYS)


def _reason(error: BaseException) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"the host name {error.host} cannot be resolved: check base_url and the network"
    if isinstance(error, aiohttp.ClientConnectorCertificateError | ssl.SSLCertVerificationError):
        return f"the server's certificate is not trusted ({_cause(error)})"
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return f"TLS failed ({_cause(error)})"
    return f"no connection was made ({_cause(error)}): check base_url and the network"


def _cause(error: BaseException) -> str:
    """Return an error's kind and the system's words for it, without addresses or data."""
    inner = getattr(error, "os_error", None) or getattr(error, "certificate_error", None) or error
    words = getattr(inner, "verify_message", None) or getattr(inner, "strerror", None)
    return mask_numbers(f"{type(inner).__name__}: {words}") if words else type(inner).__name__
