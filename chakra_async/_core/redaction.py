"""Removal of the access token from what a server sends, in every spelling in which it may send it back.

The token is found whatever is between its letters and digits (line breaks, blanks for `+`, colons, marks that cannot be
seen), in upper and lower case, escaped as in JSON, HTML or a URL, in base64 and hexadecimal, also where more than the token
was encoded, such as a whole header; and where only its beginning or end is left. Only errors are searched, and of them
only what is kept: the forms of the token are made for one search and not held.
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING, Final

from chakra_async._core.masking import mask_numbers
from chakra_async._core.plain_text import PlainText
from chakra_async._core.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

__all__ = ["Cleaner"]

_SHORTEST_TOKEN: Final = 8  # a shorter one is a placeholder, which would be found inside common words
_SHORTEST_FORM: Final = 14
_SIGNS: Final = "[0-9a-z]+"
_TAG: Final = "<[/!]?[a-z][^<>]{0,60}>"
_STARS: Final = "******"
_BESIDE: Final = 3
_LONGEST_ESCAPE: Final = 12
_MOST_SEARCHED: Final = 64 * 1024


class Cleaner:
    """Makes a server's strings fit to be kept in an error: no token, no phone number, one line.

    Args:
        reveal: Returns the token; it is called for each search, so that no variable holds it. None for no token.
        shown: Ids of Meta's that are not masked.

    """

    __slots__ = ("_reveal", "_shown")

    def __init__(self, reveal: Callable[[], str] | None = None, shown: Collection[str] = ()) -> None:
        self._reveal = reveal
        self._shown = shown

    def clean(self, text: str, limit: int) -> str:
        """Return the beginning of a string without token and phone numbers, control characters escaped.

        Args:
            text: The string as it came.
            limit: Characters of it that are kept at most.

        """
        return printable(mask_numbers(self.without_token(text, limit), self._shown))[:limit]

    def clean_id(self, text: str, limit: int) -> str:
        """Return the beginning of an id of a server's, as `clean` does, but with its digits."""
        return printable(self.without_token(text, limit))[:limit]

    def showing(self, ids: Collection[str]) -> Cleaner:
        """Return a cleaner that shows further ids of Meta's."""
        return Cleaner(self._reveal, frozenset((*self._shown, *ids)))

    def without_token(self, text: str, limit: int) -> str:
        """Return the beginning of a string without the token.

        Args:
            text: The string as it came.
            limit: Characters of it that are kept; a token that goes on behind them is removed as a whole.

        """
        token = "" if self._reveal is None else self._reveal()
        if len(token) < _SHORTEST_TOKEN:
            return text[:limit]
        longest = min(2 * len(token) * _LONGEST_ESCAPE, _MOST_SEARCHED)
        view = PlainText(text[: limit + longest])
        if view.endless:
            return _STARS[:limit]
        spans = list(_merged(_spans(view.text, token)))
        if not spans:
            return text[:limit]
        # What is cut off begins behind the limit as it was before stars took the place of longer tokens.
        behind = view.place(limit)
        kept = [span for span in spans if span[0] < behind]
        end = max(behind, kept[-1][1]) if kept else behind
        return view.replaced([*kept, (end, len(view.text), "")] if end < len(view.text) else kept)


def _spans(text: str, token: str) -> Iterator[tuple[int, int]]:
    """Yield each place of a token in a plain string."""
    lower = _lower(text)
    yield from _occurrences(lower, token.lower(), least=_SHORTEST_TOKEN)
    untagged = re.sub(_TAG, lambda match: " " * len(match[0]), lower) if "<" in lower else lower
    for searched in {lower, untagged}:
        yield from _encoded(searched, token)


def _encoded(text: str, token: str) -> Iterator[tuple[int, int]]:
    """Yield each place of a token in a string in lower case, whatever it is encoded in and whatever is in between."""
    squeezed = "".join(re.findall(_SIGNS, text))
    places: list[int] = []
    for match in re.finditer(_SIGNS, text):
        places += range(*match.span())
    for is_encoded, form in _forms(token):
        # The characters beside one in base64 hold the token's first and last bits.
        beside = _BESIDE if is_encoded else 0
        for start, end in _occurrences(squeezed, form, least=_SHORTEST_FORM):
            first, last = places[start], places[end - 1] + 1
            before = len(text[max(0, first - beside) : first].rpartition(" ")[2])
            yield first - before, last + len(text[last : last + beside].partition(" ")[0])


def _forms(token: str) -> Iterator[tuple[bool, str]]:
    """Yield the letters and digits of a token in the encodings that are looked for, and whether it is encoded."""
    raw = token.encode()
    plain = _squeezed(token)
    if len(plain) >= _SHORTEST_TOKEN:
        yield False, plain
    yield True, raw.hex()
    for before in range(
        3
    ):  # base64 writes three bytes as four characters: where the token begins decides its form
        encoded = b64encode(b"\0" * before + raw).decode()
        first = (0, 2, 3)[before]  # characters that depend on the bytes before the token
        last = (len(raw) + before) * 4 // 3  # those behind depend on the bytes behind it
        yield True, _squeezed(encoded[first : last - (1 if (len(raw) + before) % 3 else 0)])


def _occurrences(text: str, form: str, *, least: int) -> Iterator[tuple[int, int]]:
    """Yield the places of a form, of its beginning and of its end; a shorter form than the least only as a whole."""
    least = min(least, len(form))
    for start in _places(text, form[:least]):
        end = start + least
        while end - start < len(form) and text[end : end + 1] == form[end - start]:
            end += 1
        yield start, end
    for found in _places(text, form[-least:]):
        start, end = found, found + least
        while end - start < len(form) and start and text[start - 1] == form[start - 1 - end]:
            start -= 1
        yield start, end


def _places(text: str, form: str) -> Iterator[int]:
    start = text.find(form)
    while start >= 0:
        yield start
        start = text.find(form, start + len(form))


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    done = 0
    for start, end in sorted(spans):
        if end > done:
            yield max(start, done), end, _STARS if start >= done else ""
            done = end


def _lower(text: str) -> str:
    """Return a string in lower case, every character in its place."""
    return text.lower() if text.isascii() else re.sub("[A-Z]+", lambda match: match[0].lower(), text)


def _squeezed(text: str) -> str:
    return "".join(re.findall(_SIGNS, text.lower()))
