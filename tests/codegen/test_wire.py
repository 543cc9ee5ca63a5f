"""The description as other tools read it, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from chakra_async.description.openapi import document
from chakra_async.description.routes import load, resolved, shortened
from codegen.description import load as described
from codegen.rules import HTTP_METHODS
from codegen.wire import on_the_wire

ROOT = Path(__file__).parents[2]
WHOLE = document()
OPERATIONS = [
    (path, method, item[method])
    for path, item in WHOLE["paths"].items()
    for method in HTTP_METHODS
    if method in item
]


def test_it_is_valid_openapi() -> None:
    assert list(OpenAPIV31SpecValidator(WHOLE).iter_errors()) == []
    assert list(OpenAPIV31SpecValidator(document(webhooks=False)).iter_errors()) == []


@pytest.mark.parametrize("operation", [one[2] for one in OPERATIONS], ids=lambda one: one["operationId"])
def test_every_answer_and_refusal_is_written_out(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for statuses in ("4XX", "5XX"):
        refusal = resolved(WHOLE, responses[statuses])
        assert refusal["content"]["application/json"]["schema"]["anyOf"]
    content = responses["200"]["content"]
    assert set(content) <= {"application/json", "application/octet-stream"}
    if operation["x-envelope"]:
        assert content["application/json"]["schema"]["required"] == ["_data"]


def nodes(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for item in node for found in nodes(item)]
    if not isinstance(node, dict):
        return []
    return [node, *(found for key, value in node.items() if key != "example" for found in nodes(value))]


def test_every_array_says_what_its_items_are() -> None:
    arrays = [
        one for one in nodes(WHOLE) if one.get("type") == "array" or one.get("type") == ["array", "null"]
    ]
    assert len(arrays) > 50
    assert [one for one in arrays if "items" not in one] == []


def test_an_open_enumeration_admits_other_strings() -> None:
    found = [one for one in nodes(WHOLE) if one.get("x-open-enum") is True]
    assert len(found) > 10
    for one in found:
        listed, any_other = one["anyOf"]
        assert listed["enum"]
        assert any_other == {"type": "string"}
        assert "enum" not in one


def test_the_short_form_is_read_back_from_it() -> None:
    short = described(ROOT / "openapi" / "chakra.yaml").document
    back = load()
    for path, method, operation in OPERATIONS:
        meant = short["paths"][path][method]["responses"]["200"].get("content", {})
        meant = {kind.replace("*/*", "application/octet-stream"): value for kind, value in meant.items()}
        assert back["paths"][path][method]["responses"]["200"].get("content", {}) == meant, operation[
            "operationId"
        ]
    assert {name: schema for name, schema in back["components"]["schemas"].items() if "." in name} == short[
        "components"
    ]["schemas"]


def test_a_short_form_is_read_as_it_is() -> None:
    short = described(ROOT / "tests" / "codegen" / "data" / "zoo" / "zoo.yaml").document
    assert shortened(short) == short
    assert (
        shortened(on_the_wire(short))["components"]["schemas"].items()
        >= short["components"]["schemas"].items()
    )


def test_no_webhooks_on_request() -> None:
    assert document()["webhooks"]
    assert "webhooks" not in document(webhooks=False)
