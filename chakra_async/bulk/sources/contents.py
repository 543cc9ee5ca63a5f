"""What a file is by its content: a table that can be read, or another kind of file with advice on what to do.

A name says little: web applications save HTML as .xls, and people rename a workbook to .csv.
"""

from __future__ import annotations

import enum
import re
import zipfile
from typing import IO, TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

__all__ = ["HEAD", "Format", "OtherKind", "format_of"]

HEAD: Final = 1 << 16
"""Bytes of a file's beginning that `format_of` looks at."""

_SAVE: Final = "save it as .xlsx or as CSV UTF-8 and give that file"
_UNPACK: Final = "unpack it and give the table inside"
_EXPORT: Final = "export the list as CSV"
_OPEN: Final = "open it in a spreadsheet program, and save it as .xlsx or CSV UTF-8"
_FRAME: Final = "read it with pandas or polars and give the data frame as rows"


class Format(enum.StrEnum):
    """A format that can be read."""

    TEXT = "text"
    """CSV or TSV, as far as the first bytes show."""
    WORKBOOK = "xlsx"
    JSON = "json"
    """An array of records."""
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    ARROW = "arrow"
    """An Arrow file, which Feather is as well."""
    ARROW_STREAM = "arrow stream"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZSTD = "zstd"
    ZIP = "zip"


@attrs.frozen
class OtherKind:
    """A kind of file that cannot be read.

    Attributes:
        name: The kind with its article, such as `an Excel workbook (.xlsx)`.
        advice: What to do with it.

    """

    name: str
    advice: str


_OLD_WORKBOOK: Final = OtherKind("an Excel workbook of the old form (.xls)", _SAVE)
_LOCKED_WORKBOOK: Final = OtherKind(
    "an Excel workbook with a password", "open it, remove the password, save it and give that file"
)
_IMAGE: Final = "an image"

_SIGNATURES: Final[tuple[tuple[bytes, OtherKind | Format], ...]] = (
    (b"\x09\x08\x10\x00\x00\x06", _OLD_WORKBOOK),
    (b"\x09\x08\x08\x00\x00\x05", _OLD_WORKBOOK),
    (b"\x09\x04\x06\x00", _OLD_WORKBOOK),
    (b"\x09\x02\x06\x00", _OLD_WORKBOOK),
    (b"\x09\x00\x04\x00", _OLD_WORKBOOK),
    (b"\x1f\x8b", Format.GZIP),
    (b"BZh91AY&SY", Format.BZIP2),
    (b"\x28\xb5\x2f\xfd", Format.ZSTD),
    (b"\xfd7zXZ\x00", Format.XZ),
    (b"7z\xbc\xaf\x27\x1c", OtherKind("a 7-Zip archive (.7z)", _UNPACK)),
    (b"Rar!\x1a\x07", OtherKind("a RAR archive (.rar)", _UNPACK)),
    (b"\x04\x22\x4d\x18", OtherKind("an LZ4 archive (.lz4)", _UNPACK)),
    (b"PAR1\x15", Format.PARQUET),
    (b"ARROW1\x00\x00", Format.ARROW),
    (b"\xff\xff\xff\xff", Format.ARROW_STREAM),
    (b"Obj\x01", OtherKind("an Avro file", _FRAME)),
    (b"SQLite format 3\x00", OtherKind("a SQLite database", "give a table, or a query's records as rows")),
    (b"%PDF-", OtherKind("a PDF document", _EXPORT)),
    (b"{\\rtf", OtherKind("an RTF document", _EXPORT)),
    (b"\x89PNG\r\n\x1a\n", OtherKind(f"{_IMAGE} (PNG)", _EXPORT)),
    (b"\xff\xd8\xff", OtherKind(f"{_IMAGE} (JPEG)", _EXPORT)),
    (b"GIF87a", OtherKind(f"{_IMAGE} (GIF)", _EXPORT)),
    (b"GIF89a", OtherKind(f"{_IMAGE} (GIF)", _EXPORT)),
    (b"II*\x00", OtherKind(f"{_IMAGE} (TIFF)", _EXPORT)),
    (b"MM\x00*", OtherKind(f"{_IMAGE} (TIFF)", _EXPORT)),
    (b"\x7fELF", OtherKind("a program", _EXPORT)),
    (b"MZ\x90\x00", OtherKind("a program", _EXPORT)),
)
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OFFICE: Final[tuple[tuple[str, OtherKind | Format], ...]] = (
    ("xl/workbook.bin", OtherKind("an Excel binary workbook (.xlsb)", _SAVE)),
    ("xl/", Format.WORKBOOK),
    ("word/", OtherKind("a Word document (.docx)", _EXPORT)),
    ("ppt/", OtherKind("a PowerPoint presentation (.pptx)", _EXPORT)),
    ("Index/", OtherKind("a Numbers workbook", _SAVE)),
)
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."

# Patterns of text, after marks and blanks; the first that matches decides. A header line of CSV matches none of them.
_TEXTS: Final[tuple[tuple[re.Pattern[str], OtherKind | Format], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), kind)
    for pattern, kind in (
        (
            r"(?:<\?xml\b.{,500}?)?<(?:!doctype\s+html|html|head|meta|body|table|style|script|div|p|center|font)\b",
            OtherKind("an HTML page", _OPEN),
        ),
        (
            r"<\?xml\b.*urn:schemas-microsoft-com:office:spreadsheet",
            OtherKind("an Excel workbook in XML", _SAVE),
        ),
        (r"<\?xml\b|<[\w:]+ [^>]*\bxmlns", OtherKind("an XML file", _EXPORT)),
        (r'\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})', Format.JSON_LINES),
        (r"\[[^\n]*\]\s*\n\s*\[", OtherKind("a JSON Lines file of arrays", "give each line as an object")),
        (r'\[\s*(?:[{\["\]]|-?\d+\s*[,\]])', Format.JSON),
        (r"MIME-Version:\s", OtherKind("a web archive or a mail", _OPEN)),
        (r"BEGIN:VCARD\b", OtherKind("an address book (vCard)", "export the contacts as CSV")),
        (r"BEGIN:VCALENDAR\b", OtherKind("a calendar", _EXPORT)),
    )
)


def format_of(head: bytes, reopen: Callable[[], AbstractContextManager[IO[bytes]]]) -> Format | OtherKind:
    """Return the format of a file, or its kind where it cannot be read.

    Args:
        head: The first bytes of the file, up to `HEAD`.
        reopen: Opens the file again, where more of it decides.

    """
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(_COMPOUND):
        return _compound(head, reopen)
    if head.startswith(_ZIP):
        return _archive(reopen)
    media = (head.startswith(b"\0\0\0") and head[4:8] == b"ftyp") or (
        head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"AVI ", b"WAVE")
    )
    if media:
        return OtherKind("an image, a video or an audio file", _EXPORT)
    if head[257:262] == b"ustar" and b"\0" in head[:257]:
        return OtherKind("a tar archive", _UNPACK)
    return _text_format(head)


def _compound(head: bytes, reopen: Callable[[], AbstractContextManager[IO[bytes]]]) -> OtherKind:
    with reopen() as file:  # the directory of names may be anywhere in the file
        shift, first = int.from_bytes(head[30:32], "little"), int.from_bytes(head[48:52], "little")
        try:
            file.seek((first + 1) << min(shift, 12))
            names = head + file.read(HEAD)
        except (OSError, ValueError):
            names = head
    if "EncryptedPackage".encode("utf-16-le") in names:
        return _LOCKED_WORKBOOK
    if "WordDocument".encode("utf-16-le") in names:
        return OtherKind("a Word document of the old form (.doc)", _EXPORT)
    return _OLD_WORKBOOK


def _archive(reopen: Callable[[], AbstractContextManager[IO[bytes]]]) -> OtherKind | Format:
    try:
        with reopen() as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            kind = ""
            if "mimetype" in names:
                with archive.open("mimetype") as named:
                    kind = named.read(200).decode("ascii", "replace")
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, ValueError):
        return OtherKind("a zip archive or a workbook that is damaged or cut off", "get it again")
    if kind.startswith(_OPEN_DOCUMENT):
        if "spreadsheet" in kind:
            return OtherKind("an OpenDocument workbook (.ods)", _SAVE)
        return OtherKind("an OpenDocument file", _EXPORT)
    for folder, office in _OFFICE:
        if any(name.startswith(folder) for name in names):
            return office
    return Format.ZIP


def _text_format(head: bytes) -> Format | OtherKind:
    encoding = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "utf-8")
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    return next((kind for pattern, kind in _TEXTS if pattern.match(text)), Format.TEXT)
