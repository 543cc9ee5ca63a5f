"""OpenTelemetry spans of a receiver: one for each run of a handler or conversation, linked from a status to the event that was answered.

The trace of an event is derived from what identifies the event. So the link is found after days, restarts and in another
process, and nothing of the trace has to be stored.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING, Any, Final

from chakra_async._version import __version__
from chakra_async.errors import SettingsError
from chakra_async.webhooks.events import StatusChanged
from chakra_async.webhooks.inbox.records import EventState
from chakra_async.webhooks.talk.errors import TalkEndedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

    from opentelemetry.trace import SpanContext, TracerProvider

    from chakra_async.webhooks.events import Event
    from chakra_async.webhooks.receiver import WebhookReceiver
    from chakra_async.webhooks.talk.conversations import ConversationTurn

__all__ = ["WebhookTracing"]

_ALL: Final = tuple(EventState)
_OPERATION: Final = {"messaging.system": "chakrahq", "messaging.operation.type": "process"}


class WebhookTracing:
    """Makes a consumer span for each run of a handler and each turn of a conversation; the client spans of what it sends are its children.

    A handler of statuses gets a link to the trace of the event in whose handling the message was sent. A turn of a conversation is
    in the trace of the message that it goes on with, and has a link to that of the message that began the conversation. The spans
    have the kind of the event and no id, text or number.

    Args:
        receiver: The receiver; create this before its handlers run.
        tracer_provider: Where spans go; else the global provider.

    Raises:
        SettingsError: If opentelemetry-api is not installed.

    Example:
        ```python
        receiver = WebhookReceiver(Chakra(observers=[OpenTelemetryObserver()]))
        WebhookTracing(receiver)
        ```

    """

    def __init__(self, receiver: WebhookReceiver, tracer_provider: TracerProvider | None = None) -> None:
        try:
            from opentelemetry import trace  # noqa: PLC0415 - an extra
        except ImportError:
            raise SettingsError(
                "WebhookTracing needs opentelemetry-api: pip install 'chakra-async[otel]'."
            ) from None
        self._trace = trace
        self._tracer = trace.get_tracer("chakra_async", __version__, tracer_provider)
        self._receiver = receiver
        receiver.around(self._handle)
        receiver.conversations.around(self._converse)

    async def _handle(self, event: Event, handle: Callable[[], Awaitable[None]]) -> None:
        with self._span(
            f"webhook {event.kind}", event.dedup_key, _attributes(event), await self._links(event)
        ):
            await handle()

    async def _converse(self, turn: ConversationTurn, call: Callable[[], Awaitable[object]]) -> object:
        began = turn.talk.event.dedup_key
        attributes = {**_OPERATION, "chakra.event.kind": turn.kind, "chakra.conversation": turn.name}
        links = [] if began == turn.key else [self._context(began)]
        with self._span(f"conversation {turn.name.rpartition('.')[2]}", turn.key, attributes, links):
            return await call()

    @contextlib.contextmanager
    def _span(
        self, name: str, key: str, attributes: dict[str, Any], links: list[SpanContext]
    ) -> Generator[None]:
        """Make a span in the trace of an event. That a conversation waits or is ended by the person is not an error."""
        origin = self._trace.NonRecordingSpan(self._context(key))
        with self._tracer.start_as_current_span(
            name,
            context=self._trace.set_span_in_context(origin),
            kind=self._trace.SpanKind.CONSUMER,
            attributes=attributes,
            links=[self._trace.Link(one) for one in links],
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield
            except TalkEndedError:
                raise
            except Exception as error:
                span.set_attribute("error.type", type(error).__qualname__)
                span.set_status(self._trace.StatusCode.ERROR)
                raise

    async def _links(self, event: Event) -> list[SpanContext]:
        """Return the trace of the event in whose handling the message of a status was sent."""
        if not isinstance(event, StatusChanged):
            return []
        inbox = self._receiver.inbox
        sent = await inbox.effects(message_ids=[event.message_id], limit=1)
        if not sent:
            return []
        found = await inbox.events(states=_ALL, after=sent[0].event - 1, limit=1)
        return [self._context(one.key) for one in found if one.id == sent[0].event]

    def _context(self, key: str) -> SpanContext:
        """Return the beginning of an event's trace."""
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
        return self._trace.SpanContext(
            trace_id=int.from_bytes(digest[:16]) or 1,
            span_id=int.from_bytes(digest[16:24]) or 1,
            is_remote=True,
            trace_flags=self._trace.TraceFlags(self._trace.TraceFlags.SAMPLED),
        )


def _attributes(event: Event) -> dict[str, Any]:
    found: dict[str, Any] = {**_OPERATION, "chakra.event.kind": event.kind}
    if isinstance(event, StatusChanged):
        found["chakra.message.status"] = event.status
        codes = [str(error.code) for error in event.errors if error.code is not None]
        if codes:
            found["chakra.message.errors"] = codes
    return found
