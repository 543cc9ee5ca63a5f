"""The tasks of processes and the uploaded photos: created once, stored, and shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from chakra_async.sandbox.ids import Sequence

if TYPE_CHECKING:
    from chakra_async.sandbox.stores.rows import Row

__all__ = ["Photo", "Photos", "Task", "Tasks"]


@attrs.define(kw_only=True, eq=False)
class Task:
    """One task of a process. Times are epoch milliseconds.

    Attributes:
        id: The task's id.
        procedure: The shortId of the process's procedure.
        process: The id of the process.
        state_task: The shortId of the task's schema.
        order: Its position among the process's tasks, from 1.
        status: OPEN, COMPLETED or CANCELLED.
        assigned_to: The username of the user it is assigned to, None while unassigned.
        data: The attributes.
        created: When it was made.

    """

    id: str
    procedure: str
    process: str
    state_task: str
    order: int
    status: str
    assigned_to: str | None
    data: dict[str, Any]
    created: int


class Tasks:
    """All tasks of a sandbox."""

    def __init__(self) -> None:
        self._ids = Sequence("task")
        self._counts: dict[tuple[str, int], int] = {}
        self.all: list[Task] = []

    def add(
        self, procedure: str, process: str, row: Row, state_task: str, body: dict[str, Any], now: int
    ) -> Task:
        """Make a task of a process."""
        order = self._counts[procedure, row.number] = self._counts.get((procedure, row.number), 0) + 1
        task = Task(
            id=self._ids.id(len(self.all) + 1),
            procedure=procedure,
            process=process,
            state_task=state_task,
            order=order,
            status=body.get("status", "OPEN"),
            assigned_to=body.get("assignedTo"),
            data=body.get("data", {}),
            created=now,
        )
        self.all.append(task)
        return task


@attrs.define(kw_only=True, eq=False)
class Photo:
    """One photo. Times are epoch milliseconds.

    Attributes:
        id: The photo's id.
        data: Its bytes.
        content_type: The media type of the download.
        filename: The name it is stored under.
        filetype: The kind of image, such as `png`.
        created: When it was first uploaded under its id.
        updated: When it was last uploaded.

    """

    id: str
    data: bytes = attrs.field(repr=False)
    content_type: str
    filename: str
    filetype: str
    created: int
    updated: int


class Photos:
    """All photos of a sandbox."""

    def __init__(self) -> None:
        self._ids = Sequence("photo")
        self._photos: dict[str, Photo] = {}

    def new_id(self) -> str:
        """Return an id for a photo uploaded without one."""
        return self._ids.id(len(self._photos) + 1)

    def get(self, identifier: str) -> Photo | None:
        """Find a photo by its id."""
        return self._photos.get(identifier.lower())

    def put(self, photo: Photo) -> Photo:
        """Store a photo; one of the same id is replaced, and its time of creation stays."""
        before = self._photos.get(photo.id)
        if before is not None:
            photo.created = before.created
        self._photos[photo.id] = photo
        return photo
