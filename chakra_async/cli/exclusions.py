"""Who is left out of a bulk command: those of a table, and those who opted out in an inbox."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from chakra_async import bulk

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

__all__ = ["exclusions"]


@asynccontextmanager
async def exclusions(table: Path | None, inbox: str | None) -> AsyncGenerator[bulk.Exclude | None]:
    """Give who is left out: those of the table, and those who opted out in the inbox that is named or configured."""
    named = inbox or os.environ.get("CHAKRA_INBOX")
    if not named:
        yield table
        return
    from chakra_async.webhooks.opened_opt_outs import opened_opt_outs  # noqa: PLC0415 - only where there is an inbox

    async with opened_opt_outs(named) as opt_outs:
        yield opt_outs if table is None else bulk.Exclusions(table, opt_outs)
