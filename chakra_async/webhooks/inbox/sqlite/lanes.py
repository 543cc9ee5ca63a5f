"""Events in an inbox file: appended, taken, given back, parked and driven again. Runs inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from chakra_async.webhooks.inbox.core import lease_lost
from chakra_async.webhooks.inbox.errors import InboxError
from chakra_async.webhooks.inbox.persons import LEFT, Joining
from chakra_async.webhooks.inbox.records import NEVER, Claim, EventState, Taken
from chakra_async.webhooks.inbox.rows import (
    EVENT_COLUMNS,
    SETTLED_COLUMNS,
    as_json,
    digest,
    record_of,
    timer_of,
    timer_row,
)
from chakra_async.webhooks.inbox.sqlite import schema

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from chakra_async.webhooks.inbox.errors import LeaseLostError
    from chakra_async.webhooks.inbox.records import NewRecord, Problem, Record
    from chakra_async.webhooks.inbox.settling import Settling

__all__ = ["LaneTable"]


class LaneTable:
    """The events of a file and the lanes they wait in.

    Args:
        connection: The file, in a transaction whenever a method is called.

    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # Appending.

    def append(self, records: Sequence[NewRecord], *, now: int) -> list[bool]:
        """See `Inbox`."""
        return self._append(records, now, None)

    def _append(self, records: Sequence[NewRecord], now: int, persons: Sequence[str] | None) -> list[bool]:
        if not records:
            return []
        run = self._connection.execute
        (last,) = run(
            "UPDATE meta SET value = value + ? WHERE name = 'last' RETURNING value", (len(records),)
        ).fetchone()
        first = last - len(records) + 1
        digests = as_json([digest(each.key) for each in records])
        inserted = run(schema.INSERT_KEYS, (first, now, digests)).rowcount
        fresh = (
            range(len(records))
            if inserted == len(records)
            else sorted(index for (index,) in run(schema.NEW_KEYS, (digests, first)))
        )
        if persons is None:
            people = dict(zip(fresh, self._persons([records[index] for index in fresh]), strict=True))
        else:
            people = dict(enumerate(persons))
        rows: list[tuple[object, ...]] = []
        for index in fresh:
            record = records[index]
            lane, person = record.lane, people[index]
            if persons is None and person:
                lane = f"{lane}/{person}"
            rows.append(
                (
                    first + index,
                    record.key,
                    lane,
                    record.kind,
                    record.number,
                    person,
                    record.at,
                    record.payload.decode(),
                )
            )
        if rows:
            text = as_json(rows)
            run(schema.INSERT_EVENTS, (now, text))
            run(schema.INSERT_LANES, (now, text))
        known = set(fresh)
        return [index in known for index in range(len(records))]

    def _persons(self, records: Sequence[NewRecord]) -> list[str]:
        """Return the person of each record, and keep who turned out to be who."""
        joining = Joining(self._known)
        persons = joining.persons(records)
        if joining.merged:
            self._connection.executemany(
                "UPDATE people SET person = ? WHERE person = ?",
                [(to, of) for of, to in joining.merged.items()],
            )
        if joining.added or joining.left:
            self._connection.execute(
                "REPLACE INTO people SELECT key, value FROM json_each(?)",
                (as_json(joining.added | joining.left),),
            )
        return persons

    def _known(self, aliases: Sequence[str]) -> dict[str, str]:
        return dict(
            self._connection.execute(
                "SELECT alias, person FROM people WHERE alias IN (SELECT value FROM json_each(?))",
                (as_json(aliases),),
            )
        )

    # Taking and giving back.

    def take(self, owner: str, *, now: int, lease: int, limit: int) -> Taken:
        """See `Inbox`."""
        run = self._connection.execute
        due = [
            timer_of(row)
            for row in run(
                "SELECT key, due, person, record FROM timers WHERE due <= ? ORDER BY due, key", (now,)
            )
        ]
        if due:
            run(
                "DELETE FROM timers WHERE key IN (SELECT value FROM json_each(?))",
                (as_json([each.key for each in due]),),
            )
            self._append([each.record for each in due], now, [each.person for each in due])
        claims: list[Claim] = []
        if limit > 0 and run("SELECT 1 FROM lanes WHERE ready <= ? LIMIT 1", (now,)).fetchone() is not None:
            claims = self._take(owner, now, now + lease, limit)
        (next_at,) = run(schema.NEXT_AT).fetchone()
        return Taken(claims, None if next_at is None else max(now, next_at))

    def _take(self, owner: str, now: int, until: int, limit: int) -> list[Claim]:
        run = self._connection.execute
        (fence,) = run("UPDATE meta SET value = value + 1 WHERE name = 'fence' RETURNING value").fetchone()
        taken = run(schema.TAKE, (until, fence, owner, now, limit)).fetchall()
        heads = as_json([head for _, head in taken])
        run(schema.STOP_RUNNING, (as_json([lane for lane, _ in taken]),))
        events = [record_of(row) for row in run(schema.RUN, (heads,)).fetchall()]
        run(schema.LOSE_EFFECTS, (heads,))
        return [
            Claim(owner=owner, lane=each.lane, fence=fence, event=each)
            for each in sorted(events, key=lambda each: each.id)
        ]

    def renew(self, claims: Sequence[Claim], *, now: int, lease: int) -> list[bool]:
        """See `Inbox`."""
        update = "UPDATE lanes SET ready = ? WHERE lane = ? AND fence = ?"
        return [
            self._connection.execute(update, (now + lease, each.lane, each.fence)).rowcount == 1
            for each in claims
        ]

    def following(self, claim: Claim, *, limit: int) -> list[Record]:
        """See `Inbox`."""
        rows = self._connection.execute(
            f"SELECT {EVENT_COLUMNS} FROM events WHERE lane = ? AND is_open AND state = 'new' ORDER BY id LIMIT ?",
            (claim.lane, limit),
        )
        return [record_of(row) for row in rows]

    def join(self, claim: Claim, ids: Sequence[int]) -> Claim:
        """See `Inbox`."""
        self.check(claim)
        waiting = {each.id for each in self.following(claim, limit=-1)}
        wanted = as_json([each for each in ids if each in waiting])
        joined = sorted(
            (record_of(row) for row in self._connection.execute(schema.RUN, (wanted,)).fetchall()),
            key=lambda each: each.id,
        )
        return attrs.evolve(claim, joined=(*claim.joined, *joined))

    def settle_claims(self, settlings: Sequence[Settling]) -> list[LeaseLostError | None]:
        """Settle claims; for each the error if it does not hold any more. What comes with them is recorded by the caller."""
        run = self._connection.execute
        lanes = as_json([[each.claim.lane, each.claim.fence] for each in settlings])
        valid = {index for (index,) in run(schema.VALID_CLAIMS, (lanes,))}
        held = [each for index, each in enumerate(settlings) if index in valid]
        if held:
            now = held[0].now
            ids = as_json([id_ for each in held for id_ in each.claim.ids])
            run(schema.LOSE_EFFECTS, (ids,))
            for statement in schema.MOVE:
                run(statement, {"ids": ids, "now": now})
            self._release([each.claim.lane for each in held], now)
            self._set_timers(held)
        return [None if index in valid else lease_lost(each.claim) for index, each in enumerate(settlings)]

    def _set_timers(self, settlings: Sequence[Settling]) -> None:
        cancelled = [key for each in settlings for key in each.cancel]
        if cancelled:
            self._connection.execute(
                "DELETE FROM timers WHERE key IN (SELECT value FROM json_each(?))", (as_json(cancelled),)
            )
        timers = [timer_row(timer) for each in settlings for timer in each.timers]
        if timers:
            self._connection.executemany(
                "REPLACE INTO timers (key, due, person, record) VALUES (?, ?, ?, ?)", timers
            )

    def fail(self, claim: Claim, problem: Problem, *, now: int, retry_at: int) -> None:
        """See `Inbox`."""
        del now
        self.check(claim)
        self._connection.execute(schema.LOSE_EFFECTS, (as_json(claim.ids),))
        self._connection.execute(
            "UPDATE events SET state = 'new', code = ?, reason = ? WHERE id IN (SELECT value FROM json_each(?))",
            (problem.code, problem.reason, as_json(claim.ids)),
        )
        self._release([claim.lane], retry_at)

    def defer(self, claim: Claim, *, until: int) -> None:
        """See `Inbox`."""
        self.check(claim)
        self._connection.execute(schema.LOSE_EFFECTS, (as_json(claim.ids),))
        self._connection.execute(
            "UPDATE events SET state = 'new', attempts = max(0, attempts - 1) WHERE id IN (SELECT value FROM json_each(?))",
            (as_json(claim.ids),),
        )
        self._release([claim.lane], until)

    def park(self, claim: Claim, problem: Problem, *, now: int, hold: bool = False) -> None:
        """See `Inbox`."""
        self.check(claim)
        self._connection.execute(schema.LOSE_EFFECTS, (as_json(claim.ids),))
        self._connection.execute(
            "UPDATE events SET state = 'parked', code = ?, reason = ?, ended = ?, is_open = ? "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (problem.code, problem.reason, now, hold, as_json(claim.ids)),
        )
        self._release([claim.lane], now)

    def _release(self, lanes: Sequence[str], ready: int) -> None:
        names = as_json(lanes)
        self._connection.execute(schema.RELEASE, (ready, names))
        for statement in schema.HOLD:
            self._connection.execute(statement, (names,))

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
        run = self._connection.execute
        wanted = self._parked(ids, code)
        if payload is not None and len(wanted) > 1:
            raise InboxError("Another content can be given to one event only: name its id.")
        text = as_json([id_ for id_, _ in wanted])
        run(
            "UPDATE events SET state = 'new', is_open = 1, attempts = 0, unended = 0, code = NULL, reason = NULL, ended = NULL, "
            "payload = coalesce(?, payload) WHERE id IN (SELECT value FROM json_each(?))",
            (None if payload is None else payload.decode("utf-8", "replace"), text),
        )
        if resend_unknown:
            run(
                "UPDATE effects SET state = 'not_sent' WHERE state = 'unknown' AND event IN (SELECT value FROM json_each(?))",
                (text,),
            )
        for id_, lane in wanted:
            run(
                "INSERT INTO lanes (lane, ready, head) VALUES (:lane, :now, :head) ON CONFLICT (lane) DO UPDATE SET head = min(head, :head), "
                "ready = CASE WHEN fence = 0 AND ready = :never THEN :now ELSE ready END",
                {"lane": lane, "now": now, "head": id_, "never": NEVER},
            )
        return len(wanted)

    def discard(self, ids: Iterable[int], *, now: int) -> int:
        """See `Inbox`."""
        run = self._connection.execute
        wanted = self._parked(ids, None)
        held = [
            lane
            for id_, lane in wanted
            if run("SELECT 1 FROM lanes WHERE lane = ? AND head = ? AND fence = 0", (lane, id_)).fetchone()
        ]
        text = as_json([id_ for id_, _ in wanted])
        run(
            "UPDATE events SET is_open = 0, ended = ? WHERE id IN (SELECT value FROM json_each(?))",
            (now, text),
        )
        run(
            f"INSERT INTO settled ({SETTLED_COLUMNS}) SELECT {SETTLED_COLUMNS} FROM events "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (text,),
        )
        run("DELETE FROM events WHERE id IN (SELECT value FROM json_each(?))", (text,))
        self._release(held, now)
        return len(wanted)

    def _parked(self, ids: Iterable[int] | None, code: str | None) -> list[tuple[int, str]]:
        return self._connection.execute(
            "SELECT id, lane FROM events WHERE state = 'parked' AND (:code IS NULL OR code = :code) "
            "AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids))) ORDER BY id",
            {"code": code, "ids": None if ids is None else as_json(list(ids))},
        ).fetchall()

    def events(
        self, *, states: Iterable[EventState], after: int = 0, limit: int = 1000, person: str | None = None
    ) -> list[Record]:
        """See `Inbox`."""
        wanted = as_json(sorted(set(states)))
        theirs, arguments = "", []
        if person is not None:
            theirs, arguments = "AND person <> '' AND person = ?", [self.person(person)]
        found: list[Record] = []
        for table, columns in (
            ("events", EVENT_COLUMNS),
            ("settled", f"{SETTLED_COLUMNS}, 'settled' AS state, 0 AS unended"),
        ):
            rows = self._connection.execute(
                f"SELECT * FROM (SELECT {columns} FROM {table} WHERE id > ? {theirs}) "
                "WHERE state IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?",
                (after, *arguments, wanted, limit),
            )
            found += [record_of(row) for row in rows]
        return sorted(found, key=lambda each: each.id)[:limit]

    def person(self, identity: str) -> str:
        """Return the person of an identity."""
        row = self._connection.execute("SELECT person FROM people WHERE alias = ?", (identity,)).fetchone()
        return identity if row is None else str(row[0])

    def check(self, claim: Claim) -> None:
        """Check that a claim holds.

        Raises:
            LeaseLostError: It does not.

        """
        found = self._connection.execute(
            "SELECT 1 FROM lanes WHERE lane = ? AND fence = ?", (claim.lane, claim.fence)
        ).fetchone()
        if found is None:
            raise lease_lost(claim)

    def names(self, person: str) -> list[str]:
        """Return every name that a person has or had, by any of them."""
        one = self.person(person)
        rows = self._connection.execute("SELECT alias FROM people WHERE person = ?", (one,))
        names = {one, person, *(alias for (alias,) in rows)}
        for later in self._known(
            [LEFT + person]
        ).values():  # the number is somebody else's now: both are meant
            names |= {later[1:], *self.names(later[1:])}
        return sorted(names - {""})

    def erase_events(self, names: str) -> int:
        """Remove a person's events and timers, and forget the identities; return how many rows there were."""
        run = self._connection.execute
        theirs = "person <> '' AND person IN (SELECT value FROM json_each(?))"
        lanes = as_json(
            [lane for (lane,) in run(f"SELECT DISTINCT lane FROM events WHERE {theirs}", (names,))]
        )
        ids = as_json([each for (each,) in run(f"SELECT id FROM events WHERE {theirs}", (names,))])
        run(schema.LOSE_EFFECTS, (ids,))  # their workers have lost the lanes
        count = sum(
            run(f"DELETE FROM {table} WHERE {theirs}", (names,)).rowcount
            for table in ("events", "settled", "timers", "people")
        )
        run(
            "UPDATE lanes SET head = (SELECT min(id) FROM events WHERE events.lane = lanes.lane AND is_open) "
            "WHERE lane IN (SELECT value FROM json_each(?))",
            (lanes,),
        )
        run(schema.HOLD[0], (lanes,))
        return count
