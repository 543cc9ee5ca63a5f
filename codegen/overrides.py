"""Corrections on top of the description: each names a place, the value that replaces it, and why.

The files of the description say what the pages say. Where a page is wrong, the correction is kept apart, with the
reason and the source, so that it can be dropped when the page is corrected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from codegen.documents import DescriptionError, at, is_object, read_yaml, replace

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["apply", "apply_file"]

_MEMBERS: Final = ("pointer", "value", "reason", "source")


def apply_file(document: dict[str, Any], path: Path) -> None:
    """Apply the corrections of a file, in their order; a file that is not there holds none.

    Raises:
        DescriptionError: A correction is incomplete, names a place that does not exist, or changes nothing.

    """
    if path.exists():
        apply(document, read_yaml(path) or [])


def apply(document: dict[str, Any], overrides: list[Any]) -> None:
    """Apply corrections, in their order.

    Raises:
        DescriptionError: A correction is incomplete, names a place that does not exist, or changes nothing.

    """
    problems = [
        problem
        for number, override in enumerate(overrides, 1)
        for problem in _apply_one(document, override, f"override {number}")
    ]
    if problems:
        raise DescriptionError(problems)


def _apply_one(document: dict[str, Any], override: Any, label: str) -> list[str]:
    members = override if is_object(override) else {}
    problems = [f"{label}: {name!r} is missing" for name in _MEMBERS if name not in members]
    problems += [f"{label}: {name!r} is not known here" for name in members if name not in _MEMBERS]
    problems += [
        f"{label}: {name!r} is empty" for name in ("reason", "source") if members.get(name, "?") in ("", None)
    ]
    if problems:
        return problems
    pointer, value = str(members["pointer"]), members["value"]
    label = f"{label} ({pointer})"
    try:
        if at(document, pointer) == value:
            return [f"{label}: changes nothing; drop it"]
        replace(document, pointer, value)
    except KeyError:
        return [f"{label}: there is nothing at this place"]
    return []
