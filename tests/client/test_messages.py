"""Each way to send a message: what reaches the wire is Meta's body, and the outcome is known whatever happens."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import (
    Chakra,
    InvalidRequestError,
    Outcome,
    RateLimitedError,
    ResponseError,
    Retry,
    SettingsError,
    TemplateError,
    Timeouts,
    TransportError,
    WhatsAppError,
)
from chakra_async.models import messages as models
from chakra_async.sandbox import Sandbox
from chakra_async.types import card, product_card
from tests.support import faultserver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    Send = Callable[[Any], Any]

NUMBER = "919901258433"
URL = "https://example.com/a.bin"
OTHER_PLUGIN = "23a743bb-4671-440d-b491-3cac40eab852"
CARD = {"name": {"formatted_name": "Ada Lovelace", "first_name": "Ada"}}


@pytest.fixture
async def chakra(sandbox: Sandbox) -> AsyncIterator[Chakra]:
    async with client(sandbox.url, sandbox) as made:
        yield made


def client(url: str, ids: Sandbox) -> Chakra:
    return Chakra(
        token=ids.token,
        base_url=url,
        plugin_id=ids.plugin_id,
        phone_number_id=ids.phone_number_id,
        waba_id=ids.waba_id,
        whatsapp_api_version="v22.0",
        retry=Retry(attempts=3, initial_wait=0.001, max_wait=0.002),
        timeouts=Timeouts(connect=5, read=10, total=20),
    )


@pytest.fixture
async def broken(server: faultserver.FaultServer) -> AsyncIterator[Chakra]:
    async with client(server.url, Sandbox()) as made:
        yield made


def body(kind: str, content: Any, **more: Any) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": NUMBER, "type": kind, kind: content, **more}


def interactive(kind: str, action: Any, text: str = "?", **more: Any) -> dict[str, Any]:
    return body("interactive", {"type": kind, "body": {"text": text}, "action": action, **more})


def replies(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"buttons": [{"type": "reply", "reply": {"id": key, "title": title}} for key, title in pairs]}


LISTED: Any = {"button": "Choose", "sections": [{"rows": [{"id": "9", "title": "Nine"}]}]}
FULL_LIST: Any = {
    "button": "Choose",
    "sections": [
        {"title": "Morning", "rows": [{"id": "9", "title": "Nine", "description": "Sharp"}]},
        {"title": "Evening", "rows": [{"id": "18", "title": "Six"}]},
    ],
}
FRAME: dict[str, Any] = {"header": {"type": "text", "text": "Above"}, "footer": {"text": "Below"}}
PICTURE = models.ImageHeader(image=models.MediaReference(link=URL))
CTA = {"name": "cta_url", "parameters": {"display_text": "Look", "url": URL}}

CALLS: list[tuple[str, Send, dict[str, Any]]] = [
    ("text", lambda m: m.send_text("+91 99012-58433", "Hi"), body("text", {"body": "Hi"})),
    (
        "text full",
        lambda m: m.send_text(NUMBER, "Hi", preview_url=True),
        body("text", {"body": "Hi", "preview_url": True}),
    ),
    (
        "reply",
        lambda m: m.reply(NUMBER, "wamid.IN", "Yes"),
        body("text", {"body": "Yes"}, context={"message_id": "wamid.IN"}),
    ),
    ("image", lambda m: m.send_image(NUMBER, URL), body("image", {"link": URL})),
    (
        "image full",
        lambda m: m.send_image(NUMBER, link=URL, caption="A cat"),
        body("image", {"link": URL, "caption": "A cat"}),
    ),
    ("video", lambda m: m.send_video(NUMBER, URL), body("video", {"link": URL})),
    (
        "video full",
        lambda m: m.send_video(NUMBER, URL, caption="A"),
        body("video", {"link": URL, "caption": "A"}),
    ),
    ("audio", lambda m: m.send_audio(NUMBER, URL), body("audio", {"link": URL})),
    (
        "audio full",
        lambda m: m.send_audio(NUMBER, URL, voice=True),
        body("audio", {"link": URL, "voice": True}),
    ),
    ("document", lambda m: m.send_document(NUMBER, URL), body("document", {"link": URL})),
    (
        "document full",
        lambda m: m.send_document(NUMBER, URL, filename="a.pdf", caption="A"),
        body("document", {"link": URL, "caption": "A", "filename": "a.pdf"}),
    ),
    ("sticker", lambda m: m.send_sticker(NUMBER, URL), body("sticker", {"link": URL})),
    (
        "location",
        lambda m: m.send_location(NUMBER, 12.97, 0),
        body("location", {"latitude": 12.97, "longitude": 0}),
    ),
    (
        "location full",
        lambda m: m.send_location(NUMBER, 12.97, 77.59, name="Shop", address="MG Road"),
        body("location", {"latitude": 12.97, "longitude": 77.59, "name": "Shop", "address": "MG Road"}),
    ),
    (
        "template_components",
        lambda m: m.send_template_components(NUMBER, "hello_world", language="en_US"),
        body("template", {"name": "hello_world", "language": {"code": "en_US"}}),
    ),
    ("contacts", lambda m: m.send_contacts(NUMBER, [CARD]), body("contacts", [CARD])),
    (
        "contacts of models",
        lambda m: m.send_contacts(
            NUMBER,
            (
                models.ContactCard(
                    name=models.ContactName(formatted_name="Ada Lovelace", first_name="Ada"),
                    phones=[models.ContactPhone(phone="+91 1", wa_id="911")],
                ),
                CARD,
            ),
        ),
        body("contacts", [{**CARD, "phones": [{"phone": "+91 1", "wa_id": "911"}]}, CARD]),
    ),
    (
        "buttons",
        lambda m: m.send_buttons(NUMBER, "?", {"yes": "Yes", "no": "No"}),
        interactive("button", replies(("yes", "Yes"), ("no", "No"))),
    ),
    (
        "buttons by titles",
        lambda m: m.send_buttons(NUMBER, "?", ["Yes"]),
        interactive("button", replies(("Yes", "Yes"))),
    ),
    (
        "buttons full",
        lambda m: m.send_buttons(
            NUMBER,
            "?",
            [
                models.ReplyButton(reply=models.ReplyButtonContent(id="yes", title="Yes")),
                {"type": "reply", "reply": {"id": "no", "title": "No"}},
            ],
            header=PICTURE,
            footer="Below",
        ),
        interactive(
            "button",
            replies(("yes", "Yes"), ("no", "No")),
            header={"type": "image", "image": {"link": URL}},
            footer={"text": "Below"},
        ),
    ),
    ("list", lambda m: m.send_list(NUMBER, "?", "Choose", {"": {"9": "Nine"}}), interactive("list", LISTED)),
    (
        "list full",
        lambda m: m.send_list(
            NUMBER,
            "?" * 4096,
            "Choose",
            [
                models.ListSection(
                    title="Morning", rows=[models.ListRow(id="9", title="Nine", description="Sharp")]
                ),
                {"title": "Evening", "rows": [{"id": "18", "title": "Six"}]},
            ],
            header="Above",
            footer="Below",
        ),
        interactive("list", FULL_LIST, text="?" * 4096, **FRAME),
    ),
    (
        "carousel of addresses",
        lambda m: m.send_carousel(
            NUMBER,
            "?",
            [
                card(image=URL, text="A", button="Look", url=URL),
                card(video=URL, button="Look", url=URL),
            ],
        ),
        interactive(
            "carousel",
            {
                "cards": [
                    {
                        "card_index": 0,
                        "type": "cta_url",
                        "header": {"type": "image", "image": {"link": URL}},
                        "body": {"text": "A"},
                        "action": CTA,
                    },
                    {
                        "card_index": 1,
                        "type": "cta_url",
                        "header": {"type": "video", "video": {"link": URL}},
                        "action": CTA,
                    },
                ]
            },
        ),
    ),
    (
        "carousel of replies",
        lambda m: m.send_carousel(
            NUMBER, "?", [card(image=URL, buttons={"a": "Take"}), card(image=URL, buttons=["Take"])]
        ),
        interactive(
            "carousel",
            {
                "cards": [
                    {
                        "card_index": index,
                        "type": "cta_url",
                        "header": {"type": "image", "image": {"link": URL}},
                        "action": {
                            "buttons": [{"type": "quick_reply", "quick_reply": {"id": key, "title": "Take"}}]
                        },
                    }
                    for index, key in enumerate(("a", "Take"))
                ]
            },
        ),
    ),
    (
        "carousel of products",
        lambda m: m.send_carousel(
            NUMBER,
            "?",
            [
                product_card("88", "tea-1"),
                {"type": "product", "action": {"catalog_id": "88", "product_retailer_id": "tea-2"}},
            ],
        ),
        interactive(
            "carousel",
            {
                "cards": [
                    {
                        "card_index": index,
                        "type": "product",
                        "action": {"catalog_id": "88", "product_retailer_id": f"tea-{index + 1}"},
                    }
                    for index in (0, 1)
                ]
            },
        ),
    ),
    (
        "catalog",
        lambda m: m.send_catalog(NUMBER, "?"),
        interactive("catalog_message", {"name": "catalog_message"}),
    ),
    (
        "catalog full",
        lambda m: m.send_catalog(NUMBER, "?", footer="Below", thumbnail="tea-1"),
        interactive(
            "catalog_message",
            {"name": "catalog_message", "parameters": {"thumbnail_product_retailer_id": "tea-1"}},
            footer={"text": "Below"},
        ),
    ),
    (
        "request_contact",
        lambda m: m.request_contact(NUMBER, "?"),
        interactive("request_contact_info", {"name": "request_contact_info"}),
    ),
    (
        "request_call_permission",
        lambda m: m.request_call_permission(NUMBER, "?"),
        interactive("call_permission_request", {"name": "call_permission_request"}),
    ),
    (
        "request_call_permission without a text",
        lambda m: m.request_call_permission(NUMBER),
        body(
            "interactive",
            {"type": "call_permission_request", "action": {"name": "call_permission_request"}},
        ),
    ),
    (
        "url button",
        lambda m: m.send_url_button(NUMBER, "?", "Look", URL),
        interactive("cta_url", CTA),
    ),
    (
        "url button full",
        lambda m: m.send_url_button(NUMBER, "?", "Look", URL, header="Above", footer="Below"),
        interactive("cta_url", CTA, **FRAME),
    ),
    (
        "react",
        lambda m: m.react(NUMBER, "wamid.IN", "👍"),
        body("reaction", {"message_id": "wamid.IN", "emoji": "👍"}),
    ),
    (
        "take a reaction away",
        lambda m: m.react(NUMBER, "wamid.IN", ""),
        body("reaction", {"message_id": "wamid.IN", "emoji": ""}),
    ),
]
IDS = [name for name, _, _ in CALLS]


@pytest.mark.parametrize(("_name", "send", "wanted"), CALLS, ids=IDS)
async def test_what_arrives_is_meta_s_own_body(
    chakra: Chakra, sandbox: Sandbox, _name: str, send: Any, wanted: Any
) -> None:
    sent = await send(chakra.messages)
    (arrival,) = sandbox.arrivals
    assert arrival.json == wanted
    assert arrival.operation == "messages.send"
    assert sent.message_id == sandbox.customer(NUMBER).messages[0].wamid


def test_every_method_that_sends_is_tried() -> None:
    methods = {
        name
        for name, _ in inspect.getmembers(type(Chakra(token="t").messages), inspect.isfunction)  # noqa: S106 - opens nothing
        if not name.startswith("_")
    }
    tried = {f"{start}{name.split()[0]}" for name in IDS for start in ("send_", "")} & methods
    assert methods - tried == {
        "mark_read",
        "send",
        "send_checked_template",
        "send_template",
        "send_template_for_process",
        "send_url_button",
    }


@pytest.mark.parametrize("kind", ["image", "video", "audio", "document", "sticker"])
async def test_a_file_goes_by_its_media_id_as_well(chakra: Chakra, sandbox: Sandbox, kind: str) -> None:
    media_id = sandbox.customer("919901258433").sends(b"...", "image/png").media_id
    await getattr(chakra.messages, f"send_{kind}")(NUMBER, media_id=media_id)
    assert sandbox.arrivals[-1].json[kind] == {"id": media_id}
    for wrong in ({}, {"link": URL, "media_id": media_id}, {"link": "cat.png"}):
        with pytest.raises(InvalidRequestError, match=rf"message\.{kind}"):
            await getattr(chakra.messages, f"send_{kind}")(NUMBER, **wrong)
    assert sandbox.arrived == 1


@pytest.mark.parametrize(("_name", "send", "wanted"), CALLS, ids=IDS)
async def test_every_message_takes_what_it_answers_a_tag_and_its_own_number(
    sandbox: Sandbox, _name: str, send: Any, wanted: Any
) -> None:
    sandbox.add_tenant("other", plugin_id=OTHER_PLUGIN, phone_number_id="42", waba_id="43")
    more: dict[str, Any] = {
        "tag": "order 4711",
        "reply_to": "wamid.IN",
        "plugin_id": OTHER_PLUGIN,
        "phone_number_id": "42",
        "whatsapp_api_version": "v24.0",
        "timeouts": Timeouts(total=9),
    }
    async with Chakra(base_url=sandbox.url, token="other") as bare:  # noqa: S106 - a tenant of the sandbox
        await send(Adding(bare.messages, more))
    (arrival,) = sandbox.arrivals
    assert arrival.json == {
        **wanted,
        "context": {"message_id": "wamid.IN"},
        "biz_opaque_callback_data": "order 4711",
    }
    assert arrival.path == f"/v1/ext/plugin/whatsapp/{OTHER_PLUGIN}/api/v24.0/42/messages"


class Adding:
    """The messages of a client, with further keywords in every call."""

    def __init__(self, messages: Any, more: dict[str, Any]) -> None:
        self._messages = messages
        self._more = more

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._messages, name)
        own = {} if name != "reply" else {"reply_to": "wamid.other"}  # the message it replies to goes before

        def call(*given: Any, **named: Any) -> Any:
            return method(*given, **named, **self._more | own)

        return call


@pytest.mark.parametrize(("_name", "send", "_wanted"), CALLS, ids=IDS)
async def test_a_misspelt_keyword_is_refused_and_nothing_sent(
    chakra: Chakra, sandbox: Sandbox, _name: str, send: Any, _wanted: Any
) -> None:
    with pytest.raises(TypeError, match="reply_too"):
        await send(Adding(chakra.messages, {"reply_too": "wamid.IN"}))
    assert sandbox.arrived == 0


async def test_without_a_number_to_send_from_the_setting_is_named(sandbox: Sandbox) -> None:
    async with Chakra(base_url=sandbox.url, token=sandbox.token, plugin_id=sandbox.plugin_id) as bare:
        with pytest.raises(SettingsError, match="phone_number_id is needed"):
            await bare.messages.send_text(NUMBER, "Hi")
        with pytest.raises(SettingsError, match="phone_number_id is needed"):
            await bare.messages.mark_read("wamid.IN")
    assert sandbox.arrived == 0


REFUSED: list[tuple[Send, str]] = [
    (lambda m: m.send_text(NUMBER, ""), r"message\.text\.body is empty"),
    (lambda m: m.send_text(NUMBER, "x" * 4097), r"message\.text\.body has 4097 characters"),
    (lambda m: m.send_text(NUMBER, 7), r"message\.text\.body must be a string, not int"),
    (lambda m: m.send_text("call me", "Hi"), r"message\.to 'ca\*+me' has letters"),
    (
        lambda m: m.send_carousel(NUMBER, "?", [product_card("8", "a"), product_card("9", "a")]),
        r"cards\[1\]\.action\.catalog_id must be that of the first card",
    ),
    (lambda m: m.send_carousel(NUMBER, "?", [product_card("8", "a")]), "cards has 1 items; at least 2"),
    (lambda m: m.send_carousel(NUMBER, "?", "cards"), "cards must be a list of cards"),
    (lambda m: m.send_carousel(NUMBER, "?", [7, 8]), r"cards\[0\] must be a card, not int"),
    (
        lambda m: m.send_carousel(NUMBER, "?", [card(image=URL, buttons=[])] * 2),
        "the buttons of a card must be",
    ),
    (
        lambda m: m.send_carousel(NUMBER, "?", [card(image=URL, buttons=["x" * 21])] * 2),
        r"quick_reply\.title has 21 characters",
    ),
    (
        lambda m: m.send_carousel(NUMBER, "?", [card(image="cat.png", buttons=["x"])] * 2),
        r"cards\[0\]\.header\.image\.link must be a public https address",
    ),
    (lambda m: m.send_catalog(NUMBER, ""), r"interactive\.body\.text is empty"),
    (lambda m: m.send_catalog(NUMBER, " "), r"interactive\.body\.text is blank: give some text"),
    (lambda m: m.send_buttons(NUMBER, "?", {"a": "\u200b"}), r"reply\.title is blank"),
    (lambda m: m.send_buttons(NUMBER, "?", ["A"], header="\n"), r"header\.text is blank"),
    (lambda m: m.send_buttons(NUMBER, "?", ["A"], footer=" "), r"footer\.text is blank"),
    (lambda m: m.send_list(NUMBER, "\t", "Choose", {"": {"1": "a"}}), r"body\.text is blank"),
    (lambda m: m.send_list(NUMBER, "?", " ", {"": {"1": "a"}}), r"action\.button is blank"),
    (lambda m: m.send_list(NUMBER, "?", "Choose", {"": {"1": " "}}), r"rows\[0\]\.title is blank"),
    (lambda m: m.send_url_button(NUMBER, "?", " ", URL), r"display_text is blank"),
    (lambda m: m.send_buttons(NUMBER, "a\0b", ["A"]), r"body\.text contains a NUL character"),
    (lambda m: m.request_contact(NUMBER, "x" * 1025), r"interactive\.body\.text has 1025 characters"),
    (lambda m: m.request_call_permission(NUMBER, ""), r"interactive\.body\.text is empty"),
    (lambda m: m.send_text(None, "Hi"), r"message\.to is missing"),
    (lambda m: m.send_text(NUMBER, "Hi", tag="x" * 513), r"message\.biz_opaque_callback_data has 513"),
    (lambda m: m.send_text(NUMBER, "Hi", reply_to=""), "reply_to is empty"),
    (lambda m: m.reply(NUMBER, "", "Hi"), "reply_to is empty"),
    (lambda m: m.send_image(NUMBER, URL, caption="x" * 1025), r"message\.image\.caption has 1025"),
    (
        lambda m: m.send_location(NUMBER, 91, 0),
        r"message\.location\.latitude must be a number from -90 to 90",
    ),
    (lambda m: m.send_contacts(NUMBER, []), r"message\.contacts is empty"),
    (lambda m: m.send_contacts(NUMBER, CARD), r"message\.contacts\[0\] must be an object, not str"),
    (lambda m: m.send_contacts(NUMBER, None), r"message\.contacts is missing"),
    (lambda m: m.send_contacts(NUMBER, 7), r"message\.contacts must be a list, not int"),
    (
        lambda m: m.send_contacts(NUMBER, [{"name": {"formatted_name": "", "first_name": "A"}}]),
        r"message\.contacts\[0\]\.name\.formatted_name is empty",
    ),
    (lambda m: m.react(NUMBER, "", "👍"), r"message\.reaction\.message_id is empty"),
    (lambda m: m.react(NUMBER, 7, "👍"), r"message\.reaction\.message_id must be a string, not int"),
    (lambda m: m.send_template_components(NUMBER, None), "template is missing"),
    (lambda m: m.send_template_components(NUMBER, {"name": "a"}), "must be a Template, .* not dict"),
    (lambda m: m.send_checked_template(NUMBER, "a"), "must be a Template, .* not str"),
    (lambda m: m.send_checked_template(NUMBER, None), "must be a Template, .* not None"),
    (
        lambda m: m.send_template_components(NUMBER, "a", {}, language="en_US"),
        r"message\.template\.components must be a list, not dict",
    ),
    (
        lambda m: m.send_template_components(NUMBER, "a", 0, language="en_US"),
        r"message\.template\.components must be a list, not int",
    ),
    (
        lambda m: m.send_contacts(NUMBER, [{"name": {"formatted_name": "A"}}]),
        r"message\.contacts\[0\]\.name needs",
    ),
    (
        lambda m: m.send_buttons(NUMBER, "?", list("abcd")),
        r"message\.interactive\.action\.buttons has 4 items",
    ),
    (lambda m: m.send_buttons(NUMBER, "?", []), r"message\.interactive\.action\.buttons is empty"),
    (lambda m: m.send_buttons(NUMBER, "?", {"a": "x" * 21}), r"buttons\[0\]\.reply\.title has 21 characters"),
    (lambda m: m.send_buttons(NUMBER, "?", [7]), r"buttons\[0\] must be an object, not int"),
    (lambda m: m.send_buttons(NUMBER, "?", "Yes"), "buttons must be a mapping of ids to titles, or a list"),
    (lambda m: m.send_list(NUMBER, "?", "Choose", "a"), "sections must be a mapping"),
    (lambda m: m.send_list(NUMBER, "?", "Choose", {"a": ["b"]}), r"rows of sections\[0\] must be a mapping"),
    (lambda m: m.send_list(NUMBER, "?", "Choose", ["a"]), r"sections\[0\] must be an object, not str"),
    (lambda m: m.send_list(NUMBER, "?", "x" * 21, {"": {"1": "a"}}), r"action\.button has 21 characters"),
    (
        lambda m: m.send_list(NUMBER, "?", "Choose", {"": {str(n): "a" for n in range(11)}}),
        r"sections\[0\]\.rows has 11 items",
    ),
    (
        lambda m: m.send_url_button(NUMBER, "?", "Go", "example.com"),
        r"parameters\.url must be an http\(s\) address",
    ),
    (lambda m: m.mark_read(""), r"message\.message_id is empty"),
    (lambda m: m.send_template(NUMBER, template_name="a", mapping={"1": ""}), r"mapping\['1'\] is empty"),
]


@pytest.mark.parametrize(("send", "expected"), REFUSED, ids=[expected for _, expected in REFUSED])
async def test_what_meta_would_refuse_does_not_leave(
    chakra: Chakra, sandbox: Sandbox, send: Any, expected: str
) -> None:
    with pytest.raises(InvalidRequestError, match=expected) as caught:
        await send(chakra.messages)
    assert caught.value.outcome is Outcome.NOT_SENT
    assert sandbox.arrived == 0


# Templates by name

ITEMS = [{"schemaPropertyName": "1", "schemaPropertyValue": "John"}]
TEMPLATE_MODEL = models.TemplateMapping(schema_property_name="1", schema_property_value="John")


@pytest.mark.parametrize(
    "mapping", [{"1": "John"}, {1: "John"}, ITEMS, [TEMPLATE_MODEL], (TEMPLATE_MODEL,)], ids=str
)
async def test_a_template_is_filled_in_any_form(chakra: Chakra, sandbox: Sandbox, mapping: Any) -> None:
    sent = await chakra.messages.send_template(
        NUMBER, template_name="christmas_promo_23", mapping=mapping, image_url=URL
    )
    assert sandbox.arrivals[0].json == {
        "whatsappPhoneNumberId": sandbox.phone_number_id,
        "templateName": "christmas_promo_23",
        "mapping": ITEMS,
        "imageUrl": URL,
    }
    assert sent.message_id == sent.external_id == sandbox.customer(NUMBER).messages[0].wamid


async def test_a_template_with_names_and_with_all_that_can_be_said(chakra: Chakra, sandbox: Sandbox) -> None:
    values = {"first_name": "Ted", "new_date": "Friday", "old_date": "Monday"}
    await chakra.messages.send_template(NUMBER, template_name="appointment_moved", mapping=values)
    assert sandbox.customer(NUMBER).messages[0].text == "Hello Ted, we meet on Friday instead of Monday."
    with pytest.raises(TemplateError) as refused:
        await chakra.messages.send_template(NUMBER, template_name="appointment_moved", mapping={"1": "Ted"})
    assert refused.value.outcome is Outcome.REFUSED
    await chakra.messages.send_template(
        NUMBER,
        template_name="order_update",
        language="en_US",
        mapping={"1": "Ted", "2": "Monday"},
        header_mapping={"1": "4711"},
        button_mapping={"1": "4711"},
        video_url=URL,
        document_url=URL,
        filename="a.pdf",
        location_latitude=12.97,
        location_longitude=0,
        location_name="Shop",
        location_address="MG Road",
        otp_code="496093",
        extra_body={"newer": 1},
    )
    arrived = sandbox.arrivals[-1].json
    assert {name: arrived[name] for name in arrived if "apping" not in name} == {
        "whatsappPhoneNumberId": sandbox.phone_number_id,
        "templateName": "order_update",
        "language": "en_US",
        "videoUrl": URL,
        "documentUrl": URL,
        "filename": "a.pdf",
        "locationLatitude": 12.97,
        "locationLongitude": 0,
        "locationName": "Shop",
        "locationAddress": "MG Road",
        "otpCode": "496093",
        "newer": 1,
    }
    assert [len(arrived[name]) for name in ("mapping", "headerMapping", "buttonMapping")] == [2, 1, 1]


async def test_a_template_for_a_process_goes_to_its_number(chakra: Chakra, sandbox: Sandbox) -> None:
    lead = await chakra.leads.create(data={"phone_number": NUMBER})
    sent = await chakra.messages.send_template_for_process(
        "lead", lead.id, template_name="hello_world", phone_number_id=sandbox.phone_number_id
    )
    assert sent.message_id == sandbox.customer(NUMBER).messages[0].wamid
    assert sandbox.arrivals[-1].json == {
        "whatsappPhoneNumberId": sandbox.phone_number_id,
        "templateName": "hello_world",
    }


async def test_a_checked_template_is_sent_with_its_name_and_language(
    chakra: Chakra, sandbox: Sandbox
) -> None:
    template = await chakra.templates.find("order_update", language="pt_BR")
    asked = sandbox.arrived
    with pytest.raises(InvalidRequestError, match=r"mapping\['2'\] is missing"):
        await chakra.messages.send_checked_template(NUMBER, template, mapping={"1": "Ted"})
    with pytest.raises(TypeError, match="image_ur"):
        await chakra.messages.send_checked_template(
            NUMBER,
            template,
            mapping={"1": "Ted", "2": "segunda"},
            image_ur=URL,  # type: ignore[call-arg] # pyright: ignore[reportCallIssue] # the mistake that is meant
        )
    assert sandbox.arrived == asked
    sent = await chakra.messages.send_checked_template(
        NUMBER, template, mapping={"1": "Ted", "2": "segunda"}, phone_number_id=sandbox.phone_number_id
    )
    assert sent.message_id
    assert sandbox.arrivals[-1].json["language"] == "pt_BR"
    assert sandbox.customer(NUMBER).messages[0].text == "Ola Ted, o seu pedido chega segunda."


# Outcomes

KINDS: dict[str, Send] = {
    "send_text": lambda m: m.send_text(NUMBER, "Hi"),
    "send_buttons": lambda m: m.send_buttons(NUMBER, "?", ["Yes"]),
    "react": lambda m: m.react(NUMBER, "wamid.IN", "👍"),
    "send_template": lambda m: m.send_template(NUMBER, template_name="hello_world"),
    "for a process": lambda m: m.send_template_for_process("lead", "L-1", template_name="hello_world"),
}
SENDS = [pytest.param(send, id=name) for name, send in KINDS.items()]


@pytest.mark.parametrize("send", SENDS)
@pytest.mark.parametrize(
    "answer",
    [
        {"_data": {"whatsappMessageId": "wamid.1"}},
        {"_data": {"externalId": "wamid.1", "id": "not this one"}},
        {"_data": {"messages": [{"id": "wamid.1"}]}},
        {"messaging_product": "whatsapp", "messages": [{"id": "wamid.1"}]},
        {"_data": {"whatsappMessageId": None, "externalId": "wamid.1"}},
    ],
    ids=str,
)
async def test_the_id_is_found_wherever_it_stands(
    server: faultserver.FaultServer, broken: Chakra, send: Any, answer: Any
) -> None:
    server.script = [faultserver.json(answer)]
    assert (await send(broken.messages)).message_id == "wamid.1"


@pytest.mark.parametrize("send", SENDS)
@pytest.mark.parametrize(
    "answer",
    [
        faultserver.json({"_data": {}}),
        faultserver.json({"_data": None}),
        faultserver.json({"_data": []}),
        faultserver.json({"_data": {"whatsappMessageId": ""}}),
        faultserver.json({"_data": {"messages": []}}),
        faultserver.json({"_data": {"messages": [{"id": 7}]}}),
        faultserver.json({"_data": {"success": True}}),
        faultserver.json([]),
        faultserver.answer(200, b""),
        faultserver.answer(200, b"OK"),
        faultserver.cut(200),
    ],
)
async def test_a_success_without_an_id_is_unknown_and_not_sent_again(
    server: faultserver.FaultServer, broken: Chakra, send: Any, answer: Any
) -> None:
    server.script = [answer]
    with pytest.raises(ResponseError) as caught:
        await send(broken.messages)
    assert caught.value.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == 1


@pytest.mark.parametrize("send", SENDS[:4])
async def test_a_message_whose_answer_is_lost_is_unknown_and_not_sent_again(
    chakra: Chakra, sandbox: Sandbox, send: Any
) -> None:
    sandbox.fault("*", reset="after", times=1)
    with pytest.raises(TransportError) as caught:
        await send(chakra.messages)
    assert caught.value.outcome is Outcome.UNKNOWN
    assert (sandbox.arrived, len(sandbox.customer(NUMBER).messages)) == (1, 1)


@pytest.mark.parametrize("send", SENDS[:4])
async def test_a_message_refused_for_being_too_much_is_sent_again(
    chakra: Chakra, sandbox: Sandbox, send: Any
) -> None:
    sandbox.fault("*", status=429, times=2)
    assert (await send(chakra.messages)).message_id
    assert [arrival.status for arrival in sandbox.arrivals] == [429, 429, 200]
    assert len(sandbox.customer(NUMBER).messages) == 1
    sandbox.fault("*", status=429)
    with pytest.raises(RateLimitedError) as caught:
        await send(chakra.messages)
    assert caught.value.outcome is Outcome.REFUSED


# Read receipts


@pytest.mark.parametrize("typing", [False, True])
async def test_a_message_is_marked_as_read(chakra: Chakra, sandbox: Sandbox, *, typing: bool) -> None:
    wamid = sandbox.customer(NUMBER).says("Hello?").wamid
    await chakra.messages.mark_read(wamid, typing=typing)
    wanted = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    assert sandbox.arrivals[0].json == {
        **wanted,
        **({"typing_indicator": {"type": "text"}} if typing else {}),
    }


async def test_marking_as_read_is_repeated_when_its_answer_is_lost(chakra: Chakra, sandbox: Sandbox) -> None:
    wamid = sandbox.customer(NUMBER).says("Hello?").wamid
    sandbox.fault("messages.send", reset="after", times=1)
    sandbox.fault("messages.send", status=500, times=1)
    await chakra.messages.mark_read(wamid)
    assert [arrival.status for arrival in sandbox.arrivals] == [None, 500, 200]


@pytest.mark.parametrize(
    "answer",
    [
        faultserver.json({"_data": {"success": True}}),
        faultserver.json({"success": True}),
        faultserver.json({"_data": None}),
        faultserver.json([]),
        faultserver.json("read"),
        faultserver.answer(200, b""),
        faultserver.answer(204, b""),
        faultserver.answer(200, b"OK"),
        faultserver.cut(200),
    ],
)
async def test_marking_as_read_takes_any_answer_that_is_no_error(
    server: faultserver.FaultServer, broken: Chakra, answer: Any
) -> None:
    server.script = [answer]
    assert await broken.messages.mark_read("wamid.IN") is None  # type: ignore[func-returns-value] # that it is None
    assert len(server.arrivals) == 1


async def test_a_receipt_sent_as_a_body_needs_no_id(server: faultserver.FaultServer, broken: Chakra) -> None:
    server.script = [faultserver.json({"_data": {"success": True}}), faultserver.json({"_data": {}})]
    receipt = {"status": "read", "message_id": "wamid.IN"}
    assert (await broken.messages.send(receipt)).message_id == ""
    assert (await broken.with_raw_response.messages.send(receipt)).data.message_id == ""


async def test_marking_as_read_says_when_it_was_refused(
    server: faultserver.FaultServer, broken: Chakra
) -> None:
    server.script = [faultserver.json({"_errors": ["(#131009) no such message"]}, 400)]
    with pytest.raises(WhatsAppError) as refused:
        await broken.messages.mark_read("wamid.IN")
    assert refused.value.outcome is Outcome.REFUSED
    server.script = [faultserver.answer(302, b"", {"Location": "https://elsewhere.example/"})]
    with pytest.raises(ResponseError, match=r"redirects to https://elsewhere\.example") as caught:
        await broken.messages.mark_read("wamid.IN")
    assert caught.value.outcome is Outcome.UNKNOWN


async def test_a_misspelt_keyword_of_a_receipt_is_refused(chakra: Chakra, sandbox: Sandbox) -> None:
    with pytest.raises(TypeError, match="plugin"):
        await chakra.messages.mark_read("wamid.IN", plugin="x")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue] # the mistake that is meant
    assert sandbox.arrived == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "either image or video"),
        ({"image": URL, "video": URL}, "either image or video"),
        ({"image": URL}, "either button and url, or buttons"),
        ({"image": URL, "button": "Look"}, "either button and url, or buttons"),
        ({"image": URL, "url": URL}, "either button and url, or buttons"),
        ({"image": URL, "button": "Look", "url": URL, "buttons": ["x"]}, "either button and url, or buttons"),
        ({"image": URL, "buttons": 7}, "must be a mapping of ids to titles"),
        ({"image": URL, "buttons": [{"id": "1"}]}, "must be a mapping of ids to titles"),
    ],
)
def test_a_card_has_one_file_and_one_kind_of_button(given: Any, expected: str) -> None:
    with pytest.raises(InvalidRequestError, match=expected):
        card(**given)
