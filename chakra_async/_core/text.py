"""Strings of servers made safe to show: one line, and without what a terminal or a log would act on."""

from __future__ import annotations

import re
import shlex
from typing import Final

__all__ = ["UNSAFE", "encodable", "one_line", "path_in_command", "printable", "without_surrogates"]

# C0, C1, the line and paragraph separators, lone surrogates, tags, and the marks that reorder or hide what is beside them.
UNSAFE: Final = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""A pattern of the characters that `printable` escapes."""


def printable(text: str) -> str:
    r"""Return a string with every character escaped that a terminal or a log would act on.

    These are control characters, line breaks among them, lone surrogates, and the marks that change the direction of
    what follows or are not visible. The joiners that scripts and emoji need stay.

    Example:
        >>> print(printable("no \x1b[2J\nsecond line"))
        no \x1b[2J\nsecond line

    """
    return text if text.isascii() and text.isprintable() else re.sub(UNSAFE, _escaped, text)


def encodable(text: str) -> str:
    r"""Return a string as databases and files of UTF-8 take it: lone surrogates and NUL characters are escaped.

    A name of a file that is not UTF-8 has lone surrogates.

    Example:
        >>> encodable("le\udcffads.csv") == r"le\udcffads.csv"
        True

    """
    return text if text.isascii() and text.isprintable() else re.sub("[\0\ud800-\udfff]", _escaped, text)


def without_surrogates(text: str) -> str:
    r"""Return a string with lone surrogates escaped, and anything else as it is.

    Example:
        >>> without_surrogates("le\udcffads.csv") == r"le\udcffads.csv"
        True

    """
    return text if text.isascii() else re.sub("[\ud800-\udfff]", _escaped, text)


def one_line(text: str) -> str:
    r"""Return a string as `printable` does, with line breaks and runs of blanks as one space.

    Example:
        >>> one_line("first\n  second")
        'first second'

    """
    return printable(" ".join(text.split()))


def path_in_command(path: str) -> str:
    """Return a path as it is written in a command that is shown to be copied into a shell.

    Example:
        >>> print(path_in_command("my leads.journal"), path_in_command("-x.journal"), path_in_command("a.journal"))
        'my leads.journal' ./-x.journal a.journal

    """
    return shlex.quote(printable(f"./{path}" if path.startswith("-") else path))


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
