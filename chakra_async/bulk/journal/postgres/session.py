"""A connection that comes back: what is done on it is done again after the database was away.

A transaction whose COMMIT was not answered may have happened. What was asked for in it is therefore asked again in a form that does not
mind, and intents of it count as not given: see `PostgresJournal`.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from chakra_async._transport.boot_clock import boot_seconds
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.postgres import statements
from chakra_async.bulk.journal.postgres.driver import DatabaseAwayError, connect, postgres_errors
from chakra_async.bulk.journal.postgres.idle import Idle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    import psycopg

    from chakra_async.bulk.journal.postgres.address import JournalAddress

    Step: TypeAlias = tuple[str, Mapping[str, Any] | Sequence[Any]]
    """A statement and its parameters."""

__all__ = ["Seen", "Session"]

_PATIENCE: Final = 120.0
_FIRST_WAIT: Final = 0.05
_LONGEST_WAIT: Final = 2.0

T = TypeVar("T")


@attrs.define
class Seen:
    """Which database was seen, and how far it had come: one that is another, or comes no longer as far, has forgotten what was sent.

    A process keeps one for all its connections to one database.

    Attributes:
        system_id: Its system identifier; empty before the first connection.
        timeline: Its timeline.
        position: How many bytes of its log were durable.
        idle: The connection that is between two uses.

    """

    system_id: str = ""
    timeline: int = 0
    position: int = 0
    idle: Idle = attrs.field(factory=Idle)

    @property
    def parameters(self) -> dict[str, Any]:
        """What statements compare the database with."""
        return {"system_id": self.system_id, "timeline": self.timeline, "position": self.position}

    def note(self, position: int) -> None:
        """Take in how far it has come, durably."""
        self.position = max(self.position, position)


class Session:
    """A connection to the database of a journal, made anew when it breaks.

    Args:
        address: The database.
        patience: Seconds for which a database that is away is tried again.
        clock: The time in seconds, time asleep included.
        seen: What earlier connections of this process saw; its idle connection is used, and this one is left there in the end. None for
            a session of its own.

    """

    def __init__(
        self,
        address: JournalAddress,
        *,
        patience: float = _PATIENCE,
        clock: Callable[[], float] = boot_seconds,
        seen: Seen | None = None,
    ) -> None:
        """Connect.

        Raises:
            JournalError: The database cannot be reached, does not promise what a journal needs, or is not the one of before.

        """
        self.address = address
        self.clock = clock
        self._patience = patience
        self._hurry = threading.Event()
        self.seen = Seen() if seen is None else seen
        self._shares = seen is not None
        left = self.seen.idle.take()
        self.connection: psycopg.Connection[Any] = connect(address) if left is None else left
        try:
            try:
                with postgres_errors(address):
                    system_id, timeline, position, flushed = self._server()
            except DatabaseAwayError:
                if left is None:
                    raise
                self.connection.close()  # it broke while nothing used it
                self.connection = connect(address)
                with postgres_errors(address):
                    system_id, timeline, position, flushed = self._server()
            if not self.seen.system_id:
                self.seen.system_id, self.seen.timeline = system_id, timeline
            self.check(system_id, timeline, position)
        except BaseException:
            self.connection.close()
            raise
        self.seen.note(flushed)

    def again(self, do: Callable[[], T], reconnected: Callable[[], None] | None = None) -> T:
        """Do something, and once more after each time that the database was away.

        Args:
            do: What to do; nothing of it may be wrong a second time.
            reconnected: Called on each new connection before that.

        Raises:
            DatabaseAwayError: It was away for too long.
            JournalError: It cannot be done.

        """
        broken = False
        until: float | None = None
        wait = _FIRST_WAIT
        while True:
            try:
                if broken:
                    self._reconnect()
                    if reconnected is not None:
                        with postgres_errors(self.address):
                            reconnected()
                    broken = False
                with postgres_errors(self.address):
                    return do()
            except DatabaseAwayError:
                broken = True
                until = self.clock() + self._patience if until is None else until
                if self.clock() >= until or self._hurry.is_set():
                    raise
                self._hurry.wait(wait)
                wait = min(wait * 2, _LONGEST_WAIT)

    def hurry(self) -> None:
        """From now on try once and do not wait for a database that is away; may be called from any thread."""
        self._hurry.set()

    @property
    def hurried(self) -> bool:
        """Whether `hurry` was called."""
        return self._hurry.is_set()

    def close(self) -> None:
        """Close the connection, or leave it for the next session of this process."""
        if self._shares:
            self.seen.idle.leave(self.connection)
        else:
            self.connection.close()

    def _reconnect(self) -> None:
        self.connection.close()
        self.connection = connect(self.address)
        with postgres_errors(self.address):
            system_id, timeline, position, _ = self._server()
        self.check(system_id, timeline, position)

    def check(self, system_id: str, timeline: int, position: int) -> None:
        """Check that a database is the one of before, and has not gone back.

        Raises:
            JournalError: It is another one, or has.

        """
        seen = self.seen
        if (system_id, timeline) != (seen.system_id, seen.timeline) or position < seen.position:
            raise self.went_back()

    def went_back(self) -> JournalError:
        """Return the error for a database that is not the one of before."""
        return JournalError(
            f"The database of the journal {self.address} is another one than before: it was restored from a copy, or "
            "failed over, and may have forgotten what was sent. Nothing more is sent; see docs/machines.md, Failover."
        )

    def run(self, steps: Sequence[Step]) -> list[list[tuple[Any, ...]]]:
        """Run statements one after another, and return the rows of each."""
        return [
            _rows(self.connection.execute(statement.encode(), parameters)) for statement, parameters in steps
        ]

    def in_one_trip(self, steps: Sequence[Step]) -> list[list[tuple[Any, ...]]]:
        """Run statements in one transaction and one round trip, and return the rows of each once COMMIT has returned.

        The server skips what follows a statement that failed, COMMIT included. So nothing is read before COMMIT has said that it
        was one: what a broken connection leaves behind looks the same whether it broke before, in or after it.
        """
        connection = self.connection
        try:
            with connection.pipeline():
                connection.execute("BEGIN")
                cursors = [connection.execute(statement.encode(), given) for statement, given in steps]
                end = connection.execute("COMMIT")
            self._check_commit(end.statusmessage)
            return [_rows(cursor) for cursor in cursors]
        except BaseException:
            with contextlib.suppress(Exception):  # a broken connection is made anew, and its server undoes it
                connection.rollback()
            raise

    def _check_commit(self, answer: str | None) -> None:
        if answer != "COMMIT":
            raise JournalError(
                f"The journal {self.address} cannot be written: the database has undone the transaction."
            )

    def _server(self) -> tuple[str, int, int, int]:
        record = self.connection.execute(statements.SERVER).fetchone()
        system_id, timeline, position, flushed = record or ("", 0, 0, 0)
        return system_id, timeline, int(position), int(flushed)


def _rows(cursor: psycopg.Cursor[Any]) -> list[tuple[Any, ...]]:
    return cursor.fetchall() if cursor.description else []
