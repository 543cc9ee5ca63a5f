"""The operations of the sandbox by name: one function each, from a call to an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chakra_async.sandbox.handlers import (
    bulk,
    calling,
    campaigns,
    chats,
    flows,
    media,
    messages,
    photos,
    processes,
    tasks,
    team,
    templates,
    users,
    whatsapp,
)

if TYPE_CHECKING:
    from chakra_async.sandbox.calls import Handler

__all__ = ["HANDLERS"]

HANDLERS: Final[dict[str, Handler]] = {
    "business_accounts.list": whatsapp.list_business_accounts,
    "calling.call": calling.call_action,
    "calling.get_permissions": calling.get_permissions,
    "calling.get_settings": calling.get_settings,
    "calling.update_settings": calling.update_settings,
    "campaigns.add_phone_number": campaigns.add_phone_number,
    "chats.list": chats.list_page,
    "chats.messages": chats.list_messages,
    "chats.messages_for_phone_number": chats.list_messages_for_phone_number,
    "config.get": team.get_config,
    "flows.get_business_public_key": flows.get_business_public_key,
    "flows.set_business_public_key": flows.set_business_public_key,
    "health.check": team.check_health,
    "jobs.entries": bulk.list_entries,
    "jobs.get": bulk.get_job,
    "leads.create": processes.create_lead,
    "media.download": media.download,
    "media.download_v1": media.download,
    "media.download_attachment": media.download_attachment,
    "media.get": media.details,
    "media.upload_public": media.upload_public,
    "messages.send": messages.send,
    "messages.send_template": messages.send_template,
    "messages.send_template_for_process": messages.send_template_for_process,
    "partner.create_connect_token": whatsapp.create_connect_token,
    "phone_numbers.get": whatsapp.get_phone_number,
    "phone_numbers.list": whatsapp.list_phone_numbers,
    "photos.get": photos.get,
    "photos.upload": photos.upload,
    "photos.upload_with_id": photos.upload_with_id,
    "plugins.get_config": whatsapp.get_plugin_config,
    "plugins.update_config": whatsapp.update_plugin_config,
    "processes.bulk_create": bulk.create,
    "processes.bulk_update": bulk.update,
    "processes.create": processes.create,
    "processes.delete": processes.delete,
    "processes.delete_by_key": processes.delete,
    "processes.get": processes.get,
    "processes.list": processes.list_page,
    "processes.update": processes.update,
    "processes.update_by_key": processes.update,
    "tasks.create": tasks.create,
    "templates.create": templates.create,
    "templates.delete": templates.delete,
    "templates.list": templates.list_page,
    "templates.update": templates.update,
    "users.get": users.get,
    "users.get_v2": users.get_v2,
    "users.list": users.list_all,
    "users.list_v2": users.list_all_v2,
    "users.update": users.update,
}
"""Every operation that the sandbox serves."""
