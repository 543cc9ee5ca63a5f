"""A PostgreSQL of a benchmark's own on this machine, and what it takes: the CPU of its processes, and bytes of its WAL.

The server is the one that the tests start. It shares the machine's processors with what is measured.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import attrs

from tests.support.postgres import PostgresServer, fresh_database, unavailable

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.support.postgres import Database

__all__ = ["SETTINGS", "Machine", "Taken", "running", "unavailable"]

SETTINGS: Final = {
    "shared_buffers": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
}
"""What differs from PostgreSQL's own settings: no checkpoint falls into a round by chance."""

_POSITION: Final = "SELECT pg_current_wal_lsn() - '0/0'"
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_TIMES: Final = slice(11, 15)
"""Of the fields behind a process's name in /proc: user and system time, and those of its children that have ended."""


@attrs.frozen
class Taken:
    """What a server has taken since it started, or between two moments.

    Attributes:
        cpu: Seconds of CPU of all its processes, those of connections that have ended among them.
        wal: Bytes of write-ahead log.

    """

    cpu: float
    wal: float

    def __sub__(self, earlier: Self) -> Taken:
        """Return what was taken since an earlier moment."""
        return Taken(self.cpu - earlier.cpu, self.wal - earlier.wal)


class Machine:
    """A server and an empty database on it.

    Args:
        server: The server.
        database: The database.

    """

    def __init__(self, server: PostgresServer, database: Database) -> None:
        """Keep them."""
        self._main = int((server.data / "postmaster.pid").read_text().split("\n")[0])
        self.database = database

    def taken(self) -> Taken:
        """Return what the server has taken so far."""
        return Taken(self._cpu(), float(self.database.execute(_POSITION)[0][0]))

    def settle(self) -> None:
        """Write out what is left to write, so that it does not fall into the next round."""
        self.database.execute("CHECKPOINT")

    def _cpu(self) -> float:
        children = Path(f"/proc/{self._main}/task/{self._main}/children").read_text().split()
        ticks = sum(_times(self._main))
        for child in children:
            with contextlib.suppress(OSError):  # it has ended meanwhile, and the next look counts it
                ticks += sum(_times(int(child))[:2])
        return ticks / _TICKS


def _times(process: int) -> list[int]:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return [int(field) for field in fields[_TIMES]]


@contextlib.contextmanager
def running() -> Generator[Machine]:
    """Run a server while the block runs.

    Raises:
        RuntimeError: PostgreSQL is not installed here; see `unavailable`.

    """
    server = PostgresServer(SETTINGS)
    try:
        server.start()
        with fresh_database(server.address()) as database:
            yield Machine(server, database)
    finally:
        server.remove()
