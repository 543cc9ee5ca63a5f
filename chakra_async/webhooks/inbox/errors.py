"""The errors of an inbox."""

from __future__ import annotations

from chakra_async.errors import ChakraError

__all__ = ["InboxError", "InboxFullError", "LeaseLostError"]


class InboxError(ChakraError):
    """The inbox cannot be opened, read or written; the message says why. What was not stored must not be acknowledged."""


class InboxFullError(InboxError):
    """The disk has less free space than the inbox keeps in reserve, so nothing new is stored; what is there can be handled."""


class LeaseLostError(InboxError):
    """Another worker has taken the lane since: what this one would record about its event is not accepted."""
