"""The journal's tables and statements. Every statement of a run takes a whole group of rows as one JSON text.

One statement per group, and not one per row, because Python's SQLite gives up the interpreter lock around each
step: a thread that steps a row at a time would wait for a busy event loop at every row.
"""

from __future__ import annotations

from typing import Final

from chakra_async.bulk.journal import runs

__all__ = [
    "APPLICATION",
    "CHECKED",
    "COUNTS",
    "DELIVERED",
    "DISPLACE",
    "DISPLACE_AFTER",
    "DUPLICATES",
    "ENDED",
    "FAILED",
    "FIRST",
    "INDEX",
    "INSERT",
    "INSERT_IN_ORDER",
    "IN_STATES",
    "KNOWN",
    "LEAST_SQLITE",
    "LOST",
    "NOT_PENDING",
    "PENDING",
    "PREFIXES",
    "REASONS",
    "REMOVE",
    "REMOVE_AFTER",
    "RETRY",
    "ROWS_OF_REASON",
    "SETTLE",
    "TAKE_TURN",
    "TURN",
    "UPGRADES",
    "VERSION",
    "WITHOUT_INDEX",
    "WITHOUT_KEY",
    "WITH_RESULT",
    "create",
    "select",
]

APPLICATION: Final = 0x43484B4A
"""SQLite's application id, which marks a journal among other databases."""

VERSION: Final = 2
"""The version of the format, in SQLite's user version. A journal of an older version is upgraded when a run begins."""

LEAST_SQLITE: Final = (3, 33, 0)
"""The oldest SQLite that knows `UPDATE ... FROM`."""

_FIRST_VERSION: Final = f"""
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
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = 1;
"""

UPGRADES: Final[dict[int, tuple[str, ...]]] = {
    1: (
        "ALTER TABLE rows ADD COLUMN error TEXT",
        "ALTER TABLE rows ADD COLUMN result TEXT",
        "ALTER TABLE rows ADD COLUMN delivery TEXT",
        "ALTER TABLE rows ADD COLUMN delivery_at INTEGER",
        "ALTER TABLE rows ADD COLUMN failed_at INTEGER",
        "ALTER TABLE rows ADD COLUMN failed_reason TEXT",
        runs.CREATE,
        "PRAGMA user_version = 2",
    ),
}
"""What makes the next version of each. A new journal is made like this as well, so that both have the same tables."""

INDEX: Final = "CREATE INDEX results ON rows (result) WHERE result IS NOT NULL"
"""Finds a row by its result's id. It is made with the first delivery, so that a run without one does not pay for it."""

WITHOUT_INDEX: Final = (
    "SELECT NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = 'results')"
)


def create(version: int = VERSION) -> str:
    """Return the statements that make a journal, its transaction left open."""
    steps = [step for old in range(1, version) for step in UPGRADES[old]]
    return ";\n".join(["BEGIN IMMEDIATE", _FIRST_VERSION.strip().rstrip(";"), *steps, ""])


INSERT: Final = """
INSERT INTO rows (number, line, key, state, code, reason)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]')
FROM json_each(:rows) ORDER BY json_each.key
ON CONFLICT (key) DO UPDATE SET number = excluded.number, line = excluded.line
    WHERE rows.number < 0 OR rows.number > :through
"""

INSERT_IN_ORDER: Final = """
INSERT INTO rows (number, line, key, state)
SELECT :number + json_each.key, :line + json_each.key, value, 'pending' FROM json_each(:keys) WHERE true ORDER BY json_each.key
ON CONFLICT (key) DO UPDATE SET number = excluded.number, line = excluded.line
    WHERE rows.number < 0 OR rows.number > :through
"""
"""The same for keys of pending rows that follow each other, on lines that do so as well: the usual case, in half the time."""

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
SELECT min(key), count(*) FROM rows WHERE key IS NOT NULL AND number > 0
GROUP BY substr(key, 1, CASE WHEN substr(key, 1, 2) IN ('39', '44', '61') THEN 8 ELSE 6 END)
"""
"""Rows by the first digits of their key: as many as distinguish the countries that share a country code."""

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

TURN: Final = """
CREATE TEMP VIEW turns AS SELECT '' AS sending, 0 AS count, '' AS done, 0 AS at;
CREATE TEMP TRIGGER turn INSTEAD OF INSERT ON turns BEGIN
    UPDATE rows SET state = 'done', outcome = NULL, code = NULL, reason = NULL, error = NULL, at = NEW.at,
        was_created = CASE substr(s.value, 1, 1) WHEN '1' THEN 1 WHEN '0' THEN 0 END, result = nullif(substr(s.value, 2), '')
    FROM json_each(NEW.done) AS s WHERE rows.number = CAST(s.key AS INTEGER);
    UPDATE rows SET state = 'sending', attempts = attempts + 1, at = NEW.at
    WHERE state = 'pending' AND number IN (SELECT value FROM json_each(NEW.sending));
    SELECT RAISE(ABORT, 'not pending') WHERE changes() <> NEW.count;
END;
"""
"""Of one connection only, not in the file: what nearly every group is, rows done and rows about to be sent, as one statement.

Python's SQLite gives up the interpreter lock several times for each statement, and then waits for the event loop to give it up.
"""

TAKE_TURN: Final = "INSERT INTO turns VALUES (?, ?, ?, ?)"
"""The numbers of rows about to be sent and how many they are; by number the rows that are done, each with 1, 0 or - for whether it
made something new, and its result; and the time."""

NOT_PENDING: Final = "not pending"

PENDING: Final = (
    "SELECT count(*) FROM rows WHERE state = 'pending' AND number IN (SELECT value FROM json_each(?))"
)

SETTLE: Final = """
UPDATE rows SET state = s.state, outcome = s.outcome, code = s.code, reason = s.reason,
    was_created = s.was_created, error = s.error, result = s.result, at = ?
FROM (SELECT json_extract(value, '$[0]') AS number, json_extract(value, '$[1]') AS state, json_extract(value, '$[2]') AS outcome, json_extract(value, '$[3]') AS code,
    json_extract(value, '$[4]') AS reason, json_extract(value, '$[5]') AS was_created,
    json_extract(value, '$[6]') AS error, json_extract(value, '$[7]') AS result FROM json_each(?)) AS s
WHERE rows.number = s.number
"""

LOST: Final = """
UPDATE rows SET state = 'unknown', outcome = 'unknown', code = 'Interrupted',
    reason = 'the run ended during its call'
WHERE state = 'sending'
"""

RETRY: Final = """
UPDATE rows SET state = 'pending', outcome = NULL, code = NULL, reason = NULL, error = NULL
WHERE key IS NOT NULL AND state IN (SELECT value FROM json_each(:states))
    AND (:codes IS NULL OR code IN (SELECT value FROM json_each(:codes)) OR error IN (SELECT value FROM json_each(:codes)))
"""

WITHOUT_KEY: Final = "SELECT EXISTS (SELECT 1 FROM rows WHERE state = 'invalid' AND key IS NULL)"

COUNTS: Final = """
SELECT state, count(*), total(was_created), count(was_created), max(number),
    min(CASE state WHEN 'pending' THEN number END)
FROM rows WHERE number > 0 GROUP BY state
"""

_RESULTS: Final = {
    1: "NULL, NULL, NULL, NULL, NULL, NULL",
    2: "rows.error, rows.result, rows.delivery, rows.delivery_at, rows.failed_at, rows.failed_reason",
}
"""What the versions know of a row's result, in the order of the columns."""

IN_STATES: Final = "rows.state IN (SELECT value FROM json_each(?)) ORDER BY rows.number < 0, rows.number"
WITH_RESULT: Final = "rows.result = ?"


def select(where: str, version: int = VERSION) -> str:
    """Return the query for whole rows of a journal of a version."""
    return f"""
SELECT rows.number, rows.line, coalesce(rows.key, earlier.key), rows.state, rows.outcome, rows.code, rows.reason,
    rows.was_created, rows.attempts, rows.at, rows.first, {_RESULTS[version]}
FROM rows LEFT JOIN rows AS earlier ON earlier.number = rows.first
WHERE {where}
"""  # noqa: S608 - constants of this module


DELIVERED: Final = """
UPDATE rows SET delivery = :stage, delivery_at = :at
WHERE result = :result AND coalesce((SELECT key FROM json_each(:stages) WHERE value = delivery), -1)
    < (SELECT key FROM json_each(:stages) WHERE value = :stage)
"""
"""Takes in how far a message has come; `stages` has the stages in their order."""

FAILED: Final = "UPDATE rows SET failed_at = ?, failed_reason = ? WHERE result = ? AND failed_at IS NULL"

CHECKED: Final = """
UPDATE rows SET state = 'done', outcome = NULL, code = NULL, error = NULL, reason = s.reason, result = s.result,
    was_created = s.was_created, at = ?
FROM (SELECT json_extract(value, '$[0]') AS number, json_extract(value, '$[1]') AS reason,
    json_extract(value, '$[2]') AS result, json_extract(value, '$[3]') AS was_created FROM json_each(?)) AS s
WHERE rows.number = s.number AND rows.state = 'unknown'
"""
"""Settles rows of unknown outcome that are proven to have been done."""
