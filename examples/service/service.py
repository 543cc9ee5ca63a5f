"""A FastAPI service that takes orders over WhatsApp: a receiver mounted beside the service's own routes.

    CHAKRA_ACCESS_TOKEN=... CHAKRA_PLUGIN_ID=... CHAKRA_WEBHOOK_SECRET=... uvicorn service:app

The webhook's address is then `https://your.host/hooks/`.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, FastAPI, HTTPException

from chakra_async import (
    Chakra,
    ChakraError,
    InvalidRequestError,
    Outcome,
    RateLimitedError,
    WindowClosedError,
)
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


def status_of(error: ChakraError) -> int:
    """Return the HTTP status that says what the caller may do: only a 503 may be tried again."""
    if isinstance(error, InvalidRequestError):
        return 422
    if isinstance(error, WindowClosedError):
        return 409
    if isinstance(error, RateLimitedError) or error.outcome is Outcome.NOT_SENT:
        return 503
    return 502


@app.post("/send")
async def send(to: str, text: str, chakra: Annotated[Chakra, Depends(client)]) -> dict[str, str]:
    """Send text; an error says whether it may be tried again."""
    try:
        sent = await chakra.messages.send_text(to, text)
    except ChakraError as error:
        raise HTTPException(status_of(error), error.message) from error
    return {"message_id": sent.message_id}


@app.get("/health")
async def health() -> dict[str, object]:
    """Say how the receiver is."""
    found = await receiver.health()
    if not found.ok:
        raise HTTPException(503, found.problem)
    return {"waiting": found.waiting, "parked": found.parked, "lag": found.lag}
