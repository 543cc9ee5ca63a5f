"""Effects, values and upkeep in an inbox in PostgreSQL, and everything together. Runs inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async.webhooks.inbox.book import StoredBook
from chakra_async.webhooks.inbox.postgres import schema
from chakra_async.webhooks.inbox.postgres.lanes import LaneTable, indexed
from chakra_async.webhooks.inbox.records import EffectState, EventState, InboxStats, Purged
from chakra_async.webhooks.inbox.rows import EFFECT_COLUMNS, effect_of, effect_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from chakra_async.webhooks.inbox.records import Effect, Value

__all__ = ["PostgresBook"]


class PostgresBook(LaneTable, StoredBook):
    """All transitions of an inbox, in a database. The same as `InboxCore`, which says what they mean."""

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
        condition = "fence = %(fence)s AND state IN ('intent', 'unknown')" if fenced else "state = 'unknown'"
        changed = self._run(
            "UPDATE $.effects SET state = %(state)s, ended = %(now)s, message_id = %(message_id)s, "
            "result = CASE WHEN person = %(person)s THEN %(result)s END "
            f"WHERE scope = %(scope)s AND ordinal = %(ordinal)s AND {condition}",
            {
                "state": state.value,
                "now": now,
                "result": None if result is None else result.decode(),
                "message_id": indexed(message_id),
                "person": indexed(effect.person),
                "scope": indexed(effect.scope),
                "ordinal": effect.ordinal,
                "fence": effect.fence,
            },
        )
        return bool(changed.rowcount == 1)

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
        wanted = None if states is None else {each.value for each in states}
        given: dict[str, Any] = {
            "scope": None if scope is None else indexed(scope),
            "event": event,
            "states": None if wanted is None else sorted(wanted),
            "message_ids": None if message_ids is None else [indexed(each) for each in message_ids],
        }
        texts = {
            "scope": "scope = %(scope)s",
            "event": "event = %(event)s",
            "states": "state = ANY(%(states)s::text[])",
            "message_ids": "message_id <> '' AND message_id = ANY(%(message_ids)s::text[])",
        }
        conditions = [texts[name] for name, value in given.items() if value is not None]
        if wanted is not None and wanted <= {EffectState.INTENT.value, EffectState.UNKNOWN.value}:
            conditions.append("state IN ('intent', 'unknown')")  # there is an index of these
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        rows = self._run(
            f"SELECT {EFFECT_COLUMNS} FROM $.effects {where} ORDER BY scope, ordinal LIMIT %(limit)s",
            {**given, "limit": limit},
        )
        return [effect_of(row) for row in rows.fetchall()]

    def _effect(self, scope: str, ordinal: int) -> Effect | None:
        row = self._run(
            f"SELECT {EFFECT_COLUMNS} FROM $.effects WHERE scope = %(scope)s AND ordinal = %(ordinal)s",
            {"scope": indexed(scope), "ordinal": ordinal},
        ).fetchone()
        return None if row is None else effect_of(row)

    def _write(self, effect: Effect) -> None:
        row: dict[str, Any] = dict(zip(EFFECT_COLUMNS.split(", "), effect_row(effect), strict=True))
        row |= {
            "scope": indexed(effect.scope),
            "message_id": indexed(effect.message_id),
            "state": effect.state.value,
        }
        self._run(schema.WRITE_EFFECT, row)

    # What is kept beside the events.

    def values(self, scope: str) -> Mapping[str, bytes]:
        """See `Inbox`."""
        rows = self._run("SELECT name, data FROM $.vals WHERE scope = %(scope)s", {"scope": indexed(scope)})
        return {name: data.encode() for name, data in rows.fetchall()}

    def put(self, values: Sequence[Value], *, now: int) -> None:
        """See `Inbox`."""
        for value in values:
            self._set(value.scope, value.name, value.data, value.person, now)

    def _set(self, scope: str, name: str, data: bytes | None, person: str, now: int) -> None:
        place = {"scope": indexed(scope), "name": indexed(name)}
        if data is None:
            self._run("DELETE FROM $.vals WHERE scope = %(scope)s AND name = %(name)s", place)
        else:
            self._run(
                schema.SET_VALUE, {**place, "data": data.decode(), "person": indexed(person), "now": now}
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
        known = self._one(
            "SELECT data FROM $.vals WHERE scope = %(scope)s AND name = %(name)s",
            scope=indexed(scope),
            name=indexed(name),
        )
        data = change(None if known is None else known.encode())
        self._set(scope, name, data, person, now)
        return data

    # Upkeep.

    def stats(self) -> InboxStats:
        """See `Inbox`."""

        def counts(statement: str) -> dict[str, int]:
            return dict(self._run(statement, {}).fetchall())

        states = {
            EventState(name): count
            for name, count in counts("SELECT state, count(*) FROM $.events GROUP BY state").items()
        }
        settled = self._one("SELECT count(*) FROM $.settled")
        if settled:
            states[EventState.SETTLED] = settled
        effects = counts("SELECT state, count(*) FROM $.effects GROUP BY state")
        return InboxStats(
            states=states,
            effects={EffectState(name): count for name, count in effects.items()},
            lanes=self._one("SELECT count(*) FROM $.lanes"),
            timers=self._one("SELECT count(*) FROM $.timers"),
            oldest=self._one("SELECT min(received) FROM $.events WHERE state IN ('new', 'running')"),
        )

    def purge(
        self, *, settled_before: int, keys_before: int | None = None, limit: int | None = None
    ) -> Purged:
        """See `Inbox`; of events and keys at most `limit` each."""
        rows = self._run(
            "SELECT id FROM $.settled WHERE ended < %(before)s ORDER BY ended LIMIT %(limit)s",
            {"before": settled_before, "limit": limit},
        )
        gone = {"ids": [id_ for (id_,) in rows.fetchall()]}
        effects = self._run(
            "DELETE FROM $.effects WHERE event = ANY(%(ids)s::bigint[]) "
            "AND NOT EXISTS (SELECT FROM $.vals WHERE vals.scope = effects.scope AND vals.name = 'open')",
            gone,
        ).rowcount
        events = self._run("DELETE FROM $.settled WHERE id = ANY(%(ids)s::bigint[])", gone).rowcount
        self._run(
            "DELETE FROM $.vals WHERE name IN ('status', 'unclaimed') AND at < %(before)s",
            {"before": settled_before},
        )
        keys = 0
        if keys_before is not None:
            keys = self._run(schema.PURGE_KEYS, {"before": keys_before, "limit": limit}).rowcount
        return Purged(events=events, effects=effects, keys=keys)

    def erase(self, person: str) -> int:
        """See `Inbox`."""
        names = self.names(person)
        theirs = "WHERE person <> '' AND person = ANY(%(names)s::text[])"
        effects = self._run(
            f"UPDATE $.effects SET person = '', target = '', content = '', result = NULL {theirs}",
            {"names": names},
        ).rowcount
        values = self._run(f"DELETE FROM $.vals {theirs}", {"names": names}).rowcount
        return int(self.erase_events(names) + effects + values)
