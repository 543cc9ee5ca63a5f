"""Waiting for a background job to end."""

from __future__ import annotations

import asyncio
import inspect
import time
from typing import TYPE_CHECKING, Final, TypeVar

import attrs

from chakra_async._core.paging.job_progress import JobProgress, progress_of
from chakra_async.errors import ChakraError, InvalidRequestError, RequestTimeoutError, ResponseError
from chakra_async.outcomes import Outcome
from chakra_async.resources.jobs import Jobs as GeneratedJobs
from chakra_async.resources.jobs import RawJobs

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async._extras.bulk_jobs import BulkJobs
    from chakra_async.models.jobs import BackgroundJob
    from chakra_async.settings import Timeouts

__all__ = ["JobProgress", "Jobs", "told"]

T = TypeVar("T")

_GROWTH: Final = 1.5
_LONGEST_POLL: Final = 30.0
_SHORTEST_LOOK: Final = 1.0
_LOOKS_WITHOUT_COUNTS: Final = (
    20  # seven minutes with the usual poll: the docs name no time, and never is no end
)


class Jobs(GeneratedJobs):
    """Background jobs: fetch one, or wait until it is finished."""

    __slots__ = ()

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
            timeout: Seconds to wait at the most; None for as long as entries wait.
            poll: Seconds before the second look; the time between looks grows by half each time, up to 30 seconds.
            on_progress: Called with each look's progress; it may be a coroutine function.

        Returns:
            The final counts.

        Raises:
            RequestTimeoutError: If the job goes on longer than `timeout`; the job itself is not touched.
            ResponseError: If, without a `timeout`, twenty looks in a row show neither counts nor an end.
            ChakraError: As `jobs.get` does, with the job's id: the job goes on, and can be waited for again.

        Example:
            ```python
            job = await chakra.processes.bulk_create("lead", items=[{"data": {"name": "Ada"}}])
            print((await chakra.jobs.wait(job, timeout=600)).counts)
            ```

        Evidence: the counts are documented; that no entry under NOT_STARTED means finished is inferred.
        Source: https://apidocs.chakrahq.com/api-11531337

        """
        job_id: str | None = job if isinstance(job, str) else getattr(job, "id", None)
        if not job_id:
            raise InvalidRequestError("job has no id, so it cannot be waited for.")
        if not poll > 0:
            raise InvalidRequestError("poll must be above 0 seconds.")
        raw = RawJobs(self._caller)
        deadline = None if timeout is None else time.monotonic() + timeout
        blind = 0
        while True:
            try:
                response = await raw.get(job_id, timeouts=self._within(deadline))
            except ChakraError as error:
                error.message += (
                    f"; the job {job_id} is not touched by this, so that it can be waited for again"
                )
                raise
            progress = progress_of(response.data, response.meta)
            await told(on_progress, progress)
            if progress.finished:
                return progress
            blind = 0 if progress.counts else blind + 1
            if deadline is None and blind == _LOOKS_WITHOUT_COUNTS:
                raise ResponseError(
                    f"the job {job_id} showed neither counts nor an end in {blind} looks: whether it goes on cannot be told; "
                    "look at what it should have done, or at its entries, before doing it again",
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
        """Return time limits for one look that end soon after the whole wait does, None for the client's."""
        if deadline is None:
            return None
        usual = self._caller.settings.timeouts
        left = max(_SHORTEST_LOOK, deadline - time.monotonic())
        return attrs.evolve(usual, total=left if usual.total is None else min(left, usual.total))


async def told(listener: Callable[[T], object] | None, progress: T) -> None:
    """Tell a listener, if there is one; it may be a coroutine function."""
    if listener is not None:
        answer = listener(progress)
        if inspect.isawaitable(answer):
            await answer
