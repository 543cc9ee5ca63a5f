"""The tables of the journal in PostgreSQL, in a schema of their own, and the rights of a role that only works.

`rows` is partitioned by run, so that a run is dropped at once; `slices` has the fence of each range of rows, a value of a
sequence that no other take had.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CREATE", "GRANTS", "LEAST_SERVER", "VERSION", "drop_partition", "partition"]

VERSION: Final = 1
"""The version of the tables. A newer one is refused."""

LEAST_SERVER: Final = 140000
"""The oldest PostgreSQL that this is tried on."""

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
    fields jsonb,
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


def partition(run: int) -> str:
    """Return the statement that makes the part of the rows that belongs to a run."""
    return f"CREATE TABLE chakra.rows_{run:d} PARTITION OF chakra.rows FOR VALUES IN ({run:d}) WITH (fillfactor = 70)"


def drop_partition(run: int) -> str:
    """Return the statement that drops the rows of a run."""
    return f"DROP TABLE IF EXISTS chakra.rows_{run:d}"
