"""Rows of a query: of a cursor of DB-API, synchronous or not, and of a result of SQLAlchemy or DuckDB.

A cursor is known by what it can do, so that no driver is imported. It is read in small groups on the event loop, since most
drivers tie a cursor to its thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Iterator, Mapping
from typing import Any, Final, cast

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.batching import BATCH
from chakra_async.bulk.sources.columns import choose_column, column_names
from chakra_async.bulk.sources.lacking import LackingRecord

__all__ = ["QueryRows", "is_query"]

_LONGEST: Final = 200


def is_query(rows: object) -> bool:
    """Return whether an object is a cursor or the result of a query, whose rows have the names of columns."""
    if hasattr(rows, "fetchmany") and hasattr(rows, "keys"):  # SQLAlchemy
        return True
    if not hasattr(rows, "description"):
        return False
    return hasattr(rows, "fetchmany") or (hasattr(rows, "execute") and isinstance(rows, AsyncIterable))


class QueryRows:
    """The records of a query, each read once.

    Args:
        rows: The cursor or the result.
        column: The column that identifies a row, by name or place; None for a phone number's.

    Raises:
        InputError: If the query has no rows to give, or there is no such column, or more than one.

    """

    def __init__(self, rows: Any, column: str | int | None) -> None:
        """Choose the column."""
        self._rows = rows
        self._asynchronous = isinstance(rows, AsyncIterable)
        given = _names(rows)
        self.names = column_names(given)
        self._doubled = tuple(name for name, count in Counter(given).items() if count > 1)
        self.column = self.names[choose_column(given, column, "the query")]
        self._read = 0

    def records(self) -> Iterator[dict[str, object]] | AsyncIterator[dict[str, object]]:
        """Give the records; asynchronous where the cursor is."""
        return self._iterated() if self._asynchronous else self._fetched()

    def _fetched(self) -> Iterator[dict[str, object]]:
        while True:
            try:
                rows: list[Any] = self._rows.fetchmany(BATCH)
            except Exception as error:
                raise self._failed(error) from error
            if not rows:
                return
            yield from map(self._record, rows)

    async def _iterated(self) -> AsyncIterator[dict[str, object]]:
        iterator = aiter(self._rows)
        while True:
            try:
                row = await anext(iterator)
            except StopAsyncIteration:
                return
            except Exception as error:
                raise self._failed(error) from error
            yield self._record(row)

    def _record(self, row: Any) -> dict[str, object]:
        self._read += 1
        if isinstance(row, Mapping):  # of a cursor that gives records itself
            record = cast("Mapping[Any, object]", row)
            if self._doubled:
                record = dict(record)  # SQLAlchemy's has the length of the row
                if len(record) < len(self.names):
                    kept = {name: value for name, value in record.items() if str(name) not in self._doubled}
                    names = column_names(list(map(str, kept)))
                    return LackingRecord(self._doubled, zip(names, kept.values(), strict=True))
            return dict(zip(column_names(list(map(str, record))), record.values(), strict=True))
        return dict(zip(self.names, row, strict=True))

    def _failed(self, error: Exception) -> InputError:
        said = " ".join(str(error).split())[:_LONGEST].rstrip(".")
        return InputError(
            f"the query failed after row {self._read} ({type(error).__name__}: {said}). What was done is in the journal: "
            "run it again with the same query, in the same order, to go on."
        )


def _names(rows: Any) -> list[str]:
    if hasattr(rows, "keys"):
        try:
            return [str(name) for name in rows.keys()]  # noqa: SIM118 - the names of columns, not the keys of a mapping
        except Exception as error:
            raise InputError(
                f"the result of the query gives no rows ({type(error).__name__}: {error})."
            ) from error
    if rows.description is None:
        raise InputError(
            "the cursor has no rows to give: execute a query that selects some, and give the cursor."
        )
    return [str(column[0]) for column in rows.description]
