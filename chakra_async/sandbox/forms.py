"""Multipart forms, parsed with the bytes of each part unchanged."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final

import attrs

__all__ = ["FormError", "Part", "parse_form"]

_MULTIPART: Final = "multipart/form-data"


class FormError(ValueError):
    """The body is not a multipart form."""


@attrs.frozen(kw_only=True)
class Part:
    """One field of a form.

    Attributes:
        data: Its bytes.
        filename: The name of its file, None where it is not a file.
        content_type: Its media type, empty where it has none.

    """

    data: bytes = attrs.field(repr=False)
    filename: str | None = None
    content_type: str = ""

    @property
    def text(self) -> str:
        """Its bytes as a string."""
        return self.data.decode(errors="replace")


def parse_form(content_type: str, body: bytes) -> dict[str, Part]:
    """Return the fields of a form by their names.

    Args:
        content_type: The whole header `Content-Type`, with the boundary.
        body: The body.

    Raises:
        FormError: The header names no boundary, the body does not end with it, or a part has no name.

    """
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_boundary()
    if header.get_content_type() != _MULTIPART or not boundary:
        raise FormError("the Content-Type is not multipart/form-data with a boundary")
    _, *pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())
    if not pieces or not pieces.pop().startswith(b"--"):
        raise FormError("the form does not end with its boundary")
    return dict(_part(piece) for piece in pieces)


def _part(piece: bytes) -> tuple[str, Part]:
    head, separator, data = piece.partition(b"\r\n\r\n")
    headers = BytesHeaderParser().parsebytes(head.partition(b"\r\n")[2])
    name = headers.get_param("name", header="content-disposition")
    if not separator or not isinstance(name, str):
        raise FormError("a part of the form has no name")
    content_type = headers.get_content_type() if "content-type" in headers else ""
    return name, Part(data=data, filename=headers.get_filename(), content_type=content_type)
