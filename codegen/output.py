"""The generated files: what they must hold, and what of it the tree holds."""

from __future__ import annotations

import ast
import difflib
import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from codegen import models, namespaces, phone_ranges, resources
from codegen.toolchain import format_tree
from codegen.wire import on_the_wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.records import Description

__all__ = ["differences", "generate", "phone_table", "write"]

_BANNER: Final = (
    "# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.\n"
)
_PHONE_BANNER: Final = "# Written by `python -m codegen` from the metadata of phonenumberslite; a change belongs in codegen/phone_ranges.py.\n"
_FOLDERS: Final = ("models", "resources")
"""The folders whose Python files are all generated."""


def generate(description: Description) -> dict[str, str]:
    """Return the text of every generated file by its path inside the package.

    Raises:
        DescriptionError: The models cannot be made from the description.
        ToolError: A program the generator drives failed.

    """
    sources: dict[str, str] = {}
    made = models.modules(description)
    sources["models/__init__.py"] = resources.lazy_init(
        "The models of the API, by domain; each is imported on first use.",
        {name: f".{module}" for module, source in made.items() for name in _exported(source)},
        sorted(made),
    )
    sources |= {f"models/{module}.py": source for module, source in made.items()}
    sources["resources/__init__.py"] = resources.lazy_init(
        "The resources of the API, as a client has them; each is imported on first use.",
        resources.exported(description),
    )
    sources |= {f"resources/{module}.py": source for module, source in resources.modules(description).items()}
    sources["namespaces.py"] = namespaces.source(description)
    files = _formatted(sources, _BANNER)
    document = json.dumps(on_the_wire(description.document), ensure_ascii=False, separators=(",", ":"))
    files["description/openapi.json"] = f"{document}\n"
    return files


def phone_table() -> dict[str, str]:
    """Return the text of the table of phone numbers by its path inside the package; it needs no description.

    Raises:
        ToolError: The library is of another version than the one that the table is made of, or a program failed.

    """
    return _formatted({phone_ranges.PATH: phone_ranges.source()}, _PHONE_BANNER)


def _formatted(sources: dict[str, str], banner: str) -> dict[str, str]:
    """Return the texts of Python files, laid out, with a banner in front."""
    with TemporaryDirectory() as temporary:
        root = Path(temporary)
        for name, source in sources.items():
            path = root / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(source, encoding="utf-8", newline="\n")
        format_tree(root)
        return {name: banner + (root / name).read_text(encoding="utf-8") for name in sources}


def write(files: dict[str, str], package: Path) -> list[str]:
    """Make the tree hold the generated files and no others of their kind; return the paths that changed."""
    changed = [name for name, _, _ in _changes(files, package)]
    for name in changed:
        path = package / name
        if name not in files:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[name], encoding="utf-8", newline="\n")
    return changed


def differences(files: dict[str, str], package: Path) -> str:
    """Return what would change in the tree as a unified diff; empty where it is up to date."""
    return "".join(
        _diff(name, _laid_out(name, old), _laid_out(name, new)) or _diff(name, old, new)
        for name, old, new in _changes(files, package)
    )


def _diff(name: str, old: str | None, new: str | None) -> str:
    return "".join(
        difflib.unified_diff(
            _lines(old),
            _lines(new),
            f"committed/{name}" if old is not None else "/dev/null",
            f"generated/{name}" if new is not None else "/dev/null",
        )
    )


def _changes(files: dict[str, str], package: Path) -> Iterator[tuple[str, str | None, str | None]]:
    found = {
        path.relative_to(package).as_posix()
        for folder in _FOLDERS
        for path in (package / folder).rglob("*.py")
    }
    for name in sorted(found | set(files)):
        path = package / name
        old = path.read_bytes().decode("utf-8", "replace") if path.exists() else None
        new = files.get(name)
        if old != new:
            yield name, old, new


def _laid_out(name: str, text: str | None) -> str | None:
    """Return a file as a diff shows it: JSON, which is one line, in many."""
    if text and name.endswith(".json"):
        with suppress(ValueError):
            return json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    return text


def _lines(text: str | None) -> list[str]:
    """Return the lines of a file, with carriage returns to be seen."""
    return [] if text is None else [f"{line}\n" for line in text.replace("\r", "\\r").split("\n")]


def _exported(source: str) -> list[str]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []
