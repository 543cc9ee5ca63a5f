"""Background jobs: bulk work that is done entry by entry as time passes.

Nothing runs in the background. A job computes how many of its entries are due at a given time, and does those
at the next request; so a job's progress depends on the clock alone, and a test with its own clock sees every
stage.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from chakra_async.sandbox.ids import Sequence as Ids

__all__ = ["Job", "Jobs", "Work"]

Work: TypeAlias = Callable[[Any, int], bool]
"""Does one entry at a time (epoch milliseconds); returns whether it succeeded."""


class Job:
    """One bulk request being worked through. Times are epoch milliseconds.

    Attributes:
        id: The id the job is fetched by.
        created: When it was accepted.
        updated: When an entry was last done.
        invalid: How many entries failed validation.
        succeeded: How many entries were done.
        failed: How many entries were tried and could not be done.

    """

    def __init__(self, identifier: str, entries: Sequence[Any], invalid: int, work: Work, now: int) -> None:
        self.id = identifier
        self.created = now
        self.updated = now
        self.invalid = invalid
        self.succeeded = 0
        self.failed = 0
        self._failures: set[int] = set()
        self._entries = entries
        self._work = work

    @property
    def waiting(self) -> int:
        """How many entries are not done yet."""
        return len(self._entries) - self.succeeded - self.failed

    @property
    def counts(self) -> dict[str, int]:
        """The entries by their completion status, under the names of the wire."""
        return {
            "INVALID": self.invalid,
            "NOT_STARTED": self.waiting,
            "SUCCESS": self.succeeded,
            "ERROR": self.failed,
        }

    @property
    def total(self) -> int:
        """How many entries it has, invalid ones included."""
        return self.invalid + len(self._entries)

    def status_of(self, position: int) -> str:
        """Return the completion status of one entry; the invalid ones come first."""
        position -= self.invalid
        if position < 0:
            return "INVALID"
        if position >= self.succeeded + self.failed:
            return "NOT_STARTED"
        return "ERROR" if position in self._failures else "SUCCESS"

    def advance(self, now: int, per_second: float) -> None:
        """Do the entries that are due: `per_second` of them in each second since the job was accepted."""
        due = min(len(self._entries), int((now - self.created) * per_second / 1000))
        for number in range(self.succeeded + self.failed, due):
            if self._work(self._entries[number], now):
                self.succeeded += 1
            else:
                self.failed += 1
                self._failures.add(number)
            self.updated = now


class Jobs:
    """All jobs of a sandbox.

    Attributes:
        per_second: How many entries of a job are done per second.

    """

    def __init__(self, per_second: float) -> None:
        self.per_second = per_second
        self._ids = Ids("background job")
        self._jobs: list[Job] = []
        self._open: list[Job] = []

    def add(self, entries: Sequence[Any], invalid: int, work: Work, now: int) -> Job:
        """Accept a job."""
        job = Job(self._ids.id(len(self._jobs) + 1), entries, invalid, work, now)
        self._jobs.append(job)
        self._open.append(job)
        return job

    def get(self, identifier: str) -> Job | None:
        """Find a job by its id."""
        number = self._ids.number(identifier)
        return None if number is None or not 0 < number <= len(self._jobs) else self._jobs[number - 1]

    def newest(self, most: int) -> list[Job]:
        """Return the newest jobs, newest first."""
        return self._jobs[: -most - 1 : -1]

    def advance(self, now: int) -> None:
        """Do the due entries of every job."""
        if not self._open:
            return
        for job in self._open:
            job.advance(now, self.per_second)
        self._open = [job for job in self._open if job.waiting]
