"""Each call is one client span with the names that OpenTelemetry has for them, and it always ends."""

from __future__ import annotations

# ruff: noqa: S106 - planted tokens
import asyncio
import subprocess
import sys
from typing import Any

import attrs
import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from opentelemetry.trace import SpanKind, StatusCode

from chakra_async import Chakra, ChakraError, Limits, Outcome, Retry, Timeouts, observers
from chakra_async.events import RequestFinished
from chakra_async.observers import OpenTelemetryObserver
from chakra_async.testing import instant_waits
from tests.support import faultserver
from tests.support.values import CAMPAIGN_ID


@attrs.define
class Traced:
    """A client, its observer, and what came out at the other end."""

    chakra: Chakra
    observer: OpenTelemetryObserver
    tracers: TracerProvider
    spans: InMemorySpanExporter
    metrics: InMemoryMetricReader

    @property
    def span(self) -> Any:
        (span,) = self.spans.get_finished_spans()
        return span


@pytest.fixture
async def traced(server: faultserver.FaultServer) -> Any:
    spans, metrics = InMemorySpanExporter(), InMemoryMetricReader()
    tracers = TracerProvider()
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    meters = MeterProvider([metrics])
    observer = OpenTelemetryObserver(tracers, meters)
    async with Chakra(
        token="planted-secret",
        base_url=server.url,
        observers=[observer],
        timeouts=Timeouts(read=0.2),
        retry=Retry(attempts=3),
    ) as chakra:
        yield Traced(chakra, observer, tracers, spans, metrics)
    assert observer.open_spans == 0
    tracers.shutdown()
    meters.shutdown()


async def send(chakra: Chakra) -> Any:
    return await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number="919901258433")


async def test_a_successful_call_is_a_client_span_below_the_current_span(
    traced: Traced, server: faultserver.FaultServer
) -> None:
    with traced.tracers.get_tracer("app").start_as_current_span("app") as parent:
        await send(traced.chakra)
        await send(traced.chakra)
    first, second, _ = traced.spans.get_finished_spans()
    for span in (first, second):
        assert span.parent is not None
        assert span.parent.span_id == parent.get_span_context().span_id
        assert span.kind is SpanKind.CLIENT
        assert span.status.status_code is StatusCode.UNSET
    path = server.arrivals[0].target
    assert first.name == f"POST {path}"
    assert dict(first.attributes or {}) == {
        "http.request.method": "POST",
        "url.template": path,
        "server.address": "127.0.0.1",
        "server.port": server.port,
        "http.response.status_code": 200,
        "chakra.operation": "campaigns.add_phone_number",
        "chakra.outcome": "done",
    }
    assert [event.name for event in first.events] == ["chakra.attempt"]


async def test_attempts_and_waits_are_events_of_the_span(
    traced: Traced, server: faultserver.FaultServer
) -> None:
    server.script = [
        faultserver.json({}, 429, {"Retry-After": "60"}),
        faultserver.json({}, 503),
        faultserver.closed,
    ]
    with instant_waits(), pytest.raises(ChakraError):
        await traced.chakra.config.get()
    span = traced.span
    assert [event.name for event in span.events] == ["chakra.attempt", "chakra.wait"] * 2 + ["chakra.attempt"]
    attempts = [event.attributes for event in span.events if event.name == "chakra.attempt"]
    waits = [event.attributes for event in span.events if event.name == "chakra.wait"]
    assert [attempt.get("http.response.status_code") for attempt in attempts] == [429, 503, None]
    assert [attempt["chakra.outcome"] for attempt in attempts] == ["refused", "unknown", "unknown"]
    assert "connection broke" in attempts[2]["chakra.cause"]
    assert [wait["chakra.wait.why"] for wait in waits] == ["pause", "backoff"]
    assert waits[0]["chakra.wait.seconds"] >= 59
    assert span.attributes["http.request.resend_count"] == 2


async def test_an_error_gives_the_status_and_its_type(
    traced: Traced, server: faultserver.FaultServer
) -> None:
    server.script = [faultserver.json({"_errors": ["(#131047) too late"]}, 400)]
    with pytest.raises(ChakraError):
        await send(traced.chakra)
    span = traced.span
    assert span.status.status_code is StatusCode.ERROR
    assert span.status.description == "WindowClosedError, outcome refused"
    assert span.attributes["error.type"] == "WindowClosedError"
    assert span.attributes["chakra.meta_code"] == 131047
    assert span.attributes["http.response.status_code"] == 400
    assert "http.request.resend_count" not in span.attributes


async def test_a_cancelled_call_ends_its_span(traced: Traced, server: faultserver.FaultServer) -> None:
    server.usual = faultserver.silent
    task = asyncio.create_task(send(traced.chakra))
    await server.arrived(1)
    assert traced.observer.open_spans == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert traced.observer.open_spans == 0
    assert traced.span.attributes["error.type"] == "cancelled"
    assert traced.span.attributes["chakra.outcome"] == "unknown"
    assert traced.span.status.status_code is StatusCode.ERROR


async def test_durations_go_into_a_histogram_by_operation_and_outcome(
    traced: Traced, server: faultserver.FaultServer
) -> None:
    server.script = [faultserver.json({}, 404)]
    with pytest.raises(ChakraError):
        await send(traced.chakra)
    await send(traced.chakra)
    data: Any = traced.metrics.get_metrics_data()
    (metric,) = data.resource_metrics[0].scope_metrics[0].metrics
    assert (metric.name, metric.unit) == ("chakra.client.call.duration", "s")
    points = {point.attributes["chakra.outcome"]: point for point in metric.data.data_points}
    assert {outcome: point.count for outcome, point in points.items()} == {"refused": 1, "done": 1}
    assert points["refused"].attributes["error.type"] == "NotFoundError"
    assert "error.type" not in points["done"].attributes
    assert max(points["done"].explicit_bounds) == 300


async def test_a_wait_in_the_queue_has_no_length(traced: Traced) -> None:
    narrow = traced.chakra.with_options(limits=Limits(concurrency=1))
    await asyncio.gather(send(narrow), send(narrow))
    _, second = traced.spans.get_finished_spans()
    wait = second.events[0]
    assert (wait.name, dict(wait.attributes or {})) == (
        "chakra.wait",
        {"chakra.wait.why": "queue", "chakra.attempt": 1},
    )


def test_the_package_names_its_observers_and_nothing_else() -> None:
    assert {"LoggingObserver", "OpenTelemetryObserver"} <= set(dir(observers))
    with pytest.raises(AttributeError, match="no_such"):
        _ = observers.no_such


async def test_a_span_that_is_not_sampled_costs_no_attributes(server: faultserver.FaultServer) -> None:
    observer = OpenTelemetryObserver(TracerProvider(sampler=ALWAYS_OFF))
    async with Chakra(token="planted-secret", base_url=server.url, observers=[observer]) as chakra:
        await send(chakra)
    assert observer.open_spans == 0


def test_the_end_of_a_call_that_it_never_saw_begin_is_harmless() -> None:
    observer = OpenTelemetryObserver(TracerProvider())
    observer(
        RequestFinished(
            call_id=1,
            operation="config.get",
            method="GET",
            path="/v1/ext/config",
            server="x",
            port=443,
            duration=1.0,
            attempts=1,
            status=200,
            outcome=Outcome.DONE,
        )
    )
    assert observer.open_spans == 0


def run(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    return done.stdout


def test_without_the_package_the_error_says_what_to_install() -> None:
    said = run(
        "import sys\n"
        "sys.modules['opentelemetry'] = None\n"
        "from chakra_async import SettingsError, observers\n"
        "observers.LoggingObserver()\n"
        "try:\n"
        "    observers.OpenTelemetryObserver()\n"
        "except SettingsError as error:\n"
        "    print(error)"
    )
    assert "pip install 'chakra-async[otel]'" in said


def test_it_is_loaded_only_when_it_is_made() -> None:
    said = run(
        "import sys\n"
        "from chakra_async import Chakra, observers\n"
        "Chakra(token='t', observers=[observers.LoggingObserver()])\n"
        "observers.OpenTelemetryObserver\n"
        "print('opentelemetry' in sys.modules)\n"
        "observers.OpenTelemetryObserver()\n"
        "print('opentelemetry.trace' in sys.modules, 'opentelemetry.sdk' in sys.modules)\n"
    )
    assert said.split() == ["False", "True", "False"]
