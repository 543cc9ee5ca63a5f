"""Masking of phone numbers in logs and errors."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["mask_numbers", "masked"]

_SHOWN: Final = 2
_LEAST_DIGITS: Final = 7
# UUIDs, wamids and long hexadecimal ids are matched first and passed over, so that only other runs of digits are
# hidden. What stands before a run does not matter: a body shown as text has `\n9199...` and `%2B9199...` in it.
# Compiled on first use, as every pattern here that a call which succeeds does not need: `re` keeps it.
_NUMBERS: Final = (
    r"(?P<id>(?<![0-9A-Za-z])(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
    r"|(?=[0-9]*[a-fA-F])[0-9a-fA-F]{24,})(?![0-9A-Za-z])|wamid\.[\w+/=]+)"
    r"|(?P<number>\+?\d(?:[ ()-]{0,2}\d){6,})"
)


def masked(number: str) -> str:
    """Return a phone number with all but its first two and last two digits hidden.

    Example:
        >>> masked("919901258433")
        '91********33'

    """
    if len(number) < _LEAST_DIGITS:
        return "*" * len(number)
    return f"{number[:_SHOWN]}{'*' * (len(number) - 2 * _SHOWN)}{number[-_SHOWN:]}"


def mask_numbers(text: str) -> str:
    """Return a text in which every run of seven or more digits that may be a phone number is hidden.

    Example:
        >>> mask_numbers("no lead with +919901258433 in 5ba0e13a-ac26-4656-afdd-643ea0813137")
        'no lead with +91********33 in 5ba0e13a-ac26-4656-afdd-643ea0813137'

    """
    return re.sub(_NUMBERS, _hide, text)


def _hide(match: re.Match[str]) -> str:
    if match["id"] is not None:
        return match["id"]
    number = match["number"]
    plus = "+" if number.startswith("+") else ""
    return plus + masked("".join(character for character in number if character.isdigit()))
