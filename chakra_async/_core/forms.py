"""The parts of an upload, without reading the file: the form's fields, the file, its name and its content type.

The transport opens and sends it. A form's parts are written as browsers write them: UTF-8, quotes and line breaks in
names percent-encoded, so that a name cannot end its own header.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import attrs

from chakra_async._core.decoding.json_shape import INTEGER_LIMIT, as_array
from chakra_async._core.media_signatures import type_of_bytes, type_of_text
from chakra_async._core.media_types import (
    OCTETS,
    canonical_type,
    content_type_of,
    contradiction,
    essence_of,
    extension_of,
    parsed,
)
from chakra_async._core.request import FormBody
from chakra_async.errors import InvalidRequestError
from chakra_async.settings.secret import shown
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterable, Mapping
    from typing import IO

__all__ = ["FileContent", "Form", "Multipart", "multipart"]

FileContent: TypeAlias = (
    "bytes | bytearray | memoryview | str | os.PathLike[str] | IO[bytes] | AsyncIterable[bytes]"
)
"""What can be uploaded: bytes, a path (a string is one), a file opened in binary mode, or an async iterable of bytes."""

_OPUS: Final = "audio/ogg; codecs=opus"
_MEDIA: Final = ("audio/", "image/", "video/")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")


@attrs.frozen(kw_only=True, eq=False)
class Form:
    """A form as it is sent around a file.

    Attributes:
        before: Everything up to the file's first byte.
        after: Everything from the file's last byte on.
        boundary: The separator of the parts.
        filename: The file's name as it is sent; empty without a file.
        content_type: The file's content type; empty without a file.

    """

    before: bytes = attrs.field(repr=False)
    after: bytes = attrs.field(repr=False)
    boundary: str
    filename: str
    content_type: str


@attrs.frozen(kw_only=True, eq=False)
class Multipart(FormBody):
    """A multipart form with a file or without one, not opened yet.

    Attributes:
        fields: The other members by their wire names; `UNSET` ones are left out, except that `filename` and
            `filetype` are then filled in from the file.
        file_field: The file's wire name; empty without a file.
        file: The content.
        filename: The file's name as far as it is known without opening it.
        content_type: The file's content type as far as it is known without opening it.
        length: Bytes of the content, where that is known without opening it.
        rereadable: Whether the content can be read a second time, where that is known without opening it.
        explicit: Whether the caller named the content type.
        accepts: The content types that can be of use, without parameters; empty where any can.

    """

    fields: Mapping[str, Any] = attrs.field(repr=False)
    file_field: str = ""
    file: Any = attrs.field(default=None, repr=False)
    filename: str | None = None
    content_type: str | None = None
    length: int | None = None
    rereadable: bool | None = None
    explicit: bool = False
    accepts: tuple[str, ...] = ()

    def with_fields(self, extra: Mapping[str, Any]) -> Multipart:
        """Return the form with further members, which win over its own.

        Raises:
            InvalidRequestError: If one cannot be sent in a form.

        """
        if self.file_field and self.file_field in extra:
            raise InvalidRequestError(
                f"extra_body cannot replace the file {self.file_field}: pass another one."
            )
        fields = {**self.fields, **extra}
        if not self.file_field:
            return multipart(fields)
        return multipart(
            fields,
            file_field=self.file_field,
            file=self.file,
            content_type=self.content_type if self.explicit else None,
            accepts=self.accepts,
        )

    def form(self, boundary: str, start: bytes) -> Form:
        """Return the form as it is sent, now that the first bytes of the content are known.

        Args:
            boundary: The separator of the parts; it must not occur in the content.
            start: The first bytes of the content.

        """
        if not self.file_field:
            return Form(
                before=_parts(boundary, self.fields),
                after=f"--{boundary}--\r\n".encode(),
                boundary=boundary,
                filename="",
                content_type="",
            )
        kind = self._type(start)
        name = self.filename or f"file.{extension_of(kind)}"
        found = {"filename": name, "filetype": extension_of(kind)}
        fields = {
            member: found.get(member, UNSET) if value is UNSET else value
            for member, value in self.fields.items()
        }
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(self.file_field)}"; '
            f'filename="{_quoted(name)}"\r\nContent-Type: {kind}\r\n\r\n'
        )
        return Form(
            before=_parts(boundary, fields) + head.encode(),
            after=f"\r\n--{boundary}--\r\n".encode(),
            boundary=boundary,
            filename=name,
            content_type=kind,
        )

    def _type(self, start: bytes) -> str:
        """Return the content type, now that the first bytes are known.

        Raises:
            InvalidRequestError: Name and content contradict each other, or WhatsApp does not take it.

        """
        shown = type_of_bytes(start)
        named = None if self.content_type == OCTETS and not self.explicit else self.content_type
        kind = named or shown or type_of_text(start) or OCTETS
        if essence_of(kind) == "audio/ogg" and shown is not None and essence_of(shown) == "audio/ogg":
            kind = self._ogg(kind, shown)
        if not self.accepts:
            return kind
        if not self.explicit and shown is not None and contradiction(kind, shown):
            raise InvalidRequestError(
                f"{self.file_field} is {shown} by its first bytes, and {kind} by the extension of its name: "
                "correct the name, or pass content_type=."
            )
        self._refuse_other(kind)
        return kind

    def _ogg(self, kind: str, shown: str) -> str:
        """Return the type of an Ogg file with its codec, which decides whether Meta takes it."""
        named = parsed(kind)
        if named is None or (self.explicit and named.parameters.get("codecs", "opus") != "opus"):
            return kind
        if shown not in ("audio/ogg", _OPUS) and self.accepts:
            raise InvalidRequestError(
                f"{self.file_field} is {shown}, and WhatsApp takes Ogg with Opus only: convert it to Opus."
            )
        return kind if shown == "audio/ogg" else shown

    def _refuse_other(self, kind: str) -> None:
        essence = essence_of(kind)
        if essence in self.accepts or (self.explicit and not essence.startswith(_MEDIA)):
            return
        raise InvalidRequestError(
            f"{self.file_field} is {kind}, which WhatsApp does not take: it takes {', '.join(self.accepts)}. "
            f"To upload it for another use, pass content_type={OCTETS!r}."
        )


def multipart(
    fields: Mapping[str, Any],
    *,
    file_field: str = "",
    file: Any = UNSET,
    content_type: str | None = None,
    accepts: tuple[str, ...] = (),
) -> Multipart:
    """Return a multipart form.

    The file's name is the member `filename` where it is given, else the path's or the opened file's own, else one made
    from the content type. The content type is the argument's, else the name's, else the first bytes'. Aliases that
    are known to fail are mapped, such as `audio/mp3` to `audio/mpeg`, also where they are given.

    Args:
        fields: Members by their wire names: strings, numbers, booleans or lists of them; `UNSET` ones are left out, except
            that `filename` and `filetype` are then filled in from the file.
        file_field: The file's wire name; empty for a form without one.
        file: The content.
        content_type: The content type, such as `image/jpeg`.
        accepts: The content types that can be of use, without parameters; empty where any can.

    Raises:
        InvalidRequestError: If the file is of a type that cannot be read, or a name or type cannot be sent.

    Example:
        >>> form = multipart({"filename": UNSET}, file_field="file", file="photos/me.jpg")
        >>> form.filename, form.content_type
        ('me.jpg', 'image/jpeg')

    """
    for member, value in fields.items():
        _values(member, value)
    if not file_field:
        return Multipart(fields=fields, rereadable=True)
    given = fields.get("filename", UNSET)
    name: str | None = _own_name(file, file_field) if given is UNSET else _given_name(given)
    kind = content_type_of(name or "") if content_type is None else _given_type(content_type)
    length = _length(file, file_field)
    if length == 0:
        raise InvalidRequestError(f"{file_field} is empty: there is nothing to upload.")
    return Multipart(
        fields=fields,
        file_field=file_field,
        file=file,
        filename=name,
        content_type=kind,
        length=length,
        rereadable=None if length is None else True,
        explicit=content_type is not None,
        accepts=accepts,
    )


def _length(file: Any, file_field: str) -> int | None:
    """Return how many bytes a content in memory has, None for any other."""
    if not isinstance(file, bytes | bytearray | memoryview):
        return None
    view: memoryview[int] = memoryview(cast("bytes", file))
    if not view.c_contiguous:
        raise InvalidRequestError(f"{file_field} must be a memoryview without gaps: pass bytes(...) of it.")
    return view.nbytes


def _given_type(given: object) -> str:
    if not isinstance(given, str) or parsed(given) is None:
        raise InvalidRequestError(f"content_type must be of the form image/jpeg, not {shown(given)}.")
    return canonical_type(given) or given


def _given_name(given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise InvalidRequestError("filename must be a string that is not empty.")
    if _CONTROLS.search(given) or "/" in given or "\\" in given:
        raise InvalidRequestError("filename must not contain a line break, a control character or a slash.")
    return given


def _own_name(file: Any, file_field: str) -> str | None:
    """Return the name that a path or an opened file has of its own, None for a content without one."""
    if isinstance(file, bytes | bytearray | memoryview):
        return None
    if isinstance(file, str) or hasattr(file, "__fspath__"):
        try:
            name = PurePath(file).name
        except TypeError:
            raise InvalidRequestError(
                f"{file_field} must be a path given as a string, not as bytes."
            ) from None
        if not name:
            raise InvalidRequestError(f"{file_field} must be a path to a file; it was {shown(str(file))}.")
        return _clean(name)
    if hasattr(file, "__aiter__"):
        return None
    if not callable(getattr(file, "read", None)):
        raise InvalidRequestError(
            f"{file_field} must be bytes, a path, a file opened in binary mode or an async iterable of bytes, "
            f"not {type(file).__name__}."
        )
    own = getattr(file, "name", None)
    if not isinstance(own, str) or own.startswith("<"):
        return None
    return _clean(PurePath(own).name) or None


def _clean(name: str) -> str:
    """Return a name from the file system, which may contain any character, as one that can be sent."""
    return _CONTROLS.sub("_", name).replace("\\", "_").encode("utf-8", "replace").decode()


def _parts(boundary: str, fields: Mapping[str, Any]) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n{text}\r\n'
        for name, value in fields.items()
        for text in _values(name, value)
    ]
    return "".join(parts).encode()


def _values(name: object, value: object) -> list[str]:
    """Return a member's values as strings, none for `UNSET`."""
    if not isinstance(name, str) or not name:
        raise InvalidRequestError("The name of a form member must be a string that is not empty.")
    if value is UNSET:
        return []
    if isinstance(value, list):
        return [text for item in as_array(cast("object", value)) for text in _values(name, item)]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, str | float) or (isinstance(value, int) and abs(value) < INTEGER_LIMIT):
        text = str(value)
        try:
            f"{name}{text}".encode()
        except UnicodeEncodeError:
            raise InvalidRequestError(
                f"{name} contains a character that cannot be sent (a lone surrogate)."
            ) from None
        return [text]
    raise InvalidRequestError(f"{name} must be a string, a number or a boolean, not {type(value).__name__}.")


def _quoted(name: str) -> str:
    """Return a name as browsers write it between the quotes of a part's header."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
