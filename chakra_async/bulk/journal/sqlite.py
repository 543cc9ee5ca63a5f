"""The journal of a run: an SQLite file (WAL, synchronous=FULL) with the state of every row that was read.

What is promised. A row is recorded as `sending`, and flushed to the disk, before its request leaves; its end is
recorded after the answer. So whatever kills the process or the machine, each row is found in one of three ways: not
sent, ended, or `sending` without an end, which means perhaps done. The end of a row is durable with the next group of
rows; if it is lost with the power, the row is `unknown` and not sent twice. It holds as far as the disk obeys a flush.

Everything here blocks; the event loop reaches it through `GroupCommit`.
"""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import attrs
import orjson

from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal import schema
from chakra_async.bulk.journal.base import Claim, JournalCounts
from chakra_async.bulk.journal.lock import FileLock, Locked
from chakra_async.bulk.journal.reader import OTHER_PATH, check_format, is_new, journal_errors
from chakra_async.bulk.rows import Result, RowState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chakra_async.bulk.journal.base import Identity, NewRow

__all__ = ["Group", "SQLiteJournal", "server_of"]

_BUSY_SECONDS: Final = 5.0
_DOUBLE: Final = "A new journal would send rows again that this one knows to be done"


@attrs.define
class Group:
    """Changes that are made durable together: rows that were read, rows that ended, rows about to be sent."""

    added: list[NewRow] = attrs.field(factory=list)
    ended: list[Result] = attrs.field(factory=list[Result])
    sending: list[int] = attrs.field(factory=list[int])

    def __bool__(self) -> bool:
        return bool(self.added or self.ended or self.sending)


def server_of(base_url: str) -> str:
    """Return the name of a server in a journal, so that a rehearsal on this machine is not taken for the real thing."""
    parts = urlsplit(base_url)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return "local" if local else f"{parts.scheme}://{parts.netloc}"


class SQLiteJournal:
    """An open journal file, locked against any other run. Made by `open`."""

    def __init__(self, path: Path, lock: FileLock, connection: sqlite3.Connection) -> None:
        """Keep what `open` made."""
        self.path = path
        self._lock = lock
        self._connection = connection
        self.known: dict[str, str] = {}
        self.counts = JournalCounts(states={})
        self.claim = Claim(owner="", fence=0)

    @classmethod
    def open(cls, path: Path) -> SQLiteJournal:
        """Open or make a journal and lock it. Nothing in it is changed yet.

        Raises:
            JournalError: It cannot be opened, is in use, or is not a journal.

        """
        path = Path(os.path.realpath(path))
        if sqlite3.sqlite_version_info < schema.LEAST_SQLITE:
            least = ".".join(map(str, schema.LEAST_SQLITE))
            raise JournalError(f"A journal needs SQLite {least}; this Python has {sqlite3.sqlite_version}.")
        if path.is_dir():
            raise JournalError(f"The journal {path} is a directory: {OTHER_PATH}.")
        if not path.parent.is_dir():
            raise JournalError(f"The directory {path.parent} of the journal does not exist.")
        try:
            lock = FileLock(path)
        except Locked:
            raise JournalError(f"The journal {path} is in use by another run: wait for its end.") from None
        except OSError as error:
            raise JournalError(f"The journal {path} cannot be written: {error.strerror or error}.") from None
        try:
            with journal_errors(path):
                # Made here, and not by SQLite, because it holds phone numbers: only its owner may read it.
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
                connection = sqlite3.connect(
                    path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
                )
                journal = cls(path, lock, connection)
                try:
                    journal._prepare()
                except BaseException:
                    connection.close()
                    raise
        except BaseException:
            lock.release()
            raise
        return journal

    def _prepare(self) -> None:
        if not is_new(self._connection):
            check_format(self._connection, self.path)
            self.known = dict(self._connection.execute("SELECT name, value FROM meta"))
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")

    def begin(self, identity: Identity, *, retry_unknown: bool) -> None:
        """Check that the journal is of this run and these rows, and find out where they are.

        Rows found `sending` become `unknown`. Rows that were invalid are forgotten, to be judged again, if the
        parameters that decide about it have changed.

        Args:
            identity: The run.
            retry_unknown: Make rows of unknown outcome pending again.

        Raises:
            JournalError: The journal is of something else, or cannot be written.

        """
        validation = orjson.dumps(dict(identity.validation), option=orjson.OPT_SORT_KEYS).decode()
        fence = int(self.known.get("fence", "0")) + 1
        entries = {**identity.entries, "validation": validation, "fence": str(fence)}
        with journal_errors(self.path):
            if self.known:
                self._compare(identity.entries)
            try:
                if self.known:
                    self._connection.execute("BEGIN IMMEDIATE")
                else:
                    self._connection.executescript(schema.CREATE)
                    entries["created_at"] = datetime.now(UTC).isoformat(timespec="seconds")
                self._connection.executemany("REPLACE INTO meta VALUES (?, ?)", entries.items())
                self._connection.execute(schema.LOST)
                if retry_unknown:
                    self._connection.execute(schema.RETRY)
                forget = bool(self.known) and self.known.get("validation") != validation
                if forget:
                    self._connection.execute(schema.FORGET_INVALID)
                self._connection.execute("COMMIT")
            except BaseException:
                self._rollback()
                raise
            self.counts = self._count()
            if forget:
                self.counts.first_pending = 1
        # The file's lock is what keeps others out; the fence only counts the runs.
        self.claim = Claim(owner=f"process {os.getpid()}", fence=fence)

    def _compare(self, identity: Mapping[str, str]) -> None:
        for name, value in identity.items():
            old = self.known.get(name, "")
            if old == value or name in ("file", "rows"):
                continue
            if name == "sha256":
                raise JournalError(
                    f"The journal {self.path} belongs to another content of {self.known.get('file', 'the file')}: the "
                    f"file has changed since, or is another one. {_DOUBLE}: put only the new and the corrected rows "
                    "into a file of their own, with its own journal."
                )
            what = name.replace("_", " ")
            raise JournalError(
                f"The journal {self.path} belongs to another run: its {what} is {old or 'missing'}, not {value}. "
                f"For another run {OTHER_PATH}."
            )

    def _count(self) -> JournalCounts:
        counts = JournalCounts(states={})
        for state, rows, created, answered, last, pending in self._connection.execute(schema.COUNTS):
            counts.states[RowState(state)] = rows
            counts.last = max(counts.last, last)
            if state == RowState.DONE:
                counts.created, counts.existing = int(created), answered - int(created)
            if pending is not None:
                counts.first_pending = pending
        return counts

    def apply(self, group: Group) -> list[tuple[int, int]]:
        """Make a group of changes durable.

        Returns:
            The rows that are duplicates: number, and number of the first row with the same key.

        Raises:
            JournalError: It cannot be written; then nothing of the group is in it.

        """
        now = int(datetime.now(UTC).timestamp() * 1000)
        duplicates: list[tuple[int, int]] = []
        with journal_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                if group.added:
                    text = orjson.dumps(group.added).decode()
                    inserted = self._connection.execute(schema.INSERT, (text,)).rowcount
                    if inserted < len(group.added):
                        self._connection.execute(schema.DUPLICATES, (text,))
                        duplicates = self._connection.execute(schema.FIRST, (text,)).fetchall()
                if group.ended:
                    self._record_ends(group.ended, now)
                if group.sending:
                    self._connection.execute(schema.SENDING, (now, orjson.dumps(group.sending).decode()))
                self._connection.execute("COMMIT")
            except BaseException:
                self._rollback()
                raise
        return duplicates

    def _record_ends(self, results: Sequence[Result], now: int) -> None:
        # Nearly every row is plainly done; those need only their numbers, which is much less work.
        done: dict[bool | None, list[int]] = {}
        others: list[Sequence[object]] = []
        for result in results:
            if result.state is RowState.DONE and result.code is None:
                done.setdefault(result.was_created, []).append(result.number)
            else:
                others.append(_end(result))
        for was_created, numbers in done.items():
            self._connection.execute(schema.DONE, (was_created, now, orjson.dumps(numbers).decode()))
        if others:
            self._connection.execute(schema.SETTLE, (now, orjson.dumps(others).decode()))

    def states(self, first: int, last: int) -> dict[int, tuple[str, str | None]]:
        """Return state and key of the rows between two numbers, both included."""
        with journal_errors(self.path):
            found = self._connection.execute(
                "SELECT number, state, key FROM rows WHERE number BETWEEN ? AND ?", (first, last)
            )
            return {number: (state, key) for number, state, key in found}

    def close(self) -> None:
        """Close the file and give the lock back."""
        try:
            with journal_errors(self.path):
                self._connection.close()
        finally:
            self._lock.release()

    def discard(self) -> None:
        """Close the file, and remove it if it was made just now and nothing is in it."""
        self._connection.close()
        if not self.known:
            self.path.unlink(missing_ok=True)
        self._lock.release()

    def _rollback(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _end(result: Result) -> Sequence[object]:
    reason = result.reason
    if reason is not None:
        reason = reason.encode("utf-8", "replace").decode()
    return result.number, result.state, result.outcome, result.code, reason, result.was_created
