"""What a delivery's body may look like, and which events it has."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import models
from chakra_async.webhooks import (
    AccountEvent,
    AudioReceived,
    BodyError,
    ButtonTapped,
    CallEvent,
    CallPermissionReplied,
    ContactsReceived,
    Event,
    FlowSubmitted,
    GroupEvent,
    HistoryReceived,
    ImageReceived,
    ListPicked,
    LocationReceived,
    MessageEcho,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    OrderReceived,
    PaymentStatusChanged,
    PreferenceChanged,
    ReactionReceived,
    RecordChanged,
    StatusChanged,
    SystemReceived,
    TemplateStatusChanged,
    TextReceived,
    UnknownEvent,
    UnsupportedReceived,
    UserIdChanged,
    WelcomeRequested,
    parse,
)
from tests.support.deliveries import chakra_event, of_field, pass_through, text

DATA = Path(__file__).parents[1] / "data"


def one(body: bytes) -> Event:
    [event] = parse(body)
    return event


def message(**members: Any) -> Event:
    return one(pass_through(messages=[{"from": "919911223344", "id": "wamid.A", **members}]))


@pytest.mark.parametrize(
    ("members", "kind", "found"),
    [
        ({"type": "text", "text": {"body": ""}}, TextReceived, {"text": ""}),
        ({"type": "image", "image": {"id": "1", "caption": "Here"}}, ImageReceived, {"caption": "Here"}),
        ({"type": "audio", "audio": {"id": "1", "voice": True}}, AudioReceived, {"caption": None}),
        ({"type": "voice", "voice": {"id": "1"}}, AudioReceived, {}),
        (
            {"type": "location", "location": {"latitude": "12.5", "longitude": 77, "name": "Office"}},
            LocationReceived,
            {"latitude": 12.5, "longitude": 77.0, "name": "Office", "address": None},
        ),
        (
            {"type": "reaction", "reaction": {"message_id": "w", "emoji": "👍"}},
            ReactionReceived,
            {"emoji": "👍"},
        ),
        (
            {"type": "reaction", "reaction": {"message_id": "w", "emoji": ""}},
            ReactionReceived,
            {"emoji": None},
        ),
        ({"type": "reaction", "reaction": {"message_id": "w"}}, ReactionReceived, {"message_id": "w"}),
        (
            {"type": "button", "button": {"payload": "stop", "text": "Stop"}},
            ButtonTapped,
            {"button_id": "stop"},
        ),
        (
            {"type": "button", "button": {"text": "Stop"}},
            ButtonTapped,
            {"button_id": "Stop", "title": "Stop"},
        ),
        (
            {"type": "interactive", "interactive": {"button_reply": {"id": "y", "title": "Yes"}}},
            ButtonTapped,
            {"button_id": "y", "title": "Yes"},
        ),
        (
            {
                "type": "interactive",
                "interactive": {"type": "list_reply", "list_reply": {"id": 9, "title": "Nine"}},
            },
            ListPicked,
            {"row_id": "9", "title": "Nine", "description": None},
        ),
        (
            {
                "type": "interactive",
                "interactive": {"type": "nfm_reply", "nfm_reply": {"response_json": '{"a": 1}'}},
            },
            FlowSubmitted,
            {"answers": {"a": 1}, "name": "flow"},
        ),
        (
            {
                "type": "interactive",
                "interactive": {"type": "nfm_reply", "nfm_reply": {"response_json": "{"}},
            },
            FlowSubmitted,
            {"answers": {}, "response_json": "{"},
        ),
        (
            {
                "type": "interactive",
                "interactive": {
                    "type": "call_permission_reply",
                    "call_permission_reply": {"response": "reject"},
                },
            },
            CallPermissionReplied,
            {"accepted": False, "permanent": False},
        ),
        (
            {"type": "interactive", "interactive": {"type": "of_tomorrow"}},
            MessageReceived,
            {"type": "interactive"},
        ),
        ({"type": "contacts", "contacts": [{"phones": []}, 7]}, ContactsReceived, {}),
        ({"type": "order", "order": {}}, OrderReceived, {}),
        ({"type": "request_welcome"}, WelcomeRequested, {}),
        (
            {"type": "unsupported", "unsupported": {"raw_type": "poll"}},
            UnsupportedReceived,
            {"unsupported_type": "poll"},
        ),
        ({"type": "system", "system": {"type": "customer_identity_changed"}}, SystemReceived, {}),
        (
            {"type": "edit", "edit": {"original_message_id": "w"}},
            MessageEdited,
            {"original_id": "w", "text": None},
        ),
        (
            {
                "type": "edit",
                "edit": {"original_message_id": "w", "message": {"type": "text", "text": {"body": "B"}}},
            },
            MessageEdited,
            {"text": "B", "echo": False},
        ),
        (
            {
                "type": "edit",
                "edit": {"original_message_id": "w", "message": {"type": "image", "image": {"caption": "C"}}},
            },
            MessageEdited,
            {"text": "C"},
        ),
        ({"type": "revoke", "revoke": {"original_message_id": "w"}}, MessageRevoked, {"original_id": "w"}),
        ({"type": "poll", "poll": {}}, MessageReceived, {"type": "poll"}),
        ({}, MessageReceived, {"type": ""}),
        (
            {"type": "text", "text": {"body": "x"}, "context": {"id": "w", "frequently_forwarded": True}},
            TextReceived,
            {"reply_to": "w", "forwarded": True},
        ),
        ({"type": "text", "text": {"body": "x"}, "group_id": "G"}, TextReceived, {"group_id": "G"}),
        (
            {"type": "text", "text": {"body": "x"}, "referral": {"ctwa_clid": "c"}},
            TextReceived,
            {"referral": {"ctwa_clid": "c"}},
        ),
    ],
)
def test_a_message_is_of_its_kind(members: dict[str, Any], kind: type[Event], found: dict[str, Any]) -> None:
    event = message(**members)
    assert type(event) is kind
    assert {name: getattr(event, name) for name in found} == found


@pytest.mark.parametrize(
    "members",
    [
        {"type": "text"},
        {"type": "text", "text": "Hi"},
        {"type": "text", "text": {"body": 7}},
        {"type": "text", "text": []},
        {"type": "image"},
        {"type": "image", "image": "1"},
        {"type": "location", "location": {"latitude": "north", "longitude": 1}},
        {"type": "location", "location": {"latitude": 1e999, "longitude": 1}},
        {"type": "reaction", "reaction": {"emoji": "x"}},
        {"type": "button", "button": {}},
        {"type": "interactive", "interactive": {"type": "button_reply"}},
        {"type": "edit", "edit": {}},
        {"type": "revoke"},
    ],
)
def test_a_message_that_is_not_what_its_type_says_is_an_unknown_event_with_the_reason(
    members: dict[str, Any],
) -> None:
    event = message(**members)
    assert isinstance(event, UnknownEvent)
    assert event.reason
    assert not event.reason.startswith("reading it failed")
    assert event.raw["entry"][0]["changes"][0]["value"]["messages"][0]["id"] == "wamid.A"


def test_the_value_is_read_by_its_field() -> None:
    metadata = {"display_phone_number": "917259775805", "phone_number_id": "694794789348887"}
    status = {"id": "wacid.A", "status": "RINGING", "type": "call", "recipient_id": "919911223344"}
    call = one(of_field("calls", {"metadata": metadata, "statuses": [status]}))
    assert isinstance(call, CallEvent)
    assert isinstance(call.call, models.CallStatus)
    assert (call.event, call.sender.phone_number) == ("ringing", "919911223344")
    for field in ("history", "standby"):
        old = one(of_field(field, {"metadata": metadata, "messages": [text()], "message_echoes": [text()]}))
        assert isinstance(old, HistoryReceived | AccountEvent)
        assert not isinstance(old, MessageReceived)
    ours = one(
        of_field(
            "calls",
            {"calls": [{"id": "c", "event": "connect", "direction": "BUSINESS_INITIATED", "to": "91"}]},
        )
    )
    assert ours.sender.phone_number == "91"


def test_a_payments_failure_is_not_a_messages() -> None:
    status = {
        "id": "wamid.A",
        "type": "payment",
        "status": "failed",
        "from": "919911223344",
        "payment": {"reference_id": "r"},
    }
    event = one(pass_through(statuses=[status]))
    assert isinstance(event, PaymentStatusChanged)
    assert not isinstance(event, StatusChanged)
    assert (event.status, event.reference_id, event.sender.phone_number) == ("failed", "r", "919911223344")


@pytest.mark.parametrize(
    ("field", "value", "kind", "found"),
    [
        (
            "message_template_status_update",
            {"event": "REJECTED", "message_template_id": 7, "message_template_name": "a", "reason": "NONE"},
            TemplateStatusChanged,
            {"id": "7", "status": "REJECTED", "name": "a", "reason": None},
        ),
        ("template_of_tomorrow", {"message_template_id": 7}, TemplateStatusChanged, {"status": None}),
        (
            "user_preferences",
            {
                "user_preferences": [
                    {"wa_id": "919911223344", "category": "marketing_messages", "value": "STOP"}
                ]
            },
            PreferenceChanged,
            {"stopped": True, "category": "marketing_messages"},
        ),
        (
            "user_preferences",
            {"user_id": "IN.1", "category": "marketing_messages", "value": "resume"},
            PreferenceChanged,
            {"stopped": False},
        ),
        (
            "group_of_tomorrow",
            {"groups": [{"type": "group_dance", "group_id": "G"}]},
            GroupEvent,
            {"event": "group_dance"},
        ),
        ("account_update", {"event": "ACCOUNT_VIOLATION"}, AccountEvent, {"field_name": "account_update"}),
        ("messages", {"errors": [{"code": 131000}]}, AccountEvent, {}),
        ("of_tomorrow", {"messages": [text()]}, UnknownEvent, {"name": "of_tomorrow", "reason": ""}),
        ("messages", {}, UnknownEvent, {}),
        ("messages", [], UnknownEvent, {}),
        ("messages", {"messages": {}}, UnknownEvent, {}),
        ("user_preferences", {"user_preferences": [{}]}, UnknownEvent, {}),
        ("user_id_update", {"user_id_update": [{"user_id": "IN.1"}]}, UnknownEvent, {}),
        ("calls", {"calls": [{}]}, UnknownEvent, {}),
    ],
)
def test_other_fields_give_their_events(
    field: str, value: Any, kind: type[Event], found: dict[str, Any]
) -> None:
    event = one(of_field(field, value))
    assert type(event) is kind
    assert {name: getattr(event, name) for name in found} == found


def test_a_value_of_a_described_field_is_a_model() -> None:
    event = one(
        of_field("account_update", {"event": "ACCOUNT_RESTRICTION", "restriction_info": [{"expiration": 1}]})
    )
    assert isinstance(event, AccountEvent)
    assert isinstance(event.value, models.AccountUpdateValue)


def test_a_person_who_changed_the_number_or_the_id_is_known_before_and_after() -> None:
    system = {"type": "user_changed_number", "wa_id": "919911223345"}
    number = message(type="system", system=system)
    assert isinstance(number, UserIdChanged)
    assert (number.previous.phone_number, number.current.phone_number) == ("919911223344", "919911223345")
    notice = {"wa_id": "919911223344", "user_id": {"previous": "IN.1", "current": "IN.2"}}
    user_id = one(of_field("user_id_update", {"user_id_update": [notice]}))
    assert isinstance(user_id, UserIdChanged)
    assert (user_id.previous.user_id, user_id.current.user_id) == ("IN.1", "IN.2")
    assert user_id.current.phone_number == "919911223344"


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (chakra_event("message", message=text()), 1),
        (json.dumps({"wabaId": "1", "externalId": "wamid.A", "message": text(), "contacts": []}).encode(), 1),
        (json.dumps({"data": {"event": "message", "payload": {"message": text()}}}).encode(), 1),
        (json.dumps({"body": chakra_event("message", message=text()).decode()}).encode(), 1),
        (json.dumps(chakra_event("message", message=text()).decode()).encode(), 1),
        (json.dumps({"payload": json.loads(pass_through(messages=[text()]))}).encode(), 1),
        (json.dumps([json.loads(chakra_event("message", message=text()))] * 3).encode(), 3),
        (json.dumps({"payload": [json.loads(pass_through(messages=[text()]))] * 2}).encode(), 2),
        (json.dumps(json.loads(pass_through(messages=[text()]))["entry"][0]).encode(), 1),
        (json.dumps(json.loads(pass_through(messages=[text()]))["entry"][0]["changes"][0]).encode(), 1),
        (
            json.dumps(
                json.loads(pass_through(messages=[text()]))["entry"][0]["changes"][0]["value"]
            ).encode(),
            1,
        ),
        (b"\xef\xbb\xbf" + pass_through(messages=[text()]), 1),
        (pass_through(messages=[text()]).decode().encode("utf-16"), 1),
        (chakra_event("messages", messages=[text(), text(wamid="b")]), 2),
    ],
)
def test_every_form_that_a_relay_makes_of_a_message_is_read(body: bytes, count: int) -> None:
    found = parse(body)
    assert [type(event) for event in found] == [TextReceived] * count
    assert {event.sender.phone_number for event in found} == {"919911223344"}


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"errors": [{"code": 131047}]}, 131047),
        ({"error": {"code": 131047}}, 131047),
        ({"errorContext": {"message": "m", "providerPayload": {"code": 131047}}}, 131047),
        ({"errorContext": {"message": "m"}}, None),
    ],
)
def test_the_reason_of_a_failure_is_found_under_every_name(payload: dict[str, Any], code: int | None) -> None:
    event = one(chakra_event("status", externalId="wamid.A", deliveryStatus="FAILED", **payload))
    assert isinstance(event, StatusChanged)
    assert event.errors[0].code == code
    assert event.failed


@pytest.mark.parametrize(
    "payload",
    [
        {"id": "u", "externalId": "wamid.A", "deliveryStatus": "READ"},
        {"messageId": "wamid.A", "status": "read", "id": "u"},
        {"messageId": "u", "externalId": "wamid.A", "deliveryStatus": "Read"},
        {"statuses": [{"externalId": "wamid.A", "id": "u", "deliveryStatus": "READ"}]},
    ],
)
@pytest.mark.parametrize("name", ["status", "deliveryStatus"])
def test_the_wamid_of_a_status_is_found_where_it_is(name: str, payload: dict[str, Any]) -> None:
    event = one(chakra_event(name, **payload))
    assert isinstance(event, StatusChanged)
    assert (event.message_id, event.status, event.chakra_id) == ("wamid.A", "read", "u")


@pytest.mark.parametrize("name", ["message_echoes", "messageEchoes"])
def test_lists_of_echoes_are_read(name: str) -> None:
    echoes = [
        text(wamid="a") | {"to": "919911223344", "from": "917259775805"},
        {"id": "b", "type": "reaction"},
    ]
    found = parse(chakra_event("smb_message_echoes", **{name: echoes}))
    assert [(type(event), event.id) for event in found] == [(MessageEcho, "a"), (MessageEcho, "b")]
    assert isinstance(found[0], MessageEcho)
    assert found[0].from_app
    assert found[0].sender.phone_number == "919911223344"
    assert not found[1].sender.identities


@pytest.mark.parametrize(
    ("body", "event", "id_"),
    [
        (
            {"event": "process.updated", "payload": {"process": {"id": "p", "name": "A"}}},
            "process.updated",
            "p",
        ),
        ({"eventType": "TASK_CREATED", "data": {"id": "t"}}, "TASK_CREATED", "t"),
        ({"procedureId": "x", "id": "p"}, "", "p"),
        ({"record": {"id": "r"}}, "", "r"),
    ],
)
def test_a_record_of_the_platform_is_an_event_of_its_own(body: Any, event: str, id_: str) -> None:
    found = one(json.dumps(body).encode())
    assert isinstance(found, RecordChanged)
    assert (found.event, found.id) == (event, id_)


@pytest.mark.parametrize(
    "body", [{"event": "billing", "payload": {"amount": 1}}, {}, {"a": 1}, 7, None, "7", True, [1], [[]]]
)
def test_what_nobody_knows_is_an_unknown_event(body: Any) -> None:
    assert isinstance(one(json.dumps(body).encode()), UnknownEvent)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\xfd",
        b"not json",
        b"a=1&b=2",
        gzip.compress(b"{}"),
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 300 + b"1" + b"}" * 300,
        b"{}" + b" " * 4_194_305 + b"x",
        pass_through(messages=[{}] * 20_001),
    ],
    ids=range(10),
)
def test_what_cannot_be_read_is_our_error(body: bytes) -> None:
    with pytest.raises(BodyError):
        parse(body)


@pytest.mark.parametrize("body", [7, None, ["a"], object()])
def test_what_is_not_a_body_is_our_error(body: Any) -> None:
    with pytest.raises(BodyError):
        parse(body)


def test_no_events_are_an_empty_list() -> None:
    assert parse(b"[]") == []
    assert parse(b'{"object": "whatsapp_business_account", "entry": []}') == []
    assert parse(pass_through(messages=[])) == []


def test_contacts_belong_to_the_item_that_names_them() -> None:
    contacts = [
        {"profile": {"name": "A"}, "wa_id": "919900000001"},
        {"profile": {"name": "B"}, "user_id": "IN.2"},
    ]
    messages = [
        text(sender="919900000001", wamid="a"),
        {"from_user_id": "IN.2", "id": "b", "type": "request_welcome"},
    ]
    first, second, third = parse(
        pass_through(contacts=contacts, messages=[*messages, text(sender="919900000003", wamid="c")])
    )
    assert (first.sender.name, second.sender.name, third.sender.name) == ("A", "B", None)
    assert "IN.2" not in json.dumps(first.raw)


def test_a_lone_contact_is_not_taken_for_another_sender() -> None:
    contact = {"profile": {"name": "Other"}, "wa_id": "919900000001"}
    event = one(pass_through(contacts=[contact], messages=[text(sender="919900000002")]))
    assert event.sender.name is None
    nobody = {"id": "wamid.A", "type": "text", "text": {"body": "x"}}
    event = one(pass_through(contacts=[contact], messages=[nobody]))
    assert event.sender.phone_number == "919900000001"


@pytest.mark.parametrize(
    ("timestamp", "year"),
    [
        ("1756322278", 2025),
        (1756322278, 2025),
        (1756322278000, 2025),
        ("0", None),
        ("x", None),
        (None, None),
        (10**30, None),
    ],
)
def test_times_are_aware_and_of_any_unit(timestamp: Any, year: int | None) -> None:
    when = datetime(2026, 1, 2, tzinfo=UTC)
    [event] = parse(pass_through(messages=[text() | {"timestamp": timestamp}]), received_at=when)
    assert event.at.year == (year or 2026)
    assert event.at.utcoffset() is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["id", "type", "event", "payload", "entry", "x"]) | st.text(), inner
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_gives_events_or_our_error(value: Any) -> None:
    try:
        found = parse(json.dumps(value).encode())
    except BodyError:
        return
    for event in found:
        assert isinstance(event, Event)
        assert not (isinstance(event, UnknownEvent) and event.reason.startswith("reading it failed"))


@given(st.lists(st.integers(0, 30), unique=True, min_size=1, max_size=12), st.randoms())
def test_events_are_the_same_however_they_are_batched(numbers: list[int], chance: Any) -> None:
    body = json.loads((DATA / "webhook_pass_through.json").read_text(encoding="utf-8"))
    messages = body["entry"][0]["changes"][0]["value"]["messages"]
    chosen = [messages[number % len(messages)] | {"id": f"wamid.{number}"} for number in numbers]
    whole = parse(pass_through(messages=chosen))
    cut = chance.randrange(len(chosen) + 1)
    split = [*parse(pass_through(messages=chosen[:cut])), *parse(pass_through(messages=chosen[cut:]))]
    assert [event.dedup_key for event in whole] == [event.dedup_key for event in split]
    assert [event.lane for event in whole] == [event.lane for event in split]
    assert [event.raw for event in whole] == [event.raw for event in split]
