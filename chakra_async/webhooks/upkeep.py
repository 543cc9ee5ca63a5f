"""Removing what an inbox has kept long enough."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from chakra_async.webhooks.inbox.errors import InboxError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from chakra_async.webhooks.inbox.base import Inbox

__all__ = ["keep_for"]

_log: Final = logging.getLogger("chakra_async.webhooks")
_EVERY: Final = 3600.0
"""Seconds between two purges."""


async def keep_for(inbox: Inbox, retention: timedelta, now: Callable[[], int]) -> None:
    """Purge an inbox from time to time, until cancelled: settled events, and keys by which duplicates are recognized.

    Args:
        inbox: The inbox.
        retention: How long they are kept.
        now: Returns the time in epoch milliseconds.

    """
    while True:
        before = now() - round(retention.total_seconds() * 1000)
        try:
            purged = await inbox.purge(settled_before=before, keys_before=before)
        except InboxError as error:
            _log.warning("The inbox could not be purged: %s", error)
        else:
            if purged.events or purged.keys:
                _log.info("%d events and %d keys were purged from the inbox.", purged.events, purged.keys)
        await asyncio.sleep(_EVERY)
