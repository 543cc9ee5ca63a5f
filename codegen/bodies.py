"""What may be in the body of a request and of an answer: JSON, the parts of a form, and bytes to be downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from codegen.records import is_binary

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["JSON", "MULTIPART", "problems"]

JSON: Final = "application/json"
MULTIPART: Final = "multipart/form-data"
_BYTES: Final = "*/*"


def problems(body: dict[str, Any], answer: dict[str, Any], label: str) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with an operation's request and answer.

    Args:
        body: The media types of the request.
        answer: The media types of the answer.
        label: What the sentences begin with.

    """
    yield from _known(body, (JSON, MULTIPART), label)
    yield from _known(answer, (JSON, _BYTES), label)
    for kind, media in body.items():
        schema = media.get("schema", {})
        files = [wire for wire, member in schema.get("properties", {}).items() if is_binary(member)]
        if kind == MULTIPART and ("$ref" in schema or "properties" not in schema):
            yield f"{label}: a form must be an object with properties, written in its place"
        if len(files) > (1 if kind == MULTIPART else 0):
            yield f"{label}: {', '.join(files)} cannot be sent; one file may be in {MULTIPART}"
        if "contentType" in schema.get("properties", {}) and files:
            yield f"{label}: contentType would be the name of the file's own argument; give it an x-name"
    for kind, media in answer.items():
        if is_binary(media.get("schema", {})) != (kind == _BYTES):
            yield f"{label}: an answer of bytes is {_BYTES} with a string of the format binary"
        elif kind == _BYTES and body:
            yield f"{label}: a download cannot have a body"


def _known(content: dict[str, Any], kinds: tuple[str, ...], label: str) -> Iterator[str]:
    if content and (len(content) > 1 or next(iter(content)) not in kinds):
        yield f"{label}: only {' or '.join(kinds)} is known, not {', '.join(content)}"
