"""Connecting customers' WhatsApp accounts, with the one rule that the description cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async.errors import InvalidRequestError
from chakra_async.resources.partner import Partner as GeneratedPartner
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.models.partner import ConnectToken
    from chakra_async.settings import Timeouts
    from chakra_async.unset import UnsetType

__all__ = ["Partner"]


class Partner(GeneratedPartner):
    """What partners need to connect their customers' WhatsApp accounts."""

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
        timeouts: Timeouts | None = None,
    ) -> ConnectToken:
        """Make a token with which a customer connects a WhatsApp account in the browser.

        Exactly one of `plugin_id` and `new_plugin_name` is needed. The client's own `plugin_id` is not taken where
        neither is given. Doing it twice is not doing it once, so it is not repeated when its outcome is unknown.

        Args:
            plugin_id: The id of the plugin to connect again.
            new_plugin_name: The name of the plugin to make.
            client_reference_id: Your own id of the customer. Whether it is needed is not known.
            client_name: The customer's name. Whether it is needed is not known.
            client_email: The customer's e-mail address. Whether it is needed is not known.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, instead of the client's.

        Returns:
            The token. One client takes it to be good for an hour, which is not confirmed.

        Raises:
            InvalidRequestError: Both or neither of `plugin_id` and `new_plugin_name` were given; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            ```python
            made = await chakra.partner.create_connect_token(new_plugin_name="Acme")
            ```

        Evidence: seen in public code, not documented.
        Source: https://apidocs.chakrahq.com/api-28220708

        """
        if (plugin_id is UNSET) is (new_plugin_name is UNSET):
            raise InvalidRequestError("give either plugin_id, to connect it again, or new_plugin_name.")
        return await super().create_connect_token(
            plugin_id=plugin_id,
            new_plugin_name=new_plugin_name,
            client_reference_id=client_reference_id,
            client_name=client_name,
            client_email=client_email,
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
