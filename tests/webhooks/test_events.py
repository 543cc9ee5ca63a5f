"""What identifies an event, which lane it is in, and how it comes back from the store."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chakra_async import webhooks
from chakra_async.webhooks import (
    BodyError,
    Event,
    MessageReceived,
    Person,
    StatusChanged,
    TextReceived,
    UnsupportedReceived,
    event_from_raw,
    parse,
    people,
)

DATA = Path(__file__).parents[1] / "data"
TEXT = {
    "from": "919911223344",
    "id": "wamid.A",
    "timestamp": "1756322278",
    "type": "text",
    "text": {"body": "Hi"},
}
CONTACT = {"profile": {"name": "John"}, "wa_id": "919911223344"}


def pass_through(**lists: Any) -> bytes:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "917259775805", "phone_number_id": "694794789348887"},
        **lists,
    }
    change = {"field": "messages", "value": value}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    ).encode()


def chakra(event: str, **payload: Any) -> bytes:
    return json.dumps({"event": event, "payload": payload}).encode()


def samples() -> list[Event]:
    body = (DATA / "webhook_pass_through.json").read_bytes()
    return [*parse(body), *parse((DATA / "webhook_chakra.json").read_bytes())]


@pytest.mark.parametrize("event", samples(), ids=lambda event: f"{event.kind}-{event.id}")
def test_an_event_comes_back_from_what_is_stored(event: Event) -> None:
    again = event_from_raw(event.to_bytes(), received_at=event.at)
    assert again == event
    assert (again.raw, again.dedup_key, again.lane) == (event.raw, event.dedup_key, event.lane)
    assert event_from_raw(event.raw, received_at=event.at) == event
    assert pickle.loads(pickle.dumps(event)) == event  # noqa: S301 - our own
    assert "919911223344" not in repr(event)


def test_a_message_is_the_same_event_in_both_formats_and_however_it_is_batched() -> None:
    other = TEXT | {"id": "wamid.B", "from": "919900000001"}
    batched = parse(pass_through(messages=[other, TEXT], contacts=[CONTACT]))[1]
    [alone] = parse(pass_through(messages=[TEXT], contacts=[CONTACT]))
    [own] = parse(chakra("message", wabaId="1", externalId="wamid.A", message=TEXT, contacts=[CONTACT]))
    assert batched.dedup_key == alone.dedup_key == own.dedup_key
    assert batched.lane == alone.lane == own.lane
    assert batched == alone
    assert batched.raw == alone.raw
    assert batched.at == own.at == datetime(2025, 8, 27, 19, 17, 58, tzinfo=UTC)
    assert (alone.number.phone_number_id, own.number.phone_number_id) == ("694794789348887", None)


def test_a_status_is_the_same_event_in_both_formats() -> None:
    status = {"id": "wamid.A", "status": "failed", "timestamp": "1756322278", "recipient_id": "919911223344"}
    [theirs] = parse(pass_through(statuses=[status]))
    [own] = parse(
        chakra("status", id="9b75", externalId="wamid.A", deliveryStatus="FAILED", recipientId="919911223344")
    )
    assert isinstance(theirs, StatusChanged)
    assert isinstance(own, StatusChanged)
    assert theirs.dedup_key == own.dedup_key
    assert theirs.lane == own.lane
    assert (own.chakra_id, own.failed, own.message_id) == ("9b75", True, "wamid.A")


def test_each_status_of_a_message_is_an_event_of_its_own_in_one_lane() -> None:
    statuses = [{"id": "wamid.A", "status": name} for name in ("sent", "delivered", "read", "failed")]
    found = parse(pass_through(statuses=statuses))
    assert len({event.dedup_key for event in found}) == 4
    assert len({event.lane for event in found}) == 1
    [message] = parse(pass_through(messages=[TEXT | {"id": "wamid.A"}]))
    assert message.lane not in {event.lane for event in found}
    assert message.dedup_key not in {event.dedup_key for event in found}


def test_a_person_has_one_lane_whatever_is_known_of_the_number_and_in_either_form_of_it() -> None:
    ways = [
        parse(pass_through(messages=[TEXT | {"from": "5511987654321"}]))[0],
        parse(pass_through(messages=[TEXT | {"from": "551187654321", "from_user_id": "BR.1"}]))[0],
        parse(chakra("message", message=TEXT | {"from": "+55 11 98765 4321"}))[0],
    ]
    assert len({event.lane for event in ways}) == 1


def test_what_came_without_content_does_not_hide_the_content_that_comes_later() -> None:
    [before] = parse(
        pass_through(messages=[{"id": "wamid.A", "type": "unsupported", "from": "919911223344"}])
    )
    [after] = parse(pass_through(messages=[TEXT]))
    assert isinstance(before, UnsupportedReceived)
    assert isinstance(after, TextReceived)
    assert before.dedup_key != after.dedup_key


def test_an_event_without_an_id_is_known_by_its_content_whatever_the_order_of_its_members() -> None:
    message = {name: value for name, value in TEXT.items() if name != "id"}
    turned = dict(reversed(message.items()))
    [one], [other] = parse(pass_through(messages=[message])), parse(pass_through(messages=[turned]))
    [different] = parse(pass_through(messages=[message | {"text": {"body": "Ho"}}]))
    assert one.dedup_key == other.dedup_key != different.dedup_key


def test_keys_of_very_long_ids_are_short_and_differ() -> None:
    one, other = parse(pass_through(messages=[TEXT | {"id": "w" * 10_240}, TEXT | {"id": "w" * 10_241}]))
    assert isinstance(one, MessageReceived)
    assert len(one.dedup_key) < 300
    assert one.dedup_key != other.dedup_key
    assert len(one.id) == 10_240


def test_the_numbers_of_all_people_are_not_kept_in_memory() -> None:
    for number in range(66_000):
        assert Person(phone_number=f"9199{number:08}").identities
    assert people._person_of_digits.cache_info().currsize < 66_000


def test_a_person_may_have_a_number_a_user_id_or_both() -> None:
    assert Person(phone_number="919911223344", user_id="IN.1").identities == (
        "phone:919911223344",
        "user:IN.1",
    )
    assert Person(user_id="IN.1").key == "user:IN.1"
    assert Person().key == ""
    assert repr(Person(phone_number="919911223344", name="John")) == "Person(phone_number='91********44')"


@pytest.mark.parametrize("raw", [b"[]", b"", b"nonsense", pass_through(messages=[TEXT, TEXT])])
def test_what_does_not_contain_one_event_does_not_come_back_as_one(raw: bytes) -> None:
    with pytest.raises(BodyError):
        event_from_raw(raw)


def test_the_time_of_receipt_is_taken_where_the_delivery_says_none() -> None:
    when = datetime(2026, 1, 2, tzinfo=UTC)
    [event] = parse(
        chakra("message", message={"id": "wamid.A", "type": "text", "text": {"body": ""}}), received_at=when
    )
    assert event.at == when
    with pytest.raises(webhooks.BodyError, match="time zone"):
        parse(b"{}", received_at=datetime(2026, 1, 2))  # noqa: DTZ001 - the subject
