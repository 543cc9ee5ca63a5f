"""The statements of the journal in PostgreSQL.

The protocol is in their conditions: `sending` is entered from `pending` alone, under the present fence of the row's slice, which is held
while that is decided, and only while the run is running; an end needs the fence of its own intent; what gives a row back to
`pending` makes its slice unfinished, and its run running, in the same statement. Locks are taken in one order: the run's lock, the run, slices, rows.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ADD",
    "COUNTS",
    "DISPLACE",
    "DISPLACE_AFTER",
    "DUPLICATES",
    "ENDED",
    "ENDS",
    "ENDS_BACK",
    "FIRST",
    "FORGOTTEN",
    "HOLD",
    "HOLD_BACK",
    "INTENTS",
    "KNOWN",
    "LATE",
    "LOADED",
    "LOCK",
    "LOCK_SHARED",
    "LOST",
    "MEASURES",
    "NOW",
    "PENDING",
    "PREFIXES",
    "REASONS",
    "REMOVE",
    "REMOVE_AFTER",
    "RENEW",
    "RETRY",
    "ROWS_OF_REASON",
    "RUN",
    "SERVER",
    "SLICES",
    "STATE",
    "TAKE",
    "UNFINISH",
    "WITHDRAW",
    "WORKERS",
    "select",
]

NOW: Final = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
"""The database's time in epoch milliseconds: clocks of workers do not count."""

_SLICE: Final = "((number - 1) / %(size)s + 1)"

_SERVER: Final = """(SELECT system_identifier::text FROM pg_control_system()) AS system_id,
        ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int AS timeline,
        pg_current_wal_insert_lsn() - '0/0' AS position"""
"""Which database this is, and how far it has come: its system identifier, its timeline, and bytes of its log."""

_SAME: Final = """(server.system_id = %(system_id)s AND server.timeline = %(timeline)s
        AND server.position >= %(position)s)"""
"""Whether it is the database of before, and has not gone back."""

SERVER: Final = f"SELECT {_SERVER}, pg_current_wal_flush_lsn() - '0/0'"
"""The last is how far it is after a crash at least."""

RUN: Final = "SELECT run, identity, state, why, slice_size, system_id, timeline, claim FROM chakra.runs WHERE name = %s"

STATE: Final = "SELECT state, why, claim FROM chakra.runs WHERE run = %s"

_RUN_LOCK: Final = 0x43484B4A

LOCK: Final = f"SELECT pg_advisory_xact_lock({_RUN_LOCK}, %(run)s)"
"""Before anything else of a transaction that decides whether a run is done, or makes it running."""

LOCK_SHARED: Final = f"SELECT pg_advisory_xact_lock_shared({_RUN_LOCK}, %(run)s)"
"""Before anything else of a transaction that may put a row back to pending."""

HOLD: Final = """
SELECT 1 FROM chakra.slices WHERE run = %(run)s AND slice = ANY(%(slices)s) AND fence = %(fence)s ORDER BY slice FOR SHARE
"""

HOLD_BACK: Final = """
SELECT 1 FROM chakra.slices WHERE run = %(run)s AND slice = ANY(%(slices)s) ORDER BY slice FOR NO KEY UPDATE
"""
"""Before rows go back to pending, which may change their slices."""

_RUNNING: Final = """
    UPDATE chakra.runs SET state = 'running'
    WHERE run = %(run)s AND state = 'done' AND EXISTS (SELECT 1 FROM changed WHERE state = 'pending')
"""

INTENTS: Final = f"""
WITH server AS MATERIALIZED (
    SELECT {_SERVER}
), held AS MATERIALIZED (
    SELECT slices.lo, slices.hi FROM chakra.slices
    WHERE slices.run = %(run)s AND slices.slice = ANY(%(slices)s) AND slices.fence = %(fence)s FOR SHARE
), changed AS (
UPDATE chakra.rows SET state = 'sending', fence = %(fence)s, attempts = rows.attempts + 1, at = {NOW}
FROM held
WHERE rows.run = %(run)s AND rows.number = ANY(%(numbers)s::bigint[]) AND rows.number BETWEEN held.lo AND held.hi
    AND rows.state = 'pending'
    AND EXISTS (SELECT 1 FROM chakra.runs WHERE runs.run = %(run)s AND runs.state = 'running')
    AND EXISTS (SELECT 1 FROM server WHERE {_SAME})
RETURNING rows.number
)
SELECT ARRAY(SELECT number FROM changed), system_id, timeline, position FROM server
"""
"""The rows that may be sent once this is committed, and which database it is, how far it has come."""

_ENDS: Final = """unnest(%(numbers)s::bigint[], %(fences)s::bigint[], %(states)s::text[], %(outcomes)s::text[],
        %(codes)s::text[], %(reasons)s::text[], %(created)s::boolean[], %(errors)s::text[], %(results)s::text[])
        AS e(number, fence, state, outcome, code, reason, was_created, error, result)"""

_THESE: Final = "rows.number = ANY(%(numbers)s::bigint[])"
"""Says again what a join says, so that rows are found by their index, and not all of them are put in a hash table."""

ENDS: Final = f"""
UPDATE chakra.rows SET state = e.state, outcome = e.outcome, code = e.code, reason = e.reason,
    was_created = e.was_created, error = e.error, result = e.result, at = {NOW}
FROM {_ENDS}
WHERE rows.run = %(run)s AND rows.number = e.number AND {_THESE}
    AND ((rows.fence = e.fence AND rows.state IN ('sending', 'unknown'))
        OR (rows.state = 'pending' AND e.state = 'excluded' AND e.fence IS NULL))
"""
"""Where no end gives a row back to pending."""

ENDS_BACK: Final = f"""
WITH changed AS ({ENDS} RETURNING rows.number, rows.state), running AS ({_RUNNING})
UPDATE chakra.slices SET finished = false
WHERE run = %(run)s AND finished AND slice IN (SELECT {_SLICE} FROM changed WHERE state = 'pending')
"""
"""Where some do: their slices are not finished any more, nor is the run done."""

LATE: Final = f"""
INSERT INTO chakra.late (run, number, fence, state, reason, result)
SELECT %(run)s, e.number, e.fence, e.state, e.reason, e.result FROM {_ENDS}
WHERE NOT EXISTS (SELECT 1 FROM chakra.rows WHERE rows.run = %(run)s AND rows.number = e.number AND {_THESE}
    AND rows.state = e.state AND (rows.fence IS NOT DISTINCT FROM e.fence OR (e.fence IS NULL AND e.state = 'excluded')))
RETURNING number
"""
"""After the ends: those that are not in the rows now. One that a COMMIT without an answer had recorded is there, and not late.

A statement of its own, so that it sees what a transaction that the ends waited for has committed.
"""

FORGOTTEN: Final = """
SELECT count(*) FROM unnest(%(numbers)s::bigint[], %(fences)s::bigint[]) AS known(number, fence)
JOIN chakra.rows ON rows.run = %(run)s AND rows.number = known.number AND coalesce(rows.fence, 0) < known.fence
"""
"""Intents that were committed and are not there: the database went back in time."""

WITHDRAW: Final = f"""
WITH changed AS (
    UPDATE chakra.rows SET state = 'pending', attempts = attempts - 1
    WHERE run = %(run)s AND number = ANY(%(numbers)s::bigint[]) AND fence = %(fence)s AND state IN ('sending', 'unknown')
    RETURNING number, state
), running AS ({_RUNNING})
UPDATE chakra.slices SET finished = false
WHERE run = %(run)s AND finished AND slice IN (SELECT {_SLICE} FROM changed)
"""

TAKE: Final = f"""
WITH server AS MATERIALIZED (
    SELECT {_SERVER}
), taken AS (
    UPDATE chakra.slices SET fence = %(fence)s, owner = %(owner)s, seen = clock_timestamp()
    WHERE run = %(run)s AND slice = %(slice)s AND NOT finished AND EXISTS (SELECT 1 FROM server WHERE {_SAME})
    RETURNING lo, hi
)
SELECT (SELECT lo FROM taken), (SELECT hi FROM taken), system_id, timeline, position FROM server
"""

WORKERS: Final = """
SELECT count(DISTINCT owner) FROM chakra.slices
WHERE run = %(run)s AND fence > 0 AND NOT finished AND seen > clock_timestamp() - interval '15 minutes'
"""
"""How many workers have taken slices that are not finished. One that is gone counts until another has its slice."""

RENEW: Final = """
UPDATE chakra.slices SET fence = %(fence)s, seen = clock_timestamp() WHERE run = %(run)s AND fence = ANY(%(old)s::bigint[]) RETURNING slice
"""

LOST: Final = """
UPDATE chakra.rows SET state = 'unknown', outcome = 'unknown', code = 'Interrupted',
    reason = 'the run ended during its call'
WHERE run = %(run)s AND state = 'sending'
"""

RETRY: Final = f"""
WITH changed AS (
    UPDATE chakra.rows SET state = 'pending', outcome = NULL, code = NULL, reason = NULL, error = NULL
    WHERE run = %(run)s AND key IS NOT NULL AND state = ANY(%(states)s)
        AND (%(codes)s::text[] IS NULL OR code = ANY(%(codes)s) OR error = ANY(%(codes)s))
        AND (state <> 'unknown' OR coalesce(at, 0) <= {NOW} - %(older)s::bigint)
    RETURNING number, state
), unfinished AS (
    UPDATE chakra.slices SET finished = false
    WHERE run = %(run)s AND finished AND slice IN (SELECT {_SLICE} FROM changed)
), running AS ({_RUNNING})
SELECT count(*) FROM changed
"""

SLICES: Final = """
INSERT INTO chakra.slices (run, slice, lo, hi, fence, owner, seen)
SELECT %(run)s, slice, (slice - 1) * %(size)s::bigint + 1, slice * %(size)s::bigint, %(fence)s, %(owner)s, clock_timestamp()
FROM unnest(%(slices)s::int[]) AS slice
ON CONFLICT (run, slice) DO UPDATE SET finished = false WHERE slices.finished
"""

UNFINISH: Final = (
    "UPDATE chakra.slices SET finished = false WHERE run = %(run)s AND finished AND slice = ANY(%(slices)s)"
)

PENDING: Final = """
SELECT number, line, key, fields FROM chakra.rows
WHERE run = %(run)s AND number BETWEEN greatest(%(lo)s, %(after)s + 1) AND %(hi)s AND state = 'pending'
ORDER BY number LIMIT %(limit)s
"""

_NEW: Final = """unnest(%(numbers)s::bigint[], %(lines)s::bigint[], %(keys)s::text[], %(states)s::text[],
        %(codes)s::text[], %(reasons)s::text[]) AS new(number, line, key, state, code, reason)"""

ADD: Final = f"""
WITH new AS (SELECT * FROM {_NEW}),
firsts AS (SELECT DISTINCT ON (key) * FROM new WHERE key IS NOT NULL ORDER BY key, number)
INSERT INTO chakra.rows (run, number, line, key, state, code, reason)
SELECT %(run)s, number, line, key, state, code, reason
FROM (SELECT * FROM firsts UNION ALL SELECT * FROM new WHERE key IS NULL) AS rows ORDER BY number
ON CONFLICT (run, key) DO UPDATE SET number = excluded.number, line = excluded.line
    WHERE rows.number < 0 OR rows.number > %(through)s
"""

DUPLICATES: Final = f"""
INSERT INTO chakra.rows (run, number, line, state, first)
SELECT %(run)s, new.number, new.line, 'duplicate', earlier.number
FROM {_NEW} JOIN chakra.rows AS earlier ON earlier.run = %(run)s AND earlier.key = new.key
WHERE NOT EXISTS (SELECT 1 FROM chakra.rows AS known WHERE known.run = %(run)s AND known.number = new.number)
"""

FIRST: Final = """
SELECT number, first FROM chakra.rows
WHERE run = %(run)s AND state = 'duplicate' AND number = ANY(%(numbers)s::bigint[])
"""

ENDED: Final = """
SELECT number, state, was_created FROM chakra.rows
WHERE run = %(run)s AND number = ANY(%(numbers)s::bigint[]) AND state IN ('done', 'refused', 'unknown')
"""

REMOVE: Final = (
    "DELETE FROM chakra.rows WHERE run = %(run)s AND key IS NULL AND number = ANY(%(numbers)s::bigint[])"
)

_AWAY: Final = (
    "least(0, (SELECT min(number) FROM chakra.rows AS others WHERE others.run = %(run)s)) - rows.number"
)

DISPLACE: Final = f"""
UPDATE chakra.rows SET number = {_AWAY} WHERE run = %(run)s AND number = ANY(%(numbers)s::bigint[])
"""

LOADED: Final = """
UPDATE chakra.loads SET complete = true, upto = greatest(upto, %(last)s) WHERE run = %(run)s AND NOT complete
"""
"""A list whose loading was cut off, and which has been read to its end since."""

REMOVE_AFTER: Final = "DELETE FROM chakra.rows WHERE run = %(run)s AND key IS NULL AND number > %(last)s"

DISPLACE_AFTER: Final = f"UPDATE chakra.rows SET number = {_AWAY} WHERE run = %(run)s AND number > %(last)s"

KNOWN: Final = """
SELECT rows.number, rows.state, coalesce(rows.key, earlier.key), rows.was_created
FROM chakra.rows LEFT JOIN chakra.rows AS earlier ON earlier.run = rows.run AND earlier.number = rows.first
WHERE rows.run = %s AND rows.number BETWEEN %s AND %s
"""

COUNTS: Final = """
SELECT state, count(*), count(*) FILTER (WHERE was_created), count(was_created), max(number),
    min(number) FILTER (WHERE state = 'pending')
FROM chakra.rows WHERE run = %s AND number > 0 GROUP BY state
"""

REASONS: Final = """
SELECT state, code, reason, count(*), min(abs(number)) FROM chakra.rows
WHERE run = %s AND state IN ('refused', 'unknown', 'invalid', 'pending') AND reason IS NOT NULL
GROUP BY state, code, reason ORDER BY count(*) DESC, min(abs(number)) LIMIT 5000
"""

ROWS_OF_REASON: Final = """
SELECT number FROM chakra.rows
WHERE run = %s AND state = %s AND code IS NOT DISTINCT FROM %s AND reason = %s ORDER BY abs(number) LIMIT 3
"""

PREFIXES: Final = """
SELECT min(key), count(*) FROM chakra.rows WHERE run = %s AND key IS NOT NULL AND number > 0 GROUP BY left(key, 5)
"""

MEASURES: Final = """
INSERT INTO chakra.measures VALUES (%s, %s, %s::jsonb) ON CONFLICT (run, fence) DO UPDATE SET record = excluded.record
"""


def select(where: str) -> str:
    """Return the query for whole rows of a run, its first parameter."""
    return f"""
SELECT rows.number, rows.line, coalesce(rows.key, earlier.key), rows.state, rows.outcome, rows.code, rows.reason,
    rows.was_created, rows.attempts, rows.at, rows.first,
    rows.error, rows.result, rows.delivery, rows.delivery_at, rows.failed_at, rows.failed_reason
FROM chakra.rows LEFT JOIN chakra.rows AS earlier ON earlier.run = rows.run AND earlier.number = rows.first
WHERE rows.run = %s AND {where}
"""
