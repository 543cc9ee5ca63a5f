"""Requests to a receiver, whatever server they come through: checked, read up to a cap, stored, and only then answered with 200.

The sender of a delivery that is refused gets a status and nothing more; the reason is in the log and in the reports.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async._core.masking import mask_numbers
from chakra_async.webhooks.errors import BodyError, SignatureError
from chakra_async.webhooks.inbox.errors import InboxError
from chakra_async.webhooks.parsing import parse
from chakra_async.webhooks.reports import DeliveryAccepted, DeliveryRefused
from chakra_async.webhooks.stored import record_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from chakra_async.settings import Secret
    from chakra_async.webhooks.events import Event
    from chakra_async.webhooks.inbox.base import Inbox
    from chakra_async.webhooks.reports import ReceiverReport
    from chakra_async.webhooks.signature import WebhookSecrets

__all__ = ["Answer", "Cut", "Intake", "Request", "unavailable"]

_log: Final = logging.getLogger("chakra_async.webhooks")
_BUSY: Final = 256
"""Requests at once at most; each may hold a body."""
_READ_SECONDS: Final = 30.0
_LONGEST_CHALLENGE: Final = 1024
_RETRY_AFTER: Final = {"Retry-After": "10"}


class Cut(Exception):  # noqa: N818 - internal; becomes an answer
    """The sender went away before the end of the body."""


@attrs.frozen(kw_only=True)
class Answer:
    """What is sent back.

    Attributes:
        status: The HTTP status.
        text: The body, plain text.
        headers: More headers.

    """

    status: int
    text: str = ""
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])


@attrs.frozen(kw_only=True)
class Request:
    """A request, as any server has it.

    Attributes:
        method: The method in upper case.
        query: The parameters of the query.
        headers: The headers, names in lower case.
        chunks: The body in pieces; raises `Cut` where the sender goes away.

    """

    method: str
    query: Mapping[str, str]
    headers: Sequence[tuple[bytes, bytes]]
    chunks: AsyncIterator[bytes]

    def header(self, name: bytes) -> str:
        """Return a header, or an empty string without it."""
        return next((value.decode("latin-1").strip() for key, value in self.headers if key == name), "")


class _Refused(Exception):  # noqa: N818 - internal; becomes an answer
    def __init__(
        self, status: int, reason: str, cause: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(cause)
        self.status = status
        self.reason = reason
        self.cause = cause
        self.headers = headers or {}


def unavailable(report: Callable[[ReceiverReport], None], reason: str, cause: str) -> Answer:
    """Return the answer of a receiver that accepts nothing now; it is reported and logged."""
    return _refuse(report, _Refused(503, reason, cause, _RETRY_AFTER))


def _refuse(report: Callable[[ReceiverReport], None], refused: _Refused) -> Answer:
    report(DeliveryRefused(status=refused.status, reason=refused.reason, cause=refused.cause))
    level = logging.ERROR if refused.reason in ("store", "start") else logging.WARNING
    _log.log(level, "A delivery was answered with %d: %s", refused.status, refused.cause)
    return Answer(status=refused.status, text="Not accepted.\n", headers=refused.headers)


class Intake:
    """Answers requests.

    Args:
        secrets: What deliveries are signed with.
        inbox: Where events are stored, open.
        max_body: Bytes of a body at most.
        verify_token: The token of the handshake, or None.
        now: Returns the time in epoch milliseconds.
        report: Called with every report.
        hear: Takes in what new events say that must not wait until they are handled.
        stored: Called when something new was stored.

    """

    def __init__(
        self,
        *,
        secrets: WebhookSecrets,
        inbox: Inbox,
        max_body: int,
        verify_token: Secret | None,
        now: Callable[[], int],
        report: Callable[[ReceiverReport], None],
        hear: Callable[[Sequence[Event]], Awaitable[None]],
        stored: Callable[[], None],
    ) -> None:
        self._secrets = secrets
        self._inbox = inbox
        self._max_body = max_body
        self._verify_token = verify_token
        self._now = now
        self._report = report
        self._hear = hear
        self._stored = stored
        self._under_way = 0
        self._closing = False
        self._idle = asyncio.Event()
        self._idle.set()

    def close(self) -> None:
        """Accept nothing more."""
        self._closing = True

    async def idle(self) -> None:
        """Wait until every request was answered."""
        await self._idle.wait()

    async def answer(self, request: Request) -> Answer:
        """Return the answer to a request; nothing escapes but cancellation."""
        self._under_way += 1
        self._idle.clear()
        try:
            if request.method in ("GET", "HEAD"):
                return self._handshake(request)
            await self._accept(request)
        except _Refused as refused:
            return _refuse(self._report, refused)
        except Exception:  # noqa: BLE001 - the sender gets a status, whatever fails
            _log.exception("A delivery could not be accepted.")
            self._report(DeliveryRefused(status=503, reason="store", cause="an unexpected error"))
            return Answer(status=503, text="Not accepted.\n", headers=_RETRY_AFTER)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()
        return Answer(status=200, text="ok\n")

    def _handshake(self, request: Request) -> Answer:
        """Answer Meta's handshake, in which the receiver proves that it knows a token by echoing a challenge."""
        given = request.query.get("hub.verify_token")
        challenge = request.query.get("hub.challenge", "")
        if given is None and "hub.mode" not in request.query:
            return Answer(status=200, text="This address receives webhooks.\n")
        token = "" if self._verify_token is None else self._verify_token.reveal()
        right = hmac.compare_digest(
            (given or "").encode("utf-8", "replace"), token.encode("utf-8", "replace")
        )
        if not (right and token and request.query.get("hub.mode") == "subscribe"):
            raise _Refused(403, "handshake", "The handshake has another verify_token.")
        if not challenge.isprintable() or len(challenge) > _LONGEST_CHALLENGE:
            raise _Refused(400, "handshake", "The handshake has no usable challenge.")
        return Answer(status=200, text=challenge)

    async def _accept(self, request: Request) -> None:
        if request.method != "POST":
            raise _Refused(
                405, "method", f"{request.method[:20]!r} is not a method of webhooks.", {"Allow": "GET, POST"}
            )
        if self._closing:
            raise _Refused(503, "closing", "The receiver is closing.", _RETRY_AFTER)
        if self._under_way > _BUSY:
            raise _Refused(503, "busy", f"More than {_BUSY} deliveries arrive at once.", _RETRY_AFTER)
        encoding = request.header(b"content-encoding").lower()
        if encoding not in ("", "identity"):
            raise _Refused(
                415,
                "encoding",
                f"The body is encoded as {encoding[:20]!r}; the signature is over plain bytes.",
            )
        length = request.header(b"content-length")
        if length.isdecimal() and int(length[:20]) > self._max_body:
            raise _Refused(
                413, "size", f"The body has {length[:20]} bytes; at most {self._max_body} are read."
            )
        started = asyncio.get_running_loop().time()
        body = await self._read(request)
        try:
            secret = self._secrets.verify(body, request.headers)
        except SignatureError as error:
            raise _Refused(401, "signature", str(error)) from None
        now = self._now()
        try:
            events = parse(body, received_at=datetime.fromtimestamp(now / 1000, UTC))
        except BodyError as error:
            raise _Refused(400, "body", mask_numbers(str(error))) from None
        try:
            new: Sequence[bool] = await self._inbox.append([record_of(event) for event in events], now=now)
        except InboxError as error:
            raise _Refused(503, "store", f"Its events could not be stored: {error}", _RETRY_AFTER) from None
        if any(new):
            await self._heard([event for event, is_new in zip(events, new, strict=True) if is_new])
            self._stored()
        self._report(
            DeliveryAccepted(
                secret=secret,
                events=len(events),
                duplicates=sum(not one for one in new),
                size=len(body),
                duration=asyncio.get_running_loop().time() - started,
            )
        )

    async def _heard(self, events: Sequence[Event]) -> None:
        try:
            await self._hear(events)
        except InboxError as error:  # they are stored, and it is noted when they are handled
            _log.warning("What new events say could not be noted at once: %s", error)

    async def _read(self, request: Request) -> bytes:
        body = bytearray()
        try:
            async with asyncio.timeout(_READ_SECONDS):
                async for chunk in request.chunks:
                    body += chunk
                    if len(body) > self._max_body:
                        raise _Refused(413, "size", f"The body has more than {self._max_body} bytes.")
        except TimeoutError:
            raise _Refused(408, "slow", f"The body did not arrive within {_READ_SECONDS:g} s.") from None
        except Cut:
            raise _Refused(400, "cut", "The sender went away before the end of the body.") from None
        return bytes(body)
