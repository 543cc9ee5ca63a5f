"""Where rows come from: what every source can do, and the sources that are iterables of the program's own.

A source is read in small batches, never held, and can be read again from a given record on. A *stable* source is
known by a digest of its content, so that a journal can tell whether it is the same; the rows of any other are compared one
by one with what the journal knows.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Mapping
from contextlib import aclosing
from itertools import islice
from typing import Final, Protocol, TypeAlias, cast

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import Row
from chakra_async.bulk.sources.columns import find_column

__all__ = ["BATCH", "AnyRow", "Source", "source_of"]

BATCH: Final = 250
"""Rows in a batch: a millisecond or two of work between two turns of the event loop."""

AnyRow: TypeAlias = str | Mapping[str, object] | Row
"""What an iterable of rows may hold: a value such as a phone number, a record by column names, or a `Row`."""


class Source(Protocol):
    """Rows that can be read in batches, from any record on."""

    @property
    def name(self) -> str:
        """What to call it in messages."""
        ...

    @property
    def stable(self) -> bool:
        """Whether its `identity` proves that its rows are the same as before."""
        ...

    @property
    def expected(self) -> int | None:
        """How many rows there are, where that is known."""
        ...

    async def check(self, known: Mapping[str, str] | None) -> dict[str, str]:
        """Return what identifies it, after having looked for whatever makes it unreadable.

        Args:
            known: The identity of an earlier run. What was checked then is not checked again.

        Raises:
            InputError: If it cannot be read.

        """
        ...

    def batches(self, after: int) -> AsyncGenerator[list[Row]]:
        """Read the rows behind record number `after`."""
        ...


def source_of(rows: object) -> Source:
    """Return the source that reads whatever was given as rows.

    Raises:
        InputError: If it can give no rows.

    """
    if isinstance(rows, str | bytes | os.PathLike):
        raise InputError("rows must be bulk.read(path) or an iterable, not the path of a file.")
    if hasattr(rows, "batches") and hasattr(rows, "check"):
        return cast("Source", rows)
    kind = type(rows).__name__
    if isinstance(rows, Mapping) or not isinstance(rows, Iterable | AsyncIterable):
        raise InputError(f"rows must be bulk.read(path) or an iterable, not {kind}.")
    return IterableSource(cast("Iterable[AnyRow] | AsyncIterable[AnyRow]", rows))


class IterableSource:
    """Rows of an iterable or an async iterable; for a second run it must give the same rows in the same order."""

    stable = False

    def __init__(self, rows: Iterable[AnyRow] | AsyncIterable[AnyRow]) -> None:
        """Read these rows, once."""
        self._rows = rows
        self._columns: dict[tuple[str, ...], str | None] = {}
        length = getattr(rows, "__len__", None)
        self.name = "the iterable of rows"
        self.expected: int | None = length() if length is not None else None

    async def check(self, known: Mapping[str, str] | None) -> dict[str, str]:  # noqa: ARG002 - nothing to look at
        """Return that it is an iterable; nothing more is known of it."""
        return {"source": "iterable"}

    async def batches(self, after: int) -> AsyncGenerator[list[Row]]:
        """Read the rows behind record number `after`."""
        number = 0
        async with aclosing(_groups(self._rows)) as groups:
            async for items in groups:
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
            return Row(number, "", problem=f"it is neither a text nor a mapping, but of type {kind}.")
        names = tuple(item)
        if names not in self._columns:
            if len(self._columns) >= BATCH:
                self._columns.clear()
            self._columns[names] = find_column([str(name) for name in names])
        column = self._columns[names]
        return Row(number, "" if column is None else _text(item[column]), item)


async def _groups(rows: Iterable[AnyRow] | AsyncIterable[AnyRow]) -> AsyncGenerator[list[AnyRow]]:
    if not isinstance(rows, AsyncIterable):
        iterator = iter(rows)
        while group := list(islice(iterator, BATCH)):
            yield group
            await asyncio.sleep(0)
        return
    # A slow producer must not hold back the rows it has given, nor a fast one make groups of one.
    queue: asyncio.Queue[AnyRow | _End] = asyncio.Queue(BATCH)
    pump = asyncio.create_task(_pump(rows, queue))
    try:
        ended = False
        while not ended:
            items = [await queue.get()]
            while len(items) < BATCH and not queue.empty():
                items.append(queue.get_nowait())
            ended = isinstance(items[-1], _End)
            if group := [item for item in items if not isinstance(item, _End)]:
                yield group
        await pump
    finally:
        pump.cancel()
        await asyncio.wait([pump])


class _End:
    """Stands behind the last row."""


async def _pump(rows: AsyncIterable[AnyRow], queue: asyncio.Queue[AnyRow | _End]) -> None:
    try:
        async for row in rows:
            await queue.put(row)
    except Exception:
        await queue.put(_End())
        raise
    await queue.put(_End())


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value)
