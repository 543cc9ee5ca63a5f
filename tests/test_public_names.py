"""Every name in a public signature can be imported from a public place, derived from the sources of the package."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pickle
import pkgutil
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

import chakra_async

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLIC = [
    "chakra_async",
    *(
        f"chakra_async.{name}"
        for name in chakra_async.__all__
        if isinstance(getattr(chakra_async, name), ModuleType)
    ),
    "chakra_async.phone",
    "chakra_async.observers.otel",
    "chakra_async.webhooks.asgi",
    "chakra_async.webhooks.inbox",
    "chakra_async.webhooks.match",
]
"""The modules that users import from."""
MADE_BY_THE_LIBRARY = {
    "Resource",
    "Namespaces",
    "Pages",
    "Download",
    "DownloadAnswer",
    "BulkJobs",
    "Customer",
    "FaultControls",
    "Talk",
    "Webhooks",
}
"""Classes, and what they are subclasses of, that users get and do not make: their `__init__` is not theirs to call."""

BETWEEN_MODULES = {"Plan", "Route"}
"""What a public class shows to other modules of the library only."""


@functools.cache
def module(name: str) -> ModuleType:
    return importlib.import_module(name)


@functools.cache
def parsed(name: str) -> ast.Module:
    return ast.parse(inspect.getsource(module(name)))


@functools.cache
def everything() -> tuple[ModuleType, ...]:
    """Every module of the package that can be imported without starting a program."""
    found = [
        one.name
        for one in pkgutil.walk_packages(chakra_async.__path__, "chakra_async.")
        if not one.name.endswith("__main__")
    ]
    return tuple(module(name) for name in found)


@functools.cache
def homes() -> dict[int, str]:
    """The module in which each class of the package is defined, whatever its `__module__` says."""
    return {
        id(getattr(one, node.name)): one.__name__
        for one in everything()
        for node in parsed(one.__name__).body
        if isinstance(node, ast.ClassDef) and hasattr(one, node.name)
    }


@functools.cache
def scope(name: str) -> dict[str, tuple[str, str]]:
    """What each name of a module's source refers to, with imports for type checkers, as module and name."""
    found: dict[str, tuple[str, str]] = {}
    package = name if hasattr(module(name), "__path__") else name.rpartition(".")[0]
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.ImportFrom):
            above = package.split(".")
            base = (
                ".".join([*above[: len(above) - node.level + 1], node.module or ""])
                if node.level
                else node.module
            )
            for alias in node.names:
                found[alias.asname or alias.name] = (str(base).rstrip("."), alias.name)
    for node in parsed(name).body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = (name, node.name)
        elif (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and "TypeAlias" in ast.unparse(node.annotation)
        ):
            found[node.target.id] = (name, node.target.id)
    return found


def names_in(annotation: ast.expr | str) -> Iterator[str]:
    """Yield the names in an annotation, those in strings included."""
    tree = ast.parse(annotation, mode="eval").body if isinstance(annotation, str) else annotation
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


def definition(home: str, name: str) -> ast.AST | None:
    return next(
        (
            node
            for node in parsed(home).body
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name
        ),
        None,
    )


def is_public(name: str) -> bool:
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))


def annotations_of(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the annotations of what a class or function shows to its users."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        given = [
            *node.args.posonlyargs,
            *node.args.args,
            *node.args.kwonlyargs,
            node.args.vararg,
            node.args.kwarg,
        ]
        yield from (one.annotation for one in given if one is not None and one.annotation is not None)
        if node.returns is not None:
            yield node.returns
    elif isinstance(node, ast.ClassDef):
        for inner in node.body:
            if (
                isinstance(inner, ast.AnnAssign)
                and isinstance(inner.target, ast.Name)
                and is_public(inner.target.id)
            ):
                yield inner.annotation
            elif isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and (
                is_public(inner.name)
                and not (inner.name == "__init__" and node.name in MADE_BY_THE_LIBRARY)
                and not any("abstractmethod" in ast.unparse(one) for one in inner.decorator_list)
            ):
                yield from annotations_of(inner)


def exported() -> Iterator[tuple[str, str, Any]]:
    for place in PUBLIC:
        for name in module(place).__all__:
            value = getattr(module(place), name)
            if not isinstance(value, ModuleType):
                yield place, name, value


@functools.cache
def public_values() -> dict[int, str]:
    return {id(value): f"{place}.{name}" for place, name, value in exported()}


def sources_of(value: Any) -> Iterator[tuple[str, str]]:
    """Yield module and name of what is to be read for a value: itself, and the classes of ours below it."""
    if inspect.isclass(value):
        for kind in value.__mro__:
            if id(kind) in homes():
                yield homes()[id(kind)], kind.__name__
    elif inspect.isfunction(value) and value.__module__.startswith("chakra_async"):
        yield value.__module__, value.__name__


EXPORTED = [pytest.param(value, id=f"{place}.{name}") for place, name, value in exported()]


@pytest.mark.parametrize("value", EXPORTED)
def test_each_name_in_a_public_signature_can_be_imported_from_a_public_place(value: Any) -> None:
    hidden = set()
    for home, name in sources_of(value):
        node = definition(home, name)
        for annotation in annotations_of(node) if node is not None else ():
            for used in names_in(annotation):
                origin, own = scope(home).get(used, ("", ""))
                if origin.split(".")[0] != "chakra_async":
                    continue
                found = getattr(module(origin), own, None)
                if isinstance(found, ModuleType) or (found is None):
                    continue
                if id(found) not in public_values() and own not in BETWEEN_MODULES:
                    hidden.add(f"{home}.{name}: {origin}.{own}")
    assert hidden == set()


def test_the_test_itself_sees_what_is_hidden() -> None:
    names = {
        used
        for node in [ast.parse("def f(x: 'A[B]', *y: C, **z: Unpack[D]) -> E | None: ...").body[0]]
        for one in annotations_of(node)
        for used in names_in(one)
    }
    assert {"C", "D", "E"} <= names
    assert scope("chakra_async.resources.messages")["SentMessage"] == (
        "chakra_async.models.messages",
        "SentMessage",
    )
    assert scope("chakra_async._extras.messages.text")["Sending"] == (
        "chakra_async._extras.messages.sender",
        "Sending",
    )
    assert sum(1 for _ in exported()) > 300


@pytest.mark.parametrize("value", [one for one in EXPORTED if inspect.isclass(one.values[0])])
def test_a_class_says_where_it_is_imported_from(value: Any) -> None:
    if not value.__module__.startswith("chakra_async"):
        return  # an alias of a class of another library
    assert not any(part.startswith("_") for part in value.__module__.split(".")), value.__module__
    assert getattr(module(value.__module__), value.__name__) is value
    assert pickle.loads(pickle.dumps(value)) is value  # noqa: S301 - our own


def test_resources_hands_out_the_classes_that_a_client_has() -> None:
    chakra = chakra_async.Chakra(token="t")  # noqa: S106 - it opens nothing
    for name in ("messages", "jobs", "processes", "templates", "calling", "users"):
        kind = type(getattr(chakra, name))
        assert kind is getattr(chakra_async.resources, kind.__name__)
        raw = type(getattr(chakra.with_raw_response, name))
        assert raw is getattr(chakra_async.resources, raw.__name__)
    assert hasattr(chakra_async.resources.Messages, "send_text")
    assert hasattr(chakra_async.resources.RawMessages, "send_text")
