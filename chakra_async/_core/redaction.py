"""Removal of the access token from what a server sends, in every spelling in which it may send it back.

The token is found as it is, in upper and lower case, escaped as in JSON, HTML or a URL, and in base64 and hexadecimal,
also where more than the token was encoded, such as a whole header. Only errors are searched, and of them only what is
kept: the forms of the token are made for one search and not held.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from chakra_async._core.masking import mask_numbers
from chakra_async._core.text import Unescaped, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

__all__ = ["Cleaner"]

_SHORTEST_TOKEN: Final = 8  # a shorter one is a placeholder, which would be found inside common words
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
        if self._reveal is None:
            return text[:limit]
        forms = _forms(self._reveal())
        if not forms:
            return text[:limit]
        longest = min(max(map(len, forms)) * _LONGEST_ESCAPE, _MOST_SEARCHED)
        view = Unescaped(text[: limit + longest])
        spans = list(_spans(view.text.lower(), forms))
        if not spans:
            return text[:limit]
        # What is cut off begins behind the limit as it was before stars took the place of longer tokens.
        behind = view.place(limit)
        kept = [span for span in spans if span[0] < behind]
        end = max(behind, kept[-1][1]) if kept else behind
        return view.replaced([*kept, (end, len(view.text), "")] if end < len(view.text) else kept)


def _forms(token: str) -> list[str]:
    """Return the lower-case forms of a token that are looked for: itself first, then in other encodings."""
    if len(token) < _SHORTEST_TOKEN:
        return []
    raw = token.encode()
    forms = {raw.hex()}
    for before in range(
        3
    ):  # base64 writes three bytes as four characters: where the token begins decides its form
        encoded = b64encode(b"\0" * before + raw).decode()
        first = (0, 2, 3)[before]  # characters that depend on the bytes before the token
        last = (len(raw) + before) * 4 // 3  # those behind depend on the bytes behind it
        form = encoded[first : last - (1 if (len(raw) + before) % 3 else 0)].rstrip("=").lower()
        forms |= {form, form.replace("+", "-").replace("/", "_")}
    return [token.lower(), *forms]


def _spans(text: str, forms: list[str]) -> Iterator[tuple[int, int, str]]:
    """Give each place of a form in a lower-case string, in order and without overlaps.

    The characters beside one in base64 are removed as well: they hold the token's first and last bits.
    """
    found: list[tuple[int, int]] = []
    for index, form in enumerate(forms):
        beside = _BESIDE if index else 0  # the first one is the token itself
        for start in _places(text, form):
            end = start + len(form)
            before = len(text[max(0, start - beside) : start].rpartition(" ")[2])
            behind = len(text[end : end + beside].partition(" ")[0])
            found.append((start - before, end + behind))
    done = 0
    for start, end in sorted(found):
        if end > done:
            yield max(start, done), end, _STARS if start >= done else ""
            done = end


def _places(text: str, form: str) -> Iterator[int]:
    start = text.find(form)
    while start >= 0:
        yield start
        start = text.find(form, start + len(form))
