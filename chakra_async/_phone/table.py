"""What the table of ranges says of digits: in use or not, which country, which lengths. Pure, and without the library.

The table is an automaton in 16-bit words (see `codegen/phone_ranges.py`); a lookup reads a word or two for each digit. Behind
the first few digits of a number, mostly only the number of digits counts: this is found out once for each place, so that a
lookup takes half a microsecond. The table is unpacked with the first number.
"""

from __future__ import annotations

import re
import sys
from array import array
from binascii import a2b_base64
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "LONGEST",
    "SHORTEST",
    "calling_code",
    "code_of",
    "countries",
    "country_of",
    "exit_code_of",
    "exit_codes",
    "is_mistakable",
    "is_plain",
    "is_valid",
    "lengths_of",
    "sole_country_of",
    "trunk_of",
]

_AMBIGUOUS: Final = 10
LONGEST: Final = 15
"""Digits of the longest number, country code included (E.164)."""
SHORTEST: Final = 7
"""Digits of the shortest number that is read, country code included."""

_LABEL: Final = 1 << 10
_WORLD: Final = "001"
_UP_TO: Final = tuple((2 << max(character - 48, 0)) - 1 for character in range(58))
"""For the character of a digit, the bits of the digits up to it."""


_LONGEST_CODE: Final = 3
"""Digits of the longest calling code, which are enough to know it by."""
_HEAD: Final = 6
"""First digits of a number whose place in the table is kept, since most numbers of a program share them."""
_MAX_HEADS: Final = 4096
_MAX_PLAIN: Final = 2048
_PLAIN: Final[dict[str, bool]] = {}
"""The last numbers that `is_plain` was asked about: a run asks for the list, for the row's key and for its call."""
_Labels: TypeAlias = tuple[int, ...]
_Head: TypeAlias = tuple[int, _Labels | None]
"""The place behind a number's first digits, and the labels behind each number of further ones, if only that counts."""


class _Ranges:
    """The table, unpacked."""

    def __init__(self) -> None:
        from chakra_async._phone import ranges  # noqa: PLC0415 - large, and not needed before the first number

        self.words = array("H", a2b_base64(ranges.TABLE))
        if sys.byteorder == "big":
            self.words.byteswap()
        self.in_use = ranges.IN_USE
        self.extra = ranges.EXTRA
        self.mistakable = ranges.MISTAKABLE
        places = (self.in_use, self.extra, self.mistakable)
        self._heads: dict[int, dict[str, _Head]] = {place: {} for place in places}
        self._labels: dict[int, _Labels | None] = {0: ()}
        # The countries of each calling code, the main one first; 001 where it belongs to none.
        self.codes = {code: tuple(countries) for code, *countries in _groups(ranges.CODES, ";")}
        self.code_of = {
            country: code
            for code, countries in self.codes.items()
            for country in countries
            if country != _WORLD
        }
        self.countries: dict[tuple[str, int], str] = {}
        self.lengths = {
            code: frozenset(map(int, lengths.split(",")))
            for lengths, *codes in _groups(ranges.LENGTHS, ";")
            for code in codes
        }
        self.trunks = {code: trunk for trunk, *codes in _groups(ranges.TRUNKS, ";") for code in codes}
        self.exits = {
            country: pattern for pattern, *countries in _groups(ranges.EXITS, "\n") for country in countries
        }

    def walk(self, at: int, digits: str) -> int:
        """Return the label of a string in one of the table's sets, or 0 if it is not in the set."""
        if not (digits.isascii() and digits.isdigit()):
            return 0
        head = digits[:_HEAD]
        heads = self._heads[at]
        behind = heads.get(head)
        if behind is None:
            if len(heads) >= _MAX_HEADS:
                heads.clear()
            place = self._step(at, head)
            behind = heads[head] = (place, self._labels_behind(place))
        place, labels = behind
        if labels is not None:
            more = len(digits) - len(head)
            return labels[more] if more < len(labels) else 0
        place = self._step(place, digits[_HEAD:])
        words = self.words
        return words[place + 1] if place and words[place] & _LABEL else 0

    def _labels_behind(self, place: int) -> _Labels | None:
        """Return the label behind none, one, two ... further digits, or None if it depends on what digits they are."""
        if place in self._labels:
            return self._labels[place]
        following = {self._step(place, digit) for digit in "0123456789"}
        further = self._labels_behind(following.pop()) if len(following) == 1 else None
        words = self.words
        label = words[place + 1] if words[place] & _LABEL else 0
        labels = self._labels[place] = None if further is None else (label, *further)
        return labels

    def _step(self, at: int, digits: str) -> int:
        """Return the place behind some more digits, or 0 if no string goes on with them."""
        words, up_to = self.words, _UP_TO
        for character in digits.encode():
            word = words[at]
            at = words[at + (word & up_to[character]).bit_count() + (word >> 10)]
            if not at:
                return 0
        return at


def _groups(text: str, between: str) -> Iterator[list[str]]:
    return (group.split() for group in text.split(between))


@cache
def _ranges() -> _Ranges:
    return _Ranges()


def code_of(country: str) -> str | None:
    """Return the calling code of a country, or None if there is no such country."""
    return _ranges().code_of.get(country)


def countries() -> tuple[str, ...]:
    """Return every country there is."""
    return tuple(sorted(_ranges().code_of))


def sole_country_of(code: str) -> str | None:
    """Return the country of a calling code, or None if it belongs to several or to none."""
    found = _ranges().codes[code]
    return found[0] if len(found) == 1 and found[0] != _WORLD else None


def calling_code(digits: str) -> str | None:
    """Return the calling code that digits begin with, or None. No calling code begins with another one."""
    codes = _ranges().codes
    for size in (2, 3, 1):
        if digits[:size] in codes:
            return digits[:size]
    return None


def country_of(digits: str) -> str | None:
    """Return the country that a number is in use in, `001` for none in particular, or None if it is not in use.

    Args:
        digits: Country code and number. In use is what the `phonenumbers` library calls valid, what is reserved for
            fiction, and what WhatsApp itself writes.

    """
    ranges = _ranges()
    label = ranges.walk(ranges.in_use, digits) or ranges.walk(ranges.extra, digits)
    if not label:
        return None
    place = digits[:_LONGEST_CODE], label
    country = ranges.countries.get(place)
    if country is None and (code := calling_code(digits)):
        country = ranges.countries[place] = ranges.codes[code][label - 1]
    return country


def is_plain(text: str) -> bool:
    """Whether a string is a number in use as the API writes it: more than ten digits, country code first, no more."""
    known = _PLAIN.get(text)
    if known is None:
        if not (_AMBIGUOUS < len(text) <= LONGEST and text.isascii() and text.isdigit()):
            return False
        ranges = _ranges()
        known = bool(ranges.walk(ranges.in_use, text) or ranges.walk(ranges.extra, text))
        if len(_PLAIN) >= _MAX_PLAIN:
            _PLAIN.clear()
        _PLAIN[text] = known
    return known


def is_valid(digits: str) -> bool:
    """Return whether the `phonenumbers` library calls a number valid."""
    ranges = _ranges()
    return ranges.walk(ranges.in_use, digits) != 0


def is_mistakable(digits: str) -> bool:
    """Return whether digits in use as country code and number are somebody's number at home as well."""
    ranges = _ranges()
    return ranges.walk(ranges.mistakable, digits) != 0


def lengths_of(code: str) -> frozenset[int]:
    """Return how many digits numbers of a calling code may have behind the code."""
    return _ranges().lengths[code]


def trunk_of(code: str) -> str:
    """Return the trunk prefix of a calling code's national numbers; empty where they have none."""
    return _ranges().trunks.get(code, "")


@cache
def exit_code_of(country: str) -> re.Pattern[str]:
    """Return what is dialled in a country to dial abroad."""
    return re.compile(_ranges().exits[country])


@cache
def exit_codes() -> tuple[re.Pattern[str], ...]:
    """Return what is dialled anywhere to dial abroad, each once."""
    return tuple(map(re.compile, dict.fromkeys(_ranges().exits.values())))
