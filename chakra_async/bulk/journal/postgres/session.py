"""A connection that comes back: what is done on it is done again after the database was away.

A transaction whose COMMIT was not answered may have happened. What was asked for in it is therefore asked again in a form that does not
mind, and intents of it count as not given: see `PostgresJournal`.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final, TypeVar

from chakra_async._transport.boot_clock import boot_seconds
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.postgres import statements
from chakra_async.bulk.journal.postgres.driver import DatabaseAwayError, connect, postgres_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from chakra_async.bulk.journal.postgres.address import JournalAddress

__all__ = ["Session"]

_PATIENCE: Final = 120.0
_FIRST_WAIT: Final = 0.05
_LONGEST_WAIT: Final = 2.0

T = TypeVar("T")


class Session:
    """A connection to the database of a journal, made anew when it breaks.

    Args:
        address: The database.
        patience: Seconds for which a database that is away is tried again.
        clock: The time in seconds, time asleep included.

    """

    def __init__(
        self,
        address: JournalAddress,
        *,
        patience: float = _PATIENCE,
        clock: Callable[[], float] = boot_seconds,
    ) -> None:
        """Connect.

        Raises:
            JournalError: The database cannot be reached, or does not promise what a journal needs.

        """
        self.address = address
        self.clock = clock
        self._patience = patience
        self._hurry = threading.Event()
        self.connection: psycopg.Connection[Any] = connect(address)
        self.system_id, self.timeline, self._position = self._server()

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

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def _reconnect(self) -> None:
        self.connection.close()
        self.connection = connect(self.address)
        with postgres_errors(self.address):
            system_id, timeline, position = self._server()
        if (system_id, timeline) != (self.system_id, self.timeline) or position < self._position:
            raise self.went_back()

    def went_back(self) -> JournalError:
        """Return the error for a database that is not the one of before."""
        return JournalError(
            f"The database of the journal {self.address} is another one than before: it was restored from a copy, or "
            "failed over, and may have forgotten what was sent. Nothing more is sent; see docs/machines.md, Failover."
        )

    def note_position(self, position: str) -> None:
        """Remember how far the database has come, to know later that it did not go back."""
        self._position = max(self._position, _bytes_of(position))

    def _server(self) -> tuple[str, int, int]:
        record = self.connection.execute(statements.SERVER).fetchone()
        system_id, timeline, position = record or ("", 0, "0/0")
        return system_id, timeline, _bytes_of(position)


def _bytes_of(position: str) -> int:
    high, _, low = position.partition("/")
    return int(high, 16) << 32 | int(low, 16)
