"""A method for each kind of message, over the one operation that sends them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async._core.messages.template_check import refuse_problems, template_problems
from chakra_async._extras.messages.files import FileMessages, or_unset
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

    from chakra_async._core.messages.template_check import TemplateFilling
    from chakra_async._extras.messages.interactive import Sending
    from chakra_async.models.chats import ChatMessage
    from chakra_async.models.messages import ContactCard, SentMessage
    from chakra_async.models.templates import Template
    from chakra_async.settings import Timeouts

__all__ = ["Messages"]


class Messages(FileMessages):
    """WhatsApp messages, of every type.

    All but templates reach a user only within 24 hours of the user's last message; else Meta refuses them with 131047
    (`WindowClosedError`). Each method that sends takes, by name, `reply_to` (the wamid of the message it answers), `tag`
    (a text of yours for its status webhooks), `plugin_id`, `phone_number_id`, `whatsapp_api_version` and `timeouts`, and
    returns a `SentMessage`, whose `message_id` is the wamid. None is repeated when its outcome is unknown. What Meta
    would refuse whole, such as a text of more than 4096 characters, raises `InvalidRequestError` and is not sent.

    The facts are Meta's (https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages), whose bodies
    ChakraHQ passes on (https://apidocs.chakrahq.com/api-11313675).
    """

    __slots__ = ()

    def send_text(
        self, to: str, text: str, *, preview_url: bool = False, **sending: Unpack[Sending]
    ) -> Coroutine[Any, Any, SentMessage]:
        """Send a text of at most 4096 characters.

        Args:
            to: The recipient's phone number with its country code.
            text: The text.
            preview_url: Whether WhatsApp shows a preview of the first link in it.
            **sending: See the class.

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

    def reply(
        self, to: str, message_id: str, text: str, *, preview_url: bool = False, **sending: Unpack[Sending]
    ) -> Coroutine[Any, Any, SentMessage]:
        """Answer a message with a text; the message is shown quoted above it.

        Args:
            to: The recipient's phone number with its country code.
            message_id: The id (wamid) of the message that is answered.
            text: The text.
            preview_url: Whether WhatsApp shows a preview of the first link in it.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.reply("919901258433", "wamid.HBgM", "We open at nine.")
            ```

        """
        sending["reply_to"] = message_id  # the keywords of this very call, which nobody else holds
        return self.send_text(to, text, preview_url=preview_url, **sending)

    def send_location(
        self,
        to: str,
        latitude: float,
        longitude: float,
        *,
        name: str | None = None,
        address: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, SentMessage]:
        """Send a place on a map.

        Args:
            to: The recipient's phone number with its country code.
            latitude: Degrees north, from -90 to 90.
            longitude: Degrees east, from -180 to 180.
            name: The place's name.
            address: Its address; WhatsApp shows it only together with the name.
            **sending: See the class.

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

    def send_contacts(
        self, to: str, contacts: Sequence[ContactCard | Mapping[str, Any]], **sending: Unpack[Sending]
    ) -> Coroutine[Any, Any, SentMessage]:
        """Send address cards.

        Args:
            to: The recipient's phone number with its country code.
            contacts: The cards; each needs a name with `formatted_name` and one of its parts.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            card = {"name": {"formatted_name": "Ada Lovelace", "first_name": "Ada"}}
            await chakra.messages.send_contacts("919901258433", [card])
            ```

        """
        return self._deliver(ContactsMessage, to, sending, contacts=list(contacts))

    def send_checked_template(
        self,
        phone_number: str,
        template: Template,
        *,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        timeouts: Timeouts | None = None,
        **filling: Unpack[TemplateFilling],
    ) -> Coroutine[Any, Any, ChatMessage]:
        """Send a template as it was listed, if what fills it fits; name and language are the template's.

        Args:
            phone_number: The recipient's phone number with its country code.
            template: The template, from `templates.find` or a listing; one serves any number of messages.
            plugin_id: The id of the WhatsApp plugin; without it, the client's.
            phone_number_id: Meta's id of the number to send from; without it, the client's.
            timeouts: Time limits of this call, instead of the client's.
            **filling: What fills the template, under the names that `send_template` has for it.

        Raises:
            InvalidRequestError: Something is missing, superfluous or of another kind than the template's; nothing was
                sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            template = await chakra.templates.find("order_update", language="pt_BR")
            await chakra.messages.send_checked_template(
                "919901258433", template, mapping={"1": "Ted", "2": "segunda"}
            )
            ```

        """
        refuse_problems(template, template_problems(template, filling))
        return self.send_template(
            phone_number,
            template_name=template.name or "",
            language=template.language or UNSET,
            plugin_id=plugin_id,
            phone_number_id=phone_number_id,
            timeouts=timeouts,
            **filling,
        )

    def react(
        self, to: str, message_id: str, emoji: str, **sending: Unpack[Sending]
    ) -> Coroutine[Any, Any, SentMessage]:
        """Put an emoji on a message, or take it away.

        Args:
            to: The recipient's phone number with its country code.
            message_id: The id (wamid) of the message.
            emoji: The emoji; an empty text takes the reaction away.
            **sending: See the class.

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
