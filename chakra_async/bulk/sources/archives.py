"""Streams of a file's content: unpacked as it is read, or through a temporary file where the reader must seek.

Nothing is unpacked into memory. What is damaged, cut off or locked is one `InputError`, whichever library notices it.
"""

from __future__ import annotations

import gzip
import importlib
import io
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final, cast

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.contents import Format
from chakra_async.bulk.sources.extras import optional

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["choose_member", "damaged", "member_stream", "reading", "spooled", "unpacked"]

_SHOWN: Final = 10
_CHUNK: Final = 1 << 20
_PADDING: Final = b"\0"
_LONGEST: Final = 200
LARGEST_SPOOL: Final = 16 << 30
"""Bytes of the largest packed file that is unpacked into a temporary file."""

_LOCKED: Final = 0x1
_NO_TABLES: Final = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def unpacked(stream: IO[bytes], form: Format, where: str) -> IO[bytes]:
    """Return the stream of what a compressed stream holds.

    Raises:
        InputError: If the format needs an extra that is missing.

    """
    if form is Format.GZIP:
        return cast("IO[bytes]", gzip.GzipFile(fileobj=stream, mode="rb"))
    if form is Format.BZIP2:
        return _whole(stream, importlib.import_module("bz2").BZ2Decompressor)
    if form is Format.XZ:
        return _whole(stream, importlib.import_module("lzma").LZMADecompressor)
    try:
        zstd: Any = importlib.import_module("compression.zstd")  # Python 3.14 and later
    except ImportError:
        arrow: Any = optional("pyarrow", f"{where}, a Zstandard file (.zst),")
        return cast("IO[bytes]", io.BufferedReader(_ArrowStream(arrow.CompressedInputStream(stream, "zstd"))))
    return cast("IO[bytes]", zstd.ZstdFile(stream))


def _whole(stream: IO[bytes], make: Callable[[], Any]) -> IO[bytes]:
    return cast("IO[bytes]", io.BufferedReader(_Streams(stream, make)))


class _Streams(io.RawIOBase):
    """What a file of one or more compressed streams holds, to its last byte.

    The readers of the standard library end without an error at what they do not take for another stream behind the first,
    such as a damaged one, or the padding between streams of xz: the rest of the rows would be lost.
    """

    def __init__(self, stream: IO[bytes], make: Callable[[], Any]) -> None:
        super().__init__()
        self._stream = stream
        self._make = make
        self._unpacking = make()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = b""
        while not data:
            packed = b""
            if self._unpacking.eof:
                packed = self._behind(self._unpacking.unused_data)
                if not packed:
                    return 0
                self._unpacking = self._make()
            elif self._unpacking.needs_input:
                packed = self._stream.read(_CHUNK)
                if not packed:
                    raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            data = self._unpacking.decompress(packed, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _behind(self, packed: bytes) -> bytes:
        """Return what is behind a stream and its padding; empty at the end of the file."""
        while not (found := packed.lstrip(_PADDING)):
            packed = self._stream.read(_CHUNK)
            if not packed:
                break
        return found


class _ArrowStream(io.RawIOBase):
    """A stream of Arrow as one of the standard library."""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data: bytes = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def choose_member(archive: zipfile.ZipFile, wanted: str | None, where: str) -> str:
    """Return the name of the table in a zip archive.

    Raises:
        InputError: If there is none, several and none is named, or the named one is not there or locked.

    """
    infos = {info.filename: info for info in archive.infolist() if not info.is_dir()}
    tables = [
        name
        for name in infos
        if not name.casefold().startswith(_NO_TABLES[0])
        and name.casefold().rpartition("/")[2] not in _NO_TABLES
    ]
    shown = ", ".join(map(repr, tables[:_SHOWN]))
    if len(tables) > _SHOWN:
        shown += f" and {len(tables) - _SHOWN} more"
    if wanted is not None:
        ends = [name for name in tables if name.rpartition("/")[2] == wanted]
        found = [wanted] if wanted in infos else ends
        if len(found) != 1:
            raise InputError(f"{where} has no file {wanted!r}; its files are {shown or 'none'}.")
    elif len(tables) == 1:
        found = tables
    elif not tables:
        raise InputError(f"{where} is a zip archive without a file in it.")
    else:
        raise InputError(
            f"{where} is a zip archive of {len(tables)} files, {shown}: name the one to read with member= (--member)."
        )
    if sum(info.filename == found[0] for info in archive.infolist()) > 1:
        raise InputError(f"{where} has several files {found[0]!r}: unpack it and give the one that is meant.")
    if infos[found[0]].flag_bits & _LOCKED:
        raise InputError(f"{where} is a zip archive with a password: unpack it and give the table inside.")
    return found[0]


def member_stream(stream: IO[bytes], member: str) -> IO[bytes]:
    """Return the stream of a file in a zip archive."""
    return zipfile.ZipFile(stream).open(member)


def spooled(stream: IO[bytes], where: str) -> IO[bytes]:
    """Return a temporary file with what a stream holds, for a reader that must seek; it goes when it is closed.

    Raises:
        InputError: If it is larger than 16 GiB.

    """
    file = cast("IO[bytes]", tempfile.TemporaryFile(prefix="chakra-"))  # noqa: SIM115 - the caller closes it
    try:
        _copy(stream, file, where)
    except BaseException:
        file.close()
        raise
    return file


def _copy(stream: IO[bytes], file: IO[bytes], where: str) -> None:
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > LARGEST_SPOOL:
            raise InputError(f"{where} is larger than {LARGEST_SPOOL >> 30} GiB when unpacked.")
        file.write(chunk)
    file.seek(0)


@contextmanager
def reading(where: str) -> Generator[None]:
    """Report what any library says of a file that cannot be read as an `InputError`."""
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"The file {where} does not exist.") from None
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise damaged(where, error) from error
    except RuntimeError as error:  # of zipfile: a password, or a compression that it does not know
        if isinstance(error, RecursionError):
            raise
        raise InputError(
            f"{where} cannot be unpacked: {error}. Unpack it and give the table inside."
        ) from error
    except OSError as error:
        if error.errno is None:  # the data, not the disk
            raise damaged(where, error) from error
        raise InputError(f"{where} cannot be read: {error.strerror or error}.") from error
    except Exception as error:
        if type(error).__name__ not in {
            "LZMAError",
            "ZstdError",
        }:  # of modules that are imported only when used
            raise
        raise damaged(where, error) from error


def damaged(where: str, error: BaseException) -> InputError:
    """Return the error for a file whose content ends early or does not fit its format."""
    said = " ".join(str(error).split())[:_LONGEST].rstrip(".") or type(error).__name__
    return InputError(f"{where} is damaged or cut off ({said}): get it again.")
