"""A bot on aiohttp that answers every text with itself.

    CHAKRA_ACCESS_TOKEN=... CHAKRA_PLUGIN_ID=... CHAKRA_WEBHOOK_SECRET=... python echo_bot.py 8080

The webhook's address is then `https://your.host/hooks`, with a proxy in front that ends TLS. Killed and started again, it
goes on where it was: no message is lost, and no answer is sent twice.
"""

from __future__ import annotations

import sys

from aiohttp import web

from chakra_async import Chakra
from chakra_async.webhooks import MediaReceived, StatusChanged, Talk, TextReceived, WebhookReceiver, match

receiver = WebhookReceiver(Chakra(), inbox="echo.db")


@receiver.on(TextReceived, match.first_contact())
async def welcome(event: TextReceived, talk: Talk) -> None:
    """Greet a person who writes for the first time."""
    await talk.say(f"Hello {event.sender.name or 'there'}! I repeat what you write.")


@receiver.on(TextReceived)
async def echo(event: TextReceived, talk: Talk) -> None:
    """Repeat the text."""
    await talk.say(event.text, reply_to=event.id)


@receiver.on(MediaReceived)
async def media(event: MediaReceived, talk: Talk) -> None:
    """Say what came."""
    await talk.say(f"That is a file of the kind {event.kind}.")


@receiver.on(StatusChanged)
async def status(event: StatusChanged) -> None:
    """Print what became of an answer that failed."""
    if event.failed:
        print("not delivered:", event.message_id, [error.code for error in event.errors])  # noqa: T201 - an example


async def health(_request: web.Request) -> web.Response:
    """Say how the receiver is, for a health check."""
    found = await receiver.health()
    return web.json_response({"ok": found.ok, "parked": found.parked}, status=200 if found.ok else 503)


def main() -> None:
    """Serve on the port that is given."""
    app = web.Application()
    app.router.add_get("/health", health)
    receiver.add_to(app, "/hooks")
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)


if __name__ == "__main__":
    main()
