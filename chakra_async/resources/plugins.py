# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `plugins`. The configuration of WhatsApp plugins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.common import Success
from ..models.plugins import ChakraWebhookEvent, PluginConfig

__all__ = ["Plugins", "RawPlugins"]

_GET_CONFIG: Final = Operation[PluginConfig](
    name="plugins.get_config",
    method="GET",
    path="/v1/ext/plugin/whatsapp/{pluginId}/config",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="seen-in-code",
    source="https://apidocs.chakrahq.com/api-34338973",
    returns=PluginConfig,
)
_UPDATE_CONFIG: Final = Operation[Success](
    name="plugins.update_config",
    method="POST",
    path="/v1/ext/plugin/whatsapp/{pluginId}/update-config",
    repeatable=True,
    reads=False,
    envelope=True,
    evidence="seen-in-code",
    source="https://apidocs.chakrahq.com/api-34338973",
    returns=Success,
)


class Plugins(Resource):
    """The configuration of WhatsApp plugins. Reached as `chakra.plugins`."""

    __slots__ = ()

    async def get_config(
        self,
        *,
        plugin_id: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> PluginConfig:
        """Fetch the configuration of a WhatsApp plugin.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            plugin_id: The id of the WhatsApp plugin, the last part of the address of its page in the admin
                area. A UUID. Without it, the client's `plugin_id` is used.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The configuration.

        Raises:
            InvalidRequestError: `plugin_id` cannot be used; nothing was sent.
            SettingsError: `plugin_id` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.plugins.get_config(plugin_id="d83e1d23-50b8-4d87-8f92-842a0ac516f6")

        Evidence:
            Seen in public code, not documented: the navigation has the title; method and path are those of
            one client.
            Source: https://apidocs.chakrahq.com/api-34338973

        """
        call = send(
            self._caller,
            _GET_CONFIG,
            path={"pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del plugin_id  # no traceback shows them then
        response = await call
        return response.data

    async def update_config(
        self,
        *,
        plugin_id: str | None = None,
        pass_through_webhook_url: str | UnsetType = UNSET,
        enable_message_echoes_for_pass_through_webhook: bool | UnsetType = UNSET,
        enable_send_message_template_event_for_pass_through_webhook: bool | UnsetType = UNSET,
        enable_chakra_webhook: bool | UnsetType = UNSET,
        chakra_webhook_url: str | UnsetType = UNSET,
        which_chakra_webhook_events_to_send: Sequence[ChakraWebhookEvent | str] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Success:
        """Change the configuration of a WhatsApp plugin, such as where its webhooks go.

        Whether what is not given stays as it is, is not known: fetch the configuration first and give all of
        it.

        Idempotent: retried when its outcome is unknown.

        Args:
            plugin_id: The id of the WhatsApp plugin, the last part of the address of its page in the admin
                area. A UUID. Without it, the client's `plugin_id` is used.
            pass_through_webhook_url: Where events are sent as Meta sends them.
            enable_message_echoes_for_pass_through_webhook: Whether messages that were sent elsewhere go there
                too. Inferred, not documented: the member is seen in code; what it does follows from its name,
                and was not seen.
            enable_send_message_template_event_for_pass_through_webhook: Whether the sending of a template
                goes there too. Inferred, not documented: the member is seen in code; what it does follows
                from its name, and was not seen.
            enable_chakra_webhook: Whether events are sent in ChakraHQ's own form.
            chakra_webhook_url: Where they are sent.
            which_chakra_webhook_events_to_send: Which events are sent in ChakraHQ's own form.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            Whether it was done.

        Raises:
            InvalidRequestError: `plugin_id` cannot be used; nothing was sent.
            SettingsError: `plugin_id` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.plugins.update_config(
            ...     plugin_id="d83e1d23-50b8-4d87-8f92-842a0ac516f6",
            ...     enable_chakra_webhook=True,
            ...     chakra_webhook_url="https://example.com/chakra",
            ...     which_chakra_webhook_events_to_send=["message", "status"],
            ... )

        Evidence:
            Seen in public code, not documented: the navigation has method and title; path and members are
            those of one client.
            Source: https://apidocs.chakrahq.com/api-34338973

        """
        call = send(
            self._caller,
            _UPDATE_CONFIG,
            path={"pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id")},
            body={
                "passThroughWebhookUrl": pass_through_webhook_url,
                "enableMessageEchoesForPassThroughWebhook": enable_message_echoes_for_pass_through_webhook,
                "enableSendMessageTemplateEventForPassThroughWebhook": enable_send_message_template_event_for_pass_through_webhook,
                "enableChakraWebhook": enable_chakra_webhook,
                "chakraWebhookUrl": chakra_webhook_url,
                "whichChakraWebhookEventsToSend": which_chakra_webhook_events_to_send,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            plugin_id,
            pass_through_webhook_url,
            enable_message_echoes_for_pass_through_webhook,
            enable_send_message_template_event_for_pass_through_webhook,
            enable_chakra_webhook,
            chakra_webhook_url,
            which_chakra_webhook_events_to_send,
        )  # no traceback shows them then
        response = await call
        return response.data


class RawPlugins(Resource):
    """The methods of `Plugins`, each with its whole `Response`: `chakra.with_raw_response.plugins`."""

    __slots__ = ()

    async def get_config(
        self,
        *,
        plugin_id: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[PluginConfig]:
        """Call `Plugins.get_config`, and return its whole `Response`."""
        call = send(
            self._caller,
            _GET_CONFIG,
            path={"pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del plugin_id  # no traceback shows them then
        return await call

    async def update_config(
        self,
        *,
        plugin_id: str | None = None,
        pass_through_webhook_url: str | UnsetType = UNSET,
        enable_message_echoes_for_pass_through_webhook: bool | UnsetType = UNSET,
        enable_send_message_template_event_for_pass_through_webhook: bool | UnsetType = UNSET,
        enable_chakra_webhook: bool | UnsetType = UNSET,
        chakra_webhook_url: str | UnsetType = UNSET,
        which_chakra_webhook_events_to_send: Sequence[ChakraWebhookEvent | str] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Success]:
        """Call `Plugins.update_config`, and return its whole `Response`."""
        call = send(
            self._caller,
            _UPDATE_CONFIG,
            path={"pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id")},
            body={
                "passThroughWebhookUrl": pass_through_webhook_url,
                "enableMessageEchoesForPassThroughWebhook": enable_message_echoes_for_pass_through_webhook,
                "enableSendMessageTemplateEventForPassThroughWebhook": enable_send_message_template_event_for_pass_through_webhook,
                "enableChakraWebhook": enable_chakra_webhook,
                "chakraWebhookUrl": chakra_webhook_url,
                "whichChakraWebhookEventsToSend": which_chakra_webhook_events_to_send,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            plugin_id,
            pass_through_webhook_url,
            enable_message_echoes_for_pass_through_webhook,
            enable_send_message_template_event_for_pass_through_webhook,
            enable_chakra_webhook,
            chakra_webhook_url,
            which_chakra_webhook_events_to_send,
        )  # no traceback shows them then
        return await call
