"""The event loop's way to the journal: changes are gathered and made durable in groups, in a thread of their own.

While one group is being flushed the next one gathers. A group leaves when every worker waits for it, or four
milliseconds after its first change, so a single worker is not delayed and many share a flush.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final, TypeVar

from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.sqlite import Group, Journal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future, ThreadPoolExecutor

    from chakra_async.bulk.rows import Result

__all__ = ["GroupCommit"]

_GATHER_SECONDS: Final = 0.004

T = TypeVar("T")


class GroupCommit:
    """A journal that can be awaited.

    After the first failure nothing is announced any more, so nothing more can be sent. The ends of rows that are on their way are still taken, and tried once more on `close`.
    """

    def __init__(self, journal: Journal, executor: ThreadPoolExecutor, *, workers: int) -> None:
        """Write to an open journal in the executor's one thread."""
        self._journal = journal
        self._executor = executor
        self._workers = workers
        self._loop = asyncio.get_running_loop()
        self._group = Group()
        self._since = 0.0
        self.announced: Callable[[Sequence[int], float, JournalError | None], None] = _nobody
        """Called with the rows whose announcement is durable, the seconds it took, and the error if it failed."""
        self._adding: asyncio.Future[list[tuple[int, int]]] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._busy = False
        self._hurrying = False
        self._idle: asyncio.Future[None] | None = None
        self._unrecorded: list[Result] = []
        self.failure: JournalError | None = None

    async def add(
        self, rows: Sequence[tuple[int, int | None, str | None, str, str | None, str | None]]
    ) -> list[tuple[int, int]]:
        """Record rows that were read; return the duplicates among them, each with the first of its kind."""
        self._check()
        adding: asyncio.Future[list[tuple[int, int]]] = self._loop.create_future()
        self._adding = adding
        self._group.added.extend(rows)
        self._changed()
        return await adding

    def mark_sending(self, number: int) -> None:
        """Record that a row is about to be sent; `announced` is called when that is on the disk, or has failed."""
        if not self._group.sending:
            self._since = self._loop.time()
        self._group.sending.append(number)
        self._changed()

    def settle(self, result: Result) -> None:
        """Record the end of a row, soon."""
        if self.failure is not None:
            self._unrecorded.append(result)
            return
        self._group.settled.append(result)
        self._changed()

    async def states(self, first: int, last: int) -> dict[int, tuple[str, str | None]]:
        """Return state and key of the rows between two numbers, both included."""
        return await self.run(lambda: self._journal.states(first, last))

    async def run(self, function: Callable[[], T]) -> T:
        """Run a function in the journal's thread."""
        return await self._loop.run_in_executor(self._executor, function)

    async def close(self) -> list[Result]:
        """Record what is left and close the journal; return the ends of rows that could not be recorded."""
        while self._busy or self._group:
            self._send_off()
            self._idle = self._loop.create_future()
            await self._idle
        if self._unrecorded:
            group = Group(settled=self._unrecorded)
            with contextlib.suppress(JournalError):
                await self.run(lambda: self._journal.apply(group))
                self._unrecorded = []
        await self.run(self._journal.close)
        return self._unrecorded

    def _check(self) -> None:
        if self.failure is not None:
            raise self.failure

    def _changed(self) -> None:
        if self._busy:
            return
        if len(self._group.sending) >= self._workers:
            self._send_off()
        elif self._group.sending or self._group.added:
            if not self._hurrying:
                # Somebody waits: as soon as all who are ready in this turn of the loop have put theirs in.
                self._hurrying = True
                self._loop.call_soon(self._send_off)
        elif self._timer is None:
            self._timer = self._loop.call_later(_GATHER_SECONDS, self._send_off)

    def _send_off(self) -> None:
        self._hurrying = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._busy or not self._group:
            return
        self._busy = True
        group, self._group = self._group, Group()
        since = self._since
        adding, self._adding = self._adding, None

        # Callbacks and not a task, so that cancelling everything in the loop cannot lose a group half-way.
        def back(done: Future[list[tuple[int, int]]]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop was closed without waiting
                self._loop.call_soon_threadsafe(self._written, done, group, since, adding)

        self._executor.submit(self._apply, group).add_done_callback(back)

    def _written(
        self,
        done: Future[list[tuple[int, int]]],
        group: Group,
        since: float,
        adding: asyncio.Future[list[tuple[int, int]]] | None,
    ) -> None:
        self._busy = False
        error = done.exception()
        if error is None:
            if adding is not None and not adding.done():
                adding.set_result(done.result())
            if group.sending:
                self.announced(group.sending, self._loop.time() - since, None)
        else:
            self.failure = (
                error if isinstance(error, JournalError) else JournalError(f"It failed: {error!r}.")
            )
            for each in [each for each in (adding, self._adding) if each is not None]:
                if not each.done():
                    each.set_exception(self.failure)
            self._unrecorded += group.settled + self._group.settled
            numbers = group.sending + self._group.sending
            self._group, self._adding = Group(), None
            self.announced(numbers, 0.0, self.failure)
        if self._group:
            self._changed()
        elif self._idle is not None and not self._idle.done():
            self._idle.set_result(None)

    def _apply(self, group: Group) -> list[tuple[int, int]]:
        try:
            return self._journal.apply(group)
        except JournalError:
            # The ends of rows take the least room; what can be known of them shall be.
            if group.settled and (group.added or group.sending):
                self._journal.apply(Group(settled=group.settled))
                group.settled = []
            raise


def _nobody(numbers: Sequence[int], seconds: float, error: JournalError | None) -> None:
    pass
