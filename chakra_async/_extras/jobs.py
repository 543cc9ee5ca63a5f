"""Background jobs: waiting for one, and one handle over the jobs of work that is sent in chunks."""

from __future__ import annotations

import asyncio
import inspect
import math
import time
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import attrs

from chakra_async._core.paging.job_progress import JobProgress, progress_of
from chakra_async.errors import (
    BulkJobsError,
    ChakraError,
    InvalidRequestError,
    RequestTimeoutError,
    ResponseError,
)
from chakra_async.outcomes import Outcome
from chakra_async.resource import with_data
from chakra_async.resources.jobs import JobsBase, RawJobsBase
from chakra_async.settings.secret import shown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable, Sequence

    from chakra_async._core.response import Response
    from chakra_async.models.jobs import BackgroundJob
    from chakra_async.settings import Timeouts

__all__ = ["BulkJobs", "BulkProgress", "Jobs", "RawJobs", "send_in_chunks"]

T = TypeVar("T")

_GROWTH: Final = 1.5
_LONGEST_POLL: Final = 30.0
_SHORTEST_POLL_TIMEOUT: Final = 1.0
_POLLS_WITHOUT_COUNTS: Final = (
    20  # seven minutes with the default poll: the docs name no duration, and never is not an end
)
_LARGEST_CHUNK: Final = 100_000


class RawJobs(RawJobsBase):
    """The methods of `Jobs`, each with its whole `Response`: `chakra.with_raw_response.jobs`."""

    __slots__ = ()
    __module__ = "chakra_async.resources"

    async def wait(
        self,
        job: BackgroundJob | BulkJobs | str,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the whole wait's, over many calls
        poll: float = 1.0,
        on_progress: Callable[[JobProgress], object] | None = None,
    ) -> Response[JobProgress]:
        """Call `Jobs.wait`, and return the whole `Response` of its last poll.

        Raises:
            RequestTimeoutError: If the job goes on longer than `timeout`; the job itself is not touched.
            ResponseError: If, without a `timeout`, twenty polls in a row show neither counts nor an end.
            ChakraError: As `jobs.get` does, with the job's id: the job goes on, and can be waited for again.

        """
        job_id: str | None = job if isinstance(job, str) else getattr(job, "id", None)
        if not job_id:
            raise InvalidRequestError("job has no id: pass a job, its id, or BulkJobs with one job.")
        _check_wait(poll, timeout)
        deadline = None if timeout is None else time.monotonic() + timeout
        without_counts = 0
        while True:
            try:
                response = await self.get(job_id, timeouts=self._within(deadline))
            except InvalidRequestError:
                raise
            except ChakraError as error:
                error.message += (
                    f"; the job {job_id} is not touched by this, so that it can be waited for again"
                )
                raise
            progress = progress_of(response.data, response.meta)
            await _notify(on_progress, progress)
            if progress.finished:
                return with_data(response, progress)
            without_counts = 0 if progress.counts else without_counts + 1
            if deadline is None and without_counts == _POLLS_WITHOUT_COUNTS:
                raise ResponseError(
                    f"the job {job_id} showed neither counts nor an end in {without_counts} polls, so its state is not known: "
                    "check what it should have done, or its entries, before doing it again",
                    outcome=Outcome.DONE,
                    operation="jobs.wait",
                    status=response.status,
                )
            pause = poll
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise RequestTimeoutError(
                        f"the job {job_id} still has {progress.not_started} entries waiting after {timeout:g} s; it goes on",
                        outcome=Outcome.DONE,
                        operation="jobs.wait",
                        phase="pause",
                    )
                pause = min(poll, left)
            await asyncio.sleep(pause)
            poll = min(poll * _GROWTH, _LONGEST_POLL)

    def _within(self, deadline: float | None) -> Timeouts | None:
        """Return the time limits of one poll, which end soon after the whole wait does; None for the client's."""
        if deadline is None:
            return None
        usual = self._caller.settings.timeouts
        left = max(_SHORTEST_POLL_TIMEOUT, deadline - time.monotonic())
        return attrs.evolve(usual, total=left if usual.total is None else min(left, usual.total))


class Jobs(JobsBase):
    """Background jobs: fetch one, or wait until it is finished."""

    __slots__ = ()
    __module__ = "chakra_async.resources"

    async def wait(
        self,
        job: BackgroundJob | BulkJobs | str,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the whole wait's, over many calls
        poll: float = 1.0,
        on_progress: Callable[[JobProgress], object] | None = None,
    ) -> JobProgress:
        """Wait until no entry of a background job waits any more.

        Args:
            job: The job, or its id; of a bulk call, one whose work is all in one job, else wait with its own `wait`.
            timeout: Seconds to wait at most; None for as long as entries wait.
            poll: Seconds before the second poll; the interval grows by half each time, up to 30 seconds.
            on_progress: Called with the progress after each poll; it may be a coroutine function.

        Returns:
            The final counts.

        Raises:
            RequestTimeoutError: If the job goes on longer than `timeout`; the job itself is not touched.
            ResponseError: If, without a `timeout`, twenty polls in a row show neither counts nor an end.
            ChakraError: As `jobs.get` does, with the job's id: the job goes on, and can be waited for again.

        Example:
            ```python
            job = await chakra.processes.bulk_create("lead", items=[{"data": {"name": "Ada"}}])
            print((await chakra.jobs.wait(job, timeout=600)).counts)
            ```

        Evidence: the counts are documented; that no entry under NOT_STARTED means finished is inferred.
        Source: https://apidocs.chakrahq.com/api-11531337

        """
        raw = RawJobs(self._caller)
        return (await raw.wait(job, timeout=timeout, poll=poll, on_progress=on_progress)).data


@attrs.frozen(kw_only=True)
class BulkProgress:
    """How far several background jobs are, taken together.

    Attributes:
        jobs: The progress of each job that was polled, in the order in which they were accepted.
        waiting: How many jobs were not polled yet.

    """

    __module__ = "chakra_async"

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
        """Entries that wait, of the jobs that were polled."""
        return sum(job.not_started for job in self.jobs)

    @property
    def total(self) -> int:
        """Entries of the jobs that were polled."""
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

    __module__ = "chakra_async"

    def __init__(self, jobs_api: Jobs | None) -> None:
        self.jobs: list[BackgroundJob] = []
        self.ranges: list[range] = []
        self._jobs = jobs_api

    @property
    def id(self) -> str:
        """The id of the one job that all the work is in.

        Raises:
            InvalidRequestError: If there is not exactly one job: each of `jobs` has an id of its own.

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
            timeout: Seconds to wait at most, for all jobs together; None for as long as entries wait.
            poll: As `jobs.wait` takes it.
            on_progress: Called with the progress after each poll; it may be a coroutine function.

        Returns:
            The final counts.

        Raises:
            RequestTimeoutError: If they go on longer than `timeout`; the jobs themselves are not touched.
            ChakraError: As `jobs.wait` does.

        """
        if self._jobs is None:
            raise InvalidRequestError("these jobs came out of a pickle: wait for each with chakra.jobs.wait.")
        _check_wait(poll, timeout)
        deadline = None if timeout is None else time.monotonic() + timeout
        done: list[JobProgress] = []

        async def report(progress: JobProgress) -> None:
            polled = [*done, progress]
            await _notify(on_progress, BulkProgress(jobs=polled, waiting=len(self.jobs) - len(polled)))

        for job in list(self.jobs):
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            done.append(await self._jobs.wait(job, timeout=left, poll=poll, on_progress=report))
        return BulkProgress(jobs=done, waiting=0)

    def __len__(self) -> int:
        return len(self.jobs)

    def __repr__(self) -> str:
        return f"BulkJobs(jobs={len(self.jobs)}, sent={self.sent})"

    def __getstate__(self) -> dict[str, Any]:
        return {"jobs": self.jobs, "ranges": self.ranges, "_jobs": None}


class _Chunks(Generic[T]):
    """Items in lists of a size, counted; an error of the source is kept apart from one of sending."""

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


def _check_wait(poll: Any, timeout: Any) -> None:
    """Refuse an interval or a time limit that is not a number of seconds, or never passes."""
    for name, value in (("poll", poll), ("timeout", timeout)):
        if value is None and name == "timeout":
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise InvalidRequestError(f"{name} must be a finite number of seconds, not {shown(value)}.")
    if poll <= 0:
        raise InvalidRequestError("poll must be above 0 seconds.")


async def send_in_chunks(
    items: Iterable[T] | AsyncIterable[T],
    send: Callable[[list[T]], Awaitable[BackgroundJob]],
    *,
    jobs_api: Jobs,
    operation: str,
    chunk: int,
    on_job: Callable[[BulkJobs], object] | None,
) -> BulkJobs:
    """Send items chunk after chunk, and return the handle over all jobs.

    Args:
        items: The items; an iterator is read only as far as it is sent.
        send: Sends one chunk.
        jobs_api: Waits for a job.
        operation: The call's name, for an error.
        chunk: Items in one call at most.
        on_job: Called after each accepted chunk with the handle as it then is; it may be a coroutine function.

    Raises:
        InvalidRequestError: If an argument cannot be used; nothing was sent.
        ChakraError: If the first chunk failed.
        BulkJobsError: If a later chunk, or what the caller gave, failed; it carries the handle over what was accepted.

    """
    _check(items, chunk)
    if on_job is not None and not callable(on_job):
        raise InvalidRequestError(f"on_job must be a function that takes the handle, not {shown(on_job)}.")
    handle = BulkJobs(jobs_api)
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
                if not handle.jobs:  # as if it were one call
                    raise
                raise _failed(error, error.outcome, handle, part, operation) from error
            handle.jobs.append(job)
            handle.ranges.append(part)
            begin = part.stop
            try:
                await _notify(on_job, handle)
            except Exception as error:  # the caller's own callback
                raise _failed(error, Outcome.NOT_SENT, handle, range(begin, begin), operation) from error
    finally:
        await chunks.aclose()


def _failed(
    error: Exception, outcome: Outcome, handle: BulkJobs, part: range, operation: str
) -> BulkJobsError:
    which = f"items {part.start} to {part.stop - 1}" if part else f"going on at item {part.start}"
    reason = error.message if isinstance(error, ChakraError) else f"{type(error).__name__}: {error}"
    failed = BulkJobsError(
        f"{which} failed: {reason}; {handle.sent} items before were accepted in {len(handle)} jobs (.jobs), "
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
        raise InvalidRequestError(f"chunk must be an integer from 1 to {_LARGEST_CHUNK}, not {shown(chunk)}.")
    kind = type(items).__name__
    if isinstance(items, str | bytes | dict) or not (
        hasattr(items, "__iter__") or hasattr(items, "__aiter__")
    ):
        raise InvalidRequestError(f"items must be an iterable of items, not {kind}.")


async def _notify(callback: Callable[[T], object] | None, progress: T) -> None:
    """Call a callback, if there is one; it may be a coroutine function."""
    if callback is not None:
        answer = callback(progress)
        if inspect.isawaitable(answer):
            await answer
