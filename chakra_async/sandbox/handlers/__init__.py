"""The operations of the sandbox by their names: one function each, from a call to an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chakra_async.sandbox.handlers import bulk, campaigns, processes, team

if TYPE_CHECKING:
    from chakra_async.sandbox.calls import Handler

__all__ = ["HANDLERS"]

HANDLERS: Final[dict[str, Handler]] = {
    "campaigns.add_phone_number": campaigns.add_phone_number,
    "config.get": team.get_config,
    "jobs.get": bulk.get_job,
    "leads.create": processes.create_lead,
    "processes.bulk_create": bulk.create,
    "processes.bulk_update": bulk.update,
    "processes.create": processes.create,
    "processes.delete": processes.delete,
    "processes.delete_by_key": processes.delete,
    "processes.get": processes.get,
    "processes.list": processes.list_page,
    "processes.update": processes.update,
    "processes.update_by_key": processes.update,
}
"""Every operation that the sandbox serves."""
