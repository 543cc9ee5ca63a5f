"""The errors of a talk, for the author of a conversation to handle."""

from __future__ import annotations

from chakra_async.errors import ChakraError

__all__ = ["AskTimeoutError", "Suspended", "TalkEndedError", "TalkPausedError"]


class AskTimeoutError(ChakraError):
    """No answer came in time. What happens then is the conversation's to decide."""


class TalkEndedError(ChakraError):
    """The person ended the conversation with its `cancel` filter. A last message can be sent before it is let go on."""


class TalkPausedError(ChakraError):
    """The talk is paused, because a human of the team writes; handlers with a `talk` are not called meanwhile."""


class Suspended(BaseException):
    """Ends a turn whose conversation waits. It must pass through `except Exception`, so it is not an `Exception`."""
