"""Requests whose small body goes out together with the head, in one write and without a task.

aiohttp makes a task of its own for writing any body. For one of a few hundred bytes this, and what aiohttp does to find
out what kind of body it is, are an eighth of a call. Here a plain callback writes it with aiohttp's own writer, in the
versions of aiohttp that are known to work like this and have all that `METHODS`, `ARGUMENTS` and `MEMBERS` name. With
any other version, and for every other body, aiohttp does it its own way.
"""

from __future__ import annotations

import inspect
import io
from typing import TYPE_CHECKING, Any, Final, cast

import aiohttp
from aiohttp import client_proto, hdrs, http_writer
from aiohttp.payload import BytesIOPayload, BytesPayload, Payload
from multidict import CIMultiDict
from yarl import URL

from chakra_async._transport.error_mapping import TooLateError
from chakra_async._transport.sent_requests import SENT_REQUESTS

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from typing import TypeAlias

    from aiohttp.abc import AbstractStreamWriter
    from aiohttp.client_proto import ResponseHandler
    from aiohttp.connector import Connection
    from aiohttp.http_writer import StreamWriter
    from aiohttp.typedefs import LooseHeaders

    from chakra_async._transport.upload import Upload

    Body: TypeAlias = bytes | Payload
else:
    ResponseHandler = getattr(client_proto, "ResponseHandler", object)
    StreamWriter = getattr(http_writer, "StreamWriter", None)

__all__ = ["ARGUMENTS", "MEMBERS", "METHODS", "REQUEST_CLASS", "DirectRequest", "payload_of", "whole_payload"]

_head_of: Final[Callable[[str, CIMultiDict[str]], bytes] | None] = getattr(
    http_writer, "_serialize_headers", None
)
METHODS: Final[tuple[tuple[type, tuple[str, ...]], ...]] = (
    (
        aiohttp.ClientRequest,
        (
            "update_headers",
            "update_body_from_data",
            "request_info",
            "send",
            "write_bytes",
            "_continue",
            "_body",
        ),
    ),
    (aiohttp.ClientResponse, ("start", "close")),
    (ResponseHandler, ("set_response_params", "start_timeout", "writing_paused", "set_exception")),
)
"""What the classes of aiohttp must have for a request that is written here."""
ARGUMENTS: Final[tuple[tuple[type, str, tuple[str, ...]], ...]] = (
    (
        aiohttp.ClientResponse,
        "__init__",
        (
            *("method", "url", "writer", "continue100", "timer", "request_info", "traces", "loop", "session"),
            "stream_writer",
        ),
    ),
    (
        ResponseHandler,
        "set_response_params",
        ("timer", "skip_payload", "read_until_eof", "auto_decompress"),
    ),
)
"""The arguments that these methods of aiohttp must take; no others may be required."""
MEMBERS: Final = (
    *("method", "url", "original_url", "headers", "loop", "proxy", "response_class"),
    *("_timer", "_traces", "_session"),
)
"""The members that aiohttp must set on a request: they are read here, and copied from one request to the next."""


def _is_known() -> bool:
    """Check whether this version of aiohttp is a known one and has what a request that is written here uses."""
    if (
        _head_of is None
        or not hasattr(http_writer, "StreamWriter")
        or not aiohttp.__version__.startswith("3.14.")
    ):
        return False
    if not all(hasattr(owner, name) for owner, names in METHODS for name in names):
        return False
    for owner, method, names in ARGUMENTS:
        parameters = dict(inspect.signature(getattr(owner, method)).parameters)
        parameters.pop("self", None)
        required = {name for name, one in parameters.items() if one.default is one.empty}
        if not required <= set(names) <= set(parameters):
            return False
    return True


_KNOWN: Final = _is_known()
_SMALL: Final = 16 * 1024  # well below what a transport takes before it asks to wait
_LARGE: Final = 2**20  # one larger than this is written in pieces, so that it does not hold up the loop
_JSON: Final = "application/json"
_NOWHERE: Final = URL("http://127.0.0.1:1/")
_SENT: Final = cast(
    "StreamWriter", StreamWriter
)  # its class says what a writer says that has written nothing


class DirectRequest(aiohttp.ClientRequest):
    """A request that takes JSON as plain bytes, and writes them itself."""

    response: Any = None
    _whole: bytes | None = None
    _head = b""

    @classmethod
    def works(cls, loop: asyncio.AbstractEventLoop) -> bool:
        """Check whether aiohttp makes requests of this class as `copy` and `send` need them; nothing is sent."""
        try:
            made = cls(
                "POST",
                _NOWHERE,
                headers=CIMultiDict({hdrs.HOST: ""}),
                data=b"",
                loop=loop,
                response_class=aiohttp.ClientResponse,
            )
        except (AttributeError, TypeError):
            return False
        return made._whole == b"" and all(name in made.__dict__ for name in MEMBERS)

    def copy(self, url: URL, body: bytes) -> DirectRequest:
        """Return a request with the same method and headers, another address and another body."""
        copied = object.__new__(DirectRequest)
        members = copied.__dict__
        members.update(self.__dict__)
        members["url"] = members["original_url"] = url
        members["_whole"] = body
        headers = members["headers"] = CIMultiDict(self.headers)
        headers[hdrs.CONTENT_LENGTH] = str(len(body))
        return copied

    def update_headers(self, headers: LooseHeaders | None) -> None:
        """Take the headers as they are if they begin with the host."""
        if isinstance(headers, CIMultiDict) and hdrs.HOST in headers:
            self.headers = CIMultiDict(headers)
        else:
            super().update_headers(headers)

    def update_body_from_data(self, body: Any, _stacklevel: int = 3) -> None:
        """Keep bytes as they are."""
        if body.__class__ is not bytes:
            super().update_body_from_data(body, _stacklevel + 1)
            return
        self._whole = body
        headers = self.headers
        headers[hdrs.CONTENT_LENGTH] = str(len(body))
        if hdrs.CONTENT_TYPE not in headers:
            headers[hdrs.CONTENT_TYPE] = _JSON

    async def write_bytes(
        self, writer: AbstractStreamWriter, conn: Connection, content_length: int | None = None
    ) -> None:
        """Write head and body, where aiohttp does it, unless it is too late."""
        if conn.protocol is None or not _held_back(self.method, conn.protocol):
            await super().write_bytes(writer, conn, content_length)

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        """Write the request."""
        whole = self._whole
        if whole is None:
            return await super().send(conn)
        protocol = conn.protocol
        if (
            self._continue is not None
            or self.proxy is not None
            or self._traces
            or protocol is None
            or protocol.writing_paused
            or protocol.transport is None
            or protocol.transport.is_closing()
        ):
            self._body = BytesPayload(whole, content_type=_JSON)
            return await super().send(conn)
        assert _head_of is not None  # noqa: S101 - for type checkers
        self._head = _head_of(f"{self.method} {self.url.raw_path_qs} HTTP/1.1", self.headers)
        # In the loop's next turn, as aiohttp's task would: the sends of many calls then follow one another, and wake
        # the server once. Sent one by one between other work they cost more CPU than this module saves.
        # Neither head nor body is an argument: asyncio logs those of a slow callback.
        self.loop.call_soon(self._write, conn)
        protocol.start_timeout()
        response = self.response = self.response_class(
            self.method,
            self.original_url,
            writer=None,
            continue100=None,
            timer=self._timer,
            request_info=self.request_info,
            traces=self._traces,
            loop=self.loop,
            session=self._session,
            stream_writer=_SENT,
        )
        return response

    def _write(self, conn: Connection) -> None:
        """Write head and body, unless the connection was released or closed since: then nothing may be sent any more."""
        protocol = conn.protocol
        if protocol is None:
            return
        transport = protocol.transport
        if transport is None or transport.is_closing():
            return  # the connection reports it to the reader of the answer
        if _held_back(self.method, protocol):
            return
        try:
            transport.write(self._head + (self._whole or b""))
        except OSError as error:
            protocol.set_exception(error)  # to the reader of the answer


def _held_back(method: str, protocol: ResponseHandler) -> bool:
    """Hold back a request of which nothing is written yet, if it is too late for it, and return whether that was so."""
    sent = SENT_REQUESTS.get()
    if sent is None or not sent.is_bounded or not sent.is_too_late(method):
        return False
    sent.remove()
    protocol.close()  # first, since it drops an exception that no one waits for yet: from Python 3.12 on aiohttp writes first
    protocol.set_exception(TooLateError())  # to the reader of the answer
    return True


REQUEST_CLASS: Final = DirectRequest if _KNOWN else aiohttp.ClientRequest
"""What a session makes its requests of."""


def payload_of(body: bytes | Upload) -> Body:
    """Return a body as aiohttp takes it: JSON bytes, or a payload that writes itself."""
    if not isinstance(body, bytes):
        return body.payload()
    return body if len(body) <= _SMALL and _KNOWN else whole_payload(body)


def whole_payload(body: bytes) -> Payload:
    """Return a JSON body as a payload that aiohttp writes in its own way."""
    if len(body) <= _LARGE:
        return BytesPayload(body, content_type=_JSON)
    return BytesIOPayload(io.BytesIO(body), content_type=_JSON)
