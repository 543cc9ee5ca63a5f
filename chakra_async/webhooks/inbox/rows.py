"""Rows of an inbox on disk as values, and back. Pure."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import orjson

from chakra_async.webhooks.inbox.records import (
    Effect,
    EffectState,
    EventState,
    NewRecord,
    Problem,
    Record,
    Timer,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "EFFECT_COLUMNS",
    "EVENT_COLUMNS",
    "SETTLED_COLUMNS",
    "as_json",
    "digest",
    "effect_of",
    "effect_row",
    "record_of",
    "timer_of",
    "timer_row",
]


SETTLED_COLUMNS: Final = (
    "id, key, lane, kind, number, person, at, received, payload, attempts, code, reason, ended"
)
EVENT_COLUMNS: Final = f"{SETTLED_COLUMNS}, state, unended"
EFFECT_COLUMNS: Final = (
    "scope, ordinal, kind, name, fingerprint, target, number, content, repeatable, event, person, state, fence, attempts, began, "
    "ended, result, message_id"
)


def as_json(value: object) -> str:
    """Return a value as SQLite's JSON functions take it."""
    return orjson.dumps(value).decode()


def digest(key: str) -> str:
    """Return what a key is recognized by: of one length, whatever a sender writes, and without personal data."""
    return blake2b(key.encode(), digest_size=20).hexdigest()


def record_of(row: Sequence[Any]) -> Record:
    """Return an event of its columns, `EVENT_COLUMNS`."""
    code = row[10]
    return Record(
        id=row[0],
        key=row[1],
        lane=row[2],
        kind=row[3],
        number=row[4],
        person=row[5],
        at=row[6],
        received=row[7],
        payload=row[8].encode(),
        attempts=row[9],
        problem=None if code is None else Problem(code=code, reason=row[11] or ""),
        ended=row[12],
        state=EventState(row[13]),
        unended=row[14],
    )


def effect_of(row: Sequence[Any]) -> Effect:
    """Return an effect of its columns, `EFFECT_COLUMNS`."""
    return Effect(
        scope=row[0],
        ordinal=row[1],
        kind=row[2],
        name=row[3],
        fingerprint=row[4],
        target=row[5],
        number=row[6],
        content=row[7],
        repeatable=bool(row[8]),
        event=row[9],
        person=row[10],
        state=EffectState(row[11]),
        fence=row[12],
        attempts=row[13],
        began=row[14],
        ended=row[15],
        result=None if row[16] is None else row[16].encode(),
        message_id=row[17],
    )


def effect_row(effect: Effect) -> Sequence[Any]:
    """Return the columns of an effect."""
    return (
        effect.scope,
        effect.ordinal,
        effect.kind,
        effect.name,
        effect.fingerprint,
        effect.target,
        effect.number,
        effect.content,
        effect.repeatable,
        effect.event,
        effect.person,
        effect.state,
        effect.fence,
        effect.attempts,
        effect.began,
        effect.ended,
        None if effect.result is None else effect.result.decode(),
        effect.message_id,
    )


def timer_of(row: Sequence[Any]) -> Timer:
    """Return a timer of key, due, person and record."""
    key, lane, kind, number, at, payload = orjson.loads(row[3])
    record = NewRecord(key=key, lane=lane, kind=kind, number=number, at=at, payload=payload.encode())
    return Timer(key=row[0], due=row[1], person=row[2], record=record)


def timer_row(timer: Timer) -> Sequence[Any]:
    """Return the columns of a timer."""
    record = timer.record
    kept = (record.key, record.lane, record.kind, record.number, record.at, record.payload.decode())
    return timer.key, timer.due, timer.person, as_json(kept)
