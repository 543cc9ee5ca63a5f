"""What fills a template fits it, or each way in which it does not is named; what is not known passes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chakra_async._core.decoding.decoder import decode
from chakra_async._core.messages.placeholders import placeholders
from chakra_async._core.messages.template_check import component_problems, template_problems
from chakra_async.errors import InvalidRequestError
from chakra_async.models import messages
from chakra_async.models.templates import Template

URL = "https://example.com/a"


def template(*components: Any, **more: Any) -> Template:
    listed = {"id": "1", "name": "t", "language": "en", "status": "APPROVED", "category": "UTILITY", **more}
    made: Template = decode(Template, {**listed, "components": list(components)})
    return made


def body(text: str) -> Any:
    return {"type": "BODY", "text": text}


def header(kind: str, **more: Any) -> Any:
    return {"type": "HEADER", "format": kind, **more}


def buttons(*given_ones: Any) -> Any:
    return {"type": "BUTTONS", "buttons": list(given_ones)}


URL_BUTTON = {"type": "URL", "text": "Go", "url": "https://example.com/{{1}}"}
PLAIN_URL = {"type": "URL", "text": "Go", "url": "https://example.com/"}
COPY = {"type": "COPY_CODE", "text": "Copy", "example": ["A"]}
STOP = {"type": "QUICK_REPLY", "text": "Stop"}
OTP_BODY = body("*{{1}}* is your code.")
OTP_URL = {"type": "URL", "text": "Copy code", "url": "https://www.whatsapp.com/otp/code/?code=otp{{1}}"}

FITS: list[tuple[Template, Any]] = [
    (template(body("Hello.")), {}),
    (template(body("Hello {{1}}.")), {"mapping": {"1": "Ted"}}),
    (
        template(body("Hello {{ 1 }}, {{1}}.")),
        {"mapping": [{"schemaPropertyName": "1", "schemaPropertyValue": "x"}]},
    ),
    (template(body("Hello {{who}}."), parameter_format="NAMED"), {"mapping": {"who": "Ted"}}),
    (template(header("TEXT", text="No {{1}}"), body("Hello.")), {"header_mapping": {"1": "4711"}}),
    (template(header("IMAGE"), body("Hello.")), {"image_url": URL}),
    (template(header("VIDEO"), body("Hello.")), {"video_url": URL}),
    (template(header("DOCUMENT"), body("Hello.")), {"document_url": URL, "filename": "a.pdf"}),
    (
        template(header("LOCATION"), body("Hello.")),
        {"location_latitude": 0, "location_longitude": 0.0, "location_name": "Null Island"},
    ),
    (template(header("GIF"), body("Hello.")), {"video_url": URL}),
    (template(header("PRODUCT"), body("Hello.")), {}),
    (template(body("Hello."), buttons(URL_BUTTON, STOP)), {"button_mapping": {"1": "4711"}}),
    (template(body("Hello."), buttons(PLAIN_URL, COPY)), {"button_mapping": {"1": "SAVE10"}}),
    (template(OTP_BODY, category="AUTHENTICATION"), {"otp_code": "123"}),
    (template(OTP_BODY, category="AUTHENTICATION"), {"mapping": {"1": "123"}}),
    (template(OTP_BODY, buttons(OTP_URL), category="AUTHENTICATION"), {"otp_code": "123"}),
    (
        template(OTP_BODY, buttons(OTP_URL), category="AUTHENTICATION"),
        {"mapping": {"1": "123"}, "button_mapping": {"1": "123"}},
    ),
    (template(body("Hello."), status=None), {}),
    (template({"type": "CAROUSEL", "cards": []}, body("Hello."), {"type": "NEW"}), {}),
    (template("odd", None, 7, body("Hello.")), {}),
]


@pytest.mark.parametrize(("listed", "filling"), FITS, ids=[str(filling) for _, filling in FITS])
def test_what_fits_has_no_problems(listed: Template, filling: Any) -> None:
    assert template_problems(listed, filling) == []


HELLO = template(body("Hello {{1}} and {{2}}."))
PLAIN = template(body("Hello."))
DOES_NOT: list[tuple[Template, Any, list[str]]] = [
    (HELLO, {}, ["mapping['1'] is missing", "mapping['2'] is missing"]),
    (HELLO, {"mapping": {"1": "a"}}, ["mapping['2'] is missing"]),
    (
        HELLO,
        {"mapping": {"1": "a", "2": "b", "3": "c"}},
        ["mapping['3'] is superfluous: the template has '1', '2'"],
    ),
    (PLAIN, {"mapping": {"1": "a"}}, ["mapping['1'] is superfluous: the template has none here"]),
    (
        template(body("Hello {{first_name}}."), parameter_format="NAMED"),
        {"mapping": {"1": "Ted"}},
        ["mapping['first_name'] is missing", "mapping['1'] is superfluous: the template has 'first_name'"],
    ),
    (
        PLAIN,
        {"mapping": {"919901258433": "Ted"}},
        ["mapping['91********33'] is superfluous: the template has none here"],
    ),
    (
        template(header("TEXT", text="No {{1}}"), body("Hello.")),
        {},
        ["header_mapping['1'] is missing"],
    ),
    (
        template(header("IMAGE"), body("Hello.")),
        {"header_mapping": {"1": "x"}, "image_url": URL},
        ["header_mapping['1'] is superfluous: the template has none here"],
    ),
    (
        template(header("IMAGE"), body("Hello.")),
        {"video_url": URL},
        [
            "image_url is missing: the template's header needs one",
            "video_url is superfluous: the template's header is of type IMAGE",
        ],
    ),
    (PLAIN, {"image_url": URL}, ["image_url is superfluous: the template's header does not exist"]),
    (PLAIN, {"filename": "a"}, ["filename is superfluous: the template's header does not exist"]),
    (PLAIN, {"location_name": "a"}, ["location_name is superfluous: the template's header does not exist"]),
    (
        template(header("LOCATION"), body("Hello.")),
        {"location_latitude": 1.0},
        ["location_longitude is missing: the template's header shows a location"],
    ),
    (
        template(body("Hello."), buttons(URL_BUTTON, STOP)),
        {},
        ["button_mapping fills 0 of the 1 URLs of the template's buttons"],
    ),
    (
        template(body("Hello."), buttons(PLAIN_URL, STOP)),
        {"button_mapping": {"1": "a"}},
        ["button_mapping has 1 entries, and the template's buttons have 0 to fill"],
    ),
    (
        template(OTP_BODY, category="AUTHENTICATION"),
        {},
        ["otp_code is missing: the template contains a code"],
    ),
    (
        template(OTP_BODY, category="AUTHENTICATION"),
        {"mapping": {"code": "123"}},
        ["mapping['1'] is missing", "mapping['code'] is superfluous: the template has '1'"],
    ),
    (PLAIN, {"otp_code": "1"}, ["otp_code is superfluous: only authentication templates contain a code"]),
    (
        template(body("Hello."), status="PAUSED"),
        {},
        ["the template is PAUSED, and can be sent only once it is APPROVED"],
    ),
    (template(body("Hello."), name=None), {}, ["the template was listed without a name"]),
]


@pytest.mark.parametrize(
    ("listed", "filling", "expected"), DOES_NOT, ids=[expected[0] for _, _, expected in DOES_NOT]
)
def test_each_way_in_which_it_does_not_fit_is_named(
    listed: Template, filling: Any, expected: list[str]
) -> None:
    assert template_problems(listed, filling) == expected


def test_a_mapping_of_no_known_form_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="mapping must be a mapping or a list"):
        template_problems(HELLO, {"mapping": "Ted"})  # type: ignore[typeddict-item] # pyright: ignore[reportArgumentType] # meant


# Meta's components


def text(value: str, name: str | None = None) -> Any:
    return {"type": "text", "text": value, **({} if name is None else {"parameter_name": name})}


def part(kind: str, *parameters: Any, **more: Any) -> Any:
    return {"type": kind, "parameters": list(parameters), **more}


NAMED = template(body("Hello {{who}}."), parameter_format="NAMED")
PICTURE = template(header("IMAGE"), body("Hello."))
BUTTONS = template(body("Hello."), buttons(STOP, URL_BUTTON))
OFFER = {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Ends soon", "has_expiration": True}}
ENDS = part(
    "limited_time_offer",
    {"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": 1790000000000}},
)
CARD = {"components": [header("IMAGE"), body("Hello {{1}}.")]}
CARDS = template(body("Our teas."), {"type": "CAROUSEL", "cards": [CARD, CARD]}, category="MARKETING")
TEA = part("header", {"type": "image", "image": {"link": URL}})
TED = part("body", {"type": "text", "text": "Ted"})


def card(index: int, *parts: Any) -> Any:
    return {"card_index": index, "components": list(parts)}


COMPONENTS: list[tuple[Template, Any, list[str]]] = [
    (PLAIN, [], []),
    (HELLO, [part("body", text("a"), text("b"))], []),
    (HELLO, [part("BODY", text("a"), text("b"))], []),
    (
        HELLO,
        (messages.TemplateComponent(type="body", parameters=[messages.TextParameter(text="a"), text("b")]),),
        [],
    ),
    (HELLO, [part("body", text("a"))], ["body has 1 parameters, and the template 2 placeholders"]),
    (HELLO, [], ["body has 0 parameters, and the template 2 placeholders"]),
    (
        HELLO,
        [part("body", text("a"), text("b")), part("body", text("a"), text("b"))],
        ["body occurs twice"],
    ),
    (PLAIN, [part("body", text("a"))], ["body has 1 parameters, and the template 0 placeholders"]),
    (NAMED, [part("body", text("a", "who"))], []),
    (
        NAMED,
        [part("body", text("a"))],
        ["body['who'] is missing", "body[''] is superfluous: the template has 'who'"],
    ),
    (NAMED, [part("body", text("a", "who"), text("b", "who"))], ["body['who'] occurs twice"]),
    (PICTURE, [part("header", {"type": "image", "image": {"link": URL}})], []),
    (PICTURE, [], ["the header needs one parameter of type image, and has 0"]),
    (
        PICTURE,
        [part("header", {"type": "video", "video": {"link": URL}})],
        ["the header needs a parameter of type image, not 'video'"],
    ),
    (template(header("GIF"), body("Hello.")), [part("header", {"type": "gif", "gif": {"link": URL}})], []),
    (
        template(header("GIF"), body("Hello.")),
        [part("header", {"type": "video", "video": {"link": URL}})],
        ["the header needs a parameter of type gif, not 'video'"],
    ),
    (
        template(header("PRODUCT"), body("Hello.")),
        [],
        ["the header needs one parameter of type product, and has 0"],
    ),
    (CARDS, [{"type": "carousel", "cards": [card(0, TEA, TED), card(1, TEA, TED)]}], []),
    (CARDS, [], ["carousel fills 0 of the 2 cards of the template"]),
    (
        CARDS,
        [{"type": "carousel", "cards": [card(0, TEA, TED)]}],
        ["carousel fills 1 of the 2 cards of the template"],
    ),
    (
        CARDS,
        [{"type": "carousel", "cards": [card(0, TEA, TED), card(1, TED)]}],
        ["card 1: the header needs one parameter of type image, and has 0"],
    ),
    (
        CARDS,
        [{"type": "carousel", "cards": [card(0, TEA, TED), card(1, TEA)]}],
        ["card 1: body has 0 parameters, and the template 1 placeholders"],
    ),
    (template(body("Hello."), OFFER), [ENDS], []),
    (
        template(body("Hello."), OFFER),
        [],
        ["limited_time_offer is missing: the template shows when the offer ends"],
    ),
    (
        PLAIN,
        [ENDS],
        ["limited_time_offer is superfluous: the template does not show when an offer ends"],
    ),
    (
        template(body("Hello."), buttons({"type": "VOICE_CALL", "text": "Call"})),
        [
            {
                "type": "button",
                "sub_type": "voice_call",
                "parameters": [{"type": "ttl_minutes", "ttl_minutes": 60}],
            }
        ],
        [],
    ),
    (template(body("Hello."), buttons({"type": "REQUEST_CONTACT_INFO"})), [], []),
    (
        template(body("Hello."), buttons({"type": "ORDER_DETAILS", "text": "Pay"})),
        [],
        [
            "button 0 of type ORDER_DETAILS needs a component with sub_type order_details and the order, of type action"
        ],
    ),
    (PLAIN, [part("header", text("x"))], ["header has 1 parameters, and the template 0 placeholders"]),
    (BUTTONS, [part("button", text("x"), sub_type="url", index="1")], []),
    (BUTTONS, [part("button", text("x"), sub_type="url", index=1)], []),
    (
        BUTTONS,
        [],
        ["button 1 of type URL needs a component with sub_type url and the end of its URL, of type text"],
    ),
    (
        BUTTONS,
        [part("button", text("x"), sub_type="url", index="1"), part("button", text("x"), index="2")],
        ["button 2 does not exist: the template has 2, counted from 0"],
    ),
    (
        PLAIN,
        [{"type": "carousel", "cards": [card(0)]}],
        ["carousel is superfluous: the template has none"],
    ),
    (
        template(body("Hello."), status="REJECTED"),
        [],
        ["the template is REJECTED, and can be sent only once it is APPROVED"],
    ),
]


@pytest.mark.parametrize(("listed", "components", "expected"), COMPONENTS)
def test_components_are_compared(listed: Template, components: Any, expected: list[str]) -> None:
    assert component_problems(listed, components) == expected


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        ({"type": "body"}, "components must be a list, not dict"),
        ("body", "components must be a list, not str"),
        (None, "components must be a list, not None"),
    ],
)
def test_components_of_another_kind_are_refused(components: Any, expected: str) -> None:
    with pytest.raises(InvalidRequestError, match=expected):
        component_problems(PLAIN, components)


def test_a_component_that_is_not_an_object_is_named() -> None:
    assert component_problems(PLAIN, [part("body"), "body"]) == ["components[1] must be an object, not str"]


# Any template

NAMES = st.lists(
    st.from_regex(r"[a-z][a-z_0-9]{0,6}", fullmatch=True), max_size=4, unique=True
) | st.integers(0, 4).map(lambda count: [str(one + 1) for one in range(count)])


@st.composite
def templates(draw: st.DrawFn) -> tuple[Template, dict[str, Any]]:
    """Return a template with something that fills it."""
    names = draw(NAMES)
    filling: dict[str, Any] = {"mapping": dict.fromkeys(names, "x")}
    components: list[Any] = [body(" ".join(["Hello", *(f"{{{{{name}}}}}" for name in names)]))]
    kind = draw(st.sampled_from([None, "TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION"]))
    if kind == "TEXT":
        name = draw(st.sampled_from([None, "1"]))
        components.append(header(kind, text="No" if name is None else "No {{1}}"))
        filling["header_mapping"] = {} if name is None else {"1": "x"}
    elif kind == "LOCATION":
        components.append(header(kind))
        filling |= {"location_latitude": 1, "location_longitude": 2}
    elif kind is not None:
        components.append(header(kind))
        filling[f"{kind.lower()}_url"] = URL
    urls = draw(st.integers(0, 3))
    if urls:
        components.append(buttons(*[URL_BUTTON] * urls, STOP))
        filling["button_mapping"] = {str(one): "x" for one in range(urls)}
    return template(*draw(st.permutations(components))), filling


@given(templates(), st.data())
def test_what_is_made_from_a_template_fits_it_and_with_one_more_or_less_it_does_not(
    made: tuple[Template, dict[str, Any]], data: st.DataObject
) -> None:
    listed, filling = made
    assert template_problems(listed, filling) == []  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # any names
    mappings = [name for name, value in filling.items() if isinstance(value, dict) and value]
    assume(mappings)
    name = data.draw(st.sampled_from(mappings))
    gone = data.draw(st.sampled_from(sorted(filling[name])))
    less = {**filling, name: {key: value for key, value in filling[name].items() if key != gone}}
    more = {**filling, name: {**filling[name], "another one": "x"}}
    (missing,) = template_problems(listed, less)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    (superfluous,) = template_problems(listed, more)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert name in missing
    assert name in superfluous


@given(st.text() | st.none() | st.integers())
def test_placeholders_are_found_in_any_text_once_each(value: Any) -> None:
    found = placeholders(value)
    assert len(set(found)) == len(found)
    assert all(name and "{" not in name for name in found)
