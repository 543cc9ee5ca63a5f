"""Tasks of processes."""

from __future__ import annotations

from chakra_async.sandbox import representations
from chakra_async.sandbox.calls import Answer, Call
from chakra_async.sandbox.replies import Refusal

__all__ = ["create"]


def create(call: Call) -> Answer:
    """Create a task of a process, named by its id or by its primary key; any shortId of a state task is taken."""
    procedure = call.procedure()
    name = call.path["processIdOrPrimaryKey"]
    row = procedure.by_id(name) or procedure.by_key(procedure.key, name)
    if row is None:
        raise Refusal(404, f"process {name} not found in procedure {procedure.short_id}")
    task = call.state.tasks.add(
        procedure.short_id,
        procedure.id_of(row),
        row,
        call.path["stateTaskShortId"],
        call.body or {},
        call.now,
    )
    return Answer(representations.task(task))
