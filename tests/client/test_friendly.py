"""Mistakes that newcomers make are answered with what to write, and what a notebook shows is short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, InvalidRequestError, Page
from chakra_async.models import SentMessage, Text

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox


@pytest.fixture
def chakra(chakra_client: Chakra) -> Chakra:
    return chakra_client


async def test_an_awaited_listing_is_its_first_page(chakra: Chakra, sandbox: Sandbox) -> None:
    for number in range(3):
        await chakra.processes.create("lead", data={"name": f"n{number}"})
    sandbox.clear_arrivals()
    listing = chakra.processes.list("lead", limit=2)
    page = await listing
    assert isinstance(page, Page)
    assert (len(page.items), page.has_more) == (2, True)
    assert len(sandbox.arrivals) == 1
    assert len(await listing.to_list()) == 3
    assert (await chakra.processes.list("lead", limit=3)).items == await listing.to_list()


async def test_a_listing_or_page_taken_for_a_list_says_what_to_write(chakra: Chakra) -> None:
    listing: Any = chakra.chats.list()
    with pytest.raises(
        TypeError, match=r"Pages\(chats\.list\) is not a list: use `async for`, or `await` its"
    ):
        list(listing)
    page: Any = await listing
    with pytest.raises(TypeError, match=r"iterate over its \.items"):
        [item for item in page]  # noqa: C416 - it is the subject


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("message", "messages"),
        ("campaign", "campaigns"),
        ("proceses", "processes"),
        ("with_option", "with_options"),
    ],
)
def test_an_unknown_resource_is_answered_with_the_nearest(wrong: str, right: str) -> None:
    client = Chakra(token="t")  # noqa: S106
    with pytest.raises(AttributeError, match=f"has no attribute {wrong!r}; did you mean {right!r}\\?"):
        getattr(client, wrong)
    assert not hasattr(client, "zebra")


@pytest.mark.parametrize(
    ("resource", "wrong", "right"),
    [("messages", "send_txt", "send_text"), ("leads", "creat", "create"), ("templates", "fnd", "find")],
)
def test_an_unknown_method_is_answered_with_the_nearest(resource: str, wrong: str, right: str) -> None:
    client = Chakra(token="t")  # noqa: S106
    for owner in (client, client.with_raw_response):
        with pytest.raises(AttributeError, match=f"did you mean {right!r}"):
            getattr(getattr(owner, resource), wrong)


async def test_an_unknown_template_is_answered_with_the_nearest(chakra: Chakra) -> None:
    names = {template.name async for template in chakra.templates.list()}
    name = str(min(filter(None, names)))
    with pytest.raises(InvalidRequestError, match=f"did you mean .*{name!r}"):
        await chakra.templates.find(name[:-1])
    with pytest.raises(InvalidRequestError, match=r"chakra\.templates\.list\(\) lists them"):
        await chakra.templates.find("zzzzzzzzzzzz")


async def test_what_a_notebook_shows_is_short(chakra: Chakra) -> None:
    assert repr(chakra.chats.list(search="+91 99012 58433")) == "Pages(chats.list)"
    assert repr(await chakra.chats.list()) == "Page(0 items from 0)"
    assert repr(chakra.health) == "Health(check)"
    assert "send_text" in repr(chakra.messages)


def test_a_model_shows_what_it_has() -> None:
    assert repr(Text(body="hi")) == "Text(body='hi')"
    assert repr(SentMessage()) == "SentMessage()"
    assert repr(SentMessage(whatsapp_message_id="wamid.1", extra={"new": 0})) == (
        "SentMessage(whatsapp_message_id='wamid.1', extra={'new': 0})"
    )
