"""Messages with reply buttons, a list to choose from, or a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from chakra_async._core.messages import builders
from chakra_async._extras.messages.sender import REQUIRED, MessageSender
from chakra_async.models.messages import (
    InteractiveButtons,
    InteractiveList,
    InteractiveMessage,
    InteractiveUrl,
    UrlAction,
    UrlParameters,
)

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Unpack

    from chakra_async._core.messages.builders import Buttons, Header, Sections
    from chakra_async._extras.messages.sender import Sending, SendingToUser

__all__ = ["InteractiveMessages"]

R = TypeVar("R")


class InteractiveMessages(MessageSender[R]):
    """Messages with buttons, a list to choose from, or a link."""

    __slots__ = ()

    @overload
    def send_buttons(
        self,
        to: str | None,
        text: str,
        buttons: Buttons,
        *,
        header: Header = None,
        footer: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_buttons(
        self,
        *,
        text: str,
        buttons: Buttons,
        header: Header = None,
        footer: str | None = None,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_buttons(
        self,
        to: str | None = None,
        text: str = REQUIRED,
        buttons: Buttons = REQUIRED,
        *,
        header: Header = None,
        footer: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send text with one to three reply buttons.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            text: The text, of at most 1024 characters.
            buttons: Titles of at most 20 characters by their ids, which come back by webhook; or titles alone.
            header: What is shown above: text of at most 60 characters, or an image, video or document.
            footer: Small text below, of at most 60 characters.
            **sending: What every message can have; see `Sending`.

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

    @overload
    def send_list(
        self,
        to: str | None,
        text: str,
        button: str,
        sections: Sections,
        *,
        header: str | None = None,
        footer: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_list(
        self,
        *,
        text: str,
        button: str,
        sections: Sections,
        header: str | None = None,
        footer: str | None = None,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_list(
        self,
        to: str | None = None,
        text: str = REQUIRED,
        button: str = REQUIRED,
        sections: Sections = REQUIRED,
        *,
        header: str | None = None,
        footer: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send text with a button that opens a list of up to ten rows.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            text: The text, of at most 4096 characters.
            button: The text on the button, of at most 20 characters.
            sections: For each section's title its rows: titles of at most 24 characters by their ids, which come back by
                webhook; or sections with rows that have descriptions too.
            header: Text above, of at most 60 characters.
            footer: Small text below, of at most 60 characters.
            **sending: What every message can have; see `Sending`.

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

    @overload
    def send_url_button(
        self,
        to: str | None,
        text: str,
        button: str,
        url: str,
        *,
        header: Header = None,
        footer: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_url_button(
        self,
        *,
        text: str,
        button: str,
        url: str,
        header: Header = None,
        footer: str | None = None,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_url_button(
        self,
        to: str | None = None,
        text: str = REQUIRED,
        button: str = REQUIRED,
        url: str = REQUIRED,
        *,
        header: Header = None,
        footer: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send text with a button that opens a web address.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            text: The text, of at most 1024 characters.
            button: The text on the button, of at most 20 characters.
            url: The address that is opened.
            header: What is shown above: text of at most 60 characters, or an image, video or document.
            footer: Small text below, of at most 60 characters.
            **sending: What every message can have; see `Sending`.

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
