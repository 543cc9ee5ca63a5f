"""The calls that generated clients make: one of each kind that a sandbox which was just started can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox

__all__ = ["calls"]

_CAMPAIGN: Final = "5ba0e13a-ac26-4656-afdd-643ea0813137"
_NUMBER: Final = "919901258433"
_BODY: Final = {"type": "BODY", "text": "Your order is on its way."}


def calls(sandbox: Sandbox, known: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the calls, each with its operation, its arguments by their Python names, and its body.

    Args:
        sandbox: The sandbox that they go to.
        known: The ids of what is in it, by the names of the wire.

    """
    plugin = {"plugin_id": sandbox.plugin_id}
    version = {"whatsapp_api_version": "v22.0"}
    sender = {**version, "whatsapp_phone_number_id": sandbox.phone_number_id}
    account = {**version, "waba_id": sandbox.waba_id}
    lead = {"procedure_short_id": "lead"}
    one = {"procedure_short_id": "ticket", "process_id": known["processId"]}
    text = {
        "messaging_product": "whatsapp",
        "to": _NUMBER,
        "type": "text",
        "text": {"body": "Hello"},
    }

    def call(
        operation: str, arguments: dict[str, Any] | None = None, body: Any = None, model: str | None = None
    ) -> dict[str, Any]:
        return {"operation": operation, "arguments": arguments or {}, "body": body, "model": model}

    return [
        call("health.check"),
        call("config.get"),
        call("users.list"),
        call("business_accounts.list"),
        call("phone_numbers.list"),
        call("plugins.get_config", plugin),
        call("campaigns.add_phone_number", None, {"campaignId": _CAMPAIGN, "phoneNumber": _NUMBER}),
        call("leads.create", None, {"data": {"name": "Ada"}}),
        call("processes.create", lead, {"data": {"name": "Grace"}}),
        call("processes.list", lead, {"skip": 0, "limit": 5}),
        call("processes.get", one),
        call("processes.update", one, {"data": {"name": "Ada L."}}),
        call("jobs.get", {"background_job_id": known["backgroundJobId"]}),
        call("chats.list", None, {"skip": 0, "limit": 5}),
        call("chats.messages", {"chat_id": known["chatId"]}, {"skip": 0, "limit": 5}),
        call("messages.send", {**plugin, **sender}, text, "MessagesTextMessage"),
        call("templates.list", account),
        call(
            "templates.create",
            account,
            {"name": "on_its_way", "category": "UTILITY", "language": "en_US", "components": [_BODY]},
        ),
        call("calling.get_settings", sender),
        call("flows.get_business_public_key", {**plugin, **sender}),
    ]
