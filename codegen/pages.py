"""How a list goes on: `x-page` of an operation, read into the style that the stub names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from codegen.documents import DescriptionError
from codegen.records import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codegen.records import Parameter, Schema

__all__ = ["items_of", "read"]

_FIXED: Final[dict[str, dict[str, str]]] = {
    "skip-limit": {"skip": "skip", "limit": "limit", "more": "hasMore"},
    "page-number": {"page": "page", "limit": "limit"},
    "after": {"in": "query", "after": "after", "limit": "limit"},
    "next-path": {"in": "query"},
}
"""The members of each style that can only be as the paging of the package has them."""
_NEEDED: Final = {"skip-limit": ("in", "default", "maximum"), "page-number": ("in",)}
_FREE: Final = {"page-number": ("default", "maximum", "more"), "after": ("maximum",)}
_CLASSES: Final = {
    "skip-limit": "SkipLimit",
    "page-number": "PageNumber",
    "after": "After",
    "next-path": "NextPath",
}
_ARGUMENTS: Final = {"default": "limit_default", "maximum": "limit_maximum", "more": "more"}


def read(
    raw: dict[str, Any] | None, returns: Schema | None, parameters: Iterable[Parameter], operation: str
) -> Page | None:
    """Return how a list goes on, or None where the operation is not a paged list.

    Args:
        raw: The value of `x-page`.
        returns: The schema of the list's items, or None where the answer holds none.
        parameters: The operation's arguments.
        operation: The operation's name, for the error.

    Raises:
        DescriptionError: It is not understood, or it does not fit the rest of the operation.

    """
    if raw is None:
        return None
    problems = list(_problems(raw, returns, parameters))
    if problems:
        raise DescriptionError(f"{operation}: {problem}" for problem in problems)
    style = raw["style"]
    given = [(name, raw[key]) for key, name in _ARGUMENTS.items() if key in raw and key not in _FIXED[style]]
    return Page(
        style=style,
        place=raw["in"],
        default=raw.get("default"),
        maximum=raw.get("maximum"),
        expression=f"{_CLASSES[style]}({', '.join(f'{name}={value!r}' for name, value in given)})",
    )


def items_of(raw: dict[str, Any] | None, schema: Schema | None, schemas: dict[str, Schema]) -> Schema | None:
    """Return the schema of an answer, or of the list within it where the style says that it is under `data`."""
    if raw is None or schema is None or raw.get("style") != "after":
        return schema
    whole = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
    found: Schema | None = whole.get("properties", {}).get("data")
    return found


def _problems(raw: dict[str, Any], returns: Schema | None, parameters: Iterable[Parameter]) -> Iterator[str]:
    style = raw.get("style")
    if style not in _FIXED:
        yield f"the paging style {style!r} is not known"
        return
    fixed = _FIXED[style]
    if any(raw.get(key) != value for key, value in fixed.items()):
        yield f"{style} paging is with {', '.join(f'{key}: {value}' for key, value in fixed.items())}"
    if missing := [key for key in _NEEDED.get(style, ()) if key not in raw]:
        yield f"{style} paging needs {', '.join(missing)}"
    known = {"style", *fixed, *_NEEDED.get(style, ()), *_FREE.get(style, ())}
    if unknown := [key for key in raw if key not in known]:
        yield f"{', '.join(unknown)} is not known in {style} paging"
    if (returns or {}).get("type") != "array":
        where = "of `data` in the answer of a paged list" if style == "after" else "of a paged list"
        yield f"the answer {where} must be an array"
    wires = {(parameter.place, parameter.wire) for parameter in parameters}
    names = [fixed[key] for key in ("skip", "page", "after", "limit") if key in fixed]
    if not {(raw.get("in"), name) for name in names} <= wires:
        yield f"{' and '.join(names)} must be parameters in its {raw.get('in')}"
