"""The connection of an inbox in PostgreSQL, its transactions, and its complaints in words. Everything here blocks."""

from __future__ import annotations

import importlib
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NoReturn

from chakra_async._core.postgres_errors import SENTENCES, connection_texts, first_line, sentence_of
from chakra_async.webhooks.inbox.errors import InboxError, InboxFullError
from chakra_async.webhooks.inbox.postgres import schema
from chakra_async.webhooks.inbox.postgres.book import PostgresBook
from chakra_async.webhooks.inbox.records import storable

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    import psycopg

    from chakra_async.webhooks.inbox.postgres.address import InboxAddress

__all__ = ["PostgresStore"]

_ALIVE: Final = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
_WAITS: Final = 10
"""Seconds that a transaction waits for another one, and that it may stop in between, before the server ends it."""

_LOCK: Final = (
    f"SELECT set_config('lock_timeout', '{_WAITS}s', true), set_config('statement_timeout', '60s', true), "
    f"set_config('idle_in_transaction_session_timeout', '{_WAITS}s', true), pg_advisory_xact_lock(%(key)s)"
)

_SENTENCES: Final = {
    **SENTENCES,
    "42501": "the role lacks a right: make the inbox with the owner's role, and grant the role its tables",
    "53300": "the database does not take more connections: raise max_connections, or run fewer processes",
    "55P03": f"another process has held the inbox for {_WAITS} s",
    "57014": "the database took longer than a minute for a statement",
}
_FULL: Final = "53100"
_FROM_TEXT: Final = {**connection_texts(_SENTENCES), "does not exist": _SENTENCES["3D000"]}


class PostgresStore:
    """An open inbox in a database.

    A connection that breaks is made anew for the next transaction.

    Args:
        address: Where.

    Raises:
        InboxError: It cannot be reached, is of a newer version, or does not promise what an inbox needs.

    """

    def __init__(self, address: InboxAddress) -> None:
        self.address = address
        self._driver = _driver()
        self.errors: type[Exception] = self._driver.Error
        self.book = PostgresBook(self._run)
        # Two inboxes of one name in one database are one inbox: so is their lock.
        self._key = int.from_bytes(blake2b(address.schema.encode(), digest_size=8).digest(), signed=True)
        self._connection: psycopg.Connection[Any] | None = None
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> psycopg.Cursor[Any]:
        connection = self._connection
        if connection is None:
            raise self._driver.InterfaceError("the connection was closed")
        return connection.execute(
            statement.replace("$", self.address.schema).encode(), dict(parameters) if parameters else None
        )

    def _connected(self) -> psycopg.Connection[Any]:
        connection = self._connection
        if connection is not None and not connection.closed:
            return connection
        with self._in_words():
            # Statements are not prepared, and nothing outlives a transaction, so that a pooler in transaction mode may be between.
            made: psycopg.Connection[Any] = self._driver.connect(
                self.address.conninfo,
                autocommit=True,
                prepare_threshold=None,
                application_name="chakra-inbox",
                **_ALIVE,
            )
            try:
                made.adapters.register_dumper(str, _dumper())
                self._check(made)
            except BaseException:
                made.close()
                raise
        self._connection = made
        return made

    def _check(self, connection: psycopg.Connection[Any]) -> None:
        if connection.info.server_version < schema.LEAST_SERVER:
            raise InboxError(
                f"The inbox {self.address} needs PostgreSQL {schema.LEAST_SERVER // 10_000} or newer."
            )
        record = connection.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'), "
            "pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'"
        ).fetchone()
        *durable, read_only = record or ("", "", "", False)
        if read_only:
            raise InboxError(f"The inbox {self.address} cannot be written: {_SENTENCES['25006']}.")
        for name, value in zip(("fsync", "synchronous_commit", "full_page_writes"), durable, strict=True):
            if value == "off":
                raise InboxError(
                    f"The inbox {self.address} would not survive a crash of the database: its {name} is off. Switch it on; what "
                    "was acknowledged would be lost."
                )

    def _prepare(self) -> None:
        """Make the tables where they are missing; two processes may do so at once."""
        run = self._run
        with self.transaction(reads=False):
            (known,) = run("SELECT to_regclass('$.meta') IS NOT NULL").fetchone() or (False,)
            if not known:
                run(schema.CREATE)
            found = run("SELECT value FROM $.meta WHERE name = 'version'").fetchone()
            if found is None or found[0] > schema.VERSION:
                raise InboxError(
                    f"The inbox {self.address} was written by a newer version of this library: update the library, or choose "
                    "another database."
                )
            if found[0] < schema.VERSION:
                run(schema.UPGRADE)

    @contextmanager
    def transaction(self, *, reads: bool) -> Generator[None]:
        """Begin a transaction that is committed in the end, or undone if anything fails.

        Raises:
            InboxError: The database cannot be read or written; if it was away while it committed, it may have been written.

        """
        with self._in_words():
            try:
                self._begin(reads=reads)
                yield
                self._run("COMMIT")
            except BaseException:
                self._rollback()
                raise

    def _begin(self, *, reads: bool) -> None:
        """Begin a transaction, on another connection where this one broke while it was not used."""
        statements: list[tuple[str, Mapping[str, Any] | None]] = [
            ("BEGIN", None),
            (_LOCK, {"key": self._key}),
        ]
        if reads:
            statements = [("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", None)]
        is_new = self._connection is None
        try:
            self._connected()
            for statement, arguments in statements:
                self._run(statement, arguments)
        except self._driver.OperationalError:
            connection = self._connection
            if is_new or connection is None or not connection.closed:
                raise
            self.close()
            self._begin(reads=reads)

    def _rollback(self) -> None:
        """Undo a transaction; a connection that cannot is closed, and the server undoes it."""
        connection = self._connection
        if connection is None or connection.closed:
            return
        try:
            connection.execute("ROLLBACK")
        except self._driver.Error:
            self.close()

    def check(self) -> None:
        """Do nothing: the database itself refuses what it has no room for."""

    def close(self) -> None:
        """Close the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(self._driver.Error):
                connection.close()

    @contextmanager
    def _in_words(self) -> Generator[None]:
        """Turn the driver's errors into `InboxError`."""
        try:
            yield
        except self._driver.Error as error:
            self._refuse(error)

    def _refuse(self, error: Any) -> NoReturn:
        code = getattr(error, "sqlstate", None)
        if code == _FULL:
            raise InboxFullError(
                f"The inbox {self.address} cannot be written: the database's disk is full. Make room."
            ) from None
        sentence = sentence_of(code, str(error), _SENTENCES, _FROM_TEXT)
        # Details of the server's errors can quote values of rows: its first line alone is shown.
        shown = sentence or first_line(error.diag.message_primary or type(error).__name__)
        raise InboxError(f"The inbox {self.address} cannot be used: {shown}.") from None


def _driver() -> Any:
    try:
        return importlib.import_module("psycopg")
    except ImportError:
        raise InboxError(
            "An inbox in PostgreSQL needs psycopg, which is not installed: pip install 'chakra-async[postgres]'."
        ) from None


def _dumper() -> Any:
    """Return what writes strings: without the characters that PostgreSQL does not store, as records are."""
    base: Any = importlib.import_module("psycopg.types.string").StrDumper

    class Storable(base):  # type: ignore[misc] # a class of an extra
        def dump(self, obj: str) -> Any:
            dumped: object = super().dump(storable(obj))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            return dumped  # pyright: ignore[reportUnknownVariableType]

    return Storable
