# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `processes`. Processes, the instances of a procedure, such as leads and tickets."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.messages import validation
from chakra_async._core.operation import Operation
from chakra_async._core.paging.styles import SkipLimit
from chakra_async._core.response import Response
from chakra_async.pagination import Pages
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.jobs import BackgroundJob
from ..models.process_requests import BulkUpdateItem, NewProcess, NewRecord
from ..models.processes import Process, ProcessStatus

__all__ = ["ProcessesBase", "RawProcesses"]

_CREATE: Final = Operation[Process](
    name="processes.create",
    method="POST",
    path="/v1/ext/procedure/{procedureShortId}/process",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11530135",
    returns=Process,
)
_BULK_UPDATE: Final = Operation[BackgroundJob](
    name="processes.bulk_update",
    method="PATCH",
    path="/v1/ext/procedure/{procedureShortId}/process",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531082",
    returns=BackgroundJob,
)
_LIST: Final = Operation[list[Process]](
    name="processes.list",
    method="POST",
    path="/v1/ext/procedure/{procedureShortId}/process/list",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://docs.chakrahq.com/docs/platform/api/process/list",
    returns=list[Process],
)
_LIST_STYLE: Final = SkipLimit(limit_default=10, limit_maximum=100)
_BULK_CREATE: Final = Operation[BackgroundJob](
    name="processes.bulk_create",
    method="POST",
    path="/v1/ext/procedure/{procedureShortId}/process/bulk-create",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531004",
    returns=BackgroundJob,
)
_GET: Final = Operation[Process](
    name="processes.get",
    method="GET",
    path="/v1/ext/procedure/{procedureShortId}/process/{processId}",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11375429",
    returns=Process,
)
_UPDATE: Final = Operation[Process](
    name="processes.update",
    method="PUT",
    path="/v1/ext/procedure/{procedureShortId}/process/{processId}",
    repeatable=True,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11530500",
    returns=Process,
)
_DELETE: Final = Operation[Process](
    name="processes.delete",
    method="DELETE",
    path="/v1/ext/procedure/{procedureShortId}/process/{processId}",
    repeatable=True,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://docs.chakrahq.com/docs/platform/api/process/delete",
    returns=Process,
)
_UPDATE_BY_KEY: Final = Operation[Process](
    name="processes.update_by_key",
    method="PUT",
    path="/v1/ext/procedure/{procedureShortId}/process/{primaryKeyShortId}/{primaryKeyValue}",
    repeatable=True,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://docs.chakrahq.com/docs/platform/api/process/update",
    returns=Process,
)
_DELETE_BY_KEY: Final = Operation[Process](
    name="processes.delete_by_key",
    method="DELETE",
    path="/v1/ext/procedure/{procedureShortId}/process/{primaryKeyShortId}/{primaryKeyValue}",
    repeatable=True,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://docs.chakrahq.com/docs/platform/api/process/delete",
    returns=Process,
)


class ProcessesBase(Resource):
    """Processes, the instances of a procedure, such as leads and tickets. Reached as `chakra.processes`."""

    __slots__ = ()

    async def create(
        self,
        procedure_short_id: str,
        *,
        data: Mapping[str, Any] | UnsetType = UNSET,
        record: NewRecord | Mapping[str, Any] | UnsetType = UNSET,
        status: ProcessStatus | str | UnsetType = UNSET,
        state: str | UnsetType = UNSET,
        next_action_at: int | datetime | UnsetType = UNSET,
        assigned_to: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Process:
        """Create a process of a procedure.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            data: The attributes, by their shortIds. A photo is given by the id its upload returned, an
                external object by an object of its schema.
            record: The record, for example the customer, that the process belongs to.
            status: The status.
            state: The shortId of the state; which there are depends on the procedure.
            next_action_at: When the next action is due. Epoch milliseconds. From 631152000000 to
                4102444800000.
            assigned_to: The user, by username. An older page shows a user id instead.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The created process.

        Raises:
            InvalidRequestError: `procedure_short_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.processes.create(
            ...     "lead",
            ...     data={"firstname": "Ted", "lastname": "Mosby", "score": 5},
            ...     record={"data": {"phone_number": "7701214822", "email": "ted.mosby@example.com"}},
            ...     state="CONVERTED",
            ... )

        Evidence:
            Documented. The answer is inferred, not documented: the page's example is an empty object; adding
            a phone number to a campaign answers with the process it made, and deleting a process is said to
            answer with the process.
            Source: https://apidocs.chakrahq.com/api-11530135

        """
        call = send(
            self._caller,
            _CREATE,
            path={"procedureShortId": procedure_short_id},
            body={
                "data": data,
                "record": record,
                "status": status,
                "state": state,
                "nextActionAt": next_action_at
                if next_action_at is UNSET
                else arguments.epoch_milliseconds(next_action_at, "next_action_at"),
                "assignedTo": assigned_to,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            procedure_short_id,
            data,
            record,
            status,
            state,
            next_action_at,
            assigned_to,
        )  # no traceback shows them then
        response = await call
        return response.data

    def list(
        self,
        procedure_short_id: str,
        *,
        where: Mapping[str, Any] | UnsetType = UNSET,
        skip: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Pages[Process]:
        """List the processes of a procedure that match a query.

        No order is documented, and none can be asked for.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            where: The query: members of a process (`status`, `state`, `createdAt`, `assignedTo`) or attribute
                shortIds, each with the value it must equal, a list of values, or a map of the operators `=`,
                `!=`, `>`, `>=`, `<` and `<=` to values. `and` and `or` hold lists of further queries. Here
                `createdAt` takes ISO 8601 with an offset, `state` a shortId, and `assignedTo` a username.
            skip: How many matches to pass over. At least 0. The server uses 0 where it is not given.
            limit: How many processes one page holds. From 1 to 100. Without it, pages of 100 are requested.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            `Pages[Process]`, to be iterated with `async for`: all that match, page after page.

        Raises:
            InvalidRequestError: `procedure_short_id` or `skip` or `limit` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> async for item in chakra.processes.list(
            ...     "lead",
            ...     where={
            ...         "status": "OPEN",
            ...         "or": [{"email": "test@example.com"}, {"phone_number": "7701214822"}],
            ...     },
            ... ):
            ...     print(item)

        Evidence:
            Documented.
            Source: https://docs.chakrahq.com/docs/platform/api/process/list

        """
        return Pages(
            self._caller,
            _LIST,
            style=_LIST_STYLE,
            path={"procedureShortId": procedure_short_id},
            body={"where": where, "skip": skip, "limit": limit},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    async def get(
        self,
        procedure_short_id: str,
        process_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Process:
        """Fetch one process by its id.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            process_id: The process's id. A UUID.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The process.

        Raises:
            InvalidRequestError: `procedure_short_id` or `process_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.processes.get("lead", "1bc10281-5882-43aa-b48d-28c527335e7a")

        Evidence:
            Documented. The answer is inferred, not documented: the page's answer was not read.
            Source: https://apidocs.chakrahq.com/api-11375429

        """
        call = send(
            self._caller,
            _GET,
            path={
                "procedureShortId": procedure_short_id,
                "processId": arguments.uuid(process_id, "process_id"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del procedure_short_id, process_id  # no traceback shows them then
        response = await call
        return response.data

    async def update(
        self,
        procedure_short_id: str,
        process_id: str,
        *,
        data: Mapping[str, Any] | UnsetType = UNSET,
        status: ProcessStatus | str | UnsetType = UNSET,
        state: str | UnsetType = UNSET,
        next_action_at: int | datetime | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Process:
        """Change one process, named by its id.

        Only what is given changes, although the method is PUT.

        Idempotent: retried when its outcome is unknown.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            process_id: The process's id. A UUID.
            data: The attributes to change, by their shortIds.
            status: The new status.
            state: The shortId of the new state.
            next_action_at: When the next action is due. Epoch milliseconds. From 631152000000 to
                4102444800000.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The changed process.

        Raises:
            InvalidRequestError: `procedure_short_id` or `process_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.processes.update(
            ...     "lead",
            ...     "1bc10281-5882-43aa-b48d-28c527335e7a",
            ...     data={"firstname": "Ted", "score": 5},
            ...     status="COMPLETED",
            ...     next_action_at=1618558867539,
            ... )

        Evidence:
            Documented. The answer is inferred, not documented: the page's example is an empty object, as for
            the creation.
            Source: https://apidocs.chakrahq.com/api-11530500

        """
        call = send(
            self._caller,
            _UPDATE,
            path={
                "procedureShortId": procedure_short_id,
                "processId": arguments.uuid(process_id, "process_id"),
            },
            body={
                "data": data,
                "status": status,
                "state": state,
                "nextActionAt": next_action_at
                if next_action_at is UNSET
                else arguments.epoch_milliseconds(next_action_at, "next_action_at"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            procedure_short_id,
            process_id,
            data,
            status,
            state,
            next_action_at,
        )  # no traceback shows them then
        response = await call
        return response.data

    async def delete(
        self,
        procedure_short_id: str,
        process_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Process:
        """Delete one process, named by its id.

        Idempotent: retried when its outcome is unknown.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            process_id: The process's id. A UUID.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The deleted process.

        Raises:
            InvalidRequestError: `procedure_short_id` or `process_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.processes.delete("lead", "1bc10281-5882-43aa-b48d-28c527335e7a")

        Evidence:
            Documented.
            Source: https://docs.chakrahq.com/docs/platform/api/process/delete

        """
        call = send(
            self._caller,
            _DELETE,
            path={
                "procedureShortId": procedure_short_id,
                "processId": arguments.uuid(process_id, "process_id"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del procedure_short_id, process_id  # no traceback shows them then
        response = await call
        return response.data

    async def update_by_key(
        self,
        procedure_short_id: str,
        primary_key_short_id: str,
        primary_key_value: str,
        *,
        data: Mapping[str, Any] | UnsetType = UNSET,
        status: ProcessStatus | str | UnsetType = UNSET,
        state: str | UnsetType = UNSET,
        next_action_at: int | datetime | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Process:
        """Change one process, named by its primary key.

        Only what is given changes, although the method is PUT.

        Idempotent: retried when its outcome is unknown.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            primary_key_short_id: The shortId of the attribute that is the procedure's primary key.
            primary_key_value: The value of that attribute.
            data: The attributes to change, by their shortIds.
            status: The new status.
            state: The shortId of the new state.
            next_action_at: When the next action is due. Epoch milliseconds. From 631152000000 to
                4102444800000.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The changed process.

        Raises:
            InvalidRequestError: `procedure_short_id` or `primary_key_short_id` or `primary_key_value` cannot
                be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.processes.update_by_key(
            ...     "lead",
            ...     "lead_id",
            ...     "LEAD-001",
            ...     data={"firstname": "Ted", "score": 5},
            ...     status="COMPLETED",
            ...     next_action_at=1618558867539,
            ... )

        Evidence:
            Documented. The answer is inferred, not documented: the page's example is an empty object; the
            page says that this call works as the one by id.
            Source: https://docs.chakrahq.com/docs/platform/api/process/update

        """
        call = send(
            self._caller,
            _UPDATE_BY_KEY,
            path={
                "procedureShortId": procedure_short_id,
                "primaryKeyShortId": primary_key_short_id,
                "primaryKeyValue": primary_key_value,
            },
            body={
                "data": data,
                "status": status,
                "state": state,
                "nextActionAt": next_action_at
                if next_action_at is UNSET
                else arguments.epoch_milliseconds(next_action_at, "next_action_at"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            procedure_short_id,
            primary_key_short_id,
            primary_key_value,
            data,
            status,
            state,
            next_action_at,
        )  # no traceback shows them then
        response = await call
        return response.data

    async def delete_by_key(
        self,
        procedure_short_id: str,
        primary_key_short_id: str,
        primary_key_value: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Process:
        """Delete one process, named by its primary key.

        Idempotent: retried when its outcome is unknown.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            primary_key_short_id: The shortId of the attribute that is the procedure's primary key.
            primary_key_value: The value of that attribute.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The deleted process.

        Raises:
            InvalidRequestError: `procedure_short_id` or `primary_key_short_id` or `primary_key_value` cannot
                be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.processes.delete_by_key("lead", "lead_id", "LEAD-001")

        Evidence:
            Documented.
            Source: https://docs.chakrahq.com/docs/platform/api/process/delete

        """
        call = send(
            self._caller,
            _DELETE_BY_KEY,
            path={
                "procedureShortId": procedure_short_id,
                "primaryKeyShortId": primary_key_short_id,
                "primaryKeyValue": primary_key_value,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del procedure_short_id, primary_key_short_id, primary_key_value  # no traceback shows them then
        response = await call
        return response.data


class RawProcesses(Resource):
    """The methods of `Processes`, each with its whole `Response`: `chakra.with_raw_response.processes`."""

    __slots__ = ()

    async def create(
        self,
        procedure_short_id: str,
        *,
        data: Mapping[str, Any] | UnsetType = UNSET,
        record: NewRecord | Mapping[str, Any] | UnsetType = UNSET,
        status: ProcessStatus | str | UnsetType = UNSET,
        state: str | UnsetType = UNSET,
        next_action_at: int | datetime | UnsetType = UNSET,
        assigned_to: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Process]:
        """Call `Processes.create`, and return its whole `Response`."""
        call = send(
            self._caller,
            _CREATE,
            path={"procedureShortId": procedure_short_id},
            body={
                "data": data,
                "record": record,
                "status": status,
                "state": state,
                "nextActionAt": next_action_at
                if next_action_at is UNSET
                else arguments.epoch_milliseconds(next_action_at, "next_action_at"),
                "assignedTo": assigned_to,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            procedure_short_id,
            data,
            record,
            status,
            state,
            next_action_at,
            assigned_to,
        )  # no traceback shows them then
        return await call

    async def bulk_update(
        self,
        procedure_short_id: str,
        *,
        processes: Sequence[BulkUpdateItem | Mapping[str, Any]],
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[BackgroundJob]:
        """Change many processes in the background.

        The answer is the job that does the work; `jobs.get` reports its progress.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            processes: One item for each process. How many are accepted in one call is not documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The job that does the work.

        Raises:
            InvalidRequestError: `procedure_short_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.with_raw_response.processes.bulk_update(
            ...     "lead",
            ...     processes=[
            ...         {"lead_id": "EXT-TEST-143", "update": {"data": {"score": "105"}}},
            ...         {
            ...             "id": "1e50dd73-9ce6-405b-932a-9c4c5e7b5599",
            ...             "update": {"data": {"city": "Goa"}, "state": "IN_PROGRESS"},
            ...         },
            ...     ],
            ... )

        Evidence:
            Documented.
            Source: https://apidocs.chakrahq.com/api-11531082

        """
        call = send(
            self._caller,
            _BULK_UPDATE,
            path={"procedureShortId": procedure_short_id},
            body={"processes": validation.objects(processes, BulkUpdateItem, "processes")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del procedure_short_id, processes  # no traceback shows them then
        return await call

    async def list(
        self,
        procedure_short_id: str,
        *,
        where: Mapping[str, Any] | UnsetType = UNSET,
        skip: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[Process]]:
        """Request one page of `Processes.list`, of 10 unless `limit` is given, and return its whole `Response`."""
        call = send(
            self._caller,
            _LIST,
            path={"procedureShortId": procedure_short_id},
            body={"where": where, "skip": skip, "limit": limit},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del procedure_short_id, where, skip, limit  # no traceback shows them then
        return await call

    async def bulk_create(
        self,
        procedure_short_id: str,
        *,
        items: Sequence[NewProcess | Mapping[str, Any]],
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[BackgroundJob]:
        """Create many processes in the background.

        The answer is the job that does the work; `jobs.get` reports its progress.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            items: One item for each process: what `processes.create` takes, with the primary key's attribute
                beside `data`. How many are accepted in one call is not documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The job that does the work.

        Raises:
            InvalidRequestError: `procedure_short_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.with_raw_response.processes.bulk_create(
            ...     "lead",
            ...     items=[
            ...         {"lead_id": "EXT-TEST-143", "data": {"score": "105"}},
            ...         {"lead_id": "EXT-TEST-164", "data": {"city": "Goa"}, "state": "IN_PROGRESS"},
            ...     ],
            ... )

        Evidence:
            Documented. The answer is inferred, not documented: the page's example is an empty object; the
            answer of the bulk change, which is documented, is the job.
            Source: https://apidocs.chakrahq.com/api-11531004

        """
        call = send(
            self._caller,
            _BULK_CREATE,
            path={"procedureShortId": procedure_short_id},
            body=validation.objects(items, NewProcess, "items"),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del procedure_short_id, items  # no traceback shows them then
        return await call

    async def get(
        self,
        procedure_short_id: str,
        process_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Process]:
        """Call `Processes.get`, and return its whole `Response`."""
        call = send(
            self._caller,
            _GET,
            path={
                "procedureShortId": procedure_short_id,
                "processId": arguments.uuid(process_id, "process_id"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del procedure_short_id, process_id  # no traceback shows them then
        return await call

    async def update(
        self,
        procedure_short_id: str,
        process_id: str,
        *,
        data: Mapping[str, Any] | UnsetType = UNSET,
        status: ProcessStatus | str | UnsetType = UNSET,
        state: str | UnsetType = UNSET,
        next_action_at: int | datetime | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Process]:
        """Call `Processes.update`, and return its whole `Response`."""
        call = send(
            self._caller,
            _UPDATE,
            path={
                "procedureShortId": procedure_short_id,
                "processId": arguments.uuid(process_id, "process_id"),
            },
            body={
                "data": data,
                "status": status,
                "state": state,
                "nextActionAt": next_action_at
                if next_action_at is UNSET
                else arguments.epoch_milliseconds(next_action_at, "next_action_at"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            procedure_short_id,
            process_id,
            data,
            status,
            state,
            next_action_at,
        )  # no traceback shows them then
        return await call

    async def delete(
        self,
        procedure_short_id: str,
        process_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Process]:
        """Call `Processes.delete`, and return its whole `Response`."""
        call = send(
            self._caller,
            _DELETE,
            path={
                "procedureShortId": procedure_short_id,
                "processId": arguments.uuid(process_id, "process_id"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del procedure_short_id, process_id  # no traceback shows them then
        return await call

    async def update_by_key(
        self,
        procedure_short_id: str,
        primary_key_short_id: str,
        primary_key_value: str,
        *,
        data: Mapping[str, Any] | UnsetType = UNSET,
        status: ProcessStatus | str | UnsetType = UNSET,
        state: str | UnsetType = UNSET,
        next_action_at: int | datetime | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Process]:
        """Call `Processes.update_by_key`, and return its whole `Response`."""
        call = send(
            self._caller,
            _UPDATE_BY_KEY,
            path={
                "procedureShortId": procedure_short_id,
                "primaryKeyShortId": primary_key_short_id,
                "primaryKeyValue": primary_key_value,
            },
            body={
                "data": data,
                "status": status,
                "state": state,
                "nextActionAt": next_action_at
                if next_action_at is UNSET
                else arguments.epoch_milliseconds(next_action_at, "next_action_at"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            procedure_short_id,
            primary_key_short_id,
            primary_key_value,
            data,
            status,
            state,
            next_action_at,
        )  # no traceback shows them then
        return await call

    async def delete_by_key(
        self,
        procedure_short_id: str,
        primary_key_short_id: str,
        primary_key_value: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Process]:
        """Call `Processes.delete_by_key`, and return its whole `Response`."""
        call = send(
            self._caller,
            _DELETE_BY_KEY,
            path={
                "procedureShortId": procedure_short_id,
                "primaryKeyShortId": primary_key_short_id,
                "primaryKeyValue": primary_key_value,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del procedure_short_id, primary_key_short_id, primary_key_value  # no traceback shows them then
        return await call
