"""What a worker does: take a row whose intent is durable, make the call, record its end; pause when the server asks for it."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import time
from typing import TYPE_CHECKING, Final

from chakra_async._transport.sent_requests import SENT_REQUESTS, Admission, SentRequests
from chakra_async.bulk.actions.receipts import Receipt
from chakra_async.bulk.engine.limits import RunLimits
from chakra_async.bulk.engine.policy import Sent, Verdict, code_of, reason_of, verdict
from chakra_async.bulk.engine.state import QueuedRow
from chakra_async.bulk.result_ids import result_id_of
from chakra_async.bulk.rows import Done, Result, RowState
from chakra_async.errors import ChakraError, ConnectError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.bulk.engine.intents import IntentQueue
    from chakra_async.bulk.engine.policy import Health
    from chakra_async.bulk.engine.progress import Progress
    from chakra_async.bulk.engine.results import ResultStream
    from chakra_async.bulk.engine.sampler import Sampler
    from chakra_async.bulk.engine.state import RunState
    from chakra_async.bulk.journal.base import Journal
    from chakra_async.bulk.rows import Row

__all__ = ["Workers"]

_LONGEST_ID: Final = 512
_LOOK_AGAIN: Final = 30.0
_SHORT: Final = 0.05
_EXCLUDED: Final = "Excluded"
_EXCLUDED_REASON: Final = "the person is on the list of those to leave out"
_CLOSED: Final = "outside of the hours"
_NO_LIMITS: Final = RunLimits()
_EXPIRED: Final = Verdict(state=RowState.PENDING, again=True)


class Workers:
    """The workers of a run, and what they share.

    Args:
        send: Makes the call for a row and its key.
        state: Owns what becomes of the run.
        intents: Hands out rows.
        journal: Records ends.
        progress: Counts rows.
        sampler: Measures calls.
        stream: Takes results, for a reader.
        health: Decides when too much fails.
        over: Set when nothing more is to be sent.
        outside_effects: Whether an action does anything for a row that is not a call of the client; None if it may.
        concerns_every_row: Whether the action knows an error to be the same for every row.
        result_id: Returns the id of what a call made, such as a wamid, or None.
        limits: What bounds the run.

    """

    def __init__(
        self,
        send: Callable[[Row, str], Awaitable[object]],
        *,
        state: RunState,
        intents: IntentQueue,
        journal: Journal,
        progress: Progress,
        sampler: Sampler,
        stream: ResultStream,
        health: Health,
        over: asyncio.Event,
        outside_effects: bool | None = None,
        concerns_every_row: Callable[[ChakraError], bool] | None = None,
        result_id: Callable[[object], str | None] = result_id_of,
        limits: RunLimits = _NO_LIMITS,
    ) -> None:
        """Begin with nothing under way."""
        self._send = send
        self._state = state
        self._intents = intents
        self._journal = journal
        self._progress = progress
        self._sampler = sampler
        self._stream = stream
        self._health = health
        self._over = over
        self._outside_effects = outside_effects
        self._concerns_every_row = concerns_every_row
        self._result_id = result_id
        self._hours = limits.hours
        self._ramp = limits.ramp
        self._excluded = limits.excluded
        self._clock = limits.clock
        self._turn = limits.turn
        self._boot_clock = limits.boot_clock
        self._bounded = (
            limits.hours is not None
            or limits.ramp is not None
            or limits.excluded is not None
            or limits.turn is not None
        )
        self._loop = asyncio.get_running_loop()
        self._resume_at = 0.0
        self._admission = Admission(self._still_forbids)

    @property
    def in_line(self) -> int:
        """Calls that wait for their turn, and of which nothing has left."""
        return len(self._admission.waiting)

    def hold_back(self) -> None:
        """Take back the rows whose calls wait for their turn, now and from now on."""
        self._admission.close()

    async def work(self) -> None:
        """Send rows until there are no more."""
        state, intents, bounded = self._state, self._intents, self._bounded
        try:
            while not state.stopping:
                if self._resume_at and self._resume_at > self._loop.time():
                    await self._pause()
                start: float | None = None
                if bounded:
                    await self._wait_for_turn()
                    start, row = await self._next()
                else:
                    row = intents.ready() or await intents.take()
                if row is None:
                    return
                if state.stopping:
                    intents.withdraw(row)
                    return
                if bounded and not await self._admits(row, start):
                    continue
                if row.send_before is not None and self._boot_clock() >= row.send_before:
                    # This process was stopped since: another may have the row now. The intent is given back.
                    intents.put_back(row)
                else:
                    await self._send_row(row)
        except BaseException as error:
            # Otherwise the run would wait for a worker that is gone.
            state.stop(None if isinstance(error, asyncio.CancelledError) else reason_of(error))
            raise

    async def _next(self) -> tuple[float | None, QueuedRow | None]:
        """Return the next row, or None when there is no more, and the start that was reserved for it, if starts are."""
        if self._turn is None:
            return None, await self._intents.take()
        if not await self._intents.expect():
            return None, None
        return await self._turn.reserve(), await self._intents.take_expected()

    async def _admits(self, row: QueuedRow, start: float | None) -> bool:
        """Return whether a row may be sent now; one that may not was left out, or is put back for a moment.

        Args:
            row: The row, whose intent is durable.
            start: When its call may begin, where processes share that.

        """
        if await self._is_left_out(row):
            await self._leave_out(row)
            return False
        if (self._turn is not None and (start is None or not await self._turn.begins(start))) or (
            self._hours is not None and not self._hours.is_open(self._clock())
        ):
            self._put_back(row)
            return False
        if self._state.stopping:
            self._intents.withdraw(row)
            return False
        return True

    async def _send_row(self, row: QueuedRow) -> None:
        """Send a row and record how it ended."""
        self._state.row_sent(row)
        SENT_REQUESTS.set(requests := SentRequests(row.send_before, self._boot_clock, self._admission, row))
        began = time.monotonic()
        result: Result | None
        try:
            value = await self._send(row.row, row.key)
        except BaseException as error:
            if requests.held_back is not None and self._is_unsent(row, error, requests):
                await self._end_unsent(row, requests)
                return
            self._state.call_ended()
            result, is_fatal = self._end_failed(row, error, requests, began)
            if is_fatal:
                raise
        else:
            result = self._end_done(row, value, requests, began)
        if result is not None and self._stream.listening:
            await self._stream.put(result)

    def _end_done(self, row: QueuedRow, value: object, requests: SentRequests, began: float) -> Result | None:
        """Record that a row is done, and return its result if there is a reader: what nearly every row comes to."""
        if isinstance(value, Receipt):
            created = value.was_created
            result_id = value.id if self._result_id is result_id_of else self._id(value.result)
        else:
            try:
                created = getattr(value, "was_created", None)
            except Exception:  # noqa: BLE001 - a property of the caller's
                created = None
            result_id = self._id(value)
        if created is not True and created is not False:
            created = None
        if result_id is not None and not (
            result_id.__class__ is str and 0 < len(result_id) <= _LONGEST_ID and result_id.isprintable()
        ):
            result_id = None
        done = Done(row.row, row.key, was_created=created, attempts=row.tries, result_id=result_id)
        self._journal.record_end(done)
        now = time.monotonic()
        self._intents.note_call(now - began)
        self._progress.note_done(requests.total, was_created=created)
        self._sampler.note_done(now, now - requests.last_at if requests.total else None)
        stop = self._health.note_end(bad=False)
        if stop is not None:
            self._state.stop(stop.rstrip("."))
        self._state.row_done()
        if not self._stream.listening:
            return None
        return done.result(value.result if isinstance(value, Receipt) else value)

    def _end_failed(
        self, row: QueuedRow, error: BaseException, requests: SentRequests, began: float
    ) -> tuple[Result | None, bool]:
        """Record how a row ended whose action raised.

        Returns:
            Its result, unless it is sent again, and whether the error ends its worker.

        """
        sent = self._sent(requests)
        broken: BaseException | None = None
        try:
            decision = verdict(error, row.tries, sent, concerns_every_row=self._concerns_every_row)
        except BaseException as failure:  # noqa: BLE001 - a function of the caller's; what became of the row is known without it
            broken = failure
            decision = verdict(error, row.tries, sent)
        if requests.expired and decision.state is RowState.PENDING and decision.stop is None:
            # The intent grew old before the request could leave: another may have the row now.
            decision = _EXPIRED
        result = _failed(row, error, decision.state)
        is_fatal = False
        if isinstance(error, asyncio.CancelledError):
            is_fatal = self._state.aborting or _being_cancelled()
        elif not isinstance(error, Exception):
            is_fatal = True
        elif decision.is_bug and not self._state.proven:
            self._state.fail(error, f"the action failed: {reason_of(error)}".rstrip("."))
        self._journal.record_end(result)
        if broken is not None:
            self._state.fail(broken, f"concerns_every_row failed: {reason_of(broken)}".rstrip("."))
        self._intents.note_call(time.monotonic() - began)
        self._progress.requests += requests.total
        self._progress.sent += not (decision.is_bug and decision.state is RowState.PENDING)
        self._progress.note(result.state, was_created=result.was_created)
        answered_in = time.monotonic() - requests.last_at if requests.total else None
        self._sampler.note_call(result.state, answered_in, again=decision.again)
        self._judge(decision, result.reason)
        if decision.again:
            self._state.row_again(row)
            return None, is_fatal
        self._state.row_ended(proves=decision.state is not RowState.PENDING)
        return result, is_fatal

    def _sent(self, requests: SentRequests) -> Sent:
        return Sent(
            requests=requests.total,
            writes=requests.writes,
            last_is_write=requests.last_is_write,
            outside=self._outside_effects,
        )

    async def _still_forbids(self, row: object) -> object:
        """Return why a row whose call had to wait for its turn may not be sent any more, or None."""
        assert isinstance(row, QueuedRow)  # noqa: S101 - the purpose of the requests of a row
        try:
            if self._excluded is not None and await self._asked(self._excluded, row):
                return _EXCLUDED
        except Exception as error:  # noqa: BLE001 - the action is not to see it: `_end_unsent` raises it
            return error
        return None if self._hours is None or self._hours.is_open(self._clock()) else _CLOSED

    def _is_unsent(self, row: QueuedRow, error: BaseException, requests: SentRequests) -> bool:
        """Return whether an error means that a row is as it was, since a call of it was held back."""
        if not isinstance(error, Exception):
            return False
        decision = verdict(error, row.tries, self._sent(requests))
        if decision.stop is not None:
            return False
        # Refused are attempts before the wait, as those that came too fast.
        undone = (
            (RowState.PENDING, RowState.REFUSED) if isinstance(error, ConnectError) else (RowState.PENDING,)
        )
        return decision.state in undone

    async def _end_unsent(self, row: QueuedRow, requests: SentRequests) -> None:
        """Give back or leave out a row whose call was held back when its turn came."""
        self._progress.requests += requests.total
        if requests.writes:
            self._state.call_ended()
            self._progress.sent += 1
        else:
            self._state.call_unsent(row)
        why = requests.held_back
        if why is _EXCLUDED:
            await self._leave_out(row)
        elif why is _CLOSED:
            self._put_back(row)
        else:
            self._intents.withdraw(row)
        if isinstance(why, Exception):
            raise why

    def _put_back(self, row: QueuedRow) -> None:
        self._intents.hold(self._loop.time() + _SHORT)
        self._intents.put_back(row)

    def _id(self, value: object) -> str | None:
        """Return the id of what a call made; whatever is wrong with it, the row is done."""
        try:
            found = self._result_id(value)
            return str(found) if isinstance(found, str) else None
        except Exception:  # noqa: BLE001 - a function of the caller's
            return None

    def _judge(self, decision: Verdict, why: str | None) -> None:
        if decision.pause:
            self._sampler.note_pause(decision.pause, why)
            self._resume_at = max(self._resume_at, self._loop.time() + decision.pause)
        if decision.stop is not None and self._turn is not None:
            self._turn.stopped(decision.stop.rstrip("."))
        stop = decision.stop or self._health.note(
            decision.state, reached=decision.reached, failed=decision.failed
        )
        if stop is not None:
            self._state.stop(stop.rstrip("."))

    async def _is_left_out(self, row: QueuedRow) -> bool:
        """Return whether a row's person is to be left out; where that cannot be found out, the row is not sent."""
        if self._excluded is None:
            return False
        try:
            return await self._asked(self._excluded, row)
        except BaseException:
            self._intents.withdraw(row)
            raise

    async def _asked(self, excluded: Callable[[Row], object], row: QueuedRow) -> bool:
        found = excluded(row.row)
        if found is True or found is False:
            return found
        return bool(await found if inspect.isawaitable(found) else found)

    async def _leave_out(self, row: QueuedRow) -> None:
        """End a row whose person is to be left out; it costs no call."""
        result = Result(
            number=row.row.number,
            line=row.row.line,
            key=row.key,
            state=RowState.EXCLUDED,
            code=_EXCLUDED,
            reason=_EXCLUDED_REASON,
        )
        self._journal.record_end(result)
        self._progress.note(RowState.EXCLUDED)
        self._state.row_left_out()
        if self._stream.listening:
            await self._stream.put(result)

    async def _wait_for_turn(self) -> None:
        """Wait until the hours are open and the ramp lets the next call begin."""
        while self._hours is not None and not self._over.is_set():
            left = self._hours.opens_in(self._clock())
            if not left:
                break
            self._sampler.note_pause(left, f"outside of {self._hours}")
            # In short pieces: the clock of the day may be set, and a machine may sleep.
            left = min(left, _LOOK_AGAIN)
            self._intents.hold(self._loop.time() + left)
            await self._sleep(left)
        if (
            self._ramp is not None
            and not self._over.is_set()
            and (left := self._ramp.reserve(self._loop.time()))
        ):
            await self._sleep(left)

    async def _pause(self) -> None:
        self._intents.hold(self._resume_at)
        while not self._over.is_set() and (left := self._resume_at - self._loop.time()) > 0:
            await self._sleep(left)

    async def _sleep(self, seconds: float) -> None:
        """Sleep, but not beyond the end of the run; a loop around this ends when the run is over, since it then returns at once."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()


def _failed(row: QueuedRow, error: BaseException, state: RowState) -> Result:
    return Result(
        number=row.row.number,
        line=row.row.line,
        key=row.key,
        state=state,
        outcome=error.outcome if isinstance(error, ChakraError) else None,
        code=code_of(error),
        error_class=type(error).__name__,
        reason=reason_of(error),
        attempts=row.tries,
        error=error,
    )


def _being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
