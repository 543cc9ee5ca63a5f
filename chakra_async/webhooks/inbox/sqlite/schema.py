"""The tables of an inbox file, and the statements that are run for every event. A statement takes a whole group as one JSON string.

One statement per group, and not one per event, because Python's SQLite gives up the interpreter lock around each step: a thread that
steps an event at a time would wait for a busy event loop at every event.
"""

from __future__ import annotations

from typing import Final

from chakra_async.webhooks.inbox.records import NEVER
from chakra_async.webhooks.inbox.rows import EVENT_COLUMNS, SETTLED_COLUMNS

__all__ = [
    "APPLICATION",
    "CREATE",
    "HOLD",
    "INSERT_EVENTS",
    "INSERT_KEYS",
    "INSERT_LANES",
    "LEAST_SQLITE",
    "LOSE_EFFECTS",
    "MOVE",
    "NEW_KEYS",
    "NEXT_AT",
    "RELEASE",
    "RUN",
    "STOP_RUNNING",
    "TAKE",
    "UPGRADE",
    "VALID_CLAIMS",
    "VERSION",
]

APPLICATION: Final = 0x43484B49
"""SQLite's application id, which marks an inbox among other databases."""

VERSION: Final = 2
"""The version of the format, in SQLite's user version."""

LEAST_SQLITE: Final = (3, 35, 0)
"""The oldest SQLite that knows `RETURNING`."""

CREATE: Final = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('last', 0), ('fence', 0);
CREATE TABLE keys (digest TEXT PRIMARY KEY, id INTEGER NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX keys_seen ON keys (seen);
CREATE TABLE people (alias TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX people_person ON people (person);
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    lane TEXT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    received INTEGER NOT NULL,
    payload TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    code TEXT,
    reason TEXT,
    ended INTEGER,
    state TEXT NOT NULL DEFAULT 'new',
    is_open INTEGER NOT NULL DEFAULT 1,
    unended INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX events_open ON events (lane, id) WHERE is_open;
CREATE INDEX events_parked ON events (id) WHERE state = 'parked';
CREATE INDEX events_person ON events (person) WHERE person <> '';
CREATE TABLE settled (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    lane TEXT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    received INTEGER NOT NULL,
    payload TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    code TEXT,
    reason TEXT,
    ended INTEGER NOT NULL
);
CREATE INDEX settled_ended ON settled (ended);
CREATE INDEX settled_person ON settled (person) WHERE person <> '';
CREATE TABLE lanes (
    lane TEXT PRIMARY KEY,
    ready INTEGER NOT NULL,
    fence INTEGER NOT NULL DEFAULT 0,
    owner TEXT NOT NULL DEFAULT '',
    head INTEGER
) WITHOUT ROWID;
CREATE INDEX lanes_ready ON lanes (ready, head);
CREATE TABLE effects (
    scope TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    target TEXT NOT NULL,
    number TEXT NOT NULL,
    content TEXT NOT NULL,
    repeatable INTEGER NOT NULL,
    event INTEGER NOT NULL,
    person TEXT NOT NULL,
    state TEXT NOT NULL,
    fence INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    began INTEGER NOT NULL,
    ended INTEGER,
    result TEXT,
    message_id TEXT NOT NULL,
    PRIMARY KEY (scope, ordinal)
) WITHOUT ROWID;
CREATE INDEX effects_event ON effects (event);
CREATE INDEX effects_unsure ON effects (event, state) WHERE state IN ('intent', 'unknown');
CREATE INDEX effects_message ON effects (message_id) WHERE message_id <> '';
CREATE INDEX effects_person ON effects (person) WHERE person <> '';
CREATE TABLE timers (
    key TEXT PRIMARY KEY,
    due INTEGER NOT NULL,
    person TEXT NOT NULL,
    record TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX timers_due ON timers (due);
CREATE TABLE vals (
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (scope, name)
) WITHOUT ROWID;
CREATE INDEX vals_at ON vals (at) WHERE name IN ('status', 'unclaimed');
CREATE INDEX vals_person ON vals (person) WHERE person <> '';
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
"""

UPGRADE: Final = (
    "ALTER TABLE events ADD COLUMN unended INTEGER NOT NULL DEFAULT 0",
    f"PRAGMA user_version = {VERSION}",
)
"""What makes this version of the first one."""

INSERT_KEYS: Final = """
INSERT INTO keys (digest, id, seen) SELECT value, ? + json_each.key, ? FROM json_each(?) WHERE true
ON CONFLICT DO NOTHING
"""

NEW_KEYS: Final = """
SELECT json_each.key FROM json_each(?) JOIN keys ON keys.digest = value WHERE keys.id = ? + json_each.key
"""

INSERT_EVENTS: Final = """
INSERT INTO events (id, received, key, lane, kind, number, person, at, payload)
SELECT json_extract(value, '$[0]'), ?, json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]'),
    json_extract(value, '$[4]'), json_extract(value, '$[5]'), json_extract(value, '$[6]'), json_extract(value, '$[7]')
FROM json_each(?)
"""

INSERT_LANES: Final = """
INSERT INTO lanes (lane, ready, head)
SELECT json_extract(value, '$[2]') AS name, ?, min(json_extract(value, '$[0]')) FROM json_each(?) WHERE true GROUP BY name
ON CONFLICT DO NOTHING
"""

TAKE: Final = """
UPDATE lanes SET ready = ?, fence = ?, owner = ?
WHERE lane IN (SELECT lane FROM lanes WHERE ready <= ? ORDER BY ready, head LIMIT ?) RETURNING lane, head
"""

STOP_RUNNING: Final = """
UPDATE events SET state = 'new', unended = unended + 1
WHERE is_open AND state = 'running' AND lane IN (SELECT value FROM json_each(?))
"""

RUN: Final = f"""
UPDATE events SET state = 'running', attempts = attempts + 1 WHERE id IN (SELECT value FROM json_each(?))
RETURNING {EVENT_COLUMNS}
"""

LOSE_EFFECTS: Final = """
UPDATE effects SET state = 'unknown' WHERE state = 'intent' AND event IN (SELECT value FROM json_each(?))
"""

NEXT_AT: Final = f"""
SELECT min(at) FROM (SELECT min(ready) AS at FROM lanes WHERE ready < {NEVER} UNION ALL SELECT min(due) FROM timers)
"""

VALID_CLAIMS: Final = """
SELECT json_each.key FROM json_each(?)
JOIN lanes ON lanes.lane = json_extract(value, '$[0]') AND lanes.fence = json_extract(value, '$[1]')
"""

MOVE: Final = (
    f"""
INSERT INTO settled ({SETTLED_COLUMNS})
SELECT id, key, lane, kind, number, person, at, received, payload, attempts, NULL, NULL, :now FROM events
WHERE id IN (SELECT value FROM json_each(:ids))
""",
    "DELETE FROM events WHERE id IN (SELECT value FROM json_each(:ids))",
)

RELEASE: Final = """
UPDATE lanes SET fence = 0, owner = '', ready = ?,
    head = (SELECT min(id) FROM events WHERE events.lane = lanes.lane AND is_open)
WHERE lane IN (SELECT value FROM json_each(?))
"""

HOLD: Final = (
    "DELETE FROM lanes WHERE head IS NULL AND lane IN (SELECT value FROM json_each(?))",
    f"""
UPDATE lanes SET ready = {NEVER} WHERE lane IN (SELECT value FROM json_each(?))
    AND (SELECT state FROM events WHERE events.id = lanes.head) = 'parked'
""",
)
