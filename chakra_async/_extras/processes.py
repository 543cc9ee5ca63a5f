"""Creating and changing any number of processes: the bulk calls, in chunks, under one handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from chakra_async._extras.bulk_jobs import BulkJobs, BulkProgress, send_in_chunks
from chakra_async._extras.jobs import Jobs
from chakra_async.resources.processes import Processes as GeneratedProcesses

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Callable, Iterable, Mapping
    from typing import Unpack

    from chakra_async.models.jobs import BackgroundJob
    from chakra_async.models.processes import BulkUpdateItem, NewProcess
    from chakra_async.settings import Timeouts

__all__ = ["BulkJobs", "BulkProgress", "Extras", "Processes"]


class Extras(TypedDict, total=False):
    """What a caller adds to each call."""

    extra_headers: Mapping[str, str] | None
    extra_params: Mapping[str, Any] | None
    extra_body: Mapping[str, Any] | None
    timeouts: Timeouts | None


class Processes(GeneratedProcesses):
    """Processes, the instances of a procedure, such as leads and tickets. Reached as `chakra.processes`.

    `bulk_create` and `bulk_update` take any number of items, send them in chunks and give one handle over all jobs. With
    `chakra.with_raw_response` they are one call each.
    """

    __slots__ = ()

    async def bulk_create(  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride] # a handle over all jobs, not one
        self,
        procedure_short_id: str,
        items: Iterable[NewProcess | Mapping[str, Any]] | AsyncIterable[NewProcess | Mapping[str, Any]],
        *,
        chunk: int = 1000,
        on_job: Callable[[BulkJobs], object] | None = None,
        **more: Unpack[Extras],
    ) -> BulkJobs:
        """Create any number of processes in the background, chunk after chunk.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            items: What is to be made, as any iterable or async iterable, read only as far as it is sent.
            chunk: Items in one call at the most. How many the server takes is not documented; 1000 is inferred.
            on_job: Called after each accepted chunk with the handle as it then is, for whoever may be cancelled.
            **more: `extra_headers`, `extra_params`, `extra_body` and `timeouts` of each call.

        Returns:
            The handle over all jobs.

        Raises:
            InvalidRequestError: An argument cannot be used; nothing was sent.
            ChakraError: The first chunk failed; `outcome` says whether it may have been done.
            BulkJobsError: A later chunk failed. `jobs` is the handle over what was accepted before, `items` the range of
                items that failed, and `outcome` what became of those; no later item was sent.

        Example:
            ```python
            jobs = await chakra.processes.bulk_create("lead", ({"lead_id": str(n)} for n in range(5000)))
            print((await jobs.wait(timeout=600)).counts)
            ```

        """

        async def send(batch: list[NewProcess | Mapping[str, Any]]) -> BackgroundJob:
            return await super(Processes, self).bulk_create(procedure_short_id, items=batch, **more)

        return await send_in_chunks(
            items,
            send,
            waiter=Jobs(self._caller),
            operation="processes.bulk_create",
            chunk=chunk,
            on_job=on_job,
        )

    async def bulk_update(  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride] # a handle over all jobs, not one
        self,
        procedure_short_id: str,
        processes: Iterable[BulkUpdateItem | Mapping[str, Any]]
        | AsyncIterable[BulkUpdateItem | Mapping[str, Any]],
        *,
        chunk: int = 1000,
        on_job: Callable[[BulkJobs], object] | None = None,
        **more: Unpack[Extras],
    ) -> BulkJobs:
        """Change any number of processes in the background, chunk after chunk.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            processes: What is to be changed, as any iterable or async iterable, read only as far as it is sent.
            chunk: Items in one call at the most. How many the server takes is not documented; 1000 is inferred.
            on_job: Called after each accepted chunk with the handle as it then is, for whoever may be cancelled.
            **more: `extra_headers`, `extra_params`, `extra_body` and `timeouts` of each call.

        Returns:
            The handle over all jobs.

        Raises:
            InvalidRequestError: An argument cannot be used; nothing was sent.
            ChakraError: The first chunk failed; `outcome` says whether it may have been done.
            BulkJobsError: A later chunk failed. `jobs` is the handle over what was accepted before, `items` the range of
                items that failed, and `outcome` what became of those; no later item was sent.

        Example:
            ```python
            changes = [{"lead_id": "L-1", "update": {"data": {"city": "Goa"}}}]
            jobs = await chakra.processes.bulk_update("lead", changes)
            print((await jobs.wait(timeout=600)).success)
            ```

        """

        async def send(batch: list[BulkUpdateItem | Mapping[str, Any]]) -> BackgroundJob:
            return await super(Processes, self).bulk_update(procedure_short_id, processes=batch, **more)

        return await send_in_chunks(
            processes,
            send,
            waiter=Jobs(self._caller),
            operation="processes.bulk_update",
            chunk=chunk,
            on_job=on_job,
        )
