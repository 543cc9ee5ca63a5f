from __future__ import annotations

from typing import Any

import pytest

from codegen.types import TypeWriter, is_nullable

SCHEMAS: dict[str, dict[str, Any]] = {
    "a.Model": {"type": "object", "properties": {"x": {}}},
    "a.Open": {"type": "string", "enum": ["X"], "x-open-enum": True},
    "a.Closed": {"type": "string", "enum": ["X"]},
}
MODEL = {"$ref": "#/components/schemas/a.Model"}
OPEN = {"$ref": "#/components/schemas/a.Open"}
CLOSED = {"$ref": "#/components/schemas/a.Closed"}


@pytest.mark.parametrize(
    ("schema", "taken", "given"),
    [
        ({}, "Any", "Any"),
        ({"type": "string"}, "str", "str"),
        ({"type": ["integer", "null"]}, "int | None", "int | None"),
        ({"type": "object"}, "Mapping[str, Any]", "dict[str, Any]"),
        (
            {"type": "object", "additionalProperties": MODEL},
            "Mapping[str, Model | Mapping[str, Any]]",
            "dict[str, Model]",
        ),
        ({"type": "array", "items": {"type": "number"}}, "Sequence[float]", "list[float]"),
        ({"type": "array"}, "Sequence[Any]", "list[Any]"),
        (MODEL, "Model | Mapping[str, Any]", "Model"),
        (OPEN, "Open | str", "Open | str"),
        (CLOSED, "Closed", "Closed"),
        ({"anyOf": [{"type": "null"}, MODEL]}, "Model | Mapping[str, Any] | None", "Model | None"),
        ({"oneOf": [{"type": "string"}, {}]}, "Any", "Any"),
        ({"enum": ["a", 1]}, "Literal['a', 1]", "Literal['a', 1]"),
        ({"const": True}, "Literal[True]", "Literal[True]"),
    ],
)
def test_a_schema_is_wide_where_taken_and_exact_where_given(schema: Any, taken: str, given: str) -> None:
    types = TypeWriter(schemas=SCHEMAS)
    assert (types.taken(schema), types.given(schema)) == (taken, given)


def test_hidden_builtins_are_written_in_full() -> None:
    types = TypeWriter(schemas=SCHEMAS, shadowed=frozenset({"list"}))
    assert types.given({"type": "array", "items": {"type": "string"}}) == "builtins.list[str]"


def test_a_model_named_as_the_modules_class_is_told_apart() -> None:
    types = TypeWriter(schemas=SCHEMAS, classes=frozenset({"Model"}))
    assert types.given(MODEL) == "ModelModel"
    assert types.models == {"a.Model"}


@pytest.mark.parametrize(
    ("schema", "nullable"),
    [
        ({"type": "string"}, False),
        ({"type": ["string", "null"]}, True),
        ({"type": "null"}, True),
        ({"anyOf": [MODEL, {"type": "null"}]}, True),
        ({}, False),
    ],
)
def test_null_is_found_wherever_it_is_allowed(schema: Any, nullable: bool) -> None:  # noqa: FBT001
    assert is_nullable(schema) is nullable
