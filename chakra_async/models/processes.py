# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `processes`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import attrs

from chakra_async.model import Model, datetime_of

from .enums import ChatMessageDirection

__all__ = ["AutoDial", "Process", "ProcessStatus"]


class ProcessStatus(StrEnum):
    """Whether a process is still worked on. The same three for every procedure, unlike its state, which each
    procedure defines. A value that is not listed stays a plain string.

    Evidence: Documented. Source: https://help.chakrahq.com/platform/data-model/process

    """

    OPEN = "OPEN"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


@attrs.define(kw_only=True, eq=False, repr=False)
class Process(Model):
    """An instance of a procedure: a lead, a ticket, a field visit. The members are those of the one documented
    example, in its order; what is always null there has no known type.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-27595176

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The process's id."""

    created_at: int | None = attrs.field(default=None, metadata={"wire": "createdAt"})
    """When the process was created. Epoch milliseconds."""

    updated_at: int | None = attrs.field(default=None, metadata={"wire": "updatedAt"})
    """When the process last changed. Epoch milliseconds."""

    status: ProcessStatus | str | None = attrs.field(default=None, metadata={"wire": "status"})
    """Whether the process is open, completed or cancelled."""

    data: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "data"})
    """The attributes, by their shortIds. Which there are differs from team to team."""

    derived_data: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "derivedData"})
    """The computed attributes, by their shortIds. Inferred, not documented: the documented example has a value;
    that it can be null follows from its meaning."""

    meta: Any = attrs.field(default=None, metadata={"wire": "meta"})
    """Null in the documented example; what else it can hold is not described."""

    next_action_at: int | None = attrs.field(default=None, metadata={"wire": "nextActionAt"})
    """When the next action is due. Epoch milliseconds."""

    completed_at: int | None = attrs.field(default=None, metadata={"wire": "completedAt"})
    """When the process was completed. Epoch milliseconds. Inferred, not documented: null in the documented
    example; the type follows from the name."""

    cancelled_at: int | None = attrs.field(default=None, metadata={"wire": "cancelledAt"})
    """When the process was cancelled. Epoch milliseconds. Inferred, not documented: null in the documented
    example; the type follows from the name."""

    first_assigned_at: int | None = attrs.field(default=None, metadata={"wire": "firstAssignedAt"})
    """When the process was first assigned to a user. Epoch milliseconds. Inferred, not documented: the
    documented example has a value; that it can be null follows from its meaning."""

    last_assigned_at: int | None = attrs.field(default=None, metadata={"wire": "lastAssignedAt"})
    """When the process was last assigned to a user. Epoch milliseconds. Inferred, not documented: the documented
    example has a value; that it can be null follows from its meaning."""

    is_deleted: bool | None = attrs.field(default=None, metadata={"wire": "isDeleted"})
    """Whether the process is deleted."""

    team: str | None = attrs.field(default=None, metadata={"wire": "team"})
    """The id of the team the process belongs to."""

    procedure: str | None = attrs.field(default=None, metadata={"wire": "procedure"})
    """The id of the procedure, which is the schema of the process."""

    created_by: str | None = attrs.field(default=None, metadata={"wire": "createdBy"})
    """The id of the user who created the process. Inferred, not documented: the documented example has a value;
    that it can be null follows from its meaning."""

    assigned_to: str | None = attrs.field(default=None, metadata={"wire": "assignedTo"})
    """The id of the user the process is assigned to. Requests name users by username instead. Inferred, not
    documented: the documented example has a value; that it can be null follows from its meaning."""

    belongs_to: str | None = attrs.field(default=None, metadata={"wire": "belongsTo"})
    """The id of the pod the process belongs to."""

    entity: str | None = attrs.field(default=None, metadata={"wire": "entity"})
    """The id of the record's entity, which is the schema of the record. Inferred, not documented: the documented
    example has a value; that it can be null follows from its meaning."""

    record: str | None = attrs.field(default=None, metadata={"wire": "record"})
    """The id of the record the process belongs to."""

    state: str | None = attrs.field(default=None, metadata={"wire": "state"})
    """The id of the state the process is in. Requests name states by shortId instead."""

    primary_booking: Any = attrs.field(default=None, metadata={"wire": "primaryBooking"})
    """Null in the documented example; what else it can hold is not described."""

    parent_procedure: str | None = attrs.field(default=None, metadata={"wire": "parentProcedure"})
    """The id of the parent's procedure. Inferred, not documented: null in the documented example; the type
    follows from the name."""

    parent_process: str | None = attrs.field(default=None, metadata={"wire": "parentProcess"})
    """The id of the parent. Inferred, not documented: null in the documented example; the type follows from the
    name."""

    first_assigned_to: str | None = attrs.field(default=None, metadata={"wire": "firstAssignedTo"})
    """The id of the user the process was first assigned to. Inferred, not documented: the documented example has
    a value; that it can be null follows from its meaning."""

    origin: Any = attrs.field(default=None, metadata={"wire": "origin"})
    """Null in the documented example; what else it can hold is not described."""

    origin_id: Any = attrs.field(default=None, metadata={"wire": "originId"})
    """Null in the documented example; what else it can hold is not described."""

    origin_run_id: Any = attrs.field(default=None, metadata={"wire": "originRunId"})
    """Null in the documented example; what else it can hold is not described."""

    last_email_message: Any = attrs.field(default=None, metadata={"wire": "lastEmailMessage"})
    """Null in the documented example; what else it can hold is not described."""

    last_email_message_at: Any = attrs.field(default=None, metadata={"wire": "lastEmailMessageAt"})
    """Null in the documented example; what else it can hold is not described."""

    search_vector: str | None = attrs.field(default=None, metadata={"wire": "searchVector"})
    """The words that a full-text search finds the process by. Inferred, not documented: the documented example
    has a value; that it can be null follows from its meaning."""

    primary_shipment: Any = attrs.field(default=None, metadata={"wire": "primaryShipment"})
    """Null in the documented example; what else it can hold is not described."""

    primary_shipment_status: Any = attrs.field(default=None, metadata={"wire": "primaryShipmentStatus"})
    """Null in the documented example; what else it can hold is not described."""

    primary_shipment_last_event_ts: Any = attrs.field(
        default=None, metadata={"wire": "primaryShipmentLastEventTs"}
    )
    """Null in the documented example; what else it can hold is not described."""

    escalation_level: Any = attrs.field(default=None, metadata={"wire": "escalationLevel"})
    """Null in the documented example; what else it can hold is not described."""

    sla_data: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "slaData"})
    """Service levels; empty in the documented example. Inferred, not documented: the documented example has a
    value; that it can be null follows from its meaning."""

    next_sla_action_at: Any = attrs.field(default=None, metadata={"wire": "nextSlaActionAt"})
    """Null in the documented example; what else it can hold is not described."""

    last_email_message_direction: Any = attrs.field(
        default=None, metadata={"wire": "lastEmailMessageDirection"}
    )
    """Null in the documented example; what else it can hold is not described."""

    kanban_order: Any = attrs.field(default=None, metadata={"wire": "kanbanOrder"})
    """Null in the documented example; what else it can hold is not described."""

    contact: Any = attrs.field(default=None, metadata={"wire": "contact"})
    """Null in the documented example; what else it can hold is not described."""

    company: Any = attrs.field(default=None, metadata={"wire": "company"})
    """Null in the documented example; what else it can hold is not described."""

    previous_assigned_to: str | None = attrs.field(default=None, metadata={"wire": "previousAssignedTo"})
    """The id of the user the process was assigned to before. Inferred, not documented: null in the documented
    example; the type follows from the name."""

    previous_assigned_at: int | None = attrs.field(default=None, metadata={"wire": "previousAssignedAt"})
    """When the process was assigned to the user before. Epoch milliseconds. Inferred, not documented: null in
    the documented example; the type follows from the name."""

    skills: dict[str, str] | None = attrs.field(default=None, metadata={"wire": "skills"})
    """Skills: ids by ids. Inferred, not documented: the documented example has a value; that it can be null
    follows from its meaning."""

    state_changed_at: int | None = attrs.field(default=None, metadata={"wire": "stateChangedAt"})
    """When the process came into its state. Epoch milliseconds. Inferred, not documented: the documented example
    has a value; that it can be null follows from its meaning."""

    time_spent_in_state: Any = attrs.field(default=None, metadata={"wire": "timeSpentInState"})
    """Null in the documented example; what else it can hold is not described."""

    process_template: Any = attrs.field(default=None, metadata={"wire": "processTemplate"})
    """Null in the documented example; what else it can hold is not described."""

    last_chat_message: str | None = attrs.field(default=None, metadata={"wire": "lastChatMessage"})
    """The id of the last chat message. Inferred, not documented: the documented example has a value; that it can
    be null follows from its meaning."""

    last_chat_message_at: int | None = attrs.field(default=None, metadata={"wire": "lastChatMessageAt"})
    """When the last chat message was. Epoch milliseconds. Inferred, not documented: the documented example has a
    value; that it can be null follows from its meaning."""

    last_chat_message_direction: ChatMessageDirection | str | None = attrs.field(
        default=None, metadata={"wire": "lastChatMessageDirection"}
    )
    """Which way the last chat message went. Inferred, not documented: the documented example has a value; that
    it can be null follows from its meaning."""

    auto_dial: AutoDial | None = attrs.field(default=None, metadata={"wire": "autoDial"})
    """Where the lead is in its campaign. Null, presumably, for a lead in none. Inferred, not documented: the
    documented example has a value; that it can be null follows from its meaning."""

    de_duplication: Any = attrs.field(default=None, metadata={"wire": "deDuplication"})
    """Null in the documented example; what else it can hold is not described."""

    tags: list[str] | None = attrs.field(default=None, metadata={"wire": "tags"})
    """The ids of the tags. Inferred, not documented: the documented example has a value; that it can be null
    follows from its meaning."""

    contacts: Any = attrs.field(default=None, metadata={"wire": "contacts"})
    """Null in the documented example; what else it can hold is not described."""

    contact_labels: Any = attrs.field(default=None, metadata={"wire": "contactLabels"})
    """Null in the documented example; what else it can hold is not described."""

    visitor: Any = attrs.field(default=None, metadata={"wire": "visitor"})
    """Null in the documented example; what else it can hold is not described."""

    campaign_status: Any = attrs.field(default=None, metadata={"wire": "campaignStatus"})
    """Null in the documented example; what else it can hold is not described; by its name, the status in the
    campaign."""

    marketing_status: Any = attrs.field(default=None, metadata={"wire": "marketingStatus"})
    """Null in the documented example; what else it can hold is not described; by its name, whether the lead may
    be sent marketing."""

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.updated_at)

    @property
    def next_action_at_datetime(self) -> datetime | None:
        """`next_action_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.next_action_at)

    @property
    def completed_at_datetime(self) -> datetime | None:
        """`completed_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.completed_at)

    @property
    def cancelled_at_datetime(self) -> datetime | None:
        """`cancelled_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.cancelled_at)

    @property
    def first_assigned_at_datetime(self) -> datetime | None:
        """`first_assigned_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.first_assigned_at)

    @property
    def last_assigned_at_datetime(self) -> datetime | None:
        """`last_assigned_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.last_assigned_at)

    @property
    def previous_assigned_at_datetime(self) -> datetime | None:
        """`previous_assigned_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.previous_assigned_at)

    @property
    def state_changed_at_datetime(self) -> datetime | None:
        """`state_changed_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.state_changed_at)

    @property
    def last_chat_message_at_datetime(self) -> datetime | None:
        """`last_chat_message_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.last_chat_message_at)


@attrs.define(kw_only=True, eq=False, repr=False)
class AutoDial(Model):
    """Where a lead is in its campaign.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-27595176

    """

    next_step_at: int | None = attrs.field(default=None, metadata={"wire": "nextStepAt"})
    """When the campaign's next step is due. Epoch milliseconds. Inferred, not documented: the documented example
    has a value; a campaign that ended has no next step."""

    current_step_id: str | None = attrs.field(default=None, metadata={"wire": "currentStepId"})
    """The id of the step the lead is in; not a UUID. Inferred, not documented: the documented example has a
    value; a campaign that ended has no next step."""

    campaign_ended_at: int | None = attrs.field(default=None, metadata={"wire": "campaignEndedAt"})
    """When the campaign ended for the lead. Epoch milliseconds. Inferred, not documented: null in the documented
    example; the type follows from the name."""

    is_queued_for_call: bool | None = attrs.field(default=None, metadata={"wire": "isQueuedForCall"})
    """Whether the lead waits for a call."""

    auto_dial_campaign_id: str | None = attrs.field(default=None, metadata={"wire": "autoDialCampaignId"})
    """The id of the campaign. In the documented example it differs from the one in the request."""

    @property
    def next_step_at_datetime(self) -> datetime | None:
        """`next_step_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.next_step_at)

    @property
    def campaign_ended_at_datetime(self) -> datetime | None:
        """`campaign_ended_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.campaign_ended_at)
