"""The rules of the house, read from the sources: who imports whom, how large a module is, what it says of itself."""

from __future__ import annotations

import ast
import statistics
from typing import TYPE_CHECKING

import pytest

from tests.support.house import (
    LONGEST,
    MEDIAN,
    MODULES,
    PACKAGE,
    RANK,
    breaches,
    circles,
    graph,
    imports_of,
    is_generated,
    layer_of,
    module_of,
    parsed,
    sizes,
)

if TYPE_CHECKING:
    from pathlib import Path

SERVERS = {"sandbox", "webhooks", "testing"}
"""Layers that may import aiohttp, as a server."""


@pytest.mark.parametrize("path", MODULES, ids=module_of)
def test_imports_run_downward_only(path: Path) -> None:
    module, imported = parsed(path)
    assert layer_of(module) in RANK, f"{module}: a new layer; say in LAYERS where it stands"
    assert breaches(module, imported) == []


@pytest.mark.parametrize("path", MODULES, ids=module_of)
def test_the_package_itself_is_imported_for_its_names_only_where_it_is_used_like_a_user(path: Path) -> None:
    """`from chakra_async import Chakra` inside the library would hide what a module stands on."""
    module, imported = parsed(path)
    root = [one.line for one in imported if one.name == "chakra_async"]
    assert layer_of(module) in ("", "bulk", "cli", "sandbox", "description") or root == []


@pytest.mark.parametrize("path", MODULES, ids=module_of)
def test_only_the_transport_knows_aiohttp(path: Path) -> None:
    module, imported = parsed(path)
    own = layer_of(module)
    foreign = {one.name.split(".")[0] for one in imported} & {"aiohttp", "yarl", "multidict"}
    assert not foreign or own == "_transport" or own in SERVERS
    sends = own == "_transport" or module == "chakra_async.sandbox.webhooks.senders"  # as ChakraHQ does
    assert sends or "ClientSession" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", [path for path in MODULES if layer_of(module_of(path)) in ("_core", "models")], ids=module_of
)
def test_the_core_has_no_clock_loop_or_network(path: Path) -> None:
    _, imported = parsed(path)
    assert {one.name.split(".")[0] for one in imported if not one.for_types}.isdisjoint(
        {"asyncio", "time", "threading", "socket", "ssl", "os", "io", "subprocess"}
    )


def test_the_core_never_asks_for_the_time() -> None:
    for path in (PACKAGE / "_core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("now", "utcnow", "monotonic", "perf_counter"), (
                    f"{path.name}:{node.lineno}"
                )


@pytest.mark.parametrize("path", MODULES, ids=module_of)
def test_a_module_says_what_lives_in_it(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.strip()[-1] in ".:`"


@pytest.mark.parametrize("path", [path for path in MODULES if not is_generated(path)], ids=module_of)
def test_a_hand_written_module_stays_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_median_module_is_small() -> None:
    assert statistics.median(sizes().values()) <= MEDIAN


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(graph()) == []


@pytest.mark.parametrize("path", MODULES, ids=module_of)
def test_exports_are_sorted_and_exist(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
            names = ast.literal_eval(node.value)
            assert len(set(names)) == len(names)
            for kind in (str.isupper, lambda name: name[0].isupper() and not name.isupper(), str.islower):
                assert [name for name in names if kind(name)] == sorted(name for name in names if kind(name))


# The rules themselves are tried on sources that break them.


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("chakra_async._core.x", "from chakra_async._transport import wire", True),
        ("chakra_async._core.x", "def f():\n    import chakra_async.client", True),
        ("chakra_async._core.x", "from .._transport.gate import AsyncGate", True),
        ("chakra_async._core.x", "from .. import client", True),
        ("chakra_async._core.x", "from . import gate", False),
        ("chakra_async._core.x", "if TYPE_CHECKING:\n    from chakra_async.client import Chakra", True),
        (
            "chakra_async._core.x",
            "if TYPE_CHECKING:\n    pass\nelse:\n    from chakra_async import client",
            True,
        ),
        ("chakra_async._core.x", "try:\n    from chakra_async import client\nexcept ImportError: pass", True),
        ("chakra_async.bulk.x", "from chakra_async.sandbox import Sandbox", True),
        ("chakra_async.cli.x", "from chakra_async.sandbox import Sandbox", False),
        ("chakra_async.resources.x", "from ..models.jobs import BackgroundJob", False),
        ("chakra_async.models.x", "from chakra_async.errors import ChakraError", False),
    ],
)
def test_a_breach_is_seen(module: str, source: str, wrong: bool) -> None:  # noqa: FBT001 - a table's column
    imported = list(imports_of(ast.parse(source), module.rpartition(".")[0]))
    assert bool(breaches(module, imported)) is wrong


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"a"}}, [["a", "b"]]),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}, [["a", "b", "c"]]),
        ({"a": {"b", "c"}, "b": {"a"}, "c": {"d"}, "d": {"c"}}, [["a", "b"], ["c", "d"]]),
        ({"a": {"x", "b"}, "b": set()}, []),
    ],
)
def test_a_circle_is_seen(edges: dict[str, set[str]], found: list[list[str]]) -> None:
    assert sorted(circles(edges)) == found
