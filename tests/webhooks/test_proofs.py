"""What proves that a message of unknown outcome was sent, and what only seems to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.webhooks import TextReceived
from chakra_async.webhooks.inbox import EffectState, Value

if TYPE_CHECKING:
    from chakra_async.webhooks import Talk, WebhookReceiver
    from tests.webhooks.world import World

ANOTHER = "111111111111111"


async def _text(talk: Talk) -> None:
    await talk.say("Hello!")


async def _image(talk: Talk) -> None:
    await talk.image("https://example.com/offer.png")


async def _template(talk: Talk) -> None:
    await talk.template("christmas_promo_23")


def answering(answer: Any) -> Any:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def handler(event: TextReceived, talk: Talk) -> None:
            del event
            await answer(talk)

    return register


async def again(here: World) -> EffectState:
    """Handle the parked event once more; return what is then known of its call."""
    await here.inbox.redrive(now=here.now())
    here.receiver.wake()
    await here.receiver.settled()
    (sent,) = await here.inbox.effects()
    return sent.state


@pytest.mark.parametrize("answer", [_text, _image, _template])
async def test_the_status_of_a_campaigns_text_does_not_prove_an_answer_of_any_kind(
    here: World, answer: Any
) -> None:
    here.customer.says("hi")
    async with here.sandbox.client() as campaign:
        sent = await campaign.messages.send_text(f"+{here.person}", "Our offer of today")
    here.sandbox.fault("messages.send", times=1, reset="before")
    here.sandbox.fault("messages.send_template", times=1, reset="before")
    async with here.running(answering(answer)):
        await here.says("yes, please")
        await here.status(sent.message_id, "delivered")
        assert await again(here) is EffectState.UNKNOWN
        assert len(await here.parked()) == 1
        assert here.heard == ["Our offer of today"]
    here.sandbox.faults.clear()


@pytest.mark.parametrize("answer", [_text, _image])
@pytest.mark.parametrize(
    ("status", "of", "proves"),
    [
        ("sent", None, True),
        ("delivered", None, True),
        ("sent", ANOTHER, False),
        ("delivered", ANOTHER, False),
        ("failed", None, False),
        ("failed", ANOTHER, False),
    ],
)
async def test_a_status_of_another_number_of_ours_or_of_a_failure_proves_nothing(
    here: World, answer: Any, status: str, of: str | None, *, proves: bool
) -> None:
    here.sandbox.fault("messages.send", times=1, reset="before")
    here.sandbox.fault("chats.messages_for_phone_number", status=500)
    async with here.running(answering(answer)):
        await here.says("hi")
        await here.status("wamid.theirs", status, of=of)
        assert await again(here) is (EffectState.DONE if proves else EffectState.UNKNOWN)


async def test_a_message_that_failed_after_it_was_sent_was_sent(here: World) -> None:
    here.sandbox.fault("messages.send", times=1, reset="before")
    here.sandbox.fault("chats.messages_for_phone_number", status=500)
    async with here.running(answering(_text)):
        await here.says("hi")
        await here.status("wamid.theirs", "failed")
        await here.status("wamid.theirs", "sent")
        assert await again(here) is EffectState.DONE


async def test_statuses_that_an_older_version_of_this_library_kept_are_read(here: World) -> None:
    here.sandbox.fault("messages.send", times=1, reset="before")
    here.sandbox.fault("chats.messages_for_phone_number", status=500)
    async with here.running(answering(_text)) as receiver:
        await here.says("hi")
        await here.status("wamid.theirs", "sent")
        scope = f"unclaimed:phone:{here.person}"
        kept = json.loads((await here.inbox.values(scope))["unclaimed"])
        older = {each: at for each, (at, _) in kept.items()}
        value = Value(scope=scope, name="unclaimed", data=json.dumps(older).encode())
        await here.inbox.put([value], now=here.now())
        assert await receiver.statuses.unclaimed(f"phone:{here.person}", of=ANOTHER) == older
        await here.status("wamid.of-another", "sent", of=ANOTHER)
        assert await again(here) is EffectState.DONE
