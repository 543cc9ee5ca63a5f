"""A bot that books: it asks for a day and a name, over as many hours as that takes, and survives being restarted or killed meanwhile.

Set CHAKRA_ACCESS_TOKEN, CHAKRA_PLUGIN_ID, CHAKRA_PHONE_NUMBER_ID and CHAKRA_WEBHOOK_SECRET, run `python booking.py`, and let
ChakraHQ's webhook point to http://your.host:8080/hooks.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from chakra_async import Chakra
from chakra_async.webhooks import AskTimeoutError, Talk, TalkEndedError, TextReceived, WebhookReceiver, match

if TYPE_CHECKING:
    from chakra_async.webhooks import Inbox

DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday"}


def booking_bot(chakra: Chakra, inbox: str | Inbox, **options: object) -> WebhookReceiver:
    """Return a receiver that books."""
    receiver = WebhookReceiver(
        chakra,
        inbox=inbox,
        stop_words=("STOP",),
        start_words=("START",),
        pause_for_humans=timedelta(hours=12),
        **options,  # type: ignore[arg-type] # what a test sets besides
    )

    @receiver.conversation(match.text("book"), version=1, cancel=match.text("cancel"))
    async def booking(talk: Talk) -> None:
        try:
            day = await talk.choose("Which day?", DAYS)
            name = await talk.ask("In what name?", timeout=timedelta(hours=2))
        except AskTimeoutError:
            await talk.say("Write `book` when you have time.")
            return
        except TalkEndedError:
            await talk.say("Nothing was booked.")
            return
        # A call of `talk.chakra` is made once, however often this function runs.
        lead = await talk.chakra.processes.create("lead", data={"day": day, "name": name.text})
        await talk.say(
            f"Booked for {DAYS[day]}, {name.text}. Your number is {(lead.data or {}).get('lead_id')}."
        )

    @receiver.on(TextReceived)
    async def other(event: TextReceived, talk: Talk) -> None:
        del event
        await talk.say("Write `book` to book.")

    return receiver


if __name__ == "__main__":
    app = web.Application()
    booking_bot(Chakra(), "booking.db").add_to(app, "/hooks")
    web.run_app(app)
