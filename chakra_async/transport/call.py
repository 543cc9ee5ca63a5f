"""One call under way: its turn at the gate, an exchange, and what follows from a failure."""

from __future__ import annotations

import asyncio
import random
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from chakra_async.core.budget import costs
from chakra_async.core.envelope import Answer, read_answer
from chakra_async.core.failure import Failure
from chakra_async.core.hints import smeared
from chakra_async.core.response import Response
from chakra_async.core.retry import next_wait, waits
from chakra_async.errors import ChakraError, ClientClosedError, RequestTimeoutError
from chakra_async.outcomes import Attempt, Outcome, worst
from chakra_async.transport.mapping import no_answer_in_time
from chakra_async.transport.pool import Flight
from chakra_async.transport.waiting import rest

if TYPE_CHECKING:
    from collections.abc import Iterator

    import aiohttp

    from chakra_async.core.operation import Operation
    from chakra_async.core.request import Request
    from chakra_async.settings import Timeouts
    from chakra_async.transport.caller import Caller
    from chakra_async.transport.wire import Received

__all__ = ["Call"]

E = TypeVar("E", bound=ChakraError)

_WHERE: Final = {
    "queue": "while waiting for its turn",
    "connect": "while connecting",
    "answer": "while waiting for the answer",
    "pause": "in a pause before the next attempt",
}


class Call:
    """One call under way: where it is, and what became of its attempts so far."""

    __slots__ = (
        "_attempts",
        "_caller",
        "_cancelling",
        "_flight",
        "_key",
        "_operation",
        "_paused",
        "_request",
        "_seen",
        "_seen_at",
        "_started",
        "_timeouts",
        "_trying_since",
        "_waits",
        "expired",
        "look_every",
        "task",
    )

    def __init__(
        self,
        caller: Caller,
        operation: Operation[Any],
        request: Request,
        timeouts: Timeouts,
        key: str,
        task: asyncio.Task[Any],
    ) -> None:
        self._caller = caller
        self._operation = operation
        self._request = request
        self._timeouts = timeouts
        self._key = key
        self.task = task
        self._cancelling = task.cancelling()
        self.look_every = 0.0
        self.expired: str | None = None
        self._started = self._trying_since = time.monotonic()
        self._attempts: list[Attempt] = []
        self._waits: Iterator[float] | None = None
        self._flight: Flight | None = None
        self._paused = False
        self._seen: tuple[Flight | None, int] = (None, 0)
        self._seen_at = self._started

    async def run(self, session: aiohttp.ClientSession) -> Response[Any]:
        """Return the answer, after as many attempts as are safe."""
        gate = self._caller.gate
        wire = self._caller.wire
        while True:
            if not gate.enter_at_once(self._key):
                await self._turn()
            self._trying_since = time.monotonic()
            self._flight = flight = Flight()
            try:
                received = await wire.exchange(session, self._request, self._timeouts, flight)
            except ClientClosedError as error:
                self._attempts.append(self._attempt(None, error.message, error.outcome))
                raise self._ended(error) from None
            except asyncio.CancelledError:
                if self.expired != "read" or not self.was_ours():
                    raise
                received = no_answer_in_time(self._operation, flight.status, flight.headers)
            finally:
                if not flight.held:
                    gate.leave(self._key)
            result = received if isinstance(received, Failure) else self._understood(received)
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
            self._flight = None
            self._paused = True
            if not result.throttled:
                await self._rest(wait)

    def overdue(self, now: float) -> bool:
        """Return whether a time limit has just passed; `expired` says then which, and the task is to be cancelled."""
        if self.expired is not None:
            return False
        total = self._timeouts.total
        if total is not None and now - self._started >= total:
            self.expired = "total"
            return True
        read = self._timeouts.read
        flight = self._flight
        if read is None or flight is None or not flight.connections:
            return False
        seen = (flight, flight.progress)
        if seen != self._seen:
            self._seen = seen
            self._seen_at = now
        elif now - self._seen_at >= read:
            self.expired = "read"
            return True
        return False

    def stranded(self) -> bool:
        """Return whether this call has to be ended now that the client is closed; the task is to be cancelled then.

        That is wherever it stands: a connection that is closed under an answer's body does not wake who reads it.
        """
        if self.expired is not None:
            return False
        self.expired = "closed"
        return True

    async def _turn(self) -> None:
        try:
            await self._caller.gate.enter(self._key)
        except ClientClosedError as error:
            raise self._ended(error) from None

    async def _rest(self, wait: float) -> None:
        await rest(wait)

    def was_ours(self) -> bool:
        """Return whether a cancellation came from an expired limit alone, and take it back if so.

        The same test as that of `asyncio.timeout`: somebody else's cancellation goes on as one.
        """
        if self.expired is None or self.task.cancelling() - 1 > self._cancelling:
            return False
        self.task.uncancel()
        self.expired = None
        return True

    def own_end(self) -> ChakraError | None:
        """Return the error of a call that was cancelled by ourselves, or None where somebody else did it."""
        cause = self.expired
        if not self.was_ours():
            return None
        if cause != "closed":
            return self._too_late()
        flight = self._flight
        if flight is None:
            return self._ended(ClientClosedError("the client was closed while the call waited"))
        outcome = Outcome.UNKNOWN if flight.connections else Outcome.NOT_SENT
        self._attempts.append(self._attempt(flight.status, "the client was closed", outcome))
        return self._ended(ClientClosedError("the client was closed while the call ran", outcome=outcome))

    def _too_late(self) -> RequestTimeoutError:
        """Return the error of a call whose total time has passed, wherever it was."""
        flight = self._flight
        outcome = Outcome.NOT_SENT
        if flight is None:
            phase = "pause" if self._paused else "queue"
        else:
            phase = "answer" if flight.connections else "connect"
            outcome = Outcome.UNKNOWN if flight.connections else outcome
            self._attempts.append(self._attempt(flight.status, "Timeouts.total passed", outcome))
        error = RequestTimeoutError(
            f"the call took longer than {self._timeouts.total:g} s, {_WHERE[phase]} (Timeouts.total)",
            outcome=outcome,
            operation=self._operation.name,
            phase=phase,
        )
        return self._ended(error)

    def _understood(self, received: Received) -> Response[Any] | Failure:
        answer = self._read(received)
        if isinstance(answer, Failure):
            clean = self._caller.wire.without_token(received)
            again = answer if clean is received else self._read(clean)
            return again if isinstance(again, Failure) else answer
        now = time.monotonic()
        tried = Attempt(
            started=self._trying_since - self._started,
            duration=now - self._trying_since,
            status=received.status,
        )
        self._attempts.append(tried)
        if received.stream is not None:
            received.stream.hold(self._caller, self._key, self._timeouts, self._started, self._attempts)
        return Response(
            data=answer.data,
            meta=answer.meta,
            status=received.status,
            headers=received.headers,
            attempts=self._attempts,
            elapsed=now - self._started,
        )

    def _read(self, received: Received) -> Answer | Failure:
        if received.stream is not None:
            return Answer(data=received.stream, meta={})
        return read_answer(
            self._operation,
            status=received.status,
            headers=received.headers,
            body=received.body,
            clock=_utc_now,
            strict=self._caller.settings.strict,
        )

    def _after(self, failure: Failure) -> float | None:
        """Take note of a failed attempt; return the wait before the next one, or None where there is none."""
        body = self._request.body
        if body is not None and body.__class__ is not bytes:
            failure = body.judged(self._operation, failure)
        retry = self._caller.settings.retry
        now = time.monotonic()
        if self._waits is None:
            self._waits = waits(retry)
        total = self._timeouts.total
        wait = next_wait(
            self._operation,
            failure,
            attempts=len(self._attempts) + 1,
            retry=retry,
            proposed=next(self._waits),
            remaining=None if total is None else total - (now - self._started),
            share=_share(),
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
        """Return whether the client's budget has a repeat for this failure; the error says so where it has none."""
        caller = self._caller
        if caller.settings.retry.budget is None or not costs(failure) or caller.pool.budget.spend(now):
            return True
        error = failure.error
        error.message = (
            f"{error.message}; not tried again, since the client's retry budget is used up (Retry.budget)"
        )
        error.args = (error.message,)
        return False

    def _pause_others(self, failure: Failure, wait: float | None) -> None:
        """Let a refusal hold up all calls that it concerns, also where this call itself is not tried again."""
        gate = self._caller.gate
        gate.refused(self._trying_since, self._key, everyone=failure.everyone)
        seconds = wait  # its own wait holds here as well, which is no answer to a demand
        if wait is None and failure.demanded is not None:
            obeyed = failure.demanded <= self._caller.settings.retry.longest_pause
            seconds = smeared(failure.demanded, _share()) if obeyed else None
        if seconds is not None:
            key = "" if failure.everyone else self._key
            gate.pause(key, seconds)

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


def _share() -> float:
    return random.random()  # noqa: S311 - spreads load, protects nothing


def _utc_now() -> datetime:
    return datetime.now(UTC)
