"""The account of a token: its numbers, business accounts and plugin, and tokens to connect others."""

from __future__ import annotations

from typing import Any

from chakra_async.sandbox.calls import Answer, Call
from chakra_async.sandbox.ids import named
from chakra_async.sandbox.replies import Refusal

__all__ = [
    "create_connect_token",
    "get_phone_number",
    "get_plugin_config",
    "list_business_accounts",
    "list_phone_numbers",
    "update_plugin_config",
]


def _phone_number(call: Call) -> dict[str, Any]:
    account = call.account
    return {
        "id": account.phone_number_id,
        "waba": account.waba_id,
        "displayPhoneNumber": account.display_phone_number,
        "verifiedName": account.name,
        "status": "CONNECTED",
        "chakraStatus": "CONNECTED",
        "accountMode": "SANDBOX",
        "qualityScore": {"score": "GREEN"},
        "messagingLimitTier": "TIER_1K",
        "codeVerificationStatus": "VERIFIED",
        "nameStatus": "APPROVED",
        "platformType": "CLOUD_API",
        "throughput": {"level": "STANDARD"},
        "healthStatus": {"entities": [{"can_send_message": "AVAILABLE"}]},
    }


def _filtered(call: Call) -> None:
    if "pluginId" in call.query:
        call.account.need_plugin(call.query["pluginId"])


def list_phone_numbers(call: Call) -> Answer:
    """Return the account's numbers (the members are seen in code, most of their values are chosen)."""
    _filtered(call)
    return Answer([_phone_number(call)])


def get_phone_number(call: Call) -> Answer:
    """Return one number."""
    call.account.need_phone_number(call.path["whatsappPhoneNumberId"])
    return Answer(_phone_number(call))


def list_business_accounts(call: Call) -> Answer:
    """Return the business accounts; their id is the one that numbers name as `waba` (inferred)."""
    _filtered(call)
    return Answer([{"id": call.account.waba_id, "name": call.account.name, "chakraStatus": "CONNECTED"}])


def get_plugin_config(call: Call) -> Answer:
    """Return a plugin's configuration."""
    call.account.need_plugin(call.path["pluginId"])
    return Answer(call.account.config)


def update_plugin_config(call: Call) -> Answer:
    """Change the members of a plugin's configuration that the body names; that the rest stays is chosen."""
    call.account.need_plugin(call.path["pluginId"])
    call.account.config.update(call.body or {})
    call.state.reporter.configure(call.account.waba_id, call.account.config)
    return Answer({"success": True})


def create_connect_token(call: Call) -> Answer:
    """Create a token for the plugin or for a new one; exactly one of the two must be named."""
    body: dict[str, Any] = call.body or {}
    if ("pluginId" in body) is ("newPluginName" in body):
        raise Refusal(400, "exactly one of pluginId and newPluginName is required")
    if "pluginId" in body:
        call.account.need_plugin(body["pluginId"])
    tokens = call.account.connect_tokens
    tokens.append(named(f"connect token {len(tokens) + 1} of {call.account.plugin_id}"))
    return Answer({"connectToken": tokens[-1]})
