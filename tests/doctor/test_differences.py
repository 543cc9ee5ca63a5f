"""The differences between an answer and its schema are reported without a value of any answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.description.routes import load
from chakra_async.doctor import Difference, differences

DOCUMENT = load()
SCHEMAS = DOCUMENT["components"]["schemas"]
SMALL: dict[str, Any] = {
    "components": {
        "schemas": {
            "a.Cat": {"type": "object", "properties": {"type": {"type": "string", "const": "cat"}}},
            "a.Box": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string"},
                    "size": {"type": ["number", "null"]},
                    "state": {"type": "string", "enum": ["OPEN", "CLOSED"]},
                    "data": {"type": "object", "additionalProperties": {"type": "string"}},
                    "inside": {"type": "array", "items": {"$ref": "#/components/schemas/a.Box"}},
                    "either": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/a.Box"}]},
                    "pet": {
                        "oneOf": [{"$ref": "#/components/schemas/a.Cat"}],
                        "discriminator": {
                            "propertyName": "type",
                            "mapping": {"cat": "#/components/schemas/a.Cat"},
                        },
                    },
                },
            },
        }
    }
}
BOX = {"$ref": "#/components/schemas/a.Box"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


TABLE: list[tuple[Any, list[tuple[str, str, str, str]]]] = [
    ({"id": "x", "size": 1, "state": "OPEN", "data": {"Ada": "Lovelace"}, "inside": []}, []),
    ({"id": "x", "size": None, "either": {"id": "y"}, "pet": {"type": "cat"}}, []),
    ([], [(".", "other type", "object", "array")]),
    (None, [(".", "other type", "object", "null")]),
    ({}, [("id", "missing member", "id", "nothing")]),
    ({"id": 7}, [("id", "other type", "string", "integer")]),
    ({"id": "x", "size": True}, [("size", "other type", "number or null", "boolean")]),
    ({"id": "x", "new": "Ada"}, [("new", "unknown member", "nothing", "string")]),
    ({"id": "x", "a b": 1}, [("(a name of another form)", "unknown member", "nothing", "integer")]),
    (
        {"id": "x", "to_447700900123": {}},
        [("(a name of another form)", "unknown member", "nothing", "object")],
    ),
    ({"id": "x", "state": "ada"}, [("state", "new value", "OPEN, CLOSED", "another string")]),
    ({"id": "x", "data": {"Ada": 1}}, [("data{}", "other type", "string", "integer")]),
    ({"id": "x", "inside": [{}, {}]}, [("inside[].id", "missing member", "id", "nothing")]),
    ({"id": "x", "either": {"id": 1}}, [("either", "other type", "string", "object")]),
    ({"id": "x", "pet": "cat"}, [("pet", "other type", "object", "string")]),
    ({"id": "x", "pet": {}}, [("pet.type", "missing member", "type", "nothing")]),
    ({"id": "x", "pet": {"type": "dog"}}, [("pet.type", "new value", "cat", "another string")]),
    ({"id": "x", "pet": {"type": 1}}, [("pet.type", "new value", "cat", "integer")]),
]


@pytest.mark.parametrize(("value", "expected"), TABLE)
def test_each_difference_is_reported_once(value: Any, expected: list[tuple[str, ...]]) -> None:
    assert differences(SMALL, BOX, value) == [Difference(*one) for one in expected]


def test_a_value_nested_too_deeply_is_a_difference() -> None:
    value: dict[str, Any] = {"id": "x"}
    for _ in range(5000):
        value = {"id": "x", "inside": [value]}
    assert [one.seen for one in differences(SMALL, BOX, value)] == ["a value nested too deeply"]


def shaped(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Give values that have the members of a schema, each with anything in it."""
    names = st.sampled_from(sorted(schema.get("properties", {"none": 0})))
    return JSON | st.dictionaries(names, JSON, max_size=6)


@given(data=st.data())
def test_any_json_can_be_compared_with_any_schema(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SCHEMAS)))
    found = differences(DOCUMENT, SCHEMAS[name], data.draw(shaped(SCHEMAS[name])))
    assert found == sorted(set(found))


PLANTED = st.text("abcdefgh", min_size=3, max_size=6).map(lambda text: f"zq{text}")


@given(data=st.data())
def test_no_string_of_an_answer_is_reported(data: st.DataObject) -> None:
    planted = st.recursive(
        PLANTED | st.integers(10**8, 10**12),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.integers(10**8, 10**12).map(lambda digits: f"n{digits}"), inner, max_size=3)
        ),
        max_leaves=10,
    )
    name = data.draw(st.sampled_from(sorted(SCHEMAS)))
    schema = SCHEMAS[name]
    names = st.sampled_from(sorted(schema.get("properties", {"none": 0})))
    value = data.draw(planted | st.dictionaries(names, planted, max_size=6))
    said = repr(differences(DOCUMENT, schema, value))
    assert "zq" not in said
    assert not any(part.isdigit() and len(part) > 5 for part in said.replace("n", " ").split())
