"""Parts of a template that Meta would refuse are refused before sending, each with its place; what fits passes."""

from __future__ import annotations

from typing import Any

import pytest

from chakra_async._core.messages.definition_rules import template_components
from chakra_async.errors import InvalidRequestError
from chakra_async.models import templates

BODY = {"type": "BODY", "text": "Hello."}
IMAGE = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW"]}}
OFFER = {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Ends soon", "has_expiration": True}}
STOP = {"type": "QUICK_REPLY", "text": "Stop"}
CALL = {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+919901258433"}
APP = {"package_name": "com.example.shop", "signature_hash": "K8a/AINcGX7"}


def url(address: str = "https://example.com/", **more: Any) -> dict[str, Any]:
    return {"type": "URL", "text": "Go", "url": address, **more}


def otp(**more: Any) -> dict[str, Any]:
    return {"type": "OTP", **more}


def buttons(*given: Any) -> dict[str, Any]:
    return {"type": "BUTTONS", "buttons": list(given)}


def carousel(*cards: Any) -> dict[str, Any]:
    return {"type": "CAROUSEL", "cards": [{"components": list(card)} for card in cards]}


REFUSED: list[tuple[list[Any], str]] = [
    ([], "components has no part of type BODY"),
    ([IMAGE], "components has no part of type BODY"),
    ([BODY, BODY], "components has 2 parts of type BODY; at most 1"),
    ([BODY, IMAGE, IMAGE], "components has 2 parts of type HEADER"),
    ([{"type": "BODY", "text": "x" * 1025}], r"components\[0\].text has 1025 characters; at most 1024"),
    ([BODY, {"type": "FOOTER", "text": "x" * 61}], r"components\[1\].text has 61 characters; at most 60"),
    ([BODY, {"type": "HEADER", "format": "TEXT"}], r"components\[1\].text is missing"),
    ([BODY, {"type": "HEADER", "format": "TEXT", "text": "x" * 61}], "61 characters; at most 60"),
    ([BODY, {"type": "HEADER", "format": "TEXT", "text": "{{1}} {{2}}"}], "more than one placeholder"),
    ([BODY, buttons()], r"components\[1\].buttons is empty"),
    ([BODY, buttons(*[STOP] * 11)], "buttons has 11 items; at most 10"),
    ([BODY, buttons(url(), url(), url())], "3 buttons of type URL; at most 2"),
    ([BODY, buttons(CALL, CALL)], "2 buttons of type PHONE_NUMBER; at most 1"),
    ([BODY, buttons(STOP, CALL, STOP)], "quick replies between other buttons"),
    ([BODY, buttons(url("https://example.com/{{1}}/a", example=["a"]))], "one placeholder, at its end"),
    ([BODY, buttons(url("https://example.com/{{1}}"))], r"buttons\[0\].example is missing"),
    ([BODY, buttons({**STOP, "text": "x" * 26})], r"buttons\[0\].text has 26 characters"),
    ([BODY, buttons({"type": "VOICE_CALL", "text": "x" * 21})], "has 21 characters; at most 20"),
    (
        [BODY, buttons({"type": "VOICE_CALL", "ttl_minutes": 60})],
        r"ttl_minutes must be a number from 1440 to 43200",
    ),
    ([BODY, buttons(otp(otp_type="ONE_TAP"))], "supported_apps is missing: ONE_TAP needs the apps"),
    (
        [BODY, buttons(otp(otp_type="ZERO_TAP", supported_apps=[APP]))],
        "zero_tap_terms_accepted must be true",
    ),
    ([BODY, buttons(otp(otp_type="ONE_TAP", supported_apps=[APP] * 6))], "has 6 items; at most 5"),
    (
        [BODY, buttons(otp(otp_type="ONE_TAP", supported_apps=[{**APP, "signature_hash": "short"}]))],
        r"supported_apps\[0\].signature_hash has 5 characters; at least 11",
    ),
    ([BODY, {"type": "FOOTER", "code_expiration_minutes": 91}], "must be a number from 1 to 90"),
    ([BODY, OFFER, {"type": "FOOTER", "text": "x"}], "LIMITED_TIME_OFFER and FOOTER"),
    (
        [{"type": "BODY", "text": "x" * 601}, OFFER],
        "601 characters; at most 600 are allowed in this template",
    ),
    ([BODY, OFFER, {"type": "HEADER", "format": "DOCUMENT"}], "must be IMAGE or VIDEO"),
    (
        [BODY, OFFER, buttons({"type": "COPY_CODE", "example": "x" * 16})],
        "example has 16 characters; at most 15",
    ),
    (
        [BODY, {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "x" * 17}}],
        r"limited_time_offer.text has 17 characters; at most 16",
    ),
    ([{"type": "BODY", "text": "x" * 161}, {"type": "HEADER", "format": "PRODUCT"}], "at most 160"),
    ([BODY, {"type": "CALL_PERMISSION_REQUEST"}, buttons(STOP)], "CALL_PERMISSION_REQUEST and BUTTONS"),
    ([BODY, carousel([BODY])], r"cards has 1 items; at least 2"),
    ([BODY, carousel(*[[BODY]] * 11)], r"cards has 11 items; at most 10"),
    ([BODY, carousel([BODY], [BODY, IMAGE])], r"cards\[1\].components must have the same parts"),
    (
        [BODY, carousel([BODY, buttons(STOP)], [BODY, buttons(url())])],
        r"cards\[1\].components must have the same parts and buttons",
    ),
    (
        [BODY, carousel([{"type": "BODY", "text": "x" * 161}], [BODY])],
        r"cards\[0\].components\[0\].text has 161 characters; at most 160",
    ),
    ([BODY, carousel([BODY], [{"text": "x"}])], r"cards\[1\].components\[0\].type is missing"),
    ([BODY, "HEADER"], r"components\[1\] must be an object, not str"),
]


@pytest.mark.parametrize(("parts", "expected"), REFUSED, ids=[expected for _, expected in REFUSED])
def test_what_meta_would_refuse_is_refused_with_its_place(parts: list[Any], expected: str) -> None:
    with pytest.raises(InvalidRequestError, match=expected):
        template_components(parts, "components")


@pytest.mark.parametrize(
    "parts",
    [
        [BODY],
        [BODY, {"type": "FUTURE", "future": [1]}],
        [BODY, buttons(url("https://example.com/{{1}}", example=["a"]), url(), CALL, STOP, STOP)],
        [BODY, buttons(STOP, STOP, CALL)],
        [BODY, buttons(otp(otp_type="ZERO_TAP", zero_tap_terms_accepted=True, supported_apps=[APP] * 5))],
        [BODY, buttons({"type": "HOLOGRAM"}, {"type": "REQUEST_CONTACT_INFO"})],
        [{"type": "BODY", "text": "x" * 600}, OFFER, IMAGE],
        [{"type": "BODY", "add_security_recommendation": True}, buttons(otp(otp_type="COPY_CODE"))],
        [BODY, carousel(*[[IMAGE, BODY, buttons(STOP, url())]] * 10)],
        [BODY, {"type": "CALL_PERMISSION_REQUEST"}],
        [BODY, {"type": "call_permission_request"}],
    ],
)
def test_what_fits_passes_unchanged(parts: list[Any]) -> None:
    assert template_components(parts, "components") == parts


def test_models_are_taken_as_well() -> None:
    parts = [templates.BodyDefinition(text="Hello."), templates.ButtonsDefinition(buttons=[STOP])]
    assert template_components(parts, "components") == [BODY, buttons(STOP)]


@pytest.mark.parametrize("value", ["BODY", {"type": "BODY"}, None, 7])
def test_what_is_not_a_list_is_refused(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="components must be a list"):
        template_components(value, "components")
