"""Passing over rows of a sheet's XML without parsing them: those that were read before, or all of them."""

from __future__ import annotations

import io
import re
from typing import IO, Final, cast

__all__ = ["skipped_to", "without_rows"]

_CHUNK: Final = 1 << 18
_LONGEST_TAG: Final = 8 << 10
_LARGEST_HEAD: Final = 4 << 20
_DATA: Final = re.compile(rb"<(?:\w+:)?sheetData\s*>")
_ROW: Final = re.compile(rb"<(?:\w+:)?row(?:\s[^<>]*)?")
_END_OF_DATA: Final = re.compile(rb"</(?:\w+:)?sheetData\s*>")
_LONGEST_END: Final = 64
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\s[^<>]*>")
_DECLARED: Final = b"<!"


def skipped_to(stream: IO[bytes], number: int) -> IO[bytes] | None:
    """Return the XML of a sheet without the rows above a row, or None if that row cannot be found with certainty.

    Args:
        stream: The sheet's XML, at its begin.
        number: The row's number, which its element must name.

    """
    parts = _parts(stream)
    if parts is None:
        return None
    head, buffer = parts
    wanted = b' r="%d"' % number
    while _DECLARED not in buffer:  # in a comment or a section of characters anything may look like a row
        at = buffer.find(wanted)
        while at >= 0:
            start = buffer.rfind(b"<", 0, at)
            if start >= 0 and _ROW.fullmatch(buffer, start, at) is not None:
                if _has_ranges(buffer[:start]):
                    return None
                return cast("IO[bytes]", _Joined(head + buffer[start:], stream))
            at = buffer.find(wanted, at + 1)
        chunk = stream.read(_CHUNK)
        if not chunk or _has_ranges(buffer):
            return None
        buffer = buffer[-_LONGEST_TAG:] + chunk
    return None


def without_rows(stream: IO[bytes]) -> IO[bytes] | None:
    """Return the XML of a sheet without its rows, or None if their end cannot be found with certainty.

    Args:
        stream: The sheet's XML, at its begin.

    """
    parts = _parts(stream)
    if parts is None:
        return None
    head, buffer = parts
    while _DECLARED not in buffer:
        found = _END_OF_DATA.search(buffer)
        if found is not None:
            return cast("IO[bytes]", _Joined(head + buffer[found.start() :], stream))
        chunk = stream.read(_CHUNK)
        if not chunk:
            return None
        buffer = buffer[-_LONGEST_END:] + chunk
    return None


def _parts(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Return what is before a sheet's rows, and what was read behind that; None where it is not certain."""
    head = b""
    while (found := _DATA.search(head)) is None:
        chunk = stream.read(_CHUNK)
        if not chunk or len(head) > _LARGEST_HEAD:
            return None
        head += chunk
    end = found.end()
    return None if _DECLARED in head[:end] else (head[:end], head[end:])


def _has_ranges(passed: bytes) -> bool:
    """Return whether a formula in this XML may give cells below it as well."""
    if b"array" not in passed and b"dataTable" not in passed:
        return False
    return any(b":" in tag and (b"array" in tag or b"dataTable" in tag) for tag in _FORMULA.findall(passed))


class _Joined:
    """Bytes, and what follows them in a stream."""

    def __init__(self, begin: bytes, stream: IO[bytes]) -> None:
        self._begin = io.BytesIO(begin)
        self._stream = stream

    def read(self, size: int) -> bytes:
        return self._begin.read(size) or self._stream.read(size)
