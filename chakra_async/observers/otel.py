"""An observer that makes OpenTelemetry spans: one client span for each call, its attempts and waits as span events.

Names follow OpenTelemetry's conventions for HTTP clients where they have one. `url.full` is left out, since addresses
contain ids and phone numbers; `url.template` replaces it. Nothing of a body is exported, and no string of the server.
Source of the names: `https://opentelemetry.io/docs/specs/semconv/http/http-spans/`
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, assert_never

from chakra_async._version import __version__
from chakra_async.errors import SettingsError
from chakra_async.events import AttemptFinished, RequestFinished, RequestStarted, Waiting

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Span, TracerProvider

    from chakra_async.events import Event

__all__ = ["OpenTelemetryObserver"]

_BOUNDS: Final = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 120, 300]


class OpenTelemetryObserver:
    """Makes a client span for each call, a child of the span that is current where the call is made.

    A call that ends in an error, or is cancelled, makes a span with status ERROR and `error.type`. Its duration goes
    into the histogram `chakra.client.call.duration` (seconds), by operation, outcome and error.

    Args:
        tracer_provider: Where spans go; else the global provider.
        meter_provider: Where the histogram goes; else the global provider.

    Raises:
        SettingsError: If opentelemetry-api is not installed.

    Example:
        ```python
        from chakra_async.observers import OpenTelemetryObserver

        chakra = Chakra(observers=[OpenTelemetryObserver()])
        ```

    """

    def __init__(
        self, tracer_provider: TracerProvider | None = None, meter_provider: MeterProvider | None = None
    ) -> None:
        try:
            from opentelemetry import metrics, trace  # noqa: PLC0415 - an extra
        except ImportError:
            raise SettingsError(
                "OpenTelemetryObserver needs opentelemetry-api: pip install 'chakra-async[otel]'."
            ) from None
        self._tracer = trace.get_tracer("chakra_async", __version__, tracer_provider)
        self._client = trace.SpanKind.CLIENT
        self._failed = trace.StatusCode.ERROR
        self._spans: dict[int, Span] = {}
        self._durations = metrics.get_meter("chakra_async", __version__, meter_provider).create_histogram(
            "chakra.client.call.duration",
            unit="s",
            description="Duration of calls, with their attempts and waits.",
            explicit_bucket_boundaries_advisory=_BOUNDS,
        )

    @property
    def open_spans(self) -> int:
        """How many calls are under way."""
        return len(self._spans)

    def __call__(self, event: Event) -> None:
        """Record one event."""
        match event:
            case RequestStarted():
                self._start(event)
            case AttemptFinished():
                self._attempt(event)
            case Waiting():
                self._wait(event)
            case RequestFinished():
                self._finish(event)
            case _:
                assert_never(event)

    def _start(self, event: RequestStarted) -> None:
        self._spans[event.call_id] = self._tracer.start_span(
            f"{event.method} {event.path}",
            kind=self._client,
            attributes={
                "http.request.method": event.method,
                "url.template": event.path,
                "server.address": event.server,
                "server.port": event.port,
                "chakra.operation": event.operation,
            },
        )

    def _attempt(self, event: AttemptFinished) -> None:
        attributes: dict[str, Any] = {
            "chakra.attempt": event.attempt,
            "chakra.outcome": str(event.outcome),
            "chakra.duration": event.duration,
        }
        if event.status is not None:
            attributes["http.response.status_code"] = event.status
        elif event.cause is not None:  # no answer came, so the words are our own
            attributes["chakra.cause"] = event.cause
        self._note(event.call_id, "chakra.attempt", attributes)

    def _wait(self, event: Waiting) -> None:
        attributes: dict[str, Any] = {"chakra.wait.why": event.why, "chakra.attempt": event.attempt}
        if event.seconds is not None:
            attributes["chakra.wait.seconds"] = event.seconds
        self._note(event.call_id, "chakra.wait", attributes)

    def _note(self, call_id: int, name: str, attributes: dict[str, Any]) -> None:
        span = self._spans.get(call_id)
        if span is not None:
            span.add_event(name, attributes)

    def _finish(self, event: RequestFinished) -> None:
        labels: dict[str, Any] = {
            "chakra.operation": event.operation,
            "chakra.outcome": str(event.outcome),
            "http.request.method": event.method,
            "server.address": event.server,
        }
        if event.error is not None:
            labels["error.type"] = event.error
        span = self._spans.pop(event.call_id, None)
        if span is not None:
            try:
                self._describe(span, event)
            finally:
                span.end()
        self._durations.record(event.duration, labels)

    def _describe(self, span: Span, event: RequestFinished) -> None:
        if not span.is_recording():
            return
        span.set_attribute("chakra.outcome", str(event.outcome))
        if event.status is not None:
            span.set_attribute("http.response.status_code", event.status)
        if event.attempts > 1:
            span.set_attribute("http.request.resend_count", event.attempts - 1)
        if event.meta_code is not None:
            span.set_attribute("chakra.meta_code", event.meta_code)
        if event.error is not None:
            span.set_attribute("error.type", event.error)
            span.set_status(self._failed, f"{event.error}, outcome {event.outcome}")
