r"""A string as it is meant, whatever it is written in, and where each of its characters is written.

Servers write characters as `\u002B`, `%2B` or `&#43;`, also several times over; people and programs write digits in many
scripts, with marks that cannot be seen between them. A token or a phone number is looked for in what all of that means,
and replaced where it is written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["PlainText"]

# Compiled on first use, as the other pattern here: most strings have no escapes.
_ESCAPE: Final = (
    r"\\+u[0-9a-fA-F]{4}|\\+u\{[0-9a-fA-F]{1,6}\}|\\+U[0-9a-fA-F]{8}|\\+x[0-9a-fA-F]{2}|\\+[^uUx\\]"
    r"|%(?:25)*u[0-9a-fA-F]{4}|(?:%(?:25)*[0-9a-fA-F]{2})+|&(?:amp;)*(?:\#(?:x[0-9a-fA-F]{1,7}|[0-9]{1,8});?|\w{1,8};)"
)
_NOT_ASCII: Final = r"[^\x00-\x7f]"
_SHORT: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_MOST_PASSES: Final = 16
_MARKS: Final = frozenset({"Cf", "Mn", "Me"})
_DIGITS: Final = frozenset({"Nd", "No"})
_MOST_IN_ONE: Final = 100
_FILLERS: Final = "\u115f\u1160\u3164\uffa0"
_LAST_CHARACTER: Final = 0x10FFFF


class PlainText:
    """A string without escapes and invisible marks, in plain characters, with the place where each one is written.

    Escapes are read again and again until none is left, full-width and circled characters and the digits of all scripts
    are written as in ASCII (NFKC), and format characters and combining marks are left out.

    Attributes:
        text: The plain string.
        endless: Whether it was escaped more often than is read; then `text` is not what is meant.

    Args:
        written: The string as it came.

    """

    __slots__ = ("_ends", "_starts", "_written", "endless", "text")

    def __init__(self, written: str) -> None:
        self._written = written
        self._starts: list[int] | None = None
        self._ends: list[int] = []
        self.text = written
        passes = 0
        while passes < _MOST_PASSES and (self._fold() or self._unescape()):
            passes += 1
        self.endless = passes == _MOST_PASSES

    def replaced(self, spans: Iterable[tuple[int, int, str]]) -> str:
        """Return the string as it came, with parts of it replaced.

        Args:
            spans: Start and end in `text`, and what to write in their place; in order, and not overlapping.

        """
        written = self._written
        parts: list[str] = []
        done = 0
        for start, end, new in spans:
            first = start if self._starts is None else self._starts[start]
            last = end if self._starts is None else self._ends[end - 1]
            parts += (written[done : max(first, done)], new)
            done = max(last, done)
        return "".join(parts) + written[done:] if parts else written

    def place(self, written: int) -> int:
        """Return how many characters of `text` begin in so many characters of what was written."""
        if self._starts is None:
            return min(written, len(self.text))
        return bisect_left(self._starts, written)

    def _fold(self) -> bool:
        text = self.text
        return not text.isascii() and self._rewrite(
            (match.start(), match.end(), _plain(match[0])) for match in re.finditer(_NOT_ASCII, text)
        )

    def _unescape(self) -> bool:
        text = self.text
        return ("\\" in text or "%" in text or "&" in text) and self._rewrite(
            (match.start(), match.end(), _meant(match[0])) for match in re.finditer(_ESCAPE, text)
        )

    def _rewrite(self, pieces: Iterator[tuple[int, int, str]]) -> bool:
        """Replace parts of the text by what they mean; return whether it changed."""
        text = self.text
        changes = [piece for piece in pieces if text[piece[0] : piece[1]] != piece[2]]
        if not changes:
            return False
        old_starts = range(len(text)) if self._starts is None else self._starts
        old_ends = range(1, len(text) + 1) if self._starts is None else self._ends
        starts: list[int] = []
        ends: list[int] = []
        out: list[str] = []
        done = 0
        for start, end, meant in changes:
            starts += old_starts[done:start]
            ends += old_ends[done:start]
            out += (text[done:start], meant)
            # Percent-encoded characters have three places each, as long as there is one for every character.
            width = (end - start) // len(meant) if meant and (end - start) % len(meant) == 0 else 0
            for index in range(len(meant)):
                starts.append(old_starts[start + index * width])
                ends.append(old_ends[start + (index + 1) * width - 1 if width else end - 1])
            done = end
        starts += old_starts[done:]
        ends += old_ends[done:]
        self._starts, self._ends = starts, ends
        self.text = "".join(out) + text[done:]
        return True


def _plain(character: str) -> str:
    """Return a character of ASCII in place of one that means the same; nothing for one that cannot be seen."""
    if unicodedata.category(character) in _MARKS or character in _FILLERS:
        return ""
    number = unicodedata.numeric(character, None) if unicodedata.category(character) in _DIGITS else None
    if number is not None and number.is_integer() and 0 <= number < _MOST_IN_ONE:
        return str(int(number))
    return unicodedata.normalize("NFKC", character)


def _meant(escape: str) -> str:
    """Return what an escape means."""
    if escape.startswith("%"):
        plain = escape.replace("%25", "%")
        while "%25" in plain:
            plain = plain.replace("%25", "%")
        if plain.startswith("%u"):
            return chr(int(plain.removeprefix("%u"), base=16))
        return unquote_to_bytes(plain).decode("utf-8", "replace")
    if escape.startswith("&"):
        import html  # noqa: PLC0415 - large, and rare

        return html.unescape(escape.replace("&amp;", "&"))
    mark = escape.lstrip("\\")
    if len(mark) > 1:
        code = int(mark[1:].strip("{}"), 16)
        return chr(code) if code <= _LAST_CHARACTER else ""
    return _SHORT.get(mark, mark)
