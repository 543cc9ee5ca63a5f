# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `plugins`."""

from __future__ import annotations

from enum import StrEnum

import attrs

from chakra_async.model import Model

__all__ = ["ChakraWebhookEvent", "PluginConfig"]


class ChakraWebhookEvent(StrEnum):
    """A kind of event that ChakraHQ sends to a webhook in its own form. A value that is not listed stays a plain
    string.

    Evidence: Seen in public code, not documented. Source: https://apidocs.chakrahq.com/api-34338973

    """

    MESSAGE = "message"
    STATUS = "status"
    MESSAGE_ECHO = "message_echo"
    SMB_MESSAGE_ECHO = "smb_message_echo"


@attrs.define(kw_only=True, eq=False, repr=False)
class PluginConfig(Model):
    """The configuration of a WhatsApp plugin.

    Evidence: Seen in public code, not documented: a client reads the two addresses; the other members are
    those that can be changed. Source: https://apidocs.chakrahq.com/api-34338973

    """

    pass_through_webhook_url: str | None = attrs.field(
        default=None, metadata={"wire": "passThroughWebhookUrl"}
    )
    """Where events are sent as Meta sends them. That it can be null follows from its meaning."""

    enable_message_echoes_for_pass_through_webhook: bool | None = attrs.field(
        default=None, metadata={"wire": "enableMessageEchoesForPassThroughWebhook"}
    )
    """Whether messages that were sent elsewhere go there too. Inferred, not documented: the member is seen in
    code; what it does follows from its name, and was not seen."""

    enable_send_message_template_event_for_pass_through_webhook: bool | None = attrs.field(
        default=None,
        metadata={"wire": "enableSendMessageTemplateEventForPassThroughWebhook"},
    )
    """Whether the sending of a template goes there too. Inferred, not documented: the member is seen in code;
    what it does follows from its name, and was not seen."""

    enable_chakra_webhook: bool | None = attrs.field(default=None, metadata={"wire": "enableChakraWebhook"})
    """Whether events are sent in ChakraHQ's own form. Inferred, not documented."""

    chakra_webhook_url: str | None = attrs.field(default=None, metadata={"wire": "chakraWebhookUrl"})
    """Where they are sent. That it can be null follows from its meaning."""

    which_chakra_webhook_events_to_send: list[ChakraWebhookEvent | str] | None = attrs.field(
        default=None, metadata={"wire": "whichChakraWebhookEventsToSend"}
    )
    """Which events are sent in ChakraHQ's own form. Inferred, not documented."""
