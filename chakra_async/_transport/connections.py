"""Connections, one pool per running event loop, shared by a client and its copies.

A connector and its sessions are made on the first call of a loop and closed when the client is closed, or when
`asyncio.run` ends that loop. That end is noticed through an asynchronous generator: asyncio closes those of a loop
before it closes the loop, while things can still be closed properly. A forked child makes connections of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import warnings
from contextvars import ContextVar
from functools import partial
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any, Final

import aiohttp
from aiohttp.helpers import get_env_proxy_for_url
from multidict import CIMultiDict
from yarl import URL

from chakra_async._core.pacing.budget import RetryBudget
from chakra_async._transport.fork import abandon, tell_after_fork
from chakra_async._transport.request_class import REQUEST_CLASS
from chakra_async._transport.sent_requests import SENT_REQUESTS
from chakra_async._transport.watchdog import Watchdog
from chakra_async.settings.secret import MaskedStr

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncGenerator, Callable, Mapping

    from aiohttp.client_reqrep import ClientRequest
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

    from chakra_async.settings import Proxy

__all__ = ["CURRENT_EXCHANGE", "Exchange", "LoopConnections", "Pool"]

# Below the five seconds after which common servers close an idle connection: whoever sends on a connection that is
# just being closed cannot know whether the request arrived.
_KEEPALIVE: Final = 4.0
_NO_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None)


class Exchange:
    """What is known of one exchange while it runs.

    Attributes:
        connections: How many connections were handed out to it, 1 at the most; bytes may leave only after that.
        status: The answer's status, once its head has arrived.
        headers: Its headers, likewise.
        progress: Grows whenever something moved: a connection, the answer's head, a piece of a body.
        held: Whether its answer is a stream, which now holds the slot.

    """

    __slots__ = ("connections", "headers", "held", "progress", "status")

    def __init__(self) -> None:
        self.connections = 0
        self.progress = 0
        self.held = False
        self.status: int | None = None
        self.headers: Mapping[str, str] | None = None


CURRENT_EXCHANGE: Final[ContextVar[Exchange]] = ContextVar("chakra_async_flight")
"""The exchange that the running task is in."""


class _Connector(aiohttp.TCPConnector):
    """aiohttp's own connector, which tells the exchange when it hands out a connection.

    It hands out one only: aiohttp by itself sends some methods a second time when a connection turns out to be closed,
    which nobody would count, and which is not its to decide. Proxies of the environment are looked up here, since
    aiohttp's own switch for them reads passwords for the API out of .netrc as well.
    """

    trust_env = False
    proxy: tuple[URL, CIMultiDict[str]] | None = None
    disowned = False

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's signature
    ) -> Connection:
        flight = CURRENT_EXCHANGE.get()
        if flight.connections:
            raise aiohttp.ServerDisconnectedError
        if self.proxy is not None:
            address, headers = self.proxy
            req.update_proxy(address, None, headers.copy())  # aiohttp adds to them
            if not req.is_ssl():  # no tunnel: the request itself goes to the proxy
                req.headers.update(headers)
        elif self.trust_env:
            with contextlib.suppress(LookupError):
                req.update_proxy(*get_env_proxy_for_url(req.url), None)
        connection = await super().connect(req, traces, timeout)
        if (sent := SENT_REQUESTS.get()) is not None:
            sent.add(req.method)
        flight.connections += 1
        flight.progress += 1
        return connection

    def __del__(self, _warnings: Any = warnings) -> None:
        if not self.disowned:
            super().__del__(_warnings)


class _NoCookies(aiohttp.DummyCookieJar):
    """Neither keeps nor sends cookies, and makes no new empty jar to say so for every request."""

    _NONE: Final[SimpleCookie] = SimpleCookie()

    def filter_cookies(self, request_url: object) -> SimpleCookie:
        del request_url
        return self._NONE


class LoopConnections:
    """What belongs to one event loop: the connector, the sessions on it, and the watch over time limits."""

    def __init__(
        self,
        *,
        trust_env: bool,
        tls: ssl.SSLContext | None,
        proxy: Proxy | None,
        forget: Callable[[], object],
    ) -> None:
        self.connector = _Connector(limit=0, keepalive_timeout=_KEEPALIVE, ssl=True if tls is None else tls)
        self.connector.trust_env = trust_env
        if proxy is not None:
            headers = CIMultiDict[str]()
            if proxy.login is not None:
                headers["Proxy-Authorization"] = MaskedStr(proxy.login.reveal())
            self.connector.proxy = (URL(proxy.address), headers)
        self.watch = Watchdog(asyncio.get_running_loop())
        self.sessions: dict[object, aiohttp.ClientSession] = {}
        self.lifeline = self._live(forget)

    def session(self, identity: object, headers: Mapping[str, str]) -> aiohttp.ClientSession:
        """Return the session for a set of default headers, made on first use."""
        session = self.sessions.get(identity)
        if session is None:
            session = self.sessions[identity] = aiohttp.ClientSession(
                connector=self.connector,
                connector_owner=False,
                cookie_jar=_NoCookies(),
                request_class=REQUEST_CLASS,
                headers=headers,
                timeout=_NO_TIMEOUT,
            )
        return session

    async def close(self) -> None:
        """Close everything; harmless when done twice, or in a process that it does not belong to."""
        if self.connector.disowned:
            return
        self.watch.stop()
        for session in self.sessions.values():
            await session.close()
        self.sessions.clear()
        await self.connector.close()

    def disown(self) -> None:
        """See to it that nothing here is closed when it is collected, in a process that it does not belong to."""
        self.connector.disowned = True
        for session in self.sessions.values():
            session.detach()

    async def _live(self, forget: Callable[[], object]) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            forget()
            await self.close()


class Pool:
    """The connections of a client and its copies.

    Args:
        trust_env: Whether proxies come from the environment.
        tls: The TLS context, or None for the usual one.
        proxy: The proxy, or None.

    """

    def __init__(
        self, *, trust_env: bool = False, tls: ssl.SSLContext | None = None, proxy: Proxy | None = None
    ) -> None:
        self._make_rooms = partial(LoopConnections, trust_env=trust_env, tls=tls, proxy=proxy)
        self._loops: dict[asyncio.AbstractEventLoop, LoopConnections] = {}
        self.budget = RetryBudget()
        self.closed = False
        self.generation = 0
        tell_after_fork(self)
        self.failed_observers: list[object] = []  # those whose error stands in the log already

    async def rooms(self, loop: asyncio.AbstractEventLoop) -> LoopConnections:
        """Return what belongs to the running loop, made on first use."""
        rooms = self._loops.get(loop)
        if rooms is None:
            for dead in [known for known in list(self._loops) if known.is_closed()]:
                self._loops.pop(dead, None)
            rooms = self._loops[loop] = self._make_rooms(forget=partial(self._loops.pop, loop, None))
            await anext(rooms.lifeline)
        return rooms

    async def close(self) -> None:
        """Close the running loop's connections and refuse further calls."""
        self.closed = True
        self.generation += 1
        rooms = self._loops.pop(asyncio.get_running_loop(), None)
        if rooms is not None:
            await rooms.close()
            await rooms.lifeline.aclose()

    def after_fork(self) -> None:
        """Leave the parent's connections alone, in the child of a fork; it makes its own."""
        for rooms in self._loops.values():
            rooms.disown()
        abandon(self._loops)
        self._loops = {}
        self.generation += 1

    def reopen(self) -> None:
        """Let calls in again."""
        self.closed = False

    def __del__(self) -> None:
        # A client that is dropped without close() while its loop runs on, as happens in a notebook.
        for loop, rooms in list(self._loops.items()):
            if loop.is_running():
                loop.call_soon_threadsafe(loop.create_task, rooms.lifeline.aclose())

    def __getstate__(self) -> Any:
        raise TypeError("A client is not pickled: make one in the new process.")
