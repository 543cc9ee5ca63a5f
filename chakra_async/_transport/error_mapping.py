"""The one place where aiohttp's errors become ours, with the outcome that follows from what was sent by then."""

from __future__ import annotations

import asyncio
import ssl
import time
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import aiohttp
from aiohttp import http

from chakra_async._core.answers.envelope import cut_short
from chakra_async._core.answers.failure import Failure, RetrySafety
from chakra_async._core.answers.retry_after import retry_after_of
from chakra_async._core.http_status import PROXY_LOGIN_REQUIRED, REDIRECTS
from chakra_async._core.masking import mask_numbers
from chakra_async._transport.clock import utc_now
from chakra_async.errors import ConnectError, ConnectionLostError, RequestTimeoutError, ResponseError
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.http import HttpProcessingError

    from chakra_async._core.operation import Operation
else:
    HttpProcessingError = getattr(http, "HttpProcessingError", aiohttp.ClientError)

__all__ = [
    "TRANSPORT_ERRORS",
    "EarlyBytesError",
    "HttpProcessingError",
    "ProxyAddressError",
    "TokenExposedError",
    "TooLateError",
    "failure_of",
    "next_piece",
    "no_answer_in_time",
]

Headers: TypeAlias = "Mapping[str, str] | None"

_POLL_INTERVAL: Final = 0.25

TRANSPORT_ERRORS = (
    aiohttp.ClientError,
    HttpProcessingError,
    OSError,
    UnicodeError,
    asyncio.IncompleteReadError,
)
"""What an exchange may raise besides cancellation; every other exception is a bug of this library."""


class _HeldBackError(aiohttp.ClientConnectionError):
    """A request of which nothing was written, for a reason of ours."""

    reason = ""


class EarlyBytesError(_HeldBackError):
    """A server sent something on a new connection before the request."""

    reason = "the server sent bytes before the request: check that base_url is the address of an HTTP server"


class TokenExposedError(_HeldBackError):
    """A request without TLS would go to a proxy, which would see the token."""

    reason = (
        "the proxy would see the token, since base_url is plain http: use https, or no proxy for this address"
    )


class ProxyAddressError(_HeldBackError):
    """The address of a proxy in the environment cannot be used."""

    reason = (
        "the address of the proxy in the environment (such as HTTPS_PROXY) cannot be used: give one such as "
        "http://proxy.example:3128, with what is special in its password percent-encoded"
    )


class TooLateError(_HeldBackError):
    """A request was held back right before its bytes were written, since the time by which it had to begin has passed."""

    reason = "the time by which the request had to begin has passed, so that it was not sent"


async def next_piece(response: aiohttp.ClientResponse, seconds: float | None = None) -> bytes:
    """Return the next piece of an answer's body, empty at its end.

    aiohttp does not wake a body reader after a local close, or when the bytes are not HTTP any more, so the connection
    is polled.

    Args:
        response: The answer.
        seconds: How long to wait at most; None without limit.

    Raises:
        TRANSPORT_ERRORS: If the body breaks off, or no piece came in time.

    """
    deadline = None if seconds is None else time.monotonic() + seconds
    while True:
        left = _POLL_INTERVAL if deadline is None else min(_POLL_INTERVAL, deadline - time.monotonic())
        try:
            async with asyncio.timeout(left):
                return await response.content.readany()
        except RuntimeError as error:  # aiohttp raises it for a connection that ended between two reads
            raise aiohttp.ClientConnectionError(str(error)) from None
        except TimeoutError:
            # The loop may have stood still: what came meanwhile goes first, and a body may end with its connection.
            piece = response.content.read_nowait(-1)
            if piece or response.content.is_eof():
                return piece
            if _gone(response):
                raise aiohttp.ClientConnectionError("the connection was closed") from None
            if deadline is not None and time.monotonic() >= deadline:
                raise


def _gone(response: aiohttp.ClientResponse) -> bool:
    connection = response.connection
    protocol = None if connection is None else connection.protocol
    return protocol is None or not protocol.connected


def failure_of(
    error: BaseException, operation: Operation[Any], *, connected: bool, status: int | None, headers: Headers
) -> Failure:
    """Return what an exchange's exception means.

    Args:
        error: The exception.
        operation: The operation under way.
        connected: Whether a connection had been handed out, so that bytes may have left.
        status: The answer's status, if its head had arrived.
        headers: Its headers, if so.

    """
    if not connected or isinstance(error, TooLateError):
        return _not_sent(error, operation)
    if isinstance(error, TimeoutError):
        return no_answer_in_time(operation, status, headers)
    if status is not None:
        return cut_short(operation, status, _demanded(headers))
    if isinstance(error, aiohttp.ClientResponseError):
        garbled = ResponseError("the answer is not HTTP", outcome=Outcome.UNKNOWN, operation=operation.name)
        return Failure(error=garbled, retry_safety=RetrySafety.REPEATABLE)
    lost = ConnectionLostError(
        f"the connection broke before an answer came ({_cause(error)})",
        outcome=Outcome.UNKNOWN,
        operation=operation.name,
    )
    return Failure(error=lost, retry_safety=RetrySafety.REPEATABLE)


def no_answer_in_time(operation: Operation[Any], status: int | None, headers: Headers) -> Failure:
    """Return the failure of an exchange without progress for too long after bytes may have left."""
    what = "no answer came" if status is None else "the answer stopped coming"
    error = RequestTimeoutError(
        f"{what} in time (Timeouts.read)", outcome=Outcome.UNKNOWN, operation=operation.name, phase="answer"
    )
    if status is None or status < REDIRECTS:
        return Failure(error=error, retry_safety=RetrySafety.REPEATABLE, status=status)
    # Its head says as much as that of an answer that broke off.
    known = cut_short(operation, status, _demanded(headers))
    error.outcome = known.error.outcome
    return known.with_error(error)


def _demanded(headers: Headers) -> float | None:
    return None if headers is None else retry_after_of(headers, None, (), utc_now)


def _not_sent(error: BaseException, operation: Operation[Any]) -> Failure:
    if isinstance(error, TimeoutError):
        timeout = RequestTimeoutError(
            "no connection was made in time (Timeouts.connect)", operation=operation.name, phase="connect"
        )
        return Failure(error=timeout, retry_safety=RetrySafety.ALWAYS)
    final = isinstance(error, ProxyAddressError | TokenExposedError | TooLateError)
    safety = RetrySafety.NEVER if final else RetrySafety.ALWAYS
    reason = error.reason if isinstance(error, _HeldBackError) else _reason(error)
    return Failure(error=ConnectError(reason, operation=operation.name), retry_safety=safety)


def _reason(error: BaseException) -> str:
    if isinstance(error, aiohttp.ClientHttpProxyError):
        what = "refused the credentials" if error.status == PROXY_LOGIN_REQUIRED else "made no connection"
        return f"the proxy {what} (it answered {error.status}): check proxy, and whether it allows base_url"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return f"the proxy cannot be reached ({_cause(error)}): check proxy and the network"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"the host name {error.host} cannot be resolved: check base_url and the network"
    if isinstance(error, aiohttp.ClientConnectorCertificateError | ssl.SSLCertVerificationError):
        return (
            f"the server's certificate is not trusted ({_cause(error)}): check base_url and this machine's clock; "
            "for a private CA, or that of a proxy that inspects TLS, pass its PEM file as tls"
        )
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return f"TLS failed ({_cause(error)}): check that base_url speaks TLS, and the tls context if you gave one"
    return f"no connection was made ({_cause(error)}): check base_url and the network"


def _cause(error: BaseException) -> str:
    """Return an error's kind and the system's words for it, without addresses or data."""
    inner = getattr(error, "os_error", None) or getattr(error, "certificate_error", None) or error
    words = getattr(inner, "verify_message", None) or getattr(inner, "strerror", None)
    return mask_numbers(f"{type(inner).__name__}: {words}") if words else type(inner).__name__
