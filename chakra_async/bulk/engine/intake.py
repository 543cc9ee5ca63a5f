"""From the source to the queue: rows are read, judged, recorded, and handed to the workers.

On a journal that knows rows already, those that are pending are queued again, in their order, and the other
known ones are passed over. Reading stays a little ahead of sending, and no further.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from chakra_async.bulk.engine.policy import reason_of
from chakra_async.bulk.engine.state import QueuedRow
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.rows import Result, Row, RowState, place
from chakra_async.errors import InvalidRequestError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.bulk.engine.progress import Progress
    from chakra_async.bulk.journal.base import Journal, JournalCounts
    from chakra_async.bulk.sources.base import Source

__all__ = ["Intake"]

_LONGEST_KEY: Final = 512


class Intake:
    """Reads rows ahead of the workers.

    Args:
        source: Where rows come from.
        key: Makes a row's key; raises `InvalidRequestError` for a row that cannot be sent.
        journal: Records them.
        progress: Counts them.
        queue: Called with rows that are to be sent.
        room: Awaited before more is read.
        ended: Called with the result of each row that is invalid or a duplicate.

    """

    def __init__(
        self,
        source: Source,
        key: Callable[[Row], str],
        journal: Journal,
        progress: Progress,
        *,
        queue: Callable[[list[QueuedRow]], None],
        room: Callable[[], Awaitable[None]],
        ended: Callable[[Result], Awaitable[None]],
    ) -> None:
        """Begin with nothing read."""
        self._source = source
        self._key = key
        self._journal = journal
        self._progress = progress
        self._queue = queue
        self._room = room
        self._ended = ended
        self._recording: asyncio.Task[None] | None = None

    async def read(self, counts: JournalCounts) -> None:
        """Read the source to its end.

        Raises:
            ChakraError: The source or the journal fails, or the source has other rows than the journal.

        """
        last = counts.last
        after = last if counts.first_pending is None else counts.first_pending - 1
        seen = after = after if self._source.stable else 0
        async with aclosing(self._source.batches(after)) as batches:
            async for batch in batches:
                rows = batch
                seen = batch[-1].number
                if batch[0].number <= last:
                    rows = await self._known(batch)
                if rows:
                    self._recording = asyncio.create_task(self._record(rows))
                    # Not to be cut in the middle: what is in the journal must be counted.
                    await asyncio.shield(self._recording)
                await self._room()
        if seen < last:
            raise JournalError(f"{self._source.name} ended at row {seen}, but the journal knows {last} rows.")

    async def finish_recording(self) -> None:
        """Wait until the last batch that was read is counted."""
        if self._recording is not None:
            await asyncio.wait([self._recording])

    async def _known(self, batch: list[Row]) -> list[Row]:
        """Queue the pending rows of a batch again; return the rows the journal does not know."""
        known = await self._journal.states(batch[0].number, batch[-1].number)
        new: list[Row] = []
        again: list[QueuedRow] = []
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
                again.append(QueuedRow(row, now or ""))
        self._queue(again)
        return new

    async def _record(self, rows: list[Row]) -> None:
        judged = [(row, *self._judge(row)) for row in rows]
        duplicates = dict(
            await self._journal.add(
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
        self._progress.rows += len(rows)
        ended: list[Result] = []
        queued: list[QueuedRow] = []
        for row, key, reason in judged:
            first = duplicates.get(row.number)
            if key is None:
                ended.append(self._end(row, key, RowState.INVALID, reason))
            elif first is not None:
                ended.append(self._end(row, key, RowState.DUPLICATE, f"the same as row {first}"))
            else:
                queued.append(QueuedRow(row, key))
        self._queue(queued)
        for result in ended:
            await self._ended(result)

    def _end(self, row: Row, key: str | None, state: RowState, reason: str | None) -> Result:
        self._progress.note(state)
        return Result(number=row.number, line=row.line, key=key, state=state, reason=reason)

    def _judge(self, row: Row) -> tuple[str | None, str | None]:
        """Return a row's key, or None and why it cannot be used."""
        if row.problem is not None:
            return None, row.problem
        try:
            key = self._key(row)
        except InvalidRequestError as error:
            return None, reason_of(error)
        except SettingsError:
            raise
        except Exception as error:  # noqa: BLE001 - a key function of the caller's; the row is named, and the run goes on
            return None, f"its key cannot be made: {reason_of(error)}"
        if not key or "\0" in key or len(key) > _LONGEST_KEY:
            return None, "its key is empty." if not key else "its key is too long or holds a NUL."
        return key, None
