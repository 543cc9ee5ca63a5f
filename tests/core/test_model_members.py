"""What a model gives as JSON: one value for each member, whatever is in `extra`."""

from __future__ import annotations

from typing import Any

import pytest

from chakra_async import UNSET, InvalidRequestError
from chakra_async._core.decoding.decoder import decode_argument
from chakra_async._core.messages.validation import message as checked_message
from chakra_async.model import Model
from chakra_async.models.messages import Text, TextMessage
from chakra_async.models.processes import Process

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
