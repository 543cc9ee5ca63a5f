"""What a run says at its end: counts that add up to the rows, a timeline of bounded size, and the rows to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async.bulk.journal.reader import stored
from chakra_async.bulk.rows import Result, RowState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chakra_async.bulk.journal.sqlite import Counts

__all__ = ["Interval", "Progress", "Report", "Timeline"]

_MOMENTS: Final = 512
_PROBLEMS: Final = (RowState.REFUSED, RowState.UNKNOWN, RowState.INVALID)

EXIT_DONE: Final = 0
EXIT_SOME: Final = 1
EXIT_STOPPED: Final = 3
EXIT_INTERRUPTED: Final = 130


@attrs.define
class Interval:
    """What settled in one stretch of time.

    Attributes:
        start: Seconds from the start of the run.
        seconds: How long the stretch is.
        done: Rows done in it.
        refused: Rows refused in it.
        unknown: Rows in it whose outcome is unknown.

    """

    start: float
    seconds: float
    done: int = 0
    refused: int = 0
    unknown: int = 0


class Timeline:
    """Counts per second. When there are too many of them, neighbours are joined, so the size stays bounded."""

    def __init__(self, most: int = _MOMENTS) -> None:
        """Begin with stretches of one second."""
        self._most = most
        self._seconds = 1
        self._moments: list[Interval] = []

    def note(self, state: RowState, elapsed: float) -> None:
        """Count a row that settled so many seconds after the start."""
        index = int(max(elapsed, 0.0)) // self._seconds
        while index >= self._most:
            self._join()
            index = int(elapsed) // self._seconds
        while len(self._moments) <= index:
            self._moments.append(Interval(float(len(self._moments) * self._seconds), float(self._seconds)))
        moment = self._moments[index]
        if state is RowState.DONE:
            moment.done += 1
        elif state is RowState.REFUSED:
            moment.refused += 1
        elif state is RowState.UNKNOWN:
            moment.unknown += 1

    def moments(self) -> list[Interval]:
        """Return the stretches in their order."""
        return list(self._moments)

    def _join(self) -> None:
        self._seconds *= 2
        joined: list[Interval] = []
        for first in range(0, len(self._moments), 2):
            pair = self._moments[first : first + 2]
            joined.append(
                Interval(
                    float(len(joined) * self._seconds),
                    float(self._seconds),
                    sum(each.done for each in pair),
                    sum(each.refused for each in pair),
                    sum(each.unknown for each in pair),
                )
            )
        self._moments = joined


@attrs.define(kw_only=True)
class Progress:
    """Running counts of a journal's rows: what was there when it was opened, and what has settled since."""

    rows: int = 0
    done: int = 0
    created: int = 0
    existing: int = 0
    refused: int = 0
    unknown: int = 0
    invalid: int = 0
    duplicate: int = 0
    sent: int = 0

    @property
    def pending(self) -> int:
        """Rows that were read and not sent."""
        return self.rows - self.done - self.refused - self.unknown - self.invalid - self.duplicate

    def begin(self, counts: Counts) -> None:
        """Take over what a journal held when it was opened."""
        self.rows = sum(counts.states.values())
        for state, rows in counts.states.items():
            if state is not RowState.PENDING:
                setattr(self, state.value, rows)
        self.created, self.existing = counts.created, counts.existing

    def note(self, state: RowState, *, was_created: bool | None = None) -> None:
        """Count a row that settled; one that is pending stays so."""
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


@attrs.frozen(kw_only=True)
class Report:
    """How a run ended.

    The counts are of the whole journal, so after a resumed run they hold what the earlier runs did. `done`, `refused`,
    `unknown`, `invalid`, `duplicate` and `pending` add up to `rows`. Look at `unknown` first: these rows were
    perhaps done, and are not sent again unless a run has `on_unknown="retry"`.

    Attributes:
        rows: Rows that were read.
        done: Rows that are done.
        created: Those of them that made something new, as far as the answers said so.
        existing: Those of them that met something there before.
        refused: Rows the server refused: nothing was done.
        unknown: Rows that may have been done.
        invalid: Rows that cannot be sent as they stand.
        duplicate: Rows with the key of an earlier one; they are never sent.
        pending: Rows that were read and not sent; the next run on the journal sends them.
        complete: Whether the input was read to its end.
        sent: Calls of this run, repeats included.
        elapsed: Seconds of this run.
        stopped_because: Why the run ended early, or None.
        interrupted: Whether it was ended by `stop` or `abort`.
        unrecorded: Rows whose end the journal could not take, so that it has them as perhaps done.
        timeline: What settled when, in stretches of a second or, in a long run, of some seconds.
        journal: The journal's path.

    """

    rows: int
    done: int
    created: int
    existing: int
    refused: int
    unknown: int
    invalid: int
    duplicate: int
    pending: int
    complete: bool
    sent: int
    elapsed: float
    stopped_because: str | None
    interrupted: bool
    unrecorded: list[Result] = attrs.field(factory=list[Result], repr=False)
    timeline: list[Interval] = attrs.field(factory=list[Interval], repr=False)
    journal: Path = attrs.field(factory=Path)

    @classmethod
    def of(cls, tally: Progress, *, complete: bool, elapsed: float, journal: Path, **more: Any) -> Report:
        """Make a report of running counts."""
        more = {"stopped_because": None, "interrupted": False, **more}
        counts = {name: getattr(tally, name) for name in (*attrs.fields_dict(Progress), "pending")}
        return cls(**counts, complete=complete, elapsed=elapsed, journal=journal, **more)

    @property
    def total(self) -> int:
        """The sum of the six states, which is `rows`."""
        return self.done + self.refused + self.unknown + self.invalid + self.duplicate + self.pending

    @property
    def rate(self) -> float:
        """Calls of this run per second."""
        return self.sent / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def exit_code(self) -> int:
        """The exit code of a command that made this run: 0 all done, 1 some not, 3 stopped, 130 interrupted."""
        if self.interrupted:
            return EXIT_INTERRUPTED
        if self.stopped_because is not None:
            return EXIT_STOPPED
        if not self.complete or self.done + self.duplicate < self.rows:
            return EXIT_SOME
        return EXIT_DONE

    def problems(self, *states: RowState) -> Iterator[Result]:
        """Read from the journal the rows to look at, one by one, in the order of the input.

        Args:
            *states: The states wanted; by default refused, unknown and invalid.

        Raises:
            JournalError: If the journal is no longer there or cannot be read.

        Example:
            >>> for row in report.problems(RowState.UNKNOWN):  # doctest: +SKIP
            ...     print(row.place, row.masked, row.reason)

        """
        return stored(self.journal, states or _PROBLEMS)

    def to_dict(self) -> dict[str, object]:
        """Return the counts as plain values, for JSON."""
        names = (
            *("rows", "done", "created", "existing", "refused", "unknown", "invalid", "duplicate", "pending"),
            *("complete", "sent", "stopped_because", "interrupted", "exit_code"),
        )
        figures: dict[str, object] = {name: getattr(self, name) for name in names}
        return {
            **figures,
            "elapsed": round(self.elapsed, 3),
            "rate": round(self.rate, 1),
            "journal": str(self.journal),
        }

    def __str__(self) -> str:
        done = f"{self.done} done"
        if self.created or self.existing:
            done += f" ({self.created} new, {self.existing} already there)"
        parts = [done]
        parts += [f"{getattr(self, name)} {name}" for name in ("refused", "unknown", "invalid", "duplicate")]
        if self.pending:
            parts.append(f"{self.pending} pending")
        lines = [f"{self.rows} rows: {', '.join(parts)}."]
        if not self.sent:
            lines.append("Nothing was sent.")
        else:
            lines.append(f"{self.sent} calls in {self.elapsed:.1f} s, {self.rate:.1f} a second.")
        if self.stopped_because is not None:
            lines.append(f"Stopped: {self.stopped_because}.")
        if not self.complete:
            lines.append("The input was not read to its end; the next run on the journal continues there.")
        if self.unrecorded:
            lines.append(
                f"The end of {len(self.unrecorded)} rows could not be written to the journal; it holds them as unknown."
            )
        return "\n".join(lines)
