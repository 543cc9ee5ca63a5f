"""Calls that observers are told of: the same calls, which say what happens to them.

A client without observers never loads this module. What is told here decides nothing: an observer that raises is
noted in the log, once, and its call goes on as if nobody had looked.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
import time
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

import attrs

from chakra_async._core.masking import mask_numbers
from chakra_async._core.response import Response
from chakra_async._transport.call import Call
from chakra_async._transport.caller import Caller
from chakra_async._transport.download import Stream
from chakra_async.errors import ChakraError
from chakra_async.events import CANCELLED, AttemptFinished, RequestFinished, RequestStarted, Waiting
from chakra_async.outcomes import Attempt, Outcome, worst

if TYPE_CHECKING:
    from chakra_async._core.answers.failure import Failure
    from chakra_async._core.operation import Operation
    from chakra_async._core.request import Request
    from chakra_async._transport.connections import Exchange, Pool
    from chakra_async._transport.gate import AsyncGate
    from chakra_async._transport.http import Received
    from chakra_async.events import Event, Observer
    from chakra_async.settings import Settings, Timeouts

__all__ = ["ObservedCall", "ObservedCaller", "Trail", "template_of"]

T = TypeVar("T")

_PORTS: Final = {"http": 80, "https": 443}
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z_-]{0,39}|v\d{1,3}(\.\d{1,3})?|")
_log = logging.getLogger("chakra_async.observers")
_numbers = itertools.count(1)


class ObservedCaller(Caller):
    """Makes calls and tells the settings' observers of them.

    Args:
        settings: The settings.
        pool: The connections, shared with other callers.
        gate: The gate, shared with other callers.

    """

    def __init__(self, settings: Settings, pool: Pool, gate: AsyncGate) -> None:
        super().__init__(settings, pool, gate)
        parts = urlsplit(settings.base_url)
        self.server = parts.hostname or ""
        self.port = parts.port or _PORTS[parts.scheme]

    async def call(
        self,
        operation: Operation[T],
        request: Request,
        *,
        timeouts: Timeouts | None = None,
        key: str = "",
        trail: Trail | None = None,
    ) -> Response[T]:
        """Return the answer to a request; see `Caller.call`."""
        if trail is not None:  # it was told of already: a call may be made in two steps
            return await super().call(operation, request, timeouts=timeouts, key=key, trail=trail)
        trail = Trail(self, operation)
        response: Response[T] | None = None
        ended: BaseException | None = None
        try:
            trail.tell(RequestStarted(**trail.about))
            response = await super().call(operation, request, timeouts=timeouts, key=key, trail=trail)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is told of and raised again
            ended = error
        try:
            if response is None or not trail.follows(response):
                trail.tell(trail.finished(response, ended))
            if ended is not None:
                raise ended
        finally:
            ended = trail.call = None  # else traceback and frame, and trail and call, would hold each other
        assert response is not None  # noqa: S101 - either of the two is there
        return response


class Trail:
    """What is told of one call.

    Args:
        caller: The caller that makes it.
        operation: What is called.

    """

    __slots__ = ("_caller", "_observers", "_operation", "_started", "about", "call")

    def __init__(self, caller: ObservedCaller, operation: Operation[Any]) -> None:
        self._caller = caller
        self._operation = operation
        self._observers = caller.settings.observers
        self._started = time.monotonic()
        self.call: ObservedCall | None = None
        free = " " in operation.name  # a free request is named after its path, which may have ids in it
        path = template_of(operation.path) if free else operation.path
        self.about: dict[str, Any] = {
            "call_id": next(_numbers),
            "operation": f"{operation.method} {path}" if free else operation.name,
            "method": operation.method,
            "path": path,
            "server": caller.server,
            "port": caller.port,
        }

    def begin(self, request: Request, timeouts: Timeouts, key: str, task: asyncio.Task[Any]) -> ObservedCall:
        """Return the call, about to be run."""
        self.call = ObservedCall(self._caller, self._operation, request, timeouts, key, task)
        self.call.trail = self
        return self.call

    def tell(self, event: Event) -> None:
        """Call every observer, whatever they make of it."""
        for observer in self._observers:
            try:
                observer(event)
            except Exception as error:  # noqa: BLE001 - the call must not suffer from it
                self._complain(observer, error)

    def follows(self, response: Response[Any]) -> bool:
        """Return whether a content is still to come; then the trail ends with that."""
        stream = response.data
        if stream.__class__ is not Stream:
            return False

        def end(error: ChakraError | None, whole: bool) -> None:  # noqa: FBT001 - called by the stream alone
            finished = self.finished(response, error)
            left = error is None and not whole
            self.tell(
                attrs.evolve(finished, error=CANCELLED, cause="left before its end") if left else finished
            )

        stream.tell_at_its_end(end)
        return True

    def finished(self, response: Response[Any] | None, ended: BaseException | None) -> RequestFinished:
        """Return the event that ends the trail."""
        duration = time.monotonic() - self._started
        if response is not None and ended is None:
            return RequestFinished(
                **self.about,
                duration=duration,
                attempts=len(response.attempts),
                status=response.status,
                outcome=Outcome.DONE,
            )
        if isinstance(ended, ChakraError):
            meta_code = getattr(ended, "meta_code", None)
            return RequestFinished(
                **self.about,
                duration=duration,
                attempts=len(ended.attempts),
                status=ended.attempts[-1].status if ended.attempts else None,
                outcome=ended.outcome,
                error=type(ended).__name__,
                cause=ended.message,
                meta_code=meta_code if isinstance(meta_code, int) else None,
            )
        name = CANCELLED if isinstance(ended, asyncio.CancelledError) else type(ended).__name__
        told, outcome = ([], Outcome.NOT_SENT) if self.call is None else self.call.given_up(name)
        return RequestFinished(
            **self.about,
            duration=duration,
            attempts=len(told),
            status=told[-1].status if told else None,
            outcome=outcome,
            error=name,
        )

    def _complain(self, observer: Observer, error: Exception) -> None:
        known = self._caller.pool.failed_observers
        if any(observer is other for other in known):
            return
        known.append(observer)
        _log.error(
            "an observer raised %s; calls go on, it is called again, and its further errors are not logged",
            type(error).__name__,
            exc_info=error,
        )


class ObservedCall(Call):
    """A call that leaves a trail."""

    __slots__ = ("_told", "_told_of", "trail")

    trail: Trail

    def __init__(
        self,
        caller: Caller,
        operation: Operation[Any],
        request: Request,
        timeouts: Timeouts,
        key: str,
        task: asyncio.Task[Any],
    ) -> None:
        super().__init__(caller, operation, request, timeouts, key, task)
        self._told: list[AttemptFinished] = []
        self._told_of: Exchange | None = None

    def given_up(self, name: str) -> tuple[list[AttemptFinished], Outcome]:
        """Return the attempts and the outcome of a call that somebody else ended, by cancelling it for one."""
        flight = self._flight
        outcome = Outcome.NOT_SENT
        if flight is not None:
            if self._told_of is not flight:
                self._attempt(flight.status, name, Outcome.UNKNOWN if flight.connections else outcome)
            outcome = self._told[-1].outcome
        if not self._operation.reads:
            outcome = worst(outcome, *(attempt.outcome for attempt in self._told))
        return self._told, outcome

    async def _turn(self) -> None:
        gate = self._caller.gate
        everyones = gate.pause_left("")  # asked first: if it is what holds this key, it is the longer one
        left = gate.pause_left(self._key)
        if left:
            key = "" if everyones >= left else mask_numbers(self._key)
            self._tell_wait(why="pause", seconds=left, key=key)
        else:
            self._tell_wait(why="queue", seconds=None)
        await super()._turn()

    async def _rest(self, wait: float) -> None:
        self._tell_wait(why="backoff", seconds=wait)
        await super()._rest(wait)

    def _tell_wait(self, **told: Any) -> None:
        self.trail.tell(Waiting(**self.trail.about, attempt=len(self._told) + 1, **told))

    def _understood(self, received: Received) -> Response[Any] | Failure:
        result = super()._understood(received)
        if isinstance(result, Response):
            self._tell_attempt(self._attempts[-1])
        return result

    def _attempt(
        self, status: int | None, cause: str | None, outcome: Outcome | None, *, wait: float = 0.0
    ) -> Attempt:
        attempt = super()._attempt(status, cause, outcome, wait=wait)
        self._tell_attempt(attempt)
        return attempt

    def _tell_attempt(self, attempt: Attempt) -> None:
        self._told_of = self._flight
        event = AttemptFinished(
            **self.trail.about,
            attempt=len(self._told) + 1,
            duration=attempt.duration,
            status=attempt.status,
            cause=attempt.cause,
            outcome=Outcome.DONE if attempt.outcome is None else attempt.outcome,
        )
        self._told.append(event)
        self.trail.tell(event)


def template_of(path: str) -> str:
    """Return a path in which every segment that is not a plain word or a version is left out.

    Example:
        >>> template_of("/v1/ext/plugin/5ba0e13a-ac26-4656-afdd-643ea0813137/messages")
        '/v1/ext/plugin/{}/messages'

    """
    segments = path.partition("?")[0].split("/")
    return "/".join(segment if _WORD.fullmatch(segment) else "{}" for segment in segments)
