"""The one way a call is made: the right connections for the running loop, time limits, and the call itself.

Every call ends in an answer, in one of our errors with its outcome, or in the caller's own cancellation.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

from chakra_async._transport.call import Call
from chakra_async._transport.http import HttpExchange
from chakra_async._transport.watchdog import tick_interval
from chakra_async.errors import ClientClosedError

if TYPE_CHECKING:
    import aiohttp

    from chakra_async._core.forms import Multipart
    from chakra_async._core.operation import Operation
    from chakra_async._core.request import Request
    from chakra_async._core.response import Response
    from chakra_async._transport.connections import LoopConnections, Pool
    from chakra_async._transport.gate import AsyncGate
    from chakra_async._transport.observed import Trail
    from chakra_async.settings import Settings, Timeouts

__all__ = ["Caller", "caller_for"]

T = TypeVar("T")


class Caller:
    """Makes calls with one set of settings.

    Args:
        settings: The settings.
        pool: The connections, shared with other callers.
        gate: The gate, shared with other callers.

    """

    def __init__(self, settings: Settings, pool: Pool, gate: AsyncGate) -> None:
        self.settings = settings
        self.pool = pool
        self.gate = gate
        self.wire = HttpExchange(settings, pool)
        self._look_every = tick_interval(settings.timeouts)
        self._deposit = settings.retry.budget or 0.0
        self._held: tuple[asyncio.AbstractEventLoop, int, LoopConnections, aiohttp.ClientSession] | None = (
            None
        )

    async def call(
        self,
        operation: Operation[T],
        request: Request,
        *,
        timeouts: Timeouts | None = None,
        key: str = "",
        trail: Trail | None = None,
    ) -> Response[T]:
        """Return the answer to a request.

        Args:
            operation: The operation, which says whether it may be repeated.
            request: What to send.
            timeouts: Time limits instead of the settings'.
            key: What pauses and a rate of its own are shared over, such as the id of the sending number.
            trail: What observers are told by, if there are any.

        Raises:
            ChakraError: Any error of the tree, with outcome and attempts.

        """
        if self.pool.closed:
            raise ClientClosedError("the client is closed: make a new one", operation=operation.name)
        if request.upload is not None:
            return await self._uploading(operation, request, timeouts, key, trail)
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        loop = task.get_loop()
        held = self._held  # one tuple, replaced as a whole: another thread's loop may use this client too
        if held is None or held[0] is not loop or held[1] != self.pool.generation:
            rooms = await self.pool.rooms(loop)
            held = self._held = (loop, self.pool.generation, rooms, self.wire.session(rooms))
        _, _, rooms, session = held
        self.pool.budget.balance += self._deposit
        limits = timeouts or self.settings.timeouts
        if trail is None:
            call = Call(self, operation, request, limits, key, task)
        else:
            call = trail.begin(request, limits, key, task)
        call.look_every = self._look_every if timeouts is None else tick_interval(timeouts)
        rooms.watch.add(call)
        try:
            return await call.run(session)
        except asyncio.CancelledError:
            error = call.own_end()
            if error is None:
                raise
            try:
                raise error from None
            finally:
                del error
        finally:
            rooms.watch.remove(call)
            if call.expired is not None:
                task.uncancel()
            del call.task, task  # an error's traceback holds this frame, and a task its error

    async def _uploading(
        self,
        operation: Operation[T],
        request: Request,
        timeouts: Timeouts | None,
        key: str,
        trail: Trail | None,
    ) -> Response[T]:
        """Make a call with its form opened before, and closed after all attempts."""
        from chakra_async._transport.upload import opened  # noqa: PLC0415 - few calls upload anything

        upload = await opened(cast("Multipart", request.upload), operation)
        try:
            request = attrs.evolve(request, upload=None, body=upload)
            return await self.call(operation, request, timeouts=timeouts, key=key, trail=trail)
        finally:
            await upload.close()


def caller_for(settings: Settings, pool: Pool, gate: AsyncGate) -> Caller:
    """Return a caller, one that tells of its calls where there are observers."""
    if not settings.observers:
        return Caller(settings, pool, gate)
    from chakra_async._transport.observed import ObservedCaller  # noqa: PLC0415 - loaded where it is used

    return ObservedCaller(settings, pool, gate)
