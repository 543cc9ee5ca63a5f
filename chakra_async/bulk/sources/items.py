"""Rows out of the items that programs and typed files hold: values, records by column name, and `Row` objects. Pure."""

from __future__ import annotations

import copy
from collections import ChainMap
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias, cast

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import Row
from chakra_async.bulk.sources.batching import BATCH
from chakra_async.bulk.sources.columns import choose_column, find_column, is_blank
from chakra_async.bulk.sources.frames import is_frame
from chakra_async.bulk.sources.lacking import LackingRecord
from chakra_async.bulk.sources.values import WITH_DECIMALS, as_string, identity_problem, is_missing, plain

__all__ = ["AnyRow", "ItemReader", "taken"]

AnyRow: TypeAlias = str | Mapping[str, object] | Row
"""An item of an iterable of rows: a value such as a phone number, a record by column names, or a `Row`."""

_KEEPS_VALUE: Final = (None, WITH_DECIMALS)


class ItemReader:
    """Makes rows of items.

    Args:
        column: The column of records that identifies them, by name or place; None for the one that is named like a phone
            number's.

    """

    def __init__(self, column: str | int | None) -> None:
        """Begin without any record's columns known."""
        self._column = column
        self._columns: dict[tuple[str, ...], str | None] = {}

    def row(self, number: int, item: Any, line: int | None = None) -> Row:
        """Return the row of an item.

        Args:
            number: Its place among the items, from 1 on.
            item: The value, the record or the row.
            line: The line of the file it begins on, where there is one.

        """
        if isinstance(item, str):
            return Row(number, item, line=line)
        if isinstance(item, Row):
            return Row(number, item.value, item.fields, item.line, item.problem)
        record = _record(item)
        if record is not None:
            return self._of_record(number, record, line)
        value = plain(item)
        if isinstance(value, str):
            return Row(number, value, line=line)
        problem = identity_problem(item)
        if problem is None and not is_missing(value) and not hasattr(value, "__trunc__"):
            problem = f"it is neither a string nor a mapping, but of type {type(item).__name__}."
        text = as_string(value) if problem in _KEEPS_VALUE else ""
        return Row(number, text, line=line, problem=problem)

    def _of_record(self, number: int, record: Mapping[str, object], line: int | None) -> Row:
        names = tuple(record)
        if names not in self._columns:
            if len(self._columns) >= BATCH:
                self._columns.clear()
            self._columns[names] = self._choose(names)
        column = self._columns[names]
        if any(map(is_missing, record.values())):
            given, record = (
                record,
                {name: None if is_missing(value) else value for name, value in record.items()},
            )
            if isinstance(given, LackingRecord):
                record = LackingRecord(given.doubled, record.items())
        if column is None:
            return Row(number, "", record, line)
        value = record[column]
        problem = identity_problem(value)
        more = record.get(cast("str", None))  # where csv.DictReader has the cells beyond the header's columns
        if (
            problem is None
            and isinstance(more, list)
            and not is_blank(list(map(str, cast("list[object]", more))))
        ):
            problem = "it has more cells than the header names columns."
        text = as_string(value) if problem in _KEEPS_VALUE else ""
        return Row(number, text, record, line, problem)

    def _choose(self, names: tuple[str, ...]) -> str | None:
        if self._column is None:
            return find_column([str(name) for name in names])
        try:
            return names[choose_column([str(name) for name in names], self._column, "a record")]
        except InputError:
            return None


def taken(item: Any) -> Any:
    """Return an item as it is now: a producer may change a record in place and give it again as the next one.

    Example:
        >>> record = {"phone": "919901258433"}
        >>> kept = taken(record)
        >>> record["phone"] = "919901258434"
        >>> kept
        {'phone': '919901258433'}

    """
    if item.__class__ is dict:
        return item.copy()
    if isinstance(item, str | int | float):
        return item
    if isinstance(item, Row):
        return Row(item.number, item.value, _copied(item.fields), item.line, item.problem)
    record = _record(item)
    return item if record is None else _copied(record)


def _copied(record: Mapping[str, object]) -> Mapping[str, object]:
    """Return a copy of a record, of its own kind where that can be copied: some find names in another spelling too."""
    if record.__class__ is dict:
        return cast("dict[str, object]", record).copy()
    if isinstance(record, dict):
        return copy.copy(record)
    method = getattr(record, "copy", None)
    if callable(method) and not isinstance(record, ChainMap):  # its copy shares all but its first mapping
        copied = method()
        if isinstance(copied, Mapping):
            return cast("Mapping[str, object]", copied)
    return dict(record)


def _record(item: object) -> Mapping[str, object] | None:
    """Return an item as a record by column name: a mapping, a row of a database, or a named tuple."""
    if isinstance(item, Mapping):
        return cast("Mapping[str, object]", item)
    mapping = getattr(item, "_mapping", None)  # SQLAlchemy
    if isinstance(mapping, Mapping):
        return cast("Mapping[str, object]", mapping)
    as_dict = getattr(item, "_asdict", None)  # a named tuple
    if callable(as_dict):
        return cast("dict[str, object]", as_dict())
    if is_frame(item):
        raise InputError(
            f"an item of the rows is a {type(item).__name__}, not a row: put the frames together, and give one frame."
        )
    keys = getattr(item, "keys", None)  # sqlite3.Row and others
    if callable(keys) and hasattr(item, "__getitem__"):
        source = cast("Any", item)
        return {str(name): source[name] for name in cast("Iterable[Any]", keys())}
    return None
