"""Python types for schemas, as the stubs write them: wide for arguments, exact for answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from codegen.documents import is_object
from codegen.records import is_binary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from codegen.records import Schema

__all__ = ["TypeWriter", "is_nullable", "model_of"]

_SCALARS: Final = {"boolean": "bool", "integer": "int", "null": "None", "number": "float", "string": "str"}


def model_of(schema: Schema) -> str | None:
    """Return the `<domain>.<Name>` a reference names, or None where the schema is not a reference."""
    reference = schema.get("$ref")
    return reference.rpartition("/")[2] if reference else None


def is_nullable(schema: Schema) -> bool:
    """Return whether null is among the values."""
    kinds = schema.get("type")
    branches = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return kinds == "null" or (isinstance(kinds, list) and "null" in kinds) or any(map(is_nullable, branches))


@attrs.define(kw_only=True)
class TypeWriter:
    """Writes the types of one module and remembers which models they name.

    Attributes:
        schemas: The named schemas of the description.
        shadowed: Built-in names that a method of the class hides; they are written as `builtins.list`.
        classes: The names of the module's own classes; a model of such a name is written as `ConfigModel`.
        models: The models that were named, as `<domain>.<Name>`.

    """

    schemas: Mapping[str, Schema]
    shadowed: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    models: set[str] = attrs.field(factory=set[str])

    def taken(self, schema: Schema) -> str:
        """Return the type of an argument.

        A model may be given as a mapping of wire names as well: that is what a caller who reads rows already has.
        """
        return self._write(schema, taken=True)

    def given(self, schema: Schema | None) -> str:
        """Return the type of an answer; Any where nothing is known of it."""
        return self._write(schema or {}, taken=False)

    def name_of(self, model: str) -> str:
        """Return the name of a model in the module."""
        name = model.rpartition(".")[2]
        return f"{name}Model" if name in self.classes else name

    def _write(self, schema: Schema, *, taken: bool) -> str:
        name = model_of(schema)
        if name is not None:
            return self._model(name, taken=taken)
        if "const" in schema or "enum" in schema:
            return self._literal(schema)
        if branches := [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
            return _union(self._write(branch, taken=taken) for branch in branches)
        kinds: Any = schema.get("type", ())
        kinds = [kinds] if isinstance(kinds, str) else kinds
        return _union(self._kind(kind, schema, taken=taken) for kind in kinds) or "Any"

    def _model(self, name: str, *, taken: bool) -> str:
        schema = self.schemas[name]
        self.models.add(name)
        cls = self.name_of(name)
        if "enum" in schema:
            return f"{cls} | {self._builtin('str')}" if _is_open_enum(schema) else cls
        if "oneOf" in schema:
            return cls  # a union's alias takes in mappings
        return f"{cls} | Mapping[{self._builtin('str')}, Any]" if taken else cls

    def _literal(self, schema: Schema) -> str:
        values: list[object] = schema.get("enum") or [schema["const"]]
        text = f"Literal[{', '.join(map(repr, values))}]"
        return f"{text} | {self._builtin('str')}" if _is_open_enum(schema) else text

    def _kind(self, kind: str, schema: Schema, *, taken: bool) -> str:
        if kind == "array":
            inner = self._write(schema.get("items", {}), taken=taken)
            return f"{'Sequence' if taken else self._builtin('list')}[{inner}]"
        if kind == "object":
            values = schema.get("additionalProperties", True)
            inner = self._write(values, taken=taken) if is_object(values) else "Any"
            return f"{'Mapping' if taken else self._builtin('dict')}[{self._builtin('str')}, {inner}]"
        if is_binary(schema):
            return "FileContent" if taken else self._builtin("bytes")
        return self._builtin(_SCALARS[kind])

    def _builtin(self, name: str) -> str:
        return f"builtins.{name}" if name in self.shadowed else name


def _union(parts: Iterable[str]) -> str:
    """Return the types as one, each once and None last; Any takes in every other."""
    unique = dict.fromkeys(parts)
    if "Any" in unique:
        return "Any"
    nothing = ["None"] if "None" in unique else []
    return " | ".join([*(part for part in unique if part != "None"), *nothing])


def _is_open_enum(schema: Schema) -> bool:
    return "enum" in schema and bool(schema.get("x-open-enum"))
