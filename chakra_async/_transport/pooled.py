"""Pooled connections that are safe to reuse: one that received a byte while idle is closed, and a head is bounded.

This uses insides of aiohttp, all of which `MEMBERS` names. Where one is missing, which is found out before anything is sent,
aiohttp's own connections are used, each for one request only: none that could hold the answer to another is reused then.
"""

from __future__ import annotations

import inspect
import select
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.request import getproxies, proxy_bypass

import aiohttp
from aiohttp import client_proto, helpers, streams
from yarl import URL

from chakra_async._transport.error_mapping import (
    EarlyBytesError,
    HttpProcessingError,
    ProxyAddressError,
    TokenExposedError,
    TooLateError,
)
from chakra_async._transport.exchange import CURRENT_EXCHANGE
from chakra_async._transport.sent_requests import SENT_REQUESTS

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from aiohttp.client_proto import ResponseHandler
    from aiohttp.client_reqrep import ClientRequest
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace
    from multidict import CIMultiDict
else:
    ResponseHandler = getattr(client_proto, "ResponseHandler", object)

__all__ = ["MEMBERS", "Connector"]

_MAX_HEAD: Final = 256 * 1024
"""Bytes of an answer's head; a parser spends seconds on a header line of megabytes."""
_PIECE: Final = 64 * 1024
"""Bytes that are read from a socket at once, at most."""
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_EMPTY: Final[object] = getattr(streams, "EMPTY_PAYLOAD", None)
_env_proxy: Final[Any] = getattr(helpers, "get_env_proxy_for_url", None)
MEMBERS: Final = {
    "protocol class": ("connection_made", "data_received", "close", "set_exception", "should_close"),
    "protocol": ("_payload", "transport"),
    "connector class": ("_release",),
    "connector": ("_factory", "_loop"),
}
"""What aiohttp's protocol and connector must have, as classes and as objects, for connections that are reused."""
_NO_CAUSE: Final[Any] = getattr(helpers, "_EXC_SENTINEL", None)
# With every call, so without `super()`.
_receive: Final[Any] = getattr(ResponseHandler, "data_received", None)
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

    def set_exception(self, exc: BaseException, exc_cause: BaseException = _NO_CAUSE) -> None:
        """Wake the reader of a body too: aiohttp does not when the bytes are not HTTP any more in the middle of one."""
        super().set_exception(exc, exc_cause)
        payload = self._payload
        if (
            isinstance(
                exc, HttpProcessingError
            )  # an answer may still be read to its end when a write has failed
            and isinstance(payload, streams.StreamReader)
            and not payload.is_eof()
            and payload.exception() is None
        ):
            payload.set_exception(aiohttp.ClientPayloadError("the rest of the body is not HTTP"))

    def data_received(self, data: bytes) -> None:
        """Close the connection on bytes that no request has asked for, and on a head that does not end."""
        if self.idle and data:  # without data, the parser only resumes
            self.close()
            return
        _receive(self, data)
        payload = self._payload
        if payload is self._head_payload or payload is _EMPTY:
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

    Attributes:
        reuses: Whether connections are reused.

    """

    trust_env = False
    proxy: tuple[URL, CIMultiDict[str]] | None = None
    disowned = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # pyright: ignore[reportUnknownMemberType] - aiohttp's own signature is partly untyped
        self.reuses = _is_known(self)
        if self.reuses:
            self._factory = cast("Any", partial(_Protocol, loop=self._loop))
        else:
            options.pop("keepalive_timeout", None)
            super().__init__(**options, force_close=True)  # pyright: ignore[reportUnknownMemberType] - as above

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
            if sent.is_bounded and sent.is_too_late(req.method):
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
        if req.url.scheme == "https":
            if self.proxy is not None:
                address, headers = self.proxy
                _use_proxy(req, address, None, headers.copy())  # aiohttp adds to them
            elif (found := _proxy_of_environment(req.url)) is not None:
                _use_proxy(req, *found, None)
        elif req.url.host not in _LOOPBACK:
            if self.proxy is None and _proxy_of_environment(req.url) is None:
                return
            raise TokenExposedError

    def __del__(self, _warnings: Any = warnings) -> None:
        if not self.disowned and hasattr(aiohttp.TCPConnector, "__del__"):
            super().__del__(_warnings)


def _is_known(connector: Any) -> bool:
    """Check whether aiohttp has all that reusing its connections safely takes; nothing is sent."""
    known = _EMPTY is not None and not issubclass(HttpProcessingError, aiohttp.ClientError)
    if not (
        known
        and all(hasattr(ResponseHandler, name) for name in MEMBERS["protocol class"])
        and all(hasattr(aiohttp.TCPConnector, name) for name in MEMBERS["connector class"])
        and all(hasattr(connector, name) for name in MEMBERS["connector"])
    ):
        return False
    release = inspect.signature(aiohttp.TCPConnector._release)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - it is overridden here
    if list(release.parameters) != ["self", "key", "protocol", "should_close"]:
        return False
    try:
        made = _Protocol(connector._loop)  # noqa: SLF001 - as aiohttp makes it
    except TypeError:
        return False
    return all(hasattr(made, name) for name in MEMBERS["protocol"])


def _use_proxy(req: ClientRequest, *arguments: Any) -> None:
    """Send a request through a proxy, or not at all."""
    if not hasattr(req, "update_proxy"):
        raise aiohttp.ClientConnectionError(
            f"aiohttp {aiohttp.__version__} cannot be made to use a proxy: install aiohttp 3.14"
        )
    req.update_proxy(*arguments)


def _proxy_of_environment(url: URL) -> tuple[URL, aiohttp.BasicAuth | None] | None:
    """Return the proxy that the environment names for an address, with its login, or None.

    Raises:
        ProxyAddressError: If its address cannot be used; the address is not repeated, since it may hold a password.

    """
    try:
        found = _found_in_environment(url)
    except ValueError:
        raise ProxyAddressError from None
    if found is not None:
        address = found[0]
        is_bare = address.path in ("", "/") and not address.query_string and not address.fragment
        if address.scheme not in ("http", "https") or not address.host or not is_bare:
            raise ProxyAddressError  # a password that is not encoded ends up in the path
    return found


def _found_in_environment(url: URL) -> tuple[URL, aiohttp.BasicAuth | None] | None:
    if _env_proxy is not None:
        try:
            return cast("tuple[URL, aiohttp.BasicAuth | None]", _env_proxy(url))
        except LookupError:
            return None
    address = getproxies().get(url.scheme)
    if not address or (url.host and proxy_bypass(url.host)):
        return None
    proxy = URL(address)
    login = None if proxy.user is None else aiohttp.BasicAuth(proxy.user, proxy.password or "")
    return proxy.with_user(None), login


def _poller(descriptor: int) -> Callable[[], object]:
    """Return a function that checks whether an open socket has something to read, without reading it."""
    if not hasattr(select, "poll"):  # Windows
        return lambda: select.select([descriptor], [], [], 0)[0]
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return partial(poll.poll, 0)
