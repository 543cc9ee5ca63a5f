# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `photos`. Photos, which attributes of processes hold by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.forms import FileContent, multipart
from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.downloads import Download
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.photos import Photo

__all__ = ["Photos", "RawPhotos"]

_UPLOAD: Final = Operation[Photo](
    name="photos.upload",
    method="POST",
    path="/v1/ext/photo",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531275",
    returns=Photo,
)
_GET: Final = Operation[bytes](
    name="photos.get",
    method="GET",
    path="/v1/ext/photo/{photoId}",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="inferred",
    source="https://apidocs.chakrahq.com/api-11531275",
    returns=bytes,
)
_UPLOAD_WITH_ID: Final = Operation[Photo](
    name="photos.upload_with_id",
    method="POST",
    path="/v1/ext/photo/{photoId}",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531276",
    returns=Photo,
)


class Photos(Resource):
    """Photos, which attributes of processes hold by their ids. Reached as `chakra.photos`."""

    __slots__ = ()

    async def upload(
        self,
        photo: FileContent,
        *,
        filename: str | UnsetType = UNSET,
        filetype: str | UnsetType = UNSET,
        content_type: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Photo:
        """Upload a photo.

        The answer's id is what an attribute of the type photo takes.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            photo: The image.
            filename: The name to keep it under; taken from the file where it has one.
            filetype: The type of image, such as `png`.
            content_type: The media type of the file; without it, the file's name decides.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            What is known of the photo, its id above all.

        Raises:
            InvalidRequestError: `photo` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.photos.upload(b"the image", filename="photo.png", filetype="png")

        Evidence:
            Documented.
            Source: https://apidocs.chakrahq.com/api-11531275

        """
        call = send(
            self._caller,
            _UPLOAD,
            body=multipart(
                {"filename": filename, "filetype": filetype},
                file_field="photo",
                file=photo,
                content_type=content_type,
            ),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del photo, filename, filetype  # no traceback shows them then
        response = await call
        return response.data

    def get(
        self,
        photo_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Download:
        """Download a photo.

        The path is taken from the upload with an id, and it is not known whether the answer is the image or a
        JSON object about it: look at `content_type`.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            photo_id: The photo's id. A UUID.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The photo, as it came. A `Download`: nothing is requested before it is read. `await` its `read()`
            for the bytes or its `save(path)` for a file, or iterate over its chunks with `async with` and
            `async for`.

        Raises:
            InvalidRequestError: `photo_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> content = await chakra.photos.get("f03ee609-cd2d-4e61-821d-9b0531e4ad8c").read()

        Evidence:
            Inferred: the navigation shows that the operation exists and is a GET; its page was not found. So
            it may not exist under this method and path.
            Source: https://apidocs.chakrahq.com/api-11531275

        """
        return Download(
            self._caller,
            _GET,
            path={"photoId": arguments.uuid(photo_id, "photo_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    async def upload_with_id(
        self,
        photo: FileContent,
        photo_id: str,
        *,
        filename: str | UnsetType = UNSET,
        filetype: str | UnsetType = UNSET,
        content_type: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Photo:
        """Upload a photo under an id of your own.

        The id is a UUID that you make. What happens where a photo has it already is not documented, so the
        upload is not repeated by itself; you can look with `photos.get` whether it is there.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            photo: The image.
            photo_id: The photo's id. A UUID.
            filename: The name to keep it under; taken from the file where it has one.
            filetype: The type of image, such as `png`.
            content_type: The media type of the file; without it, the file's name decides.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            What is known of the photo, its id above all.

        Raises:
            InvalidRequestError: `photo` or `photo_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.photos.upload_with_id(
            ...     b"the image", "f03ee609-cd2d-4e61-821d-9b0531e4ad8c", filename="photo.png", filetype="png"
            ... )

        Evidence:
            Documented.
            Source: https://apidocs.chakrahq.com/api-11531276

        """
        call = send(
            self._caller,
            _UPLOAD_WITH_ID,
            path={"photoId": arguments.uuid(photo_id, "photo_id")},
            body=multipart(
                {"filename": filename, "filetype": filetype},
                file_field="photo",
                file=photo,
                content_type=content_type,
            ),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del photo, photo_id, filename, filetype  # no traceback shows them then
        response = await call
        return response.data


class RawPhotos(Resource):
    """The methods of `Photos`, each with its whole `Response`: `chakra.with_raw_response.photos`."""

    __slots__ = ()

    async def upload(
        self,
        photo: FileContent,
        *,
        filename: str | UnsetType = UNSET,
        filetype: str | UnsetType = UNSET,
        content_type: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Photo]:
        """Call `Photos.upload`, and return its whole `Response`."""
        call = send(
            self._caller,
            _UPLOAD,
            body=multipart(
                {"filename": filename, "filetype": filetype},
                file_field="photo",
                file=photo,
                content_type=content_type,
            ),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del photo, filename, filetype  # no traceback shows them then
        return await call

    def get(
        self,
        photo_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Download:
        """Return the same `Download` as `Photos.get`, which has status and headers itself."""
        return Download(
            self._caller,
            _GET,
            path={"photoId": arguments.uuid(photo_id, "photo_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    async def upload_with_id(
        self,
        photo: FileContent,
        photo_id: str,
        *,
        filename: str | UnsetType = UNSET,
        filetype: str | UnsetType = UNSET,
        content_type: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Photo]:
        """Call `Photos.upload_with_id`, and return its whole `Response`."""
        call = send(
            self._caller,
            _UPLOAD_WITH_ID,
            path={"photoId": arguments.uuid(photo_id, "photo_id")},
            body=multipart(
                {"filename": filename, "filetype": filetype},
                file_field="photo",
                file=photo,
                content_type=content_type,
            ),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del photo, photo_id, filename, filetype  # no traceback shows them then
        return await call
