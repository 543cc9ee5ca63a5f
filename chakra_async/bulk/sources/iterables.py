"""Rows of an iterable that a program gives: values, records by column name, data frames, and `Row` objects."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Mapping
from contextlib import aclosing
from typing import Any, TypeAlias, cast

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import Row
from chakra_async.bulk.sources.batching import BATCH, in_batches
from chakra_async.bulk.sources.columns import choose_column, find_column
from chakra_async.bulk.sources.frames import FrameRows, is_frame
from chakra_async.bulk.sources.values import as_string, is_missing, plain, problem_of

__all__ = ["AnyRow", "IterableSource"]

AnyRow: TypeAlias = str | Mapping[str, object] | Row
"""An item of an iterable of rows: a value such as a phone number, a record by column names, or a `Row`."""


class IterableSource:
    """Rows of an iterable or an async iterable; a second run needs the same rows in the same order.

    Args:
        rows: Values, records by column name, `Row` objects, or a data frame.
        column: The column of records that identifies them, by name or place; by default the one that is named like a
            phone number's.

    """

    stable = False

    def __init__(
        self, rows: Iterable[AnyRow] | AsyncIterable[AnyRow], column: str | int | None = None
    ) -> None:
        """Read these rows, once."""
        self.name = "the iterable of rows"
        self._column = column
        if is_frame(rows):
            self.name = f"the {type(rows).__name__}"
            frame = FrameRows(rows, column)
            self._column = frame.column
            rows = frame
        self._rows = rows
        self._columns: dict[tuple[str, ...], str | None] = {}
        length = getattr(rows, "__len__", None)
        self.expected: int | None = length() if length is not None else None

    async def check(self, known: Mapping[str, str] | None) -> dict[str, str]:  # noqa: ARG002 - an iterable has no digest
        """Return the identity of an iterable, which states its kind only."""
        return {"source": "iterable"}

    async def batches(self, after: int) -> AsyncGenerator[list[Row]]:
        """Read the rows that follow record number `after`."""
        number = 0
        async with aclosing(in_batches(self._rows)) as batches:
            async for items in batches:
                batch = [
                    self._row(place, item) for place, item in enumerate(items, number + 1) if place > after
                ]
                number += len(items)
                if batch:
                    yield batch

    def _row(self, number: int, item: Any) -> Row:
        if isinstance(item, str):
            return Row(number, item)
        if isinstance(item, Row):
            return Row(number, item.value, item.fields, item.line, item.problem)
        record = _record(item)
        if record is not None:
            return self._of_record(number, record)
        value = plain(item)
        if isinstance(value, str):
            return Row(number, value)
        problem = problem_of(item)
        if problem is None and not is_missing(value) and not hasattr(value, "__trunc__"):
            problem = f"it is neither a string nor a mapping, but of type {type(item).__name__}."
        return Row(number, as_string(value) if problem is None else "", problem=problem)

    def _of_record(self, number: int, record: Mapping[str, object]) -> Row:
        names = tuple(record)
        if names not in self._columns:
            if len(self._columns) >= BATCH:
                self._columns.clear()
            self._columns[names] = self._choose(names)
        column = self._columns[names]
        if any(map(is_missing, record.values())):
            record = {name: None if is_missing(value) else value for name, value in record.items()}
        if column is None:
            return Row(number, "", record)
        value = record[column]
        problem = problem_of(value)
        return Row(number, as_string(value) if problem is None else "", record, problem=problem)

    def _choose(self, names: tuple[str, ...]) -> str | None:
        if self._column is None:
            return find_column([str(name) for name in names])
        try:
            return names[choose_column([str(name) for name in names], self._column, "a record")]
        except InputError:
            return None


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
    keys = getattr(item, "keys", None)  # sqlite3.Row and others
    if callable(keys) and hasattr(item, "__getitem__"):
        source = cast("Any", item)
        return {str(name): source[name] for name in cast("Iterable[Any]", keys())}
    return None
