"""Rows that were read, added to a journal in PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async.bulk.journal.base import Added, KnownRow
from chakra_async.bulk.journal.postgres import statements
from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from chakra_async.bulk.journal.base import NewRow

__all__ = ["add_rows"]

_NAMES = ("numbers", "lines", "keys", "states", "codes", "reasons")


def add_rows(
    connection: psycopg.Connection[Any],
    run: int,
    rows: Sequence[NewRow],
    *,
    through: int,
    compares: bool,
) -> Added:
    """Add rows, and return what the journal knew of them.

    Args:
        connection: In a transaction.
        run: The run.
        rows: The rows.
        through: The row up to which the list has been compared with the journal.
        compares: Whether it is compared.

    """
    parameters: dict[str, Any] = {name: [row[index] for row in rows] for index, name in enumerate(_NAMES)}
    parameters |= {"run": run, "through": through}
    parameters["reasons"] = [
        None if each is None else each.replace("\0", "\ufffd") for each in parameters["reasons"]
    ]
    duplicates: dict[int, int] = {}
    known: dict[int, KnownRow] = {}
    if connection.execute(statements.ADD, parameters).rowcount < len(rows):
        connection.execute(statements.DUPLICATES, parameters)
        duplicates = dict(connection.execute(statements.FIRST, parameters).fetchall())
    if compares:
        for number, state, created in connection.execute(statements.ENDED, parameters):
            known[number] = KnownRow(RowState(state), None, created)
    return Added(duplicates=duplicates, known=known)
