# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `process_requests`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from chakra_async.model import Model, datetime_of
from chakra_async.unset import UNSET, UnsetType

from .processes import ProcessStatus

__all__ = ["BulkProcessChanges", "BulkUpdateItem", "NewProcess", "NewRecord"]


@attrs.define(kw_only=True, eq=False, repr=False)
class NewRecord(Model):
    """The record, for example the customer, that a new process belongs to.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11530135

    """

    data: dict[str, Any] | UnsetType = attrs.field(default=UNSET, metadata={"wire": "data"})
    """The record's attributes, by their shortIds."""


@attrs.define(kw_only=True, eq=False, repr=False)
class NewProcess(Model):
    """A process to be created. In a bulk call the primary key's attribute is beside `data`; give it in `extra`
    under its shortId.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11530135

    """

    data: dict[str, Any] | UnsetType = attrs.field(default=UNSET, metadata={"wire": "data"})
    """The attributes, by their shortIds. A photo is given by the id its upload returned, an external object by
    an object of its schema."""

    record: NewRecord | Mapping[str, Any] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "record", "bounds": {"kind": "object"}}
    )
    """The record, for example the customer, that the process belongs to."""

    status: ProcessStatus | str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "status", "bounds": {"kind": "string"}}
    )
    """The status."""

    state: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "state"})
    """The shortId of the state; which there are depends on the procedure."""

    next_action_at: int | datetime | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "nextActionAt",
            "bounds": {
                "kind": "integer",
                "minimum": 631152000000,
                "maximum": 4102444800000,
                "check": "epoch-milliseconds",
            },
        },
    )
    """When the next action is due. Epoch milliseconds. From 631152000000 to 4102444800000."""

    assigned_to: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "assignedTo"})
    """The user, by username. An older page shows a user id instead."""

    @property
    def next_action_at_datetime(self) -> datetime | None:
        """`next_action_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.next_action_at)


@attrs.define(kw_only=True, eq=False, repr=False)
class BulkProcessChanges(Model):
    """What a bulk call changes in one process; what is not given stays.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11531082

    """

    data: dict[str, Any] | UnsetType = attrs.field(default=UNSET, metadata={"wire": "data"})
    """The attributes to change, by their shortIds."""

    state: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "state"})
    """The shortId of the new state."""

    status: ProcessStatus | str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "status", "bounds": {"kind": "string"}}
    )
    """The new status."""

    assigned_to: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "assignedTo"})
    """The username of the user to assign the process to."""

    next_action_at: int | datetime | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "nextActionAt",
            "bounds": {
                "kind": "integer",
                "minimum": 631152000000,
                "maximum": 4102444800000,
                "check": "epoch-milliseconds",
            },
        },
    )
    """When the next action is due. One of the page's examples writes it as a string. Epoch milliseconds. From
    631152000000 to 4102444800000."""

    is_deleted: bool | UnsetType = attrs.field(default=UNSET, metadata={"wire": "isDeleted"})
    """True deletes the process."""

    @property
    def next_action_at_datetime(self) -> datetime | None:
        """`next_action_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.next_action_at)


@attrs.define(kw_only=True, eq=False, repr=False)
class BulkUpdateItem(Model):
    """One process of a bulk change. It is named by its id, or by its primary key: give that in `extra` under its
    shortId.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11531082

    """

    id: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "id"})
    """The process's id."""

    update: BulkProcessChanges | Mapping[str, Any] = attrs.field(
        metadata={"wire": "update", "bounds": {"kind": "object"}}
    )
    """What to change. Inferred, not documented: the prose and the curl example of the page have this wrapper,
    three of its sample bodies do not."""
