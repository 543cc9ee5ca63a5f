"""Rows of an iterable that a program gives: strings, records by column name, and `Row` objects."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Mapping
from contextlib import aclosing
from typing import TypeAlias

from chakra_async.bulk.rows import Row
from chakra_async.bulk.sources.batching import BATCH, in_batches
from chakra_async.bulk.sources.columns import find_column

__all__ = ["AnyRow", "IterableSource"]

AnyRow: TypeAlias = str | Mapping[str, object] | Row
"""An item of an iterable of rows: a value such as a phone number, a record by column names, or a `Row`."""


class IterableSource:
    """Rows of an iterable or an async iterable; a second run needs the same rows in the same order."""

    stable = False

    def __init__(self, rows: Iterable[AnyRow] | AsyncIterable[AnyRow]) -> None:
        """Read these rows, once."""
        self._rows = rows
        self._columns: dict[tuple[str, ...], str | None] = {}
        length = getattr(rows, "__len__", None)
        self.name = "the iterable of rows"
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

    def _row(self, number: int, item: AnyRow) -> Row:
        if isinstance(item, str):
            return Row(number, item)
        if isinstance(item, Row):
            return Row(number, item.value, item.fields, item.line, item.problem)
        if not isinstance(item, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance] - the caller's data
            kind = type(item).__name__
            return Row(number, "", problem=f"it is neither a string nor a mapping, but of type {kind}.")
        names = tuple(item)
        if names not in self._columns:
            if len(self._columns) >= BATCH:
                self._columns.clear()
            self._columns[names] = find_column([str(name) for name in names])
        column = self._columns[names]
        return Row(number, "" if column is None else _value(item[column]), item)


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value)
