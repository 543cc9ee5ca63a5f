# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `jobs`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import attrs

from chakra_async.model import Model, datetime_of

__all__ = ["BackgroundJob", "BackgroundJobEntry", "BackgroundJobMeta", "EntryCompletionStatus"]


@attrs.define(kw_only=True, eq=False, repr=False)
class BackgroundJob(Model):
    """Bulk work that goes on after the call that started it has returned.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11531337

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The job's id."""

    created_at: int = attrs.field(metadata={"wire": "createdAt"})
    """When the job was created. Epoch milliseconds."""

    updated_at: int = attrs.field(metadata={"wire": "updatedAt"})
    """When the job last changed. Epoch milliseconds."""

    started_at: int = attrs.field(metadata={"wire": "startedAt"})
    """When the work began. Epoch milliseconds."""

    team: str = attrs.field(metadata={"wire": "team"})
    """The id of the team the job belongs to."""

    type: str = attrs.field(metadata={"wire": "type"})
    """The kind of job; `bulk_api_job` where a job is fetched, an id in the answer of a bulk call."""

    completion_status: str | None = attrs.field(default=None, metadata={"wire": "completionStatus"})
    """How far the job is; only `IN_PROGRESS` is known. Shown in the answer of a bulk call only."""

    status_message: str | None = attrs.field(default=None, metadata={"wire": "statusMessage"})
    """A message beside the completion status. Shown in the answer of a bulk call only."""

    completed_at: int | None = attrs.field(default=None, metadata={"wire": "completedAt"})
    """When the work ended; 0, not null, while it goes on. Shown in the answer of a bulk call only. Epoch
    milliseconds."""

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.updated_at)

    @property
    def started_at_datetime(self) -> datetime | None:
        """`started_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.started_at)

    @property
    def completed_at_datetime(self) -> datetime | None:
        """`completed_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.completed_at)


@attrs.define(kw_only=True, eq=False, repr=False)
class BackgroundJobMeta(Model):
    """What `_meta` holds beside a background job.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11531337

    """

    counts: dict[str, int] | None = attrs.field(
        default=None, metadata={"wire": "bjEntryCompletionStatusVsCount"}
    )
    """How many entries there are of each kind: `INVALID` (refused before the work), `NOT_STARTED`, `SUCCESS` and
    `ERROR`. Whether a kind without entries is there is not documented."""


class EntryCompletionStatus(StrEnum):
    """What became of one entry of a background job. A value that is not listed stays a plain string.

    Evidence: The values are those the counts of a job are kept under. Source:
    https://apidocs.chakrahq.com/api-11531337

    """

    INVALID = "INVALID"
    NOT_STARTED = "NOT_STARTED"
    SUCCESS = "SUCCESS"
    ERROR = "ERROR"


@attrs.define(kw_only=True, eq=False, repr=False)
class BackgroundJobEntry(Model):
    """One item of a bulk call and what became of it. Its members are not documented; they are in `extra`.

    Evidence: Inferred, not documented. Source: https://apidocs.chakrahq.com/api-11531427

    """

    completion_status: EntryCompletionStatus | str | None = attrs.field(
        default=None, metadata={"wire": "completionStatus"}
    )
    """What became of it. Inferred, not documented: the name is that of the job's own member, the values are
    those of the job's counts."""
