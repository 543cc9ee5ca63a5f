"""The tables of the journal in PostgreSQL, in a schema of their own, and the rights of a role that only works.

`rows` is partitioned by run, so that a run is dropped at once; `slices` has the fence of each range of rows, a value of a
sequence that no other take had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.bulk.errors import JournalError

if TYPE_CHECKING:
    import psycopg

    from chakra_async.bulk.journal.postgres.address import JournalAddress

__all__ = [
    "CREATE",
    "GRANTS",
    "VERSION",
    "check",
    "drop_partition",
    "health_key",
    "limit_key",
    "partition",
    "statistics",
]

VERSION: Final = 1
"""The version of the tables. A newer one is refused."""

CREATE: Final = """
CREATE SCHEMA IF NOT EXISTS chakra;
CREATE TABLE chakra.version (version integer NOT NULL);
CREATE SEQUENCE chakra.fences AS bigint;
CREATE TABLE chakra.runs (
    run integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL UNIQUE,
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'stopping', 'stopped', 'done')),
    why text,
    identity jsonb NOT NULL DEFAULT '{}',
    slice_size integer NOT NULL,
    system_id text NOT NULL,
    timeline integer NOT NULL,
    claim bigint NOT NULL DEFAULT 0,
    created timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE chakra.rows (
    run integer NOT NULL,
    number bigint NOT NULL,
    line bigint,
    first bigint,
    at bigint,
    fence bigint,
    attempts integer NOT NULL DEFAULT 0,
    was_created boolean,
    state text NOT NULL,
    key text,
    fields json,
    outcome text,
    code text,
    reason text,
    error text,
    result text,
    delivery text,
    delivery_at bigint,
    failed_at bigint,
    failed_reason text,
    PRIMARY KEY (run, number),
    UNIQUE (run, key)
) PARTITION BY LIST (run);
CREATE TABLE chakra.slices (
    run integer NOT NULL REFERENCES chakra.runs ON DELETE CASCADE,
    slice integer NOT NULL,
    lo bigint NOT NULL,
    hi bigint NOT NULL,
    fence bigint NOT NULL DEFAULT 0,
    owner text,
    seen timestamptz,
    finished boolean NOT NULL DEFAULT false,
    counts jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (run, slice)
) WITH (fillfactor = 50);
CREATE TABLE chakra.gates (
    key text PRIMARY KEY,
    state jsonb NOT NULL DEFAULT '{}',
    paused_until timestamptz,
    epoch bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CREATE TABLE chakra.late (
    run integer NOT NULL REFERENCES chakra.runs ON DELETE CASCADE,
    number bigint NOT NULL,
    fence bigint,
    state text NOT NULL,
    reason text,
    result text,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX late_run ON chakra.late (run);
CREATE TABLE chakra.loads (
    run integer PRIMARY KEY REFERENCES chakra.runs ON DELETE CASCADE,
    upto bigint NOT NULL,
    digest text NOT NULL,
    complete boolean NOT NULL DEFAULT false
);
CREATE TABLE chakra.measures (
    run integer NOT NULL REFERENCES chakra.runs ON DELETE CASCADE,
    fence bigint NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (run, fence)
);
"""

_MAKING: Final = 0x43484B4A
"""The advisory lock under which the tables are made."""

GRANTS: Final = """
GRANT USAGE ON SCHEMA chakra TO {role};
GRANT SELECT ON ALL TABLES IN SCHEMA chakra TO {role};
GRANT USAGE ON SEQUENCE chakra.fences TO {role};
GRANT UPDATE ON chakra.rows, chakra.slices TO {role};
GRANT UPDATE (state, why) ON chakra.runs TO {role};
GRANT INSERT ON chakra.late TO {role};
GRANT INSERT, UPDATE ON chakra.gates, chakra.measures TO {role};
"""
"""What a role needs that only works: it cannot add rows, delete anything, or change what a run is."""


def health_key(run: int) -> str:
    """Return the key of the gate row that counts how rows of a run ended, for its error rate."""
    return f"run {run}"


def limit_key(run: int) -> str:
    """Return the key of the gate row that counts what `--limit` of a run has granted."""
    return f"limit of run {run}"


def partition(run: int) -> str:
    """Return the statements that make the part of the rows that belongs to a run.

    It is attached, and not made in its place, because that would wait for all who read another run.
    """
    return (
        f"CREATE TABLE chakra.rows_{run:d} (LIKE chakra.rows INCLUDING DEFAULTS, CHECK (run = {run:d})) "
        f"WITH (fillfactor = 70); "
        f"ALTER TABLE chakra.rows ATTACH PARTITION chakra.rows_{run:d} FOR VALUES IN ({run:d})"
    )


def statistics(run: int) -> str:
    """Return the statement that lets the server know what the rows of a run are like.

    Without it, it takes the run for one of many in its part, and looks at every row of it to change a few: until it has looked by
    itself, which is a minute later or more. For a role that may not, it does nothing.
    """
    return f"ANALYZE chakra.rows_{run:d}"


def drop_partition(run: int) -> str:
    """Return the statement that drops the rows of a run."""
    return f"DROP TABLE IF EXISTS chakra.rows_{run:d}"


def check(connection: psycopg.Connection[Any], address: JournalAddress, *, make: bool) -> None:
    """Check the version of the tables, and make them where there are none.

    Args:
        connection: The database.
        address: Its address, for messages.
        make: Whether they may be made.

    Raises:
        JournalError: They are missing and may not be made, or are of a newer version.

    """
    if _version(connection, address) is not None:
        return
    if not make:
        raise JournalError(f"The journal {address} does not exist: the database has none.")
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MAKING,))
        if _version(connection, address) is None:
            connection.execute(CREATE.encode())
            connection.execute("INSERT INTO chakra.version VALUES (%s)", (VERSION,))


def _version(connection: psycopg.Connection[Any], address: JournalAddress) -> int | None:
    found = connection.execute("SELECT to_regclass('chakra.version') IS NOT NULL").fetchone()
    if found is None or not found[0]:
        return None
    record = connection.execute("SELECT max(version) FROM chakra.version").fetchone()
    version = record[0] if record else None
    if version is None or version > VERSION:
        raise JournalError(
            f"The journal {address} has format {version}, and this version of the library reads formats up to {VERSION}: go "
            "on with the version of the library that wrote it last."
        )
    return int(version)
