"""The tables of an inbox in PostgreSQL, and the statements that are run for every event. `$.` is the schema that they are in.

A statement takes a whole group of events as arrays. Every transaction that writes holds the inbox's one lock, so that transitions follow
one another as they do in a file, over all hosts.
"""

from __future__ import annotations

from typing import Final

from chakra_async.webhooks.inbox.records import NEVER
from chakra_async.webhooks.inbox.rows import EFFECT_COLUMNS, EVENT_COLUMNS, SETTLED_COLUMNS

__all__ = [
    "CREATE",
    "HOLD",
    "INSERT_EVENTS",
    "INSERT_KEYS",
    "INSERT_LANES",
    "LEAST_SERVER",
    "LOSE_EFFECTS",
    "MOVE",
    "NEXT_AT",
    "PURGE_KEYS",
    "RELEASE",
    "RUN",
    "SET_TIMER",
    "SET_VALUE",
    "STOP_RUNNING",
    "TAKE",
    "UPGRADE",
    "VALID_CLAIMS",
    "VERSION",
    "WRITE_EFFECT",
]

VERSION: Final = 2
"""The version of the tables. A newer one is refused."""

LEAST_SERVER: Final = 140000
"""The oldest PostgreSQL that this is tried on."""

_EVENT: Final = """
    id bigint PRIMARY KEY,
    key text NOT NULL,
    lane text NOT NULL COLLATE "C",
    kind text NOT NULL,
    number text NOT NULL,
    person text NOT NULL COLLATE "C",
    at bigint NOT NULL,
    received bigint NOT NULL,
    payload text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    code text,
    reason text,
    ended bigint
"""

CREATE: Final = f"""
CREATE SCHEMA IF NOT EXISTS $;
CREATE TABLE $.meta (name text PRIMARY KEY, value bigint NOT NULL) WITH (fillfactor = 10);
INSERT INTO $.meta VALUES ('version', {VERSION}), ('last', 0), ('fence', 0);
CREATE TABLE $.keys (digest text PRIMARY KEY COLLATE "C", id bigint NOT NULL, seen bigint NOT NULL);
CREATE INDEX ON $.keys (seen);
CREATE TABLE $.people (alias text PRIMARY KEY COLLATE "C", person text NOT NULL COLLATE "C");
CREATE INDEX ON $.people (person);
CREATE TABLE $.events ({_EVENT},
    state text NOT NULL DEFAULT 'new',
    is_open boolean NOT NULL DEFAULT true,
    unended integer NOT NULL DEFAULT 0
) WITH (fillfactor = 70);
CREATE INDEX ON $.events (lane, id) WHERE is_open;
CREATE INDEX ON $.events (id) WHERE state = 'parked';
CREATE INDEX ON $.events (person) WHERE person <> '';
CREATE TABLE $.settled ({_EVENT});
CREATE INDEX ON $.settled (ended);
CREATE INDEX ON $.settled (person) WHERE person <> '';
CREATE TABLE $.lanes (
    lane text PRIMARY KEY COLLATE "C",
    ready bigint NOT NULL,
    fence bigint NOT NULL DEFAULT 0,
    owner text NOT NULL DEFAULT '',
    head bigint
);
CREATE INDEX ON $.lanes (ready, head);
CREATE TABLE $.effects (
    scope text NOT NULL COLLATE "C",
    ordinal bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    fingerprint text NOT NULL,
    target text NOT NULL,
    number text NOT NULL,
    content text NOT NULL,
    repeatable boolean NOT NULL,
    event bigint NOT NULL,
    person text NOT NULL COLLATE "C",
    state text NOT NULL,
    fence bigint NOT NULL,
    attempts integer NOT NULL,
    began bigint NOT NULL,
    ended bigint,
    result text,
    message_id text NOT NULL COLLATE "C",
    PRIMARY KEY (scope, ordinal)
);
CREATE INDEX ON $.effects (event);
CREATE INDEX ON $.effects (event) WHERE state IN ('intent', 'unknown');
CREATE INDEX ON $.effects (message_id) WHERE message_id <> '';
CREATE INDEX ON $.effects (person) WHERE person <> '';
CREATE TABLE $.timers (
    key text PRIMARY KEY COLLATE "C",
    due bigint NOT NULL,
    person text NOT NULL,
    record text NOT NULL
);
CREATE INDEX ON $.timers (due);
CREATE TABLE $.vals (
    scope text NOT NULL COLLATE "C",
    name text NOT NULL COLLATE "C",
    data text NOT NULL,
    person text NOT NULL COLLATE "C",
    at bigint NOT NULL,
    PRIMARY KEY (scope, name)
);
CREATE INDEX ON $.vals (at) WHERE name IN ('status', 'unclaimed');
CREATE INDEX ON $.vals (person) WHERE person <> '';
"""

UPGRADE: Final = f"""
ALTER TABLE $.events ADD COLUMN unended integer NOT NULL DEFAULT 0;
UPDATE $.meta SET value = {VERSION} WHERE name = 'version';
"""
"""What makes this version of the first one."""

INSERT_KEYS: Final = """
INSERT INTO $.keys (digest, id, seen)
SELECT given.digest, %(first)s + given.place - 1, %(now)s
FROM unnest(%(digests)s::text[]) WITH ORDINALITY AS given (digest, place) ORDER BY given.place
ON CONFLICT DO NOTHING RETURNING id
"""

INSERT_EVENTS: Final = """
INSERT INTO $.events (id, received, key, lane, kind, number, person, at, payload)
SELECT id, %(now)s, key, lane, kind, number, person, at, payload
FROM unnest(%(ids)s::bigint[], %(keys)s::text[], %(lanes)s::text[], %(kinds)s::text[], %(numbers)s::text[], %(persons)s::text[],
    %(ats)s::bigint[], %(payloads)s::text[]) AS given (id, key, lane, kind, number, person, at, payload)
"""

INSERT_LANES: Final = """
INSERT INTO $.lanes (lane, ready, head)
SELECT lane, %(now)s, min(id) FROM unnest(%(ids)s::bigint[], %(lanes)s::text[]) AS given (id, lane) GROUP BY lane
ON CONFLICT DO NOTHING
"""

TAKE: Final = """
UPDATE $.lanes SET ready = %(until)s, fence = %(fence)s, owner = %(owner)s
WHERE lane IN (SELECT lane FROM $.lanes WHERE ready <= %(now)s ORDER BY ready, head LIMIT %(limit)s) RETURNING lane, head
"""

STOP_RUNNING: Final = """
UPDATE $.events SET state = 'new', unended = unended + 1 WHERE is_open AND state = 'running' AND lane = ANY(%(lanes)s::text[])
"""

RUN: Final = f"""
UPDATE $.events SET state = 'running', attempts = attempts + 1 WHERE id = ANY(%(ids)s::bigint[]) RETURNING {EVENT_COLUMNS}
"""

LOSE_EFFECTS: Final = """
UPDATE $.effects SET state = 'unknown' WHERE state = 'intent' AND event = ANY(%(ids)s::bigint[])
"""

NEXT_AT: Final = f"""
SELECT least((SELECT min(ready) FROM $.lanes WHERE ready < {NEVER}), (SELECT min(due) FROM $.timers))
"""

VALID_CLAIMS: Final = """
SELECT given.place - 1 FROM unnest(%(lanes)s::text[], %(fences)s::bigint[]) WITH ORDINALITY AS given (lane, fence, place)
JOIN $.lanes AS known ON known.lane = given.lane AND known.fence = given.fence
"""

MOVE: Final = f"""
WITH gone AS (DELETE FROM $.events WHERE id = ANY(%(ids)s::bigint[]) RETURNING *)
INSERT INTO $.settled ({SETTLED_COLUMNS})
SELECT id, key, lane, kind, number, person, at, received, payload, attempts, NULL, NULL, %(now)s FROM gone
"""

RELEASE: Final = """
UPDATE $.lanes SET fence = 0, owner = '', ready = %(ready)s,
    head = (SELECT min(id) FROM $.events WHERE events.lane = lanes.lane AND is_open)
WHERE lane = ANY(%(lanes)s::text[])
"""

HOLD: Final = (
    "DELETE FROM $.lanes WHERE head IS NULL AND lane = ANY(%(lanes)s::text[])",
    f"""
UPDATE $.lanes SET ready = {NEVER} WHERE lane = ANY(%(lanes)s::text[])
    AND (SELECT state FROM $.events WHERE events.id = lanes.head) = 'parked'
""",
)

SET_TIMER: Final = """
INSERT INTO $.timers (key, due, person, record) VALUES (%(key)s, %(due)s, %(person)s, %(record)s)
ON CONFLICT (key) DO UPDATE SET due = excluded.due, person = excluded.person, record = excluded.record
"""

SET_VALUE: Final = """
INSERT INTO $.vals (scope, name, data, person, at) VALUES (%(scope)s, %(name)s, %(data)s, %(person)s, %(now)s)
ON CONFLICT (scope, name) DO UPDATE SET data = excluded.data, person = excluded.person, at = excluded.at
"""

_COLUMNS: Final = EFFECT_COLUMNS.split(", ")

WRITE_EFFECT: Final = f"""
INSERT INTO $.effects ({EFFECT_COLUMNS}) VALUES ({", ".join(f"%({each})s" for each in _COLUMNS)})
ON CONFLICT (scope, ordinal) DO UPDATE SET {", ".join(f"{each} = excluded.{each}" for each in _COLUMNS[2:])}
"""

PURGE_KEYS: Final = """
DELETE FROM $.keys WHERE digest IN (
    SELECT digest FROM $.keys WHERE seen < %(before)s
    AND NOT EXISTS (SELECT FROM $.events WHERE events.id = keys.id)
    AND NOT EXISTS (SELECT FROM $.settled WHERE settled.id = keys.id)
    LIMIT %(limit)s
)
"""
