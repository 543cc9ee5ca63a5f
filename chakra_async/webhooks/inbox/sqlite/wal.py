"""Whether the `-wal` of an inbox file is there, which holds what came in last until the file is closed cleanly. Everything here blocks.

The file's own header says whether it is needed: the last process that closes an inbox takes it out of WAL mode, which SQLite allows to a
connection without others only. So a file in WAL mode was in use, or its processes were killed, and then its `-wal` is beside it.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

from chakra_async.webhooks.inbox.errors import InboxError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_wal", "close_cleanly"]

_HEADER: Final = 100
_MODE: Final = slice(18, 20)
_IN_WAL: Final = b"\x02\x02"
_OPENING: Final = 1.0
"""Seconds in which another process that is opening the file makes its `-wal`."""

_CLOSING: Final = threading.Lock()
_TRIES: Final = 3
_PAUSE: Final = 0.02
"""Seconds before another try, at most."""


def _wal_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _lacks_wal(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError:
        return False
    return len(header) == _HEADER and header[_MODE] == _IN_WAL and not _wal_of(path).exists()


def check_wal(path: Path) -> None:
    """Check that a file has its `-wal` if it needs it.

    Raises:
        InboxError: It was copied or restored without it.

    """
    until = time.monotonic() + _OPENING
    while _lacks_wal(path):
        if time.monotonic() > until:
            wal = _wal_of(path)
            raise InboxError(
                f"The inbox {path} was not closed, and {wal.name} beside it is missing, which holds what came in last: restore it from "
                f"where the inbox was copied. To go on without it, make {wal.name} as an empty file: events in it are lost, and "
                "what was answered may be answered again."
            )
        time.sleep(0.02)


def close_cleanly(connection: sqlite3.Connection, path: Path) -> None:
    """Close a file, and take it out of WAL mode if nothing else uses it.

    Where something else does, that is tried again for up to 60 ms: of two processes that close at once, each may have been in the
    other's way. The threads of one process take turns, so that the last of them is not.
    """
    with _CLOSING:
        with closing(connection):
            left = _leave_wal(connection)
        for _ in range(_TRIES):
            if left:
                return
            time.sleep(random.uniform(0, _PAUSE))  # noqa: S311 - no secret
            with suppress(sqlite3.Error), closing(_open_again(path)) as again:
                left = _leave_wal(again)


def _open_again(path: Path) -> sqlite3.Connection:
    """Open a file, and make none where it was removed meanwhile."""
    return sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None)


def _leave_wal(connection: sqlite3.Connection) -> bool:
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA busy_timeout = 0")
        return bool(connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",))
    return False
