"""Calls that emit events to observers.

A client without observers never loads this module. Events decide nothing: an observer that raises is logged, once, and
the call goes on.
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

from chakra_async._core.masking import mask_id
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
    from chakra_async._transport.caller import CallFactory
    from chakra_async._transport.connections import Pool
    from chakra_async._transport.context import CallContext
    from chakra_async._transport.exchange import Exchange, Received
    from chakra_async._transport.gate import AsyncGate, Slot
    from chakra_async.events import Event, Observer
    from chakra_async.settings import Settings, Timeouts

__all__ = ["CallEvents", "ObservedCall", "ObservedCaller", "template_of"]

T = TypeVar("T")

_PORTS: Final = {"http": 80, "https": 443}
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z_-]{0,39}|v\d{1,3}(\.\d{1,3})?|")
_log = logging.getLogger("chakra_async.observers")
_numbers = itertools.count(1)


class ObservedCaller(Caller):
    """Makes calls and emits their events to the settings' observers.

    Args:
        settings: The settings.
        pool: The connections, shared with other callers.
        gate: The gate, shared with other callers.
        copy: Whether it belongs to a copy of a client, whose end leaves the connections open.

    """

    def __init__(self, settings: Settings, pool: Pool, gate: AsyncGate, *, copy: bool = False) -> None:
        super().__init__(settings, pool, gate, copy=copy)
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
        factory: CallFactory | None = None,
    ) -> Response[T]:
        """Return the answer to a request; see `Caller.call`."""
        if factory is not None:  # its events have begun: an upload is made in two steps
            return await super().call(operation, request, timeouts=timeouts, key=key, factory=factory)
        events = CallEvents(self, operation)
        response: Response[T] | None = None
        ended: BaseException | None = None
        try:
            events.emit(RequestStarted(**events.about))
            response = await super().call(operation, request, timeouts=timeouts, key=key, factory=events)
        except BaseException as error:  # noqa: BLE001 - every exception is reported and raised again
            ended = error
        try:
            if response is None or not events.defer_to_stream(response):
                events.emit(events.finished(response, ended))
            if ended is not None:
                raise ended
        finally:
            ended = events.call = None  # else traceback and frame, and events and call, would hold each other
        assert response is not None  # noqa: S101 - either of the two is there
        return response


class CallEvents:
    """The events of one call.

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
        free = " " in operation.name  # a free request is named after its path, which may contain ids
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
        self.call = ObservedCall(self, self._caller.context, self._operation, request, timeouts, key, task)
        return self.call

    def emit(self, event: Event) -> None:
        """Call every observer; an observer that raises does not disturb the others."""
        for observer in self._observers:
            try:
                observer(event)
            except Exception as error:  # noqa: BLE001 - the call goes on
                self._log_failure(observer, error)

    def defer_to_stream(self, response: Response[Any]) -> bool:
        """Return whether the answer is a stream; its end then emits the last event."""
        if response.undecoded is not None:
            return False
        stream = response.data
        if stream.__class__ is not Stream:
            return False

        def end(error: ChakraError | None, whole: bool) -> None:  # noqa: FBT001 - called by the stream alone
            finished = self.finished(response, error)
            left = error is None and not whole
            self.emit(
                attrs.evolve(finished, error=CANCELLED, cause="left before its end") if left else finished
            )

        stream.notify_at_end(end)
        return True

    def finished(self, response: Response[Any] | None, ended: BaseException | None) -> RequestFinished:
        """Return the last event of the call."""
        if response is not None and ended is None:
            return RequestFinished(
                **self.about,
                duration=time.monotonic() - self._started,
                attempts=len(response.attempts),
                status=response.status,
                outcome=Outcome.DONE,
            )
        if isinstance(ended, ChakraError):
            meta_code = getattr(ended, "meta_code", None)
            return RequestFinished(
                **self.about,
                duration=time.monotonic() - self._started,
                attempts=len(ended.attempts),
                status=ended.attempts[-1].status if ended.attempts else None,
                outcome=ended.outcome,
                error=type(ended).__name__,
                cause=ended.message,
                meta_code=meta_code if isinstance(meta_code, int) else None,
            )
        name = CANCELLED if isinstance(ended, asyncio.CancelledError) else type(ended).__name__
        attempts, outcome = ([], Outcome.NOT_SENT) if self.call is None else self.call.abandoned(name)
        return RequestFinished(
            **self.about,
            duration=time.monotonic() - self._started,
            attempts=len(attempts),
            status=attempts[-1].status if attempts else None,
            outcome=outcome,
            error=name,
        )

    def _log_failure(self, observer: Observer, error: Exception) -> None:
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
    """A call that emits events.

    Args:
        events: The events of the call; the other arguments are those of `Call`.

    """

    __slots__ = ("_events", "_reported", "_reported_exchange")

    def __init__(
        self,
        events: CallEvents,
        context: CallContext,
        operation: Operation[Any],
        request: Request,
        timeouts: Timeouts,
        key: str,
        task: asyncio.Task[Any],
    ) -> None:
        super().__init__(context, operation, request, timeouts, key, task)
        self._events = events
        self._reported: list[AttemptFinished] = []
        self._reported_exchange: Exchange | None = None

    def abandoned(self, name: str) -> tuple[list[AttemptFinished], Outcome]:
        """Return the attempts and the outcome of a call that was ended by its caller, such as by cancelling it."""
        exchange = self._exchange
        outcome = Outcome.NOT_SENT
        if exchange is not None:
            if self._reported_exchange is not exchange:
                self._attempt(exchange.status, name, Outcome.UNKNOWN if exchange.connections else outcome)
            outcome = self._reported[-1].outcome
        if not self._operation.reads:
            outcome = worst(outcome, *(attempt.outcome for attempt in self._reported))
        return self._reported, outcome

    async def _wait_for_turn(self) -> Slot:
        gate = self.context.gate
        shared = gate.pause_left("")  # asked first: if this pause holds the key, it is the longer one
        left = gate.pause_left(self._key)
        if left:
            key = "" if shared >= left else mask_id(self._key)
            self._emit_wait(why="pause", seconds=left, key=key)
        else:
            self._emit_wait(why="queue", seconds=None)
        return await super()._wait_for_turn()

    async def _back_off(self, seconds: float) -> None:
        self._emit_wait(why="backoff", seconds=seconds)
        await super()._back_off(seconds)

    def _emit_wait(self, **details: Any) -> None:
        events = self._events
        events.emit(Waiting(**events.about, attempt=len(self._reported) + 1, **details))

    def _understood(self, received: Received, slot: Slot) -> Response[Any] | Failure:
        result = super()._understood(received, slot)
        if isinstance(result, Response):
            self._emit_attempt(self._attempts[-1])
        return result

    def _attempt(
        self, status: int | None, cause: str | None, outcome: Outcome | None, *, wait: float = 0.0
    ) -> Attempt:
        attempt = super()._attempt(status, cause, outcome, wait=wait)
        self._emit_attempt(attempt)
        return attempt

    def _emit_attempt(self, attempt: Attempt) -> None:
        self._reported_exchange = self._exchange
        event = AttemptFinished(
            **self._events.about,
            attempt=len(self._reported) + 1,
            duration=attempt.duration,
            status=attempt.status,
            cause=attempt.cause,
            outcome=Outcome.DONE if attempt.outcome is None else attempt.outcome,
        )
        self._reported.append(event)
        self._events.emit(event)


def template_of(path: str) -> str:
    """Return a path in which `{}` replaces every segment that is not a plain word or a version.

    Example:
        >>> template_of("/v1/ext/plugin/5ba0e13a-ac26-4656-afdd-643ea0813137/messages")
        '/v1/ext/plugin/{}/messages'

    """
    segments = path.partition("?")[0].split("/")
    return "/".join(segment if _WORD.fullmatch(segment) else "{}" for segment in segments)
