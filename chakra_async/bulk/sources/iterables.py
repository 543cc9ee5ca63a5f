"""Rows that a program gives: values, records by column name, data frames, queries, and `Row` objects."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from chakra_async.bulk.rows import Row
from chakra_async.bulk.sources.batching import in_batches
from chakra_async.bulk.sources.frames import FrameRows, is_frame
from chakra_async.bulk.sources.items import AnyRow, ItemReader, taken
from chakra_async.bulk.sources.queries import QueryRows, is_query

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Mapping

__all__ = ["IterableSource"]


class IterableSource:
    """Rows of an iterable or an async iterable; a second run needs the same rows in the same order.

    Args:
        rows: Values, records by column name, `Row` objects, a data frame, or a query's cursor or result.
        column: The column of records that identifies them, by name or place; by default the one that is named like a
            phone number's.

    """

    stable = False

    def __init__(
        self, rows: Iterable[AnyRow] | AsyncIterable[AnyRow], column: str | int | None = None
    ) -> None:
        """Read these rows, once."""
        self.name = "the iterable of rows"
        if is_frame(rows):
            self.name = f"the {type(rows).__name__}"
            frame = FrameRows(rows, column)
            column, rows = frame.column, frame
        elif is_query(rows):
            self.name = "the query"
            query = QueryRows(rows, column)
            column, rows = query.column, query.records()
        self._rows = rows
        self._items = ItemReader(column)
        length = getattr(rows, "__len__", None)
        self.expected: int | None = length() if length is not None else None

    async def check(self, known: Mapping[str, str] | None) -> dict[str, str]:  # noqa: ARG002 - an iterable has no digest
        """Return the identity of an iterable, which states its kind only."""
        return {"source": "iterable"}

    async def batches(self, after: int) -> AsyncGenerator[list[Row]]:
        """Read the rows that follow record number `after`."""
        number = 0
        async with aclosing(in_batches(self._rows, taken)) as batches:
            async for items in batches:
                batch = [
                    Row(place, item) if isinstance(item, str) else self._items.row(place, item)
                    for place, item in enumerate(items, number + 1)
                    if place > after
                ]
                number += len(items)
                if batch:
                    yield batch
