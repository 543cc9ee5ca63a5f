"""Messages and template values before they leave: what Meta would refuse is named, all else passes unchanged."""

from __future__ import annotations

import copy
import json
import string
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.decoding.decoder import decode, encode
from chakra_async._core.messages import validation
from chakra_async.description.routes import load
from chakra_async.errors import InvalidRequestError
from chakra_async.model import Model
from chakra_async.models import messages
from chakra_async.models.templates import Template
from chakra_async.sandbox.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NUMBER = "919901258433"
SCHEMAS = load()["components"]["schemas"]
MESSAGES = json.loads(
    (Path(__file__).parent.parent / "data" / "outgoing_messages.json").read_text(encoding="utf-8")
)
ALWAYS = {"link": "https://example.com/a.png", "first_name": "Ann", "flow_id": "1", "title": "T"}
"""Members that a rule over several members asks for, where the description has them."""


def addressed(message: dict[str, Any]) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": NUMBER, **message}


def sent(message: Any) -> Any:
    return json.loads(encode(validation.message(message, "message")))


def refusal(message: Any) -> str:
    with pytest.raises(InvalidRequestError) as caught:
        validation.message(message, "message")
    return str(caught.value)


LOOK: dict[str, Any] = {"display_text": "Look", "url": "https://e.example/a"}
TAKE: dict[str, Any] = {"type": "quick_reply", "quick_reply": {"id": "1", "title": "Take it"}}


def product(catalogue: str) -> dict[str, Any]:
    return {
        "card_index": 0,
        "type": "product",
        "action": {"catalog_id": catalogue, "product_retailer_id": "tea-1"},
    }


def media(**action: Any) -> dict[str, Any]:
    header = {"type": "image", "image": {"link": "https://e.example/a"}}
    return {"card_index": 0, "type": "cta_url", "header": header, "action": action}


# Every limit of the description


@attrs.frozen
class Place:
    """A member of a message somewhere, and how a whole message with a value there is made."""

    name: str
    schema: Any
    required: bool
    make: Callable[[Any], Any]

    @property
    def wire(self) -> str:
        return self.name.rpartition(".")[2]


def resolved(schema: Any) -> Any:
    return SCHEMAS[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def whole(schema: Any, number: int = 0, name: str = "") -> Any:
    """Return the least that a schema allows; of two with different numbers, no text is the same."""
    schema = resolved(schema)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [""])[-1])
    if "oneOf" in schema:
        return whole(schema["oneOf"][0], number)
    kind = schema.get("type")
    if kind == "array":
        return [whole(schema["items"], number + more) for more in range(schema.get("minItems", 1))]
    if kind != "object":
        others = {
            "integer": number if name == "card_index" else 1,
            "string": {"to": NUMBER, "url": "https://example.com", "emoji": "👍"}.get(name, f"x{number}"),
        }
        return 12.5 if isinstance(kind, list) else others[kind]
    members = schema.get("properties", {})
    if {"card_index", "header"} <= members.keys():
        return {**media(buttons=[TAKE]), "card_index": number}
    required = (*schema.get("required", ()), *schema.get("then", {}).get("required", ()))
    needed = {one: whole(members[one], number, one) for one in required}
    return {**needed, **{one: text + str(number) for one, text in ALWAYS.items() if one in members}}


def places(schema: Any, name: str, make: Callable[[Any], Any]) -> Iterator[Place]:
    """Give every member that a message can have, however deep."""
    schema = resolved(schema)
    for branch in schema.get("oneOf", ()):
        yield from places(branch, name, make)
    if schema.get("type") == "array":
        yield from places(schema["items"], f"{name}[0]", lambda value: make([value]))
    for wire, member in schema.get("properties", {}).items():

        def inside(value: Any, wire: str = wire) -> Any:
            rest = {one: given for one, given in whole(schema).items() if (one, wire) != ("to", "recipient")}
            return make({**rest, wire: value})

        place = Place(f"{name}.{wire}", resolved(member), wire in schema.get("required", ()), inside)
        yield place
        yield from places(member, place.name, place.make)


def as_it_is(value: Any) -> Any:
    return value


PLACES = [
    *(
        place
        for place in places({"$ref": "#/components/schemas/messages.OutgoingMessage"}, "message", as_it_is)
        if "action.cards[0]"
        not in place.name  # the cards of a carousel go together: they have tests of their own
    ),
    *places({"$ref": "#/components/schemas/messages.ReadReceipt"}, "message", as_it_is),
]


def with_keyword(keyword: str) -> list[Any]:
    found = [place for place in PLACES if keyword in place.schema]
    return [pytest.param(place, id=f"{index}-{place.name}") for index, place in enumerate(found)]


def items(place: Place, count: int) -> list[Any]:
    return [whole(place.schema["items"], number) for number in range(count)]


def test_the_limits_that_users_meet_are_among_those_that_are_tried() -> None:
    longest = {(place.name, place.schema["maxLength"]) for place in PLACES if "maxLength" in place.schema}
    most = {(place.name, place.schema["maxItems"]) for place in PLACES if "maxItems" in place.schema}
    action = "message.interactive.action"
    assert longest >= {
        ("message.text.body", 4096),
        ("message.image.caption", 1024),
        ("message.interactive.body.text", 1024),
        ("message.interactive.body.text", 4096),
        ("message.interactive.header.text", 60),
        ("message.interactive.footer.text", 60),
        (f"{action}.buttons[0].reply.title", 20),
        (f"{action}.button", 20),
        (f"{action}.sections[0].title", 24),
        (f"{action}.sections[0].rows[0].title", 24),
        (f"{action}.sections[0].rows[0].description", 72),
        ("message.biz_opaque_callback_data", 512),
    }
    assert most >= {(f"{action}.buttons", 3), (f"{action}.sections", 10), (f"{action}.sections[0].rows", 10)}


@pytest.mark.parametrize("place", with_keyword("maxLength"))
def test_a_text_may_have_its_full_length_and_no_character_more(place: Place) -> None:
    longest = place.schema["maxLength"]
    character = "x" if "pattern" in place.schema else "😀"
    sent(place.make(character * longest))
    assert f"{place.name} has {longest + 1} characters; at most {longest}" in refusal(
        place.make(character * (longest + 1))
    )


@pytest.mark.parametrize("place", with_keyword("minLength"))
def test_a_text_that_is_needed_is_not_empty(place: Place) -> None:
    assert place.schema["minLength"] == 1
    expected = refusal(place.make(""))
    assert f"{place.name} is empty" in expected


@pytest.mark.parametrize("place", with_keyword("maxItems"))
def test_a_list_may_be_full_and_hold_no_item_more(place: Place) -> None:
    most = place.schema["maxItems"]
    sent(place.make(items(place, most)))
    assert f"{place.name} has {most + 1} items; at most {most}" in refusal(place.make(items(place, most + 1)))
    assert f"{place.name} has {most + 1} items" in refusal(place.make(tuple(items(place, most + 1))))


@pytest.mark.parametrize("place", with_keyword("minItems"))
def test_a_list_that_is_needed_is_not_empty(place: Place) -> None:
    assert f"{place.name} is empty" in refusal(place.make([]))
    fewest = place.schema["minItems"]
    if fewest > 1:
        assert f"at least {fewest} are needed" in refusal(place.make(items(place, fewest - 1)))


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(place, id=f"{index}-{place.name}")
        for index, place in enumerate(PLACES)
        if "const" in place.schema and place.required and place.wire not in ("type", "status")
    ],
)
def test_a_text_that_is_always_the_same_is_no_other(place: Place) -> None:
    assert f"{place.name} must be {place.schema['const']!r}" in refusal(place.make("another"))


BOUND = ("maxLength", "minLength", "maxItems", "minItems")


_WORDS: Final = {
    "string": "a string",
    "array": "a list",
    "boolean": "True or False",
    "integer": "an integer",
}


def _is_kind(schema: Any) -> bool:
    return schema.get("type") in list(_WORDS) and "const" not in schema


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(place, id=f"{index}-{place.name}")
        for index, place in enumerate(PLACES)
        if (any(word in place.schema for word in BOUND) or "oneOf" in place.schema or _is_kind(place.schema))
        and place.schema.get("x-check") != "id"
        and "x-unit" not in place.schema
    ],
)
def test_a_member_of_another_kind_is_named(place: Place) -> None:
    kind = _WORDS.get(place.schema.get("type", ""), "an object")
    wrong: list[Any] = [7, 2.5, ["x"]]
    if kind in ("an integer", "a list"):
        wrong = [True, 2.5, "x"]
    for value in wrong if place.name != "message.to" else ():
        assert f"{place.name} must be {kind}, not {type(value).__name__}" in refusal(place.make(value))


@pytest.mark.parametrize(
    "value", [date(1815, 12, 10), UUID("11111111-1111-4111-8111-111111111111")], ids=["date", "uuid"]
)
def test_what_is_written_as_a_string_is_one(value: Any) -> None:
    contact = {"name": {"formatted_name": "Ada", "first_name": "Ada"}, "birthday": value}
    made = sent(addressed({"type": "contacts", "contacts": [contact]}))
    assert made["contacts"][0]["birthday"] == str(value)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(place, id=f"{index}-{place.name}")
        for index, place in enumerate(PLACES)
        if place.schema.get("type") == "array" and "$ref" in place.schema["items"]
    ],
)
def test_an_item_of_another_kind_is_named(place: Place) -> None:
    assert f"{place.name}[1] must be an object, not str" in refusal(
        place.make([whole(place.schema["items"]), "x"])
    )


def test_every_member_that_must_be_there_is_missed() -> None:
    tried = 0
    for place in PLACES:
        if not place.required or place.wire == "type" or place.name in _SAID:
            continue
        assert f"{place.name} is missing" in refusal(place.make(None))
        tried += 1
    assert tried > 60


_SAID = ("message.messaging_product", "message.status", "message.to")


@pytest.mark.parametrize("member", ["messaging_product", "to"])
def test_a_null_where_a_message_must_have_something_is_refused(member: str) -> None:
    assert f"message.{member}" in refusal(
        {**addressed({"type": "text", "text": {"body": "x"}}), member: None}
    )


# Rules over several members


def interactive(**content: Any) -> dict[str, Any]:
    return addressed({"type": "interactive", "interactive": {"body": {"text": "?"}, **content}})


def buttons(*replies: tuple[str, str]) -> dict[str, Any]:
    made = [{"type": "reply", "reply": {"id": key, "title": title}} for key, title in replies]
    return interactive(type="button", action={"buttons": made})


def listing(*sections: tuple[str | None, int], **more: Any) -> dict[str, Any]:
    made: list[dict[str, Any]] = [
        {"rows": [{"id": f"{index}-{row}", "title": "x"} for row in range(count)]}
        | ({} if title is None else {"title": title})
        for index, (title, count) in enumerate(sections)
    ]
    return interactive(type="list", action={"button": "Choose", "sections": made}, **more)


def products(*sections: int) -> dict[str, Any]:
    made = [
        {"title": "T", "product_items": [{"product_retailer_id": str(one)} for one in range(count)]}
        for count in sections
    ]
    return interactive(
        type="product_list",
        header={"type": "text", "text": "H"},
        action={"catalog_id": "1", "sections": made},
    )


def image(**content: Any) -> dict[str, Any]:
    return addressed({"type": "image", "image": content})


def at(latitude: Any, longitude: Any) -> dict[str, Any]:
    return addressed({"type": "location", "location": {"latitude": latitude, "longitude": longitude}})


def carousel(*cards: dict[str, Any]) -> dict[str, Any]:
    placed = [{**card, "card_index": min(index, 9)} for index, card in enumerate(cards)]
    return interactive(type="carousel", action={"cards": placed})


def order(reference: str) -> dict[str, Any]:
    parameters = {
        "reference_id": reference,
        "type": "digital-goods",
        "currency": "BRL",
        "total_amount": {"value": 1, "offset": 100},
    }
    return interactive(type="order_details", action={"name": "review_and_pay", "parameters": parameters})


BROKEN: list[tuple[dict[str, Any], str]] = [
    (
        listing(("a", 6), ("b", 5)),
        "message.interactive.action.sections have 11 rows in total; at most 10 are allowed",
    ),
    (listing((None, 1), ("b", 1)), "message.interactive.action.sections[0].title is missing"),
    (
        listing(("a", 1), header={"type": "image", "image": {"link": "https://e.example/a"}}),
        "header of a list must be of type text",
    ),
    (products(16, 15), "have 31 products in total; at most 30"),
    (
        buttons(("a", "A"), ("a", "B")),
        "buttons[1].reply.id is the same as message.interactive.action.buttons[0].reply.id",
    ),
    (buttons(("a", "A"), ("b", "A")), "buttons[1].reply.title is the same as"),
    (image(), "message.image needs either link or id, and has neither"),
    (image(link=""), "neither"),
    (image(link="https://e.example/a", id="1"), "has both"),
    (image(link="ftp://e.example/a"), "message.image.link must be a public http(s) address"),
    (image(link="/home/me/cat.png"), "message.image.link must be a public http(s) address"),
    (image(link=7), "message.image.link must be a string, not int"),
    (image(link="https://[e.example/a"), "message.image.link must be a public http(s) address"),
    (at(90.1, 0), "message.location.latitude must be a number from -90 to 90"),
    (at(0, -181), "message.location.longitude must be a number from -180 to 180"),
    (
        at(Decimal("12.5"), 0),
        "message.location.latitude must be a number from -90 to 90, not Decimal: pass float",
    ),
    (at("north", 0), "latitude"),
    (at([1], 0), "latitude"),
    (at(10**400, 0), "latitude"),
    (at(float("nan"), 0), "latitude"),
    (
        addressed({"type": "contacts", "contacts": [{"name": {"formatted_name": "Ann"}}]}),
        "message.contacts[0].name needs one of first_name",
    ),
    (
        interactive(
            type="cta_url",
            action={"name": "cta_url", "parameters": {"display_text": "Go", "url": "example.com"}},
        ),
        "message.interactive.action.parameters.url must be an http(s) address",
    ),
    (
        carousel(product("88"), product("89")),
        "message.interactive.action.cards[1].action.catalog_id must be that of the first card",
    ),
    (
        carousel(product("88"), media(parameters=LOOK, name="cta_url")),
        "cards[1].type must be that of the first card",
    ),
    (
        carousel(media(parameters=LOOK, name="cta_url"), media(buttons=[TAKE])),
        "cards[1].action must have the same kind and number of buttons",
    ),
    (carousel(media(buttons=[TAKE]), media(buttons=[TAKE, TAKE])), "the same kind and number of buttons"),
    (carousel(media(), media()), "cards[0].action needs either parameters"),
    (carousel(*[media(buttons=[TAKE], parameters=LOOK)] * 2), "and has both"),
    (carousel(*[media(parameters=LOOK)] * 2), "cards[0].action.name must be 'cta_url'"),
    (
        carousel(*[media(buttons=[{**TAKE, "quick_reply": {"id": "1", "title": "x" * 21}}])] * 2),
        "cards[0].action.buttons[0].quick_reply.title has 21 characters; at most 20",
    ),
    (
        carousel(*[media(buttons=[{**TAKE, "quick_reply": {"id": "x" * 257, "title": "x"}}])] * 2),
        "quick_reply.id has 257 characters; at most 256",
    ),
    (
        carousel(*[media(name="cta_url", parameters={**LOOK, "display_text": "x" * 21})] * 2),
        "action.parameters.display_text has 21 characters; at most 20",
    ),
    (
        carousel(*[{**media(buttons=[TAKE]), "body": {"text": "x" * 161}}] * 2),
        "cards[0].body.text has 161 characters; at most 160",
    ),
    (carousel(*[product("88")] * 11), "cards has 11 items; at most 10 are allowed"),
    (carousel(product("88")), "cards has 1 items; at least 2 are needed"),
    (
        carousel(*[{**media(buttons=[TAKE]), "header": {"type": "text", "text": "x"}}] * 2),
        "cards[0].header of a card must be of type image or video",
    ),
    (
        carousel(*[{**media(buttons=[TAKE]), "body": {"text": "a\nb\nc\nd"}}] * 2),
        "cards[0].body.text has 3 line breaks; at most 2 are allowed",
    ),
    (
        interactive(type="carousel", action={"cards": [product("88"), product("88")]}),
        "cards[1].card_index is the same as message.interactive.action.cards[0].card_index",
    ),
    (
        interactive(type="carousel", action={"cards": [{**product("88"), "card_index": 10}] * 2}),
        "cards[0].card_index must be a number from 0 to 9",
    ),
    (
        interactive(type="voice_call", action={"name": "voice_call", "parameters": {"ttl_minutes": 43201}}),
        "message.interactive.action.parameters.ttl_minutes must be a number from 1 to 43200",
    ),
    (
        interactive(type="voice_call", action={"name": "voice_call", "parameters": {"ttl_minutes": "7"}}),
        "ttl_minutes must be an integer, not str",
    ),
    (
        addressed({"type": "pin", "pin": {"type": "pin", "message_id": "wamid.1"}}),
        "message.pin.expiration_days is missing",
    ),
    (
        addressed({"type": "pin", "pin": {"type": "pinned", "message_id": "wamid.1"}}),
        "message.pin.type must be 'pin' or 'unpin'",
    ),
    (
        addressed({"type": "pin", "pin": {"type": "pin", "message_id": "wamid.1", "expiration_days": 31}}),
        "message.pin.expiration_days must be a number from 1 to 30",
    ),
    (
        addressed(
            {"type": "contacts", "contacts": [{"name": {"formatted_name": "Ann", "first_name": "Ann"}}] * 258}
        ),
        "message.contacts has 258 items; at most 257 are allowed",
    ),
    (
        addressed({"type": "text", "category": "utility", "text": {"body": "x" * 1025}}),
        "message.text.body has 1025 characters; in Direct Send, at most 1024",
    ),
    (order("order 4711"), "reference_id must contain letters, digits, underscores, dashes and dots only"),
    (order("x" * 36), "reference_id has 36 characters; at most 35 are allowed"),
    (
        interactive(
            type="flow",
            action={"name": "flow", "parameters": {"flow_message_version": "3", "flow_cta": "Go"}},
        ),
        "message.interactive.action.parameters needs flow_id or flow_name",
    ),
    (
        addressed(
            {
                "type": "template",
                "template": {
                    "name": "a",
                    "language": {"code": "en"},
                    "components": [{"type": "header", "parameters": [{"type": "image", "image": {}}]}],
                },
            }
        ),
        "message.template.components[0].parameters[0].image needs either link or id",
    ),
]


@pytest.mark.parametrize(("message", "expected"), BROKEN, ids=[expected for _, expected in BROKEN])
def test_a_rule_over_several_members_is_kept(message: dict[str, Any], expected: str) -> None:
    assert expected in refusal(message)


@pytest.mark.parametrize(
    "message",
    [
        listing(("a", 5), ("b", 5)),
        listing((None, 10)),
        products(15, 15),
        at(90, -180),
        at("12.97", "77.59"),
        image(id="1"),
        carousel(*[product("88")] * 10),
        carousel(*[{**media(buttons=[TAKE, TAKE]), "body": {"text": f"{'x' * 156}\n\nab"}}] * 2),
        addressed({"type": "pin", "pin": {"type": "unpin", "message_id": "wamid.1"}}),
        addressed({"type": "text", "category": "service", "text": {"body": "x" * 1025}}),
        order("A.b_c-1"),
    ],
)
def test_just_within_a_rule_it_passes(message: dict[str, Any]) -> None:
    assert sent(message) == message


# What is not described, and what stands for what


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: one["type"])
def test_a_mapping_a_model_and_a_mixture_give_the_same_body(message: dict[str, Any]) -> None:
    given_one = addressed(message)
    model = decode(messages.OutgoingMessage, copy.deepcopy(given_one), strict=True)
    content = message["type"]
    mixture = {**given_one, content: getattr(model, content)}
    frozen = MappingProxyType({**given_one, content: _frozen(given_one[content])})
    assert sent(given_one) == sent(model) == sent(mixture) == sent(frozen) == given_one


def _frozen(value: Any) -> Any:
    if is_object(value):
        return MappingProxyType({name: _frozen(item) for name, item in value.items()})
    return tuple(map(_frozen, value)) if is_array(value) else value


def test_models_hidden_in_extra_members_are_checked_like_any_other() -> None:
    text = messages.Text(body="x" * 4097)
    expected = refusal(Model(extra={"to": NUMBER, "type": "text", "text": text}))
    assert "message.text.body has 4097 characters" in expected
    nested = Model(
        extra={"to": NUMBER, "type": "poll", "poll": Model(extra={"inner": messages.Text(body="x")})}
    )
    assert sent(nested)["poll"] == {"inner": {"body": "x"}}


@pytest.mark.parametrize(
    "message",
    [
        {"type": "poll", "poll": {"options": ["a"] * 99}},
        {"type": "text", "text": {"body": "x", "shade": 7}, "priority": {"level": [1]}},
        {"type": "interactive", "interactive": {"type": "hologram", "action": {"buttons": []}}},
        {"type": "image", "image": {"link": "https://e.example/a", "provider": {"name": "x"}}},
    ],
)
def test_what_is_not_described_passes_unchanged(message: dict[str, Any]) -> None:
    assert sent(addressed(message)) == addressed(message)


def test_the_product_is_added_and_a_number_is_written_as_the_api_takes_it() -> None:
    message = {"to": "+91 99012-58433", "type": "text", "text": {"body": "x"}}
    assert sent(message) == {**message, "messaging_product": "whatsapp", "to": NUMBER}


def test_a_group_is_no_phone_number_and_a_recipient_without_a_number_needs_no_to() -> None:
    message = {"messaging_product": "whatsapp", "type": "text", "text": {"body": "x"}}
    group = {**message, "recipient_type": "group", "to": "Y2FwaV9ncm91cA"}
    user = {**message, "recipient": "IN.13491208655302741918"}
    assert sent(group) == group
    assert sent(user) == user
    assert "message.to is missing" in refusal(message)


def test_a_read_receipt_is_told_from_a_message() -> None:
    assert sent(messages.ReadReceipt(message_id="wamid.1")) == {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": "wamid.1",
    }
    assert "message.message_id is missing" in refusal({"status": "read"})
    assert "message.type is missing" in refusal({"status": "delivered", "message_id": "wamid.1"})


@pytest.mark.parametrize("value", ["hello", None, [{"type": "text"}], 7, b"{}"])
def test_what_is_no_message_is_refused_by_its_name(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="letter must be a message or a mapping"):
        validation.message(value, "letter")


@pytest.mark.parametrize("kind", [None, ""])
def test_a_message_says_of_which_kind_it_is(kind: Any) -> None:
    assert "message.type is missing" in refusal({"to": NUMBER, "type": kind})
    assert "message.type is missing" in refusal({"to": NUMBER, "text": {"body": "x"}})


@pytest.mark.parametrize("kind", [0, 7, True, ["text"], {"text": 1}, 1.5])
def test_a_kind_that_is_no_text_is_refused(kind: Any) -> None:
    assert f"message.type must be a string, not {type(kind).__name__}" in refusal(
        {"to": NUMBER, "type": kind}
    )


@pytest.mark.parametrize("value", [messages.Text(body="x"), Template(id="1"), Model()])
def test_a_model_of_something_else_is_no_message(value: Model) -> None:
    assert "message.type is missing" in refusal(value)


def test_what_holds_itself_is_refused() -> None:
    endless: dict[str, Any] = addressed({"type": "text", "text": {"body": "x"}})
    endless["me"] = endless
    assert "nested too deeply" in refusal(endless)


def test_many_problems_are_told_at_once_and_counted() -> None:
    rows = [{"id": "", "title": ""} for _ in range(4)]
    expected = refusal(interactive(type="list", action={"button": "", "sections": [{"rows": rows}]}))
    assert expected.count(" is empty") == 5
    assert "and 7 more" in expected  # eight texts and the button are empty, and three ids stood before


# Nothing is changed, shown or raised that should not be

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def near_misses(draw: st.DrawFn) -> Any:
    """Return a message that was right until something in it was replaced, dropped or added."""
    message = copy.deepcopy(addressed(draw(st.sampled_from(MESSAGES))))
    for _ in range(draw(st.integers(1, 3))):
        node: Any = message
        while True:
            keys: list[Any] = list(node) if is_object(node) else list(range(len(node)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if (is_object(node[key]) or is_array(node[key])) and draw(st.booleans()):
                node = node[key]
                continue
            if draw(st.booleans()):
                node[key] = draw(JSON)
            else:
                del node[key]
            break
    return message


@given(near_misses() | JSON | st.fixed_dictionaries({"type": JSON}, optional={"to": JSON, "text": JSON}))
def test_whatever_is_given_it_is_sent_or_refused_and_never_changed(value: Any) -> None:
    before = repr(value)
    try:
        body = validation.message(value, "message")
    except InvalidRequestError:
        pass
    else:
        assert shown_without_number_and_product(body) == shown_without_number_and_product(value)
        assert body["messaging_product"] == "whatsapp" or body["type"] not in KINDS
    assert repr(value) == before


def shown_without_number_and_product(message: Any) -> str:
    """Return the rest of a message as text, where a NaN is like any other."""
    return repr({name: item for name, item in message.items() if name not in ("to", "messaging_product")})


KINDS = {message["type"] for message in MESSAGES}


@given(near_misses())
def test_what_is_let_through_by_mapping_is_let_through_by_model_and_the_other_way_round(value: Any) -> None:
    def outcome(given_one: Any) -> Any:
        try:
            return repr(sorted(validation.message(given_one, "message").items()))
        except InvalidRequestError as error:
            return str(error)

    assert outcome(value) == outcome(Model(extra=copy.deepcopy(value)))


@given(st.text(string.ascii_letters, min_size=30, max_size=60), st.integers(10**9, 10**13))
def test_no_text_and_no_number_of_a_message_is_shown(text: str, number: int) -> None:
    digits = str(number)
    wrong: list[Any] = [
        {**image(link=text), "to": digits},
        {**buttons((text, text), (text, text)), "to": digits},
        {**buttons((digits, digits), (digits, digits)), "to": digits},
        {**listing(("a", 11)), "to": digits},
        {"to": f"{digits}x", "type": "text", "text": {"body": text}},
        {"to": digits, "type": "text", "text": {"body": [text]}},
        {"to": digits, "type": "text", "text": text},
        {"to": digits, "type": "location", "location": {"latitude": text, "longitude": digits}},
    ]
    for message in wrong:
        expected = refusal(message)
        assert text not in expected
        assert text[:20] not in expected
        assert digits not in expected


def test_decoding_what_is_sent_says_nothing_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    refusal({"to": NUMBER, "type": "text", "text": {"body": [1]}, "context": "wamid.1"})
    sent(addressed({"type": "never seen", "text": 7}))
    assert caplog.records == []


# Values of templates


def test_placeholders_become_the_items_of_the_wire() -> None:
    items = [
        {"schemaPropertyName": "1", "schemaPropertyValue": "John"},
        {"schemaPropertyName": "name", "schemaPropertyValue": "2.5"},
    ]
    model = messages.TemplateMapping(schema_property_name="name", schema_property_value="2.5")
    assert validation.template_mapping({1: "John", "name": 2.5}, "values") == items
    assert validation.template_mapping(MappingProxyType({"1": "John", "name": "2.5"}), "values") == items
    assert validation.template_mapping(items, "values") == items
    assert validation.template_mapping((items[0], model), "values") == items
    assert validation.template_mapping([MappingProxyType(items[0]), model], "values") == items
    assert validation.template_mapping({}, "values") == []


@pytest.mark.parametrize("value", ["John", b"John", 7, None, {"1"}])
def test_what_is_no_mapping_of_placeholders_is_refused_by_its_name(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="words must be a mapping or a list"):
        validation.template_mapping(value, "words")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"1": ""}, r"words\['1'\] is empty"),
        ({"1": " \n"}, r"words\['1'\] is empty"),
        ({"": "John"}, "a placeholder's name in words is empty"),
        ({"1": None}, r"words\['1'\] must be a string or a number, not None"),
        ({"1": True}, "not bool"),
        ({"1": ["John"]}, "not list"),
        ({"1": float("nan")}, "must be a finite number of at most 64 bits"),
        ({"1": float("inf")}, "must be a finite number of at most 64 bits"),
        ({"1": 10**5000}, "must be a finite number of at most 64 bits"),
        ({True: "John"}, "a placeholder's name in words must be a string"),
        ({"1": "John", 1: "Ted"}, "words fills '1' twice"),
        (["John"], r"words\[0\] must have schemaPropertyName and schemaPropertyValue"),
        ([{"schemaPropertyName": "1"}], r"words\[0\] must have schemaPropertyName and schemaPropertyValue"),
        ({NUMBER: ""}, r"words\['91\*{8}33'\] is empty"),
    ],
)
def test_a_placeholder_that_cannot_be_filled_is_named(value: Any, expected: str) -> None:
    with pytest.raises(InvalidRequestError, match=expected):
        validation.template_mapping(value, "words")


@given(JSON)
def test_a_mapping_of_placeholders_is_taken_or_refused_and_never_changed(value: Any) -> None:
    before = repr(value)
    try:
        made = validation.template_mapping(value, "values")
    except InvalidRequestError:
        pass
    else:
        names = [item["schemaPropertyName"] for item in made]
        assert len(set(names)) == len(names)
        assert all(isinstance(text, str) and text.strip() for item in made for text in item.values())
    assert repr(value) == before
