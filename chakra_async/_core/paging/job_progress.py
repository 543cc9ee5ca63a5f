"""How far a background job is, read from its answer: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from chakra_async._core.decoding.json_shape import as_object

if TYPE_CHECKING:
    from chakra_async.models.jobs import BackgroundJob

__all__ = ["JobProgress", "progress_of"]


@attrs.frozen(kw_only=True)
class JobProgress:
    """A background job and how many of its entries are where.

    Attributes:
        job: The job as it was answered.
        not_started: Entries that wait.
        success: Entries that were processed.
        error: Entries that were processed and failed.
        invalid: Entries that were refused before processing.
        counts: The counts as they came, by the server's own names.

    """

    __module__ = "chakra_async"

    job: BackgroundJob
    not_started: int
    success: int
    error: int
    invalid: int
    counts: dict[str, int]

    @property
    def finished(self) -> bool:
        """Whether no entry waits any more (inferred: the counts are documented, an end mark is not).

        A job that shows no counts is finished once it says when its work ended (documented: 0 while it goes on).
        """
        if self.counts:
            return self.not_started == 0
        ended = getattr(self.job, "completed_at", None)
        return isinstance(ended, int) and ended > 0

    @property
    def total(self) -> int:
        """How many entries there are in all."""
        return sum(self.counts.values())


def progress_of(job: BackgroundJob, meta: dict[str, Any]) -> JobProgress:
    """Return the progress in a job's answer.

    The counts are in `_meta.bjEntryCompletionStatusVsCount` (documented); a name without entries may be left out.
    """
    given = as_object(meta.get("bjEntryCompletionStatusVsCount"))
    counts = {name: count for name, count in given.items() if isinstance(count, int)}
    return JobProgress(
        job=job,
        not_started=counts.get("NOT_STARTED", 0),
        success=counts.get("SUCCESS", 0),
        error=counts.get("ERROR", 0),
        invalid=counts.get("INVALID", 0),
        counts=counts,
    )
