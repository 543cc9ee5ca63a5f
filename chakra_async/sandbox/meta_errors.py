"""Meta's error codes and messages, which ChakraHQ passes on inside `_errors`.

A refusal captured from the real API is the message alone, `(#131009) Parameter value is not valid`. The
sandbox adds a second message with the reason, since Meta's own does not name it.
"""

from __future__ import annotations

from typing import Final

from chakra_async.sandbox.replies import Refusal

__all__ = ["INVALID_VALUE", "refusal"]

_MESSAGES: Final = {
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131047: "Re-engagement message",
    131062: "Business-scoped User ID recipients are not supported for this message",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132012: "Parameter format does not match format in the created template",
    132015: "Template is paused",
}
_BAD_REQUEST: Final = 400

INVALID_VALUE: Final = f"(#131009) {_MESSAGES[131009]}"
"""Meta's message for a value that is too long, or for too many values."""


def refusal(code: int, reason: str) -> Refusal:
    """Return the refusal with one of Meta's codes, and the reason."""
    return Refusal(_BAD_REQUEST, f"(#{code}) {_MESSAGES[code]}", reason)
