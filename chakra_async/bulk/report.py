"""The report of a run: counts that add up to the rows, a timeline, and the rows to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async._core.text import without_surrogates
from chakra_async._views import view
from chakra_async.bulk.engine.progress import Progress
from chakra_async.bulk.journal.base import ReasonCount
from chakra_async.bulk.journal.reader import read_rows
from chakra_async.bulk.measures import Interval, WorkerShare
from chakra_async.bulk.rows import Result, RowState

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import Literal

    from chakra_async.bulk.journal.postgres.address import JournalAddress

__all__ = ["Report"]

_PROBLEMS: Final = (RowState.REFUSED, RowState.UNKNOWN, RowState.INVALID)

_SHOWN_REASONS: Final = 10
_SHOWN_COUNTRIES: Final = 8

EXIT_DONE: Final = 0
EXIT_SOME: Final = 1
EXIT_STOPPED: Final = 3
EXIT_INTERRUPTED: Final = 130


@attrs.frozen(kw_only=True)
class Report:
    """How a run ended.

    The counts are of the whole journal, so after a resumed run they hold what the earlier runs did. `done`, `refused`,
    `unknown`, `invalid`, `duplicate`, `excluded` and `pending` add up to `rows`. Look at `unknown` first: these rows were
    perhaps done, and are not sent again unless a run has `on_unknown="retry"`.

    Attributes:
        rows: Rows that were read.
        done: Rows that are done.
        created: Those of them that made something new, as far as the answers said so.
        existing: Those of them that met something there before.
        refused: Rows the server refused: nothing was done.
        unknown: Rows that may have been done.
        invalid: Rows that cannot be sent as they are.
        duplicate: Rows with the key of an earlier one; they are never sent.
        excluded: Rows whose person is on the list of those to leave out; they are not sent.
        pending: Rows that were read and not sent; the next run on the journal sends them.
        complete: Whether the input was read to its end.
        sent: Rows that this run sent, repeats included.
        requests: Requests of this run that left, repeats included.
        elapsed: Seconds of this run.
        stopped_because: Why the run ended early, or None.
        interrupted: Whether it was ended by `stop` or `abort`.
        before: Rows of `done` that were done before this run.
        absent: Rows of the journal that are not in the list any more; they are in none of the counts.
        reasons: Why rows did not end as done, by how often each reason occurs.
        countries: Rows by the country of their number, where the action's keys are phone numbers.
        unrecorded: Rows whose end the journal could not take, so that it has them as perhaps done.
        timeline: What ended when, in intervals of a second or, in a long run, of some seconds.
        journal: The journal's path or address.
        workers: The processes that shared the run, where its journal is in PostgreSQL.
        late: Ends of calls whose rows had been sent again meanwhile, by another worker: these rows may have been done twice.

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
    requests: int
    elapsed: float
    stopped_because: str | None
    interrupted: bool
    excluded: int = 0
    before: int = 0
    absent: int = 0
    reasons: list[ReasonCount] = attrs.field(factory=list[ReasonCount], repr=False)
    countries: dict[str, int] = attrs.field(factory=dict[str, int])
    unrecorded: list[Result] = attrs.field(factory=list[Result], repr=False)
    late: list[Result] = attrs.field(factory=list[Result], repr=False)
    timeline: list[Interval] = attrs.field(factory=list[Interval], repr=False)
    workers: list[WorkerShare] = attrs.field(factory=list[WorkerShare], repr=False)
    journal: Path | JournalAddress = attrs.field(factory=Path)

    @classmethod
    def of(
        cls,
        progress: Progress,
        *,
        complete: bool,
        elapsed: float,
        journal: Path | JournalAddress,
        **more: Any,
    ) -> Report:
        """Make a report of running counts."""
        more = {"stopped_because": None, "interrupted": False, **more}
        counts = {name: getattr(progress, name) for name in (*attrs.fields_dict(Progress), "pending")}
        return cls(**counts, complete=complete, elapsed=elapsed, journal=journal, **more)

    @property
    def total(self) -> int:
        """The sum of the seven states, which equals `rows`."""
        ended = self.done + self.refused + self.unknown + self.invalid + self.duplicate + self.excluded
        return ended + self.pending

    @property
    def rate(self) -> float:
        """Requests of this run per second."""
        return (self.requests or self.sent) / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def exit_code(self) -> int:
        """The exit code of a command that made this run: 0 all done, 1 some not, 3 stopped, 130 interrupted."""
        if self.interrupted:
            return EXIT_INTERRUPTED
        if self.stopped_because is not None:
            return EXIT_STOPPED
        if not self.complete or self.done + self.duplicate + self.excluded < self.rows:
            return EXIT_SOME
        return EXIT_DONE

    def problems(self, *states: RowState) -> Iterator[Result]:
        """Read from the journal the rows to look at, one by one, in the order of the input.

        Args:
            *states: The states wanted; by default refused, unknown and invalid.

        Raises:
            JournalError: The journal is gone or cannot be read.

        Example:
            >>> for row in report.problems(RowState.UNKNOWN):  # doctest: +SKIP
            ...     print(row.place, row.masked, row.reason)

        """
        return read_rows(self.journal, states or _PROBLEMS)

    def save(self, path: str | os.PathLike[str], *, show_numbers: bool = False) -> Path:
        """Write the report to a file: `.html` a page to show, `.xlsx` or `.csv` a table of all rows.

        The page loads nothing and has no script, so it can be sent and opened anywhere; it is readable on a phone and
        can be printed. Tables are streamed, so a report of a million rows needs no more memory than one of ten.

        Args:
            path: Where to; the ending decides what it is. A file that is there is replaced, but not the run's table or journal.
            show_numbers: Show phone numbers in full; by default all but their first two and last two digits are hidden.

        Returns:
            The path.

        Raises:
            SettingsError: The ending is another one, the file cannot be written or is the run's own, or XlsxWriter is missing.
            JournalError: The journal is gone, which a table needs, or cannot be read.

        Example:
            ```python
            report.save("run.html")
            report.save("run.xlsx", show_numbers=True)
            ```

        """
        saved: Path = view("report.save")(self, path, show_numbers=show_numbers)
        return saved

    def to_frame(
        self, library: Literal["polars", "pandas"] | None = None, *, show_numbers: bool = False
    ) -> Any:
        """Return all rows as a data frame, with aware datetimes in UTC.

        Args:
            library: By default the library that the program has imported; if that is both or neither, polars where it is
                installed, else pandas.
            show_numbers: Show phone numbers in full; by default all but their first two and last two digits are hidden.

        Raises:
            SettingsError: Neither library is installed.
            JournalError: The journal is gone or cannot be read.

        """
        return view("report.frame")(self, library, show_numbers=show_numbers)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        shown: str = view("report.html")(self)
        return shown

    def to_dict(self) -> dict[str, object]:
        """Return the counts as plain values, for JSON."""
        names = (
            *("rows", "done", "created", "existing", "refused", "unknown", "invalid", "duplicate", "pending"),
            *(
                "excluded",
                "before",
                "absent",
                "complete",
                "sent",
                "requests",
                "stopped_because",
                "interrupted",
                "exit_code",
            ),
        )
        figures: dict[str, object] = {name: getattr(self, name) for name in names}
        workers = {"workers": [attrs.asdict(each) for each in self.workers]} if self.workers else {}
        return {
            **figures,
            **workers,
            "countries": self.countries,
            "reasons": [
                {
                    "state": each.state,
                    "code": each.code,
                    "reason": each.reason,
                    "count": each.count,
                    "rows": each.rows,
                }
                for each in self.reasons
            ],
            "elapsed": round(self.elapsed, 3),
            "rate": round(self.rate, 1),
            "journal": without_surrogates(str(self.journal)),
        }

    def __str__(self) -> str:
        lines = [f"  {line}" for line in self._reason_lines()]
        if self.countries:
            named = [f"{name} {rows}" for name, rows in list(self.countries.items())[:_SHOWN_COUNTRIES]]
            more = len(self.countries) - _SHOWN_COUNTRIES
            lines.append(f"Countries: {', '.join(named)}{f' and {more} more' if more > 0 else ''}.")
        if self.absent:
            lines.append(f"{self.absent} rows of the journal are not in the list any more.")
        if self.late:
            shown = ", ".join(result.place for result in self.late[:10])
            lines.append(
                f"Perhaps done twice: {len(self.late)} rows had been sent again when their calls ended: {shown}."
            )
        if self.unrecorded:
            lines.append(
                f"The journal could not take the end of {len(self.unrecorded)} rows; it has them as unknown."
            )
        if not self.complete:
            lines.append("The input was not read to its end; the next run on the journal goes on there.")
        if not self.sent:
            lines.append("Nothing was sent.")
        else:
            lines.append(
                f"{self.requests or self.sent} calls in {self.elapsed:.1f} s, {self.rate:.1f} a second."
            )
        if self.stopped_because is not None:
            lines.append(f"Stopped: {self.stopped_because}.")
        return "\n".join([*lines, self._counts()])

    def _counts(self) -> str:
        done = f"{self.done} done"
        notes: list[str] = []
        if self.before:
            notes.append(f"before {self.before}, this run {self.done - self.before}")
        if self.created or self.existing:
            notes.append(f"{self.created} new, {self.existing} already there")
        if notes:
            done += f" ({'; '.join(notes)})"
        parts = [done]
        parts += [f"{getattr(self, name)} {name}" for name in ("refused", "unknown", "invalid", "duplicate")]
        parts += [f"{getattr(self, name)} {name}" for name in ("excluded", "pending") if getattr(self, name)]
        return f"{self.rows} rows: {', '.join(parts)}."

    def _reason_lines(self) -> list[str]:
        lines: list[str] = []
        for reason in self.reasons[:_SHOWN_REASONS]:
            rows = ", ".join(str(number) for number in reason.rows if number > 0)
            more = reason.count - len(reason.rows)
            where = (
                f": row{'s' if reason.count > 1 else ''} {rows}{f', +{more}' if more else ''}" if rows else ""
            )
            lines.append(f"{reason.count} x {reason.state}: {reason.reason.rstrip('.')}{where}")
        if len(self.reasons) > _SHOWN_REASONS:
            lines.append(f"and {len(self.reasons) - _SHOWN_REASONS} more reasons")
        return lines
