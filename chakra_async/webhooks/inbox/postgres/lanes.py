"""Events in an inbox in PostgreSQL: appended, taken, given back, parked and driven again. Runs inside a transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from chakra_async.webhooks.inbox.core import lease_lost
from chakra_async.webhooks.inbox.errors import InboxError
from chakra_async.webhooks.inbox.persons import LEFT, Joining
from chakra_async.webhooks.inbox.postgres import schema
from chakra_async.webhooks.inbox.records import NEVER, Claim, EventState, Taken, storable
from chakra_async.webhooks.inbox.rows import (
    EVENT_COLUMNS,
    SETTLED_COLUMNS,
    digest,
    record_of,
    timer_of,
    timer_row,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chakra_async.webhooks.inbox.errors import LeaseLostError
    from chakra_async.webhooks.inbox.records import NewRecord, Problem, Record
    from chakra_async.webhooks.inbox.settling import Settling

__all__ = ["LaneTable", "Run", "indexed"]

Run: TypeAlias = Callable[[str, Mapping[str, Any]], Any]
"""Runs a statement with its arguments by name; returns a cursor."""

_LONGEST: Final = 600
"""Bytes of a name; an entry of an index has room for 2,704."""


def indexed(name: str) -> str:
    """Return what a name is kept and found as: itself, or, where an index has no room for it, its beginning and a digest.

    Example:
        >>> indexed("phone:919911223344")
        'phone:919911223344'
        >>> len(indexed("x" * 10_000))
        541

    """
    name = storable(name)
    data = name.encode()
    if len(data) <= _LONGEST:
        return name
    return f"{data[:500].decode(errors='ignore')}#{blake2b(data, digest_size=20).hexdigest()}"


class LaneTable:
    """The events of an inbox and the lanes they wait in.

    Args:
        run: Runs a statement; in a transaction, which holds the inbox's lock where it writes, whenever a method is called.

    """

    def __init__(self, run: Run) -> None:
        self._run = run

    def _all(self, statement: str, arguments: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._run(statement, arguments).fetchall()
        return found

    def _one(self, statement: str, **arguments: Any) -> Any:
        """Return the first value of the first row, or None."""
        row = self._run(statement, arguments).fetchone()
        return None if row is None else row[0]

    # Appending.

    def append(self, records: Sequence[NewRecord], *, now: int) -> list[bool]:
        """See `Inbox`."""
        return self._append(records, now, None)

    def _append(self, records: Sequence[NewRecord], now: int, persons: Sequence[str] | None) -> list[bool]:
        if not records:
            return []
        count = len(records)
        last = self._one(
            "UPDATE $.meta SET value = value + %(count)s WHERE name = 'last' RETURNING value", count=count
        )
        first = last - count + 1
        digests = [digest(each.key) for each in records]
        inserted = self._run(schema.INSERT_KEYS, {"digests": digests, "first": first, "now": now})
        fresh: list[int] = sorted(id_ - first for (id_,) in inserted.fetchall())
        if persons is None:
            people = dict(zip(fresh, self._persons([records[index] for index in fresh]), strict=True))
        else:
            people = dict(enumerate(persons))
        found: list[tuple[NewRecord, str, str]] = []
        for index in fresh:
            record = records[index]
            lane, person = record.lane, people[index]
            if persons is None and person:
                lane = f"{lane}/{person}"
            found.append((record, indexed(lane), person))
        if found:
            arguments = {
                "now": now,
                "ids": [first + index for index in fresh],
                "lanes": [lane for _, lane, _ in found],
                "keys": [each.key for each, _, _ in found],
                "kinds": [each.kind for each, _, _ in found],
                "numbers": [each.number for each, _, _ in found],
                "persons": [person for _, _, person in found],
                "ats": [each.at for each, _, _ in found],
                "payloads": [each.payload.decode() for each, _, _ in found],
            }
            self._run(schema.INSERT_EVENTS, arguments)
            self._run(schema.INSERT_LANES, arguments)
        known = set(fresh)
        return [index in known for index in range(count)]

    def _persons(self, records: Sequence[NewRecord]) -> list[str]:
        """Return the person of each record, and keep who turned out to be who."""
        joining = Joining(self._known, indexed)
        persons = joining.persons(records)
        for of, to in joining.merged.items():
            self._run("UPDATE $.people SET person = %(to)s WHERE person = %(of)s", {"to": to, "of": of})
        rows = joining.added | joining.left
        if rows:
            self._run(
                "INSERT INTO $.people SELECT * FROM unnest(%(aliases)s::text[], %(persons)s::text[]) "
                "ON CONFLICT (alias) DO UPDATE SET person = excluded.person",
                {"aliases": list(rows), "persons": list(rows.values())},
            )
        return persons

    def _known(self, aliases: Sequence[str]) -> dict[str, str]:
        rows = self._run(
            "SELECT alias, person FROM $.people WHERE alias = ANY(%(aliases)s::text[])",
            {"aliases": list(aliases)},
        )
        found: dict[str, str] = dict(rows.fetchall())
        return found

    # Taking and giving back.

    def take(self, owner: str, *, now: int, lease: int, limit: int) -> Taken:
        """See `Inbox`."""
        rows = self._run(
            "SELECT key, due, person, record FROM $.timers WHERE due <= %(now)s ORDER BY due, key",
            {"now": now},
        )
        due = [timer_of(row) for row in rows.fetchall()]
        if due:
            self._run(
                "DELETE FROM $.timers WHERE key = ANY(%(keys)s::text[])", {"keys": [each.key for each in due]}
            )
            self._append([each.record for each in due], now, [each.person for each in due])
        claims = self._take(owner, now, now + lease, limit) if limit > 0 else []
        next_at = self._one(schema.NEXT_AT)
        return Taken(claims, None if next_at is None else max(now, next_at))

    def _take(self, owner: str, now: int, until: int, limit: int) -> list[Claim]:
        if self._one("SELECT 1 FROM $.lanes WHERE ready <= %(now)s LIMIT 1", now=now) is None:
            return []
        fence = self._one("UPDATE $.meta SET value = value + 1 WHERE name = 'fence' RETURNING value")
        arguments = {"now": now, "until": until, "fence": fence, "owner": owner, "limit": limit}
        taken: list[tuple[str, int]] = self._run(schema.TAKE, arguments).fetchall()
        heads = [head for _, head in taken]
        self._run(schema.STOP_RUNNING, {"lanes": [lane for lane, _ in taken]})
        events = self._start(heads)
        self._lose(heads)
        return [Claim(owner=owner, lane=each.lane, fence=fence, event=each) for each in events]

    def _start(self, ids: Sequence[int]) -> list[Record]:
        rows = self._run(schema.RUN, {"ids": list(ids)}).fetchall()
        return sorted((record_of(row) for row in rows), key=lambda each: each.id)

    def _lose(self, ids: Sequence[int]) -> None:
        self._run(schema.LOSE_EFFECTS, {"ids": list(ids)})

    def renew(self, claims: Sequence[Claim], *, now: int, lease: int) -> list[bool]:
        """See `Inbox`."""
        update = "UPDATE $.lanes SET ready = %(until)s WHERE lane = %(lane)s AND fence = %(fence)s"
        return [
            self._run(update, {"until": now + lease, "lane": each.lane, "fence": each.fence}).rowcount == 1
            for each in claims
        ]

    def following(self, claim: Claim, *, limit: int | None) -> list[Record]:
        """See `Inbox`."""
        rows = self._run(
            f"SELECT {EVENT_COLUMNS} FROM $.events WHERE lane = %(lane)s AND is_open AND state = 'new' ORDER BY id LIMIT %(limit)s",
            {"lane": claim.lane, "limit": limit},
        )
        return [record_of(row) for row in rows.fetchall()]

    def join(self, claim: Claim, ids: Sequence[int]) -> Claim:
        """See `Inbox`."""
        self.check(claim)
        waiting = {each.id for each in self.following(claim, limit=None)}
        joined = self._start([each for each in ids if each in waiting])
        return attrs.evolve(claim, joined=(*claim.joined, *joined))

    def settle_claims(self, settlings: Sequence[Settling]) -> list[LeaseLostError | None]:
        """Settle claims; for each the error if it does not hold any more. What comes with them is recorded by the caller."""
        rows = self._run(
            schema.VALID_CLAIMS,
            {
                "lanes": [each.claim.lane for each in settlings],
                "fences": [each.claim.fence for each in settlings],
            },
        )
        valid = {index for (index,) in rows.fetchall()}
        held = [each for index, each in enumerate(settlings) if index in valid]
        if held:
            now = held[0].now
            ids = [id_ for each in held for id_ in each.claim.ids]
            self._lose(ids)
            self._run(schema.MOVE, {"ids": ids, "now": now})
            self._release([each.claim.lane for each in held], now)
            self._set_timers(held)
        return [None if index in valid else lease_lost(each.claim) for index, each in enumerate(settlings)]

    def _set_timers(self, settlings: Sequence[Settling]) -> None:
        cancelled = [indexed(key) for each in settlings for key in each.cancel]
        if cancelled:
            self._run("DELETE FROM $.timers WHERE key = ANY(%(keys)s::text[])", {"keys": cancelled})
        for timer in (timer for each in settlings for timer in each.timers):
            key, due, person, record = timer_row(timer)
            self._run(schema.SET_TIMER, {"key": indexed(key), "due": due, "person": person, "record": record})

    def fail(self, claim: Claim, problem: Problem, *, now: int, retry_at: int) -> None:
        """See `Inbox`."""
        del now
        self.check(claim)
        self._lose(claim.ids)
        self._run(
            "UPDATE $.events SET state = 'new', code = %(code)s, reason = %(reason)s WHERE id = ANY(%(ids)s::bigint[])",
            {"ids": claim.ids, "code": problem.code, "reason": problem.reason},
        )
        self._release([claim.lane], retry_at)

    def defer(self, claim: Claim, *, until: int) -> None:
        """See `Inbox`."""
        self.check(claim)
        self._lose(claim.ids)
        self._run(
            "UPDATE $.events SET state = 'new', attempts = greatest(0, attempts - 1) WHERE id = ANY(%(ids)s::bigint[])",
            {"ids": claim.ids},
        )
        self._release([claim.lane], until)

    def park(self, claim: Claim, problem: Problem, *, now: int, hold: bool = False) -> None:
        """See `Inbox`."""
        self.check(claim)
        self._lose(claim.ids)
        self._run(
            "UPDATE $.events SET state = 'parked', code = %(code)s, reason = %(reason)s, ended = %(now)s, is_open = %(hold)s "
            "WHERE id = ANY(%(ids)s::bigint[])",
            {"ids": claim.ids, "code": problem.code, "reason": problem.reason, "now": now, "hold": hold},
        )
        self._release([claim.lane], now)

    def _release(self, lanes: Sequence[str], ready: int) -> None:
        for statement in (schema.RELEASE, *schema.HOLD):
            self._run(statement, {"lanes": list(lanes), "ready": ready})

    def check(self, claim: Claim) -> None:
        """Check that a claim holds.

        Raises:
            LeaseLostError: It does not.

        """
        found = self._one(
            "SELECT 1 FROM $.lanes WHERE lane = %(lane)s AND fence = %(fence)s",
            lane=claim.lane,
            fence=claim.fence,
        )
        if found is None:
            raise lease_lost(claim)

    # A person's decisions.

    def redrive(
        self,
        ids: Iterable[int] | None = None,
        *,
        now: int,
        code: str | None = None,
        resend_unknown: bool = False,
        payload: bytes | None = None,
    ) -> int:
        """See `Inbox`."""
        wanted = self._parked(ids, code)
        if payload is not None and len(wanted) > 1:
            raise InboxError("Another content can be given to one event only: name its id.")
        chosen = {"ids": [id_ for id_, _ in wanted]}
        self._run(
            "UPDATE $.events SET state = 'new', attempts = 0, unended = 0, code = NULL, reason = NULL, ended = NULL, is_open = true, "
            "payload = coalesce(%(payload)s::text, payload) WHERE id = ANY(%(ids)s::bigint[])",
            {**chosen, "payload": None if payload is None else payload.decode()},
        )
        if resend_unknown:
            self._run(
                "UPDATE $.effects SET state = 'not_sent' WHERE state = 'unknown' AND event = ANY(%(ids)s::bigint[])",
                chosen,
            )
        for id_, lane in wanted:
            self._run(
                "INSERT INTO $.lanes (lane, ready, head) VALUES (%(lane)s, %(now)s, %(id)s) ON CONFLICT (lane) DO UPDATE SET "
                f"head = least(lanes.head, %(id)s), ready = CASE WHEN lanes.fence = 0 AND lanes.ready = {NEVER} THEN %(now)s "
                "ELSE lanes.ready END",
                {"lane": lane, "now": now, "id": id_},
            )
        return len(wanted)

    def discard(self, ids: Iterable[int], *, now: int) -> int:
        """See `Inbox`."""
        wanted = self._parked(ids, None)
        held = [
            lane
            for id_, lane in wanted
            if self._one(
                "SELECT 1 FROM $.lanes WHERE lane = %(lane)s AND head = %(id)s AND fence = 0",
                lane=lane,
                id=id_,
            )
        ]
        self._run(
            f"WITH gone AS (DELETE FROM $.events WHERE id = ANY(%(ids)s::bigint[]) RETURNING *) "
            f"INSERT INTO $.settled ({SETTLED_COLUMNS}) SELECT {SETTLED_COLUMNS.replace('ended', '%(now)s')} FROM gone",
            {"ids": [id_ for id_, _ in wanted], "now": now},
        )
        self._release(held, now)
        return len(wanted)

    def _parked(self, ids: Iterable[int] | None, code: str | None) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = self._run(
            "SELECT id, lane FROM $.events WHERE state = 'parked' AND (%(code)s::text IS NULL OR code = %(code)s) "
            "AND (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s::bigint[])) ORDER BY id",
            {"code": code, "ids": None if ids is None else list(ids)},
        ).fetchall()
        return found

    def events(
        self, *, states: Iterable[EventState], after: int = 0, limit: int = 1000, person: str | None = None
    ) -> list[Record]:
        """See `Inbox`."""
        wanted = {each.value for each in states}
        arguments: dict[str, Any] = {"after": after, "limit": limit, "states": sorted(wanted)}
        theirs = ""
        if person is not None:
            theirs = "AND person <> '' AND person = %(person)s"
            arguments["person"] = self.person(person)
        found: list[Record] = []
        for table, columns in (
            ("events", EVENT_COLUMNS),
            ("settled", f"{SETTLED_COLUMNS}, 'settled' AS state, 0 AS unended"),
        ):
            if table == "settled" and EventState.SETTLED.value not in wanted:
                continue
            condition = "AND state = ANY(%(states)s::text[])" if table == "events" else ""
            rows = self._run(
                f"SELECT {columns} FROM $.{table} WHERE id > %(after)s {theirs} {condition} ORDER BY id LIMIT %(limit)s",
                arguments,
            )
            found += [record_of(row) for row in rows.fetchall()]
        return sorted(found, key=lambda each: each.id)[:limit]

    def person(self, identity: str) -> str:
        """Return the person of an identity."""
        name = indexed(identity)
        known = self._one("SELECT person FROM $.people WHERE alias = %(alias)s", alias=name)
        return name if known is None else str(known)

    def names(self, person: str) -> list[str]:
        """Return every name that a person has or had, by any of them."""
        one = self.person(person)
        rows = self._run("SELECT alias FROM $.people WHERE person = %(person)s", {"person": one})
        names = {one, indexed(person), *(alias for (alias,) in rows.fetchall())}
        for later in self._known(
            [LEFT + person]
        ).values():  # the number is somebody else's now: both are meant
            names |= {later[1:], *self.names(later[1:])}
        return sorted(names - {""})

    def erase_events(self, names: Sequence[str]) -> int:
        """Remove a person's events and timers, and forget the identities; return how many rows there were."""
        theirs = {"names": list(names)}
        rows = self._run(
            "SELECT id, lane FROM $.events WHERE person <> '' AND person = ANY(%(names)s::text[])", theirs
        ).fetchall()
        lanes = {"lanes": sorted({lane for _, lane in rows})}
        self._lose([id_ for id_, _ in rows])  # their workers have lost the lanes
        count: int = sum(
            self._run(
                f"DELETE FROM $.{table} WHERE person <> '' AND person = ANY(%(names)s::text[])", theirs
            ).rowcount
            for table in ("events", "settled", "timers", "people")
        )
        self._run(
            "UPDATE $.lanes SET head = (SELECT min(id) FROM $.events WHERE events.lane = lanes.lane AND is_open) "
            "WHERE lane = ANY(%(lanes)s::text[])",
            lanes,
        )
        self._run(schema.HOLD[0], lanes)
        return count
