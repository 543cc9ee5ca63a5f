"""The team's configuration, and whether the API answers."""

from __future__ import annotations

from chakra_async.sandbox import representations
from chakra_async.sandbox.calls import Answer, Call

__all__ = ["check_health", "get_config"]


def get_config(call: Call) -> Answer:
    """Return the configuration."""
    return Answer(representations.config(list(call.state.procedures.values())))


def check_health(call: Call) -> Answer:  # noqa: ARG001 - every handler takes the call
    """Return that the API works (the real answer is not known)."""
    return Answer({"status": "ok"})
