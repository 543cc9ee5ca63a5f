"""Opening an inbox file, and turning the complaints of SQLite and the system into errors that say what to do. Everything here blocks."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from chakra_async.webhooks.inbox.errors import InboxError, InboxFullError
from chakra_async.webhooks.inbox.sqlite import schema
from chakra_async.webhooks.inbox.sqlite.book import SQLiteBook
from chakra_async.webhooks.inbox.sqlite.wal import check_wal, close_cleanly

if TYPE_CHECKING:
    from collections.abc import Generator

    from chakra_async.webhooks.inbox.records import InboxStats

__all__ = ["InboxFile", "Synchronous", "inbox_errors", "read_stats"]

Synchronous = Literal["full", "normal"]

_BUSY_SECONDS: Final = 5.0
_MIB: Final = 1024 * 1024
_MAGIC: Final = b"SQLite format 3\x00"
_HEADER: Final = 100
_MARK: Final = slice(68, 72)
"""Where `PRAGMA application_id` is in the header."""


@contextmanager
def inbox_errors(path: Path) -> Generator[None]:
    """Turn errors of SQLite and of the system into `InboxError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise _inbox_error(path, error) from None
    except OSError as error:
        raise InboxError(f"The inbox {path} cannot be used: {error.strerror or error}.") from None


def _inbox_error(path: Path, error: sqlite3.Error) -> InboxError:
    name: str = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_FULL"):
        return InboxFullError(f"The inbox {path} cannot be written: the disk is full. Free some space.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return InboxError(
            f"The inbox {path} was locked by another program for {_BUSY_SECONDS:g} s: let it end, or use another file."
        )
    if name.startswith("SQLITE_READONLY"):
        return InboxError(f"The inbox {path} cannot be written: it, or its disk, is read-only.")
    if name.startswith("SQLITE_CANTOPEN"):
        return InboxError(
            f"The inbox {path} cannot be opened: check that its directory exists and can be written."
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return InboxError(
            f"The inbox {path} is not an SQLite file or is damaged: restore it from a copy, or choose another path."
        )
    return InboxError(f"The inbox {path} cannot be used: {error} ({name or type(error).__name__}).")


def _another_kind(path: Path) -> InboxError:
    return InboxError(f"{path} is an SQLite file of another kind: choose another path.")


def _is_of_another_kind(path: Path) -> bool:
    """Return whether a file's header has the mark of another application; nothing of it is opened by SQLite."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        header = file.read(_HEADER)
    mark = int.from_bytes(header[_MARK], "big")
    return header.startswith(_MAGIC) and mark not in (0, schema.APPLICATION)


class InboxFile:
    """An open inbox file.

    Args:
        path: The file. It is made if it is not there, readable for its owner alone, since it holds personal data.
        synchronous: `full` survives a power cut, `normal` only the end of the process.
        reserve: Bytes that must be free on the disk for anything new to be stored.

    Raises:
        InboxError: It cannot be opened or written, is of a newer version, or is not an inbox.

    """

    def __init__(self, path: Path, *, synchronous: Synchronous, reserve: int) -> None:
        path = Path(os.path.realpath(path))
        self.path = path
        self._reserve = reserve
        if sqlite3.sqlite_version_info < schema.LEAST_SQLITE:
            least = ".".join(map(str, schema.LEAST_SQLITE))
            raise InboxError(f"An inbox needs SQLite {least}; this Python has {sqlite3.sqlite_version}.")
        if path.is_dir():
            raise InboxError(f"The inbox {path} is a directory: name a file.")
        if not path.parent.is_dir():
            raise InboxError(f"The directory {path.parent} of the inbox does not exist.")
        with inbox_errors(path):
            if _is_of_another_kind(
                path
            ):  # SQLite would merge its `-wal`, which a journal of a killed run needs
                raise _another_kind(path)
            check_wal(path)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare(connection, synchronous)
            except BaseException:
                close_cleanly(connection, path)
                raise
        self.connection = connection
        self.book = SQLiteBook(connection)
        self.errors: type[Exception] = sqlite3.Error
        self._identity = self._present()

    def _prepare(self, connection: sqlite3.Connection, synchronous: Synchronous) -> None:
        self._check_format(connection)  # before anything of another program's file is changed
        _enter_wal(connection)
        connection.execute(f"PRAGMA synchronous = {synchronous.upper()}")
        connection.execute("BEGIN IMMEDIATE")  # two processes may make the file at once
        try:
            if self._check_format(connection):
                for statement in schema.CREATE.split(";\n"):
                    connection.execute(statement)
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version < schema.VERSION:
                for statement in schema.UPGRADE:
                    connection.execute(statement)
            connection.execute("UPDATE meta SET value = value WHERE name = 'last'")  # it can be written
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _check_format(self, connection: sqlite3.Connection) -> bool:
        """Check that a file is an inbox of a known version; return whether it is empty."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not version and not application and not tables:
            return True
        if application != schema.APPLICATION:
            raise _another_kind(self.path)
        if version > schema.VERSION:
            raise InboxError(
                f"The inbox {self.path} was written by a newer version of this library (format {version}, here "
                f"{schema.VERSION}): update the library, or choose another path."
            )
        return False

    def check(self) -> None:
        """Check that something new may be stored.

        Raises:
            InboxFullError: The disk has too little space left.
            InboxError: The file was deleted or replaced, so that what is stored would be lost.

        """
        if self._present() != self._identity:
            raise InboxError(
                f"The inbox {self.path} was deleted or replaced while it was in use: restore it and start again. "
                "Nothing new is stored until then."
            )
        if not self._reserve:
            return
        free = shutil.disk_usage(self.path.parent).free
        if free < self._reserve:
            raise InboxFullError(
                f"The disk of the inbox {self.path} has {free // _MIB} MiB free, and {self._reserve // _MIB} MiB are kept in "
                "reserve: free some space. Nothing new is stored until then."
            )

    @contextmanager
    def transaction(self, *, reads: bool) -> Generator[None]:
        """Begin a transaction that is committed in the end, or undone if anything fails.

        Raises:
            InboxError: The file cannot be read or written.

        """
        run = self.connection.execute
        with inbox_errors(self.path):
            try:
                run("BEGIN" if reads else "BEGIN IMMEDIATE")
                yield
                run("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    run("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file; the last process that does leaves nothing beside it."""
        close_cleanly(self.connection, self.path)

    def _present(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def read_stats(path: Path) -> InboxStats:
    """Return the counts of an inbox over a connection of their own, so that nothing that is stored waits for them.

    Raises:
        InboxError: It cannot be read.

    """
    with (
        inbox_errors(path),
        closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
        ) as reader,
    ):
        return SQLiteBook(reader).stats()


def _enter_wal(connection: sqlite3.Connection) -> None:
    # The change of the journal's mode does not wait for others as transactions do.
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
