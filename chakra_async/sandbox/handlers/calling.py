"""Calls over WhatsApp, answered as Meta does: without an envelope, refusals with Meta's error object."""

from __future__ import annotations

from typing import Any, Final

from chakra_async.sandbox.calls import Answer, Call
from chakra_async.sandbox.replies import MetaRefusal

__all__ = ["call_action", "get_permissions", "get_settings", "update_settings"]

_INVALID: Final = 100
_WEEK: Final = 7 * 24 * 3600
_STATES: Final = {
    "pre_accept": "pre-accepted",
    "accept": "accepted",
    "reject": "ended",
    "terminate": "ended",
}


def _need_number(call: Call) -> None:
    number = call.path["whatsappPhoneNumberId"]
    if number != call.account.phone_number_id:
        raise MetaRefusal(404, f"Object with ID '{number}' does not exist", _INVALID)


def get_settings(call: Call) -> Answer:
    """Return the calling settings of the number, with SIP credentials (chosen ones) if requested."""
    _need_number(call)
    settings = dict(call.account.calling)
    if call.query.get("include_sip_credentials") == "true":
        settings["calling"] = {**settings["calling"], "sip": {"status": "DISABLED", "servers": []}}
    return Answer(settings)


def update_settings(call: Call) -> Answer:
    """Change the calling settings that the body names; that the rest stays is chosen."""
    _need_number(call)
    call.account.calling["calling"].update(call.body.get("calling", {}))
    return Answer({"success": True})


def get_permissions(call: Call) -> Answer:
    """Return the permission to call a customer for a week from now (the values are chosen)."""
    _need_number(call)
    if not (call.query.get("user_wa_id") or call.query.get("recipient")):
        raise MetaRefusal(400, "user_wa_id or recipient is required", _INVALID)
    limit = {"time_period": "PT24H", "max_allowed": 5, "current_usage": len(call.account.calls)}
    return Answer(
        {
            "messaging_product": "whatsapp",
            "permission": {
                "status": "temporary",
                "expiration_time": call.now // 1000 + _WEEK,
                "can_call": True,
            },
            "actions": [{"action_name": "start_call", "can_perform_action": True, "limits": [limit]}],
        }
    )


def call_action(call: Call) -> Answer:
    """Begin a call, or answer or end a known call that has not ended."""
    _need_number(call)
    calls, body = call.account.calls, call.body
    action: str = body["action"]
    if action == "connect":
        return Answer({"messaging_product": "whatsapp", "calls": [{"id": _begun(call, body)}]})
    identifier = body.get("call_id")
    known = calls.get(identifier)
    if known is None or known.state == "ended":
        raise MetaRefusal(400, f"call {identifier!r} is unknown, or has ended", _INVALID)
    known.state = _STATES[action]
    if action == "accept" and known.accepted is None:
        known.accepted = call.now
    return Answer({"messaging_product": "whatsapp", "success": True})


def _begun(call: Call, body: dict[str, Any]) -> str:
    if not (body.get("to") or body.get("recipient")) or "session" not in body:
        raise MetaRefusal(400, "connect requires to or recipient, and session", _INVALID)
    return call.account.add_call("connected").id
