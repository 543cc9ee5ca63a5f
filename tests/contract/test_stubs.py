"""Every generated stub, plain and raw, called with as little as it needs and with everything it takes."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from chakra_async import Chakra, NotFoundError, resources
from chakra_async._core.response import Response
from chakra_async.description.routes import Routes, load
from chakra_async.downloads import Download
from chakra_async.pagination import Pages
from chakra_async.resource import Resource
from chakra_async.sandbox.forms import parse_form
from tests.contract.cases import CASES, DESCRIPTION, Arguments, Case, arguments, known_ids, takes

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox
    from chakra_async.sandbox.record import Arrival
    from codegen.records import Operation

    Tally = tuple[set[tuple[str, str]], list[str]]

COUNT = len(Routes(load()).all)
ROOT = "urn:contract"
ROUTES = Routes(load())
DOCUMENT: dict[str, Any] = json.loads(json.dumps(load()).replace('"$ref": "#/', f'"$ref": "{ROOT}#/'))
REGISTRY: Registry[Any] = Registry[Any]().with_resource(ROOT, DRAFT202012.create_resource(DOCUMENT))


def generated(*, raw: bool) -> dict[str, Any]:
    """Return the stubs by the names of their operations."""
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(resources.__path__):
        loaded = importlib.import_module(f"chakra_async.resources.{module.name}")
        for kind in vars(loaded).values():
            if (
                not inspect.isclass(kind)
                or not issubclass(kind, Resource)
                or kind.__module__ != loaded.__name__
            ):
                continue
            if kind.__name__.startswith("Raw") is raw:
                methods = {name: value for name, value in vars(kind).items() if inspect.isfunction(value)}
                found.update({f"{module.name}.{name}": value for name, value in methods.items()})
    return found


def test_there_is_a_case_and_a_plain_and_a_raw_stub_for_every_operation() -> None:
    names = {operation.name for operation in DESCRIPTION.operations}
    assert len(names) == len(DESCRIPTION.operations) == COUNT
    raw_only = {operation.name for operation in DESCRIPTION.operations if operation.raw_only}
    assert set(generated(raw=False)) | raw_only == set(generated(raw=True)) == names
    assert not set(generated(raw=False)) & raw_only
    assert {case.operation.name for case in CASES} == names


@pytest.mark.parametrize("operation", DESCRIPTION.operations, ids=lambda operation: operation.name)
def test_the_cases_give_every_argument_there_is(operation: Operation) -> None:
    given = {
        one.name
        for case in CASES
        if case.operation is operation
        for one in operation.parameters
        if case.gives(one)
    }
    assert takes(generated(raw=True)[operation.name]) == given
    assert operation.raw_only or takes(generated(raw=False)[operation.name]) == given


def forms() -> list[Any]:
    """Every case as a user calls it, raw, and, where extras hide a stub, through the stub itself."""
    chakra = Chakra(token="t")  # noqa: S106 - it opens nothing
    stubs = generated(raw=True) | generated(raw=False)
    found: list[Any] = []
    for case in CASES:
        reached = type(getattr(chakra, case.operation.resource))
        method = getattr(reached, case.operation.method_name)
        hidden = not case.operation.raw_only and method is not stubs[case.operation.name]
        found += [
            pytest.param(case, form, id=f"{case.id}-{form}")
            for form in ("plain", "raw", *(["stub"] if hidden else []))
        ]
    return found


@pytest.mark.parametrize(("case", "form"), forms())
async def test_the_request_is_as_described_and_the_answer_decodes_strictly(
    case: Case, form: str, sandbox: Sandbox, chakra: Chakra, tally: Tally
) -> None:
    made = arguments(case, await known_ids(sandbox, chakra))
    resource, _, method = case.operation.name.partition(".")
    client: Any = chakra.with_raw_response if form == "raw" else chakra
    sandbox.clear_arrivals()
    if form == "stub":
        result = generated(raw=False)[case.operation.name](getattr(client, resource), **made.python)
    else:
        result = getattr(getattr(client, resource), method)(**made.python)
    data = await settled(result)
    arrival = sandbox.arrivals[0]
    assert (arrival.operation, arrival.status) == (case.operation.name, 200)
    as_given(case.operation, arrival, made)
    valid(case.operation, arrival)
    if form == "raw" and not case.operation.binary:
        assert isinstance(data, Response)
        assert (data.status, len(data.attempts)) == (200, 1)
    tally[0].add((case.operation.name, form))
    tally[1].append(case.id)


async def settled(result: Any) -> Any:
    """Return what a call gives, however it gives it."""
    if isinstance(result, Pages):
        return await result.to_list()
    if isinstance(result, Download):
        return await result.read()
    return await result


def as_given(operation: Operation, arrival: Arrival, made: Arguments) -> None:
    """See to it that on the wire stands what was given, and nothing else."""
    found = ROUTES.find(arrival.method, arrival.path)
    assert found is not None
    assert found[1] == made.path
    query = dict(parse_qsl(arrival.query, keep_blank_values=True))
    if operation.page is not None:
        given = made.query if operation.page.place == "query" else made.body
        filled = query if operation.page.place == "query" else arrival.json
        assert given.items() <= filled.items()
        assert filled.keys() - given.keys() <= {"skip", "page", "limit"}
    if operation.page is None or operation.page.place != "query":
        assert query == made.query
    if operation.body == "multipart":
        fields = form_of(arrival)
        expected = {
            name: value if isinstance(value, bytes) else str(value).encode()
            for name, value in made.body.items()
        }
        assert expected.items() <= fields.items()
        assert fields.keys() - expected.keys() <= {"filename", "filetype"}
    elif operation.page is None or operation.page.place != "body":
        assert arrival.json == made.body


def form_of(arrival: Arrival) -> dict[str, bytes]:
    boundary = arrival.content.split(b"\r\n", 1)[0].removeprefix(b"--").decode()
    parts = parse_form(f"multipart/form-data; boundary={boundary}", arrival.content)
    return {name: part.data for name, part in parts.items()}


def valid(operation: Operation, arrival: Arrival) -> None:
    """See to it that a request is allowed by the description, as any reader of JSON Schema reads it."""
    spec = DOCUMENT["paths"][operation.path][operation.method.lower()]
    if operation.body != "none":
        content = spec["requestBody"]["content"]
        if operation.body == "multipart":
            assert set(content) == {"multipart/form-data"}
            fields = {name: value.decode() for name, value in form_of(arrival).items()}
            check(content["multipart/form-data"]["schema"], fields)
        else:
            check(content["application/json"]["schema"], arrival.json)
    shared = DOCUMENT["paths"][operation.path].get("parameters", [])
    texts = dict(parse_qsl(arrival.query)) | path_of(arrival)
    for one in [*shared, *spec.get("parameters", [])]:
        if one["name"] in texts:
            check(one["schema"], read(texts[one["name"]], one["schema"].get("type")))
        else:
            assert not one.get("required")


def path_of(arrival: Arrival) -> dict[str, str]:
    found = ROUTES.find(arrival.method, arrival.path)
    assert found is not None
    return found[1]


def read(text: str, kind: Any) -> Any:
    readers: dict[Any, Any] = {"integer": int, "boolean": {"true": True, "false": False}.get}
    if kind == "array":
        return text.split(",")
    return readers.get(kind, str)(text)


def check(schema: Any, value: Any) -> None:
    validator: Any = Draft202012Validator(
        schema, registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    assert [error.message for error in validator.iter_errors(value)] == []


@pytest.mark.parametrize("operation", DESCRIPTION.operations, ids=lambda operation: operation.name)
def test_a_docstring_has_the_meaning_the_evidence_and_the_source(operation: Operation) -> None:
    text = inspect.getdoc(generated(raw=operation.raw_only)[operation.name]) or ""
    assert text.startswith(operation.summary)
    for title in ("Raises:", "Example:", "Evidence:"):
        assert f"\n{title}\n" in text
    for one in operation.parameters:
        assert f"\n    {one.name}: " in text
    known = {"documented": "Documented", "seen-in-code": "Seen in", "inferred": "Inferred"}[
        operation.evidence
    ]
    assert known in text.partition("\nEvidence:\n")[2]
    assert f"Source: {operation.source}" in text
    raw = inspect.getdoc(generated(raw=True)[operation.name]) or ""
    cls = "".join(part.title() for part in operation.resource.split("_"))
    assert f"`{cls}.{operation.method_name}`" in raw or operation.binary or operation.raw_only


@pytest.mark.parametrize("operation", DESCRIPTION.operations, ids=lambda operation: operation.name)
async def test_a_404_of_an_inferred_path_says_so(
    operation: Operation, sandbox: Sandbox, chakra: Chakra
) -> None:
    case = next(case for case in CASES if case.operation is operation)
    made = arguments(case, await known_ids(sandbox, chakra))
    sandbox.fault(operation.name, status=404)
    with pytest.raises(NotFoundError) as caught:
        await settled(getattr(getattr(chakra, operation.resource), operation.method_name)(**made.python))
    assert ("path is inferred" in str(caught.value)) == (operation.evidence == "inferred")
