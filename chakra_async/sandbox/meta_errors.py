"""What Meta says no with: its codes and texts, which ChakraHQ hands on inside `_errors`.

A refusal that was caught from the real API is the text alone, `(#131009) Parameter value is not valid`. The
sandbox puts a second text behind it that says what it means, since Meta's own is of little help.
"""

from __future__ import annotations

from typing import Final

from chakra_async.sandbox.calls import Refusal

__all__ = ["INVALID_VALUE", "refusal"]

_TEXTS: Final = {
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131047: "Re-engagement message",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132012: "Parameter format does not match format in the created template",
    132015: "Template is paused",
}
_BAD_REQUEST: Final = 400

INVALID_VALUE: Final = f"(#131009) {_TEXTS[131009]}"
"""What Meta says to a value that is too long, or to too many of them."""


def refusal(code: int, reason: str) -> Refusal:
    """Return the refusal with one of Meta's codes, and the reason in words that help."""
    return Refusal(_BAD_REQUEST, f"(#{code}) {_TEXTS[code]}", reason)
