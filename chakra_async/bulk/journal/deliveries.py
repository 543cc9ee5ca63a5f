"""What became of messages after they were accepted, written into the journal of the run that sent them.

Webhooks name a message by the id that the journal keeps with its row. A delivery is taken in any order and any number of
times: how far a message has come never goes backwards, and a failure is kept beside it.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Self

import attrs
import orjson

from chakra_async._core.masking import mask_numbers
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal import schema
from chakra_async.bulk.journal.location import location_of
from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.bulk.journal.postgres.deliveries import SharedDeliveries
from chakra_async.bulk.journal.reader import journal_errors
from chakra_async.bulk.journal.records import result_of
from chakra_async.bulk.journal.sqlite import SQLiteJournal

if TYPE_CHECKING:
    import os
    import sqlite3
    from collections.abc import Generator, Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    from chakra_async.bulk.rows import Result

__all__ = ["STAGES", "Checked", "Deliveries", "Delivery"]

STAGES: Final = ("sent", "delivered", "read", "played")
"""How far a message has come, in order."""

_FAILED: Final = "failed"
_LONGEST_REASON: Final = 300


@attrs.frozen(kw_only=True)
class Delivery:
    """What a status webhook says of a message.

    Attributes:
        result_id: The message's id (wamid).
        status: `sent`, `delivered`, `read`, `played` or `failed`, in upper or lower case.
        at: When, epoch milliseconds.
        reason: Why it failed, or None.

    """

    result_id: str
    status: str
    at: int
    reason: str | None = None


@attrs.frozen(kw_only=True)
class Checked:
    """A row of unknown outcome that is proven to have been done.

    Attributes:
        number: The row's number.
        reason: What proves it.
        result_id: The id of what was made, or None.
        was_created: Whether something new was made; None where that is not known.

    """

    number: int
    reason: str
    result_id: str | None = None
    was_created: bool | None = None


class Deliveries:
    """The deliveries in the journal of a run that has ended or was stopped. To be used in a `with` block; it blocks.

    While a run has a journal that is a file it cannot be opened: wait for the run's end, and take in what came meanwhile.
    One in PostgreSQL can be written at any time.

    Args:
        path: The journal: the path of a file, or an address in PostgreSQL.

    Raises:
        JournalError: There is no such journal, a run has it open, or it cannot be written.

    Example:
        ```python
        with bulk.Deliveries("leads.journal") as deliveries:
            deliveries.record("wamid.HBgM", "delivered", 1767225600000)
        ```

    """

    def __init__(self, path: str | os.PathLike[str] | JournalAddress) -> None:
        """Open the journal; of a file, take its lock."""
        location = location_of(path)
        self._store: _FileDeliveries | SharedDeliveries = (
            SharedDeliveries(location) if isinstance(location, JournalAddress) else _FileDeliveries(location)
        )

    def record(self, result_id: str, status: str, at: int, reason: str | None = None) -> bool:
        """Take in one status, and return whether it changed anything: not if it is known, older or of another run.

        Args:
            result_id: The message's id (wamid).
            status: `sent`, `delivered`, `read`, `played` or `failed`, in upper or lower case; others change nothing.
            at: When, epoch milliseconds.
            reason: Why it failed.

        Raises:
            JournalError: The journal cannot be written.

        """
        return bool(self.record_all([Delivery(result_id=result_id, status=status, at=at, reason=reason)]))

    def record_all(self, deliveries: Iterable[Delivery]) -> int:
        """Take in many statuses at once, durably, and return how many changed anything.

        Raises:
            JournalError: The journal cannot be written; then none of them was taken in.

        """
        found: list[tuple[str, str | None, int, str | None]] = []
        for each in deliveries:
            status = each.status.lower()
            if status in STAGES:
                found.append((each.result_id, status, each.at, None))
            elif status == _FAILED:
                found.append((each.result_id, None, each.at, _reason(each.reason)))
        return self._store.record_all(found, STAGES)

    def row_by_result_id(self, result_id: str) -> Result | None:
        """Return the row whose result has an id, or None where there is none.

        Raises:
            JournalError: The journal cannot be read.

        """
        return self._store.row_by_result_id(result_id)

    def settle(self, rows: Iterable[Checked]) -> int:
        """Record rows of unknown outcome as done, and return how many there were; other rows stay what they are.

        Raises:
            JournalError: The journal cannot be written; then none of them was changed.

        """
        return self._store.settle([(row.number, row.reason, row.result_id, row.was_created) for row in rows])

    def close(self) -> None:
        """Give the journal back."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _FileDeliveries:
    """The deliveries in a file."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise JournalError(f"The journal {path} does not exist.")
        self._journal = SQLiteJournal.open(path)
        try:
            self._journal.resume()
        except BaseException:
            self._journal.discard()
            raise

    def record_all(
        self, found: Sequence[tuple[str, str | None, int, str | None]], stages: Sequence[str]
    ) -> int:
        changed = 0
        text = orjson.dumps(stages).decode()
        with self._changing() as connection:
            if connection.execute(schema.WITHOUT_INDEX).fetchone()[0]:
                connection.execute(schema.INDEX)
            for result_id, stage, at, reason in found:
                if stage is None:
                    changed += connection.execute(schema.FAILED, (at, reason, result_id)).rowcount
                else:
                    parameters = {"result": result_id, "stage": stage, "at": at, "stages": text}
                    changed += connection.execute(schema.DELIVERED, parameters).rowcount
        return changed

    def row_by_result_id(self, result_id: str) -> Result | None:
        with journal_errors(self._journal.path):
            record = self._journal.one(schema.select(schema.WITH_RESULT), (result_id,))
            return None if record is None else result_of(record)

    def settle(self, rows: Sequence[tuple[int, str, str | None, bool | None]]) -> int:
        now = int(datetime.now(UTC).timestamp() * 1000)
        with self._changing() as connection:
            return connection.execute(schema.CHECKED, (now, orjson.dumps(rows).decode())).rowcount

    def close(self) -> None:
        self._journal.close()

    @contextmanager
    def _changing(self) -> Generator[sqlite3.Connection]:
        with journal_errors(self._journal.path), self._journal.changing() as connection:
            yield connection


def _reason(text: str | None) -> str | None:
    if text is None:
        return None
    text = mask_numbers(" ".join(text.split())).encode("utf-8", "replace").decode()
    return text if len(text) <= _LONGEST_REASON else text[: _LONGEST_REASON - 1] + "…"
