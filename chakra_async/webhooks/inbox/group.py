"""Jobs for an inbox on disk, done in groups by a thread of their own: one transaction and one flush for all that wait.

While one group is being flushed the next one gathers, so a single job is not delayed and many share a flush. Events to store and claims
to settle of one group are written together.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, Any, Final, Protocol

import attrs

from chakra_async.webhooks.inbox.errors import InboxError
from chakra_async.webhooks.inbox.settling import Settling

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from chakra_async.webhooks.inbox.errors import LeaseLostError
    from chakra_async.webhooks.inbox.records import NewRecord

__all__ = ["Appending", "Book", "GroupThread", "Job", "Store"]

_MOST_JOBS: Final = 256
"""Jobs in one transaction; the rest waits for the next."""


class Book(Protocol):
    """The transitions that are done for a whole group at once."""

    def append(self, records: Sequence[NewRecord], *, now: int) -> list[bool]:
        """Store events; for each whether it is new."""
        ...

    def settle_all(self, settlings: Sequence[Settling]) -> list[LeaseLostError | None]:
        """Settle claims; for each the error if it does not hold any more."""
        ...


class Store(Protocol):
    """What a thread works on: a file, or a database."""

    @property
    def book(self) -> Book:
        """The transitions, to be called in a transaction."""
        ...

    @property
    def errors(self) -> type[Exception]:
        """The driver's errors, after which a transaction cannot go on."""
        ...

    def check(self) -> None:
        """Raise an `InboxError` if nothing new may be stored."""
        ...

    def transaction(self, *, reads: bool) -> AbstractContextManager[None]:
        """Begin a transaction that is committed in the end; errors of the driver become `InboxError`."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


@attrs.define(eq=False)
class Job:
    """Something to do with the store.

    Attributes:
        work: What.
        future: Gets its result, or its error.
        reads: Whether it changes nothing.

    """

    work: Callable[[Any], Any] | Appending | Settling
    future: asyncio.Future[Any]
    reads: bool = False
    result: Any = None
    error: BaseException | None = None


@attrs.frozen
class Appending:
    """Events to store."""

    records: Sequence[NewRecord]
    now: int


class GroupThread:
    """The thread that alone uses a store.

    Args:
        opened: Opens the store; called in the thread.

    """

    def __init__(self, opened: Callable[[], Store]) -> None:
        self._opened = opened
        self._changed = threading.Condition()
        self._jobs: list[Job] = []
        self._closing = False
        self._asked: dict[asyncio.AbstractEventLoop, list[Job]] = {}
        self._thread: threading.Thread | None = None
        self._ended: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Open the store.

        Raises:
            InboxError: It cannot be opened.

        """
        opening: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # A daemon: a program that forgot to close ends all the same, and what was answered is on the disk.
        self._thread = threading.Thread(target=self._run, args=(opening,), name="chakra-inbox", daemon=True)
        self._thread.start()
        await opening

    async def stop(self) -> None:
        """Do what waits, and close the store."""
        thread = self._thread
        if thread is None:
            return
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._changed:
            for jobs in self._asked.values():
                self._jobs += jobs
            self._asked.clear()
            self._closing = True
            self._ended = ended
            self._changed.notify()
        await ended
        thread.join()

    async def do(self, work: Callable[[Any], Any] | Appending | Settling, *, reads: bool = False) -> Any:
        """Return the result of a job once it is durable.

        Raises:
            InboxError: The store could not be read or written, or the job was refused.

        """
        loop = asyncio.get_running_loop()
        job = Job(work, loop.create_future(), reads)
        with self._changed:
            if self._closing:
                raise InboxError("The inbox is closed: open it before it is used.")
            asked = self._asked.setdefault(loop, [])
            asked.append(job)
        if len(asked) == 1:
            loop.call_soon(self._hand_over, loop)
        return await job.future

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the thread all that one turn of an event loop has asked for, so that it is done in one group."""
        with self._changed:
            self._jobs += self._asked.pop(loop, ())
            self._changed.notify()

    def _run(self, opening: asyncio.Future[None]) -> None:
        try:
            store = self._opened()
        except BaseException as error:  # noqa: BLE001 - it is raised where it was asked for
            _deliver([Job(_nothing, opening, error=error)])
            return
        _deliver([Job(_nothing, opening)])
        while True:
            with self._changed:
                while not self._jobs and not self._closing:
                    self._changed.wait()
                jobs, self._jobs = self._jobs[:_MOST_JOBS], self._jobs[_MOST_JOBS:]
                if not jobs:
                    break
            _transact(store, jobs)
            _deliver(jobs)
        store.close()
        if self._ended is not None:
            _deliver([Job(_nothing, self._ended)])


def _transact(store: Store, jobs: Sequence[Job]) -> None:
    """Do jobs in one transaction; what cannot be stored does not keep what is there from being handled."""
    appending = [job for job in jobs if isinstance(job.work, Appending)]
    others = [job for job in jobs if not isinstance(job.work, Appending)]
    if appending:
        try:
            store.check()
        except InboxError as refused:
            _fail(appending, refused)
            appending = []
    failure = _try(store, [*appending, *others])
    if failure is None:
        return
    _fail(appending, failure)
    if appending and others:
        failure = _try(store, others)
    if failure is not None:
        _fail(others, failure)


def _try(store: Store, jobs: Sequence[Job]) -> BaseException | None:
    if not jobs:
        return None
    for job in jobs:
        job.result = job.error = None
    try:
        with store.transaction(reads=all(job.reads for job in jobs)):
            _work(store, jobs)
    except Exception as error:  # noqa: BLE001 - it is raised where the job was asked for
        return error
    return None


def _work(store: Store, jobs: Sequence[Job]) -> None:
    book = store.book
    appending = [(job, job.work) for job in jobs if isinstance(job.work, Appending)]
    if appending:
        now = max(work.now for _, work in appending)
        known = iter(book.append([record for _, work in appending for record in work.records], now=now))
        for job, stored in appending:
            job.result = [next(known) for _ in stored.records]
    for job in jobs:
        work = job.work
        if callable(work):
            try:
                job.result = work(book)
            except store.errors:
                raise
            except Exception as error:  # noqa: BLE001 - refused before it wrote anything
                job.error = error
    settling = [(job, job.work) for job in jobs if isinstance(job.work, Settling)]
    if settling:
        errors = book.settle_all([work for _, work in settling])
        for (job, _), lost in zip(settling, errors, strict=True):
            job.error = lost


def _fail(jobs: Sequence[Job], error: BaseException) -> None:
    for job in jobs:
        job.result, job.error = None, error


def _deliver(jobs: Sequence[Job]) -> None:
    """Give each job's result to its future, by one call into each event loop: each wakes it, and costs the thread the interpreter lock."""
    loops: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in jobs:
        loops.setdefault(job.future.get_loop(), []).append(job)
    for loop, of_loop in loops.items():
        with contextlib.suppress(RuntimeError):  # the loop was closed without waiting
            loop.call_soon_threadsafe(_settle_futures, of_loop)


def _settle_futures(jobs: Sequence[Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.error is None:
            job.future.set_result(job.result)
        else:
            job.future.set_exception(job.error)


def _nothing(_book: object) -> None:
    """Do nothing: a job whose future alone counts."""
