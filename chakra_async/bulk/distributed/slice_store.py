"""A slice of a run as a store: the rows of one claim, and nothing of the rest. It blocks; `GroupCommit` is before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.base import JournalCounts, Retried, Summary
from chakra_async.bulk.journal.postgres.driver import once_back
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.postgres.loading import VALUE
from chakra_async.bulk.rows import Row, RowState

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.bulk.journal.base import Applied, Claim, Group, Identity, KnownRow
    from chakra_async.bulk.journal.postgres.address import JournalAddress
    from chakra_async.bulk.journal.postgres.session import Seen

__all__ = ["SliceStore"]

_NONE: Final = Retried()
_FEW: Final = 4
_COMMITS: Final = 1000
_LONGEST_GATHER: Final = 0.25


class SliceStore:
    """The journal of a run, and a claim on one of its slices. Made by `take`."""

    def __init__(self, journal: PostgresJournal, slice_: int, claim: Claim | None) -> None:
        """Keep what `take` made."""
        self._journal = journal
        self.run = journal.run or 0
        self.slice = slice_
        self.taken = claim is not None
        self.finished = claim is None
        self.known = journal.known
        self.claim = journal.claim
        self.counts = JournalCounts(states={}, last=claim.last or 0 if claim is not None else 0)

    @classmethod
    def take(
        cls,
        address: JournalAddress,
        slice_: int,
        owner: str,
        opened: Callable[[PostgresJournal], None] = lambda _: None,
        seen: Seen | None = None,
        given_up: Callable[[], bool] = lambda: False,
    ) -> SliceStore:
        """Claim a slice, also if another process has it. A database that is away is waited for.

        Args:
            address: The journal.
            slice_: The number of the slice.
            owner: Who claims it.
            opened: Called with the journal before the claim, so that it can be hurried.
            seen: What this process has seen of the database.
            given_up: Whether the database is not to be waited for; called in the same thread.

        Raises:
            JournalError: The run does not exist or the database cannot be used.

        """
        journal = once_back(lambda: PostgresJournal.open(address, make=False, seen=seen), given_up)
        try:
            opened(journal)
            return cls(journal, slice_, journal.take(slice_, owner))
        except BaseException:
            journal.discard()
            raise

    @property
    def gather(self) -> float:
        """For how many seconds a commit waits for others: all workers together make about a thousand commits a second.

        A commit costs the database the same whether it holds four rows or fifty.
        """
        workers = self._journal.workers
        return 0.0 if workers <= _FEW else min(workers / _COMMITS, _LONGEST_GATHER)

    def rows(self, after: int) -> list[tuple[Row, str]]:
        """Return the next pending rows of the slice behind a number, each with its key."""
        found: list[tuple[Row, str]] = []
        for stored in self._journal.pending_rows(after=after):
            fields = dict(stored.fields or {})
            value = fields.pop(VALUE, None)
            text = value if isinstance(value, str) else f"+{stored.key}"
            found.append((Row(stored.number, text, fields, stored.line), stored.key))
        return found

    def state(self) -> tuple[str, str | None]:
        """Return the state of the run, and why it is stopping."""
        return self._journal.state()

    def stop(self, reason: str) -> None:
        """Let no worker begin a call any more."""
        self._journal.stop(reason)

    def begin(self, identity: Identity, *, retry: Retried = _NONE) -> None:  # noqa: ARG002 - the form of a store
        """A slice is taken instead.

        Raises:
            JournalError: Always.

        """
        raise JournalError("A slice is taken, and does not begin a run.")

    def apply(self, group: Group) -> Applied:
        """Make ends and intents durable; measures are those of a run in one process and are left out."""
        return self._journal.apply(attrs.evolve(group, run=None))

    def known_rows(self, first: int, last: int) -> dict[int, KnownRow]:
        """Return the rows between two numbers."""
        return self._journal.known_rows(first, last)

    def list_ended(self, last: int) -> None:
        """A slice has no list."""

    def summary(self) -> tuple[JournalCounts, int, Summary]:
        """Return nothing: the whole run is not counted for each slice."""
        return JournalCounts(states={RowState.PENDING: 0}), 0, Summary()

    def hurry(self) -> None:
        """See `Store`."""
        self._journal.hurry()

    def close(self) -> None:
        """Mark the slice as finished if it is, and close."""
        try:
            if self.taken:
                self.finished = self._journal.finish()
        finally:
            self._journal.close()

    def discard(self) -> None:
        """Close."""
        self._journal.discard()
