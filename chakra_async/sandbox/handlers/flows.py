"""The public key of flows, for each phone number."""

from __future__ import annotations

from chakra_async.sandbox.calls import Answer, Call
from chakra_async.sandbox.replies import MetaRefusal

__all__ = ["get_business_public_key", "set_business_public_key"]


def set_business_public_key(call: Call) -> Answer:
    """Store the key of a number."""
    number = _number(call)
    key = call.form["business_public_key"].text.strip()
    if not (key.startswith("-----BEGIN PUBLIC KEY-----") and key.endswith("-----END PUBLIC KEY-----")):
        raise MetaRefusal(400, "Invalid parameter: business_public_key is not a public key in PEM", 100)
    call.state.whatsapp.public_keys[number] = key
    return Answer({"success": True})


def get_business_public_key(call: Call) -> Answer:
    """Return the key of a number in a list, which is empty without a key."""
    key = call.state.whatsapp.public_keys.get(_number(call))
    if key is None:
        return Answer({"data": []})
    return Answer({"data": [{"business_public_key": key, "business_public_key_signature_status": "VALID"}]})


def _number(call: Call) -> str:
    call.account.need_plugin(call.path["pluginId"])
    call.account.need_phone_number(call.path["whatsappPhoneNumberId"])
    return call.path["whatsappPhoneNumberId"]
