"""Content types and file names: parsed, derived from a name, mapped where a common one fails, made safe."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async._core.media_signatures import OFFICE

if TYPE_CHECKING:
    import mimetypes
    from collections.abc import Mapping

__all__ = [
    "OCTETS",
    "MediaType",
    "canonical_type",
    "content_type_of",
    "contradiction",
    "essence_of",
    "extension_of",
    "name_from_disposition",
    "parsed",
]

OCTETS: Final = "application/octet-stream"
"""The content type of a content of which nothing is known."""

# Aliases of content types; `audio/mp3` is known to be refused (seen in code).
_ALIASES: Final = {
    "application/ogg": "audio/ogg",
    "application/x-pdf": "application/pdf",
    "audio/aacp": "audio/aac",
    "audio/amr-nb": "audio/amr",
    "audio/m4a": "audio/mp4",
    "audio/mp3": "audio/mpeg",
    "audio/mpeg3": "audio/mpeg",
    "audio/mpg": "audio/mpeg",
    "audio/opus": "audio/ogg; codecs=opus",
    "audio/wav": "audio/x-wav",
    "audio/x-aac": "audio/aac",
    "audio/x-m4a": "audio/mp4",
    "audio/x-mp3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg",
    "audio/x-mpeg-3": "audio/mpeg",
    "audio/x-ogg": "audio/ogg",
    "audio/x-opus": "audio/ogg; codecs=opus",
    "audio/x-opus+ogg": "audio/ogg; codecs=opus",
    "image/jpe": "image/jpeg",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "video/3gp": "video/3gpp",
    "video/x-m4v": "video/mp4",
}
_WORD: Final = r"[\w!#$%&'*+.^`|~-]+"
_QUOTED: Final = r'"((?:[^"\\\r\n]|\\[^\r\n])*)"'
_PARAMETER: Final = rf"(?a:[ \t]*;[ \t]*({_WORD})[ \t]*=[ \t]*(?:{_QUOTED}|({_WORD})))"
_TYPE: Final = rf"(?a:[ \t]*{_WORD}/{_WORD}(?:{_PARAMETER})*[ \t]*;?[ \t]*)"
_ALIKE: Final = (
    frozenset({"audio/3gpp", "audio/mp4", "video/3gpp", "video/mp4"}),
    frozenset({"audio/aac", "audio/mpeg"}),
    frozenset({"audio/webm", "video/webm", "video/x-matroska"}),
)
"""Types that share a container, so that the first bytes do not tell them apart for certain."""
_WITH_SIGNATURE: Final = frozenset(
    {
        *("application/gzip", "application/pdf", "application/x-executable", "application/x-msdownload"),
        *("audio/aac", "audio/amr", "audio/flac", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/x-wav"),
        *("image/avif", "image/gif", "image/heic", "image/jpeg", "image/png", "image/webp"),
        *("video/3gpp", "video/mp4", "video/quicktime", "video/webm", "video/x-msvideo"),
    }
)
"""Types whose first bytes show them."""
# Extensions that the standard library's own table lacks or has otherwise; the tables of the machine are not read, so
# that the same name gives the same type everywhere.
_BY_EXTENSION: Final = {
    ".3gp": "video/3gpp",
    ".aac": "audio/aac",
    ".amr": "audio/amr",
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".jfif": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg; codecs=opus",
    ".pptx": f"{OFFICE}presentationml.presentation",
    ".webp": "image/webp",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
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
    return _COMPRESSED.get(compression, OCTETS) if compression else canonical_type(kind)


@attrs.frozen
class MediaType:
    """A content type with its parameters.

    Attributes:
        essence: Type and subtype in lower case, such as `audio/ogg`.
        parameters: The parameters by their names in lower case.

    """

    essence: str
    parameters: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def __str__(self) -> str:
        """Return it as it is written in a header."""
        return "; ".join(
            [self.essence, *(f"{name}={_value(text)}" for name, text in self.parameters.items())]
        )


def parsed(text: str) -> MediaType | None:
    """Return a content type with its parameters, or None where the text is not one.

    Example:
        >>> str(parsed('Audio/OGG;codecs="opus"'))
        'audio/ogg; codecs=opus'

    """
    if not re.fullmatch(_TYPE, text):
        return None
    essence, _, rest = text.partition(";")
    parameters = {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) if quoted else token
        for name, quoted, token in re.findall(_PARAMETER, f";{rest}")
    }
    return MediaType(essence.strip().lower(), parameters)


def _value(text: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", text)
    return text if re.fullmatch(_WORD, text) else f'"{escaped}"'


def canonical_type(kind: str | None) -> str | None:
    """Return a content type under the name that Meta takes, where it has several; what is not a type as it is.

    Example:
        >>> canonical_type("audio/opus"), canonical_type('Audio/OGG;codecs="opus"'), canonical_type("image/JPG")
        ('audio/ogg; codecs=opus', 'audio/ogg; codecs=opus', 'image/jpeg')

    """
    found = None if kind is None else parsed(kind)
    if found is None:
        return kind
    alias = _ALIASES.get(found.essence)
    if alias is None:
        return str(found)
    return (
        str(found)
        if alias == found.essence
        else str(attrs.evolve(found, essence=alias))
        if ";" not in alias
        else alias
    )


def essence_of(kind: str) -> str:
    """Return a content type without its parameters.

    Example:
        >>> essence_of("audio/ogg; codecs=opus")
        'audio/ogg'

    """
    return kind.partition(";")[0].strip().lower()


def contradiction(name: str, content: str) -> bool:
    """Return whether a file name's content type cannot be that of its first bytes.

    Args:
        name: The content type of the name.
        content: The content type that the bytes show.

    """
    named, shown = essence_of(name), essence_of(content)
    if named == shown or any(named in group and shown in group for group in _ALIKE):
        return False
    if shown in ("application/x-ole-storage", "application/zip"):
        return named in _WITH_SIGNATURE or named.startswith("text/")
    return named in _WITH_SIGNATURE or named.startswith(("text/", OFFICE)) or shown in _WITH_SIGNATURE


def extension_of(kind: str) -> str:
    """Return the usual extension of a content type, without a dot; `bin` where there is none.

    Example:
        >>> extension_of("image/jpeg")
        'jpg'

    """
    kind = essence_of(kind)
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
