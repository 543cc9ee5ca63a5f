"""What the sandbox holds of WhatsApp beside the chats, templates, files and keys, and how it is to behave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.sandbox.stores.media import Media
from chakra_async.sandbox.stores.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.sandbox.state import State
    from chakra_async.sandbox.stores.conversations import Message

__all__ = ["WINDOW", "CustomerControls", "WhatsApp"]

WINDOW: Final = 24 * 3600 * 1000
"""For how many milliseconds after a customer's message the business may write what it likes."""


@attrs.define(kw_only=True, eq=False)
class WhatsApp:
    """The WhatsApp side of a sandbox.

    Attributes:
        review: How many milliseconds Meta takes to approve a template.
        windows: Whether a message that is no template needs one from the customer in the last 24 hours.
        templates: The templates of all accounts.
        media: The files.
        public_keys: The keys of flows, by the phone number's id.

    """

    review: int = 0
    windows: bool = False
    templates: Templates = attrs.field(factory=Templates)
    media: Media = attrs.field(factory=Media)
    public_keys: dict[str, str] = attrs.field(factory=dict[str, str])


class CustomerControls:
    """The part of a sandbox that plays the customers; `Sandbox` is the rest of it."""

    _state: State
    _clock: Callable[[], float]

    def receive_message(self, phone_number: str, text: str) -> str:
        """Let a customer write a text to the team's number, which also opens the window of 24 hours.

        Args:
            phone_number: The customer's number, digits.
            text: What the customer writes.

        Returns:
            The message's id (wamid).

        """
        account = self._state.account
        message = self._state.conversations.add_inbound(
            phone_number,
            int(self._clock() * 1000),
            plugin_id=account.plugin_id,
            phone_number_id=account.phone_number_id,
            text=text,
        )
        return message.wamid

    def messages_with(self, phone_number: str) -> list[Message]:
        """Return what was sent to a customer and what the customer wrote, newest first.

        Args:
            phone_number: The customer's number, digits.

        """
        return self._state.conversations.messages_for(phone_number)

    def add_media(self, data: bytes, content_type: str, filename: str = "") -> str:
        """Keep a file as if a customer had sent it.

        Args:
            data: Its bytes.
            content_type: Its media type, such as `image/jpeg`.
            filename: Its name, for a document.

        Returns:
            Meta's media id, which `media.get` and `media.download` take.

        Example:
            >>> from chakra_async.sandbox import Sandbox
            >>> Sandbox().add_media(b"...", "image/jpeg")
            '1013859600285442'

        """
        return self._state.whatsapp.media.receive(data, content_type, filename)
