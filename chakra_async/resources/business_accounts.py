# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `business_accounts`. The WhatsApp Business Accounts of the team."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.business_accounts import BusinessAccount

__all__ = ["BusinessAccounts", "RawBusinessAccounts"]

_LIST: Final = Operation[list[BusinessAccount]](
    name="business_accounts.list",
    method="GET",
    path="/v1/ext/whatsapp-business-account",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="seen-in-code",
    source="https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-business-account%22",
    returns=list[BusinessAccount],
)


class BusinessAccounts(Resource):
    """The WhatsApp Business Accounts of the team. Reached as `chakra.business_accounts`."""

    __slots__ = ()

    async def list(
        self,
        *,
        plugin_id: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> builtins.list[BusinessAccount]:
        """List the WhatsApp Business Accounts of the team.

        A plugin can hold several.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            plugin_id: List only what belongs to this WhatsApp plugin. A UUID.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The accounts.

        Raises:
            InvalidRequestError: `plugin_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.business_accounts.list(plugin_id="d83e1d23-50b8-4d87-8f92-842a0ac516f6")

        Evidence:
            Seen in public code, not documented: seen in client code; no page was found.
            Source: https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-business-account%22

        """
        call = send(
            self._caller,
            _LIST,
            query={"pluginId": plugin_id if plugin_id is UNSET else arguments.uuid(plugin_id, "plugin_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del plugin_id  # no traceback shows them then
        response = await call
        return response.data


class RawBusinessAccounts(Resource):
    """The methods of `BusinessAccounts`, each with its whole `Response`: `chakra.with_raw_response.business_accounts`."""

    __slots__ = ()

    async def list(
        self,
        *,
        plugin_id: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[BusinessAccount]]:
        """Call `BusinessAccounts.list`, and return its whole `Response`."""
        call = send(
            self._caller,
            _LIST,
            query={"pluginId": plugin_id if plugin_id is UNSET else arguments.uuid(plugin_id, "plugin_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del plugin_id  # no traceback shows them then
        return await call
