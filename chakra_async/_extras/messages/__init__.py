"""The methods of `chakra.messages` beyond the generated ones."""

from chakra_async._extras.messages.text import Messages

__all__ = ["Messages"]
