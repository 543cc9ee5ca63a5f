"""Whether the files of a journal belong together, and are still the ones that a run writes.

A journal in use is three files: the main file, `-wal` with what is not yet in it, and `-shm`. The main file alone, after a crash, lacks
what was done last; taken for whole, those rows would be sent again. So the main file says which session has it open (`session` in the
table `meta`), from before the first row is sent until it is closed cleanly, and a `-wal` must be of the same session.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal import schema

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["OpenFiles", "check_present", "check_schema", "check_wal", "main_session", "wal_of"]


def wal_of(path: Path) -> Path:
    """Return the path of a journal's `-wal`."""
    return path.with_name(path.name + "-wal")


def main_session(path: Path) -> tuple[str | None, bool]:
    """Return the session in the main file, read without its `-wal`, and whether it has the file open.

    The session is None where the main file cannot be read alone, as when a full disk or a crash cut short what brings the
    `-wal` into it.
    """
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            (tables,) = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE name = 'meta'"
            ).fetchone()
            found = dict(connection.execute("SELECT name, value FROM meta")) if tables else {}
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_CORRUPT") and wal_of(path).exists():
            return None, True
        raise
    return found.get("session", ""), found.get("status") == "open"


def check_present(path: Path) -> tuple[str | None, bool]:
    """Check that a journal's `-wal` is there if it is needed, and return what `main_session` does.

    Raises:
        JournalError: It is missing.

    """
    main = main_session(path) if path.stat().st_size else ("", False)
    wal = wal_of(path)
    if main[1] and (not wal.exists() or not wal.stat().st_size):
        raise JournalError(
            f"The journal {path} was not closed, and {wal} is missing, which holds what was done last: put it beside the "
            "journal. Without it rows that are done would be sent again."
        )
    return main


def check_wal(path: Path, main: tuple[str | None, bool], known: dict[str, str]) -> None:
    """Check that a main file and its `-wal` belong together.

    Args:
        path: The main file.
        main: What `main_session` gave before the file was opened.
        known: The entries of the journal with its `-wal`.

    Raises:
        JournalError: They do not.

    """
    session, is_open = main
    if (
        known
        and session is not None
        and session != known.get("session")
        and session != known.get("previous", "")
    ):
        raise JournalError(
            f"{wal_of(path)} is not of the journal {path} beside it but of another one: put the -wal of this journal "
            "there, or move it away if this journal was closed cleanly."
        )
    if is_open and not known:
        raise JournalError(f"The journal {path} has lost its content: restore it with its -wal from a copy.")


def check_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Check that a journal of a version has its own tables and nothing else; the index of results may be there or not.

    Raises:
        JournalError: It has others, or triggers or views: another program has changed it.

    """
    found = [
        (kind, name, sql)
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master")
        if not (kind == "index" and (sql is None or sql == schema.INDEX))
    ]
    with closing(sqlite3.connect(":memory:")) as model:
        model.executescript(schema.create(version))
        model.execute("COMMIT")
        wanted = [
            (kind, name, sql)
            for kind, name, sql in model.execute("SELECT type, name, sql FROM sqlite_master")
            if not (kind == "index" and sql is None)
        ]
    if sorted(found, key=str) != sorted(wanted, key=str):
        raise JournalError(
            f"The journal {path} was changed by another program or is damaged: its tables are not those of a journal. "
            "Restore it from a copy."
        )


class OpenFiles:
    """The files of a journal that is open, to notice that one was deleted or replaced.

    Args:
        path: The main file.

    """

    def __init__(self, path: Path) -> None:
        """Remember which files they are."""
        self._files = [(each, _identity(each)) for each in (path, wal_of(path))]

    def check(self) -> None:
        """Check that they are still there.

        Raises:
            JournalError: One was deleted or replaced.

        """
        for path, identity in self._files:
            if _identity(path) != identity:
                raise JournalError(
                    f"{path} was deleted or replaced while a run was writing it. Nothing more is sent; restore the "
                    "journal from a copy before you go on, or rows that are done are sent again."
                )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
