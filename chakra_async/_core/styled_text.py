"""WhatsApp's marks for bold, italic, struck out and fixed width, read from the text of a message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Styled", "styled"]

_MARKED: Final = re.compile(r"(?<![\w*_~`])([*_~]|```)(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])", re.DOTALL)
_ELEMENTS: Final = {"*": "b", "_": "i", "~": "s", "```": "code"}


@attrs.frozen
class Styled:
    """A part of a message with a style.

    Attributes:
        element: The HTML element of the style: b, i, s or code.
        parts: What is in it.

    """

    element: str
    parts: tuple[str | Styled, ...]


def styled(text: str) -> tuple[str | Styled, ...]:
    """Return the parts of a string, plain strings among them.

    Example:
        >>> styled("Hello *Asha*")
        ('Hello ', Styled(element='b', parts=('Asha',)))

    """
    return tuple(_parts(text, 0))


def _parts(text: str, depth: int) -> Iterator[str | Styled]:
    last = 0
    for match in _MARKED.finditer(text) if depth < len(_ELEMENTS) else ():
        if match.start() > last:
            yield text[last : match.start()]
        inner = (match[2],) if match[1] == "```" else tuple(_parts(match[2], depth + 1))
        yield Styled(_ELEMENTS[match[1]], inner)
        last = match.end()
    if last < len(text):
        yield text[last:]
