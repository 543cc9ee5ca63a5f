"""The session of a client on one event loop: aiohttp's own, and a shorter way to it for calls with a small JSON body.

Of aiohttp's `ClientSession.request`, most is for what no call of this library has: redirects, cookies, credentials in a URL,
traces, a time limit of its own, repeats. For a body of bytes and no headers besides the client's own, a request is therefore
copied from one that aiohttp has made for the same method, and goes the rest of the way that aiohttp's session would send it:
the connector, the request and the response are the same. Everything else, and any version of aiohttp that is not known to
work like this or lacks a part of it, takes aiohttp's own way. This is decided before anything is sent.
"""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any, Final

import aiohttp
from aiohttp import helpers
from multidict import CIMultiDict

from chakra_async._transport.request_class import REQUEST_CLASS, DirectRequest, whole_payload

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from yarl import URL

    from chakra_async._transport.pooled import Connector
    from chakra_async._transport.request_class import Body

__all__ = ["Session"]

_NO_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None)
_NO_TIMER: Final[Any] = getattr(helpers, "TimerNoop", lambda: None)()


class _NoCookies(aiohttp.DummyCookieJar):
    """Neither keeps nor sends cookies, and does not make a new empty jar for every request."""

    _NONE: Final[SimpleCookie] = SimpleCookie()

    def filter_cookies(self, request_url: object) -> SimpleCookie:
        del request_url
        return self._NONE


class Session:
    """Sends the requests of one client on one event loop.

    Args:
        connector: The loop's connections, which outlive the session.
        headers: The headers of every request, the host first.
        loop: The loop.

    Attributes:
        headers: The headers of every request.

    """

    def __init__(
        self, connector: Connector, headers: Mapping[str, str], loop: asyncio.AbstractEventLoop
    ) -> None:
        self._connector = connector
        self.headers = CIMultiDict(headers)
        self._loop = loop
        self._direct = REQUEST_CLASS is DirectRequest and _NO_TIMER is not None and DirectRequest.works(loop)
        self._session = aiohttp.ClientSession(
            connector=connector,
            connector_owner=False,
            cookie_jar=_NoCookies(),
            request_class=DirectRequest if self._direct else aiohttp.ClientRequest,
            headers=headers,
            timeout=_NO_TIMEOUT,
        )
        self._templates: dict[str, DirectRequest] = {}

    @property
    def closed(self) -> bool:
        """Whether it was closed, or its connections were."""
        return self._session.closed

    async def close(self) -> None:
        """Refuse further requests; the connections stay open."""
        await self._session.close()

    def detach(self) -> None:
        """Let go of the connections without closing anything."""
        self._session.detach()

    async def request(
        self,
        method: str,
        url: URL,
        *,
        data: Body | None,
        headers: Mapping[str, str] | None,
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's own object
        decompress: bool,
    ) -> aiohttp.ClientResponse:
        """Send a request and return its answer, of which the head has arrived.

        Args:
            method: The HTTP method, in capitals.
            url: The address.
            data: The body, as `payload_of` returns it; None without one.
            headers: Headers besides those of every request.
            timeout: The time limit for a connection.
            decompress: Whether a compressed answer is to be decompressed.

        Raises:
            TRANSPORT_ERRORS: As aiohttp's session raises them.

        """
        if isinstance(data, bytes) and not self._direct:
            data = whole_payload(data)
        if not isinstance(data, bytes) or headers is not None:
            return await self._session.request(
                method,
                url,
                data=data,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
                auto_decompress=decompress,
            )
        if self._session.closed:
            raise RuntimeError("Session is closed")
        template = self._templates.get(method) or self._template(method, url)
        request = template.copy(url, data)
        try:
            connection = await self._connector.connect(request, [], timeout)
            protocol: Any = connection.protocol
            try:
                protocol.set_response_params(
                    timer=_NO_TIMER,
                    skip_payload=method == "HEAD",
                    read_until_eof=True,
                    auto_decompress=decompress,
                )
                response = await request.send(connection)
                try:
                    return await response.start(connection)
                except BaseException:
                    response.close()
                    raise
            except BaseException:
                connection.close()
                raise
        except aiohttp.ClientError:
            raise
        except OSError as error:  # a time limit is one
            if error.errno is None and isinstance(error, TimeoutError):
                raise
            raise aiohttp.ClientOSError(*error.args) from error

    def _template(self, method: str, url: URL) -> DirectRequest:
        """Return the request to copy for a method, made by aiohttp itself."""
        template = self._templates[method] = DirectRequest(
            method,
            url,
            headers=self.headers,
            data=b"",
            loop=self._loop,
            response_class=aiohttp.ClientResponse,
            timer=_NO_TIMER,
            session=self._session,
        )
        return template
