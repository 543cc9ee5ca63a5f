"""A bot that books a day, as an ASGI application: `uvicorn booking_bot:service --factory`.

It needs CHAKRA_ACCESS_TOKEN, CHAKRA_PLUGIN_ID, CHAKRA_PHONE_NUMBER_ID and CHAKRA_WEBHOOK_SECRET in the environment.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chakra_async import Chakra
from chakra_async.webhooks import AskTimeoutError, Talk, TextReceived, WebhookReceiver, match

DAYS = {"mon": "Monday", "tue": "Tuesday"}


def booking_bot(chakra: Chakra, **options: Any) -> WebhookReceiver:
    """Return the bot's receiver; a test gives it the options of its sandbox."""
    receiver = WebhookReceiver(chakra, **options)

    @receiver.conversation(match.text("book"))
    async def booking(talk: Talk) -> None:
        try:
            day = await talk.choose("Which day?", DAYS, timeout=timedelta(hours=2))
        except AskTimeoutError:
            await talk.say("Write `book` when you have time.")
            return
        await talk.chakra.leads.create(data={"day": day})
        await talk.say(f"Booked for {DAYS[day]}.")

    @receiver.on(TextReceived)
    async def other(event: TextReceived, talk: Talk) -> None:
        del event
        await talk.say("Write `book` to book.")

    return receiver


def service() -> WebhookReceiver:
    """Return the application for a server."""
    return booking_bot(Chakra(), inbox="booking.db")
