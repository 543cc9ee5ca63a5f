"""Faults applied to a connection: the reply changed, cut or replaced by a reset."""

from __future__ import annotations

import socket
import struct
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
from aiohttp import web

from chakra_async.sandbox.replies import Reply, refused
from chakra_async.sandbox.service import UNAUTHORIZED

if TYPE_CHECKING:
    from chakra_async.sandbox.faults import Fault

__all__ = ["cut", "faulty", "reset", "response"]

_GATEWAY_PAGE: Final = (
    b"<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>\n"
)
_LINGER_ZERO: Final = struct.pack("ii", 1, 0)


def faulty(fault: Fault, reply: Reply | None) -> Reply:
    """Return the reply that a fault makes from the true one, which is None if the work was not done."""
    headers = dict(fault.headers)
    content_type = next((headers.pop(name) for name in list(headers) if name.lower() == "content-type"), None)
    if fault.retry_after is not None:
        headers["Retry-After"] = _retry_after(fault.retry_after)
    made = _made(fault, reply)
    return Reply(made.status, made.body, content_type or made.content_type, headers)


def _made(fault: Fault, reply: Reply | None) -> Reply:
    status = fault.status or (reply.status if reply is not None else 200)
    if fault.html:
        made = Reply(fault.status or 502, _GATEWAY_PAGE, "text/html")
    elif fault.errors:
        made = refused(fault.status or 400, *fault.errors)
    elif fault.empty_body:
        made = Reply(status, b"")
    elif fault.body is not None:
        made = Reply(status, _raw(fault.body))
    elif status == UNAUTHORIZED.status:
        made = UNAUTHORIZED
    elif reply is None or fault.refuses:
        made = refused(status, f"a fault of the sandbox answers {status}")
    else:
        made = Reply(status, reply.body, reply.content_type)
    return made


def _raw(body: Any) -> bytes:
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else orjson.dumps(body)


def _retry_after(value: float | datetime | str) -> str:
    if isinstance(value, datetime):
        return format_datetime(value.astimezone(UTC), usegmt=True)
    return value if isinstance(value, str) else f"{value:g}"


def response(reply: Reply) -> web.Response:
    """Return a reply as aiohttp sends it."""
    return web.Response(
        body=reply.body, status=reply.status, headers={"Content-Type": reply.content_type, **reply.headers}
    )


async def cut(request: web.BaseRequest, reply: Reply) -> web.StreamResponse:
    """Send the headers of a reply and half of its body, and close the connection."""
    answer = web.StreamResponse(
        status=reply.status, headers={"Content-Type": reply.content_type, **reply.headers}
    )
    answer.content_length = len(reply.body)
    answer.force_close()
    await answer.prepare(request)
    await answer.write(reply.body[: len(reply.body) // 2])
    if request.transport is not None:
        request.transport.close()
    return answer


def reset(request: web.BaseRequest) -> web.Response:
    """Reset the TCP connection: the client sees a reset, and not a byte of an answer.

    The returned response is not sent; aiohttp requires one.
    """
    transport = request.transport
    if transport is not None:
        connection = cast("socket.socket | None", transport.get_extra_info("socket"))
        if connection is not None:
            # Without this, closing sends FIN, which the client may take for the end of an idle connection.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
        transport.abort()
    return web.Response()
