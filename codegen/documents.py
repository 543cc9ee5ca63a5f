"""YAML in, one document out: strict reading, JSON pointers, and the bundling of a description made of many files.

A reference into `schemas/<domain>.yaml` becomes `#/components/schemas/<domain>.<Name>`, so that a schema's domain is
the module its model is in. Every other reference, and a schema marked `x-inline`, is copied to where it is
referred to, with the members written beside the reference on top.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeGuard, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["DescriptionError", "at", "bundle", "is_list", "is_object", "join", "read_yaml"]

_COMPONENTS: Final = "#/components/schemas/"
_MISSING: Final = object()


class DescriptionError(Exception):
    """The description cannot be used; every problem that was found is listed.

    Attributes:
        problems: One sentence for each problem, with the place it is at.

    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class _Loader(yaml.SafeLoader):
    """YAML as JSON has it: no dates, no `yes`, no `=`; and no key twice."""

    yaml_implicit_resolvers: Final = {}  # type: ignore[misc]  # the parent's table is replaced whole

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the parent's signature
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen and key.tag != "tag:yaml.org,2002:merge":
                raise DescriptionError(
                    [f"{node.start_mark.name}: line {key.start_mark.line + 1}: {key.value!r} stands twice"]
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


for _tag, _pattern, _first in (
    ("null", r"null|~|", ["n", "~", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(0|[1-9][0-9]*)", list("-0123456789")),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", list("-0123456789")),
    ("merge", r"<<", ["<"]),
):
    cast("Any", _Loader).add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first
    )


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether a JSON value is an array."""
    return isinstance(value, list)


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds, as JSON values.

    Raises:
        DescriptionError: The file is missing, is not YAML, or has a key twice.

    """
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise DescriptionError([f"{path}: {error.strerror}"]) from error
    except yaml.YAMLError as error:
        raise DescriptionError([f"{path}: {error}"]) from error


def join(pointer: str, key: str | int) -> str:
    """Return the JSON pointer of a member of what another pointer names."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def at(document: Any, pointer: str) -> Any:
    """Return what a JSON pointer names.

    Raises:
        KeyError: There is nothing there.

    """
    found = document
    for key in _keys(pointer):
        found = _step(found, key)
        if found is _MISSING:
            raise KeyError(pointer)
    return found


def bundle(root: Path) -> dict[str, Any]:
    """Return the description whose root file is given as one document without references to files.

    Raises:
        DescriptionError: A file cannot be read, or a reference leads nowhere or to itself.

    """
    return _Bundler(root.resolve()).document()


class _Bundler:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._schemas = root.parent / "schemas"
        self._files: dict[Path, Any] = {}

    def document(self) -> dict[str, Any]:
        document = cast("dict[str, Any]", self._copy(self._file(self._root), self._root, ()))
        components: dict[str, Any] = document.setdefault("components", {})
        schemas: dict[str, Any] = components.setdefault("schemas", {})
        for path in sorted(self._schemas.glob("*.yaml")):
            for name, schema in self._file(path).items():
                if not schema.get("x-inline"):
                    schemas[f"{path.stem}.{name}"] = self._copy(schema, path, ())
        return document

    def _file(self, path: Path) -> Any:
        if path not in self._files:
            self._files[path] = read_yaml(path)
        return self._files[path]

    def _copy(self, node: Any, file: Path, trail: tuple[tuple[Path, str], ...]) -> Any:
        if is_list(node):
            return [self._copy(item, file, trail) for item in node]
        if not is_object(node):
            return node
        beside = {key: self._copy(value, file, trail) for key, value in node.items() if key != "$ref"}
        reference = node.get("$ref")
        if reference is None:
            return _merged(self._told_apart(beside, file))
        name, _, pointer = str(reference).partition("#")
        path = (file.parent / name).resolve() if name else file
        try:
            target = at(self._file(path), pointer)
        except KeyError:
            raise DescriptionError([f"{file}: the reference {reference!r} leads nowhere"]) from None
        if path.parent == self._schemas and not target.get("x-inline"):
            return {"$ref": f"{_COMPONENTS}{path.stem}.{pointer.removeprefix('/')}", **beside}
        if (path, pointer) in trail:
            raise DescriptionError([f"{file}: the reference {reference!r} leads back to itself"])
        copied = self._copy(target, path, (*trail, (path, pointer)))
        return {**{key: value for key, value in copied.items() if key != "x-inline"}, **beside}

    def _told_apart(self, node: dict[str, Any], file: Path) -> dict[str, Any]:
        """Return a schema with the references of its discriminator as the bundled document has them."""
        discriminator = node.get("discriminator")
        if not is_object(discriminator) or not is_object(discriminator.get("mapping")):
            return node
        mapping = {
            value: self._copy({"$ref": reference}, file, ()).get("$ref", reference)
            for value, reference in discriminator["mapping"].items()
        }
        return {**node, "discriminator": {**discriminator, "mapping": mapping}}


def _merged(node: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with the parts of its `allOf` put together, if none of them is a schema with a name."""
    parts = node.get("allOf")
    if not is_list(parts) or any("$ref" in part for part in parts):
        return node
    merged: dict[str, Any] = {}
    for part in (*parts, {key: value for key, value in node.items() if key != "allOf"}):
        for key, value in part.items():
            if key == "properties":
                value = {**merged.get(key, {}), **value}  # noqa: PLW2901 - the part's, on top of those before
            elif key == "required":
                value = list(dict.fromkeys([*merged.get(key, ()), *value]))  # noqa: PLW2901 - as above
            merged[key] = value
    return merged


def _keys(pointer: str) -> list[str]:
    return [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]


def _step(node: Any, key: str) -> Any:
    if is_object(node):
        return node.get(key, _MISSING)
    if is_list(node) and key.isdecimal() and int(key) < len(node):
        return node[int(key)]
    return _MISSING
