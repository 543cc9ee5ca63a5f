from __future__ import annotations

import importlib
import inspect
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from jsonschema import Draft202012Validator

from chakra_async._core.decoding.decoder import decode
from codegen.__main__ import main
from codegen.description import load
from codegen.naming import class_name

if TYPE_CHECKING:
    from codegen.records import Description, Operation

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

FIRST_SLICE = {
    *("campaigns.add_phone_number", "leads.create", "jobs.get", "config.get"),
    *("processes.get", "processes.list", "processes.create", "processes.update", "processes.update_by_key"),
    *("processes.delete", "processes.delete_by_key", "processes.bulk_create", "processes.bulk_update"),
}


def validator(schema: dict[str, Any]) -> Any:
    return Draft202012Validator(schema)


@cache
def description() -> Description:
    return load(ROOT / "openapi" / "chakra.yaml")


def operation(name: str) -> Operation:
    return next(one for one in description().operations if one.name == name)


def test_the_committed_files_are_what_the_description_gives(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--check"])
    assert capsys.readouterr() == ("", "")
    assert code == 0


def test_the_operations_of_the_first_slice_are_described() -> None:
    assert {one.name for one in description().operations} >= FIRST_SLICE


def test_every_operation_says_where_it_is_known_from() -> None:
    for one in description().operations:
        assert one.evidence in {"documented", "seen-in-code", "inferred"}
        assert one.source.startswith("https://")


def test_every_stub_says_what_a_caller_must_know() -> None:
    for one in description().operations:
        resources = importlib.import_module("chakra_async.resources")
        raw = "Raw" if one.raw_only else ""
        stub = getattr(getattr(resources, f"{raw}{class_name(one.resource)}"), one.method_name)
        doc = " ".join((inspect.getdoc(stub) or "").split())
        for heading in ("Args:", "Returns:", "Raises:", "Example:", "Evidence:"):
            assert heading in doc, (one.name, heading)
        assert f"Source: {one.source}" in doc, one.name
        assert f"chakra.{'with_raw_response.' if one.raw_only else ''}{one.name}(" in doc, one.name
        assert ("so it may not exist" in doc.lower()) == (one.evidence == "inferred"), one.name
        for parameter in one.parameters:
            assert f"{parameter.name}: " in doc, (one.name, parameter.name)
            assert parameter.schema.get("x-unit") is None or "poch milliseconds" in doc, one.name


SETTING_VALUES = {
    "calling.update_settings",
    "flows.set_business_public_key",
    "plugins.update_config",
    "templates.update",
}
"""POSTs that set values, so that doing them twice leaves what doing them once does."""


def test_what_sends_creates_or_enrols_is_never_repeated() -> None:
    for one in description().operations:
        if one.method in ("GET", "PUT", "DELETE") or one.reads or one.name in SETTING_VALUES:
            assert one.repeatable, one.name
        else:
            assert not one.repeatable, one.name


def test_every_example_is_one_the_description_allows() -> None:
    document = description().document
    checked = 0
    for item in document["paths"].values():
        for method in ("post", "put", "patch"):
            media = item.get(method, {}).get("requestBody", {}).get("content", {}).get("application/json", {})
            if "example" in media:
                schema = {**media["schema"], "components": document["components"]}
                assert not [one.message for one in validator(schema).iter_errors(media["example"])]
                checked += 1
    assert checked >= 8


def test_a_process_has_the_members_of_the_documented_example_in_its_order() -> None:
    example = json.loads((HERE / "data" / "enrolment.json").read_bytes())["_data"]["process"]
    process = importlib.import_module("chakra_async.models.processes").Process
    wires = [one.metadata["wire"] for one in attrs.fields(process) if "wire" in one.metadata]
    assert wires == list(example)
    assert len(wires) == 58


def test_the_documented_example_reads_without_a_surprise_and_goes_back_as_it_came() -> None:
    example: Any = json.loads((HERE / "data" / "enrolment.json").read_bytes())["_data"]
    enrolment = importlib.import_module("chakra_async.models.campaigns").Enrolment
    read = decode(enrolment, example, strict=True)
    assert read.process.auto_dial.is_queued_for_call is False
    assert read.process.created_at_datetime.isoformat() == "2025-12-15T09:21:25.977000+00:00"
    assert read.process.extra == {}
    assert read.to_dict() == example


def test_a_jobs_answer_says_where_the_counts_are() -> None:
    assert operation("jobs.get").meta == {"$ref": "#/components/schemas/jobs.BackgroundJobMeta"}


@pytest.mark.parametrize(
    ("code", "loaded", "not_loaded"),
    [
        ("import chakra_async.models", "chakra_async.models", "chakra_async.models.processes"),
        (
            "from chakra_async.models import BackgroundJob",
            "chakra_async.models.jobs",
            "chakra_async.models.processes",
        ),
        ("import chakra_async.resources.jobs", "chakra_async.models.jobs", "chakra_async.models.processes"),
        ("import chakra_async.resources", "chakra_async.resources", "chakra_async.resources.jobs"),
        ("import chakra_async.models.processes", "chakra_async.models.processes", "msgspec"),
        (
            "from chakra_async.models import OutgoingMessage",
            "chakra_async.models.messages",
            "chakra_async.models.webhooks",
        ),
        ("import chakra_async.models.chats", "chakra_async.models.chats", "chakra_async.models.messages"),
    ],
)
def test_only_what_is_used_is_imported(code: str, loaded: str, not_loaded: str) -> None:
    script = f"import sys; {code}; print({loaded!r} in sys.modules, {not_loaded!r} in sys.modules)"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False"]
