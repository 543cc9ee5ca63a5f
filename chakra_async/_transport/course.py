"""The course of a call: where it is, what became of its attempts, and the errors of one that is ended from outside.

A call is ended from outside by a time limit or by the client's end; both cancel its task, and what that means is found
out here. How a call makes its way stands in `call`.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, TypeVar

from chakra_async.errors import ChakraError, ClientClosedError, RequestTimeoutError
from chakra_async.outcomes import Attempt, Outcome, worst

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator

    from chakra_async._core.operation import Operation
    from chakra_async._core.request import Request
    from chakra_async._transport.caller import Caller
    from chakra_async._transport.connections import Exchange
    from chakra_async.settings import Timeouts

__all__ = ["Course"]

E = TypeVar("E", bound=ChakraError)

_WHERE: Final = {
    "queue": "while waiting for its turn",
    "connect": "while connecting",
    "answer": "while waiting for the answer",
    "pause": "in a pause before the next attempt",
}


class Course:
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
        self._flight: Exchange | None = None
        self._paused = False
        self._seen: tuple[Exchange | None, int] = (None, 0)
        self._seen_at = self._started

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

    def end_on_close(self) -> bool:
        """Return whether this call has to be ended now that the client is closed; the task is to be cancelled then.

        That is wherever it stands: a connection that is closed under an answer's body does not wake who reads it.
        """
        if self.expired is not None:
            return False
        self.expired = "closed"
        return True

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
