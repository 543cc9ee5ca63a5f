"""The structure of the package as its sources show it: who imports whom, in which layer, and how large a module is.

Imports inside functions and imports for type checkers count like any other. `python -m tests.support.house` prints a
summary.
"""

from __future__ import annotations

import ast
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "LAYERS",
    "LONGEST",
    "MEDIAN",
    "MODULES",
    "PACKAGE",
    "RANK",
    "Import",
    "breaches",
    "circles",
    "graph",
    "imports_of",
    "is_generated",
    "is_module",
    "layer_of",
    "module_of",
    "parsed",
    "sizes",
]

ROOT: Final = Path(__file__).parents[2]
PACKAGE: Final = ROOT / "chakra_async"
MODULES: Final = sorted(PACKAGE.rglob("*.py"))
LONGEST: Final = 499
"""Lines of a hand-written module: under 500."""
MEDIAN: Final = 200
"""Lines of the middle one of all hand-written modules."""

LAYERS: Final[list[set[str]]] = [
    {"_version", "_views", "unset", "outcomes"},
    {"errors", "events"},
    {"_phone", "model"},
    {"phone"},
    {"settings"},
    {"models"},
    {"_core"},
    {"observers", "_transport"},
    {"resource"},
    {"pagination", "downloads"},
    {"resources"},
    {"_extras"},
    {"namespaces"},
    {"types"},
    {"client"},
    {"description"},
    {"bulk", "webhooks"},
    {"sandbox"},
    {"testing"},
    {"display"},
    {"doctor"},
    {"cli"},
    {"__main__"},  # `python -m chakra_async`
    {""},  # the package itself, which only hands out names
]
"""From the bottom up. A module imports from its own layer or from below; layers in one row do not see each other."""
RANK: Final = {name: rank for rank, names in enumerate(LAYERS) for name in names}
_GENERATED: Final = frozenset({"models", "resources", "namespaces"})
_GENERATED_MODULES: Final = frozenset({"chakra_async._phone.ranges"})


@attrs.frozen
class Import:
    """One imported module.

    Attributes:
        name: The module, or what looks like one.
        line: Where it is imported.
        for_types: Whether only type checkers see it.

    """

    name: str
    line: int
    for_types: bool = False


def module_of(path: Path) -> str:
    """Return the dotted name of a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(module: str) -> str:
    """Return the first name below the package; empty for the package itself.

    `chakra_async.resources` itself only hands out the classes that a client has, those of `_extras` among them.
    """
    if module == "chakra_async.resources":
        return "namespaces"
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def is_generated(path: Path) -> bool:
    """Whether codegen wrote this file."""
    return layer_of(module_of(path)) in _GENERATED or module_of(path) in _GENERATED_MODULES


def imports_of(tree: ast.AST, package: str) -> Iterator[Import]:
    """Yield every import of a source, those inside functions and for type checkers included.

    Args:
        tree: The source.
        package: The package that relative imports start from.

    """
    return _imports(tree, package, for_types=False)


def _imports(tree: ast.AST, package: str, *, for_types: bool) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).rpartition(".")[2] == "TYPE_CHECKING":
            yield from _imports(ast.Module(node.body, []), package, for_types=True)
            yield from _imports(ast.Module(node.orelse, []), package, for_types=for_types)
        elif isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, for_types) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (Import(name, node.lineno, for_types) for name in _sources(node, package))
        else:
            yield from _imports(node, package, for_types=for_types)


def _sources(node: ast.ImportFrom, package: str) -> Iterator[str]:
    base = node.module or ""
    if node.level:
        above = package.split(".")
        base = ".".join([*above[: len(above) - node.level + 1], *([base] if base else [])])
    if base.split(".")[0] != "chakra_async":
        yield base
        return
    for alias in node.names:  # `from chakra_async import bulk` imports a module, `import Chakra` does not
        inner = f"{base}.{alias.name}"
        yield inner if is_module(inner) else base


def is_module(name: str) -> bool:
    """Whether a dotted name is a source file or a folder of them."""
    path = ROOT / Path(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def parsed(path: Path) -> tuple[str, list[Import]]:
    """Return a source file's module name and imports."""
    module = module_of(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return module, list(imports_of(ast.parse(path.read_text(encoding="utf-8")), package))


def breaches(module: str, imported: Iterable[Import]) -> list[str]:
    """Return what a module imports from above or beside its layer, each as a sentence."""
    own = layer_of(module)
    found: list[str] = []
    for one in imported:
        if one.name.split(".")[0] != "chakra_async" or one.name == "chakra_async" or not is_module(one.name):
            continue
        other = layer_of(one.name)
        if RANK[other] >= RANK[own] and other != own:
            found.append(f"{module}:{one.line} imports {one.name}")
    return found


def graph(paths: Iterable[Path] = MODULES) -> dict[str, set[str]]:
    """Return the modules of the package that each module imports."""
    found: dict[str, set[str]] = {}
    for path in paths:
        module, imported = parsed(path)
        found[module] = {
            one.name for one in imported if one.name.startswith("chakra_async.") and one.name != module
        }
    return found


def circles(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """Return every set of modules that import each other, directly or through others (Tarjan's algorithm)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(edges.get(node, ())):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            position = stack.index(node)
            members = stack[position:]
            del stack[position:]
            if len(members) > 1:
                found.append(sorted(members))

    for node in sorted(edges):
        if node not in index:
            visit(node)
    return found


def sizes() -> dict[str, int]:
    """Return the lines of each hand-written module."""
    return {
        module_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in MODULES
        if not is_generated(path)
    }


def _summary() -> Iterator[str]:
    lines = sizes()
    longest = max(lines, key=lambda name: lines[name])
    found = circles(graph())
    broken = [breach for path in MODULES for breach in breaches(*parsed(path))]
    yield f"modules: {len(MODULES)}, of which hand-written: {len(lines)}"
    yield f"layers: {len(LAYERS)}, imports against them: {len(broken)}"
    yield from (f"  {breach}" for breach in broken)
    yield f"circles, imports for type checkers included: {len(found)}"
    yield from (f"  {', '.join(circle)}" for circle in found)
    yield f"longest hand-written module: {longest}, {lines[longest]} lines (at most {LONGEST})"
    yield f"median: {statistics.median(lines.values()):g} lines (at most {MEDIAN})"


if __name__ == "__main__":
    print(*_summary(), sep="\n")  # noqa: T201 - a command that prints
