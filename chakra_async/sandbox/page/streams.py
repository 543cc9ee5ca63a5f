"""Changes reported to browsers as server-sent events: names of what changed, never its content.

A stream has no queue: it compares what is now with what its browser was last sent, so that a slow browser gets fewer
events, and costs no memory.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from aiohttp import web
from aiohttp_sse import EventSourceResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["MOST", "Streams"]

MOST: Final = 16
"""How many browsers can watch at a time."""
_INTERVAL: Final = 0.3
"""Seconds between two looks at what has changed."""
_SEND_TIMEOUT: Final = 30.0


class Streams:
    """The streams of all browsers.

    Args:
        changes: Returns a value for each topic, which differs when something in it has changed; its argument is the
            customer whose conversation a browser shows.

    Attributes:
        open: How many browsers watch.

    """

    def __init__(self, changes: Callable[[str], Mapping[str, object]]) -> None:
        self._changes = changes
        self.open = 0

    async def serve(
        self, request: web.BaseRequest, handle: str, headers: Mapping[str, str]
    ) -> web.StreamResponse:
        """Report changes until the browser leaves."""
        if self.open >= MOST:
            return web.Response(
                status=503, text=f"{MOST} browsers watch already: close one of them", headers=headers
            )
        self.open += 1
        try:
            return await self._report(request, handle, headers)
        finally:
            self.open -= 1

    async def _report(
        self, request: web.BaseRequest, handle: str, headers: Mapping[str, str]
    ) -> web.StreamResponse:
        response = EventSourceResponse(headers=headers, sep="\n", send_timeout=_SEND_TIMEOUT)
        await response.prepare(request)
        async with response:
            sent: dict[str, object] = {}
            try:
                while request.transport is not None and not request.transport.is_closing():
                    now = self._changes(handle)
                    for topic, value in now.items():
                        if topic not in sent or sent[topic] != value:
                            sent[topic] = value
                            await response.send("changed", event=topic)
                    await asyncio.sleep(_INTERVAL)
            except (ConnectionError, TimeoutError):
                # The browser has left, or took nothing for so long that it was given up.
                pass
        return response
