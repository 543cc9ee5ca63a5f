"""People whose phone number or user id changes, or is shown later: answers go to what is theirs now, and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.webhooks import Talk, TextReceived, UserIdChanged, WebhookReceiver, match
from chakra_async.webhooks.inbox import MemoryInbox
from tests.support.deliveries import of_field, pass_through
from tests.webhooks.world import World

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox

OLD, NEW = "919911223344", "919845000002"
FIRST, SECOND = "IN.1111111111", "IN.2222222222"


class Writer:
    """A person who writes to a bot."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.world = World(sandbox, MemoryInbox())
        self.sandbox = sandbox
        self.written = 0
        for number in (OLD, NEW):
            sandbox.customer(number).says("hi")  # which opens the window at the sandbox

    async def deliver(self, body: bytes) -> None:
        await self.world.deliver(body.replace(b"694794789348887", self.sandbox.phone_number_id.encode()))

    def _message(self, kind: str, content: Any, number: str | None, user_id: str | None) -> dict[str, Any]:
        self.written += 1
        made = {
            "id": f"wamid.{self.written}",
            "timestamp": str(self.world.now() // 1000),
            "type": kind,
            kind: content,
        }
        return made | ({"from": number} if number else {}) | ({"from_user_id": user_id} if user_id else {})

    async def says(self, words: str, number: str | None, user_id: str | None) -> None:
        await self.deliver(pass_through(messages=[self._message("text", {"body": words}, number, user_id)]))

    async def moves(self) -> None:
        """Let WhatsApp report that the person has another number and another id."""
        notice = {"type": "user_changed_number", "wa_id": NEW, "user_id": SECOND}
        await self.deliver(pass_through(messages=[self._message("system", notice, OLD, FIRST)]))

    async def has_another_id(self, number: str | None) -> None:
        notice: dict[str, Any] = {"user_id": {"previous": FIRST, "current": SECOND}}
        notice |= {"wa_id": number} if number else {}
        value = {"messaging_product": "whatsapp", "user_id_update": [notice]}
        await self.deliver(of_field("user_id_update", value))

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Where the bot's messages went to, and their texts."""
        bodies = [arrival.json for arrival in self.sandbox.arrivals if arrival.operation == "messages.send"]
        return [(body.get("to") or body["recipient"], body["text"]["body"]) for body in bodies]


@pytest.fixture
def writer(sandbox: Sandbox) -> Writer:
    return Writer(sandbox)


def bot(receiver: WebhookReceiver) -> None:
    @receiver.conversation(match.text("book"))
    async def booking(talk: Talk) -> None:
        name = await talk.ask("Name?")
        day = await talk.ask("Day?")
        await talk.say(f"{name.text}, {day.text}")

    @receiver.on(TextReceived)
    async def echo(event: TextReceived, talk: Talk) -> None:
        await talk.say(f"You said {event.text}")

    @receiver.on(UserIdChanged)
    async def noted(event: UserIdChanged, talk: Talk) -> None:
        assert talk.person == event.current
        await talk.say("We know")


async def test_an_answer_does_not_go_to_a_number_that_the_person_has_left(writer: Writer) -> None:
    async with writer.world.running(bot):
        await writer.says("hi", OLD, FIRST)
        await writer.moves()
        await writer.says("here", None, SECOND)
    assert writer.sent == [(OLD, "You said hi"), (NEW, "We know"), (NEW, "You said here")]


@pytest.mark.parametrize("number", [NEW, None])
async def test_another_user_id_is_a_sign_of_another_number(writer: Writer, number: str | None) -> None:
    async with writer.world.running(bot):
        await writer.says("hi", OLD, FIRST)
        await writer.has_another_id(number)
        await writer.says("here", None, SECOND)
    there = number or SECOND
    assert writer.sent == [(OLD, "You said hi"), (there, "We know"), (there, "You said here")]


@pytest.mark.parametrize("shown", [NEW, None])
async def test_a_conversation_begins_again_at_the_number_that_the_person_has_now(
    writer: Writer, shown: str | None
) -> None:
    async with writer.world.running(bot):
        await writer.says("book", OLD, FIRST)
        await writer.moves()
        await writer.says("Asha", shown, SECOND)
        await writer.says("Asha", shown, SECOND)
        await writer.says("Monday", shown, SECOND)
        assert await writer.world.parked() == []
    asked = [(NEW, "Name?"), (NEW, "Day?"), (NEW, "Asha, Monday")]
    assert writer.sent == [(OLD, "Name?"), (NEW, "We know"), *asked]


async def test_a_conversation_with_a_user_id_begins_again_with_the_next_one(writer: Writer) -> None:
    async with writer.world.running(bot):
        await writer.says("book", None, FIRST)
        await writer.has_another_id(None)
        await writer.says("Asha", None, SECOND)
    assert writer.sent == [(FIRST, "Name?"), (SECOND, "We know"), (SECOND, "Name?")]


async def test_a_number_that_is_shown_or_hidden_in_a_conversation_changes_nothing(writer: Writer) -> None:
    async with writer.world.running(bot):
        await writer.says("book", None, FIRST)
        await writer.says("Asha", OLD, FIRST)
        await writer.says("Monday", None, FIRST)
        await writer.says("book", OLD, FIRST)
        await writer.says("Asha", None, FIRST)
        await writer.says("Monday", OLD, FIRST)
        assert await writer.world.parked() == []
    texts = ["Name?", "Day?", "Asha, Monday"]
    assert writer.sent == [(FIRST, each) for each in texts] + [(OLD, each) for each in texts]
