"""The one way a call is made: the connections of the running loop, time limits, and the call itself.

Every call ends in an answer, in one of our errors with its outcome, or in the caller's own cancellation.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from chakra_async._transport.call import Call
from chakra_async._transport.context import CallContext
from chakra_async._transport.http import HttpExchange
from chakra_async._transport.watchdog import tick_interval
from chakra_async.errors import ClientClosedError

if TYPE_CHECKING:
    from chakra_async._core.operation import Operation
    from chakra_async._core.request import Request
    from chakra_async._core.response import Response
    from chakra_async._transport.connections import LoopConnections, Pool
    from chakra_async._transport.gate import AsyncGate
    from chakra_async._transport.session import Session
    from chakra_async.settings import Settings, Timeouts

__all__ = ["CallFactory", "Caller"]

T = TypeVar("T")


class CallFactory(Protocol):
    """Makes a call object, such as one that emits events."""

    def begin(self, request: Request, timeouts: Timeouts, key: str, task: asyncio.Task[Any]) -> Call:
        """Return the call, about to be run."""
        ...


class Caller:
    """Makes calls with one set of settings.

    Args:
        settings: The settings.
        pool: The connections, shared with other callers.
        gate: The gate, shared with other callers.
        copy: Whether it belongs to a copy of a client, whose end leaves the connections open.

    """

    def __init__(self, settings: Settings, pool: Pool, gate: AsyncGate, *, copy: bool = False) -> None:
        self.settings = settings
        self._copy = copy
        self.pool = pool
        self.gate = gate
        self.http = HttpExchange(settings, pool)
        self.context = CallContext(settings, pool, gate, self.http)
        self._tick_interval = tick_interval(settings.timeouts)
        self._deposit = settings.retry.budget or 0.0
        self._held: tuple[asyncio.AbstractEventLoop, int, LoopConnections, Session] | None = None
        pool.join(self)

    async def close(self) -> None:
        """End the calls under way and refuse later ones; close the connections, unless others still use them.

        The connections are those of the running loop. A copy leaves them to the client that it was made of and to the
        other copies; the last that is left closes them.
        """
        context = self.context
        context.closed = True
        if self.pool.leave(self) or not self._copy:
            self.gate.close()
            await self.pool.close()
        elif self._held is not None and self._held[0] is asyncio.get_running_loop():
            self._held[2].watchdog.end_calls(context)

    def copied(self, copy: Caller) -> Caller:
        """Return what the calls of a copy of this caller's client are made by, such as one that journals them as well."""
        return copy

    def reopen(self) -> None:
        """Accept calls again."""
        self.context.closed = False
        self.pool.join(self)
        self.pool.reopen()

    async def call(
        self,
        operation: Operation[T],
        request: Request,
        *,
        timeouts: Timeouts | None = None,
        key: str = "",
        factory: CallFactory | None = None,
    ) -> Response[T]:
        """Return the answer to a request.

        Args:
            operation: The operation, which says whether it may be repeated.
            request: What to send.
            timeouts: Time limits instead of the settings'.
            key: What pauses and a rate of its own are shared over, such as the id of the sending number.
            factory: What makes the call object, where it is not a plain `Call`.

        Raises:
            ChakraError: Any error of the tree, with outcome and attempts.

        """
        if self.pool.closed or self.context.closed:
            raise ClientClosedError("the client is closed: make a new one", operation=operation.name)
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        loop = task.get_loop()
        held = self._held  # one tuple, replaced as a whole: another thread's loop may use this client too
        if held is None or held[0] is not loop or held[1] != self.pool.generation:
            connections = await self.pool.connections(loop)
            held = self._held = (loop, self.pool.generation, connections, self.http.session(connections))
        _, _, connections, session = held
        self.pool.budget.balance += self._deposit
        limits = timeouts or self.settings.timeouts
        if factory is None:
            call = Call(self.context, operation, request, limits, key, task)
        else:
            call = factory.begin(request, limits, key, task)
        call.tick_interval = self._tick_interval if timeouts is None else tick_interval(timeouts)
        connections.watchdog.add(call)
        try:
            return await (call.run(session) if request.upload is None else call.upload(session))
        except asyncio.CancelledError:
            error = call.own_end()
            if error is None:
                raise
            try:
                raise error from None
            finally:
                del error
        finally:
            connections.watchdog.remove(call)
            if call.expired is not None:
                task.uncancel()
            del call.task, task  # an error's traceback holds this frame, and a task its error
