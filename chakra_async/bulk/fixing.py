"""The rows of a table that a run could not do, with all their columns and the reason, to be corrected and run again."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.journal.location import location_of
from chakra_async.bulk.journal.reader import describe, read_rows
from chakra_async.bulk.sources.values import as_string

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncGenerator, Iterable

    from chakra_async.bulk.journal.postgres.address import JournalAddress
    from chakra_async.bulk.rows import Result, RowState
    from chakra_async.bulk.sources.base import Source

__all__ = ["RowToFix", "rows_to_fix"]

_SOURCE: Final = ("sha256", "column", "sheet", "member", "delimiter", "header_line")


@attrs.frozen
class RowToFix:
    """A row of the table, and what the journal has of it.

    Attributes:
        result: Its state and reason.
        cells: Its cells by column name, as strings.

    """

    result: Result
    cells: dict[str, str]


async def rows_to_fix(
    journal: str | os.PathLike[str] | JournalAddress, source: Source, states: Iterable[RowState]
) -> AsyncGenerator[RowToFix]:
    """Give the rows of a journal that are in some states, with their cells, in the order of the table.

    Args:
        journal: The journal.
        source: The table that the run read.
        states: The states.

    Raises:
        JournalError: There is no such journal, or it cannot be read.
        InputError: The table is not the one that the journal knows, or cannot be read.

    """
    path = location_of(journal)
    entries, _ = await asyncio.to_thread(describe, path)
    found = await source.check(None)
    for name in _SOURCE:
        if name in found and entries.get(name, "") != found[name]:
            what = "was changed" if name == "sha256" else f"is read with another {name.replace('_', ' ')}"
            raise InputError(
                f"{source.name} is not the table that {path} knows, or it {what} since: its rows cannot be told apart by "
                "their numbers. Give the table that was run last."
            )
    rows = (row for row in read_rows(path, states) if row.number > 0)
    wanted = next(rows, None)
    async with aclosing(source.batches(0)) as batches:
        async for batch in batches:
            for row in batch:
                if wanted is None:
                    return
                if row.number == wanted.number:
                    cells = {str(name): as_string(value) for name, value in row.fields.items()}
                    yield RowToFix(wanted, cells or {"value": row.value})
                    wanted = next(rows, None)
