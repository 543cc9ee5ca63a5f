"""A FastAPI service that takes orders over WhatsApp: a receiver mounted beside the service's own routes.

    CHAKRA_ACCESS_TOKEN=... CHAKRA_PLUGIN_ID=... CHAKRA_WEBHOOK_SECRET=... uvicorn service:app

The webhook's address is then `https://your.host/hooks/`.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, FastAPI, HTTPException

from chakra_async import Chakra, ChakraError, Outcome, WindowClosedError
from chakra_async.webhooks import PreferenceChanged, Router, Talk, TextReceived, WebhookReceiver, match

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

chakra = Chakra()
receiver = WebhookReceiver(chakra, inbox="service.db")
orders = Router()


@orders.on(match.regex(r"order (?P<number>\d+)"))
async def order(event: TextReceived, talk: Talk, number: int) -> None:
    """Take an order; the step is not done again when the answer fails."""
    await talk.step("store", lambda: store(number, event.sender.key))
    await talk.say(f"Order {number} is on its way.", buttons={"stop": "Cancel it"})


@orders.on(match.button("stop"), critical=True)
async def cancelled(_event: object, talk: Talk) -> None:
    """Cancel an order; where this fails for good, the person's later messages wait for a decision."""
    await talk.say("It is cancelled.")


receiver.include(orders)


@receiver.on(PreferenceChanged)
async def preference(event: PreferenceChanged) -> None:
    """Keep what the person wants; the receiver has recorded the opt-out itself."""
    del event


async def store(number: int, person: str) -> str:
    """Store an order where the service keeps them."""
    return f"{number} of {person}"


@contextlib.asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
    """Start and close the receiver, then the client, with the service."""
    async with chakra, receiver:
        yield


app = FastAPI(lifespan=lifespan)
app.mount("/hooks", receiver)


def client() -> Chakra:
    """Return the client for a route."""
    return chakra


@app.post("/send")
async def send(to: str, text: str, chakra: Annotated[Chakra, Depends(client)]) -> dict[str, str]:
    """Send text; an error says whether it may be tried again."""
    try:
        sent = await chakra.messages.send_text(to, text)
    except WindowClosedError as error:
        raise HTTPException(409, "The person has not written within 24 hours: send a template.") from error
    except ChakraError as error:
        status = {Outcome.NOT_SENT: 503, Outcome.REFUSED: 400, Outcome.UNKNOWN: 502, Outcome.DONE: 502}[
            error.outcome
        ]
        raise HTTPException(status, error.message) from error
    return {"message_id": sent.message_id}


@app.get("/health")
async def health() -> dict[str, object]:
    """Say how the receiver is."""
    found = await receiver.health()
    if not found.ok:
        raise HTTPException(503, found.problem)
    return {"waiting": found.waiting, "parked": found.parked, "lag": found.lag}
