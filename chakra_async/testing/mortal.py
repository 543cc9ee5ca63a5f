"""An inbox that a crash cuts off from its receiver: what was recorded stays, and nothing is recorded any more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.webhooks import Inbox

__all__ = ["MortalInbox"]


class MortalInbox:
    """Passes everything on to an inbox, until it is cut off; then every call is cancelled, as when the process ended.

    Args:
        inbox: The inbox.

    """

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._cut_off = False

    def cut_off(self) -> None:
        """Let nothing through any more, neither calls nor what those that are under way return."""
        self._cut_off = True

    def __getattr__(self, name: str) -> Any:
        method: Callable[..., Awaitable[Any]] = getattr(self._inbox, name)

        async def call(*args: Any, **kwargs: Any) -> Any:
            if self._cut_off:
                raise asyncio.CancelledError
            result = await method(*args, **kwargs)
            if self._cut_off:
                raise asyncio.CancelledError
            return result

        return call
