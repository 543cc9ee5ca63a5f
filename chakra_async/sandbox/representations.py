"""The objects of the answers, member by member, built from the state when they are requested.

A process has the 58 members of the one complete example that ChakraHQ publishes, in its order
(https://apidocs.chakrahq.com/api-27595176). Members that were null there are null here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.sandbox.ids import API_USER, TEAM, named, user_id
from chakra_async.sandbox.stores.rows import Details, Procedure, Row

if TYPE_CHECKING:
    from chakra_async.sandbox.stores.conversations import Chat, Message
    from chakra_async.sandbox.stores.jobs import Job
    from chakra_async.sandbox.stores.tasks_and_photos import Photo, Task

__all__ = ["acknowledgment", "chat", "config", "job", "message", "photo", "process", "task"]

_FIRST_STEP_AFTER: Final = 2 * 3600 * 1000
_CONFIG_KEYS: Final = (
    "team",
    "entities",
    "procedures",
    "attributeTypes",
    "attributes",
    "derivedAttributes",
    "attributeGroups",
    "roles",
    "pods",
    "taskTypes",
    "forms",
    "formFields",
    "formActionButtons",
    "stateTasks",
    "userProfiles",
    "attributeConfig",
    "skillTypes",
)


def process(procedure: Procedure, row: Row, campaigns: list[str]) -> dict[str, Any]:
    """Return a process as the API shows it."""
    details = row.details or Details(row.created)
    data = procedure.data(row)
    return {
        "id": procedure.id_of(row),
        "createdAt": row.created,
        "updatedAt": row.updated,
        "status": details.status,
        "data": data,
        "derivedData": {},
        "meta": None,
        "nextActionAt": details.next_action_at,
        "completedAt": details.completed_at,
        "cancelledAt": details.cancelled_at,
        "firstAssignedAt": details.first_assigned_at,
        "lastAssignedAt": details.assigned_at,
        "isDeleted": details.deleted,
        "team": TEAM,
        "procedure": procedure.id,
        "createdBy": API_USER,
        "assignedTo": _user(details.assigned_to),
        "belongsTo": None,
        "entity": named(f"entity of {procedure.short_id}"),
        "record": details.record,
        "state": named(f"state {details.state} of {procedure.short_id}"),
        "primaryBooking": None,
        "parentProcedure": None,
        "parentProcess": None,
        "firstAssignedTo": _user(details.first_assigned_to),
        "origin": None,
        "originId": None,
        "originRunId": None,
        "lastEmailMessage": None,
        "lastEmailMessageAt": None,
        "searchVector": " ".join(f"'{value}'".lower() for value in data.values() if isinstance(value, str)),
        "primaryShipment": None,
        "primaryShipmentStatus": None,
        "primaryShipmentLastEventTs": None,
        "escalationLevel": None,
        "slaData": {},
        "nextSlaActionAt": None,
        "lastEmailMessageDirection": None,
        "kanbanOrder": None,
        "contact": None,
        "company": None,
        "previousAssignedTo": _user(details.previous_assigned_to),
        "previousAssignedAt": details.previous_assigned_at,
        "skills": {},
        "stateChangedAt": details.state_changed_at,
        "timeSpentInState": None,
        "processTemplate": None,
        "lastChatMessage": None,
        "lastChatMessageAt": None,
        "lastChatMessageDirection": None,
        "autoDial": None if row.campaign < 0 else _auto_dial(row, campaigns[row.campaign]),
        "deDuplication": None,
        "tags": [],
        "contacts": None,
        "contactLabels": None,
        "visitor": None,
        "campaignStatus": None,
        "marketingStatus": None,
    }


def _user(username: str | None) -> str | None:
    # Requests name a user, answers carry the user's id.
    return None if username is None else user_id(username)


def _auto_dial(row: Row, campaign: str) -> dict[str, Any]:
    return {
        "nextStepAt": row.enrolled + _FIRST_STEP_AFTER,
        "currentStepId": "wait-1sandboxFirstStep00000",
        "campaignEndedAt": None,
        "isQueuedForCall": False,
        # In the published example this id differs from the campaign's: do not rely on equality.
        "autoDialCampaignId": named(f"auto dial of {campaign}"),
    }


def acknowledgment(work: Job) -> dict[str, Any]:
    """Return the background job that answers a bulk request."""
    return {
        "id": work.id,
        "createdAt": work.created,
        "updatedAt": work.created,
        "completionStatus": "IN_PROGRESS",
        "statusMessage": None,
        "startedAt": work.created,
        "completedAt": 0,
        "team": TEAM,
        "type": named("bulk job type"),
    }


def job(work: Job) -> dict[str, Any]:
    """Return the background job as a fetch shows it: without completion, which is in its counts."""
    return {
        "id": work.id,
        "createdAt": work.created,
        "updatedAt": work.updated,
        "startedAt": work.created,
        "team": TEAM,
        "type": "bulk_api_job",
    }


def config(procedures: list[Procedure]) -> dict[str, Any]:
    """Return the team's configuration: its 17 keys, with procedures, their entities and primary keys.

    Members of an item besides `id` and `shortId` are not documented, so they are left out.
    """
    answer: dict[str, Any] = {key: [] for key in _CONFIG_KEYS}
    answer["team"] = {"id": TEAM}
    answer["attributeConfig"] = {}
    answer["procedures"] = [{"id": item.id, "shortId": item.short_id} for item in procedures]
    answer["entities"] = [
        {"id": named(f"entity of {item.short_id}"), "shortId": item.short_id} for item in procedures
    ]
    answer["attributes"] = [
        {"id": named(f"attribute {item.key} of {item.short_id}"), "shortId": item.key} for item in procedures
    ]
    return answer


def message(sent: Message) -> dict[str, Any]:
    """Return a message, with the members of the answer to sending a template, in its order."""
    return {
        "id": sent.id,
        "createdAt": sent.created,
        "updatedAt": sent.updated,
        "externalId": sent.wamid,
        "provider": "whatsapp",
        "dataType": sent.data_type,
        "body": sent.body,
        "text": sent.text,
        "attachments": sent.attachments,
        "deliveryStatus": sent.status,
        "direction": sent.direction,
        "timestamp": sent.created,
        "context": {
            "contactIdentifier": sent.chat.handle,
            **({} if sent.template_id is None else {"messageTemplateId": sent.template_id}),
        },
        "adhocAgent": None,
        "source": sent.source or {},
        "team": TEAM,
        "chat": sent.chat.id,
        "plugin": sent.chat.plugin_id,
        "contact": None,
        "user": sent.user,
        "procedure": sent.procedure,
        "process": sent.process,
        "campaign": sent.campaign,
        "inReplyTo": sent.in_reply_to,
    }


def chat(conversation: Chat) -> dict[str, Any]:
    """Return a chat, with the members that client code was seen to read.

    That a customer without a phone number is named by the user id is chosen.
    """
    newest = conversation.messages[-1]
    return {
        "id": conversation.id,
        "createdAt": conversation.created,
        "updatedAt": conversation.updated,
        "provider": "whatsapp",
        "providerHandle": conversation.handle,
        "providerHandleId": named(f"handle {conversation.handle}"),
        "initiatedDirection": conversation.messages[0].direction,
        "primaryContact": {"id": named(f"contact {conversation.handle}")},
        "primaryContactHandle": {"handle": conversation.handle},
        "latestMessage": {
            "text": newest.text,
            "direction": newest.direction,
            "timestamp": newest.created,
            "dataType": newest.data_type,
        },
        "latestMessageTs": newest.created,
        "status": "OPEN",
    }


def task(work: Task) -> dict[str, Any]:
    """Return a task, with the members of the help page on tasks, in its order."""
    return {
        "id": work.id,
        "title": work.state_task,
        "description": "",
        "order": work.order,
        "status": work.status,
        "team": TEAM,
        "stateTask": named(f"state task {work.state_task}"),
        "taskType": work.state_task,
        "createdBy": API_USER,
        "assignedTo": _user(work.assigned_to),
        "belongsTo": None,
        "data": work.data,
        "startsAt": None,
        "endsAt": None,
        "dueBy": None,
        "startedAt": None,
        "completedAt": work.created if work.status == "COMPLETED" else None,
        "cancelledAt": work.created if work.status == "CANCELLED" else None,
    }


def photo(stored: Photo) -> dict[str, Any]:
    """Return the details of a photo, with the members of the documented example, in its order."""
    return {
        "id": stored.id,
        "createdAt": stored.created,
        "updatedAt": stored.updated,
        "filetype": stored.filetype,
        "filename": stored.filename,
        "height": None,
        "width": None,
        "isPublic": False,
        "team": TEAM,
        "user": None,
    }
