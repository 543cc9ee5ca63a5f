"""Effects, values and upkeep in an inbox file, and everything together. Runs inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chakra_async.webhooks.inbox.book import StoredBook
from chakra_async.webhooks.inbox.records import EffectState, EventState, InboxStats, Purged
from chakra_async.webhooks.inbox.rows import EFFECT_COLUMNS, as_json, effect_of, effect_row
from chakra_async.webhooks.inbox.sqlite.lanes import LaneTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from chakra_async.webhooks.inbox.records import Effect, Value

__all__ = ["SQLiteBook"]

_UNSURE: Final = frozenset({EffectState.INTENT, EffectState.UNKNOWN})
_REPLACE_EFFECT: Final = f"REPLACE INTO effects ({EFFECT_COLUMNS}) VALUES ({', '.join('?' * 18)})"


class SQLiteBook(LaneTable, StoredBook):
    """All transitions of an inbox, on a file. The same as `InboxCore`, which says what they mean."""

    def _finish(
        self,
        effect: Effect,
        state: EffectState,
        *,
        now: int,
        result: bytes | None,
        message_id: str,
        fenced: bool,
    ) -> bool:
        condition = "fence = ? AND state IN ('intent', 'unknown')" if fenced else "state = 'unknown'"
        arguments = (effect.fence,) if fenced else ()
        changed = self._connection.execute(
            "UPDATE effects SET state = ?, ended = ?, result = CASE person WHEN ? THEN ? END, message_id = ? "
            f"WHERE scope = ? AND ordinal = ? AND {condition}",
            (
                state,
                now,
                effect.person,
                None if result is None else result.decode(),
                message_id,
                effect.scope,
                effect.ordinal,
                *arguments,
            ),
        )
        return changed.rowcount == 1

    def effects(
        self,
        scope: str | None = None,
        *,
        states: Iterable[EffectState] | None = None,
        event: int | None = None,
        message_ids: Iterable[str] | None = None,
        limit: int = 1000,
    ) -> list[Effect]:
        """See `Inbox`."""
        wanted = None if states is None else list(states)
        conditions: list[str] = []
        arguments: list[object] = []
        for condition, value in (
            ("scope = ?", scope),
            ("event = ?", event),
            ("state IN (SELECT value FROM json_each(?))", None if wanted is None else as_json(wanted)),
            (
                "message_id <> '' AND message_id IN (SELECT value FROM json_each(?))",
                None if message_ids is None else as_json(list(message_ids)),
            ),
        ):
            if value is not None:
                conditions.append(condition)
                arguments.append(value)
        # Without a scope, the order would make SQLite read all effects of all time.
        index = ""
        if scope is None and message_ids is not None:
            index = "INDEXED BY effects_message"
        elif scope is None and event is not None:
            index = "INDEXED BY effects_event"
        elif scope is None and wanted is not None and set(wanted) <= _UNSURE:
            conditions.append("state IN ('intent', 'unknown')")
            index = "INDEXED BY effects_unsure"
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        rows = self._connection.execute(
            f"SELECT {EFFECT_COLUMNS} FROM effects {index} {where} ORDER BY scope, ordinal LIMIT ?",
            (*arguments, limit),
        )
        return [effect_of(row) for row in rows]

    def _effect(self, scope: str, ordinal: int) -> Effect | None:
        row = self._connection.execute(
            f"SELECT {EFFECT_COLUMNS} FROM effects WHERE scope = ? AND ordinal = ?",
            (scope, ordinal),
        ).fetchone()
        return None if row is None else effect_of(row)

    def _write(self, effect: Effect) -> None:
        self._connection.execute(_REPLACE_EFFECT, tuple(effect_row(effect)))

    # What is kept beside the events.

    def values(self, scope: str) -> Mapping[str, bytes]:
        """See `Inbox`."""
        rows = self._connection.execute("SELECT name, data FROM vals WHERE scope = ?", (scope,))
        return {name: data.encode() for name, data in rows}

    def put(self, values: Sequence[Value], *, now: int) -> None:
        """See `Inbox`."""
        for value in values:
            if value.data is None:
                self._connection.execute(
                    "DELETE FROM vals WHERE scope = ? AND name = ?", (value.scope, value.name)
                )
            else:
                self._connection.execute(
                    "REPLACE INTO vals (scope, name, data, person, at) VALUES (?, ?, ?, ?, ?)",
                    (value.scope, value.name, value.data.decode(), value.person, now),
                )

    def update(
        self,
        scope: str,
        name: str,
        change: Callable[[bytes | None], bytes | None],
        *,
        now: int,
        person: str = "",
    ) -> bytes | None:
        """See `Inbox`."""
        row = self._connection.execute(
            "SELECT data FROM vals WHERE scope = ? AND name = ?", (scope, name)
        ).fetchone()
        data = change(None if row is None else row[0].encode())
        if data is None:
            self._connection.execute("DELETE FROM vals WHERE scope = ? AND name = ?", (scope, name))
        else:
            self._connection.execute(
                "REPLACE INTO vals (scope, name, data, person, at) VALUES (?, ?, ?, ?, ?)",
                (scope, name, data.decode(), person, now),
            )
        return data

    # Upkeep.

    def stats(self) -> InboxStats:
        """See `Inbox`."""
        run = self._connection.execute
        states = {
            EventState(state): count
            for state, count in run("SELECT state, count(*) FROM events GROUP BY state")
        }
        (settled,) = run("SELECT count(*) FROM settled").fetchone()
        if settled:
            states[EventState.SETTLED] = settled
        (lanes,) = run("SELECT count(*) FROM lanes").fetchone()
        (timers,) = run("SELECT count(*) FROM timers").fetchone()
        (oldest,) = run("SELECT min(received) FROM events WHERE state IN ('new', 'running')").fetchone()
        effects = run("SELECT state, count(*) FROM effects GROUP BY state")
        return InboxStats(
            states=states,
            effects={EffectState(state): count for state, count in effects},
            lanes=lanes,
            timers=timers,
            oldest=oldest,
        )

    def purge(self, *, settled_before: int, keys_before: int | None = None, limit: int = -1) -> Purged:
        """See `Inbox`; of events and keys at most `limit` each."""
        run = self._connection.execute
        gone = as_json(
            [
                id_
                for (id_,) in run(
                    "SELECT id FROM settled WHERE ended < ? ORDER BY ended LIMIT ?", (settled_before, limit)
                )
            ]
        )
        effects = run(
            "DELETE FROM effects WHERE event IN (SELECT value FROM json_each(?)) "
            "AND scope NOT IN (SELECT scope FROM vals WHERE name = 'open')",
            (gone,),
        ).rowcount
        events = run("DELETE FROM settled WHERE id IN (SELECT value FROM json_each(?))", (gone,)).rowcount
        run("DELETE FROM vals WHERE name IN ('status', 'unclaimed') AND at < ?", (settled_before,))
        keys = 0
        if keys_before is not None:
            keys = run(
                "DELETE FROM keys WHERE digest IN (SELECT digest FROM keys WHERE seen < ? "
                "AND id NOT IN (SELECT id FROM events) AND id NOT IN (SELECT id FROM settled) LIMIT ?)",
                (keys_before, limit),
            ).rowcount
        return Purged(events=events, effects=effects, keys=keys)

    def erase(self, person: str) -> int:
        """See `Inbox`."""
        run = self._connection.execute
        names = as_json(self.names(person))
        effects = run(
            "UPDATE effects SET person = '', target = '', content = '', result = NULL "
            "WHERE person <> '' AND person IN (SELECT value FROM json_each(?))",
            (names,),
        ).rowcount
        values = run(
            "DELETE FROM vals WHERE person <> '' AND person IN (SELECT value FROM json_each(?))", (names,)
        ).rowcount
        return self.erase_events(names) + effects + values
