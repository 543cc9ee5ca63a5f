"""The example in every stub's docstring runs as it stands and makes a request that the description allows."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import textwrap
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, NotFoundError, resources
from chakra_async.description.routes import Routes, load
from chakra_async.resource import Resource
from chakra_async.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

MODULES = sorted({module.name for module in pkgutil.iter_modules(resources.__path__)} - {"every"})


def classes() -> list[type[Resource]]:
    found: list[type[Resource]] = []
    for name in MODULES:
        module = importlib.import_module(f"chakra_async.resources.{name}")
        found += [
            kind
            for kind in vars(module).values()
            if inspect.isclass(kind) and issubclass(kind, Resource) and kind.__module__ == module.__name__
        ]
    return found


def stubs() -> list[Any]:
    return [
        pytest.param(method, id=f"{kind.__name__}.{method.__name__}")
        for kind in classes()
        for method in vars(kind).values()
        if inspect.isfunction(method) and "Example:" in (inspect.getdoc(method) or "")
    ]


def test_every_operation_has_a_stub_to_try() -> None:
    assert len(stubs()) == len(Routes(load()).all)


@pytest.mark.parametrize("name", MODULES)
def test_every_resource_is_reached_from_the_client_with_its_raw_twin(name: str) -> None:
    chakra = Chakra(token="t")  # noqa: S106 - it opens nothing
    kinds = {kind for kind in classes() if kind.__module__.endswith(f".{name}")}
    reached = getattr(chakra, name)
    raw = getattr(chakra.with_raw_response, name)
    assert len(kinds) == 2
    assert {kind for kind in kinds if isinstance(reached, kind) or isinstance(raw, kind)} == kinds
    assert not any(isinstance(reached, kind) and isinstance(raw, kind) for kind in kinds)
    assert getattr(chakra, name) is reached
    assert type(reached) is getattr(resources, type(reached).__name__)
    assert type(raw) is getattr(resources, f"Raw{type(reached).__name__}")


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
