"""Values of messages that no phone could show are refused once, with their place, before anything is sent."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import InvalidRequestError
from chakra_async.models.messages import SentMessage
from tests.support.clients import sandbox_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox

TO = "+447700900123"


@pytest.fixture
async def chakra(sandbox: Sandbox) -> AsyncIterator[Chakra]:
    async with sandbox_client(sandbox) as client:
        yield client


def location(**content: Any) -> dict[str, Any]:
    return {"to": TO, "type": "location", "location": content}


REFUSED: list[tuple[Callable[[Any], Any], str]] = [
    (
        lambda m: m.send_location(TO, Decimal("12.5"), 1),
        "location.latitude must be a number from -90 to 90, not Decimal",
    ),
    (lambda m: m.send(location(latitude=Decimal(1), longitude=1)), "location.latitude must be a number"),
    (lambda m: m.send(location(latitude=True, longitude=1)), "location.latitude must be a number"),
    (lambda m: m.send(location(latitude=float("nan"), longitude=1)), "location.latitude must be a number"),
    (lambda m: m.send(location(latitude=91, longitude=1)), "location.latitude must be a number"),
    (lambda m: m.send(location(latitude=1, longitude="180.5")), "location.longitude must be a number"),
    (lambda m: m.send_image(TO, media_id=" "), "image.id is not an id"),
    (lambda m: m.send_image(TO, media_id="\t"), "image.id is not an id"),
    (lambda m: m.send_document(TO, media_id=0), "document.id is not an id"),
    (lambda m: m.send_image(TO, media_id=-1), "image.id must be a string"),
    (lambda m: m.send_image(TO, media_id=True), "image.id must be a string"),
    (lambda m: m.send_text(TO, ""), "text.body is empty"),
    (lambda m: m.send_text(TO, " \n\t"), "text.body is blank"),
    (lambda m: m.send_text(TO, "\u200b\u00a0"), "text.body is blank"),
    (lambda m: m.send_text(TO, "\0"), "text.body is blank"),
    (lambda m: m.send_text(TO, "a\0b"), "text.body contains a NUL character"),
    (lambda m: m.send_template(TO, template_name="x", mapping={"1": "a\0b"}), "contains a control character"),
    (
        lambda m: m.send_template(TO, template_name="x", mapping={"1": "a\x1bb"}),
        "contains a control character",
    ),
    (
        lambda m: m.send_template(TO, template_name="x", mapping={"1": "a\x7fb"}),
        "contains a control character",
    ),
]


@pytest.mark.parametrize(("send", "words"), REFUSED, ids=[words for _, words in REFUSED])
async def test_a_value_that_cannot_be_shown_does_not_leave(
    sandbox: Sandbox, chakra: Chakra, send: Callable[[Any], Any], words: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await send(chakra.messages)
    assert words in str(caught.value)
    assert not sandbox.arrivals


@pytest.mark.parametrize("content", [{}, {"latitude": None, "longitude": None}, {"name": "x"}])
async def test_a_missing_member_is_named_once(chakra: Chakra, content: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await chakra.messages.send(location(**content))
    assert str(caught.value).count("latitude") == 1
    assert str(caught.value).count("longitude") == 1


@pytest.mark.parametrize(
    ("name", "near"), [("timeout", "timeouts"), ("reply", "reply_to"), ("phone_number", "phone_number_id")]
)
async def test_a_misspelt_option_of_a_message_is_named_with_the_nearest(
    chakra: Chakra, name: str, near: str
) -> None:
    with pytest.raises(TypeError, match=f"does not take {name}=; did you mean {near}="):
        await chakra.messages.send_text(TO, "x", **{name: "3"})


@pytest.mark.parametrize(
    "text", ["a\nb", " x", "\u2764\ufe0f", "\u0928\u092e\u0938\u094d\u0924\u0947", "0", "."]
)
async def test_a_text_of_any_kind_is_sent(chakra: Chakra, text: str) -> None:
    assert isinstance(await chakra.messages.send_text(TO, text), SentMessage)


@pytest.mark.parametrize(("latitude", "longitude"), [(-90, 180), ("12.97", "77.59"), (0, 0.0)])
async def test_degrees_are_taken_as_numbers_and_strings(
    chakra: Chakra, latitude: Any, longitude: Any
) -> None:
    assert isinstance(
        await chakra.messages.send(location(latitude=latitude, longitude=longitude)), SentMessage
    )
