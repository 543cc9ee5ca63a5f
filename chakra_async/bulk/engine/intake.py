"""From the source to the queue: rows are read, judged, recorded, and handed to the workers.

On a journal that knows rows already, those that are pending are queued again, in their order, and the other
known ones are passed over. A list that may have changed is compared with the journal by key: what a journal knows of a key
holds wherever it is in the list now. Reading stays a little ahead of sending, and no further.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Final, cast

from chakra_async._core.text import encodable
from chakra_async.bulk.engine.policy import reason_of
from chakra_async.bulk.engine.state import QueuedRow
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.base import NewInOrder
from chakra_async.bulk.rows import Result, Row, RowState
from chakra_async.errors import InvalidRequestError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from chakra_async.bulk.engine.progress import Progress
    from chakra_async.bulk.journal.base import Journal, JournalCounts, KnownRow, NewRow
    from chakra_async.bulk.sources.base import Source

__all__ = ["Intake", "judged"]

_LONGEST_KEY: Final = 512
_AHEAD: Final = 5000
"""Rows of the journal that are fetched at once to be compared with the list."""


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
        check: Called with rows before they are recorded or queued; it may raise.

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
        check: Callable[[list[Row]], None] | None = None,
    ) -> None:
        """Begin with nothing read."""
        self._source = source
        self._key = key
        self._journal = journal
        self._progress = progress
        self._queue = queue
        self._room = room
        self._ended = ended
        self._check = check
        self._recording: asyncio.Task[None] | None = None
        self._known: Mapping[int, KnownRow] = {}
        self._known_to = 0

    async def read(self, counts: JournalCounts) -> None:
        """Read the source to its end.

        Raises:
            ChakraError: The source or the journal fails, or the source has other rows than the journal.

        """
        last = counts.last
        seen = after = 0 if counts.compare else counts.over
        if after and counts.line is not None and (pass_over := getattr(self._source, "pass_over", None)):
            pass_over(after, counts.line)
        async with aclosing(self._source.batches(after)) as batches:
            async for batch in batches:
                first, seen = batch[0].number, batch[-1].number
                known: Mapping[int, KnownRow] = {}
                if first <= last:
                    known = await self._known_rows(first, seen, ahead=counts.compare)
                self._recording = asyncio.create_task(self._take_in(batch, known, compare=counts.compare))
                # Not to be cut in the middle: what is in the journal must be counted.
                await asyncio.shield(self._recording)
                await self._room()
        if not counts.compare and seen < last:
            raise JournalError(f"{self._source.name} ended at row {seen}, but the journal knows {last} rows.")
        await self._journal.list_ended(seen)

    async def _known_rows(self, first: int, last: int, *, ahead: bool) -> Mapping[int, KnownRow]:
        """Return what the journal knows of rows; while none of the list is new, of many at once."""
        if not ahead:
            return await self._journal.known_rows(first, last)
        if last > self._known_to:
            self._known_to = max(last, first + _AHEAD - 1)
            self._known = await self._journal.known_rows(first, self._known_to)
        return self._known

    async def finish_recording(self) -> None:
        """Wait until the last batch that was read is counted."""
        if self._recording is not None:
            await asyncio.wait([self._recording])

    async def _take_in(self, batch: list[Row], known: Mapping[int, KnownRow], *, compare: bool) -> None:
        """Queue the rows of a batch that are to be sent, and record those that the journal does not know."""
        displaced: list[int] = []
        again: list[QueuedRow] = []
        new = self._divide(batch, known, again, displaced, compare=compare) if known else batch
        keys: list[str | None] = []
        reasons: dict[int, str | None] = {}
        for row in new:
            key, reason = judged(row, self._key)
            keys.append(key)
            if key is None:
                reasons[row.number] = reason
        if self._check is not None:
            self._check(new)  # the others were checked when they were new
        self._queue(again)
        if new:
            self._known_to = 0  # adding rows changes the numbers of those that moved in the list
            await self._record(new, keys, reasons, displaced, through=batch[-1].number)

    def _divide(
        self,
        batch: list[Row],
        known: Mapping[int, KnownRow],
        again: list[QueuedRow],
        displaced: list[int],
        *,
        compare: bool,
    ) -> list[Row]:
        """Return the rows of a batch that the journal does not know.

        Args:
            batch: The rows.
            known: What the journal knows of the rows with their numbers.
            again: Gets those that are known and are to be sent.
            displaced: Gets the numbers at which the journal has other rows.
            compare: Whether all rows are compared with the journal's.

        """
        new: list[Row] = []
        for row in batch:
            old = known.get(row.number)
            if old is not None:
                if not compare and old.state is not RowState.PENDING:
                    continue
                key, _ = judged(row, self._key)
                if key is not None and key == old.key and old.state is not RowState.DUPLICATE:
                    if compare:
                        self._progress.rows += 1
                        self._progress.note(old.state, was_created=old.was_created)
                    if old.state is RowState.PENDING:
                        again.append(QueuedRow(row, key))
                    continue
                displaced.append(row.number)
            new.append(row)
        return new

    async def _record(
        self,
        rows: list[Row],
        keys: list[str | None],
        reasons: Mapping[int, str | None],
        displaced: list[int],
        *,
        through: int,
    ) -> None:
        added = await self._journal.add(_new_rows(rows, keys, reasons), displaced, through=through)
        self._progress.rows += len(rows)
        ended: list[Result] = []
        queued: list[QueuedRow] = []
        for row, key in zip(rows, keys, strict=True):
            if key is None:
                ended.append(self._end(row, key, RowState.INVALID, reasons[row.number]))
            elif (first := added.duplicates.get(row.number)) is not None:
                ended.append(self._end(row, key, RowState.DUPLICATE, f"the same as row {first}"))
            elif (old := added.known.get(row.number)) is not None:
                self._progress.note(old.state, was_created=old.was_created)
            else:
                queued.append(QueuedRow(row, key))
        self._queue(queued)
        for result in ended:
            await self._ended(result)

    def _end(self, row: Row, key: str | None, state: RowState, reason: str | None) -> Result:
        self._progress.note(state)
        return Result(number=row.number, line=row.line, key=key, state=state, reason=reason)


def _new_rows(rows: list[Row], keys: list[str | None], reasons: Mapping[int, str | None]) -> Sequence[NewRow]:
    """Return rows as a journal takes them, in the form that costs least."""
    first = rows[0]
    if not reasons and [row.number for row in rows] == list(range(first.number, first.number + len(rows))):
        lines = [row.line for row in rows]
        if lines == (
            [None] * len(rows) if first.line is None else list(range(first.line, first.line + len(rows)))
        ):
            return NewInOrder(first.number, first.line, cast("list[str]", keys))
    return [
        (
            row.number,
            row.line,
            key,
            RowState.INVALID if key is None else RowState.PENDING,
            None,
            reasons.get(row.number),
        )
        for row, key in zip(rows, keys, strict=True)
    ]


def judged(row: Row, make_key: Callable[[Row], str]) -> tuple[str | None, str | None]:
    """Return a row's key, or None and why it cannot be used.

    Raises:
        SettingsError: No row can have a key.

    """
    if row.problem is not None:
        return None, encodable(row.problem)
    try:
        key = make_key(row)
    except InvalidRequestError as error:
        return None, reason_of(error)
    except SettingsError:
        raise
    except Exception as error:  # noqa: BLE001 - a key function of the caller's; the row is named, and the run goes on
        return None, f"its key cannot be made: {reason_of(error)}"
    if key.__class__ is str and 0 < len(key) <= _LONGEST_KEY and key.isascii() and "\0" not in key:
        return key, None
    problem = _problem(key)
    return (key, None) if problem is None else (None, problem)


def _problem(key: object) -> str | None:
    """Return why a key cannot be used; a function of the caller's may return anything."""
    if key is None or key == "":
        return "its key is empty."
    if not isinstance(key, str):
        return f"its key is of type {type(key).__name__}: it must be a string."
    if "\0" in key or len(key) > _LONGEST_KEY:
        return "its key is too long or holds a NUL."
    if encodable(key) != key:
        return "its key has half of a character (a lone surrogate): decode it again."
    return None
