"""Masking of phone numbers in logs and errors.

A number is found in any notation: its digits in any script, escaped, in circles, in base64 or in hexadecimal, with
anything between them that is not a letter or a digit, HTML tags included. What would be found that way and is something
else is recognized first: UUIDs, dates and times, amounts, codes of errors, addresses with a port.
"""

from __future__ import annotations

import re
from base64 import b64decode
from functools import partial
from typing import TYPE_CHECKING, Final

from chakra_async._core.plain_text import PlainText
from chakra_async._phone.errors import masked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["is_meta_id", "mask_id", "mask_numbers", "masked"]

_LEAST_ID_DIGITS: Final = 14
_LEAST_DIGITS: Final = 7
_MOST_DIGITS: Final = 15  # of a phone number: https://www.itu.int/rec/T-REC-E.164
_STARS: Final = "******"

# No digit that goes on, directly or behind a separator, so that a part of a number never passes as something else.
_TIGHT: Final = (r"(?<![0-9+])(?<![0-9][-./:_])", r"(?![0-9]|[-./:_][0-9])")
_LOOSE: Final = (r"(?<![0-9+])(?<![0-9][^0-9A-Za-z])", r"(?![0-9]|[^0-9A-Za-z][0-9])")
_DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_YEAR: Final = r"(?:19|20)[0-9]{2}"
_ISO: Final = rf"{_YEAR}-{_MONTH}-{_DAY}"
_DATE: Final = (
    rf"{_TIGHT[0]}(?:{_ISO}/{_ISO}|{_YEAR}(?P<mark>[-/.]){_MONTH}(?P=mark){_DAY}|{_DAY}(?P<mark2>[-/.]){_MONTH}(?P=mark2){_YEAR}"
    rf"|{_MONTH}/{_DAY}/{_YEAR}|{_YEAR}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])T[0-2][0-9](?:[0-5][0-9]){{1,2}}){_TIGHT[1]}"
)
_TIME: Final = (
    rf"{_TIGHT[0]}(?:{_YEAR}:)?(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{{1,9}})?)?"
    rf"(?: ?[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])?{_TIGHT[1]}"
)
_CURRENCY: Final = r"(?:[$\u20b9\u20ac\u00a3\u00a5]|\b(?:Rs\.?|INR|USD|EUR|GBP|AED|BRL|MXN|IDR))"
_AMOUNT: Final = r"[0-9]{1,3}(?:(?:[,.' ]?[0-9]{3}){0,2}|(?:,[0-9]{2}){0,2},[0-9]{3})(?:[.,][0-9]{1,2})?"
_MONEY: Final = (
    rf"(?<![0-9]){_CURRENCY} ?{_AMOUNT}{_LOOSE[1]}|{_LOOSE[0]}(?:{_AMOUNT} ?{_CURRENCY}(?![0-9])"
    rf"|(?:[0-9]{{1,3}},[0-9]{{3}},[0-9]{{3}}|[0-9]{{1,2}},[0-9]{{2}},[0-9]{{3}})(?:\.[0-9]{{2}})?{_LOOSE[1]}"
    rf"|[0-9]{{5,7}}\.[0-9]{{2}}{_LOOSE[1]})"
)
_STATUS: Final = r"(?:[1-5]0[0-9]|41[0-9]|42[2-9]|431|451|52[0-6])"
_CODE: Final = (
    rf"\(\#[0-9]{{1,7}}\)|(?i:\b(?:sub|error_?|status_?)?(?:code|subcode|status|error|http))[^0-9A-Za-z+]{{1,4}}"
    rf"(?:2[0-9]{{6}}|[0-9]{{1,6}}){_TIGHT[1]}"
    rf"|{_LOOSE[0]}(?:13[0-9]{{4}}(?:(?:, ?| ?/ ?|; ?)13[0-9]{{4}})+|{_STATUS}(?:(?:, ?| ?/ ?){_STATUS})+){_LOOSE[1]}"
)
_OCTET: Final = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_ADDRESS: Final = rf"{_TIGHT[0]}{_OCTET}(?:\.{_OCTET}){{3}}(?::|['\"], ?)[0-9]{{1,5}}{_TIGHT[1]}"
_UUID: Final = (
    r"(?<![0-9A-Za-z])(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
    r"|(?=[0-9]*[a-fA-F])[0-9a-fA-F]{24,})(?![0-9A-Za-z])"
)
# Tags have few digits, so that no number hides in one. Patterns are compiled on first use.
_TAG: Final = r"<[/!]?[A-Za-z][^<>0-9]{0,60}+(?:[0-9]{1,3}+[^<>0-9]{0,60}+){0,2}>"
_TOKENS: Final = (
    rf"(?P<other>{_UUID}|{_DATE}|{_TIME}|{_MONEY}|{_CODE}|{_ADDRESS})|(?P<tag>{_TAG})|(?P<digits>[0-9]+)"
)
# The digits of a number may be read as those of an escape: `50%2400000000` is 50 % of a number, or 50$00000000.
_BEHIND_ESCAPE: Final = rf"(?i)(%u?|\\[ux]|&\#x?)([0-9]{{{_LEAST_DIGITS},}}+)(?![0-9a-f]{{0,6}}-[0-9a-f]{{4}}-|[0-9a-f]{{8}}|t[0-9])"
_LONGEST_GAP: Final = 400
_MOST_MARKS: Final = 5
_MASKED: Final = "***"
_ENCODED: Final = r"[A-Za-z0-9+/_-]{10,}"
_DIGITS_IN_BYTES: Final = rb"[0-9](?:[ ().+-]{0,3}[0-9]){6,}"
# Digits in base64 whose upper and lower case was lost, and in hexadecimal.
_MANGLED: Final = (
    r"(?i)[A-Z0-9+/_-]{0,3}(?:[MNO][DTJZ][AEIMQUYCGK][W-Z0-5]){2,}[A-Z0-9+/_-]{0,3}|(?:3[0-9]){7,}"
)


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
    view = PlainText(text)
    if view.endless:
        return _STARS
    found = view.replaced(_in_order([*_numbers(view.text, shown), *_encoded(view.text)]))
    return found if view.text == text else re.sub(_BEHIND_ESCAPE, partial(_as_written, shown), found)


def _as_written(shown: Collection[str], match: re.Match[str]) -> str:
    digits = match[2]
    return match[0] if any(map(digits.endswith, shown)) else match[1] + masked(digits)


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


def _in_order(spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    done = 0
    for start, end, new in sorted(spans):
        if start >= done:
            yield start, end, new
            done = end
        elif end > done:
            yield done, end, "*" * (end - done)
            done = end


def _numbers(text: str, shown: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the place and the mask of each number in a plain string."""
    run: list[tuple[int, int]] = []  # the groups of digits that may be one number
    count = 0
    goes_on = (
        False  # behind a number of the greatest length, what is joined to it belongs to it or is another one
    )
    for match in re.finditer(_TOKENS, text):
        if match.lastgroup == "tag":
            continue
        is_id = match["digits"] in shown and is_meta_id(match["digits"]) if match["digits"] else True
        start, end = match.span()
        joined = bool(run) and not is_id and _is_gap(text, run[-1][1], start)
        if run and not (joined and count + end - start <= _MOST_DIGITS):
            yield from _masks(text, run, count, least=1 if goes_on else _LEAST_DIGITS)
            goes_on = joined
            run, count = [], 0
        if not is_id:
            run.append((start, end))
            count += end - start
    if run:
        yield from _masks(text, run, count, least=1 if goes_on else _LEAST_DIGITS)


def _masks(
    text: str, run: list[tuple[int, int]], count: int, *, least: int
) -> Iterator[tuple[int, int, str]]:
    if count < least:
        return
    start, end = run[0][0], run[-1][1]
    plus = start > 0 and text[start - 1] == "+"
    digits = "".join(text[first:last] for first, last in run)
    yield start - plus, end, "+" * plus + masked(digits)


def _is_gap(text: str, start: int, end: int) -> bool:
    """Return whether what is between two groups of digits may be between the digits of one number."""
    if end - start > _LONGEST_GAP:
        return False
    gap = text[start:end]
    marks = "".join((re.sub(_TAG, "", gap) if "<" in gap else gap).split())
    return len(marks) <= _MOST_MARKS and _MASKED not in marks and not any(map(str.isalnum, marks))


def _encoded(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the parts of a plain string that hold a number in base64 or hexadecimal, as the id of a message does."""
    for match in re.finditer(_ENCODED, text):
        # base64 writes three bytes as four characters; any of the first four may be the first of such a group.
        for offset in range(4):
            yield from _in_base64(match[0], match.start(), offset)
    for match in re.finditer(_MANGLED, text):
        yield match.start(), match.end(), "*" * (match.end() - match.start())


def _in_base64(token: str, place: int, offset: int) -> Iterator[tuple[int, int, str]]:
    plain = token.replace("-", "+").replace("_", "/")[offset:]
    for match in re.finditer(_DIGITS_IN_BYTES, b64decode(plain + "A" * (-len(plain) % 4))):
        first = place + offset + match.start() * 4 // 3
        last = min(place + offset - (-match.end() * 4 // 3), place + len(token))
        yield first, last, "*" * (last - first)
