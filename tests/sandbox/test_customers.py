"""Customers of the sandbox: what they send can be read, their numbers are one person in every form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.errors import SettingsError
from chakra_async.sandbox import Sandbox
from chakra_async.sandbox.people import person_of

if TYPE_CHECKING:
    from chakra_async import Chakra

NUMBER = "919901258433"
TWO_FORMS = [
    ("5215555550123", "525555550123"),
    ("5491123456789", "541123456789"),
    ("5511987654321", "551187654321"),
]


@pytest.mark.parametrize(("one", "other"), TWO_FORMS)
def test_both_forms_of_a_number_are_one_person(one: str, other: str) -> None:
    assert person_of(one) == person_of(other)
    sandbox = Sandbox()
    sandbox.customer(one).says("Hello?")
    assert [message.text for message in sandbox.customer(other).messages] == ["Hello?"]


@pytest.mark.parametrize(("one", "other"), TWO_FORMS)
async def test_both_forms_of_a_number_are_one_lead_and_one_chat(
    chakra: Chakra, sandbox: Sandbox, one: str, other: str
) -> None:
    for number in (f"+{one}", f"+{other}"):
        await chakra.campaigns.add_phone_number(campaign_id=sandbox.campaign_id, phone_number=number)
        await chakra.messages.send_text(number, "Hello")
    assert sandbox.leads == 1
    assert len(await chakra.chats.list().to_list()) == 1
    assert len(sandbox.customer(one).messages) == 2


@pytest.mark.parametrize(("one", "other"), TWO_FORMS)
def test_a_fault_for_a_number_meets_both_forms(one: str, other: str) -> None:
    fault = Sandbox().fault(status=500, match=one)
    assert fault.meets({"config.get"}, other, None)


@pytest.mark.parametrize(("one", "other"), [("919901258433", "919901258434"), ("911", "912"), ("", "0")])
def test_other_numbers_are_other_people(one: str, other: str) -> None:
    assert person_of(one) != person_of(other)


@pytest.mark.parametrize("number", ["", "+", "Ted"])
def test_a_customer_needs_digits(number: str) -> None:
    with pytest.raises(SettingsError, match="digits"):
        Sandbox().customer(number)


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("image/jpeg", "image"),
        ("audio/ogg", "audio"),
        ("video/mp4", "video"),
        ("application/pdf", "document"),
    ],
)
async def test_a_file_of_a_customer_is_a_message_with_its_media(
    chakra: Chakra, sandbox: Sandbox, content_type: str, kind: str
) -> None:
    message = sandbox.customer(NUMBER).sends(b"content", content_type, "a.bin")
    assert (message.data_type, message.body[kind]["id"]) == (kind, message.media_id)
    assert (await chakra.media.get(message.media_id)).mime_type == content_type
    assert await chakra.media.download(message.media_id).read() == b"content"


async def test_a_customer_reads_what_was_sent(chakra: Chakra, sandbox: Sandbox) -> None:
    sent = [await chakra.messages.send_text(NUMBER, text) for text in ("one", "two")]
    customer = sandbox.customer(NUMBER)
    assert [message.wamid for message in customer.reads()] == [one.message_id for one in sent[::-1]]
    assert customer.reads() == []
    listed = await chakra.chats.messages_for_phone_number(phone_number=NUMBER).to_list()
    assert {message.delivery_status for message in listed} == {"READ"}


async def test_samples_can_be_answered_downloaded_and_acted_on(chakra: Chakra, sandbox: Sandbox) -> None:
    samples = sandbox.add_samples()
    await chakra.messages.mark_read(samples.message_id)
    await chakra.messages.reply(samples.phone_number, samples.message_id, "Yes")
    assert (await chakra.media.get(samples.media_id)).mime_type == "image/png"
    await chakra.calling.accept(samples.call_id, {"sdp_type": "answer", "sdp": "v=0"})


def test_samples_open_the_window(clock: Any) -> None:
    sandbox = Sandbox(clock=clock, session_windows=True)
    assert sandbox.customer(sandbox.add_samples().phone_number).messages[0].direction == "INBOUND"


@pytest.mark.parametrize("listens", [False, True])
async def test_what_fails_to_reach_a_customer_is_not_heard_with_or_without_a_receiver(
    chakra: Chakra, sandbox: Sandbox, listens: Any
) -> None:
    if listens:
        sandbox.webhooks.to("http://127.0.0.1:9/hooks")
    customer = sandbox.customer(NUMBER)
    customer.blocks()
    await chakra.messages.send_text(NUMBER, "blocked")
    customer.unblocks()
    customer.fails(131049, "Held back")
    await chakra.messages.send_text(NUMBER, "held back")
    customer.fails(None)
    await chakra.messages.send_text(NUMBER, "at last")
    assert [heard.text for heard in customer.heard] == ["at last"]
    assert [message.status for message in customer.messages] == ["SENT", "FAILED", "FAILED"]
    codes = [
        error["code"]
        for delivery in sandbox.webhooks.deliveries
        if delivery.format == "pass_through"
        for status in (delivery.notices[0].change or {})["value"]["statuses"]
        for error in status.get("errors", ())
    ]
    assert codes == ([131026, 131049] if listens else [])


async def test_the_buttons_of_a_templates_cards_can_be_tapped(
    chakra: Chakra, sandbox: Sandbox, clock: Any
) -> None:
    def card(name: str) -> list[Any]:
        return [
            {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW"]}},
            {"type": "BODY", "text": f"{name}."},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": f"Buy {name}"}]},
        ]

    names = ("Assam", "Darjeeling")
    parts: list[Any] = [
        {"type": "BODY", "text": "Our teas."},
        {"type": "CAROUSEL", "cards": [{"components": card(name)} for name in names]},
    ]
    await chakra.templates.create(name="teas", category="MARKETING", language="en_US", components=parts)
    clock.now += 5
    image = {
        "type": "header",
        "parameters": [{"type": "image", "image": {"link": "https://example.com/a.png"}}],
    }
    cards = [
        {
            "card_index": place,
            "components": [
                image,
                {
                    "type": "button",
                    "sub_type": "quick_reply",
                    "index": 0,
                    "parameters": [{"type": "payload", "payload": f"buy-{place}"}],
                },
            ],
        }
        for place in range(2)
    ]
    whole: list[Any] = [{"type": "carousel", "cards": cards}]
    await chakra.messages.send_template_components(NUMBER, "teas", whole, language="en_US")
    customer = sandbox.customer(NUMBER)
    assert customer.heard[0].buttons == ["Buy Assam", "Buy Darjeeling"]
    assert customer.taps("Buy Darjeeling").body == {"button": {"payload": "buy-1", "text": "Buy Darjeeling"}}
    assert customer.taps("buy-0").text == "Buy Assam"
