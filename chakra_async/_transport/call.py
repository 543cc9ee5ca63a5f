"""One call under way: its turn at the gate, an exchange, and what follows from a failure."""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING, Any

from chakra_async._core.answers.envelope import Answer, read_answer
from chakra_async._core.answers.failure import Failure
from chakra_async._core.answers.retry_after import jittered
from chakra_async._core.pacing.budget import costs
from chakra_async._core.pacing.retry import next_wait, waits
from chakra_async._core.response import Response
from chakra_async._transport.clock import rest, utc_now
from chakra_async._transport.connections import Exchange
from chakra_async._transport.course import Course
from chakra_async._transport.error_mapping import no_answer_in_time
from chakra_async.errors import ClientClosedError
from chakra_async.outcomes import Attempt

if TYPE_CHECKING:
    import aiohttp

    from chakra_async._transport.http import Received

__all__ = ["Call"]


class Call(Course):
    """A call that makes its way: it waits for its turn, exchanges, and tries again where that is safe."""

    __slots__ = ()

    async def run(self, session: aiohttp.ClientSession) -> Response[Any]:
        """Return the answer, after as many attempts as are safe."""
        gate = self._caller.gate
        wire = self._caller.wire
        while True:
            if not gate.enter_at_once(self._key):
                await self._turn()
            self._trying_since = time.monotonic()
            self._flight = flight = Exchange()
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

    async def _turn(self) -> None:
        try:
            await self._caller.gate.enter(self._key)
        except ClientClosedError as error:
            raise self._ended(error) from None

    async def _rest(self, wait: float) -> None:
        await rest(wait)

    def _understood(self, received: Received) -> Response[Any] | Failure:
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
            clock=utc_now,
            strict=self._caller.settings.strict,
            cleaner=self._caller.wire.cleaner,
            target=self._request.target,
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
            fraction=_share(),
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
        gate.refused(self._trying_since, self._key, everyone=failure.client_wide)
        seconds = wait  # its own wait holds here as well, which is no answer to a demand
        if wait is None and failure.retry_after is not None:
            obeyed = failure.retry_after <= self._caller.settings.retry.max_retry_after
            seconds = jittered(failure.retry_after, _share()) if obeyed else None
        if seconds is not None:
            key = "" if failure.client_wide else self._key
            gate.pause(key, seconds)


def _share() -> float:
    return random.random()  # noqa: S311 - spreads load, protects nothing
