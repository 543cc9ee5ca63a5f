"""Messages, templates and webhooks become models by their type, and what has no known type is kept as it came."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import orjson
import pytest

from chakra_async._core.decoding.decoder import decode, encode
from chakra_async.model import Model
from chakra_async.models import messages, templates, webhooks
from chakra_async.sandbox.values import is_array, is_object

DATA = Path(__file__).parent.parent / "data"


def load(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def kinds(union: Any) -> set[str]:
    """Return the names of the classes of a union."""
    return {
        member.__name__
        for member in get_args(get_args(union)[0])
        if isinstance(member, type) and issubclass(member, Model)
    }


def seen(value: Any) -> set[str]:
    """Return the names of the classes of all models within a value."""
    if isinstance(value, Model):
        return {type(value).__name__}.union(*(seen(getattr(value, name)) for name in _members(value)))
    inner: list[Any] = list(value.values()) if is_object(value) else value if is_array(value) else []
    return set[str]().union(*map(seen, inner))


def _members(value: Model) -> list[str]:
    return [name for name in dir(value) if not name.startswith("_") and not callable(getattr(value, name))]


def addressed(message: dict[str, Any]) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": "919901258433", **message}


@pytest.mark.parametrize("message", load("outgoing_messages"), ids=lambda one: one["type"])
def test_a_message_of_every_type_goes_to_its_class_and_back(message: dict[str, Any]) -> None:
    decoded = decode(messages.OutgoingMessage, addressed(message), strict=True)
    assert isinstance(decoded, Model)
    assert decoded.type == message["type"]  # type: ignore[attr-defined] # every class of the union has it
    assert orjson.loads(encode(decoded)) == addressed(message)


def test_the_payloads_meet_every_class_of_the_messages() -> None:
    met = seen(
        [decode(messages.OutgoingMessage, addressed(one), strict=True) for one in load("outgoing_messages")]
    )
    wanted = kinds(messages.OutgoingMessage) | kinds(messages.Interactive) | kinds(messages.InteractiveHeader)
    assert len(wanted) == 12 + 15 + 4
    assert wanted <= met


def test_the_payloads_meet_every_class_of_the_parameters() -> None:
    decoded = [decode(messages.TemplateParameter, one, strict=True) for one in load("template_parameters")]
    assert {type(one).__name__ for one in decoded} == kinds(messages.TemplateParameter)
    assert orjson.loads(encode(decoded)) == load("template_parameters")


def test_a_message_made_of_models_needs_no_product_and_no_type() -> None:
    message = messages.TextMessage(to="919901258433", text=messages.Text(body="Good morning"))
    assert orjson.loads(encode(message)) == {
        "messaging_product": "whatsapp",
        "to": "919901258433",
        "type": "text",
        "text": {"body": "Good morning"},
    }


def test_a_template_is_read_with_all_its_parts_and_buttons() -> None:
    page = load("templates")
    first, second = decode(list[templates.Template], page["data"])
    header, body, footer, buttons, carousel, offer, permission, future = first.components
    assert isinstance(header, templates.HeaderDefinition)
    assert isinstance(body, templates.BodyDefinition)
    assert isinstance(footer, templates.FooterDefinition)
    assert isinstance(buttons, templates.ButtonsDefinition)
    assert {type(one).__name__ for one in buttons.buttons} == kinds(templates.TemplateButton) | {"dict"}
    assert buttons.buttons[-1] == page["data"][0]["components"][3]["buttons"][-1]
    assert isinstance(carousel, templates.CarouselDefinition)
    one, unknown = carousel.cards[0].components
    assert isinstance(one, templates.BodyDefinition)
    assert unknown == {"type": "FUTURE"}
    assert isinstance(offer, templates.LimitedTimeOfferDefinition)
    assert offer.limited_time_offer.has_expiration is True
    assert isinstance(permission, templates.CallPermissionDefinition)
    assert future == page["data"][0]["components"][-1]
    assert (first.status, second.status) == (templates.TemplateStatus.APPROVED, "FLAGGED")
    assert second.components[0].format == "GIF"
    assert second.components[1].example.body_text_named_params == [
        templates.NamedExample(param_name="first_name", example="Ted")
    ]
    assert [first.to_dict(), second.to_dict()] == page["data"]


def test_everything_in_a_pass_through_delivery_is_read() -> None:
    delivery = load("webhook_pass_through")
    decoded = decode(webhooks.WhatsAppNotification, delivery)
    assert decoded.to_dict() == delivery
    changes = [change for entry in decoded.entry for change in entry.changes]
    values = [change.value for change in changes if not isinstance(change, dict)]
    unseen = {"EchoesChange", "GroupParticipantChange"}  # other spellings of fields that are in the sample
    assert {type(change).__name__ for change in changes} == kinds(webhooks.NotificationChange) - unseen | {
        "dict"
    }
    came_in = values[0].messages
    assert {type(one).__name__ for one in came_in} == kinds(webhooks.InboundMessage) | {"dict"}
    assert came_in[-1] == delivery["entry"][0]["changes"][0]["value"]["messages"][-1]
    assert (came_in[0].from_, came_in[0].timestamp, came_in[0].text.body) == (
        "919911223344",
        "1756322278",
        "Hi, can you please help me out with an issue",
    )
    assert values[0].metadata.phone_number_id == "694794789348887"
    assert [one.status for one in values[1].statuses] == ["delivered", "failed", "played"]
    assert values[1].statuses[1].errors[0].code == 131042
    assert values[2].message_echoes[0].to == "919911223344"
    assert (values[3].event, values[3].message_template_name) == ("REJECTED", "order_update")
    assert (values[4].phone_number, values[4].extra) == ("917259775805", {})
    [call] = [value for value in values if isinstance(value, webhooks.CallsValue)]
    assert (call.calls[0].event, call.statuses[0].status) == ("connect", "RINGING")
    statuses = values[5].statuses
    assert (statuses[1].type, statuses[1].payment.reference_id) == ("payment", "order-1")
    assert statuses[0].status is webhooks.MessageStatusKind.PLAYED


def test_every_event_in_chakras_form_is_read() -> None:
    events = load("webhook_chakra")
    decoded = [decode(webhooks.ChakraEvent, event) for event in events]
    assert {type(one).__name__ for one in decoded} == kinds(webhooks.ChakraEvent) | {"dict"}
    assert orjson.loads(encode(decoded)) == events
    message, status, *_, billing = decoded
    assert isinstance(message.payload.message, webhooks.InboundText)
    assert message.payload.timestamp_datetime.isoformat() == "2026-09-01T10:37:31+00:00"
    assert message.payload.contacts[0].profile.name == "Juan"
    assert (status.payload.delivery_status, status.payload.error_context.provider_payload.code) == (
        "FAILED",
        131042,
    )
    assert billing == events[-1]


@pytest.mark.parametrize(
    "value",
    [{}, {"type": None}, {"type": 7}, {"type": ["text"]}, {"type": "poll"}, "text", None, 7, []],
    ids=str,
)
def test_what_is_no_known_kind_of_message_stays_as_it_came(value: Any) -> None:
    assert decode(webhooks.InboundMessage, value) == value


def test_where_the_id_of_a_sent_message_stands_does_not_matter() -> None:
    assert decode(messages.SentMessage, {"whatsappMessageId": "wamid.1"}).message_id == "wamid.1"
    assert decode(messages.SentMessage, {"messages": [{"id": "wamid.1"}]}).message_id == "wamid.1"
    assert decode(messages.SentMessage, {"success": True}).message_id == ""
