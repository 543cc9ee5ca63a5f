"""Requests checked against the description, with the reason of a refusal in words.

A schema is compiled once per operation: references are put in place where that ends, because following them
at each request is most of the cost; a schema that contains itself (the filter of a list) keeps its reference.
What is valid stays the same. `jsonschema` is an extra, and is imported when a sandbox is started.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from chakra_async.errors import SettingsError
from chakra_async.sandbox.description import Route, resolved
from chakra_async.sandbox.values import is_array, is_object

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

__all__ = ["Check", "Checks", "Problem", "compiler", "inlined", "sentences"]

_JSON = "application/json"
_ROOT = "urn:chakra-async:description"
_MOST_PROBLEMS = 10


@attrs.frozen
class Problem:
    """One thing wrong with a request.

    Attributes:
        where: The way to it inside the body: member names and list places.
        text: What is wrong, with the place.

    """

    where: tuple[str | int, ...]
    text: str


Check: TypeAlias = Callable[[Any], list[Problem]]
"""Says what is wrong with a value; nothing for a right one."""


class Checks:
    """The checks of one operation."""

    def __init__(self, route: Route, compile_check: Callable[[Any, str], Check]) -> None:
        content = (route.body or {}).get("content", {})
        self.takes_body = _JSON in content
        self.needs_body = self.takes_body and bool((route.body or {}).get("required", False))
        self._body = compile_check(content[_JSON].get("schema", True), "body") if self.takes_body else None
        self._path = {
            parameter["name"]: compile_check(parameter.get("schema", True), parameter["name"])
            for parameter in route.parameters
            if parameter["in"] == "path"
        }

    def path(self, values: Mapping[str, str]) -> list[Problem]:
        """Say what is wrong with the path parameters."""
        return [problem for name, check in self._path.items() for problem in check(values[name])]

    def body(self, value: Any) -> list[Problem]:
        """Say what is wrong with a JSON body."""
        return [] if self._body is None else self._body(value)


def compiler(document: Mapping[str, Any]) -> Callable[[Any, str], Check]:
    """Return a function that compiles a schema of this document, and the name its problems begin with.

    Raises:
        SettingsError: The package `jsonschema` is not installed.

    """
    try:
        from jsonschema import Draft202012Validator  # noqa: PLC0415 - an extra
        from referencing import Registry  # noqa: PLC0415 - comes with jsonschema
        from referencing.jsonschema import DRAFT202012  # noqa: PLC0415 - as above
    except ImportError as error:
        raise SettingsError(
            "the sandbox checks requests with the package jsonschema, which is not installed: "
            "pip install 'chakra-async[sandbox]'"
        ) from error

    root = DRAFT202012.create_resource(document)
    registry: Registry[Any] = Registry[Any]().with_resource(_ROOT, root)

    def compile_check(schema: Any, name: str) -> Check:
        validator: Any = Draft202012Validator(
            inlined(document, schema),
            registry=registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )

        def check(value: Any) -> list[Problem]:
            problems: list[Problem] = []
            try:
                for error in validator.iter_errors(value):
                    cause = _cause(error)
                    where = "".join(
                        f"[{part}]" if isinstance(part, int) else f".{part}" for part in cause.absolute_path
                    )
                    problems.append(Problem(tuple(error.absolute_path), f"{name}{where}: {cause.message}"))
            except RecursionError:
                problems.append(Problem((), f"{name}: nested too deeply"))
            return problems

        return check

    return compile_check


def _cause(error: ValidationError) -> ValidationError:
    # Of the alternatives that were tried and did not fit, the one that the value came furthest in.
    while error.context:
        error = max(error.context, key=lambda each: len(each.absolute_path))
    return error


def sentences(problems: list[Problem]) -> list[str]:
    """Return the texts of problems, only so many of them as somebody will read."""
    texts = [problem.text for problem in problems[:_MOST_PROBLEMS]]
    if len(problems) > _MOST_PROBLEMS:
        texts.append(f"and {len(problems) - _MOST_PROBLEMS} more")
    return texts


def inlined(document: Mapping[str, Any], schema: Any) -> Any:
    """Return a schema with references put in place; those to a schema that contains itself stay."""
    if is_array(schema):
        return [inlined(document, item) for item in schema]
    if not is_object(schema):
        return schema
    out = {key: inlined(document, item) for key, item in schema.items() if key != "$ref"}
    if "$ref" not in schema:
        return out
    reference: str = schema["$ref"]
    if reference in _reached(document, resolved(document, schema), set()):
        return {**out, "$ref": f"{_ROOT}{reference}"}
    target = inlined(document, resolved(document, schema))
    return {**out, "allOf": [*out.get("allOf", []), target]} if out else target


def _reached(document: Mapping[str, Any], node: Any, seen: set[str]) -> set[str]:
    # Every reference that can be come to from this part of the document.
    if is_array(node):
        for item in node:
            _reached(document, item, seen)
    elif is_object(node):
        for key, item in node.items():
            if key != "$ref":
                _reached(document, item, seen)
            elif item not in seen:
                seen.add(item)
                _reached(document, resolved(document, {"$ref": item}), seen)
    return seen
