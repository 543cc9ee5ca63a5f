"""The encoding of a text file: by its mark, by UTF-16 that is unmistakable, else the one that was named. Pure functions."""

from __future__ import annotations

import codecs
import unicodedata
from typing import Final

from chakra_async.bulk.errors import InputError

__all__ = ["ADVICE", "Utf8Trace", "codec_of", "encoding_of"]

ADVICE: Final = "utf-8-sig, cp1252 (Western Windows), utf-16 (Excel's Unicode text)"
"""Encodings to try, for error messages."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SHORTEST: Final = 3
_LATIN: Final = 0x100
_UNLIKELY: Final = range(0x180, 0x370)
"""Characters whose UTF-8 may be an accented capital and a mark, such as \u00c9 before a trade mark, in Latin text."""
_PAIR: Final = 2
_CHARACTERS: Final = 3
"""Different characters that are enough, though another encoding has letters for all of their bytes."""


def codec_of(encoding: str) -> str:
    """Return the name of the codec of an encoding.

    Raises:
        InputError: If it does not exist, or its data is not text.

    """
    try:
        _ = b"\n\n\n\n".decode(encoding, "ignore")  # refuses a codec of other data, such as hex
        return codecs.lookup(encoding).name
    except (LookupError, UnicodeError, ValueError):
        raise InputError(f"{encoding!r} is not an encoding of text; try {ADVICE}.") from None


def encoding_of(head: bytes, named: str) -> str:
    """Return the encoding of text: that of its byte order mark, else the one that was named.

    UTF-16 without a mark is taken as such only where UTF-8 was named (it is the default) and the whole first line is
    Latin letters with a zero byte each, which no other text has.

    Args:
        head: The first bytes of the text.
        named: The codec that the caller named.

    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if not named.startswith("utf-8"):
        return named
    return next((codec for codec in ("utf-16-le", "utf-16-be") if _is_wide(head, codec)), named)


def _is_wide(head: bytes, codec: str) -> bool:
    text = head[: len(head) & ~1].decode(codec, "replace")
    first = text.lstrip("\r\n").splitlines()[:1]
    return (
        bool(first)
        and len(first[0]) >= _SHORTEST
        and all(ord(mark) < _LATIN and (mark.isprintable() or mark == "\t") for mark in first[0])
    )


class Utf8Trace:
    """Whether text that was named as of an encoding of single bytes is UTF-8: whether all of its bytes beyond ASCII are.

    Text of another encoding is so only by a rare chance, since its characters beyond ASCII must come in groups that make
    sense to UTF-8, most of which have a mark in them that is not a letter. What may be one such chance is not taken for UTF-8.

    Args:
        named: The codec that the caller named.

    """

    def __init__(self, named: str) -> None:
        """Begin with nothing seen."""
        every = bytes(range(256))
        single = not named.startswith("utf") and len(every.decode(named, "replace")) == len(every)
        self._named = named
        self._decoder = codecs.getincrementaldecoder("utf-8")() if single else None
        self._seen: set[str] = set()

    def take(self, chunk: bytes, *, final: bool = False) -> None:
        """Take in the next bytes."""
        if self._decoder is None:
            return
        try:
            text = self._decoder.decode(chunk, final)
        except UnicodeDecodeError:
            self._decoder = None
            return
        if not text.isascii():
            self._seen.update(set(text) - self._seen)

    def is_utf8(self) -> bool:
        """Return whether the text is surely UTF-8; to be asked at its end."""
        if self._decoder is None:
            return False
        found = [mark for mark in self._seen if not mark.isascii() and ord(mark) not in _UNLIKELY]
        if len(found) >= _CHARACTERS:
            return True
        read = [mark.encode().decode(self._named, "replace") for mark in found]
        if any(len(marks) > _PAIR for marks in read) and _is_latin(self._named):
            return True
        return not all(unicodedata.category(mark)[0] in "LM" for mark in "".join(read))


def _is_latin(codec: str) -> bool:
    """Return whether an encoding of single bytes has accented letters of Latin, of which no word has three in a row."""
    try:
        return len("\u00e9".encode(codec)) == 1
    except UnicodeEncodeError:
        return False
