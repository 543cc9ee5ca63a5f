"""The customers of a sandbox: what they send to the team, and the conversation with each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.sandbox.stores.conversations import OUTBOUND
from chakra_async.sandbox.stores.media import PIXEL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chakra_async.sandbox.people import Contact
    from chakra_async.sandbox.state import State
    from chakra_async.sandbox.stores.conversations import Message

__all__ = ["Customer", "Samples", "add_samples"]

_KINDS: Final = frozenset({"image", "audio", "video"})
_READ: Final = "READ"


_SAMPLE_NUMBER: Final = "919901258433"


@attrs.frozen(kw_only=True)
class Samples:
    """What a customer did at the start, for trying the calls that need something to act on.

    Attributes:
        phone_number: The customer's phone number.
        message_id: The id (wamid) of a text message, for `messages.mark_read`, `reply` and `react`.
        media_id: Meta's id of an image that was sent, for `media.get` and `media.download`.
        call_id: The id of a call that is ringing, for `calling.accept` and the other actions.

    """

    phone_number: str
    message_id: str
    media_id: str
    call_id: str


class Customer:
    """A customer of the team, played by a test; made by `Sandbox.customer`.

    Args:
        state: The data of the sandbox.
        clock: Gives the time in epoch seconds.
        contact: Who the customer is.

    Example:
        >>> from chakra_async.sandbox import Sandbox
        >>> customer = Sandbox().customer("919901258433")
        >>> customer.says("Hello?").text
        'Hello?'
        >>> [message.direction for message in customer.messages]
        ['INBOUND']

    """

    def __init__(self, state: State, clock: Callable[[], float], contact: Contact) -> None:
        self._state = state
        self._clock = clock
        self._contact = contact

    def __repr__(self) -> str:
        return f"Customer({self._contact.handle!r})"

    @property
    def phone_number(self) -> str:
        """The customer's phone number, digits with the country code; empty for one without."""
        return self._contact.digits

    @property
    def user_id(self) -> str:
        """The customer's business-scoped user id (BSUID); empty where none was given."""
        return self._contact.user_id

    @property
    def name(self) -> str:
        """The name in the customer's WhatsApp profile; empty where none was given."""
        return self._contact.name

    @property
    def username(self) -> str:
        """The name that the customer chose on WhatsApp; empty where none was given."""
        return self._contact.username

    @property
    def messages(self) -> list[Message]:
        """The messages sent to the customer and those the customer sent, newest first."""
        return self._state.conversations.messages_for(self._contact.handle)

    def says(self, text: str) -> Message:
        """Send a text message to the team, which also opens the 24-hour window.

        Args:
            text: The text.

        Returns:
            The message; `wamid` is its id.

        """
        return self._inbound("text", {"body": text}, text)

    def sends(self, data: bytes, content_type: str, filename: str = "") -> Message:
        """Send a file to the team, which also opens the 24-hour window.

        Args:
            data: Its bytes.
            content_type: Its media type, such as `image/jpeg`.
            filename: Its name, for a document.

        Returns:
            The message; `media_id` is what `media.get` and `media.download` take.

        Example:
            >>> from chakra_async.sandbox import Sandbox
            >>> Sandbox().customer("919901258433").sends(b"...", "image/jpeg").media_id
            '1013859600285442'

        """
        media_id = self._state.whatsapp.media.receive(data, content_type, filename)
        main = content_type.partition("/")[0]
        kind = main if main in _KINDS else "document"
        named = {"filename": filename} if filename else {}
        body = {kind: {"id": media_id, "mime_type": content_type, **named}}
        return self._inbound(kind, body, "", media_id=media_id)

    def calls(self) -> str:
        """Call the team's number; return the call's id, as a webhook reports it."""
        return self._state.account.add_call("ringing")

    def reads(self) -> list[Message]:
        """Read every message of the team that is unread; return these messages, newest first."""
        now = self._now()
        unread = [
            message
            for message in self.messages
            if message.direction == OUTBOUND and message.status not in {_READ, "FAILED"}
        ]
        for message in unread:
            self._state.conversations.set_status(message, _READ, now)
        return unread

    def _now(self) -> int:
        return int(self._clock() * 1000)

    def _inbound(
        self, data_type: str, body: Mapping[str, object], text: str, *, media_id: str = ""
    ) -> Message:
        account = self._state.account
        return self._state.conversations.add_inbound(
            self._contact.handle,
            self._now(),
            plugin_id=account.plugin_id,
            phone_number_id=account.phone_number_id,
            data_type=data_type,
            body=body,
            text=text,
            media_id=media_id,
        )


def add_samples(state: State, clock: Callable[[], float]) -> Samples:
    """Let a customer write, send an image and call, so that there is something to read, to answer and to download."""
    customer = Customer(state, clock, state.conversations.contacts.find(_SAMPLE_NUMBER))
    return Samples(
        phone_number=customer.phone_number,
        message_id=customer.says("Hello, is my order ready?").wamid,
        media_id=customer.sends(PIXEL, "image/png").media_id,
        call_id=customer.calls(),
    )
