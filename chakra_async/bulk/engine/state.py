"""The one owner of a run's state: which rows are queued, under way and over, and why the run stops. Pure.

A row is queued, taken (its intent is asked for), sent, and ends; or it is queued again, or withdrawn before it was sent.
Intake, intents and workers report what happens to rows here and change nothing of a run's state elsewhere. There is
no clock and no loop in it: `on_change` is called after every change that somebody may be waiting for.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from chakra_async.bulk.rows import Row

__all__ = ["QueuedRow", "RunState"]

_FULL: Final = 500
_LOW: Final = 250


@attrs.define(eq=False)
class QueuedRow:
    """A row that this run is to send.

    Attributes:
        row: The row as it was read.
        key: What identifies it.
        tries: How often this run has sent it.
        send_before: When its intent is too old for it to be sent, on the clock of `boot_seconds`; None for never.

    """

    row: Row
    key: str
    tries: int = 0
    send_before: float | None = None


def _nothing() -> None:
    pass


class RunState:
    """Which rows of a run are queued, under way or over, and why it stops.

    Args:
        on_change: Called after every change that a waiting reader, worker or owner of the run may care about.
        limit: The most rows that end in this run, or None.
        proven: Whether it is known already that calls can work.

    Attributes:
        complete: Whether the source was read to its end.
        stopping: Whether nothing new is sent.
        aborting: Whether calls under way are being cancelled.
        interrupted: Whether a user ended the run, by `interrupt` or `abort`.
        stopped_because: The first reason for which it was stopped, or None.
        queued: Rows that wait to be sent.
        taken: Rows that were handed out and have not ended, calls under way included.
        in_flight: Calls under way.
        ended: Rows that ended in this run.
        proven: Whether a row has ended in a way that shows that the calls of others can work. Until then one row is
            under way at a time, so that what is wrong for every row costs one call.
        error: An error that is to be raised at the end of the run, or None.

    """

    def __init__(
        self, on_change: Callable[[], None] = _nothing, *, limit: int | None = None, proven: bool = False
    ) -> None:
        """Begin with nothing read."""
        self.complete = False
        self.stopping = False
        self.aborting = False
        self.interrupted = False
        self.stopped_because: str | None = None
        self.taken = 0
        self.in_flight = 0
        self.ended = 0
        self.proven = proven
        self.error: BaseException | None = None
        self._limit = limit
        self._queue: deque[QueuedRow] = deque()
        self._full = False
        self._on_change = on_change

    @property
    def queued(self) -> int:
        """Rows that wait to be sent."""
        return len(self._queue)

    @property
    def over(self) -> bool:
        """Whether nothing more is to be sent: the run stops, or every row of the source has ended."""
        return self.stopping or (self.complete and not self._queue and not self.taken)

    @property
    def wants_rows(self) -> bool:
        """Whether the source should be read on: reading stays a little ahead of sending, and no further."""
        return not self._full and not self.stopping

    def rows_queued(self, rows: Iterable[QueuedRow]) -> None:
        """Add rows that were read and are to be sent; they are forgotten if the run stops already."""
        if self.stopping:
            return
        self._queue.extend(rows)
        self._full = self._full or len(self._queue) >= _FULL
        self._on_change()
        self._stop_at_limit()

    def take(self) -> QueuedRow | None:
        """Return the next row to send, or None if there is none now."""
        if self.stopping or not self._queue or (self.taken and not self.proven):
            return None
        if self._limit is not None and self.taken + self.ended >= self._limit:
            return None
        self.taken += 1
        row = self._queue.popleft()
        if self._full and len(self._queue) < _LOW:
            self._full = False
            self._on_change()
        return row

    def row_sent(self, row: QueuedRow) -> None:
        """A call for a row that was taken begins."""
        row.tries += 1
        self.in_flight += 1

    def call_ended(self) -> None:
        """A call ended; what becomes of its row is reported by `row_ended` or `row_again`."""
        self.in_flight -= 1

    def call_unsent(self, row: QueuedRow) -> None:
        """A call ended before a request of it left that changes anything: it does not count among the tries of its row."""
        self.in_flight -= 1
        row.tries -= 1

    def row_ended(self, *, proves: bool = True) -> None:
        """A row that was taken has ended; a change is reported when it was the first or the last.

        Args:
            proves: Whether its end shows that the calls of other rows can work.

        """
        self.taken -= 1
        self.ended += 1
        first = proves and not self.proven
        self.proven = self.proven or proves
        if first or not self.proven or (not self.taken and self.over):
            self._on_change()
        if self._limit is not None:
            self._stop_at_limit()

    def row_done(self) -> None:
        """The call of a row that was taken ended, and the row is done: `call_ended` and `row_ended` in one."""
        self.in_flight -= 1
        self.row_ended()

    def row_left_out(self) -> None:
        """A row that was taken is not sent, now or later: its person is to be left out."""
        self.taken -= 1
        self._on_change()

    def row_again(self, row: QueuedRow) -> None:
        """A row that was taken is to be sent again; if the run stops, it stays unsent."""
        self.taken -= 1
        if not self.stopping:
            self._queue.append(row)
        self._on_change()
        self._stop_at_limit()

    def row_withdrawn(self) -> None:
        """A row that was taken is not sent by this run."""
        self.taken -= 1
        self._on_change()

    def source_ended(self) -> None:
        """Every row of the source has been queued or has ended."""
        self.complete = True
        self._on_change()

    def _stop_at_limit(self) -> None:
        if self._limit is not None and self._queue and not self.taken and self.ended >= self._limit:
            self.stop(f"the limit of {self._limit} rows is reached")

    def stop(self, reason: str | None) -> None:
        """Send nothing new; calls under way end. The first reason counts; None adds no reason."""
        if self.stopped_because is None:
            self.stopped_because = reason
        self.stopping = True
        self._queue.clear()
        self._on_change()

    def fail(self, error: BaseException, reason: str) -> None:
        """Stop because of an error that is not for a report; it is raised at the end."""
        if self.error is None:
            self.error = error
        self.stop(reason)

    def interrupt(self) -> None:
        """Stop because a user asks for it."""
        self.interrupted = True
        self.stop(None)

    def abort(self) -> None:
        """Stop because a user asks for it, without waiting for calls under way."""
        self.aborting = True
        self.interrupt()
