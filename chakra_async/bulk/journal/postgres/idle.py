"""A connection between two uses: a worker's next slice takes the one that the last slice left."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

__all__ = ["Idle"]


class Idle:
    """Keeps one connection at most; methods may be called from any thread."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._connection: psycopg.Connection[Any] | None = None
        self._closed = False

    def take(self) -> psycopg.Connection[Any] | None:
        """Return the connection that was left, if there is one; it may have broken meanwhile."""
        with self._lock:
            connection, self._connection = self._connection, None
        return connection

    def leave(self, connection: psycopg.Connection[Any]) -> None:
        """Keep a connection for the next use; one that is broken, in a transaction, or one too many is closed."""
        with self._lock:
            usable = not connection.closed and connection.info.transaction_status.name == "IDLE"
            if usable and self._connection is None and not self._closed:
                self._connection = connection
                return
        connection.close()

    def close(self) -> None:
        """Close the connection that was left, and every one that is left from now on."""
        self._closed = True
        connection = self.take()
        if connection is not None:
            connection.close()
