"""What a model gives as JSON: one value for each member, whatever is in `extra`."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import attrs
import pytest

from chakra_async import UNSET, InvalidRequestError
from chakra_async._core.decoding.decoder import decode_argument
from chakra_async._core.messages.validation import message as checked_message
from chakra_async.model import Model
from chakra_async.models.messages import Text, TextMessage
from chakra_async.models.processes import Process
from chakra_async.models.templates import BodyDefinition, Template

NUMBER, OTHER = "919901258433", "919900000001"


def test_a_described_member_in_extra_is_refused_and_named() -> None:
    for message in (
        TextMessage(to=NUMBER, text=Text(body="x"), extra={"to": OTHER}),
        TextMessage(to=NUMBER, text=Text(body="x", extra={"body": "y"})),
        TextMessage(text=Text(body="x"), extra={"to": OTHER}),
        TextMessage(to=NUMBER, text=Text(body="x"), extra={"to": None}),
        TextMessage(to=NUMBER, text=Text(body="x"), extra={"recipient": "US.1"}),
        {"to": NUMBER, "type": "text", "text": Text(body="x", extra={"preview_url": True})},
    ):
        with pytest.raises(InvalidRequestError, match=r"which is a member of Text(Message)? itself: set "):
            checked_message(message, "message")
    process = Process(id="1", extra={"createdAt": 1})
    with pytest.raises(
        InvalidRequestError, match="'createdAt', which is a member of Process itself: set created_at="
    ):
        process.to_dict()


def test_a_member_in_extra_that_is_not_described_is_sent() -> None:
    message = TextMessage(to=NUMBER, text=Text(body="x"), extra={"priority": 1, "to": UNSET, "created_at": 2})
    body = checked_message(message, "message")
    assert (body["to"], body["priority"], body["created_at"]) == (NUMBER, 1, 2)


def test_what_was_read_comes_back_whole() -> None:
    given: dict[str, Any] = {"id": "1", "createdAt": "odd", "mood": "good", "nested": {"id": None}}
    read = decode_argument(Process, given)
    assert isinstance(read, Model)
    assert read.to_dict() == given


COPIES: dict[str, Any] = {
    "evolve": attrs.evolve,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),  # noqa: S301 - the test's own
    "evolve twice": lambda model: attrs.evolve(attrs.evolve(model)),
}


@pytest.mark.parametrize("name", COPIES)
@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Process, {"id": "1", "status": None, "mood": "good", "data": {"a": None}}),
        (Process, {"id": "1", "createdAt": 5}),
        (BodyDefinition, {"type": "BODY", "text": "Hi {{1}}"}),
        (Template, {"name": "a", "components": [{"type": "BODY", "text": "x"}, {"type": "new"}]}),
    ],
)
def test_a_copy_of_what_was_read_sends_what_was_read(kind: Any, given: dict[str, Any], name: str) -> None:
    read = decode_argument(kind, given)
    assert isinstance(read, Model)
    made = COPIES[name](read)
    assert made == read
    assert made.to_dict() == read.to_dict() == given


def test_what_is_changed_by_evolving_is_sent_and_nothing_else_is_added() -> None:
    read = decode_argument(Process, {"id": "1", "status": None})
    assert attrs.evolve(read, id="2").to_dict() == {"id": "2", "status": None}
    assert attrs.evolve(read, created_at=7).to_dict() == {"id": "1", "createdAt": 7, "status": None}
    changed = attrs.evolve(read, data={"a": 1}, extra={"new": 1})
    assert changed.to_dict() == {"id": "1", "status": None, "data": {"a": 1}, "new": 1}
    changed.data = None
    assert changed.to_dict() == {"id": "1", "status": None, "new": 1}
    body = decode_argument(BodyDefinition, {"type": "BODY", "text": "Hi"})
    assert attrs.evolve(body, text="Ho").to_dict() == {"type": "BODY", "text": "Ho"}


def test_null_that_came_and_null_that_is_given_stay_null() -> None:
    read = decode_argument(Process, {"id": "1", "status": None, "createdAt": 5})
    assert attrs.evolve(read, status=None, created_at=None).to_dict() == {
        "id": "1",
        "createdAt": None,
        "status": None,
    }
    assert Process(id="1", status=None).to_dict()["status"] is None
