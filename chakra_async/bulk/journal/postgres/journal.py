"""The journal of a run in PostgreSQL, for one process with the whole list or for many with a slice each.

What is promised is what the file promises: a row is recorded as `sending`, durably, before its request leaves. Between processes the fence
of a slice decides: a newer claim raises it, and an intent is granted under the present one alone. So a worker that was frozen, cut off or
given up can send nothing more, and the ends of its calls are still taken.

Everything here blocks; the event loop reaches it through `GroupCommit`.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import attrs
import orjson

from chakra_async._transport.boot_clock import boot_seconds
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.base import (
    Added,
    Applied,
    Claim,
    JournalCounts,
    KnownRow,
    Retried,
    Summary,
    is_same_list,
    text_of,
)
from chakra_async.bulk.journal.identity import check_identity
from chakra_async.bulk.journal.postgres import schema, statements
from chakra_async.bulk.journal.postgres.adding import add_rows, check_claim, displaced, make_slices
from chakra_async.bulk.journal.postgres.claims import StoredRow, owner_name
from chakra_async.bulk.journal.postgres.driver import DatabaseAwayError, postgres_errors
from chakra_async.bulk.journal.postgres.ends import End, ends_of
from chakra_async.bulk.journal.postgres.finishing import GOING, finish_all, finish_slice
from chakra_async.bulk.journal.postgres.reading import counts_of, summary_of
from chakra_async.bulk.journal.postgres.session import Session
from chakra_async.bulk.journal.postgres.steps import Steps, slices_of
from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from chakra_async.bulk.journal.base import Group, Identity
    from chakra_async.bulk.journal.postgres.address import JournalAddress
    from chakra_async.bulk.journal.postgres.session import Seen

__all__ = ["SEND_WITHIN", "SLICE", "PostgresJournal"]

SLICE: Final = 1000
"""Rows of a slice where nothing else is asked for."""

SEND_WITHIN: Final = 10.0
"""Seconds from the COMMIT of an intent within which its request must begin."""

OTHER_NAME: Final = "write another name behind the # of the address"
_NONE: Final = Retried()


class PostgresJournal:
    """An open journal of one run. Made by `open`."""

    def __init__(self, session: Session, *, slice_size: int = SLICE, settled_after: float = 0.0) -> None:
        """Keep what `open` made."""
        self._settled_after = settled_after
        self._session = session
        self.address = session.address
        self.known: dict[str, str] = {}
        self.counts = JournalCounts(states={})
        self.claim = Claim(owner=owner_name(), fence=0)
        self.run: int | None = None
        self.slice_size = slice_size
        self.workers = 1
        self._slice: int | None = None
        self._slices = set[int]()
        self._under_way: dict[int, int] = {}
        self._asked: list[int] = []
        self._fences: list[int] = []
        self._lost_claim = False
        self._whole = self._list_ended = False
        self._compares = False
        self._source: dict[str, str] = {}

    @classmethod
    def open(
        cls,
        address: JournalAddress,
        *,
        make: bool = True,
        slice_size: int = SLICE,
        settled_after: float = 0.0,
        patience: float = 120.0,
        clock: Callable[[], float] = boot_seconds,
        seen: Seen | None = None,
    ) -> PostgresJournal:
        """Connect to a journal.

        Args:
            address: The database and the name of the run.
            make: Make the tables where they are missing, and allow that the run does not exist yet.
            slice_size: The rows of a slice of a run that does not exist yet.
            settled_after: Seconds for which a row of unknown outcome must have been so before `begin` tries it again: a worker that was
                frozen may still send it.
            patience: Seconds for which a database that is away is tried again, once it was reached.
            clock: The time in seconds, time asleep included.
            seen: What this process has seen of the database, to know later that it did not go back.

        Raises:
            JournalError: It cannot be reached, used or read, or does not exist.

        """
        session = Session(address, patience=patience, clock=clock, seen=seen)
        try:
            journal = cls(session, slice_size=slice_size, settled_after=settled_after)
            with postgres_errors(address):
                schema.check(session.connection, address, make=make)
                journal._read_run(make=make)
        except BaseException:
            session.close()
            raise
        return journal

    def _read_run(self, *, make: bool) -> None:
        record = self._session.connection.execute(statements.RUN, (self.address.name,)).fetchone()
        if record is None:
            if not make:
                raise JournalError(f"The journal {self.address} does not exist.")
            return
        self.run, self.known, _, _, self.slice_size, system_id, timeline, _ = record
        seen = self._session.seen
        if (system_id, timeline) != (seen.system_id, seen.timeline):
            raise JournalError(
                f"The database of the journal {self.address} is not the one that the run began on: it was restored from a "
                "copy, or failed over, and may have forgotten what was sent. Nothing is sent; see docs/machines.md, Failover."
            )

    def register(self, identity: Identity) -> None:
        """Make the run if it does not exist, check that it is this one, and let it run; nothing is claimed.

        Raises:
            JournalError: The journal is of something else, or cannot be written.

        """
        entries = {**identity.entries, "validation": text_of(identity.validation), **identity.source}
        if self.known:
            check_identity(self.address, self.known, identity.entries, otherwise=OTHER_NAME)

        def register() -> None:
            with self._session.connection.transaction():
                run = self._make_run()
                self._session.run([(statements.LOCK, {"run": run})])
                self._session.connection.execute(
                    "UPDATE chakra.runs SET identity = identity || %s::jsonb, state = 'running', why = NULL WHERE name = %s",
                    (orjson.dumps(entries).decode(), self.address.name),
                )
            self._read_run(make=False)

        self._session.again(register)

    def begin(self, identity: Identity, *, retry: Retried = _NONE) -> None:
        """Check that the journal is of this run and these rows, claim all of it, and find out where the rows are.

        Raises:
            JournalError: The journal is of something else, or cannot be written.

        """
        self._compares = bool(self.known) and (
            not is_same_list(self.known, identity)
            or (RowState.INVALID in retry.states and self._has_rows_without_key())
        )
        entries = {**identity.entries, "validation": text_of(identity.validation)}
        if self._compares:
            # The list counts as known only once it has been read to its end.
            entries |= dict.fromkeys(identity.source.keys() & {"sha256"}, "")
            self._source = dict(identity.source)
        else:
            entries |= identity.source
        if self.known:
            check_identity(
                self.address, self.known, {**identity.entries, **identity.source}, otherwise=OTHER_NAME
            )
        self._session.again(lambda: self._begin(entries, retry))
        self.counts = self._session.again(lambda: counts_of(self._session.connection, self._run))
        self.counts.compare = self._compares

    def _begin(self, entries: dict[str, str], retry: Retried) -> None:
        execute = self._session.connection.execute
        with self._session.connection.transaction():
            run = self._make_run()
            self._session.run([(statements.LOCK, {"run": run})])
            fence = self._new_fence()
            changed = orjson.dumps({**entries, "fence": str(fence)}).decode()
            record = execute(
                "UPDATE chakra.runs SET identity = identity || %s::jsonb, claim = %s, state = 'running', why = NULL "
                "WHERE name = %s RETURNING run, slice_size",
                (changed, fence, self.address.name),
            ).fetchone()
            self.run, self.slice_size = record or (0, self.slice_size)
            of_run = {"run": self.run, "size": self.slice_size}
            execute(
                "UPDATE chakra.slices SET fence = %s, owner = %s, seen = clock_timestamp() WHERE run = %s",
                (fence, self.claim.owner, self.run),
            )
            execute(statements.LOST, of_run)
            if retry.states:
                execute(
                    statements.RETRY, {**of_run, **_retried(retry), "older": int(self._settled_after * 1000)}
                )
        self._slices.clear()
        self._whole = True
        self.claim = Claim(owner=self.claim.owner, fence=fence)

    def _make_run(self) -> int:
        execute, seen = self._session.connection.execute, self._session.seen
        made = execute(
            "INSERT INTO chakra.runs (name, slice_size, system_id, timeline) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (name) DO NOTHING RETURNING run",
            (self.address.name, self.slice_size, seen.system_id, seen.timeline),
        ).fetchone()
        if made is not None:
            execute(schema.partition(made[0]).encode())
            return int(made[0])
        record = execute(statements.RUN, (self.address.name,)).fetchone()
        return int(record[0]) if record else 0

    def take(self, slice_: int, owner: str | None = None) -> Claim | None:
        """Claim a slice, whichever worker had it: its fence is raised, and its rows found `sending` become `unknown`.

        Returns:
            The claim; None where the slice is finished.

        Raises:
            JournalError: The run does not exist, or the database cannot be used.

        """
        run, name = self._run, owner or owner_name()

        def take() -> tuple[int, int, int, int] | None:
            with self._session.connection.transaction():
                fence = self._new_fence()
                parameters = {"run": run, "slice": slice_, "fence": fence, "owner": name}
                ((first, last, *server),) = self._session.run(
                    [(statements.TAKE, parameters | self._session.seen.parameters)]
                )[0]
                self._session.check(*server)
                if first is None:
                    return None
                lost = statements.LOST + " AND number BETWEEN %(lo)s AND %(hi)s"
                _, workers = self._session.run(
                    [(lost, {"run": run, "lo": first, "hi": last}), (statements.WORKERS, {"run": run})]
                )
                return fence, first, last, workers[0][0]

        taken = self._session.again(take)
        if taken is None:
            return None
        self._slice, self._slices, self._whole, self._lost_claim = slice_, {slice_}, False, False
        fence, first, last, self.workers = taken
        self.claim = Claim(owner=name, fence=fence, first=first, last=last)
        return self.claim

    def pending_rows(self, limit: int = 1000, after: int = 0) -> list[StoredRow]:
        """Return the first pending rows of the claim behind a number."""
        last = self.claim.last if self.claim.last is not None else (1 << 62)
        parameters = {
            "run": self._run,
            "lo": self.claim.first,
            "hi": last,
            "after": after,
            "limit": limit,
        }
        return self._session.again(
            lambda: [
                StoredRow(*each) for each in self._session.connection.execute(statements.PENDING, parameters)
            ]
        )

    def finish(self) -> bool:
        """Mark the claimed slice as finished, if none of its rows is pending or under way, and return whether it is.

        With the last one the run is done.
        """
        return self._session.again(
            lambda: finish_slice(self._session, self._run, self._slice, self.claim.fence)
        )

    def state(self) -> tuple[str, str | None]:
        """Return the state of the run, and why it is stopping."""
        record = self._session.again(
            lambda: self._session.connection.execute(statements.STATE, (self._run,)).fetchone()
        )
        return ("purged", None) if record is None else (record[0], record[1])

    def stop(self, why: str) -> None:
        """Let no worker begin a call any more. The first reason stays."""

        def stop() -> None:
            with self._session.connection.transaction():
                self._session.connection.execute(
                    "UPDATE chakra.runs SET state = 'stopping', why = %s WHERE run = %s AND state = 'running'",
                    (why, self._run),
                )
                self._session.connection.execute("SELECT pg_notify('chakra_run', %s::text)", (self._run,))

        self._session.again(stop)

    def apply(self, group: Group) -> Applied:
        """Make a group of changes durable. A database that is away is waited for; what it missed is written then.

        Raises:
            JournalError: It cannot be written; then nothing of the group is in it.

        """
        ends = ends_of(group.ended, self._under_way)
        # Those of an earlier group that failed may be in the database as well: they are asked for until a COMMIT returns.
        self._asked = sorted({*self._asked, *group.sending})
        applied = self._session.again(lambda: self._apply(group, ends), self._renew)
        for end in ends:
            if end.fence is not None and self._under_way.get(end.result.number) == end.fence:
                del self._under_way[end.result.number]
        if group.sending:
            self._under_way |= dict.fromkeys(
                (number for number in group.sending if number not in applied.refused), self.claim.fence
            )
        self._asked = []
        return applied

    def _apply(self, group: Group, ends: Sequence[End]) -> Applied:
        session, added = self._session, Added()
        steps = Steps.of(
            run=self._run,
            size=self.slice_size,
            fence=self.claim.fence,
            ends=ends,
            sending=group.sending,
            record=group.run,
            seen=session.seen,
        )
        before = session.clock() + SEND_WITHIN
        if group.added or group.displaced:
            with session.connection.transaction():
                rows = session.run(steps.all[: steps.locks])
                added = self._add(group)
                rows += session.run(steps.all[steps.locks :])
                before = session.clock() + SEND_WITHIN
        else:
            rows = session.in_one_trip(steps.all)
        answer = steps.answer(rows)
        if answer.server is not None:
            session.check(*answer.server)
            if answer.granted:  # else the position is that of others, and perhaps not durable
                session.seen.note(answer.server[2])
        refused = frozenset(group.sending) - answer.granted
        stop = self._why_refused(slices_of(group.sending, self.slice_size)) if refused else None
        return Applied(added=added, refused=refused, late=answer.late, send_before=before, stop=stop)

    def _add(self, group: Group) -> Added:
        connection = self._session.connection
        check_claim(connection, self._run, self.claim.fence, self.address)
        if group.displaced:
            self._session.run(displaced(self._run, group.displaced))
        if not group.added:
            return Added()
        new = {*slices_of((row[0] for row in group.added), self.slice_size)} - self._slices
        make_slices(connection, self._run, self.slice_size, sorted(new), self.claim)
        self._slices |= new
        through = group.added[-1][0] if group.through is None else group.through
        return add_rows(connection, self._run, group.added, through=through, compares=self._compares)

    def _why_refused(self, slices: Sequence[int]) -> JournalError | None:
        """Return why intents were not granted, where none will be granted any more."""
        state, why = self.state()
        if state not in GOING:
            return JournalError(why or f"the run is {state}")
        with postgres_errors(self.address):
            held = self._session.connection.execute(
                statements.HOLD, {"run": self._run, "slices": slices, "fence": self.claim.fence}
            ).fetchall()
        if len(held) == len(slices):
            return None
        return JournalError(f"Another worker has taken over the rows of the journal {self.address}.")

    def _renew(self) -> None:
        """Take what was claimed again on a new connection, so that nothing of the old one is granted any more.

        A slice that another worker took meanwhile stays with it. Intents of a COMMIT without an answer were not used: they
        are withdrawn.
        """
        if self.run is None or not self.claim.fence or not (self._whole or self._slice):
            return
        of_run: dict[str, Any] = {"run": self._run, "size": self.slice_size}
        with self._session.connection.transaction():
            self._session.run([(statements.LOCK, of_run)])
            fence = self._new_fence()
            known = {"run": self._run, "numbers": [*self._under_way], "fences": [*self._under_way.values()]}
            forgotten = self._session.connection.execute(statements.FORGOTTEN, known).fetchone()
            if forgotten is not None and forgotten[0]:
                raise self._session.went_back()
            # Any of them may be in the database: an earlier renewal may have been committed without an answer.
            self._fences = [self.claim.fence, *self._fences, fence]
            of_run |= {"fence": fence, "old": self._fences}
            if self._whole:
                self._session.connection.execute(
                    "UPDATE chakra.runs SET claim = %(fence)s WHERE run = %(run)s AND claim = ANY(%(old)s)",
                    of_run,
                )
            self._session.connection.execute(statements.RENEW, of_run)
            if self._asked:
                back = {**of_run, "fence": self.claim.fence, "numbers": self._asked}
                self._session.connection.execute(
                    statements.HOLD_BACK, {**back, "slices": slices_of(self._asked, self.slice_size)}
                )
                self._session.connection.execute(statements.WITHDRAW, back)
        self.claim, self._fences = attrs.evolve(self.claim, fence=fence), []

    def known_rows(self, first: int, last: int) -> dict[int, KnownRow]:
        """Return the rows between two numbers, both included."""

        def read() -> dict[int, KnownRow]:
            found = self._session.connection.execute(statements.KNOWN, (self.run, first, last))
            return {number: KnownRow(RowState(state), key, created) for number, state, key, created in found}

        return self._session.again(read) if self.run is not None else {}

    def list_ended(self, last: int) -> None:
        """Record that the list has been read to its end; see `Journal`."""
        self._list_ended = True

        def end() -> None:
            execute = self._session.connection.execute
            with self._session.connection.transaction():
                check_claim(self._session.connection, self._run, self.claim.fence, self.address)
                execute(statements.LOADED, {"run": self._run, "last": last})
                if not self._compares:
                    return
                execute(statements.REMOVE_AFTER, {"run": self._run, "last": last})
                execute(statements.DISPLACE_AFTER, {"run": self._run, "last": last})
                execute(
                    "UPDATE chakra.runs SET identity = identity || %s::jsonb WHERE run = %s",
                    (orjson.dumps(self._source).decode(), self._run),
                )

        self._session.again(end, self._renew)

    def summary(self) -> tuple[JournalCounts, int, Summary]:
        """Return what the journal holds, how many of its rows are not in the list any more, and its summary."""
        return self._session.again(lambda: summary_of(self._session.connection, self._run))

    def close(self) -> None:
        """Close the connection; a run in one process whose rows have all ended is done."""
        try:
            if self._whole and self._list_ended and not self._session.hurried:
                with suppress(DatabaseAwayError):  # it is done once it has been begun again
                    self._session.again(lambda: finish_all(self._session, self._run, self.claim.fence))
        finally:
            self._session.close()

    def discard(self) -> None:
        """Close the connection."""
        self._session.close()

    def hurry(self) -> None:
        """From now on do not wait for a database that is away; may be called from any thread."""
        self._session.hurry()

    def again(self, do: Callable[[], Any]) -> Any:
        """Do something that may be done twice, and do it once more after each time that the database was away."""
        return self._session.again(do)

    @contextmanager
    def changing(self) -> Generator[Any]:
        """Make what is done in the block durable as a whole, or leave nothing of it."""
        with postgres_errors(self.address), self._session.connection.transaction():
            yield self._session.connection

    def _has_rows_without_key(self) -> bool:
        query = (
            "SELECT EXISTS (SELECT 1 FROM chakra.rows WHERE run = %s AND state = 'invalid' AND key IS NULL)"
        )
        record = self._session.again(lambda: self._session.connection.execute(query, (self.run,)).fetchone())
        return bool(record and record[0])

    def _new_fence(self) -> int:
        record = self._session.connection.execute("SELECT nextval('chakra.fences')").fetchone()
        return int(record[0]) if record else 0

    @property
    def _run(self) -> int:
        if self.run is None:
            raise JournalError(f"The journal {self.address} does not exist.")
        return self.run


def _retried(retry: Retried) -> dict[str, Any]:
    return {"states": sorted(map(str, retry.states)), "codes": sorted(retry.codes) or None}
