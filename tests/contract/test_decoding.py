"""Whatever the API answers: it decodes, nothing of it is lost, and only `strict` makes an error of a surprise."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chakra_async import resources
from chakra_async._core.decoding.decoder import Mismatch, decode, encode
from chakra_async._core.operation import Operation
from tests.contract.answers import JSON, altered, answers
from tests.contract.cases import DESCRIPTION

DOCUMENT = DESCRIPTION.document
SCHEMAS = sorted(name for name, schema in DESCRIPTION.schemas.items() if "enum" not in schema)
ENOUGH = settings(
    max_examples=10, database=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def declared() -> dict[str, Operation[Any]]:
    """Return the operations of the generated stubs, by name."""
    modules = [
        importlib.import_module(f"chakra_async.resources.{module.name}")
        for module in pkgutil.iter_modules(resources.__path__)
    ]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Operation)]
    return {operation.name: operation for operation in found}


DECLARED = declared()
ANSWERED = [operation for operation in DESCRIPTION.operations if not operation.binary]


def kind_of(name: str) -> Any:
    domain, _, cls = name.partition(".")
    return getattr(importlib.import_module(f"chakra_async.models.{domain}"), cls)


def again(value: Any) -> Any:
    return orjson.loads(encode(value))


def test_every_operation_and_every_schema_is_tried() -> None:
    assert set(DECLARED) == {operation.name for operation in DESCRIPTION.operations}
    assert len(ANSWERED) == len(DECLARED) - 4  # those that give a file
    assert len(SCHEMAS) > 100


def try_all(kind: Any, right: st.SearchStrategy[Any]) -> None:
    @ENOUGH
    @given(data=st.data())
    def run(data: st.DataObject) -> None:
        value = data.draw(right)
        before = orjson.dumps(value)
        assert again(decode(kind, value, strict=True)) == value
        changed = data.draw(altered(value))
        assert again(decode(kind, changed)) == changed
        assert orjson.dumps(value) == before  # what came is not changed by being read

    run()


@pytest.mark.parametrize("operation", ANSWERED, ids=lambda operation: operation.name)
def test_the_answer_of_an_operation_decodes_and_keeps_everything(operation: Any) -> None:
    schema = operation.returns or {}
    try_all(DECLARED[operation.name].returns, answers(DOCUMENT, schema))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_decodes_and_keeps_everything(name: str) -> None:
    try_all(kind_of(name), answers(DOCUMENT, {"$ref": f"#/components/schemas/{name}"}))


@given(data=st.data())
def test_anything_at_all_decodes_to_what_it_was(data: st.DataObject) -> None:
    operation = DECLARED[data.draw(st.sampled_from([operation.name for operation in ANSWERED]))]
    value = data.draw(JSON)
    assert again(decode(operation.returns, value)) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("jobs.get", []),
        ("jobs.get", {"id": 7}),
        ("processes.list", {}),
        ("processes.list", [{"id": None}]),
        ("users.get", {"username": 7}),
    ],
)
def test_strict_makes_a_mismatch_an_error(name: str, value: Any) -> None:
    with pytest.raises(Mismatch):
        decode(DECLARED[name].returns, value, strict=True)
    assert again(decode(DECLARED[name].returns, value)) == value
