"""The rules of single values: numbers as people write them, times, ids, and objects in lists."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import InvalidRequestError
from chakra_async._core import arguments, values
from chakra_async._core.messages import validation
from chakra_async.models.process_requests import BulkUpdateItem, NewProcess

TO = "919901258433"
MOMENT = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)
MILLISECONDS = 1_790_000_000_000


@pytest.mark.parametrize(
    "value", [MILLISECONDS, MOMENT, MOMENT.astimezone(timezone(timedelta(hours=5, minutes=30)))]
)
def test_a_time_is_integer_milliseconds_or_an_aware_datetime(value: Any) -> None:
    assert arguments.epoch_milliseconds(value, "next_action_at") == MILLISECONDS
    for given_one in ({"nextActionAt": value}, NewProcess(next_action_at=value)):
        assert validation.objects([given_one], NewProcess, "items") == [{"nextActionAt": MILLISECONDS}]
    nested = [{"id": "1", "update": {"nextActionAt": value}}]
    (sent,) = validation.objects(nested, BulkUpdateItem, "items")
    assert sent["update"] == {"nextActionAt": MILLISECONDS}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1_790_000_000, "this is in 1970 as milliseconds and in 2026 as seconds: multiply by 1000"),
        (MILLISECONDS * 1000, "in 2026 as microseconds: divide by 1000"),
        (MILLISECONDS * 10**6, "in 2026 as nanoseconds: divide by 1000000"),
        (0, "this is in 1970"),
        (-1, "this is in 1969"),
        (1_790_000_000.5, "not float: pass int"),
        (True, "not bool"),
        ("1790000000000", "not str"),
        (MOMENT.replace(tzinfo=None), "no time zone: pass datetime.now"),
        (date(2026, 9, 21), "not date"),
        (10**40, "is beyond all dates"),
    ],
)
def test_what_is_not_a_time_is_named_with_both_readings(value: Any, expected: str) -> None:
    with pytest.raises(InvalidRequestError, match=rf"^next_action_at .*{expected}"):
        arguments.epoch_milliseconds(value, "next_action_at")
    with pytest.raises(InvalidRequestError, match=rf"^items\[1\]\.nextActionAt .*{expected}"):
        validation.objects([{}, {"nextActionAt": value}], NewProcess, "items")
    with pytest.raises(InvalidRequestError, match=rf"^items\[0\]\.update\.nextActionAt .*{expected}"):
        validation.objects([{"update": {"nextActionAt": value}}], BulkUpdateItem, "items")


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (4711, "4711"),
        (4711.0, "4711"),
        (2.5, "2.5"),
        (1e16, "10000000000000000"),
        (1e-7, "0.0000001"),
        (-0.0, "0"),
        (Decimal("12.50"), "12.50"),
        ("007", "007"),
    ],
)
def test_a_number_in_a_placeholder_is_written_as_people_write_it(value: Any, sent: str) -> None:
    (item,) = validation.template_mapping({"1": value}, "mapping")
    assert item["schemaPropertyValue"] == sent


@given(st.floats() | st.integers() | st.decimals())
def test_any_number_is_written_without_an_exponent_or_refused(value: Any) -> None:
    text = values.number_text(value)
    assert text is None or set(text) <= set("-.0123456789")


@pytest.mark.parametrize("given_id", [1013859600285441, "1013859600285441"])
def test_an_id_may_be_given_as_an_integer(given_id: Any) -> None:
    body = validation.message({"to": TO, "type": "image", "image": {"id": given_id}}, "message")
    assert body["image"] == {"id": "1013859600285441"}


def test_an_id_may_be_given_as_a_uuid_object_and_not_as_another_type() -> None:
    found = UUID("5ba0e13a-ac26-4656-afdd-643ea0813137")
    assert validation.message({"to": TO, "type": "audio", "audio": {"id": found}}, "message")["audio"] == {
        "id": str(found)
    }
    for other in (True, 1.5, [], {}, b"1", -1):
        with pytest.raises(InvalidRequestError, match=r"^message\.image\.id must be a string, not"):
            validation.message({"to": TO, "type": "image", "image": {"id": other}}, "message")


@pytest.mark.parametrize("place", ["text.body", "new.members[1]", "tag"])
def test_a_lone_surrogate_is_refused_with_its_place(place: str) -> None:
    half = "Ada \ud83d"
    body: dict[str, Any] = {"to": TO, "type": "text", "text": {"body": "Hi"}, "new": {"members": ["a", "b"]}}
    if place == "text.body":
        body["text"]["body"] = half
    elif place == "tag":
        body["tag"] = half
    else:
        body["new"]["members"][1] = half
    with pytest.raises(InvalidRequestError, match="lone surrogate") as caught:
        validation.message(body, "message")
    assert f"message.{place}" in str(caught.value)
    assert str(caught.value).encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "1", None, 90.5, -91])
def test_a_latitude_is_a_finite_number_of_degrees(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match=r"^location_latitude "):
        arguments.number(value, "location_latitude", -90, 90)


@given(st.text(max_size=12))
def test_a_reaction_that_passes_has_no_letter_and_no_blank(text: str) -> None:
    if text and values.emoji_problem(text) is None:
        assert not any(
            character.isspace() or (character.isalpha() and character != "\u2139") for character in text
        )
