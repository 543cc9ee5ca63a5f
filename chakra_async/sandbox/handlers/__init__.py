"""The operations of the sandbox by their names: one function each, from a call to an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chakra_async.sandbox.handlers import bulk, campaigns, flows, media, messages, processes, team, templates

if TYPE_CHECKING:
    from chakra_async.sandbox.calls import Handler

__all__ = ["HANDLERS"]

HANDLERS: Final[dict[str, Handler]] = {
    "campaigns.add_phone_number": campaigns.add_phone_number,
    "config.get": team.get_config,
    "flows.get_business_public_key": flows.get_business_public_key,
    "flows.set_business_public_key": flows.set_business_public_key,
    "jobs.get": bulk.get_job,
    "leads.create": processes.create_lead,
    "media.download": media.download,
    "media.download_attachment": media.download_attachment,
    "media.get": media.details,
    "media.upload_public": media.upload_public,
    "messages.send": messages.send,
    "messages.send_template": messages.send_template,
    "messages.send_template_for_process": messages.send_template_for_process,
    "processes.bulk_create": bulk.create,
    "processes.bulk_update": bulk.update,
    "processes.create": processes.create,
    "processes.delete": processes.delete,
    "processes.delete_by_key": processes.delete,
    "processes.get": processes.get,
    "processes.list": processes.list_page,
    "processes.update": processes.update,
    "processes.update_by_key": processes.update,
    "templates.create": templates.create,
    "templates.delete": templates.delete,
    "templates.list": templates.list_page,
    "templates.update": templates.update,
}
"""Every operation that the sandbox serves."""
