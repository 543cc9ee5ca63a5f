"""A local ChakraHQ with state and faults on demand: for tests, trials and measurements.

`Sandbox` is the server; `Fault` describes what goes wrong, `Customer` plays a customer, `Arrival` is a request that
reached it. It needs the extra `chakra-async[sandbox]`.
"""

from __future__ import annotations

from chakra_async.sandbox.clock import Advance, SandboxClock
from chakra_async.sandbox.customers import Customer, Heard, NotHeardError, Samples
from chakra_async.sandbox.fault_controls import FaultControls
from chakra_async.sandbox.faults import (
    Ceiling,
    Fault,
    FaultOptions,
    Match,
    UnfiredFaultWarning,
    fault_from_text,
)
from chakra_async.sandbox.heard import Choice
from chakra_async.sandbox.hosts import ExposedSandboxWarning
from chakra_async.sandbox.people import Contact
from chakra_async.sandbox.record import Arrival
from chakra_async.sandbox.sandbox import Sandbox
from chakra_async.sandbox.stores.conversations import Chat, Message
from chakra_async.sandbox.webhooks.controls import WebhookFaultOptions, Webhooks
from chakra_async.sandbox.webhooks.notices import Notice
from chakra_async.sandbox.webhooks.outbox import Attempt, Delivery, WebhookFault

__all__ = [
    "Advance",
    "Arrival",
    "Attempt",
    "Ceiling",
    "Chat",
    "Choice",
    "Contact",
    "Customer",
    "Delivery",
    "ExposedSandboxWarning",
    "Fault",
    "FaultControls",
    "FaultOptions",
    "Heard",
    "Match",
    "Message",
    "NotHeardError",
    "Notice",
    "Samples",
    "Sandbox",
    "SandboxClock",
    "UnfiredFaultWarning",
    "WebhookFault",
    "WebhookFaultOptions",
    "Webhooks",
    "fault_from_text",
]

for _name in __all__:
    if isinstance(globals()[_name], type):
        globals()[_name].__module__ = __name__
