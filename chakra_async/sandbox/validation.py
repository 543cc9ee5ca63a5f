"""Requests validated against the description, with the reasons of a refusal in words.

A schema is compiled once per operation: references are inlined, because following them at each request is most of
the cost; a recursive schema (the filter of a list) keeps its reference. Inlining does not change what is valid,
except for a union with a discriminator: an unknown value of the discriminator passes, because the lists of kinds
are open. `jsonschema` is an extra, and is imported when a sandbox is started.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import attrs

from chakra_async.description.routes import Route, resolved
from chakra_async.errors import SettingsError
from chakra_async.sandbox.value_rules import RULES
from chakra_async.sandbox.values import is_array, is_object

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

__all__ = ["FORM", "Check", "Checks", "Problem", "compiler", "inlined", "need_jsonschema", "sentences"]

FORM: Final = "multipart/form-data"
_JSON = "application/json"
_ROOT = "urn:chakra-async:description"
_MOST_PROBLEMS = 10
_SIZES = frozenset({"maxItems", "maxLength", "minItems", "minLength"})
_LIMITS = _SIZES | {"maximum", "minimum", "pattern", "x-check"}
_LONGEST_MESSAGE = 300
_LONGEST_KIND = 64


@attrs.frozen
class Problem:
    """One thing wrong with a request.

    Attributes:
        where: The path to it inside the body: member names and list indexes.
        text: What is wrong, with its path.
        limit: Whether the value has the right type, but not a length, range or form that is allowed.

    """

    where: tuple[str | int, ...]
    text: str
    limit: bool = False


Check: TypeAlias = Callable[[Any], list[Problem]]
"""Returns the problems of a value; an empty list for a valid one."""


class Checks:
    """The checks of one operation.

    Attributes:
        takes: The media type of the body, None for an operation without a body.
        needs_body: Whether the body is required.

    """

    def __init__(self, route: Route, compile_check: Callable[[Any, str], Check]) -> None:
        content = (route.body or {}).get("content", {})
        self.takes = next((media for media in (_JSON, FORM) if media in content), None)
        self.needs_body = self.takes is not None and bool((route.body or {}).get("required", False))
        self._body = (
            None if self.takes is None else compile_check(content[self.takes].get("schema", True), "body")
        )
        self._query = {
            parameter["name"]: (
                compile_check(parameter.get("schema", True), parameter["name"]),
                _kind(parameter),
                bool(parameter.get("required", False)),
            )
            for parameter in route.parameters
            if parameter["in"] == "query"
        }
        self._path = {
            parameter["name"]: compile_check(parameter.get("schema", True), parameter["name"])
            for parameter in route.parameters
            if parameter["in"] == "path"
        }

    def path(self, values: Mapping[str, str]) -> list[Problem]:
        """Return the problems of the path parameters."""
        return [problem for name, check in self._path.items() for problem in check(values[name])]

    def query(self, values: Mapping[str, str]) -> list[Problem]:
        """Return the problems of the query parameters; those that are not described pass."""
        problems: list[Problem] = []
        for name, (check, kind, required) in self._query.items():
            if name in values:
                problems += check(_read(values[name], kind))
            elif required:
                problems.append(Problem((), f"{name}: is required"))
        return problems

    def body(self, value: Any) -> list[Problem]:
        """Return the problems of a JSON body, or of the fields of a form as strings."""
        return [] if self._body is None else self._body(value)


def _kind(parameter: Mapping[str, Any]) -> str:
    kind: Any = parameter.get("schema", {}).get("type", "string")
    return kind if isinstance(kind, str) else "string"


def _read(text: str, kind: str) -> Any:
    """Return a query value converted to its type, or the string itself if it cannot be converted."""
    if kind == "integer" and text.removeprefix("-").isdecimal():
        return int(text)
    if kind == "boolean" and text in {"true", "false"}:
        return text == "true"
    return text.split(",") if kind == "array" else text


def need_jsonschema() -> None:
    """Check that what the checks are compiled with is installed.

    Raises:
        SettingsError: The package `jsonschema` is not installed.

    """
    try:
        for name in ("jsonschema", "referencing.jsonschema"):
            import_module(name)
    except ImportError as error:
        raise SettingsError(
            "the sandbox checks requests with the package jsonschema, which is not installed: "
            "pip install 'chakra-async[sandbox]'"
        ) from error


def compiler(document: Mapping[str, Any]) -> Callable[[Any, str], Check]:
    """Return a function that compiles a schema of this document, and the name its problems begin with.

    Raises:
        SettingsError: The package `jsonschema` is not installed.

    """
    need_jsonschema()
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - an extra
    from jsonschema.exceptions import ValidationError  # noqa: PLC0415 - as above
    from referencing import Registry  # noqa: PLC0415 - comes with jsonschema
    from referencing.jsonschema import DRAFT202012  # noqa: PLC0415 - as above

    def value_rule(_: Any, name: str, value: Any, __: Any) -> Iterator[ValidationError]:
        rule = RULES.get(name)
        if rule is not None and isinstance(value, str) and (problem := rule(value)):
            yield ValidationError(problem)

    def bound(keyword: str) -> Callable[[Any, Any, Any, Any], Iterator[ValidationError]]:
        def check(validator: Any, limit: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
            # A coordinate may be a string, whose number has the same range.
            number = _number(value) if "string" in schema.get("type", ()) else value
            yield from numeric[keyword](validator, limit, number, schema)

        return check

    numeric = {keyword: Draft202012Validator.VALIDATORS[keyword] for keyword in ("maximum", "minimum")}
    validators: Any = import_module("jsonschema.validators")  # partly without types
    checking: Any = validators.extend(
        Draft202012Validator, {"x-check": value_rule, **{keyword: bound(keyword) for keyword in numeric}}
    )
    root = DRAFT202012.create_resource(document)
    registry: Registry[Any] = Registry[Any]().with_resource(_ROOT, root)

    inliner = _Inliner(document)

    def compile_check(schema: Any, name: str) -> Check:
        validator: Any = checking(
            inliner.inlined(schema),
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
                    text = f"{name}{where}: {_message(cause)}"
                    problems.append(Problem(tuple(error.absolute_path), text, cause.validator in _LIMITS))
            except RecursionError:
                problems.append(Problem((), f"{name}: nested too deeply"))
            return problems

        return check

    return compile_check


def _message(error: ValidationError) -> str:
    # The package quotes the whole value; for one that is too long, its size is enough.
    kind = cast("Mapping[str, Any]", error.schema).get("x-check") if error.validator == "pattern" else None
    if kind is not None:
        return f"is not a valid {kind}: it must match {error.validator_value}"
    if error.validator not in _SIZES:
        return (
            error.message
            if len(error.message) <= _LONGEST_MESSAGE
            else f"{error.message[:_LONGEST_MESSAGE]}..."
        )
    size = len(cast("Sequence[Any]", error.instance))
    bound = "most" if str(error.validator).startswith("max") else "least"
    unit = "characters" if isinstance(error.instance, str) else "items"
    return f"has {size} {unit}, and must have at {bound} {error.validator_value}"


def _cause(error: ValidationError) -> ValidationError:
    # Of the alternatives that did not match, the one that matched deepest.
    while error.context:
        error = max(error.context, key=lambda each: len(each.absolute_path))
    return error


def _number(value: Any) -> Any:
    """Return the number in a string, the value itself if it is not one."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def sentences(problems: list[Problem]) -> list[str]:
    """Return the messages of the first problems, and the number of the others."""
    messages = [problem.text for problem in problems[:_MOST_PROBLEMS]]
    if len(problems) > _MOST_PROBLEMS:
        messages.append(f"and {len(problems) - _MOST_PROBLEMS} more")
    return messages


def inlined(document: Mapping[str, Any], schema: Any) -> Any:
    """Return a schema with references inlined; those to a recursive schema stay."""
    return _Inliner(document).inlined(schema)


class _Inliner:
    """Inlines the references of a document's schemas, each schema once."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._targets: dict[str, Any] = {}

    def inlined(self, schema: Any) -> Any:
        """Return a schema with references inlined; those to a recursive schema stay."""
        if is_array(schema):
            return [self.inlined(item) for item in schema]
        if not is_object(schema):
            return schema
        if "discriminator" in schema and "oneOf" in schema:
            return self._decided(schema)
        out = {key: self.inlined(item) for key, item in schema.items() if key != "$ref"}
        if "$ref" not in schema:
            return out
        reference: str = schema["$ref"]
        if reference not in self._targets:
            part = resolved(self._document, schema)
            recursive = reference in _reached(self._document, part, set())
            self._targets[reference] = {"$ref": f"{_ROOT}{reference}"} if recursive else self.inlined(part)
        target = self._targets[reference]
        if not out:
            return target
        return {**out, **target} if "$ref" in target else {**out, "allOf": [*out.get("allOf", []), target]}

    def _decided(self, union: Mapping[str, Any]) -> dict[str, Any]:
        # One branch for each value of the discriminator: the reported problems are then those of that branch.
        name: str = union["discriminator"]["propertyName"]
        branches: list[Any] = []
        for branch in union["oneOf"]:
            value = _const(resolved(self._document, branch), name)
            when = {"properties": {name: {"const": value}}, "required": [name]}
            branches.append({"if": when, "then": self.inlined(branch)})
        # An unknown kind passes, but anything that cannot be a kind does not.
        kind = {"type": "string", "minLength": 1, "maxLength": _LONGEST_KIND}
        return {"type": "object", "required": [name], "properties": {name: kind}, "allOf": branches}


def _const(schema: Mapping[str, Any], name: str) -> Any:
    # The one value that a member may have; it is in the schema or in one of its parts.
    parts = [schema, *schema.get("allOf", ())]
    return next(part["properties"][name]["const"] for part in parts if name in part.get("properties", {}))


def _reached(document: Mapping[str, Any], node: Any, seen: set[str]) -> set[str]:
    # Every reference that can be reached from this part of the document.
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
