"""The house's rules, read out of the sources: who imports whom, how large a module is, what it says of itself."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "chakra_async"
MODULES = sorted(PACKAGE.rglob("*.py"))
GENERATED = {"models", "resources"}
BANNER = "# Written by `python -m codegen`"
LONGEST = 300

# From the bottom up. A module imports from its own layer or from below; layers in one row do not see each other.
LAYERS: list[set[str]] = [
    {"_version", "unset", "outcomes"},
    {"errors", "events", "model"},
    {"_phone"},
    {"phone"},
    {"secret"},
    {"network", "setting_checks"},
    {"settings"},
    {"models"},
    {"core"},
    {"observers", "transport"},
    {"extras", "resources"},
    {"client"},
    {"bulk", "webhooks", "sandbox", "display", "testing"},
    {"doctor"},
    {"cli"},
    {""},  # the package itself, which only hands out names
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
TOGETHER = {"extras", "resources"}
"""The two halves of one layer: extras stand on the generated stubs, and those on the base in extras."""
SERVERS = {"sandbox", "webhooks", "testing"}
"""Layers that may import aiohttp, as a server."""


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def is_type_checking(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def imports_of(tree: ast.AST, package: str) -> Iterator[tuple[str, int]]:
    """Give every imported module with its line, also inside functions; not those for type checkers alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and is_type_checking(node.test):
            for other in node.orelse:
                yield from imports_of(ast.Module([other], []), package)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")
                base = ".".join([*above[: len(above) - node.level + 1], *([base] if base else [])])
            yield base, node.lineno
            if base.split(".")[0] == "chakra_async":  # `from chakra_async import bulk` imports a module
                yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)
        else:
            yield from imports_of(node, package)


def is_module(name: str) -> bool:
    path = ROOT / Path(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def parsed(path: Path) -> tuple[str, list[tuple[str, int]]]:
    module = name_of(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return module, list(imports_of(ast.parse(path.read_text(encoding="utf-8")), package))


def wrongs(module: str, imported: list[tuple[str, int]]) -> list[str]:
    own = layer_of(module)
    found = []
    for name, line in imported:
        if name.split(".")[0] != "chakra_async" or name == "chakra_async" or not is_module(name):
            continue
        other = layer_of(name)
        below = RANK[other] < RANK[own] or other == own or {own, other} <= TOGETHER
        if not below:
            found.append(f"{module}:{line} imports {name}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_downward_only(path: Path) -> None:
    module, imported = parsed(path)
    assert layer_of(module) in RANK, f"{module}: a new layer; say in LAYERS where it stands"
    assert wrongs(module, imported) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_package_itself_is_imported_for_its_names_only_where_it_is_used_like_a_user(path: Path) -> None:
    """`from chakra_async import Chakra` inside the library would hide what a module stands on."""
    module, imported = parsed(path)
    direct = {name for name, _ in imported if name.startswith("chakra_async.") and not is_module(name)}
    attributes = {name for name in direct if not is_module(name.rpartition(".")[0]) or name.count(".") == 1}
    assert layer_of(module) in ("bulk", "cli", "sandbox") or attributes == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_transport_knows_aiohttp(path: Path) -> None:
    module, imported = parsed(path)
    own = layer_of(module)
    foreign = {name.split(".")[0] for name, _ in imported} & {"aiohttp", "yarl", "multidict"}
    assert not foreign or own == "transport" or own in SERVERS
    assert own == "transport" or "ClientSession" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", [path for path in MODULES if layer_of(name_of(path)) in ("core", "models")], ids=name_of
)
def test_the_core_has_no_clock_loop_or_network(path: Path) -> None:
    _, imported = parsed(path)
    assert {name.split(".")[0] for name, _ in imported}.isdisjoint(
        {"asyncio", "time", "threading", "socket", "ssl", "os", "io", "subprocess"}
    )


def test_the_core_never_asks_for_the_time() -> None:
    for path in (PACKAGE / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("now", "utcnow", "monotonic", "perf_counter"), (
                    f"{path.name}:{node.lineno}"
                )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_lives_in_it(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.strip()[-1] in ".:`"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if layer_of(name_of(path)) not in GENERATED], ids=name_of
)
def test_a_hand_written_module_stays_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.startswith(BANNER) or len(source.splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=name_of)
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
        ("chakra_async.core.x", "from chakra_async.transport import wire", True),
        ("chakra_async.core.x", "def f():\n    import chakra_async.client", True),
        ("chakra_async.core.x", "from ..transport.gate import AsyncGate", True),
        ("chakra_async.core.x", "from .. import client", True),
        ("chakra_async.core.x", "from . import gate", False),
        ("chakra_async.core.x", "if TYPE_CHECKING:\n    from chakra_async.client import Chakra", False),
        (
            "chakra_async.core.x",
            "if TYPE_CHECKING:\n    pass\nelse:\n    from chakra_async import client",
            True,
        ),
        ("chakra_async.core.x", "try:\n    from chakra_async import client\nexcept ImportError: pass", True),
        ("chakra_async.bulk.x", "from chakra_async.sandbox import Sandbox", True),
        ("chakra_async.cli.x", "from chakra_async.sandbox import Sandbox", False),
        ("chakra_async.resources.x", "from ..models.jobs import BackgroundJob", False),
        ("chakra_async.models.x", "from chakra_async.errors import ChakraError", False),
    ],
)
def test_a_breach_is_seen(module: str, source: str, wrong: bool) -> None:  # noqa: FBT001 - a table's column
    imported = list(imports_of(ast.parse(source), module.rpartition(".")[0]))
    assert bool(wrongs(module, imported)) is wrong
