"""Everything that the commands print, so that no value can forge output or end a command.

`line` writes to standard output, `note` to standard error. Control characters in values are escaped, a character that
the output's encoding lacks is escaped, and an output whose reader has ended is discarded: a command keeps its exit code.
One that cannot be written for another reason, such as a full disk, discards the rest, and `flush` returns why.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from typing import Final, TextIO

from chakra_async._core import text
from chakra_async._core.json_text import json_text

__all__ = ["as_json", "draw", "flush", "line", "note", "prepare", "printable", "write"]

_UNSAFE_IN_JSON: Final = re.compile(rf"(?!\n){text.UNSAFE}")
"""The line feeds of the layout are kept; those of values are escaped already."""
_READER_GONE: Final = (errno.EPIPE, errno.EIO)
"""The errors of a pipe and of a terminal that nothing reads any more."""
_LOST: Final[list[str]] = []
"""Why standard output could not be written, if it could not."""


def prepare() -> None:
    """Let standard output and standard error escape the characters that their encoding lacks."""
    _LOST.clear()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if callable(reconfigure):
            reconfigure(errors="backslashreplace")


def printable(value: str) -> str:
    r"""Return a string on one line, with each control character as an escape such as `\x1b`.

    Example:
        >>> printable("a\x1b[2J\nb")
        'a\\x1b[2J\\nb'

    """
    return _escaped(value).replace("\n", "\\n")


def line(value: str = "") -> None:
    """Write lines to standard output; line feeds are kept, other control characters are escaped."""
    write(f"{_escaped(value)}\n")


def note(value: str) -> None:
    """Write lines to standard error; line feeds are kept, other control characters are escaped."""
    _write(sys.stderr, f"{_escaped(value)}\n")


def draw(value: str) -> None:
    """Write to standard error as it is, at once: for a terminal's own sequences."""
    _write(sys.stderr, value, flush=True)


def write(value: str) -> None:
    """Write a string to standard output as it is."""
    _write(sys.stdout, value)


def as_json(value: object) -> None:
    """Write one JSON value to standard output; control characters are JSON escapes."""
    document = json_text(value, indent=True)
    write(_UNSAFE_IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], document) + "\n")


def flush() -> str | None:
    """Write what is still buffered; to be called before the command exits.

    Returns:
        Why standard output lacks something that was written to it, such as a full disk; None where it has all.

    """
    _write(sys.stdout, "", flush=True)
    _write(sys.stderr, "", flush=True)
    return _LOST[0] if _LOST else None


def _escaped(value: str) -> str:
    """Escape what a terminal would act on, but for line feeds and tabs, which lay out what is printed."""
    return re.sub(r"[^\n\t]+", lambda part: text.printable(part[0]), value)


def _write(stream: TextIO | None, value: str, *, flush: bool = False) -> None:
    if stream is None:  # closed by the shell
        return
    try:
        stream.write(value)
        if flush:
            stream.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if stream is sys.stdout and error.errno not in _READER_GONE:
            _LOST.append(error.strerror or str(error))
