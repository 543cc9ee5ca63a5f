from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from chakra_async.core import outgoing
from chakra_async.errors import InvalidRequestError
from chakra_async.model import Model


@pytest.mark.parametrize("value", [{"type": "text"}, MappingProxyType({"type": "text"}), Model()])
def test_a_message_passes_as_it_is(value: Any) -> None:
    assert outgoing.message(value, "message") is value


@pytest.mark.parametrize("value", ["hello", None, [{"type": "text"}], 7])
def test_what_is_no_message_is_refused_by_its_name(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="letter must be a message or a mapping"):
        outgoing.message(value, "letter")


def test_placeholders_become_the_items_of_the_wire() -> None:
    assert outgoing.template_mapping({"1": "John", "2": "Doe"}, "values") == [
        {"schemaPropertyName": "1", "schemaPropertyValue": "John"},
        {"schemaPropertyName": "2", "schemaPropertyValue": "Doe"},
    ]
    items = [{"schemaPropertyName": "1", "schemaPropertyValue": "John"}]
    assert outgoing.template_mapping(items, "values") is items
    assert outgoing.template_mapping({}, "values") == []


@pytest.mark.parametrize("value", ["John", b"John", 7, None])
def test_what_is_no_mapping_of_placeholders_is_refused_by_its_name(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="words must be a mapping or a list"):
        outgoing.template_mapping(value, "words")
