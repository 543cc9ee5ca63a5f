"""A file's content under its compression and archive: what format it is, and how to open it, as often as needed."""

from __future__ import annotations

import zipfile
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, Final

import attrs

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.archives import choose_member, member_stream, reading, spooled, unpacked
from chakra_async.bulk.sources.contents import HEAD, Format, format_of

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

__all__ = ["Content", "content_of"]

_DEEPEST: Final = 3
_PACKED: Final = (Format.GZIP, Format.BZIP2, Format.XZ, Format.ZSTD, Format.ZIP)


@attrs.frozen
class Content:
    """The innermost content of a file.

    Attributes:
        path: The file.
        format: Its format.
        head: Its first bytes.
        layers: What it is packed in, from outside on: a format, or the name of a zip archive's member.

    """

    path: Path
    format: Format
    head: bytes = attrs.field(repr=False)
    layers: tuple[Format | str, ...] = ()

    @property
    def where(self) -> str:
        """The file, and the member of the archive, for messages."""
        return _where(self.path, self.layers)

    @property
    def member(self) -> str:
        """The names of the members of archives that lead to it; empty without an archive."""
        return "/".join(layer for layer in self.layers if not isinstance(layer, Format))

    @contextmanager
    def open(self) -> Generator[IO[bytes]]:
        """Open it from its first byte on, to read it in order."""
        with _opened(self.path, self.layers) as stream:
            yield stream

    @contextmanager
    def open_seekable(self) -> Generator[IO[bytes]]:
        """Open it to read it in any order: unpacked into a temporary file if it is packed."""
        with _opened(self.path, self.layers) as stream:
            if not self.layers:
                yield stream
                return
            with reading(self.where):
                file = spooled(stream, self.where)
            with file:
                yield file


def content_of(path: Path, member: str | None = None) -> Content:
    """Find what a file holds.

    Args:
        path: The file.
        member: The file to read in a zip archive.

    Raises:
        InputError: If it is empty, of a kind that cannot be read, or packed in a way that cannot be unpacked.

    """
    layers: tuple[Format | str, ...] = ()
    asked = False
    while True:
        content = _content(path, layers)
        if content.format not in _PACKED:
            if member is not None and not asked:
                raise InputError(
                    f"{path} is not a zip archive: member={member!r} (--member) cannot be in it."
                )
            return content
        if len(layers) == _DEEPEST:
            raise InputError(f"{path} is an archive in an archive: unpack it and give the table inside.")
        if content.format is Format.ZIP:
            with (
                content.open_seekable() as stream,
                reading(content.where),
                zipfile.ZipFile(stream) as archive,
            ):
                layers = (*layers, choose_member(archive, None if asked else member, content.where))
            asked = True
        else:
            layers = (*layers, content.format)


def _content(path: Path, layers: tuple[Format | str, ...]) -> Content:
    where = _where(path, layers)
    with _opened(path, layers) as stream, reading(where):
        head = stream.read(HEAD)
    if not head:
        raise InputError(f"{where} is empty; its first line must name the columns.")
    reopen = Content(path, Format.ZIP, head, layers).open_seekable
    found = format_of(head, reopen)
    if not isinstance(found, Format):
        raise InputError(f"{where} is {found.name}, which cannot be read: {found.advice}.")
    return Content(path, found, head, layers)


def _where(path: Path, layers: tuple[Format | str, ...]) -> str:
    members = [layer for layer in layers if not isinstance(layer, Format)]
    return str(path) if not members else f"{path} ({', '.join(members)})"


@contextmanager
def _opened(path: Path, layers: tuple[Format | str, ...]) -> Generator[IO[bytes]]:
    where = _where(path, layers)
    with ExitStack() as stack:
        with reading(where):
            stream: IO[bytes] = stack.enter_context(path.open("rb"))
            for number, layer in enumerate(layers):
                if isinstance(layer, Format):
                    stream = stack.enter_context(unpacked(stream, layer, where))
                    continue
                if number:
                    stream = stack.enter_context(spooled(stream, where))
                stream = stack.enter_context(member_stream(stream, layer))
        yield stream
