"""Measures a run while it goes on: calls as they end, and four times a second whether the client lets calls begin.

What is measured goes to the journal every few seconds, with what is written anyway, so that the record of a run that was
killed lacks its last seconds only.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async._core.text import encodable
from chakra_async.bulk.measures import Latency, Pauses, RunRecord, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.bulk.engine.progress import Progress
    from chakra_async.bulk.journal.base import Journal
    from chakra_async.bulk.rows import RowState

__all__ = ["Pace", "Sampler"]

_SAMPLE_SECONDS: Final = 0.25
_RECORD_SAMPLES: Final = 8
_SERVER_ASKED: Final = "the server asked for a pause"


@attrs.frozen(kw_only=True)
class Pace:
    """How fast a run may go now.

    Attributes:
        ceiling: Calls that may begin per second, or None without a limit. With an adaptive rate it is what was found.
        pause: Seconds for which no call begins; 0 without a pause.
        why: The reason of the pause in words, or None.

    """

    ceiling: float | None = None
    pause: float = 0.0
    why: str | None = None


class Sampler:
    """The measures of a run.

    Args:
        progress: The counts of its rows.
        client_pace: What the client's own limits and pauses admit.

    """

    def __init__(self, progress: Progress, client_pace: Callable[[], Pace] = Pace) -> None:
        """Begin with nothing measured."""
        self.timeline = Timeline()
        self._latency = Latency()
        self._pauses = Pauses()
        self._progress = progress
        self._client_pace = client_pace
        self._journal: Journal | None = None
        self._started = 0.0
        self._started_at = 0
        self._resume_at = 0.0
        self._why: str | None = None
        self._template: dict[str, Any] | None = None
        self._who: str | None = None

    def begin(
        self, journal: Journal, template: dict[str, Any] | None = None, *, who: str | None = None
    ) -> None:
        """Begin to measure.

        Args:
            journal: Takes what is measured.
            template: The template that is sent, as the API gave it.
            who: Who runs it.

        """
        self._template = template
        self._who = None if who is None else encodable(who)
        self._journal = journal
        self._started = time.monotonic()
        self._started_at = _now()

    async def work(self) -> None:
        """Take samples until cancelled."""
        samples = 0
        while True:
            pace = self._client_pace()
            if pace.pause > 0:
                now = self._elapsed()
                self._pauses.note(now, now + pace.pause, pace.why or _SERVER_ASKED)
            samples += 1
            if samples % _RECORD_SAMPLES == 0:
                self.record()
            await asyncio.sleep(_SAMPLE_SECONDS)

    @property
    def pace(self) -> Pace:
        """How fast the run may go now."""
        pace = self._client_pace()
        own = self._resume_at - time.monotonic() if self._resume_at else 0.0
        if own > pace.pause:
            return Pace(ceiling=pace.ceiling, pause=own, why=self._why)
        return pace

    def note_call(self, state: RowState, answered_in: float | None, *, again: bool) -> None:
        """Count a call that ended now.

        Args:
            state: The state of its row.
            answered_in: Seconds from when its last request left, or None if none did.
            again: Whether it is made again.

        """
        self.timeline.note(state, self._elapsed(), again=again)
        if answered_in is not None:
            self._latency.note(answered_in)

    def note_done(self, now: float, answered_in: float | None) -> None:
        """Count a call that ended now and did what it was to do; see `note_call`.

        Args:
            now: The time on the monotonic clock.
            answered_in: Seconds from when its last request left, or None if none did.

        """
        self.timeline.note_done(now - self._started)
        if answered_in is not None:
            self._latency.note(answered_in)

    def note_pause(self, seconds: float, why: str | None) -> None:
        """Take in that the run pauses from now on."""
        now = self._elapsed()
        self._pauses.note(now, now + seconds, why or _SERVER_ASKED)
        if self._started + now + seconds > self._resume_at:
            self._resume_at, self._why = self._started + now + seconds, why

    def record(
        self,
        *,
        ended: bool = False,
        stopped_because: str | None = None,
        interrupted: bool = False,
        complete: bool = False,
    ) -> None:
        """Give the journal what was measured until now."""
        if self._journal is None:
            return
        self._journal.note_run(
            RunRecord(
                run=self._journal.claim.fence,
                started_at=self._started_at,
                seen_at=_now(),
                ended=ended,
                sent=self._progress.sent,
                requests=self._progress.requests,
                stopped_because=stopped_because,
                interrupted=interrupted,
                complete=complete,
                timeline=self.timeline.intervals(),
                latency=tuple(self._latency.counts),
                pauses=self._pauses.ended(self._elapsed()),
                template=self._template,
                who=self._who,
            )
        )

    def _elapsed(self) -> float:
        return time.monotonic() - self._started if self._journal is not None else 0.0


def _now() -> int:
    return int(datetime.now(UTC).timestamp() * 1000)
