"""Ready-made observers: one writes log lines, one makes OpenTelemetry spans. Loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chakra_async.observers.logs import LoggingObserver
    from chakra_async.observers.otel import OpenTelemetryObserver

__all__ = ["LoggingObserver", "OpenTelemetryObserver"]


def __getattr__(name: str) -> object:
    if name == "LoggingObserver":
        from chakra_async.observers.logs import LoggingObserver  # noqa: PLC0415 - on first use

        return LoggingObserver
    if name == "OpenTelemetryObserver":
        from chakra_async.observers.otel import OpenTelemetryObserver  # noqa: PLC0415 - on first use

        return OpenTelemetryObserver
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
