"""The example in every stub's docstring runs as it stands and makes a request that the description allows."""

from __future__ import annotations

import doctest
import importlib
import inspect
import textwrap
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, NotFoundError
from chakra_async.extras.base import Resource
from chakra_async.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

MODULES = ("campaigns", "config", "jobs", "leads", "processes")


def stubs() -> list[Any]:
    found: list[Any] = []
    for name in MODULES:
        module = importlib.import_module(f"chakra_async.resources.{name}")
        for kind in vars(module).values():
            if inspect.isclass(kind) and issubclass(kind, Resource) and kind.__module__ == module.__name__:
                found += [
                    pytest.param(method, id=f"{kind.__name__}.{method.__name__}")
                    for method in vars(kind).values()
                    if inspect.isfunction(method) and not kind.__name__.startswith("Raw")
                ]
    return found


def test_every_operation_has_a_stub_to_try() -> None:
    assert len(stubs()) == 13


@pytest.mark.parametrize("stub", stubs())
async def test_the_example_runs_against_the_sandbox(stub: Callable[..., Any]) -> None:
    examples = doctest.DocTestParser().get_examples(inspect.getdoc(stub) or "")
    assert examples
    source = "".join(example.source for example in examples)
    space: dict[str, Any] = {}
    exec(f"async def example(chakra):\n{textwrap.indent(source, '    ')}", space)  # noqa: S102 - the docstring's own
    async with Sandbox() as sandbox, Chakra(base_url=sandbox.url, token=sandbox.token) as chakra:
        try:
            await space["example"](chakra)
        except NotFoundError:
            assert sandbox.arrivals[-1].status == 404  # the example's object is not in an empty sandbox
        assert sandbox.arrived > 0
