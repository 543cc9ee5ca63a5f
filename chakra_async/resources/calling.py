# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `calling`. Calls over WhatsApp, passed through to Meta."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from chakra_async._core import arguments
from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.calling import (
    CallAction,
    CallingSettings,
    CallPermissions,
    CallRecording,
    CallResult,
    CallSession,
)
from ..models.calling import Calling as CallingModel
from ..models.common import Success

__all__ = ["CallingBase", "RawCallingBase"]

_GET_SETTINGS: Final = Operation[CallingSettings](
    name="calling.get_settings",
    method="GET",
    path="/v1/whatsapp/{whatsappApiVersion}/{whatsappPhoneNumberId}/settings",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="seen-in-code",
    source="https://github.com/chakrahq/chakra-chat-sdk",
    returns=CallingSettings,
)
_UPDATE_SETTINGS: Final = Operation[Success](
    name="calling.update_settings",
    method="POST",
    path="/v1/whatsapp/{whatsappApiVersion}/{whatsappPhoneNumberId}/settings",
    repeatable=True,
    reads=False,
    envelope=False,
    evidence="seen-in-code",
    source="https://github.com/chakrahq/chakra-chat-sdk",
    returns=Success,
)
_GET_PERMISSIONS: Final = Operation[CallPermissions](
    name="calling.get_permissions",
    method="GET",
    path="/v1/whatsapp/{whatsappApiVersion}/{whatsappPhoneNumberId}/call_permissions",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="seen-in-code",
    source="https://github.com/chakrahq/chakra-chat-sdk",
    returns=CallPermissions,
)
_CALL: Final = Operation[CallResult](
    name="calling.call",
    method="POST",
    path="/v1/whatsapp/{whatsappApiVersion}/{whatsappPhoneNumberId}/calls",
    repeatable=False,
    reads=False,
    key="whatsappPhoneNumberId",
    envelope=False,
    evidence="seen-in-code",
    source="https://github.com/chakrahq/chakra-chat-sdk",
    returns=CallResult,
)


class CallingBase(Resource):
    """Calls over WhatsApp, passed through to Meta. Reached as `chakra.calling`."""

    __slots__ = ()

    async def get_settings(
        self,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        include_sip_credentials: bool | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> CallingSettings:
        """Fetch the calling settings of a phone number.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            phone_number_id: Meta's id of the team's phone number, digits; not the number itself. Without it,
                the client's `phone_number_id` is used.
            include_sip_credentials: Whether the answer holds the SIP credentials too.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The settings, as Meta gives them.

        Raises:
            InvalidRequestError: `whatsapp_api_version` or `phone_number_id` cannot be used; nothing was sent.
            SettingsError: `whatsapp_api_version` or `phone_number_id` is neither given nor set on the client;
                nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.calling.get_settings(
            ...     whatsapp_api_version="v22.0",
            ...     phone_number_id="775966265503012",
            ...     include_sip_credentials=True,
            ... )

        Evidence:
            Seen in public code, not documented.
            Source: https://github.com/chakrahq/chakra-chat-sdk

        """
        call = send(
            self._caller,
            _GET_SETTINGS,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            query={"include_sip_credentials": include_sip_credentials},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del whatsapp_api_version, phone_number_id, include_sip_credentials  # no traceback shows them then
        response = await call
        return response.data

    async def update_settings(
        self,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        calling: CallingModel | Mapping[str, Any] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Success:
        """Change the calling settings of a phone number.

        Idempotent: retried when its outcome is unknown.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            phone_number_id: Meta's id of the team's phone number, digits; not the number itself. Without it,
                the client's `phone_number_id` is used.
            calling: The settings to change.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            Whether they were changed.

        Raises:
            InvalidRequestError: `whatsapp_api_version` or `phone_number_id` cannot be used; nothing was sent.
            SettingsError: `whatsapp_api_version` or `phone_number_id` is neither given nor set on the client;
                nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.calling.update_settings(
            ...     whatsapp_api_version="v22.0",
            ...     phone_number_id="775966265503012",
            ...     calling={"status": "ENABLED"},
            ... )

        Evidence:
            Seen in public code, not documented.
            Source: https://github.com/chakrahq/chakra-chat-sdk

        """
        call = send(
            self._caller,
            _UPDATE_SETTINGS,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            body={"calling": calling},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del whatsapp_api_version, phone_number_id, calling  # no traceback shows them then
        response = await call
        return response.data

    async def get_permissions(
        self,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        user_wa_id: str | UnsetType = UNSET,
        recipient: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> CallPermissions:
        """Ask whether a customer may be called.

        Name the customer by `user_wa_id` or by `recipient`.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            phone_number_id: Meta's id of the team's phone number, digits; not the number itself. Without it,
                the client's `phone_number_id` is used.
            user_wa_id: The customer's phone number as WhatsApp has it, country code and number, digits only.
                A national number is read with the client's `country`; without one it is refused.
            recipient: The customer's business-scoped user id (BSUID), for one whose number is not known.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            Whether, and within which limits, as Meta gives it.

        Raises:
            InvalidRequestError: `whatsapp_api_version` or `phone_number_id` or `user_wa_id` or `recipient`
                cannot be used; nothing was sent.
            SettingsError: `whatsapp_api_version` or `phone_number_id` is neither given nor set on the client;
                nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.calling.get_permissions(
            ...     whatsapp_api_version="v22.0", phone_number_id="775966265503012", user_wa_id="919901258433"
            ... )

        Evidence:
            Seen in public code, not documented.
            Source: https://github.com/chakrahq/chakra-chat-sdk

        """
        call = send(
            self._caller,
            _GET_PERMISSIONS,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            query={
                "user_wa_id": user_wa_id
                if user_wa_id is UNSET
                else arguments.phone_number(user_wa_id, "user_wa_id", self._caller.settings.country),
                "recipient": recipient if recipient is UNSET else arguments.user_id(recipient, "recipient"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del whatsapp_api_version, phone_number_id, user_wa_id, recipient  # no traceback shows them then
        response = await call
        return response.data

    async def call(
        self,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        messaging_product: Literal["whatsapp"] = "whatsapp",
        action: CallAction | str,
        to: str | UnsetType = UNSET,
        recipient: str | UnsetType = UNSET,
        call_id: str | UnsetType = UNSET,
        session: CallSession | Mapping[str, Any] | UnsetType = UNSET,
        biz_opaque_callback_data: str | UnsetType = UNSET,
        recording: CallRecording | Mapping[str, Any] | UnsetType = UNSET,
        transcription: CallRecording | Mapping[str, Any] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> CallResult:
        """Begin, answer or end a call.

        `connect` begins one, and is given `to` or `recipient` and a `session`; the other actions are given
        the `call_id`. There is a method for each action, such as `calling.connect`.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            phone_number_id: Meta's id of the team's phone number, digits; not the number itself. Without it,
                the client's `phone_number_id` is used.
            messaging_product: Always `whatsapp`.
            action: What to do.
            to: The phone number to call, country code and number, digits only. A national number is read with
                the client's `country`; without one it is refused.
            recipient: The business-scoped user id (BSUID) to call, where the number is not known.
            call_id: The call that is answered or ended.
            session: The session description (SDP) of this side.
            biz_opaque_callback_data: A string of your own, of at most 512 characters, which Meta returns in
                the call's webhooks. The limit is Meta's.
            recording: Whether the call is recorded; for `connect` and `accept`.
            transcription: Whether the call is transcribed; for `connect` and `accept`.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            What Meta says to it; to `connect`, the call's id.

        Raises:
            InvalidRequestError: `whatsapp_api_version` or `phone_number_id` or `to` or `recipient` cannot be
                used; nothing was sent.
            SettingsError: `whatsapp_api_version` or `phone_number_id` is neither given nor set on the client;
                nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.calling.call(
            ...     whatsapp_api_version="v22.0",
            ...     phone_number_id="775966265503012",
            ...     messaging_product="whatsapp",
            ...     action="connect",
            ...     to="919901258433",
            ...     session={"sdp_type": "offer", "sdp": "v=0 o=- 1 1 IN IP4 127.0.0.1"},
            ... )

        Evidence:
            Seen in public code, not documented.
            Source: https://github.com/chakrahq/chakra-chat-sdk

        """
        call = send(
            self._caller,
            _CALL,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            body={
                "messaging_product": messaging_product,
                "action": action,
                "to": to if to is UNSET else arguments.phone_number(to, "to", self._caller.settings.country),
                "recipient": recipient if recipient is UNSET else arguments.user_id(recipient, "recipient"),
                "call_id": call_id,
                "session": session,
                "biz_opaque_callback_data": biz_opaque_callback_data
                if biz_opaque_callback_data is UNSET
                else arguments.string(biz_opaque_callback_data, "biz_opaque_callback_data", 0, 512),
                "recording": recording,
                "transcription": transcription,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            whatsapp_api_version,
            phone_number_id,
            messaging_product,
            action,
            to,
            recipient,
            call_id,
            session,
            biz_opaque_callback_data,
            recording,
            transcription,
        )  # no traceback shows them then
        response = await call
        return response.data


class RawCallingBase(Resource):
    """The methods of `Calling`, each with its whole `Response`: `chakra.with_raw_response.calling`."""

    __slots__ = ()

    async def get_settings(
        self,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        include_sip_credentials: bool | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[CallingSettings]:
        """Call `Calling.get_settings`, and return its whole `Response`."""
        call = send(
            self._caller,
            _GET_SETTINGS,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            query={"include_sip_credentials": include_sip_credentials},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del whatsapp_api_version, phone_number_id, include_sip_credentials  # no traceback shows them then
        return await call

    async def update_settings(
        self,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        calling: CallingModel | Mapping[str, Any] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Success]:
        """Call `Calling.update_settings`, and return its whole `Response`."""
        call = send(
            self._caller,
            _UPDATE_SETTINGS,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            body={"calling": calling},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del whatsapp_api_version, phone_number_id, calling  # no traceback shows them then
        return await call

    async def get_permissions(
        self,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        user_wa_id: str | UnsetType = UNSET,
        recipient: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[CallPermissions]:
        """Call `Calling.get_permissions`, and return its whole `Response`."""
        call = send(
            self._caller,
            _GET_PERMISSIONS,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            query={
                "user_wa_id": user_wa_id
                if user_wa_id is UNSET
                else arguments.phone_number(user_wa_id, "user_wa_id", self._caller.settings.country),
                "recipient": recipient if recipient is UNSET else arguments.user_id(recipient, "recipient"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del whatsapp_api_version, phone_number_id, user_wa_id, recipient  # no traceback shows them then
        return await call

    async def call(
        self,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        messaging_product: Literal["whatsapp"] = "whatsapp",
        action: CallAction | str,
        to: str | UnsetType = UNSET,
        recipient: str | UnsetType = UNSET,
        call_id: str | UnsetType = UNSET,
        session: CallSession | Mapping[str, Any] | UnsetType = UNSET,
        biz_opaque_callback_data: str | UnsetType = UNSET,
        recording: CallRecording | Mapping[str, Any] | UnsetType = UNSET,
        transcription: CallRecording | Mapping[str, Any] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[CallResult]:
        """Call `Calling.call`, and return its whole `Response`."""
        call = send(
            self._caller,
            _CALL,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappPhoneNumberId": self._default("phone_number_id", phone_number_id),
            },
            body={
                "messaging_product": messaging_product,
                "action": action,
                "to": to if to is UNSET else arguments.phone_number(to, "to", self._caller.settings.country),
                "recipient": recipient if recipient is UNSET else arguments.user_id(recipient, "recipient"),
                "call_id": call_id,
                "session": session,
                "biz_opaque_callback_data": biz_opaque_callback_data
                if biz_opaque_callback_data is UNSET
                else arguments.string(biz_opaque_callback_data, "biz_opaque_callback_data", 0, 512),
                "recording": recording,
                "transcription": transcription,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            whatsapp_api_version,
            phone_number_id,
            messaging_product,
            action,
            to,
            recipient,
            call_id,
            session,
            biz_opaque_callback_data,
            recording,
            transcription,
        )  # no traceback shows them then
        return await call
