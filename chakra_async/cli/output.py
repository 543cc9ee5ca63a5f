"""Everything that the commands print, so that no value can forge output or end a command.

`line` writes to standard output, `note` to standard error. Control characters in values are escaped, a character that
the output's encoding lacks is escaped, and an output whose reader has ended is discarded: a command keeps its exit code.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Final, TextIO

import orjson

__all__ = ["as_json", "draw", "flush", "line", "note", "prepare", "printable", "write"]

_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)
"""Control characters of ASCII and Latin-1 but tab and line feed, bidirectional controls, and lone surrogates."""


def prepare() -> None:
    """Let standard output and standard error escape the characters that their encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if callable(reconfigure):
            reconfigure(errors="backslashreplace")


def printable(text: str) -> str:
    r"""Return a string on one line, with each control character as an escape such as `\x1b`.

    Example:
        >>> printable("a\x1b[2J\nb")
        'a\\x1b[2J\\nb'

    """
    return _escaped(text).replace("\n", "\\n")


def line(text: str = "") -> None:
    """Write lines to standard output; line feeds are kept, other control characters are escaped."""
    write(f"{_escaped(text)}\n")


def note(text: str) -> None:
    """Write lines to standard error; line feeds are kept, other control characters are escaped."""
    _write(sys.stderr, f"{_escaped(text)}\n")


def draw(text: str) -> None:
    """Write to standard error as it is, at once: for a terminal's own sequences."""
    _write(sys.stderr, text, flush=True)


def write(text: str) -> None:
    """Write a string to standard output as it is."""
    _write(sys.stdout, text)


def as_json(value: object) -> None:
    """Write one JSON value to standard output; control characters are JSON escapes."""
    text = orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2).decode()
    write(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def flush() -> None:
    """Write what is still buffered; to be called before the command exits."""
    _write(sys.stdout, "", flush=True)
    _write(sys.stderr, "", flush=True)


def _escaped(text: str) -> str:
    return _CONTROL.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return {0x0D: "\\r"}.get(code) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")  # noqa: PLR2004 - one byte


def _write(stream: TextIO | None, text: str, *, flush: bool = False) -> None:
    if stream is None:  # closed by the shell
        return
    try:
        stream.write(text)
        if flush:
            stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
