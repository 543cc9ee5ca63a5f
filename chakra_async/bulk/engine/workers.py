"""What a worker does: take a row whose intent is durable, make the call, record its end; pause when the server asks for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from chakra_async._transport.sent_requests import SENT_REQUESTS, SentRequests
from chakra_async.bulk.engine.policy import Sent, Verdict, code_of, reason_of, verdict
from chakra_async.bulk.rows import Result, RowState
from chakra_async.errors import ChakraError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.bulk.engine.intents import IntentQueue
    from chakra_async.bulk.engine.policy import Health
    from chakra_async.bulk.engine.progress import Progress, Timeline
    from chakra_async.bulk.engine.results import ResultStream
    from chakra_async.bulk.engine.state import QueuedRow, RunState
    from chakra_async.bulk.journal.base import Journal
    from chakra_async.bulk.rows import Row

__all__ = ["Workers"]

_DONE: Final = Verdict(state=RowState.DONE)


class Workers:
    """The workers of a run, and what they share.

    Args:
        send: Makes the call for a row and its key.
        state: Owns what becomes of the run.
        intents: Hands out rows.
        journal: Records ends.
        progress: Counts rows.
        timeline: Counts rows over time.
        stream: Takes results, for a reader.
        health: Decides when too much fails.
        over: Set when nothing more is to be sent.
        outside_effects: Whether an action does anything for a row that is not a call of the client; None if it may.
        concerns_every_row: Whether the action knows an error to be the same for every row.

    """

    def __init__(
        self,
        send: Callable[[Row, str], Awaitable[object]],
        *,
        state: RunState,
        intents: IntentQueue,
        journal: Journal,
        progress: Progress,
        timeline: Timeline,
        stream: ResultStream,
        health: Health,
        over: asyncio.Event,
        outside_effects: bool | None = None,
        concerns_every_row: Callable[[ChakraError], bool] | None = None,
    ) -> None:
        """Begin with nothing under way."""
        self._send = send
        self._state = state
        self._intents = intents
        self._journal = journal
        self._progress = progress
        self._timeline = timeline
        self._stream = stream
        self._health = health
        self._over = over
        self._outside_effects = outside_effects
        self._concerns_every_row = concerns_every_row
        self._loop = asyncio.get_running_loop()
        self._started = self._loop.time()
        self._resume_at = 0.0

    async def work(self) -> None:
        """Send rows until there are no more."""
        try:
            while not self._state.stopping:
                if self._resume_at and self._resume_at > self._loop.time():
                    await self._pause()
                row = await self._intents.take()
                if row is None:
                    return
                if self._state.stopping:
                    self._intents.withdraw(row)
                    return
                await self._send_row(row)
        except BaseException as error:
            # Otherwise the run would wait for a worker that is gone.
            self._state.stop(None if isinstance(error, asyncio.CancelledError) else reason_of(error))
            raise

    async def _send_row(self, row: QueuedRow) -> None:
        """Send a row and record how it ended."""
        self._state.row_sent(row)
        SENT_REQUESTS.set(requests := SentRequests())
        fatal: BaseException | None = None
        began = self._loop.time()
        try:
            value = await self._send(row.row, row.key)
        except BaseException as error:  # noqa: BLE001 - whatever an action raises, its row ends
            sent = Sent(
                requests=requests.total,
                writes=requests.writes,
                last_is_write=requests.last_is_write,
                outside=self._outside_effects,
            )
            decision = verdict(error, row.tries, sent, concerns_every_row=self._concerns_every_row)
            result = _failed(row, error, decision.state)
            if isinstance(error, asyncio.CancelledError):
                fatal = error if self._state.aborting or _being_cancelled() else None
            elif not isinstance(error, Exception):
                fatal = error
            elif decision.is_bug and not self._state.proven:
                self._state.fail(error, f"the action failed: {reason_of(error)}".rstrip("."))
        else:
            decision = _DONE
            result = _done(row, value)
        finally:
            self._state.call_ended()
        self._journal.record_end(result)
        ended = self._loop.time()
        self._intents.note_call(ended - began)
        self._progress.requests += requests.total
        self._progress.sent += not (decision.is_bug and decision.state is RowState.PENDING)
        self._progress.note(result.state, was_created=result.was_created)
        self._timeline.note(result.state, ended - self._started)
        self._judge(decision)
        if decision.again:
            self._state.row_again(row)
        else:
            self._state.row_ended(proves=decision.state is not RowState.PENDING)
        if fatal is not None:
            raise fatal
        if not decision.again and self._stream.listening:
            await self._stream.put(result)

    def _judge(self, decision: Verdict) -> None:
        if decision.pause:
            self._resume_at = max(self._resume_at, self._loop.time() + decision.pause)
        why = decision.stop or self._health.note(
            decision.state, reached=decision.reached, failed=decision.failed
        )
        if why is not None:
            self._state.stop(why.rstrip("."))

    async def _pause(self) -> None:
        self._intents.hold(self._resume_at)
        while not self._state.stopping and (left := self._resume_at - self._loop.time()) > 0:
            try:
                async with asyncio.timeout(left):
                    await self._over.wait()
            except TimeoutError:
                continue


def _done(row: QueuedRow, value: object) -> Result:
    created = getattr(value, "was_created", None)
    return Result(
        number=row.row.number,
        line=row.row.line,
        key=row.key,
        state=RowState.DONE,
        was_created=created if isinstance(created, bool) else None,
        attempts=row.tries,
        value=value,
    )


def _failed(row: QueuedRow, error: BaseException, state: RowState) -> Result:
    return Result(
        number=row.row.number,
        line=row.row.line,
        key=row.key,
        state=state,
        outcome=error.outcome if isinstance(error, ChakraError) else None,
        code=code_of(error),
        reason=reason_of(error),
        attempts=row.tries,
        error=error,
    )


def _being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
