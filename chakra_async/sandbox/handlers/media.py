"""Public files that were uploaded, and files that customers sent."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from chakra_async.sandbox.calls import Answer, Binary, Call
from chakra_async.sandbox.replies import MetaRefusal

if TYPE_CHECKING:
    from chakra_async.sandbox.stores.media import File

__all__ = ["details", "download", "download_attachment", "upload_public"]


def upload_public(call: Call) -> Answer:
    """Store a file that can be read by its address, without a token."""
    call.account.need_plugin(call.path["pluginId"])
    part = call.form["file"]
    filename = call.form["filename"].text if "filename" in call.form else part.filename or ""
    url = call.state.whatsapp.media.publish(part.data, part.content_type, filename)
    return Answer({"publicMediaUrl": url})


def details(call: Call) -> Answer:
    """Return the details of a file that a customer sent."""
    identifier = call.path["whatsappMediaId"]
    file = _file(call, identifier)
    version = quote(call.path["whatsappApiVersion"], safe="")
    return Answer(
        {
            "url": f"{call.state.whatsapp.media.base_url}/v2/whatsapp/{version}/media/{identifier}/show",
            "mime_type": file.content_type,
            "sha256": file.sha256,
            "file_size": len(file.data),
            "id": identifier,
            "messaging_product": "whatsapp",
        }
    )


def download(call: Call) -> Binary:
    """Return the bytes of a file that a customer sent."""
    return _binary(_file(call, call.path["whatsappMediaId"]))


def download_attachment(call: Call) -> Binary:
    """Return the bytes of a file by the `mid` of the address in a webhook, which is a media id here."""
    return _binary(_file(call, call.query["mid"]))


def _binary(file: File) -> Binary:
    headers = {"Content-Disposition": f'attachment; filename="{file.filename}"'} if file.filename else {}
    return Binary(file.data, file.content_type, headers)


def _file(call: Call, identifier: str) -> File:
    file = call.state.whatsapp.media.received(identifier)
    if file is None:
        text = f"Unsupported get request. Object with ID '{identifier}' does not exist or cannot be loaded"
        raise MetaRefusal(400, text, 100, error_subcode=33)
    return file
