"""Messages through the client: what is sent appears in the chat, and what Meta refuses is refused as Meta does it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chakra_async import Chakra, NotFoundError
from chakra_async.errors import BadRequestError, TemplateError, WhatsAppError, WindowClosedError
from chakra_async.sandbox import Sandbox

MESSAGES = json.loads(
    (Path(__file__).parent.parent / "data" / "outgoing_messages.json").read_text(encoding="utf-8")
)
NUMBER = "919901258433"


def addressed(message: dict[str, Any]) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": NUMBER, **message}


def text(body: str = "Good morning") -> dict[str, Any]:
    return addressed({"type": "text", "text": {"body": body}})


def buttons(*titles: str) -> dict[str, Any]:
    replies = [{"type": "reply", "reply": {"id": title, "title": title}} for title in titles]
    return addressed(
        {
            "type": "interactive",
            "interactive": {"type": "button", "body": {"text": "?"}, "action": {"buttons": replies}},
        }
    )


def from_template(name: str, language: str, *components: dict[str, Any]) -> dict[str, Any]:
    content = {"name": name, "language": {"code": language}, "components": list(components)}
    return addressed({"type": "template", "template": content})


def kept(sandbox: Sandbox) -> Any:
    return sandbox.customer(NUMBER).messages[0]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: one["type"])
async def test_a_message_of_every_type_is_sent_and_is_in_the_chat(
    chakra: Chakra, sandbox: Sandbox, message: dict[str, Any]
) -> None:
    sent = await chakra.messages.send(addressed(message))
    assert sent.message_id == sent.whatsapp_message_id
    stored = sandbox._state.conversations.messages[-1]
    assert stored.wamid == sent.message_id
    assert stored.data_type == message["type"]
    assert sandbox.arrivals[-1].body == addressed(message)


async def test_what_was_sent_is_listed_with_the_chats(chakra: Chakra, sandbox: Sandbox) -> None:
    sandbox.customer(NUMBER).says("Hello?")
    sent = await chakra.messages.send(text("Good morning"))
    listed = [one async for one in chakra.chats.messages_for_phone_number(phone_number=NUMBER)]
    assert [(one.direction, one.text) for one in listed] == [
        ("OUTBOUND", "Good morning"),
        ("INBOUND", "Hello?"),
    ]
    assert listed[0].message_id == sent.message_id


async def test_ids_given_with_a_call_override_those_of_the_client(sandbox: Sandbox) -> None:
    ids: dict[str, Any] = {"plugin_id": sandbox.plugin_id, "phone_number_id": sandbox.phone_number_id}
    async with Chakra(base_url=sandbox.url, token=sandbox.token) as bare:
        sent = await bare.messages.send(text(), whatsapp_api_version="v22.0", **ids)
    assert sent.message_id
    assert "/api/v22.0/" in sandbox.arrivals[-1].path


async def test_a_plugin_or_number_of_another_account_is_not_found(chakra: Chakra) -> None:
    with pytest.raises(NotFoundError, match="Plugin not found"):
        await chakra.messages.send(text(), plugin_id="00000000-0000-4000-8000-000000000000")
    with pytest.raises(NotFoundError, match="phone number"):
        await chakra.messages.send(text(), phone_number_id="1")


async def pass_on(chakra: Chakra, sandbox: Sandbox, message: dict[str, Any]) -> None:
    """Send what `messages.send` refuses by itself."""
    path = f"/v1/ext/plugin/whatsapp/{sandbox.plugin_id}/api/v22.0/{sandbox.phone_number_id}/messages"
    await chakra.request("POST", path, json=message)


async def test_four_buttons_are_refused_with_the_message_seen_in_real_answers(
    chakra: Chakra, sandbox: Sandbox
) -> None:
    with pytest.raises(WhatsAppError) as refusal:
        await pass_on(chakra, sandbox, buttons("a", "b", "c", "d"))
    assert refusal.value.meta_code == 131009
    assert refusal.value.messages[0] == "(#131009) Parameter value is not valid"
    assert refusal.value.messages[1] == (
        "body.interactive.action.buttons: has 4 items, and must have at most 3"
    )
    assert sandbox.customer(NUMBER).messages == []


LONG_LIST = {
    "type": "list",
    "body": {"text": "?"},
    "action": {
        "button": "Choose",
        "sections": [
            {"title": name, "rows": [{"id": f"{name}{place}", "title": "x"} for place in range(6)]}
            for name in ("a", "b")
        ],
    },
}


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (text("x" * 4097), "has 4097 characters, and must have at most 4096"),
        (buttons("x" * 21), "at most 20"),
        (buttons("a", "a"), "two buttons or rows have the same id"),
        (addressed({"type": "interactive", "interactive": LONG_LIST}), "12 rows in total, at most 10"),
        (addressed({"type": "image", "image": {}}), "image: needs a link"),
        (addressed({"type": "image", "image": {"id": "1"}}), "image: needs a link"),
        (addressed({"type": "typing", "typing": {}}), "type: must be one of"),
        ({**text(), "to": "+919901258433"}, "without a plus sign"),
        ({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.?"}, "message_id"),
    ],
)
async def test_what_meta_refuses_is_refused(
    chakra: Chakra, sandbox: Sandbox, message: dict[str, Any], reason: str
) -> None:
    with pytest.raises(WhatsAppError, match="131009") as refusal:
        await pass_on(chakra, sandbox, message)
    assert reason in refusal.value.messages[1]


async def test_a_message_without_the_product_is_refused_by_the_schema(session: Any, sandbox: Sandbox) -> None:
    path = f"/v1/ext/plugin/whatsapp/{sandbox.plugin_id}/api/v22.0/{sandbox.phone_number_id}/messages"
    body = {"to": NUMBER, "type": "text", "text": {"body": "x"}}
    async with session.post(path, json=body) as answer:
        assert answer.status == 400
        assert (await answer.json())["_errors"] == ["body: 'messaging_product' is a required property"]


async def test_an_inbound_message_can_be_marked_as_read(session: Any, sandbox: Sandbox) -> None:
    path = f"/v1/ext/plugin/whatsapp/{sandbox.plugin_id}/api/v22.0/{sandbox.phone_number_id}/messages"
    receipt = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": sandbox.customer(NUMBER).says("Hello?").wamid,
        "typing_indicator": {"type": "text"},
    }
    async with session.post(path, json=receipt) as answer:
        assert (answer.status, await answer.json()) == (200, {"_data": {"success": True}})


async def test_outside_the_window_only_a_template_can_be_sent(clock: Any) -> None:
    async with Sandbox(clock=clock, session_windows=True) as sandbox:
        ids: dict[str, Any] = {"plugin_id": sandbox.plugin_id, "phone_number_id": sandbox.phone_number_id}
        async with Chakra(
            base_url=sandbox.url, token=sandbox.token, whatsapp_api_version="v22.0", **ids
        ) as chakra:
            with pytest.raises(WindowClosedError):
                await chakra.messages.send(text())
            assert (await chakra.messages.send(from_template("hello_world", "en_US"))).message_id
            sandbox.customer(NUMBER).says("Hello?")
            assert (await chakra.messages.send(text())).message_id
            clock.now += 24 * 3600
            with pytest.raises(WindowClosedError):
                await chakra.messages.send(text())


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (from_template("nowhere", "en"), 132001),
        (from_template("hello_world", "en"), 132001),
        (
            from_template(
                "hello_world", "en_US", {"type": "body", "parameters": [{"type": "text", "text": "x"}]}
            ),
            132000,
        ),
        (
            from_template(
                "appointment_moved", "en", {"type": "body", "parameters": [{"type": "text", "text": "x"}] * 3}
            ),
            132000,
        ),
        (
            from_template(
                "christmas_promo_23", "en", {"type": "body", "parameters": [{"type": "text", "text": "x"}]}
            ),
            132000,
        ),
        (
            from_template(
                "christmas_promo_23", "en", {"type": "header", "parameters": [{"type": "text", "text": "x"}]}
            ),
            132012,
        ),
    ],
)
async def test_a_template_filled_wrongly_is_refused_with_metas_code(
    chakra: Chakra, message: dict[str, Any], code: int
) -> None:
    with pytest.raises(TemplateError) as refusal:
        await chakra.messages.send(message)
    assert refusal.value.meta_code == code


@pytest.mark.parametrize(
    ("index", "code"),
    [("1", 131008), ("2", 131009)],
)
async def test_a_buttons_address_must_be_filled_at_its_place(chakra: Chakra, index: str, code: int) -> None:
    filled = [{"type": "text", "text": "4711"}]
    message = from_template(
        "order_update",
        "en_US",
        {"type": "header", "parameters": filled},
        {"type": "body", "parameters": filled * 2},
        {"type": "button", "sub_type": "url", "index": index, "parameters": filled},
    )
    with pytest.raises(WhatsAppError) as refusal:
        await chakra.messages.send(message)
    assert refusal.value.meta_code == code


async def test_named_placeholders_are_filled_by_name_in_any_order(chakra: Chakra, sandbox: Sandbox) -> None:
    (moved,) = [one for one in MESSAGES if one.get("template", {}).get("name") == "appointment_moved"]
    await chakra.messages.send(addressed(moved))
    assert kept(sandbox).text == "Hello Ted, we meet on Friday instead of Monday."


async def test_a_template_is_sent_by_name_with_a_mapping(chakra: Chakra, sandbox: Sandbox) -> None:
    message = await chakra.messages.send_template(
        NUMBER,
        template_name="christmas_promo_23",
        mapping=[{"schemaPropertyName": "1", "schemaPropertyValue": "John"}],
        image_url="https://example.com/a.png",
    )
    assert message.message_id == message.external_id == kept(sandbox).wamid
    assert message.text == "Hello John, our presents are ready."
    assert message.context is not None
    assert message.context.message_template_id == kept(sandbox).template_id


async def test_every_argument_of_a_template_reaches_the_wire(chakra: Chakra, sandbox: Sandbox) -> None:
    await chakra.messages.send_template(
        NUMBER,
        template_name="order_update",
        language="en_US",
        mapping={"1": "Ted", "2": "Monday"},
        header_mapping={"1": "4711"},
        button_mapping={"1": "4711"},
        image_url="https://example.com/a.png",
        video_url="https://example.com/a.mp4",
        document_url="https://example.com/a.pdf",
        filename="a.pdf",
        location_latitude=12.97,
        location_longitude=77.59,
        location_name="Office",
        location_address="MG Road",
        otp_code="496093",
    )
    assert sandbox.arrivals[-1].body == {
        "whatsappPhoneNumberId": sandbox.phone_number_id,
        "templateName": "order_update",
        "language": "en_US",
        "mapping": [
            {"schemaPropertyName": "1", "schemaPropertyValue": "Ted"},
            {"schemaPropertyName": "2", "schemaPropertyValue": "Monday"},
        ],
        "headerMapping": [{"schemaPropertyName": "1", "schemaPropertyValue": "4711"}],
        "buttonMapping": [{"schemaPropertyName": "1", "schemaPropertyValue": "4711"}],
        "imageUrl": "https://example.com/a.png",
        "videoUrl": "https://example.com/a.mp4",
        "documentUrl": "https://example.com/a.pdf",
        "filename": "a.pdf",
        "locationLatitude": 12.97,
        "locationLongitude": 77.59,
        "locationName": "Office",
        "locationAddress": "MG Road",
        "otpCode": "496093",
    }
    assert kept(sandbox).text == "Hello Ted, your order comes on Monday."


async def test_a_code_is_sent_with_an_authentication_template(chakra: Chakra, sandbox: Sandbox) -> None:
    await chakra.messages.send_template(NUMBER, template_name="login_otp", otp_code="496093")
    assert kept(sandbox).text == "*496093* is your verification code."


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"template_name": "nowhere"}, 132001),
        ({"template_name": "christmas_promo_23", "mapping": {"1": "John"}}, 132012),
        ({"template_name": "christmas_promo_23", "image_url": "https://example.com/a.png"}, 132000),
        ({"template_name": "login_otp"}, 132000),
    ],
)
async def test_a_mapping_that_does_not_fit_is_refused_with_metas_code(
    chakra: Chakra, arguments: dict[str, Any], code: int
) -> None:
    with pytest.raises(TemplateError) as refusal:
        await chakra.messages.send_template(NUMBER, **arguments)
    assert refusal.value.meta_code == code


async def test_a_template_in_several_languages_needs_its_language(chakra: Chakra) -> None:
    with pytest.raises(BadRequestError, match="exists in en_US, pt_BR"):
        await chakra.messages.send_template(
            NUMBER, template_name="order_update", mapping={"1": "Ted", "2": "segunda"}
        )
    sent = await chakra.messages.send_template(
        NUMBER, template_name="order_update", language="pt_BR", mapping={"1": "Ted", "2": "segunda"}
    )
    assert sent.text == "Ola Ted, o seu pedido chega segunda."


@pytest.mark.parametrize("by_key", [True, False])
async def test_a_template_goes_to_the_number_of_a_process(chakra: Chakra, by_key: bool) -> None:  # noqa: FBT001 - a case
    lead = await chakra.leads.create(data={"name": "Ted", "phone_number": NUMBER})
    name = lead.data["lead_id"] if by_key else lead.id
    sent = await chakra.messages.send_template_for_process("lead", name, template_name="hello_world")
    assert sent.message_id
    assert sent.process == lead.id


async def test_a_missing_process_or_one_without_a_number_gets_no_message(
    chakra: Chakra, sandbox: Sandbox
) -> None:
    ticket = await chakra.processes.create("ticket", data={"subject": "x"})
    with pytest.raises(BadRequestError, match="no phone number"):
        await chakra.messages.send_template_for_process("ticket", ticket.id, template_name="hello_world")
    with pytest.raises(NotFoundError):
        await chakra.messages.send_template_for_process("ticket", "TICKET-9", template_name="hello_world")
    assert sandbox.customer(NUMBER).messages == []
