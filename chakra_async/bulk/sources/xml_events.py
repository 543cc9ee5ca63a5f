"""XML of office files as events: read in pieces, without a tree, and without a document type, which they never have."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["XmlError", "make_parser", "parse", "unescape"]

_CHUNK: Final = 1 << 16
_LARGEST_TAG: Final = 512 << 10
_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_SEPARATOR: Final = " "


class XmlError(Exception):
    """The XML of a part cannot be read; the argument says why."""


def make_parser(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> expat.XMLParserType:
    """Return a parser that calls these functions; names have their namespace and a blank before them."""
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise XmlError("it has a document type")


def parse(stream: IO[bytes], parser: expat.XMLParserType, *, most: int | None = None) -> Generator[None]:
    """Feed a stream to a parser, piece by piece.

    Args:
        stream: The XML.
        parser: The parser.
        most: The largest number of bytes that is read.

    Raises:
        XmlError: It is not XML, or larger.

    """
    size = 0
    try:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if most is not None and size > most:
                raise XmlError(f"it is larger than {most >> 20} MiB")
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
            if size - parser.CurrentByteIndex > _LARGEST_TAG:  # which would be scanned again for each piece
                raise XmlError(f"it has a tag or a comment of more than {_LARGEST_TAG >> 10} KiB")
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError as error:
        raise XmlError(str(error)) from None
    yield


def unescape(text: str) -> str:
    """Return a string whose characters that XML cannot hold are written as `_x000D_`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
