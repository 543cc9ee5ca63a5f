"""The protocol of every source of rows, and the source for a given argument.

A source is read in small batches, never held in memory, and can be read again from a given record on. A *stable* source
is identified by a digest of its content, so that a journal can prove that it is the same one; the rows of any other
source are compared one by one with the rows of the journal.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.batching import BATCH
from chakra_async.bulk.sources.frames import is_frame, refuse_unfit
from chakra_async.bulk.sources.items import AnyRow
from chakra_async.bulk.sources.iterables import IterableSource
from chakra_async.bulk.sources.queries import is_query

if TYPE_CHECKING:
    from chakra_async.bulk.rows import Row

__all__ = ["BATCH", "AnyRow", "Source", "source_of"]


class Source(Protocol):
    """Rows that can be read in batches, from any record on."""

    @property
    def name(self) -> str:
        """Its name in messages."""
        ...

    @property
    def stable(self) -> bool:
        """Whether its `identity` proves that its rows are the same as before."""
        ...

    @property
    def expected(self) -> int | None:
        """The number of its rows, or None where it is not known."""
        ...

    async def check(self, known: Mapping[str, str] | None) -> dict[str, str]:
        """Check that it can be read, and return its identity.

        Args:
            known: The identity of an earlier run. What was checked then is not checked again.

        Raises:
            InputError: If it cannot be read.

        """
        ...

    def batches(self, after: int) -> AsyncGenerator[list[Row]]:
        """Read the rows that follow record number `after`."""
        ...


def source_of(rows: object, column: str | int | None = None) -> Source:
    """Return the source that reads what was given as rows.

    Args:
        rows: A source, an iterable, a data frame, or a query's cursor or result.
        column: The column of records that identifies them, by name or place; None for a phone number's.

    Raises:
        InputError: If it cannot give rows.

    """
    if isinstance(rows, str | bytes | os.PathLike):
        raise InputError("rows must be bulk.read(path) or an iterable, not the path of a file.")
    if hasattr(rows, "batches") and hasattr(rows, "check"):
        return cast("Source", rows)
    refuse_unfit(rows)
    kind = type(rows).__name__
    if is_frame(rows) or is_query(rows):
        return IterableSource(cast("Iterable[AnyRow]", rows), column)
    if isinstance(rows, Mapping):
        raise InputError(f"rows must be records, one for each row, not a single {kind}.")
    if not isinstance(rows, Iterable | AsyncIterable):
        raise InputError(f"rows must be bulk.read(path) or an iterable, not {kind}.")
    return IterableSource(cast("Iterable[AnyRow] | AsyncIterable[AnyRow]", rows), column)
