"""A description made ready to be served: its routes, and the checks of each operation, compiled when the operation is first called.

It never changes, so sandboxes of one process share it for as long as the file stays the same: reading and compiling it is most of
what the start of a sandbox costs, and tests start one each.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from chakra_async.description.routes import BUNDLED, Route, Routes, load
from chakra_async.sandbox.validation import Checks, compiler, need_jsonschema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["CompiledDescription", "compiled"]


class CompiledDescription:
    """The operations of a description.

    Args:
        document: The description in its short form; it must not be changed any more.

    Attributes:
        routes: The operations by method and path.

    Raises:
        SettingsError: The package `jsonschema` is not installed.

    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.routes = Routes(document)
        self._by_name: dict[str, Route] = {route.operation: route for route in self.routes.all}
        self._compile = compiler(document)
        self._checks: dict[str, Checks] = {}

    @property
    def operations(self) -> frozenset[str]:
        """The names of all operations."""
        return frozenset(self._by_name)

    def checks(self, operation: str) -> Checks:
        """Return the checks of an operation."""
        found = self._checks.get(operation)
        if found is None:
            found = self._checks[operation] = Checks(self._by_name[operation], self._compile)
        return found


def compiled(path: Path | None = None) -> CompiledDescription:
    """Return a description, read again only if its file has changed.

    Args:
        path: The file of a description; None for the one of this package.

    Raises:
        SettingsError: The file is missing or is not an OpenAPI document, or the package `jsonschema` is not installed.

    """
    need_jsonschema()
    file = path or BUNDLED
    try:
        found = file.stat()
    except OSError:
        return CompiledDescription(load(file))  # which says what is wrong with it
    return _kept(file.absolute(), found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _kept(path: Path, _changed_at: int, _size: int) -> CompiledDescription:
    return CompiledDescription(load(path))
