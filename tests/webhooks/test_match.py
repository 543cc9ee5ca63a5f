"""Filters: what they match, how they combine, and which handlers can never run."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import SettingsError
from chakra_async.webhooks import (
    ButtonTapped,
    Event,
    ImageReceived,
    MediaReceived,
    MessageReceived,
    Quiet,
    Router,
    StatusChanged,
    TextReceived,
    match,
    parse,
)
from chakra_async.webhooks.match import Facts, Match
from chakra_async.webhooks.router import Routes
from tests.support.deliveries import chakra_event, pass_through, text


def event_of(**message: Any) -> Event:
    [event] = parse(pass_through(messages=[{"from": "919911223344", "id": "wamid.A", **message}]))
    return event


def said(body: str) -> Event:
    return event_of(type="text", text={"body": body})


TAP = event_of(type="button", button={"payload": "Yes", "text": "Of course"})
REPLY = event_of(
    type="interactive", interactive={"type": "button_reply", "button_reply": {"id": "yes", "title": "Y"}}
)
IMAGE = event_of(type="image", image={"id": "1", "mime_type": "image/jpeg"})
VOICE = event_of(type="audio", audio={"id": "1", "mime_type": "audio/ogg; codecs=opus"})


@pytest.mark.parametrize(
    ("filtering", "event", "found"),
    [
        (match.text("hi"), said("  HI "), {}),
        (match.text("hi there"), said("hi\n there"), {}),
        (match.text("straße"), said("STRASSE"), {}),
        (match.text("hi"), said("hi!"), None),
        (match.text("a", "b"), said("b"), {}),
        (match.text("yes"), TAP, None),
        (match.regex("order ([0-9]+)"), said("My ORDER 7"), {}),
        (match.regex("(?P<a>x)|(?P<b>y)"), said("y"), {"a": "", "b": "y"}),
        (match.regex(re.compile("^x$")), said("X"), None),
        (match.command("start"), said("/start"), {"rest": ""}),
        (match.command("start", "go"), said("/GO  now please "), {"rest": "now please"}),
        (match.command("start"), said("start"), None),
        (match.command("start"), said("/starting"), None),
        (match.command("start", prefix="!"), said("!start"), {"rest": ""}),
        (match.button("yes"), TAP, {}),
        (match.button("of course"), TAP, {}),
        (match.button("no"), TAP, None),
        (match.button(), REPLY, {}),
        (match.button("y"), REPLY, {}),
        (match.media(), VOICE, {}),
        (match.media("image/*"), IMAGE, {}),
        (match.media("image/png", "audio/ogg"), VOICE, {}),
        (match.media("image/*"), VOICE, None),
        (match.number("917259775805"), TAP, {}),
        (match.number("+91 72597 75805"), TAP, {}),
        (match.number("694794789348887"), TAP, {}),
        (match.number("1"), TAP, None),
        (match.text("hi") & match.number("694794789348887"), said("hi"), {}),
        (match.text("hi") & match.number("1"), said("hi"), None),
        (match.text("hi") | match.button("yes"), TAP, {}),
        (match.text("hi") | match.button("no"), TAP, None),
        (~match.text("hi"), TAP, {}),
        (~match.text("hi"), said("hi"), None),
        (~~match.text("hi"), said("hi"), {}),
        (match.text("hi") & (lambda event: event.id == "wamid.A"), said("hi"), {}),
        ((lambda event: event.id == "other") & match.text("hi"), said("hi"), None),
        (match.text("x") | (lambda event: event.kind == "button"), TAP, {}),
        ((lambda event: event.kind == "button") | match.text("x"), TAP, {}),
    ],
)
def test_a_filter_matches(filtering: Match[Any], event: Event, found: dict[str, str] | None) -> None:
    assert filtering(event) == found


def test_a_reply_to_ours_answers_a_message_that_the_person_did_not_write() -> None:
    filtering = match.reply_to_ours()
    ours = event_of(type="text", text={"body": "x"}, context={"from": "917259775805", "id": "wamid.0"})
    own = event_of(type="text", text={"body": "x"}, context={"from": "919911223344", "id": "wamid.0"})
    nothing = event_of(type="text", text={"body": "x"}, context={"forwarded": True})
    assert filtering(ours) == {}
    assert filtering(own) is None
    assert filtering(nothing) is None
    [in_other_format] = parse(
        chakra_event("message", message=text() | {"context": {"from": "917259775805", "id": "wamid.0"}})
    )
    assert filtering(in_other_format) == {}


def test_first_contact_is_known_from_outside() -> None:
    filtering = match.first_contact() & match.text("hi")
    assert filtering.needs_facts
    assert filtering(said("hi"), Facts(first_contact=True)) == {}
    assert filtering(said("hi"), Facts()) is None


@pytest.mark.parametrize(
    "make",
    [
        match.text,
        lambda: match.text(""),
        lambda: match.text(" "),
        lambda: match.text(7),  # type: ignore[arg-type]
        match.command,
        match.number,
        lambda: match.regex("("),
        lambda: match.text("a") & match.button("b"),
        lambda: match.text("a") & 7,  # type: ignore[operator]
    ],
)
def test_what_cannot_be_a_filter_is_refused(make: Any) -> None:
    with pytest.raises(SettingsError):
        make()


FILTERS = st.deferred(
    lambda: (
        st.sampled_from(
            [match.text("a"), match.text("a", "b"), match.text("b"), match.number("1"), match.button()]
        )
        | st.builds(lambda one: ~one, FILTERS)
        | st.builds(lambda one, other: one | other, FILTERS, FILTERS)
    )
)
EVENTS = [said("a"), said("b"), said("c"), TAP, IMAGE]


@given(FILTERS, FILTERS)
def test_what_covers_another_filter_matches_whatever_that_one_matches(
    one: Match[Any], other: Match[Any]
) -> None:
    if one.covers(other):
        assert all(one(event) is not None for event in EVENTS if other(event) is not None)


async def handler(event: Any) -> None: ...


@pytest.mark.parametrize(
    ("first", "second", "hidden"),
    [
        ((Event,), (TextReceived,), True),
        ((MessageReceived,), (MessageReceived,), True),
        ((TextReceived,), (MessageReceived,), False),
        ((TextReceived,), (StatusChanged,), False),
        ((TextReceived, match.text("a")), (TextReceived, match.text("a")), True),
        ((TextReceived, match.text("a", "b")), (TextReceived, match.text("B ")), True),
        ((TextReceived, match.text("a")), (TextReceived, match.text("a", "b")), False),
        ((match.text("a") | match.text("b"),), (match.text("b"),), True),
        ((match.text("a"),), (match.text("a") & match.number("1"),), True),
        ((match.text("a") & match.number("1"),), (match.text("a"),), False),
        ((MessageReceived, match.text("a")), (TextReceived,), False),
        ((MediaReceived,), (match.media("image/*"),), True),
        ((match.media("image/*"),), (ImageReceived,), False),
        ((match.regex("x"),), (match.regex("x"),), True),
        ((match.regex("x"),), (match.regex("X"),), False),
        ((match.command("a"),), (match.command("a", prefix="!"),), False),
        ((TextReceived, lambda event: True), (TextReceived, lambda event: True), False),
    ],
)
def test_a_handler_behind_one_that_takes_all_its_events_is_found(
    first: Any,
    second: Any,
    hidden: bool,  # noqa: FBT001 - a table's column
) -> None:
    router = Router()
    router.on(*first)(handler)
    inner = Router()
    inner.on(*second)(handler)
    router.include(inner)
    if hidden:
        with pytest.raises(SettingsError, match="never gets an event"):
            Routes(router)
    else:
        assert len(Routes(router)) == 2


def not_async(event: Event) -> None: ...


async def takes_nothing() -> None: ...


async def takes_more(event: Event, order: str) -> None: ...


async def with_keyword(event: Event, *, talk: object) -> None: ...


@pytest.mark.parametrize(
    ("given", "function", "options"),
    [
        ((TextReceived,), not_async, {}),
        ((TextReceived,), takes_nothing, {}),
        ((TextReceived,), takes_more, {}),
        ((TextReceived, match.regex("(?P<orders>x)")), takes_more, {}),
        ((TextReceived,), with_keyword, {}),
        ((TextReceived, match.regex("(?P<order>x)")), takes_more, {"gather": Quiet(1)}),
        ((TextReceived,), handler, {"gather": 8}),
        ((ButtonTapped, match.text("a")), handler, {}),
        ((str,), handler, {}),
        ((7,), handler, {}),
        ((TextReceived, 7), handler, {}),
        ((match.text("a"), match.text("b")), handler, {}),
    ],
)
def test_what_cannot_be_a_handler_is_refused(given: Any, function: Any, options: Any) -> None:
    with pytest.raises(SettingsError):
        Router().on(*given, **options)(function)


def test_a_router_cannot_include_itself() -> None:
    router, inner = Router(), Router()
    router.include(inner)
    for one in (router, inner):
        with pytest.raises(SettingsError):
            inner.include(router if one is router else inner)


@pytest.mark.parametrize("seconds", [0, -1, "8", float("nan")])
def test_a_quiet_time_is_above_zero(seconds: Any) -> None:
    with pytest.raises(SettingsError):
        Quiet(seconds)
