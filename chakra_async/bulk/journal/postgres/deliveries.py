"""Deliveries, and rows that are proven to have been done, written into a journal in PostgreSQL while workers go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.postgres import reading, schema, statements
from chakra_async.bulk.journal.postgres.driver import connect, postgres_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chakra_async.bulk.journal.postgres.address import JournalAddress
    from chakra_async.bulk.rows import Result

__all__ = ["SharedDeliveries"]

_OWNER: Final = """
SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = ('chakra.rows_' || %s)::regclass
"""
_DELIVERED: Final = """
UPDATE chakra.rows SET delivery = %(stage)s, delivery_at = %(at)s
WHERE run = %(run)s AND result = %(result)s
    AND coalesce(array_position(%(stages)s::text[], delivery), 0) < array_position(%(stages)s::text[], %(stage)s::text)
"""
_FAILED: Final = """
UPDATE chakra.rows SET failed_at = %(at)s, failed_reason = %(reason)s
WHERE run = %(run)s AND result = %(result)s AND failed_at IS NULL
"""
_CHECKED: Final = f"""
UPDATE chakra.rows SET state = 'done', outcome = NULL, code = NULL, error = NULL, reason = %(reason)s,
    result = %(result)s, was_created = %(created)s, at = {statements.NOW}
WHERE run = %(run)s AND number = %(number)s AND state = 'unknown'
"""


class SharedDeliveries:
    """The deliveries of a run in PostgreSQL.

    Args:
        address: The journal.

    Raises:
        JournalError: There is no such journal, or it cannot be written.

    """

    def __init__(self, address: JournalAddress) -> None:
        """Connect."""
        self._address = address
        self._connection = connect(address)
        try:
            with postgres_errors(address):
                schema.check(self._connection, address, make=False)
                record = self._connection.execute(statements.RUN, (address.name,)).fetchone()
        except BaseException:
            self._connection.close()
            raise
        if record is None:
            self._connection.close()
            raise JournalError(f"The journal {address} does not exist.")
        self._run: int = record[0]

    def record_all(
        self, found: Sequence[tuple[str, str | None, int, str | None]], stages: Sequence[str]
    ) -> int:
        """Take in statuses, and return how many changed anything.

        Args:
            found: Result id, stage (None for a failure), time and reason of each.
            stages: The stages in their order.

        """
        changed = 0
        with postgres_errors(self._address), self._connection.transaction():
            owns = self._connection.execute(_OWNER, (self._run,)).fetchone()
            if owns is not None and owns[0]:
                # Made with the first delivery, so that a run without one does not pay for it.
                self._connection.execute(
                    f"CREATE INDEX IF NOT EXISTS rows_{self._run:d}_result ON chakra.rows_{self._run:d} (result) "
                    "WHERE result IS NOT NULL".encode()
                )
            for result, stage, at, reason in found:
                values: dict[str, Any] = {"run": self._run, "result": result, "at": at, "reason": reason}
                values |= {"stage": stage, "stages": list(stages)}
                changed += self._connection.execute(_FAILED if stage is None else _DELIVERED, values).rowcount
        return changed

    def row_by_result_id(self, result_id: str) -> Result | None:
        """Return the row whose result has an id, or None where there is none."""
        return reading.row_by_result_id(self._address, result_id)

    def settle(self, rows: Sequence[tuple[int, str, str | None, bool | None]]) -> int:
        """Record rows of unknown outcome as done: number, reason, result id and whether something was made."""
        changed = 0
        with postgres_errors(self._address), self._connection.transaction():
            for number, reason, result, created in rows:
                values = {"number": number, "reason": reason, "result": result, "created": created}
                changed += self._connection.execute(_CHECKED, {"run": self._run, **values}).rowcount
        return changed

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
