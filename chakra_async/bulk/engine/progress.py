"""Running counts of a run. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    from chakra_async.bulk.journal.base import JournalCounts

__all__ = ["Progress"]


@attrs.define(kw_only=True)
class Progress:
    """Running counts of a journal's rows: what it held when it was opened, and what has ended since.

    Attributes:
        rows: Rows that were read.
        done: Rows that are done.
        created: Those of them that made something new, as far as the answers say so.
        existing: Those of them that met something there before.
        refused: Rows the server refused.
        unknown: Rows that may have been done.
        invalid: Rows that cannot be sent as they are.
        duplicate: Rows with the key of an earlier one.
        excluded: Rows whose person is left out.
        sent: Rows that this run sent, repeats included.
        requests: Requests of this run that left, repeats included.

    """

    rows: int = 0
    done: int = 0
    created: int = 0
    existing: int = 0
    refused: int = 0
    unknown: int = 0
    invalid: int = 0
    duplicate: int = 0
    excluded: int = 0
    sent: int = 0
    requests: int = 0

    @property
    def pending(self) -> int:
        """Rows that were read and not sent."""
        ended = self.done + self.refused + self.unknown + self.invalid + self.duplicate + self.excluded
        return self.rows - ended

    def begin(self, counts: JournalCounts) -> None:
        """Take over what a journal holds; rows that a worker elsewhere is sending count as pending."""
        self.rows = sum(counts.states.values())
        for state, rows in counts.states.items():
            if state not in (RowState.PENDING, RowState.SENDING):
                setattr(self, state.value, rows)
        self.created, self.existing = counts.created, counts.existing

    def note(self, state: RowState, *, was_created: bool | None = None) -> None:
        """Count a row that ended; one that is pending stays so."""
        if state is RowState.DONE:
            self.done += 1
            self.created += was_created is True
            self.existing += was_created is False
        elif state is RowState.REFUSED:
            self.refused += 1
        elif state is RowState.UNKNOWN:
            self.unknown += 1
        elif state is RowState.INVALID:
            self.invalid += 1
        elif state is RowState.DUPLICATE:
            self.duplicate += 1
        elif state is RowState.EXCLUDED:
            self.excluded += 1

    def note_done(self, requests: int, *, was_created: bool | None) -> None:
        """Count a row that this run sent and that is done.

        Args:
            requests: Requests that left for it, repeats included.
            was_created: Whether it made something new, where that is known.

        """
        self.sent += 1
        self.requests += requests
        self.done += 1
        if was_created:
            self.created += 1
        elif was_created is False:
            self.existing += 1
