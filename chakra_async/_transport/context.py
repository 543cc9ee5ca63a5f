"""What every call of one client works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chakra_async._transport.connections import Pool
    from chakra_async._transport.gate import AsyncGate
    from chakra_async._transport.http import HttpExchange
    from chakra_async.settings import Settings

__all__ = ["CallContext"]


class CallContext:
    """The settings, connections, gate and HTTP exchange of a client.

    Args:
        settings: The settings.
        pool: The connections, shared with copies of the client.
        gate: The gate, shared with copies of the client.
        http: What sends requests and reads answers.

    Attributes:
        closed: Whether this client or copy alone was closed.

    """

    __slots__ = ("closed", "gate", "http", "pool", "settings")

    def __init__(self, settings: Settings, pool: Pool, gate: AsyncGate, http: HttpExchange) -> None:
        self.settings = settings
        self.pool = pool
        self.gate = gate
        self.http = http
        self.closed = False

    @property
    def is_closed(self) -> bool:
        """Whether calls are refused: this client or copy was closed, or the client that it was made of."""
        return self.closed or self.pool.closed
