"""Requests of every shape, allowed and not, never break the sandbox, and every answer is as described."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import TYPE_CHECKING, Any

import attrs
import pytest

schemathesis = pytest.importorskip("schemathesis", reason="comes with the extra `contract`")

from hypothesis import HealthCheck, given, settings  # noqa: E402 - as above
from schemathesis import GenerationMode  # noqa: E402 - as above
from schemathesis.checks import not_a_server_error  # noqa: E402 - as above
from schemathesis.specs.openapi.checks import (  # noqa: E402 - as above
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chakra_async import Chakra  # noqa: E402 - as above
from chakra_async.description.openapi import document as whole  # noqa: E402 - as above
from chakra_async.description.routes import Route, Routes, load, resolved  # noqa: E402 - as above
from chakra_async.sandbox import Sandbox  # noqa: E402 - as above
from tests.contract.cases import BODY, known_ids  # noqa: E402 - after the skip

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ROUTES = Routes(load()).all
STATUSES: set[tuple[str, int]] = set()


class Served:
    """A sandbox in a thread of its own, with something of everything in it."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(keep_arrivals=1000)
        self.known: dict[str, Any] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._fill(), self._loop).result(30)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self.sandbox.stop(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _fill(self) -> None:
        sandbox = await self.sandbox.start()
        async with Chakra(
            base_url=sandbox.url,
            token=sandbox.token,
            plugin_id=sandbox.plugin_id,
            phone_number_id=sandbox.phone_number_id,
            waba_id=sandbox.waba_id,
        ) as chakra:
            self.known = await known_ids(sandbox, chakra)


@pytest.fixture
def served() -> Iterator[Served]:
    running = Served()
    running.start()
    try:
        yield running
    finally:
        running.stop()


@attrs.frozen
class Known:
    """Puts what is there in the sandbox into what the description says of requests.

    Attributes:
        document: The description.
        values: What is there, by the names of the wire.
        always: Whether nothing else may stand there.

    """

    document: dict[str, Any]
    values: dict[str, Any]
    always: bool

    def into(self, operation: dict[str, Any]) -> None:
        """Change the request of an operation."""
        for parameter in operation.get("parameters", []):
            parameter["schema"] = self._one(parameter["name"], parameter["schema"])
        for media in operation.get("requestBody", {}).get("content", {}).values():
            media["schema"] = self._all(media["schema"], ())

    def _one(self, name: str, schema: Any) -> Any:
        if name not in self.values or name == "template":
            return schema
        there = {"enum": [self.values[name]]}
        return there if self.always else {"anyOf": [there, schema]}

    def _all(self, node: Any, inside: tuple[str, ...]) -> Any:
        """Return a schema with what it refers to put in its place, but for what holds itself."""
        if isinstance(node, list):
            return [self._all(item, inside) for item in node]
        if not isinstance(node, dict):
            return node
        reference = node.get("$ref")
        if reference is not None and reference not in inside:
            target = {**resolved(self.document, node), **{key: node[key] for key in node if key != "$ref"}}
            return self._all(target, (*inside, reference))
        made = {key: self._all(value, inside) for key, value in node.items() if key != "discriminator"}
        if isinstance(made.get("properties"), dict):
            made["properties"] = {name: self._one(name, inner) for name, inner in made["properties"].items()}
        return made


def described(known: dict[str, Any], *, always: bool) -> Any:
    """Return the description as the tool reads it."""
    document = whole()
    for path in document["paths"].values():
        for operation in path.values():
            content = (
                operation.get("responses", {}).get("200", {}).get("content", {})
                if isinstance(operation, dict)
                else {}
            )
            if (
                "application/octet-stream" in content
            ):  # bytes of any kind, which have a media type of their own
                content["*/*"] = content.pop("application/octet-stream")
    for item in document["paths"].values():
        for node in [item, *item.values()]:
            if isinstance(node, dict):
                Known(document, known, always).into(node)
    return schemathesis.openapi.from_dict(document)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
def test_every_answer_is_as_described(route: Route, mode: Any, served: Served) -> None:
    right = mode is GenerationMode.POSITIVE
    known = {**served.known, "templateName": "hello_world"}
    if route.operation.startswith("templates."):
        known |= {
            "name": "a_new_one" if route.operation.endswith(".create") else "order_update",
            "components": [BODY],
        }
    if route.operation == "calling.call":  # the other actions need a call that is under way
        known |= {"action": "connect", "session": {"sdp_type": "offer", "sdp": "v=0"}}
    operation = described(known, always=right)[route.path][route.method]
    tried: list[int] = []

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=15, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def run(case: Any) -> None:
        answer = case.call(
            base_url=served.sandbox.url, headers={"Authorization": f"Bearer {served.sandbox.token}"}
        )
        tried.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    run()
    assert tried
    STATUSES.update((route.operation, status) for status in tried)


@pytest.mark.skipif(
    "PYTEST_XDIST_WORKER" in os.environ,
    reason="it counts what the other tests of the module did in one process",
)
def test_every_operation_was_tried_and_has_succeeded() -> None:
    names = {route.operation for route in ROUTES}
    assert {name for name, _ in STATUSES} == names
    assert names - {name for name, status in STATUSES if status == 200} == set()
