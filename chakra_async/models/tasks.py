# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `tasks`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import attrs

from chakra_async.model import Model, datetime_of

__all__ = ["Task", "TaskStatus"]


class TaskStatus(StrEnum):
    """Whether a task is still to be done. A value that is not listed stays a plain string.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11531119

    """

    OPEN = "OPEN"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


@attrs.define(kw_only=True, eq=False, repr=False)
class Task(Model):
    """A piece of work on a process, such as a call or a meeting.

    Evidence: The page describes the object, not the API's answer, and its list of members was not read to the
    end. Source: https://help.chakrahq.com/platform/data-model/task

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The task's id."""

    title: str | None = attrs.field(default=None, metadata={"wire": "title"})
    """The title."""

    description: str | None = attrs.field(default=None, metadata={"wire": "description"})
    """The description."""

    order: float | None = attrs.field(default=None, metadata={"wire": "order"})
    """The place among the process's tasks."""

    status: TaskStatus | str | None = attrs.field(default=None, metadata={"wire": "status"})
    """Whether the task is open, completed or cancelled."""

    team: str | None = attrs.field(default=None, metadata={"wire": "team"})
    """The id of the team the task belongs to."""

    state_task: str | None = attrs.field(default=None, metadata={"wire": "stateTask"})
    """The id of the state task, which is the schema of the task. Requests name it by its shortId."""

    task_type: str | None = attrs.field(default=None, metadata={"wire": "taskType"})
    """The type of the task."""

    created_by: str | None = attrs.field(default=None, metadata={"wire": "createdBy"})
    """The id of the user who created the task."""

    assigned_to: str | None = attrs.field(default=None, metadata={"wire": "assignedTo"})
    """The id of the user the task is assigned to. Requests name users by username instead. Inferred, not
    documented: the page names a uuid; that it can be null follows from its meaning."""

    belongs_to: str | None = attrs.field(default=None, metadata={"wire": "belongsTo"})
    """The id of the pod the task belongs to. Inferred, not documented: the page names a uuid; that it can be
    null follows from its meaning."""

    data: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "data"})
    """The attributes, by their shortIds."""

    starts_at: int | None = attrs.field(default=None, metadata={"wire": "startsAt"})
    """When the task is to begin. Epoch milliseconds. Inferred, not documented: the page names a time; that it
    can be null follows from its meaning."""

    ends_at: int | None = attrs.field(default=None, metadata={"wire": "endsAt"})
    """When the task is to end. Epoch milliseconds. Inferred, not documented: the page names a time; that it can
    be null follows from its meaning."""

    due_by: int | None = attrs.field(default=None, metadata={"wire": "dueBy"})
    """When the task must be done. Epoch milliseconds. Inferred, not documented: the page names a time; that it
    can be null follows from its meaning."""

    started_at: int | None = attrs.field(default=None, metadata={"wire": "startedAt"})
    """When the task was begun. Epoch milliseconds. Inferred, not documented: the page names a time; that it can
    be null follows from its meaning."""

    completed_at: int | None = attrs.field(default=None, metadata={"wire": "completedAt"})
    """When the task was completed. Epoch milliseconds. Inferred, not documented: the page names a time; that it
    can be null follows from its meaning."""

    cancelled_at: int | None = attrs.field(default=None, metadata={"wire": "cancelledAt"})
    """When the task was cancelled. Epoch milliseconds. Inferred, not documented: the page names a time; that it
    can be null follows from its meaning."""

    @property
    def starts_at_datetime(self) -> datetime | None:
        """`starts_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.starts_at)

    @property
    def ends_at_datetime(self) -> datetime | None:
        """`ends_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.ends_at)

    @property
    def due_by_datetime(self) -> datetime | None:
        """`due_by` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.due_by)

    @property
    def started_at_datetime(self) -> datetime | None:
        """`started_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.started_at)

    @property
    def completed_at_datetime(self) -> datetime | None:
        """`completed_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.completed_at)

    @property
    def cancelled_at_datetime(self) -> datetime | None:
        """`cancelled_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.cancelled_at)
