"""A user's mistakes with a receiver: each marked line must be an error to a type checker, and no other line may be one."""

# pyright: strict

from __future__ import annotations

from typing import TYPE_CHECKING

from chakra_async import Chakra
from chakra_async.webhooks import ButtonTapped, MessageReceived, Quiet, TextReceived, WebhookReceiver, match

if TYPE_CHECKING:
    from collections.abc import Sequence

receiver = WebhookReceiver(Chakra(), secrets="s")


async def on_button(event: ButtonTapped) -> None: ...


async def on_text(event: TextReceived) -> None: ...


async def on_texts(events: Sequence[TextReceived]) -> None: ...


def not_async(event: TextReceived) -> None: ...


def wrong() -> None:
    receiver.on(TextReceived)(on_button)  # error: another class
    receiver.on(MessageReceived)(on_text)  # error: narrower than what it gets
    receiver.on(MessageReceived, match.text("a"))(on_button)  # error: the filter is for text
    receiver.on(match.button("a"))(on_text)  # error: the filter is for buttons
    receiver.on(TextReceived)(not_async)  # error: not a coroutine function
    receiver.on(TextReceived)(on_texts)  # error: it gathers nothing
    receiver.on(TextReceived, gather=Quiet(8))(on_text)  # error: it gets several
    receiver.on(TextReceived, gather=8)(on_text)  # error: not a Quiet
    receiver.on(str)(on_text)  # error: not a class of events
    receiver.on(TextReceived, "hi")(on_text)  # error: not a filter
    match.text(7)  # error: not a string
    match.text("a") & 7  # error: not a filter
    WebhookReceiver(Chakra(), max_bodies=1)  # error: no such argument


def members(event: MessageReceived) -> str:
    return event.text  # error: a message need not be text
