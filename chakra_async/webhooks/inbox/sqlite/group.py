"""Jobs for an inbox file, done in groups by a thread of their own: one transaction and one flush for all that wait.

While one group is being flushed the next one gathers, so a single job is not delayed and many share a flush. Events to store and claims
to settle of one group are written together.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from chakra_async.webhooks.inbox.errors import InboxError
from chakra_async.webhooks.inbox.sqlite.book import SQLiteBook
from chakra_async.webhooks.inbox.sqlite.file import inbox_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chakra_async.webhooks.inbox.records import NewRecord
    from chakra_async.webhooks.inbox.sqlite.file import InboxFile
    from chakra_async.webhooks.inbox.sqlite.lanes import Settling

__all__ = ["Appending", "GroupThread", "Job"]

_MOST_JOBS: Final = 256
"""Jobs in one transaction; the rest waits for the next."""

T = TypeVar("T")


@attrs.define(eq=False)
class Job:
    """Something to do with the file.

    Attributes:
        work: What.
        future: Gets its result, or its error.
        reads: Whether it changes nothing.

    """

    work: Callable[[SQLiteBook], Any] | Appending | Settling
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
    """The thread that alone uses a file.

    Args:
        opened: Opens the file; called in the thread.

    """

    def __init__(self, opened: Callable[[], InboxFile]) -> None:
        self._opened = opened
        self._changed = threading.Condition()
        self._jobs: list[Job] = []
        self._closing = False
        self._thread: threading.Thread | None = None
        self._ended: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Open the file.

        Raises:
            InboxError: It cannot be opened.

        """
        opening: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # A daemon: a program that forgot to close ends all the same, and what was answered is on the disk.
        self._thread = threading.Thread(target=self._run, args=(opening,), name="chakra-inbox", daemon=True)
        self._thread.start()
        await opening

    async def stop(self) -> None:
        """Do what waits, and close the file."""
        thread = self._thread
        if thread is None:
            return
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._changed:
            self._closing = True
            self._ended = ended
            self._changed.notify()
        await ended
        thread.join()

    async def do(self, work: Callable[[SQLiteBook], T] | Appending | Settling, *, reads: bool = False) -> Any:
        """Return the result of a job once it is durable.

        Raises:
            InboxError: The file could not be read or written, or the job was refused.

        """
        job = Job(work, asyncio.get_running_loop().create_future(), reads)
        with self._changed:
            if self._closing:
                raise InboxError("The inbox is closed: open it before it is used.")
            self._jobs.append(job)
            self._changed.notify()
        return await job.future

    def _run(self, opening: asyncio.Future[None]) -> None:
        try:
            file = self._opened()
        except BaseException as error:  # noqa: BLE001 - it is raised where it was asked for
            _deliver(opening, None, error)
            return
        _deliver(opening, None, None)
        book = SQLiteBook(file.connection)
        while True:
            with self._changed:
                while not self._jobs and not self._closing:
                    self._changed.wait()
                jobs, self._jobs = self._jobs[:_MOST_JOBS], self._jobs[_MOST_JOBS:]
                if not jobs:
                    break
            _transact(file, book, jobs)
            for job in jobs:
                _deliver(job.future, job.result, job.error)
        file.close()
        if self._ended is not None:
            _deliver(self._ended, None, None)


def _transact(file: InboxFile, book: SQLiteBook, jobs: Sequence[Job]) -> None:
    """Do jobs in one transaction; what cannot be stored does not keep what is there from being handled."""
    appending = [job for job in jobs if isinstance(job.work, Appending)]
    others = [job for job in jobs if not isinstance(job.work, Appending)]
    if appending:
        try:
            file.check()
        except InboxError as refused:
            _fail(appending, refused)
            appending = []
    failure = _try(file, book, [*appending, *others])
    if failure is None:
        return
    _fail(appending, failure)
    if appending and others:
        failure = _try(file, book, others)
    if failure is not None:
        _fail(others, failure)


def _try(file: InboxFile, book: SQLiteBook, jobs: Sequence[Job]) -> BaseException | None:
    if not jobs:
        return None
    for job in jobs:
        job.result = job.error = None
    try:
        with inbox_errors(file.path):
            try:
                file.connection.execute("BEGIN" if all(job.reads for job in jobs) else "BEGIN IMMEDIATE")
                _work(book, jobs)
                file.connection.execute("COMMIT")
            except BaseException:
                file.rollback()
                raise
    except Exception as error:  # noqa: BLE001 - it is raised where the job was asked for
        return error
    return None


def _work(book: SQLiteBook, jobs: Sequence[Job]) -> None:
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
            except sqlite3.Error:
                raise
            except Exception as error:  # noqa: BLE001 - refused before it wrote anything
                job.error = error
    settling = [
        (job, job.work) for job in jobs if not isinstance(job.work, Appending) and not callable(job.work)
    ]
    if settling:
        errors = book.settle_all([work for _, work in settling])
        for (job, _), lost in zip(settling, errors, strict=True):
            job.error = lost


def _fail(jobs: Sequence[Job], error: BaseException) -> None:
    for job in jobs:
        job.result, job.error = None, error


def _deliver(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    def deliver() -> None:
        if future.done():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    try:
        future.get_loop().call_soon_threadsafe(deliver)
    except RuntimeError:
        return  # the loop was closed without waiting
