"""What a worker does: take a row, make its intent durable, make the call, record the end; pause when told to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from chakra_async.bulk.engine.policy import Health, Verdict, code_of, reason_of, verdict
from chakra_async.bulk.report import Timeline
from chakra_async.bulk.rows import Result, RowState
from chakra_async.errors import ChakraError

if TYPE_CHECKING:
    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.engine.intake import Intake, QueuedRow
    from chakra_async.bulk.engine.intents import IntentQueue
    from chakra_async.bulk.engine.results import Stream
    from chakra_async.bulk.errors import JournalError
    from chakra_async.bulk.journal.group_commit import GroupCommit
    from chakra_async.bulk.report import Progress
    from chakra_async.client import Chakra

__all__ = ["Sender"]

_DONE: Final = Verdict(state=RowState.DONE)


class Sender:
    """The workers of a run, and what they share.

    Attributes:
        over: Set when nothing more is to be sent: every row ended, or the run must stop.
        why: Why the run must stop, or None.
        aborting: Whether calls under way are being cancelled.
        in_flight: Calls under way now.

    """

    def __init__(
        self, client: Chakra, action: Action, tally: Progress, stream: Stream, health: Health
    ) -> None:
        """Begin with nothing under way."""
        self.over = asyncio.Event()
        self.why: str | None = None
        self.aborting = False
        self.in_flight = 0
        self.timeline = Timeline()
        self._client = client
        self._action = action
        self._tally = tally
        self._stream = stream
        self._health = health
        self._stopping = False
        self._resume_at = 0.0
        self._started = 0.0

    def stop(self, why: str | None) -> None:
        """Send nothing new from now on; the first reason counts."""
        if self.why is None:
            self.why = why
        self._stopping = True
        self.over.set()

    async def work(self, feed: Intake, writer: GroupCommit, announcer: IntentQueue) -> None:
        """Send rows until there are no more."""
        loop = asyncio.get_running_loop()
        self._started = self._started or loop.time()
        try:
            while not self._stopping:
                if self._resume_at > loop.time():
                    await self._pause(loop, announcer)
                item = await announcer.take()
                if item is None:
                    return
                if self._stopping:
                    announcer.withdraw(item)
                    return
                again = await self._send(item, writer, announcer, loop)
                if again and not self._stopping:
                    feed.put(item)
                    continue
                feed.underway -= 1
                if feed.complete and not feed.underway:
                    self.over.set()
        except BaseException:
            self.over.set()  # or the run would wait for a worker that is gone
            raise

    def journal_failed(self, error: JournalError) -> None:
        """End the run, because rows can no longer be announced."""
        self.stop(reason_of(error).rstrip("."))

    async def _send(
        self, item: QueuedRow, writer: GroupCommit, announcer: IntentQueue, loop: asyncio.AbstractEventLoop
    ) -> bool:
        """Send a row and settle it; return whether it must be sent again."""
        row = item.row
        item.tries += 1
        self._tally.sent += 1
        self.in_flight += 1
        cancelled: asyncio.CancelledError | None = None
        began = loop.time()
        try:
            value = await self._action.send(self._client, row, item.key)
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - whatever an action raises, its row is settled
            decision = verdict(error, item.tries)
            result = self._failed(item, error, decision.state)
            if isinstance(error, asyncio.CancelledError):
                cancelled = error
        else:
            decision = _DONE
            created = getattr(value, "was_created", None)
            result = Result(
                number=row.number,
                line=row.line,
                key=item.key,
                state=RowState.DONE,
                was_created=created if isinstance(created, bool) else None,
                attempts=item.tries,
                value=value,
            )
        finally:
            self.in_flight -= 1
        writer.settle(result)
        ended = loop.time()
        announcer.note_call(ended - began)
        self.settled(result, ended)
        self._judge(decision, loop)
        if cancelled is not None and (self.aborting or _being_cancelled()):
            raise cancelled
        if not decision.again and self._stream.listening:
            await self._stream.put(result)
        return decision.again

    def settled(self, result: Result, now: float) -> None:
        """Count a row that ended."""
        self._tally.note(result.state, was_created=result.was_created)
        self.timeline.note(result.state, now - self._started)

    def _failed(self, item: QueuedRow, error: BaseException, state: RowState) -> Result:
        return Result(
            number=item.row.number,
            line=item.row.line,
            key=item.key,
            state=state,
            outcome=error.outcome if isinstance(error, ChakraError) else None,
            code=code_of(error),
            reason=reason_of(error),
            attempts=item.tries,
            error=error,
        )

    def _judge(self, decision: Verdict, loop: asyncio.AbstractEventLoop) -> None:
        if decision.pause:
            self._resume_at = max(self._resume_at, loop.time() + decision.pause)
        why = decision.stop or self._health.note(decision.state, reached=decision.reached)
        if why is not None:
            self.stop(why.rstrip("."))

    async def _pause(self, loop: asyncio.AbstractEventLoop, announcer: IntentQueue) -> None:
        announcer.hold(self._resume_at)
        while not self._stopping and (left := self._resume_at - loop.time()) > 0:
            try:
                async with asyncio.timeout(left):
                    await self.over.wait()
            except TimeoutError:
                continue


def _being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
