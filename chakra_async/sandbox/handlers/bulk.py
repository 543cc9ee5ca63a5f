"""Bulk requests, accepted at once and done as time passes, and the jobs that report their progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.sandbox import representations
from chakra_async.sandbox.calls import Answer, Call, integer_in
from chakra_async.sandbox.ids import named
from chakra_async.sandbox.replies import Refusal
from chakra_async.sandbox.values import is_object

if TYPE_CHECKING:
    from chakra_async.sandbox.stores.jobs import Job

__all__ = ["create", "get_job", "list_entries", "update"]

_ENTRIES_ON_A_PAGE: Final = 100

_PROCESS_MEMBERS: Final = frozenset({"data", "record", "status", "state", "nextActionAt", "assignedTo"})


def create(call: Call) -> Answer:
    """Accept processes to be created.

    An item's members besides those of a process are attributes, such as the primary key `lead_id`. A primary
    key that another process has makes the entry fail (inferred: the key identifies one process).
    """
    procedure = call.procedure(or_uuid=True)

    def work(item: dict[str, Any], now: int) -> bool:
        attributes = {name: value for name, value in item.items() if name not in _PROCESS_MEMBERS}
        data: dict[str, Any] = {**item.get("data", {}), **attributes}
        key = data.get(procedure.key)
        if key is not None and procedure.by_key(procedure.key, str(key)) is not None:
            return False
        call.state.create(procedure, {**item, "data": data}, now)
        return True

    valid = [item for index, item in enumerate(call.body) if index not in call.invalid]
    job = call.state.jobs.add(valid, len(call.invalid), work, call.now)
    return Answer(representations.acknowledgment(job))


def update(call: Call) -> Answer:
    """Accept changes of processes, each found by `id` or by an attribute under its own name.

    An item without a key, or with more than one, is invalid; one whose process does not exist fails.
    """
    procedure = call.procedure(or_uuid=True)

    def work(item: dict[str, Any], now: int) -> bool:
        key, value = _identifier(item)
        row = procedure.by_id(value) if key == "id" else procedure.by_key(key, value)
        if row is None:
            return False
        call.state.change(procedure, row, item["update"], now)
        if item["update"].get("isDeleted") is True:
            procedure.delete(row, now)
        return True

    items: list[Any] = call.body["processes"]
    valid = [item for index, item in enumerate(items) if index not in call.invalid and _names_one(item)]
    job = call.state.jobs.add(valid, len(items) - len(valid), work, call.now)
    return Answer(representations.acknowledgment(job))


def _identifier(item: dict[str, Any]) -> tuple[str, str]:
    return next((name, str(value)) for name, value in item.items() if name != "update")


def _names_one(item: dict[str, Any]) -> bool:
    return is_object(item.get("update")) and len(item) == 2  # noqa: PLR2004 - the key and the update


def list_entries(call: Call) -> Answer:
    """Return a page of a job's entries, invalid ones first.

    That `_meta` has their number and the path of the next page is documented; the names `total` and `nextPath` (an
    option of the sandbox), the query of that path and the members of an entry are chosen.
    """
    job = _job(call)
    page, limit = integer_in(call.query, "page", 1), integer_in(call.query, "limit", _ENTRIES_ON_A_PAGE)
    positions = range(job.total)[(page - 1) * limit : page * limit]
    entries = [
        {"id": named(f"entry {position} of {job.id}"), "completionStatus": job.status_of(position)}
        for position in positions
    ]
    meta: dict[str, Any] = {"total": job.total}
    if page * limit < job.total:
        path = f"/v1/ext/background-job/{job.id}/entries?page={page + 1}&limit={limit}"
        meta[call.state.next_page_name] = path
    return Answer(entries, meta)


def _job(call: Call) -> Job:
    job = call.state.jobs.get(call.path["backgroundJobId"])
    if job is None:
        raise Refusal(404, f"background job {call.path['backgroundJobId']} not found")
    return job


def get_job(call: Call) -> Answer:
    """Return a job, and how many of its entries are in which state."""
    job = _job(call)
    return Answer(representations.job(job), {"bjEntryCompletionStatusVsCount": job.counts})
