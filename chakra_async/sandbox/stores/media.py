"""Files: public ones that were uploaded, and those that customers sent, stored under Meta's ids."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from typing import Final

import attrs

from chakra_async.sandbox.ids import TEAM, named

__all__ = ["PIXEL", "PUBLIC_PATH", "File", "Media"]

PUBLIC_PATH: Final = "/chakra-public-media/"
"""Path prefix of uploaded files, which can be read without a token."""

_FIRST_ID: Final = 1013859600285440
_ANY_TYPE: Final = "application/octet-stream"
PIXEL: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""An image of one pixel: the file that a customer has sent before anything else happens."""


@attrs.frozen(kw_only=True)
class File:
    """A file.

    Attributes:
        data: Its bytes.
        content_type: Its media type.
        filename: Its name, empty without one.

    """

    data: bytes = attrs.field(repr=False)
    content_type: str
    filename: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


class Media:
    """All files of a sandbox.

    Attributes:
        base_url: Where the sandbox listens; addresses of files of customers begin with it.

    """

    def __init__(self) -> None:
        self.base_url = ""
        self._received: dict[str, File] = {}
        self._public: dict[str, File] = {}
        self.receive(PIXEL, "image/png")

    def receive(self, data: bytes, content_type: str, filename: str = "") -> str:
        """Store a file as if a customer had sent it; return its media id."""
        identifier = str(_FIRST_ID + len(self._received) + 1)
        self._received[identifier] = File(data=data, content_type=content_type, filename=filename)
        return identifier

    def keep(self, identifier: str, data: bytes, content_type: str) -> None:
        """Store a file of a customer under an id that it has already."""
        self._received.setdefault(identifier, File(data=data, content_type=content_type))

    def received(self, identifier: str) -> File | None:
        """Find a file that a customer sent by its media id."""
        return self._received.get(identifier)

    def publish(self, data: bytes, content_type: str, filename: str) -> str:
        """Store a file that can be read without a token; return its address.

        Its path marks it as an upload, so that the sandbox takes it where Meta takes public addresses only.
        """
        guessed = mimetypes.guess_type(filename)[0]
        file = File(data=data, content_type=content_type or guessed or _ANY_TYPE, filename=filename)
        _, dot, ending = filename.rpartition(".")
        name = f"{named(f'public file {len(self._public) + 1}')}{dot}{ending if dot else ''}"
        path = f"{PUBLIC_PATH}{TEAM}/{name}"
        self._public[path] = file
        return f"{self.base_url}{path}"

    def public(self, path: str) -> File | None:
        """Find a public file by the path of its address."""
        return self._public.get(path)
