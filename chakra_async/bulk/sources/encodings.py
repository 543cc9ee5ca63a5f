"""The encoding of a text file: by its mark, by UTF-16 that is unmistakable, else the one that was named. Pure functions."""

from __future__ import annotations

import codecs
from typing import Final

from chakra_async.bulk.errors import InputError

__all__ = ["ADVICE", "codec_of", "encoding_of"]

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
