"""Messages that show what a business has, or ask the user for something: carousels, the catalogue, a number, a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from chakra_async._core.messages import builders
from chakra_async._extras.messages.sender import REQUIRED, MessageSender
from chakra_async.models.messages import (
    CallPermissionRequestAction,
    CatalogAction,
    CatalogParameters,
    ContactRequestAction,
    InteractiveCallPermission,
    InteractiveCarousel,
    InteractiveCatalog,
    InteractiveContactRequest,
    InteractiveMessage,
)
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from typing import Unpack

    from chakra_async._extras.messages.sender import Sending, SendingToUser
    from chakra_async.models.messages import CarouselCard

__all__ = ["RequestMessages"]

R = TypeVar("R")


class RequestMessages(MessageSender[R]):
    """Carousels, the catalogue, and requests for the user's number or for permission to call."""

    __slots__ = ()

    @overload
    def send_carousel(
        self, to: str | None, text: str, cards: Sequence[CarouselCard], **sending: Unpack[Sending]
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_carousel(
        self, *, text: str, cards: Sequence[CarouselCard], **sending: Unpack[SendingToUser]
    ) -> Coroutine[Any, Any, R]: ...

    def send_carousel(
        self,
        to: str | None = None,
        text: str = REQUIRED,
        cards: Sequence[CarouselCard] = REQUIRED,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send text with two to ten cards beside each other.

        All cards have the same kind and number of buttons: one that opens an address, or reply buttons, whose ids come back by
        webhook. Cards of products are all of one catalogue.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            text: The text above the cards, of at most 1024 characters.
            cards: The cards from left to right: `types.card(...)`, `types.product_card(...)`, models or mappings. They are
                numbered here.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            from chakra_async.types import card

            teas = [
                card(image="https://example.com/1.png", text="Assam", buttons={"assam": "Take it"}),
                card(image="https://example.com/2.png", text="Nilgiri", buttons={"nilgiri": "Take it"}),
            ]
            await chakra.messages.send_carousel("919901258433", "Our teas", teas)
            ```

        """
        content = InteractiveCarousel(body=builders.body(text), action=builders.carousel(cards))
        return self._deliver(InteractiveMessage, to, sending, interactive=content)

    @overload
    def send_catalog(
        self,
        to: str | None,
        text: str,
        *,
        footer: str | None = None,
        thumbnail: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_catalog(
        self,
        *,
        text: str,
        footer: str | None = None,
        thumbnail: str | None = None,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_catalog(
        self,
        to: str | None = None,
        text: str = REQUIRED,
        *,
        footer: str | None = None,
        thumbnail: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send text with a button that opens the catalogue of the number.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            text: The text, of at most 1024 characters.
            footer: Small text below, of at most 60 characters.
            thumbnail: The product whose image is shown, by its id in the catalogue; the first one without it.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_catalog("919901258433", "All our teas", thumbnail="tea-1")
            ```

        """
        shown = UNSET if thumbnail is None else CatalogParameters(thumbnail_product_retailer_id=thumbnail)
        content = InteractiveCatalog(
            body=builders.body(text),
            footer=builders.footer(footer),
            action=CatalogAction(parameters=shown),
        )
        return self._deliver(InteractiveMessage, to, sending, interactive=content)

    @overload
    def request_contact(
        self, to: str | None, text: str, **sending: Unpack[Sending]
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def request_contact(self, *, text: str, **sending: Unpack[SendingToUser]) -> Coroutine[Any, Any, R]: ...

    def request_contact(
        self, to: str | None = None, text: str = REQUIRED, **sending: Unpack[Sending]
    ) -> Coroutine[Any, Any, R]:
        """Ask a user whose phone number is not known to share it; the answer is a contact that comes by webhook.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            text: The text, of at most 1024 characters, such as why the number is needed.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.request_contact(
                recipient="IN.13491208655302741918", text="May we call you about the delivery?"
            )
            ```

        """
        content = InteractiveContactRequest(body=builders.body(text), action=ContactRequestAction())
        return self._deliver(InteractiveMessage, to, sending, interactive=content)

    @overload
    def request_call_permission(
        self, to: str | None, text: str | None = None, **sending: Unpack[Sending]
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def request_call_permission(
        self, *, text: str | None = None, **sending: Unpack[SendingToUser]
    ) -> Coroutine[Any, Any, R]: ...

    def request_call_permission(
        self, to: str | None = None, text: str | None = None, **sending: Unpack[Sending]
    ) -> Coroutine[Any, Any, R]:
        """Ask the user for permission to be called; `calling.get_permissions` returns the answer.

        Meta limits how often this can be asked.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            text: The text, of at most 1024 characters, which says why; Meta advises to give one.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.request_call_permission("919901258433", "We would call you about your order.")
            ```

        """
        content = InteractiveCallPermission(
            body=UNSET if text is None else builders.body(text), action=CallPermissionRequestAction()
        )
        return self._deliver(InteractiveMessage, to, sending, interactive=content)
