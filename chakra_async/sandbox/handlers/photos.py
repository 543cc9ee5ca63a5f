"""Photos: uploaded as a form, downloaded unchanged."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath

from chakra_async.sandbox import representations
from chakra_async.sandbox.calls import Answer, Binary, Call
from chakra_async.sandbox.replies import Refusal
from chakra_async.sandbox.stores.tasks_and_photos import Photo

__all__ = ["get", "upload", "upload_with_id"]


def get(call: Call) -> Binary:
    """Return a photo (that the answer is the image, and not an object about it, is chosen)."""
    photo = call.state.photos.get(call.path["photoId"])
    if photo is None:
        raise Refusal(404, f"photo {call.path['photoId']} not found")
    return Binary(photo.data, photo.content_type)


def upload(call: Call) -> Answer:
    """Store a photo under a new id."""
    return _store(call, call.state.photos.new_id())


def upload_with_id(call: Call) -> Answer:
    """Store a photo under the caller's id; a photo of the same id is replaced (chosen)."""
    return _store(call, call.path["photoId"].lower())


def _store(call: Call, identifier: str) -> Answer:
    part = call.form["photo"]
    if part.filename is None:
        raise Refusal(400, "photo: is not a file")
    given = call.form.get("filename")
    filename = given.text if given is not None else part.filename
    kind = call.form.get("filetype")
    filetype = kind.text if kind is not None else PurePath(part.filename).suffix.removeprefix(".")
    guessed = mimetypes.guess_type(f"photo.{filetype}")[0] or "application/octet-stream"
    photo = Photo(
        id=identifier,
        data=part.data,
        content_type=part.content_type or guessed,
        filename=filename,
        filetype=filetype,
        created=call.now,
        updated=call.now,
    )
    return Answer(representations.photo(call.state.photos.put(photo)))
