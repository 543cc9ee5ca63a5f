"""Content types and file names: derived from a name or the first bytes, mapped where a common one fails, made safe."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import mimetypes

__all__ = [
    "OCTETS",
    "content_type_of",
    "extension_of",
    "name_from_disposition",
    "plain_type",
    "type_of_bytes",
]

OCTETS: Final = "application/octet-stream"
"""The content type of a content of which nothing is known."""

# Aliases of content types; `audio/mp3` is known to be refused (seen in code).
_ALIASES: Final = {
    "audio/m4a": "audio/mp4",
    "audio/mp3": "audio/mpeg",
    "audio/wav": "audio/x-wav",
    "audio/x-m4a": "audio/mp4",
    "audio/x-mp3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
# Extensions that the standard library's own table lacks or has otherwise; the tables of the machine are not read, so
# that the same name gives the same type everywhere.
_BY_EXTENSION: Final = {
    ".3gp": "video/3gpp",
    ".aac": "audio/aac",
    ".amr": "audio/amr",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".jfif": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".webp": "image/webp",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
}
_COMPRESSED: Final = {"gzip": "application/gzip", "bzip2": "application/x-bzip2", "xz": "application/x-xz"}
_EXTENSIONS: Final = {
    OCTETS: "bin",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "image/jpeg": "jpg",
    "text/html": "html",
    "text/plain": "txt",
    "video/mp4": "mp4",
}
_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"#!AMR", "audio/amr"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_MAX_NAME_LENGTH: Final = 200


def content_type_of(name: str) -> str | None:
    """Return the content type of a file name, or None where its extension is not known.

    Example:
        >>> content_type_of("voice.mp3")
        'audio/mpeg'

    """
    extension = re.search(r"\.\w+$", name)
    known = _BY_EXTENSION.get(extension[0].lower()) if extension else None
    if known is not None:
        return known
    kind, compression = _table().guess_type(f"file{extension[0]}" if extension else "file")
    return _COMPRESSED.get(compression, OCTETS) if compression else plain_type(kind)


def type_of_bytes(start: bytes) -> str | None:
    """Return the content type that the first bytes of a content show, or None where they show none."""
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            return kind
    if start[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/x-wav"}.get(start[8:12])
    if start[4:8] == b"ftyp":
        brand = start[8:11]
        return {b"M4A": "audio/mp4", b"qt ": "video/quicktime"}.get(
            brand, "video/3gpp" if brand[:2] == b"3g" else "video/mp4"
        )
    return None


def plain_type(kind: str | None) -> str | None:
    """Return a content type under the name that works, where it has several."""
    return kind if kind is None else _ALIASES.get(kind.lower(), kind)


def extension_of(kind: str) -> str:
    """Return the usual extension of a content type, without a dot; `bin` where there is none.

    Example:
        >>> extension_of("image/jpeg")
        'jpg'

    """
    kind = kind.partition(";")[0].strip().lower()
    for extension, known in _BY_EXTENSION.items():
        if known == kind and kind not in _EXTENSIONS:
            return extension[1:]
    return _EXTENSIONS.get(kind) or (_table().guess_extension(kind) or ".bin")[1:]


def name_from_disposition(value: str | None) -> str | None:
    """Return the file name that a Content-Disposition header gives, without directories and control characters.

    Example:
        >>> name_from_disposition('attachment; filename="../../etc/passwd"')
        'passwd'

    """
    if not value:
        return None
    from email.message import Message  # noqa: PLC0415 - only a download needs it

    header = Message()
    header["content-disposition"] = _CONTROLS.sub(" ", value)
    try:
        name = header.get_filename()
    except (LookupError, UnicodeError, ValueError):
        return None
    if name is None:
        return None
    name = _CONTROLS.sub("", name).replace("\\", "/").rpartition("/")[2].strip().strip(".").strip()
    name = name.encode("utf-8", "replace").decode()
    if len(name) > _MAX_NAME_LENGTH:
        stem, dot, extension = name.rpartition(".")
        name = f"{stem[:_MAX_NAME_LENGTH]}{dot}{extension[:20]}" if stem else name[:_MAX_NAME_LENGTH]
    return name or None


@cache
def _table() -> mimetypes.MimeTypes:
    import mimetypes  # noqa: PLC0415 - only an upload needs it

    return mimetypes.MimeTypes(())
