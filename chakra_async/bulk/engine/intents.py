"""Rows between the queue and the workers: the intent to send each is made durable in the journal before it is handed on.

While a call takes very much longer than a flush, intents are asked for only when a worker is free. Else some are recorded ahead, as
many as are sent during two flushes, so that no worker waits for the disk; they are asked for in groups of a quarter of that at
least, so that a flush is shared. Rows recorded and not yet sent are withdrawn when a run stops; if the process is killed they count as
unknown, at most one for each worker.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from typing import TYPE_CHECKING, Final

from chakra_async.bulk.rows import Result, RowState

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.bulk.engine.state import QueuedRow, RunState
    from chakra_async.bulk.errors import JournalError
    from chakra_async.bulk.journal.base import Granted, Journal

__all__ = ["IntentQueue"]

_WORTH_IT: Final = 0.005
_MARGIN: Final = 2.0
_FLUSH_WEIGHT: Final = 0.2
_CALL_WEIGHT: Final = 0.05


class IntentQueue:
    """Hands rows whose intent is durable to workers.

    Args:
        state: Where rows come from.
        journal: Makes intents durable.
        workers: How many workers there are, which is the most that is recorded ahead.
        failed: Called when the journal cannot be written.

    """

    def __init__(
        self, state: RunState, journal: Journal, *, workers: int, failed: Callable[[JournalError], None]
    ) -> None:
        """Begin with no intents."""
        self._state = state
        self._journal = journal
        self._workers = workers
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self._asked: dict[int, QueuedRow] = {}
        self._ready: deque[QueuedRow] = deque()
        self._waiting: deque[asyncio.Future[QueuedRow | None]] = deque()
        self._expecting: deque[asyncio.Future[None]] = deque()
        self._promised = 0
        self._ahead = 0
        self._low = 0  # with so many left of those ahead, more are asked for
        self._flush_seconds = 0.0
        self._call_seconds = 0.0
        self._resume_at = 0.0
        self._ended = False
        self._topping_up = False
        self._topping_up_soon = False
        self._answer = self._granted  # one object, so that the answers to a group come in one call

    def ready(self) -> QueuedRow | None:
        """Return the next row that may be sent, or None if `take` has to be awaited for it."""
        if not self._ready:
            return None
        row = self._ready.popleft()
        if len(self._ready) + len(self._asked) <= self._low:
            self._ask_soon()
        return row

    async def take(self) -> QueuedRow | None:
        """Return the next row that may be sent, or None when there is no more."""
        if self._ended:
            return None
        if (row := self.ready()) is not None:
            return row
        waiter: asyncio.Future[QueuedRow | None] = self._loop.create_future()
        self._waiting.append(waiter)
        self._ask_soon()
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                given = waiter.result()
                if given is not None:
                    self.withdraw(given)
            raise

    async def expect(self) -> bool:
        """Wait until there is a row for one more worker, without an intent, and return whether there is one.

        For a worker that reserves a start first, which would be wasted if it found no row; then it calls `take_expected`.
        """
        while not self._ended and self._promised >= self._left:
            waiter: asyncio.Future[None] = self._loop.create_future()
            self._expecting.append(waiter)
            await waiter
        self._promised += not self._ended
        return not self._ended

    async def take_expected(self) -> QueuedRow | None:
        """Return the row that was expected; see `take`."""
        try:
            return await self.take()
        finally:
            self._promised -= 1

    @property
    def _left(self) -> int:
        """How many rows can be sent now, those among them that workers expect already."""
        announced = len(self._asked) + len(self._ready)
        if self._state.proven:
            return self._state.queued + announced
        return int(bool(announced or (self._state.queued and not self._state.taken)))

    def top_up(self) -> None:
        """Ask for as many intents as there are workers waiting, and for those ahead if a quarter of them is used up."""
        for _ in range(min(len(self._expecting), self._left - self._promised)):
            if not (expecting := self._expecting.popleft()).done():
                expecting.set_result(None)
        if not self._state.queued or self._ended or self._topping_up:
            return
        stock = len(self._ready) + len(self._asked) - len(self._waiting)
        if stock > self._low:
            return
        if self._resume_at and self._loop.time() < self._resume_at:
            return
        want = self._ahead - stock
        numbers: list[int] = []
        self._topping_up = True  # taking a row can report a change, which leads here again
        while len(numbers) < want and (row := self._state.take()) is not None:
            self._asked[row.row.number] = row
            numbers.append(row.row.number)
        self._topping_up = False
        if numbers:
            self._journal.mark_sending(numbers, self._answer)

    def _ask_soon(self) -> None:
        """Ask for intents, once for all workers that take a row in this turn of the loop."""
        if not self._topping_up_soon:
            self._topping_up_soon = True
            self._loop.call_soon(self._top_up_soon)

    def _top_up_soon(self) -> None:
        self._topping_up_soon = False
        self.top_up()

    def hold(self, until: float) -> None:
        """Ask for no intents before this time of the loop's clock."""
        self._resume_at = max(self._resume_at, until)

    def note_call(self, seconds: float) -> None:
        """Take in how long a call took."""
        self._call_seconds += (seconds - self._call_seconds) * _CALL_WEIGHT

    def withdraw(self, row: QueuedRow) -> None:
        """Record that a row whose intent is durable is not sent after all."""
        self._journal.record_end(Result(number=row.row.number, state=RowState.PENDING))
        self._state.row_withdrawn()

    def put_back(self, row: QueuedRow) -> None:
        """Record that a row whose intent is durable is sent later."""
        self._journal.record_end(Result(number=row.row.number, state=RowState.PENDING))
        self._state.row_again(row)
        self._loop.call_at(self._resume_at, self.top_up)

    def end(self) -> None:
        """Release every worker, and withdraw the rows that were not sent."""
        self._ended = True
        while self._expecting:
            if not (expecting := self._expecting.popleft()).done():
                expecting.set_result(None)
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
        while self._ready:
            self.withdraw(self._ready.popleft())

    def _granted(self, granted: Granted) -> None:
        rows = [self._asked.pop(number) for number in granted.numbers]
        for number in granted.refused:
            # No intent was recorded for them: they stay pending, in the journal as well.
            del self._asked[number]
            self._state.row_withdrawn()
        if granted.error is not None:
            for row in rows:
                self.withdraw(row)
            self._failed(granted.error)
            return
        self._flush_seconds += (granted.seconds - self._flush_seconds) * _FLUSH_WEIGHT
        self._ahead = self._look_ahead()
        self._low = self._ahead * 3 // 4
        for row in rows:
            row.send_before = granted.send_before
            if self._ended:
                self.withdraw(row)
                continue
            while self._waiting and self._waiting[0].done():
                self._waiting.popleft()
            if self._waiting:
                self._waiting.popleft().set_result(row)
            else:
                self._ready.append(row)

    def _look_ahead(self) -> int:
        if self._flush_seconds <= self._call_seconds * _WORTH_IT or not self._call_seconds:
            return 0
        sent_meanwhile = self._workers * self._flush_seconds / self._call_seconds
        return min(self._workers, math.ceil(sent_meanwhile * _MARGIN))
