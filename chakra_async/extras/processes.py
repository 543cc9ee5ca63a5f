"""Creating and changing any number of processes: the bulk calls, in chunks, under one handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async.extras.bulk_jobs import BulkJobs, BulkProgress, send_in_chunks
from chakra_async.extras.jobs import Jobs
from chakra_async.resources.processes import Processes as GeneratedProcesses

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Callable, Iterable, Mapping

    from chakra_async.models.jobs import BackgroundJob
    from chakra_async.models.processes import BulkUpdateItem, NewProcess
    from chakra_async.settings import Timeouts

__all__ = ["BulkJobs", "BulkProgress", "Processes"]


class Processes(GeneratedProcesses):
    """Processes, the instances of a procedure, such as leads and tickets. Reached as `chakra.processes`.

    `bulk_create` and `bulk_update` are one call each and give its job; `create_many` and `update_many` take any number
    of items, send them in chunks and give one handle over all jobs.
    """

    __slots__ = ()

    async def create_many(
        self,
        procedure_short_id: str,
        items: Iterable[NewProcess | Mapping[str, Any]] | AsyncIterable[NewProcess | Mapping[str, Any]],
        *,
        chunk: int = 1000,
        on_job: Callable[[BulkJobs], object] | None = None,
        timeouts: Timeouts | None = None,
    ) -> BulkJobs:
        """Create any number of processes in the background, chunk after chunk.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            items: What `bulk_create` takes, as any iterable or async iterable, read only as far as it is sent.
            chunk: Items in one call at the most. How many the server takes is not documented; 1000 is inferred.
            on_job: Called after each accepted chunk with the handle as it then is, for whoever may be cancelled.
            timeouts: Time limits of each call, instead of the client's.

        Returns:
            The handle over all jobs.

        Raises:
            InvalidRequestError: An argument cannot be used; nothing was sent.
            BulkJobsError: A chunk failed. `jobs` is the handle over what was accepted before, `items` the range of
                items that failed, and `outcome` what became of those; no later item was sent.

        Example:
            ```python
            jobs = await chakra.processes.create_many("lead", ({"lead_id": str(n)} for n in range(5000)))
            print((await jobs.wait(timeout=600)).counts)
            ```

        """

        async def send(batch: list[NewProcess | Mapping[str, Any]]) -> BackgroundJob:
            return await self.bulk_create(procedure_short_id, items=batch, timeouts=timeouts)

        return await send_in_chunks(
            items,
            send,
            waiter=Jobs(self._caller),
            operation="processes.create_many",
            chunk=chunk,
            on_job=on_job,
        )

    async def update_many(
        self,
        procedure_short_id: str,
        items: Iterable[BulkUpdateItem | Mapping[str, Any]]
        | AsyncIterable[BulkUpdateItem | Mapping[str, Any]],
        *,
        chunk: int = 1000,
        on_job: Callable[[BulkJobs], object] | None = None,
        timeouts: Timeouts | None = None,
    ) -> BulkJobs:
        """Change any number of processes in the background, chunk after chunk.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            items: What `bulk_update` takes, as any iterable or async iterable, read only as far as it is sent.
            chunk: Items in one call at the most. How many the server takes is not documented; 1000 is inferred.
            on_job: Called after each accepted chunk with the handle as it then is, for whoever may be cancelled.
            timeouts: Time limits of each call, instead of the client's.

        Returns:
            The handle over all jobs.

        Raises:
            InvalidRequestError: An argument cannot be used; nothing was sent.
            BulkJobsError: A chunk failed. `jobs` is the handle over what was accepted before, `items` the range of
                items that failed, and `outcome` what became of those; no later item was sent.

        Example:
            ```python
            changes = [{"lead_id": "L-1", "update": {"data": {"city": "Goa"}}}]
            jobs = await chakra.processes.update_many("lead", changes)
            print((await jobs.wait(timeout=600)).success)
            ```

        """

        async def send(batch: list[BulkUpdateItem | Mapping[str, Any]]) -> BackgroundJob:
            return await self.bulk_update(procedure_short_id, processes=batch, timeouts=timeouts)

        return await send_in_chunks(
            items,
            send,
            waiter=Jobs(self._caller),
            operation="processes.update_many",
            chunk=chunk,
            on_job=on_job,
        )
