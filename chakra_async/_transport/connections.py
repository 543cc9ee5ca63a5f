"""Connections, one pool per running event loop, shared by a client and its copies.

A connector and its sessions are made on the first call of a loop and closed when the client is closed, or when
`asyncio.run` ends that loop. That end is noticed through an asynchronous generator: asyncio closes those of a loop
before it closes the loop, while things can still be closed properly. A forked child makes connections of its own.
"""

from __future__ import annotations

import asyncio
import weakref
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from multidict import CIMultiDict
from yarl import URL

from chakra_async._core.pacing.budget import RetryBudget
from chakra_async._transport.fork import abandon, notify_after_fork
from chakra_async._transport.pooled import Connector
from chakra_async._transport.session import Session
from chakra_async._transport.watchdog import Watchdog
from chakra_async.settings.secret import MaskedStr

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncGenerator, Callable, Mapping

    from chakra_async.settings import Proxy

__all__ = ["Identity", "LoopConnections", "Pool"]

# Below the five seconds after which common servers close an idle connection: a client that sends on a connection that is
# just being closed cannot know whether the request arrived.
_KEEPALIVE: Final = 4.0
_MAX_FAILED: Final = 64


class Identity:
    """The headers of every request of a client, which its copies share unless they have another token or address."""

    __slots__ = ("__weakref__", "headers")

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = headers


class LoopConnections:
    """What belongs to one event loop: the connector, the sessions on it, and the watchdog over time limits."""

    def __init__(
        self,
        *,
        trust_env: bool,
        tls: ssl.SSLContext | None,
        proxy: Proxy | None,
        on_end: Callable[[], object],
    ) -> None:
        self.connector = Connector(limit=0, keepalive_timeout=_KEEPALIVE, ssl=True if tls is None else tls)
        self.connector.trust_env = trust_env
        if proxy is not None:
            headers = CIMultiDict[str]()
            if proxy.login is not None:
                headers["Proxy-Authorization"] = MaskedStr(proxy.login.reveal())
            self.connector.proxy = (URL(proxy.address), headers)
        self._loop = asyncio.get_running_loop()
        self.watchdog = Watchdog(self._loop)
        self.sessions: weakref.WeakKeyDictionary[Identity, Session] = weakref.WeakKeyDictionary()
        self.lifeline = self._live(on_end)

    def session(self, identity: Identity) -> Session:
        """Return the session of an identity, made on first use; it ends with the identity's last client."""
        session = self.sessions.get(identity)
        if session is None:
            session = self.sessions[identity] = Session(self.connector, identity.headers, self._loop)
            weakref.finalize(identity, session.detach).atexit = False
        return session

    async def close(self) -> None:
        """Close everything; harmless when called twice, or in a forked child."""
        if self.connector.disowned:
            return
        self.watchdog.stop()
        for session in list(self.sessions.values()):
            await session.close()
        self.sessions.clear()
        await self.connector.close()

    def disown(self) -> None:
        """Keep everything here open when it is collected: in a forked child it belongs to the parent."""
        self.connector.disowned = True
        for session in self.sessions.values():
            session.detach()

    async def _live(self, on_end: Callable[[], object]) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            on_end()
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
        self._make_connections = partial(LoopConnections, trust_env=trust_env, tls=tls, proxy=proxy)
        self._loops: dict[asyncio.AbstractEventLoop, LoopConnections] = {}
        self._identities: weakref.WeakValueDictionary[object, Identity] = weakref.WeakValueDictionary()
        self._users: weakref.WeakSet[object] = weakref.WeakSet()
        self.budget = RetryBudget()
        self.closed = False
        self.generation = 0
        notify_after_fork(self)
        self.failed_observers: deque[object] = deque(
            maxlen=_MAX_FAILED
        )  # those whose error is in the log already

    async def connections(self, loop: asyncio.AbstractEventLoop) -> LoopConnections:
        """Return what belongs to the running loop, made on first use."""
        connections = self._loops.get(loop)
        if connections is None:
            for dead in [known for known in list(self._loops) if known.is_closed()]:
                self._loops.pop(dead, None)
            connections = self._loops[loop] = self._make_connections(
                on_end=partial(self._loops.pop, loop, None)
            )
            await anext(connections.lifeline)
        return connections

    def identity(self, key: object, headers: Callable[[], Mapping[str, str]]) -> Identity:
        """Return the identity of a key, shared by all that use it now; `headers` makes those of a new one."""
        identity = self._identities.get(key)
        if identity is None:
            identity = self._identities[key] = Identity(headers())
        return identity

    def join(self, user: object) -> None:
        """Register an open client or copy."""
        self._users.add(user)

    def leave(self, user: object) -> bool:
        """Remove a client or copy that was closed; return whether none is left."""
        self._users.discard(user)
        return not self._users

    async def close(self) -> None:
        """Close the running loop's connections and refuse further calls."""
        self.closed = True
        self.generation += 1
        connections = self._loops.pop(asyncio.get_running_loop(), None)
        if connections is not None:
            await connections.close()
            await connections.lifeline.aclose()

    def after_fork(self) -> None:
        """Leave the parent's connections alone in a forked child; it makes its own."""
        for connections in self._loops.values():
            connections.disown()
        abandon(self._loops)
        self._loops = {}
        self.generation += 1

    def reopen(self) -> None:
        """Let calls in again."""
        self.closed = False

    def __del__(self) -> None:
        # A client that is dropped without close() while its loop runs on, as happens in a notebook.
        for loop, connections in list(self._loops.items()):
            if loop.is_running():
                loop.call_soon_threadsafe(loop.create_task, connections.lifeline.aclose())

    def __getstate__(self) -> Any:
        raise TypeError("A client is not pickled: make one in the new process.")
