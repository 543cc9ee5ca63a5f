"""Creating and changing any number of processes: the bulk calls, in chunks, under one handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async._extras.jobs import BulkJobs, Jobs, send_in_chunks
from chakra_async.resources.processes import ProcessesBase, RawProcesses

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Callable, Iterable, Mapping
    from typing import Unpack

    from chakra_async.models.jobs import BackgroundJob
    from chakra_async.models.process_requests import BulkUpdateItem, NewProcess
    from chakra_async.resource import CallOptions

__all__ = ["Processes"]


class Processes(ProcessesBase):
    """Processes, the instances of a procedure, such as leads and tickets. Reached as `chakra.processes`.

    `bulk_create` and `bulk_update` take any number of items, send them in chunks and give one handle over all jobs. With
    `chakra.with_raw_response` they are one call each.
    """

    __slots__ = ()
    __module__ = "chakra_async.resources"

    async def bulk_create(
        self,
        procedure_short_id: str,
        items: Iterable[NewProcess | Mapping[str, Any]] | AsyncIterable[NewProcess | Mapping[str, Any]],
        *,
        chunk: int = 1000,
        on_job: Callable[[BulkJobs], object] | None = None,
        **options: Unpack[CallOptions],
    ) -> BulkJobs:
        """Create any number of processes in the background, chunk after chunk.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            items: What is to be made, as any iterable or async iterable, read only as far as it is sent.
            chunk: Items in one call at most. How many the server takes is not documented; 1000 is inferred.
            on_job: Called after each accepted chunk with the handle as it then is; keep it in case the call is cancelled.
            **options: `extra_headers`, `extra_params`, `extra_body` and `timeouts` of each call.

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
        raw = RawProcesses(self._caller)

        async def send(batch: list[NewProcess | Mapping[str, Any]]) -> BackgroundJob:
            return (await raw.bulk_create(procedure_short_id, items=batch, **options)).data

        return await send_in_chunks(
            items,
            send,
            jobs_api=Jobs(self._caller),
            operation="processes.bulk_create",
            chunk=chunk,
            on_job=on_job,
        )

    async def bulk_update(
        self,
        procedure_short_id: str,
        processes: Iterable[BulkUpdateItem | Mapping[str, Any]]
        | AsyncIterable[BulkUpdateItem | Mapping[str, Any]],
        *,
        chunk: int = 1000,
        on_job: Callable[[BulkJobs], object] | None = None,
        **options: Unpack[CallOptions],
    ) -> BulkJobs:
        """Change any number of processes in the background, chunk after chunk.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            processes: What is to be changed, as any iterable or async iterable, read only as far as it is sent.
            chunk: Items in one call at most. How many the server takes is not documented; 1000 is inferred.
            on_job: Called after each accepted chunk with the handle as it then is; keep it in case the call is cancelled.
            **options: `extra_headers`, `extra_params`, `extra_body` and `timeouts` of each call.

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
        raw = RawProcesses(self._caller)

        async def send(batch: list[BulkUpdateItem | Mapping[str, Any]]) -> BackgroundJob:
            return (await raw.bulk_update(procedure_short_id, processes=batch, **options)).data

        return await send_in_chunks(
            processes,
            send,
            jobs_api=Jobs(self._caller),
            operation="processes.bulk_update",
            chunk=chunk,
            on_job=on_job,
        )
