"""The team's configuration, and whether the API answers."""

from __future__ import annotations

from chakra_async.sandbox import representations
from chakra_async.sandbox.calls import Answer, Call

__all__ = ["check_health", "get_config"]


def get_config(call: Call) -> Answer:
    """Show the configuration."""
    return Answer(representations.config(list(call.state.procedures.values())))


def check_health(call: Call) -> Answer:  # noqa: ARG001 - every handler is given the call
    """Say that all is well (what the API says is not known)."""
    return Answer({"status": "ok"})
