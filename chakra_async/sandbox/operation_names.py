"""The names that a fault can have: operations of the description, and methods of the client as aliases of them.

Which operations a method calls is derived from the client's code: from its public methods, through the methods and
functions that they name, to the `Operation` objects of the generated stubs.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from importlib import import_module
from inspect import isfunction
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final

from chakra_async._core.operation import Operation
from chakra_async.description.routes import Routes, load
from chakra_async.errors import SettingsError
from chakra_async.namespaces import Resources
from chakra_async.sandbox.faults import ANY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["OperationNames", "methods_of_client"]

_ROOMS: Final = ("chakra_async._extras", "chakra_async.resources")
_SUGGESTIONS: Final = 3


class OperationNames:
    """The names of a description's operations, and of the client's methods.

    Args:
        description: A JSON file with another description than the one of the package.

    """

    def __init__(self, description: Path | None = None) -> None:
        self._description = description

    def operations(self, name: str) -> frozenset[str] | None:
        """Return the operations that a name means, None for every one.

        Args:
            name: An operation such as `messages.send`, a method of the client such as `messages.send_text`, or `*`.

        Raises:
            SettingsError: It is not the name of an operation or of a method that makes a request.

        """
        if name == ANY:
            return None
        known = _operations(self._description)
        if name in known:
            return frozenset({name})
        methods = methods_of_client()
        called = methods.get(name, frozenset()) & known
        if called:
            return called
        if name in methods:
            raise SettingsError(f"{name!r} makes no request, so that a fault for it would never happen")
        requesting = {method for method, operations in methods.items() if operations & known}
        near = difflib.get_close_matches(name, sorted(known | requesting), _SUGGESTIONS)
        advice = (
            f"did you mean {' or '.join(near)}?" if near else "the operations are listed in docs/coverage.md"
        )
        raise SettingsError(f"{name!r} is not an operation or a method of the client: {advice}")


@lru_cache(maxsize=8)
def _operations(description: Path | None) -> frozenset[str]:
    return frozenset(route.operation for route in Routes(load(description)).all)


class _Classes(Resources):
    """The classes of the resources instead of objects of them: nothing here is called."""

    def __init__(self) -> None:
        """Take no caller."""

    def _resource(self, module: str, name: str) -> Any:
        return getattr(import_module(f"chakra_async.{module}"), name)


@lru_cache(maxsize=1)
def methods_of_client() -> dict[str, frozenset[str]]:
    """Return the client's public methods, such as `messages.send_text`, each with the operations it calls."""
    classes = _Classes()
    # A method may have an operation of its own over the request of another one, such as messages.mark_read.
    described = {(route.method, route.path): route.operation for route in Routes(load()).all}
    found: dict[str, frozenset[str]] = {}
    for resource in sorted(name for name in dir(Resources) if not name.startswith("_")):
        kind = getattr(classes, resource)
        if not isinstance(kind, type):
            continue
        for name in dir(kind):
            function = _function(getattr(kind, name))
            if not name.startswith("_") and function is not None:
                called = _called(function, kind, set())
                found[f"{resource}.{name}"] = frozenset(described[each.method, each.path] for each in called)
    return found


def _function(value: object) -> FunctionType | None:
    return value if isfunction(value) else None


def _called(function: FunctionType, kind: type, seen: set[FunctionType]) -> Iterator[Operation[Any]]:
    """Yield the operations that a function of a class calls, directly or through others."""
    if function in seen:
        return
    seen.add(function)
    names = set(_names(function.__code__))
    given = [value for name, value in function.__globals__.items() if name in names]
    operations: list[Operation[Any]] = [value for value in given if isinstance(value, Operation)]
    if operations:
        yield from operations
        return
    # A method may call methods of its own class, and of a class that it makes an object of.
    for owner in (kind, *(value for value in given if isinstance(value, type) and _is_ours(value))):
        for each in owner.__mro__:
            for name in names & vars(each).keys():
                method = _function(getattr(each, name))
                if method is not None:
                    yield from _called(method, owner, seen)
    for value in given:
        if isfunction(value) and _is_ours(value):
            yield from _called(value, kind, seen)


def _is_ours(value: Any) -> bool:
    return str(value.__module__).startswith(_ROOMS)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
