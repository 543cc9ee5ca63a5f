"""An inbox in an SQLite file, for one host: several processes may share the file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from chakra_async.webhooks.inbox.errors import InboxError
from chakra_async.webhooks.inbox.grouped import GroupedInbox
from chakra_async.webhooks.inbox.sqlite.file import InboxFile, read_stats

if TYPE_CHECKING:
    import os

    from chakra_async.webhooks.inbox.records import InboxStats
    from chakra_async.webhooks.inbox.sqlite.file import Synchronous

__all__ = ["SQLiteInbox"]


class SQLiteInbox(GroupedInbox):
    """An `Inbox` in a file on this machine.

    Several processes may use the file at once, each through an object of its own. It must not be on a network file system.

    Args:
        path: The file, made if it is not there.
        synchronous: `full`: what was stored survives a power cut; `normal`: it survives the end of the process, and storing is
            several times faster.
        reserve: Bytes that must be free on the disk for anything new to be stored; below that `append` fails, and what is stored
            already is still handled.

    Example:
        ```python
        receiver = WebhookReceiver(chakra, secrets="...", inbox=SQLiteInbox("inbox.db"))
        ```

    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        synchronous: Synchronous = "full",
        reserve: int = 64 * 1024 * 1024,
    ) -> None:
        super().__init__(str(path))
        self.path = Path(path)
        self._synchronous: Synchronous = synchronous
        self._reserve = reserve

    def __repr__(self) -> str:
        return f"SQLiteInbox({str(self.path)!r})"

    def _opened(self) -> InboxFile:
        return InboxFile(self.path, synchronous=self._synchronous, reserve=self._reserve)

    async def stats(self) -> InboxStats:
        """See `Inbox`."""
        if self._thread is None:
            raise InboxError(f"The inbox {self.shown} is not open: call open() first.")
        return await asyncio.to_thread(read_stats, self.path)
