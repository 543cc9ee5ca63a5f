"""Processes one at a time, and pages of them; leads, which are the processes of one procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.sandbox import representations
from chakra_async.sandbox.calls import Answer, Call
from chakra_async.sandbox.replies import Refusal
from chakra_async.sandbox.where import QueryError, compile_where

if TYPE_CHECKING:
    from chakra_async.sandbox.stores.rows import Procedure, Row

__all__ = ["create", "create_lead", "delete", "get", "list_page", "update"]

_DEFAULT_LIMIT: Final = 10


def _shown(call: Call, procedure: Procedure, row: Row) -> Answer:
    return Answer(representations.process(procedure, row, call.state.campaigns))


def get(call: Call) -> Answer:
    """Return a process."""
    procedure = call.procedure()
    return _shown(call, procedure, call.process(procedure))


def create(call: Call) -> Answer:
    """Create a process; a lead is merged into an existing one with its phone number (inferred)."""
    procedure = call.procedure()
    return _shown(call, procedure, call.state.create(procedure, call.body or {}, call.now))


def create_lead(call: Call) -> Answer:
    """Create a lead, or merge it into an existing one with its phone number, by digits.

    That this operation merges is inferred from the help pages on leads in general.
    """
    leads = call.state.leads
    return _shown(call, leads, call.state.create(leads, call.body or {}, call.now))


def update(call: Call) -> Answer:
    """Change the members that the body names; by id or by a key."""
    procedure = call.procedure()
    row = call.process(procedure)
    call.state.change(procedure, row, call.body or {}, call.now)
    return _shown(call, procedure, row)


def delete(call: Call) -> Answer:
    """Mark a process as deleted and return it; by id or by a key."""
    procedure = call.procedure()
    row = call.process(procedure)
    procedure.delete(row, call.now)
    return _shown(call, procedure, row)


def list_page(call: Call) -> Answer:
    """Return a page of the processes that match a filter, oldest first (no sorting is documented)."""
    procedure = call.procedure()
    body: dict[str, Any] = call.body or {}
    skip, limit = int(body.get("skip", 0)), int(body.get("limit", _DEFAULT_LIMIT))
    try:
        wanted = compile_where(body["where"]) if body.get("where") else None
    except QueryError as error:
        raise Refusal(400, f"where: {error}") from error
    rows, has_more = procedure.select(wanted, skip, limit)
    return Answer(
        [representations.process(procedure, row, call.state.campaigns) for row in rows], {"hasMore": has_more}
    )
