"""From the source to the queue: rows are read, judged at the door, recorded, and handed to whoever sends them.

On a journal that knows rows already, those that are pending are queued again, in their order, and the rest of the
known ones is passed over. Reading stays a little ahead of sending, and no further.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.bulk.engine.policy import reason_of
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.rows import Result, Row, RowState, place
from chakra_async.bulk.sources.base import BATCH
from chakra_async.errors import InvalidRequestError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.journal.group_commit import GroupCommit
    from chakra_async.bulk.journal.sqlite import Counts
    from chakra_async.bulk.report import Progress
    from chakra_async.bulk.sources.base import Source

__all__ = ["Intake", "QueuedRow"]

_LONGEST_KEY: Final = 512


@attrs.define
class QueuedRow:
    """A row on its way, and how often this run has sent it."""

    row: Row
    key: str
    tries: int = 0


class Intake:
    """Reads rows ahead of the workers.

    Args:
        source: Where rows come from.
        action: Makes their keys.
        writer: Takes them into the journal.
        tally: Counts them.
        settled: Called with the result of each row that ends at the door.

    """

    def __init__(
        self,
        source: Source,
        action: Action,
        writer: GroupCommit,
        tally: Progress,
        settled: Callable[[Result], Awaitable[None]],
    ) -> None:
        """Begin with an empty queue."""
        self.queue: deque[QueuedRow] = deque()
        self.arrived: Callable[[], None] = lambda: None
        """Called when there is something in the queue."""
        self.underway = 0
        """Rows that were queued and have not ended."""
        self.complete = False
        """Whether the source was read to its end."""
        self._source = source
        self._action = action
        self._writer = writer
        self._tally = tally
        self._settled = settled
        self._room = asyncio.Event()
        self._recording: asyncio.Task[None] | None = None

    def pop(self) -> QueuedRow:
        """Return the next row to send."""
        item = self.queue.popleft()
        if len(self.queue) < BATCH:
            self._room.set()
        return item

    def put(self, item: QueuedRow) -> None:
        """Queue a row, or queue it again."""
        self.queue.append(item)

    def drop(self) -> None:
        """Forget the rows in the queue."""
        self.queue.clear()
        self._room.set()

    async def read(self, counts: Counts) -> None:
        """Read the source to its end.

        Raises:
            ChakraError: If the source or the journal fails, or the source has other rows than the journal.

        """
        last = counts.last
        after = last if counts.first_pending is None else counts.first_pending - 1
        seen = after = after if self._source.stable else 0
        async with aclosing(self._source.batches(after)) as batches:
            async for batch in batches:
                rows = batch
                seen = batch[-1].number
                if batch[0].number <= last:
                    rows = await self._again(batch)
                if rows:
                    self._recording = asyncio.create_task(self._record(rows))
                    # Not to be cut in the middle: what is in the journal must be counted.
                    await asyncio.shield(self._recording)
                self.arrived()
                while len(self.queue) >= 2 * BATCH:
                    self._room.clear()
                    await self._room.wait()
        if seen < last:
            raise JournalError(f"{self._source.name} ended at row {seen}, but the journal knows {last} rows.")
        self.complete = True

    async def finish_recording(self) -> None:
        """Wait until the last batch that was read is counted."""
        if self._recording is not None:
            await asyncio.wait([self._recording])

    async def _again(self, batch: list[Row]) -> list[Row]:
        """Queue the pending rows of a batch again; return the rows the journal does not know."""
        known = await self._writer.states(batch[0].number, batch[-1].number)
        new: list[Row] = []
        for row in batch:
            if row.number not in known:
                new.append(row)
                continue
            state, key = known[row.number]
            if state != RowState.PENDING and (key is None or self._source.stable):
                continue
            now, reason = self._judge(row)
            if now != key:
                raise JournalError(
                    f"{place(row.number, row.line)} of {self._source.name} is another one than in the journal"
                    f"{'' if reason is None else ': ' + reason}; the rows must be the same and in the same order."
                )
            if state == RowState.PENDING:
                self._put(row, now or "")
        return new

    async def _record(self, rows: list[Row]) -> None:
        judged = [(row, *self._judge(row)) for row in rows]
        duplicates = dict(
            await self._writer.add(
                [
                    (
                        row.number,
                        row.line,
                        key,
                        RowState.INVALID if key is None else RowState.PENDING,
                        None,
                        reason,
                    )
                    for row, key, reason in judged
                ]
            )
        )
        self._tally.rows += len(rows)
        ended: list[Result] = []
        for row, key, reason in judged:
            first = duplicates.get(row.number)
            if key is None:
                ended.append(self._end(row, key, RowState.INVALID, reason))
            elif first is not None:
                ended.append(self._end(row, key, RowState.DUPLICATE, f"the same as row {first}"))
            else:
                self._put(row, key)
        for result in ended:
            await self._settled(result)

    def _put(self, row: Row, key: str) -> None:
        self.underway += 1
        self.put(QueuedRow(row, key))

    def _end(self, row: Row, key: str | None, state: RowState, reason: str | None) -> Result:
        self._tally.note(state)
        return Result(number=row.number, line=row.line, key=key, state=state, reason=reason)

    def _judge(self, row: Row) -> tuple[str | None, str | None]:
        """Return a row's key, or None and why it cannot be used."""
        if row.problem is not None:
            return None, row.problem
        try:
            key = self._action.key(row)
        except InvalidRequestError as error:
            return None, reason_of(error)
        except SettingsError:
            raise
        except Exception as error:  # noqa: BLE001 - a key function of the caller's; the row is named, and the run goes on
            return None, f"its key cannot be made: {reason_of(error)}"
        if not key or "\0" in key or len(key) > _LONGEST_KEY:
            return None, "its key is empty." if not key else "its key is too long or holds a NUL."
        return key, None
