# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `media`."""

from __future__ import annotations

import attrs

from chakra_async.model import Model

__all__ = ["MediaDetails", "PublicMedia"]


@attrs.define(kw_only=True, eq=False, repr=False)
class PublicMedia(Model):
    """A file that anybody who has its address can read.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11313630

    """

    public_media_url: str = attrs.field(metadata={"wire": "publicMediaUrl"})
    """The file's public address. How long it lasts is not documented."""


@attrs.define(kw_only=True, eq=False, repr=False)
class MediaDetails(Model):
    """What is known of a file that a WhatsApp user sent.

    Evidence: Seen in public code, not documented: ChakraHQ passes on what Meta answers. Source:
    https://github.com/facebook/openapi

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """Meta's media id."""

    url: str | None = attrs.field(default=None, metadata={"wire": "url"})
    """Where the file is, for a short time; it leads through ChakraHQ and takes the same token."""

    mime_type: str | None = attrs.field(default=None, metadata={"wire": "mime_type"})
    """The file's content type."""

    sha256: str | None = attrs.field(default=None, metadata={"wire": "sha256"})
    """The file's SHA-256."""

    file_size: int | str | None = attrs.field(default=None, metadata={"wire": "file_size"})
    """The file's size in bytes. Meta's specification types it as a string, Meta's examples hold a number."""

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""
