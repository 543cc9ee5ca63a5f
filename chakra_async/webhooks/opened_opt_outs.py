"""The opt-outs of an inbox that a receiver fills, for what sends beside it: a bulk command or a worker."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from chakra_async.webhooks.inbox.opening import existing_inbox
from chakra_async.webhooks.opt_outs import OptOuts

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

__all__ = ["opened_opt_outs"]


@asynccontextmanager
async def opened_opt_outs(inbox: str) -> AsyncGenerator[OptOuts]:
    """Open an inbox that exists, and give who opted out there.

    Args:
        inbox: The path of its file, or its address in PostgreSQL.

    Raises:
        SettingsError: There is not an inbox of that name.

    """
    opened = existing_inbox(inbox)
    await opened.open()
    try:
        yield OptOuts(opened)
    finally:
        await opened.close()
