"""The event loop's way to a journal file: changes are gathered and made durable in groups, in a thread of their own.

While one group is being flushed the next one gathers. A group is written when every worker waits for it, or four
milliseconds after its first change, so a single worker is not delayed and many share a flush. Where many processes write to
one database, each waits longer, so that they do not ask it for more commits than it can make.
"""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final, Self, TypeVar

import attrs

from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.base import Closing, Granted, Group, Retried, Summary
from chakra_async.bulk.journal.sqlite import SQLiteJournal
from chakra_async.bulk.rows import Done

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from chakra_async.bulk.journal.base import (
        Added,
        Applied,
        Claim,
        Ended,
        Identity,
        JournalCounts,
        KnownRow,
        NewRow,
        Store,
    )
    from chakra_async.bulk.measures import RunRecord
    from chakra_async.bulk.rows import Result

__all__ = ["GroupCommit"]

_GATHER_SECONDS: Final = 0.004
_NONE: Final = Retried()

T = TypeVar("T")


@attrs.define
class _Pending:
    """What waits for a group to be durable."""

    group: Group = attrs.field(factory=Group)
    answers: dict[Callable[[Granted], None], list[int]] = attrs.field(
        factory=dict["Callable[[Granted], None]", "list[int]"]
    )
    added: asyncio.Future[Added] | None = None
    since: float = 0.0


class GroupCommit:
    """A `Journal` over a store that blocks.

    After the first failure no intent is granted, so nothing more can be sent. The ends of rows whose calls are under way are
    still taken, and written once more on `close`.

    Args:
        journal: The open store.
        executor: An executor of one thread, in which the store was opened.
        workers: How many rows are sent at once: a group of so many intents is not waited with.
        gather: Seconds for which a smaller group of intents is waited with, where many processes share a database; rows are then
            asked for ahead.

    """

    def __init__(
        self, journal: Store, executor: ThreadPoolExecutor, *, workers: int, gather: float = 0.0
    ) -> None:
        """Begin with nothing to write."""
        self._gather = gather
        self._journal = journal
        self._executor = executor
        self._workers = workers
        self._loop = asyncio.get_running_loop()
        self._pending = _Pending()
        self._timer: asyncio.TimerHandle | None = None
        self._busy = False
        self._hurrying = False
        self._idle: asyncio.Future[None] | None = None
        self._unrecorded: list[Ended] = []
        self._late: list[Ended] = []
        self._failure: JournalError | None = None
        self._record: RunRecord | None = None

    @classmethod
    async def open(cls, path: Path, *, workers: int, new: bool = False) -> Self:
        """Open or make a journal file.

        Raises:
            JournalError: It cannot be opened, is in use, or is not a journal.

        """
        return await cls.over(partial(SQLiteJournal.open, path, new=new), workers=workers)

    @classmethod
    async def over(cls, opener: Callable[[], Store], *, workers: int) -> Self:
        """Open any store, in a thread of its own.

        Args:
            opener: Opens it.
            workers: How many rows are sent at once.

        Raises:
            JournalError: It cannot be opened.

        """
        executor = ThreadPoolExecutor(1, thread_name_prefix="chakra-journal")
        try:
            journal = await asyncio.get_running_loop().run_in_executor(executor, opener)
        except BaseException:
            executor.shutdown(wait=False)
            raise
        return cls(journal, executor, workers=workers)

    @property
    def known(self) -> Mapping[str, str]:
        """See `Journal`."""
        return self._journal.known

    @property
    def claim(self) -> Claim:
        """See `Journal`."""
        return self._journal.claim

    async def begin(self, identity: Identity, *, retry: Retried = _NONE) -> JournalCounts:
        """See `Journal`."""
        await self._run(lambda: self._journal.begin(identity, retry=retry))
        return self._journal.counts

    async def add(
        self, rows: Sequence[NewRow], displaced: Sequence[int] = (), *, through: int | None = None
    ) -> Added:
        """See `Journal`."""
        if self._failure is not None:
            raise self._failure
        added: asyncio.Future[Added] = self._loop.create_future()
        self._pending.added = added
        before = self._pending.group.added
        self._pending.group.added = [*before, *rows] if before else rows
        self._pending.group.displaced.extend(displaced)
        self._pending.group.through = through
        self._changed()
        return await added

    async def known_rows(self, first: int, last: int) -> dict[int, KnownRow]:
        """See `Journal`."""
        return await self._run(lambda: self._journal.known_rows(first, last))

    async def list_ended(self, last: int) -> None:
        """See `Journal`."""
        await self._run(lambda: self._journal.list_ended(last))

    def mark_sending(self, numbers: Sequence[int], answer: Callable[[Granted], None]) -> None:
        """See `Journal`."""
        pending = self._pending
        if not pending.answers:
            pending.since = self._loop.time()
        pending.answers.setdefault(answer, []).extend(numbers)
        pending.group.sending.extend(numbers)
        self._changed()

    def record_end(self, result: Ended) -> None:
        """See `Journal`."""
        if self._failure is not None:
            self._unrecorded.append(result)
            return
        self._pending.group.ended.append(result)
        if not self._busy and self._timer is None:
            self._changed()

    def note_run(self, record: RunRecord) -> None:
        """See `Journal`."""
        self._record = record

    def hurry(self) -> None:
        """See `Journal`."""
        self._journal.hurry()

    async def close(self) -> Closing:
        """See `Journal`."""
        while self._busy or self._pending.group:
            self._write()
            self._idle = self._loop.create_future()
            await self._idle
        try:
            if self._unrecorded:
                group = Group(ended=self._unrecorded)
                with contextlib.suppress(JournalError):
                    await self._run(lambda: self._journal.apply(group))
                    self._unrecorded = []
            if self._record is not None and self._failure is None:
                group = Group(run=self._record)
                with contextlib.suppress(JournalError):  # no row is lost by it
                    await self._run(lambda: self._journal.apply(group))
            counts, absent, summary = None, 0, Summary()
            with contextlib.suppress(JournalError):
                counts, absent, summary = await self._run(self._journal.summary)
            failure = self._failure
            try:
                await self._run(self._journal.close)
            except JournalError as error:
                failure = failure or error
        finally:
            self._executor.shutdown(wait=False)
        return Closing(
            failure=failure,
            unrecorded=_results(self._unrecorded),
            late=_results(self._late),
            counts=counts,
            absent=absent,
            summary=summary,
        )

    async def discard(self) -> None:
        """See `Journal`."""
        try:
            await self._run(self._journal.discard)
        finally:
            self._executor.shutdown(wait=False)

    async def _run(self, function: Callable[[], T]) -> T:
        return await self._loop.run_in_executor(self._executor, function)

    def _changed(self) -> None:
        if self._busy:
            return
        group = self._pending.group
        if len(group.sending) >= self._workers:
            self._write()
        elif group.added or (group.sending and not self._gather):
            if not self._hurrying:
                # A worker or the reader waits: as soon as all who are ready in this turn of the loop have put theirs in.
                self._hurrying = True
                self._loop.call_soon(self._write)
        elif self._timer is None:
            self._timer = self._loop.call_later(max(_GATHER_SECONDS, self._gather), self._write)

    def _write(self) -> None:
        self._hurrying = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._busy or not self._pending.group:
            return
        self._busy = True
        pending, self._pending = self._pending, _Pending()
        pending.group.run, self._record = self._record, None

        # Callbacks and not a task, so that cancelling everything in the loop cannot lose a group half-way.
        def back(done: Future[Applied]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop was closed without waiting
                self._loop.call_soon_threadsafe(self._written, done, pending)

        self._executor.submit(self._apply, pending.group).add_done_callback(back)

    def _written(self, done: Future[Applied], pending: _Pending) -> None:
        self._busy = False
        error = done.exception()
        if error is None:
            applied = done.result()
            if pending.added is not None and not pending.added.done():
                pending.added.set_result(applied.added)
            self._late += applied.late
            seconds = self._loop.time() - pending.since
            for answer, numbers in pending.answers.items():
                answer(_granted(applied, numbers, seconds))
        else:
            self._failed(error, pending)
        if self._pending.group:
            self._changed()
        elif self._idle is not None and not self._idle.done():
            self._idle.set_result(None)

    def _failed(self, error: BaseException, pending: _Pending) -> None:
        failure = error if isinstance(error, JournalError) else JournalError(f"It failed: {error!r}.")
        self._failure = failure
        waiting, self._pending = self._pending, _Pending()
        for each in (pending, waiting):
            if each.added is not None and not each.added.done():
                each.added.set_exception(failure)
            self._unrecorded += each.group.ended
        for each in (pending, waiting):
            for answer, numbers in each.answers.items():
                answer(Granted(numbers=(), refused=numbers, error=failure))

    def _apply(self, group: Group) -> Applied:
        try:
            return self._journal.apply(group)
        except JournalError:
            # The ends of rows take the least room: what is known of them is kept if at all possible.
            if group.ended and (group.added or group.sending):
                self._late += self._journal.apply(Group(ended=group.ended)).late
                group.ended = []
            raise


def _results(ended: Sequence[Ended]) -> list[Result]:
    return [each.result() if isinstance(each, Done) else each for each in ended]


def _granted(applied: Applied, numbers: Sequence[int], seconds: float) -> Granted:
    if not applied.refused and applied.stop is None:
        return Granted(numbers=numbers, seconds=seconds, send_before=applied.send_before)
    return Granted(
        numbers=[number for number in numbers if number not in applied.refused],
        refused=[number for number in numbers if number in applied.refused],
        seconds=seconds,
        error=applied.stop,
        send_before=applied.send_before,
    )
