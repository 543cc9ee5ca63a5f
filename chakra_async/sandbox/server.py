"""The aiohttp server: one handler for every request, from its arrival to its answer or its fault."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import attrs
import orjson
from aiohttp import ClientError, web
from aiohttp.http_exceptions import HttpProcessingError

from chakra_async.sandbox import fault_injection
from chakra_async.sandbox.record import Arrival, Record, phone_number_in
from chakra_async.sandbox.replies import Reply, refused
from chakra_async.sandbox.service import NOT_FOUND, UNAUTHORIZED, Request, Service

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.sandbox.fault_controls import FaultControls
    from chakra_async.sandbox.faults import Ceiling, Plan
    from chakra_async.sandbox.hosts import AllowedHosts
    from chakra_async.sandbox.page.app import Page
    from chakra_async.sandbox.stores.accounts import Account

__all__ = ["Server"]

_GRACE: Final = 0.05
"""Seconds that requests in progress get when the server stops."""


@attrs.define(kw_only=True)
class Server:
    """A listening sandbox.

    Args:
        service: The operations.
        record: The store of arrivals.
        faults: The faults and rate ceilings, which may change while the server runs.
        clock: Gives the time, epoch seconds.
        hosts: The hosts that a request may name.
        max_body: How many bytes of a body are read; more get 413.
        page: The page at `/`; None for no page.

    """

    service: Service
    record: Record
    faults: FaultControls
    clock: Callable[[], float]
    hosts: AllowedHosts
    max_body: int
    page: Page | None = None
    _runner: web.ServerRunner | None = attrs.field(init=False, default=None)

    async def start(self, host: str, port: int) -> int:
        """Listen; return the port, chosen by the system for 0."""
        runner = web.ServerRunner(web.Server(self._handle, access_log=None), shutdown_timeout=_GRACE)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except BaseException:
            await runner.cleanup()
            raise
        self._runner = runner
        address: Any = runner.addresses[0]
        return int(address[1])

    async def stop(self) -> None:
        """Close every connection and the listening socket. Requests in progress are cancelled soon."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()
            # Transports report that they are closed one turn of the loop later.
            await asyncio.sleep(0)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        if self.page is not None and self.page.serves(path):
            foreign = self._foreign(request)
            return (
                await self.page.handle(request, path)
                if foreign is None
                else fault_injection.response(foreign)
            )
        found = self.service.routes.find(request.method, path)
        account = self.service.account(request.headers.get("Authorization"))
        refusal = self._refusal(request, path, found, account)
        body = b""
        if refusal is None:
            try:
                body, refusal = await self._body(request)
            except (ClientError, ConnectionError, HttpProcessingError):
                # The client disconnected, or did not send HTTP: no request arrived.
                return web.Response(status=400)
        arrival = Arrival(
            at=self.clock(),
            operation=None if found is None else found[0].operation,
            method=request.method,
            path=path if found is None or found[1] else found[0].path,
            query=request.query_string,
            content=body,
            size=len(body),
            tenant="" if account is None else account.plugin_id,
        )
        self.record.add(arrival)
        try:
            if refusal is not None or found is None or account is None:
                return self._settled(arrival, refusal or NOT_FOUND)
            route, parameters = found
            if (ceiling := self.faults.exceeded_ceiling(route.names, arrival.at)) is not None:
                arrival.fault = "ceiling"
                return self._settled(arrival, _too_many(ceiling))
            call = Request(
                route=route,
                account=account,
                path=parameters,
                query=request.query,
                body=body,
                json=_json(body),
                content_type=request.headers.get("Content-Type", "") if body else "",
            )
            plan = self.faults.plan(route.names, phone_number_in(call.json, path), call.json)
            return await self._answer(request, arrival, call, plan)
        finally:
            # Cancelled while it waited: it is in the record all the same, without an answer.
            if not arrival.settled:
                self.record.settle(arrival)

    def _refusal(
        self, request: web.BaseRequest, path: str, found: object, account: Account | None
    ) -> Reply | None:
        """Return the reply to a request that is refused before its body is read, None to one that is not."""
        if (foreign := self._foreign(request)) is not None:
            return foreign
        if found is None:
            return self.service.unknown_path(request.method, path)
        return UNAUTHORIZED if account is None else None

    def _foreign(self, request: web.BaseRequest) -> Reply | None:
        """Return the reply to a request of a foreign host or origin, None to any other."""
        headers = request.headers
        address: Any = request.get_extra_info("sockname") or ("",)
        foreign = self.hosts.foreign(
            headers.getall("Host", ()), headers.getall("Origin", ()), str(address[0])
        )
        if not foreign:
            return None
        return refused(403, f"{foreign} is not an address of this sandbox; see its option allowed_hosts")

    async def _body(self, request: web.BaseRequest) -> tuple[bytes, Reply | None]:
        """Read the body, and return a refusal with it if it is too large."""
        too_large = refused(413, f"the body is larger than {self.max_body} bytes")
        if (request.content_length or 0) > self.max_body:
            return b"", too_large
        pieces: list[bytes] = []
        size = 0
        async for piece in request.content.iter_any():
            size += len(piece)
            if size > self.max_body:
                return b"", too_large
            pieces.append(piece)
        return b"".join(pieces), None

    async def _answer(
        self, request: web.BaseRequest, arrival: Arrival, call: Request, plan: Plan
    ) -> web.StreamResponse:
        arrival.fault = plan.names
        if plan.before:
            await asyncio.sleep(plan.before)
        fault = plan.fault
        reply: Reply | None = None
        if fault is None or fault.works:
            reply = self.service.reply(call, self.clock() if plan.before else arrival.at)
            arrival.worked = reply.succeeded
        resets = fault is not None and fault.reset is not None
        if fault is not None:
            reply = fault_injection.faulty(fault, reply)
        arrival.status = None if reply is None or resets else reply.status
        self.record.settle(arrival)
        if plan.after:
            await asyncio.sleep(plan.after)
        if reply is None or resets:
            return fault_injection.reset(request)
        if fault is not None and fault.cut_body:
            return await fault_injection.cut(request, reply)
        return fault_injection.response(reply)

    def _settled(self, arrival: Arrival, reply: Reply) -> web.Response:
        arrival.status = reply.status
        self.record.settle(arrival)
        return fault_injection.response(reply)


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body) if body else None
    except orjson.JSONDecodeError:
        return None


def _too_many(ceiling: Ceiling) -> Reply:
    message = f"Too many requests: at most {ceiling.per_second} per second"
    return refused(429, message, headers={"Retry-After": "1"} if ceiling.retry_after else None)
