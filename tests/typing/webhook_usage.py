"""A user's receiver as it must type: a handler's argument has the class that it is for. It is read, never run."""

# pyright: strict

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, assert_type

from chakra_async import Chakra
from chakra_async.models.webhooks import InboundMedia
from chakra_async.webhooks import (
    ButtonTapped,
    Event,
    Filter,
    Match,
    MediaReceived,
    MessageReceived,
    Person,
    Quiet,
    Router,
    StatusChanged,
    TextReceived,
    WebhookReceiver,
    match,
    parse,
    sign,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

receiver = WebhookReceiver(Chakra(), secrets={"new": "a", "old": "b"}, inbox="inbox.db")
router = Router()


@receiver.on(TextReceived)
async def texts(event: TextReceived) -> None:
    assert_type(event.text, str)
    assert_type(event.sender, Person)
    assert_type(event.at, datetime)


@receiver.on(TextReceived, match.text("hi"))
async def greet(event: TextReceived) -> str:
    return event.text


@receiver.on(MessageReceived, match.text("hi") & match.number("1"))
async def narrowed(event: TextReceived) -> None:
    assert_type(event.text, str)


@receiver.on(match.button("yes"))
async def tapped(event: ButtonTapped) -> None:
    assert_type(event.button_id, str)


@receiver.on(match.text("hi") | match.button("hi"))
async def either(event: TextReceived | ButtonTapped) -> None:
    if isinstance(event, TextReceived):
        assert_type(event.text, str)


@receiver.on(match.media("image/*"))
async def media(event: MediaReceived) -> None:
    assert_type(event.media, InboundMedia)
    assert_type(event.caption, str | None)


@receiver.on(match.regex(r"order (?P<order>\d+)"))
async def order(event: TextReceived, order: int) -> None:
    assert_type(order, int)


@receiver.on(MessageReceived, gather=Quiet(8, at_most=45))
async def gathered(events: Sequence[MessageReceived]) -> None:
    assert_type(events[0], MessageReceived)


@router.on(StatusChanged, match.number("1"), critical=True)
async def status(event: StatusChanged) -> None:
    assert_type(event.status, str)


@router.on(StatusChanged, lambda event: event.status == "failed")
async def failed(event: Event) -> None:
    assert_type(event.id, str)


@receiver.around
async def timed(event: Event, handle: Callable[[], Awaitable[None]]) -> None:
    await handle()


def others(body: bytes) -> None:
    receiver.include(router)
    assert_type(parse(body), list[Event])
    assert_type(sign(body, "s"), str)
    assert_type(verify(body, {"X-Chakra-Signature-256": "x"}, ["s"]), str)
    assert_type(match.text("a") & match.first_contact(), Match[TextReceived])
    assert_type(match.first_contact() & match.number("1") & match.text("a"), Match[TextReceived])
    assert_type(~match.text("a"), Filter)
