"""The two errors of bulk work that are not about a call: the input cannot be read, the journal cannot be kept."""

from __future__ import annotations

from chakra_async.errors import ChakraError

__all__ = ["InputError", "JournalError"]


class InputError(ChakraError):
    """The rows cannot be read; the message names the file and the place in it. Nothing was sent because of them."""


class JournalError(ChakraError):
    """The journal cannot be opened, belongs to something else, or cannot be written. Nothing more was sent."""
