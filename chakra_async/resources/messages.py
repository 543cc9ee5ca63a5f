# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `messages`. WhatsApp messages to users, of every type, and templates by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.messages import validation
from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.chats import ChatMessage
from ..models.messages import OutgoingMessage, ReadReceipt, SentMessage, TemplateMapping

__all__ = ["MessagesBase", "RawMessagesBase"]

_SEND: Final = Operation[SentMessage](
    name="messages.send",
    method="POST",
    path="/v1/ext/plugin/whatsapp/{pluginId}/api/{whatsappApiVersion}/{whatsappPhoneNumberId}/messages",
    repeatable=False,
    reads=False,
    key="whatsappPhoneNumberId",
    sends=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11313675",
    returns=SentMessage,
)
_SEND_TEMPLATE: Final = Operation[ChatMessage](
    name="messages.send_template",
    method="POST",
    path="/v1/ext/plugin/whatsapp/{pluginId}/phoneNumber/{phoneNumber}/send-template-message",
    repeatable=False,
    reads=False,
    key="whatsappPhoneNumberId",
    sends=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11312774",
    returns=ChatMessage,
)
_SEND_TEMPLATE_FOR_PROCESS: Final = Operation[ChatMessage](
    name="messages.send_template_for_process",
    method="POST",
    path="/v1/ext/plugin/whatsapp/{pluginId}/process/{procedureShortId}/{primaryKeyOrId}/send-template-message",
    repeatable=False,
    reads=False,
    key="whatsappPhoneNumberId",
    sends=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11312599",
    returns=ChatMessage,
)


class MessagesBase(Resource):
    """WhatsApp messages to users, of every type, and templates by name. Reached as `chakra.messages`."""

    __slots__ = ()

    async def send(
        self,
        message: OutgoingMessage | ReadReceipt | Mapping[str, Any],
        *,
        plugin_id: str | None = None,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> SentMessage:
        """Send a message to a WhatsApp user, or mark one as read, with Meta's own body.

        The one operation behind three pages: messages of every type, session messages, and templates in
        Meta's form. An answer says that the message was accepted, not that it was delivered: many refusals
        come later, by webhook.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            plugin_id: The id of the WhatsApp plugin, the last part of the address of its page in the admin
                area. A UUID. Without it, the client's `plugin_id` is used.
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            phone_number_id: Meta's id of the team's phone number, digits; not the number itself. Without it,
                the client's `phone_number_id` is used.
            message: The message by its `type`, or a read receipt; any mapping of Meta's form as well.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The id of the accepted message.

        Raises:
            InvalidRequestError: `plugin_id` or `whatsapp_api_version` or `phone_number_id` or `message`
                cannot be used; nothing was sent.
            SettingsError: `plugin_id` or `whatsapp_api_version` or `phone_number_id` is neither given nor set
                on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.messages.send(
            ...     {
            ...         "messaging_product": "whatsapp",
            ...         "to": "912233223322",
            ...         "type": "text",
            ...         "text": {"body": "This is a text message"},
            ...     },
            ...     plugin_id="d83e1d23-50b8-4d87-8f92-842a0ac516f6",
            ...     whatsapp_api_version="v22.0",
            ...     phone_number_id="775966265503012",
            ... )

        Evidence:
            Documented.
            Source: https://apidocs.chakrahq.com/api-11313675

        """
        call = send(
            self._caller,
            _SEND,
            path={
                "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            body=validation.message(message, "message", self._caller.settings.country),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del plugin_id, whatsapp_api_version, phone_number_id, message  # no traceback shows them then
        response = await call
        return response.data

    async def send_template(
        self,
        to: str,
        *,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        template_name: str,
        mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        header_mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        button_mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        image_url: str | UnsetType = UNSET,
        video_url: str | UnsetType = UNSET,
        document_url: str | UnsetType = UNSET,
        filename: str | UnsetType = UNSET,
        location_latitude: float | UnsetType = UNSET,
        location_longitude: float | UnsetType = UNSET,
        location_name: str | UnsetType = UNSET,
        location_address: str | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        otp_code: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> ChatMessage:
        """Send a template message to a phone number.

        The placeholders are filled by name, without Meta's components. An answer says that the message was
        accepted, not that it was delivered.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            plugin_id: The id of the WhatsApp plugin, the last part of the address of its page in the admin
                area. A UUID. Without it, the client's `plugin_id` is used.
            to: The recipient's phone number, digits only, with the country code. A national number is read
                with the client's `country`; without one it is refused.
            phone_number_id: Meta's id of the number to send from. Without it, the client's `phone_number_id`
                is used.
            template_name: The template's name.
            mapping: The values of the placeholders of the body.
            header_mapping: The value of the placeholder of a text header.
            button_mapping: The values of the placeholders of the buttons. How they are named is not
                documented.
            image_url: The public address of the header's image; see `media.upload_public`.
            video_url: The public address of the header's video; see `media.upload_public`.
            document_url: The public address of the header's file; see `media.upload_public`.
            filename: The name the recipient sees for the header's file. Seen in public code, not documented.
            location_latitude: Degrees north of the header's location. From -90 to 90. Seen in public code,
                not documented.
            location_longitude: Degrees east of the header's location. From -180 to 180. Seen in public code,
                not documented.
            location_name: The name of the header's location. Seen in public code, not documented.
            location_address: The address of the header's location. Seen in public code, not documented.
            language: The language's code, such as `en_US`; needed where the template exists in several
                languages. Seen in public code, not documented.
            otp_code: The code that an authentication template carries. Seen in public code, not documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The message as ChakraHQ keeps it.

        Raises:
            InvalidRequestError: `plugin_id` or `to` or `mapping` or `header_mapping` or `button_mapping` or
                `image_url` or `video_url` or `document_url` or `otp_code` cannot be used; nothing was sent.
            SettingsError: `plugin_id` or `phone_number_id` is neither given nor set on the client; nothing
                was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.messages.send_template(
            ...     "919901258433",
            ...     plugin_id="d83e1d23-50b8-4d87-8f92-842a0ac516f6",
            ...     phone_number_id="775966265503012",
            ...     template_name="christmas_promo_23",
            ...     mapping=[{"schemaPropertyName": "1", "schemaPropertyValue": "John"}],
            ...     image_url="https://chakra-public-media.chakrahq.com/5fc9f8e3-af4a-4f29-bfd8-6c02e3abe3ee/2024-10-17/9b755981-74f7-4cde-b495-cd7039991964.png",
            ... )

        Evidence:
            Documented. The answer is seen in public code, not documented.
            Source: https://apidocs.chakrahq.com/api-11312774

        """
        call = send(
            self._caller,
            _SEND_TEMPLATE,
            path={
                "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                "phoneNumber": arguments.phone_number(to, "to", self._caller.settings.country),
            },
            body={
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
                "templateName": arguments.string(template_name, "template_name", 1, 512),
                "mapping": mapping if mapping is UNSET else validation.template_mapping(mapping, "mapping"),
                "headerMapping": header_mapping
                if header_mapping is UNSET
                else validation.template_mapping(header_mapping, "header_mapping"),
                "buttonMapping": button_mapping
                if button_mapping is UNSET
                else validation.template_mapping(button_mapping, "button_mapping"),
                "imageUrl": image_url
                if image_url is UNSET
                else arguments.header_address(image_url, "image_url"),
                "videoUrl": video_url
                if video_url is UNSET
                else arguments.header_address(video_url, "video_url"),
                "documentUrl": document_url
                if document_url is UNSET
                else arguments.header_address(document_url, "document_url"),
                "filename": filename,
                "locationLatitude": location_latitude
                if location_latitude is UNSET
                else arguments.number(location_latitude, "location_latitude", -90, 90),
                "locationLongitude": location_longitude
                if location_longitude is UNSET
                else arguments.number(location_longitude, "location_longitude", -180, 180),
                "locationName": location_name,
                "locationAddress": location_address,
                "language": language,
                "otpCode": otp_code if otp_code is UNSET else arguments.template_text(otp_code, "otp_code"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            plugin_id,
            to,
            phone_number_id,
            template_name,
            mapping,
            header_mapping,
            button_mapping,
            image_url,
            video_url,
            document_url,
            filename,
            location_latitude,
            location_longitude,
            location_name,
            location_address,
            language,
            otp_code,
        )  # no traceback shows them then
        response = await call
        return response.data

    async def send_template_for_process(
        self,
        procedure_short_id: str,
        primary_key_or_id: str,
        *,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        template_name: str,
        mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        header_mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        button_mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        image_url: str | UnsetType = UNSET,
        video_url: str | UnsetType = UNSET,
        document_url: str | UnsetType = UNSET,
        filename: str | UnsetType = UNSET,
        location_latitude: float | UnsetType = UNSET,
        location_longitude: float | UnsetType = UNSET,
        location_name: str | UnsetType = UNSET,
        location_address: str | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        otp_code: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> ChatMessage:
        """Send a template message to the phone number of a process.

        The recipient is the process's own phone number. An answer says that the message was accepted, not
        that it was delivered.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            plugin_id: The id of the WhatsApp plugin, the last part of the address of its page in the admin
                area. A UUID. Without it, the client's `plugin_id` is used.
            procedure_short_id: The procedure's shortId, such as `lead` or `ticket`.
            primary_key_or_id: The process's id, or the value of its primary key, such as `LEAD-004038`.
            phone_number_id: Meta's id of the number to send from. Without it, the client's `phone_number_id`
                is used.
            template_name: The template's name.
            mapping: The values of the placeholders of the body.
            header_mapping: The value of the placeholder of a text header. Inferred, not documented: seen
                where a template is sent to a phone number.
            button_mapping: The values of the placeholders of the buttons. How they are named is not
                documented. Inferred, not documented: seen where a template is sent to a phone number.
            image_url: The public address of the header's image; see `media.upload_public`.
            video_url: The public address of the header's video; see `media.upload_public`.
            document_url: The public address of the header's file; see `media.upload_public`.
            filename: The name the recipient sees for the header's file. Inferred, not documented: seen where
                a template is sent to a phone number.
            location_latitude: Degrees north of the header's location. From -90 to 90. Inferred, not
                documented: seen where a template is sent to a phone number.
            location_longitude: Degrees east of the header's location. From -180 to 180. Inferred, not
                documented: seen where a template is sent to a phone number.
            location_name: The name of the header's location. Inferred, not documented: seen where a template
                is sent to a phone number.
            location_address: The address of the header's location. Inferred, not documented: seen where a
                template is sent to a phone number.
            language: The language's code, such as `en_US`; needed where the template exists in several
                languages. Inferred, not documented: seen where a template is sent to a phone number.
            otp_code: The code that an authentication template carries. Inferred, not documented: seen where a
                template is sent to a phone number.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The message as ChakraHQ keeps it.

        Raises:
            InvalidRequestError: `plugin_id` or `procedure_short_id` or `primary_key_or_id` or `mapping` or
                `header_mapping` or `button_mapping` or `image_url` or `video_url` or `document_url` or
                `otp_code` cannot be used; nothing was sent.
            SettingsError: `plugin_id` or `phone_number_id` is neither given nor set on the client; nothing
                was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.messages.send_template_for_process(
            ...     "lead",
            ...     "LEAD-004038",
            ...     plugin_id="d83e1d23-50b8-4d87-8f92-842a0ac516f6",
            ...     phone_number_id="775966265503012",
            ...     template_name="christmas_promo_23",
            ...     mapping=[{"schemaPropertyName": "1", "schemaPropertyValue": "John"}],
            ... )

        Evidence:
            Documented. The answer is inferred, not documented: the page's answer was not read; the operation
            for a phone number has this one.
            Source: https://apidocs.chakrahq.com/api-11312599

        """
        call = send(
            self._caller,
            _SEND_TEMPLATE_FOR_PROCESS,
            path={
                "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                "procedureShortId": procedure_short_id,
                "primaryKeyOrId": primary_key_or_id,
            },
            body={
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
                "templateName": arguments.string(template_name, "template_name", 1, 512),
                "mapping": mapping if mapping is UNSET else validation.template_mapping(mapping, "mapping"),
                "headerMapping": header_mapping
                if header_mapping is UNSET
                else validation.template_mapping(header_mapping, "header_mapping"),
                "buttonMapping": button_mapping
                if button_mapping is UNSET
                else validation.template_mapping(button_mapping, "button_mapping"),
                "imageUrl": image_url
                if image_url is UNSET
                else arguments.header_address(image_url, "image_url"),
                "videoUrl": video_url
                if video_url is UNSET
                else arguments.header_address(video_url, "video_url"),
                "documentUrl": document_url
                if document_url is UNSET
                else arguments.header_address(document_url, "document_url"),
                "filename": filename,
                "locationLatitude": location_latitude
                if location_latitude is UNSET
                else arguments.number(location_latitude, "location_latitude", -90, 90),
                "locationLongitude": location_longitude
                if location_longitude is UNSET
                else arguments.number(location_longitude, "location_longitude", -180, 180),
                "locationName": location_name,
                "locationAddress": location_address,
                "language": language,
                "otpCode": otp_code if otp_code is UNSET else arguments.template_text(otp_code, "otp_code"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            plugin_id,
            procedure_short_id,
            primary_key_or_id,
            phone_number_id,
            template_name,
            mapping,
            header_mapping,
            button_mapping,
            image_url,
            video_url,
            document_url,
            filename,
            location_latitude,
            location_longitude,
            location_name,
            location_address,
            language,
            otp_code,
        )  # no traceback shows them then
        response = await call
        return response.data


class RawMessagesBase(Resource):
    """The methods of `Messages`, each with its whole `Response`: `chakra.with_raw_response.messages`."""

    __slots__ = ()

    async def send(
        self,
        message: OutgoingMessage | ReadReceipt | Mapping[str, Any],
        *,
        plugin_id: str | None = None,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[SentMessage]:
        """Call `Messages.send`, and return its whole `Response`."""
        call = send(
            self._caller,
            _SEND,
            path={
                "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            body=validation.message(message, "message", self._caller.settings.country),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del plugin_id, whatsapp_api_version, phone_number_id, message  # no traceback shows them then
        return await call

    async def send_template(
        self,
        to: str,
        *,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        template_name: str,
        mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        header_mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        button_mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        image_url: str | UnsetType = UNSET,
        video_url: str | UnsetType = UNSET,
        document_url: str | UnsetType = UNSET,
        filename: str | UnsetType = UNSET,
        location_latitude: float | UnsetType = UNSET,
        location_longitude: float | UnsetType = UNSET,
        location_name: str | UnsetType = UNSET,
        location_address: str | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        otp_code: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[ChatMessage]:
        """Call `Messages.send_template`, and return its whole `Response`."""
        call = send(
            self._caller,
            _SEND_TEMPLATE,
            path={
                "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                "phoneNumber": arguments.phone_number(to, "to", self._caller.settings.country),
            },
            body={
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
                "templateName": arguments.string(template_name, "template_name", 1, 512),
                "mapping": mapping if mapping is UNSET else validation.template_mapping(mapping, "mapping"),
                "headerMapping": header_mapping
                if header_mapping is UNSET
                else validation.template_mapping(header_mapping, "header_mapping"),
                "buttonMapping": button_mapping
                if button_mapping is UNSET
                else validation.template_mapping(button_mapping, "button_mapping"),
                "imageUrl": image_url
                if image_url is UNSET
                else arguments.header_address(image_url, "image_url"),
                "videoUrl": video_url
                if video_url is UNSET
                else arguments.header_address(video_url, "video_url"),
                "documentUrl": document_url
                if document_url is UNSET
                else arguments.header_address(document_url, "document_url"),
                "filename": filename,
                "locationLatitude": location_latitude
                if location_latitude is UNSET
                else arguments.number(location_latitude, "location_latitude", -90, 90),
                "locationLongitude": location_longitude
                if location_longitude is UNSET
                else arguments.number(location_longitude, "location_longitude", -180, 180),
                "locationName": location_name,
                "locationAddress": location_address,
                "language": language,
                "otpCode": otp_code if otp_code is UNSET else arguments.template_text(otp_code, "otp_code"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            plugin_id,
            to,
            phone_number_id,
            template_name,
            mapping,
            header_mapping,
            button_mapping,
            image_url,
            video_url,
            document_url,
            filename,
            location_latitude,
            location_longitude,
            location_name,
            location_address,
            language,
            otp_code,
        )  # no traceback shows them then
        return await call

    async def send_template_for_process(
        self,
        procedure_short_id: str,
        primary_key_or_id: str,
        *,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        template_name: str,
        mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        header_mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        button_mapping: Sequence[TemplateMapping | Mapping[str, Any]]
        | Mapping[str, str | float]
        | UnsetType = UNSET,
        image_url: str | UnsetType = UNSET,
        video_url: str | UnsetType = UNSET,
        document_url: str | UnsetType = UNSET,
        filename: str | UnsetType = UNSET,
        location_latitude: float | UnsetType = UNSET,
        location_longitude: float | UnsetType = UNSET,
        location_name: str | UnsetType = UNSET,
        location_address: str | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        otp_code: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[ChatMessage]:
        """Call `Messages.send_template_for_process`, and return its whole `Response`."""
        call = send(
            self._caller,
            _SEND_TEMPLATE_FOR_PROCESS,
            path={
                "pluginId": arguments.uuid(self._default("plugin_id", plugin_id), "plugin_id"),
                "procedureShortId": procedure_short_id,
                "primaryKeyOrId": primary_key_or_id,
            },
            body={
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
                "templateName": arguments.string(template_name, "template_name", 1, 512),
                "mapping": mapping if mapping is UNSET else validation.template_mapping(mapping, "mapping"),
                "headerMapping": header_mapping
                if header_mapping is UNSET
                else validation.template_mapping(header_mapping, "header_mapping"),
                "buttonMapping": button_mapping
                if button_mapping is UNSET
                else validation.template_mapping(button_mapping, "button_mapping"),
                "imageUrl": image_url
                if image_url is UNSET
                else arguments.header_address(image_url, "image_url"),
                "videoUrl": video_url
                if video_url is UNSET
                else arguments.header_address(video_url, "video_url"),
                "documentUrl": document_url
                if document_url is UNSET
                else arguments.header_address(document_url, "document_url"),
                "filename": filename,
                "locationLatitude": location_latitude
                if location_latitude is UNSET
                else arguments.number(location_latitude, "location_latitude", -90, 90),
                "locationLongitude": location_longitude
                if location_longitude is UNSET
                else arguments.number(location_longitude, "location_longitude", -180, 180),
                "locationName": location_name,
                "locationAddress": location_address,
                "language": language,
                "otpCode": otp_code if otp_code is UNSET else arguments.template_text(otp_code, "otp_code"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            plugin_id,
            procedure_short_id,
            primary_key_or_id,
            phone_number_id,
            template_name,
            mapping,
            header_mapping,
            button_mapping,
            image_url,
            video_url,
            document_url,
            filename,
            location_latitude,
            location_longitude,
            location_name,
            location_address,
            language,
            otp_code,
        )  # no traceback shows them then
        return await call
