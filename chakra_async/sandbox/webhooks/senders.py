"""How a delivery reaches its target: by HTTP, or by calling an ASGI application in this process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias
from urllib.parse import urlsplit

from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    import aiohttp

    ASGIApp: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]

__all__ = ["AppSender", "Sender", "UndeliveredError", "UrlSender", "sender_for"]

_TIMEOUT: Final = 10.0


class UndeliveredError(Exception):
    """No answer came; the message says why."""


class Sender(Protocol):
    """Makes the attempts for one target."""

    async def send(self, body: bytes, headers: Mapping[str, str], *, cut: bool) -> int:
        """Return the status of the answer.

        Args:
            body: The body.
            headers: The headers.
            cut: Whether the body breaks off in its middle.

        Raises:
            UndeliveredError: No answer came.

        """
        ...

    async def close(self) -> None:
        """Close what is open."""
        ...


def sender_for(target: str | ASGIApp) -> Sender:
    """Return the sender for an address or an application.

    Raises:
        SettingsError: It is neither.

    """
    if isinstance(target, str):
        parts = urlsplit(target)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingsError(
                f"the target of webhooks must be an http address or an ASGI application, not {target!r}"
            )
        return UrlSender(target)
    if not callable(target):
        raise SettingsError("the target of webhooks must be an http address or an ASGI application")
    return AppSender(target)


class UrlSender:
    """Delivers by HTTP.

    Args:
        url: The address.

    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._session: aiohttp.ClientSession | None = None

    async def send(self, body: bytes, headers: Mapping[str, str], *, cut: bool) -> int:
        """Return the status of the answer."""
        import aiohttp  # noqa: PLC0415 - only where webhooks are sent

        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=_TIMEOUT), cookie_jar=aiohttp.DummyCookieJar()
            )
        try:
            if cut:
                await _cut_off(self._url, body, headers)
            async with self._session.post(
                self._url, data=body, headers=headers, allow_redirects=False
            ) as response:
                return response.status
        except TimeoutError:
            raise UndeliveredError(f"no answer within {_TIMEOUT:g} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise UndeliveredError(f"{type(error).__name__}: {error}") from None

    async def close(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()


async def _cut_off(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Send half of a request and close the connection."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    _, writer = await asyncio.open_connection(
        parts.hostname, parts.port or (443 if secure else 80), ssl=secure or None
    )
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {parts.netloc.rpartition('@')[2]}",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body[: len(body) // 2])
    await writer.drain()
    writer.close()
    raise UndeliveredError("the body broke off")


class AppSender:
    """Delivers to an ASGI application in this process.

    Args:
        app: The application.

    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def send(self, body: bytes, headers: Mapping[str, str], *, cut: bool) -> int:
        """Return the status of the answer."""
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/",
            "raw_path": b"/",
            "root_path": "",
            "query_string": b"",
            "headers": [
                (b"host", b"sandbox"),
                (b"content-length", str(len(body)).encode()),
                *((name.lower().encode(), value.encode()) for name, value in headers.items()),
            ],
            "client": ("127.0.0.1", 0),
            "server": ("127.0.0.1", 80),
        }
        half = body[: len(body) // 2]
        messages: list[dict[str, Any]] = (
            [{"type": "http.request", "body": half, "more_body": True}]
            if cut
            else [{"type": "http.request", "body": body, "more_body": False}]
        )
        status: list[int] = []

        async def receive() -> dict[str, Any]:
            return messages.pop(0) if messages else {"type": "http.disconnect"}

        async def answer(message: Mapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])

        try:
            async with asyncio.timeout(_TIMEOUT):
                await self._app(scope, receive, answer)
        except TimeoutError:
            raise UndeliveredError(f"no answer within {_TIMEOUT:g} s") from None
        except Exception as error:
            raise UndeliveredError(f"the application raised {type(error).__name__}: {error}") from error
        if cut:
            raise UndeliveredError("the body broke off")
        if not status:
            raise UndeliveredError("the application gave no answer")
        return status[0]

    async def close(self) -> None:
        """Do nothing: the application is the caller's."""
