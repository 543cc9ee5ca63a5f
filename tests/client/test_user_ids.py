"""A user may have a user id and no phone number: every message reaches such a user, and nothing goes to anybody else."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, InvalidRequestError, Outcome, UserIdNotAllowedError
from chakra_async.errors import SettingsError
from chakra_async.models import messages as models
from chakra_async.phone import PhoneNumberError
from chakra_async.sandbox import Sandbox
from chakra_async.types import product_card

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER = "919901258433"
USER = "IN.13491208655302741918"
PARENT = "US.ENT.11815799212886844830"
URL = "https://example.com/a.bin"
CARDS = [product_card("88", "tea-1"), product_card("88", "tea-2")]
CARD = {"name": {"formatted_name": "Ada Lovelace", "first_name": "Ada"}}

HELPERS: list[tuple[str, Callable[[Any, dict[str, Any]], Any]]] = [
    ("send_text", lambda m, to: m.send_text(**to, text="Hi")),
    ("reply", lambda m, to: m.reply(**to, message_id="wamid.IN", text="Hi")),
    ("send_location", lambda m, to: m.send_location(**to, latitude=1, longitude=2)),
    ("send_contacts", lambda m, to: m.send_contacts(**to, contacts=[CARD])),
    ("react", lambda m, to: m.react(**to, message_id="wamid.IN", emoji="👍")),
    ("send_image", lambda m, to: m.send_image(**to, link=URL)),
    ("send_video", lambda m, to: m.send_video(**to, link=URL)),
    ("send_audio", lambda m, to: m.send_audio(**to, link=URL)),
    ("send_document", lambda m, to: m.send_document(**to, link=URL)),
    ("send_sticker", lambda m, to: m.send_sticker(**to, link=URL)),
    ("send_buttons", lambda m, to: m.send_buttons(**to, text="?", buttons=["Yes"])),
    ("send_list", lambda m, to: m.send_list(**to, text="?", button="Choose", sections={"A": {"1": "One"}})),
    ("send_carousel", lambda m, to: m.send_carousel(**to, text="?", cards=CARDS)),
    ("send_catalog", lambda m, to: m.send_catalog(**to, text="?")),
    ("request_contact", lambda m, to: m.request_contact(**to, text="?")),
    ("request_call_permission", lambda m, to: m.request_call_permission(**to, text="?")),
    ("send_url_button", lambda m, to: m.send_url_button(**to, text="?", button="Look", url=URL)),
]
IDS = [name for name, _ in HELPERS]


@pytest.fixture
def chakra(chakra_client: Chakra) -> Chakra:
    return chakra_client


@pytest.mark.parametrize("helper", [helper for _, helper in HELPERS], ids=IDS)
@pytest.mark.parametrize("user", [USER, PARENT])
async def test_every_helper_reaches_a_user_without_a_number(
    chakra: Chakra, sandbox: Sandbox, helper: Any, user: str
) -> None:
    customer = sandbox.customer(user_id=user, name="Asha")
    sent = await helper(chakra.messages, {"recipient": user})
    body = sandbox.arrivals[-1].body
    assert body["recipient"] == user
    assert "to" not in body
    assert sandbox.arrivals[-1].user_id == user
    assert [message.wamid for message in customer.messages] == [sent.message_id]
    raw = await helper(chakra.with_raw_response.messages, {"to": None, "recipient": user})
    assert [message.wamid for message in customer.messages] == [raw.data.message_id, sent.message_id]


@pytest.mark.parametrize("helper", [helper for _, helper in HELPERS], ids=IDS)
async def test_with_both_the_number_counts_and_the_user_id_is_not_sent(
    chakra: Chakra, sandbox: Sandbox, helper: Any
) -> None:
    await helper(chakra.messages, {"to": NUMBER, "recipient": USER})
    assert sandbox.arrivals[-1].body["to"] == NUMBER
    assert "recipient" not in sandbox.arrivals[-1].body


@pytest.mark.parametrize("helper", [helper for _, helper in HELPERS], ids=IDS)
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "to is missing"),
        ({"to": None}, "to is missing"),
        ({"to": None, "recipient": None}, "to is missing"),
        ({"recipient": NUMBER}, "pass a phone number as `to`"),
        ({"recipient": f"+{NUMBER}"}, "pass a phone number as `to`"),
        ({"recipient": ""}, "must be a business-scoped user id"),
        ({"recipient": "in.123"}, "must be a business-scoped user id"),
        ({"recipient": "IN.12-3"}, "must be a business-scoped user id"),
        ({"recipient": f"IN.{'1' * 129}"}, "must be a business-scoped user id"),
        ({"recipient": f"{USER}\n"}, "must be a business-scoped user id"),
        ({"recipient": 13491208655302741918}, "must be a string, not int"),
        ({"to": USER}, "pass it as recipient"),
        ({"to": "", "recipient": USER}, "to"),
        ({"to": "Asha", "recipient": USER}, "to"),
    ],
)
async def test_a_recipient_that_is_not_one_is_refused_before_anything_is_sent(
    chakra: Chakra, sandbox: Sandbox, helper: Any, given: dict[str, Any], expected: str
) -> None:
    with pytest.raises(InvalidRequestError, match=expected) as caught:
        await helper(chakra.messages, given)
    assert caught.value.outcome is Outcome.NOT_SENT
    assert NUMBER not in str(caught.value)
    assert not sandbox.arrivals


async def test_content_is_still_needed(chakra: Chakra, sandbox: Sandbox) -> None:
    messages: Any = chakra.messages
    for call, place in (
        (messages.send_text(NUMBER), "message.text.body is missing"),
        (messages.send_text(recipient=USER), "message.text.body is missing"),
        (messages.send_location(NUMBER, 1), "message.location.longitude is missing"),
        (messages.send_contacts(NUMBER), "message.contacts is missing"),
        (messages.react(NUMBER, "wamid.IN"), "message.reaction.emoji is missing"),
        (
            messages.send_url_button(NUMBER, "?", "Look"),
            "message.interactive.action.parameters.url is missing",
        ),
    ):
        with pytest.raises(InvalidRequestError, match=place):
            await call
    with pytest.raises(InvalidRequestError, match="buttons must be"):
        await messages.send_buttons(NUMBER, "?")
    assert not sandbox.arrivals


async def test_models_and_mappings_take_a_user_id_as_well(chakra: Chakra, sandbox: Sandbox) -> None:
    customer = sandbox.customer(user_id=USER)
    await chakra.messages.send(models.TextMessage(recipient=USER, text=models.Text(body="one")))
    await chakra.messages.send({"recipient": USER, "type": "text", "text": {"body": "two"}})
    await chakra.messages.send({"to": None, "recipient": USER, "type": "text", "text": {"body": "three"}})
    assert [message.text for message in customer.messages] == ["three", "two", "one"]


async def test_a_number_and_a_user_id_of_one_customer_are_one_chat(chakra: Chakra, sandbox: Sandbox) -> None:
    customer = sandbox.customer(NUMBER, user_id=USER, name="Asha", username="asha.k")
    await chakra.messages.send_text(NUMBER, "by number")
    await chakra.messages.send_text(recipient=USER, text="by user id")
    assert [message.text for message in customer.messages] == ["by user id", "by number"]
    assert len(await chakra.chats.list().to_list()) == 1
    assert (customer.phone_number, customer.user_id, customer.name, customer.username) == (
        *(NUMBER, USER, "Asha", "asha.k"),
    )


async def test_a_customer_without_a_number_writes_and_is_answered_within_the_window() -> None:
    async with Sandbox(session_windows=True) as sandbox, sandbox.client(strict=True) as chakra:
        customer = sandbox.customer(user_id=USER, name="Asha")
        with pytest.raises(Exception, match="131047"):
            await chakra.messages.send_text(recipient=USER, text="Too early")
        asked = customer.says("Are you open?")
        await chakra.messages.reply(recipient=USER, message_id=asked.wamid, text="Until six.")
        assert [message.text for message in customer.messages] == ["Until six.", "Are you open?"]
        (chat,) = await chakra.chats.list().to_list()
        messages = await chakra.chats.messages(chat.id or "").to_list()
        assert [message.text for message in messages] == ["Until six.", "Are you open?"]
        assert customer.phone_number == ""


def test_a_customer_needs_a_number_or_a_user_id() -> None:
    sandbox = Sandbox()
    for given in ({}, {"name": "Asha"}, {"user_id": "asha"}, {"user_id": NUMBER}, {"user_id": "in.1"}):
        with pytest.raises(SettingsError, match="user_id"):
            sandbox.customer(**given)
    assert sandbox.customer(user_id=PARENT).user_id == PARENT


async def test_a_template_with_a_code_is_refused_for_a_user_id_with_a_named_error(
    chakra: Chakra, sandbox: Sandbox
) -> None:
    sandbox.customer(user_id=USER)
    template = models.TemplateContent(
        name="login_otp",
        language=models.TemplateLanguage(code="en"),
        components=[
            models.TemplateComponent(type="body", parameters=[models.TextParameter(text="1")]),
            models.TemplateComponent(
                type="button", sub_type="url", index=0, parameters=[models.TextParameter(text="1")]
            ),
        ],
    )
    with pytest.raises(UserIdNotAllowedError, match="131062") as caught:
        await chakra.messages.send(models.TemplateMessage(recipient=USER, template=template))
    assert caught.value.meta_code == 131062
    assert caught.value.outcome is Outcome.REFUSED
    assert type(pickle.loads(pickle.dumps(caught.value))) is UserIdNotAllowedError  # noqa: S301
    await chakra.messages.send(models.TemplateMessage(to=NUMBER, template=template))


async def test_a_template_in_metas_form_is_compared_before_it_is_sent(
    chakra: Chakra, sandbox: Sandbox
) -> None:
    customer = sandbox.customer(user_id=USER)
    found = {name: await chakra.templates.find(name) for name in ("login_otp", "appointment_moved")}
    moved = {"first_name": "Ted", "new_date": "Friday", "old_date": "Monday"}
    texts = [{"type": "text", "parameter_name": name, "text": text} for name, text in moved.items()]
    components = [{"type": "body", "parameters": texts}]
    arrived = len(sandbox.arrivals)
    code: list[Any] = [
        {"type": "body", "parameters": [{"type": "text", "text": "1"}]},
        {"type": "button", "sub_type": "url", "index": 0, "parameters": [{"type": "text", "text": "1"}]},
    ]
    send: Any = chakra.messages.send_template_components
    for given, expected in (
        (
            {"template": found["login_otp"], "components": code, "recipient": USER},
            "needs a phone number as `to`",
        ),
        ({"template": found["appointment_moved"], "recipient": USER}, r"body\['first_name'\] is missing"),
        (
            {"template": "appointment_moved", "components": components, "recipient": USER},
            "language is missing",
        ),
        ({"template": found["appointment_moved"], "components": "body", "recipient": USER}, "must be a list"),
        ({"recipient": USER}, "template is missing"),
        ({"template": found["appointment_moved"], "components": components}, "to is missing"),
    ):
        with pytest.raises(InvalidRequestError, match=expected):
            await send(**given)
    with pytest.raises(InvalidRequestError, match="needs a phone number"):
        chakra.templates.check_components(found["login_otp"], code, recipient=USER)
    chakra.templates.check_components(found["login_otp"], code)
    assert len(sandbox.arrivals) == arrived
    await send(template=found["appointment_moved"], components=components, recipient=USER)
    await send(None, "appointment_moved", components, language="en", recipient=USER)
    await send(NUMBER, found["login_otp"], code, recipient=USER)
    assert [message.data_type for message in customer.messages] == ["template", "template"]


async def test_calls_that_take_numbers_alone_say_where_a_user_id_goes(
    chakra: Chakra, sandbox: Sandbox
) -> None:
    with pytest.raises(PhoneNumberError, match="pass it as recipient"):
        await chakra.messages.send_template(USER, template_name="order_update")
    with pytest.raises(PhoneNumberError, match="pass it as recipient"):
        await chakra.campaigns.add_phone_number(campaign_id=sandbox.campaign_id, phone_number=USER)
    assert not sandbox.arrivals
