"""Spans of handlers: the calls in them are their children, and a status is linked to the message's event."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from chakra_async.observers import OpenTelemetryObserver
from chakra_async.webhooks import (
    AskTimeoutError,
    MediaReceived,
    MemoryInbox,
    StatusChanged,
    Talk,
    TextReceived,
    WebhookReceiver,
    WebhookTracing,
    match,
)
from tests.support.deliveries import PERSON
from tests.webhooks.world import World

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox


async def test_a_status_is_linked_to_the_event_that_was_answered(sandbox: Sandbox) -> None:
    spans = InMemorySpanExporter()
    tracers = TracerProvider()
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    world = World(sandbox, MemoryInbox())

    def register(receiver: WebhookReceiver) -> None:
        receiver.chakra = receiver.chakra.with_options(observers=[OpenTelemetryObserver(tracers)])
        WebhookTracing(receiver, tracers)

        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            await talk.say("Hello")

        @receiver.on(StatusChanged)
        async def status(event: StatusChanged) -> None: ...

        @receiver.on(MediaReceived)
        async def fails(event: MediaReceived) -> None:
            raise ValueError(PERSON)

    async with world.running(register):
        await world.says("hi")
        [effect] = await world.inbox.effects(limit=10)
    # Another process, later: nothing of the trace was stored.
    async with world.running(register):
        await world.status(effect.message_id, "failed", errors=[{"code": 131026}])
        await world.status("wamid.of.another", "read")
        await world.message({"from": PERSON, "id": "wamid.M", "type": "image", "image": {"id": "1"}})
    finished = {span.name: span for span in spans.get_finished_spans()}
    handled = finished["webhook text"]
    call = next(span for name, span in finished.items() if "messages" in name)
    assert handled.kind is SpanKind.CONSUMER
    assert call.parent is not None
    assert handled.context is not None
    assert call.parent.span_id == handled.context.span_id
    statuses = [span for span in spans.get_finished_spans() if span.name == "webhook status"]
    assert [len(span.links) for span in statuses] == [1, 0]
    assert statuses[0].links[0].context.trace_id == handled.context.trace_id
    assert dict(statuses[0].attributes or {})["chakra.message.errors"] == ("131026",)
    broken = finished["webhook image"]
    assert broken.status.status_code is StatusCode.ERROR
    assert dict(broken.attributes or {})["error.type"] == "ValueError"
    assert PERSON not in "".join(span.to_json() for span in spans.get_finished_spans())


async def test_the_turns_of_a_conversation_have_spans_and_its_statuses_are_linked_to_them(
    sandbox: Sandbox,
) -> None:
    spans = InMemorySpanExporter()
    tracers = TracerProvider()
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    world = World(sandbox, MemoryInbox())
    failed: list[int] = []

    def register(receiver: WebhookReceiver) -> None:
        receiver.chakra = receiver.chakra.with_options(observers=[OpenTelemetryObserver(tracers)])
        WebhookTracing(receiver, tracers)

        @receiver.conversation(match.text("book"), cancel=match.text("cancel"))
        async def booking(talk: Talk) -> None:
            try:
                await talk.ask("Which day?", timeout=timedelta(hours=2))
            except AskTimeoutError:
                await talk.say("Too late")
                if not failed:
                    failed.append(1)
                    raise ValueError("once") from None

        @receiver.on(StatusChanged)
        async def status(event: StatusChanged) -> None: ...

    async with world.running(register):
        await world.says("book")
    async with world.running(register):  # another process, later
        await world.passes(3)
        for message_id in world.message_ids:
            await world.status(message_id, "delivered")
        await world.says("book")
        await world.says("cancel")
    finished = [span for span in spans.get_finished_spans() if span.name == "conversation booking"]
    began, late, *_ = finished
    assert [dict(span.attributes or {})["chakra.event.kind"] for span in (began, late)] == ["text", "timer"]
    assert began.context is not None
    assert late.context is not None
    assert (len(began.links), [one.context.trace_id for one in late.links]) == (0, [began.context.trace_id])
    assert (began.status.status_code, late.status.status_code) == (StatusCode.UNSET, StatusCode.ERROR)
    sent = [span for span in spans.get_finished_spans() if "messages" in span.name]
    assert [span.parent.span_id for span in sent[:2] if span.parent] == [
        began.context.span_id,
        late.context.span_id,
    ]
    statuses = [span for span in spans.get_finished_spans() if span.name == "webhook status"]
    assert [span.links[0].context.trace_id for span in statuses] == [
        began.context.trace_id,
        late.context.trace_id,
    ]
    cancelled = finished[-1]
    assert cancelled.status.status_code is StatusCode.UNSET
    assert PERSON not in "".join(span.to_json() for span in spans.get_finished_spans())


def test_a_missing_library_is_named() -> None:
    script = (
        "import sys; sys.modules['opentelemetry'] = None\n"
        "from chakra_async import Chakra, SettingsError\n"
        "from chakra_async.webhooks import WebhookReceiver, WebhookTracing\n"
        "try: WebhookTracing(WebhookReceiver(Chakra(token='t'), inbox=':memory:'))\n"
        "except SettingsError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert "chakra-async[otel]" in done.stdout
