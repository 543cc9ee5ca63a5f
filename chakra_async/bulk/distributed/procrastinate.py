"""Slices in procrastinate's queue, which is in PostgreSQL as the journal is: extra `procrastinate`.

The queue outlives its workers and the process that put slices in. A job whose worker was killed stays `doing` for ever, so stalled jobs are put
back here, and by a periodic task of the workers; a worker that was only frozen may then go on as well, which the journal makes harmless.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Final, Unpack

from chakra_async.bulk.distributed.engine import Ended
from chakra_async.bulk.distributed.tasks import checked, slice_task
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from chakra_async.bulk.distributed.options import WorkerOptions

__all__ = ["Procrastinate"]

TASK: Final = "chakra_async.work_slice"
RESCUE: Final = "chakra_async.rescue_stalled_slices"
_LOOK_AGAIN: Final = 1.0
_OVER: Final = frozenset({"succeeded", "failed", "cancelled", "aborted"})


class Procrastinate:
    """An engine on procrastinate's queue.

    Made in the module that workers import, it registers its tasks with the app, so that `procrastinate worker` runs them.

    Args:
        app: A `procrastinate.App` with an asynchronous connector.
        queue: The name of the queue.
        stalled_after: Seconds without a heartbeat after which a worker counts as dead, and its jobs are put back.
        **options: See `WorkerOptions`: `client="shop.chakra:client"`, `action`, `concurrency`, `between`, `time_zone`, `stop_error_rate`,
            `stop_window`. Every worker has `CHAKRA_JOURNAL` and the access token in its own environment.

    Raises:
        SettingsError: The first argument is not an app, or an option is not an import path.

    Example:
        ```python
        app = procrastinate.App(connector=procrastinate.PsycopgConnector())
        engine = bulk.Procrastinate(app, client="shop.chakra:client")   # shop/queue.py, which workers import
        ```

    """

    def __init__(
        self,
        app: Any,
        /,
        *,
        queue: str = "chakra",
        stalled_after: float = 30.0,
        **options: Unpack[WorkerOptions],
    ) -> None:
        """Register the tasks; nothing is put into the queue yet."""
        if not hasattr(app, "job_manager") or not hasattr(app, "task"):
            raise SettingsError(
                "Procrastinate needs an app, procrastinate.App(...): pip install 'chakra-async[procrastinate]'."
            )
        self._app = app
        self._queue = queue
        self._stalled_after = stalled_after
        self._options = checked(options)
        self._jobs: dict[int, int] = {}
        self._task: Any = app.tasks.get(TASK) or app.task(name=TASK, queue=queue)(slice_task)
        if RESCUE not in app.tasks:
            rescue = app.task(name=RESCUE, queue=queue, queueing_lock=RESCUE, pass_context=False)(
                self._rescue_by_worker
            )
            app.periodic(cron="* * * * *")(rescue)

    async def submit(self, run: str, slices: Sequence[int]) -> AsyncGenerator[Ended]:
        """See `Engine`."""
        self._jobs = {}
        for number in slices:
            job = await self._task.defer_async(run=run, number=number, options=self._options)
            self._jobs[job] = number
        while self._jobs:
            await asyncio.sleep(_LOOK_AGAIN)
            await self.rescue()
            for job in await self._app.job_manager.list_jobs_async(task=TASK, queue=self._queue):
                if job.id in self._jobs and job.status in _OVER:
                    number = self._jobs.pop(job.id)
                    # What became of the rows is in the journal; a job that ended early is put in again while it advances.
                    problem = None if job.status == "succeeded" else f"its job {job.id} {job.status}"
                    yield Ended(slice=number, problem=problem)

    async def cancel(self) -> None:
        """See `Engine`."""
        for job in list(self._jobs):
            with contextlib.suppress(Exception):  # it may have begun; the journal stops it
                await self._app.job_manager.cancel_job_by_id_async(job)

    async def rescue(self) -> int:
        """Put jobs back whose worker is dead, and return how many."""
        manager = self._app.job_manager
        stalled = await manager.get_stalled_jobs(
            queue=self._queue, task_name=TASK, seconds_since_heartbeat=self._stalled_after
        )
        count = 0
        for job in stalled:
            with contextlib.suppress(Exception):  # another was quicker
                await manager.retry_job(job)
                count += 1
        return count

    async def _rescue_by_worker(self, timestamp: int) -> None:  # noqa: ARG002 - the form of a periodic task
        await self.rescue()
