"""Read receipts: the same operation on the wire as a message, and yet idempotent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async._core import arguments
from chakra_async._core.messages import validation
from chakra_async.models.messages import ReadReceipt, TypingIndicator
from chakra_async.resource import Resource, send
from chakra_async.resources import messages as generated
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from chakra_async._core.operation import Operation
    from chakra_async._core.response import Response
    from chakra_async.settings import Timeouts

__all__ = ["ReadReceipts"]

_MARK_READ: Final[Operation[Any]] = generated._SEND.changed(  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] # the same operation on the wire
    name="messages.mark_read",
    repeatable=True,
    sends=False,
    evidence="seen-in-code",
    returns=Any,
)


class ReadReceipts(Resource):
    """Marks messages that came in as read."""

    __slots__ = ()

    def _mark(
        self,
        message_id: str,
        *,
        typing: bool,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        whatsapp_api_version: str | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Coroutine[Any, Any, Response[Any]]:
        receipt = ReadReceipt(message_id=message_id, typing_indicator=TypingIndicator() if typing else UNSET)
        return send(
            self._caller,
            _MARK_READ,
            path={
                "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            body=validation.message(receipt, "message"),
            timeouts=timeouts,
        )
