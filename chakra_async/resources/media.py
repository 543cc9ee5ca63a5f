# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `media`. Files, those that messages link to and those that users sent."""

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

from ..models.media import MediaDetails, PublicMedia

__all__ = ["Media", "RawMedia"]

_UPLOAD_PUBLIC: Final = Operation[PublicMedia](
    name="media.upload_public",
    method="POST",
    path="/v1/ext/plugin/whatsapp/{pluginId}/upload-public-media",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11313630",
    returns=PublicMedia,
)
_GET: Final = Operation[MediaDetails](
    name="media.get",
    method="GET",
    path="/v1/whatsapp/{whatsappApiVersion}/media/{whatsappMediaId}",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-20534427",
    returns=MediaDetails,
)
_DOWNLOAD_V1: Final = Operation[bytes](
    name="media.download_v1",
    method="GET",
    path="/v1/whatsapp/{whatsappApiVersion}/media/{whatsappMediaId}/show",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="seen-in-code",
    source="https://github.com/search?type=code&q=%22v1%2Fwhatsapp%22+chakrahq+show",
    returns=bytes,
)
_DOWNLOAD: Final = Operation[bytes](
    name="media.download",
    method="GET",
    path="/v2/whatsapp/{whatsappApiVersion}/media/{whatsappMediaId}/show",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="seen-in-code",
    source="https://apidocs.chakrahq.com/api-20534488",
    returns=bytes,
)
_DOWNLOAD_ATTACHMENT: Final = Operation[bytes](
    name="media.download_attachment",
    method="GET",
    path="/v2/whatsapp/{whatsappApiVersion}/media/whatsapp_business/attachments",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="seen-in-code",
    source="https://github.com/search?type=code&q=%22media%2Fwhatsapp_business%2Fattachments%22",
    returns=bytes,
)


class Media(Resource):
    """Files, those that messages link to and those that users sent. Reached as `chakra.media`."""

    __slots__ = ()

    async def upload_public(
        self,
        file: FileContent,
        *,
        plugin_id: str | None = None,
        filename: str | UnsetType = UNSET,
        content_type: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> PublicMedia:
        """Upload a file that messages and template headers can link to.

        Anyone with the address can read the file. No upload returns a media id.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            file: The file.
            plugin_id: The id of the WhatsApp plugin, the last part of the address of its page in the admin
                area. A UUID. Without it, the client's `plugin_id` is used.
            filename: The file's name; the one the file has, where it is left out.
            content_type: The media type of the file; without it, the file's name decides.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The file's public address.

        Raises:
            InvalidRequestError: `file` or `plugin_id` cannot be used; nothing was sent.
            SettingsError: `plugin_id` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.media.upload_public(
            ...     b"Hello", plugin_id="d83e1d23-50b8-4d87-8f92-842a0ac516f6", filename="hello.txt"
            ... )

        Evidence:
            Documented.
            Source: https://apidocs.chakrahq.com/api-11313630

        """
        call = send(
            self._caller,
            _UPLOAD_PUBLIC,
            path={"pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id")},
            body=multipart(
                {"filename": filename},
                file_field="file",
                file=file,
                content_type=content_type,
                accepts=(
                    "image/jpeg",
                    "image/png",
                    "image/webp",
                    "video/mp4",
                    "video/3gpp",
                    "audio/aac",
                    "audio/amr",
                    "audio/mpeg",
                    "audio/mp4",
                    "audio/ogg",
                    "text/plain",
                    "application/pdf",
                    "application/msword",
                    "application/vnd.ms-excel",
                    "application/vnd.ms-powerpoint",
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                ),
            ),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del file, plugin_id, filename  # no traceback shows them then
        response = await call
        return response.data

    async def get(
        self,
        media_id: str,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> MediaDetails:
        """Fetch what is known of a file that a WhatsApp user sent.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            media_id: Meta's media id, from the webhook.
            phone_number_id: Meta's id of the team's number that the file was sent to; with it, Meta answers
                only where they belong together. Inferred, not documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The file's details, with an address that lasts a short time.

        Raises:
            InvalidRequestError: `whatsapp_api_version` or `media_id` cannot be used; nothing was sent.
            SettingsError: `whatsapp_api_version` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.media.get("1013859600285441", whatsapp_api_version="v22.0")

        Evidence:
            Documented. The answer is seen in public code, not documented.
            Source: https://apidocs.chakrahq.com/api-20534427

        """
        call = send(
            self._caller,
            _GET,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappMediaId": media_id,
            },
            query={"phone_number_id": phone_number_id},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del whatsapp_api_version, media_id, phone_number_id  # no traceback shows them then
        response = await call
        return response.data

    def download_v1(
        self,
        media_id: str,
        *,
        whatsapp_api_version: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Download:
        """Download a file that a WhatsApp user sent, by the older path.

        `media.download` uses it by itself where the newer path is refused as unknown.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            media_id: Meta's media id, from the webhook.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The file. A `Download`: nothing is requested before it is read. `await` its `read()` for the bytes
            or its `save(path)` for a file, or iterate over its chunks with `async with` and `async for`.

        Raises:
            InvalidRequestError: `whatsapp_api_version` or `media_id` cannot be used; nothing was sent.
            SettingsError: `whatsapp_api_version` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> content = await chakra.media.download_v1(
            ...     "1013859600285441", whatsapp_api_version="v22.0"
            ... ).read()

        Evidence:
            Seen in public code, not documented: two clients in production use it; the newer path is named by
            tests and by a reader of the API's pages.
            Source: https://github.com/search?type=code&q=%22v1%2Fwhatsapp%22+chakrahq+show

        """
        return Download(
            self._caller,
            _DOWNLOAD_V1,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappMediaId": media_id,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    def download(
        self,
        media_id: str,
        *,
        whatsapp_api_version: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Download:
        """Download a file that a WhatsApp user sent.

        The addresses in webhooks cannot be fetched with an access token of ChakraHQ; this can. Meta keeps a
        file for some days only. Where this path is refused as unknown, the older one, of `media.download_v1`,
        is used.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            media_id: Meta's media id, from the webhook.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The file. A `Download`: nothing is requested before it is read. `await` its `read()` for the bytes
            or its `save(path)` for a file, or iterate over its chunks with `async with` and `async for`.

        Raises:
            InvalidRequestError: `whatsapp_api_version` or `media_id` cannot be used; nothing was sent.
            SettingsError: `whatsapp_api_version` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> content = await chakra.media.download("1013859600285441", whatsapp_api_version="v22.0").read()

        Evidence:
            Seen in public code, not documented.
            Source: https://apidocs.chakrahq.com/api-20534488

        """
        return Download(
            self._caller,
            _DOWNLOAD,
            fallback=_DOWNLOAD_V1,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappMediaId": media_id,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    def download_attachment(
        self,
        *,
        whatsapp_api_version: str | None = None,
        mid: str,
        ext: str | UnsetType = UNSET,
        digest: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Download:
        """Download a file by the address in a webhook.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            mid: The value of `mid` in the address that the webhook carries.
            ext: The value of `ext` in that address. Inferred, not documented.
            digest: The value of `hash` in that address. Inferred, not documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The file. A `Download`: nothing is requested before it is read. `await` its `read()` for the bytes
            or its `save(path)` for a file, or iterate over its chunks with `async with` and `async for`.

        Raises:
            InvalidRequestError: `whatsapp_api_version` cannot be used; nothing was sent.
            SettingsError: `whatsapp_api_version` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> content = await chakra.media.download_attachment(
            ...     whatsapp_api_version="v22.0", mid="1013859600285441"
            ... ).read()

        Evidence:
            Seen in public code, not documented: the operation's title is in the navigation; one third party
            shows path and parameter.
            Source: https://github.com/search?type=code&q=%22media%2Fwhatsapp_business%2Fattachments%22

        """
        return Download(
            self._caller,
            _DOWNLOAD_ATTACHMENT,
            path={"whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version)},
            query={"mid": mid, "ext": ext, "hash": digest},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )


class RawMedia(Resource):
    """The methods of `Media`, each with its whole `Response`: `chakra.with_raw_response.media`."""

    __slots__ = ()

    async def upload_public(
        self,
        file: FileContent,
        *,
        plugin_id: str | None = None,
        filename: str | UnsetType = UNSET,
        content_type: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[PublicMedia]:
        """Call `Media.upload_public`, and return its whole `Response`."""
        call = send(
            self._caller,
            _UPLOAD_PUBLIC,
            path={"pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id")},
            body=multipart(
                {"filename": filename},
                file_field="file",
                file=file,
                content_type=content_type,
                accepts=(
                    "image/jpeg",
                    "image/png",
                    "image/webp",
                    "video/mp4",
                    "video/3gpp",
                    "audio/aac",
                    "audio/amr",
                    "audio/mpeg",
                    "audio/mp4",
                    "audio/ogg",
                    "text/plain",
                    "application/pdf",
                    "application/msword",
                    "application/vnd.ms-excel",
                    "application/vnd.ms-powerpoint",
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                ),
            ),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del file, plugin_id, filename  # no traceback shows them then
        return await call

    async def get(
        self,
        media_id: str,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[MediaDetails]:
        """Call `Media.get`, and return its whole `Response`."""
        call = send(
            self._caller,
            _GET,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappMediaId": media_id,
            },
            query={"phone_number_id": phone_number_id},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del whatsapp_api_version, media_id, phone_number_id  # no traceback shows them then
        return await call

    def download_v1(
        self,
        media_id: str,
        *,
        whatsapp_api_version: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Download:
        """Return the same `Download` as `Media.download_v1`, which has status and headers itself."""
        return Download(
            self._caller,
            _DOWNLOAD_V1,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappMediaId": media_id,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    def download(
        self,
        media_id: str,
        *,
        whatsapp_api_version: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Download:
        """Return the same `Download` as `Media.download`, which has status and headers itself."""
        return Download(
            self._caller,
            _DOWNLOAD,
            fallback=_DOWNLOAD_V1,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappMediaId": media_id,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    def download_attachment(
        self,
        *,
        whatsapp_api_version: str | None = None,
        mid: str,
        ext: str | UnsetType = UNSET,
        digest: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Download:
        """Return the same `Download` as `Media.download_attachment`, which has status and headers itself."""
        return Download(
            self._caller,
            _DOWNLOAD_ATTACHMENT,
            path={"whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version)},
            query={"mid": mid, "ext": ext, "hash": digest},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
