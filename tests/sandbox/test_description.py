from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from chakra_async.description.routes import Routes, load
from chakra_async.errors import SettingsError
from chakra_async.sandbox.compiled import CompiledDescription
from chakra_async.sandbox.handlers import HANDLERS
from chakra_async.sandbox.service import Service
from chakra_async.sandbox.state import State
from chakra_async.sandbox.validation import compiler, inlined, sentences

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT: dict[str, Any] = {
    "paths": {},
    "components": {
        "schemas": {
            "Number": {"type": "string", "pattern": "^[0-9]+$"},
            "Lead": {
                "type": "object",
                "required": ["number"],
                "properties": {
                    "number": {"$ref": "#/components/schemas/Number", "maxLength": 4},
                    "tree": {"$ref": "#/components/schemas/Tree"},
                },
            },
            "Tree": {
                "type": "object",
                "properties": {"or": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}},
                "additionalProperties": {"type": "integer"},
            },
        }
    },
}
LEAD = {"$ref": "#/components/schemas/Lead"}
CHECK = compiler(DOCUMENT)(LEAD, "body")
ORIGINAL = Draft202012Validator({**DOCUMENT, **LEAD})


def test_every_operation_of_the_description_has_a_handler_and_every_handler_an_operation() -> None:
    assert {route.operation for route in Routes(load()).all} == set(HANDLERS)


def test_an_operation_without_a_handler_is_an_error_at_the_start(tmp_path: Path) -> None:
    document = load()
    document["paths"]["/v1/ext/new"] = {"get": {"operationId": "news.get", "responses": {}}}
    with pytest.raises(SettingsError, match=r"does not serve: news\.get"):
        Service(CompiledDescription(document), State((), (), 1), "token")


def test_a_missing_or_foreign_description_is_a_settings_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"missing\.json"):
        load(tmp_path / "missing.json")
    (tmp_path / "list.json").write_text("[]")
    with pytest.raises(SettingsError, match="not an OpenAPI document"):
        load(tmp_path / "list.json")


@pytest.mark.parametrize(
    ("method", "path", "operation", "parameters"),
    [
        ("POST", "/v1/ext/procedure/lead/process", "leads.create", {}),
        ("POST", "/v1/ext/procedure/ticket/process", "processes.create", {"procedureShortId": "ticket"}),
        ("POST", "/v1/ext/procedure/lead/process/list", "processes.list", {"procedureShortId": "lead"}),
        ("GET", "/v1/ext/config", "config.get", {}),
        (
            "PUT",
            "/v1/ext/procedure/lead/process/lead_id/A%2FB%20C",
            "processes.update_by_key",
            {"procedureShortId": "lead", "primaryKeyShortId": "lead_id", "primaryKeyValue": "A/B C"},
        ),
    ],
)
def test_a_path_leads_to_its_operation_with_the_parameters_decoded(
    method: str, path: str, operation: str, parameters: dict[str, str]
) -> None:
    found = Routes(load()).find(method, path)
    assert found is not None
    assert (found[0].operation, found[1]) == (operation, parameters)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/ext/procedure/lead/process"),
        ("GET", "/v1/ext"),
        ("GET", "/v1/ext/config/"),
        ("DELETE", "/v1/ext/procedure/lead/process/a/b/c"),
        ("PUT", "/v1/ext/procedure//process/a/b"),
    ],
)
def test_an_unknown_path_or_method_has_no_operation(method: str, path: str) -> None:
    assert Routes(load()).find(method, path) is None


def test_creating_a_lead_has_the_names_of_both_operations() -> None:
    found = Routes(load()).find("POST", "/v1/ext/procedure/lead/process")
    assert found is not None
    assert found[0].names == {"leads.create", "processes.create"}


TREES = st.recursive(
    st.dictionaries(
        st.sampled_from(["a", "or"]), st.one_of(st.integers(0, 3), st.text(max_size=1)), max_size=2
    ),
    lambda inner: st.fixed_dictionaries({"or": st.lists(inner, max_size=2)}),
    max_leaves=4,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={"number": st.one_of(st.text("0a", max_size=6), st.integers()), "tree": TREES},
    )
)
def test_a_compiled_schema_is_as_strict_as_the_schema(value: Any) -> None:
    assert (CHECK(value) == []) is ORIGINAL.is_valid(value)


def test_only_references_to_recursive_schemas_are_left() -> None:
    text = json.dumps(inlined(DOCUMENT, LEAD))
    assert "schemas/Number" not in text
    assert text.count("schemas/Tree") == 1


def test_a_problem_names_its_path_and_reason() -> None:
    assert sentences(CHECK({"number": "12a", "tree": {"or": [{}, {"x": "y"}]}})) == [
        "body.number: '12a' does not match '^[0-9]+$'",
        "body.tree.or[1].x: 'y' is not of type 'integer'",
    ]


def test_the_problem_of_the_best_alternative_is_reported() -> None:
    schema = {"anyOf": [{"type": "null"}, {"type": "object", "properties": {"a": {"type": "integer"}}}]}
    assert sentences(compiler(DOCUMENT)(schema, "body")({"a": "x"})) == [
        "body.a: 'x' is not of type 'integer'"
    ]


def test_many_problems_are_cut_short() -> None:
    check = compiler(DOCUMENT)({"type": "array", "items": {"type": "integer"}}, "body")
    texts = sentences(check(["x"] * 25))
    assert len(texts) == 11
    assert texts[-1] == "and 15 more"


def test_a_value_nested_too_deeply_is_refused() -> None:
    deep: Any = {}
    for _ in range(5000):
        deep = {"or": [deep]}
    assert sentences(CHECK({"number": "1", "tree": deep})) == ["body: nested too deeply"]
