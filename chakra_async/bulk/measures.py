"""What a run measures besides its rows: what ended when, how long answers took, when it paused. Pure, and bounded in size."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["EDGES", "Interval", "Latency", "Pause", "Pauses", "RunRecord", "Timeline", "WorkerShare"]

_MOST_INTERVALS: Final = 512
_MOST_PAUSES: Final = 128
_JOINED_SECONDS: Final = 0.5
"""Pauses that are this close to each other are one."""

EDGES: Final = tuple(0.001 * 2 ** (step / 2) for step in range(39))
"""The upper bounds of the latency buckets in seconds, from 1 ms to about 9 minutes, two for each doubling."""


@attrs.define
class Interval:
    """What ended in one stretch of time.

    Attributes:
        start: Seconds from the start of the run.
        seconds: How long the stretch is.
        done: Rows done in it.
        refused: Rows refused in it.
        unknown: Rows in it whose outcome is unknown.
        again: Calls in it that did nothing and are made again, because the server asked for a slower pace or could not be
            reached.

    """

    start: float
    seconds: float
    done: int = 0
    refused: int = 0
    unknown: int = 0
    again: int = 0


@attrs.frozen(kw_only=True)
class WorkerShare:
    """What one process did of a run that several share.

    Attributes:
        name: Its machine and the number of its process.
        slices: Slices that it holds or held last.
        finished: Those of them of which no row is left.
        rows: Rows of them that it ended.
        seen_at: When the database heard of it last, in epoch milliseconds of the database's clock.

    """

    name: str
    slices: int
    finished: int
    rows: int
    seen_at: int


class Timeline:
    """Counts per second. When there are too many of them, neighbours are joined, so the size stays bounded.

    Args:
        most: The most intervals that are kept.

    """

    def __init__(self, most: int = _MOST_INTERVALS) -> None:
        """Begin with intervals of one second."""
        self._most = most
        self._seconds = 1
        self._intervals: list[Interval] = []

    def note(self, state: RowState, elapsed: float, *, again: bool = False) -> None:
        """Count a call that ended so many seconds after the start.

        Args:
            state: The state of its row.
            elapsed: Seconds since the start of the run.
            again: Whether it is made again.

        """
        index = int(max(elapsed, 0.0)) // self._seconds
        while index >= self._most:
            self._join()
            index = int(elapsed) // self._seconds
        while len(self._intervals) <= index:
            self._intervals.append(
                Interval(float(len(self._intervals) * self._seconds), float(self._seconds))
            )
        interval = self._intervals[index]
        if state is RowState.DONE:
            interval.done += 1
        elif again:
            interval.again += 1
        elif state is RowState.REFUSED:
            interval.refused += 1
        elif state is RowState.UNKNOWN:
            interval.unknown += 1

    def note_done(self, elapsed: float) -> None:
        """Count a call that ended so many seconds after the start and did what it was to do; see `note`."""
        index = int(elapsed) // self._seconds
        if 0 <= index < len(self._intervals):
            self._intervals[index].done += 1
        else:
            self.note(RowState.DONE, elapsed)

    @property
    def done(self) -> int:
        """The rows that were done."""
        return sum(each.done for each in self._intervals)

    def intervals(self) -> list[Interval]:
        """Return the intervals in their order."""
        return list(self._intervals)

    def _join(self) -> None:
        self._seconds *= 2
        joined: list[Interval] = []
        for first in range(0, len(self._intervals), 2):
            pair = self._intervals[first : first + 2]
            joined.append(
                Interval(
                    float(len(joined) * self._seconds),
                    float(self._seconds),
                    sum(each.done for each in pair),
                    sum(each.refused for each in pair),
                    sum(each.unknown for each in pair),
                    sum(each.again for each in pair),
                )
            )
        self._intervals = joined


class Latency:
    """How many answers took how long, in buckets; see `EDGES`.

    Args:
        counts: The counts to begin with; one more than there are edges.

    """

    def __init__(self, counts: Sequence[int] = ()) -> None:
        """Begin with the counts given."""
        self.counts = [0] * (len(EDGES) + 1)
        self.add(counts)

    def note(self, seconds: float) -> None:
        """Count an answer that took so many seconds."""
        self.counts[bisect_left(EDGES, seconds)] += 1

    def add(self, counts: Sequence[int]) -> None:
        """Add the counts of other buckets."""
        for index, count in enumerate(counts[: len(self.counts)]):
            self.counts[index] += count

    @property
    def total(self) -> int:
        """How many answers were counted."""
        return sum(self.counts)

    def quantile(self, share: float) -> float | None:
        """Return the seconds within which a share of the answers came, or None without answers.

        The true value is at most this, and at least this divided by the square root of 2.

        Example:
            >>> latency = Latency()
            >>> for seconds in (0.020, 0.021, 0.300):
            ...     latency.note(seconds)
            >>> round(latency.quantile(0.5), 3)
            0.023

        """
        total = self.total
        if not total:
            return None
        for index, count in enumerate(accumulate(self.counts)):
            if count >= share * total:
                return EDGES[min(index, len(EDGES) - 1)]
        return EDGES[-1]


@attrs.frozen
class Pause:
    """A time in which a run sent nothing new.

    Attributes:
        start: Seconds from the start of the run.
        seconds: How long it was.
        why: Its reason, in words.

    """

    start: float
    seconds: float
    why: str


class Pauses:
    """The pauses of a run: those that overlap are joined, under the first reason, and only the longest are kept.

    Args:
        most: The most pauses that are kept.

    """

    def __init__(self, most: int = _MOST_PAUSES) -> None:
        """Begin without a pause."""
        self._most = most
        self._pauses: list[Pause] = []

    def note(self, start: float, end: float, why: str) -> None:
        """Take in a pause, or that a pause lasts longer than was noted.

        Args:
            start: When it began, or when it was seen, in seconds from the start of the run.
            end: When it will end.
            why: Its reason.

        """
        last = self._pauses[-1] if self._pauses else None
        if last is not None and last.start <= start <= last.start + last.seconds + _JOINED_SECONDS:
            self._pauses[-1] = Pause(last.start, max(last.seconds, end - last.start), last.why)
            return
        self._pauses.append(Pause(start, max(end - start, 0.0), why))
        if len(self._pauses) > self._most:
            self._pauses.remove(min(self._pauses[:-1], key=lambda pause: pause.seconds))

    def ended(self, at: float) -> list[Pause]:
        """Return the pauses in their order, cut off at a time in seconds from the start of the run."""
        return [
            Pause(each.start, min(each.seconds, max(at - each.start, 0.0)), each.why) for each in self._pauses
        ]


@attrs.frozen(kw_only=True)
class RunRecord:
    """What a journal keeps of one of its runs.

    Attributes:
        run: The run's number in its journal, from 1 on.
        started_at: When it began, in epoch milliseconds.
        seen_at: When this was recorded, in epoch milliseconds; the end of the run if `ended`.
        ended: Whether the run came to its end; otherwise it goes on, or its process was killed.
        sent: Rows that it sent, repeats included.
        requests: Requests that left, repeats included.
        stopped_because: Why it ended early, or None.
        interrupted: Whether a user stopped it.
        complete: Whether the list was read to its end.
        timeline: What ended when.
        latency: The counts of answers by `EDGES`.
        pauses: When nothing was sent, and why.
        template: The template that was sent, as the API gave it; None where there was none.
        who: Who ran it, such as `ann@laptop`; None where that is not kept.

    """

    run: int
    started_at: int
    seen_at: int
    ended: bool = False
    sent: int = 0
    requests: int = 0
    stopped_because: str | None = None
    interrupted: bool = False
    complete: bool = False
    timeline: Sequence[Interval] = ()
    latency: Sequence[int] = ()
    pauses: Sequence[Pause] = ()
    template: dict[str, Any] | None = None
    who: str | None = None
