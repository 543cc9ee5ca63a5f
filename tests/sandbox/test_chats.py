"""Chats and their messages, through the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import BadRequestError, Chakra, InvalidRequestError, NotFoundError
from chakra_async.models import Chat, ChatMessage

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox
    from chakra_async.sandbox.stores.conversations import Message

PHONE = "919901258433"
OTHER = "13323458424"


def sent(sandbox: Sandbox, clock: Any, digits: str, text: str, *, inbound: bool = False) -> Message:
    clock.now += 1
    conversations = sandbox._state.conversations
    add = conversations.add_inbound if inbound else conversations.add_outbound
    return add(
        digits,
        clock.milliseconds,
        plugin_id=sandbox.plugin_id,
        phone_number_id=sandbox.phone_number_id,
        text=text,
    )


async def test_a_new_sandbox_has_no_chats(chakra: Chakra) -> None:
    assert await chakra.chats.list().to_list() == []
    assert await chakra.chats.messages_for_phone_number(phone_number=PHONE).to_list() == []


async def test_a_message_is_in_its_chat_and_under_its_number(
    chakra: Chakra, sandbox: Sandbox, clock: Any
) -> None:
    first = sent(sandbox, clock, PHONE, "hello")
    sent(sandbox, clock, PHONE, "hi", inbound=True)
    sent(sandbox, clock, OTHER, "you too")
    chats = await chakra.chats.list().to_list()
    assert [chat.provider_handle for chat in chats] == [OTHER, PHONE]
    chat = chats[1]
    assert isinstance(chat, Chat)
    assert chat.latest_message is not None
    assert (chat.latest_message.text, chat.initiated_direction) == ("hi", "OUTBOUND")
    messages = await chakra.chats.messages(chat.id or "").to_list()
    assert [(message.text, message.direction) for message in messages] == [
        ("hi", "INBOUND"),
        ("hello", "OUTBOUND"),
    ]
    found = messages[1]
    assert isinstance(found, ChatMessage)
    assert found.message_id == found.external_id == first.wamid
    assert (found.chat, found.plugin, found.body) == (chat.id, sandbox.plugin_id, {"body": "hello"})
    assert found.timestamp_datetime is not None
    assert found.timestamp_datetime.year == 2023
    by_number = await chakra.chats.messages_for_phone_number(phone_number=f"+{PHONE}").to_list()
    assert by_number == messages


async def test_pages_give_every_chat_and_message_once(chakra: Chakra, sandbox: Sandbox, clock: Any) -> None:
    for number in range(7):
        sent(sandbox, clock, f"{PHONE[:-1]}{number}", "hello")
        sent(sandbox, clock, PHONE, str(number))
    chats = await chakra.chats.list(limit=3).to_list()
    assert len({chat.id for chat in chats}) == len(chats) == 7  # one of the seven numbers is the other's
    messages = await chakra.chats.messages_for_phone_number(phone_number=PHONE, limit=2).to_list()
    assert [message.text for message in messages] == ["6", "5", "4", "3", "hello", "2", "1", "0"]
    second = await chakra.with_raw_response.chats.list(page=2, limit=3)
    assert (len(second.data), second.meta) == (3, {"total": 7})


async def test_chats_are_ordered_and_searched_as_asked(chakra: Chakra, sandbox: Sandbox, clock: Any) -> None:
    for digits in (PHONE, OTHER, PHONE):
        sent(sandbox, clock, digits, "hello")

    async def handles(**options: Any) -> list[Any]:
        return [chat.provider_handle async for chat in chakra.chats.list(**options)]

    assert await handles() == [OTHER, PHONE]
    assert await handles(order_field="latestMessageTs", order_direction="desc") == [PHONE, OTHER]
    assert await handles(order_field="createdAt", order_direction="asc") == [PHONE, OTHER]
    assert await handles(search="+1 332 345") == [OTHER]
    assert await handles(search="unknown") == []
    with pytest.raises(BadRequestError, match="ordered by"):
        await handles(order_field="name")
    with pytest.raises(InvalidRequestError, match="page"):
        await handles(page=0)


async def test_a_missing_chat_is_not_found(chakra: Chakra, sandbox: Sandbox, clock: Any) -> None:
    sent(sandbox, clock, PHONE, "hello")
    with pytest.raises(NotFoundError, match="chat"):
        await chakra.chats.messages("00000000-0000-4000-8000-000000000000").to_list()


async def test_a_phone_number_is_normalized_or_refused(chakra: Chakra, sandbox: Sandbox) -> None:
    await chakra.chats.messages_for_phone_number(phone_number="+91 99012-58433").to_list()
    assert sandbox.arrivals[-1].json == {"customerPhoneNumber": PHONE, "page": 1}
    with pytest.raises(InvalidRequestError, match="phone_number"):
        await chakra.chats.messages_for_phone_number(phone_number="ann").to_list()


async def test_a_message_is_found_by_either_of_its_ids_and_keeps_its_status(
    sandbox: Sandbox, clock: Any
) -> None:
    conversations = sandbox._state.conversations
    one = sent(sandbox, clock, PHONE, "hello")
    assert conversations.message(one.id) is conversations.message(one.wamid) is one
    assert conversations.message("wamid.nothing") is None
    clock.now += 5
    conversations.set_status(one, "READ", clock.milliseconds)
    assert (one.status, one.updated, one.chat.updated) == ("READ", clock.milliseconds, clock.milliseconds)
    assert conversations.messages == [one]
