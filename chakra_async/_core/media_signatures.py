"""The content type that the first bytes of a file show.

Formats that share a container are told apart by what is in it: Opus and Vorbis in Ogg, the brands of MP4 files, the
folders of office documents, which are ZIP archives.
"""

from __future__ import annotations

from typing import Final

__all__ = ["OFFICE", "type_of_bytes", "type_of_text"]

OFFICE: Final = "application/vnd.openxmlformats-officedocument."
"""What the content types of office documents begin with."""

_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xfa", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"#!AMR", "audio/amr"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/x-wav", b"AVI ": "video/x-msvideo"}
_CODECS: Final = (
    (b"OpusHead", "opus"),
    (b"\x01vorbis", "vorbis"),
    (b"Speex   ", "speex"),
    (b"\x7fFLAC", "flac"),
)
_BRANDS: Final = {
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"qt  ": "video/quicktime",
}
_FOLDERS: Final = (
    (b"word/", f"{OFFICE}wordprocessingml.document"),
    (b"xl/", f"{OFFICE}spreadsheetml.sheet"),
    (b"ppt/", f"{OFFICE}presentationml.presentation"),
)
_FIRST_PAGE: Final = 128
_CONTROLS: Final = frozenset(range(0x20)) - frozenset(b"\t\n\f\r")


def type_of_bytes(start: bytes) -> str | None:
    """Return the content type that the first bytes of a content show, or None where they show none.

    Example:
        >>> type_of_bytes(b"%PDF-1.7")
        'application/pdf'

    """
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            return kind
    if start[:4] == b"OggS":
        page = start[:_FIRST_PAGE]
        return next((f"audio/ogg; codecs={codec}" for head, codec in _CODECS if head in page), "audio/ogg")
    if start[:4] == b"RIFF":
        return _RIFF.get(start[8:12])
    if start[4:8] == b"ftyp":
        return _BRANDS.get(start[8:12], "video/3gpp" if start[8:10] == b"3g" else "video/mp4")
    if start[:4] == b"PK\x03\x04":
        return next((kind for folder, kind in _FOLDERS if folder in start), "application/zip")
    return None


def type_of_text(start: bytes) -> str | None:
    """Return `text/plain` for the first bytes of UTF-8 text, or None for anything else.

    Example:
        >>> type_of_text(b"Hello!"), type_of_text(bytes(3))
        ('text/plain', None)

    """
    for cut in range(min(4, len(start))):  # the last character may be cut in the middle
        try:
            start[: len(start) - cut].decode()
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS & frozenset(start) else "text/plain"
    return None
