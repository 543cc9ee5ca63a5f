"""Rows between the feed and the workers: each is announced in the journal, and handed on once that is on the disk.

While a call takes much longer than a flush, a row is announced only when a worker is free. Where calls are quick, as many
are announced ahead as are sent during a flush, so that no worker waits for the disk. Rows announced and not yet sent
are withdrawn when a run stops; if the process is killed they count as unknown, at most one for each worker.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from typing import TYPE_CHECKING, Final

from chakra_async.bulk.rows import Result, RowState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chakra_async.bulk.engine.intake import Intake, QueuedRow
    from chakra_async.bulk.errors import JournalError
    from chakra_async.bulk.journal.group_commit import GroupCommit

__all__ = ["IntentQueue"]

_WORTH_IT: Final = 0.05
_MARGIN: Final = 1.5
_FLUSH_WEIGHT: Final = 0.2
_CALL_WEIGHT: Final = 0.05


class IntentQueue:
    """Hands announced rows to workers.

    Args:
        feed: Where rows come from.
        writer: Makes announcements durable.
        workers: How many workers there are, which is the most that is announced ahead.
        failed: Called when the journal cannot be written.

    """

    def __init__(
        self, feed: Intake, writer: GroupCommit, *, workers: int, failed: Callable[[JournalError], None]
    ) -> None:
        """Begin with nothing announced."""
        self._feed = feed
        self._writer = writer
        self._workers = workers
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self._announcing: dict[int, QueuedRow] = {}
        self._ready: deque[QueuedRow] = deque()
        self._waiting: deque[asyncio.Future[QueuedRow | None]] = deque()
        self._ahead = 0
        self._flush_seconds = 0.0
        self._call_seconds = 0.0
        self._resume_at = 0.0
        self._ended = False
        feed.arrived = self.top_up
        writer.announced = self._announced

    async def take(self) -> QueuedRow | None:
        """Return the next row, announced, or None when there is no more."""
        if self._ended:
            return None
        if self._ready:
            item = self._ready.popleft()
            self.top_up()
            return item
        waiter: asyncio.Future[QueuedRow | None] = self._loop.create_future()
        self._waiting.append(waiter)
        self.top_up()
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                given = waiter.result()
                if given is not None:
                    self.withdraw(given)
            raise

    def top_up(self) -> None:
        """Announce as many rows as are waited for, and those ahead."""
        queue = self._feed.queue
        if not queue or self._ended or self._loop.time() < self._resume_at:
            return
        want = len(self._waiting) + self._ahead - len(self._ready) - len(self._announcing)
        while want > 0 and queue:
            item = self._feed.pop()
            self._announcing[item.row.number] = item
            self._writer.mark_sending(item.row.number)
            want -= 1

    def hold(self, until: float) -> None:
        """Announce nothing before this time of the loop's clock."""
        self._resume_at = max(self._resume_at, until)

    def note_call(self, seconds: float) -> None:
        """Take in how long a call took."""
        self._call_seconds += (seconds - self._call_seconds) * _CALL_WEIGHT

    def withdraw(self, item: QueuedRow) -> None:
        """Record that an announced row is not sent after all."""
        self._writer.settle(Result(number=item.row.number, state=RowState.PENDING))

    def end(self) -> None:
        """Let every worker go, and withdraw what is announced."""
        self._ended = True
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
        while self._ready:
            self.withdraw(self._ready.popleft())

    def _announced(self, numbers: Sequence[int], seconds: float, error: JournalError | None) -> None:
        items = [self._announcing.pop(number) for number in numbers]
        if error is not None:
            # They were not announced: they stay pending, in the journal as well.
            self._failed(error)
            return
        self._flush_seconds += (seconds - self._flush_seconds) * _FLUSH_WEIGHT
        self._ahead = self._look_ahead()
        for item in items:
            if self._ended:
                self.withdraw(item)
                continue
            while self._waiting and self._waiting[0].done():
                self._waiting.popleft()
            if self._waiting:
                self._waiting.popleft().set_result(item)
            else:
                self._ready.append(item)

    def _look_ahead(self) -> int:
        if self._flush_seconds <= self._call_seconds * _WORTH_IT or not self._call_seconds:
            return 0
        sent_meanwhile = self._workers * self._flush_seconds / self._call_seconds
        return min(self._workers, math.ceil(sent_meanwhile * _MARGIN))
