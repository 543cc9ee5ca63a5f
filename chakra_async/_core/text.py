r"""Strings of servers made safe to show: one line, and without what a terminal or a log would act on.

`Unescaped` reads a string through the notations in which servers write characters (`\u002B`, `%2B`, `&#43;`), so that a
token or a phone number is found in any of them, and replaced where it is written.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["UNSAFE", "Unescaped", "one_line", "printable"]

# C0, C1, the line and paragraph separators, lone surrogates, tags, and the marks that reorder or hide what is beside them.
UNSAFE: Final = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""A pattern of the characters that `printable` escapes."""
_ESCAPED: Final = (
    r"\\+u[0-9a-fA-F]{4}|\\+x[0-9a-fA-F]{2}|\\+[^ux]|(?:%(?:25)*[0-9a-fA-F]{2})+|&(?:amp;)*#?\w{1,8};"
)
_SHORT: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def printable(text: str) -> str:
    r"""Return a string with every character escaped that a terminal or a log would act on.

    These are control characters, line breaks among them, lone surrogates, and the marks that change the direction of
    what follows or are not visible. The joiners that scripts and emoji need stay.

    Example:
        >>> print(printable("no \x1b[2J\nsecond line"))
        no \x1b[2J\nsecond line

    """
    return text if text.isascii() and text.isprintable() else re.sub(UNSAFE, _escaped, text)


def one_line(text: str) -> str:
    r"""Return a string as `printable` does, with line breaks and runs of blanks as one space.

    Example:
        >>> one_line("first\n  second")
        'first second'

    """
    return printable(" ".join(text.split()))


class Unescaped:
    """A string read through the escapes in it, with the place where each character is written.

    Attributes:
        text: The string without escapes.

    Args:
        written: The string as it came.

    """

    __slots__ = ("_ends", "_starts", "_written", "text")

    def __init__(self, written: str) -> None:
        self._written = written
        self._starts: list[int] | None = None
        self._ends: list[int] = []
        self.text = written
        if "\\" in written or "%" in written or "&" in written:
            self._read()

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
            done = last
        return "".join(parts) + written[done:] if parts else written

    def place(self, written: int) -> int:
        """Return how many characters of `text` begin in so many characters of what was written."""
        if self._starts is None:
            return min(written, len(self.text))
        return bisect_left(self._starts, written)

    def _read(self) -> None:
        starts: list[int] = []
        ends: list[int] = []
        out: list[str] = []
        done = 0
        for match in re.finditer(_ESCAPED, self._written):
            start, end = match.span()
            starts += range(done, start)
            ends += range(done + 1, start + 1)
            out.append(self._written[done:start])
            meant = _meant(match[0])
            out.append(meant)
            # Percent-encoded characters have three places each, as long as there is one for every character.
            width = (end - start) // len(meant) if meant and (end - start) % len(meant) == 0 else 0
            for index in range(len(meant)):
                starts.append(start + index * width)
                ends.append(start + (index + 1) * width if width else end)
            done = end
        starts += range(done, len(self._written))
        ends += range(done + 1, len(self._written) + 1)
        self._starts, self._ends = starts, ends
        self.text = "".join(out) + self._written[done:]


def _meant(escape: str) -> str:
    """Return what an escape means."""
    if escape.startswith("%"):
        return unquote_to_bytes(escape.replace("%25", "%")).decode("utf-8", "replace")
    if escape.startswith("&"):
        import html  # noqa: PLC0415 - large, and rare

        return html.unescape(escape.replace("&amp;", "&"))
    mark = escape.lstrip("\\")
    if len(mark) > 1:
        return chr(int(mark[1:], 16))
    return _SHORT.get(mark, mark)


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
