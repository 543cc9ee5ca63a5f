"""One exchange over HTTP: sends a request, returns its answer or a failure, and knows whether anything was sent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, cast

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from chakra_async._core.answers.envelope import too_large
from chakra_async._core.answers.error_answers import MAX_ERROR_BODY
from chakra_async._core.answers.failure import Failure
from chakra_async._core.http_status import REDIRECTS
from chakra_async._core.redaction import Cleaner
from chakra_async._transport.error_mapping import TRANSPORT_ERRORS, failure_of, next_piece
from chakra_async._transport.exchange import CURRENT_EXCHANGE, Received
from chakra_async._transport.request_class import payload_of
from chakra_async._transport.sent_requests import SENT_REQUESTS
from chakra_async._version import __version__
from chakra_async.errors import ClientClosedError
from chakra_async.outcomes import Outcome
from chakra_async.settings.secret import MaskedStr

if TYPE_CHECKING:
    from chakra_async._core.operation import Operation
    from chakra_async._core.request import Request
    from chakra_async._transport.connections import LoopConnections, Pool
    from chakra_async._transport.exchange import Exchange
    from chakra_async._transport.session import Session
    from chakra_async._transport.upload import Upload
    from chakra_async.settings import Settings, Timeouts

__all__ = ["MAX_ANSWER", "HttpExchange"]

MAX_ANSWER: Final = 16 * 1024 * 1024
"""Largest JSON answer that is read, in bytes after decompression."""

_MAX_URLS: Final = 256


class HttpExchange:
    """Exchanges with one server with one token.

    Args:
        settings: The client's settings.
        pool: The connections to use.

    """

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self._base = settings.base_url
        self._pool = pool
        self._token = settings.token
        known = (settings.phone_number_id, settings.waba_id)
        self.cleaner = Cleaner(settings.token.reveal, frozenset(filter(None, known)))
        self._identity = pool.identity((settings.token, settings.base_url), lambda: _headers(settings))
        self._urls: dict[str, URL] = {}
        self._timeouts: tuple[Timeouts | None, aiohttp.ClientTimeout] = (
            None,
            aiohttp.ClientTimeout(total=None),
        )

    def session(self, connections: LoopConnections) -> Session:
        """Return the session of a loop, shared with copies that have the same token and address."""
        return connections.session(self._identity)

    async def exchange(
        self, session: Session, request: Request, timeouts: Timeouts, exchange: Exchange
    ) -> Received | Failure:
        """Return the answer to a request, or the failure that came instead.

        Args:
            session: The running loop's session.
            request: What to send.
            timeouts: Only `connect` is used here; the watchdog keeps the others.
            exchange: Filled in as the exchange goes on, so that it is known what was sent if this is cancelled.

        Raises:
            ClientClosedError: If the client is or gets closed.

        """
        operation = request.operation
        if self._pool.closed:
            raise _closed(request, exchange)
        CURRENT_EXCHANGE.set(exchange)
        try:
            response = await session.request(
                operation.method,
                self._url(request.target),
                data=None if request.body is None else payload_of(request.body),
                headers=request.headers,
                timeout=self._timeout(timeouts),
                decompress=not request.streams,
            )
            _head_arrived(response, operation.method, exchange)
            if request.streams:
                return await _begun(response, operation, exchange)
            body = await _read(response, exchange)
        except TRANSPORT_ERRORS as error:
            if session.closed:
                raise _closed(request, exchange) from None
            if request.body.__class__ is not bytes and getattr(request.body, "failed", None) is not None:
                return cast("Upload", request.body).failure(operation)
            connected = exchange.connections > 0
            return failure_of(
                error, operation, connected=connected, status=exchange.status, headers=exchange.headers
            )
        except Exception:  # aiohttp's own assertions, when the session ends under it
            if session.closed:
                raise _closed(request, exchange) from None
            raise
        except asyncio.CancelledError as cancelled:
            # aiohttp's frames hold the headers with the token, and tools show the variables of a traceback.
            raise cancelled.with_traceback(None)  # noqa: B904 - it is the same exception
        if body is None:
            return too_large(operation, response.status, MAX_ANSWER)
        return Received(response.status, response.headers, body)

    def _url(self, target: str) -> URL:
        url = self._urls.get(target)
        if url is None:
            # One string, already encoded: otherwise yarl would resolve dots and split ids.
            url = URL(self._base + target, encoded=True)
            if len(self._urls) < _MAX_URLS:
                self._urls[target] = url
        return url

    def _timeout(self, timeouts: Timeouts) -> aiohttp.ClientTimeout:
        """Return aiohttp's part of the time limits: connecting. The watchdog keeps the others."""
        known, converted = self._timeouts
        if timeouts is known:
            return converted
        converted = aiohttp.ClientTimeout(
            total=None, connect=timeouts.connect, sock_connect=None, sock_read=None
        )
        self._timeouts = (timeouts, converted)
        return converted


def _headers(settings: Settings) -> CIMultiDict[str]:
    return CIMultiDict(
        {
            "Host": URL(settings.base_url, encoded=True).host_port_subcomponent or "",
            "Authorization": MaskedStr(f"Bearer {settings.token.reveal()}"),
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": f"chakra_async/{__version__}",
        }
    )


def _head_arrived(response: aiohttp.ClientResponse, method: str, exchange: Exchange) -> None:
    exchange.status = response.status
    exchange.headers = response.headers
    exchange.progress += 1
    if response.status < REDIRECTS and (sent := SENT_REQUESTS.get()) is not None and sent.is_bounded:
        sent.succeeded(method)


async def _begun(
    response: aiohttp.ClientResponse, operation: Operation[Any], exchange: Exchange
) -> Received | Failure:
    from chakra_async._transport.download import begin_download  # noqa: PLC0415 - few answers are streams

    found = await begin_download(response, operation, exchange, MAX_ANSWER)
    if isinstance(found, bytes):
        return Received(response.status, response.headers, found)
    if isinstance(found, Failure):
        return found
    return Received(response.status, response.headers, b"", found)


async def _read(response: aiohttp.ClientResponse, exchange: Exchange) -> bytes | None:
    """Return the body, or None if it is larger than MAX_ANSWER; the connection is released or closed.

    Of an error's body that is larger than MAX_ERROR_BODY the beginning is returned.
    """
    content = response.content
    failed = response.status >= REDIRECTS
    limit = MAX_ERROR_BODY if failed else MAX_ANSWER
    try:
        # What came with the head is usually all; only if nothing did, wait for a piece while watching the connection.
        body = content.read_nowait(-1) or (b"" if content.at_eof() else await next_piece(response))
        exchange.progress += 1
        if len(body) <= limit and not content.at_eof():
            pieces = [body]
            total = len(body)
            while not content.at_eof() and total <= limit:
                piece = await next_piece(response)
                exchange.progress += 1
                total += len(piece)
                pieces.append(piece)
            body = b"".join(pieces)
        if len(body) > limit:
            response.close()
            return body if failed else None
        if not response.closed:  # at the body's end aiohttp has usually let go of the connection by itself
            response.release()
    except BaseException:
        response.close()
        raise
    return body


def _closed(request: Request, exchange: Exchange) -> ClientClosedError:
    return ClientClosedError(
        "the client was closed while the call ran",
        outcome=Outcome.UNKNOWN if exchange.connections else Outcome.NOT_SENT,
        operation=request.operation.name,
    )
