"""A local ChakraHQ that has a memory and misbehaves on demand: for tests, trials and measurements.

`Sandbox` is the server, `Fault` what goes wrong, `Arrival` what reached it. It needs the extra
`chakra-async[sandbox]`.
"""

from __future__ import annotations

from chakra_async.sandbox.faults import Ceiling, Fault, Match
from chakra_async.sandbox.record import Arrival
from chakra_async.sandbox.sandbox import Sandbox
from chakra_async.sandbox.stores.conversations import Chat, Message

__all__ = ["Arrival", "Ceiling", "Chat", "Fault", "Match", "Message", "Sandbox"]
