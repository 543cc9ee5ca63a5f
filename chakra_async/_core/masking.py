"""Masking of phone numbers in logs and errors.

A number is found in every usual notation: with blanks, dots, hyphens, slashes and brackets between its digits, with the
digits of other scripts, with invisible marks, percent-encoded or as JSON escapes, and inside a message id (wamid), which
holds the recipient's number in base64.
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING, Final

from chakra_async._core.text import Unescaped
from chakra_async._phone.errors import masked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["is_meta_id", "mask_id", "mask_numbers", "masked"]

_LEAST_ID_DIGITS: Final = 14
_BETWEEN: Final = (
    r"[\s()./+\u00ad\u00b7\u061c\u180e\u200b-\u200f\u2024\u2027\u202a-\u202e\u2060-\u2069\u2212"
    r"\u2010-\u2015\u2215\u2044\u30fb\ufe58\ufe63\uff08\uff09\uff0d\uff0e\uff0f\ufeff-]{1,4}"
)
# UUIDs, long hexadecimal ids and Meta's codes are matched first and passed over, so that only other runs of digits are
# masked. What is before a run does not matter: a body shown as a string has `\n9199...` and `%2B9199...` in it.
# Compiled on first use, as every pattern here that a successful call does not need: `re` keeps it.
_UUID: Final = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9A-Za-z])"
_NUMBERS: Final = (
    rf"(?P<id>(?<![0-9A-Za-z])(?:{_UUID}"
    r"|(?=[0-9]*[a-fA-F])[0-9a-fA-F]{24,})(?![0-9A-Za-z])|\(\#\d{1,7}\))"
    r"|wamid\.(?P<wamid>[A-Za-z0-9+/_=-]+)"
    rf"|(?P<number>\+?\d(?:\d|{_BETWEEN}(?!{_UUID})\d){{6,}})"
)
_DIGITS_IN_WAMID: Final = rb"[0-9]{7,}"


def mask_numbers(text: str, shown: Collection[str] = ()) -> str:
    """Return a string in which every run of seven or more digits that may be a phone number is masked.

    Args:
        text: The string.
        shown: Ids of Meta's that are left as they are, such as the id of the sending number.

    Example:
        >>> mask_numbers("no lead with +919901258433 in 5ba0e13a-ac26-4656-afdd-643ea0813137")
        'no lead with +91********33 in 5ba0e13a-ac26-4656-afdd-643ea0813137'
        >>> mask_numbers("number 775966265503012 not found", shown=["775966265503012"])
        'number 775966265503012 not found'

    """
    view = Unescaped(text)
    return view.replaced(_masks(view.text, shown))


def is_meta_id(value: str) -> bool:
    """Return whether a string of digits is too long for a phone number in use, so that it can be shown as an id.

    The ids of numbers and accounts that are documented have 14 to 17 digits; phone numbers have at most 13 in practice.
    """
    return value.isascii() and value.isdecimal() and len(value) >= _LEAST_ID_DIGITS


def mask_id(value: str) -> str:
    """Return an id of Meta's as it is, and mask whatever may be a phone number.

    Example:
        >>> mask_id("775966265503012"), mask_id("919901258433")
        ('775966265503012', '91********33')

    """
    return value if is_meta_id(value) else mask_numbers(value)


def _masks(text: str, shown: Collection[str]) -> Iterator[tuple[int, int, str]]:
    for match in re.finditer(_NUMBERS, text):
        if match["id"] is not None:
            continue
        if match["wamid"] is not None:
            start = match.start("wamid")
            yield from (
                (start + first, start + last, "*" * (last - first)) for first, last in _in(match["wamid"])
            )
            continue
        number = match["number"]
        digits = "".join(character for character in number if character.isdecimal())
        if digits in shown and is_meta_id(digits):
            continue
        yield match.start(), match.end(), ("+" if number.startswith("+") else "") + masked(digits)


def _in(wamid: str) -> Iterator[tuple[int, int]]:
    """Return the parts of a message id's base64 that hold a phone number."""
    plain = wamid.replace("-", "+").replace("_", "/").rstrip("=")
    whole = len(plain) // 4 * 4
    decoded = b64decode(plain[:whole])
    for match in re.finditer(_DIGITS_IN_WAMID, decoded):
        yield match.start() * 4 // 3, min(-(-match.end() * 4 // 3), len(wamid))
