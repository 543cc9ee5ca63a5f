"""The pages of the API reference: each public name once, in the module that users import it from."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import attrs

__all__ = ["ABOUT", "Entry", "entries", "pages"]

ABOUT: Final = {
    "chakra_async": "The client, what its calls give, and options.",
    "chakra_async.resources": "The groups of calls that a client has, such as `chakra.messages`.",
    "chakra_async.models": "What is sent and received.",
    "chakra_async.types": "Names that are needed for annotations only.",
    "chakra_async.errors": "Every error of a call. [Errors and outcomes](../errors.md) says what to do about each.",
    "chakra_async.settings": "Time limits, retries, limits and other settings.",
    "chakra_async.events": "What observers get.",
    "chakra_async.phone": "The reader of phone numbers.",
    "chakra_async.bulk": "Runs over many rows, with their actions, tables, journals and reports.",
    "chakra_async.webhooks": "The receiver, its events, routers and conversations.",
    "chakra_async.webhooks.match": "Filters for handlers.",
    "chakra_async.webhooks.inbox": "Where a receiver keeps events.",
    "chakra_async.webhooks.asgi": "The receiver as an ASGI application.",
    "chakra_async.sandbox": "A local ChakraHQ.",
    "chakra_async.testing": "Helpers for tests.",
    "chakra_async.observers": "Observers for logs and OpenTelemetry.",
    "chakra_async.observers.otel": "The observer for OpenTelemetry.",
}
"""The modules that users import from, in the order of the pages, and what is in each."""
_MODELS: Final = "chakra_async.models"
_RAW: Final = "Raw"


@attrs.frozen
class Entry:
    """A public name.

    Attributes:
        module: The module that it is documented under.
        name: Its name there.
        places: All modules that have it.
        value: What it names.

    """

    module: str
    name: str
    places: tuple[str, ...]
    value: Any = attrs.field(repr=False)


def entries() -> list[Entry]:
    """Return each public name once, in the order of the modules and of their `__all__`."""
    places: dict[object, list[tuple[str, str, Any]]] = {}
    for module in ABOUT:
        for name in importlib.import_module(module).__all__:
            value = getattr(importlib.import_module(module), name)
            if not isinstance(value, ModuleType):
                places.setdefault((name, id(value)), []).append((module, name, value))
    return [_entry(found) for found in places.values()]


def pages() -> dict[str, str]:
    """Return the Markdown of each page of the reference by its path below `docs/`."""
    by_module: dict[str, list[Entry]] = {module: [] for module in ABOUT}
    for entry in entries():
        by_module[entry.module].append(entry)
    made = {"api/index.md": _index(by_module)}
    for module, found in by_module.items():
        if module == _MODELS:
            for domain in sorted(set(_domains().values())):
                of_domain = [entry for entry in found if _domains()[entry.name] == domain]
                if of_domain:
                    made[f"api/models/{domain}.md"] = _page(f"{module}: {domain}", of_domain)
        else:
            made[path_of(module)] = _page(module, found)
    return made


def path_of(module: str, name: str = "") -> str:
    """Return the path of the page that documents a module, or a name of it."""
    if module == _MODELS:
        return f"api/models/{_domains().get(name, 'common')}.md"
    return f"api/{module.removeprefix('chakra_async.').replace('.', '-')}.md"


def _entry(found: list[tuple[str, str, Any]]) -> Entry:
    own = str(getattr(found[0][2], "__module__", ""))
    module, name, value = next((one for one in found if one[0] == own), found[0])
    return Entry(module, name, tuple(place for place, _, _ in found), value)


@functools.cache
def _domains() -> dict[str, str]:
    """Return the domain of each model: the file that defines it."""
    folder = Path(str(importlib.import_module(_MODELS).__file__)).parent
    found: dict[str, str] = {}
    for file in sorted(folder.glob("[a-z]*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = file.stem
            elif isinstance(node, ast.AnnAssign | ast.Assign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found |= {one.id: file.stem for one in targets if isinstance(one, ast.Name)}
    return found


def _page(title: str, found: list[Entry]) -> str:
    module = found[0].module if found else title
    lines = [f"# `{title}`", "", ABOUT[module], ""]
    for entry in found:
        lines += [f"::: {entry.module}.{entry.name}", "    options:", "      heading_level: 2"]
        if inspect.isclass(entry.value) and module == "chakra_async.resources":
            if entry.name.startswith(_RAW):
                lines.append("      members: false")
            else:
                lines.append("      inherited_members: true")
        lines.append("")
        others = [place for place in entry.places if place != entry.module]
        if others:
            lines += [f"Also in {', '.join(f'`{place}`' for place in others)}.", ""]
    return "\n".join(lines)


def _index(by_module: dict[str, list[Entry]]) -> str:
    lines = [
        "# API reference",
        "",
        (
            "Every public name, under the module that it is imported from. A name with an underscore is private and changes "
            "without notice. The [51 operations](../reference.md) are a page of their own, with method, path and evidence."
        ),
        "",
    ]
    for module, found in by_module.items():
        lines += [f"## `{module}`", "", ABOUT[module].replace("../", "../"), ""]
        lines += [
            f"[`{entry.name}`][{entry.module}.{entry.name}]{'' if entry is found[-1] else ','}"
            for entry in found
        ]
        lines.append("")
    return "\n".join(lines)
