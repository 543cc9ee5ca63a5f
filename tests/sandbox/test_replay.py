"""Recorded deliveries, masked, played into a receiver and a sandbox as if they came now."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import SettingsError
from chakra_async.sandbox import Sandbox
from chakra_async.webhooks import (
    Event,
    ImageReceived,
    MemoryInbox,
    MessageReceived,
    StatusChanged,
    TextReceived,
    WebhookReceiver,
)
from chakra_async.webhooks.anonymous import Anonymous
from tests.support.deliveries import chakra_event, pass_through, text

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.testing import Bots, Customers
    from chakra_async.webhooks import Talk

ASHA, RAVI = "919911223344", "5215555550123"
RECORDED = datetime(2026, 8, 1, 9, tzinfo=UTC)
LATER = (
    timedelta(),
    timedelta(seconds=40),
    timedelta(hours=2),
    timedelta(hours=2, minutes=1),
    timedelta(hours=30),
)


def contact(number: str, name: str) -> list[dict[str, Any]]:
    return [{"profile": {"name": name}, "wa_id": number}]


def deliveries() -> list[bytes]:
    at = [str(int((RECORDED + later).timestamp())) for later in LATER]
    image = {
        "from": ASHA,
        "id": "wamid.image",
        "timestamp": at[2],
        "type": "image",
        "image": {"id": "1013859600285999", "mime_type": "image/jpeg", "caption": "My order"},
    }
    status = {"id": "wamid.ours", "status": "read", "timestamp": at[3], "recipient_id": ASHA}
    return [
        pass_through(
            contacts=contact(ASHA, "Asha Rao"),
            messages=[text("Where is it?", wamid="wamid.1", sender=ASHA, at=at[0])],
        ),
        chakra_event(
            "message",
            wabaId="83784929738012",
            externalId="wamid.2",
            timestamp=int(at[1]) * 1000,
            message=text("Hola", wamid="wamid.2", sender=RAVI, at=at[1]),
            contacts=contact(RAVI, "Ravi"),
        ),
        pass_through(contacts=contact(ASHA, "Asha Rao"), messages=[image]),
        pass_through(statuses=[status]),
        pass_through(
            contacts=contact(ASHA, "Asha Rao"),
            messages=[text("Hello?", wamid="wamid.3", sender=ASHA, at=at[4])],
        ),
    ]


def export(path: Path, *, masked: bool = True) -> Path:
    """Write what `chakra inbox export` writes."""
    anonymous = Anonymous()
    lines = []
    for number, (body, later) in enumerate(zip(deliveries(), LATER, strict=True), 1):
        delivery = json.loads(body)
        received = (RECORDED + later).isoformat(timespec="seconds")
        shown = anonymous.delivery(delivery) if masked else delivery
        lines.append(
            json.dumps(
                {"id": number, "kind": "x", "state": "settled", "received": received, "delivery": shown}
            )
        )
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return export(tmp_path / "talks.jsonl")


@pytest.fixture
def chakra_sandbox_options() -> dict[str, Any]:
    return {"session_windows": True}


def keeping(events: list[Event]) -> Any:
    def make(*arguments: Any, **options: Any) -> WebhookReceiver:
        receiver = WebhookReceiver(*arguments, **options)

        @receiver.on(ImageReceived)
        async def image(event: ImageReceived, talk: Talk) -> None:
            events.append(event)
            data = await talk.chakra.media.download(str(event.media.id)).read()
            await talk.say(f"an image of {len(data)} bytes")

        @receiver.on(MessageReceived)
        async def answer(event: MessageReceived, talk: Talk) -> None:
            events.append(event)
            await talk.say("Hello")

        @receiver.on(Event)
        async def keep(event: Event) -> None:
            events.append(event)

        return receiver

    return make


async def test_a_masked_recording_is_answered_as_if_it_came_now(
    chakra_bot: Bots, chakra_sandbox: Sandbox, recording: Path
) -> None:
    events: list[Event] = []
    before = chakra_sandbox.clock.now()
    async with chakra_bot(keeping(events)) as bot:
        assert await chakra_sandbox.webhooks.replay(recording) == len(LATER)
        assert not await bot.parked()
    messages = [event for event in events if isinstance(event, MessageReceived)]
    asha, ravi, image, again = messages
    assert [type(event) for event in messages] == [TextReceived, TextReceived, ImageReceived, TextReceived]
    assert asha.sender == image.sender == again.sender != ravi.sender
    assert {event.number.phone_number_id for event in (asha, image, again)} == {
        chakra_sandbox.phone_number_id
    }
    assert ASHA not in repr(chakra_sandbox.customer(str(asha.sender.phone_number)).messages)
    assert (again.at - asha.at).total_seconds() == pytest.approx(30 * 3600, abs=2)
    assert (asha.at - before).total_seconds() == pytest.approx(0, abs=120)
    assert "read" in [event.status for event in events if isinstance(event, StatusChanged)]
    played = chakra_sandbox.customer(str(asha.sender.phone_number))
    assert played.name == asha.sender.name
    assert [heard.text for heard in played.heard] == ["Hello", "an image of 70 bytes", "Hello"]
    assert "customer: xx xxxxx" in played.transcript
    deliveries = [one for one in chakra_sandbox.webhooks.deliveries if one.format == "recorded"]
    assert [one.done for one in deliveries] == [True] * len(LATER)


async def test_a_recording_comes_at_once_where_the_clock_stays(recording: Path) -> None:
    async with Sandbox(clock=lambda: 1_800_000_000.0) as sandbox:
        await sandbox.webhooks.replay(recording, move_clock=False)
        assert sandbox.clock() == 1_800_000_000.0
        assert sandbox.transcript.count("customer:") == 4


async def test_what_was_not_masked_can_be_played_too(
    chakra_bot: Bots, chakra_sandbox: Sandbox, chakra_customer: Customers, tmp_path: Path
) -> None:
    path = export(tmp_path / "talks.jsonl", masked=False)
    async with chakra_bot(keeping([])):
        await chakra_sandbox.webhooks.replay(path)
    assert chakra_customer(ASHA).heard[0].text == "Hello"
    assert "Where is it?" in chakra_customer(ASHA).transcript


async def test_a_recording_meets_the_faults_of_webhooks_and_is_handled_once(
    chakra_bot: Bots, chakra_sandbox: Sandbox, recording: Path
) -> None:
    chakra_sandbox.webhooks.fault(duplicate=3)
    events: list[Event] = []
    async with chakra_bot(keeping(events)) as bot:
        await chakra_sandbox.webhooks.replay(recording)
        await chakra_sandbox.clock.advance(minutes=1)
        assert sum(isinstance(event, MessageReceived) for event in events) == 4
        assert bot.receiver.counters["duplicates"] >= 8


WRONG = {
    "is not there": (None, "cannot be read"),
    "is not JSON": (b"{]\n", "line 1 is not what"),
    "is a list": (b"[]\n", "line 1"),
    "has no delivery": (b'{"delivery": {}}\n\n{"id": 7}\n', "line 3"),
    "has a delivery that is a string": (b'{"delivery": "x"}', "line 1"),
    "has a time without a zone": (b'{"received": "2026-08-01T09:00:00", "delivery": {}}', "line 1"),
    "has a time that is not one": (b'{"received": 7, "delivery": {}}', "line 1"),
    "is not UTF-8": (b'{"delivery": {"\xff": 1}}', "line 1"),
}


@pytest.mark.parametrize(("content", "said"), WRONG.values(), ids=WRONG)
async def test_a_file_that_cannot_be_played_is_refused(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "talks.jsonl"
    if content is not None:
        path.write_bytes(content)
    async with Sandbox() as sandbox:
        with pytest.raises(SettingsError, match=said):
            await sandbox.webhooks.replay(path)


@pytest.mark.parametrize(
    "delivery",
    [
        {},
        {"object": "whatsapp_business_account", "entry": "x"},
        {"event": "message", "payload": {"message": {"type": "text"}}},
        {
            "event": "message",
            "payload": {"timestamp": True, "message": {"id": "wamid.x", "type": "image", "image": 7}},
        },
        {"event": "new", "payload": {"timestamp": "soon", "list": [[1]]}},
    ],
)
async def test_a_delivery_that_is_not_understood_is_delivered_as_it_is(
    chakra_bot: Bots, chakra_sandbox: Sandbox, tmp_path: Path, delivery: dict[str, Any]
) -> None:
    path = tmp_path / "talks.jsonl"
    path.write_text(json.dumps({"delivery": delivery}), encoding="utf-8")
    inbox = MemoryInbox()
    async with chakra_bot(keeping([]), inbox=inbox):
        assert await chakra_sandbox.webhooks.replay(path) == 1
    (sent,) = chakra_sandbox.webhooks.deliveries
    assert sent.notices[0].recorded == delivery
