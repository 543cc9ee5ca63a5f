"""The methods of `chakra.messages`: the generated ones, and one for each kind of message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async._core.response import Response
from chakra_async._extras.messages.files import FileMessages
from chakra_async._extras.messages.interactive import InteractiveMessages
from chakra_async._extras.messages.receipts import ReadReceipts
from chakra_async._extras.messages.requests import RequestMessages
from chakra_async._extras.messages.templates import CheckedTemplates, TemplateMessages
from chakra_async._extras.messages.text import TextMessages
from chakra_async.errors import ResponseError
from chakra_async.models.chats import ChatMessage
from chakra_async.models.messages import SentMessage
from chakra_async.outcomes import Outcome
from chakra_async.resources.messages import MessagesBase, RawMessagesBase

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Unpack

    from chakra_async._extras.messages.sender import SendingNumber

__all__ = ["Messages", "RawMessages"]


class Messages(
    MessagesBase,
    TextMessages[SentMessage],
    FileMessages[SentMessage],
    InteractiveMessages[SentMessage],
    RequestMessages[SentMessage],
    TemplateMessages[SentMessage],
    CheckedTemplates[ChatMessage],
    ReadReceipts,
):
    """WhatsApp messages, of every type.

    All but templates reach a user only within 24 hours of the user's last message; else Meta refuses them with 131047
    (`WindowClosedError`). Each method that sends takes `to`, a phone number, or `recipient`, the user id
    (BSUID) of a user whose number is not known. By name it also takes `reply_to` (the wamid of the message it answers),
    `tag` (a string of yours for its status webhooks), `plugin_id`, `phone_number_id`, `whatsapp_api_version` and
    `timeouts`. It returns a `SentMessage`, whose `message_id` is the wamid. None is retried when its outcome is unknown. What Meta
    would refuse whole, such as text of more than 4096 characters, raises `InvalidRequestError` and is not sent.

    The facts are Meta's (https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages), whose bodies
    ChakraHQ passes on (https://apidocs.chakrahq.com/api-11313675).
    """

    __slots__ = ()
    __module__ = "chakra_async.resources"

    async def mark_read(
        self, message_id: str, *, typing: bool = False, **number: Unpack[SendingNumber]
    ) -> None:
        """Mark a message that came in as read, and with it all before it.

        Doing it twice equals doing it once, so it is retried when its outcome is unknown. What ChakraHQ answers is not
        documented; any answer that is not an error is accepted.

        Args:
            message_id: The id (wamid) of the message.
            typing: Whether the user is also shown that an answer is being written.
            **number: Through which number, and time limits; see `SendingNumber`.

        Raises:
            InvalidRequestError: `message_id` is empty.
            ChakraError: The call failed.

        Example:
            ```python
            await chakra.messages.mark_read("wamid.HBgM", typing=True)
            ```

        """
        try:
            await self._mark(message_id, typing=typing, **number)
        except ResponseError as error:
            if error.outcome is not Outcome.DONE:
                raise
            # It was done, and nothing in the answer is needed.


class RawMessages(
    RawMessagesBase,
    TextMessages[Response[SentMessage]],
    FileMessages[Response[SentMessage]],
    InteractiveMessages[Response[SentMessage]],
    RequestMessages[Response[SentMessage]],
    TemplateMessages[Response[SentMessage]],
    CheckedTemplates[Response[ChatMessage]],
    ReadReceipts,
):
    """The methods of `Messages`, each with its whole `Response`: `chakra.with_raw_response.messages`."""

    __slots__ = ()
    __module__ = "chakra_async.resources"

    def mark_read(
        self, message_id: str, *, typing: bool = False, **number: Unpack[SendingNumber]
    ) -> Coroutine[Any, Any, Response[Any]]:
        """Call `Messages.mark_read`, and return its whole `Response`.

        Raises:
            ResponseError: The answer cannot be read; with the outcome `done` the message was marked nevertheless.

        """
        return self._mark(message_id, typing=typing, **number)
