"""Connections, one pool per running event loop, shared by a client and its copies.

A connector and its sessions are made on the first call of a loop and closed when the client is closed, or when
`asyncio.run` ends that loop. That end is noticed through an asynchronous generator: asyncio closes those of a loop
before it closes the loop, while things can still be closed properly.
"""

from __future__ import annotations

import asyncio
import contextlib
from contextvars import ContextVar
from functools import partial
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any, Final

import aiohttp
from aiohttp.helpers import get_env_proxy_for_url

from chakra_async.transport.watch import Watch

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Mapping

    from aiohttp.client_reqrep import ClientRequest
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

__all__ = ["FLIGHT", "Flight", "LoopRooms", "Pool"]

# Below the five seconds after which common servers close an idle connection: whoever sends on a connection that is
# just being closed cannot know whether the request arrived.
_KEEPALIVE: Final = 4.0
_NO_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None)


class Flight:
    """What is known of one exchange while it runs.

    Attributes:
        connections: How many connections were handed out to it, 1 at the most; bytes may leave only after that.
        status: The answer's status, once its head has arrived.
        progress: Grows whenever something moved: a connection, the answer's head, a piece of its body.

    """

    __slots__ = ("connections", "progress", "status")

    def __init__(self) -> None:
        self.connections = 0
        self.progress = 0
        self.status: int | None = None


FLIGHT: Final[ContextVar[Flight]] = ContextVar("chakra_async_flight")
"""The exchange that the running task is in."""


class _Connector(aiohttp.TCPConnector):
    """aiohttp's own connector, which tells the exchange when it hands out a connection.

    It hands out one only: aiohttp by itself sends some methods a second time when a connection turns out to be closed,
    which nobody would count, and which is not its to decide. Proxies of the environment are looked up here, since
    aiohttp's own switch for them reads passwords for the API out of .netrc as well.
    """

    trust_env = False

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's signature
    ) -> Connection:
        flight = FLIGHT.get()
        if flight.connections:
            raise aiohttp.ServerDisconnectedError
        if self.trust_env:
            with contextlib.suppress(LookupError):
                req.update_proxy(*get_env_proxy_for_url(req.url), None)
        connection = await super().connect(req, traces, timeout)
        flight.connections += 1
        flight.progress += 1
        return connection


class _NoCookies(aiohttp.DummyCookieJar):
    """Neither keeps nor sends cookies, and makes no new empty jar to say so for every request."""

    _NONE: Final[SimpleCookie] = SimpleCookie()

    def filter_cookies(self, request_url: object) -> SimpleCookie:
        del request_url
        return self._NONE


class LoopRooms:
    """What belongs to one event loop: the connector, the sessions on it, and the watch over time limits."""

    def __init__(self, *, trust_env: bool, forget: Callable[[], object]) -> None:
        self.connector = _Connector(limit=0, keepalive_timeout=_KEEPALIVE)
        self.connector.trust_env = trust_env
        self.watch = Watch(asyncio.get_running_loop())
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
                headers=headers,
                timeout=_NO_TIMEOUT,
            )
        return session

    async def close(self) -> None:
        """Close everything; harmless when done twice."""
        self.watch.stop()
        for session in self.sessions.values():
            await session.close()
        self.sessions.clear()
        await self.connector.close()

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

    """

    def __init__(self, *, trust_env: bool) -> None:
        self._trust_env = trust_env
        self._loops: dict[asyncio.AbstractEventLoop, LoopRooms] = {}
        self.closed = False
        self.generation = 0
        self.failed_observers: list[object] = []  # those whose error stands in the log already

    async def rooms(self, loop: asyncio.AbstractEventLoop) -> LoopRooms:
        """Return what belongs to the running loop, made on first use."""
        rooms = self._loops.get(loop)
        if rooms is None:
            for dead in [known for known in list(self._loops) if known.is_closed()]:
                self._loops.pop(dead, None)
            rooms = self._loops[loop] = LoopRooms(
                trust_env=self._trust_env, forget=partial(self._loops.pop, loop, None)
            )
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
