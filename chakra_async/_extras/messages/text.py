"""Text, locations, contacts and reactions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar, overload

from chakra_async._extras.messages.sender import REQUIRED, MessageSender, or_unset
from chakra_async.models.messages import (
    ContactsMessage,
    Location,
    LocationMessage,
    Reaction,
    ReactionMessage,
    Text,
    TextMessage,
)
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping, Sequence
    from typing import Unpack

    from chakra_async._extras.messages.sender import Sending, SendingToUser
    from chakra_async.models.messages import ContactCard

__all__ = ["TextMessages"]

R = TypeVar("R")


class TextMessages(MessageSender[R]):
    """Text, locations, contacts and reactions."""

    __slots__ = ()

    @overload
    def send_text(
        self,
        to: str | None,
        text: str,
        *,
        preview_url: bool = False,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_text(
        self,
        *,
        text: str,
        preview_url: bool = False,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_text(
        self,
        to: str | None = None,
        text: str = REQUIRED,
        *,
        preview_url: bool = False,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send text of at most 4096 characters.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            text: The text.
            preview_url: Whether WhatsApp shows a preview of the first link in it.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            sent = await chakra.messages.send_text("919901258433", "Hello!")
            print(sent.message_id)
            ```

        """
        content = Text(body=text, preview_url=preview_url or UNSET)
        return self._deliver(TextMessage, to, sending, text=content)

    @overload
    def reply(
        self,
        to: str | None,
        message_id: str,
        text: str,
        *,
        preview_url: bool = False,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def reply(
        self,
        *,
        message_id: str,
        text: str,
        preview_url: bool = False,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def reply(
        self,
        to: str | None = None,
        message_id: str = REQUIRED,
        text: str = REQUIRED,
        *,
        preview_url: bool = False,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Answer a message with text; the message is shown quoted above it.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            message_id: The id (wamid) of the message that is answered.
            text: The text.
            preview_url: Whether WhatsApp shows a preview of the first link in it.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.reply("919901258433", "wamid.HBgM", "We open at nine.")
            ```

        """
        sending["reply_to"] = message_id  # the keywords of this very call
        return self.send_text(to, text, preview_url=preview_url, **sending)

    @overload
    def send_location(
        self,
        to: str | None,
        latitude: float,
        longitude: float,
        *,
        name: str | None = None,
        address: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_location(
        self,
        *,
        latitude: float,
        longitude: float,
        name: str | None = None,
        address: str | None = None,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_location(
        self,
        to: str | None = None,
        latitude: float = REQUIRED,
        longitude: float = REQUIRED,
        *,
        name: str | None = None,
        address: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send a location on a map.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            latitude: Degrees north, from -90 to 90.
            longitude: Degrees east, from -180 to 180.
            name: The location's name.
            address: Its address; WhatsApp shows it only together with the name.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_location("919901258433", 12.97, 77.59, name="Our shop")
            ```

        """
        content = Location(
            latitude=latitude, longitude=longitude, name=or_unset(name), address=or_unset(address)
        )
        return self._deliver(LocationMessage, to, sending, location=content)

    @overload
    def send_contacts(
        self,
        to: str | None,
        contacts: Sequence[ContactCard | Mapping[str, Any]],
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_contacts(
        self,
        *,
        contacts: Sequence[ContactCard | Mapping[str, Any]],
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_contacts(
        self,
        to: str | None = None,
        contacts: Sequence[ContactCard | Mapping[str, Any]] = REQUIRED,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send contacts.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            contacts: The contacts; each needs a name with `formatted_name` and one of its parts.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            card = {"name": {"formatted_name": "Ada Lovelace", "first_name": "Ada"}}
            await chakra.messages.send_contacts("919901258433", [card])
            ```

        """
        given: Any = contacts
        return self._deliver(
            ContactsMessage, to, sending, contacts=[*contacts] if isinstance(given, Iterable) else given
        )

    @overload
    def react(
        self,
        to: str | None,
        message_id: str,
        emoji: str,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def react(
        self,
        *,
        message_id: str,
        emoji: str,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def react(
        self,
        to: str | None = None,
        message_id: str = REQUIRED,
        emoji: str = REQUIRED,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Put an emoji on a message, or take it away.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            message_id: The id (wamid) of the message.
            emoji: The emoji; an empty string takes the reaction away.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.react("919901258433", "wamid.HBgM", "👍")
            ```

        """
        content = Reaction(message_id=message_id, emoji=emoji)
        return self._deliver(ReactionMessage, to, sending, reaction=content)
