"""Deliveries as they arrive, in both formats and signed."""

from __future__ import annotations

import json
from typing import Any, Final

from chakra_async.webhooks import SIGNATURE_HEADER, sign

SECRET: Final = "s3cret"  # noqa: S105 - of tests
PERSON: Final = "919911223344"


def text(
    body: str = "Hi", *, wamid: str = "wamid.A", sender: str = PERSON, at: str = "1756322278"
) -> dict[str, Any]:
    """Return a message in Meta's form."""
    return {"from": sender, "id": wamid, "timestamp": at, "type": "text", "text": {"body": body}}


def pass_through(**lists: Any) -> bytes:
    """Return a delivery in the pass-through format with the lists of its value."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "917259775805", "phone_number_id": "694794789348887"},
        **lists,
    }
    return of_field("messages", value)


def of_field(field: str, value: Any) -> bytes:
    """Return a delivery in the pass-through format of one change."""
    entry = {"id": "83784929738012", "changes": [{"field": field, "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def chakra_event(event: str, **payload: Any) -> bytes:
    """Return a delivery in ChakraHQ's format."""
    return json.dumps({"event": event, "payload": payload}).encode()


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """Return the headers of a delivery."""
    return {SIGNATURE_HEADER: sign(body, secret), "Content-Type": "application/json"}
