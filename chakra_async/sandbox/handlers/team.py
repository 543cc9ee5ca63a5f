"""The team's configuration."""

from __future__ import annotations

from chakra_async.sandbox import shapes
from chakra_async.sandbox.calls import Answer, Call

__all__ = ["get_config"]


def get_config(call: Call) -> Answer:
    """Show the configuration."""
    return Answer(shapes.config(list(call.state.procedures.values())))
