"""What every method that sends a message shares: through which number it goes, and who delivers it."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Final, Generic, TypedDict, TypeVar, cast

from chakra_async._core.messages import builders
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from chakra_async.models.messages import OutgoingMessage, ReadReceipt
    from chakra_async.settings import Timeouts

__all__ = [
    "REQUIRED",
    "MessageSender",
    "Sending",
    "SendingNumber",
    "SendingOptions",
    "SendingToUser",
    "or_unset",
]

R = TypeVar("R")


class SendingNumber(TypedDict, total=False):
    """The number that a call goes through, and its time limits; without them the client's are used.

    Attributes:
        plugin_id: The id of the WhatsApp plugin.
        phone_number_id: Meta's id of the number to send from.
        whatsapp_api_version: The version of Meta's API, such as `v22.0`.
        timeouts: Time limits of this call; a number is the seconds of the whole call.

    """

    plugin_id: str | None
    phone_number_id: str | None
    whatsapp_api_version: str | None
    timeouts: Timeouts | float | None


class SendingOptions(SendingNumber, total=False):
    """What every message can have besides its recipient and its content.

    Attributes:
        reply_to: The id (wamid) of the message that it answers.
        tag: A string of yours that comes back in the message's status webhooks.

    """

    reply_to: str | None
    tag: str | None


class Sending(SendingOptions, total=False):
    """What every message can have besides `to` and its content.

    Attributes:
        recipient: The business-scoped user id (BSUID) of the recipient, for a user whose number is not known. With `to`
            given as well, `to` counts and this is not sent.

    """

    recipient: str | None


class SendingToUser(SendingOptions):
    """What a message without `to` has besides its content.

    Attributes:
        recipient: The business-scoped user id (BSUID) of the recipient.

    """

    recipient: str


_SENDING: Final = frozenset({"recipient", "reply_to", "tag", *SendingNumber.__annotations__})
REQUIRED: Final[Any] = UNSET
"""The default of content that each overload requires: a call without it is refused, as a message without it is."""


class MessageSender(Generic[R]):
    """Sends messages over the one operation that takes them all; `R` is what a call returns."""

    __slots__ = ()

    @abstractmethod
    def send(
        self,
        message: OutgoingMessage | ReadReceipt,
        *,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        whatsapp_api_version: str | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Coroutine[Any, Any, R]:
        """Send a message; the generated call does."""

    def _deliver(
        self, kind: Callable[..., Any], to: str | None, sending: Sending, **content: Any
    ) -> Coroutine[Any, Any, R]:
        number: dict[str, Any] = {**sending}
        if not number.keys() <= _SENDING:
            raise TypeError(_unknown_argument(number))
        shared = builders.addressed(
            to, number.pop("recipient", None), number.pop("reply_to", None), number.pop("tag", None)
        )
        return self.send(kind(**shared, **content), **cast("SendingNumber", number))


def _unknown_argument(given: Mapping[str, Any]) -> str:
    """Return what to say of a keyword that no message takes."""
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

    name = min(given.keys() - _SENDING)
    near = get_close_matches(name, sorted(_SENDING), n=1)
    advice = (
        f"; did you mean {near[0]}=?"
        if near
        else f": it takes {', '.join(sorted(_SENDING))} besides its content"
    )
    return f"this message does not take {name}={advice}"


def or_unset(value: Any) -> Any:
    """Return an argument as a member that is left out where it is None."""
    return UNSET if value is None else value
