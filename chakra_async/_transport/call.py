"""One call under way: it waits for its turn, exchanges, repeats where that is safe, and ends in an answer or an error.

A call is ended from outside by a time limit, by the close of its client, or while it waits by what admitted it. All cancel its task;
`own_end` turns such a cancellation into the call's error, and leaves a cancellation by the caller alone.
"""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from chakra_async._core.answers.envelope import Answer, read_answer
from chakra_async._core.answers.failure import Failure
from chakra_async._core.answers.retry_after import jittered
from chakra_async._core.pacing.budget import costs
from chakra_async._core.pacing.retry import backoff_waits, next_wait
from chakra_async._core.response import Response
from chakra_async._transport.clock import sleep, utc_now
from chakra_async._transport.error_mapping import no_answer_in_time
from chakra_async._transport.exchange import Exchange
from chakra_async._transport.sent_requests import SENT_REQUESTS
from chakra_async.errors import ChakraError, ClientClosedError, ConnectError, RequestTimeoutError
from chakra_async.outcomes import Attempt, Outcome, worst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chakra_async._core.forms import Multipart
    from chakra_async._core.operation import Operation
    from chakra_async._core.request import Request
    from chakra_async._transport.context import CallContext
    from chakra_async._transport.exchange import Received
    from chakra_async._transport.gate import Slot
    from chakra_async._transport.sent_requests import Admission, SentRequests
    from chakra_async._transport.session import Session
    from chakra_async.settings import Timeouts

__all__ = ["Call"]

E = TypeVar("E", bound=ChakraError)

_PHASES: Final = {
    "queue": "while waiting for its turn",
    "connect": "while connecting",
    "answer": "while waiting for the answer",
    "pause": "in a pause before the next attempt",
}
_OPENING: Final = "while reading the beginning of the content to upload"


class Call:
    """A call under way, and its attempts so far.

    Args:
        context: What every call of the client works with.
        operation: The operation, which says whether it may be repeated.
        request: What to send.
        timeouts: The call's time limits.
        key: What pauses and a rate of its own are shared over.
        task: The task that makes the call.

    Attributes:
        context: What every call of the client works with.
        task: The task, which is cancelled to end the call.
        tick_interval: Seconds between two checks of the call's time limits.
        expired: Why the call is being ended from outside: `total`, `read`, `closed`, `held back`, or None.

    """

    __slots__ = (
        "_attempts",
        "_backoff",
        "_cancelling",
        "_exchange",
        "_key",
        "_opening",
        "_operation",
        "_paused",
        "_request",
        "_seen",
        "_seen_at",
        "_started",
        "_timeouts",
        "_trying_since",
        "context",
        "expired",
        "task",
        "tick_interval",
    )

    def __init__(
        self,
        context: CallContext,
        operation: Operation[Any],
        request: Request,
        timeouts: Timeouts,
        key: str,
        task: asyncio.Task[Any],
    ) -> None:
        self.context = context
        self._operation = operation
        self._request = request
        self._timeouts = timeouts
        self._key = key
        self.task = task
        self._cancelling = task.cancelling()
        self.tick_interval = 0.0
        self.expired: str | None = None
        self._started = self._trying_since = time.monotonic()
        self._attempts: list[Attempt] = []
        self._backoff: Iterator[float] | None = None
        self._exchange: Exchange | None = None
        self._opening = False
        self._paused = False
        self._seen: tuple[Exchange | None, int] = (None, 0)
        self._seen_at = self._started

    async def run(self, session: Session) -> Response[Any]:
        """Return the answer, after as many attempts as are safe."""
        gate = self.context.gate
        http = self.context.http
        while True:
            slot = gate.enter_at_once(self._key)
            if slot is None:
                slot = await self._wait_for_turn()
            self._trying_since = time.monotonic()
            self._exchange = exchange = Exchange()
            try:
                received = await http.exchange(session, self._request, self._timeouts, exchange)
            except ClientClosedError as error:
                self._attempts.append(self._attempt(None, error.message, error.outcome))
                raise self._ended(error) from None
            except asyncio.CancelledError:
                if self.expired != "read" or not self.was_ours():
                    raise
                received = no_answer_in_time(self._operation, exchange.status, exchange.headers)
            finally:
                if not exchange.streaming:
                    gate.leave(slot)
            result = received if isinstance(received, Failure) else self._understood(received, slot)
            if isinstance(result, Response):
                gate.accepted(self._key)
                return result
            wait = self._after(result)
            if wait is None:
                end = self._ended(result.error)
                del received, result  # its traceback holds this frame, which must not hold it in turn
                try:
                    raise end from end.__cause__
                finally:
                    del end
            self._exchange = None
            self._paused = True
            if not result.throttled:
                await self._back_off(wait)

    async def upload(self, session: Session) -> Response[Any]:
        """Return the answer to a form, which is opened before the first attempt and closed after the last."""
        from chakra_async._transport.upload import open_upload  # noqa: PLC0415 - few calls upload anything

        self._opening = True
        upload = await open_upload(cast("Multipart", self._request.upload), self._operation)
        self._opening = False
        try:
            self._request = self._request.opened(upload)
            return await self.run(session)
        finally:
            await upload.close()

    def overdue(self, now: float) -> bool:
        """Return whether a time limit has just passed; `expired` then says which, and the task is to be cancelled."""
        if self.expired is not None:
            return False
        total = self._timeouts.total
        if total is not None and now - self._started >= total:
            self.expired = "total"
            return True
        read = self._timeouts.read
        exchange = self._exchange
        if read is None or exchange is None or not exchange.connections:
            return False
        seen = (exchange, exchange.progress)
        if seen != self._seen:
            self._seen = seen
            self._seen_at = now
        elif now - self._seen_at >= read:
            self.expired = "read"
            return True
        return False

    def end_on_close(self) -> bool:
        """Return whether this call has to be ended now that the client is closed; the task is to be cancelled then.

        This holds in every phase: closing a connection under an answer's body does not wake the body's reader.
        """
        if self.expired is not None:
            return False
        self.expired = "closed"
        return True

    def was_ours(self) -> bool:
        """Return whether a cancellation came from an expired limit alone, and take it back if so.

        The same test as that of `asyncio.timeout`: a cancellation by the caller goes on as one.
        """
        if self.expired is None or self.task.cancelling() - 1 > self._cancelling:
            return False
        self.task.uncancel()
        self.expired = None
        return True

    def own_end(self) -> ChakraError | None:
        """Return the error of a call that was cancelled by a limit or a close, or None if the caller cancelled it."""
        cause = self.expired
        if not self.was_ours():
            return None
        if cause == "held back":
            return self._held_back()
        if cause != "closed":
            return self._too_late()
        exchange = self._exchange
        if exchange is None:
            return self._ended(ClientClosedError("the client was closed while the call waited"))
        outcome = Outcome.UNKNOWN if exchange.connections else Outcome.NOT_SENT
        outcome = self._cut(exchange, "the client was closed", outcome)
        return self._ended(ClientClosedError("the client was closed while the call ran", outcome=outcome))

    def hold_back(self) -> None:
        """End the wait for the turn or for the next attempt: the call is not made."""
        if self.expired is None:
            self.expired = "held back"
            self.task.cancel()

    async def _wait_for_turn(self) -> Slot:
        sent, admission = self._admitted_by()
        if sent is None or admission is None:
            return await self._enter()
        slot: Slot | None = None
        admitted = False
        try:
            with admission.wait(self, sent):
                if not admission.closed:
                    slot = await self._enter()
                    admitted = await admission.admits(sent)
        finally:
            if slot is not None and not admitted:
                self.context.gate.leave(slot)
        if slot is None or not admitted:
            raise self._held_back()
        return slot

    async def _enter(self) -> Slot:
        try:
            return await self.context.gate.enter(self._key)
        except ClientClosedError as error:
            raise self._ended(error) from None

    async def _back_off(self, seconds: float) -> None:
        sent, admission = self._admitted_by()
        if sent is None or admission is None:
            await sleep(seconds)
            return
        admitted = False
        with admission.wait(self, sent):
            if not admission.closed:
                await sleep(seconds)
                admitted = await admission.admits(sent)
        if not admitted:
            raise self._held_back()

    def _admitted_by(self) -> tuple[SentRequests | None, Admission | None]:
        """Return what is asked whether this call may be made after a wait; it goes on in any case without one.

        Where something may have been done for the same purpose, by this call or one before it, the rest belongs to it.
        """
        sent = SENT_REQUESTS.get()
        if sent is None or sent.admission is None or not sent.admission.concerns(self.task.get_loop()):
            return None, None
        outcomes = [attempt.outcome for attempt in self._attempts]
        refused = outcomes.count(Outcome.REFUSED)
        if not self._operation.reads and refused + outcomes.count(Outcome.NOT_SENT) < len(outcomes):
            return None, None
        return (None, None) if sent.has_written(self._operation.method, refused) else (sent, sent.admission)

    def _held_back(self) -> ConnectError:
        return self._ended(
            ConnectError("the call was not made: when its turn came it was not to be made any more")
        )

    def _understood(self, received: Received, slot: Slot) -> Response[Any] | Failure:
        answer = self._read(received)
        if isinstance(answer, Failure):
            return answer
        now = time.monotonic()
        tried = Attempt(
            started=self._trying_since - self._started,
            duration=now - self._trying_since,
            status=received.status,
        )
        self._attempts.append(tried)
        if received.stream is not None:
            gate, context = self.context.gate, self.context
            received.stream.hold(
                release=lambda: gate.leave(slot),
                is_closed=lambda: context.is_closed,
                timeouts=self._timeouts,
                started=self._started,
                attempts=self._attempts,
            )
        return Response(
            data=answer.value,
            returns=answer.returns,
            meta=answer.meta,
            status=received.status,
            headers=received.headers,
            attempts=self._attempts,
            elapsed=now - self._started,
        )

    def _read(self, received: Received) -> Answer | Failure:
        if received.stream is not None:
            return Answer(received.stream, {})
        return read_answer(
            self._operation,
            status=received.status,
            headers=received.headers,
            body=received.body,
            clock=utc_now,
            strict=self.context.settings.strict,
            cleaner=self.context.http.cleaner,
            target=self._request.target,
        )

    def _after(self, failure: Failure) -> float | None:
        """Record a failed attempt; return the wait before the next one, or None if the call ends."""
        body = self._request.body
        if body is not None and body.__class__ is not bytes:
            failure = body.judged(self._operation, failure)
        retry = self.context.settings.retry
        now = time.monotonic()
        if self._backoff is None:
            self._backoff = backoff_waits(retry)
        total = self._timeouts.total
        wait = next_wait(
            self._operation,
            failure,
            attempts=len(self._attempts) + 1,
            retry=retry,
            proposed=next(self._backoff),
            remaining=None if total is None else total - (now - self._started),
            fraction=_random(),
        )
        if wait is not None and not self._afforded(failure, now):
            wait = None
        if failure.throttled:
            self._pause_others(failure, wait)
        self._attempts.append(
            self._attempt(failure.status, failure.error.message, failure.error.outcome, wait=wait or 0.0)
        )
        return wait

    def _afforded(self, failure: Failure, now: float) -> bool:
        """Return whether the client's budget has a repeat for this failure; if not, the error says so."""
        context = self.context
        if context.settings.retry.budget is None or not costs(failure) or context.pool.budget.spend(now):
            return True
        error = failure.error
        error.message = (
            f"{error.message}; not tried again, since the client's retry budget is used up (Retry.budget)"
        )
        error.args = (error.message,)
        return False

    def _pause_others(self, failure: Failure, wait: float | None) -> None:
        """Pause all calls that a refusal concerns, also if this call itself is not tried again."""
        gate = self.context.gate
        gate.refused(self._trying_since, self._key, everyone=failure.client_wide)
        seconds = wait  # where the server named no time, the others pause as long as this call waits
        if wait is None and failure.retry_after is not None:
            obeyed = failure.retry_after <= self.context.settings.retry.max_retry_after
            seconds = jittered(failure.retry_after, _random()) if obeyed else None
        if seconds is not None:
            key = "" if failure.client_wide else self._key
            gate.pause(key, seconds)

    def _too_late(self) -> RequestTimeoutError:
        """Return the error of a call whose total time has passed, in any phase."""
        exchange = self._exchange
        outcome = Outcome.NOT_SENT
        if exchange is None:
            phase = "pause" if self._paused else "queue"
        else:
            phase = "answer" if exchange.connections else "connect"
            outcome = Outcome.UNKNOWN if exchange.connections else outcome
            outcome = self._cut(exchange, "Timeouts.total passed", outcome)
        where = _OPENING if self._opening else _PHASES[phase]
        error = RequestTimeoutError(
            f"the call took longer than {self._timeouts.total:g} s, {where} (Timeouts.total)",
            outcome=outcome,
            operation=self._operation.name,
            phase=phase,
        )
        return self._ended(error)

    def _cut(self, exchange: Exchange, cause: str, outcome: Outcome) -> Outcome:
        """Record the attempt that was cut short, and return its outcome.

        One that had ended is recorded already: what was cut short is then the clean-up of an upload.
        """
        last = self._attempts[-1] if self._attempts else None
        if last is not None and last.started == self._trying_since - self._started:
            return last.outcome or outcome
        self._attempts.append(self._attempt(exchange.status, cause, outcome))
        return outcome

    def _attempt(
        self, status: int | None, cause: str | None, outcome: Outcome | None, *, wait: float = 0.0
    ) -> Attempt:
        return Attempt(
            started=self._trying_since - self._started,
            duration=time.monotonic() - self._trying_since,
            status=status,
            cause=cause,
            outcome=outcome,
            wait=wait,
        )

    def _ended(self, error: E) -> E:
        """Return the error that ends the call, with every attempt on it and the outcome of them all."""
        error.operation = self._operation.name
        error.attempts = list(self._attempts)
        if not self._operation.reads:
            earlier = (attempt.outcome for attempt in self._attempts)
            error.outcome = worst(error.outcome, *(outcome for outcome in earlier if outcome is not None))
        return error


def _random() -> float:
    return random.random()  # noqa: S311 - spreads load, protects nothing
