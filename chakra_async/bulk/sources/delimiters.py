"""The delimiter of a table: from a header line, or from a hint such as `sep=;` in the first line. Pure functions."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["DELIMITERS", "is_hint", "parse_hint", "sniff_delimiter"]

DELIMITERS: Final = (",", ";", "\t", "|")
"""The delimiters that are looked for, in the order of preference."""

_QUOTED: Final = re.compile(r'"[^"]*"?')
_HINT: Final = re.compile(r"""[\ufeff\s"']*sep\s*=(.*)""", re.IGNORECASE | re.DOTALL)
_NAMED: Final = {"\\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_LONGEST_HINT: Final = 64


def sniff_delimiter(header: str) -> str:
    """Return the delimiter that a header line uses most outside quotes; a comma where it uses none.

    Example:
        >>> sniff_delimiter('"name, first";phone;city')
        ';'

    """
    bare = _QUOTED.sub("", header)
    return max(DELIMITERS, key=bare.count)


def is_hint(line: str) -> bool:
    """Return whether a first line is a hint for spreadsheet programs that names the delimiter."""
    return _hint(line) is not None


def parse_hint(line: str) -> list[str]:
    r"""Return the delimiters that a hint may mean, the most probable first; none if it names none.

    A program that saved the table again may have quoted the hint, or padded it with delimiters of its own.

    Example:
        >>> parse_hint('"SEP=;"\r\n')
        [';']
        >>> parse_hint("sep=;,,")
        [';', ',']

    """
    rest = _hint(line)
    if rest is None:
        return []
    rest = rest.strip("\r\n").replace('"', "").replace("'", "")
    for name, delimiter in _NAMED.items():
        if rest.strip().casefold().rstrip(",;|\t ") == name:
            return [delimiter]
    marks = [mark for mark in rest if not mark.isspace() or mark == "\t"]
    if not marks and rest:
        marks = [rest[0]]
    return list(dict.fromkeys(marks))


def _hint(line: str) -> str | None:
    found = _HINT.match(line) if len(line) <= _LONGEST_HINT else None
    if found is None:
        return None
    rest = found[1].strip("\r\n\"' ").casefold()
    named = rest.rstrip(",;|\t ") in _NAMED
    return found[1] if named or not any(map(str.isalnum, rest)) else None
