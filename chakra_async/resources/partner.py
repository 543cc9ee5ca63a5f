# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `partner`. What partners need to connect their customers' WhatsApp accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, exactly_one, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.partner import ConnectToken

__all__ = ["Partner", "RawPartner"]

_CREATE_CONNECT_TOKEN: Final = Operation[ConnectToken](
    name="partner.create_connect_token",
    method="POST",
    path="/v1/ext/whatsapp-partner/create-connect-token",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="seen-in-code",
    source="https://apidocs.chakrahq.com/api-28220708",
    returns=ConnectToken,
)


class Partner(Resource):
    """What partners need to connect their customers' WhatsApp accounts. Reached as `chakra.partner`."""

    __slots__ = ()

    async def create_connect_token(
        self,
        *,
        plugin_id: str | UnsetType = UNSET,
        new_plugin_name: str | UnsetType = UNSET,
        client_reference_id: str | UnsetType = UNSET,
        client_name: str | UnsetType = UNSET,
        client_email: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> ConnectToken:
        """Make a token with which a customer connects a WhatsApp account in the browser.

        Give either the plugin to connect again, or the name of a new one. The token is for ChakraHQ's browser
        script; one client takes it to be good for an hour, which is not confirmed.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            plugin_id: The id of the plugin to connect again. The client's own plugin is not taken instead.
            new_plugin_name: The name of the plugin to make.
            client_reference_id: Your own id of the customer. Whether it is needed is not known.
            client_name: The customer's name. Whether it is needed is not known.
            client_email: The customer's e-mail address. Whether it is needed is not known.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The token.

        Raises:
            InvalidRequestError: Not exactly one of `plugin_id` and `new_plugin_name` was given; nothing was
                sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.partner.create_connect_token(
            ...     new_plugin_name="Acme",
            ...     client_reference_id="customer-42",
            ...     client_name="Acme Ltd",
            ...     client_email="owner@example.com",
            ... )

        Evidence:
            Seen in public code, not documented: the navigation has the title; path, members and answer are
            seen in client code.
            Source: https://apidocs.chakrahq.com/api-28220708

        """
        exactly_one(plugin_id=plugin_id, new_plugin_name=new_plugin_name)
        call = send(
            self._caller,
            _CREATE_CONNECT_TOKEN,
            body={
                "pluginId": plugin_id,
                "newPluginName": new_plugin_name,
                "clientReferenceId": client_reference_id,
                "clientName": client_name,
                "clientEmail": client_email,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            plugin_id,
            new_plugin_name,
            client_reference_id,
            client_name,
            client_email,
        )  # no traceback shows them then
        response = await call
        return response.data


class RawPartner(Resource):
    """The methods of `Partner`, each with its whole `Response`: `chakra.with_raw_response.partner`."""

    __slots__ = ()

    async def create_connect_token(
        self,
        *,
        plugin_id: str | UnsetType = UNSET,
        new_plugin_name: str | UnsetType = UNSET,
        client_reference_id: str | UnsetType = UNSET,
        client_name: str | UnsetType = UNSET,
        client_email: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[ConnectToken]:
        """Call `Partner.create_connect_token`, and return its whole `Response`."""
        exactly_one(plugin_id=plugin_id, new_plugin_name=new_plugin_name)
        call = send(
            self._caller,
            _CREATE_CONNECT_TOKEN,
            body={
                "pluginId": plugin_id,
                "newPluginName": new_plugin_name,
                "clientReferenceId": client_reference_id,
                "clientName": client_name,
                "clientEmail": client_email,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            plugin_id,
            new_plugin_name,
            client_reference_id,
            client_name,
            client_email,
        )  # no traceback shows them then
        return await call
