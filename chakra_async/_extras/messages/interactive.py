"""Messages with something to press or choose, read receipts, and what every sending method shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypedDict, cast

import attrs

from chakra_async._core import arguments
from chakra_async._core.messages import builders, validation
from chakra_async._core.operation import NO_OPTIONS, Options
from chakra_async.errors import ResponseError
from chakra_async.models.messages import (
    InteractiveButtons,
    InteractiveList,
    InteractiveMessage,
    InteractiveUrl,
    ReadReceipt,
    TypingIndicator,
    UrlAction,
    UrlParameters,
)
from chakra_async.outcomes import Outcome
from chakra_async.resources import messages as generated
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Unpack

    from chakra_async._core.messages.builders import Buttons, Header, Sections
    from chakra_async._core.operation import Operation
    from chakra_async.models.messages import SentMessage
    from chakra_async.settings import Timeouts

__all__ = ["Interactives", "Place", "Sending"]


class Place(TypedDict, total=False):
    """Through which number a call goes, and its time limits; without them the client's are taken."""

    plugin_id: str | None
    phone_number_id: str | None
    whatsapp_api_version: str | None
    timeouts: Timeouts | None


class Sending(Place, total=False):
    """What every message can have: `reply_to`, the wamid it answers, and `tag`, your own text for its webhooks."""

    reply_to: str | None
    tag: str | None


_MARK_READ: Final[Operation[Any]] = attrs.evolve(
    generated._SEND,  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] # the same operation on the wire
    name="messages.mark_read",
    repeatable=True,
    sends=False,
    evidence="seen-in-code",
    returns=Any,
)


class Interactives(generated.Messages):
    """The messages with something to press or choose."""

    __slots__ = ()

    def send_buttons(
        self,
        to: str,
        text: str,
        buttons: Buttons,
        *,
        header: Header = None,
        footer: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, SentMessage]:
        """Send a text with one to three reply buttons.

        Args:
            to: The recipient's phone number with its country code.
            text: The text, of at most 1024 characters.
            buttons: Titles of at most 20 characters by their ids, which come back by webhook; or titles alone.
            header: What stands above: a text of at most 60 characters, or a picture, video or file.
            footer: A small text below, of at most 60 characters.
            **sending: As of every message.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_buttons("919901258433", "Shall we call you?", {"yes": "Yes", "no": "No"})
            ```

        """
        content = InteractiveButtons(
            header=builders.header(header),
            body=builders.body(text),
            footer=builders.footer(footer),
            action=builders.buttons(buttons),
        )
        return self._deliver(InteractiveMessage, to, sending, interactive=content)

    def send_list(
        self,
        to: str,
        text: str,
        button: str,
        sections: Sections,
        *,
        header: str | None = None,
        footer: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, SentMessage]:
        """Send a text with a button that opens a list of up to ten rows.

        Args:
            to: The recipient's phone number with its country code.
            text: The text, of at most 4096 characters.
            button: The text on the button, of at most 20 characters.
            sections: For each section's title its rows: titles of at most 24 characters by their ids, which come back by
                webhook; or sections with rows that have descriptions too.
            header: A text above, of at most 60 characters.
            footer: A small text below, of at most 60 characters.
            **sending: As of every message.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            hours = {"Morning": {"9": "Nine", "10": "Ten"}, "Evening": {"18": "Six"}}
            await chakra.messages.send_list("919901258433", "When shall we call?", "Choose", hours)
            ```

        """
        content = InteractiveList(
            header=builders.header(header),
            body=builders.list_body(text),
            footer=builders.footer(footer),
            action=builders.list_action(button, sections),
        )
        return self._deliver(InteractiveMessage, to, sending, interactive=content)

    def send_url_button(
        self,
        to: str,
        text: str,
        button: str,
        url: str,
        *,
        header: Header = None,
        footer: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, SentMessage]:
        """Send a text with a button that opens a web address.

        Args:
            to: The recipient's phone number with its country code.
            text: The text, of at most 1024 characters.
            button: The text on the button, of at most 20 characters.
            url: The address that is opened.
            header: What stands above: a text of at most 60 characters, or a picture, video or file.
            footer: A small text below, of at most 60 characters.
            **sending: As of every message.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_url_button("919901258433", "Your offer", "Look", "https://example.com/offer")
            ```

        """
        content = InteractiveUrl(
            header=builders.header(header),
            body=builders.body(text),
            footer=builders.footer(footer),
            action=UrlAction(parameters=UrlParameters(display_text=button, url=url)),
        )
        return self._deliver(InteractiveMessage, to, sending, interactive=content)

    async def mark_read(self, message_id: str, *, typing: bool = False, **place: Unpack[Place]) -> None:
        """Mark a message that came in as read, and with it all before it.

        Doing it twice equals doing it once, so it is repeated when its outcome is unknown. What ChakraHQ answers is not
        documented; any answer that is no error is taken.

        Args:
            message_id: The id (wamid) of the message.
            typing: Whether the user is also shown that an answer is being written.
            **place: Through which number, and time limits.

        Raises:
            InvalidRequestError: `message_id` is empty.
            ChakraError: The call failed.

        Example:
            ```python
            await chakra.messages.mark_read("wamid.HBgM", typing=True)
            ```

        """
        receipt = ReadReceipt(message_id=message_id, typing_indicator=TypingIndicator() if typing else UNSET)
        await self._mark(receipt, **place)

    async def _mark(
        self,
        receipt: ReadReceipt,
        *,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        whatsapp_api_version: str | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        try:
            await self._call(
                _MARK_READ,
                path={
                    "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                    "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                    "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
                },
                body=validation.message(receipt, "message"),
                options=NO_OPTIONS if timeouts is None else Options(timeouts=timeouts),
            )
        except ResponseError as error:
            if error.outcome is not Outcome.DONE:
                raise
            # It was done, and there is nothing in the answer that anybody waits for.

    def _deliver(
        self, kind: Callable[..., Any], to: str, sending: Sending, **content: Any
    ) -> Coroutine[Any, Any, SentMessage]:
        place: dict[str, Any] = {**sending}
        who = builders.addressed(to, place.pop("reply_to", None), place.pop("tag", None))
        # A misspelt keyword is refused here, by the signature of `send`, and never left out silently.
        return self.send(kind(**who, **content), **cast("Place", place))
