"""The description in its short form, and its operations by method and path.

The OpenAPI document beside this module has everything written out, for other tools (`chakra_async.description.openapi`);
in the short form, the schema of an answer is the content of `_data` where `x-envelope` is true, and an open enumeration
lists what is known. An operation is named by its `operationId`. A concrete path takes precedence over a template that matches as well: POST /v1/ext/procedure/lead/process is `leads.create`, and also a
`processes.create`; a fault of the sandbox for either name meets it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote

import attrs

from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["BUNDLED", "Route", "Routes", "load", "read", "resolved", "shortened"]

BUNDLED: Final = Path(__file__).with_name("openapi.json")
_METHODS: Final = frozenset({"delete", "get", "patch", "post", "put"})
_PARAMETER: Final = re.compile(r"\{([^{}/]+)\}")


def load(path: Path | None = None) -> dict[str, Any]:
    """Return the description in its short form.

    Args:
        path: The file of a description, in either form; None for the one of this package.

    Raises:
        SettingsError: The file is missing, or is not an OpenAPI document.

    """
    return shortened(read(path or BUNDLED))


def read(path: Path) -> dict[str, Any]:
    """Return an OpenAPI document as its file has it.

    Raises:
        SettingsError: The file is missing, or is not an OpenAPI document.

    """
    try:
        document: Any = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"the description {path.name} cannot be read: {error}; install the package again"
        ) from error
    if not isinstance(document, dict) or not isinstance(cast("dict[str, Any]", document).get("paths"), dict):
        raise SettingsError(f"the description {path.name} cannot be used: it is not an OpenAPI document")
    return cast("dict[str, Any]", document)


def shortened(document: dict[str, Any]) -> dict[str, Any]:
    """Return a description in the short form, whichever form it has; what is not written out stays as it is."""
    short: dict[str, Any] = _closed(document)
    for reference in short["paths"].values():
        item = resolved(short, reference)
        for method, operation in item.items():
            if method in _METHODS and operation.get("x-envelope"):
                _unwrap(operation.get("responses", {}).get("200", {}).get("content", {}))
    return short


def _unwrap(content: dict[str, Any]) -> None:
    media = content.get("application/json", {})
    members = media.get("schema", {}).get("properties", {})
    if "_data" in members:
        media["schema"] = members["_data"]


def _closed(node: Any) -> Any:
    """Return a copy of a node in which each open enumeration lists what is known."""
    if isinstance(node, list):
        return [_closed(item) for item in node]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(node, dict):
        return node
    members = cast("dict[str, Any]", node)
    if members.get("x-open-enum") is True and "anyOf" in members:
        return {**{key: members[key] for key in members if key != "anyOf"}, **members["anyOf"][0]}
    return {key: _closed(value) for key, value in members.items()}


def resolved(document: Mapping[str, Any], node: Any) -> Any:
    """Return a node itself, or the part of the document that its `$ref` points at."""
    while isinstance(node, dict) and "$ref" in node:
        reference = cast("str", node["$ref"])
        target: Any = document
        for part in reference.removeprefix("#/").split("/"):
            target = target[unquote(part).replace("~1", "/").replace("~0", "~")]
        node = target
    return cast("Any", node)


@attrs.frozen(kw_only=True)
class Route:
    """One operation at its path.

    Attributes:
        operation: Its name, such as `campaigns.add_phone_number`.
        method: GET, POST ...
        path: The path, with its parameters in braces.
        names: The operation's name and those of templates that match this path too; a fault may use any
            of them.
        parameters: The description's parameters, path and query ones.
        body: The description's request body, None for an operation without a body.
        envelope: Whether its answer is in `_data`.

    """

    operation: str
    method: str
    path: str
    names: frozenset[str]
    parameters: tuple[dict[str, Any], ...]
    body: dict[str, Any] | None
    envelope: bool = True


class Routes:
    """All operations of a description, found by method and path."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        found = list(_operations(document))
        self.all: list[Route] = [
            attrs.evolve(
                route,
                names=frozenset(
                    other.operation
                    for other in found
                    if other is route
                    or (other.method == route.method and _pattern(other).fullmatch(route.path))
                ),
            )
            for route in found
        ]
        self._fixed = {(route.method, route.path): route for route in self.all if "{" not in route.path}
        self._templates = sorted(
            ((_pattern(route), route) for route in self.all if "{" in route.path),
            key=lambda pair: (pair[1].path.count("{"), pair[1].path),
        )

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """Return the operation at a path (percent-encoded, no query), and its path parameters, decoded."""
        route = self._fixed.get((method, path))
        if route is not None:
            return route, {}
        for pattern, candidate in self._templates:
            if candidate.method == method and (match := pattern.fullmatch(path)):
                names = _PARAMETER.findall(candidate.path)
                return candidate, dict(zip(names, map(unquote, match.groups()), strict=True))
        return None


def _operations(document: Mapping[str, Any]) -> Iterator[Route]:
    for path, reference in document["paths"].items():
        item = resolved(document, reference)
        shared = item.get("parameters", [])
        for method, operation in item.items():
            if method not in _METHODS:
                continue
            body = operation.get("requestBody")
            yield Route(
                operation=operation["operationId"],
                method=method.upper(),
                path=path,
                names=frozenset(),
                parameters=tuple(
                    resolved(document, parameter) for parameter in (*shared, *operation.get("parameters", []))
                ),
                body=None if body is None else resolved(document, body),
                envelope=operation.get("x-envelope", True),
            )


def _pattern(route: Route) -> re.Pattern[str]:
    pieces = _PARAMETER.split(route.path)
    # Odd pieces are the parameters' names; each fills one segment of the path.
    return re.compile(
        "".join("([^/]+)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces))
    )
