"""The connection to the database: what it must promise, and its complaints in words, the password never among them."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from chakra_async._core.postgres_errors import SENTENCES, connection_texts, first_line, sentence_of
from chakra_async.bulk.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Generator

    import psycopg

    from chakra_async.bulk.journal.postgres.address import JournalAddress

__all__ = ["DatabaseAwayError", "connect", "is_away", "postgres_errors"]

_CONNECT_SECONDS: Final = 10
_SILENT_SECONDS: Final = 15
_LEAST_SERVER: Final = 140000
"""The oldest PostgreSQL that is taken."""
_ALIVE: Final = {
    "connect_timeout": _CONNECT_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""A connection that does not answer is given up after about 20 seconds, so that a half-open one does not hold a run for ever."""

_SENTENCES: Final = {
    **SENTENCES,
    "3F000": "the database has no journal",
    "42P01": "the database has no journal, or an incomplete one",
    "42501": "the role lacks a right: grant it as docs/machines.md says, or make the journal with the owner's role",
    "53100": "the database's disk is full: make room, and start again",
    "53200": "the database is out of memory",
    "53300": "the database does not take more connections: raise max_connections, or run fewer workers",
    "26000": "a pooler between here and the database takes prepared statements apart: connect to the database itself, or "
    "set the pooler to session mode",
}
_FROM_TEXT: Final = connection_texts(_SENTENCES)
_FINAL: Final = frozenset(_FROM_TEXT.values()) - {_SENTENCES["53300"]}
"""What does not change by waiting."""
_AWAY_CLASSES: Final = ("08", "57P")
"""SQLSTATE: connection exceptions, and operator intervention such as a shutdown."""


class DatabaseAwayError(JournalError):
    """The database cannot be reached, or the connection to it broke. What is known is kept, and it is tried again."""


def _driver() -> Any:
    try:
        return importlib.import_module("psycopg")
    except ImportError:
        raise JournalError(
            "A journal in PostgreSQL needs psycopg, which is not installed: pip install 'chakra-async[postgres]'."
        ) from None


def connect(address: JournalAddress, *, writes: bool = True) -> psycopg.Connection[Any]:
    """Connect to the database of a journal, each statement a transaction of its own unless one is begun.

    Statements are not prepared, so that a pooler in transaction mode may be between; nothing here needs more than a
    transaction of one connection.

    Args:
        address: The database.
        writes: Check that what is committed there is durable.

    Raises:
        JournalError: It cannot be reached, or does not promise what a journal needs.

    """
    driver = _driver()
    with postgres_errors(address):
        connection: psycopg.Connection[Any] = driver.connect(
            address.conninfo, autocommit=True, prepare_threshold=None, application_name="chakra", **_ALIVE
        )
        try:
            if writes:
                _check(connection, address)
        except BaseException:
            connection.close()
            raise
    return connection


def _check(connection: psycopg.Connection[Any], address: JournalAddress) -> None:
    """Refuse a database whose COMMIT promises nothing, or that cannot be written.

    Raises:
        JournalError: It is one.

    """
    if connection.info.server_version < _LEAST_SERVER:
        least = _LEAST_SERVER // 10_000
        raise JournalError(f"The journal {address} needs PostgreSQL {least} or newer.")
    record = connection.execute(
        "SELECT current_setting('fsync'), current_setting('synchronous_commit'), pg_is_in_recovery(), "
        "current_setting('default_transaction_read_only'), current_setting('full_page_writes'), pg_backend_pid()"
    ).fetchone()
    fsync, synchronous, standby, read_only, full_pages, process = record or ("", "", False, "", "", 0)
    if standby or read_only == "on":
        raise JournalError(f"The journal {address} cannot be written: {_SENTENCES['25006']}.")
    for name, value in (
        ("fsync", fsync),
        ("synchronous_commit", synchronous),
        ("full_page_writes", full_pages),
    ):
        if value == "off":
            raise JournalError(
                f"The journal {address} would not survive a crash of the database: its {name} is off. Switch it on; a row "
                "whose intent was lost would be sent again."
            )
    if (
        process == connection.info.backend_pid
    ):  # else a pooler is between, whose connections are for others as well
        _limit_silence(connection)


def _limit_silence(connection: psycopg.Connection[Any]) -> None:
    """Let the server give up a transaction whose client is silent, so that its locks do not outlive a cut network."""
    connection.execute(f"SET idle_in_transaction_session_timeout = '{_SILENT_SECONDS}s'".encode())
    connection.execute(f"SET tcp_keepalives_idle = {_SILENT_SECONDS}".encode())


def is_away(error: BaseException) -> bool:
    """Return whether an error of the driver means that the connection is gone, and another may succeed."""
    driver = _driver()
    if not isinstance(error, driver.OperationalError | driver.InterfaceError):
        return False
    code = getattr(error, "sqlstate", None)
    return code is None or code.startswith(_AWAY_CLASSES)


@contextmanager
def postgres_errors(address: JournalAddress) -> Generator[None]:
    """Turn the errors of the driver into a `JournalError`.

    Raises:
        DatabaseAwayError: The connection is gone.
        JournalError: Anything else is wrong.

    """
    driver = _driver()
    try:
        yield
    except driver.Error as error:
        code = getattr(error, "sqlstate", None)
        sentence = sentence_of(code, str(error), _SENTENCES, _FROM_TEXT)
        if is_away(error) and sentence not in _FINAL:
            raise DatabaseAwayError(
                f"The database of the journal {address} is away: {sentence or code}."
            ) from None
        # Details of the server's errors can quote values of rows: its first line alone is shown.
        shown = sentence or first_line(error.diag.message_primary or type(error).__name__)
        raise JournalError(f"The journal {address} cannot be used: {shown}.") from None
