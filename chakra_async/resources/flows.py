# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `flows`. The encryption key of WhatsApp flows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.forms import multipart
from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.flows import PublicKeyResult, PublicKeys

__all__ = ["Flows", "RawFlows"]

_GET_BUSINESS_PUBLIC_KEY: Final = Operation[PublicKeys](
    name="flows.get_business_public_key",
    method="GET",
    path="/v1/ext/plugin/whatsapp/{pluginId}/api/{whatsappApiVersion}/{whatsappPhoneNumberId}/whatsapp_business_encryption",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="inferred",
    source="https://apidocs.chakrahq.com/api-26920714",
    returns=PublicKeys,
)
_SET_BUSINESS_PUBLIC_KEY: Final = Operation[PublicKeyResult](
    name="flows.set_business_public_key",
    method="POST",
    path="/v1/ext/plugin/whatsapp/{pluginId}/api/{whatsappApiVersion}/{whatsappPhoneNumberId}/whatsapp_business_encryption",
    repeatable=True,
    reads=False,
    envelope=False,
    evidence="inferred",
    source="https://apidocs.chakrahq.com/api-26919938",
    returns=PublicKeyResult,
)


class Flows(Resource):
    """The encryption key of WhatsApp flows. Reached as `chakra.flows`."""

    __slots__ = ()

    async def get_business_public_key(
        self,
        *,
        plugin_id: str | None = None,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        fields: Sequence[str] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> PublicKeys:
        """Fetch the public key that flows encrypt with.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            plugin_id: The id of the WhatsApp plugin, the last part of the address of its page in the admin
                area. A UUID. Without it, the client's `plugin_id` is used.
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            phone_number_id: Meta's id of the team's phone number, digits; not the number itself. Without it,
                the client's `phone_number_id` is used.
            fields: Only these members of the key; Meta's usual ones where it is left out. Inferred, not
                documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The key, in a list that is empty where there is none.

        Raises:
            InvalidRequestError: `plugin_id` or `whatsapp_api_version` or `phone_number_id` cannot be used;
                nothing was sent.
            SettingsError: `plugin_id` or `whatsapp_api_version` or `phone_number_id` is neither given nor set
                on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.flows.get_business_public_key(
            ...     plugin_id="d83e1d23-50b8-4d87-8f92-842a0ac516f6",
            ...     whatsapp_api_version="v22.0",
            ...     phone_number_id="775966265503012",
            ...     fields=["business_public_key"],
            ... )

        Evidence:
            Inferred: the page's path was not read; this one follows from the messages operation, and another
            that would fit is /v1/whatsapp/{version}/{phone number id}/whatsapp_business_encryption. So it may
            not exist under this method and path.
            Source: https://apidocs.chakrahq.com/api-26920714

        """
        call = send(
            self._caller,
            _GET_BUSINESS_PUBLIC_KEY,
            path={
                "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            query={"fields": fields if fields is UNSET else arguments.comma_list(fields, "fields")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del plugin_id, whatsapp_api_version, phone_number_id, fields  # no traceback shows them then
        response = await call
        return response.data

    async def set_business_public_key(
        self,
        *,
        plugin_id: str | None = None,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        business_public_key: str,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> PublicKeyResult:
        """Set the public key that flows encrypt with.

        It is sent as a form with parts. Meta's prose has a URL-encoded form instead, and a client of Meta's
        API sends JSON; which of them ChakraHQ takes is not known.

        Idempotent: retried when its outcome is unknown.

        Args:
            plugin_id: The id of the WhatsApp plugin, the last part of the address of its page in the admin
                area. A UUID. Without it, the client's `plugin_id` is used.
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            phone_number_id: Meta's id of the team's phone number, digits; not the number itself. Without it,
                the client's `phone_number_id` is used.
            business_public_key: A 2048-bit RSA public key, in PEM.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            Whether the key was taken.

        Raises:
            InvalidRequestError: `plugin_id` or `whatsapp_api_version` or `phone_number_id` cannot be used;
                nothing was sent.
            SettingsError: `plugin_id` or `whatsapp_api_version` or `phone_number_id` is neither given nor set
                on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.flows.set_business_public_key(
            ...     plugin_id="d83e1d23-50b8-4d87-8f92-842a0ac516f6",
            ...     whatsapp_api_version="v22.0",
            ...     phone_number_id="775966265503012",
            ...     business_public_key="-----BEGIN PUBLIC KEY-----\\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\\n-----END PUBLIC KEY-----",
            ... )

        Evidence:
            Inferred: the page's path was not read; this one follows from the messages operation, and another
            that would fit is /v1/whatsapp/{version}/{phone number id}/whatsapp_business_encryption. So it may
            not exist under this method and path.
            Source: https://apidocs.chakrahq.com/api-26919938

        """
        call = send(
            self._caller,
            _SET_BUSINESS_PUBLIC_KEY,
            path={
                "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            body=multipart(
                {"business_public_key": arguments.string(business_public_key, "business_public_key", 1)}
            ),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            plugin_id,
            whatsapp_api_version,
            phone_number_id,
            business_public_key,
        )  # no traceback shows them then
        response = await call
        return response.data


class RawFlows(Resource):
    """The methods of `Flows`, each with its whole `Response`: `chakra.with_raw_response.flows`."""

    __slots__ = ()

    async def get_business_public_key(
        self,
        *,
        plugin_id: str | None = None,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        fields: Sequence[str] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[PublicKeys]:
        """Call `Flows.get_business_public_key`, and return its whole `Response`."""
        call = send(
            self._caller,
            _GET_BUSINESS_PUBLIC_KEY,
            path={
                "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            query={"fields": fields if fields is UNSET else arguments.comma_list(fields, "fields")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del plugin_id, whatsapp_api_version, phone_number_id, fields  # no traceback shows them then
        return await call

    async def set_business_public_key(
        self,
        *,
        plugin_id: str | None = None,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        business_public_key: str,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[PublicKeyResult]:
        """Call `Flows.set_business_public_key`, and return its whole `Response`."""
        call = send(
            self._caller,
            _SET_BUSINESS_PUBLIC_KEY,
            path={
                "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            body=multipart(
                {"business_public_key": arguments.string(business_public_key, "business_public_key", 1)}
            ),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            plugin_id,
            whatsapp_api_version,
            phone_number_id,
            business_public_key,
        )  # no traceback shows them then
        return await call
