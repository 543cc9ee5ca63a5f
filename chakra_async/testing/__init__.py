"""Switches for the tests of programs that use this library."""

from __future__ import annotations

from chakra_async._transport.clock import WaitReason
from chakra_async.testing.waits import Wait, Waits, instant_waits

__all__ = ["Wait", "WaitReason", "Waits", "instant_waits"]
