"""An inbox in a PostgreSQL database, for several hosts.

The statements are the project's own, and not those of a queue of jobs such as procrastinate, for these reasons:

- What an event causes (its effects, timers, the state of a talk, the next event of the person) is recorded in the transaction that
  settles it. A queue ends its job in a transaction of its own, so a crash between the two would repeat or lose one of them.
- A worker that dies is noticed by the lease of its lane, with a random owner for each process. No worker has to be registered, found
  dead and swept.
- Timers are rows of their own, which append an event when they are due: a timer never holds the lane of its person.
- Work is found by an index of the lanes that are ready. Settled events move out of the table, so a long history costs nothing.
- One lock for each inbox orders the transactions that write, so no two workers take the same event, and the events of a person
  are handled in the order in which they were stored. A worker that stops while it holds the lock loses it after 10 seconds.
- Nothing depends on NOTIFY, which stops silently when its connection does: the process that stores an event handles it, and the others
  look every 5 seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chakra_async.webhooks.inbox.errors import InboxError
from chakra_async.webhooks.inbox.group import GroupThread
from chakra_async.webhooks.inbox.grouped import GroupedInbox
from chakra_async.webhooks.inbox.postgres.address import InboxAddress
from chakra_async.webhooks.inbox.postgres.store import PostgresStore

if TYPE_CHECKING:
    from chakra_async.webhooks.inbox.records import InboxStats

__all__ = ["PostgresInbox"]


class PostgresInbox(GroupedInbox):
    """An `Inbox` in a PostgreSQL database, which processes on several hosts may use at once.

    Needs `pip install 'chakra-async[postgres]'`. The tables are in a schema of their own, which the first process makes; its role needs
    the right to create one. A pooler in transaction mode may be between.

    While the database is away nothing is stored: deliveries are answered with 503, and the sender sends them again. What is running
    goes on, and its end is recorded when the database is back.

    Args:
        address: Such as `postgresql://user:secret@host/database`; behind a `#` the name of the inbox, where a database has several.

    Raises:
        InboxError: The address cannot be read.

    Example:
        ```python
        receiver = WebhookReceiver(chakra, secrets="...", inbox="postgresql://bot@db.example/bots")
        ```

    """

    def __init__(self, address: str) -> None:
        self._address = InboxAddress.parse(address)
        super().__init__(self._address.shown)
        self._reading: GroupThread | None = None

    def __repr__(self) -> str:
        return f"PostgresInbox({self._address.shown!r})"

    def _opened(self) -> PostgresStore:
        return PostgresStore(self._address)

    async def close(self) -> None:
        """See `Inbox`."""
        await super().close()
        reading, self._reading = self._reading, None
        if reading is not None:
            await reading.stop()

    async def stats(self) -> InboxStats:
        """See `Inbox`."""
        if self._thread is None:
            raise InboxError(f"The inbox {self.shown} is not open: call open() first.")
        if self._reading is None:  # counting may take a while, and nothing that is stored waits for it
            reading = self._reading = GroupThread(self._opened)
            try:
                await reading.start()
            except BaseException:
                self._reading = None
                raise
        found: InboxStats = await self._reading.do(lambda book: book.stats(), reads=True)
        return found
