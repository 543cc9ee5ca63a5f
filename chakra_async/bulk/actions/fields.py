"""Strings with columns in braces, such as `"Dear {Customer}"`, filled from a row. Pure.

Only names of columns are looked up: what is in a cell is never read as a pattern. `{{` and `}}` are braces.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async.bulk.actions.words import is_visible, missing_word
from chakra_async.bulk.sources.columns import matching_columns
from chakra_async.bulk.sources.lacking import LackingRecord
from chakra_async.bulk.sources.texts import text_of
from chakra_async.errors import InvalidRequestError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chakra_async.bulk.rows import Row

__all__ = ["Pattern", "check_columns", "pattern_of"]

_PART: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_COUNTED: Final = re.compile(r" \(\d+\)$")
_SHOWN: Final = 20
_NONE: Final[frozenset[str]] = frozenset()


class Pattern:
    """A string with columns in braces.

    Args:
        text: The string.
        place: Where it is given, for errors, such as `mapping['1']`.
        allowed: Words that a cell may be although programs write them for a missing value.

    Raises:
        SettingsError: It is not a string, or its braces do not name columns.

    Example:
        >>> from chakra_async.bulk import Row
        >>> Pattern("Dear {Customer}", "mapping['1']").fill(Row(1, "919901258433", {"Customer": "Ann"}))
        'Dear Ann'

    """

    __slots__ = ("_allowed", "_parts", "columns", "place", "text")

    def __init__(self, text: str, place: str, allowed: frozenset[str] = _NONE) -> None:
        """Read the pattern."""
        self._allowed = allowed
        if not isinstance(cast("object", text), str):
            raise SettingsError(
                f"{place} must be a string, such as '{{Customer}}', not {type(text).__name__}."
            )
        self.text = text
        self.place = place
        self._parts: list[tuple[str, bool]] = []
        end = 0
        for found in _PART.finditer(text):
            self._literal(text[end : found.start()])
            end = found.end()
            if found[0] in ("{{", "}}"):
                self._literal(found[0][0])
                continue
            name = (found[1] or "").strip()
            if not name:
                raise SettingsError(
                    f"{place} has a brace that does not name a column: write {{Name}} for the column Name, {{{{ for a brace."
                )
            self._parts.append((name, True))
        self._literal(text[end:])
        self.columns = tuple(dict.fromkeys(name for name, is_column in self._parts if is_column))

    def _literal(self, text: str) -> None:
        if text:
            self._parts.append((text, False))

    def fill(self, row: Row) -> str:
        """Return the string for a row.

        Raises:
            InvalidRequestError: A column is missing, or its cell is empty, an error, or a word for a missing value.

        """
        return "".join([self._cell(row, part) if is_column else part for part, is_column in self._parts])

    def value(self, row: Row) -> object:
        """Return the cell as it is where the pattern is nothing but a column, so that a number stays one; else the string.

        Raises:
            InvalidRequestError: A column is missing, or its cell is empty, an error, or a word for a missing value.

        """
        text = self.fill(row)
        if len(self._parts) == 1 and self.columns:
            value = row.fields[_column(row.fields, self.columns[0], self.place)]
            if isinstance(value, bool | int | float) and text:
                return value
        return text

    def _cell(self, row: Row, name: str) -> str:
        fields = row.fields
        value = fields[name] if name in fields else fields[_column(fields, name, self.place)]
        text = value.strip() if isinstance(value, str) else self._plain(value, name)
        if not text or not is_visible(text):
            raise InvalidRequestError(f"{self.place}: the column {name!r} is empty.")
        kind = missing_word(text)
        if kind is not None and text not in self._allowed:
            raise InvalidRequestError(
                f"{self.place}: the column {name!r} has {text!r}, {kind}: correct the cell, or give "
                f"allow_words=[{text!r}] (--allow-words) if it is meant."
            )
        return text

    def _plain(self, value: object, name: str) -> str:
        text, problem = text_of(value)
        if problem is not None:
            raise InvalidRequestError(f"{self.place}: the column {name!r} cannot be used: {problem}")
        return text.strip()

    def __repr__(self) -> str:
        return f"Pattern({self.text!r})"


def pattern_of(value: Any, place: str, allowed: frozenset[str] = _NONE) -> Any:
    """Return a value of JSON with its strings as patterns, in lists and mappings as well."""
    if isinstance(value, str):
        return Pattern(value, place, allowed)
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return {name: pattern_of(one, f"{place}[{name!r}]", allowed) for name, one in members.items()}
    if isinstance(value, list | tuple):
        items = cast("list[Any]", value)
        return [pattern_of(one, f"{place}[{index}]", allowed) for index, one in enumerate(items)]
    return value


def check_columns(patterns: Iterable[Pattern], names: Sequence[str]) -> None:
    """Refuse a table that lacks a column.

    Raises:
        InvalidRequestError: It does; the message names the pattern and the columns that are there.

    """
    known: Mapping[str, object] = dict.fromkeys(names)
    for pattern in patterns:
        for name in pattern.columns:
            if name not in known:
                _column(known, name, pattern.place)


def _column(fields: Mapping[str, object], name: str, place: str) -> str:
    """Return the name that a column has in a row: exactly this one, or the only one that differs in case or punctuation."""
    if name in fields:
        return name
    if isinstance(fields, LackingRecord):
        try:
            fields.check(name)
        except InvalidRequestError as error:
            raise InvalidRequestError(f"{place}: {error.message}") from None
    names = [str(one) for one in fields]
    found = matching_columns(names, name)
    counted = [one for one in names if _COUNTED.sub("", one) == name]
    if len(found) == 1 and len(counted) <= 1:
        return list(fields)[found[0]]
    if not names:
        raise InvalidRequestError(
            f"{place}: the column {name!r} is missing: the rows are values without columns."
        )
    if len(counted) > 1:
        shown = ", ".join(f"{{{one}}}" for one in counted[:_SHOWN])
        raise InvalidRequestError(
            f"{place}: several columns are named {name!r}: write {shown} for the one that is meant."
        )
    near = get_close_matches(name.casefold(), [one.casefold() for one in names], n=1)
    if near and not found:
        nearest = next(one for one in names if one.casefold() == near[0])
        raise InvalidRequestError(f"{place}: the column {name!r} is missing: did you mean {nearest!r}?")
    shown = ", ".join(map(repr, names[:_SHOWN]))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    problem = "is the name of more than one" if found else "is missing"
    raise InvalidRequestError(f"{place}: the column {name!r} {problem}; the columns are {shown}{more}.")
