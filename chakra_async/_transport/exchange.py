"""One HTTP exchange: its progress while it runs, and the answer that it ends with."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chakra_async.outcomes import Attempt
    from chakra_async.settings import Timeouts

__all__ = ["CURRENT_EXCHANGE", "Exchange", "Received", "StreamedBody"]


class Exchange:
    """What is known of one exchange while it runs.

    Attributes:
        connections: How many connections were handed out to it, at most 1; bytes may leave only after that.
        status: The answer's status, once its head has arrived.
        headers: The answer's headers, once its head has arrived.
        progress: Grows with every connection, answer head and piece of a body.
        streaming: Whether the answer is a stream, which holds the slot from then on.

    """

    __slots__ = ("connections", "headers", "progress", "status", "streaming")

    def __init__(self) -> None:
        self.connections = 0
        self.progress = 0
        self.streaming = False
        self.status: int | None = None
        self.headers: Mapping[str, str] | None = None


CURRENT_EXCHANGE: Final[ContextVar[Exchange]] = ContextVar("chakra_async_exchange")
"""The exchange that the running task is in."""


class StreamedBody(Protocol):
    """A body that is handed out in pieces, as a call sees it."""

    def hold(
        self,
        *,
        release: Callable[[], None],
        is_closed: Callable[[], bool],
        timeouts: Timeouts,
        started: float,
        attempts: Sequence[Attempt],
    ) -> None:
        """Take over the slot and the time limits of the call."""
        ...


class Received:
    """An answer as it came; a streamed answer has a `stream` and no body."""

    __slots__ = ("body", "headers", "status", "stream")

    def __init__(
        self, status: int, headers: Mapping[str, str], body: bytes, stream: StreamedBody | None = None
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.stream = stream
