"""The journal's tables and statements. Every statement takes a whole group of rows as one JSON text.

One statement per group, and not one per row, because Python's SQLite gives up the interpreter lock around each
step: a thread that steps a row at a time would wait for a busy event loop at every row.
"""

from __future__ import annotations

from typing import Final

from chakra_async.bulk.journal import runs

__all__ = [
    "APPLICATION",
    "COUNTS",
    "CREATE",
    "DISPLACE",
    "DISPLACE_AFTER",
    "DONE",
    "DUPLICATES",
    "ENDED",
    "FIRST",
    "INSERT",
    "KNOWN",
    "LEAST_SQLITE",
    "LOST",
    "PREFIXES",
    "PROBLEMS",
    "REASONS",
    "REMOVE",
    "REMOVE_AFTER",
    "RETRY",
    "ROWS_OF_REASON",
    "SENDING",
    "SETTLE",
    "VERSION",
]

APPLICATION: Final = 0x43484B4A
"""SQLite's application id, which marks a journal among other databases."""

VERSION: Final = 2
"""The version of the format, in SQLite's user version."""

LEAST_SQLITE: Final = (3, 33, 0)
"""The oldest SQLite that knows `UPDATE ... FROM`."""

CREATE: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE rows (
    number INTEGER PRIMARY KEY,
    line INTEGER,
    key TEXT UNIQUE,
    state TEXT NOT NULL,
    first INTEGER,
    outcome TEXT,
    code TEXT,
    reason TEXT,
    was_created INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    at INTEGER
);
{runs.CREATE}
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
"""

INSERT: Final = """
INSERT INTO rows (number, line, key, state, code, reason)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]')
FROM json_each(?1) ORDER BY json_each.key
ON CONFLICT (key) DO UPDATE SET number = excluded.number, line = excluded.line
    WHERE rows.number < 0 OR rows.number > ?2
"""

REMOVE: Final = "DELETE FROM rows WHERE key IS NULL AND number IN (SELECT value FROM json_each(?))"

DISPLACE: Final = """
UPDATE rows SET number = (SELECT min(0, min(number)) FROM rows) - number
WHERE number IN (SELECT value FROM json_each(?))
"""

REMOVE_AFTER: Final = "DELETE FROM rows WHERE key IS NULL AND number > ?"

DISPLACE_AFTER: Final = (
    "UPDATE rows SET number = (SELECT min(0, min(number)) FROM rows) - number WHERE number > ?"
)

ENDED: Final = """
SELECT number, state, was_created FROM rows WHERE state IN ('done', 'refused', 'unknown')
    AND number IN (SELECT json_extract(value, '$[0]') FROM json_each(?))
"""

KNOWN: Final = """
SELECT rows.number, rows.state, coalesce(rows.key, earlier.key), rows.was_created
FROM rows LEFT JOIN rows AS earlier ON earlier.number = rows.first
WHERE rows.number BETWEEN ? AND ?
"""

REASONS: Final = """
SELECT state, code, reason, count(*), min(abs(number)) FROM rows
WHERE state IN ('refused', 'unknown', 'invalid', 'pending') AND reason IS NOT NULL
GROUP BY state, code, reason ORDER BY count(*) DESC, min(abs(number)) LIMIT 5000
"""

ROWS_OF_REASON: Final = """
SELECT number FROM rows WHERE state = ? AND code IS ? AND reason = ? ORDER BY abs(number) LIMIT 3
"""

PREFIXES: Final = """
SELECT min(key), count(*) FROM rows WHERE key IS NOT NULL AND number > 0 GROUP BY substr(key, 1, 5)
"""

DUPLICATES: Final = """
INSERT INTO rows (number, line, state, first)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), 'duplicate',
    (SELECT number FROM rows AS earlier WHERE earlier.key = json_extract(value, '$[2]'))
FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM rows AS known WHERE known.number = json_extract(value, '$[0]'))
"""

FIRST: Final = """
SELECT number, first FROM rows
WHERE state = 'duplicate' AND number IN (SELECT json_extract(value, '$[0]') FROM json_each(?))
"""

SENDING: Final = """
UPDATE rows SET state = 'sending', attempts = attempts + 1, at = ?
WHERE state = 'pending' AND number IN (SELECT value FROM json_each(?))
"""

DONE: Final = """
UPDATE rows SET state = 'done', outcome = NULL, code = NULL, reason = NULL, was_created = ?, at = ?
WHERE number IN (SELECT value FROM json_each(?))
"""

SETTLE: Final = """
UPDATE rows SET state = s.state, outcome = s.outcome, code = s.code, reason = s.reason,
    was_created = s.was_created, at = ?
FROM (SELECT json_extract(value, '$[0]') AS number, json_extract(value, '$[1]') AS state, json_extract(value, '$[2]') AS outcome, json_extract(value, '$[3]') AS code,
    json_extract(value, '$[4]') AS reason, json_extract(value, '$[5]') AS was_created FROM json_each(?)) AS s
WHERE rows.number = s.number
"""

LOST: Final = """
UPDATE rows SET state = 'unknown', outcome = 'unknown', code = 'Interrupted',
    reason = 'the run ended during its call'
WHERE state = 'sending'
"""

RETRY: Final = """
UPDATE rows SET state = 'pending', outcome = NULL, code = NULL, reason = NULL WHERE state = 'unknown'
"""

COUNTS: Final = """
SELECT state, count(*), total(was_created), count(was_created), max(number),
    min(CASE state WHEN 'pending' THEN number END)
FROM rows WHERE number > 0 GROUP BY state
"""

PROBLEMS: Final = """
SELECT rows.number, rows.line, coalesce(rows.key, earlier.key), rows.state, rows.outcome, rows.code, rows.reason,
    rows.was_created, rows.attempts, rows.at, rows.first
FROM rows LEFT JOIN rows AS earlier ON earlier.number = rows.first
WHERE rows.state IN (SELECT value FROM json_each(?)) ORDER BY rows.number < 0, rows.number
"""
