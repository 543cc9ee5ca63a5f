"""A campaign whose answers move leads on: a tap on "Yes" qualifies a lead, "No" loses it, STOP opts the person out.

The leads come from a campaign; the template's quick reply buttons have the payloads `interested` and `not_interested`. Set
CHAKRA_ACCESS_TOKEN, CHAKRA_PLUGIN_ID, CHAKRA_PHONE_NUMBER_ID and CHAKRA_WEBHOOK_SECRET, run `python campaign_answers.py`, and let
ChakraHQ's webhook point to http://your.host:8080/hooks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from chakra_async import Chakra
from chakra_async.webhooks import ButtonTapped, MessageReceived, StatusChanged, Talk, WebhookReceiver, match

if TYPE_CHECKING:
    from chakra_async.webhooks import Inbox

ANSWERS = {"interested": "qualified", "not_interested": "lost"}
"""The states of the leads, by their short ids."""
THANKS = {"interested": "Thank you! We call you today.", "not_interested": "Thank you for letting us know."}


async def move(talk: Talk, state: str) -> int:
    """Give all leads of a person another state; return how many there are."""
    number = talk.person.phone_number
    if number is None:
        return 0
    count = 0
    async for lead in talk.chakra.processes.list("lead", where={"phone_number_int": f"+{number}"}):
        await talk.chakra.processes.update("lead", lead.id or "", state=state)
        count += 1
    return count


def answers_bot(chakra: Chakra, inbox: str | Inbox, **options: object) -> WebhookReceiver:
    """Return a receiver that moves leads by what people answer."""
    receiver = WebhookReceiver(
        chakra,
        inbox=inbox,
        stop_words=("STOP",),
        **options,  # type: ignore[arg-type] # what a test sets besides
    )

    @receiver.on(ButtonTapped, match.button("interested", "not_interested"))
    async def answered(event: ButtonTapped, talk: Talk) -> None:
        if await move(talk, ANSWERS[event.button_id]):
            await talk.say(THANKS[event.button_id])

    @receiver.on(StatusChanged)
    async def undelivered(event: StatusChanged) -> None:
        status = await receiver.statuses.get(event.message_id)
        if status.failed:
            print(f"not delivered: {status.code} {status.reason}")  # noqa: T201 - an example shows something

    @receiver.on(MessageReceived)
    async def other(event: MessageReceived, talk: Talk) -> None:
        if await receiver.opt_outs.contains(event.sender):
            await move(talk, "lost")

    return receiver


if __name__ == "__main__":
    app = web.Application()
    answers_bot(Chakra(), "answers.db").add_to(app, "/hooks")
    web.run_app(app)
