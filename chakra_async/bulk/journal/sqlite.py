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
import uuid
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import orjson

from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal import schema
from chakra_async.bulk.journal.base import (
    Added,
    Applied,
    Claim,
    Group,
    JournalCounts,
    KnownRow,
    NewInOrder,
    Retried,
    Summary,
    is_same_list,
    text_of,
)
from chakra_async.bulk.journal.identity import check_identity
from chakra_async.bulk.journal.integrity import (
    OpenFiles,
    check_present,
    check_schema,
    check_wal,
    main_session,
    wal_of,
)
from chakra_async.bulk.journal.lock import FileLock, Locked
from chakra_async.bulk.journal.marker import check_marker, remove_marker, write_marker
from chakra_async.bulk.journal.reader import OTHER_PATH, check_format, is_new, journal_errors, summarize
from chakra_async.bulk.journal.runs import keep_run
from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from typing import Any

    from chakra_async.bulk.journal.base import Ended, Identity, NewRow

__all__ = ["Group", "SQLiteJournal", "server_of"]

_BUSY_SECONDS: Final = 5.0
_NONE: Final = Retried()
_STATES: Final = {state.value: state for state in RowState}
_CHECKPOINT_GROUPS: Final = 500
"""Groups after which the `-wal` is brought into the main file, so that it does not grow with the rows."""


def server_of(base_url: str) -> str:
    """Return the name of a server in a journal, so that a rehearsal on this machine is not taken for the real thing."""
    parts = urlsplit(base_url)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return "local" if local else f"{parts.scheme}://{parts.netloc}"


class SQLiteJournal:
    """An open journal file, locked against any other run. Made by `open`."""

    def __init__(self, path: Path, lock: FileLock, connection: sqlite3.Connection, *, is_made: bool) -> None:
        """Keep what `open` made."""
        self._is_made = is_made
        self._files: OpenFiles | None = None
        self.path = path
        self._lock = lock
        self._connection = connection
        self.known: dict[str, str] = {}
        self.counts = JournalCounts(states={})
        self.claim = Claim(owner="", fence=0)
        self._version = schema.VERSION
        self._groups = 0
        self._compares = False
        self._source: dict[str, str] = {}

    @classmethod
    def open(cls, path: Path, *, new: bool = False) -> SQLiteJournal:
        """Open or make a journal and lock it.

        Until a session begins it is open for reading only: SQLite brings a `-wal` into the main file when the last
        connection that can write is closed, whether or not the two belong together.

        Args:
            path: The file.
            new: Make one that was lost anew.

        Raises:
            JournalError: It cannot be opened, is in use, is not a journal, or was lost.

        """
        path = Path(os.path.realpath(path))
        if sqlite3.sqlite_version_info < schema.LEAST_SQLITE:
            least = ".".join(map(str, schema.LEAST_SQLITE))
            raise JournalError(f"A journal needs SQLite {least}; this Python has {sqlite3.sqlite_version}.")
        with journal_errors(path):  # a name that is too long
            is_directory, has_parent = path.is_dir(), path.parent.is_dir()
            is_other = path.exists() and not path.is_file()
        if is_directory:
            raise JournalError(f"The journal {path} is a directory: {OTHER_PATH}.")
        if not has_parent:
            raise JournalError(f"The directory {path.parent} of the journal does not exist.")
        if is_other:
            raise JournalError(f"The journal {path} is a pipe or a device, not a file: {OTHER_PATH}.")
        try:
            lock = FileLock(path)
        except Locked:
            raise JournalError(f"The journal {path} is in use by another run: wait for its end.") from None
        except OSError as error:
            raise JournalError(f"The journal {path} cannot be written: {error.strerror or error}.") from None
        try:
            with journal_errors(path):
                if not new:
                    check_marker(path)
                is_made = _make(path)
                main = check_present(path)
                connection = _connect(path, "ro")
                journal = cls(path, lock, connection, is_made=is_made)
                try:
                    journal._prepare()
                    check_wal(path, main, journal.known)
                except BaseException:
                    connection.close()
                    raise
        except BaseException:
            lock.release()
            raise
        return journal

    def _prepare(self) -> None:
        if not is_new(self._connection):
            self._version = check_format(self._connection, self.path)
            check_schema(self._connection, self.path, self._version)
            self.known = dict(self._connection.execute("SELECT name, value FROM meta"))
            self._count()  # a state that does not exist is found before anything is sent

    def begin(self, identity: Identity, *, retry: Retried = _NONE) -> None:
        """Check that the journal is of this run and these rows, and find out where they are.

        Rows found `sending` become `unknown`. If the list or the parameters that decide about it may have changed, or
        invalid rows are to be judged again, its rows are to be compared with the journal's.

        Args:
            identity: The run.
            retry: Rows to make pending again.

        Raises:
            JournalError: The journal is of something else, or cannot be written.

        """
        validation = text_of(identity.validation)
        fence = int(self.known.get("fence", "0")) + 1
        with journal_errors(self.path):
            self._compares = bool(self.known) and (
                not is_same_list(self.known, identity)
                or (RowState.INVALID in retry.states and self._has_rows_without_key())
            )
            entries = {**identity.entries, "validation": validation, "fence": str(fence)}
            if self._compares:
                # The list counts as known only once it has been read to its end.
                entries |= dict.fromkeys(identity.source.keys() & {"sha256"}, "")
                self._source = dict(identity.source)
            else:
                entries |= identity.source
            if self.known:
                check_identity(
                    self.path, self.known, {**identity.entries, **identity.source}, otherwise=OTHER_PATH
                )
            self._begin_session(entries, retry)
            self.counts = self._count()
            self.counts.compare = self._compares
            found = self.one("SELECT line FROM rows WHERE number = ?", (self.counts.over,))
            self.counts.line = None if found is None else found[0]
        # The file's lock is what keeps others out; the fence only counts the runs.
        self.claim = Claim(owner=f"process {os.getpid()}", fence=fence)

    def resume(self) -> None:
        """Begin a session that sends nothing, to record what became of rows that ended. Rows found `sending` are unknown.

        Raises:
            JournalError: The journal is empty, or cannot be written.

        """
        if not self.known:
            raise JournalError(f"The journal {self.path} is empty: no run has begun on it.")
        with journal_errors(self.path):
            self._begin_session({}, _NONE)

    def _begin_session(self, entries: dict[str, str], retry: Retried) -> None:
        self._connection.close()
        self._connection = _connect(self.path, "rw")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA wal_autocheckpoint = 0")
        session = uuid.uuid4().hex
        entries |= {"session": session, "previous": self.known.get("session", ""), "status": "open"}
        try:
            if self.known:
                self._connection.execute("BEGIN IMMEDIATE")
                for version in range(self._version, schema.VERSION):
                    for statement in schema.UPGRADES[version]:
                        self._connection.execute(statement)
            else:
                self._connection.executescript(schema.create())
                entries["created_at"] = datetime.now(UTC).isoformat(timespec="seconds")
            self._connection.executemany("REPLACE INTO meta VALUES (?, ?)", entries.items())
            self._connection.execute(schema.LOST)
            if retry.states:
                codes = orjson.dumps(sorted(retry.codes)).decode() if retry.codes else None
                self._connection.execute(
                    schema.RETRY, {"states": orjson.dumps(sorted(retry.states)).decode(), "codes": codes}
                )
            self._connection.execute("COMMIT")
        except BaseException:
            self._rollback()
            raise
        self._version = schema.VERSION
        self._connection.execute("PRAGMA temp_store = MEMORY")
        self._connection.executescript(schema.TURN)
        self._checkpoint()
        if main_session(self.path) != (session, True):
            raise JournalError(
                f"The journal {self.path} is being read by another program: close it and start again."
            )
        self._files = OpenFiles(self.path)
        write_marker(self.path)

    def _has_rows_without_key(self) -> bool:
        return bool(self._connection.execute(schema.WITHOUT_KEY).fetchone()[0])

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

    def apply(self, group: Group) -> Applied:
        """Make a group of changes durable.

        Raises:
            JournalError: It cannot be written; then nothing of the group is in it.

        """
        now = int(datetime.now(UTC).timestamp() * 1000)
        added = Added()
        done, others = _divided(group.ended)
        with journal_errors(self.path):
            if group.sending and self._files is not None:
                self._files.check()
            if group.added or group.displaced or others or group.run is not None:
                with self.changing():
                    if group.displaced:
                        numbers = orjson.dumps(group.displaced).decode()
                        self._connection.execute(schema.REMOVE, (numbers,))
                        self._connection.execute(schema.DISPLACE, (numbers,))
                    if group.added:
                        added = self._add(
                            group.added, group.added[-1][0] if group.through is None else group.through
                        )
                    if others:
                        self._connection.execute(schema.SETTLE, (now, orjson.dumps(others).decode()))
                    if done or group.sending:
                        self._take_turn(done, group.sending, now)
                    if group.run is not None:
                        keep_run(self._connection, group.run)
            else:  # one statement, which is a transaction
                self._take_turn(done, group.sending, now)
            self._groups += 1
            if self._groups % _CHECKPOINT_GROUPS == 0:
                self._checkpoint()
        return Applied(added=added)

    @contextmanager
    def changing(self) -> Generator[sqlite3.Connection]:
        """Make what is done in the block durable as a whole, or leave nothing of it."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException:
            self._rollback()
            raise

    def one(self, query: str, parameters: Sequence[object]) -> Sequence[Any] | None:
        """Return the first record of a query, or None."""
        found: Sequence[Any] | None = self._connection.execute(query, parameters).fetchone()
        return found

    def _checkpoint(self) -> None:
        """Bring what is in the `-wal` into the main file; what follows begins with the session again."""
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        self._connection.execute(
            "REPLACE INTO meta VALUES ('checkpoints', ?)", (str(self._groups // _CHECKPOINT_GROUPS),)
        )

    def _add(self, rows: Sequence[NewRow], through: int) -> Added:
        values: dict[str, object]
        if not isinstance(rows, NewInOrder):
            values = {"rows": orjson.dumps(list(rows)).decode(), "through": through}
            cursor = self._connection.execute(schema.INSERT, values)
        else:
            values = {"keys": orjson.dumps(rows.keys).decode(), "through": through}
            values |= {"number": rows.number, "line": rows.line}
            cursor = self._connection.execute(schema.INSERT_IN_ORDER, values)
        duplicates: dict[int, int] = {}
        known: dict[int, KnownRow] = {}
        if cursor.rowcount == len(rows) and not self._compares:
            return Added()
        text = orjson.dumps(list(rows)).decode()
        if cursor.rowcount < len(rows):
            self._connection.execute(schema.DUPLICATES, (text,))
            duplicates = dict(self._connection.execute(schema.FIRST, (text,)).fetchall())
        if self._compares:
            for number, state, created in self._connection.execute(schema.ENDED, (text,)):
                known[number] = KnownRow(RowState(state), None, None if created is None else bool(created))
        return Added(duplicates=duplicates, known=known)

    def _take_turn(self, done: dict[int, str], sending: Sequence[int], now: int) -> None:
        """Record rows that are done and rows that are about to be sent."""
        numbers = orjson.dumps(sending).decode()
        ends = orjson.dumps(done, option=orjson.OPT_NON_STR_KEYS).decode()
        try:
            self._connection.execute(schema.TAKE_TURN, (numbers, len(sending), ends, now))
        except sqlite3.IntegrityError as error:
            if str(error) != schema.NOT_PENDING:
                raise
            (left,) = self._connection.execute(schema.PENDING, (numbers,)).fetchone()
            raise JournalError(
                f"The journal {self.path} was changed by another program while a run was writing it: "
                f"{len(sending) - left} rows that were to be sent are not pending any more. {OTHER_PATH.capitalize()}."
            ) from None

    def list_ended(self, last: int) -> None:
        """Record that the list has been read to its end; see `Journal`."""
        if not self._compares:
            return
        with journal_errors(self.path), self.changing():
            self._connection.execute(schema.REMOVE_AFTER, (last,))
            self._connection.execute(schema.DISPLACE_AFTER, (last,))
            self._connection.executemany("REPLACE INTO meta VALUES (?, ?)", self._source.items())

    def summary(self) -> tuple[JournalCounts, int, Summary]:
        """Return what the journal holds, how many of its rows are not in the list any more, and its summary; nothing is written after it."""
        with journal_errors(self.path):
            # Groups are sorted in a file again, and not in memory: of a million keys that was 63 MB. It drops what is temporary, the turns.
            self._connection.execute("PRAGMA temp_store = DEFAULT")
            counts = self._count()
            (absent,) = self._connection.execute("SELECT count(*) FROM rows WHERE number < 0").fetchone()
            return counts, absent, summarize(self._connection)

    def known_rows(self, first: int, last: int) -> dict[int, KnownRow]:
        """Return the rows between two numbers, both included."""
        with journal_errors(self.path):
            return {
                number: KnownRow(_STATES[state], key, None if created is None else bool(created))
                for number, state, key, created in self._connection.execute(schema.KNOWN, (first, last))
            }

    def hurry(self) -> None:
        """A file is never away."""

    def close(self) -> None:
        """Close the file and give the lock back; a file that was closed is whole without its `-wal`."""
        marked = self._files is None
        try:
            with journal_errors(self.path):
                try:
                    if self._files is not None:
                        self._files.check()
                        self._connection.execute("REPLACE INTO meta VALUES ('status', 'closed')")
                        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                        marked = True
                        remove_marker(self.path)
                except JournalError:  # the files are not there any more
                    write_marker(self.path)
                    raise
                except sqlite3.Error:
                    marked = False
                finally:
                    self._connection.close()
                if not marked and not wal_of(self.path).exists():
                    self._mark_closed_in_place()
        finally:
            self._lock.release()

    def _mark_closed_in_place(self) -> None:
        # The disk is full, but SQLite has brought the -wal into the main file: that needs no room to be marked.
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("UPDATE meta SET value = 'closed' WHERE name = 'status'")
        remove_marker(self.path)

    def discard(self) -> None:
        """Close the file, and remove it if it was made just now and nothing is in it."""
        self._connection.close()
        if self._is_made and not self.known and self._files is None:
            self.path.unlink(missing_ok=True)
        self._lock.release()

    def _rollback(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.as_uri()}?mode={mode}"
    return sqlite3.connect(
        uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def _make(path: Path) -> bool:
    """Make the file if it is not there, and return whether it was made.

    It is made here, and not by SQLite, because it holds phone numbers: only its owner may read it.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        os.close(os.open(path, os.O_RDWR))
        return False
    return True


def _divided(ended: Sequence[Ended]) -> tuple[dict[int, str], list[Sequence[object]]]:
    """Return the rows that are plainly done, nearly all of them, as `TAKE_TURN` takes them, and the others."""
    done: dict[int, str] = {}
    others: list[Sequence[object]] = []
    for end in ended:
        if end.state is RowState.DONE and end.code is None:
            created = end.was_created
            mark = "-" if created is None else "1" if created else "0"
            done[end.number] = mark + (end.result_id or "")
        else:
            others.append(_end(end))
    return done, others


def _end(result: Ended) -> Sequence[object]:
    reason = result.reason
    if reason is not None:
        reason = reason.encode("utf-8", "replace").decode()
    return (
        *(result.number, result.state, result.outcome, result.code, reason, result.was_created),
        *(result.error_class, result.result_id),
    )
