"""Message templates through the client: made, approved in time, listed by cursor, changed and deleted."""

from __future__ import annotations

from typing import Any

import pytest

from chakra_async import Chakra
from chakra_async.errors import InvalidRequestError, TemplateError, WhatsAppError
from chakra_async.models.templates import (
    BodyDefinition,
    BodyExample,
    ButtonsDefinition,
    HeaderDefinition,
    QuickReplyButton,
    UrlButton,
)
from chakra_async.sandbox import Sandbox

BODY = {"type": "BODY", "text": "Hello {{1}}.", "example": {"body_text": [["Ted"]]}}
NUMBER = "919901258433"


async def create(chakra: Chakra, name: str = "order_shipped", **more: Any) -> Any:
    arguments: dict[str, Any] = {"name": name, "category": "UTILITY", "language": "en", "components": [BODY]}
    return await chakra.templates.create(**{**arguments, **more})


async def test_the_seeded_templates_are_listed_as_models(chakra: Chakra) -> None:
    found = [template async for template in chakra.templates.list()]
    assert {template.name for template in found} >= {"hello_world", "order_update", "login_otp"}
    assert {template.status for template in found} == {"APPROVED"}
    update = next(template for template in found if template.name == "order_update")
    parts: list[Any] = list(update.components or ())
    header, body, buttons = parts
    assert isinstance(header, HeaderDefinition)
    assert isinstance(body, BodyDefinition)
    assert isinstance(buttons, ButtonsDefinition)
    assert body.text == "Hello {{1}}, your order comes on {{2}}."
    assert [type(button) for button in buttons.buttons] == [UrlButton, QuickReplyButton]


async def test_a_list_goes_on_by_cursor_until_metas_address_is_missing(
    chakra: Chakra, sandbox: Sandbox
) -> None:
    everything = [template.id async for template in chakra.templates.list()]
    sandbox.clear_arrivals()
    assert [template.id async for template in chakra.templates.list(limit=4)] == everything
    assert [arrival.query for arrival in sandbox.arrivals] == ["limit=4", f"limit=4&after={everything[3]}"]


async def test_a_list_can_be_narrowed(chakra: Chakra) -> None:
    found = [
        template
        async for template in chakra.templates.list(
            name="order_update",
            language="pt_BR",
            status="APPROVED",
            category="UTILITY",
            fields=["name", "status"],
        )
    ]
    assert [(template.name, template.status, template.language) for template in found] == [
        ("order_update", "APPROVED", None)
    ]
    assert [one async for one in chakra.templates.list(name="nowhere")] == []


async def test_a_template_waits_for_its_review_before_it_can_be_sent(chakra: Chakra, clock: Any) -> None:
    created = await create(
        chakra,
        components=[BodyDefinition(text="Hello {{1}}.", example=BodyExample(body_text=[["Ted"]]))],
        parameter_format="POSITIONAL",
        message_send_ttl_seconds=600,
    )
    assert (created.status, created.category) == ("PENDING", "UTILITY")
    with pytest.raises(TemplateError, match="132001"):
        await chakra.messages.send_template(NUMBER, template_name="order_shipped", mapping={"1": "Ted"})
    clock.now += 5
    sent = await chakra.messages.send_template(NUMBER, template_name="order_shipped", mapping={"1": "Ted"})
    assert sent.text == "Hello Ted."


async def test_a_review_can_take_no_time(clock: Any) -> None:
    async with (
        Sandbox(clock=clock, review_seconds=0) as sandbox,
        Chakra(
            base_url=sandbox.url, token=sandbox.token, waba_id=sandbox.waba_id, whatsapp_api_version="v22.0"
        ) as chakra,
    ):
        assert (await create(chakra)).status == "APPROVED"


async def test_a_changed_template_is_reviewed_again(chakra: Chakra, clock: Any) -> None:
    created = await create(chakra)
    clock.now += 5
    changed = {**BODY, "text": "Good day {{1}}."}
    assert (await chakra.templates.update(created.id, components=[changed], category="MARKETING")).success
    found: list[Any] = [template async for template in chakra.templates.list(name="order_shipped")]
    assert [(one.status, one.category, one.components[0].text) for one in found] == [
        ("PENDING", "MARKETING", "Good day {{1}}.")
    ]


async def test_a_list_is_narrowed_by_text_and_quality(chakra: Chakra) -> None:
    async def names(**filters: Any) -> set[str | None]:
        return {template.name async for template in chakra.templates.list(**filters)}

    assert await names(content="your ORDER comes") == {"order_update"}
    assert await names(name_or_content="login") == {"login_otp"}
    assert await names(name_or_content="verification code") == {"login_otp"}
    assert await names(quality_score=["GREEN"]) == set()
    assert await names(quality_score=["GREEN", "UNKNOWN"]) == await names()


async def test_several_templates_are_deleted_by_their_ids(chakra: Chakra) -> None:
    ids = [template.id async for template in chakra.templates.list(name="order_update")]
    with pytest.raises(WhatsAppError, match="does not exist"):
        await chakra.templates.delete(name="order_update", template_ids=[*ids, "1"])
    assert (await chakra.templates.delete(name="order_update", template_ids=ids)).success
    assert [one async for one in chakra.templates.list(name="order_update")] == []


async def test_a_template_of_the_library_needs_no_parts(chakra: Chakra, sandbox: Sandbox, clock: Any) -> None:
    created = await chakra.templates.create(
        name="from_library",
        category="UTILITY",
        language="en_US",
        library_template_name="delivery_update_1",
        library_template_button_inputs=[{"type": "PHONE_NUMBER", "phone_number": "+919901258433"}],
    )
    assert "components" not in sandbox.arrivals[-1].body
    clock.now += 5
    await chakra.messages.send_template(NUMBER, template_name="from_library")
    assert created.id
    arrived = len(sandbox.arrivals)
    both: Any = {"components": [BODY], "library_template_name": "delivery_update_1"}
    for given in ({}, both):
        with pytest.raises(InvalidRequestError, match="exactly one of components and library_template_name"):
            await chakra.templates.create(name="neither", category="UTILITY", language="en_US", **given)
    assert len(sandbox.arrivals) == arrived


async def test_a_carousel_with_an_offer_is_created_and_filled(
    chakra: Chakra, sandbox: Sandbox, clock: Any
) -> None:
    image = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW"]}}
    text = {"type": "BODY", "text": "Hello {{1}}.", "example": {"body_text": [["Ted"]]}}
    parts = [
        {"type": "BODY", "text": "Our teas."},
        {"type": "CAROUSEL", "cards": [{"components": [image, text]}, {"components": [image, text]}]},
        {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Ends soon", "has_expiration": True}},
    ]
    await chakra.templates.create(name="teas", category="MARKETING", language="en_US", components=parts)
    clock.now += 5
    template = await chakra.templates.find("teas")
    filled = [
        {"type": "header", "parameters": [{"type": "image", "image": {"link": "https://example.com/a.png"}}]},
        {"type": "body", "parameters": [{"type": "text", "text": "Ted"}]},
    ]
    cards = [{"card_index": 0, "components": filled}, {"card_index": 1, "components": filled}]
    ends = {
        "type": "limited_time_offer",
        "parameters": [
            {"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": 1790000000000}}
        ],
    }
    whole: list[Any] = [{"type": "carousel", "cards": cards}, ends]
    await chakra.messages.send_template_components(NUMBER, template, whole)
    assert sandbox.customer(NUMBER).messages[0].text == "Our teas."
    wrong: list[Any]
    for wrong in ([ends], [whole[0]], [{"type": "carousel", "cards": cards[:1]}, ends]):
        with pytest.raises(InvalidRequestError, match="cannot be sent like this"):
            await chakra.messages.send_template_components(NUMBER, template, wrong)
        with pytest.raises(TemplateError, match="132000"):
            await chakra.messages.send_template_components(NUMBER, "teas", wrong, language="en_US")
    late: Any = [
        whole[0],
        {
            **ends,
            "parameters": [
                {**ends["parameters"][0], "limited_time_offer": {"expiration_time_ms": 1790000000}}
            ],
        },
    ]
    with pytest.raises(InvalidRequestError, match="must be epoch milliseconds"):
        await chakra.messages.send_template_components(NUMBER, "teas", late, language="en_US")


async def test_one_language_or_all_of_a_template_can_be_deleted(chakra: Chakra) -> None:
    first = next(iter([one async for one in chakra.templates.list(name="order_update")]))
    assert (await chakra.templates.delete(name="order_update", template_id=first.id)).success
    assert [one.language async for one in chakra.templates.list(name="order_update")] == ["pt_BR"]
    await chakra.templates.delete(name="order_update")
    assert [one async for one in chakra.templates.list(name="order_update")] == []
    with pytest.raises(WhatsAppError):
        await chakra.templates.delete(name="order_update")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"name": "hello_world", "language": "en_US"}, "already content"),
        ({"extra_body": {"components": [{"type": "FOOTER", "text": "x"}]}}, "BODY"),
        ({"components": [{"type": "BODY", "text": "Hello {{1}}."}]}, "example"),
    ],
)
async def test_a_refusal_is_metas_error_object(
    chakra: Chakra, arguments: dict[str, Any], reason: str
) -> None:
    with pytest.raises(WhatsAppError, match=reason) as refusal:
        await create(chakra, **arguments)
    assert (refusal.value.status, refusal.value.meta_code) == (400, 100)


async def test_an_account_or_template_of_another_tenant_does_not_exist(chakra: Chakra) -> None:
    with pytest.raises(WhatsAppError, match="does not exist"):
        await chakra.templates.update("1", components=[BODY])
    with pytest.raises(WhatsAppError, match="does not exist"):
        await chakra.with_options(waba_id="1").templates.create(
            name="a", category="UTILITY", language="en", components=[BODY]
        )
