# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `phone_numbers`. The WhatsApp phone numbers of the team."""

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

from ..models.phone_numbers import PhoneNumber

__all__ = ["PhoneNumbers", "RawPhoneNumbers"]

_LIST: Final = Operation[list[PhoneNumber]](
    name="phone_numbers.list",
    method="GET",
    path="/v1/ext/whatsapp-phone-number",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="seen-in-code",
    source="https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-phone-number%22",
    returns=list[PhoneNumber],
)
_GET: Final = Operation[PhoneNumber](
    name="phone_numbers.get",
    method="GET",
    path="/v1/ext/whatsapp-phone-number/{whatsappPhoneNumberId}",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="seen-in-code",
    source="https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-phone-number%22",
    returns=PhoneNumber,
)


class PhoneNumbers(Resource):
    """The WhatsApp phone numbers of the team. Reached as `chakra.phone_numbers`."""

    __slots__ = ()

    async def list(
        self,
        *,
        plugin_id: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> builtins.list[PhoneNumber]:
        """List the WhatsApp phone numbers of the team.

        One number can be in two WhatsApp Business Accounts; its own `waba` is the one it sends with.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            plugin_id: List only what belongs to this WhatsApp plugin. A UUID.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The numbers.

        Raises:
            InvalidRequestError: `plugin_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.phone_numbers.list(plugin_id="d83e1d23-50b8-4d87-8f92-842a0ac516f6")

        Evidence:
            Seen in public code, not documented: seen in three clients, one of which names
            apidocs.chakrahq.com as its source; no page was found.
            Source: https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-phone-number%22

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

    async def get(
        self,
        *,
        phone_number_id: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> PhoneNumber:
        """Fetch one WhatsApp phone number.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            phone_number_id: Meta's id of the team's phone number, digits; not the number itself. Without it,
                the client's `phone_number_id` is used.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The number.

        Raises:
            InvalidRequestError: `phone_number_id` cannot be used; nothing was sent.
            SettingsError: `phone_number_id` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.phone_numbers.get(phone_number_id="775966265503012")

        Evidence:
            Seen in public code, not documented: seen in client code; no page was found.
            Source: https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-phone-number%22

        """
        call = send(
            self._caller,
            _GET,
            path={"whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id)},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del phone_number_id  # no traceback shows them then
        response = await call
        return response.data


class RawPhoneNumbers(Resource):
    """The methods of `PhoneNumbers`, each with its whole `Response`: `chakra.with_raw_response.phone_numbers`."""

    __slots__ = ()

    async def list(
        self,
        *,
        plugin_id: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[PhoneNumber]]:
        """Call `PhoneNumbers.list`, and return its whole `Response`."""
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

    async def get(
        self,
        *,
        phone_number_id: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[PhoneNumber]:
        """Call `PhoneNumbers.get`, and return its whole `Response`."""
        call = send(
            self._caller,
            _GET,
            path={"whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id)},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del phone_number_id  # no traceback shows them then
        return await call
