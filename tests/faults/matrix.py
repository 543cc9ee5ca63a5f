"""The whole matrix: every fault of every class, and how to find one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import answers, exchange

if TYPE_CHECKING:
    from .harness import Fault

__all__ = ["FAULTS"]

FAULTS: Final[dict[str, tuple[Fault, ...]]] = {
    "connect": exchange.CONNECT,
    "send": exchange.SEND,
    "wait": exchange.WAIT,
    "status": answers.STATUS,
    "hints": answers.HINTS,
    "body": answers.BODY,
    "pace": exchange.PACE,
    "caller": exchange.CALLER,
}
"""Every fault, by its class."""
