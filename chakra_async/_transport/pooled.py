"""Pooled connections that are safe to reuse: one that received a byte while idle is closed, and a head is bounded."""

from __future__ import annotations

import contextlib
import select
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.helpers import get_env_proxy_for_url
from aiohttp.http import HttpProcessingError
from aiohttp.streams import EMPTY_PAYLOAD

from chakra_async._transport.error_mapping import EarlyBytesError, TokenExposedError, TooLateError
from chakra_async._transport.exchange import CURRENT_EXCHANGE
from chakra_async._transport.sent_requests import SENT_REQUESTS

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from aiohttp.client_reqrep import ClientRequest
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace
    from multidict import CIMultiDict
    from yarl import URL

__all__ = ["Connector"]

_MAX_HEAD: Final = 256 * 1024
"""Bytes of an answer's head; a parser spends seconds on a header line of megabytes."""
_PIECE: Final = 64 * 1024
"""Bytes that are read from a socket at once, at most."""
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
# With every call, so without `super()`.
_receive: Final = ResponseHandler.data_received
_connect: Final = aiohttp.TCPConnector.connect


class _Protocol(ResponseHandler):
    """A connection's protocol that knows whether an exchange uses it."""

    idle = False
    reused = False
    _head = 0
    _head_payload: object = None
    _poll: Callable[[], object] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take small pieces: asyncio allocates 256 KiB for each by default, which can cost more than reading it."""
        super().connection_made(transport)
        if getattr(transport, "max_size", 0) > _PIECE:
            transport.max_size = _PIECE  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]

    def begin(self) -> bool:
        """Begin an exchange; return False if bytes or an end lie here that the last answer did not include."""
        if self.should_close:
            return False
        poll = self._poll
        if poll is not None:
            if poll():
                return False
        elif self.reused:
            transport = self.transport
            sock = None if transport is None else transport.get_extra_info("socket")
            if sock is not None:
                self._poll = poll = _poller(sock.fileno())
                if poll():
                    return False
        self.idle = False
        self._head = 0
        self._head_payload = self._payload
        return True

    def data_received(self, data: bytes) -> None:
        """Close the connection on bytes that no request has asked for, and on a head that does not end."""
        if self.idle and data:  # without data, the parser only resumes
            self.close()
            return
        _receive(self, data)
        payload = self._payload
        if payload is self._head_payload or payload is EMPTY_PAYLOAD:
            self._head += len(data)
            if self._head > _MAX_HEAD and self.transport is not None:
                self.transport.close()
                self.set_exception(HttpProcessingError(code=400, message="the head is too long"))


class Connector(aiohttp.TCPConnector):
    """aiohttp's own connector, which also counts the connections handed out to an exchange.

    It hands out one only: aiohttp by itself sends some methods a second time when a connection turns out to be closed,
    and such a repeat would not be counted as an attempt. It does not reuse a connection on which anything is unread: a
    second answer to the last request would be taken for the answer to the next one. Proxies of the environment are
    looked up here, since aiohttp's own switch for them also reads passwords for the API out of .netrc.
    """

    trust_env = False
    proxy: tuple[URL, CIMultiDict[str]] | None = None
    disowned = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # pyright: ignore[reportUnknownMemberType] - aiohttp's own signature is partly untyped
        self._factory = cast("Any", partial(_Protocol, loop=self._loop))

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's signature
    ) -> Connection:
        exchange = CURRENT_EXCHANGE.get()
        if exchange.connections:
            raise aiohttp.ServerDisconnectedError
        if self.proxy is not None or self.trust_env:
            self._route(req)
        while True:
            connection = await _connect(self, req, traces, timeout)
            protocol = connection.protocol
            if not isinstance(protocol, _Protocol) or protocol.begin():
                break
            connection.close()
            if not protocol.reused:
                raise EarlyBytesError
        if (sent := SENT_REQUESTS.get()) is not None:
            if sent.is_too_late(req.method):
                connection.release()
                raise TooLateError
            sent.add(req.method)
        exchange.connections += 1
        exchange.progress += 1
        return connection

    def _release(self, key: Any, protocol: ResponseHandler, *, should_close: bool = False) -> None:
        if isinstance(protocol, _Protocol):
            protocol.idle = protocol.reused = True
        super()._release(key, protocol, should_close=should_close)

    def _route(self, req: ClientRequest) -> None:
        """Choose the request's proxy; the token never goes to one in clear."""
        if req.is_ssl():
            if self.proxy is not None:
                address, headers = self.proxy
                req.update_proxy(address, None, headers.copy())  # aiohttp adds to them
            else:
                with contextlib.suppress(LookupError):
                    req.update_proxy(*get_env_proxy_for_url(req.url), None)
        elif req.url.host not in _LOOPBACK:
            if self.proxy is None:
                try:
                    get_env_proxy_for_url(req.url)
                except LookupError:
                    return
            raise TokenExposedError

    def __del__(self, _warnings: Any = warnings) -> None:
        if not self.disowned:
            super().__del__(_warnings)


def _poller(descriptor: int) -> Callable[[], object]:
    """Return a function that checks whether an open socket has something to read, without reading it."""
    if not hasattr(select, "poll"):  # Windows
        return lambda: select.select([descriptor], [], [], 0)[0]
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return partial(poll.poll, 0)
