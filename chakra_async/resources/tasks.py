# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `tasks`. Work on a process, such as calls and meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.tasks import Task, TaskStatus

__all__ = ["RawTasks", "Tasks"]

_CREATE: Final = Operation[Task](
    name="tasks.create",
    method="POST",
    path="/v1/ext/p/{procedureShortId}/{processIdOrPrimaryKey}/task/{stateTaskShortId}",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531119",
    returns=Task,
)


class Tasks(Resource):
    """Work on a process, such as calls and meetings. Reached as `chakra.tasks`."""

    __slots__ = ()

    async def create(
        self,
        procedure_short_id: str,
        process: str,
        state_task: str,
        *,
        data: Mapping[str, Any] | UnsetType = UNSET,
        status: TaskStatus | str | UnsetType = UNSET,
        assigned_to: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Task:
        """Create a task of a process.

        A task that is created as completed is a log of work that was done.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            procedure_short_id: The shortId of the process's procedure, such as `lead` or `ticket`.
            process: The process's id, or the value of its primary key.
            state_task: The shortId of the state task, which is the schema of the task, such as `call` or
                `meeting`.
            data: The task's attributes, by their shortIds. The page's example writes a time as ISO 8601
                without an offset.
            status: Whether the task is open, completed or cancelled.
            assigned_to: The username of the user to assign the task to.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The created task.

        Raises:
            InvalidRequestError: `procedure_short_id` or `process` or `state_task` cannot be used; nothing was
                sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.tasks.create(
            ...     "lead",
            ...     "LEAD-000042",
            ...     "call",
            ...     data={"call_disposition": "RNR", "next_call_time": "2023-11-15T09:30:00"},
            ...     status="COMPLETED",
            ...     assigned_to="alex@example.com",
            ... )

        Evidence:
            Documented. The answer is inferred, not documented: the answer is not documented; the members are
            those of the help page on tasks.
            Source: https://apidocs.chakrahq.com/api-11531119

        """
        call = send(
            self._caller,
            _CREATE,
            path={
                "procedureShortId": procedure_short_id,
                "processIdOrPrimaryKey": process,
                "stateTaskShortId": state_task,
            },
            body={"data": data, "status": status, "assignedTo": assigned_to},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del procedure_short_id, process, state_task, data, status, assigned_to  # no traceback shows them then
        response = await call
        return response.data


class RawTasks(Resource):
    """The methods of `Tasks`, each with its whole `Response`: `chakra.with_raw_response.tasks`."""

    __slots__ = ()

    async def create(
        self,
        procedure_short_id: str,
        process: str,
        state_task: str,
        *,
        data: Mapping[str, Any] | UnsetType = UNSET,
        status: TaskStatus | str | UnsetType = UNSET,
        assigned_to: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Task]:
        """Call `Tasks.create`, and return its whole `Response`."""
        call = send(
            self._caller,
            _CREATE,
            path={
                "procedureShortId": procedure_short_id,
                "processIdOrPrimaryKey": process,
                "stateTaskShortId": state_task,
            },
            body={"data": data, "status": status, "assignedTo": assigned_to},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del procedure_short_id, process, state_task, data, status, assigned_to  # no traceback shows them then
        return await call
