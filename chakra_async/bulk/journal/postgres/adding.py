"""Rows that were read, added to a journal in PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.base import Added, KnownRow
from chakra_async.bulk.journal.postgres import statements
from chakra_async.bulk.journal.postgres.schema import statistics
from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from chakra_async.bulk.journal.base import Claim, NewRow
    from chakra_async.bulk.journal.postgres.address import JournalAddress
    from chakra_async.bulk.journal.postgres.session import Step

__all__ = ["add_rows", "check_claim", "displaced", "make_slices"]

_NAMES = ("numbers", "lines", "keys", "states", "codes", "reasons")
_MANY = 1000
"""The number of the row with which a list is no longer short."""


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
    if rows and rows[0][0] <= _MANY <= rows[-1][0]:
        connection.execute(statistics(run).encode())
    return Added(duplicates=duplicates, known=known)


def check_claim(connection: psycopg.Connection[Any], run: int, fence: int, address: JournalAddress) -> None:
    """Check that no other process has claimed the whole run since.

    Args:
        connection: In a transaction.
        run: The run.
        fence: The fence of the claim on the whole run.
        address: The journal, for messages.

    Raises:
        JournalError: One has.

    """
    record = connection.execute("SELECT claim FROM chakra.runs WHERE run = %s FOR SHARE", (run,)).fetchone()
    if record is None or record[0] != fence:
        raise JournalError(f"Another run has taken over the journal {address}.")


def displaced(run: int, numbers: Sequence[int]) -> list[Step]:
    """Return the statements that take rows out of the list, to which they do not belong any more."""
    of_run = {"run": run, "numbers": numbers}
    return [(statements.REMOVE, of_run), (statements.DISPLACE, of_run)]


def make_slices(
    connection: psycopg.Connection[Any], run: int, size: int, slices: Sequence[int], claim: Claim
) -> None:
    """Make slices of a claim on the whole run that do not exist yet; those that do are not finished any more."""
    if slices:
        parameters = {"run": run, "size": size, "slices": slices, "fence": claim.fence, "owner": claim.owner}
        connection.execute(statements.SLICES, parameters)
