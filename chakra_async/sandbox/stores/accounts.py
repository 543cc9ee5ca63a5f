"""The WhatsApp side of the sandbox: a plugin with its business account, its phone number, settings and calls.

An access token opens one `Account`. There is one from the start; a test of several tenants adds more, each
with its own token and ids. A request with one account's token for another account's plugin or number gets 404.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async.sandbox.replies import Refusal

if TYPE_CHECKING:
    from chakra_async.sandbox.people import Contact

__all__ = ["PHONE_NUMBER_ID", "PLUGIN_ID", "WABA_ID", "Account", "VoiceCall"]

PLUGIN_ID: Final = "d83e1d23-50b8-4d87-8f92-842a0ac516f6"
PHONE_NUMBER_ID: Final = "775966265503012"
WABA_ID: Final = "83784929738012"

_NOT_FOUND: Final = 404


def _first_config() -> dict[str, Any]:
    return {
        "passThroughWebhookUrl": None,
        "enableMessageEchoesForPassThroughWebhook": False,
        "enableSendMessageTemplateEventForPassThroughWebhook": False,
        "enableChakraWebhook": False,
        "chakraWebhookUrl": None,
        "whichChakraWebhookEventsToSend": [],
    }


def _first_calling() -> dict[str, Any]:
    return {"calling": {"status": "DISABLED"}}


@attrs.define(kw_only=True, eq=False)
class VoiceCall:
    """A voice call.

    Attributes:
        id: Its id (wacid).
        state: `ringing`, `pre-accepted`, `accepted`, `connected` (one that the team began) or `ended`.
        caller: The customer who calls; None for a call that the team began.
        accepted: When the team accepted it, epoch milliseconds; None where it did not.

    """

    id: str
    state: str
    caller: Contact | None = None
    accepted: int | None = None


@attrs.define(kw_only=True, eq=False)
class Account:
    """What one access token opens.

    Attributes:
        plugin_id: The WhatsApp plugin.
        waba_id: The WhatsApp Business Account connected to it.
        phone_number_id: Meta's id of the account's number.
        display_phone_number: The number as people read it.
        name: The account's verified name.
        config: The plugin's configuration.
        calling: The calling settings of the number.
        calls: The calls by their ids.
        connect_tokens: The connect tokens made so far.

    """

    plugin_id: str = PLUGIN_ID
    waba_id: str = WABA_ID
    phone_number_id: str = PHONE_NUMBER_ID
    display_phone_number: str = "+91 98450 00001"
    name: str = "Sandbox"
    config: dict[str, Any] = attrs.field(factory=_first_config)
    calling: dict[str, Any] = attrs.field(factory=_first_calling)
    calls: dict[str, VoiceCall] = attrs.field(factory=dict[str, VoiceCall])
    connect_tokens: list[str] = attrs.field(factory=list[str])

    def add_call(self, state: str, caller: Contact | None = None) -> VoiceCall:
        """Add a call."""
        call = VoiceCall(id=f"wacid.sandbox{len(self.calls) + 1:08d}", state=state, caller=caller)
        self.calls[call.id] = call
        return call

    def need_plugin(self, plugin_id: str) -> None:
        """Refuse a plugin of another account.

        Raises:
            Refusal: It is another account's; the message is one seen in real answers.

        """
        if plugin_id.lower() != self.plugin_id.lower():
            raise Refusal(_NOT_FOUND, "Plugin not found")

    def need_phone_number(self, phone_number_id: str) -> None:
        """Refuse a number of another account.

        Raises:
            Refusal: It is another account's.

        """
        if phone_number_id != self.phone_number_id:
            raise Refusal(_NOT_FOUND, f"whatsapp phone number {phone_number_id} not found")
