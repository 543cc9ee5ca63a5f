"""Many processes in the background: chunks sent one after another, and one handle over all the jobs they gave."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import attrs

from chakra_async._extras.jobs import Jobs, told
from chakra_async.errors import BulkJobsError, ChakraError, InvalidRequestError
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable, Sequence

    from chakra_async._core.paging.job_progress import JobProgress
    from chakra_async.models.jobs import BackgroundJob

__all__ = ["BulkJobs", "BulkProgress", "send_in_chunks"]

T = TypeVar("T")
_LARGEST_CHUNK: Final = 100_000


@attrs.frozen(kw_only=True)
class BulkProgress:
    """How far several background jobs are, taken together.

    Attributes:
        jobs: The progress of each job that was looked at, in the order in which they were accepted.
        waiting: How many jobs were not looked at yet.

    """

    jobs: Sequence[JobProgress]
    waiting: int

    @property
    def success(self) -> int:
        """Entries that were processed."""
        return sum(job.success for job in self.jobs)

    @property
    def error(self) -> int:
        """Entries that were processed and failed."""
        return sum(job.error for job in self.jobs)

    @property
    def invalid(self) -> int:
        """Entries that were refused before processing."""
        return sum(job.invalid for job in self.jobs)

    @property
    def not_started(self) -> int:
        """Entries that wait, of the jobs that were looked at."""
        return sum(job.not_started for job in self.jobs)

    @property
    def total(self) -> int:
        """Entries of the jobs that were looked at."""
        return sum(job.total for job in self.jobs)

    @property
    def counts(self) -> dict[str, int]:
        """The counts as they came, by the server's own names."""
        found: dict[str, int] = {}
        for job in self.jobs:
            for name, count in job.counts.items():
                found[name] = found.get(name, 0) + count
        return found

    @property
    def finished(self) -> bool:
        """Whether every job is finished."""
        return not self.waiting and all(job.finished for job in self.jobs)


class BulkJobs:
    """The jobs that do the work of one bulk call, in the order in which they were accepted.

    Attributes:
        jobs: The jobs.
        ranges: Which items each job has, counted from 0 in the order in which they were given.

    """

    def __init__(self, waiter: Jobs | None) -> None:
        self.jobs: list[BackgroundJob] = []
        self.ranges: list[range] = []
        self._waiter = waiter

    @property
    def id(self) -> str:
        """The id of the one job that all the work is in.

        Raises:
            InvalidRequestError: If there is no job, or there are several: each of `jobs` has an id of its own.

        """
        if len(self.jobs) != 1:
            raise InvalidRequestError(f"there are {len(self.jobs)} jobs: take the id of each of .jobs.")
        return self.jobs[0].id

    @property
    def sent(self) -> int:
        """How many items were accepted."""
        return sum(len(items) for items in self.ranges)

    async def wait(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the whole wait's, over many calls
        poll: float = 1.0,
        on_progress: Callable[[BulkProgress], object] | None = None,
    ) -> BulkProgress:
        """Wait until every job is finished.

        Args:
            timeout: Seconds to wait at the most, for all jobs together; None for as long as entries wait.
            poll: As `jobs.wait` takes it.
            on_progress: Called with each look's progress; it may be a coroutine function.

        Returns:
            The final counts.

        Raises:
            RequestTimeoutError: If they go on longer than `timeout`; the jobs themselves are not touched.
            ChakraError: As `jobs.wait` does.

        """
        if self._waiter is None:
            raise InvalidRequestError("these jobs came out of a pickle: wait for each with chakra.jobs.wait.")
        deadline = None if timeout is None else time.monotonic() + timeout
        done: list[JobProgress] = []

        async def tell(progress: JobProgress) -> None:
            looked_at = [*done, progress]
            await told(on_progress, BulkProgress(jobs=looked_at, waiting=len(self.jobs) - len(looked_at)))

        for job in list(self.jobs):
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            done.append(await self._waiter.wait(job, timeout=left, poll=poll, on_progress=tell))
        return BulkProgress(jobs=done, waiting=0)

    def __len__(self) -> int:
        return len(self.jobs)

    def __repr__(self) -> str:
        return f"BulkJobs(jobs={len(self.jobs)}, sent={self.sent})"

    def __getstate__(self) -> dict[str, Any]:
        return {"jobs": self.jobs, "ranges": self.ranges, "_waiter": None}


class _Chunks(Generic[T]):
    """Items in lists of a size, counted; whatever the source raises is kept apart from what sending raises."""

    def __init__(self, items: Iterable[T] | AsyncIterable[T], size: int) -> None:
        self._items = items
        self._size = size

    async def __aiter__(self) -> AsyncGenerator[list[T], None]:
        chunk: list[T] = []
        async for item in _each(self._items):
            chunk.append(item)
            if len(chunk) == self._size:
                yield chunk
                chunk = []
        if chunk:
            yield chunk


async def send_in_chunks(
    items: Iterable[T] | AsyncIterable[T],
    send: Callable[[list[T]], Awaitable[BackgroundJob]],
    *,
    waiter: Jobs,
    operation: str,
    chunk: int,
    on_job: Callable[[BulkJobs], object] | None,
) -> BulkJobs:
    """Send items chunk after chunk, and return the handle over all jobs.

    Args:
        items: The items; an iterator is read only as far as it is sent.
        send: Sends one chunk.
        waiter: What waits for a job.
        operation: The call's name, for an error.
        chunk: Items in one call at the most.
        on_job: Called after each accepted chunk with the handle as it then is; it may be a coroutine function.

    Raises:
        InvalidRequestError: If an argument cannot be used; nothing was sent.
        ChakraError: If the first chunk failed.
        BulkJobsError: If a later chunk, or what the caller gave, failed; it carries the handle over what was accepted.

    """
    _check(items, chunk)
    handle = BulkJobs(waiter)
    chunks = _Chunks(items, chunk).__aiter__()
    begin = 0
    try:
        while True:
            part = range(begin, begin)
            try:
                batch = await anext(chunks, None)
            except Exception as error:  # the caller's own items
                raise _failed(error, Outcome.NOT_SENT, handle, part, operation) from error
            if batch is None:
                return handle
            part = range(begin, begin + len(batch))
            try:
                job = await send(batch)
            except ChakraError as error:
                if not handle.jobs:  # nothing to be told but this: as if it were one call
                    raise
                raise _failed(error, error.outcome, handle, part, operation) from error
            handle.jobs.append(job)
            handle.ranges.append(part)
            begin = part.stop
            try:
                await told(on_job, handle)
            except Exception as error:  # the caller's own listener
                raise _failed(error, Outcome.NOT_SENT, handle, range(begin, begin), operation) from error
    finally:
        await chunks.aclose()


def _failed(
    error: Exception, outcome: Outcome, handle: BulkJobs, part: range, operation: str
) -> BulkJobsError:
    which = f"items {part.start} to {part.stop - 1}" if part else f"going on at item {part.start}"
    said = error.message if isinstance(error, ChakraError) else f"{type(error).__name__}: {error}"
    failed = BulkJobsError(
        f"{which} failed: {said}; {handle.sent} items before were accepted in {len(handle)} jobs (.jobs), "
        f"nothing after was sent",
        outcome=outcome,
        operation=operation,
        attempts=error.attempts if isinstance(error, ChakraError) else (),
    )
    failed.jobs, failed.items = handle, part
    return failed


async def _each(items: Any) -> AsyncGenerator[Any, None]:
    if hasattr(items, "__aiter__"):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item


def _check(items: Any, chunk: object) -> None:
    if isinstance(chunk, bool) or not isinstance(chunk, int) or not 1 <= chunk <= _LARGEST_CHUNK:
        raise InvalidRequestError(f"chunk must be a whole number, 1 to {_LARGEST_CHUNK}, not {chunk!r}.")
    if isinstance(items, str | bytes | dict) or not (
        hasattr(items, "__iter__") or hasattr(items, "__aiter__")
    ):
        raise InvalidRequestError("items must be many items, not a single value.")
