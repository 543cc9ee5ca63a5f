"""A user with a username and no number: their messages are handled in both formats, answered, and the statuses joined."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import InvalidRequestError
from chakra_async.webhooks import StatusChanged, Talk, TextReceived, WebhookReceiver
from chakra_async.webhooks.inbox import MemoryInbox
from tests.support.deliveries import chakra_event, pass_through
from tests.webhooks.world import World

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox

USER = "IN.13491208655302741918"
CONTACT = {"profile": {"name": "Asha", "username": "asha"}, "user_id": USER}


def message(wamid: str, words: str) -> dict[str, Any]:
    return {
        "from_user_id": USER,
        "id": wamid,
        "timestamp": "1756322278",
        "type": "text",
        "text": {"body": words},
    }


@pytest.mark.parametrize("form", ["pass_through", "chakra"])
async def test_the_message_is_answered_by_the_user_id_and_its_status_joined(
    sandbox: Sandbox, form: str
) -> None:
    world = World(sandbox, MemoryInbox())
    statuses: list[StatusChanged] = []
    refused: list[InvalidRequestError] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            await talk.say(f"Hello {event.sender.name}!")
            try:
                await talk.template("welcome")
            except InvalidRequestError as error:
                refused.append(error)

        @receiver.on(StatusChanged)
        async def status(event: StatusChanged) -> None:
            statuses.append(event)

    body = (
        pass_through(messages=[message("wamid.1", "hi")], contacts=[CONTACT]).replace(
            b"694794789348887", sandbox.phone_number_id.encode()
        )
        if form == "pass_through"
        else chakra_event("message", message=message("wamid.1", "hi"), contacts=[CONTACT])
    )
    async with world.running(register):
        await world.deliver(body)
        [sent] = [arrival for arrival in sandbox.arrivals if arrival.operation == "messages.send"]
        given = json.loads(sent.content)
        assert (given["recipient"], given["text"]["body"], "to" in given) == (USER, "Hello Asha!", False)
        assert sent.status == 200
        assert len(refused) == 1
        [effect] = await world.inbox.effects(limit=10)
        report = {"id": effect.message_id, "status": "delivered", "recipient_user_id": USER}
        await world.deliver(pass_through(statuses=[report], contacts=[CONTACT]))
        assert [(one.message_id, one.sender.user_id, one.sender.name) for one in statuses] == [
            (effect.message_id, USER, "Asha")
        ]
